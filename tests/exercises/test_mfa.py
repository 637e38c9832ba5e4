"""The exercise of the second factor, rightly and wrongly (PACER, January 2026)."""

from __future__ import annotations

from shared.personas import Persona
from tests import seats
from tests.browsing import Desk
from tests.journeys.test_mfa import give, log_in, mailed_code, passcode
from tests.serving import Running
from tests.walks import exercising
from tests.walks.exercising import Sit, due

ERA = "2026"
KEY = "mfa"
ADD = "/pscof/manage/mfaAdd.jsf"


def test_rightly(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """Six steps at PACER itself, and the coach in its own pages."""
    who = people["client"]
    exercising.take_seat(federation, KEY, [who])
    at = desk()
    log_in(at, who)
    at.open("pacer", ADD)
    due(at, "Have a security code mailed to you")
    at.press("Send Security Code")
    due(at, "Read it in your mailbox")
    code = mailed_code(at, 1)
    at.open("pacer", ADD)
    due(at, "Add the app")
    secret = _add(at, code)
    due(at, "Make backup codes")
    at.click("Get New Codes")
    at.press("Send Security Code")
    code = mailed_code(at, 2)
    at.open("pacer", "/pscof/manage/mfaCodes.jsf")
    at.page.get_by_label("Security Code").fill(code)
    at.press("Get New Codes")
    due(at, "Log out, and sign in with a passcode")
    _log_out(at)
    log_in(at, who)
    give(at, passcode(secret, ahead=1))
    at.open("pacer", "/pscof/manage/maint.jsf")
    exercising.certificate(at, KEY, points="10 of 10 points")


def test_wrongly(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """Every mistake that the exercise names; an app that is deleted has to be added again."""
    who = people["researcher"]
    assert who.pacer is not None
    exercising.take_seat(federation, KEY, [who], world=seats.WORLD + 1)
    at = desk()
    log_in(at, who)
    at.open("pacer", ADD)
    at.press("Send Security Code")
    code = mailed_code(at, 1)
    at.open("pacer", ADD)
    wrong = "000000" if code != "000000" else "111111"
    at.page.get_by_label("Security Code").fill(wrong)
    at.press("Continue")
    exercising.noticed(at, "The security code was wrong")
    at.page.get_by_label("Security Code").fill(code)
    at.press("Continue")
    _try(at, "000000")
    exercising.noticed(at, "The app's first passcode was wrong")
    secret = at.page.locator("#mfaSecret").inner_text().replace(" ", "")
    _try(at, passcode(secret))
    due(at, "Make backup codes")

    other = desk()
    log_in(other, who)
    give(other, passcode(secret))
    other.says("Invalid username, password, or one-time passcode.")
    exercising.noticed(at, "A passcode was refused at the sign-in")

    at.open("pacer", "/pscof/manage/mfa.jsf")
    at.page.get_by_role("link", name="Delete").first.click()
    at.settle()
    at.page.locator("input[type=password]").fill(who.pacer.password)
    at.page.locator("main button[type=submit], main input[type=submit]").last.click()
    at.settle()
    exercising.all_noticed(at, KEY)
    due(at, "Add the app")


def _add(at: Desk, code: str) -> str:
    at.page.get_by_label("Security Code").fill(code)
    at.press("Continue")
    secret = at.page.locator("#mfaSecret").inner_text().replace(" ", "")
    _try(at, passcode(secret))
    return secret


def _try(at: Desk, code: str) -> None:
    at.page.get_by_label("Passcode").fill(code)
    at.page.get_by_label("Name").fill("my telephone")
    at.press("Add App")


def _log_out(at: Desk) -> None:
    at.open("pacer", "/csologin/logout.jsf")
    at.press("Log Out")
