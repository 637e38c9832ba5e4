"""What every member knows of the seats of classes: their present runs and kept states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, cast

from sqlalchemy import Float, Integer, LargeBinary, Table, bindparam, delete, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.db import SharedTable, tables


class SeatStanding(SharedTable):
    """The run that a seat is in, and how far its calendar is from the federation's.

    `place` is of `shared.seating`: a class's own place has its clerks' offset.
    """

    __tablename__ = "seat_standing"

    place: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    #: The world of the present run.
    run: Mapped[int] = mapped_column(Integer, unique=True)
    offset_seconds: Mapped[float] = mapped_column(Float, default=0.0)


class EndedRun(SharedTable):
    """A run that is over: what is still under way about it changes nothing any more."""

    __tablename__ = "ended_run"

    run: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(Integer)
    ended_at: Mapped[datetime]


class SeatSnapshot(SharedTable):
    """The state of a seat in this member at a checkpoint (shared/seat_state.py)."""

    __tablename__ = "seat_snapshot"

    place: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    checkpoint: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    #: The run whose state it is.
    run: Mapped[int] = mapped_column(Integer)
    state: Mapped[bytes] = mapped_column(LargeBinary)


@dataclass(frozen=True, slots=True)
class Standing:
    """A seat's present run and the offset of its calendar."""

    place: int
    world: int
    offset: timedelta


_STANDINGS: Final = cast(Table, SeatStanding.__table__)
_COLUMNS: Final = (_STANDINGS.c.place, _STANDINGS.c.run, _STANDINGS.c.offset_seconds)
_BY_PLACE: Final = select(*_COLUMNS).where(_STANDINGS.c.place == bindparam("wanted"))
_BY_RUN: Final = select(*_COLUMNS).where(_STANDINGS.c.run == bindparam("wanted"))


def standing(session: Session, place: int) -> Standing | None:
    """Return the present run of a seat; None if this member knows of none."""
    row = tables(session).execute(_BY_PLACE, {"wanted": place}).one_or_none()
    return None if row is None else Standing(row[0], row[1], timedelta(seconds=row[2]))


def standing_of(session: Session, world: int) -> Standing | None:
    """Return the seat whose present run a world is; None for the reference world and ended ones."""
    if not world:
        return None
    row = tables(session).execute(_BY_RUN, {"wanted": world}).one_or_none()
    return None if row is None else Standing(row[0], row[1], timedelta(seconds=row[2]))


def present(session: Session, world: int) -> Standing | None:
    """Return the seat that is or was in a run, as it is now; None for worlds of no seat."""
    found = standing_of(session, world)
    if found is None and world:
        over = session.get(EndedRun, world)
        found = None if over is None else standing(session, over.place)
    return found


def offset_of(session: Session, world: int) -> float:
    """Return how many seconds the calendar of a world is from the federation's."""
    found = standing_of(session, world)
    return found.offset.total_seconds() if found else 0.0


def keep_standing(session: Session, *, place: int, world: int, offset_seconds: float) -> None:
    """Note which run a seat is in from now on, and its calendar."""
    row = session.get(SeatStanding, place)
    if row is None:
        row = SeatStanding(place=place)
        session.add(row)
    row.run, row.offset_seconds = world, offset_seconds
    session.flush()


def end_run(session: Session, *, world: int, place: int, wall: datetime) -> None:
    """Note that a run of a seat is over; a second time changes nothing."""
    if session.get(EndedRun, world) is None:
        session.add(EndedRun(run=world, place=place, ended_at=wall))
        session.flush()


def has_ended(session: Session, world: int) -> bool:
    """Say whether a world is that of a run which is over."""
    return bool(world) and session.get(EndedRun, world) is not None


def ended(session: Session, worlds: Iterable[int]) -> frozenset[int]:
    """Return those of the worlds whose runs are over."""
    wanted = {world for world in worlds if world}
    if not wanted:
        return frozenset()
    return frozenset(session.scalars(select(EndedRun.run).where(EndedRun.run.in_(wanted))))


def keep_snapshots(
    session: Session, *, taken: Mapping[int, bytes], places: Mapping[int, tuple[int, int]]
) -> None:
    """Keep states under their places and checkpoints; a second time replaces the first.

    :param taken: states by world.
    :param places: by world: the place and the checkpoint.
    """
    for world, state in taken.items():
        place, checkpoint = places[world]
        session.merge(SeatSnapshot(place=place, checkpoint=checkpoint, run=world, state=state))
    session.flush()


def snapshots(session: Session, *, checkpoints: Sequence[int]) -> dict[int, SeatSnapshot]:
    """Return kept states by their checkpoints."""
    found = select(SeatSnapshot).where(SeatSnapshot.checkpoint.in_(checkpoints))
    return {row.checkpoint: row for row in session.scalars(found)}


def drop_snapshots(session: Session, *, checkpoints: Sequence[int]) -> None:
    """Forget states of checkpoints that nobody can go back to any more."""
    session.execute(delete(SeatSnapshot).where(SeatSnapshot.checkpoint.in_(checkpoints)))
