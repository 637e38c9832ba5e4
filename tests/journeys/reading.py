"""Papers and receipts, as journeys read them."""

from __future__ import annotations

import io
from urllib.parse import urljoin

import pikepdf
from playwright.sync_api import expect

from tests.browsing import Desk


def paper(at: Desk, address: str, court: str = "ca2") -> pikepdf.Pdf:
    """Fetch a paper with the cookies of the browser, which shows PDFs in a program of its own."""
    url = urljoin(at.running.url(court, "/"), address)
    answer = at.context.request.get(url, headers={"Referer": "https://external"})
    assert answer.status == 200
    assert answer.headers["content-type"] == "application/pdf"
    return pikepdf.open(io.BytesIO(answer.body()))


def written(page: pikepdf.Page) -> str:
    """Return the marks of a page as text: what was drawn on delivery stands in them in clear."""
    contents = page.obj.Contents
    parts = list(contents) if isinstance(contents, pikepdf.Array) else [contents]
    return b"\n".join(part.read_bytes() for part in parts).decode("latin-1")


def receipt(at: Desk, words: str) -> None:
    """Assert that the transaction receipt is there and says something."""
    box = at.page.locator("center table").last
    expect(box).to_contain_text("Transaction Receipt")
    expect(box).to_contain_text(words)
