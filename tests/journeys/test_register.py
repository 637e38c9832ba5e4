"""Register for a PACER account and sign in with it (facts.md 1.4; 2021-11)."""

from __future__ import annotations

from collections.abc import Callable

from tests.browsing import Desk

ERA = "2021-11"
NEW = "Willow-Garden#9"
PERSON = {
    "First Name": "Nora",
    "Last Name": "Newhand",
    "Date of Birth": "02/03/1980",
    "Address": "12 Example Street",
    "City": "Sampleton",
    "Zip/Postal Code": "00000",
    "Primary Phone": "203-555-0112",
    "Primary E-mail": "nora.newhand@examplelaw.test",
    "Confirm E-mail": "nora.newhand@examplelaw.test",
    "User Verification": "docket",
}


def test_register(desk: Callable[[], Desk]) -> None:
    """Four pages, a test card, and the account is active."""
    at = desk()
    at.open("pacer", "/")
    at.click("Register")
    at.page.get_by_label("PACER - Case Search Only").check()
    at.press("Next")
    at.page.get_by_label("State").select_option("CT")
    at.press("Set State")
    for label, value in PERSON.items():
        at.page.get_by_role("textbox", name=f"{label} *", exact=True).fill(value)
    at.page.get_by_label("County").select_option("Hartford")
    at.page.get_by_label("User Type").select_option("individual")
    at.press("Next")
    at.page.get_by_label("Username").fill("nnewhand1")
    at.page.get_by_label("Password", exact=True).fill(NEW)
    at.page.get_by_label("Confirm Password").fill(NEW)
    at.page.get_by_label("Security Question 1").select_option("library")
    at.page.get_by_label("Security Answer 1").fill("Old Stacks")
    at.page.get_by_label("Security Question 2").select_option("book")
    at.page.get_by_label("Security Answer 2").fill("Bleak House")
    at.press("Next")
    at.page.get_by_label("Card Number").fill("4111 1111 1111 1111")
    at.press("Next")
    for box in at.page.get_by_role("checkbox").all():
        box.check()
    at.press("Submit")
    at.says("Your PACER account is open")
    at.page.get_by_role("main").get_by_role("link", name="Manage My Account").click()
    at.settle()
    at.page.locator('[name="loginForm:loginName"]').fill("nnewhand1")
    at.page.locator('[name="loginForm:password"]').fill(NEW)
    at.press("Login")
    at.says("Upgraded PACER Account")
