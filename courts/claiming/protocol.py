"""The wizards of claims, as data: proof of claim, transfer, withdrawal."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any, Final

from flask import Flask

from courts import edge as court_edge
from courts.cases import queries as cases
from courts.cases.models import Case
from courts.cases.queries import CaseView
from courts.cases.service import lock_case
from courts.claiming import forms, queries, service
from courts.claiming.statement import (
    CLASSES,
    FILED_BY,
    address,
    labels_named,
    papers_named,
    sums,
    written,
)
from courts.claims import queries as claims
from courts.claims import service as register
from courts.claims.models import Claim, Creditor
from courts.claims.queries import Wanted
from courts.claims.service import Registered, Statement
from courts.clerk.protocol import INDEX_PATH, Desk, add_desk
from courts.docket.models import Document
from courts.edge import Court
from courts.filing import queries as filing_queries
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
from courts.filing.service import NotAllowedError, decide, note, submit_filing
from courts.filing.steps import Step
from courts.kinds import numbers
from courts.kinds.filings import Filer, Filing, Paper
from courts.notices.protocol import Served, ServedClaim, serve, serve_claim
from courts.permissions import FilingFacts, may_file
from shared.errors import Refusal
from shared.money import dollars
from shared.web import edge

PROOF, TRANSFER, WITHDRAWAL = "proof_of_claim", "transfer_of_claim", "withdrawal_of_claim"
REDACT: Final = "motion_redact"
CASE, CREDITOR, CLAIM, PAPER, FINAL = "case", "creditor", "claim", "paper", "final"
MENU: Final = "Bankruptcy"
REDACTIONS_PATH: Final = f"{INDEX_PATH}redactions"
_FAMILY: Final = "bankruptcy"
#: The room of `CourtProfile.rooms` that a court with a register of claims has.
ROOM: Final = "claims"
#: So many creditors or claims are offered at most; whoever wants others types more of the name.
MOST: Final = 200


class CaseError(Refusal):
    """The number is of no case in which claims are filed."""

    def __init__(self, message: str) -> None:
        super().__init__("case", message, field="case_number")


def case_of(typed: str) -> Case:
    """Return the bankruptcy case of a number as somebody typed it.

    :raises CaseError: if there is none, several, or it is an adversary proceeding.
    """
    meant = numbers.wanted(typed)
    found = () if meant is None else cases.matching(edge.session(), meant)
    bare = court_edge.court().profile.numbers.bare
    if not found:
        raise CaseError("Case not found. Enter the number as it stands on the docket.")
    if len(found) > 1:
        these = ", ".join(bare(each.number) for each in found)
        raise CaseError(f"Several cases have this number: {these}.")
    if found[0].family != _FAMILY:
        raise CaseError(f"You entered a non-bankruptcy type case: {bare(found[0].number)}")
    return found[0]


def number_of(case: Case) -> str:
    """Return the number of a case as this court writes it."""
    return court_edge.court().profile.numbers.full(case.number)


def _facts() -> FilingFacts:
    return court_edge.filing_facts(court_edge.person())


def _check(key: str, view: CaseView | None = None) -> None:
    """Ask the one decision.

    :raises NotAllowedError: with its reason.
    """
    court, now = bench(), edge.now()
    event = court.catalogue.event(key)
    if view is None:
        facts = replace(_facts(), event=filing_queries.asked(event))
        decision = may_file(facts, policy=court.policy, now=now)
    else:
        decision = decide(edge.session(), _facts(), view, (event,), filer(), bench=court, now=now)
    if not decision.allowed:
        raise NotAllowedError(decision)


def _view(work: Work) -> CaseView:
    case = cases.by_id(edge.session(), int(work.data["case_id"]))
    if case is None:
        raise CaseError("Case not found.")
    return cases.whole(edge.session(), case)


# --------------------------------------------------------------------------- screens of all


def _case_form(_work: Work) -> type[forms.CaseForm]:
    return forms.CaseForm


def _case_initial(work: Work) -> Mapping[str, Any]:
    last = filing_queries.last_case(edge.session(), work.filer)
    return {
        "case_number": work.data.get("case_number", last),
        "creditor": work.data.get("searched", ""),
    }


def _take_case(work: Work, form: Any) -> Mapping[str, Any]:
    case = case_of(form.case_number.data)
    _check(str(work.flow.facts["event"]), cases.whole(edge.session(), case))
    return {
        "case_id": case.id,
        "case_number": number_of(case),
        "caption": case.caption,
        "searched": form.creditor.data,
    }


def _paper_form(_work: Work) -> type[forms.PaperForm]:
    return forms.PaperForm


def _take_paper(_work: Work, form: Any) -> Mapping[str, Any]:
    try:
        paper = accept_paper(form.document.data)
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.message, field="document") from None
    return {"paper": _as_json(paper)}


def _as_json(paper: Paper) -> dict[str, Any]:
    return {name: getattr(paper, name) for name in Paper.__slots__}


def _final_form(_work: Work) -> type[forms.FinalForm]:
    return forms.FinalForm


def _take_nothing(_work: Work, _form: Any) -> Mapping[str, Any]:
    return {}


def _claims(work: Work) -> list[tuple[str, str]]:
    """Return the claims of the case as choices, those of the name searched for."""
    wanted = Wanted(creditor=str(work.data.get("searched", "")))
    found = claims.register(edge.session(), int(work.data["case_id"]), wanted)
    return [(str(each.claim.number), _words(each.claim)) for each in found[:MOST]]


def _words(claim: Claim) -> str:
    status = f", {claim.status.lower()}" if claim.status else ""
    return f"Claim {claim.number}: {claim.creditor}{status}"


def _named(case_id: int, number: str) -> Claim:
    """Return a claim of a case by its number.

    :raises Refusal: at the field, if there is none.
    """
    only = int(number) if number.isdecimal() and len(number) < len("1000000") else 0
    found = claims.register(edge.session(), case_id, Wanted(first_number=only, last_number=only))
    if not found:
        raise Refusal("claim", "The register has no claim of this number.", field="claim")
    return found[0].claim


def _today() -> date:
    return court_edge.today()


# --------------------------------------------------------------------------- proof of claim


def _creditors(work: Work) -> list[tuple[str, str]]:
    found = claims.creditors(
        edge.session(), int(work.data["case_id"]), name=str(work.data.get("searched", ""))
    )
    return [(str(each.id), ", ".join((each.name, *each.lines))) for each in found[:MOST]]


def _creditor_form(work: Work) -> type[Any]:
    return forms.creditor_form(_creditors(work))


def _creditor_initial(work: Work) -> Mapping[str, Any]:
    kept = work.data.get(CREDITOR, {})
    if kept:
        return dict(kept)
    return {} if _creditors(work) else {"creditor": forms.NEW, "name": work.data["searched"]}


def _take_creditor(_work: Work, form: Any) -> Mapping[str, Any]:
    return {
        CREDITOR: {
            "creditor": form.creditor.data,
            "name": form.name.data,
            "address": form.address.data,
        }
    }


def _claim_form(work: Work) -> type[Any]:
    return forms.claim_form(_earlier(work))


def _earlier(work: Work) -> list[tuple[str, str]]:
    """Return the claims of the creditor, which this filing may amend."""
    name, _ = _whose(work)
    found = claims.register(edge.session(), int(work.data["case_id"]), Wanted(creditor=name))
    return [(str(each.claim.number), _words(each.claim)) for each in found[:MOST]]


def _whose(work: Work) -> tuple[str, tuple[str, ...]]:
    """Return name and address of the creditor of the claim."""
    kept = work.data[CREDITOR]
    if kept["creditor"] == forms.NEW:
        return kept["name"], address(kept["address"])
    row = edge.session().get(Creditor, int(kept["creditor"]))
    if row is None or row.case_id != work.data["case_id"]:
        raise CaseError("The creditor is not on the matrix of this case any more.")
    return row.name, tuple(row.lines)


def _claim_initial(work: Work) -> Mapping[str, Any]:
    if CLAIM in work.data:
        return dict(work.data[CLAIM])
    default = {"attorney": "AT", "trustee": "TR"}.get(work.filer.role, FILED_BY[0][0])
    return {"filed_by": default}


def _take_claim(_work: Work, form: Any) -> Mapping[str, Any]:
    typed = {name: form[name].data for name, _ in CLASSES}
    sums(typed)
    more = ("amends", "filed_by", "description", "remarks")
    return {CLAIM: {**typed, **{name: form[name].data for name in more}}}


def _claim_values(work: Work) -> Mapping[str, Any]:
    name, lines = _whose(work)
    return {"told": [*_case_told(work), ("Creditor", ", ".join((name, *lines)))]}


def _case_told(work: Work) -> list[tuple[str, str]]:
    return [("Case", f"{work.data['case_number']} {work.data['caption']}")]


def _claim_final(work: Work) -> Mapping[str, Any]:
    kept = work.data[CLAIM]
    rows = written(sums(kept))
    amends = f"amends claim {kept['amends']}" if kept["amends"] else "a new claim"
    name, lines = _whose(work)
    return {
        "told": [
            *_case_told(work),
            ("Creditor", ", ".join((name, *lines))),
            ("Claim", amends),
            *rows,
            ("Filed by", dict(FILED_BY)[kept["filed_by"]]),
            ("Description", kept["description"]),
            ("Remarks", kept["remarks"]),
            ("Document", work.data[PAPER]["filename"]),
        ]
    }


def _commit_claim(work: Work) -> Mapping[str, Any]:
    session, who, today = edge.session(), filer(), _today()
    case = lock_case(session, int(work.data["case_id"]))
    _check(PROOF, cases.whole(session, case))
    kept = work.data[CLAIM]
    name, lines = _whose(work)
    # A limited user comes to a case by the claim: no appearance, so no notices (seed, 4 of 5).
    creditor = register.add_creditor(session, case, name, lines)
    statement = Statement(
        creditor=name,
        address=lines,
        amounts=sums(kept),
        filed_by=kept["filed_by"],
        entered_by=who.name,
        signature=who.signature,
        creditor_id=creditor.id,
        description=kept["description"],
        remarks=kept["remarks"],
    )
    done = enter(case, statement, Paper.from_json(work.data[PAPER]), amends=kept["amends"], who=who)
    return {
        "case_number": work.data["case_number"],
        "caption": case.caption,
        "case_id": case.id,
        "label": done.label,
        "text": done.event.text,
        "number": 0,
        "fee": "",
        "again": f"/cgi-bin/FileEvent.pl?flow={work.flow.name}",
        "today": f"{today:%m/%d/%Y}",
    }


def enter(case: Case, statement: Statement, paper: Paper, *, amends: str, who: Filer) -> Registered:
    """Register a claim or an amendment, log it, and tell who is to be told.

    :param case: locked.
    :param amends: the number of the claim that it amends; empty for a new one.
    """
    session, today = edge.session(), _today()
    if amends:
        claim = _named(case.id, amends)
        done = register.amend_claim(session, case, claim, statement, paper, today=today)
    else:
        done = register.file_claim(session, case, statement, paper, today=today)
    note(
        session,
        case,
        None,
        f"Proof of Claim {done.label}",
        filer=who,
        now=edge.now(),
        kind="claim",
        claim_id=done.claim.id,
    )
    lines = tuple(
        (f"{label} claimed", dollars(claimed))
        for label, claimed, *_ in done.claim.amounts
        if claimed is not None
    )
    told = ServedClaim(
        case, done.claim.id, done.label, done.claim.creditor, today, lines, done.document
    )
    serve_claim(session, told, filer=who)
    edge.audit("claim:filed", f"case:{case.id}", claim=done.label, filer=who.name)
    return done


def withdraw(case: Case, number: str, name: str, paper: Paper, *, who: Filer) -> Registered:
    """Withdraw a claim without an entry of the docket, as ePOC does.

    :param case: locked.
    :raises Refusal: at the field, if there is no such claim of this creditor.
    """
    session, today = edge.session(), _today()
    try:
        claim = _named(case.id, number)
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.message, field="number") from None
    if claim.creditor_key != name.lower():
        raise Refusal("creditor", "The register names another creditor for it.", field="name")
    text = f"Withdrawal of Claim #{claim.number} filed by {claim.creditor} ({who.signature} )"
    done = register.withdraw_claim(session, claim, text, paper, today=today)
    note(
        session,
        case,
        None,
        f"Withdrawal of Claim {claim.number}",
        filer=who,
        now=edge.now(),
        kind="claim",
        claim_id=claim.id,
    )
    edge.audit("claim:withdrawn", f"case:{case.id}", claim=str(claim.number), filer=who.name)
    return done


# --------------------------------------------------------------------------- transfer, withdrawal


def _transfer_form(work: Work) -> type[Any]:
    return forms.transfer_form(_claims(work))


def _withdrawal_form(work: Work) -> type[Any]:
    return forms.withdrawal_form(_claims(work))


def _kept_claim(work: Work) -> Mapping[str, Any]:
    return dict(work.data.get(CLAIM, {}))


def _take_transfer(work: Work, form: Any) -> Mapping[str, Any]:
    _named(int(work.data["case_id"]), form.claim.data)
    return {
        CLAIM: {
            "claim": form.claim.data,
            "how": form.how.data,
            "transferee": form.transferee.data,
            "address": form.address.data,
        }
    }


def _take_withdrawal(work: Work, form: Any) -> Mapping[str, Any]:
    _named(int(work.data["case_id"]), form.claim.data)
    return {CLAIM: {"claim": form.claim.data}}


def _case_values(work: Work) -> Mapping[str, Any]:
    return {"told": _case_told(work)}


def _entry_final(work: Work) -> Mapping[str, Any]:
    kept = work.data[CLAIM]
    claim = _named(int(work.data["case_id"]), kept["claim"])
    event = bench().catalogue.event(str(work.flow.facts["event"]))
    fee = event.fee_on(_today())
    told = [*_case_told(work), ("Claim", _words(claim))]
    if "transferee" in kept:
        told.append(("Transferee", ", ".join((kept["transferee"], *address(kept["address"])))))
    told.append(("Document", work.data[PAPER]["filename"]))
    if fee:
        told.append(("Fee", f"{dollars(fee)}, due under Utilities, Internet Payments Due"))
    return {"told": told}


def _commit_transfer(work: Work) -> Mapping[str, Any]:
    kept = work.data[CLAIM]
    claim = _named(int(work.data["case_id"]), kept["claim"])
    answers = {
        "how": kept["how"],
        "transferor": f"{claim.creditor} (Claim No. {claim.number})",
        "transferee": kept["transferee"],
    }

    def follow(case: Case, claim: Claim) -> None:
        lines = address(kept["address"])
        creditor = register.add_creditor(edge.session(), case, kept["transferee"], lines)
        claim.creditor, claim.creditor_key = creditor.name, creditor.name_key
        claim.creditor_id, claim.address = creditor.id, list(lines)

    return _commit_entry(work, answers, (kept["transferee"],), follow)


def _commit_withdrawal(work: Work) -> Mapping[str, Any]:
    claim = _named(int(work.data["case_id"]), work.data[CLAIM]["claim"])

    def follow(_case: Case, claim: Claim) -> None:
        claim.status = register.WITHDRAWN

    return _commit_entry(work, {"claim_number": str(claim.number)}, (claim.creditor,), follow)


def _commit_entry(
    work: Work, answers: Mapping[str, str], filers: tuple[str, ...], follow: Any
) -> Mapping[str, Any]:
    """Docket what happens to a claim, and let the register follow."""
    session, who, today = edge.session(), filer(), _today()
    filed = submit_filing(
        session,
        Filing(
            case_id=int(work.data["case_id"]),
            events=(str(work.flow.facts["event"]),),
            filer_names=filers,
            answers=answers,
            papers=(Paper.from_json(work.data[PAPER]),),
        ),
        filer=who,
        facts=_facts(),
        bench=bench(),
        now=edge.now(),
        today=today,
    )
    entry = filed.view.entry
    claim = _named(filed.case.id, work.data[CLAIM]["claim"])
    said = entry.text.partition(f"({who.signature})")[0].strip()
    register.note_on_claim(session, claim, f"{said} [Doc. {entry.number}]", today=today)
    follow(filed.case, claim)
    filed.submission.claim_id = claim.id
    session.flush()
    serve(session, Served(filed.case, filed.view), filer=who)
    tell_followers(session, filed, who)
    return {
        "case_number": work.data["case_number"],
        "caption": filed.case.caption,
        "case_id": filed.case.id,
        "label": "",
        "text": entry.text,
        "number": entry.number,
        "fee": dollars(filed.cents) if filed.cents else "",
        "again": f"/cgi-bin/FileEvent.pl?flow={work.flow.name}",
        "today": f"{today:%m/%d/%Y}",
    }


# --------------------------------------------------------------------------- Rule 9037(h)


def _originals_form(_work: Work) -> type[forms.OriginalsForm]:
    return forms.OriginalsForm


def _originals_initial(work: Work) -> Mapping[str, Any]:
    return dict(work.data.get(CLAIM, {"filed_by": work.filer.name}))


def _take_originals(work: Work, form: Any) -> Mapping[str, Any]:
    kept = {name: form[name].data for name in ("filed_by", "entries", "claims")}
    _originals(int(work.data["case_id"]), kept)
    return {CLAIM: kept}


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
    originals = _originals(int(work.data["case_id"]), work.data[CLAIM])
    if len(form.copies.data) != len(originals):
        raise Refusal(
            "copies",
            f"You named {len(originals)} documents: choose as many redacted copies.",
            field="copies",
        )
    return {
        PAPER: _as_json(_accepted(form.document.data, "document")),
        "copies": [
            _as_json(_accepted(each, "copies", category="Redacted Document"))
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
    kept = work.data[CLAIM]
    fee = bench().catalogue.event(REDACT).fee_on(_today())
    return {
        "told": [
            *_case_told(work),
            ("Filed by", kept["filed_by"]),
            ("Documents", kept["entries"] or "none"),
            ("Claims", kept["claims"] or "none"),
            ("Motion", work.data[PAPER]["filename"]),
            ("Redacted copies", ", ".join(each["filename"] for each in work.data["copies"])),
            ("Fee", f"{dollars(fee)}, due under Utilities, Internet Payments Due"),
        ]
    }


def _commit_redaction(work: Work) -> Mapping[str, Any]:
    session, who, today, kept = edge.session(), filer(), _today(), work.data[CLAIM]
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
            papers=(Paper.from_json(work.data[PAPER]), *copies),
        ),
        filer=who,
        facts=_facts(),
        bench=bench(),
        now=edge.now(),
        today=today,
    )
    pairs = list(zip(originals, filed.view.attachments, strict=True))
    hide = court_edge.rules().redaction_restricts_original
    service.ask(session, filed.view.entry, pairs, hide=hide)
    serve(session, Served(filed.case, filed.view), filer=who)
    tell_followers(session, filed, who)
    return {
        "case_number": work.data["case_number"],
        "caption": filed.case.caption,
        "case_id": case_id,
        "label": "",
        "text": filed.view.entry.text,
        "number": filed.view.entry.number,
        "fee": dollars(filed.cents) if filed.cents else "",
        "again": f"/cgi-bin/FileEvent.pl?flow={work.flow.name}",
        "today": f"{today:%m/%d/%Y}",
    }


# --------------------------------------------------------------------------- the flows


def _begin(key: str) -> Any:
    def begin(_args: Mapping[str, str]) -> Mapping[str, Any]:
        _check(key)
        return {}

    return begin


_CASE_PAGE: Final = Page("claiming/case.html", _case_form, _take_case, initial=_case_initial)
_PAPER_PAGE: Final = Page("claiming/screen.html", _paper_form, _take_paper, values=_case_values)
_PAPER_STEP: Final = Step(PAPER, "Select the pdf document")
_FINAL_STEP: Final = Step(FINAL, "Final Text")


def _of_one_claim(
    name: str, title: str, event: str, asks: tuple[Any, Any], commit: Callable[[Work], Any]
) -> Flow:
    """Return a wizard about one claim of the register, which makes an entry.

    :param asks: the form of its question, and what takes the answer.
    """
    form, take = asks
    return Flow(
        name=name,
        title=title,
        menu=MENU,
        steps=(Step(CASE, "Case"), Step(CLAIM, "Select the claim"), _PAPER_STEP, _FINAL_STEP),
        pages={
            CASE: _CASE_PAGE,
            CLAIM: Page(
                "claiming/screen.html", form, take, values=_case_values, initial=_kept_claim
            ),
            PAPER: _PAPER_PAGE,
            FINAL: Page("claiming/final.html", _final_form, _take_nothing, values=_entry_final),
        },
        begin=_begin(event),
        commit=commit,
        receipt="claiming/receipt.html",
        facts={"event": event},
        takes=(title, event),
    )


FLOWS: Final = (
    Flow(
        name="claim",
        title="File Claims",
        menu=MENU,
        steps=(
            Step(CASE, "Search for Creditor"),
            Step(CREDITOR, "Select a Creditor"),
            Step(CLAIM, "Proof of Claim Information"),
            _PAPER_STEP,
            _FINAL_STEP,
        ),
        pages={
            CASE: _CASE_PAGE,
            CREDITOR: Page(
                "claiming/screen.html",
                _creditor_form,
                _take_creditor,
                values=_case_values,
                initial=_creditor_initial,
            ),
            CLAIM: Page(
                "claiming/screen.html",
                _claim_form,
                _take_claim,
                values=_claim_values,
                initial=_claim_initial,
            ),
            PAPER: _PAPER_PAGE,
            FINAL: Page("claiming/final.html", _final_form, _take_nothing, values=_claim_final),
        },
        begin=_begin(PROOF),
        commit=_commit_claim,
        receipt="claiming/receipt.html",
        facts={"event": PROOF},
        takes=("Proof of Claim", PROOF, "Amended Proof of Claim", "amended_claim"),
    ),
    _of_one_claim(
        "claim_transfer",
        "Transfer of Claim",
        TRANSFER,
        (_transfer_form, _take_transfer),
        _commit_transfer,
    ),
    _of_one_claim(
        "claim_withdrawal",
        "Withdrawal of Claim",
        WITHDRAWAL,
        (_withdrawal_form, _take_withdrawal),
        _commit_withdrawal,
    ),
    Flow(
        name="redaction",
        title="Motion to Redact",
        menu=MENU,
        steps=(
            Step(CASE, "Case"),
            Step(CLAIM, "Documents to redact"),
            _PAPER_STEP,
            _FINAL_STEP,
        ),
        pages={
            CASE: _CASE_PAGE,
            CLAIM: Page(
                "claiming/screen.html",
                _originals_form,
                _take_originals,
                values=_case_values,
                initial=_originals_initial,
            ),
            PAPER: Page(
                "claiming/screen.html",
                lambda _work: forms.RedactionForm,
                _take_redaction,
                values=_case_values,
            ),
            FINAL: Page("claiming/final.html", _final_form, _take_nothing, values=_redaction_final),
        },
        begin=_begin(REDACT),
        commit=_commit_redaction,
        receipt="claiming/receipt.html",
        facts={"event": REDACT},
        takes=("Motion to Redact", REDACT),
    ),
)


def install(app: Flask) -> None:
    """Give the wizards of claims their place in a court that keeps a register."""
    court: Court = app.extensions["moot_court"]
    if ROOM in court.profile.rooms:
        add_flow(app, *FLOWS)
        says = "Motions under Rule 9037(h): replace papers by their redacted copies, or deny."
        add_desk(app, Desk("Redactions", REDACTIONS_PATH, says, queries.waiting))
