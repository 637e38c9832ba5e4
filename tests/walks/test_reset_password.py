"""A forgotten password of an old account is reset at the court, and then linked (ctd, 2017-12)."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from shared.personas import Persona
from tests.browsing import Desk

ERA = "2017-12"
NEW = "harbor-lantern-17"
LINK = "Link a CM/ECF account to my PACER account"


def test_reset_then_link(desk: Callable[[], Desk], people: dict[str, Persona]) -> None:
    """From Quick Links, by mail, to a password that screen A takes; the mail works once."""
    fiona = people["forgot_right_mail"]
    assert fiona.pacer is not None
    old = fiona.courts["ctd"]
    at = desk()
    at.open("ctd", "/", role="www")
    at.click("Password Reset")
    at.says("The reset works only if the primary e-mail address in your CM/ECF account is right.")
    at.open("ctd", "/cgi-bin/LostPassword.pl")
    at.page.get_by_label("CM/ECF login:").fill(str(old.login_name))
    at.page.get_by_label("Primary e-mail address:").fill(old.primary_email)
    at.press("Submit")
    at.says("a message with a link is on its way")

    at.open("pacer", "/csologin/login.jsf")
    at.sign_in(fiona)
    mail = at.open_mail("CM/ECF password reset")
    found = re.search(r"http://ecf\.ctd\.\S+/cgi-bin/ResetPassword\.pl\?token=\S+", mail)
    assert found, mail
    at.page.goto(found.group())
    at.page.get_by_label("New password:", exact=True).fill(NEW)
    at.page.get_by_label("New password again:", exact=True).fill(NEW)
    at.press("Submit")
    at.says("is set")
    at.page.goto(found.group())
    expect(at.page.locator("input[type=password]")).to_have_count(0)

    at.open("ctd", "/cgi-bin/menu.pl?id=-1")
    at.choose("Utilities")
    at.click(LINK)
    at.page.get_by_label("CM/ECF login:").fill(str(old.login_name))
    at.page.get_by_label("CM/ECF password:").fill(NEW)
    at.press("Submit")
    at.press("Submit")
    at.says("You have successfully linked your account.")


def test_a_wrong_address_sends_nothing(
    desk: Callable[[], Desk], people: dict[str, Persona]
) -> None:
    """The page says the same as for the right address, and the mailbox stays empty."""
    walter = people["forgot_wrong_mail"]
    assert walter.pacer is not None
    at = desk()
    at.open("ctd", "/cgi-bin/LostPassword.pl")
    at.page.get_by_label("CM/ECF login:").fill(str(walter.courts["ctd"].login_name))
    at.page.get_by_label("Primary e-mail address:").fill(walter.pacer.email)
    at.press("Submit")
    at.says("a message with a link is on its way")
    at.says("verification phrase")
    at.open("pacer", "/csologin/login.jsf")
    at.sign_in(walter)
    at.open("pacer", "/mailbox")
    assert "CM/ECF password reset" not in at.text
