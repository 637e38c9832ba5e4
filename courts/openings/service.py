"""Opening cases: the number, the parties, the first entry."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final

from sqlalchemy.orm import Session

from courts.cases import queries as cases
from courts.cases import service as cases_service
from courts.cases.models import Case
from courts.cases.service import Known
from courts.docket.queries import EntryView
from courts.filing import queries as filing
from courts.filing import service as filing_service
from courts.filing.models import OPENING
from courts.filing.service import Bench, Filed, NotAllowedError
from courts.kinds.drafts import LEAD, NOTICED, CaseDraft
from courts.kinds.filings import Filer, Filing, Paper
from courts.openings import drafting, offices, queries
from courts.permissions import ANY_CASE, FilingFacts, may_file
from shared.errors import Refusal

_PRO_SE: Final = "pro_se"
#: Who signs what the court enters by itself.
_CLERK: Final = "Clerk"
_SCHEDULES: Final = "Schedules and statements"
#: Serial numbers begin with the number of the office: 21-30001 and 21-03001 of office 3.
_CASES_BY_OFFICE: Final = 10_000
_ADVERSARIES_BY_OFFICE: Final = 1_000
_FIRST: Final[Mapping[str, int]] = {"bk": _CASES_BY_OFFICE, "ap": _ADVERSARIES_BY_OFFICE}


class LeadTakenError(Refusal):
    """The case has its lead event, or was opened by somebody else."""

    def __init__(self) -> None:
        super().__init__(
            "no_shell",
            "This case does not wait for a lead event of yours. To file in it, choose the event "
            "from its own menu.",
        )


@dataclass(frozen=True, slots=True)
class Hand:
    """Who opens a case, with what rights, in which court and world, and when."""

    filer: Filer
    facts: FilingFacts
    bench: Bench
    world: int
    now: datetime
    today: date


@dataclass(frozen=True, slots=True)
class Paperwork:
    """What a filer adds to the first entry: papers, words, answers; `fees` as `submit_filing`."""

    papers: tuple[Paper, ...] = ()
    prefix: str = ""
    free: str = ""
    answers: Mapping[str, str] | None = None
    fee_words: str = ""
    fees: Mapping[str, int] | None = None


def check(event_key: str, hand: Hand, *, everybodys: bool = False) -> None:
    """Ask the one decision whether somebody may open a case by an event.

    :param everybodys: whether it would go on the docket of a case that the filer may only read.
    :raises NotAllowedError: with its reason.
    """
    event = hand.bench.catalogue.event(event_key)
    main = replace(ANY_CASE, everybodys=True) if everybodys else None
    facts = replace(hand.facts, case=main, event=filing.asked(event))
    decision = may_file(facts, policy=hand.bench.policy, now=hand.now)
    if not decision.allowed:
        raise NotAllowedError(decision)


def open_shell(session: Session, draft: CaseDraft, *, event: str, hand: Hand) -> Case:
    """Store a case without its docket and draw its number.

    :param event: the event by which its kind is opened, for the decision.
    :raises NotAllowedError: with the reason of the one decision.
    """
    check(event, hand)
    case, _ = opened(session, draft, hand)
    words = f"Case opened: {draft.caption}"
    filing_service.note(session, case, None, words, filer=hand.filer, now=hand.now, kind=OPENING)
    return case


def opened(session: Session, draft: CaseDraft, hand: Hand) -> tuple[Case, CaseDraft]:
    """Store a case without its docket under the next number; `check` comes before."""
    number = draft.number
    per_office = _FIRST.get(number.type, 0)
    office = int(number.office) if number.office.isdigit() else 1
    known = Known({drafting.FILER: hand.filer.user_id}, {drafting.FILER: hand.filer.subject})
    return cases_service.open_case(
        session, draft, known=known, world=hand.world, first=office * per_office + 1
    )


def own_shell(session: Session, case_id: int, filer: Filer) -> Case:
    """Return a case that waits for the lead event of this filer.

    :raises LeadTakenError: if there is none.
    """
    case = cases.by_id(session, case_id)
    if (
        case is None
        or not case.opening
        or case.terminated_on is not None
        or not queries.opened_by(session, case_id, filer)
    ):
        raise LeadTakenError
    return case


def docket_lead(session: Session, lead: Filing, *, paperwork: Paperwork, hand: Hand) -> Filed:
    """Docket the first event of a case that was opened before; it is then open to everybody.

    :raises LeadTakenError: if it waits for none of this filer.
    :raises NotAllowedError: with the reason of the one decision.
    """
    cases_service.lock_case(session, lead.case_id)
    case = own_shell(session, lead.case_id, hand.filer)
    filed = submit(session, lead, paperwork, hand)
    case.opening = False
    session.flush()
    return filed


def submit(session: Session, lead: Filing, paperwork: Paperwork, hand: Hand) -> Filed:
    """Docket the first filing of a case; whoever files becomes counsel of those who file.

    :raises NotAllowedError: with the reason of the one decision.
    """
    roles = (LEAD, NOTICED)
    appears = () if hand.filer.role == _PRO_SE else tuple((each, roles) for each in lead.filers)
    whole = replace(
        lead,
        papers=paperwork.papers,
        prefix=paperwork.prefix,
        free=paperwork.free,
        answers={**lead.answers, **(paperwork.answers or {})},
        fee_words=paperwork.fee_words,
        appears_for=appears,
    )
    return filing_service.submit_filing(
        session,
        whole,
        filer=hand.filer,
        facts=hand.facts,
        bench=hand.bench,
        now=hand.now,
        today=hand.today,
        fees=paperwork.fees,
    )


def ids(session: Session, case: Case, roles: Sequence[str]) -> tuple[int, ...]:
    """Return the parties of a case that have one of these roles."""
    return tuple(each.id for each in queries.parties(session, case.id) if each.role in roles)


def file_charges(
    session: Session,
    draft: CaseDraft,
    *,
    event: str,
    counts: str,
    paperwork: Paperwork,
    hand: Hand,
) -> Filed:
    """Open a criminal case and docket what charges its defendants: an information, a complaint.

    :raises NotAllowedError: with the reason of the one decision.
    """
    check(event, hand)
    case, _ = opened(session, draft, hand)
    return submit(session, charges(session, case, event, counts), paperwork, hand)


def charge(
    session: Session, draft: CaseDraft, *, event: str, counts: str, paper: Paper, hand: Hand
) -> tuple[Case, EntryView]:
    """Open a criminal case as the court: an indictment, a complaint.

    :param hand: nobody's account: the court itself enters what nobody may e-file.
    """
    case, _ = opened(session, draft, hand)
    first = replace(charges(session, case, event, counts), papers=(paper,))
    return filing_service.enter(
        session, first, by=_CLERK, bench=hand.bench, now=hand.now, today=hand.today
    )


def charges(session: Session, case: Case, event: str, counts: str) -> Filing:
    """Return the first filing of a criminal case: the government against all its defendants."""
    return Filing(
        case.id,
        (event,),
        filers=ids(session, case, (offices.PLAINTIFF,)),
        against=ids(session, case, (offices.DEFENDANT,)),
        answers={"counts": counts},
    )


def strike_shell(session: Session, case_id: int, *, today: date) -> Case:
    """Close a case that was opened in error; its number stays taken, and nobody sees it.

    :raises NoCaseError: if this world has no such case.
    :raises LeadTakenError: if it has its lead event by now.
    """
    case = cases_service.lock_case(session, case_id)
    if not case.opening or case.terminated_on is not None:
        raise LeadTakenError
    case.terminated_on = today
    session.flush()
    return case
