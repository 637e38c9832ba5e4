"""In a circuit nobody files anything before the clerk has seen the appearance (facts 5)."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from shared.personas import Persona
from tests.browsing import Desk, Picture
from tests.journeys.appealing import appear, approve, begin, pdf

ERA = "2021-11"
ROOM = "/n/beam/servlet/TransportRoom?servlet="


def test_an_appearance_and_a_brief(
    desk: Callable[[], Desk], people: dict[str, Persona], picture: Picture
) -> None:
    """Nothing but the appearance until the clerk has looked; then brief and appendix."""
    at = desk()
    at.open("ca2", f"{ROOM}CaseSearch.jsp")
    at.sign_in(people["attorney_everywhere"])
    begin(at, "Brief", "21-1001")
    at.says("You are not counsel in this case. File an appearance first.")
    appear(at, "21-1001", "Beta Gadgets LLC (Defendant - Appellee)", picture)
    begin(at, "Brief", "21-1001")
    at.says("The clerk's office has not looked at your appearance in this case yet.")

    clerk = desk()
    clerk.open("ca2", f"{ROOM}CaseSearch.jsp")
    clerk.sign_in(people["clerk_ca2"])
    approve(clerk, "Oscar Counsel")

    begin(at, "Brief", "21-1001")
    at.page.get_by_label("I have read this, and it is so.").check()
    at.page.locator("#main_document").set_input_files(pdf("brief.pdf", 31))
    at.press("Continue")
    at.says("BRIEF, on behalf of Appellee Beta Gadgets LLC, FILED.")
    at.says("Above 30 it needs a certificate of compliance")
    at.press("Submit")
    at.says("Notice of Docket Activity")
    begin(at, "Appendix", "21-1001")
    at.page.get_by_label("I have read this, and it is so.").check()
    at.page.get_by_label("Which kind?").select_option("JOINT")
    at.page.get_by_label("Volume", exact=False).first.fill("1")
    at.page.get_by_label("Of how many volumes?").fill("2")
    at.page.get_by_label("Page numbers").fill("1-212")
    at.page.locator("#main_document").set_input_files(pdf("appendix.pdf", 2))
    at.press("Continue")
    at.press("Submit")
    at.says("JOINT APPENDIX, volume 1 of 2, (pp. 1-212), on behalf of Appellee Beta Gadgets LLC")
    at.click("Docket of 21-1001")
    expect(at.page.locator("body")).to_contain_text("21-1001")
