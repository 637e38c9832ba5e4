"""Storing a world: drafts in, rows out."""

from __future__ import annotations

import gc
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import AbstractContextManager, contextmanager, nullcontext
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any, Final
from zoneinfo import ZoneInfo

from sqlalchemy import event, select
from sqlalchemy.orm import Session

from courts.cases import service as cases
from courts.cases.models import Case
from courts.cases.service import Known
from courts.claims import service as claims
from courts.docket import service as docket
from courts.kinds.drafts import CaseDraft
from courts.kinds.numbers import CaseNumber, Style
from courts.tables import Batch
from courts.worlds.writing import BLOCK, WINDOW, Origin, World
from shared.db import SHARED_WORLD, Database, every_world

#: Cases that are stored in one transaction: those that share what happens in them.
_PART: Final = WINDOW
_PLANTERS: Final = 3
#: For who only stores: rows name only rows that they come with, so nothing needs to be looked up.
_IN_BULK: Final = ("foreign_keys=OFF", "cache_size=-262144", "temp_store=MEMORY")


def plant_cases(
    session: Session,
    drafts: Iterable[CaseDraft],
    *,
    known: Known,
    style: Style,
    zone: ZoneInfo,
    world: int = SHARED_WORLD,
) -> list[int]:
    """Store cases with dockets and claims, in the order of the drafts; return their ids.

    Whatever their number, each table is written once. Rows of a case have ids in the order of the
    draft, so that the same drafts into an empty court always get the same ids.
    """
    batch = Batch(session)
    with _undisturbed():
        stored = keep_cases(batch, drafts, known=known, zone=zone, world=world)
        batch.flush()
    cases.join_links(session, stored, written=style.bare)
    return [case_id for case_id, _ in stored]


def keep_cases(
    batch: Batch, drafts: Iterable[CaseDraft], *, known: Known, zone: ZoneInfo, world: int
) -> list[tuple[int, CaseDraft]]:
    """Keep cases with dockets and claims for storing; return their ids with the drafts.

    Their ties are made once they are stored (`cases.service.join_links`).
    """
    stored = []
    for draft in drafts:
        case_id = cases.plant_case(batch, draft, known=known, world=world)
        docket.plant_entries(batch, case_id, draft.entries, zone=zone)
        claims.plant_claims(batch, case_id, draft.claims, draft.creditors)
        stored.append((case_id, draft))
    return stored


@contextmanager
def _undisturbed() -> Iterator[None]:
    """Keep the collector of cycles away: there are none, and it would walk all rows again."""
    was = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was:
            gc.enable()


def plant_world(
    database: Database, world: World, *, known: Known, style: Style
) -> Iterator[tuple[int, int]]:
    """Write and store a world, part after part; yield the cases and entries of each part.

    A large world is written and stored by several processes, each part in a transaction of its
    own: the ids of its rows then follow from who came first. Drafts are the same whoever writes
    them.
    """
    job = Job(database.url.render_as_string(hide_password=False), world.origin, known, style)
    parts = world.blocks(_PART // BLOCK)
    if world.count <= _PART:
        # Other processes would take longer to start than one takes to write.
        yield from (_plant_part(database, job, part, nullcontext()) for part in parts)
        return
    # Spawned, not forked: this process may have threads and open databases.
    context = get_context("spawn")
    with context.Manager() as manager, ProcessPoolExecutor(_PLANTERS, mp_context=context) as pool:
        turn = manager.Lock()
        waiting = {pool.submit(plant_part, job, part, turn) for part in parts}
        try:
            for done in as_completed(waiting):
                yield done.result()
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


@dataclass(frozen=True, slots=True)
class Job:
    """What a process needs to know that plants parts of a world."""

    url: str
    origin: Origin
    known: Known
    style: Style


def plant_part(job: Job, places: range, turn: AbstractContextManager[Any]) -> tuple[int, int]:
    """Write and store some cases of a world from a process that has no database open.

    :param turn: held while storing: SQLite lets one write and has others ask again and again.
    """
    database = Database(job.url, pool_size=1)
    if database.sqlite:
        event.listen(database.engine, "connect", _prepare_bulk)
    try:
        return _plant_part(database, job, places, turn)
    finally:
        database.dispose()


def _prepare_bulk(connection: Any, _record: Any) -> None:
    for pragma in _IN_BULK:
        connection.execute(f"PRAGMA {pragma}")


def _plant_part(
    database: Database, job: Job, places: range, turn: AbstractContextManager[Any]
) -> tuple[int, int]:
    world = World(job.origin)
    with _undisturbed():
        drafts = [world.case(place) for place in places]
    with turn, database.writing() as session:
        plant_cases(session, drafts, known=job.known, style=job.style, zone=job.origin.zone)
    return len(drafts), sum(len(draft.entries) for draft in drafts)


def is_empty(session: Session) -> bool:
    """Say whether a court has no case at all, in any world."""
    return session.scalar(every_world(select(Case.id).limit(1))) is None


def holds(session: Session, number: CaseNumber) -> bool:
    """Say whether everyone's world has a case of this number."""
    found = select(Case.id).where(
        Case.world == SHARED_WORLD,
        Case.type == number.type,
        Case.office == number.office,
        Case.year == number.year,
        Case.serial == number.serial,
    )
    return session.scalar(every_world(found.limit(1))) is not None
