"""Reading exercises: a seat's enrolments, its deeds in all members, its marks."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from typing import Any, Final, cast

from sqlalchemy import Row, Select, Table, bindparam, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from idp.exercises.checks import PACER, Deed
from idp.exercises.models import Enrolment, HintTaken, Mark, ToldDeed
from shared.audit import AuditEvent
from shared.db import every_world, tables


def _since(table: type[ToldDeed] | type[AuditEvent]) -> Select[Any]:
    """Return what a table has of some worlds since a moment: rows cost less than objects."""
    rows = cast(Table, table.__table__)
    return select(rows).where(
        rows.c.world.in_(bindparam("worlds", expanding=True)),
        rows.c.wall_time >= bindparam("since"),
    )


_TOLD: Final = _since(ToldDeed)
_OWN: Final = _since(AuditEvent)


def enrolments(session: Session, *, world: int) -> Sequence[Enrolment]:
    """Return the exercises of a seat's run, in their order."""
    return session.scalars(
        every_world(
            select(Enrolment)
            .where(Enrolment.world == world)
            .order_by(Enrolment.place, Enrolment.id)
        )
    ).all()


def enrolment(session: Session, *, world: int, exercise: str) -> Enrolment | None:
    """Return a seat's enrolment in an exercise."""
    wanted = select(Enrolment).where(Enrolment.world == world, Enrolment.exercise == exercise)
    found: Enrolment | None = session.scalar(every_world(wanted))
    return found


def mark_of(session: Session, row: Enrolment) -> Mark | None:
    """Return the mark of an enrolment since it was last begun."""
    if row.begun_at is None:
        return None
    wanted = select(Mark).where(Mark.enrolment_id == row.id, Mark.begun_at == row.begun_at)
    found: Mark | None = session.scalar(every_world(wanted.order_by(Mark.id.desc()).limit(1)))
    return found


def mark_by_code(session: Session, code: str) -> Mark | None:
    """Return what a certificate was given for."""
    found: Mark | None = session.scalar(every_world(select(Mark).where(Mark.code == code)))
    return found


def hints(session: Session, row: Enrolment) -> frozenset[str]:
    """Return the steps whose hints a seat has asked for."""
    statement = select(HintTaken.step).where(HintTaken.enrolment_id == row.id)
    return frozenset(session.scalars(statement))


def deeds(session: Session, row: Enrolment) -> list[Deed]:
    """Return all that happened in a seat since it began an exercise: two queries.

    What courts told of is there as rows; PACER's own trail is read where it lies.
    """
    if row.begun_at is None:
        return []
    connection, about = tables(session), {"worlds": row.worlds, "since": row.begun_at}
    return [
        *(_deed(each, each.member, each.number) for each in connection.execute(_TOLD, about)),
        *(_deed(each, PACER, each.id) for each in connection.execute(_OWN, about)),
    ]


def deeds_in(session: Session, worlds: Collection[int]) -> dict[int, list[Deed]]:
    """Return all that happened in some worlds, each world's by itself: two queries."""
    found: dict[int, list[Deed]] = {}
    told = session.scalars(every_world(select(ToldDeed).where(ToldDeed.world.in_(worlds))))
    for each in told:
        found.setdefault(each.world, []).append(_deed(each, each.member, each.number))
    own = session.scalars(every_world(select(AuditEvent).where(AuditEvent.world.in_(worlds))))
    for event in own:
        found.setdefault(event.world, []).append(_deed(event, PACER, event.id))
    return found


def last_deeds(session: Session, worlds: range) -> dict[int, tuple[int, int]]:
    """Return the newest deed of each world, as courts told it and in PACER's own trail."""
    found: dict[int, list[int]] = {}
    tables: tuple[Any, ...] = (ToldDeed, AuditEvent)
    for place, table in enumerate(tables):
        rows = session.execute(
            every_world(
                select(table.world, func.max(table.id))
                .where(table.world.between(worlds.start, worlds.stop - 1))
                .group_by(table.world)
            )
        )
        for world, last in rows:
            found.setdefault(world, [0, 0])[place] = last
    return {world: (told, own) for world, (told, own) in found.items()}


def enrolments_in(session: Session, worlds: range) -> Sequence[Enrolment]:
    """Return the exercises of all seats of a class, each seat's in their order."""
    wanted = select(Enrolment).where(Enrolment.world.between(worlds.start, worlds.stop - 1))
    return session.scalars(
        every_world(wanted.order_by(Enrolment.world, Enrolment.place, Enrolment.id))
    ).all()


def hints_of(session: Session, ids: Collection[int]) -> dict[int, frozenset[str]]:
    """Return the steps whose hints were asked for, by enrolment."""
    found: dict[int, frozenset[str]] = {}
    for row in session.scalars(select(HintTaken).where(HintTaken.enrolment_id.in_(ids))):
        found[row.enrolment_id] = found.get(row.enrolment_id, frozenset()) | {row.step}
    return found


def marks_of(session: Session, ids: Collection[int]) -> dict[int, list[Mark]]:
    """Return the marks of enrolments, the newest first."""
    found: dict[int, list[Mark]] = {}
    rows = select(Mark).where(Mark.enrolment_id.in_(ids)).order_by(Mark.id.desc())
    for row in session.scalars(every_world(rows)):
        found.setdefault(row.enrolment_id, []).append(row)
    return found


def _deed(row: ToldDeed | AuditEvent | Row[Any], member: str, number: int) -> Deed:
    return Deed(
        member,
        number,
        row.tag,
        row.actor,
        row.subject,
        json.loads(row.detail),
        row.court_time,
        row.wall_time,
    )


#: The coach of every seat asks these all the time: they are on tables, not on objects.
_ROWS: Final = cast(Table, Enrolment.__table__).c
_ENROLLED: Final = select(_ROWS.id, _ROWS.world, _ROWS.earlier, _ROWS.begun_at).where(
    _ROWS.world == bindparam("world")
)
_NEWEST: Final = select(
    *(
        select(func.max(table.c.id))
        .where(table.c[by].in_(bindparam(name, expanding=True)))
        .scalar_subquery()
        for table, by, name in (
            (cast(Table, ToldDeed.__table__), "world", "worlds"),
            (cast(Table, AuditEvent.__table__), "world", "worlds"),
            (cast(Table, Mark.__table__), "world", "worlds"),
            (cast(Table, HintTaken.__table__), "enrolment_id", "enrolments"),
        )
    )
)


def state(connection: Connection, *, world: int) -> tuple[int, ...]:
    """Return numbers that change whenever the coach of a seat has something else to say."""
    rows = connection.execute(_ENROLLED, {"world": world}).all()
    worlds = {each for row in rows for each in (row.world, *row.earlier)} | {world}
    newest = connection.execute(
        _NEWEST, {"worlds": sorted(worlds), "enrolments": [row.id for row in rows]}
    ).one()
    begun = [int(row.begun_at.timestamp()) for row in rows if row.begun_at is not None]
    return tuple(each or 0 for each in (*newest, len(rows), sum(begun)))


def known_numbers(
    session: Session, *, world: int, member: str, numbers: Sequence[int]
) -> frozenset[int]:
    """Return which deeds of a member are there already."""
    return frozenset(
        session.scalars(
            every_world(
                select(ToldDeed.number).where(
                    ToldDeed.world == world,
                    ToldDeed.member == member,
                    ToldDeed.number.in_(numbers),
                )
            )
        )
    )
