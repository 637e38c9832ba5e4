"""Committing filings: the only way of an e-filer's paper to a docket."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from types import MappingProxyType
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from courts.cases import queries as cases
from courts.cases import service as cases_service
from courts.cases.models import Case, Counsel, Setting
from courts.cases.queries import CaseView
from courts.docket import service as docket_service
from courts.docket.models import Entry
from courts.docket.queries import EntryView
from courts.filing import queries, wording
from courts.filing.models import BUILDING, SUBMITTED, Submission, Transaction
from courts.kinds import counting, texts
from courts.kinds.catalogue import Catalogue, Event
from courts.kinds.filings import Filer, Filing, NewEntry
from courts.kinds.numbers import Style
from courts.kinds.policies import Policy
from courts.payments import service as payments
from courts.payments.service import Owed
from courts.permissions import Decision, FilingFacts, may_file
from shared.db import take_turn
from shared.errors import Refusal
from shared.ids import new_token

#: How a court writes its entries.
Compose = Callable[[tuple[Event, ...], Filing, wording.Setting], NewEntry]
#: How long a transaction may take, in real time (facts 3.7).
LONGEST: Final = timedelta(hours=1)
_NO_ANSWERS: Final[Mapping[str, str]] = MappingProxyType({})


class NotAllowedError(Refusal):
    """The one decision says no (`permissions.may_file`)."""

    def __init__(self, decision: Decision) -> None:
        super().__init__(decision.code, decision.reason)


class SubmittedError(Refusal):
    """The transaction was committed already; its receipt shows what came of it."""

    def __init__(self) -> None:
        super().__init__(
            "submitted", "Submission already made, please wait for response from server"
        )


@dataclass(frozen=True, slots=True)
class Bench:
    """The court in which something is filed, as the domain sees it."""

    catalogue: Catalogue
    policy: Policy
    style: Style
    zone: ZoneInfo
    full_name: str = ""


@dataclass(frozen=True, slots=True)
class Filed:
    """What came of a filing; `cents` is what it costs, due from today."""

    case: Case
    view: EntryView
    events: tuple[Event, ...]
    submission: Submission
    filing: Filing
    cents: int = 0


def start(
    session: Session, flow: str, step: str, data: Mapping[str, Any], *, filer: Filer, wall: datetime
) -> Transaction:
    """Begin a transaction."""
    row = Transaction(
        token=new_token(22),
        user_id=filer.user_id,
        subject=filer.subject,
        flow=flow,
        step=step,
        data=dict(data),
        started_at=wall,
        touched_at=wall,
    )
    session.add(row)
    session.flush()
    return row


def keep(transaction: Transaction, step: str, data: Mapping[str, Any], wall: datetime) -> None:
    """Keep the answers of a screen; `step` is the screen that is due now.

    :raises SubmittedError: if the transaction was committed meanwhile.
    """
    if transaction.status != BUILDING:
        raise SubmittedError
    transaction.data = {**transaction.data, **data}
    transaction.step = step
    transaction.touched_at = wall


def take_commit(session: Session, transaction: Transaction) -> None:
    """Take the turn of committing a transaction; whoever comes second is refused.

    :raises SubmittedError: if it was committed meanwhile.
    """
    # What the last screen kept would be lost by the refresh.
    session.flush()
    take_turn(session, f"transaction:{transaction.token}")
    session.refresh(transaction)
    if transaction.status != BUILDING:
        raise SubmittedError


def close(transaction: Transaction, receipt: Mapping[str, Any], wall: datetime) -> None:
    """Note that a transaction is committed, and what its last screen shows."""
    transaction.status = SUBMITTED
    transaction.receipt = dict(receipt)
    transaction.touched_at = wall


def sweep(session: Session, wall: datetime) -> None:
    """Forget transactions that nobody finished; committed ones stay for a second submit."""
    old = select(Transaction).where(
        Transaction.status == BUILDING, Transaction.touched_at < wall - LONGEST
    )
    for row in session.scalars(old):
        session.delete(row)


def decide(
    session: Session,
    facts: FilingFacts,
    view: CaseView,
    events: tuple[Event, ...],
    filer: Filer,
    *,
    bench: Bench,
    now: datetime,
    access: str = "",
) -> Decision:
    """Return the one decision for all events of a filing in a case: the first refusal, if any.

    :param access: what the filer asks for, such as `sealed`; empty for the events' own.
    """
    standing = queries.standing(session, view, filer, now.astimezone(bench.zone).date())
    decision = None
    for event in events:
        asked = queries.asked(event)
        asked = replace(asked, access=access or asked.access)
        decision = may_file(
            replace(facts, case=standing, event=asked), policy=bench.policy, now=now
        )
        if not decision.allowed:
            return decision
    return decision or may_file(replace(facts, case=standing), policy=bench.policy, now=now)


def setting_of(
    session: Session, view: CaseView, filing: Filing, *, bench: Bench
) -> wording.Setting:
    """Return what the words of a filing take from the case: one query."""
    referred = {}
    if filing.refers:
        statement = select(Entry.seq, Entry.number, Entry.short).where(
            Entry.case_id == view.case.id, Entry.seq.in_(filing.refers)
        )
        for seq, number, short in session.execute(statement):
            if number is not None:
                referred[seq] = texts.Referred(number, short)
    return wording.Setting(
        parties={each.party.id: each.party.name for each in view.parties},
        referred=referred,
        judge=view.case.judge,
        case=bench.style.full(view.case.number),
        court=bench.full_name,
    )


def submit_filing(
    session: Session,
    filing: Filing,
    *,
    filer: Filer,
    facts: FilingFacts,
    bench: Bench,
    now: datetime,
    today: date,
    compose: Compose | None = None,
    fees: Mapping[str, int] | None = None,
) -> Filed:
    """Docket a filing: decide, lock, number, write, and let its effects follow.

    The caller serves the entry afterwards in the same transaction (`notices.protocol.serve`).

    :param compose: writes the entry; None writes it as district and bankruptcy courts do.
    :param fees: what events cost here that is not what the catalogue says, in cents by their keys:
        the petition of another chapter, or a fee that is waived.
    :raises NotAllowedError: with the reason of the one decision.
    :raises NoCaseError: if this world has no such case.
    """
    case = cases_service.lock_case(session, filing.case_id)
    view = cases.whole(session, case)
    events = wording.events_of(bench.catalogue, filing)
    decision = decide(
        session, facts, view, events, filer, bench=bench, now=now, access=filing.access
    )
    if not decision.allowed:
        raise NotAllowedError(decision)
    by = filer.signature
    new = _written(
        session, view, filing, events, by=by, bench=bench, now=now, today=today, compose=compose
    )
    entry = docket_service.enter_entry(session, case, new, zone=bench.zone)
    entry.entry.user_id = filer.user_id
    _appear(session, view, filing, filer, today)
    follow(session, case, entry.entry, events, filing.refers, today=today, answers=filing.answers)
    cents = 0
    for event in events:
        fee = (fees or {}).get(event.key, event.fee_on(today))
        if fee:
            owed = Owed(event.key, event.title, fee)
            payments.owe_fee(
                session,
                owed,
                user_id=filer.user_id,
                case_id=case.id,
                entry_id=entry.entry.id,
                today=today,
                now=now,
                grace=timedelta(days=bench.policy.at(now).fee_grace_days),
            )
            cents += fee
    submission = note(session, case, entry.entry.id, new.short, filer=filer, now=now)
    return Filed(case, entry, events, submission, filing, cents)


def enter(
    session: Session,
    filing: Filing,
    *,
    by: str,
    bench: Bench,
    now: datetime,
    today: date,
    compose: Compose | None = None,
) -> tuple[Case, EntryView]:
    """Docket what the court itself enters: an order, a notice, a paper that came conventionally.

    :param by: the signature of the docket text.
    :param compose: as `submit_filing`.
    :raises NoCaseError: if this world has no such case.
    :raises UnansweredError: at the prompt that has no answer.
    """
    case = cases_service.lock_case(session, filing.case_id)
    view = cases.whole(session, case)
    events = wording.events_of(bench.catalogue, filing)
    new = _written(
        session, view, filing, events, by=by, bench=bench, now=now, today=today, compose=compose
    )
    entry = docket_service.enter_entry(session, case, new, zone=bench.zone)
    follow(session, case, entry.entry, events, filing.refers, today=today, answers=filing.answers)
    return case, entry


def _written(
    session: Session,
    view: CaseView,
    filing: Filing,
    events: tuple[Event, ...],
    *,
    by: str,
    bench: Bench,
    now: datetime,
    today: date,
    compose: Compose | None,
) -> NewEntry:
    setting = setting_of(session, view, filing, bench=bench)
    if compose is not None:
        return compose(events, filing, setting)
    return wording.entry_of(events, filing, setting, by=by, now=now, today=today)


def note(
    session: Session,
    case: Case,
    entry_id: int | None,
    title: str,
    *,
    filer: Filer,
    now: datetime,
    kind: str = "event",
    claim_id: int | None = None,
) -> Submission:
    """Write a committed filing into the log, for its filer and for the clerk's quality control."""
    row = Submission(
        case_id=case.id,
        entry_id=entry_id,
        claim_id=claim_id,
        user_id=filer.user_id,
        subject=filer.subject,
        agent_id=filer.agent_id,
        filer=filer.name,
        kind=kind,
        title=title[:200],
        at=now,
    )
    session.add(row)
    session.flush()
    return row


def follow(
    session: Session,
    case: Case,
    entry: Entry,
    events: tuple[Event, ...],
    refers: tuple[int, ...],
    *,
    today: date,
    answers: Mapping[str, str] = _NO_ANSWERS,
) -> None:
    """Let the effects of an entry follow, as the catalogue says: what it sets and what it ends.

    Used for the entries of filers and of the court alike.

    :param answers: to the prompts of the events: days from which deadlines are counted.
    """
    for event in events:
        session.add_all(_deadlines(session, case, entry, event, answers))
        _hear(session, case, entry, event, answers)
        if event.sets or event.clears:
            kept = [flag for flag in case.flags if flag not in event.clears]
            case.flags = [*kept, *(flag for flag in event.sets if flag not in kept)]
        if event.closes:
            case.terminated_on = today
    if refers:
        if any(event.terminates for event in events):
            _end(session, case, entry, refers, today)
        _satisfy(session, case, refers, today)
    session.flush()


def _deadlines(
    session: Session,
    case: Case,
    entry: Entry,
    event: Event,
    answers: Mapping[str, str],
) -> list[Setting]:
    if not event.deadlines:
        return []
    # Of a filing the court's day is both: it is filed when it is entered.
    day = entry.filed_on
    days = counting.Days(day, day, case.filed_on, **_calendar(session, case))
    return [
        Setting(
            case_id=case.id,
            kind="deadline",
            name=each.name,
            due_on=counting.due_on(each, answers, days),
            entry_seq=entry.seq,
        )
        for each in event.deadlines
    ]


def _calendar(session: Session, case: Case) -> dict[str, date]:
    """Return the days of the case's meeting of creditors and of its last other hearing."""
    set_here = select(Setting.name, Setting.due_on).where(
        Setting.case_id == case.id, Setting.kind == "hearing", Setting.status == ""
    )
    found: dict[str, date] = {}
    for name, held in session.execute(set_here.order_by(Setting.due_on, Setting.id)):
        found["meeting" if name == counting.MEETING else "hearing"] = held
    return found


def _hear(
    session: Session,
    case: Case,
    entry: Entry,
    event: Event,
    answers: Mapping[str, str],
) -> None:
    """Put on the calendar what an event sets; a meeting takes the place of the one before it."""
    hearing = counting.hearing_of(event, answers)
    if hearing is None:
        return
    if hearing.name == counting.MEETING:
        before = select(Setting).where(
            Setting.case_id == case.id, Setting.name == hearing.name, Setting.status == ""
        )
        for each in session.scalars(before):
            each.status, each.ended_on = "terminated", entry.filed_on
        told = {"meeting_on": hearing.held_on.isoformat(), "meeting_place": hearing.place}
        case.facts = {**case.facts, **told, "meeting_time": ""}
    session.add(
        Setting(
            case_id=case.id,
            kind="hearing",
            name=hearing.name[:200],
            due_on=hearing.held_on,
            place=hearing.place[:200],
            entry_seq=entry.seq,
        )
    )


def _end(session: Session, case: Case, entry: Entry, refers: tuple[int, ...], today: date) -> None:
    """Take motions off the list of what is pending."""
    answered = select(Entry).where(Entry.case_id == case.id, Entry.seq.in_(refers))
    for each in session.scalars(answered):
        each.ended_on, each.ended_by = today, entry.seq


def _satisfy(session: Session, case: Case, refers: tuple[int, ...], today: date) -> None:
    """End the deadlines that the answered entries had set."""
    waiting = select(Setting).where(
        Setting.case_id == case.id,
        Setting.entry_seq.in_(refers),
        Setting.status == "",
        Setting.kind == "deadline",
    )
    for each in session.scalars(waiting):
        each.status, each.ended_on = "satisfied", today


def _appear(session: Session, view: CaseView, filing: Filing, filer: Filer, today: date) -> None:
    """Make the filer counsel of the parties for whom they say to appear."""
    if not filing.appears_for:
        return
    by_id = {each.party.id: each for each in view.parties}
    for party_id, roles in filing.appears_for:
        party = by_id.get(party_id)
        if party is None or any(
            counsel.user_id == filer.user_id and counsel.terminated_on is None
            for counsel in party.counsel
        ):
            continue
        session.add(
            Counsel(
                case_id=view.case.id,
                party_id=party_id,
                seq=len(party.counsel) + 1,
                name=filer.name,
                contact=[f"Email: {filer.email}"] if filer.email else [],
                roles=list(roles),
                user_id=filer.user_id,
                started_on=today,
            )
        )
    session.flush()
