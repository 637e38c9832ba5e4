"""Upgrading a legacy account: what it cannot do, the three tabs, and what it can do afterwards."""

from __future__ import annotations

from typing import Any, Final

import pytest
from sqlalchemy import select

from idp.accounts import manage
from idp.accounts.models import WizardDraft
from shared.personas import Persona
from tests.harness import Page, World
from tests.integration.idp import counter

People = dict[str, Persona]
NUMBER: Final = "7000505"
NEW_NAME: Final = "lbarrister"
NEW_KEY: Final = "Willow-Garden#9"
PERSON: Final = {
    "first_name": "Laura",
    "last_name": "Barrister",
    "date_of_birth": "06/26/1985",
    "user_type": "attorney",
}
ADDRESS: Final = {
    "street": "9 Example Street",
    "city": "Sampleton",
    "state": "CT",
    "county": "Hartford",
    "code": "00000",
    "phone": "203-555-0109",
    "email": "laura.barrister@examplelaw.test",
    "email_again": "laura.barrister@examplelaw.test",
}
SECURITY: Final = {
    "user_name": NEW_NAME,
    "password": NEW_KEY,
    "password_again": NEW_KEY,
    "question_1": "library",
    "answer_1": "The Old Library",
    "question_2": "book",
    "answer_2": "Bleak House",
}


def to_security(page: Page) -> Page:
    page = page.click("Upgrade").submit(PERSON, button="Next")
    return page.submit(ADDRESS, button="Next")


def upgraded(page: Page, **changes: Any) -> Page:
    return to_security(page).submit({**SECURITY, **changes}, button="Submit")


def test_the_upgrade_leads_over_three_tabs_to_upgrade_complete(
    world: World, people: People
) -> None:
    page = counter.manage(world, people["legacy"])
    assert counter.header(page)["Account Type"] == "Legacy PACER Account Upgrade"
    person = page.click("Upgrade")
    tabs = [a.text_content() for a in person.all("//nav[@aria-label='Steps']//a")]
    assert tabs == ["Person", "Address", "Security"]
    assert person.form(having="first_name").fields["date_of_birth"] == "06/26/1985"
    done = upgraded(page)
    assert "Upgrade complete" in done.text
    after = done.click("Close")
    assert counter.header(after)["Account Type"] == "Upgraded PACER Account"
    assert counter.header(after)["Username"] == NEW_NAME
    row = counter.account(world, number=NUMBER)
    assert not row.legacy
    assert row.county == "Hartford"
    assert row.upgraded_at is not None
    assert row.answer_1_hash.startswith("$argon2")
    assert "account:upgraded" in counter.audited(world)
    told = counter.mails(world, "laura.barrister@examplelaw.test", "account_upgraded")
    assert "lb2041" in told[0].text
    counter.secrets_nowhere(world, NEW_KEY, "Bleak House", "The Old Library")
    with world.database("pacer").reading() as session:
        assert session.scalars(select(WizardDraft)).all() == []


def test_the_new_credentials_open_and_the_old_ones_do_not(world: World, people: People) -> None:
    elsewhere = counter.manage(world, people["legacy"])
    upgraded(counter.manage(world, people["legacy"]))
    assert "Username" in counter.header(counter.log_in(world.browser(), NEW_NAME, NEW_KEY))
    assert "Invalid username" in counter.log_in(world.browser(), "lb2041", "window66").text
    assert elsewhere.click("Settings").url.startswith(world.url("pacer", "/pscof/login.xhtml"))


def test_upgrade_then_link_without_signing_in_again(world_at: Any, people: People) -> None:
    world = world_at("2017-12")
    who = people["legacy"]
    old = who.courts["ctd"]
    browser = world.browser()
    page = browser.enter("ctd", who).click("Utilities")
    refused = page.click("Link a CM/ECF account to my PACER account")
    assert "Your PACER account is a Legacy PACER Account." in refused.text
    settings = browser.open("pacer", manage.SETTINGS_PATH)
    assert settings.password_fields() == 0
    assert "Upgrade complete" in upgraded(settings).text
    again = browser.open("ctd", "/cgi-bin/menu.pl?id=-1").click("Utilities")
    again = again.click("Link a CM/ECF account to my PACER account")
    again = again.submit({"login": old.login_name, "key": old.password}, button="Submit")
    assert "Do you want to link these accounts?" in again.text
    assert "You have successfully linked your account." in again.submit(button="Submit").text


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            {"user_name": "lb2041"},
            "A username has at least 8 characters. One of 6 characters is what a legacy account",
        ),
        ({"user_name": "l barrister"}, "letters, digits, dot, hyphen, underscore and @ only"),
        ({"user_name": "jattorney"}, "This username is taken. Choose another."),
        ({"password": "short-1"}, "Your password has 7 characters; it needs at least 8."),
        ({"password_again": "another-one"}, "The two passwords are not the same."),
        ({"question_2": "library"}, "Choose two different security questions."),
        ({"answer_1": "x"}, "Write an answer of 3 to 80 characters."),
        ({"answer_2": "the old LIBRARY"}, "Give the two questions different answers."),
        ({"question_1": ""}, "Choose a security question."),
        ({"user_name": ""}, "Choose a username."),
    ],
)
def test_what_the_security_tab_refuses(
    world: World, people: People, change: dict[str, str], words: str
) -> None:
    page = upgraded(counter.manage(world, people["legacy"]), **change)
    assert words in page.text
    assert counter.account(world, number=NUMBER).legacy
    form = page.form(having="user_name")
    assert form.fields["password"] in (None, "")
    if "question_1" not in change:
        assert form.fields["question_1"] == "library"
    assert "Upgrade complete" in page.submit(SECURITY, button="Submit").text


def test_nothing_typed_is_lost_on_the_way_back_and_forth(world: World, people: People) -> None:
    page = counter.manage(world, people["legacy"])
    address = page.click("Upgrade").submit({**PERSON, "middle_name": "Quill"}, button="Next")
    person = address.submit({"street": "77 Half Way", "phone": ""}, button="Back")
    assert person.form(having="first_name").fields["middle_name"] == "Quill"
    address = person.submit({"first_name": "Laura"}, button="Next")
    assert address.form(having="street").fields["street"] == "77 Half Way"
    refused = address.submit({"street": "77 Half Way", "phone": ""}, button="Next")
    assert "Enter your telephone number." in refused.text
    later = page.browser.open("pacer", f"{manage.UPGRADE_PATH}?step=security")
    assert later.url.endswith("step=address")
    assert later.form(having="street").fields["street"] == "77 Half Way"


def test_the_county_follows_the_state(world: World, people: People) -> None:
    page = counter.manage(world, people["legacy"]).click("Upgrade").submit(PERSON, button="Next")
    denver = page.submit({**ADDRESS, "state": "CO"}, button="Set State")
    assert "Denver" in denver.all("//select[@name='county']/option/text()")
    refused = denver.submit({"county": "Hartford"}, button="Next")
    assert "Choose your county." in refused.text
    typed = refused.submit({"state": "TX"}, button="Set State")
    assert typed.all("//input[@name='county_name']")
    assert typed.form(having="street").fields["street"] == "9 Example Street"


@pytest.mark.parametrize(
    "label",
    [
        "Change Username",
        "Change Password",
        "Set Security Information",
        "Update PACER Billing Email",
        "Set PACER Billing Preferences",
    ],
)
def test_what_a_legacy_account_cannot_do_is_refused_in_words(
    world: World, people: People, label: str
) -> None:
    page = counter.manage(world, people["legacy"]).click(label)
    assert manage.LEGACY in page.text
    assert page.link("Upgrade your account") == world.url("pacer", manage.UPGRADE_PATH)
    assert page.password_fields() == 0


def test_an_upgraded_account_is_not_upgraded_again(world: World, people: People) -> None:
    page = counter.manage(world, people["client"])
    assert "Upgrade" not in [a.text_content() for a in page.all("//main//a")]
    shown = page.browser.open("pacer", manage.UPGRADE_PATH)
    assert "Your account is an Upgraded PACER Account." in shown.text
