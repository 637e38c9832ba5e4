"""Reading letters and bookings."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from courts.letters.models import Letter, LetterAnswer, SeminarBooking
from shared.paging import Page, page_of


def inbox(session: Session, *, waiting_only: bool, number: int, size: int) -> Page[Letter]:
    """Return a page of the letters, the newest first."""
    chosen = select(Letter)
    if waiting_only:
        chosen = chosen.where(Letter.done_at.is_(None))
    light = chosen.options(defer(Letter.text))
    return page_of(session, light, key=Letter.id, number=number, size=size)


def waiting(session: Session) -> int:
    """Count the letters that nobody has answered."""
    return session.scalar(select(func.count(Letter.id)).where(Letter.done_at.is_(None))) or 0


def letter(session: Session, *, letter_id: int) -> Letter | None:
    """Return one letter."""
    return session.scalar(select(Letter).where(Letter.id == letter_id))


def letter_by_message_id(session: Session, *, message_id: str) -> Letter | None:
    """Return the letter that came under an id."""
    return session.scalar(select(Letter).where(Letter.message_id == message_id))


def answers(session: Session, *, letter_id: int) -> Sequence[LetterAnswer]:
    """Return the answers to a letter, the oldest first."""
    found = select(LetterAnswer).where(LetterAnswer.letter_id == letter_id)
    return session.scalars(found.order_by(LetterAnswer.id)).all()


def bookings(session: Session, *, seminar: str, lock: bool = False) -> Sequence[SeminarBooking]:
    """Return who has a seat or waits for one, in their order; cancelled rows last."""
    found = (
        select(SeminarBooking)
        .where(SeminarBooking.seminar == seminar)
        .order_by(SeminarBooking.state, SeminarBooking.since, SeminarBooking.id)
    )
    return session.scalars(found.with_for_update() if lock else found).all()


def booking(session: Session, *, booking_id: int) -> SeminarBooking | None:
    """Return one booking."""
    return session.scalar(select(SeminarBooking).where(SeminarBooking.id == booking_id))


def of_person(session: Session, *, email: str) -> Sequence[SeminarBooking]:
    """Return the bookings of one e-mail address that still count."""
    return session.scalars(
        select(SeminarBooking)
        .where(SeminarBooking.email == email.lower(), SeminarBooking.state != "cancelled")
        .order_by(SeminarBooking.id)
    ).all()


def counts(session: Session, seminars: Collection[str]) -> Mapping[str, tuple[int, int]]:
    """Return seats taken and people waiting for each of these seminars, in one query."""
    rows = session.execute(
        select(SeminarBooking.seminar, SeminarBooking.state, func.count(SeminarBooking.id))
        .where(SeminarBooking.seminar.in_(seminars))
        .group_by(SeminarBooking.seminar, SeminarBooking.state)
    ).all()
    found = {(seminar, state): number for seminar, state, number in rows}
    return {s: (found.get((s, "booked"), 0), found.get((s, "waiting"), 0)) for s in seminars}
