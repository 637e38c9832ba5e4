"""The wizards of claims, as data: proof of claim, transfer, withdrawal; what other rooms share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, Final
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy.orm import Session

from courts import edge as court_edge
from courts.cases import queries as cases
from courts.cases.models import Case
from courts.cases.queries import CaseView
from courts.cases.service import lock_case
from courts.claiming import forms, queries, service
from courts.claiming.models import ClaimTransfer
from courts.claiming.service import Holder
from courts.claiming.statement import CLASSES, FILED_BY, address, sums, written
from courts.claims import queries as claims
from courts.claims import service as register
from courts.claims.models import Claim, Creditor
from courts.claims.queries import Wanted
from courts.claims.service import Registered, Statement
from courts.clerk.protocol import INDEX_PATH, Desk, add_desk
from courts.edge import Court
from courts.filing import queries as filing_queries
from courts.filing.mistakes import ClaimSeen, PaperSeen, PartySeen, Seen
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
from courts.filing.service import Filed, NotAllowedError, decide, note, submit_filing
from courts.filing.steps import Step
from courts.kinds import numbers
from courts.kinds.filings import Filer, Filing, Paper
from courts.notices.letter import OtherMeans
from courts.notices.protocol import Served, ServedClaim, serve, serve_claim
from courts.permissions import FilingFacts, may_file
from courts.rehearsing import protocol as rehearsing
from shared import seats
from shared.errors import Refusal
from shared.money import dollars
from shared.timekeeping import read_setting
from shared.web import edge

PROOF, AMENDED = "proof_of_claim", "amended_claim"
TRANSFER, WITHDRAWAL = "transfer_of_claim", "withdrawal_of_claim"
CASE, CREDITOR, CLAIM, PAPER, FINAL = "case", "creditor", "claim", "paper", "final"
#: Where the answers of a filing keep its main document (`kinds.filings.kept_papers`).
MAIN: Final = "main"
MENU: Final = "Bankruptcy"
TRANSFERS_PATH: Final = f"{INDEX_PATH}transfers"
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


def filing_facts() -> FilingFacts:
    """Return what the one decision has to know of whoever files."""
    return court_edge.filing_facts(court_edge.person())


def check(key: str, view: CaseView | None = None) -> None:
    """Ask the one decision.

    :raises NotAllowedError: with its reason.
    """
    court, now = bench(), edge.now()
    event = court.catalogue.event(key)
    if view is None:
        facts = replace(filing_facts(), event=filing_queries.asked(event))
        decision = may_file(facts, policy=court.policy, now=now)
    else:
        decision = decide(
            edge.session(), filing_facts(), view, (event,), filer(), bench=court, now=now
        )
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
    check(str(work.flow.facts["event"]), cases.whole(edge.session(), case))
    return {
        "case_id": case.id,
        "case_number": number_of(case),
        "sticky": filing_queries.last_case(edge.session(), work.filer),
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
    return {MAIN: as_json(paper)}


def as_json(paper: Paper) -> dict[str, Any]:
    """Return a paper as answers keep it."""
    return {name: getattr(paper, name) for name in Paper.__slots__}


def final_page(values: Callable[[Work], Mapping[str, Any]]) -> Page:
    """Return the last screen before the commit, which asks nothing."""
    return Page(
        "claiming/final.html",
        lambda _work: forms.FinalForm,
        lambda work, _form: rehearsing.notice(work),
        values=values,
    )


def receipt(
    work: Work, case: Case, text: str, *, label: str = "", number: int | None = 0, cents: int = 0
) -> Mapping[str, Any]:
    """Return what the last screen shows: a claim by its label, an entry by its number."""
    return {
        "case_number": work.data["case_number"],
        "caption": case.caption,
        "case_id": case.id,
        "label": label,
        "text": text,
        "number": number,
        "fee": dollars(cents) if cents else "",
        "again": f"/cgi-bin/FileEvent.pl?flow={work.flow.name}",
        "today": f"{court_edge.today():%m/%d/%Y}",
    }


def _claims(work: Work) -> list[tuple[str, str]]:
    """Return the claims of the case as choices, those of the name searched for."""
    wanted = Wanted(creditor=str(work.data.get("searched", "")))
    found = claims.register(edge.session(), int(work.data["case_id"]), wanted)
    return [(str(each.claim.number), _words(each.claim)) for each in found[:MOST]]


def _words(claim: Claim) -> str:
    status = f", {claim.status.lower()}" if claim.status else ""
    return f"Claim {claim.number}: {claim.creditor}{status}"


def named(case_id: int, number: str) -> Claim:
    """Return a claim of a case by its number.

    :raises Refusal: at the field, if there is none.
    """
    only = int(number) if number.isdecimal() and len(number) < len("1000000") else 0
    found = claims.register(edge.session(), case_id, Wanted(first_number=only, last_number=only))
    if not found:
        raise Refusal("claim", "The register has no claim of this number.", field="claim")
    return found[0].claim


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
    return {"told": [*case_told(work), ("Creditor", ", ".join((name, *lines)))]}


def case_told(work: Work) -> list[tuple[str, str]]:
    """Return the line that says in which case something is filed."""
    return [("Case", f"{work.data['case_number']} {work.data['caption']}")]


def _claim_final(work: Work) -> Mapping[str, Any]:
    kept = work.data[CLAIM]
    rows = written(sums(kept))
    amends = f"amends claim {kept['amends']}" if kept["amends"] else "a new claim"
    name, lines = _whose(work)
    return {
        "told": [
            *case_told(work),
            ("Creditor", ", ".join((name, *lines))),
            ("Claim", amends),
            *rows,
            ("Filed by", dict(FILED_BY)[kept["filed_by"]]),
            ("Description", kept["description"] or "none"),
            ("Remarks", kept["remarks"] or "none"),
            ("Document", work.data[MAIN]["filename"]),
        ]
    }


def _commit_claim(work: Work) -> Mapping[str, Any]:
    session, who = edge.session(), filer()
    case = lock_case(session, int(work.data["case_id"]))
    check(PROOF, cases.whole(session, case))
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
    done = enter(
        case,
        statement,
        Paper.from_json(work.data[MAIN]),
        amends=kept["amends"],
        who=who,
        found=rehearsing.noticed(work),
    )
    return receipt(work, case, done.event.text, label=done.label)


def enter(
    case: Case,
    statement: Statement,
    paper: Paper,
    *,
    amends: str,
    who: Filer,
    found: Sequence[str] = (),
) -> Registered:
    """Register a claim or an amendment, log it, and tell who is to be told.

    :param case: locked.
    :param amends: the number of the claim that it amends; empty for a new one.
    :param found: the codes of the mistakes that were seen in it (`filing.mistakes`).
    """
    session, today = edge.session(), court_edge.today()
    if amends:
        claim = named(case.id, amends)
        done = register.amend_claim(session, case, claim, statement, paper, today=today)
    else:
        done = register.file_claim(session, case, statement, paper, today=today)
    lines = tuple(
        (f"{label} claimed", dollars(claimed))
        for label, claimed, *_ in done.claim.amounts
        if claimed is not None
    )
    tell(case, done, f"Proof of Claim {done.label}", lines, who=who)
    edge.audit(
        "claim:filed",
        f"case:{case.id}/claim:{done.label}",
        claim=done.label,
        filer=who.name,
        case=court_edge.court().profile.numbers.bare(case.number),
        events=[AMENDED if amends else PROOF],
        mistakes=list(found),
    )
    return done


def tell(
    case: Case,
    done: Registered,
    short: str,
    lines: tuple[tuple[str, str], ...] = (),
    *,
    who: Filer,
) -> None:
    """Log what came to the register and to no docket, and send the notice of it."""
    session = edge.session()
    note(
        session,
        case,
        None,
        short,
        filer=who,
        now=edge.now(),
        kind="claim",
        claim_id=done.claim.id,
    )
    told = ServedClaim(
        case,
        done.claim.id,
        done.label,
        done.claim.creditor,
        court_edge.today(),
        short,
        lines,
        done.document,
    )
    serve_claim(session, told, filer=who)


# --------------------------------------------------------------------------- transfer, withdrawal

#: What the register does after the entry of what happened to one of its claims.
Follow = Callable[[Filed, Claim], None]


def _transfer_form(work: Work) -> type[Any]:
    return forms.transfer_form(_claims(work))


def _withdrawal_form(work: Work) -> type[Any]:
    return forms.withdrawal_form(_claims(work))


def _kept_claim(work: Work) -> Mapping[str, Any]:
    return dict(work.data.get(CLAIM, {}))


def _take_transfer(work: Work, form: Any) -> Mapping[str, Any]:
    named(int(work.data["case_id"]), form.claim.data)
    return {
        CLAIM: {
            "claim": form.claim.data,
            "how": form.how.data,
            "transferee": form.transferee.data,
            "address": form.address.data,
        }
    }


def _take_withdrawal(work: Work, form: Any) -> Mapping[str, Any]:
    named(int(work.data["case_id"]), form.claim.data)
    return {CLAIM: {"claim": form.claim.data}}


def case_values(work: Work) -> Mapping[str, Any]:
    """Return what a screen shows of which nothing but the case is known."""
    return {"told": case_told(work)}


def _entry_final(work: Work) -> Mapping[str, Any]:
    kept = work.data[CLAIM]
    claim = named(int(work.data["case_id"]), kept["claim"])
    event = bench().catalogue.event(str(work.flow.facts["event"]))
    fee = event.fee_on(court_edge.today())
    told = [*case_told(work), ("Claim", _words(claim))]
    if "transferee" in kept:
        told.append(("Transferee", ", ".join((kept["transferee"], *address(kept["address"])))))
    told.append(("Document", work.data[MAIN]["filename"]))
    if fee:
        told.append(("Fee", f"{dollars(fee)}, due under Utilities, Internet Payments Due"))
    return {"told": told}


def _commit_transfer(work: Work) -> Mapping[str, Any]:
    kept = work.data[CLAIM]
    claim = named(int(work.data["case_id"]), kept["claim"])
    answers = {
        "how": kept["how"],
        "transferor": f"{claim.creditor} (Claim No. {claim.number})",
        "transferee": kept["transferee"],
    }

    # The clerk tells the old holder at once, by post, who may object (Rule 3001(e)(2) and (4)).
    asked = kept["how"] in service.WAITING_RULES
    old = OtherMeans(claim.creditor, "transferor", tuple(claim.address))

    def follow(filed: Filed, claim: Claim) -> None:
        to = Holder(kept["transferee"], address(kept["address"]))
        if asked:
            waiting = service.await_objections(edge.session(), filed, claim, to)
            _ask_old_holder(filed, claim, waiting)
        else:
            service.move(edge.session(), filed.case, claim, to)

    also = (old,) if asked else ()
    return _commit_entry(work, answers, (kept["transferee"],), follow, also=also)


def _ask_old_holder(filed: Filed, claim: Claim, waiting: ClaimTransfer) -> None:
    """Write to whoever filed the claim by an account of this court, too: it has an address."""
    account = queries.account_behind(edge.session(), claim)
    if account is None or account.id == filed.submission.user_id:
        return
    edge.send_mail(
        template="claim_transfer",
        recipient=account.primary_email,
        court_name=court_edge.court().member.full_name,
        number=number_of(filed.case),
        caption=filed.case.caption,
        claim=claim.number,
        transferor=claim.creditor,
        transferee=waiting.transferee,
        document=filed.view.entry.number,
        until=f"{waiting.objections_until:%m/%d/%Y}",
    )


def _commit_withdrawal(work: Work) -> Mapping[str, Any]:
    claim = named(int(work.data["case_id"]), work.data[CLAIM]["claim"])

    def follow(_filed: Filed, claim: Claim) -> None:
        claim.status = register.WITHDRAWN

    return _commit_entry(work, {"claim_number": str(claim.number)}, (claim.creditor,), follow)


def _commit_entry(
    work: Work,
    answers: Mapping[str, str],
    filers: tuple[str, ...],
    follow: Follow,
    *,
    also: tuple[OtherMeans, ...] = (),
) -> Mapping[str, Any]:
    """Docket what happens to a claim, and let the register follow; `also` are told by post."""
    session, who, today = edge.session(), filer(), court_edge.today()
    filed = submit_filing(
        session,
        Filing(
            case_id=int(work.data["case_id"]),
            events=(str(work.flow.facts["event"]),),
            filer_names=filers,
            answers=answers,
            papers=(Paper.from_json(work.data[MAIN]),),
        ),
        filer=who,
        facts=filing_facts(),
        bench=bench(),
        now=edge.now(),
        today=today,
    )
    entry = filed.view.entry
    claim = named(filed.case.id, work.data[CLAIM]["claim"])
    said = entry.text.partition(f"({who.signature})")[0].strip()
    register.note_on_claim(session, claim, f"{said} [Doc. {entry.number}]", today=today)
    follow(filed, claim)
    filed.submission.claim_id = claim.id
    session.flush()
    serve(session, Served(filed.case, filed.view), filer=who, also=also)
    tell_followers(session, filed, who, mistakes=rehearsing.noticed(work))
    return receipt(work, filed.case, entry.text, number=entry.number, cents=filed.cents)


# --------------------------------------------------------------------------- classic mistakes


def claims_seen(case_id: int, creditor: str) -> tuple[ClaimSeen, ...]:
    """Return the claims of a creditor as the checks for the classic mistakes see them."""
    found = claims.register(edge.session(), case_id, Wanted(creditor=creditor))
    return tuple(_claim_seen(each.claim) for each in found if each.claim.creditor == creditor)


def _claim_seen(claim: Claim, *, moving: bool = False) -> ClaimSeen:
    # The first row is the whole amount.
    whole = claim.amounts[0][1] if claim.amounts else None
    withdrawn = claim.status == register.WITHDRAWN
    return ClaimSeen(claim.number, claim.creditor, whole, withdrawn, moving)


def _seen(work: Work, papers: Sequence[PaperSeen]) -> Seen:
    """Return what holds of everything that is filed about claims; no fee of it is paid here."""
    view = _view(work)
    event = bench().catalogue.event(str(work.flow.facts["event"]))
    seen = rehearsing.seen_of(
        work.filer, (event,), papers, case_id=view.case.id, caption=view.case.caption
    )
    return replace(
        seen,
        number=view.case.number,
        sticky=work.data.get("case_number") == work.data.get("sticky"),
        parties=tuple(PartySeen(each.party.name, each.party.role) for each in view.parties),
        # Counsel files what an officer of the creditor has signed.
        anybody_signs=True,
    )


def _seen_claim(work: Work, papers: Sequence[PaperSeen]) -> Seen:
    seen, kept = _seen(work, papers), work.data[CLAIM]
    name, _ = _whose(work)
    # A creditor whom the case does not know, in the case that stood in the field.
    strange = seen.sticky and work.data[CREDITOR]["creditor"] == forms.NEW
    creditor = PartySeen(name, "Creditor", filing=True, mine=not strange)
    whole = sums(kept)[0][1]
    return replace(
        seen,
        parties=(*seen.parties, creditor),
        about=" ".join((kept["description"], kept["remarks"])),
        claim=None if kept["amends"] else ClaimSeen(0, name, whole),
        claims=claims_seen(int(work.data["case_id"]), name),
    )


def _seen_of_one(work: Work, papers: Sequence[PaperSeen]) -> Seen:
    """Return how the checks see what is filed about one claim: another claim is another filing."""
    seen = _seen(work, papers)
    claim = named(int(work.data["case_id"]), work.data[CLAIM]["claim"])
    moving = work.flow.facts["event"] == TRANSFER and queries.is_moving(edge.session(), claim)
    files = {paper.digest for paper in papers}
    return replace(
        seen,
        claim=_claim_seen(claim, moving=moving),
        earlier=tuple(each for each in seen.earlier if files & each.digests),
    )


# --------------------------------------------------------------------------- the flows


def begin_with(key: str) -> Any:
    """Return what begins a wizard of an event: the one decision, before there is a case."""

    def begin(_args: Mapping[str, str]) -> Mapping[str, Any]:
        check(key)
        return {}

    return begin


CASE_PAGE: Final = Page("claiming/case.html", _case_form, _take_case, initial=_case_initial)
_PAPER_PAGE: Final = Page("claiming/screen.html", _paper_form, _take_paper, values=case_values)
PAPER_STEP: Final = Step(PAPER, "Select the pdf document")
FINAL_STEP: Final = Step(FINAL, "Final Text")


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
        steps=(Step(CASE, "Case"), Step(CLAIM, "Select the claim"), PAPER_STEP, FINAL_STEP),
        pages={
            CASE: CASE_PAGE,
            CLAIM: Page(
                "claiming/screen.html", form, take, values=case_values, initial=_kept_claim
            ),
            PAPER: _PAPER_PAGE,
            FINAL: final_page(_entry_final),
        },
        begin=begin_with(event),
        commit=commit,
        receipt="claiming/receipt.html",
        facts={"event": event},
        takes=(title, event),
        seen=_seen_of_one,
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
            PAPER_STEP,
            FINAL_STEP,
        ),
        pages={
            CASE: CASE_PAGE,
            CREDITOR: Page(
                "claiming/screen.html",
                _creditor_form,
                _take_creditor,
                values=case_values,
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
            FINAL: final_page(_claim_final),
        },
        begin=begin_with(PROOF),
        commit=_commit_claim,
        receipt="claiming/receipt.html",
        facts={"event": PROOF},
        takes=("Proof of Claim", PROOF, "Amended Proof of Claim", AMENDED),
        seen=_seen_claim,
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
)


def install(app: Flask) -> None:
    """Give the wizards of claims their place in a court that keeps a register."""
    court: Court = app.extensions["moot_court"]
    if ROOM in court.profile.rooms:
        add_flow(app, *FLOWS)
        says = "Transfers of claims that wait for objections, or to which somebody objected."
        add_desk(app, Desk("Transfers of claims", TRANSFERS_PATH, says, queries.waiting))


class DueTransfers:
    """Lets transfers of claims take effect when nobody objected in time."""

    def __init__(self) -> None:
        self._app: Flask | None = None

    def install(self, app: Flask) -> None:
        """Learn which court it is."""
        self._app = app

    def due(self, session: Session, wall: datetime) -> int:
        """Move the claims whose days of objection are over, each seat's by its own calendar."""
        if self._app is None:
            return 0
        court: Court = self._app.extensions["moot_court"]
        if ROOM not in court.profile.rooms:
            return 0
        calendars = seats.calendars(session, read_setting(session))
        return service.take_effect(
            session,
            now_of=lambda world: calendars.now(world, wall),
            zone=ZoneInfo(court.member.timezone),
        )
