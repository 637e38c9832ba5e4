"""A filing fee that is not paid takes the filing menus away until it is (facts 3.7; ctb)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from shared.personas import Persona
from tests.browsing import Desk, axe_of
from tests.integration.courts.opening import pdf
from tests.journeys.test_proof_of_claim import CASE, shot, unfold

ERA = "2021-11"
OPEN = "Bankruptcy Adversary Query Reports Utilities Search Help Log Out"
LOCKED = "Query Reports Utilities Search Help Log Out"


def pay(at: Desk, number: str) -> None:
    """Type a card on the payment page."""
    at.page.get_by_label("Card number").fill(number)
    at.page.get_by_label("Expiration date").fill("12/29")
    at.press("Submit Payment")


def test_unpaid_locked_paid_unlocked(
    desk: Callable[[], Desk], people: dict[str, Persona], tmp_path: Path
) -> None:
    paper = tmp_path / "transfer.pdf"
    paper.write_bytes(pdf())
    at = desk()
    at.enter("ctb", people["attorney_everywhere"])
    at.has_menu(OPEN)
    at.choose("Bankruptcy")
    unfold(at)
    at.click("Transfer of Claim")
    at.page.get_by_label("Case number").fill(CASE)
    at.press("Next")
    at.page.locator("select[name=claim]").select_option("1")
    at.page.locator("input[name=transferee]").fill("Kappa Recovery LLC")
    assert axe_of(at.page) == []
    at.press("Next")
    at.page.get_by_label("Filename (PDF)").set_input_files(paper)
    at.press("Next")
    at.says("$26.00, due under Utilities")
    at.press("Next")
    at.says_in_order("Transfer of Claim.", "A fee is due")

    at.running.set_court_time("2021-11-30")
    at.choose("Utilities")
    at.has_menu(LOCKED)
    at.click("Internet Payments Due")
    at.says("Your filing menus are locked")
    assert axe_of(at.page) == []
    shot(at, "due")
    at.press("Pay Now")
    assert axe_of(at.page) == []
    pay(at, "4000 0000 0000 2024")
    at.says("The card was declined by its bank.")
    expect(at.page.get_by_label("Card number")).to_have_value("")
    assert axe_of(at.page) == []
    at.page.set_viewport_size({"width": 360, "height": 780})
    shot(at, "pay-360")
    assert at.page.evaluate("document.documentElement.scrollWidth") <= 360
    at.page.set_viewport_size({"width": 1280, "height": 900})
    shot(at, "pay")
    pay(at, "4000 0000 0000 1018")
    at.says_in_order("Your payment was approved.", "ACTBC-7")
    shot(at, "paid")
    at.choose("Utilities")
    at.has_menu(OPEN)
    at.click("Internet Payment History")
    at.says_in_order("Transfer of Claim", "paid", "ACTBC-7")
    assert axe_of(at.page) == []
    shot(at, "history")
