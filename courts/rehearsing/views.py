"""The page of a dry run: training only."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request

from courts.filing import protocol as filing
from courts.filing import steps
from courts.filing import views as filing_views
from courts.filing.mistakes import Mistake
from courts.filing.models import BUILDING
from courts.filing.protocol import Work
from courts.permissions import Permission
from courts.rehearsing import protocol
from courts.rehearsing.protocol import Rehearsed
from shared import seating
from shared.errors import Refusal
from shared.money import dollars
from shared.web import edge
from shared.web.guard import requires

SEE_OTHER: Final = 303

blueprint = Blueprint("rehearsing", __name__)


@blueprint.get(filing_views.DRY_RUN)
@requires(Permission.FILE)
def dry_run() -> Response:
    """Say what Next on the last screen would do; nothing is filed."""
    work = _work()
    if work is None:
        asked = urlencode({"t": request.args.get("t", "")})
        return make_response(redirect(f"{filing_views.SCREEN}?{asked}", SEE_OTHER))
    flow, token, last = work.flow, work.transaction.token, work.transaction.step
    word = work.data.get("menu", flow.menu)
    # Reading papers takes a while and lets go of the database, and of the transaction with it.
    papers = protocol.papers_seen(work.papers)
    work = _work()
    if work is None:
        abort(404)
    found = protocol.mistakes_of(work, papers)
    try:
        told = protocol.rehearse(partial(flow.commit, work))
    except Refusal as refusal:
        return _page("filing/refused.html", flow=flow, message=refusal.message)
    note(flow.name, found)
    return page_of(
        told,
        word=word,
        back=filing_views.address(token, last),
        found=None if flow.seen is None else found,
        read=not papers or bool(papers[0].text),
    )


def note(what: str, found: Sequence[Mistake]) -> None:
    """Note in the trail of a seat that a filing was tried, with the mistakes in it."""
    if seating.is_seat(edge.world()):
        edge.audit("filing:rehearsed", what, mistakes=[each.code for each in found])


def page_of(
    told: Rehearsed,
    *,
    word: str,
    back: str,
    found: Sequence[Mistake] | None = None,
    read: bool = True,
    concerns: Sequence[str] | None = None,
) -> Response:
    """Show what was rehearsed.

    :param word: the word of the menu that stands out.
    :param back: where the last screen is.
    :param found: the classic mistakes; None where the wizard does not look for any.
    :param read: whether the papers could be compared with what was answered.
    :param concerns: what a clerk would find; None where nobody looks.
    """
    return _page(
        "rehearsing/dry_run.html",
        word=word,
        told=told,
        fee=dollars(told.cents) if told.cents else "",
        due=dollars(told.due) if told.due else "",
        back=back,
        found=found,
        read=read,
        concerns=concerns,
    )


def _work() -> Work | None:
    """Return the transaction that is asked for, if only its last screen is left."""
    found = filing.find(request.args.get("t", ""))
    if found is None or found[0].status != BUILDING or not found[1].dry_run:
        return None
    transaction, flow = found
    last = steps.path(flow.steps, transaction.data)[-1].name
    return Work(transaction, filing.filer(), flow) if transaction.step == last else None


def _page(template: str, **values: object) -> Response:
    return make_response(render_template(template, **values))
