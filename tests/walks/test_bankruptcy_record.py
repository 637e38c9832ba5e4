"""Claims and creditors of a bankruptcy case, by the pages that a person clicks (facts.md 4)."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from shared.personas import Persona
from tests.browsing import Desk, axe_of

ERA = "2021-11"
CASE = "21-30101"


def at_the_case(at: Desk, who: Persona) -> None:
    """Sign in to the court and open the menu of the case."""
    at.open("ctb", "/cgi-bin/iquery.pl")
    at.sign_in(who)
    at.page.get_by_label("Case number").fill(CASE)
    at.press("Run Query")


def test_from_the_register_to_the_paper_of_a_claim(
    desk: Callable[[], Desk], people: dict[str, Persona]
) -> None:
    at = desk()
    at_the_case(at, people["researcher"])
    at.page.get_by_role("link", name="Claims Register").first.click()
    field = at.page.get_by_label("Case number")
    expect(field).to_have_value(f"{CASE}-amx")
    assert axe_of(at.page) == []
    at.page.get_by_label("Date from").fill("31/12/2021")
    at.press("Run Report")
    at.says("Enter a date as mm/dd/yyyy.")
    expect(at.page.get_by_label("Date from")).to_have_value("31/12/2021")
    expect(field).to_have_value(f"{CASE}-amx")
    assert axe_of(at.page) == []
    at.page.get_by_label("Date from").fill("1/1/2021")
    at.press("Run Report")
    at.says_in_order("Claims Register", "Judge:", "First Delta Bank", "$1250.34", "History:")
    at.says_in_order("Claims Register Summary", "Total Number Of Claims:", "Transaction Receipt")
    assert axe_of(at.page) == []

    at.click("Details")
    at.says("Claim 1: First Delta Bank")
    assert axe_of(at.page) == []
    at.click("1-1")
    at.says("Image1-1")
    at.press("View Document")
    source = at.page.locator("iframe").get_attribute("src") or ""
    answer = at.page.request.get(at.running.url("ctb", source))
    assert answer.body()[:5] == b"%PDF-"


def test_creditors_notice_and_who_is_served(
    desk: Callable[[], Desk], people: dict[str, Persona]
) -> None:
    at = desk()
    at_the_case(at, people["researcher"])
    case = at.page.url
    for link, words in (
        ("Electronic/Paper Notice", "Electronic notice"),
        ("Notice of Bankruptcy Case Filing", "automatic stay"),
        ("Trustee", "Tess Stonewell"),
    ):
        at.page.goto(case)
        at.page.get_by_label("Case number").fill(CASE)
        at.press("Run Query")
        at.page.get_by_role("link", name=link).last.click()
        at.says(words)
        at.says("Transaction Receipt")
        assert axe_of(at.page) == [], link

    at.choose("Reports")
    at.click("Creditor Mailing Matrix")
    at.page.get_by_label("Case number").fill(CASE)
    at.press("Find This Case")
    expect(at.page.locator("#case_number_pick_area_0")).to_contain_text("Carla Debtworth")
    at.page.get_by_label("Labels, to read and print").check()
    at.press("Run Report")
    at.says_in_order("First Delta Bank", "Total number of creditors")
    assert axe_of(at.page) == []
    at.open("ctb", "/cgi-bin/CredMatrixCase.pl")
    at.page.get_by_label("Case number").fill(CASE)
    at.page.get_by_label("Raw data format").check()
    at.press("Run Report")
    at.says("is ready for the creditor service")
    assert axe_of(at.page) == []
    at.press("View Raw Data")
    at.says("First Delta Bank|P.O. Box 12|Sampleton, CT 00000")

    at.open("ctb", "/cgi-bin/ClaimsActRpt.pl")
    assert axe_of(at.page) == []
    at.page.get_by_label("Creditor name").fill("delta")
    at.press("Run Report")
    at.says_in_order("Claims Activity Report", "Claim entries selected:", "Transaction Receipt")
    assert axe_of(at.page) == []


def test_docket_sheets_can_be_read_by_everybody(
    desk: Callable[[], Desk], people: dict[str, Persona]
) -> None:
    """The sheet of a case and of a proceeding within one, with boxes to choose papers by."""
    at = desk()
    at.open("ctb", "/cgi-bin/iquery.pl")
    at.sign_in(people["researcher"])
    for number, title in ((CASE, "Bankruptcy Petition #"), ("20-03001", "Adversary Proceeding #")):
        at.open("ctb", "/cgi-bin/iquery.pl")
        at.page.get_by_label("Case number").fill(number)
        at.press("Run Query")
        at.page.get_by_role("link", name="Docket Report").click()
        at.page.get_by_label("View multiple documents").check()
        at.press("Run Report")
        at.says(title)
        at.says("Transaction Receipt")
        assert axe_of(at.page) == [], number
