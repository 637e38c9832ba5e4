"""A seat with an exercise, and its coach beside the page, at a real browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence

from playwright.sync_api import FrameLocator, expect

from idp.exercises import format
from shared.db import Database
from shared.personas import Persona
from shared.web import seat_cookie
from tests import seats
from tests.browsing import Desk, Picture, axe_of
from tests.serving import DOMAIN, Running

NARROW = 360


def take_seat(
    running: Running,
    exercise: str,
    people: Iterable[Persona],
    *,
    courts: Sequence[str] = ("ctd",),
    cases: Sequence[int] = (),
    world: int = seats.WORLD,
    when: str = "",
) -> int:
    """Put people into a seat and give it an exercise; return the seat's world.

    :param when: at which court time the seat begins, if not at the federation's.
    """
    everyone = list(people)
    for member in ("pacer", *courts):
        database = Database(running.databases[member])
        seats.put_in(database, member, everyone, world=world, cases=cases)
        seats.keep_calendar(database, member, world=world, when=when)
        if member == "pacer":
            seats.enrol(database, everyone[0], exercise, world=world)
        database.dispose()
        if running.world is not None:
            seats.come_into(running.world.app(member), world)
    return world


def put_forward(running: Running, world: int, when: str, *courts: str) -> None:
    """Put the calendar of a seat to a moment, in all members concerned, and of no other seat."""
    for member in ("pacer", *courts):
        database = Database(running.databases[member])
        seats.keep_calendar(database, member, world=world, when=when)
        database.dispose()


def sit_in(at: Desk, world: int) -> Desk:
    """Let a browser sit in a seat before anybody signs in, as the address of a seat card does."""
    token = seat_cookie.token_of(at.running.service_key, world)
    at.context.add_cookies(
        [{"name": seat_cookie.COOKIE, "value": token, "domain": f".{DOMAIN}", "path": "/"}]
    )
    return at


def all_done(at: Desk) -> None:
    """Assert that no step is left."""
    expect(coach(at).locator(".notice-success")).to_contain_text("All steps are done.")


def coach(at: Desk) -> FrameLocator:
    """Return the coach beside the page that is shown."""
    return at.page.frame_locator("iframe[title=Coach]")


def due(at: Desk, title: str) -> None:
    """Assert which step is due; the coach asks for itself whether there is something new."""
    expect(coach(at).locator("[aria-current=step] .coach-step")).to_contain_text(title)


def noticed(at: Desk, *titles: str) -> None:
    """Assert which mistakes the coach has noticed."""
    for title in titles:
        expect(
            coach(at).locator(".notice-warning .notice-title").filter(has_text=title)
        ).to_have_count(1)


def all_noticed(at: Desk, exercise: str) -> None:
    """Assert that every mistake that an exercise names was noticed."""
    noticed(at, *(each.title for each in format.load(exercise).mistakes))


def certificate(at: Desk, exercise: str, *, points: str, picture: Picture | None = None) -> str:
    """Follow the coach to the certificate, and verify it as a stranger would; return its code."""
    done = coach(at).locator(".notice-success")
    expect(done).to_contain_text("All steps are done.")
    assert axe_of(at.page) == []
    with at.context.expect_page() as opened:
        done.get_by_role("link").click()
    page = opened.value
    page.wait_for_load_state("domcontentloaded")
    expect(page.locator("main")).to_contain_text("This certificate was given here.")
    expect(page.locator("main")).to_contain_text(format.load(exercise).title)
    expect(page.locator("main")).to_contain_text(points)
    code = page.url.rpartition("/")[2]
    assert re.fullmatch(r"[2-9A-Z]{4}(-[2-9A-Z]{4}){2}", code)
    if picture is not None:
        picture(page, "certificate")
    page.set_viewport_size({"width": NARROW, "height": 740})
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW
    assert axe_of(page) == []
    pdf = at.context.request.get(f"{page.url}.pdf")
    assert pdf.headers["content-type"] == "application/pdf"
    assert pdf.body().startswith(b"%PDF")
    page.close()
    return code


Sit = Callable[[], Desk]
