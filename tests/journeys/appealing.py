"""An appellate court's screens, as journeys go through them (facts 5)."""

from __future__ import annotations

import io

import pikepdf
from playwright.sync_api import FilePayload

from tests.browsing import Desk, Picture, axe_of

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
