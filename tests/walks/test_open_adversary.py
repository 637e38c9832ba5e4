"""An adversary complaint: a case of its own, and an entry on the docket of the main case."""

from __future__ import annotations

from collections.abc import Callable

from shared.personas import Persona
from tests.browsing import Desk, Picture
from tests.journeys.opening import add_party, file, go_on, pay_with_card

ERA = "2021-11"
MAIN = "21-30101"


def test_complaint(desk: Callable[[], Desk], people: dict[str, Persona], picture: Picture) -> None:
    """From Open AP Case to both dockets."""
    at = desk()
    at.enter("ctb", people["attorney_everywhere"])
    at.choose("Adversary")
    at.click("Open AP Case")
    page = at.page
    page.get_by_label("Case number").fill(MAIN)
    page.get_by_label("67 Dischargeability").check()
    page.get_by_label("02 Other").check()
    page.get_by_label("Dollar demand").fill("25000")
    picture(page, "open-ap-case")
    go_on(at, "Add the Parties")
    add_party(at, "Plaintiff", "Theta Lender Corp.")
    add_party(at, "Defendant", "Debtworth", "Carla")
    go_on(at, "Select the pdf document")
    page.get_by_label("Filename").set_input_files(file("complaint.pdf"))
    go_on(at, "Filing Fee")
    pay_with_card(at)
    go_on(at, "Docket Text: Modify as Appropriate.")
    go_on(at, "(02 (Other")
    go_on(at, "Notice of Electronic Filing")
    at.says_in_order("Theta Lender Corp. v. Debtworth", "Carla Debtworth", MAIN)
    picture(page, "open-ap-notice")

    at.open("ctb", "/cgi-bin/iquery.pl")
    page.get_by_label("Case number").fill(MAIN)
    at.press("Run Query")
    page.get_by_role("link", name="Docket Report").click()
    at.press("Run Report")
    at.says("Complaint by Theta Lender Corp. against Carla Debtworth.")
