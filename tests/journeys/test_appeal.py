"""From the notice of appeal to the brief in the circuit (facts 5; issue 4 of 5)."""

from __future__ import annotations

import io
import re
from collections.abc import Callable

import pikepdf
from playwright.sync_api import FilePayload, Locator, expect

from shared.personas import Persona
from tests.browsing import Desk, Picture, axe_of

ERA = "2021-11"
ROOM = "/n/beam/servlet/TransportRoom?servlet="
MENU = "/n/AttorneyFiling"
NARROW = 360


def pdf(name: str, pages: int = 1) -> FilePayload:
    """Return a PDF with blank pages, ready to be chosen in a form."""
    made = pikepdf.new()
    for _ in range(pages):
        made.add_blank_page(page_size=(612, 792))
    stream = io.BytesIO()
    made.save(stream)
    return {"name": name, "mimeType": "application/pdf", "buffer": stream.getvalue()}


def fits(at: Desk, name: str) -> None:
    """Look at a page as it is and on a telephone, and ask axe."""
    assert axe_of(at.page) == []
    size = at.page.viewport_size
    at.page.set_viewport_size({"width": NARROW, "height": 740})
    assert at.page.evaluate("document.documentElement.scrollWidth") <= NARROW, name
    assert size is not None
    at.page.set_viewport_size(size)


def begin(at: Desk, event: str, number: str) -> None:
    """Choose an event and a case."""
    at.open("ca2", MENU)
    at.click(event)
    at.page.get_by_label("Case Number").fill(number)
    at.press("Show Case")


def appear(at: Desk, number: str, party: str, picture: Picture) -> None:
    """File an appearance for a party."""
    begin(at, "Notice of Appearance", number)
    at.page.get_by_label("I have read this, and it is so.").check()
    for box in at.page.get_by_role("group", name="Party Filer").get_by_role("checkbox").all():
        box.uncheck()
    at.page.get_by_label(party).first.check()
    at.page.get_by_label("In which capacity?").select_option("LEAD")
    at.page.locator("#main_document").set_input_files(pdf("appearance.pdf"))
    picture(at.page, "appellate_filing")
    fits(at, "the screen")
    at.press("Continue")
    at.says("Event Review")
    fits(at, "the review")
    at.press("Submit")
    at.says("Notice of Docket Activity")
    at.says("The clerk's office reviews your appearance.")
    fits(at, "the notice")


def approve(at: Desk, name: str) -> None:
    """Have the clerk approve the appearance of somebody."""
    at.click("Clerk")
    at.click("Appearances")
    fits(at, "the desk")
    at.click(name)
    fits(at, "one appearance")
    at.press("Approve")
    at.says("Approved: counsel is on the docket and may file.")


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


def associate(at: Desk) -> None:
    """Become counsel for the party."""
    for box in at.page.locator("main table input[type=checkbox]").all():
        box.check()


def refer(at: Desk) -> None:
    """Link the notice to the order that is appealed."""
    at.page.locator("#refers").get_by_role("checkbox").last.check()


#: What the screens of the district's wizard want to know, by their headings.
SCREENS: dict[str, Callable[[Desk], object]] = {
    "Attorney/party association": associate,
    "Sealed or unsealed": lambda at: at.page.get_by_label("Unsealed").check(),
    "Refer to existing event(s)": refer,
    "Select the pdf document": lambda at: at.page.locator("#main_document").set_input_files(
        pdf("notice-of-appeal.pdf", 2)
    ),
    "Fee": lambda at: at.page.get_by_label("Pay at the end of the day").check(),
}


def appeal(at: Desk) -> None:
    """File a notice of appeal for Beta Gadgets in the district court, by its wizard."""
    at.open("ctd", "/cgi-bin/FileEvent.pl?event=Notice+of+Appeal")
    at.page.locator("#case_number_text_area_0").fill("3:19-cv-21")
    at.press("Find This Case")
    expect(at.page.locator("#case_number_area")).to_contain_text("Alpha Widgets")
    at.press("Next")
    at.page.locator("#filers").get_by_label("Beta Gadgets LLC").check()
    at.press("Next")
    for _ in range(len(SCREENS) + 3):
        heading = at.page.locator("h1").inner_text()
        if heading == "Notice of Electronic Filing":
            break
        if heading in SCREENS:
            SCREENS[heading](at)
        at.press("Next")
    at.says("Notice of Electronic Filing")


def letter(at: Desk) -> Locator:
    """Return the formatted text of the mail that is open."""
    return at.page.frame_locator("iframe.mail-frame").locator("body")


def file_brief(at: Desk, number: str) -> None:
    """File the opening brief of the appellant."""
    begin(at, "Brief", number)
    at.page.get_by_label("I have read this, and it is so.").check()
    at.page.locator("#main_document").set_input_files(pdf("brief.pdf", 3))
    at.press("Continue")
    at.says("BRIEF, on behalf of Appellant Beta Gadgets LLC, FILED.")
    at.press("Submit")
    at.says("Notice of Docket Activity")


def test_from_the_notice_of_appeal_to_the_brief(
    desk: Callable[[], Desk], people: dict[str, Persona], picture: Picture
) -> None:
    """The district's notice opens the circuit's docket; the free look of its notice opens once."""
    at = desk()
    at.open("ctd", "/cgi-bin/menu.pl?id=-1")
    at.sign_in(people["attorney_everywhere"])
    appeal(at)

    at.open_mail("Appeal Docketed")
    mail = letter(at).inner_text()
    assert "NOTICE OF CIVIL APPEAL, with district court docket, on behalf of Appellant" in mail
    found = re.search(r"\[(\d\d-\d{4})\]", mail)
    assert found is not None
    number = found[1]
    at.open_mail("USCA Case Number")
    expect(letter(at)).to_contain_text(f"USCA Case Number {number} re ")
    at.open("ca2", f"{ROOM}CaseSummary.jsp&caseNum={number}&incDktEntries=Y&incOrigDkt=Y")
    at.says_in_order("General Docket", number, "Originating Court Information", "3:19-cv-00021")

    begin(at, "Brief", number)
    at.says("You are not counsel in this case. File an appearance first.")
    appear(at, number, "Beta Gadgets LLC (Defendant - Appellant)", picture)
    begin(at, "Brief", number)
    at.says("The clerk's office has not looked at your appearance in this case yet.")
    clerk = desk()
    clerk.open("ca2", f"{ROOM}CaseSearch.jsp")
    clerk.sign_in(people["clerk_ca2"])
    approve(clerk, "Oscar Counsel")
    file_brief(at, number)

    at.open_mail(f'{number} Alpha Widgets, Inc. v. Beta Gadgets LLC et al "Brief"')
    link = letter(at).locator("a[href*='uid=']").first.get_attribute("href")
    assert link is not None
    stranger = desk()
    first, second = (stranger.context.request.get(link) for _ in range(2))
    assert first.headers["content-type"] == "application/pdf"
    assert second.headers["content-type"].startswith("text/html")
