"""Making a class: its exercises, its seats' start, its papers."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pikepdf
import pytest

from idp.classroom import queries as classroom
from idp.classroom import starts
from idp.exercises import format, queries
from idp.exercises.models import Enrolment
from idp.teaching import beginnings
from shared import personas
from shared import seats as shared_seats
from shared.clock import parse_when
from tests import seating
from tests.harness import Page, World
from tests.seating import Room, Sitter

HTML = {"Accept": "text/html,application/xhtml+xml"}
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


def calendar(room: Room, member: str, number: int) -> timedelta:
    """Return how far a member has moved the calendar of a seat."""
    with room.world.database(member).reading() as session:
        found = shared_seats.standing(session, room.seat(number).place)
        assert found is not None
        return found.offset


def coach_of(sitter: Sitter) -> Page:
    """Return the coach beside a page of a court."""
    sitter.browser.session.headers.update(HTML)
    [frame] = sitter.open("ctd", "/cgi-bin/iquery.pl").all("//iframe[@title='Coach']")
    return sitter.browser.get(str(frame.get("src")))


def link(sitter: Sitter) -> None:
    """Link John Attorney's old account in ctd; no menu item is clicked on yet."""
    old = sitter.person("attorney").courts["ctd"]
    sitter.sign_in("attorney")
    sitter.open("ctd", "/cgi-bin/menu.pl?id=-1")
    page = sitter.open("ctd", "/cgi-bin/LinkAccount.pl")
    page = page.submit({"login": old.login_name, "key": old.password}, button="Submit")
    page.submit(button="Submit")


def test_a_later_exercise_moves_the_calendar_of_its_seat_alone(room: Room) -> None:
    places = [("pacer", 2), ("ctd", 2), ("pacer", 0), ("ctd", 0)]
    others = {place: calendar(room, *place) for place in places}
    assert calendar(room, "ctd", 1) == calendar(room, "ctd", 2)
    sitter = room.sitter(1)
    link(sitter)
    page = coach_of(sitter)
    assert "All steps are done." in page.text
    page = page.submit(button="Begin")
    assert "File a motion with exhibits" in page.text
    assert "3:19-cv-20011" in page.text
    second = given(room, 1)[1]
    assert second.begun_on is not None
    assert second.begun_on.date() == parse_when("2021-11").date()
    for member in ("pacer", "ctd"):
        moved = calendar(room, member, 1) - others[member, 2]
        expected = parse_when("2021-11") - parse_when("2017-12")
        assert abs(moved - expected) < timedelta(hours=1)
    assert {place: calendar(room, *place) for place in places} == others
    other = room.sitter(1)
    other.sign_in("attorney_everywhere")
    shown = other.open("ctd", "/cgi-bin/menu.pl?id=-1")
    assert shown.menu()[:2] == ["Civil", "Criminal"]


def test_a_trainee_goes_back_alone_but_not_past_a_mark(room: Room) -> None:
    sitter, neighbour = room.sitter(2), room.seat(1).run
    sitter.take_seat()
    link(sitter)
    first = sitter.world
    page = sitter.open("pacer", "/seat/back")
    assert "Compare the two names, and submit" in page.text
    page = page.submit(button="Go back")
    assert page.url.endswith("/seat")
    assert sitter.world != first
    assert room.seat(1).run == neighbour
    assert "Log Out" not in sitter.open("pacer", "/seat").text
    sitter.sign_in("attorney")
    assert sitter.open("ctd", "/cgi-bin/iquery.pl").menu()[:2] == ["Civil", "Criminal"]

    page = sitter.open("pacer", "/seat/back")
    assert "You cannot go back further" in page.text
    found = sitter.open("pacer", "/join").all("//input[@name='csrf_token']/@value")
    token = {"csrf_token": str(found[0])}
    refused = sitter.browser.send("POST", page.url, token, referer=page.url)
    assert refused.status == 422
    assert "its mark is given" in refused.text


def test_nobody_without_a_seat_can_go_back(room: Room) -> None:
    stranger = room.world.browser()
    page = stranger.open("pacer", "/seat/back?seat=made-up")
    assert page.url.endswith("/join")


# --------------------------------------------------------------------------- papers


@pytest.fixture(scope="module")
def named(federation: World) -> Room:
    """Return a class that was made from a list of names."""
    names = ("names.csv", b"Name;E-mail\r\nInes Clarke;ines@example.test\r\nBo Li;\r\n")
    return seating.open_class(federation, seats=9, exercises=["001-link"], names=names)


def test_a_class_has_as_many_seats_as_its_list_has_names(named: Room) -> None:
    page = named.page()
    assert [
        " ".join(row.text_content().split()) for row in page.all("//table[@id='seats']//td[1]")
    ] == [
        "Ines Clarke (not here yet)",
        "Bo Li (not here yet)",
    ]
    assert [row.name for number in (1, 2) for row in given(named, number)] == [
        "Ines Clarke",
        "Bo Li",
    ]
    assert "Link your CM/ECF account to your PACER account" in page.text
    assert named.of_class().join_code in page.text


def test_the_list_comes_out_and_goes_in_again(named: Room) -> None:
    url = named.world.url("pacer", f"/classes/{named.class_id}/roster.csv")
    answer = named.trainer.session.get(url)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(answer.text)))
    assert [(row["Seat"], row["Learner"]) for row in rows] == [("1", "Ines Clarke"), ("2", "Bo Li")]
    person = named.sitter(1).person("attorney")
    assert person.pacer is not None
    assert rows[0]["User name"] == person.pacer.user_name
    assert rows[0]["ctd password"] == person.courts["ctd"].password
    assert named.world.browser().get(rows[0]["Card"]).url.endswith("/seat")

    changed = answer.text.replace("Bo Li", "Bo Ŀi").encode()
    page = named.page().submit({"names": ("list.csv", changed)}, button="Name the seats")
    assert "Bo Ŀi" in page.text
    assert given(named, 2)[0].name == "Bo Ŀi"
    wrong = ("list.csv", b"Seat,Name\n1,Ines\n7,Cy\n")
    page = named.page().submit({"names": wrong}, button="Name the seats")
    assert page.status == 422
    assert "Line 3: there is no seat 7; the last is 2." in page.text
    assert named.seat(1).learner == "Ines Clarke"
    page = named.page().submit(button="Name the seats")
    assert "Choose the file with the names." in page.text


def test_a_seat_is_kept_for_a_name(named: Room) -> None:
    code = named.of_class().join_code
    page = named.world.browser().open("pacer", "/join")
    page = page.submit({"code": code, "learner": "Somebody"}, button="Join")
    assert page.status == 422
    assert "The free seats are kept for the names" in page.text
    page = page.submit({"code": code, "learner": "bo ŀi"}, button="Join")
    assert page.url.endswith("/seat")
    assert named.seat(2).joined_at is not None
    page = named.page("/seats/2").submit({"learner": "Bo"}, button="Save the name")
    assert named.seat(2).learner == "Bo"
    page.submit({"learner": ""}, button="Save the name")
    assert given(named, 2)[0].name == "John Attorney"


def test_cards_of_a_class_and_of_one_seat(named: Room) -> None:
    for path, seats in (("cards.pdf?paper=a4", (1, 2)), ("seats/2/card.pdf", (2,))):
        url = named.world.url("pacer", f"/classes/{named.class_id}/{path}")
        answer = named.trainer.session.get(url)
        assert answer.headers["Content-Type"] == "application/pdf"
        assert answer.headers["Cache-Control"] == "no-store"
        paper = pikepdf.open(io.BytesIO(answer.content))
        assert len(paper.pages) == 1
        drawn: Any = pikepdf.parse_content_stream(paper.pages[0])
        text = "\n".join(str(e.operands[0]) for e in drawn if str(e.operator) == "Tj")
        assert text.count("Training simulation - not a court.") == len(seats)
        for number in seats:
            person = named.sitter(number).person("attorney")
            assert person.pacer is not None
            old = person.courts["ctd"]
            for words in (person.pacer.user_name, person.pacer.password, person.pacer.email):
                assert words in text
            assert f"{old.login_name}\nPassword\n{old.password}" in text


def test_a_class_is_kept_put_back_and_closed(named: Room) -> None:
    page = named.page().submit({"name": "Before lunch"}, button="Keep the present state")
    assert "Before lunch" in page.text
    before = [named.seat(number).run for number in (1, 2)]
    page = page.click("Go back")
    assert "2 seats have a checkpoint of this name" in page.text
    page.submit(button="Go back")
    assert not {named.seat(number).run for number in (1, 2)} & set(before)
    assert named.page().submit({"name": ""}, button="Keep the present state").status == 422

    sitter = named.sitter(1)
    sitter.take_seat()
    assert "Log Out" in sitter.sign_in("attorney").text
    clerk = named.sitter(0)
    clerk.sign_in("clerk_ctd")
    clerk.open("ctd", "/cgi-bin/menu.pl?id=-1")
    page = named.page().click("Close the class").submit(button="Close the class")
    assert "This class is closed" in page.text
    assert sitter.open("pacer", "/seat").url.endswith("/join")
    assert "Log Out" not in sitter.sign_in("attorney").text
    assert "Log Out" not in clerk.open("ctd", "/cgi-bin/menu.pl?id=-1").text
    page = sitter.open("pacer", "/join")
    page = page.submit({"code": named.of_class().join_code}, button="Join")
    assert "No class has this join code" in page.text
    with named.world.database("pacer").reading() as session:
        assert classroom.checkpoints_named(session, named.class_id, "Before lunch")
    url = named.world.url("pacer", f"/classes/{named.class_id}/reset")
    token = str(
        named.trainer.open("pacer", "/classes/new").all("//input[@name='csrf_token']/@value")[0]
    )
    refused = named.trainer.send("POST", url, {"csrf_token": token}, referer=url)
    assert "This class is closed" in refused.text
    assert named.of_class().closed_at is not None
