"""Seed 000, steps a to f: change the password that the court assigned (ctd, 2004-12)."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from shared.personas import Persona
from tests.browsing import Desk

ERA = "2004-12"
NEW = "harvest-moon-04"


def test_the_assigned_password_is_changed(
    desk: Callable[[], Desk], people: dict[str, Persona]
) -> None:
    """Steps a to f, with both warnings of the seed: the wrong login, and leaving too early."""
    edith = people["attorney_2004"]
    assert edith.pacer is not None
    login, assigned = str(edith.courts["ctd"].login_name), str(edith.courts["ctd"].password)

    # Step c: whoever used the PACER login does not get the option, and logs back in.
    at = desk()
    _step_a(at, edith.pacer.user_name, edith.pacer.password)
    at.has_menu("Query Reports Utilities Logout")
    at.choose("Utilities")
    expect(at.link("View Your Transaction Log")).to_have_count(0)
    expect(at.link("Maintain Your Account")).to_have_count(0)
    at.choose("Logout")

    # Step e, and then away: nothing was submitted, so nothing is changed.
    _step_a(at, login, assigned)
    _steps_b_to_d(at)
    _step_e(at, login)
    at.choose("Civil")
    at.choose("Logout")
    assert not _gets_in(desk(), login, NEW)

    at = desk()
    _step_a(at, login, assigned)
    _steps_b_to_d(at)
    _step_e(at, login)
    _step_f(at)
    at.choose("Logout")
    assert not _gets_in(desk(), login, assigned)
    assert _gets_in(desk(), login, NEW)


def test_before_go_live_there_is_nothing_to_link(
    desk: Callable[[], Desk], people: dict[str, Persona]
) -> None:
    """The court's site has no NextGen link yet, and the link page says the date."""
    at = desk()
    at.open("ctd", "/", role="www")
    expect(at.link("NextGen ECF Link")).to_have_count(0)
    at.open("ctd", "/cgi-bin/LinkAccount.pl")
    at.says("December 11, 2017")
    expect(at.page.locator("input[type=password]")).to_have_count(0)


def _step_a(at: Desk, login: str, password: str) -> None:
    """Access the system by the logo of the court's site, and log in."""
    at.open("ctd", "/cmecf", role="www")
    at.page.get_by_role("main").get_by_role("link", name="CM/ECF", exact=True).first.click()
    at.settle()
    at.page.get_by_role("link", name="Document Filing System").click()
    at.settle()
    at.page.get_by_label("Login:", exact=True).fill(login)
    at.page.get_by_label("Password:", exact=True).fill(password)
    at.page.get_by_role("checkbox").check()
    at.press("Login")
    if at.page.get_by_role("heading", name="Change your password").count():
        at.click("Continue")


def _steps_b_to_d(at: Desk) -> None:
    at.has_menu("Civil Criminal Query Reports Utilities Logout")
    at.choose("Utilities")
    at.click("Maintain Your Account")
    at.press("More user information")


def _step_e(at: Desk, login: str) -> None:
    at.says("Change only your password, not the login name.")
    expect(at.page.get_by_label("Login", exact=True)).to_have_value(login)
    password = at.page.get_by_label("Password", exact=True)
    assert set(password.input_value()) == {"*"}
    password.fill(NEW)
    at.press("Return to Account screen")
    at.says("Nothing is saved yet.")


def _step_f(at: Desk) -> None:
    at.press("Submit")
    at.says("press Submit once more")
    at.press("Submit")
    at.says("Your changes are saved.")


def _gets_in(at: Desk, login: str, password: str) -> bool:
    _step_a(at, login, password)
    return "Civil" in at.menu()
