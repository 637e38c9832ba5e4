"""Search lapses after six months without one; filing goes on (facts.md 1.3 and 11.1)."""

from __future__ import annotations

from courts.permissions import SEARCH_REFUSALS
from idp.accounts import manage
from shared.personas import Persona
from tests.harness import Page, World
from tests.integration.idp import counter

People = dict[str, Persona]
WORDS = manage.SEARCH_NOTES[manage.UNUSED]


def status(page: Page) -> str:
    return counter.header(page)["Case Search Status"]


def test_six_months_without_a_search(world: World, people: People) -> None:
    """Used in January 2025, idle until July: Query refuses, the filing menu stays."""
    who = people["attorney_everywhere"]
    world.set_court_time("2024-07-15")
    world.charge("ctd", who, 30)
    world.set_court_time("2025-01-03")
    assert status(counter.manage(world, who)) == "Active"
    world.charge("ctd", who, 30)
    world.set_court_time("2025-06-02")
    assert status(counter.manage(world, who)) == "Active"
    world.set_court_time("2025-07-10")
    browser = world.browser()
    browser.enter("ctd", who)
    assert SEARCH_REFUSALS["inactive"] in browser.open("ctd", "/cgi-bin/iquery.pl").text
    assert "Civil" in browser.open("ctd", "/cgi-bin/DisplayMenu.pl?Civil").menu()
    assert status(browser.open("pacer", manage.SETTINGS_PATH)) == WORDS

    trainer = counter.manage(world, people["trainer"])
    desk = trainer.click(manage.SEARCH_DESK)
    assert "Counsel" in desk.text
    done = desk.submit(button="Reactivate")
    assert "Search was given back" in done.text
    assert "No search has lapsed." in done.text
    late = desk.submit(button="Reactivate")
    assert late.status == 422
    assert "has not lapsed, or is back already." in late.text
    again = world.browser()
    again.enter("ctd", who)
    assert SEARCH_REFUSALS["inactive"] not in again.open("ctd", "/cgi-bin/iquery.pl").text
    assert who.pacer is not None
    assert len(counter.mails(world, who.pacer.email, "search_reactivated")) == 1
    assert "account:search_reactivated" in counter.audited(world)


def test_before_2025_nothing_lapses(world: World, people: People) -> None:
    world.charge("ctd", people["client"], 30)
    world.set_court_time("2024-12-30")
    assert status(counter.manage(world, people["client"])) == "Active"


def test_only_a_trainer_sits_at_the_desk(world: World, people: People) -> None:
    page = counter.manage(world, people["client"])
    assert manage.SEARCH_DESK not in page.text
    refused = page.browser.open("pacer", manage.SEARCH_DESK_PATH)
    assert "Reactivate" not in refused.text
