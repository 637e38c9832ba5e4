"""The exercise of social-security access, as counsel and as anybody (ctd, 2021-11)."""

from __future__ import annotations

from playwright.sync_api import expect

from shared.personas import Persona
from tests import seats
from tests.browsing import Desk
from tests.serving import Running
from tests.walks import exercising
from tests.walks.exercising import Sit, due

ERA = "2021-11"
KEY = "social-security"
ROW = 3
COMPLAINT, ANSWER = "1", "4"


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
    at = desk()
    at.enter("ctd", anybody)
    _docket(at)
    due(at, "Sign in to the court as counsel")
    _click(at, ANSWER)
    at.says("Permission to view this document is denied based on Nature of Suit")
    exercising.all_noticed(at, KEY)
    at.choose("Log Out")
    at.says("logged out")
    at.enter("ctd", who)
    _docket(at)
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


def _click(at: Desk, number: str) -> None:
    at.page.locator("table[rules=all]").get_by_role("link", name=number, exact=True).first.click()
    at.settle()
