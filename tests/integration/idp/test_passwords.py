"""Old passwords at login: the prompt, its three skips, and what becomes of the account."""

from __future__ import annotations

from typing import Any, Final

import pytest

from idp.signin import texts
from shared.personas import Persona
from tests.harness import Page, World
from tests.integration.idp import counter

People = dict[str, Persona]
NEW_KEY: Final = "Larch-Meadow#88"
ENFORCED: Final = "2025-09-01"


def attempt(world: World, who: Persona) -> Page:
    assert who.pacer is not None
    return counter.log_in(world.browser(), who.pacer.user_name, who.pacer.password)


def is_asked(page: Page) -> bool:
    return bool(page.all("//*[@id='renewalDlg']"))


@pytest.mark.parametrize(
    ("when", "asked"), [("2021-11", False), ("2025-08-24", False), ("2025-08-25", True)]
)
def test_an_old_password_is_asked_about_from_the_day_of_enforcement(
    world: World, people: People, when: str, asked: bool
) -> None:
    world.set_court_time(when)
    assert is_asked(attempt(world, people["client"])) is asked


def test_three_skips_and_then_the_account_is_disabled(world: World, people: People) -> None:
    world.set_court_time(ENFORCED)
    for left in (3, 2, 1):
        page = attempt(world, people["client"])
        assert texts.RENEWAL_DUE in page.text
        assert "Username" in counter.header(page.submit(button=f"Skip ({left} left)"))
    assert texts.RENEWAL_MISSED in attempt(world, people["client"]).text
    row = counter.account(world, number="7000808")
    assert (row.status, row.disabled_reason) == ("disabled", "password")
    assert texts.INVALID in attempt(world, people["client"]).text
    tags = counter.audited(world)
    assert tags.count("account:password_kept") == 3
    assert tags.count("account:disabled") == 1


def test_a_new_password_goes_on_with_the_sign_in(world: World, people: People) -> None:
    world.set_court_time(ENFORCED)
    who = people["client"].pacer
    assert who is not None
    page = (
        world.browser()
        .open("ctd", "/cgi-bin/menu.pl?id=-1")
        .submit(
            {"loginForm:loginName": who.user_name, "loginForm:password": who.password},
            button="Login",
        )
    )
    assert is_asked(page)
    for new, again, words in (
        ("Short-One", "Short-One", "it needs at least 14."),
        (who.password, who.password, "This is your present password."),
        (NEW_KEY, "Other-Meadow#88", "The two passwords are not the same."),
        ("", "", "Enter a new password."),
    ):
        page = page.submit({"password": new, "password_again": again}, button="Submit")
        assert words in page.text
    page = page.submit({"password": NEW_KEY, "password_again": NEW_KEY}, button="Submit")
    assert page.url.startswith(world.url("ctd", "/cgi-bin/menu.pl"))
    assert "Utilities" in page.menu()
    assert not is_asked(counter.log_in(world.browser(), who.user_name, NEW_KEY))
    assert len(counter.mails(world, who.email, "password_changed")) == 1
    world.set_court_time("2026-03-15")
    assert is_asked(counter.log_in(world.browser(), who.user_name, NEW_KEY))


def test_the_prompt_alone_opens_nothing(world: World, people: People) -> None:
    world.set_court_time(ENFORCED)
    page = attempt(world, people["client"])
    assert page.browser.open("pacer", "/pscof/manage/maint.jsf").password_fields() == 1
    stranger = world.browser().open("pacer", "/csologin/login.jsf")
    token = stranger.form().fields["javax.faces.ViewState"]
    answer = stranger.browser.send(
        "POST",
        stranger.url,
        {
            "renewal": "renewal",
            "javax.faces.ViewState": token,
            "password": NEW_KEY,
            "password_again": NEW_KEY,
        },
        referer=stranger.url,
    )
    assert answer.password_fields() == 1
    assert counter.account(world, number="7000808").password_skips == 0


def test_people_planted_after_enforcement_are_not_asked(world_at: Any, people: People) -> None:
    world = world_at("2026")
    assert not is_asked(attempt(world, people["client"]))
