"""Upgrade a legacy account and then link it (seeds 002 and 004 in order; ctd, 2017-12)."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from shared.personas import Persona
from tests.browsing import Desk

ERA = "2017-12"


def test_upgrade_and_link(desk: Callable[[], Desk], people: dict[str, Persona]) -> None:
    """The court refuses a legacy account; Upgrade mends it; the link needs no second sign-in."""
    who = people["legacy"]
    old = who.courts["ctd"]
    at = desk()
    at.enter("ctd", who)
    at.choose("Utilities")
    at.click("Link a CM/ECF account to my PACER account")
    at.says("Your PACER account is a Legacy PACER Account.")
    at.open("pacer", "/pscof/manage/maint.jsf")
    at.says("Legacy PACER Account")
    at.click("Upgrade")
    at.page.get_by_label("User Type").select_option("attorney")
    at.press("Next")
    at.page.get_by_label("Confirm E-mail").fill("laura.barrister@examplelaw.test")
    at.press("Next")
    at.page.get_by_label("Username").fill("lbarrister")
    at.page.get_by_label("Password", exact=False).first.fill("Willow-Garden#9")
    at.page.get_by_label("Confirm Password").fill("Willow-Garden#9")
    at.page.get_by_label("Security Question 1").select_option("library")
    at.page.get_by_label("Security Answer 1").fill("Old Stacks")
    at.page.get_by_label("Security Question 2").select_option("book")
    at.page.get_by_label("Security Answer 2").fill("Bleak House")
    at.press("Submit")
    at.says("Upgrade complete")
    at.click("Close")
    at.says("Upgraded PACER Account")
    seen = len(at.password_pages())
    at.open("ctd", "/cgi-bin/menu.pl?id=-1")
    at.choose("Utilities")
    at.click("Link a CM/ECF account to my PACER account")
    expect(at.page.locator("#main input[type=password], main input[type=password]")).to_be_visible()
    # The old password; PACER's is not asked for again.
    assert at.until(lambda: len(at.password_pages()), lambda found: found > seen) == seen + 1
    at.page.get_by_label("CM/ECF login:").fill(str(old.login_name))
    at.page.get_by_label("CM/ECF password:").fill(str(old.password))
    at.press("Submit")
    at.says("Do you want to link these accounts?")
    at.press("Submit")
    at.says("You have successfully linked your account.")
