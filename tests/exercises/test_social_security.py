"""The exercise of social-security access, as counsel and as anybody (ctd, 2021-11)."""

from __future__ import annotations

from playwright.sync_api import Locator, expect

from shared.personas import Persona
from tests import seats
from tests.browsing import Desk
from tests.serving import Running
from tests.walks import exercising
from tests.walks.exercising import Sit, due

ERA = "2021-11"
KEY = "social-security"
ROW = 3
COMPLAINT, ANSWER, OPINION = "1", "3", "7"


def test_rightly(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """Counsel of record reads the docket, and a paper of the parties."""
    who = people["attorney_ctd"]
    exercising.take_seat(federation, KEY, [who, people["researcher"]], cases=[ROW])
    at = desk()
    at.enter("ctd", who)
    due(at, "Run the docket report")
    _docket(at)
    due(at, "Open a paper of the parties")
    _click(at, ANSWER)
    at.press("View Document")
    expect(at.page.locator("iframe[src*=show_temp]")).to_have_count(1)
    exercising.certificate(at, KEY, points="7 of 7 points")


def test_wrongly(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """With another login the docket is there, and the papers are not; counsel comes after."""
    who, anybody = people["attorney_ctd"], people["researcher"]
    world = seats.WORLD + 1
    exercising.take_seat(federation, KEY, [who, anybody], cases=[ROW], world=world)
    other = desk()
    other.enter("ctd", anybody)
    _docket(other)
    expect(_number(other, ANSWER)).to_have_count(0)
    expect(_number(other, OPINION).first).to_be_visible()
    due(other, "Sign in to the court as counsel")
    exercising.all_noticed(other, KEY)
    at = desk()
    at.enter("ctd", who)
    _docket(at)
    address = _number(at, ANSWER).get_attribute("href")
    assert address is not None
    other.page.goto(address)
    other.says("Permission to view this document is denied based on Nature of Suit")
    exercising.noticed(other, "With a login that is not counsel's (2 times)")
    _click(at, COMPLAINT)
    at.says("Document Selection Menu")
    at.page.locator("#cmecfMainContent table a").first.click()
    at.press("View Document")
    expect(at.page.locator("iframe[src*=show_temp]")).to_have_count(1)
    exercising.certificate(at, KEY, points="5 of 7 points")


def _docket(at: Desk) -> None:
    at.open("ctd", f"/cgi-bin/DktRpt.pl?{ROW}")
    at.press("Run Report")
    at.says("DOCKET FOR CASE #")


def _number(at: Desk, number: str) -> Locator:
    return at.page.locator("table[rules=all]").get_by_role("link", name=number, exact=True)


def _click(at: Desk, number: str) -> None:
    _number(at, number).first.click()
    at.settle()
