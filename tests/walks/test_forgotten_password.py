"""Forget a PACER password, and come back by the link in the mail (seed 004; 2021-11)."""

from __future__ import annotations

from collections.abc import Callable

from shared.personas import Persona
from tests.browsing import Desk

ERA = "2021-11"
NEW = "Larch-Meadow#88"


def test_forgotten_password(desk: Callable[[], Desk], people: dict[str, Persona]) -> None:
    """The link opens a page and no session; another browser reads the mail as in the mailbox."""
    who = people["legacy"]
    pacer = who.pacer
    assert pacer is not None
    reader = desk()
    reader.open("pacer", "/pscof/login.xhtml")
    reader.page.locator('[name="loginForm:loginName"]').fill(pacer.user_name)
    reader.page.locator('[name="loginForm:password"]').fill(pacer.password)
    reader.press("Login")
    at = desk()
    at.open("pacer", "/pscof/login.xhtml")
    at.click("Forgot Your Password?")
    at.page.get_by_label("E-mail").fill(pacer.email)
    at.page.get_by_label("Username or Account Number").fill(pacer.user_name)
    at.press("Submit")
    at.says("If what you entered belongs to a PACER account")
    reader.open_mail("Reset PACER Password")
    link = reader.page.locator("pre.mail-text a").first.get_attribute("href")
    at.page.goto(str(link))
    at.page.get_by_label("New Password").fill(NEW)
    at.page.get_by_label("Confirm Password").fill(NEW)
    at.press("Submit")
    at.says("you are not signed in")
    at.page.get_by_role("main").get_by_role("link", name="Log in").click()
    at.settle()
    at.page.locator('[name="loginForm:loginName"]').fill(pacer.user_name)
    at.page.locator('[name="loginForm:password"]').fill(NEW)
    at.press("Login")
    at.says("Legacy PACER Account")
    at.page.goto(str(link))
    at.says("This link is no longer good")
