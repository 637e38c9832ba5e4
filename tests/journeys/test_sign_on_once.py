"""Sign in once, visit three kinds of court, log out of all (ctd, ctb, ca2; 2021-11)."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from shared.personas import Persona
from tests.browsing import Desk, Picture

ERA = "2021-11"
MENUS = {
    "ctd": "Civil Criminal Query Reports Utilities Search Help Log Out",
    "ctb": "Bankruptcy Adversary Query Reports Utilities Search Help Log Out",
}
ROOM = "/n/beam/servlet/TransportRoom?servlet="


def test_one_password_for_three_courts_and_one_log_out(
    desk: Callable[[], Desk], people: dict[str, Persona], picture: Picture
) -> None:
    """Exactly one form of the whole tour has a field for a password."""
    oscar = people["attorney_everywhere"]
    assert oscar.pacer is not None
    at = desk()
    at.open("ctd", "/cgi-bin/menu.pl?id=-1")
    at.fill_login(oscar.pacer.user_name, oscar.pacer.password)
    at.press("Login")
    at.says("IMPORTANT NOTICE OF REDACTION RESPONSIBILITY")
    picture(at.page, "redaction-notice")
    at.page.locator('[name="regmsg:chkRedact"]').check()
    at.press("Continue")
    at.has_menu(MENUS["ctd"])

    at.open("ctb", "/cgi-bin/menu.pl?id=-1")
    at.has_menu(MENUS["ctb"])
    at.open("ca2", f"{ROOM}CaseSearch.jsp")
    begins = "File a Document Case Search"
    assert at.until(at.menu, lambda found: found.startswith(begins)).startswith(begins)
    at.open("pacer", "/pscof/login.xhtml")
    at.says(oscar.pacer.account_number)
    assert len(at.password_pages()) == 1, at.password_pages()

    at.open("ctb", "/cgi-bin/iquery.pl")
    at.choose("Log Out")
    expect(at.page.locator("#main, main").first).to_be_visible()
    for title in (
        "United States District Court for the District of Connecticut",
        "United States Bankruptcy Court for the District of Connecticut",
        "United States Court of Appeals for the Second Circuit",
    ):
        at.says(title)
    picture(at.page, "signed-out")

    for court, path in (
        ("ctd", "/cgi-bin/menu.pl?id=-1"),
        ("ctb", "/cgi-bin/menu.pl?id=-1"),
        ("ca2", f"{ROOM}CaseSearch.jsp"),
    ):
        at.open(court, path)
        at.page.wait_for_url("**/csologin/login.jsf*")
        expect(at.page.locator("input[type=password]")).to_have_count(1)
