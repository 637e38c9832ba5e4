"""Seed 001, steps 1 to 7: link an upgraded PACER account to an old ECF account (ctd, 2017-12)."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from shared.personas import Persona
from tests.browsing import Desk, Picture

ERA = "2017-12"
FULL_NAME = "United States District Court for the District of Connecticut"
LINK = "Link a CM/ECF account to my PACER account"
BEFORE = "Query Reports Utilities Search Help Log Out"
AFTER = "Civil Criminal Query Reports Utilities Search Help Log Out"
NOTICE = (
    "NOTICE: This is a restricted government web site for official PACER use only. Unauthorized "
    "entry is prohibited and subject to prosecution under Title 18 of the U.S. Code. All "
    "activities and access attempts are logged."
)
SCREEN_A = (
    "This utility links your PACER account with your e-filer account in this court.",
    "If you use CM/ECF for PACER only, no action is necessary.",
    "If you had a CM/ECF e-filing account in this court before the court converted to NextGen "
    "CM/ECF, enter your old CM/ECF login and password below and press Submit. You will be "
    "prompted to confirm that you want to link your PACER account to your old CM/ECF e-filing "
    "account. Press Submit to link the accounts (or go back if the names don't match).",
    "CM/ECF login:",
    "CM/ECF password:",
)
SCREEN_B = (
    LINK,
    "Do you want to link these accounts?",
    "CM/ECF John Attorney",
    "PACER John Attorney",
    "After you submit this screen, your old e-filing credentials for the CM/ECF account will be "
    "permanently linked to your upgraded PACER account. Use your upgraded PACER account to "
    "e-file in this court.",
)


def test_the_seven_steps(
    desk: Callable[[], Desk], people: dict[str, Persona], picture: Picture
) -> None:
    """From the court's web site to a filer's menu, with every label of the seed in its order."""
    john = people["attorney"]
    at = desk()
    _step_1_and_2(at)
    _step_3(at, john, picture)
    _step_4(at, picture)
    _step_5(at, john, picture)
    _step_6(at, picture)
    _step_7(at, picture)
    _what_is_left(at, john)
    _again_with_the_new_credentials_only(desk(), john)


def _step_1_and_2(at: Desk) -> None:
    at.open("ctd", "/", role="www")
    at.click("NextGen ECF Link")
    expect(at.page).to_have_url(re.compile("/cgi-bin/ShowIndex.pl$"))
    heading = f"Welcome to the U.S. District Court for the {FULL_NAME}"
    expect(at.page.get_by_role("heading", name=heading)).to_be_visible()
    at.click(f"{FULL_NAME} - Document Filing System")


def _step_3(at: Desk, john: Persona, picture: Picture) -> None:
    assert john.pacer is not None
    at.page.wait_for_url("**/csologin/login.jsf*")
    expect(at.page.get_by_role("heading", name="Login")).to_be_visible()
    assert at.labels()[:3] == ["Username *", "Password *", "Client Code"]
    at.says_in_order(
        "Login",
        "Username *",
        "Password *",
        "Client Code",
        "Need an Account?",
        "Forgot Your Password?",
        "Forgot User Name?",
        NOTICE,
    )
    assert at.buttons()[:3] == ["Login", "Clear", "Cancel"]
    picture(at.page, "login")

    at.fill_login("somebody", "something", "code")
    at.press("Clear")
    for name in ("loginName", "password", "clientCode"):
        expect(at.page.locator(f'[name="loginForm:{name}"]')).to_have_value("")

    at.fill_login(john.pacer.user_name, "Wrong-Password#1")
    at.press("Login")
    expect(at.page.locator('[name="loginForm:loginName"]')).to_have_value(john.pacer.user_name)
    at.fill_login(john.pacer.user_name, john.pacer.password)
    at.press("Login")


def _step_4(at: Desk, picture: Picture) -> None:
    at.has_menu(BEFORE)
    picture(at.page, "menu-before-linking")
    at.choose("Utilities")
    at.has_menu(BEFORE)
    at.click(LINK)


def _step_5(at: Desk, john: Persona, picture: Picture) -> None:
    old = john.courts["ctd"]
    assert old.login_name is not None
    assert old.password is not None
    at.says_in_order(LINK, *SCREEN_A)
    expect(at.page.get_by_label("CM/ECF login:")).to_have_attribute("autocomplete", "off")
    picture(at.page, "link-screen-a")

    at.page.get_by_label("CM/ECF login:").fill(old.login_name)
    at.page.get_by_label("CM/ECF password:").fill("not-the-password")
    at.press("Submit")
    at.says("The CM/ECF login or password is not right.")
    at.says_in_order(LINK, *SCREEN_A)
    expect(at.page.get_by_label("CM/ECF login:")).to_have_value(old.login_name)
    expect(at.page.get_by_label("CM/ECF password:")).to_have_value("")

    at.page.get_by_label("CM/ECF password:").fill(old.password)
    at.press("Submit")


def _step_6(at: Desk, picture: Picture) -> None:
    at.says_in_order(*SCREEN_B)
    assert at.buttons() == ["Submit"]
    at.has_menu(BEFORE)
    picture(at.page, "link-screen-b")
    at.press("Submit")


def _step_7(at: Desk, picture: Picture) -> None:
    at.says("You have successfully linked your account.")
    at.says("Click on one of the menu items (except log out).")
    at.has_menu(BEFORE)
    at.choose("Query")
    at.has_menu(AFTER)
    at.choose("Civil")
    at.says("Motions and Related Filings")
    at.has_menu(AFTER)
    picture(at.page, "menu-after-linking")


def _what_is_left(at: Desk, john: Persona) -> None:
    old = john.courts["ctd"]
    # A second time, and nothing more is done.
    at.choose("Utilities")
    at.click(LINK)
    at.page.get_by_label("CM/ECF login:").fill(str(old.login_name))
    at.page.get_by_label("CM/ECF password:").fill(str(old.password))
    at.press("Submit")
    at.says("already linked to your PACER account")

    mail = at.open_mail("link")
    assert "John Attorney" in mail
    at.open("pacer", "/pscof/login.xhtml")
    at.click("Maintenance")
    at.click("Display Registered Courts")
    at.says("District of Connecticut")


def _again_with_the_new_credentials_only(at: Desk, john: Persona) -> None:
    """The old credentials are void, at the court and at PACER; the new ones file."""
    old = john.courts["ctd"]
    at.open("ctd", "/cgi-bin/login.pl")
    at.says("Central Sign-On")
    expect(at.page.locator("input[type=password]")).to_have_count(0)
    at.open("ctd", "/cgi-bin/menu.pl?id=-1")
    at.fill_login(str(old.login_name), str(old.password))
    at.press("Login")
    expect(at.page).to_have_url(re.compile("/csologin/login.jsf"))
    at.sign_in(john)
    at.has_menu(AFTER)
    at.choose("Log Out")
