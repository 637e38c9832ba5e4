"""The wizard of a motion under Rule 9037(h): which papers, and a redacted copy of each."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask import Flask

from courts import edge as court_edge
from courts.claiming import protocol as claiming
from courts.clerk.protocol import INDEX_PATH, Desk, add_desk
from courts.docket.models import Document
from courts.edge import Court
from courts.filing.protocol import (
    Flow,
    Page,
    Work,
    accept_paper,
    add_flow,
    bench,
    filer,
    tell_followers,
)
from courts.filing.service import submit_filing
from courts.filing.steps import Step
from courts.kinds.filings import Filing, Paper
from courts.notices.protocol import Served, serve
from courts.redacting import forms, queries, service
from courts.redacting.naming import labels_named, papers_named
from shared.errors import Refusal
from shared.money import dollars
from shared.web import edge

DESK_PATH: Final = f"{INDEX_PATH}redactions"
REDACT: Final = "motion_redact"
ABOUT: Final = "about"


def _originals_form(_work: Work) -> type[forms.OriginalsForm]:
    return forms.OriginalsForm


def _originals_initial(work: Work) -> Mapping[str, Any]:
    return dict(work.data.get(ABOUT, {"filed_by": work.filer.name}))


def _take_originals(work: Work, form: Any) -> Mapping[str, Any]:
    kept = {name: form[name].data for name in ("filed_by", "entries", "claims")}
    _originals(int(work.data["case_id"]), kept)
    return {ABOUT: kept}


def _originals(case_id: int, kept: Mapping[str, str]) -> list[Document]:
    """Return the papers that a motion is about.

    :raises Refusal: at the field, for a number that the case does not have.
    """
    session, found = edge.session(), []
    for number, place in papers_named(kept["entries"]):
        found.append((queries.paper_of_entry(session, case_id, number, place), "entries"))
    for label in labels_named(kept["claims"]):
        found.append((queries.paper_of_claim(session, case_id, label), "claims"))
    for paper, field in found:
        if paper is None:
            raise Refusal("paper", "The case has no document of one of these numbers.", field=field)
    return [paper for paper, _ in found if paper is not None]


def _take_redaction(work: Work, form: Any) -> Mapping[str, Any]:
    originals = _originals(int(work.data["case_id"]), work.data[ABOUT])
    if len(form.copies.data) != len(originals):
        raise Refusal(
            "copies",
            f"You named {len(originals)} documents: choose as many redacted copies.",
            field="copies",
        )
    return {
        claiming.MAIN: claiming.as_json(_accepted(form.document.data, "document")),
        "copies": [
            claiming.as_json(_accepted(each, "copies", category="Redacted Document"))
            for each in form.copies.data
        ],
    }


def _accepted(upload: Any, field: str, *, category: str = "") -> Paper:
    try:
        # Until the court decides, motion and copies are for it and whoever filed them.
        return accept_paper(upload, category=category, access=service.OWN)
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.message, field=field) from None


def _redaction_final(work: Work) -> Mapping[str, Any]:
    kept = work.data[ABOUT]
    fee = bench().catalogue.event(REDACT).fee_on(court_edge.today())
    return {
        "told": [
            *claiming.case_told(work),
            ("Filed by", kept["filed_by"]),
            ("Documents", kept["entries"] or "none"),
            ("Claims", kept["claims"] or "none"),
            ("Motion", work.data[claiming.MAIN]["filename"]),
            ("Redacted copies", ", ".join(each["filename"] for each in work.data["copies"])),
            ("Fee", f"{dollars(fee)}, due under Utilities, Internet Payments Due"),
        ]
    }


def _commit_redaction(work: Work) -> Mapping[str, Any]:
    session, who, kept = edge.session(), filer(), work.data[ABOUT]
    case_id = int(work.data["case_id"])
    originals = _originals(case_id, kept)
    entry_ids = [each.entry_id for each in originals if each.entry_id is not None]
    copies = [Paper.from_json(each) for each in work.data["copies"]]
    filed = submit_filing(
        session,
        Filing(
            case_id=case_id,
            events=(REDACT,),
            filer_names=(kept["filed_by"],),
            refers=queries.seqs(session, entry_ids),
            papers=(Paper.from_json(work.data[claiming.MAIN]), *copies),
        ),
        filer=who,
        facts=claiming.filing_facts(),
        bench=bench(),
        now=edge.now(),
        today=court_edge.today(),
    )
    pairs = list(zip(originals, filed.view.attachments, strict=True))
    hide = court_edge.rules().redaction_restricts_original
    service.ask(session, filed.view.entry, pairs, hide=hide)
    serve(session, Served(filed.case, filed.view), filer=who)
    tell_followers(session, filed, who)
    entry = filed.view.entry
    return claiming.receipt(work, filed.case, entry.text, number=entry.number, cents=filed.cents)


FLOW: Final = Flow(
    name="redaction",
    title="Motion to Redact",
    menu=claiming.MENU,
    steps=(
        Step(claiming.CASE, "Case"),
        Step(ABOUT, "Documents to redact"),
        claiming.PAPER_STEP,
        claiming.FINAL_STEP,
    ),
    pages={
        claiming.CASE: claiming.CASE_PAGE,
        ABOUT: Page(
            "claiming/screen.html",
            _originals_form,
            _take_originals,
            values=claiming.case_values,
            initial=_originals_initial,
        ),
        claiming.PAPER: Page(
            "claiming/screen.html",
            lambda _work: forms.RedactionForm,
            _take_redaction,
            values=claiming.case_values,
        ),
        claiming.FINAL: claiming.final_page(_redaction_final),
    },
    begin=claiming.begin_with(REDACT),
    commit=_commit_redaction,
    receipt="claiming/receipt.html",
    facts={"event": REDACT},
    takes=("Motion to Redact", REDACT),
)


def install(app: Flask) -> None:
    """Give the wizard and its desk their place in a court that keeps a register."""
    court: Court = app.extensions["moot_court"]
    if claiming.ROOM in court.profile.rooms:
        add_flow(app, FLOW)
        says = "Motions under Rule 9037(h): replace papers by their redacted copies, or deny."
        add_desk(app, Desk("Redactions", DESK_PATH, says, queries.waiting))
