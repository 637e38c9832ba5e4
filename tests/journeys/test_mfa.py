"""Enroll in multifactor authentication and sign in with it (facts.md 1.13; January 2026)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta

import pyotp
from playwright.sync_api import expect

from shared.clock import wall
from shared.personas import Persona
from tests.browsing import Desk

ERA = "2026"
NAME = "my telephone"


def passcode(secret: str, *, ahead: int = 0) -> str:
    """Return what an authenticator app with the secret shows, now or that many steps later."""
    return str(pyotp.TOTP(secret).at(wall() + timedelta(seconds=30 * ahead)))


def mailed_code(at: Desk, which: int) -> str:
    """Read the first, second ... security code in the mailbox of whoever is signed in."""
    found = re.search(r"\b(\d{6})\b", at.open_mail("PACER security code", least=which))
    assert found, at.text
    return found[1]


def log_in(at: Desk, who: Persona) -> None:
    """Give user name and password at Central Sign-On."""
    assert who.pacer is not None
    at.open("pacer", "/csologin/login.jsf")
    at.fill_login(who.pacer.user_name, who.pacer.password)
    at.press("Login")


def give(at: Desk, code: str) -> None:
    """Answer the step of the second factor."""
    at.says("Enter the one-time passcode")
    at.page.locator('[name="mfaForm:mfaInput"]').fill(code)
    at.press("Ok")


def add_app(at: Desk) -> str:
    """Walk from Manage My Account to an app with a name; return the secret that was shown."""
    at.click("Settings")
    at.click("Manage Multifactor Authentication")
    at.says("No authenticator app is enrolled.")
    at.click("Add App")
    at.press("Send Security Code")
    at.says("We sent a security code to p***@programs.test.")
    code = mailed_code(at, 1)
    at.open("pacer", "/pscof/manage/mfaAdd.jsf")
    at.page.get_by_label("Security Code").fill(code)
    at.press("Continue")
    picture = at.page.get_by_alt_text("QR code of the secret key below")
    expect(picture).to_be_visible()
    expect(picture).to_have_js_property("complete", True)
    expect(picture).not_to_have_js_property("naturalWidth", 0)
    secret = at.page.locator("#mfaSecret").inner_text().replace(" ", "")
    at.page.get_by_label("Passcode").fill(passcode(secret))
    at.page.get_by_label("Name").fill(NAME)
    at.press("Add App")
    return secret


def test_enroll_and_sign_in_with_it(desk: Callable[[], Desk], people: dict[str, Persona]) -> None:
    """App, sign-out, passcode, backup codes, and one of these in a court."""
    who = people["client"]
    at = desk()
    log_in(at, who)
    at.open("pacer", "/pscof/manage/maint.jsf")
    at.says("Not Enrolled")
    secret = add_app(at)
    expect(at.page.locator("#mfaApps")).to_contain_text(NAME)
    expect(at.page.locator("section[aria-label='Account summary']")).to_contain_text("Enrolled")

    at.click("Get New Codes")
    at.press("Send Security Code")
    code = mailed_code(at, 2)
    at.open("pacer", "/pscof/manage/mfaCodes.jsf")
    at.page.get_by_label("Security Code").fill(code)
    at.press("Get New Codes")
    expect(at.page.locator("#backupCodes li")).to_have_count(10)
    backup = at.page.locator("#backupCodes li").all_inner_texts()
    assert len(set(backup)) == 10

    # Another browser: the password alone opens nothing, the passcode of enrolment is used up.
    other = desk()
    log_in(other, who)
    give(other, "000000")
    other.says("Invalid username, password, or one-time passcode.")
    give(other, passcode(secret, ahead=1))
    other.open("pacer", "/pscof/manage/maint.jsf")
    other.says("Account Number")
    other.open("pacer", "/csologin/logout.jsf")
    other.press("Log Out")

    # A backup code stands in once, on the way into a court.
    other.open("ctd", "/cgi-bin/menu.pl?id=-1")
    assert who.pacer is not None
    other.fill_login(who.pacer.user_name, who.pacer.password)
    other.press("Login")
    give(other, backup[0])
    expect(other.page.locator("#topmenu")).to_contain_text("Query")
    third = desk()
    log_in(third, who)
    give(third, backup[0])
    third.says("Invalid username, password, or one-time passcode.")
    give(third, backup[1])
    third.open("pacer", "/pscof/manage/mfa.jsf")
    third.says("8 of your ten backup codes can still be used.")
