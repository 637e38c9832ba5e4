"""Apache with mod_auth_openidc (Debian), unmodified, as a relying party; a person in Chromium."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Page, expect

from shared import ids
from shared.personas import Persona
from tests.browsing import Desk
from tests.external.conftest import Apache

ERA = "2021-11"


def sign_in(at: Desk, apache: Apache, who: Persona) -> None:
    """Go to the protected page, sign in at PACER, agree, and arrive."""
    assert who.pacer is not None
    at.page.goto(f"{apache.origin}/protected/index.html")
    at.fill_login(who.pacer.user_name, who.pacer.password)
    at.press("Login")
    if at.page.get_by_role("button", name="Allow", exact=True).count():
        at.says("Apache reading room")
        at.press("Allow")
    expect(at.page).to_have_title("Reading room")


def is_outside(page: Page, apache: Apache) -> bool:
    """Say whether the protected page sends a visitor to PACER."""
    page.goto(f"{apache.origin}/protected/index.html")
    return "/csologin/login.jsf" in page.url


def test_sign_in_shows_claims_and_log_out_ends_both(
    desk: Callable[[], Desk], apache: Apache, people: dict[str, Persona]
) -> None:
    """Code with PKCE, claims in Apache's variables, and RP-initiated log-out with a way back."""
    rita = people["researcher"]
    assert rita.pacer is not None
    at = desk()
    sign_in(at, apache, rita)
    at.says(f"User: {rita.pacer.user_name}")
    at.says(f"Subject: {ids.subject_of(rita.key)}")
    at.says(f"E-mail: {rita.pacer.email}")
    at.says("Class: urn:moot:acr:password")

    leave = f"{apache.origin}/protected/redirect_uri?logout={apache.origin}/bye.html"
    at.page.goto(leave)
    at.says("You have left the reading room.")
    assert at.page.url.startswith(f"{apache.origin}/bye.html")
    assert is_outside(at.page, apache), apache.log()


def test_log_out_at_pacer_ends_apaches_session_by_the_back_channel(
    desk: Callable[[], Desk], apache: Apache, people: dict[str, Persona]
) -> None:
    """The browser keeps Apache's cookie; only the logout token can have ended the session."""
    at, other = desk(), desk()
    sign_in(at, apache, people["researcher"])
    sign_in(other, apache, people["client"])
    cookies = [c for c in at.context.cookies() if c["name"] == "mod_auth_openidc_session"]
    assert len(cookies) == 1
    at.page.goto(f"{apache.origin}/protected/index.html")
    at.says("Subject:")

    at.open("pacer", "/csologin/logout.jsf")
    at.press("Log Out")
    at.says("You are logged out")
    at.says_in_order("Apache reading room", "logged out", "Your session there is closed.")
    kept = [c for c in at.context.cookies() if c["name"] == "mod_auth_openidc_session"]
    assert kept == cookies
    assert is_outside(at.page, apache), apache.log()
    other.page.goto(f"{apache.origin}/protected/index.html")
    other.says("Subject:")
