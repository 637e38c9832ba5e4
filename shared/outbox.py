"""The outbox: what a transaction promised to others, kept as rows until it is done.

The row is the queue: claimed with a lease, in order per destination, retried with growing pauses.
Receivers keep the ids of what they have handled, so a second delivery changes nothing.
Huey (shared/jobs.py) only wakes, schedules and runs the drain.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import (
    Index,
    Integer,
    Select,
    String,
    Text,
    bindparam,
    delete,
    func,
    or_,
    select,
    update,
)
from sqlalchemy.orm import Mapped, Session, aliased, mapped_column

from shared.clock import ticks
from shared.db import Database, SharedTable, UtcDateTime
from shared.ids import new_uuid
from shared.wire import KINDS, Message

LEASE: Final = timedelta(seconds=45)
#: So many more for each destination go out between two looks at the table.
RUN: Final = 20
#: How the lanes of a member's own are named.
LOCAL: Final = "local:"
PAUSES: Final = (0.2, 1, 3, 10, 30, 60, 300)
#: Delivered promises are kept for a look back; handled ids longer than any promise can be retried.
KEEP_DELIVERED: Final = timedelta(days=7)
KEEP_HANDLED: Final = timedelta(days=60)


class OutboxRow(SharedTable):
    """One promise. Delivered rows stay until they are swept."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "delivered_at", "destination", "id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    message_id: Mapped[str] = mapped_column(String(64), unique=True)
    destination: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(40))
    payload: Mapped[str] = mapped_column(Text)
    created_at: Mapped[datetime]
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    next_attempt_at: Mapped[datetime]
    lease_until: Mapped[datetime | None]
    delivered_at: Mapped[datetime | None]
    last_error: Mapped[str | None] = mapped_column(Text)


class InboxRow(SharedTable):
    """The id of a message that was handled; written in the same commit as its effect."""

    __tablename__ = "inbox"

    message_id: Mapped[str] = mapped_column(String(64), primary_key=True)
    sender: Mapped[str] = mapped_column(String(80))
    kind: Mapped[str] = mapped_column(String(40))
    received_at: Mapped[datetime]


def enqueue(
    session: Session,
    *,
    destination: str,
    message: Message,
    wall: datetime,
    message_id: str | None = None,
    not_before: datetime | None = None,
) -> str:
    """Promise a message in this transaction and return its id.

    :param destination: a member's id, or a lane such as `local:smtp`.
    :param not_before: when it is due, if not at once; what is promised later waits behind it.
    """
    row = OutboxRow(
        message_id=message_id or new_uuid(),
        destination=destination,
        kind=message.KIND,
        payload=message.to_json(),
        created_at=wall,
        next_attempt_at=not_before or wall,
    )
    session.add(row)
    work = session.info.get("work")
    wake = session.info.get("wake_outbox")
    if work is not None and wake is not None and wake not in work.after_commit:
        work.after_commit.append(wake)
    return row.message_id


def is_promised(session: Session, message_id: str) -> bool:
    """Say whether a message of that id was promised before, delivered or not."""
    found = select(OutboxRow.id).where(OutboxRow.message_id == message_id)
    return session.scalar(found) is not None


def already_handled(session: Session, message_id: str) -> bool:
    """Say whether a message has been handled before."""
    return session.get(InboxRow, message_id) is not None


def remember(session: Session, *, message_id: str, sender: str, kind: str, wall: datetime) -> None:
    """Note a message as handled, in the commit that holds its effect."""
    session.add(InboxRow(message_id=message_id, sender=sender, kind=kind, received_at=wall))
    session.flush()


@dataclass(frozen=True, slots=True)
class Parcel:
    """A claimed row, free of its session."""

    id: int
    message_id: str
    destination: str
    kind: str
    message: Message
    attempts: int


class DeliveryFailedError(Exception):
    """The other side did not take the message; it will be tried again."""


Deliver = Callable[[Parcel], None]


def _heads() -> Select[OutboxRow]:
    """Return the first undelivered row of each destination, if it is due and not leased."""
    earlier = aliased(OutboxRow)
    first = (
        select(func.min(earlier.id))
        .where(earlier.delivered_at.is_(None), earlier.destination == OutboxRow.destination)
        .scalar_subquery()
    )
    wall = bindparam("wall", type_=UtcDateTime())
    return select(OutboxRow).where(
        OutboxRow.delivered_at.is_(None),
        OutboxRow.next_attempt_at <= wall,
        or_(OutboxRow.lease_until.is_(None), OutboxRow.lease_until < wall),
        OutboxRow.id == first,
    )


#: Asked after every commit that promised something.
_ANY_DUE: Final = _heads().with_only_columns(OutboxRow.id).limit(1)
_DUE: Final = _heads().order_by(OutboxRow.id).limit(50).with_for_update(skip_locked=True)
_NEXT_DUE: Final = select(func.min(OutboxRow.next_attempt_at)).where(
    OutboxRow.delivered_at.is_(None)
)


def claim(database: Database, *, wall: datetime) -> list[Parcel]:
    """Take what is due and not leased: of each destination the first undelivered rows.

    To another member go several in a row, of which it remembers each; of a lane of this one, which
    may send a thing twice if it is broken off, only the first.
    """
    with database.looking() as connection:
        if connection.scalar(_ANY_DUE, {"wall": wall}) is None:
            return []  # without a turn at writing
    with database.writing() as session:
        rows = list(session.scalars(_DUE, {"wall": wall}))
        # Whoever did not take the last one is asked with that one alone.
        to = {
            row.destination: row.id
            for row in rows
            if not row.attempts and not row.destination.startswith(LOCAL)
        }
        behind = (
            select(OutboxRow)
            .where(OutboxRow.delivered_at.is_(None), OutboxRow.destination.in_(to))
            .where(OutboxRow.id.not_in(to.values()))
            .order_by(OutboxRow.id)
            .limit(RUN * len(to))
            .with_for_update()
        )
        for row in session.scalars(behind) if to else ():
            leased = row.lease_until is not None and row.lease_until >= wall
            if leased or row.next_attempt_at > wall:
                to.pop(row.destination, None)  # nothing overtakes it
            elif row.destination in to:
                rows.append(row)
        for row in rows:
            row.lease_until = wall + LEASE
            row.attempts += 1
        return [
            Parcel(
                row.id,
                row.message_id,
                row.destination,
                row.kind,
                KINDS[row.kind].from_json(row.payload),
                row.attempts,
            )
            for row in rows
        ]


@dataclass
class Outcome:
    """How it went with what was claimed; `failed` has what went wrong with the first of a
    destination, `left` those behind it, which nobody has tried.
    """

    delivered: list[Parcel] = field(default_factory=list)
    failed: list[tuple[Parcel, str]] = field(default_factory=list)
    left: list[Parcel] = field(default_factory=list)


def settle(database: Database, outcome: Outcome, *, wall: datetime) -> None:
    """Note how deliveries went: done, due again after a pause, or as they were."""
    with database.writing() as session:
        _note(session, outcome.delivered, delivered_at=wall, last_error=None)
        for parcel, error in outcome.failed:
            pause = PAUSES[min(parcel.attempts, len(PAUSES)) - 1]
            again = wall + timedelta(seconds=pause)
            _note(session, [parcel], next_attempt_at=again, last_error=error)
        _note(session, outcome.left, attempts=OutboxRow.attempts - 1)


def _note(session: Session, parcels: Sequence[Parcel], **values: object) -> None:
    if parcels:
        ids = [parcel.id for parcel in parcels]
        session.execute(
            update(OutboxRow)
            .where(OutboxRow.id.in_(ids))
            .values(lease_until=None, **values)
            .execution_options(synchronize_session=False)
        )


def drain(database: Database, deliver: Deliver, *, wall: Callable[[], datetime]) -> int:
    """Deliver all that is due and return how many went out.

    A destination that fails waits; the others go on.
    """
    sent = 0
    while parcels := claim(database, wall=wall()):
        outcome, until = Outcome(), ticks() + LEASE.total_seconds() / 3
        waiting_for: set[str] = set()
        for place, parcel in enumerate(parcels):
            if parcel.destination in waiting_for or (place and ticks() > until):
                waiting_for.add(parcel.destination)
                outcome.left.append(parcel)
                continue
            try:
                deliver(parcel)
                outcome.delivered.append(parcel)
            except Exception as problem:  # a row must survive whatever a receiver does
                waiting_for.add(parcel.destination)
                outcome.failed.append((parcel, f"{type(problem).__name__}: {problem}"[:500]))
        settle(database, outcome, wall=wall())
        sent += len(outcome.delivered)
    return sent


def sweep(session: Session, wall: datetime) -> None:
    """Delete what was delivered, and what was handled, long ago."""
    session.execute(delete(OutboxRow).where(OutboxRow.delivered_at < wall - KEEP_DELIVERED))
    session.execute(delete(InboxRow).where(InboxRow.received_at < wall - KEEP_HANDLED))


def waiting(session: Session) -> int:
    """Return how many promises are not kept yet."""
    return session.scalar(select(func.count()).where(OutboxRow.delivered_at.is_(None))) or 0


def next_due(database: Database) -> datetime | None:
    """Return when the next undelivered row is due, None if there is none."""
    with database.looking() as connection:
        found: datetime | None = connection.scalar(_NEXT_DUE)
    return found
