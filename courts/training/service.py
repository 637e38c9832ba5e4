"""Planting people and cases, everybody's and those of seats; states kept and put back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from courts.accounts import logins
from courts.accounts.models import CourtUser, StaffMember
from courts.accounts.service import VOID
from courts.cases.models import Case
from courts.cases.service import Known, join_links
from courts.kinds.drafts import CaseDraft
from courts.kinds.numbers import Style
from courts.signin.models import CourtSession
from courts.tables import Batch
from courts.training import copying
from courts.worlds import service as worlds
from shared import seats
from shared.audit import record
from shared.casting import Chair, seated
from shared.db import SHARED_WORLD, every_world
from shared.federation import Member
from shared.ids import subject_of
from shared.personas import Address, CourtAccountSeed, Persona, by_key
from shared.seat_state import Classes
from shared.wire import CaseTold, CastTold, SeatTold

#: What becomes of each table when a seat is taken or put back; those that are not named hold state.
CLASSES: Final = Classes(
    books=frozenset({"audit_event", "page_charge"}),
    protocol=frozenset(
        {
            "court_session",
            "link_proof",
            "login_counter",
            "password_reset",
            "portal_counter",
            "portal_reset",
            "portal_session",
        }
    ),
    common=frozenset(
        {
            "audit_head",
            "case_index_mark",
            "clock",
            "duty_run",
            "ended_run",
            "fault",
            "inbox",
            "outbox",
            "seat_snapshot",
            "seat_standing",
            "signon_state",
            "stamp_key",
        }
    ),
    belongs=MappingProxyType(
        {
            # What a clerk of the class does in a case of a seat is the seat's, too.
            "epoc_filing": (("case_id", "court_case.id"),),
            "filing_fee": (("case_id", "court_case.id"),),
            "redaction": (("case_id", "court_case.id"),),
            "submission": (("case_id", "court_case.id"),),
            "notice": (("case_id", "court_case.id"),),
            "notice_address": (("user_id", "court_user.id"),),
            "notice_case": (("user_id", "court_user.id"),),
        }
    ),
    refers=MappingProxyType(
        {
            "case_appearance": {"user_id": "court_user", "entry_id": "docket_entry"},
            "case_counsel": {"user_id": "court_user"},
            "case_link": {"other_id": "court_case"},
            "claim": {"creditor_id": "creditor"},
            "claim_event": {"document_id": "docket_document"},
            "docket_document": {"claim_id": "claim"},
            "docket_entry": {"ended_by": "docket_entry", "user_id": "court_user"},
            "epoc_filing": {"claim_id": "claim", "document_id": "docket_document"},
            "filing_fee": {
                "user_id": "court_user",
                "entry_id": "docket_entry",
                "payment_id": "payment",
            },
            "filing_transaction": {"user_id": "court_user"},
            "free_look_use": {"document_id": "docket_document"},
            "notice": {"entry_id": "docket_entry", "claim_id": "claim"},
            "notice_case": {"case_id": "court_case"},
            "payment": {"user_id": "court_user"},
            "portal_application": {"account_id": "portal_account", "court_user_id": "court_user"},
            "redaction": {
                "entry_id": "docket_entry",
                "original_id": "docket_document",
                "copy_id": "docket_document",
            },
            "submission": {
                "entry_id": "docket_entry",
                "claim_id": "claim",
                "user_id": "court_user",
                "agent_id": "court_user",
            },
        }
    ),
)


# --------------------------------------------------------------------------- people


def accounts_here(
    people: Iterable[Persona], *, member: Member, now: datetime
) -> list[tuple[Persona, CourtAccountSeed]]:
    """Return who of the people has an account at a court by now."""
    return [
        (person, person.courts[member.id])
        for person in people
        if member.id in person.courts and _exists(person.courts[member.id], member, now)
    ]


def plant_people(
    session: Session,
    people: Sequence[Persona],
    *,
    hashes: Mapping[str, str | None],
    member: Member,
    now: datetime,
    world: int,
) -> None:
    """Open what people have at a court, as it is at a court time: accounts, links and staff.

    :param hashes: of their old passwords, by the keys of the people.
    """
    for person, account in accounts_here(people, member=member, now=now):
        hashed = hashes.get(person.key)
        session.add(_user(person, account, hashed, member=member, now=now, world=world))
    for person in people:
        if member.id in person.staff_of:
            session.add(_staff(person, member, world))
    session.flush()


def known_people(session: Session, personas: Iterable[Persona]) -> Known:
    """Return the accounts of everybody's world by the keys of the personas who hold them."""
    rows = session.scalars(every_world(select(CourtUser).where(CourtUser.world == SHARED_WORLD)))
    by_login = {(row.login_name, row.primary_email): row.id for row in rows}
    users, subjects = {}, {}
    for person in personas:
        subjects[person.key] = subject_of(person.key)
        for account in person.courts.values():
            found = by_login.get((account.login_name, account.primary_email))
            if found is not None:
                users[person.key] = found
    return Known(users, subjects)


def day_of(member: Member, now: datetime) -> date:
    """Return the day of a court at a moment."""
    return now.astimezone(ZoneInfo(member.timezone)).date()


def _exists(account: CourtAccountSeed, member: Member, now: datetime) -> bool:
    if not account.exists_at(day_of(member, now)):
        return False
    # Nobody registers from PACER before the court is live.
    return account.login_name is not None or _joined(account, member, now)


def _joined(account: CourtAccountSeed, member: Member, now: datetime) -> bool:
    live = now >= member.live_at
    return live and account.link_at(day_of(member, now)) != "unlinked"


def _midday(day: date, member: Member) -> datetime:
    return datetime.combine(day, time(12), ZoneInfo(member.timezone))


def _user(
    person: Persona,
    account: CourtAccountSeed,
    hashed: str | None,
    *,
    member: Member,
    now: datetime,
    world: int,
) -> CourtUser:
    pacer = person.pacer
    user = CourtUser(
        login_name=account.login_name,
        login_key=None if account.login_name is None else logins.normal(account.login_name),
        password_hash=hashed,
        temporary_password=account.temporary_password,
        role=account.role,
        status=account.status,
        origin="old" if account.login_name is not None else "registered",
        first_name=account.first_name,
        middle_name=person.name.middle,
        last_name=account.last_name,
        generation=person.name.generation,
        firm="" if pacer is None else pacer.firm,
        address="" if pacer is None else _lines(pacer.address),
        phone="" if pacer is None else pacer.phone,
        primary_email=account.primary_email,
        bar_number=account.bar_number or "",
        verification_phrase=account.verification_phrase,
        created_at=_midday(account.created, member),
        world=world,
    )
    if pacer is not None and account.linked_on is not None and _joined(account, member, now):
        user.linked_subject = subject_of(person.key)
        user.linked_account_number = pacer.account_number
        user.linked_name = person.display_name
        user.linked_at = max(member.live_at, _midday(account.linked_on, member))
        user.temporary_password = False
        # Void, as linking leaves it: it opens nothing, and screen A can say why.
        user.password_hash = None if hashed is None else f"{VOID}{hashed}"
        user.password_version = 2
    return user


def _lines(address: Address) -> str:
    return f"{address.street}\n{address.city}, {address.state} {address.zip}"


def _staff(person: Persona, member: Member, world: int) -> StaffMember:
    pacer = person.pacer
    since = date(2004, 1, 5) if pacer is None else pacer.opened
    return StaffMember(
        subject=subject_of(person.key),
        role="clerk",
        display_name=person.display_name,
        since=_midday(since, member),
        world=world,
    )


# --------------------------------------------------------------------------- seats


@dataclass(frozen=True, slots=True)
class Ground:
    """What seats of this court are planted from: who the personas are, and the reference cases."""

    member: Member
    style: Style
    personas: Mapping[str, Persona]
    drafts: Sequence[CaseDraft]
    known: Known

    @property
    def zone(self) -> ZoneInfo:
        """Return the court's time zone."""
        return ZoneInfo(self.member.timezone)


def ground(
    session: Session,
    *,
    member: Member,
    style: Style,
    personas: Sequence[Persona],
    drafts: Sequence[CaseDraft],
) -> Ground:
    """Return what seats are planted from."""
    known = known_people(session, personas)
    return Ground(member, style, by_key(personas), drafts, known)


def plant_seats(
    session: Session,
    told: Sequence[SeatTold],
    on: Ground,
    *,
    now_of: Callable[[SeatTold], datetime],
) -> None:
    """Open what the people of seats have in this court, and copy their cases.

    :param now_of: tells court time on a seat's calendar.
    :raises KeyError: if a persona is not one of ours.
    :raises copying.NoSuchCaseError: if a case that is to be copied is not here.
    """
    batch = Batch(session, beside_others=True)
    stored = []
    for each in told:
        people = _plant_seated(session, each, on, now=now_of(each))
        drafts = _copies(each, on, people)
        if drafts:
            known = _known_here(session, on, people)
            kept = worlds.keep_cases(batch, drafts, known=known, zone=on.zone, world=each.world)
            stored.append((each.world, kept))
        seats.take_calendar(session, each)
    batch.flush()
    for world, kept in stored:
        # Ties to cases that are not copied lead to those that this seat sees.
        session.info["world"] = world
        join_links(session, kept, written=on.style.bare, batch=batch)
    session.info["world"] = None
    batch.flush()


def check(told: Sequence[SeatTold], on: Ground) -> None:
    """Look whether seats can be planted here at all.

    :raises copying.NoSuchCaseError: if a case that is to be copied is not here.
    """
    for each in told:
        copying.wanted(_cases_here(each, on), on.drafts, on.style)


def _cases_here(told: SeatTold, on: Ground) -> list[CaseTold]:
    return [each for each in map(CaseTold.read, told.cases) if each.court == on.member.id]


def _copies(told: SeatTold, on: Ground, people: Mapping[str, Persona]) -> tuple[CaseDraft, ...]:
    return copying.copies(
        copying.wanted(_cases_here(told, on), on.drafts, on.style),
        style=on.style,
        people=people,
        known=on.personas,
    )


def _plant_seated(
    session: Session, told: SeatTold, on: Ground, *, now: datetime
) -> dict[str, Persona]:
    """Open what the people of a seat have; return them by the personas whose copies they are."""
    chair = Chair(told.code, told.number, told.key)
    cast = [CastTold.read(each) for each in told.people]
    people = {each.persona: _seated(each, chair, on) for each in cast}
    for moment in sorted({each.as_of for each in cast}):
        those = [each for each in cast if each.as_of == moment]
        plant_people(
            session,
            [people[each.persona] for each in those],
            hashes={people[each.persona].key: each.secrets.get(on.member.id) for each in those},
            member=on.member,
            now=datetime.fromisoformat(moment) if moment else now,
            world=told.world,
        )
    return people


def _seated(told: CastTold, chair: Chair, on: Ground) -> Persona:
    return seated(
        on.personas[told.persona], chair, account_number=told.account_number, links=told.links
    )


def _known_here(session: Session, on: Ground, people: Mapping[str, Persona]) -> Known:
    """Return who stands behind the personas of a copied case: those of the seat before others."""
    mine = _accounts_of(session, people.values())
    users = {key: mine[person.key] for key, person in people.items() if person.key in mine}
    subjects = {key: subject_of(person.key) for key, person in people.items()}
    return replace(
        on.known, users={**on.known.users, **users}, subjects={**on.known.subjects, **subjects}
    )


def _accounts_of(session: Session, people: Iterable[Persona]) -> dict[str, int]:
    """Return the accounts of people in their own world, by their keys."""
    logins_of = {
        logins.normal(account.login_name or ""): person.key
        for person in people
        for account in person.courts.values()
    }
    subjects = {subject_of(person.key): person.key for person in people}
    found = {}
    theirs = select(CourtUser).where(
        CourtUser.login_key.in_(logins_of) | CourtUser.linked_subject.in_(subjects)
    )
    for user in session.scalars(every_world(theirs)):
        key = logins_of.get(user.login_key or "") or subjects.get(user.linked_subject or "")
        if key is not None:
            found[key] = user.id
    return found


def set_clock(session: Session, told: SeatTold) -> None:
    """Move, stop or start the calendar of a seat, of sessions that are open, too."""
    seats.take_calendar(session, told)
    session.execute(
        update(CourtSession)
        .where(CourtSession.world == told.world)
        .values(seat_offset_seconds=told.offset_seconds)
    )


def disable_users(session: Session, world: int) -> None:
    """Let nobody of a world sign in any more."""
    session.execute(
        update(CourtUser).where(CourtUser.world == world).values(status="disabled"),
        execution_options={"synchronize_session": False},
    )


def cases_of(session: Session, worlds_wanted: Iterable[int]) -> Sequence[Case]:
    """Return the cases of some worlds, in the order of their ids."""
    chosen = select(Case).where(Case.world.in_(tuple(worlds_wanted))).order_by(Case.id)
    return session.scalars(every_world(chosen)).all()


def note(
    session: Session, tag: str, told: SeatTold, *, court: str, now: datetime, wall: datetime
) -> None:
    """Note in the audit trail what became of a seat: of the run that ended, and of the new one."""
    detail = {"place": told.place, "run": told.world, "checkpoint": told.checkpoint}
    for world in sorted({told.from_world or told.world, told.world}):
        record(
            session,
            tag=tag,
            actor="member:pacer",
            subject=f"seat:{told.code}-{told.number:02d}" if told.code else f"seat:{told.place}",
            now=now,
            wall=wall,
            detail={**detail, "court": court},
            world=world,
        )
