"""Writing the classroom."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from idp.classroom import queries
from idp.classroom.models import ClassMessage, Seat, Trainer


def make_trainer(session: Session, *, subject: str, now: datetime) -> None:
    """Make a person a trainer; once is enough."""
    if not queries.is_trainer(session, subject=subject):
        session.add(Trainer(subject=subject, since=now))
        session.flush()


def tell(session: Session, chosen: Iterable[Seat], *, text: str, wall: datetime) -> None:
    """Say something to seats; their coaches show it until it is read."""
    session.add_all(ClassMessage(seat_id=seat.id, text=text, sent_at=wall) for seat in chosen)
    session.flush()


def note_read(session: Session, seat: Seat, *, message_id: int, wall: datetime) -> None:
    """Note that somebody in a seat has read a message; one of another seat stays as it is."""
    session.execute(
        update(ClassMessage)
        .where(
            ClassMessage.id == message_id,
            ClassMessage.seat_id == seat.id,
            ClassMessage.read_at.is_(None),
        )
        .values(read_at=wall)
    )
