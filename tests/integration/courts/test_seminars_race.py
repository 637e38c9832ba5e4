"""A session never has more people than seats, however many book and cancel at once."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from courts import models
from courts.letters import queries, service
from courts.letters.models import SeminarBooking
from courts.website.seminars import Seminar
from shared.db import Database
from shared.errors import Refusal
from tests import racing

NOW = datetime(2021, 11, 15, 14, 0, tzinfo=UTC)
ROUNDS = 6


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Return a court's database, of the kind that `--database` names."""
    with racing.database(request, tmp_path, models.METADATAS) as made:
        yield made


def session_of(name: str, seats: int) -> Seminar:
    """Return a session to come."""
    start = datetime(2021, 12, 7, 15, 0, tzinfo=UTC)
    return Seminar(name, "Help", "", start, 60, "here", "", seats, ("attorneys",), "UTC")


def booking(database: Database, chosen: Seminar, who: str) -> Callable[[], str]:
    """Return the deed of booking a seat; it tells what became of it."""

    def book() -> str:
        try:
            with database.writing(world=0) as session:
                guest = service.Guest(who, f"{who}@example.test", 0)
                return service.book(session, seminar=chosen, guest=guest, now=NOW).state
        except Refusal as refusal:
            return refusal.code

    return book


def states(database: Database, chosen: Seminar) -> Counter[str]:
    """Count the bookings of a session by their states."""
    with database.reading() as session:
        found = select(SeminarBooking.state).where(SeminarBooking.seminar == chosen.id)
        return Counter(session.scalars(found).all())


def test_the_first_bookings_in_parallel_leave_no_seat_with_two_people(database: Database) -> None:
    for turn in range(ROUNDS):
        chosen = session_of(f"help-{turn}", seats=1)
        told = racing.at_once([booking(database, chosen, f"guest{n}") for n in range(8)])
        assert Counter(told) == {"booked": 1, "waiting": 7}
        assert states(database, chosen) == {"booked": 1, "waiting": 7}


def test_the_last_seat_goes_to_one_in_parallel(database: Database) -> None:
    for turn in range(ROUNDS):
        chosen = session_of(f"help-{turn}", seats=4)
        for early in range(3):
            assert booking(database, chosen, f"early{early}")() == "booked"
        told = racing.at_once([booking(database, chosen, f"guest{n}") for n in range(8)])
        assert Counter(told) == {"booked": 1, "waiting": 7}


def test_one_person_books_once_in_parallel(database: Database) -> None:
    for turn in range(ROUNDS):
        chosen = session_of(f"help-{turn}", seats=3)
        told = racing.at_once([booking(database, chosen, "guest")] * 6)
        # The first is told of the seat; the others that the seat is theirs already (a refusal).
        assert told == ["booked"] * 6
        assert states(database, chosen) == {"booked": 1}


def test_seats_that_are_given_back_go_to_those_who_wait_in_parallel(database: Database) -> None:
    for turn in range(ROUNDS):
        chosen = session_of(f"help-{turn}", seats=2)
        for name in ("first", "second", "third", "fourth"):
            booking(database, chosen, name)()
        with database.reading() as session:
            rows = queries.bookings(session, seminar=chosen.id)
            held = [row.id for row in rows if row.state == service.BOOKED]

        def cancel(number: int, chosen: Seminar = chosen) -> Callable[[], str]:
            def do() -> str:
                with database.writing(world=0) as session:
                    row = queries.booking(session, booking_id=number)
                    assert row is not None
                    moved = service.cancel(session, seminar=chosen, booking=row)
                    return moved.name if moved else ""

            return do

        told = racing.at_once([cancel(number) for number in held])
        assert sorted(told) == ["fourth", "third"]
        assert states(database, chosen) == {"booked": 2, "cancelled": 2}
