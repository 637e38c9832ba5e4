"""What the journeys of opening a case share: files, parties, and screens that axe looked at."""

from __future__ import annotations

import io

import pikepdf
from playwright.sync_api import FilePayload

from tests.browsing import Desk, axe_of

NARROW = 360


def file(name: str, content: bytes | None = None) -> FilePayload:
    """Return a file to choose: a PDF of a page, or what is given."""
    if content is None:
        made, out = pikepdf.new(), io.BytesIO()
        made.add_blank_page()
        made.save(out)
        content = out.getvalue()
    kind = "application/pdf" if name.endswith(".pdf") else "text/plain"
    return {"name": name, "mimeType": kind, "buffer": content}


def go_on(at: Desk, heading: str, button: str = "Next") -> None:
    """Press the button of a screen and come to the next, which is good for a telephone, too."""
    at.press(button)
    at.says(heading)
    assert axe_of(at.page) == []
    wide = at.page.viewport_size
    at.page.set_viewport_size({"width": NARROW, "height": 740})
    assert at.page.evaluate("document.documentElement.scrollWidth") <= NARROW
    if wide is not None:
        at.page.set_viewport_size(wide)


def add_party(at: Desk, role: str, last: str, first: str = "") -> None:
    """Search for a party, create it and submit it."""
    at.click("Add New Party")
    at.page.get_by_label("Last/Business name").fill(last)
    go_on(at, "Search results", "Search")
    at.click("Create new party")
    at.page.get_by_label("First name").fill(first)
    at.page.get_by_label("Role").select_option(role)
    go_on(at, last, "Submit")


def pay_with_card(at: Desk) -> None:
    """Fill the fee screen with a card that is approved."""
    at.page.get_by_label("Card number").fill("4000000000001018")
    at.page.get_by_label("Expiration date").fill("12/30")
