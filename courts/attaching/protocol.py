"""The screens of the papers and of the fee, which many wizards have (facts 3.7 no. 6, 7)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from typing import Any, Final

from werkzeug.datastructures import FileStorage
from wtforms import Form

from courts import edge as court_edge
from courts.attaching import forms
from courts.documents import redaction
from courts.filing import protocol
from courts.filing.protocol import MissingError, Page, PartlyError, StaleError, Work
from courts.filing.service import Filed
from courts.payments import protocol as payments
from courts.payments.cards import CARDS
from courts.payments.forms import LATER, FeeForm
from shared.errors import Refusal
from shared.money import dollars

# --------------------------------------------------------------------------- the papers


def _kept(work: Work) -> list[dict[str, Any]]:
    return list(work.data.get("attachments", ()))


def _papers_form(work: Work) -> type[Form]:
    return forms.papers_form(len(_kept(work)))


def _papers_initial(work: Work) -> dict[str, Any]:
    found = {}
    for row, paper in enumerate(_kept(work)):
        found[f"{forms.KEEP}category_{row}"] = paper["category"]
        found[f"{forms.KEEP}description_{row}"] = paper["description"]
    return found


def _papers_values(work: Work) -> dict[str, Any]:
    return {
        "main": work.data.get("main"),
        "kept": _kept(work),
        "new_rows": range(forms.NEW_ROWS),
        "keep": forms.KEEP,
        "optional": work.data["document"] == "optional",
        "found": found_in(work),
    }


def _papers_take(work: Work, form: Any) -> dict[str, Any]:
    main, still = work.data.get("main"), _still_kept(work, form)
    refused: list[Refusal] = []
    typed: dict[str, str] = {}
    if _sent(form.main.data):
        try:
            main = _accepted(work, form.main.data)
        except Refusal as refusal:
            refused.append(StaleError(refusal.message, "main"))
    for row in range(forms.NEW_ROWS):
        words = (form[f"category_{row}"].data or "", form[f"description_{row}"].data or "")
        if _sent(form[f"file_{row}"].data):
            try:
                still.append(_accepted(work, form[f"file_{row}"].data, *words))
            except Refusal as refusal:
                refused.append(StaleError(refusal.message, f"file_{row}"))
                typed |= {f"category_{row}": words[0], f"description_{row}": words[1]}
    found = {**work.data.get("found", {}), **work.memo.get("found", {})}
    answered = {"main": main, "attachments": still, "found": found}
    if refused:
        raise PartlyError(refused[0], answered, typed)
    if not form.add.data and (lacking := _lacking(work, main, still)) is not None:
        raise PartlyError(lacking, answered)
    return answered


def _lacking(work: Work, main: Any, still: Sequence[Mapping[str, Any]]) -> MissingError | None:
    """Return what is not there yet, or not yet named."""
    optional = work.data["document"] == "optional" and not still
    if main is None and not optional:
        missing = "Choose the main document: without it you cannot go on."
        return MissingError(missing, "main")
    for row, paper in enumerate(still):
        if not (paper["category"] or paper["description"]):
            words = f"Attachment {row + 1}: choose a category, type a description, or both."
            return MissingError(words, f"{forms.KEEP}description_{row}")
    return None


def _still_kept(work: Work, form: Any) -> list[dict[str, Any]]:
    """Return the attachments that are on the server and stay, with the words that they have now."""
    still = []
    for row, paper in enumerate(_kept(work)):
        words = {
            name: form[f"{forms.KEEP}{name}_{row}"].data or ""
            for name in ("category", "description")
        }
        if not form[f"{forms.KEEP}remove_{row}"].data:
            still.append({**paper, **words})
    return still


def _accepted(
    work: Work, upload: FileStorage, category: str = "", description: str = ""
) -> dict[str, Any]:
    """Take an upload in, and keep what the court has to say of it besides."""
    menu = work.data["menu"].lower()
    kind = menu if menu in redaction.CITATIONS else court_edge.court().profile.kind
    setting = redaction.of_court(kind)
    taken = protocol.take_in(upload, category=category, description=description, setting=setting)
    work.memo.setdefault("found", {})[taken.paper.digest] = {
        "name": taken.paper.filename,
        "advice": [asdict(each) for each in taken.advice],
        "redactions": [asdict(each) for each in taken.redactions],
    }
    return asdict(taken.paper)


def _sent(upload: Any) -> bool:
    return isinstance(upload, FileStorage) and bool(upload.filename)


def _papers_leads(work: Work, form: Any) -> str:
    # What is not blacked out is shown before anybody goes on (training only).
    warned = any(each["redactions"] for each in work.memo.get("found", {}).values())
    return "papers" if form.add.data or warned else ""


def found_in(work: Work) -> list[dict[str, Any]]:
    """Return what the court has to say of the papers that were chosen."""
    found = work.data.get("found", {})
    return [found[p.digest] for p in work.papers if p.digest in found]


# --------------------------------------------------------------------------- the fee


class OfferedFeeForm(FeeForm):
    """The fee screen, with the cards that the person keeps here."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        payments.offer_cards(self)


def _fee_form(_work: Work) -> type[Form]:
    return OfferedFeeForm


def _fee_initial(work: Work) -> dict[str, Any]:
    paid = work.data.get("paid", {})
    return {"pay": paid["how"], "reason": paid.get("reason")} if paid.get("how") else {}


def _fee_values(work: Work) -> dict[str, Any]:
    rows = [(title, dollars(cents)) for title, cents in work.data.get("fees", ())]
    return {"rows": rows, "fee": dollars(work.data["cents"]), "cards": CARDS}


def _fee_take(work: Work, form: Any) -> dict[str, Any]:
    paid = dict(
        payments.take_fee(
            form,
            token=work.transaction.token,
            cents=work.data["cents"],
            title=work.data["titles"],
        )
    )
    return {"paid": paid, "fee_words": paid["words"]}


def is_met(work: Work) -> bool:
    """Say whether the fee is paid, or none is due."""
    return bool(work.data.get("paid", {}).get("how", LATER) != LATER)


def settle(work: Work, filed: Filed) -> int:
    """Let the answers of the fee screen follow for what was docketed.

    :returns: the cents that stay due.
    :raises WaitingError: if a payment was never answered.
    """
    payments.settle(filed.view.entry.id, work.data.get("paid", {}))
    return 0 if is_met(work) else filed.cents


#: Keeps `main`, `attachments` and `found`; asks `document` whether there may be none.
PAPERS: Final = Page(
    "attaching/papers.html",
    _papers_form,
    _papers_take,
    _papers_values,
    _papers_initial,
    _papers_leads,
)
#: Reads `cents`, `titles` and `fees` (title and cents of each); keeps `paid` and `fee_words`.
FEE: Final = Page("attaching/fee.html", _fee_form, _fee_take, _fee_values, _fee_initial)
