"""The board of a class in a browser: it follows two trainees, speaks to them, sets one back."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, expect

from idp.classroom import queries, starts
from idp.teaching import service
from shared import personas
from shared.clock import parse_when
from shared.db import Database
from shared.personas import Persona
from tests.browsing import Desk, Picture, axe_of
from tests.serving import Running

ERA = "2021-11"
NARROW = {"width": 360, "height": 800}
WIDE = {"width": 1280, "height": 900}
EXERCISE = "Link your CM/ECF account to your PACER account"


def make_class(at: Desk) -> str:
    """Make a class of three seats; return the join code."""
    at.open("pacer", "/classes/new")
    at.sign_in(personas.by_key(personas.load())["trainer"])
    at.page.get_by_label("Name of the class").fill("Monday morning")
    at.page.get_by_label("Number of seats").fill("3")
    at.page.get_by_label(EXERCISE).check()
    at.page.get_by_label("Start state").select_option("linking")
    at.press("Make the class")
    said = at.page.locator("#progress-said")
    expect(said).to_contain_text("4 of 4", timeout=60_000)
    return at.page.locator("#join-code").inner_text()


def sits(running: Running, number: int) -> Persona:
    """Return who sits in a seat of the class, as its card prints them."""
    database = Database(running.databases["pacer"])
    with database.reading() as session:
        seat = queries.seat(session, 1, number)
        assert seat is not None
        courts = ("ctd", "cod", "ctb", "ca2")
        known = starts.Known(personas.by_key(personas.load()), courts, parse_when)
        start = starts.parse(seat.training_class.start, known)
        found = service.sitting(seat, start, known.personas).people[0][1]
    database.dispose()
    return found


def join(at: Desk, code: str, name: str) -> None:
    """Take a seat by the join code."""
    at.open("pacer", "/join")
    at.page.get_by_label("Join code").fill(code)
    at.page.get_by_label("How your trainer may call you").fill(name)
    at.press("Join")
    at.says("This browser sits in your seat.")


def row(at: Desk, number: int) -> Locator:
    return at.page.locator("tr", has=at.page.locator(f"#seat-{number}"))


def check_good_for_all(at: Desk) -> None:
    """Assert that nothing is wider than a telephone, and that axe finds nothing."""
    assert axe_of(at.page) == []
    at.page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert at.page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    at.page.set_viewport_size(WIDE)  # type: ignore[arg-type]


def follows(trainer: Desk, first: Desk, second: Desk, running: Running) -> None:
    """It follows by itself, and whoever is at a seat by the keyboard stays there."""
    trainer.page.locator("#seat-2").focus()
    ada, ben = sits(running, 1), sits(running, 2)
    first.enter("ctd", ada)
    expect(row(trainer, 1)).to_contain_text("Show the court that the old account is yours")
    expect(row(trainer, 1)).to_contain_text("CTD")
    second.enter("ctd", ben)
    second.choose("Utilities")
    second.click("Link a CM/ECF account to my PACER account")
    second.page.get_by_label("CM/ECF login:").fill("nobody")
    second.page.get_by_label("CM/ECF password:").fill("wrong")
    second.press("Submit")
    expect(row(trainer, 2)).to_contain_text("The old login or its password was wrong")
    expect(trainer.page.locator("[data-part=summary]")).to_contain_text("2 signed in")
    assert trainer.page.evaluate("document.activeElement.id") == "seat-2"
    check_good_for_all(trainer)


def speaks(trainer: Desk, first: Desk) -> None:
    """A message stands in the coach until it is read."""
    trainer.page.get_by_label("Message").fill("Look at the last screen once more.")
    trainer.press("Send to all seats")
    coach = first.page.frame_locator("iframe[title=Coach]")
    expect(coach.get_by_text("Look at the last screen once more.")).to_be_visible()
    coach.get_by_role("button", name="I have read this").click()
    expect(coach.get_by_text("Look at the last screen once more.")).to_have_count(0)
    expect(row(trainer, 1)).not_to_contain_text("unread")
    expect(row(trainer, 2)).to_contain_text("1 unread")


def looks(trainer: Desk, second: Desk) -> None:
    """Over a shoulder: their page as it is, with its looks, and nothing in it to press."""
    trainer.page.locator("#seat-2").press("Enter")
    still = trainer.page.frame_locator("iframe.still")
    expect(still.locator("#cmecfMainContent")).to_contain_text("CM/ECF login")
    assert still.locator("#topmenu a[href]").count() == 0
    expect(still.get_by_role("button", name="Submit").first).to_be_disabled()
    bar = still.locator(".cmecf-bar")
    assert bar.evaluate("each => getComputedStyle(each).backgroundColor") == "rgb(18, 54, 95)"
    check_good_for_all(trainer)
    second.choose("Query")
    expect(trainer.page.locator("[data-part=page]")).to_contain_text("Query")


def test_a_class_at_work(desk: Callable[[], Desk], federation: Running, picture: Picture) -> None:
    if federation.world is None:
        pytest.fail("the walk reads names from the databases of the federation that it serves")
    trainer, first, second = desk(), desk(), desk()
    code = make_class(trainer)
    join(first, code, "Ada")
    join(second, code, "Ben")
    trainer.click("Board")
    expect(trainer.page.locator("[data-part=summary]")).to_contain_text("3 seats: 0 signed in")
    expect(row(trainer, 1)).to_contain_text("Ada")
    expect(row(trainer, 3)).to_contain_text("nobody yet")
    follows(trainer, first, second, federation)
    speaks(trainer, first)
    picture(trainer.page, "board")
    looks(trainer, second)
    trainer.press("Set this seat back")
    trainer.says("Set back.")
    expect(trainer.page.locator("[data-part=facts]")).to_contain_text("nowhere")
    first.choose("Query")
    first.has_menu("Query Reports Utilities Search Help Log Out")
    trainer.click("Board")
    expect(row(trainer, 2)).to_contain_text("not begun")
    expect(row(trainer, 1)).to_contain_text("1 of 4 steps")
    trainer.click("Results and lost time")
    trainer.says("Where the class lost time")
    check_good_for_all(trainer)
