"""What every member knows of the seats of classes: their present runs and kept states."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final, cast

from sqlalchemy import Float, Integer, LargeBinary, Row, Table, bindparam, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.clock import ClockSetting
from shared.db import SharedTable, tables
from shared.seat_state import Restoring, SeatState
from shared.wire import SeatTold


class SeatStanding(SharedTable):
    """The run that a seat is in, and how far its calendar is from the federation's.

    `place` is of `shared.seating`: a class's own place has its clerks' offset. A calendar that
    stands still at `frozen_at` minds neither its offset nor the federation's court time.
    """

    __tablename__ = "seat_standing"

    place: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    #: The world of the present run.
    run: Mapped[int] = mapped_column(Integer, unique=True)
    offset_seconds: Mapped[float] = mapped_column(Float, default=0.0)
    frozen_at: Mapped[datetime | None]


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
    """A seat's present run, and its calendar: an offset, or standing still at a moment."""

    place: int
    world: int
    offset: timedelta
    frozen_at: datetime | None = None

    def now(self, setting: ClockSetting, wall: datetime) -> datetime:
        """Return court time on the seat's calendar."""
        return self.frozen_at or setting.now(wall, seat=self.offset)


@dataclass(frozen=True, slots=True)
class Calendars:
    """The federation's court time and that of every seat, for work that is about all of them."""

    setting: ClockSetting
    by_world: Mapping[int, Standing] = field(default_factory=dict)

    def now(self, world: int, wall: datetime) -> datetime:
        """Return court time in a world; worlds of no present run go by the federation's."""
        found = self.by_world.get(world)
        return self.setting.now(wall) if found is None else found.now(self.setting, wall)


_STANDINGS: Final = cast(Table, SeatStanding.__table__)
_COLUMNS: Final = (
    _STANDINGS.c.place,
    _STANDINGS.c.run,
    _STANDINGS.c.offset_seconds,
    _STANDINGS.c.frozen_at,
)
_BY_PLACE: Final = select(*_COLUMNS).where(_STANDINGS.c.place == bindparam("wanted"))
_BY_RUN: Final = select(*_COLUMNS).where(_STANDINGS.c.run == bindparam("wanted"))


def standing(session: Session, place: int) -> Standing | None:
    """Return the present run of a seat; None if this member knows of none."""
    return _standing(tables(session).execute(_BY_PLACE, {"wanted": place}).one_or_none())


def standing_of(session: Session, world: int) -> Standing | None:
    """Return the seat whose present run a world is; None for the reference world and ended ones."""
    if not world:
        return None
    return _standing(tables(session).execute(_BY_RUN, {"wanted": world}).one_or_none())


def calendars(session: Session, setting: ClockSetting) -> Calendars:
    """Return the calendars of all present runs; `setting` is this member's."""
    found = (_standing(row) for row in tables(session).execute(select(*_COLUMNS)))
    return Calendars(setting, {each.world: each for each in found if each is not None})


def _standing(row: Row[int, int, float, datetime | None] | None) -> Standing | None:
    if row is None:
        return None
    return Standing(row[0], row[1], timedelta(seconds=row[2]), row[3])


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


def keep_standing(
    session: Session,
    *,
    place: int,
    world: int,
    offset_seconds: float,
    frozen_at: datetime | None = None,
) -> None:
    """Note which run a seat is in from now on, and its calendar."""
    row = session.get(SeatStanding, place)
    if row is None:
        row = SeatStanding(place=place)
        session.add(row)
    row.run, row.offset_seconds, row.frozen_at = world, offset_seconds, frozen_at
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


def take_calendar(session: Session, told: SeatTold) -> None:
    """Note the run of a seat and its calendar as the identity provider tells them."""
    keep_standing(
        session,
        place=told.place,
        world=told.world,
        offset_seconds=told.offset_seconds,
        frozen_at=datetime.fromisoformat(told.frozen_at) if told.frozen_at else None,
    )


class NoStateError(LookupError):
    """A member is to go back to a checkpoint that it never kept."""


def keep_states(session: Session, state: SeatState, told: Sequence[SeatTold]) -> None:
    """Keep the present state of seats under their checkpoints; a second time replaces the first."""
    session.flush()
    taken = state.capture(session.connection(), [each.world for each in told])
    for each in told:
        session.merge(
            SeatSnapshot(
                place=each.place,
                checkpoint=each.checkpoint,
                run=each.world,
                state=taken[each.world],
            )
        )
    session.flush()


def put_back(
    session: Session, state: SeatState, told: Sequence[SeatTold], *, wall: datetime
) -> None:
    """End the runs of seats, their sessions with them, and begin others from checkpoints.

    :raises NoStateError: if this member has not kept one of them.
    """
    wanted = [each.checkpoint for each in told]
    found = session.scalars(select(SeatSnapshot).where(SeatSnapshot.checkpoint.in_(wanted)))
    kept = {(row.place, row.checkpoint): row for row in found}
    missing = [each.checkpoint for each in told if (each.place, each.checkpoint) not in kept]
    if missing:
        raise NoStateError(f"no state is kept under {missing}")
    states = [
        Restoring(
            state=kept[each.place, each.checkpoint].state,
            taken_from=kept[each.place, each.checkpoint].run,
            from_world=each.from_world,
            to_world=each.world,
        )
        for each in told
    ]
    session.flush()
    state.restore(session.connection(), states)
    session.expire_all()
    for each in told:
        if each.from_world != each.world:
            end_run(session, world=each.from_world, place=each.place, wall=wall)
        take_calendar(session, each)
