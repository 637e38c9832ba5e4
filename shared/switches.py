"""Which faults are on at a member: rows, a copy of them in memory, and counting what bites.

Nothing is asked of the database for each request: a copy is read once a second at most, and where
no fault is on that is one look. Rows are written by the identity provider's switchboard, through
`/services/moot/faults`; in faithful mode nothing is read.
"""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import Boolean, Integer, String, Table, delete, or_, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared import outbox, seating, seats
from shared.audit import record
from shared.backchannel import transaction_open
from shared.clock import sleep, ticks
from shared.db import Database, SharedTable, tables
from shared.faults import SEAT, About, Scope
from shared.federation import IDP
from shared.timekeeping import read_setting
from shared.wire import FaultMet

#: How long another process may not notice that a fault was switched.
FRESH: Final = 1.0


class FaultRow(SharedTable):
    """A fault that is on. `most` None is until it is cleared.

    The identity provider has all of them, also those that it does not read itself (`here`).
    """

    __tablename__ = "fault"

    id: Mapped[str] = mapped_column(String(36), primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    scope: Mapped[str] = mapped_column(String(10))
    value: Mapped[str] = mapped_column(String(80), default="")
    email: Mapped[str] = mapped_column(String(120), default="")
    amount: Mapped[int | None] = mapped_column(Integer)
    most: Mapped[int | None] = mapped_column(Integer)
    used: Mapped[int] = mapped_column(Integer, default=0)
    here: Mapped[bool] = mapped_column(Boolean, default=True)


_FAULT: Final = cast(Table, FaultRow.__table__)
_READ_HERE: Final = select(_FAULT).where(
    _FAULT.c.here.is_(True), or_(_FAULT.c.most.is_(None), _FAULT.c.used < _FAULT.c.most)
)
#: What another member may say of a fault; how often it has bitten is each member's own.
_TOLD: Final = ("id", "name", "scope", "value", "email", "amount", "most")


@dataclass(frozen=True, slots=True)
class Switched:
    """A fault that is on, free of its session."""

    id: str
    name: str
    scope: Scope
    amount: int | None


def told(rows: Iterable[FaultRow]) -> list[dict[str, Any]]:
    """Return faults as one member tells them to another."""
    return [{name: getattr(row, name) for name in _TOLD} for row in rows]


def replace_rows(session: Session, faults: Sequence[dict[str, Any]]) -> None:
    """Have exactly these faults on; those that were on before go on counting."""
    wanted = {str(each["id"]): {name: each[name] for name in _TOLD} for each in faults}
    known = set(session.scalars(select(FaultRow.id)))
    session.execute(delete(FaultRow).where(FaultRow.id.in_(known - wanted.keys())))
    session.add_all(FaultRow(**wanted[key], used=0, here=True) for key in wanted.keys() - known)
    session.flush()


class Switches:
    """The faults of one member.

    :param active: False in faithful mode: nothing is read, nothing bites.
    :param wake: has the outbox drained.
    """

    def __init__(
        self,
        database: Database,
        member_id: str,
        *,
        active: bool,
        wall: Callable[[], datetime],
        wake: Callable[[], None],
        threads: int,
    ) -> None:
        self._database = database
        self._member_id = member_id
        self.active = active
        self._wall = wall
        self._wake = wake
        self._rows: tuple[Switched, ...] = ()
        self._due = 0.0
        self._places: dict[int, int] = {}
        self._dawdlers = threading.BoundedSemaphore(max(1, threads // 4))

    @property
    def on(self) -> bool:
        """Say whether any fault is on here: the one question of places where one might bite."""
        return bool(self._read(None))

    def look_again(self) -> None:
        """Read the rows at the next question: they were just changed."""
        self._due = 0.0

    def bites(
        self,
        name: str,
        about: About,
        *,
        actor: str = "",
        session: Session | None = None,
        **detail: Any,
    ) -> Switched | None:
        """Return a fault that is on for something, counted, audited and told to PACER.

        :param session: the open transaction in which that is noted; one of its own without it.
        """
        named = [f for f in self._read(session) if f.name == name]
        if any(f.scope.kind == SEAT for f in named):
            about = replace(about, place=self._place(session, about.world))
        fitting = [f for f in named if f.scope.covers(about)]
        if not fitting:
            return None
        if session is not None:
            return self._first(session, fitting, about, actor, detail)
        with self._transaction() as own:
            return self._first(own, fitting, about, actor, detail)

    def dawdle(self, seconds: int) -> None:
        """Wait, unless too many threads do so already. No transaction may be open."""
        if self._dawdlers.acquire(blocking=False):
            try:
                sleep(seconds)
            finally:
                self._dawdlers.release()

    # ------------------------------------------------------------------ inside

    def _read(self, session: Session | None) -> tuple[Switched, ...]:
        if not self.active or ticks() < self._due:
            return self._rows
        if session is not None:
            return self._take(tables(session))
        if transaction_open.get():
            # Never a second connection beside the first: what was known a moment ago will do.
            return self._rows
        with self._database.looking() as connection:
            return self._take(connection)

    def _place(self, session: Session | None, world: int) -> int:
        """Return the place of the seat whose run a world is or was; a run never changes seats."""
        place = self._places.get(world, 0)
        if place or not seating.is_seat(world):
            return place
        if session is not None:
            place = seats.place_of(tables(session), world)
        elif not transaction_open.get():
            with self._database.looking() as connection:
                place = seats.place_of(connection, world)
        if place:
            self._places[world] = place
        return place

    def _take(self, connection: Connection) -> tuple[Switched, ...]:
        self._due = ticks() + FRESH
        self._rows = tuple(
            Switched(row.id, row.name, Scope(row.scope, row.value, row.email), row.amount)
            for row in connection.execute(_READ_HERE)
        )
        return self._rows

    @contextmanager
    def _transaction(self) -> Iterator[Session]:
        work = self._database.begin(world=None)
        work.session.info["wake_outbox"] = self._wake
        try:
            yield work.session
            work.commit()
        finally:
            work.close()

    def _first(
        self,
        session: Session,
        fitting: Sequence[Switched],
        about: About,
        actor: str,
        detail: dict[str, Any],
    ) -> Switched | None:
        """Count the first fault that others have not used up meanwhile, and note it."""
        left = or_(_FAULT.c.most.is_(None), _FAULT.c.used < _FAULT.c.most)
        counting = update(_FAULT).where(left).values(used=_FAULT.c.used + 1)
        self.look_again()
        for found in fitting:
            if tables(session).execute(counting.where(_FAULT.c.id == found.id)).rowcount:
                self._note(session, found, about, actor, detail)
                return found
        return None

    def _note(
        self, session: Session, found: Switched, about: About, actor: str, detail: dict[str, Any]
    ) -> None:
        wall = self._wall()
        record(
            session,
            tag="fault:met",
            actor=actor or f"member:{self._member_id}",
            subject=found.name,
            now=read_setting(session).now(wall),
            wall=wall,
            detail={"fault": found.id, **detail},
            world=about.world,
        )
        met = FaultMet(fault_id=found.id, member=self._member_id, at=wall.isoformat())
        outbox.enqueue(session, destination=IDP, message=met, wall=wall)
