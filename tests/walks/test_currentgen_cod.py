"""The login page of a court that is not on NextGen yet (seed 003; cod, 2021-11)."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from shared.personas import Persona
from tests.browsing import Desk, Picture

ERA = "2021-11"
RESETS = (
    "If you have lost or forgotten your CM/ECF password, click here.",
    "If you have lost or forgotten your PACER password, click here.",
    "If you have lost or forgotten your Attorney Services Portal password, click here.",
)
REDACTION = (
    "IMPORTANT NOTICE OF REDACTION RESPONSIBILITY: All filers must redact: Social Security or "
    "taxpayer-identification numbers; dates of birth; names of minor children; financial account "
    "numbers; and, in criminal cases, home addresses, in compliance with Fed. R. Civ. P. 5.2 or "
    "Fed. R. Crim. P. 49.1. This requirement applies to all documents, including attachments."
)
TICK = (
    "I understand that, if I file, I must comply with the redaction rules. I have read this notice."
)


def test_two_logins_in_the_same_two_fields(
    desk: Callable[[], Desk], people: dict[str, Persona], picture: Picture
) -> None:
    """A court login files when the box is ticked; a PACER login queries without it."""
    milo = people["cod_applicant"]
    assert milo.pacer is not None
    old = milo.courts["cod"]
    at = desk()
    at.open("cod", "/cgi-bin/login.pl")
    at.says_in_order(
        *RESETS, "Authentication", "Login:", "Password:", "client code:", REDACTION, TICK
    )
    picture(at.page, "currentgen-login")

    at.page.get_by_label("Login:").fill(str(old.login_name))
    at.page.get_by_label("Password:").fill(str(old.password))
    at.press("Login")
    at.says("You must tick the box")
    expect(at.page.get_by_label("Login:")).to_have_value(str(old.login_name))
    at.page.get_by_label("Password:").fill(str(old.password))
    at.page.get_by_role("checkbox").check()
    at.press("Login")
    at.has_menu("Civil Criminal Query Reports Utilities Logout")
    at.choose("Logout")

    at = desk()
    at.open("cod", "/cgi-bin/login.pl")
    at.page.get_by_label("Login:").fill(milo.pacer.user_name)
    at.page.get_by_label("Password:").fill(milo.pacer.password)
    at.press("Login")
    at.has_menu("Query Reports Utilities Logout")
    at.choose("Utilities")
    expect(at.link("Maintain Your Account")).to_have_count(0)
    expect(at.link("Link a CM/ECF account to my PACER account")).to_have_count(0)


def test_the_rule_links_stay_inside(desk: Callable[[], Desk]) -> None:
    """Both rules that the notice cites can be read without leaving the federation."""
    at = desk()
    for rule in ("Fed. R. Civ. P. 5.2", "Fed. R. Crim. P. 49.1"):
        at.open("cod", "/cgi-bin/login.pl")
        with at.page.expect_response("**/rules/**") as answer:
            at.click(rule)
        assert answer.value.ok
        assert ".moot.localhost" in answer.value.url
