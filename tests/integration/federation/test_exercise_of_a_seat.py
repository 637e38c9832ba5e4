"""An exercise in a seat of a class: its checkpoint is kept, and it follows the seat's runs."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime

import pytest
from sqlalchemy import select

from idp.classroom import queries as classroom
from idp.exercises import queries, service
from idp.exercises.models import Mark
from shared.db import every_world
from tests import seating, seats
from tests.seating import Room, Sitter

KEY = "001-link"
HTML = {"Accept": "text/html,application/xhtml+xml"}
KEPT = "Compare the two names, and submit"


@pytest.fixture(scope="module")
def room(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Room]:
    """Return a class of two seats."""
    with seating.room(request, tmp_path_factory.mktemp("class"), seats=2) as made:
        yield made


def link(sitter: Sitter) -> None:
    """Link John Attorney's old account in ctd, and click on a menu item."""
    old = sitter.person("attorney").courts["ctd"]
    sitter.sign_in("attorney")
    sitter.open("ctd", "/cgi-bin/menu.pl?id=-1")
    page = sitter.open("ctd", "/cgi-bin/LinkAccount.pl")
    page = page.submit({"login": old.login_name, "key": old.password}, button="Submit")
    page.submit(button="Submit")


def done(room: Room, number: int) -> list[bool]:
    """Return which steps of a seat's exercise are done."""
    with room.world.database("pacer").reading() as session:
        row = queries.enrolment(session, world=room.seat(number).run, exercise=KEY)
        assert row is not None
        exercise = service.exercise_of(row, None)
        assert exercise is not None
        steps = service.read(session, row, exercise).progress.steps
        return [step.done is not None for step in steps]


def checkpoints(room: Room, number: int) -> dict[str, int]:
    """Return the checkpoints of a seat that one can go back to."""
    with room.world.database("pacer").reading() as session:
        found = classroom.checkpoints(session, room.seat(number).id)
        return {row.name: row.id for row in found if row.taken_at is not None}


def test_a_seat_goes_back_to_the_checkpoint_of_its_exercise(room: Room) -> None:
    """What was done before it counts on; what came after it is due again."""
    sitter = room.sitter(1)
    who = sitter.person("attorney")
    first = sitter.world
    seats.enrol(room.world.database("pacer"), who, KEY, world=first)
    link(sitter)
    assert KEPT in checkpoints(room, 1)
    sitter.open("ctd", "/cgi-bin/iquery.pl")
    assert done(room, 1) == [True] * 4

    page = room.page("/seats/1")
    form = next(f for f in page.all("//form") if (f.get("action") or "").endswith("/back"))
    data = {
        "csrf_token": dict(form.form_values())["csrf_token"],
        "checkpoint": str(checkpoints(room, 1)[KEPT]),
    }
    room.trainer.send("POST", page.url + "/back", data, referer=page.url)
    assert sitter.world != first
    assert done(room, 1) == [True, True, True, False]
    sitter.sign_in("attorney")
    page = sitter.open("ctd", "/cgi-bin/iquery.pl")
    assert page.menu()[:2] == ["Civil", "Criminal"]

    room.reset(1)
    assert done(room, 1) == [False] * 4
    with room.world.database("pacer").reading() as session:
        row = queries.enrolment(session, world=sitter.world, exercise=KEY)
        assert row is not None
        assert row.begun_at is None
        # The mark that was earned is not taken back.
        earned = session.scalars(every_world(select(Mark).where(Mark.enrolment_id == row.id))).all()
        assert [(mark.name, mark.points) for mark in earned] == [(who.display_name, 10)]


def test_an_exercise_begins_for_whoever_comes_first_after_a_reset_too(room: Room) -> None:
    """A class that was set back before the lesson is as a new one."""
    sitter = room.sitter(1)
    who = sitter.person("attorney")
    seats.enrol(room.world.database("pacer"), who, KEY, world=sitter.world)
    room.reset(1)

    def begun_at() -> datetime | None:
        with room.world.database("pacer").reading() as session:
            row = queries.enrolment(session, world=sitter.world, exercise=KEY)
            assert row is not None
            return row.begun_at

    assert begun_at() is None
    before = room.world.clock()
    sitter.take_seat()
    assert (begun_at() or before) > before


def test_the_coach_is_for_seats_and_not_for_those_who_work_for_the_class(room: Room) -> None:
    """With the seat's cookie it is there before anybody has signed in."""
    sitter = room.sitter(2)
    sitter.browser.session.headers.update(HTML)
    seats.enrol(room.world.database("pacer"), sitter.person("attorney"), KEY, world=sitter.world)
    sitter.take_seat()
    page = sitter.open("ctd", "/", role="www")
    [frame] = page.all("//iframe[@title='Coach']")
    shown = sitter.browser.get(str(frame.get("src")))
    assert "Sign in to the court with your PACER account" in shown.text
    clerk = room.sitter(0)
    clerk.browser.session.headers.update(HTML)
    clerk.sign_in("clerk_ctd")
    assert not clerk.open("ctd", "/cgi-bin/menu.pl?id=-1").all("//iframe[@title='Coach']")
