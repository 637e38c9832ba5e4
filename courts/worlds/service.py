"""Storing a world: drafts in, rows out."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from multiprocessing import get_context
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from courts.cases import service as cases
from courts.cases.models import Case
from courts.cases.service import Known
from courts.claims import service as claims
from courts.docket import service as docket
from courts.kinds.drafts import CaseDraft
from courts.kinds.numbers import CaseNumber, Style
from courts.tables import Batch
from courts.worlds.writing import BLOCK, Origin, World
from shared.db import SHARED_WORLD, every_world

#: Blocks of twelve cases that are stored in one transaction, processes that write cases, and how
#: many parts they may be ahead of the one who stores.
_BLOCKS: Final = 25
_WRITERS: Final = 2
_AHEAD: Final = 3


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
    stored = []
    batch = Batch(session)
    for draft in drafts:
        case_id = cases.plant_case(batch, draft, known=known, world=world)
        docket.plant_entries(batch, case_id, draft.entries, zone=zone)
        claims.plant_claims(batch, case_id, draft.claims, draft.creditors)
        stored.append((case_id, draft))
    batch.flush()
    cases.join_links(session, stored, written=style.bare)
    return [case_id for case_id, _ in stored]


def written(world: World) -> Iterator[list[CaseDraft]]:
    """Yield the cases of a world, many at a time; they are written by other processes.

    Writing a case takes as long as storing it: with a processor for each it takes half the time.
    """
    parts = world.blocks(_BLOCKS)
    if world.count <= _BLOCKS * BLOCK:
        # Other processes would take longer to start than one takes to write.
        yield from (write_part(world.origin, part) for part in parts)
        return
    # Spawned, not forked: this process may have threads and open databases.
    context = get_context("spawn")
    with ProcessPoolExecutor(_WRITERS, mp_context=context) as pool:
        waiting: deque[Future[list[CaseDraft]]] = deque()
        for part in parts:
            waiting.append(pool.submit(write_part, world.origin, part))
            if len(waiting) > _AHEAD:
                yield waiting.popleft().result()
        while waiting:
            yield waiting.popleft().result()


def write_part(origin: Origin, places: range) -> list[CaseDraft]:
    """Return some cases of a world."""
    world = World(origin)
    return [world.case(place) for place in places]


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
