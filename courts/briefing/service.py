"""What leaves a court after a filing, what opens a case in it, and appearances under review."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from courts.accounts.models import CourtUser
from courts.briefing import drafting, queries
from courts.briefing.drafting import (
    APPEAL,
    BANKRUPTCY_APPEAL,
    FEE_DUE,
    FEE_PAID,
    FEE_REFUNDED,
    FEE_WAIVED,
    IN_FORMA_PAUPERIS,
    WITHDRAWAL,
)
from courts.cases import queries as cases
from courts.cases import service as cases_service
from courts.cases.models import (
    APPROVED,
    DUE,
    PENDING,
    REJECTED,
    Appearance,
    Case,
    CaseLink,
    Counsel,
    Setting,
)
from courts.cases.queries import CaseView, PartyView
from courts.cases.service import Known
from courts.docket import service as docket
from courts.docket.models import Entry
from courts.docket.queries import EntryView
from courts.docket.service import estimated_size
from courts.filing import service as filing
from courts.filing.service import Bench, Filed
from courts.kinds import appellate, texts
from courts.kinds.catalogue import Event
from courts.kinds.drafts import LEAD, NOTICED, CaseDraft
from courts.kinds.filings import Filer, NewEntry, Paper
from courts.payments import queries as fees
from courts.payments.models import DUE as FEE_IS_DUE
from courts.payments.models import REFUNDED, WAIVED, FilingFee
from shared.errors import Refusal
from shared.federation import Member
from shared.wire import CaseDocketed, CaseForwarded, ForwardedFeeChanged, PartyForwarded

#: By whom the entries are made that no person makes.
CLERK: Final = "Clerk, A"
#: How many pages the docket of the court below has when it comes along.
_DOCKET_PAGES: Final = 4
_ROLES: Final = (LEAD, NOTICED)
#: The forms by which the docketing statement is given.
STATEMENTS: Final = frozenset({"ap_form_c", "ap_form_d"})
#: In the reason for which a fee was waived.
_PAUPER: Final = "pauperis"
_CIRCUIT: Final = "Court of Appeals"
_DISTRICT: Final = "District Court"
#: The entry that tells the number of the case above, by the family of the case below.
_NUMBERED: Final[Mapping[tuple[str, str], str]] = MappingProxyType(
    {
        (APPEAL, "civil"): "usca_number",
        (APPEAL, "criminal"): "usca_number",
        (APPEAL, "bankruptcy"): "bk_appeal_number",
        (APPEAL, "adversary"): "bk_appeal_number",
        (BANKRUPTCY_APPEAL, "bankruptcy"): "bk_appeal_number",
        (BANKRUPTCY_APPEAL, "adversary"): "bk_appeal_number",
        (WITHDRAWAL, "bankruptcy"): "bk_withdrawal_number",
        (WITHDRAWAL, "adversary"): "bk_withdrawal_number",
    }
)


@dataclass(frozen=True, slots=True)
class Times:
    """When something happens: court time and the court's day of it."""

    now: datetime
    today: date


# --------------------------------------------------------------------------- leaving a court


def bound_for(filed: Filed, court: Member) -> tuple[str, str]:
    """Return for what a filing opens a case elsewhere, and in which court; empty if it does not.

    From a bankruptcy court an appeal goes where the notice elects: mostly to the district.
    """
    reason = next((event.forwards for event in filed.events if event.forwards), "")
    where = filed.filing.answers.get("where", "")
    if reason == WITHDRAWAL or (reason == APPEAL and where == _DISTRICT):
        return (WITHDRAWAL if reason == WITHDRAWAL else BANKRUPTCY_APPEAL), court.district
    if reason == APPEAL and where in ("", _CIRCUIT):
        return APPEAL, court.appeals_to
    return "", ""


def forwarded(
    session: Session,
    filed: Filed,
    filer: Filer,
    *,
    reason: str,
    court: Member,
    number: str,
    now: datetime,
) -> CaseForwarded:
    """Return what another court has to know to open a case for a filing."""
    case, entry = filed.case, filed.view.entry
    view = cases.whole(session, case)
    answered = queries.entries(session, case.id, filed.filing.refers)
    last = answered[-1] if answered else None
    civil = case.facts if case.family in ("civil", "criminal") else {}
    return CaseForwarded(
        reason=reason,
        court=court.id,
        case_id=case.id,
        entry_id=entry.id,
        entry_seq=entry.seq,
        number=number,
        family=case.family,
        caption=case.caption,
        nature=case.nature,
        jurisdiction=str(civil.get("jurisdiction", "")),
        judge=case.judge,
        filed_on=case.filed_on.isoformat(),
        judgment_on=last.filed_on.isoformat() if last else "",
        judgment_entered_on=last.entered_on.isoformat() if last else "",
        notice_on=entry.filed_on.isoformat(),
        fee_status=fee_words(fees.of_entry(session, entry.id)),
        filer_subject=filer.subject,
        filer_name=filer.name,
        filer_signature=filer.signature or filer.name,
        parties=[asdict(each) for each in _parties(session, view, filed, filer)],
        documents=[
            {
                "digest": each.digest,
                "size": each.size,
                "pages": each.pages,
                "filename": each.filename,
                "category": each.category,
                "description": each.description,
                "kind": each.kind,
                "access": each.access,
            }
            for each in filed.view.documents
        ],
        sealed=case.sealed,
        restricted=case.restricted,
        access=entry.access,
        at=now.isoformat(),
        world=case.world,
    )


def fee_words(fees: Sequence[FilingFee]) -> str:
    """Return what the header of an appeal says of the fees of the notice that opened it."""
    states = {fee.status for fee in fees}
    if FEE_IS_DUE in states:
        return FEE_DUE
    if REFUNDED in states:
        return FEE_REFUNDED
    pauper = any(_PAUPER in fee.reason.lower() for fee in fees if fee.status == WAIVED)
    return IN_FORMA_PAUPERIS if pauper else FEE_WAIVED if WAIVED in states else FEE_PAID


def _parties(session: Session, view: CaseView, filed: Filed, filer: Filer) -> list[PartyForwarded]:
    known = queries.subjects(session, view.counsel_ids | {filer.user_id})
    moving = frozenset(filed.filing.filers)
    found = []
    for each in view.parties:
        party = each.party
        # Another defendant of a criminal case takes no part in this one's appeal.
        other = bool(party.defendant) and party.id not in moving
        if party.terminated_on is None and not other or party.id in moving:
            found.append(_party(each, known, moving=party.id in moving))
    for name in filed.filing.filer_names:
        found.append(PartyForwarded(name=name, moving=True))
    return [_represented(session, each, filer) for each in found]


def _party(each: PartyView, known: Mapping[int, str], *, moving: bool) -> PartyForwarded:
    party = each.party
    return PartyForwarded(
        role=party.role,
        name=party.name,
        first=party.first,
        middle=party.middle,
        last=party.last,
        generation=party.generation,
        extra=party.extra,
        address=list(party.address),
        email=party.email,
        subject=party.subject,
        moving=moving,
        counsel=[
            {
                "name": counsel.name,
                "contact": list(counsel.contact),
                "roles": list(counsel.roles),
                "subject": known.get(counsel.user_id or 0, ""),
            }
            for counsel in each.counsel
            if counsel.terminated_on is None
        ],
    )


def _represented(session: Session, party: PartyForwarded, filer: Filer) -> PartyForwarded:
    """Add whoever filed for a party to its counsel, unless it filed for itself."""
    there = {each["subject"] for each in party.counsel}
    if not party.moving or not filer.user_id or filer.subject in {party.subject, *there}:
        return party
    user = session.get(CourtUser, filer.user_id)
    if user is None:
        return party
    party.counsel.append(
        {
            "name": filer.name,
            "contact": [*office_of(user), f"Email: {user.primary_email}"],
            "roles": list(_ROLES),
            "subject": filer.subject,
        }
    )
    return party


def office_of(user: CourtUser) -> list[str]:
    """Return the lines of an account's firm, address and telephone, without empty ones."""
    return [line for line in (user.firm, *user.address.splitlines(), user.phone) if line]


# --------------------------------------------------------------------------- opening a case


@dataclass(frozen=True, slots=True)
class Opened:
    """A case that another court's filing opened, with its first entry and who filed below."""

    case: Case
    view: EntryView
    filer: Filer


def open_appeal(
    session: Session, message: CaseForwarded, *, below: str, bench: Bench, times: Times
) -> Opened:
    """Open an appeal: number, parties, the notice of appeal with its papers, what is due.

    :param below: what the docket calls the court below.
    """
    draft = drafting.appeal(
        message, court=below, code=appellate.code_below(message.court), today=times.today
    )
    users, case, numbered = _open(session, message, draft)
    event = bench.catalogue.event("ap_docketing")
    sort = drafting.SORTS[message.family]
    facts = texts.Facts(
        filers=tuple(f"Appellant {name}" for name in drafting.movers(message)),
        answers={"kind": sort.word},
        case=bench.style.bare(numbered.number),
    )
    stamp = times.now.astimezone(bench.zone)
    text = texts.appellate_text(
        event,
        facts,
        entry=appellate.entry_base(numbered.number) + 1,
        initials=f"{stamp:%m/%d/%Y %I:%M %p}",
    )
    docketed = Paper(
        digest="",
        size=estimated_size(_DOCKET_PAGES),
        pages=_DOCKET_PAGES,
        description="Bankruptcy Court Docket"
        if sort.word == "BANKRUPTCY"
        else "District Court Docket",
    )
    view = _enter(
        session,
        case,
        event,
        text,
        papers=(*_papers(message), docketed),
        filers=drafting.movers(message),
        access=message.access,
        bench=bench,
        times=times,
    )
    return Opened(case, view, _filer(message, users))


def await_appearances(session: Session, case: Case) -> None:
    """Note that counsel named by the court below have yet to appear here.

    Called after the docketing notice was sent: it is the only one that they get until then.
    """
    for user_id in sorted(cases.whole(session, case).counsel_ids):
        session.add(Appearance(case_id=case.id, user_id=user_id, state=DUE, roles=list(_ROLES)))
    session.flush()


def open_civil(
    session: Session, message: CaseForwarded, *, below: str, bench: Bench, times: Times
) -> Opened:
    """Open a civil case for what a bankruptcy court forwards, before one of the court's judges."""
    places = queries.places(session, "civil")
    place = places[message.entry_id % len(places)] if places else drafting.Place()
    draft = drafting.civil_case(message, court=below, place=place, today=times.today)
    users, case, _ = _open(session, message, draft)
    event = bench.catalogue.event(drafting.OPENINGS[message.reason].event)
    facts = texts.Facts(
        filers=drafting.movers(message), answers={"number": message.number}, judge=case.judge
    )
    text = texts.docket_text(event, facts, entered=texts.Entered(CLERK, times.today))
    view = _enter(
        session,
        case,
        event,
        text,
        papers=_papers(message),
        filers=drafting.movers(message),
        access=message.access,
        bench=bench,
        times=times,
    )
    return Opened(case, view, _filer(message, users))


def _open(
    session: Session, message: CaseForwarded, draft: CaseDraft
) -> tuple[Mapping[str, CourtUser], Case, CaseDraft]:
    subjects = {party.persona for party in draft.parties}
    subjects |= {counsel.persona for party in draft.parties for counsel in party.counsel}
    users = queries.accounts(session, {*subjects, message.filer_subject} - {""})
    known = Known(
        {subject: user.id for subject, user in users.items()},
        {subject: subject for subject in subjects if subject},
    )
    case, numbered = cases_service.open_case(session, draft, known=known, world=message.world)
    session.add(
        CaseLink(
            case_id=case.id,
            kind="originating",
            court=message.court,
            number=message.number,
            since=draft.filed_on,
        )
    )
    return users, case, numbered


def _papers(message: CaseForwarded) -> tuple[Paper, ...]:
    return tuple(
        Paper(
            digest=str(each.get("digest", "")),
            size=int(each["size"]),
            pages=int(each["pages"]),
            filename=str(each.get("filename", "")),
            category=str(each.get("category", "")),
            description=str(each.get("description", "")),
            kind=str(each.get("kind", "pdf")),
            access=str(each.get("access", "")),
        )
        for each in message.documents
    )


def _enter(
    session: Session,
    case: Case,
    event: Event,
    text: str,
    *,
    papers: tuple[Paper, ...],
    filers: tuple[str, ...],
    access: str,
    bench: Bench,
    times: Times,
) -> EntryView:
    new = NewEntry(
        event=event.key,
        short=event.title,
        text=text,
        filed_on=times.today,
        entered_at=times.now,
        entered_by=CLERK,
        filers=filers,
        access=access,
        papers=papers,
    )
    view = docket.enter_entry(session, case, new, zone=bench.zone)
    filing.follow(session, case, view.entry, (event,), (), today=times.today)
    return view


def _filer(message: CaseForwarded, users: Mapping[str, CourtUser]) -> Filer:
    user = users.get(message.filer_subject)
    return Filer(
        user_id=user.id if user else 0,
        subject=message.filer_subject,
        name=message.filer_name,
        signature=message.filer_signature,
        email=user.primary_email if user else "",
        staff=CLERK,
    )


# --------------------------------------------------------------------------- the answer


def enter_number(
    session: Session, message: CaseDocketed, *, above: Member, bench: Bench, times: Times
) -> tuple[Case, EntryView] | None:
    """Enter the number of the case above on the docket from which it came; None if that is gone.

    The header names it from now on, too.
    """
    try:
        case = cases_service.lock_case(session, message.case_id)
    except cases_service.NoCaseError:
        return None
    found = session.get(Entry, message.entry_id)
    key = _NUMBERED.get((message.reason, case.family))
    if key is None or found is None or found.case_id != case.id:
        return None
    event = bench.catalogue.event(key)
    referred = (texts.Referred(found.number, found.short),) if found.number is not None else ()
    facts = texts.Facts(
        refers=referred, answers={"number": message.number, "where": above.full_name}
    )
    new = NewEntry(
        event=key,
        short=event.title,
        text=texts.docket_text(event, facts, entered=texts.Entered(CLERK, times.today)),
        filed_on=times.today,
        entered_at=times.now,
        entered_by=CLERK,
        refers=(found.seq,),
        numbered=False,
    )
    view = docket.enter_entry(session, case, new, zone=bench.zone)
    session.add(
        CaseLink(
            case_id=case.id,
            kind="related" if message.reason == WITHDRAWAL else "appeal",
            court=message.court,
            number=message.number,
            since=times.today,
        )
    )
    if case.family in ("civil", "criminal"):
        told = [*case.facts.get("elsewhere", ()), [above.name, message.number]]
        case.facts = {**case.facts, "elsewhere": told}
    session.flush()
    return case, view


def note_fee(session: Session, message: ForwardedFeeChanged) -> None:
    """Write into the header of an appeal what became of its fee below."""
    for case in queries.appeals_of(session, message.court, message.entry_id):
        case.facts = {**case.facts, "fee_status": message.fee_status}
    session.flush()


# --------------------------------------------------------------------------- filing above


def entry_id(session: Session, case_id: int) -> int:
    """Return the id that the next entry of an appeal gets; the case is locked by whoever counts."""
    seq, text = queries.last_entry(session, case_id)
    base = appellate.stamped(text) - seq
    if base <= 0:
        case = cases.by_id(session, case_id)
        base = appellate.entry_base(case.number) if case is not None else 0
    return base + seq + 1


def take_appearance(
    session: Session, filed: Filed, parties: tuple[int, ...], *, filer: Filer, now: datetime
) -> Appearance:
    """Put an appearance that was just docketed before the clerk."""
    row = queries.appearance_of(session, filed.case.id, filer.user_id)
    if row is None:
        row = Appearance(case_id=filed.case.id, user_id=filer.user_id)
        session.add(row)
    row.state, row.filed_at, row.entry_id = PENDING, now, filed.view.entry.id
    row.parties, row.roles = list(parties), list(_ROLES)
    row.decided_at, row.decided_by, row.reason = None, "", ""
    session.flush()
    return row


def satisfy_statement(session: Session, filed: Filed, today: date) -> None:
    """End the day for the docketing statement when its form is filed."""
    if not any(event.key in STATEMENTS for event in filed.events):
        return
    due = select(Setting).where(
        Setting.case_id == filed.case.id,
        Setting.name == drafting.STATEMENT,
        Setting.status == "",
    )
    for each in session.scalars(due):
        each.status, each.ended_on = "satisfied", today


# --------------------------------------------------------------------------- review


class DecidedError(Refusal):
    """Somebody decided the appearance already."""

    def __init__(self) -> None:
        super().__init__("decided", "This appearance was decided already.")


class NoReasonError(Refusal):
    """A rejection without a reason."""

    def __init__(self) -> None:
        super().__init__("no_reason", "Say why: counsel reads it.", field="reason")


def decide(
    session: Session,
    found: queries.Waiting,
    *,
    approve: bool,
    reason: str,
    clerk: str,
    times: Times,
) -> None:
    """Approve an appearance, which makes its filer counsel of record, or reject it.

    :raises DecidedError: if somebody was faster.
    :raises NoReasonError: if a rejection says nothing.
    """
    cases_service.lock_case(session, found.case.id)
    row = found.appearance
    session.refresh(row)
    if row.state != PENDING:
        raise DecidedError
    if not approve and not reason:
        raise NoReasonError
    row.state = APPROVED if approve else REJECTED
    row.decided_at, row.decided_by, row.reason = times.now, clerk, reason
    if approve:
        _join(session, found, times.today)
    session.flush()


def _join(session: Session, found: queries.Waiting, today: date) -> None:
    """Make counsel of record of whoever appeared, for the parties that they named."""
    view = cases.whole(session, found.case)
    user, wanted = found.user, frozenset(found.appearance.parties)
    for each in view.parties:
        there = any(c.user_id == user.id and c.terminated_on is None for c in each.counsel)
        if each.party.id not in wanted or there:
            continue
        session.add(
            Counsel(
                case_id=found.case.id,
                party_id=each.party.id,
                seq=len(each.counsel) + 1,
                name=user.display_name,
                contact=[*office_of(user), f"Email: {user.primary_email}"],
                roles=list(found.appearance.roles),
                user_id=user.id,
                started_on=today,
            )
        )
