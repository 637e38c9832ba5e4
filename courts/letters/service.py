"""Receiving and answering letters, and booking seats."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courts.letters import queries
from courts.letters.models import Letter, LetterAnswer, SeminarBooking
from courts.website.seminars import Seminar
from shared.db import take_turn
from shared.errors import Refusal
from shared.wire import LetterSent

BOOKED = "booked"
WAITING = "waiting"
CANCELLED = "cancelled"


def receive(session: Session, *, message: LetterSent, wall: datetime) -> Letter:
    """Put a letter into the inbox; a second delivery changes nothing."""
    known = queries.letter_by_message_id(session, message_id=message.letter_id)
    if known is not None:
        return known
    item = Letter(
        message_id=message.letter_id,
        box=message.box,
        writer=message.writer[:200],
        writer_subject=message.writer_subject,
        writer_email=message.writer_email[:120],
        title=message.title[:300],
        text=message.text,
        court_time=datetime.fromisoformat(message.court_time),
        received_at=wall,
        world=message.world,
    )
    session.add(item)
    session.flush()
    return item


def answer(session: Session, *, letter: Letter, text: str, by: str, now: datetime) -> LetterAnswer:
    """Note an answer; the letter is done with."""
    item = LetterAnswer(letter_id=letter.id, text=text, by=by, court_time=now, world=letter.world)
    session.add(item)
    letter.done_at = letter.done_at or now
    session.flush()
    return item


def settle(session: Session, *, letter: Letter, now: datetime) -> None:
    """Put a letter away that needs no answer."""
    letter.done_at = letter.done_at or now
    session.flush()


@dataclass(frozen=True, slots=True)
class Guest:
    """Who wants a seat, and in whose world."""

    name: str
    email: str
    world: int
    letter_id: int | None = None


def book(session: Session, *, seminar: Seminar, guest: Guest, now: datetime) -> SeminarBooking:
    """Give a seat, or a place on the waiting list when all seats are taken.

    :raises Refusal: at the field `seminar`: it has begun, or the person is on the list already.
    """
    if seminar.start <= now:
        raise Refusal("begun", "This session has begun already.", field="seminar")
    rows = _listed(session, seminar)
    email = guest.email.lower()
    mine = next((row for row in rows if row.email == email), None)
    if mine is not None and mine.state != CANCELLED:
        on = "has a seat in" if mine.state == BOOKED else "is on the waiting list of"
        raise Refusal("booked", f"{guest.name} {on} this session already.", field="seminar")
    taken = sum(row.state == BOOKED for row in rows)
    state = BOOKED if taken < seminar.seats else WAITING
    if mine is None:
        mine = SeminarBooking(seminar=seminar.id, email=email, world=guest.world)
        session.add(mine)
    mine.name, mine.state, mine.since, mine.letter_id = guest.name, state, now, guest.letter_id
    session.flush()
    return mine


def cancel(session: Session, *, seminar: Seminar, booking: SeminarBooking) -> SeminarBooking | None:
    """Take a booking back; whoever waits longest moves up and is returned."""
    rows = _listed(session, seminar)
    session.refresh(booking)
    held = booking.state == BOOKED
    booking.state = CANCELLED
    moved = next((row for row in rows if row.state == WAITING), None) if held else None
    if moved is not None:
        moved.state = BOOKED
    session.flush()
    return moved


def _listed(session: Session, seminar: Seminar) -> Sequence[SeminarBooking]:
    """Return who is on the list of a session, which nobody else changes until this is over."""
    take_turn(session, f"seminar:{seminar.id}")
    return queries.bookings(session, seminar=seminar.id, lock=True)


def place_in_line(session: Session, *, booking: SeminarBooking) -> int:
    """Return the number of a person on the waiting list, 0 for one who has a seat."""
    rows = queries.bookings(session, seminar=booking.seminar)
    line = [row.id for row in rows if row.state == WAITING]
    return line.index(booking.id) + 1 if booking.id in line else 0
