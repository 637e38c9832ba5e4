"""Utilities > Change Your PACER Login in a CurrentGen court (facts 3.5)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import pytest
from sqlalchemy import select, update

from courts.accounts.models import CourtUser
from courts.accounts.service import LOCKED
from courts.signin.models import CourtSession
from courts.signin.views import NOT_BESIDE, PACER_BOTH, PACER_NEEDED, PACER_WRONG
from idp.accounts.models import Account
from shared.db import every_world
from shared.ids import subject_of
from shared.personas import Persona
from tests.harness import Browser, Page, World

CHANGE = "/cgi-bin/ChangePacerLogin.pl"
QUERY = "/cgi-bin/iquery.pl"
LOGIN = "/cgi-bin/login.pl"
People = Mapping[str, Persona]
At = Callable[[str], World]


@pytest.fixture
def world(world_at: At) -> World:
    """A federation in which Colorado is CurrentGen."""
    return world_at("2021-07")


def enter(world: World, person: Persona) -> Browser:
    account, browser = person.courts["cod"], world.browser()
    fields: dict[str, Any] = {
        "login": account.login_name or "",
        "key": account.password or "",
        "redaction": "1",
    }
    browser.open("cod", LOGIN).submit(fields, button="Login")
    return browser


def change(browser: Browser, person: Persona, *, default: bool = False, key: str = "") -> Page:
    assert person.pacer is not None
    fields: dict[str, Any] = {
        "login": person.pacer.user_name,
        "key": key or person.pacer.password,
    }
    if default:
        fields["default"] = "y"
    return browser.open("cod", CHANGE).submit(fields, button="Submit")


def last(world: World) -> CourtSession:
    with world.database("cod").reading() as session:
        newest = select(CourtSession).order_by(CourtSession.id.desc()).limit(1)
        row: CourtSession = session.scalars(every_world(newest)).one()
    return row


def test_for_this_session_only(world: World, people: People) -> None:
    browser = enter(world, people["attorney"])
    utilities = browser.open("cod", "/cgi-bin/DisplayMenu.pl?Utilities")
    assert utilities.link("Change Your PACER Login").endswith(CHANGE)
    page = change(browser, people["researcher"])
    assert "You now use the PACER login rresearcher, until you log out." in page.text
    assert PACER_NEEDED not in browser.open("cod", QUERY).text
    assert "rresearcher" in browser.open("cod", CHANGE).text
    assert (last(world).source, last(world).user_name) == ("court", "rresearcher")
    assert PACER_NEEDED in enter(world, people["attorney"]).open("cod", QUERY).text


def test_as_the_default_it_comes_along_and_can_only_be_replaced(
    world: World, people: People
) -> None:
    browser = enter(world, people["attorney"])
    change(browser, people["researcher"], default=True)
    again = enter(world, people["attorney"])
    assert last(world).user_name == "rresearcher"
    assert PACER_NEEDED not in again.open("cod", QUERY).text
    assert "Civil" in again.open("cod", QUERY).menu(), "still a court login"
    change(again, people["client"])
    enter(world, people["attorney"])
    assert last(world).user_name == "rresearcher", "one without the tick leaves the default alone"
    change(again, people["client"], default=True)
    enter(world, people["attorney"])
    client = people["client"].pacer
    assert client is not None
    assert last(world).user_name == client.user_name


def test_a_default_account_that_is_gone_is_asked_for_again(world: World, people: People) -> None:
    change(enter(world, people["attorney"]), people["researcher"], default=True)
    with world.database("pacer").writing() as session:
        session.execute(
            update(Account)
            .where(Account.subject == subject_of("researcher"))
            .values(status="disabled")
        )
    browser = enter(world, people["attorney"])
    assert last(world).user_name == ""
    assert PACER_NEEDED in browser.open("cod", QUERY).text


def test_a_default_account_that_may_not_search_does_not(world: World, people: People) -> None:
    change(enter(world, people["attorney"]), people["researcher"], default=True)
    with world.database("pacer").writing() as session:
        session.execute(
            update(Account)
            .where(Account.subject == subject_of("researcher"))
            .values(search_status="inactive")
        )
    browser = enter(world, people["attorney"])
    assert last(world).search_refusal == "inactive"
    assert "Case Search Status" in browser.open("cod", QUERY).text


def test_wrong_passwords_are_told_and_lock(world: World, people: People) -> None:
    browser = enter(world, people["attorney"])
    empty = browser.open("cod", CHANGE).submit({"login": "x", "key": ""}, button="Submit")
    assert (empty.status, PACER_BOTH in empty.text) == (422, True)
    answers = [change(browser, people["researcher"], key="wrong").text for _ in range(6)]
    assert PACER_WRONG in answers[0]
    assert LOCKED in answers[-1]
    assert last(world).user_name == ""
    with world.database("cod").reading() as session:
        kept = session.scalars(every_world(select(CourtUser.default_pacer))).all()
    assert set(kept) == {""}


def test_it_is_for_court_logins_only(world: World, people: People) -> None:
    person = people["researcher"]
    assert person.pacer is not None
    browser = world.browser()
    browser.open("cod", LOGIN).submit(
        {"login": person.pacer.user_name, "key": person.pacer.password}, button="Login"
    )
    assert NOT_BESIDE in browser.open("cod", CHANGE).text
    live = world.browser()
    page = live.sign_in(live.open("ctd", CHANGE), person, "")
    assert NOT_BESIDE in page.text
