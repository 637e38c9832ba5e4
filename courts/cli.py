"""Planting a court's people: old accounts, links and staff, the same in every run."""

from __future__ import annotations

import json
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, time, timedelta
from typing import Any, cast
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from courts.accounts import logins
from courts.accounts.models import CourtUser, StaffMember
from courts.accounts.service import VOID
from courts.cases import protocol as cases_protocol
from courts.cases.models import Case, Party
from courts.cases.service import Known
from courts.claims.models import Claim, Creditor
from courts.docket.models import Document, Entry, FreeLook
from courts.edge import Court
from courts.kinds.dice import Dice
from courts.worlds import reference
from courts.worlds import service as worlds
from courts.worlds import targets as world_targets
from courts.worlds.targets import Candidate, Drawn, Paper, Place
from shared import ids
from shared.audit import AuditEvent, record
from shared.db import SHARED_WORLD, every_world
from shared.federation import Member
from shared.ids import subject_of
from shared.passwords import Passwords
from shared.personas import Address, CourtAccountSeed, Persona, load
from shared.timekeeping import read_setting
from shared.web.runtime import Runtime

_HASHING_THREADS = 4
_PLANTED = "plant:done"


def plant(app: Flask, personas: Iterable[Persona]) -> None:
    """Open what people have at a court, as it is at its present court time.

    Whoever was planted before is left alone, whatever became of the account since.
    """
    _plant_people(app, personas)
    plant_record(app)
    cases_protocol.publish_at_once(app)


def _plant_people(app: Flask, personas: Iterable[Persona]) -> None:
    runtime: Runtime = app.extensions["moot"]
    passwords: Passwords = app.extensions["moot_passwords"]
    member, wall = runtime.member, runtime.clocks.wall()
    with runtime.database.reading() as session:
        now = read_setting(session).now(wall)
        known = _planted(session)
    people = [person for person in personas if person.key not in known]
    here = [
        (person, person.courts[member.id])
        for person in people
        if member.id in person.courts and _exists(person.courts[member.id], member, now)
    ]
    if not here and not any(member.id in person.staff_of for person in people):
        return
    # Hashing takes long and must not hold a transaction (shared.passwords).
    with ThreadPoolExecutor(_HASHING_THREADS) as pool:
        secrets = [account.password for _, account in here]
        hashes = list(pool.map(lambda s: None if s is None else passwords.hash(s), secrets))
    with runtime.database.writing() as session:
        if _planted(session) != known:
            return
        for (person, account), hashed in zip(here, hashes, strict=True):
            session.add(_user(person, account, hashed, member=member, now=now))
        for person in people:
            if member.id in person.staff_of:
                session.add(_staff(person, member))
        record(
            session,
            tag=_PLANTED,
            actor="seed",
            subject=member.id,
            now=now,
            wall=wall,
            detail={"accounts": len(here), "people": [person.key for person in people]},
            world=SHARED_WORLD,
        )


def plant_record(app: Flask) -> None:
    """Store this court's reference cases where it has no case yet."""
    runtime: Runtime = app.extensions["moot"]
    member, court = runtime.member, cast(Court, app.extensions["moot_court"])
    with runtime.database.writing() as session:
        if session.scalar(every_world(select(Case.id).limit(1))) is not None:
            return
        worlds.plant_cases(
            session,
            reference.cases(member.id),
            known=_known(session),
            style=court.profile.numbers,
            zone=ZoneInfo(member.timezone),
        )


# --------------------------------------------------------------------------- targets

#: So many cases are looked at: a world may have a hundred thousand.
_LOOKED_AT = 200
_FREE_LOOK = timedelta(days=15)
_MAGIC_BELOW = 10**15
_OPEN = ("", "public")


def targets(app: Flask, seed: int) -> dict[str, str]:
    """Return a case that everybody may see for client programs, drawn by a seed; {} without one.

    Its single paper gets a free look, as the recipient of a notice would have it.
    """
    runtime: Runtime = app.extensions["moot"]
    member, court = runtime.member, cast(Court, app.extensions["moot_court"])
    place = Place(member.id, member.doc_prefix, member.pcl_id, court.profile.numbers)
    dice = Dice(f"targets/{member.id}/{seed}")
    with runtime.database.writing(world=SHARED_WORLD) as session:
        magic = str(_MAGIC_BELOW + ids.draw(9 * _MAGIC_BELOW))
        drawn = _drawn(session, place, dice, magic)
        if drawn is None:
            return {}
        if drawn.look_at:
            now = read_setting(session).now(runtime.clocks.wall())
            look = FreeLook(
                entry_id=drawn.look_at, magic=magic, recipient="map", expires_at=now + _FREE_LOOK
            )
            session.add(look)
    return dict(drawn.told)


def _drawn(session: Session, place: Place, dice: Dice, magic: str) -> Drawn | None:
    """Return a target of the first family of cases that this court has one of."""
    opinions = _opinion_days(session, dice)
    return (
        world_targets.civil(
            _candidates(session, "civil", dice), place, magic=magic, opinions=opinions
        )
        or _bankrupt(session, place, dice)
        or world_targets.appeal(_candidates(session, "appellate", dice), place)
    )


def _bankrupt(session: Session, place: Place, dice: Dice) -> Drawn | None:
    cases = _candidates(session, "bankruptcy", dice)
    lasts = {last.lower() for case in cases for _name, last in case.parties[:1] if last}
    counts = {
        last: session.scalar(
            select(func.count(Party.id))
            .join(Case, Case.id == Party.case_id)
            .where(Party.name_key.startswith(last, autoescape=True))
        )
        or 0
        for last in sorted(lasts)
    }
    return world_targets.bankruptcy(cases, place, last_names=counts)


def _opinion_days(session: Session, dice: Dice) -> list[date]:
    days = session.scalars(
        select(Entry.filed_on)
        .join(Case, Case.id == Entry.case_id)
        .where(Entry.opinion, Entry.access == "public", *_visible())
        .distinct()
        .order_by(Entry.filed_on)
        .limit(_LOOKED_AT)
    ).all()
    return [dice.of("opinion").pick(days)] if days else []


def _visible() -> tuple[ColumnElement[bool], ...]:
    return (Case.sealed.is_(False), Case.opening.is_(False), Case.restricted == "")


def _candidates(session: Session, family: str, dice: Dice) -> list[Candidate]:
    """Return cases of a family in the order of the dice, with what everybody may see of them."""
    found = list(
        session.scalars(select(Case.id).where(Case.family == family, *_visible()).order_by(Case.id))
    )
    drawn = dice.of(family).sample(found, min(_LOOKED_AT, len(found)))
    cases = {row.id: row for row in session.scalars(select(Case).where(Case.id.in_(drawn)))}
    papers: dict[int, list[Paper]] = {}
    counted = (
        select(
            Entry.case_id,
            Entry.id,
            Entry.number,
            func.min(Document.id),
            func.count(Document.id),
            func.count(Document.id).filter(Document.kind == "pdf", Document.access.in_(_OPEN)),
        )
        .join(Document, Document.entry_id == Entry.id)
        .where(Entry.case_id.in_(drawn), Entry.access == "public", Entry.number.is_not(None))
        .group_by(Entry.case_id, Entry.id, Entry.number, Entry.seq)
        .order_by(Entry.case_id, Entry.seq)
    )
    for case_id, entry_id, number, main, count, seen in session.execute(counted):
        if count == seen:
            papers.setdefault(case_id, []).append(Paper(entry_id, number or 0, main, count))
    parties = _by_case(
        session,
        select(Party.case_id, Party.name, Party.last)
        .where(Party.case_id.in_(drawn))
        .order_by(Party.seq),
    )
    creditors = _by_case(
        session, select(Creditor.case_id, Creditor.name).where(Creditor.case_id.in_(drawn))
    )
    claimants = _by_case(
        session,
        select(Claim.case_id, Claim.creditor)
        .where(Claim.case_id.in_(drawn))
        .order_by(Claim.number),
    )
    return [
        Candidate(
            case_id=key,
            number=cases[key].number,
            caption=cases[key].caption,
            papers=tuple(papers.get(key, ())),
            parties=tuple((name, last) for name, last in parties.get(key, ())),
            creditors=tuple(name for (name,) in creditors.get(key, ())),
            claimants=tuple(name for (name,) in claimants.get(key, ())),
        )
        for key in drawn
    ]


def _by_case(session: Session, statement: Any) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    for case_id, *rest in session.execute(statement):
        found.setdefault(case_id, []).append(tuple(rest))
    return found


# --------------------------------------------------------------------------- people


def _known(session: Session) -> Known:
    """Return the accounts of this court by the keys of the personas who hold them."""
    rows = session.scalars(every_world(select(CourtUser).where(CourtUser.world == SHARED_WORLD)))
    by_key = {(row.login_name, row.primary_email): row.id for row in rows}
    users = {}
    for person in load():
        for account in person.courts.values():
            found = by_key.get((account.login_name, account.primary_email))
            if found is not None:
                users[person.key] = found
    return Known(users, {person.key: subject_of(person.key) for person in load()})


def _planted(session: Session) -> frozenset[str]:
    """Return the keys of all who were planted: the audit trail remembers what the rows may not."""
    details = session.scalars(select(AuditEvent.detail).where(AuditEvent.tag == _PLANTED))
    return frozenset(key for detail in details for key in json.loads(detail)["people"])


def _exists(account: CourtAccountSeed, member: Member, now: datetime) -> bool:
    if not account.exists_at(_day(member, now)):
        return False
    # Nobody registers from PACER before the court is live.
    return account.login_name is not None or _joined(account, member, now)


def _joined(account: CourtAccountSeed, member: Member, now: datetime) -> bool:
    live = now >= member.live_at
    return live and account.link_at(_day(member, now)) != "unlinked"


def _day(member: Member, now: datetime) -> date:
    return now.astimezone(ZoneInfo(member.timezone)).date()


def _midday(day: date, member: Member) -> datetime:
    return datetime.combine(day, time(12), ZoneInfo(member.timezone))


def _user(
    person: Persona,
    account: CourtAccountSeed,
    hashed: str | None,
    *,
    member: Member,
    now: datetime,
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
        world=SHARED_WORLD,
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


def _staff(person: Persona, member: Member) -> StaffMember:
    pacer = person.pacer
    since = date(2004, 1, 5) if pacer is None else pacer.opened
    return StaffMember(
        subject=subject_of(person.key),
        role="clerk",
        display_name=person.display_name,
        since=_midday(since, member),
        world=SHARED_WORLD,
    )
