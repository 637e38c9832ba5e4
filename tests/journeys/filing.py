"""Steps that every journey of a filing makes, at a real browser."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from shared.personas import Persona
from tests import readback
from tests.browsing import Desk
from tests.integration.courts.filings import pdf

FINAL = "Docket Text: Final Text"
RECEIPT = "Notice of Electronic Filing"
LINK = "/cgi-bin/LinkAccount.pl"


def paper(name: str, words: str, pages: int = 1) -> Any:
    """Return a file as the browser hands it to a form."""
    return {"name": name, "mimeType": "application/pdf", "buffer": pdf(pages, words)}


def heading(at: Desk, words: str) -> None:
    """Assert which screen is shown."""
    expect(at.page.get_by_role("heading", level=1)).to_have_text(words)


def link(at: Desk, who: Persona, court: str = "ctd") -> None:
    """Link an old account, as seed 001 has it."""
    old = who.courts[court]
    at.open(court, LINK)
    at.page.locator("[name=login]").fill(str(old.login_name))
    at.page.locator("[name=key]").fill(str(old.password))
    at.press("Submit")
    at.press("Submit")
    at.says("You have successfully linked your account.")


def event(at: Desk, word: str, category: str, title: str, *more: str) -> None:
    """Choose events from the pick list of a category, by typing their names."""
    at.choose(word)
    at.click(category)
    heading(at, "Available Events")
    for each in (title, *more):
        at.page.get_by_label("Type to search for an event").fill(each)
        at.page.get_by_role("checkbox", name=each).first.check()
    at.press("Next")


def case(at: Desk, number: str, title: str) -> None:
    """Name the case, look it up, and verify number and title."""
    heading(at, "Case Number")
    at.page.get_by_label("Case number").fill(number)
    at.press("Find This Case")
    expect(at.page.locator("#case_number_area")).to_contain_text(title)
    at.press("Next")


def filers(at: Desk, *names: str, represents: bool = False) -> None:
    """Choose for whom the paper is filed, and whether the filer appears for them."""
    heading(at, "Select the filer")
    for name in names:
        at.page.get_by_role("checkbox", name=name).check()
    at.press("Next")
    if represents:
        heading(at, "Attorney/party association")
        for name in names:
            at.page.get_by_role("checkbox", name=f"represents {name}").check()
        at.press("Next")


def unsealed(at: Desk) -> None:
    """Answer the question about the seal."""
    heading(at, "Sealed or unsealed")
    at.page.get_by_label("Unsealed", exact=True).check()
    at.press("Next")


def papers(at: Desk, main: Any, *attached: tuple[Any, str, str]) -> None:
    """Choose the main document and its attachments: each a file, a category and a description."""
    heading(at, "Select the pdf document")
    at.page.locator("input#main_document").set_input_files(main)
    for place, (file, category, description) in enumerate(attached):
        if place:
            at.press("Add another attachment")
        at.page.locator(f"#file_{place}").set_input_files(file)
        at.page.get_by_label(f"Category of attachment {place + 1}").select_option(category)
        at.page.get_by_label(f"Description of attachment {place + 1}").fill(description)
    at.press("Next")
    heading(at, "Docket Text: Modify as Appropriate.")


def submit(at: Desk) -> None:
    """Leave the text as it is, look at it once more, and file."""
    at.press("Next")
    heading(at, FINAL)
    at.press("Next")
    heading(at, RECEIPT)


def docket(at: Desk, case_id: int, court: str = "ctd") -> list[dict[str, Any]]:
    """Run the docket report and return its entries as the parser of client programs reads them."""
    at.open(court, f"/cgi-bin/DktRpt.pl?{case_id}")
    at.press("Run Report")
    at.says("DOCKET FOR CASE #")
    return list(readback.docket(court, at.page.content())["docket_entries"])
