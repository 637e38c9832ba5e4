"""The exercise of seed 002, rightly and wrongly: a seat in September 2017, all others later."""

from __future__ import annotations

from shared.personas import Persona
from tests import seats
from tests.browsing import Desk
from tests.serving import Running
from tests.walks import exercising
from tests.walks.exercising import Sit, due, sit_in

ERA = "2021-11"
KEY = "002-prepare"
BEGIN = "2017-09-18"
NEW = "Willow-Garden#9"
PAULA = {
    "First Name": "Paula",
    "Last Name": "Partner",
    "Date of Birth": "02/03/1980",
    "Firm/Office": "Example Partners LLP",
    "Address": "6 Example Street",
    "City": "Sampleton",
    "Zip/Postal Code": "00000",
    "Primary Phone": "203-555-0106",
    "Primary E-mail": "paula.partner@examplefirm.test",
    "Confirm E-mail": "paula.partner@examplefirm.test",
    "User Verification": "docket",
}


def test_rightly(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """An account for one attorney, the upgrade of the other's, and the old login that is known."""
    laura, office = people["legacy"], people["shared"]
    world = exercising.take_seat(federation, KEY, [laura, office], when=BEGIN)
    at = sit_in(desk(), world)
    at.open("pacer", "/pscof/login.xhtml")
    due(at, "Look at the account that the office shares")
    _manage(at, office)
    due(at, "Register an individual account for Paula Partner")
    _log_out(at)
    _register(at, "Attorney Filer (CM/ECF)", "ppartner1")
    due(at, "Read the Account Type of your own account")
    _manage(at, laura)
    at.says("Legacy PACER Account")
    due(at, "Upgrade it")
    _upgrade(at, laura, "lbarrister")
    due(at, "See that it says Upgraded PACER Account")
    at.click("Close")
    at.says("Upgraded PACER Account")
    due(at, "Log in to the court with your ct login, typed")
    _log_in(at, str(laura.courts["ctd"].login_name), str(laura.courts["ctd"].password))
    at.has_menu("Civil Criminal Query Reports Utilities Logout")
    exercising.certificate(at, KEY, points="10 of 10 points")


def test_wrongly(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """Every mistake that the exercise names."""
    edith = people["attorney_2004"]
    old, pacer = edith.courts["ctd"], edith.pacer
    assert pacer is not None
    world = exercising.take_seat(federation, KEY, [edith], when=BEGIN, world=seats.WORLD + 1)
    at = sit_in(desk(), world)
    _log_in(at, pacer.user_name, pacer.password)
    at.has_menu("Query Reports Utilities Logout")
    exercising.noticed(at, "That was the PACER login")
    at.open("ctd", "/cgi-bin/LinkAccount.pl")
    at.says("December 11, 2017")
    exercising.noticed(at, "Linking is not possible yet")
    at.open("ctd", "/cgi-bin/menu.pl?id=-1")
    at.choose("Logout")
    _log_in(at, str(old.login_name), "what was it")
    at.says("Login failed")
    exercising.noticed(at, "The old password was wrong")
    _register(at, "PACER Administrative Account (PAA)", "epartners1")
    exercising.all_noticed(at, KEY)
    due(at, "Look at the account that the office shares")


def _manage(at: Desk, who: Persona) -> None:
    assert who.pacer is not None
    at.open("pacer", "/pscof/login.xhtml")
    at.page.locator('[name="loginForm:loginName"]').fill(who.pacer.user_name)
    at.page.locator('[name="loginForm:password"]').fill(who.pacer.password)
    at.press("Login")
    at.says("Account Type")


def _log_out(at: Desk) -> None:
    at.open("pacer", "/csologin/logout.jsf")
    at.press("Log Out")


def _register(at: Desk, kind: str, user_name: str) -> None:
    at.open("pacer", "/")
    at.click("Register")
    at.page.get_by_label(kind, exact=True).check()
    at.press("Next")
    at.page.get_by_label("State").select_option("CT")
    at.press("Set State")
    for label, value in PAULA.items():
        field = at.page.locator("main").get_by_label(label, exact=False)
        at.page.get_by_role("textbox", name=label).first.fill(value) if field.count() else None
    at.page.get_by_label("County").select_option("Hartford")
    at.page.get_by_label("User Type").select_option("attorney")
    at.press("Next")
    _secure(at, user_name)
    at.press("Next")
    at.page.get_by_label("Card Number").fill("4111 1111 1111 1111")
    at.press("Next")
    for box in at.page.get_by_role("checkbox").all():
        box.check()
    at.press("Submit")
    at.says("Your PACER account is open")


def _secure(at: Desk, user_name: str) -> None:
    at.page.get_by_label("Username").fill(user_name)
    at.page.get_by_label("Password", exact=True).fill(NEW)
    at.page.get_by_label("Confirm Password").fill(NEW)
    for number, question, answer in (("1", "library", "Old Stacks"), ("2", "book", "Bleak House")):
        at.page.get_by_label(f"Security Question {number}").select_option(question)
        at.page.get_by_label(f"Security Answer {number}").fill(answer)


def _upgrade(at: Desk, who: Persona, user_name: str) -> None:
    assert who.pacer is not None
    at.click("Upgrade")
    at.page.get_by_label("User Type").select_option("attorney")
    at.press("Next")
    at.page.get_by_label("Confirm E-mail").fill(who.pacer.email)
    at.press("Next")
    _secure(at, user_name)
    at.press("Submit")
    at.says("Upgrade complete")


def _log_in(at: Desk, login: str, password: str) -> None:
    at.open("ctd", "/cgi-bin/login.pl")
    at.page.get_by_label("Login:", exact=True).fill(login)
    at.page.get_by_label("Password:", exact=True).fill(password)
    at.page.get_by_role("checkbox").check()
    at.press("Login")
