"""Seed 003, first module: a complaint opens a civil case (facts 3.8)."""

from __future__ import annotations

from collections.abc import Callable

from shared.personas import Persona
from tests.browsing import Desk, Picture
from tests.journeys.opening import add_party, file, go_on, pay_with_card

ERA = "2021-11"


def test_complaint(desk: Callable[[], Desk], people: dict[str, Persona], picture: Picture) -> None:
    """From the menu to the number, the lead event, the notice, and the docket."""
    at = desk()
    at.enter("ctd", people["attorney_everywhere"])
    at.choose("Civil")
    at.click("Civil Case")
    at.says("Case Information")
    page = at.page
    assert page.get_by_label("Jurisdiction").input_value() == "3"
    page.get_by_label("Cause of action").select_option("42:1983")
    page.get_by_label("Nature of suit").select_option("440")
    page.get_by_label("Jury demand").select_option("p")
    page.get_by_label("Demand ($000)").fill("250")
    page.get_by_label("County").select_option("New Haven")
    picture(page, "open-civil-case")
    go_on(at, "Add the Parties")
    add_party(at, "Plaintiff", "Sampleson", "Pia")
    add_party(at, "Defendant", "Town of Inventia")
    picture(page, "open-civil-parties")
    go_on(at, "Docket Lead Event?", "Create Case")
    number = page.locator("#cmecfMainContent b").first.inner_text()
    assert number.startswith("3:21-cv-")
    picture(page, "open-civil-lead")
    at.click("Yes")
    page.get_by_role("radio", name="Complaint", exact=True).check()
    page.get_by_label("Pia Sampleson (Plaintiff)").first.check()
    page.get_by_label("Town of Inventia (Defendant)").last.check()
    go_on(at, "Select the pdf document")
    page.get_by_label("Filename").set_input_files(file("complaint.pdf"))
    for place, category in ((1, "Civil Cover Sheet"), (2, "Summons")):
        if place > 1:
            page.get_by_role("button", name="Add another attachment").click()
        page.get_by_label(f"File of attachment {place}").set_input_files(file(f"{category}.pdf"))
        page.get_by_label(f"Category of attachment {place}").select_option(category)
    picture(page, "open-civil-papers")
    go_on(at, "Filing Fee")
    pay_with_card(at)
    go_on(at, "Docket Text: Modify as Appropriate.")
    go_on(at, "Docket Text: Final Text")
    at.says("commits this transaction")
    picture(page, "open-civil-final")
    go_on(at, "Notice of Electronic Filing")
    at.says(number)
    at.says("COMPLAINT against Town of Inventia ( Filing fee $ 402 receipt number")
    picture(page, "open-civil-notice")

    page.go_back()
    at.says_in_order("Notice of Electronic Filing", number)
    read_back(at, number)


def read_back(at: Desk, number: str) -> None:
    """Find the case by its number and read its docket."""
    page = at.page
    at.choose("Query")
    page.get_by_label("Case number").fill(number)
    at.press("Find This Case")
    at.says("Sampleson v. Town of Inventia")
    at.press("Run Query")
    page.get_by_role("link", name="Docket Report").click()
    at.press("Run Report")
    at.says_in_order("Pia Sampleson", "Oscar Counsel", "COMPLAINT against Town of Inventia")
