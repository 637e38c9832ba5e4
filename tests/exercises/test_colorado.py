"""The exercise of seed 003, rightly and wrongly: a seat in July 2021 in Colorado."""

from __future__ import annotations

import re
from typing import Any

from playwright.sync_api import expect

from shared.personas import Persona
from tests import seats
from tests.browsing import Desk
from tests.journeys import filing
from tests.serving import Running
from tests.walks import exercising
from tests.walks.exercising import Sit, due, sit_in

ERA = "2021-11"
KEY = "003-colorado"
BEGIN = "2021-07"
ROW = 1
CASE, TITLE = "1:20-cv-21", "Lambda Whatsits Corp. v. Delta Doodads LP"
PORTAL, NEW = "aspen-portal-62", "aspen-cod-62"
APPEARANCE = "NOTICE OF APPEARANCE\nLambda Whatsits Corp. v. Delta Doodads LP"
READING = (
    "Local Rules of Practice (D.C.COLO.LCivR 5.1, D.C.COLO.LCrR 49.1)",
    "ECF Procedures for the District of Colorado",
    "ECF User's Manual",
)


def test_rightly(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """Reading, training, application, approval, the login by mail, and an appearance."""
    nora, dana = people["cod_candidate"], people["clerk_cod"]
    assert nora.pacer is not None
    world = exercising.take_seat(
        federation, KEY, [nora, dana], courts=("cod",), cases=[ROW], when=BEGIN
    )
    at = sit_in(desk(), world)
    at.open("cod", "/CourtOperations/CMECF.aspx", role="www")
    due(at, "Read the Local Rules of Practice")
    for document, next_step in zip(
        READING,
        ("Read the ECF Procedures", "Read the ECF User's Manual", "Take the training"),
        strict=True,
    ):
        at.open("cod", "/CourtOperations/CMECF.aspx", role="www")
        at.click(document)
        due(at, next_step)
    number = _train(at, nora)
    due(at, "Look up the number of your PACER account")
    _manage(at, nora)
    due(at, "Apply for electronic filing")
    _open_portal_account(at, nora, "nora.p")
    _apply(at, nora, completion=number)
    at.says("The clerk's office has your application")
    due(at, "Have it approved by the clerk's office")
    _decide(sit_in(desk(), world), dana, approve=True)
    due(at, "Read the mail with your login")
    login, temporary = _mailed(at)
    due(at, "Log in to the court")
    _log_in(at, login, temporary)
    due(at, "Change the temporary password")
    _change(at)
    due(at, "File your first paper: an appearance in 1:20-cv-21")
    _appear(at, filing.paper("appearance.pdf", f"{APPEARANCE}\n/s/ Nora Pathfinder"))
    exercising.certificate(at, KEY, points="16 of 16 points")


def test_wrongly(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """Every mistake that the exercise names; training in a bankruptcy court does count."""
    nora, dana = people["cod_candidate"], people["clerk_cod"]
    assert nora.pacer is not None
    world = exercising.take_seat(
        federation,
        KEY,
        [nora, dana],
        courts=("cod",),
        cases=[ROW],
        when=BEGIN,
        world=seats.WORLD + 1,
    )
    at, clerk = sit_in(desk(), world), sit_in(desk(), world)
    _open_portal_account(at, nora, "nora.w")
    _apply(at, nora, elsewhere="State court", number="", ticks=False)
    at.says("will not adequately prepare you")
    exercising.noticed(
        at,
        "A state's system does not count",
        "The Required Reading was not confirmed",
        "No PACER account, or not yours",
    )
    _apply(at, nora, elsewhere="Federal bankruptcy court")
    _decide(clerk, dana, approve=False)
    exercising.noticed(at, "The clerk turned the application down")
    at.open("cod", "/CMECF/Register/Login.aspx", role="www")
    at.click("Attorney Registration")
    _apply(at, nora, elsewhere="Federal district court")
    _decide(clerk, dana, approve=True, signed_in=True)
    _manage(at, nora)
    login, temporary = _mailed(at)
    _log_in(at, nora.pacer.user_name, nora.pacer.password)
    at.has_menu("Query Reports Utilities Logout")
    exercising.noticed(at, "That was not the court's login")
    at.choose("Logout")
    _log_in(at, login, temporary)
    _appear(
        at,
        filing.paper("appearance.pdf", APPEARANCE),
        names=("Delta Doodads LP", "Lambda Whatsits Corp."),
    )
    exercising.all_noticed(at, KEY)
    due(at, "Read the Local Rules of Practice")


def _train(at: Desk, nora: Persona) -> str:
    assert nora.pacer is not None
    at.open("cod", "/CourtOperations/CMECF.aspx", role="www")
    at.click("CM/ECF Training for Attorneys")
    at.click("Declare that you have completed this track")
    at.page.get_by_label("First name").fill(nora.name.first)
    at.page.get_by_label("Last name").fill(nora.name.last)
    at.page.get_by_label("E-mail address").fill(nora.pacer.email)
    for box in at.page.get_by_role("checkbox").all():
        box.check()
    at.press("Declare the training done")
    at.says("Your completion number is")
    found = re.search(r"completion number is (\w{8})", at.text)
    assert found
    return found.group(1)


def _manage(at: Desk, who: Persona) -> None:
    assert who.pacer is not None
    at.open("pacer", "/pscof/login.xhtml")
    at.page.locator('[name="loginForm:loginName"]').fill(who.pacer.user_name)
    at.page.locator('[name="loginForm:password"]').fill(who.pacer.password)
    at.press("Login")
    at.says(who.pacer.account_number)


def _open_portal_account(at: Desk, nora: Persona, user_name: str) -> None:
    assert nora.pacer is not None
    at.open("cod", "/CourtOperations/AttorneyRegistration.aspx", role="www")
    at.click("Attorney Services Portal")
    at.click("Create a portal account")
    at.page.get_by_label("First name").fill(nora.name.first)
    at.page.get_by_label("Last name").fill(nora.name.last)
    at.page.get_by_label("E-mail address").fill(nora.pacer.email)
    at.page.get_by_label("Portal user name").fill(user_name)
    at.page.get_by_label("Portal password").fill(PORTAL)
    at.page.get_by_label("Password again").fill(PORTAL)
    at.press("Create account")
    at.click("Attorney Registration")


def _apply(
    at: Desk,
    nora: Persona,
    *,
    completion: str = "",
    elsewhere: str = "",
    number: str | None = None,
    ticks: bool = True,
) -> None:
    """Fill the application in: trained here, with a number, or elsewhere, in a kind of court."""
    assert nora.pacer is not None
    at.page.get_by_label("Mailing address").fill("62 Example Street\nMockville, CO 00000")
    at.page.get_by_label("Telephone").fill(nora.pacer.phone)
    at.page.get_by_label("Verification phrase").fill("thin air")
    at.page.get_by_label("I am a member of the bar of this court.").check()
    at.page.get_by_label("Number of your membership").fill("54321")
    if completion:
        at.page.get_by_label("I completed the on-line training of this court.").check()
        at.page.get_by_label("Completion number").fill(completion)
    else:
        at.page.get_by_label("I completed CM/ECF training, or have filing experience").check()
        at.page.get_by_label("Kind of the other court").select_option(label=elsewhere)
        at.page.get_by_label("Name of the other court").fill("Connecticut")
    for box in at.page.get_by_role("checkbox").all() if ticks else ():
        box.check()
    given = nora.pacer.account_number if number is None else number
    at.page.get_by_label("PACER account number").fill(given)
    at.press("Submit application")


def _decide(at: Desk, dana: Persona, *, approve: bool, signed_in: bool = False) -> None:
    assert dana.pacer is not None
    if not signed_in:
        _log_in(at, dana.pacer.user_name, dana.pacer.password)
    at.open("cod", "/clerk/")
    at.click("Attorney Services Portal")
    at.click("Nora Pathfinder")
    if approve:
        at.press("Approve")
        at.says("Approved on")
        return
    at.page.get_by_label("Reason").fill("Your number is that of another court's bar.")
    at.press("Reject")
    at.says("rejected")


def _mailed(at: Desk) -> tuple[str, str]:
    words = at.open_mail("Your CM/ECF login")
    login = re.search(r"Login:? +(\w+)", words)
    temporary = re.search(r"Password:? +(\w+)", words)
    assert login, words
    assert temporary, words
    return login.group(1), temporary.group(1)


def _log_in(at: Desk, login: str, password: str) -> None:
    at.open("cod", "/cgi-bin/login.pl")
    at.page.get_by_label("Login:", exact=True).fill(login)
    at.page.get_by_label("Password:", exact=True).fill(password)
    at.page.get_by_role("checkbox").check()
    at.press("Login")


def _change(at: Desk) -> None:
    at.choose("Utilities")
    at.click("Maintain Your Account")
    at.press("More user information")
    at.page.get_by_label("Password", exact=True).fill(NEW)
    at.press("Return to Account screen")
    at.press("Submit")
    at.press("Submit")


def _appear(at: Desk, paper: Any, *, names: tuple[str, ...] = ("Delta Doodads LP",)) -> None:
    filing.event(at, "Civil", "Other Filings", "Notice of Appearance")
    filing.case(at, CASE, TITLE)
    filing.filers(at, *names, represents=True)
    filing.unsealed(at)
    if at.page.get_by_label("Who appears?").count():
        at.page.get_by_label("Who appears?").fill("Nora Pathfinder")
        at.press("Next")
    filing.papers(at, paper)
    filing.submit(at)
    expect(at.page.locator("body")).to_contain_text("NOTICE of Appearance by Nora Pathfinder")
