"""Tables of letters and bookings."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courts.tables import Table
from shared.db import Worldly


class Letter(Worldly, Table):
    """A letter that somebody wrote to this court; plain text, nobody's HTML."""

    __tablename__ = "letter"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    message_id: Mapped[str] = mapped_column(String(64), unique=True)
    box: Mapped[str] = mapped_column(String(120))
    writer: Mapped[str] = mapped_column(String(200))
    writer_subject: Mapped[str] = mapped_column(String(36))
    writer_email: Mapped[str] = mapped_column(String(120), index=True)
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    court_time: Mapped[datetime]
    received_at: Mapped[datetime]
    done_at: Mapped[datetime | None] = mapped_column(index=True)


class LetterAnswer(Worldly, Table):
    """An answer of the court to a letter."""

    __tablename__ = "letter_answer"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    letter_id: Mapped[int] = mapped_column(ForeignKey("letter.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    by: Mapped[str] = mapped_column(String(200))
    court_time: Mapped[datetime]


class SeminarBooking(Worldly, Table):
    """A seat in a seminar or a place on its waiting list; one row per person and seminar.

    `state` is booked, waiting or cancelled; `since` orders the waiting list.
    """

    __tablename__ = "seminar_booking"
    __table_args__ = (UniqueConstraint("world", "seminar", "email"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seminar: Mapped[str] = mapped_column(String(80), index=True)
    email: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(200))
    state: Mapped[str] = mapped_column(String(20))
    letter_id: Mapped[int | None] = mapped_column(ForeignKey("letter.id"))
    since: Mapped[datetime]
