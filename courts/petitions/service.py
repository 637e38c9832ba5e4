"""Cases of a bankruptcy court: petitions, adversaries, creditors, and what the court assigns."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from courts.cases import queries as cases
from courts.cases import service as cases_service
from courts.cases.models import Case, CaseLink, Party, Setting
from courts.claims.service import plant_claims
from courts.docket import service as docket
from courts.docket.queries import EntryView
from courts.filing import queries as filing_queries
from courts.filing import service as filing_service
from courts.filing import wording
from courts.filing.models import OPENING
from courts.filing.service import Bench, Filed, NotAllowedError
from courts.kinds.drafts import CaseDraft, CreditorDraft, PartyDraft
from courts.kinds.filings import Filing, NewEntry
from courts.openings import drafting, offices
from courts.openings.service import Hand, Paperwork, check, ids, opened, submit
from courts.petitions import assigning, queries
from courts.petitions.queries import CREDITORS
from courts.tables import Rows
from shared.errors import Refusal

_SCHEDULES: Final = "Schedules and statements"


class TakenError(Refusal):
    """The list of creditors of a case is uploaded once."""

    def __init__(self) -> None:
        super().__init__(
            "list_taken",
            "A list of creditors was uploaded in this case already. Add creditors one by one, or "
            "ask the clerk's office.",
            field="file",
        )


class AssignedError(Refusal):
    """The case has a judge already."""

    def __init__(self) -> None:
        super().__init__("assigned", "Judge and trustee of this case are assigned already.")


class NoJudgeError(Refusal):
    """There is nobody to draw."""

    def __init__(self) -> None:
        super().__init__("no_judge", "No judge of this court takes cases at present.")


# --------------------------------------------------------------------------- petitions


@dataclass(frozen=True, slots=True)
class Petition:
    """An event that opens a case, who files it, whom it is against, and what its text says."""

    event: str
    filers: tuple[str, ...] = (offices.DEBTOR, offices.JOINT)
    against: tuple[str, ...] = ()
    answers: Mapping[str, str] = field(default_factory=lambda: MappingProxyType({}))


def file_petition(
    session: Session, draft: CaseDraft, petition: Petition, *, paperwork: Paperwork, hand: Hand
) -> Filed:
    """Open a bankruptcy case and docket its petition.

    :raises NotAllowedError: with the reason of the one decision.
    """
    check(petition.event, hand)
    case, _ = opened(session, draft, hand)
    lead = Filing(
        case.id,
        (petition.event,),
        filers=ids(session, case, petition.filers),
        against=ids(session, case, petition.against),
        answers=petition.answers,
    )
    filed = submit(session, lead, paperwork, hand)
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


# --------------------------------------------------------------------------- adversaries


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
    petition: Petition,
    *,
    paperwork: Paperwork,
    hand: Hand,
) -> FiledTwice:
    """Open an adversary proceeding, docket what opens it there and on the main case.

    :param main: locked (`cases.service.lock_case`) before the number of the new case is drawn.
    :raises NotAllowedError: with the reason of the one decision.
    """
    check(petition.event, hand, everybodys=filing_queries.is_everybodys(session, main))
    case, numbered = opened(session, draft, hand)
    cases_service.join_links(session, [(case.id, numbered)], written=hand.bench.style.bare)
    number = hand.bench.style.bare(case.number)
    session.add(
        CaseLink(
            case_id=main.id, kind="adversary", other_id=case.id, number=number, since=hand.today
        )
    )
    lead = Filing(
        case.id,
        (petition.event,),
        filers=ids(session, case, petition.filers),
        against=ids(session, case, petition.against),
        answers=petition.answers,
    )
    filed = submit(session, lead, paperwork, hand)
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
    views = [writing.enter("judge_assigned_bk", {"trustee": trustee or "(none at present)"})]
    asset = bool(case.facts.get("asset"))
    # Creditors meet after the order for relief (Fed. R. Bankr. P. 2003(a)).
    meets = case.chapter if is_voluntary(case) else ""
    found = assigning.dates(meets, case.filed_on, asset=asset, draw=draw)
    if found is not None:
        views.append(writing.meeting(found))
    session.flush()
    return Assigned(case, judge.name, trustee, found.meeting_on if found else None, tuple(views))


def _trustee(session: Session, case: Case, draw: Callable[[int], int], today: date) -> str:
    """Add the trustee whom the chapter asks for, and the United States trustee; say who it is."""
    # A case that creditors began has none before the order for relief.
    asks = case.chapter in assigning.WITH_TRUSTEE and is_voluntary(case)
    deck = queries.trustees(session) if asks else []
    drawn = [deck[draw(len(deck))]] if deck else []
    for each in (*drawn, *queries.trustees(session, "U.S. Trustee")[:1]):
        official = PartyDraft(
            each.role,
            each.name,
            first=each.first,
            middle=each.middle,
            last=each.last,
            generation=each.generation,
            address=tuple(each.address),
            started_on=today,
        )
        added = session.get_one(Party, cases_service.add_party(session, case, official))
        added.subject = each.subject
    return drawn[0].name if drawn else ""


def is_voluntary(case: Case) -> bool:
    """Say whether the debtor filed the petition."""
    return bool(case.facts.get("voluntary", True))


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
