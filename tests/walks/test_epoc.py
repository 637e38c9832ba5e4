"""A claim that somebody files without a login, and the form that the court makes (facts 4)."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from shared.personas import Persona
from tests.browsing import Desk, axe_of

ERA = "2021-11"
CASE = "21-30101"


def shot(at: Desk, name: str) -> None:
    """Take a picture where somebody asks for it."""
    folder = os.environ.get("MOOT_SHOTS", "")
    if folder:
        at.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def test_somebody_without_a_login_files_a_claim_and_downloads_the_form(
    desk: Callable[[], Desk], people: dict[str, Persona]
) -> None:
    at = desk()
    at.page.set_viewport_size({"width": 360, "height": 780})
    at.open("ctb", "/cgi-bin/autoFilingClaims.pl")
    assert axe_of(at.page) == []
    at.page.get_by_label("Case number").fill(CASE)
    at.press("Next")
    assert axe_of(at.page) == []
    for label, text in (
        ("Amount claimed", "77.10"),
        ("1. Who is the current creditor?", "Corner Store of Testham"),
        ("8. What is the basis of the claim?", "Goods sold"),
        ("Signature: name", "Una Sampleson"),
    ):
        at.page.get_by_label(label).fill(text)
    shot(at, "epoc-360")
    assert at.page.evaluate("document.documentElement.scrollWidth") <= 360
    at.press("Submit")
    at.says("Corner Store of Testham, Amount claimed: $77.10")
    assert axe_of(at.page) == []
    with at.page.expect_download() as loading:
        at.link("Download a copy (PDF)").click()
    assert Path(loading.value.path()).read_bytes()[:5] == b"%PDF-"
