"""Opening cases: the number, the parties, the first entry, and what the court then assigns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courts.cases import queries as cases
from courts.cases import service as cases_service
from courts.cases.models import Case, CaseLink, Party, Setting
from courts.cases.service import Known
from courts.claims.service import plant_claims
from courts.docket import service as docket
from courts.docket.queries import EntryView
from courts.filing import queries as filing
from courts.filing import service as filing_service
from courts.filing import wording
from courts.filing.service import Bench, Filed, NotAllowedError
from courts.kinds.drafts import LEAD, NOTICED, CaseDraft, CreditorDraft
from courts.kinds.filings import Filer, Filing, NewEntry, Paper
from courts.openings import assigning, drafting, offices, queries
from courts.openings.queries import CREDITORS, OPENING
from courts.permissions import ANY_CASE, FilingFacts, may_file
from courts.tables import Rows
from shared.errors import Refusal

_PRO_SE: Final = "pro_se"
_SCHEDULES: Final = "Schedules and statements"
#: Serial numbers begin with the number of the office: 21-30001 and 21-03001 of office 3.
_CASES_BY_OFFICE: Final = 10_000
_ADVERSARIES_BY_OFFICE: Final = 1_000
_FIRST: Final[Mapping[str, int]] = {"bk": _CASES_BY_OFFICE, "ap": _ADVERSARIES_BY_OFFICE}


class TakenError(Refusal):
    """The list of creditors of a case is uploaded once."""

    def __init__(self) -> None:
        super().__init__(
            "list_taken",
            "A list of creditors was uploaded in this case already. Add creditors one by one, or "
            "ask the clerk's office.",
            field="file",
        )


class LeadTakenError(Refusal):
    """The case has its lead event, or was opened by somebody else."""

    def __init__(self) -> None:
        super().__init__(
            "no_shell",
            "This case does not wait for a lead event of yours. To file in it, choose the event "
            "from its own menu.",
        )


class AssignedError(Refusal):
    """The case has a judge already."""

    def __init__(self) -> None:
        super().__init__("assigned", "Judge and trustee of this case are assigned already.")


class NoJudgeError(Refusal):
    """There is nobody to draw."""

    def __init__(self) -> None:
        super().__init__("no_judge", "No judge of this court takes cases at present.")


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
    case, _ = _opened(session, draft, hand)
    words = f"Case opened: {draft.caption}"
    filing_service.note(session, case, None, words, filer=hand.filer, now=hand.now, kind=OPENING)
    return case


def _opened(session: Session, draft: CaseDraft, hand: Hand) -> tuple[Case, CaseDraft]:
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
    filed = _submit(session, lead, paperwork, hand)
    case.opening = False
    session.flush()
    return filed


def _submit(session: Session, lead: Filing, paperwork: Paperwork, hand: Hand) -> Filed:
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


def _ids(session: Session, case: Case, roles: Sequence[str]) -> tuple[int, ...]:
    return tuple(each.id for each in queries.parties(session, case.id) if each.role in roles)


def file_information(
    session: Session, draft: CaseDraft, *, counts: str, paperwork: Paperwork, hand: Hand
) -> Filed:
    """Open a criminal case and docket its information.

    :raises NotAllowedError: with the reason of the one decision.
    """
    check("information", hand)
    case, _ = _opened(session, draft, hand)
    lead = Filing(
        case.id,
        ("information",),
        filers=_ids(session, case, (offices.PLAINTIFF,)),
        against=_ids(session, case, (offices.DEFENDANT,)),
        answers={"counts": counts},
    )
    return _submit(session, lead, paperwork, hand)


def file_petition(
    session: Session, draft: CaseDraft, *, kind: str, paperwork: Paperwork, hand: Hand
) -> Filed:
    """Open a bankruptcy case and docket its petition.

    :param kind: what the debtor is, in the words of the event's prompt.
    :raises NotAllowedError: with the reason of the one decision.
    """
    check("voluntary_petition", hand)
    case, _ = _opened(session, draft, hand)
    lead = Filing(
        case.id,
        ("voluntary_petition",),
        filers=_ids(session, case, (offices.DEBTOR, offices.JOINT)),
        answers={"chapter": draft.chapter, "debtor_kind": kind},
    )
    filed = _submit(session, lead, paperwork, hand)
    words = f"Case opened: {draft.caption}"
    filing_service.note(session, case, None, words, filer=hand.filer, now=hand.now, kind=OPENING)
    if "DEFICIENCY" not in draft.flags:
        complete = select(Setting).where(Setting.case_id == case.id, Setting.name == _SCHEDULES)
        for each in session.scalars(complete):
            each.status, each.ended_on = "satisfied", hand.today
    return filed


def file_in(session: Session, lead: Filing, *, paperwork: Paperwork, hand: Hand) -> Filed:
    """Docket a further paper in a case that was opened in the same transaction.

    :raises NotAllowedError: with the reason of the one decision.
    """
    return filing_service.submit_filing(
        session,
        replace(lead, papers=paperwork.papers),
        filer=hand.filer,
        facts=hand.facts,
        bench=hand.bench,
        now=hand.now,
        today=hand.today,
    )


@dataclass(frozen=True, slots=True)
class FiledTwice:
    """An adversary complaint: its own docket, and its entry on that of the main case."""

    filed: Filed
    main: Case
    on_main: EntryView


def main_of(case: Case) -> drafting.Main:
    """Return what a proceeding takes from its main case."""
    return drafting.Main(case.number, case.caption, case.judge, str(case.facts.get("county", "")))


def file_adversary(
    session: Session,
    draft: CaseDraft,
    main: Case,
    *,
    codes: Sequence[str],
    paperwork: Paperwork,
    hand: Hand,
) -> FiledTwice:
    """Open an adversary proceeding, docket its complaint there and on the main case.

    :param main: locked (`cases.service.lock_case`) before the number of the new case is drawn.
    :raises NotAllowedError: with the reason of the one decision.
    """
    check("adversary_complaint", hand, everybodys=filing.is_everybodys(session, main))
    case, numbered = _opened(session, draft, hand)
    cases_service.join_links(session, [(case.id, numbered)], written=hand.bench.style.bare)
    number = hand.bench.style.bare(case.number)
    session.add(
        CaseLink(
            case_id=main.id, kind="adversary", other_id=case.id, number=number, since=hand.today
        )
    )
    lead = Filing(
        case.id,
        ("adversary_complaint",),
        filers=_ids(session, case, offices.LEFT),
        against=_ids(session, case, offices.RIGHT),
        answers={"natures": drafting.natures(codes)},
    )
    filed = _submit(session, lead, paperwork, hand)
    # The docket text names the new case without initials, as the main case's docket does.
    case.judge_initials = main.judge_initials
    entry = filed.view.entry
    copied = NewEntry(
        event=entry.event,
        short=entry.short,
        text=entry.text,
        filed_on=entry.filed_on,
        entered_at=entry.entered_at,
        entered_by=entry.entered_by,
        filers=tuple(entry.filers),
        access=entry.access,
        papers=paperwork.papers,
    )
    on_main = docket.enter_entry(session, main, copied, zone=hand.bench.zone)
    return FiledTwice(filed, main, on_main)


# --------------------------------------------------------------------------- creditors


def add_creditors(
    session: Session,
    case_id: int,
    drafts: Sequence[CreditorDraft],
    *,
    uploaded: bool,
    hand: Hand,
) -> Case:
    """Store the creditors of a case.

    :param uploaded: whether they come from a file, which a case takes once.
    :raises TakenError: if that file came before.
    :raises NotAllowedError: with the reason of the one decision.
    :raises NoCaseError: if this world has no such case.
    """
    case = cases_service.lock_case(session, case_id)
    view = cases.whole(session, case)
    event = hand.bench.catalogue.event("creditor_matrix")
    decision = filing_service.decide(
        session, hand.facts, view, (event,), hand.filer, bench=hand.bench, now=hand.now
    )
    if not decision.allowed:
        raise NotAllowedError(decision)
    if uploaded and queries.has_list(session, case_id):
        raise TakenError
    plant_claims(Rows(session), case.id, (), drafts)
    title = f"Total Creditors Entered: {len(drafts)}"
    kind = CREDITORS if uploaded else "creditor"
    filing_service.note(session, case, None, title, filer=hand.filer, now=hand.now, kind=kind)
    return case


# --------------------------------------------------------------------------- judge and trustee


@dataclass(frozen=True, slots=True)
class Assigned:
    """What came of an assignment: who was drawn, and the entries to be served."""

    case: Case
    judge: str
    trustee: str
    meeting_on: date | None
    views: tuple[EntryView, ...]


def assign(
    session: Session,
    case_id: int,
    *,
    by: str,
    bench: Bench,
    draw: Callable[[int], int],
    now: datetime,
    today: date,
) -> Assigned:
    """Draw judge and trustee of a bankruptcy case, set its meeting of creditors and its dates.

    :param by: the signature of the entries.
    :param draw: returns a number from 0 up to, but not including, what it is given.
    :raises AssignedError: if it has a judge.
    :raises NoJudgeError: if nobody can be drawn.
    """
    case = cases_service.lock_case(session, case_id)
    if case.judge or case.family != "bankruptcy":
        raise AssignedError
    deck = queries.judges(session, case.family)
    if not deck:
        raise NoJudgeError
    judge = deck[draw(len(deck))]
    case.judge, case.judge_initials = judge.name, judge.initials
    trustee = _trustee(session, case, draw, today)
    writing = _Writing(session, case, bench, by, now, today)
    views = [writing.enter("judge_assigned_bk", {"trustee": trustee or "(none in this chapter)"})]
    asset = bool(case.facts.get("asset"))
    found = assigning.dates(case.chapter, case.filed_on, asset=asset, draw=draw)
    if found is not None:
        views.append(writing.meeting(found))
    session.flush()
    return Assigned(case, judge.name, trustee, found.meeting_on if found else None, tuple(views))


def _trustee(session: Session, case: Case, draw: Callable[[int], int], today: date) -> str:
    """Add the trustee whom the chapter asks for, and the United States trustee; say who it is."""
    deck = queries.trustees(session) if case.chapter in assigning.WITH_TRUSTEE else []
    drawn = [deck[draw(len(deck))]] if deck else []
    last = session.scalar(select(func.max(Party.seq)).where(Party.case_id == case.id)) or 0
    over = queries.trustees(session, "U.S. Trustee")[:1]
    for seq, each in enumerate((*drawn, *over), start=last + 1):
        session.add(
            Party(
                case_id=case.id,
                seq=seq,
                role=each.role,
                name=each.name,
                first=each.first,
                middle=each.middle,
                last=each.last,
                generation=each.generation,
                name_key=each.name_key,
                first_key=each.first_key,
                address=list(each.address),
                subject=each.subject,
                started_on=today,
            )
        )
    return drawn[0].name if drawn else ""


@dataclass(frozen=True, slots=True)
class _Writing:
    """Entries of the court in one case."""

    session: Session
    case: Case
    bench: Bench
    by: str
    now: datetime
    today: date

    def enter(self, key: str, answers: Mapping[str, Any]) -> EntryView:
        event = self.bench.catalogue.event(key)
        setting = wording.Setting({}, {}, self.case.judge, self.bench.style.full(self.case.number))
        asked = Filing(self.case.id, (key,), answers=answers)
        new = wording.entry_of((event,), asked, setting, by=self.by, now=self.now, today=self.today)
        return docket.enter_entry(self.session, self.case, new, zone=self.bench.zone)

    def meeting(self, dates: assigning.Dates) -> EntryView:
        """Give notice of the meeting of creditors, and set what is counted from it."""
        place = assigning.PLACE
        view = self.enter(
            "meeting_notice",
            {
                "held_on": f"{dates.meeting_on:%m/%d/%Y}",
                "place": f"{dates.meeting_time}, {place}",
                "oppose_by": f"{dates.objections_due:%m/%d/%Y}",
            },
        )
        told = {
            "meeting_on": dates.meeting_on,
            "claims_due": dates.claims_due,
            "government_claims_due": dates.government_due,
        }
        self.case.facts = {
            **self.case.facts,
            "meeting_time": dates.meeting_time,
            "meeting_place": place,
            **{name: day.isoformat() for name, day in told.items() if day is not None},
        }
        held = Setting(
            case_id=self.case.id,
            kind="hearing",
            name="Meeting of Creditors",
            due_on=dates.meeting_on,
            time=dates.meeting_time,
            place=place,
            entry_seq=view.entry.seq,
        )
        due = {
            "Objection to discharge": dates.objections_due,
            "Proofs of claim": dates.claims_due,
            "Proofs of claim, governmental units": dates.government_due,
        }
        self.session.add_all(
            [
                held,
                *(
                    Setting(
                        case_id=self.case.id,
                        kind="deadline",
                        name=name,
                        due_on=day,
                        entry_seq=view.entry.seq,
                    )
                    for name, day in due.items()
                    if day is not None
                ),
            ]
        )
        return view


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
