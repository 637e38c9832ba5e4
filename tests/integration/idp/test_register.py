"""The registration wizard: its pages, what they refuse, and the account that comes of it."""

from __future__ import annotations

from typing import Any, Final

import pytest

from idp.accounts import cards, manage, registration
from idp.enrolment import views
from tests.harness import Page, World
from tests.integration.idp import counter

KEY: Final = "Willow-Garden#9"
EMAIL: Final = "nora.newhand@examplelaw.test"
ACCOUNT: Final = {
    "first_name": "Nora",
    "last_name": "Newhand",
    "date_of_birth": "02/03/1980",
    "user_type": "individual",
    "street": "12 Example Street",
    "city": "Sampleton",
    "state": "CT",
    "county": "Hartford",
    "code": "00000",
    "phone": "203-555-0112",
    "email": EMAIL,
    "email_again": EMAIL,
    "verification": "docket",
}
SECURITY: Final = {
    "user_name": "nnewhand1",
    "password": KEY,
    "password_again": KEY,
    "question_1": "library",
    "answer_1": "The Old Library",
    "question_2": "book",
    "answer_2": "Bleak House",
}
TICKS: Final = {"policy_1": "y", "policy_2": "y", "policy_3": "y"}


def begin(world: World, kind: str = registration.CASE_SEARCH_ONLY) -> Page:
    page = world.browser().open("pacer", "/").click("Register")
    return page.submit({"registration_type": kind}, button="Next")


def fill_account(page: Page, **changes: Any) -> Page:
    """Fill the first page: the county is there only after the state."""
    page = page.submit({"state": "CT"}, button="Set State")
    return page.submit({**ACCOUNT, **changes}, button="Next")


def walk(page: Page, *, card: str = "", **changes: Any) -> Page:
    page = fill_account(page, **changes)
    page = page.submit({**SECURITY}, button="Next")
    page = page.submit({"card": card}, button="Next")
    return page.submit(TICKS, button="Submit")


def test_a_test_card_makes_the_account_active_at_once(world: World) -> None:
    page = begin(world)
    assert not page.all("//*[@name='county' or @name='county_name']")
    done = walk(page, card=cards.ACCEPTED)
    assert "Your PACER account is open" in done.text
    row = counter.account(world, user_name="nnewhand1")
    assert (row.search_status, row.legacy, row.county) == ("active", False, "Hartford")
    assert len(row.account_number) == 7
    assert "account:opened" in counter.audited(world)
    assert "nnewhand1" in counter.mails(world, EMAIL, "account_opened")[0].text
    inside = counter.log_in(world.browser(), "nnewhand1", KEY)
    assert counter.header(inside)["Case Search Status"] == "Active"
    counter.secrets_nowhere(world, KEY, "Bleak House", "4111")


def test_without_a_card_a_letter_brings_the_code_after_seven_court_days(world: World) -> None:
    world.set_court_time("2021-11-15")
    assert "on 11/24/2021" in walk(begin(world)).text
    page = counter.log_in(world.browser(), "nnewhand1", KEY)
    assert counter.header(page)["Case Search Status"].startswith("Inactive until you enter")
    assert "has not arrived yet" in page.click("Activate").text
    world.set_court_time("2021-11-24")
    page = counter.log_in(world.browser(), "nnewhand1", KEY)
    letters = counter.mails(world, EMAIL, "account_activation_letter")
    assert len(letters) == 1
    code = letters[0].text.partition("is:")[2].split()[0]
    form = page.click("Activate")
    wrong = form.submit({"code": "WRONG"}, button="Activate")
    assert "This is not the code of our letter." in wrong.text
    done = wrong.submit({"code": code.lower()}, button="Activate")
    assert counter.header(done)["Case Search Status"] == "Active"
    assert len(counter.mails(world, EMAIL, "account_activation_letter")) == 1


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"first_name": ""}, "Enter your first name."),
        ({"date_of_birth": "31/31/1980"}, "Enter your date of birth as mm/dd/yyyy."),
        ({"date_of_birth": "01/01/2031"}, "Enter your date of birth as mm/dd/yyyy."),
        ({"county": ""}, "Choose your county."),
        ({"email": "nora", "email_again": "nora"}, "This is no e-mail address."),
        ({"email_again": "other@examplelaw.test"}, "The two e-mail addresses are not the same."),
        ({"verification": "robot"}, "Type the word docket."),
        ({"user_type": ""}, "Choose a user type."),
    ],
)
def test_what_the_first_page_refuses(world: World, change: dict[str, str], words: str) -> None:
    page = fill_account(begin(world), **change)
    assert words in page.text
    assert page.form(having="last_name").fields["last_name"] == "Newhand"
    assert "Security Question 1" in page.submit({**ACCOUNT}, button="Next").text


def test_somebody_known_is_warned_and_may_continue(world: World) -> None:
    known = {"first_name": "Laura", "last_name": "Barrister", "date_of_birth": "06/26/1985"}
    warned = fill_account(begin(world), **known)
    assert views.MAY_EXIST in warned.text
    assert "Security Question 1" in warned.submit({**ACCOUNT, **known}, button="Continue").text


def test_who_is_known_by_all_three_gets_an_inactive_search_status(world: World) -> None:
    alias = "Laura.Barrister+pacer@examplelaw.test"
    known = {"first_name": "laura", "last_name": "Barrister", "date_of_birth": "06/26/1985"}
    known |= {"email": alias, "email_again": alias}
    warned = fill_account(begin(world), **known)
    assert views.EXISTS in warned.text
    page = warned.submit({**ACCOUNT, **known}, button="Continue")
    page = page.submit(SECURITY, button="Next").submit({"card": cards.ACCEPTED}, button="Next")
    page.submit(TICKS, button="Submit")
    row = counter.account(world, user_name="nnewhand1")
    assert (row.search_status, row.search_note) == ("inactive", "duplicate")


def test_cards_and_policies_refuse_in_words(world: World) -> None:
    page = fill_account(begin(world)).submit(SECURITY, button="Next")
    assert cards.NEVER_REAL in page.submit({"card": "5500000000000004"}, button="Next").text
    assert "The card was declined." in page.submit({"card": cards.DECLINED}, button="Next").text
    page = page.submit({"card": ""}, button="Next")
    assert views.TICK_ALL in page.submit({"policy_1": "y"}, button="Submit").text


def test_going_back_loses_nothing_and_no_page_is_jumped(world: World) -> None:
    page = fill_account(begin(world)).submit(SECURITY, button="Next")
    back = page.submit(button="Back")
    assert back.form(having="user_name").fields["user_name"] == "nnewhand1"
    assert all(not one.get("value") for one in back.all("//input[@type='password']"))
    assert "Your password and answers are kept." in back.text
    again = back.submit({"user_name": "nnewhand1"}, button="Next")
    assert "Card Number" in again.text
    fresh = begin(world).browser.open("pacer", f"{manage.REGISTER_PATH}?step=policies")
    assert fresh.url.endswith("step=account")


def test_a_non_attorney_names_a_role_and_a_firm_gets_a_paa(world: World) -> None:
    page = begin(world, registration.NON_ATTORNEY_FILER)
    assert "Choose the role" in fill_account(page).text
    done = walk(page, card=cards.ACCEPTED, court_role="creditor")
    assert done.link("Continue").endswith("nonAttorneyRegistration.jsf")
    assert counter.account(world, user_name="nnewhand1").court_role == "creditor"


@pytest.mark.parametrize(("day", "legacy"), [("2014-08-10", True), ("2014-08-12", False)])
def test_what_is_issued_before_the_day_is_legacy(world: World, day: str, *, legacy: bool) -> None:
    world.set_court_time(day)
    walk(begin(world), card=cards.ACCEPTED)
    assert counter.account(world, user_name="nnewhand1").legacy is legacy


def test_a_firm_registers_its_paa(world: World) -> None:
    page = walk(begin(world, registration.PAA), card=cards.ACCEPTED, firm="Newhand Partners")
    assert "Account Status" in page.text
    assert "PAA Maintenance" in page.text
    row = counter.account(world, user_name="nnewhand1")
    assert (row.kind, row.registration_type, row.firm) == ("paa", "paa", "Newhand Partners")
    tab = counter.log_in(world.browser(), "nnewhand1", KEY).click("PAA Maintenance")
    assert "Add Existing PACER Accounts to My PAA" in tab.text


def test_a_paa_without_its_code_asks_nobody_yet(world: World) -> None:
    walk(begin(world, registration.PAA))
    page = counter.log_in(world.browser(), "nnewhand1", KEY)
    words = manage.SEARCH_NOTES["activation"]
    assert counter.header(page)["Account Status"] == words
    refused = page.browser.open("pacer", "/pscof/manage/paaAdd.jsf")
    assert refused.status == 403
    assert "enter the activation code" in refused.text
