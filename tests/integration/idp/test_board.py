"""The board of a class: where its seats are, what they are at, and to nobody but its trainer."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
import requests
from sqlalchemy import select

from courts.registrations.models import RegistrationRequest
from idp.board import protocol
from idp.classroom import service as classroom
from shared import ids
from shared.audit import AuditEvent
from shared.db import every_world
from shared.personas import Persona
from tests import counting, seating
from tests.harness import Browser, Page, World
from tests.seating import Room, Sitter

MOZILLA = {"User-Agent": "Mozilla/5.0 (a browser of a test)", "Accept": "text/html,*/*"}
KEY = "001-link"
OTHERS = "/pscof/manage/nonAttorneyRegistration.jsf"
TERMS = {"term_1": "y", "term_2": "y", "term_3": "y"}


@pytest.fixture(scope="module")
def federation(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Return one federation for all classes."""
    with seating.federation(request, tmp_path_factory.mktemp("boards")) as made:
        yield made


@pytest.fixture(scope="module")
def room(federation: World) -> Room:
    """Return a class of two seats at the exercise of linking."""
    return seating.open_class(federation, seats=2, start="linking", exercises=[KEY])


@pytest.fixture(scope="module")
def worked(federation: World) -> Room:
    """Return a class of two seats, the first of which has linked at the second try, and slowly."""
    made = seating.open_class(federation, seats=2, start="linking", exercises=[KEY])
    at = sitter(made, 1)
    at.sign_in("attorney")
    try_to_link(at, wrong=True)
    federation.clock.advance(minutes=6)
    try_to_link(at).submit(button="Submit")
    at.open("ctd", "/cgi-bin/iquery.pl")
    return made


@pytest.fixture(scope="module")
def many(federation: World) -> Room:
    """Return a class of twelve seats with people who may ask a court for an account."""
    return seating.open_class(federation, seats=12, start="filing", exercises=[KEY])


def fresh(room: Room) -> None:
    """Let members be asked again at once."""
    with room.world.app("pacer").app_context():
        protocol.board().lookout = protocol.Lookout()


def board(room: Room, query: str = "") -> Page:
    fresh(room)
    return room.page(f"/board{query}")


def row(page: Page, number: int) -> str:
    """Return what the board says of a seat."""
    found = page.all(f"//tr[.//a[@id='seat-{number}']]")
    assert found, page.text[:2000]
    return " ".join(" ".join(found[0].itertext()).split())


def sitter(room: Room, number: int) -> Sitter:
    found = room.sitter(number)
    found.browser.session.headers.update(MOZILLA)
    return found


def try_to_link(at: Sitter, *, wrong: bool = False) -> Page:
    """Give the court the old login of a seat's attorney; return the page that comes next."""
    old = at.person("attorney").courts["ctd"]
    key = "wrong" if wrong else old.password
    page = at.open("ctd", "/cgi-bin/LinkAccount.pl")
    return page.submit({"login": old.login_name, "key": key}, button="Submit")


def post(room: Room, path: str, **data: Any) -> Page:
    """Send a form of the board."""
    url = room.world.url("pacer", f"/classes/{room.class_id}/board{path}")
    token = room.page("/board").all("//input[@name='csrf_token']/@value")[0]
    return room.trainer.send("POST", url, {"csrf_token": str(token), **data}, referer=url)


def events(world: World, member: str, *, tag: str) -> list[AuditEvent]:
    with world.database(member).reading() as session:
        chosen = select(AuditEvent).where(AuditEvent.tag == tag).order_by(AuditEvent.id)
        return list(session.scalars(every_world(chosen)))


# --------------------------------------------------------------------------- the grid


def test_the_board_follows_a_seat(federation: World) -> None:
    room = seating.open_class(federation, seats=2, start="linking", exercises=[KEY])
    page = board(room)
    assert "2 seats: 0 signed in, 0 stuck, 0 done." in page.text
    assert "nobody yet no not seen yet" in row(page, 1)
    at = sitter(room, 1)
    at.take_seat()
    at.open("ctd", "/", role="www")
    # Whoever took the seat is seen before anybody has signed in.
    page = board(room)
    assert "joined no" in row(page, 1)
    assert "District of Connecticut" in row(page, 1)
    at.sign_in("attorney")
    at.open("ctd", "/cgi-bin/menu.pl?id=-1")
    page = board(room)
    assert "PACER , CTD" in row(page, 1)
    assert "Show the court that the old account is yours" in row(page, 1)
    assert "1 of 4 steps" in row(page, 1)
    assert "2 seats: 1 signed in, 0 stuck, 0 done." in page.text
    try_to_link(at, wrong=True)
    page = board(room)
    assert "1 The old login or its password was wrong" in row(page, 1)
    room.world.clock.advance(minutes=6)
    page = board(room, "?show=stuck")
    assert "stuck" in row(page, 1)
    assert "1 stuck" in page.text
    assert not page.all("//a[@id='seat-2']")
    try_to_link(at).submit(button="Submit")
    at.open("ctd", "/cgi-bin/iquery.pl")
    page = board(room, "?show=done")
    assert "done" in row(page, 1)
    assert "4 of 4 steps" in row(page, 1)
    assert not page.all("//a[@id='seat-2']")
    at.open("ctd", "/cgi-bin/login.pl?logout")
    assert "CTD" not in row(board(room), 1)


def test_unchanged_is_said_without_a_word(room: Room) -> None:
    """Neither a body nor a turn at writing; and members are asked once for all who look."""
    session, url = room.trainer.session, board(room).url
    first = session.get(url)
    with counting.statements(room.world.database("pacer").engine) as asked:
        again = session.get(url, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    assert again.content == b""
    assert {each[:6] for each in asked} <= {"SELECT"}
    at = sitter(room, 2)
    at.sign_in("attorney")
    fresh(room)
    assert session.get(url, headers={"If-None-Match": first.headers["ETag"]}).status_code == 200


def test_as_many_questions_for_twelve_seats_as_for_two(room: Room, many: Room) -> None:
    federation = room.world
    counts: list[list[str]] = []
    for each in (room, many):
        with federation.app("pacer").app_context():
            protocol.board().standings = protocol.Standings()
        fresh(each)
        with counting.statements(federation.database("pacer").engine) as asked:
            page = each.page("/board")
        assert len(page.all("//tbody[@data-part='rows']/tr")) in (2, 12)
        counts.append([_shape(statement) for statement in asked])
    assert counts[0] == counts[1]
    assert len(counts[0]) <= 24


def _shape(statement: str) -> str:
    return re.sub(r"\(([?]|%\(\w+\)s\S*)(, ([?]|%\(\w+\)s\S*))*\)", "(…)", statement)


def test_a_member_that_is_silent_is_named(room: Room, monkeypatch: pytest.MonkeyPatch) -> None:
    backchannel = room.world.app("pacer").extensions["moot"].backchannel
    ask = backchannel.get_service

    def silent(to: Any, *rest: Any, **more: Any) -> Any:
        if to.id == "cod":
            raise requests.ConnectionError("away")
        return ask(to, *rest, **more)

    monkeypatch.setattr(backchannel, "get_service", silent)
    page = board(room)
    assert "Not heard: COD" in page.text
    assert "PACER" in row(page, 1)


# --------------------------------------------------------------------------- over a shoulder


def test_a_look_over_a_shoulder_is_noted_and_nothing_acts(room: Room) -> None:
    at = sitter(room, 2)
    at.sign_in("attorney")
    at.open("pacer", "/pscof/manage/maint.jsf", role="psc")
    at.open("ctd", "/cgi-bin/LinkAccount.pl")
    before = len(events(room.world, "pacer", tag="board:looked"))
    fresh(room)
    page = room.page("/board/seats/2")
    assert "District of Connecticut" in page.text
    frame = page.all("//iframe[@class='still']")[0]
    assert frame.get("sandbox") == ""
    answer = room.trainer.session.get(room.world.url("pacer", frame.get("src")))
    assert "Link a CM/ECF account" in answer.text
    assert "sandbox" in answer.headers["Content-Security-Policy"]
    assert not re.search(r"<script|href=\"(?!/static)|action=|csrf_token|\bon\w+=", answer.text)
    fields = re.findall(r"<(?:input|button|select|textarea)[^>]*>", answer.text)
    assert fields
    assert all("disabled" in each for each in fields)
    noted = events(room.world, "pacer", tag="board:looked")
    assert len(noted) == before + 1
    assert noted[-1].world == at.world
    # A step due is not less due because somebody looked.
    assert "looked" not in row(board(room), 2)


def test_mails_of_a_seat(worked: Room) -> None:
    page = worked.page("/board/seats/1")
    links = page.all("//ul[@class='mail-list']//a/@href")
    assert links
    shown = worked.trainer.open("pacer", str(links[0]))
    assert "seat01" in shown.text
    other = str(links[0]).replace("/seats/1/", "/seats/2/")
    assert worked.trainer.open("pacer", other).status == 404


def test_nobody_but_the_class_s_own_trainer(room: Room, people: dict[str, Persona]) -> None:
    world, who = room.world, people["researcher"]
    with world.database("pacer").writing() as session:
        classroom.make_trainer(session, subject=ids.subject_of(who.key), now=world.clock())
    other: Browser = world.browser()
    other.sign_in(other.open("pacer", "/csologin/login.jsf"), who)
    for path in ("", "/results", "/results.csv", "/reset", "/seats/1", "/seats/1/page"):
        got = other.session.get(world.url("pacer", f"/classes/{room.class_id}/board{path}"))
        assert got.status_code == 404, path
    token = other.open("pacer", "/classes/new").all("//input[@name='csrf_token']/@value")[0]
    for path in ("/message", "/approve", "/reset", "/seats/1/reset", "/seats/1/message"):
        url = world.url("pacer", f"/classes/{room.class_id}/board{path}")
        answer = other.send("POST", url, {"csrf_token": str(token), "text": "x"}, referer=url)
        assert answer.status == 404, path


# --------------------------------------------------------------------------- messages


def test_a_message_stays_until_it_is_read(room: Room) -> None:
    assert post(room, "/message", text=" ").status == 422
    page = post(room, "/message", text="Five minutes more.\nThen we talk.")
    assert "Five minutes more." in page.text
    assert "to 2 seats, read by 0" in " ".join(page.text.split())
    post(room, "/seats/1/message", text="Well done.")
    at = sitter(room, 1)
    mine = at.take_seat()
    assert "Well done." in mine.text
    assert "Five minutes more." in mine.text
    assert "2 unread" in row(board(room), 1)
    at.sign_in("attorney")
    shown = at.open("ctd", "/cgi-bin/menu.pl?id=-1")
    coach = at.browser.get(str(shown.all("//iframe[@title='Coach']/@src")[0]))
    assert "Well done." in coach.text
    coach = coach.submit(button="I have read this")
    assert "Five minutes more." not in coach.text
    assert "Well done." in coach.text
    at.open("pacer", "/seat").submit(button="I have read this")
    assert "Your trainer says" not in at.open("pacer", "/seat").text
    page = board(room)
    assert "unread" not in row(page, 1)
    assert "1 unread" in row(page, 2)
    assert "to 2 seats, read by 1" in " ".join(page.text.split())
    # Somebody else's is not theirs to acknowledge.
    token = at.open("pacer", "/seat").all("//input[@name='csrf_token']/@value")[0]
    url = room.world.url("pacer", "/seat/messages/2")
    at.browser.send("POST", url, {"csrf_token": str(token)}, referer=url)
    assert "1 unread" in row(board(room), 2)


# --------------------------------------------------------------------------- the clerk


def ask_ctb(room: Room, number: int) -> None:
    """Have the researcher of a seat ask ctb for an account of a creditor."""
    at = room.sitter(number)
    at.browser.sign_in(at.open("pacer", OTHERS, "pacer"), at.person("researcher"))
    page = at.open("pacer", OTHERS, "pacer")
    page = page.submit({"court_type": "bankruptcy", "court": "ctb"}, button="Next")
    page = page.submit({"role": "creditor", **TERMS}, button="Submit")
    assert "Your request was forwarded to the court." in page.text, page.text


def test_what_waits_is_approved_by_the_class_s_clerk(room: Room, many: Room) -> None:
    world = many.world
    assert "Nothing waits in any court." in post(many, "/approve").text
    for number in (1, 2):
        ask_ctb(many, number)
    assert "District of Connecticut: 2" in board(many).text
    assert "Nothing waits" in board(room).text  # of another class
    post(many, "/approve")
    assert "District of Connecticut: 2 approved" in " ".join(board(many).text.split())
    done = events(world, "ctb", tag="registration:approved")
    clerk = Sitter(many, many.seat(0), world.browser()).person("clerk_ctb")
    assert clerk.pacer is not None
    worlds = {many.seat(number).run for number in (1, 2)}
    assert {each.world for each in done} == worlds
    assert {each.actor for each in done} == {f"pacer:{clerk.pacer.user_name}"}
    with world.database("ctb").reading() as session:
        rows = session.scalars(every_world(select(RegistrationRequest))).all()
    mine = [each for each in rows if each.world in worlds]
    assert {(each.state, each.decided_by) for each in mine} == {("approved", clerk.display_name)}
    assert json.loads(events(world, "pacer", tag="board:approved")[-1].detail)["approved"] == 2
    assert "Nothing waits" in board(many).text


# --------------------------------------------------------------------------- setting back, results


def test_results_and_setting_back(worked: Room) -> None:
    answer = worked.trainer.session.get(
        worked.world.url("pacer", f"/classes/{worked.class_id}/board/results.csv")
    )
    assert answer.headers["Content-Type"].startswith("text/csv")
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    first = rows[0]
    assert (first["exercise"], first["hints"], first["most"]) == (KEY, "0", "10")
    assert first["mistakes"] == "The old login or its password was wrong (1)"
    assert re.fullmatch(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){2}", first["certificate"])
    assert float(first["minutes of step 2"]) >= 6
    assert rows[1]["completed (UTC)"] == ""
    page = worked.page("/board/results")
    assert len(page.all("//*[local-name()='rect']")) == 8
    assert "Show the court that the old account is yours" in page.text
    former = worked.seat(1).run
    page = post(worked, "/seats/1/reset")
    assert "Set back." in page.text
    assert worked.seat(1).run != former
    page = worked.page("/board/results")
    assert "before it was set back" in page.text
    assert first["certificate"] in page.text
    runs = [worked.seat(n).run for n in (1, 2)]
    page = worked.page("/board/reset").submit(button="Set the class back")
    assert all(worked.seat(n).run != run for n, run in zip((1, 2), runs, strict=True))
    assert "not begun" in row(board(worked), 1)
