"""Forgotten passwords and user names: what is asked, what is said, and the link by mail."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final

import pytest

from idp.accounts import service
from idp.recovery import views
from shared.personas import Persona
from tests.harness import Page, World
from tests.integration.idp import counter

People = dict[str, Persona]
NEW_KEY: Final = "Larch-Meadow#88"
EMAIL: Final = "laura.barrister@examplelaw.test"


def ask(world: World, **fields: str) -> Page:
    page = world.browser().open("pacer", "/pscof/login.xhtml").click("Forgot Your Password?")
    return page.submit({"email": EMAIL, **fields}, button="Submit")


def link(world: World, number: int = -1) -> str:
    return counter.link_in(counter.mails(world, EMAIL, "password_reset")[number])


def reset(page: Page, password: str = NEW_KEY) -> Page:
    return page.submit({"password": password, "password_again": password}, button="Submit")


@pytest.mark.parametrize(
    "fields",
    [{"name": "lb2041"}, {"name": "7000505"}, {"date_of_birth": "06/26/1985"}],
)
def test_a_legacy_holder_resets_a_forgotten_password(
    world: World, people: People, fields: dict[str, str]
) -> None:
    elsewhere = counter.manage(world, people["legacy"])
    assert views.SENT in ask(world, **fields).text
    page = world.browser().get(link(world))
    assert "lb2041" in page.text
    done = reset(page)
    assert "you are not signed in" in done.text
    assert done.browser.open("pacer", "/pscof/manage/maint.jsf").password_fields() == 1
    assert elsewhere.click("Settings").password_fields() == 1
    assert service.SPENT in done.browser.get(link(world)).text
    assert "Invalid username" in counter.log_in(world.browser(), "lb2041", "window66").text
    assert "Username" in counter.header(counter.log_in(world.browser(), "lb2041", NEW_KEY))
    counter.secrets_nowhere(world, NEW_KEY)


@pytest.mark.parametrize(
    "fields",
    [
        {"name": "nobody"},
        {"name": "lb2041", "date_of_birth": "01/01/1970"},
        {"name": "lb2041", "email": "somebody@else.test"},
    ],
)
def test_the_answer_is_the_same_when_nothing_fits(world: World, fields: dict[str, str]) -> None:
    known = ask(world, name="lb2041").text
    before = len(counter.mails(world, EMAIL))
    assert ask(world, **fields).text == known
    assert len(counter.mails(world, EMAIL)) == before


def test_what_is_missing_is_said(world: World) -> None:
    assert views.NEED_MORE in ask(world).text
    assert views.BAD_DATE in ask(world, date_of_birth="soon").text
    page = ask(world, email="", name="lb2041")
    assert "Enter the e-mail address of your account." in page.text
    assert page.form(having="name").fields["name"] == "lb2041"


def test_a_link_dies_after_an_hour_and_by_a_newer_one(world: World) -> None:
    ask(world, name="lb2041")
    ask(world, name="lb2041")
    assert service.SPENT in world.browser().get(link(world, 0)).text
    page = world.browser().get(link(world))
    world.clock.advance(minutes=61)
    assert service.SPENT in reset(page).text


def test_opening_a_link_uses_nothing_up(world: World) -> None:
    ask(world, name="lb2041")
    world.browser().get(link(world))
    assert "was reset" in reset(world.browser().get(link(world))).text


def test_requests_are_limited_per_account(world: World) -> None:
    for _ in range(8):
        assert views.SENT in ask(world, name="lb2041").text
    assert len(counter.mails(world, EMAIL, "password_reset")) == service.ASKED_ABOUT


def test_security_questions_are_asked_behind_the_link(world: World, people: People) -> None:
    hasher = world.app("pacer").extensions["moot_passwords"]
    with world.database("pacer").writing() as session:
        row = session.merge(counter.account(world, number="7000505"))
        row.question_1, row.answer_1_hash = "library", hasher.hash("old stacks")
        row.question_2, row.answer_2_hash = "book", hasher.hash("bleak house")
    ask(world, name="lb2041")
    page = world.browser().get(link(world))
    assert "Which library did you like best as a student?" in page.text
    fields = {"answer_1": "no", "answer_2": "no", "password": NEW_KEY, "password_again": NEW_KEY}
    for _ in range(4):
        page = page.submit(fields, button="Submit")
        assert views.WRONG_ANSWERS in page.text
    right = {**fields, "answer_1": "OLD stacks", "answer_2": "Bleak  House"}
    last = page.submit(fields, button="Submit")
    assert views.WRONG_ANSWERS in last.text
    assert service.SPENT in last.submit(right, button="Submit").text
    ask(world, name="lb2041")
    page = world.browser().get(link(world)).submit(right, button="Submit")
    assert "was reset" in page.text


def test_a_forgotten_user_name_comes_by_mail(world: World) -> None:
    page = world.browser().open("pacer", "/csologin/login.jsf").click("Forgot User Name?")
    assert views.NEED_MORE_FOR_NAME in page.submit({"email": EMAIL}, button="Submit").text
    fields = {"email": EMAIL, "date_of_birth": "1985-06-26"}
    sent = page.submit(fields, button="Submit")
    assert views.SENT in sent.text
    assert "lb2041" not in sent.text
    assert "lb2041" in counter.mails(world, EMAIL, "user_name_reminder")[0].text


def test_a_reset_password_does_not_get_past_the_second_factor(
    world_at: Callable[[str], World], people: People
) -> None:
    """Canaille had this bug: whoever reads the mail had the account (identity.md 3.3)."""
    world, paula = world_at("2026"), people["client_mfa"].pacer
    assert paula is not None
    page = world.browser().open("pacer", "/pscof/login.xhtml").click("Forgot Your Password?")
    assert (
        views.SENT
        in page.submit({"email": paula.email, "name": paula.user_name}, button="Submit").text
    )
    mailed = counter.link_in(counter.mails(world, paula.email, "password_reset")[-1])
    done = reset(world.browser().get(mailed))
    assert done.browser.open("pacer", "/pscof/manage/maint.jsf").password_fields() == 1
    after = counter.log_in(done.browser, paula.user_name, NEW_KEY)
    assert after.all("//input[@name='mfaForm:mfaInput']")
    assert done.browser.open("pacer", "/pscof/manage/maint.jsf").password_fields() == 1
