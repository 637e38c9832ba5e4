"""From the notice of appeal to the brief in the circuit (facts 5; issue 4 of 5)."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, expect

from shared.personas import Persona
from tests.browsing import Desk, Picture
from tests.journeys.appealing import appear, approve, begin, pdf

ERA = "2021-11"
ROOM = "/n/beam/servlet/TransportRoom?servlet="


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
