"""Making a class: its exercises, its seats' start, its papers."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import pytest

from idp.classroom import starts
from idp.exercises import format, queries
from idp.exercises.models import Enrolment
from idp.teaching import beginnings
from shared import personas
from shared.clock import parse_when
from tests import seating
from tests.harness import World
from tests.seating import Room

KNOWN = starts.Known(personas.by_key(personas.load()), seating.MEMBERS[1:], parse_when)
BROUGHT = beginnings.Brought(KNOWN.personas, KNOWN.courts)


@pytest.fixture(scope="module")
def federation(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Return a planted federation; each test has a class of its own."""
    with seating.federation(request, tmp_path_factory.mktemp("classes")) as made:
        yield made


@pytest.fixture(scope="module")
def room(federation: World) -> Room:
    """Return a class of two seats with an exercise before go-live and one of filing."""
    return seating.open_class(
        federation, seats=2, start="together", exercises=["001-link", "motion-with-exhibits"]
    )


def given(room: Room, number: int) -> list[Enrolment]:
    """Return the exercises of a seat."""
    with room.world.database("pacer").reading() as session:
        return list(queries.enrolments(session, world=room.seat(number).run))


# --------------------------------------------------------------------------- start states


@pytest.mark.parametrize(
    "keys", [[each.key for each in format.library()], ["ten-mistakes", "000-password"]]
)
def test_what_exercises_bring_can_be_written_and_read(keys: Sequence[str]) -> None:
    exercises = [format.load(key) for key in keys]
    start = BROUGHT.start(exercises)
    assert starts.parse(starts.write(start), KNOWN) == start
    assert start.at == exercises[0].start.at
    wanted = {persona for each in exercises for persona in each.start.cast}
    assert {player.persona for player in (*start.cast, *start.staff)} >= wanted
    assert not {player.persona for player in start.cast} & {p.persona for p in start.staff}
    for number in (1, 99):
        own = beginnings.own_numbers(exercises, start, number)
        written = {n for each in exercises for of in each.start.cases.values() for n in of}
        assert own.keys() == written
        assert len(set(own.values())) == len({case.copy for case in start.cases})


def test_of_a_later_time_everybody_has_what_they_have_then() -> None:
    """Oscar Counsel is linked in 2021, and not in 2017, when the first exercise begins."""
    start = BROUGHT.start([format.load("001-link"), format.load("motion-with-exhibits")])
    assert [(player.persona, player.at) for player in start.cast] == [
        ("attorney", ""),
        ("attorney_everywhere", "2021-11"),
    ]


# --------------------------------------------------------------------------- a class with exercises


def test_every_seat_has_the_exercises_of_the_class(room: Room) -> None:
    for number in (1, 2):
        first, second = given(room, number)
        assert (first.exercise, first.place) == ("001-link", 0)
        assert (second.exercise, second.place) == ("motion-with-exhibits", 1)
        assert first.begun_on is not None
        assert first.begun_on.date() == parse_when("2017-12").date()
        assert second.begun_at is None
        assert second.cases == {"3:19-cv-21": f"3:19-cv-200{number}1"}
        assert first.name == "John Attorney"
    with room.world.database("pacer").reading() as session:
        assert not queries.enrolments(session, world=room.seat(0).run)
