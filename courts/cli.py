"""Planting a court's people: old accounts, links and staff, the same in every run."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import timedelta
from typing import cast
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy import select
from sqlalchemy.orm import Session

from courts.cases import protocol as cases_protocol
from courts.edge import Court
from courts.kinds.drafts import CaseDraft
from courts.settings import Settings
from courts.training import service as training
from courts.worlds import reference, writing
from courts.worlds import service as worlds
from shared.audit import AuditEvent, record
from shared.db import SHARED_WORLD
from shared.errors import Refusal
from shared.passwords import Passwords
from shared.personas import Persona, load
from shared.timekeeping import read_setting
from shared.web.runtime import Runtime

_HASHING_THREADS = 4
_PLANTED = "plant:done"
_WORLD = "plant:world"
#: The size by which a court begins with its reference cases alone.
NO_WORLD = "none"


@dataclass(frozen=True, slots=True)
class Planted:
    """How far the planting of a world is."""

    cases: int
    of: int
    entries: int


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
    here = training.accounts_here(people, member=member, now=now)
    if not here and not any(member.id in person.staff_of for person in people):
        return
    # Hashing takes long and must not hold a transaction (shared.passwords).
    with ThreadPoolExecutor(_HASHING_THREADS) as pool:
        secrets = [account.password for _, account in here]
        hashes = list(pool.map(lambda s: None if s is None else passwords.hash(s), secrets))
    with runtime.database.writing() as session:
        if _planted(session) != known:
            return
        stored = {person.key: hashed for (person, _), hashed in zip(here, hashes, strict=True)}
        training.plant_people(
            session, people, hashes=stored, member=member, now=now, world=SHARED_WORLD
        )
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
    """Store this court's reference cases and its generated world where it has no case yet.

    The world ends on the day before the court's present one: nothing of it lies in the future.
    """
    runtime: Runtime = app.extensions["moot"]
    with runtime.database.reading() as session:
        if not worlds.is_empty(session):
            return
        size = _settings(app).world_size
        origin = _origin(app, session, _size(size)) if size != NO_WORLD else None
    drafts = [*reference.cases(runtime.member.id), *(writing.World(origin) if origin else ())]
    with runtime.database.writing() as session:
        if worlds.is_empty(session):
            _store(app, session, drafts)


def plant_world(app: Flask, size: str) -> Iterator[Planted]:
    """Store a generated world beside what the court has; yield how far it is.

    :raises Refusal: code `size` for an unknown size, `planted` if the court has that world.
    """
    runtime: Runtime = app.extensions["moot"]
    with runtime.database.reading() as session:
        origin = _origin(app, session, _size(size))
        world = writing.World(origin)
        if size in _sizes_planted(session) or worlds.holds(session, world.number(0)):
            raise Refusal("planted", f"{origin.court} has its world of size {size} already.")
    yield from _plant_blocks(app, world)


def _plant_blocks(app: Flask, world: writing.World) -> Iterator[Planted]:
    """Note that a world is planted, and store it part after part."""
    runtime: Runtime = app.extensions["moot"]
    planted = Planted(0, world.count, 0)
    yield planted
    with runtime.database.writing() as session:
        wall = runtime.clocks.wall()
        record(
            session,
            tag=_WORLD,
            actor="seed",
            subject=runtime.member.id,
            now=read_setting(session).now(wall),
            wall=wall,
            detail={"size": world.origin.size, "seed": world.origin.seed},
            world=SHARED_WORLD,
        )
        known = training.known_people(session, load())
    style = _court(app).profile.numbers
    parts = worlds.plant_world(runtime.database, world, known=known, style=style)
    for cases, entries in parts:
        planted = Planted(planted.cases + cases, world.count, planted.entries + entries)
        yield planted


def _store(app: Flask, session: Session, drafts: Iterable[CaseDraft]) -> None:
    runtime: Runtime = app.extensions["moot"]
    worlds.plant_cases(
        session,
        drafts,
        known=training.known_people(session, load()),
        style=_court(app).profile.numbers,
        zone=ZoneInfo(runtime.member.timezone),
    )


def _court(app: Flask) -> Court:
    return cast(Court, app.extensions["moot_court"])


def _settings(app: Flask) -> Settings:
    runtime: Runtime = app.extensions["moot"]
    return cast(Settings, runtime.settings)


def _size(name: str) -> writing.Size:
    try:
        return writing.Size(name)
    except ValueError:
        sizes = ", ".join(writing.Size)
        raise Refusal("size", f"There is no world of size {name}. Sizes are {sizes}.") from None


def _origin(app: Flask, session: Session, size: writing.Size) -> writing.Origin:
    runtime: Runtime = app.extensions["moot"]
    member = runtime.member
    today = training.day_of(member, read_setting(session).now(runtime.clocks.wall()))
    return writing.Origin(
        member.id,
        member.kind,
        _settings(app).seed,
        size,
        today - timedelta(days=1),
        ZoneInfo(member.timezone),
    )


def _planted(session: Session) -> frozenset[str]:
    """Return the keys of all who were planted: the audit trail remembers what the rows may not."""
    details = session.scalars(select(AuditEvent.detail).where(AuditEvent.tag == _PLANTED))
    return frozenset(key for detail in details for key in json.loads(detail)["people"])


def _sizes_planted(session: Session) -> frozenset[str]:
    """Return which worlds were planted, or begun, beside the first one."""
    details = session.scalars(select(AuditEvent.detail).where(AuditEvent.tag == _WORLD))
    return frozenset(json.loads(detail)["size"] for detail in details)
