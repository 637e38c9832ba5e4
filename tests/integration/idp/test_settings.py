"""The Settings tab: each item, what it refuses in words, and the sessions."""

from __future__ import annotations

from typing import Final

import pytest
from sqlalchemy import select

from idp.accounts import manage
from idp.signin.models import SsoSession
from shared.personas import Persona
from tests.harness import Page, World
from tests.integration.idp import counter

People = dict[str, Persona]
NEW_KEY: Final = "Larch-Meadow#88"


@pytest.fixture
def page(world: World, people: People) -> Page:
    """Return the Settings tab of somebody who is signed in."""
    return counter.manage(world, people["client"])


@pytest.fixture
def key(people: People) -> str:
    """Return the present password."""
    pacer = people["client"].pacer
    assert pacer is not None
    return pacer.password


def test_settings_is_the_default_of_four_tabs(page: Page) -> None:
    tabs = page.all("//nav[@aria-label='Manage My Account']//a")
    assert [tab.text_content() for tab in tabs] == ["Settings", "Maintenance", "Payments", "Usage"]
    assert [tab.text_content() for tab in tabs if tab.get("aria-current")] == ["Settings"]
    listed = [a.text_content() for a in page.all("//ul[@class='link-list']//a")]
    assert listed[:5] == [
        "Change Username",
        "Change Password",
        "Set Security Information",
        "Update PACER Billing Email",
        "Set PACER Billing Preferences",
    ]


def test_a_user_name_is_changed_at_once(world: World, page: Page, key: str) -> None:
    form = page.click("Change Username")
    for name, words in (
        ("short", "A username has at least 8 characters."),
        ("jattorney", "This username is taken. Choose another."),
        ("wrong name", "letters, digits, dot, hyphen"),
    ):
        form = form.submit({"current": key, "user_name": name}, button="Submit")
        assert words in form.text
    form = form.submit({"current": "wrong", "user_name": "newname77"}, button="Submit")
    assert "Your current password is not right." in form.text
    done = form.submit({"current": key, "user_name": "newname77"}, button="Submit")
    assert "Your username was changed." in done.text
    assert counter.header(done)["Username"] == "newname77"
    assert "Username" in counter.header(counter.log_in(world.browser(), "newname77", key))
    assert "account:user_name_changed" in counter.audited(world)


def test_a_changed_password_ends_other_sessions_and_is_told(
    world: World, people: People, page: Page, key: str
) -> None:
    elsewhere = world.browser()
    elsewhere.enter("ctd", people["client"])
    done = page.click("Change Password").submit(
        {"current": key, "password": NEW_KEY, "password_again": NEW_KEY}, button="Submit"
    )
    assert "Your password was changed. Every other session of yours was signed out." in done.text
    assert elsewhere.open("ctd", "/cgi-bin/menu.pl?id=-1").password_fields() == 1
    email = counter.account(world, number="7000808").email
    assert len(counter.mails(world, email, "password_changed")) == 1
    name = counter.header(done)["Username"]
    assert "Invalid username" in counter.log_in(world.browser(), name, key).text
    assert "Username" in counter.header(counter.log_in(world.browser(), name, NEW_KEY))
    counter.secrets_nowhere(world, NEW_KEY, key)


@pytest.mark.parametrize(
    ("new", "again", "words"),
    [
        ("short-1", "short-1", "Your password has 7 characters; it needs at least 8."),
        ("password1", "password1", "one of the passwords that everybody tries first"),
        (NEW_KEY, "other", "The two passwords are not the same."),
        ("", "", "Enter a new password."),
    ],
)
def test_what_a_new_password_must_not_be(
    page: Page, key: str, new: str, again: str, words: str
) -> None:
    form = page.click("Change Password")
    shown = form.submit({"current": key, "password": new, "password_again": again}, button="Submit")
    assert words in shown.text
    assert all(not one.get("value") for one in shown.all("//input[@type='password']"))


def test_the_present_password_is_no_new_one(page: Page, key: str) -> None:
    form = page.click("Change Password")
    shown = form.submit({"current": key, "password": key, "password_again": key}, button="Submit")
    assert "This is your present password. Choose another." in shown.text


def test_guesses_of_the_current_password_lock_like_those_at_login(
    world: World, page: Page, key: str
) -> None:
    form = page.click("Change Password")
    for _ in range(5):
        form = form.submit(
            {"current": "guess", "password": NEW_KEY, "password_again": NEW_KEY}, button="Submit"
        )
    form = form.submit(
        {"current": key, "password": NEW_KEY, "password_again": NEW_KEY}, button="Submit"
    )
    assert "Your current password is not right." in form.text


def test_the_standard_of_2025_holds_from_its_day(world: World, people: People, key: str) -> None:
    world.set_court_time("2025-05-12")
    form = counter.manage(world, people["client"]).click("Change Password")
    assert "14 to 45 characters" in form.text
    shown = form.submit(
        {"current": key, "password": "Larch-Mead#8", "password_again": "Larch-Mead#8"},
        button="Submit",
    )
    assert "it needs at least 14." in shown.text


def test_security_information_is_set(world: World, page: Page, key: str) -> None:
    form = page.click("Set Security Information")
    answers = {
        "current": key,
        "question_1": "library",
        "answer_1": "Old Stacks",
        "question_2": "book",
        "answer_2": "Bleak House",
    }
    same = form.submit({**answers, "question_2": "library"}, button="Submit")
    assert "Choose two different security questions." in same.text
    done = same.submit(answers, button="Submit")
    assert "Your security information was set." in done.text
    row = counter.account(world, number="7000808")
    assert row.question_1 == "library"
    assert "old stacks" not in row.answer_1_hash
    counter.secrets_nowhere(world, "Bleak House")


def test_billing_email_and_preferences(world: World, page: Page) -> None:
    form = page.click("Update PACER Billing Email")
    wrong = form.submit({"email": "bill@", "email_again": "bill@"}, button="Submit")
    assert "This is no e-mail address." in wrong.text
    wrong = wrong.submit(
        {"email": "bill@firm.test", "email_again": "other@firm.test"}, button="Submit"
    )
    assert "The two e-mail addresses are not the same." in wrong.text
    done = wrong.submit(
        {
            "email": "bill@firm.test",
            "email_again": "bill@firm.test",
            "notices": "a@b.test c@d.test",
        },
        button="Submit",
    )
    assert "Your billing e-mail was updated." in done.text
    done = done.click("Set PACER Billing Preferences").submit(
        {"client_code_required": "y", "statement_notice": None}, button="Submit"
    )
    assert "Your billing preferences were set." in done.text
    row = counter.account(world, number="7000808")
    assert (row.billing_email, row.billing_notice_emails) == (
        "bill@firm.test",
        "a@b.test\nc@d.test",
    )
    assert (row.client_code_required, row.statement_notice) == (True, False)


def test_sessions_are_listed_and_signed_out(world: World, people: People, page: Page) -> None:
    other = world.browser()
    other.enter("ctd", people["client"])
    shown = page.click("Signed-in sessions")
    assert len(shown.all("//table[@id='sessions']/tbody/tr")) == 2
    done = shown.submit(button="Sign out")
    assert "The session was signed out." in done.text
    assert other.open("ctd", "/cgi-bin/menu.pl?id=-1").password_fields() == 1
    shown = done.click("Signed-in sessions")
    assert len(shown.all("//table[@id='sessions']/tbody/tr")) == 1
    gone = shown.submit(button="Sign out everywhere")
    assert gone.url.endswith("/csologin/signedout.jsf")
    assert page.browser.open("pacer", manage.SETTINGS_PATH).password_fields() == 1


def test_nobody_signs_out_somebody_else(world: World, people: People, page: Page) -> None:
    stranger = counter.manage(world, people["attorney"])
    shown = page.click("Signed-in sessions")
    form = shown.form()
    token = form.fields["csrf_token"]
    for number in range(1, 6):
        if number != _own(world, "7000808"):
            page.browser.send(
                "POST", shown.url, {"csrf_token": token, "session": str(number)}, referer=shown.url
            )
    assert "Username" in counter.header(stranger.click("Settings"))


def _own(world: World, number: str) -> int:
    owner = counter.account(world, number=number)
    with world.database("pacer").reading() as session:
        found = session.scalars(
            select(SsoSession.id).where(SsoSession.account_id == owner.id)
        ).first()
    return found or 0
