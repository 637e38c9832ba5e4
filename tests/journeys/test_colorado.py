"""Colorado from the required reading to the first login (seed 003; cod, 2021-07)."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from shared.personas import Persona
from tests.browsing import Desk, Picture

ERA = "2021-07"
TITLE = "CM/ECF Training Information and Registration"
PORTAL_PASSWORD = "aspen-portal-62"
NEW_PASSWORD = "aspen-cod-62"


def test_from_reading_to_first_login(
    desk: Callable[[], Desk], people: dict[str, Persona], picture: Picture
) -> None:
    """Read, train, have a PACER account, apply through the portal, be approved, log in."""
    nora = people["cod_candidate"]
    at = desk()
    number = _read_and_train(at, nora, picture)
    _apply(at, nora, number, picture)
    _approve(desk(), people["clerk_cod"], picture)
    at.page.reload()
    at.says("Approved on 07/26/2021")
    login, temporary = _mail(at, nora)
    _first_login(desk(), login, temporary)


def _read_and_train(at: Desk, nora: Persona, picture: Picture) -> str:
    at.open("cod", "/CourtOperations/CMECF/Training.aspx", role="www")
    expect(at.page.get_by_role("heading", level=1)).to_have_text(TITLE)
    at.says_in_order(
        "A PACER account is mandatory.",
        "Training and registration for CM/ECF is as easy as 1-2-3:",
        "Required Reading and Online CM/ECF Training",
        "Obtain a PACER Account",
        "Registration for Electronic Filing",
        "What's Next?",
        "Lost or Forgotten Password",
    )
    picture(at.page, "colorado-three-steps")
    for document in (
        "Local Rules of Practice (D.C.COLO.LCivR 5.1, D.C.COLO.LCrR 49.1)",
        "ECF Procedures for the District of Colorado",
        "ECF User's Manual",
    ):
        at.open("cod", "/CourtOperations/CMECF.aspx", role="www")
        at.click(document)
        at.says("In our own words, for training")
    at.open("cod", "/CourtOperations/CMECF.aspx", role="www")
    at.click("CM/ECF Training for Attorneys")
    at.click("Declare that you have completed this track")
    at.page.get_by_label("First name").fill(nora.name.first)
    at.page.get_by_label("Last name").fill(nora.name.last)
    assert nora.pacer is not None
    at.page.get_by_label("E-mail address").fill(nora.pacer.email)
    for box in at.page.get_by_role("checkbox").all():
        box.check()
    at.press("Declare the training done")
    at.says("Your completion number is")
    found = re.search(r"completion number is (\w{8})", at.text)
    assert found
    return found.group(1)


def _apply(at: Desk, nora: Persona, number: str, picture: Picture) -> None:
    assert nora.pacer is not None
    at.open("cod", "/CourtOperations/AttorneyRegistration.aspx", role="www")
    at.click("Attorney Services Portal")
    expect(at.page).to_have_url(re.compile("/CMECF/Register/Login.aspx$"))
    at.click("Create a portal account")
    at.page.get_by_label("First name").fill(nora.name.first)
    at.page.get_by_label("Last name").fill(nora.name.last)
    at.page.get_by_label("E-mail address").fill(nora.pacer.email)
    at.page.get_by_label("Portal user name").fill("nora.p")
    at.page.get_by_label("Portal password").fill(PORTAL_PASSWORD)
    at.page.get_by_label("Password again").fill(PORTAL_PASSWORD)
    at.press("Create account")
    at.click("Attorney Registration")
    at.page.get_by_label("Mailing address").fill("62 Example Street\nMockville, CO 00000")
    at.page.get_by_label("Telephone").fill(nora.pacer.phone)
    at.page.get_by_label("Verification phrase").fill("thin air")
    at.page.get_by_label("I am a member of the bar of this court.").check()
    at.page.get_by_label("Number of your membership").fill("54321")
    at.page.get_by_label("I completed the on-line training of this court.").check()
    at.page.get_by_label("Completion number").fill(number)
    for box in at.page.get_by_role("checkbox").all():
        box.check()
    at.press("Submit application")
    at.says("A PACER account is mandatory. Obtain one")
    expect(at.page.get_by_label("Completion number")).to_have_value(number)
    at.page.get_by_label("PACER account number").fill(nora.pacer.account_number)
    picture(at.page, "colorado-application")
    at.press("Submit application")
    at.says("The clerk's office has your application")


def _approve(at: Desk, dana: Persona, picture: Picture) -> None:
    assert dana.pacer is not None
    at.open("cod", "/cgi-bin/login.pl")
    at.page.get_by_label("Login:").fill(dana.pacer.user_name)
    at.page.get_by_label("Password:").fill(dana.pacer.password)
    at.press("Login")
    at.open("cod", "/clerk/")
    at.click("Attorney Services Portal")
    at.click("Nora Pathfinder")
    at.says("number and name agree with PACER")
    picture(at.page, "colorado-clerk")
    at.press("Approve")
    at.says("Approved on 07/26/2021")


def _mail(at: Desk, nora: Persona) -> tuple[str, str]:
    at.open("pacer", "/csologin/login.jsf")
    at.sign_in(nora)
    text = at.open_mail("Your CM/ECF login")
    login = re.search(r"Login:? +(\w+)", text)
    temporary = re.search(r"Password:? +(\w+)", text)
    assert login, text
    assert temporary, text
    return login.group(1), temporary.group(1)


def _log_in(at: Desk, login: str, password: str) -> None:
    at.open("cod", "/cgi-bin/login.pl")
    at.page.get_by_label("Login:").fill(login)
    at.page.get_by_label("Password:").fill(password)
    at.page.get_by_role("checkbox").check()
    at.press("Login")


def _first_login(at: Desk, login: str, temporary: str) -> None:
    _log_in(at, login, temporary)
    at.has_menu("Civil Criminal Query Reports Utilities Logout")
    at.choose("Utilities")
    at.click("Maintain Your Account")
    at.press("More user information")
    at.page.get_by_label("Password").fill(NEW_PASSWORD)
    at.press("Return to Account screen")
    at.press("Submit")
    at.press("Submit")
    at.choose("Logout")
    _log_in(at, login, temporary)
    at.says("Login failed")
    _log_in(at, login, NEW_PASSWORD)
    at.choose("Civil")
    at.says("Motions")
