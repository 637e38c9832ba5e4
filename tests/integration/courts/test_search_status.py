"""A search that PACER refuses reaches the courts, and leaves filing alone (facts 1.2, 1.3, 1.8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest
from sqlalchemy import select, update

from courts.permissions import SEARCH_REFUSALS
from courts.signin.models import CourtSession
from courts.signin.views import PACER_NEEDED
from idp.accounts.models import Account
from shared.db import every_world
from shared.ids import subject_of
from shared.personas import Persona
from tests.harness import Browser, Page, World

People = Mapping[str, Persona]
QUERY = "/cgi-bin/iquery.pl"
REPORTS = "/cgi-bin/DisplayMenu.pl?Reports"
APPELLATE = "/n/beam/servlet/TransportRoom?servlet=CaseSearch.jsp"


def set_status(world: World, who: Persona, status: str) -> None:
    """Write the search status that a duplicate registration, or a firm, leaves behind."""
    with world.database("pacer").writing() as session:
        session.execute(
            update(Account)
            .where(Account.subject == subject_of(who.key))
            .values(search_status=status)
        )


def enter(browser: Browser, court: str, path: str, who: Persona, client_code: str = "") -> Page:
    return browser.sign_in(browser.open(court, path), who, client_code)


@pytest.mark.parametrize("path", [QUERY, REPORTS])
def test_an_inactive_status_closes_query_and_reports(
    world: World, people: People, path: str
) -> None:
    set_status(world, people["researcher"], "inactive")
    page = enter(world.browser(), "ctd", path, people["researcher"])
    assert page.url == world.url("ctd", path)
    assert SEARCH_REFUSALS["inactive"] in page.text
    assert "Log Out" in page.menu()


def test_filing_goes_on(world: World, people: People) -> None:
    """The pitfall 21 of facts 11.1: the two rights are independent."""
    who = people["attorney_everywhere"]
    set_status(world, who, "inactive")
    browser = world.browser()
    before = enter(browser, "ctd", "/cgi-bin/menu.pl?id=-1", who)
    assert {"Civil", "Criminal", "Query", "Reports"} <= set(before.menu())
    filing = browser.open("ctd", "/cgi-bin/DisplayMenu.pl?Civil")
    assert filing.status == 200
    assert filing.all("//main//a[contains(@href, 'FileEvent')]")
    assert SEARCH_REFUSALS["inactive"] not in filing.text
    assert SEARCH_REFUSALS["inactive"] in browser.open("ctd", QUERY).text


def test_a_new_sign_in_after_the_activation_searches_again(world: World, people: People) -> None:
    who = people["researcher"]
    set_status(world, who, "inactive")
    browser = world.browser()
    assert SEARCH_REFUSALS["inactive"] in enter(browser, "ctd", QUERY, who).text
    set_status(world, who, "active")
    assert SEARCH_REFUSALS["inactive"] in browser.open("ctd", QUERY).text
    again = enter(world.browser(), "ctd", QUERY, who)
    assert SEARCH_REFUSALS["inactive"] not in again.text


def test_a_required_client_code_that_is_missing_closes_the_search(
    world: World, people: People
) -> None:
    who = next(p for p in people.values() if p.pacer and p.pacer.client_code_required)
    page = enter(world.browser(), "ctd", QUERY, who).click("Continue")
    assert SEARCH_REFUSALS["client_code"] in page.text
    page = enter(world.browser(), "ctd", QUERY, who, "matter 7")
    assert SEARCH_REFUSALS["client_code"] not in page.text


def test_an_administrative_account_never_searches(world: World, people: People) -> None:
    assert SEARCH_REFUSALS["paa"] in enter(world.browser(), "ctd", QUERY, people["paa"]).text


def test_a_court_of_appeals_refuses_too(world: World, people: People) -> None:
    set_status(world, people["researcher"], "inactive")
    page = enter(world.browser(), "ca2", APPELLATE, people["researcher"])
    assert SEARCH_REFUSALS["inactive"] in page.text


def test_a_client_program_is_told_by_the_court(world: World, people: People) -> None:
    """A token works although its search is off (facts 7.1)."""
    who = people["client"]
    assert who.pacer is not None
    set_status(world, who, "inactive")
    browser = world.browser()
    answer = browser.session.post(
        "https://pacer.login.uscourts.gov/services/cso-auth",
        json={"loginId": who.pacer.user_name, "password": who.pacer.password},
        headers={"Accept": "application/json"},
    ).json()
    assert answer["loginResult"] == "0"
    browser.session.cookies.set("NextGenCSO", answer["nextGenCSO"])
    page = browser.get(f"https://ecf.ctd.uscourts.gov{QUERY}")
    assert SEARCH_REFUSALS["inactive"] in page.text
    with world.database("ctd").reading() as session:
        row = session.scalars(every_world(select(CourtSession))).one()
    assert (row.source, row.search_refusal) == ("cso", "inactive")


def test_staff_of_the_court_are_not_asked_about_it(world: World, people: People) -> None:
    set_status(world, people["clerk_ctd"], "inactive")
    page = enter(world.browser(), "ctd", QUERY, people["clerk_ctd"])
    assert SEARCH_REFUSALS["inactive"] not in page.text


def test_in_a_currentgen_court_the_pacer_login_counts(world: World, people: People) -> None:
    """Both a PACER login alone and one beside a court login (seed 000)."""
    world.set_court_time("2015-06-01")
    set_status(world, people["researcher"], "inactive")
    who = people["researcher"].pacer
    assert who is not None
    page = world.browser().open("ctd", "/cgi-bin/login.pl")
    page = page.submit({"login": who.user_name, "key": who.password, "redaction": "1"})
    assert SEARCH_REFUSALS["inactive"] in page.browser.open("ctd", QUERY).text


def test_a_court_login_alone_is_asked_for_a_pacer_login_at_reports(
    world_at: Callable[[str], World], people: People
) -> None:
    login = people["attorney"].courts["cod"]
    page = world_at("2021-07").browser().open("cod", "/cgi-bin/login.pl")
    page = page.submit({"login": login.login_name, "key": login.password, "redaction": "1"})
    assert PACER_NEEDED in page.browser.open("cod", REPORTS).text
