"""Move house: one court accepts the new address, another rejects it (facts.md 1.6; 2021-11)."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from shared.personas import Persona
from tests.browsing import Desk

ERA = "2021-11"
NEW = {
    "Firm/Office": "Counsel and Daughters",
    "Address *": "44 Harbor Row",
    "City *": "Mockville",
    "County *": "Hartford",
    "Primary Phone *": "203-555-0144",
}
NO = "The address is not the one on your bar record."


def test_accepted_by_one_court_and_rejected_by_another(
    desk: Callable[[], Desk], people: dict[str, Persona]
) -> None:
    """The filer asks two of three courts, two clerks decide, the filer reads what became of it."""
    oscar = desk()
    _maintenance(oscar, people["attorney_everywhere"])
    oscar.click("Update Address Information")
    for label, value in NEW.items():
        oscar.page.get_by_role("textbox", name=label, exact=True).fill(value)
    courts = oscar.page.get_by_role("group", name="Courts to ask")
    expect(courts.get_by_role("checkbox")).to_have_count(3)
    oscar.page.get_by_role("checkbox", name="United States District Court").check()
    oscar.page.get_by_role("checkbox", name="United States Bankruptcy Court").check()
    oscar.press("Submit")
    oscar.says("Say why the courts should update your address.")
    expect(oscar.page.get_by_label("City *")).to_have_value("Mockville")
    oscar.page.get_by_label("Reason for Update").fill("The office moved.")
    oscar.page.get_by_label("Open cases").check()
    oscar.press("Submit")
    oscar.says("Your data at PACER were updated.")
    expect(oscar.page.get_by_role("cell", name="Waiting for the court")).to_have_count(2)

    casey = _clerk(desk(), people, "ctd")
    casey.click("Oscar Counsel")
    casey.says_in_order("4 Example Street", "44 Harbor Row")
    casey.says_in_order("The office moved.", "Open cases")
    casey.press("Accept")
    casey.says("Accepted. The person and PACER are told.")

    ellis = _clerk(desk(), people, "ctb")
    ellis.click("Oscar Counsel")
    ellis.press("Reject")
    ellis.says("Say why the court rejects the change")
    ellis.page.get_by_label("Reason", exact=True).fill(NO)
    ellis.press("Reject")
    ellis.says("Rejected. The person and PACER are told.")

    rows = oscar.page.get_by_role("row")
    oscar.open_until(
        "pacer", "/pscof/manage/maintenanceRequests.jsf", rows.filter(has_text="Accepted")
    )
    oscar.open_until("pacer", "/pscof/manage/maintenanceRequests.jsf", rows.filter(has_text=NO))
    expect(rows.filter(has_text="United States District Court")).to_contain_text("Accepted")
    expect(rows.filter(has_text="United States Bankruptcy Court")).to_contain_text(NO)
    told = oscar.open_mail("Update Address Information: accepted")
    assert "44 Harbor Row" in told
    told = oscar.open_mail("Update Address Information: rejected")
    assert NO in told
    assert "helpdesk@ctb.test" in told

    _account_at(casey, "ctd", "44 Harbor Row, Mockville, CT 00000")
    _account_at(ellis, "ctb", "4 Example Street, Sampleton, CT 00000")


def _maintenance(at: Desk, who: Persona) -> None:
    assert who.pacer is not None
    at.open("pacer", "/pscof/login.xhtml")
    at.page.locator('[name="loginForm:loginName"]').fill(who.pacer.user_name)
    at.page.locator('[name="loginForm:password"]').fill(who.pacer.password)
    at.press("Login")
    at.page.locator('[name="regmsg:chkRedact"]').check()
    at.press("Continue")
    at.click("Maintenance")


def _clerk(at: Desk, people: dict[str, Persona], court: str) -> Desk:
    """Sign in to a court as its clerk and open the queue from the clerk's front page."""
    at.enter(court, people[f"clerk_{court}"])
    at.choose("Clerk")
    at.click("Changes of personal data")
    return at


def _account_at(at: Desk, court: str, address: str) -> None:
    """Look an account up at the clerk's desk."""
    at.open(court, "/clerk/accounts")
    at.page.get_by_label("Login, name or e-mail address").fill("oscar")
    at.press("Find")
    at.click("Oscar Counsel")
    at.says(address)
