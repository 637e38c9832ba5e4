"""Utilities > Check PDF Document: what the court would say of a file (facts 6.1)."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, abort, make_response, render_template

from courts import edge as court_edge
from courts.documents import protocol
from courts.documents.facts import PdfFacts
from courts.documents.forms import CheckForm
from courts.documents.service import Examined
from courts.permissions import Permission
from shared.web.guard import requires

blueprint = Blueprint("documents", __name__)

CHECK_PATH: Final = "/cgi-bin/CheckPDF.pl"
UNPROCESSABLE: Final = 422


@blueprint.get(CHECK_PATH)
@requires(Permission.UTILITIES)
def check_pdf() -> Response:
    """Ask for a file."""
    _offered()
    return _page(CheckForm(), None)


@blueprint.post(CHECK_PATH)
@requires(Permission.UTILITIES)
def checked_pdf() -> Response:
    """Tell what is in the file and whether the court would take it; the file is not kept."""
    _offered()
    form = CheckForm()
    if not form.validate_on_submit():
        return make_response(_page(form, None), UNPROCESSABLE)
    return _page(CheckForm(formdata=None), protocol.examine(form.pdf.data))


def _offered() -> None:
    if not court_edge.rules().check_pdf_document:
        abort(404)


def _page(form: CheckForm, examined: Examined | None) -> Response:
    return make_response(
        render_template(
            "documents/check.html",
            form=form,
            path=CHECK_PATH,
            limit=court_edge.rules().pdf_max_mb,
            examined=examined,
            rows=() if examined is None else _rows(examined.facts),
        )
    )


def _rows(facts: PdfFacts) -> tuple[tuple[str, str], ...]:
    """Return the facts as a person reads them; only the size of what could not be read."""
    size: tuple[tuple[str, str], ...] = (("Size", f"{facts.size:,} bytes"),)
    if not facts.is_pdf or facts.limit:
        return size
    security: tuple[tuple[str, str], ...] = (
        ("PDF version", facts.version or "not said"),
        ("Encrypted or restricted", _yes(facts.encrypted)),
    )
    if not facts.readable:
        return size + security
    bare = facts.pages_without_text
    sizes = (f"{s.width / 72:.2f} by {s.height / 72:.2f} in ({s.count})" for s in facts.page_sizes)
    return (
        *size,
        *security,
        ("Pages", str(facts.pages)),
        ("Page sizes", "; ".join(sizes)),
        ("Pages that cannot be searched", str(len(bare)) if bare else "none"),
        ("JavaScript", _number(facts.javascript)),
        ("Actions that start a program", _number(facts.launch_actions)),
        ("Other actions", ", ".join(facts.other_actions) or "none"),
        ("Embedded files", _number(facts.embedded_files)),
        ("Media", ", ".join(facts.media) or "none"),
        ("Form fields", _number(facts.form_fields)),
        ("Signature fields", _number(facts.signatures)),
        ("XFA form", _yes(facts.xfa)),
        ("Links that lead out of it", _number(facts.hyperlinks)),
        ("Damage", "; ".join(facts.problems) or "none"),
    )


def _yes(value: bool) -> str:
    return "yes" if value else "no"


def _number(value: int) -> str:
    return str(value) if value else "none"
