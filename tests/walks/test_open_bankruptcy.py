"""A chapter 7 petition, its list of creditors, and the court that assigns judge and trustee."""

from __future__ import annotations

from collections.abc import Callable

from shared.personas import Persona
from tests.browsing import Desk, Picture
from tests.journeys.opening import file, go_on

ERA = "2021-11"
MATRIX = b"""First Sample Bank
P.O. Box 12
Sampleton, CT 00000

An Extremely Long Name of a Creditor Who Likes Words
1 Example Street
Sampleton, CT 00000
"""


def test_petition(desk: Callable[[], Desk], people: dict[str, Persona], picture: Picture) -> None:
    """From Open BK Case to the claims dates that the trustee's case has."""
    at = desk()
    at.enter("ctb", people["attorney_everywhere"])
    at.choose("Bankruptcy")
    at.click("Open BK Case")
    page = at.page
    page.get_by_label("Chapter").select_option("7")
    go_on(at, "Debtor and Joint Debtor")
    at.click("Add New Party")
    page.get_by_label("SSN / ITIN").fill("123-45-6789")
    page.get_by_label("Last/Business name").fill("Owes")
    go_on(at, "Search results", "Search")
    at.click("Create new party")
    page.get_by_label("First name").fill("Olga")
    page.get_by_label("SSN / ITIN").fill("123-45-6789")
    page.get_by_label("Address").fill("1 Example Street")
    page.get_by_label("City").fill("Sampleton")
    page.get_by_label("State").fill("CT")
    page.get_by_label("Zip").fill("00000")
    page.get_by_label("County").select_option("Hartford")
    picture(page, "open-bk-party")
    go_on(at, "xxx-xx-6789", "Submit")
    go_on(at, "Statistical Data")
    page.get_by_label("Yes").check()
    go_on(at, "Select the petition")
    page.get_by_label("Filename").set_input_files(file("petition.pdf"))
    go_on(at, "The fee of a chapter 7 petition is $338.00")
    go_on(at, "Docket Text: Modify as Appropriate.")
    go_on(at, "Docket Text: Final Text")
    go_on(at, "Notice of Electronic Filing")
    at.says("Chapter 7 Voluntary Petition for Individual Fee Amount $338 Filed by Olga Owes.")
    picture(page, "open-bk-notice")

    number = creditors(at, picture)
    assigned(desk(), number, people["clerk_ctb"], picture)
    at.open("ctb", "/cgi-bin/iquery.pl")
    page.get_by_label("Case number").fill(number)
    at.press("Run Query")
    page.get_by_role("link", name="Docket Report").click()
    at.press("Run Report")
    at.says_in_order("Debtor", "Olga Owes", "xxx-xx-6789", "Trustee", "U.S. Trustee")
    at.says_in_order("Chapter 7 Voluntary Petition", "assigned to case", "Meeting of Creditors")


def creditors(at: Desk, picture: Picture) -> str:
    """Upload the list of creditors; return the number of the case."""
    page = at.page
    at.click("Upload list of creditors file")
    number = page.get_by_label("Case number").input_value()
    page.get_by_label("List of creditors (.txt)").set_input_files(file("creditors.txt", MATRIX))
    go_on(at, "Total Creditors Entered")
    go_on(at, "What a court would not tell you", "Submit")
    at.says("“ Likes Words” was cut off")
    picture(page, "open-bk-creditors")
    return number


def assigned(clerk: Desk, number: str, who: Persona, picture: Picture) -> None:
    """Draw judge and trustee, as the clerk does since the court's go-live."""
    clerk.enter("ctb", who)
    clerk.open("ctb", "/clerk/assignments")
    clerk.says("Olga Owes")
    picture(clerk.page, "open-bk-desk")
    clerk.page.get_by_role("button", name=f"Assign {number}").click()
    clerk.says("Judge and trustee were drawn.")
