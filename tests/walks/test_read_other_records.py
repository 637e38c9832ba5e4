"""The record of a bankruptcy and of an appeal, and papers for counsel alone (facts 3.11, 4, 5)."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from shared.personas import Persona
from tests.browsing import Desk, Picture
from tests.journeys.reading import paper, receipt, written

ERA = "2021-11"
TRANSPORT = "/n/beam/servlet/TransportRoom"


def test_bankruptcy(desk: Callable[[], Desk], people: dict[str, Persona], picture: Picture) -> None:
    """The same in a bankruptcy court, and its claims register."""
    at = desk()
    at.open("ctb", "/cgi-bin/iquery.pl")
    at.sign_in(people["researcher"])
    at.page.get_by_label("Case number").fill("21-30101")
    at.press("Run Query")
    at.says_in_order("Docket Report", "Trustee", "Claims Register")
    at.page.get_by_role("link", name="Docket Report").click()
    at.press("Run Report")
    at.says("Bankruptcy Petition #: 21-30101-amx")
    at.says_in_order("Debtor", "Carla Debtworth", "xxx-xx-1234", "Trustee")
    at.says("Chapter 7 Voluntary Petition")
    receipt(at, "Docket Report")
    picture(at.page, "docket_bankruptcy")
    at.page.get_by_role("link", name="1", exact=True).first.click()
    at.says("Document Selection Menu")
    at.page.locator("#cmecfMainContent").get_by_role("link", name="1", exact=True).first.click()
    receipt(at, "0.80")
    at.press("View Document")
    source = at.page.locator("iframe").get_attribute("src")
    assert source is not None
    pdf = paper(at, source, "ctb")
    assert "Case 21-30101" in written(pdf.pages[0])

    at.open("ctb", "/cgi-bin/SearchClaims.pl?1")
    at.press("Run Report")
    at.says_in_order("Claims Register", "First Delta Bank", "$1250.34")


def test_appellate(desk: Callable[[], Desk], people: dict[str, Persona], picture: Picture) -> None:
    """The one-page docket of an appeal, and a paper of it."""
    at = desk()
    at.open("ca2", f"{TRANSPORT}?servlet=CaseSearch.jsp")
    at.sign_in(people["researcher"])
    at.open(
        "ca2",
        f"{TRANSPORT}?servlet=CaseSummary.jsp&caseNum=21-1001&incDktEntries=Y&incOrigDkt=Y"
        "&incPtyAty=Y&fullDocketReport=Y&actionType=Run+Docket+Report",
    )
    at.says_in_order("General Docket", "21-1001", "Originating Court Information", "0205-3")
    at.says("NOTICE OF CIVIL APPEAL")
    picture(at.page, "docket_appellate")
    at.page.get_by_role("link", name="1", exact=True).click()
    at.says("2 Documents are attached to this filing")
    at.page.get_by_role("link", name="Open document 1").click()
    expect(at.page).to_have_title("Download Confirmation")
    with at.page.expect_response(lambda answer: answer.request.method == "POST") as told:
        at.press("Accept Charges and Retrieve")
    assert told.value.headers["content-type"] == "application/pdf"
    pdf = paper(
        at, f"{TRANSPORT}?servlet=ShowDoc&incPdfHeader=Y&dls_id=002130000001&caseId=1&pacer=t"
    )
    assert len(pdf.pages) == 3
    assert "21-1001" in written(pdf.pages[0])


def test_a_stranger_at_a_social_security_case(
    desk: Callable[[], Desk], people: dict[str, Persona]
) -> None:
    """Everybody reads the docket; the papers are for counsel, but what the court wrote is not."""
    docket = "3:20-cv-23"
    counsel = social_security(desk(), people["attorney_ctd"], docket)
    paper_of = counsel.page.locator("table[rules=all] td:nth-child(2) a").first
    address = paper_of.get_attribute("href")
    assert address is not None

    stranger = social_security(desk(), people["researcher"], docket)
    linked = stranger.page.locator("table[rules=all] td:nth-child(2) a")
    assert linked.count() < counsel.page.locator("table[rules=all] td:nth-child(2) a").count()
    # The fourth digit leads past the menu, which names the papers, to the paper itself.
    stranger.page.goto(address.replace("/doc1/0410", "/doc1/0411"))
    stranger.says("Permission to view this document is denied based on Nature of Suit")

    counsel.page.goto(address.replace("/doc1/0410", "/doc1/0411"))
    counsel.says("To accept charges shown below")
    counsel.says("3:20-cv-00023")


def social_security(at: Desk, who: Persona, number: str) -> Desk:
    """Sign in and run the docket report of the case."""
    at.open("ctd", "/cgi-bin/iquery.pl")
    at.sign_in(who)
    at.page.get_by_label("Case number").fill(number)
    at.press("Run Query")
    at.page.get_by_role("link", name="Docket Report").click()
    at.press("Run Report")
    at.says("Mockwell v. Commissioner of Social Security")
    at.settle()
    return at
