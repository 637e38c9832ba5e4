"""Back to a named checkpoint, from the board, the class's page and the seat: only who is meant."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import select

from courts.accounts.models import CourtUser
from courts.training import service as court_tables
from idp.teaching import service as idp_tables
from shared.audit import AuditEvent
from shared.seating import class_of
from tests import seating as classes
from tests.harness import Page, World
from tests.seating import Room, Rows, Sitter

KEPT = "After linking"
#: What only grows, and what belongs to whoever presses the button.
GROWS = frozenset({"audit_event", "deed", "told_deed"})
PRESSED = frozenset({"sso_session", "visit"})


#: Sessions and tries begin anew (shared/seat_state.py), with what hangs on them.
PROTOCOL = idp_tables.CLASSES.protocol | court_tables.CLASSES.protocol


@pytest.fixture(scope="module")
def federation(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Return a federation with two classes, which both keep a checkpoint of one name."""
    with classes.federation(request, tmp_path_factory.mktemp("back")) as made:
        yield made


@pytest.fixture(scope="module")
def room(federation: World) -> Room:
    """Return a class of three seats; two have linked, then the state was kept."""
    made = classes.open_class(federation, seats=3)
    for number in (1, 2):
        link(made.sitter(number))
    made.page().submit({"name": KEPT}, button="Keep the present state")
    return made


@pytest.fixture(scope="module")
def neighbours(federation: World) -> Room:
    """Return another class of the same trainer, with a checkpoint of the same name."""
    made = classes.open_class(federation, seats=1)
    link(made.sitter(1))
    made.page().submit({"name": KEPT}, button="Keep the present state")
    return made


def link(sitter: Sitter) -> None:
    """Link John Attorney's old account in ctd."""
    account = sitter.person("attorney").courts["ctd"]
    sitter.sign_in("attorney")
    page = sitter.open("ctd", "/cgi-bin/LinkAccount.pl")
    page = page.submit({"login": account.login_name, "key": account.password}, button="Submit")
    assert "successfully linked" in page.submit(button="Submit").text


def write(sitter: Sitter, subject: str) -> None:
    """Leave something behind: a letter, and a sign-in."""
    sitter.sign_in("attorney")
    letter = {"recipient": "helpdesk@ctd.test", "subject": subject, "text": "Zebra."}
    sitter.open("pacer", "/mailbox/write").submit(letter)
    assert subject in sitter.open("pacer", "/mailbox/sent").text


def is_linked(room: Room, number: int) -> bool:
    """Say whether the seat's old account in ctd is linked."""
    with room.world.database("ctd").reading(world=room.seat(number).run) as session:
        found = select(CourtUser).where(CourtUser.world == room.seat(number).run)
        return session.scalars(found).one().linked_subject is not None


def content(rows: Rows, owned: set[tuple[str, str, Any]], run: int) -> dict[Any, Any]:
    """Return the rows of a run without the number of the run, and without its sessions."""
    return {
        key: tuple("run" if value == str(run) else value for value in rows[key[0]][key[1]][key[2]])
        for key in owned
        if key[1] not in GROWS | PROTOCOL
    }


def goes_back(room: Room, numbers: tuple[int, ...], press: Callable[[], Page]) -> None:
    """Press a button; the seats it means get another run, and of nobody else a row changes."""
    former = {number: room.seat(number).run for number in (0, 1, 2, 3)}
    before = room.rows()
    meant = {key for number in numbers for key in room.owned(former[number])}
    page = press()
    assert page.status == 200, page.text
    after = room.rows()
    for number, run in former.items():
        assert (room.seat(number).run != run) is (number in numbers), number
    meant |= {key for number in numbers for key in room.owned(room.seat(number).run)}
    strangers = {row for row in classes.changed(before, after) - meant if row[1] not in PRESSED}
    assert {table for _member, table, _key in strangers} <= GROWS
    column = list(AuditEvent.__table__.columns.keys()).index("world")
    others = {str(run) for number, run in former.items() if number not in numbers}
    for member, table, key in strangers:
        assert key not in before[member][table], "the trail and what was told of it only grow"
        if table == "audit_event":
            assert after[member][table][key][column] not in others


def submit(room: Room, path: str, wanted: dict[str, Any], button: str) -> Callable[[], Page]:
    """Return what opens a page of the class and sends the form with a button."""
    return lambda: room.page(path).submit(wanted, button=button)


def test_one_seat_from_the_board(room: Room, neighbours: Room) -> None:
    assert neighbours.class_id != room.class_id
    run = room.seat(1).run
    at_checkpoint = content(room.rows(), room.owned(run), run)
    for number in (1, 2):
        write(room.sitter(number), "Lost or not")
    page = room.page("/board/seats/1")
    (value,) = page.all(f"//select[@id='checkpoint']/option[contains(., '{KEPT}')]/@value")
    wanted = {"checkpoint": str(value)}
    goes_back(room, (1,), submit(room, "/board/seats/1", wanted, "Set this seat back"))
    run = room.seat(1).run
    now = content(room.rows(), room.owned(run), run)
    assert now == at_checkpoint
    assert is_linked(room, 1)
    sent = room.sitter(1)
    sent.sign_in("attorney")
    assert "Lost or not" not in sent.open("pacer", "/mailbox/sent").text
    other = room.sitter(2)
    other.sign_in("attorney")
    assert "Lost or not" in other.open("pacer", "/mailbox/sent").text


def test_one_seat_from_its_own_page(room: Room) -> None:
    write(room.sitter(2), "Once more")
    page = room.page("/seats/2")
    (button,) = page.all(f"//button[@name='checkpoint'][contains(@aria-label, '{KEPT}')]")
    token = {"csrf_token": str(page.all("//input[@name='csrf_token']/@value")[0])}
    url = room.world.url("pacer", f"/classes/{room.class_id}/seats/2/back")

    def press() -> Page:
        wanted = token | {"checkpoint": str(button.get("value"))}
        return room.trainer.send("POST", url, wanted, referer=page.url)

    goes_back(room, (2,), press)
    assert is_linked(room, 2)


@pytest.mark.parametrize("path", ["/board/reset", "/back?checkpoint=After+linking"])
def test_the_whole_class(room: Room, neighbours: Room, path: str) -> None:
    link(room.sitter(3))
    assert is_linked(room, 3)
    before = {n: neighbours.seat(n).run for n in (0, 1)}
    button = "Set the class back" if "board" in path else "Go back"
    wanted = {}
    if "board" in path:
        (mark,) = room.page(path).all(f"//input[@name='to'][contains(@value, '{KEPT}')]/@value")
        wanted = {"to": str(mark)}
    goes_back(room, (1, 2, 3), submit(room, path, wanted, button))
    assert [is_linked(room, number) for number in (1, 2, 3)] == [True, True, False]
    assert {n: neighbours.seat(n).run for n in (0, 1)} == before
    assert class_of(before[1]) != class_of(room.seat(1).run)
    assert is_linked(neighbours, 1)


def test_a_checkpoint_of_another_seat_is_none(room: Room, neighbours: Room) -> None:
    runs = [room.seat(number).run for number in (1, 2, 3)]
    for other, path in ((room, "/seats/2"), (neighbours, "/seats/1")):
        found = other.page(path).all("//button[@name='checkpoint']/@value")
        for address in ("/board/seats/1/reset", "/seats/1/back"):
            url = room.world.url("pacer", f"/classes/{room.class_id}{address}")
            page = room.page("/board")
            token = str(page.all("//input[@name='csrf_token']/@value")[0])
            data = {"csrf_token": token, "checkpoint": str(found[-1])}
            assert room.trainer.send("POST", url, data, referer=page.url).status == 404
    assert [room.seat(number).run for number in (1, 2, 3)] == runs


def test_a_trainee_goes_back_alone(room: Room) -> None:
    sitter = room.sitter(3)
    sitter.take_seat()
    link(sitter)

    def press() -> Page:
        return sitter.open("pacer", "/seat/back").submit(button="Go back")

    goes_back(room, (3,), press)
    assert not is_linked(room, 3)
