"""Read the record: query, docket, attachment menu, receipt, PDF (facts.md 3.2, 3.3, 3.10; 5)."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from shared.personas import Persona
from tests.browsing import Desk, Picture
from tests.journeys.reading import paper, receipt, written

ERA = "2021-11"


def test_district(desk: Callable[[], Desk], people: dict[str, Persona], picture: Picture) -> None:
    """A case by its number, its docket by dates, a paper by menu and receipt."""
    at = desk()
    at.open("ctd", "/cgi-bin/iquery.pl")
    at.sign_in(people["researcher"])
    at.page.get_by_label("Case number").fill("19-21")
    at.press("Find This Case")
    expect(at.page.locator("#case_number_area")).to_contain_text("Alpha Widgets")
    at.press("Run Query")
    at.says("Rhea B. Robeson, presiding")
    at.says_in_order("Alias", "Associated Cases", "Attorney", "Docket Report", "View a Document")
    picture(at.page, "query")

    at.page.get_by_role("link", name="Docket Report").click()
    at.page.locator("[name=date_from]").fill("02/01/2019")
    at.page.locator("[name=date_to]").fill("02/28/2019")
    at.press("Run Report")
    at.says("CIVIL DOCKET FOR CASE #: 3:19-cv-00021-RBX-LDG")
    at.says("ANSWER to 1 Complaint")
    assert "COMPLAINT against" not in at.text
    receipt(at, "Docket Report")

    at.open("ctd", "/cgi-bin/DktRpt.pl?1")
    at.press("Run Report")
    picture(at.page, "docket")
    at.page.locator("table[rules=all]").get_by_role("link", name="1", exact=True).first.click()
    at.says("Document Selection Menu")
    at.says_in_order("Document Number:", "12 pages", "Civil Cover Sheet", "2 pages", "18 pages")
    picture(at.page, "attachments")
    at.page.locator("#cmecfMainContent").get_by_role("link", name="1", exact=True).first.click()
    at.says("To accept charges shown below, click on the 'View Document' button")
    receipt(at, "Image1-0")
    receipt(at, "1.20")
    at.press("View Document")
    source = at.page.locator("iframe").get_attribute("src")
    assert source is not None
    pdf = paper(at, source, "ctd")
    assert len(pdf.pages) == 12
    stamp = "Case 3:19-cv-00021-RBX-LDG   Document 1   Filed 01/07/19   Page 12 of 12"
    assert stamp in written(pdf.pages[11])
    assert "Training simulation - not a court." in written(pdf.pages[0])
