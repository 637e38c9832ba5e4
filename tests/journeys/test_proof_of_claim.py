"""A creditor with a limited account files a proof of claim (facts 2.3, 4; ctb, 2021-11)."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import expect

from shared.personas import Persona
from tests.browsing import Desk, axe_of
from tests.integration.courts.opening import pdf

ERA = "2021-11"
CASE = "21-30101"


def shot(at: Desk, name: str) -> None:
    """Take a picture where somebody asks for it."""
    folder = os.environ.get("MOOT_SHOTS", "")
    if folder:
        at.page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)


def unfold(at: Desk) -> None:
    """Open the categories of a menu: their events stand below them."""
    at.page.locator("details").evaluate_all("all => all.forEach(each => { each.open = true; })")


def link(at: Desk, who: Persona) -> None:
    """Link the old account of a creditor, and bring the menu up to date."""
    old = who.courts["ctb"]
    at.choose("Utilities")
    at.click("Link a CM/ECF account to my PACER account")
    at.page.get_by_label("CM/ECF login:").fill(str(old.login_name))
    at.page.get_by_label("CM/ECF password:").fill(str(old.password))
    at.press("Submit")
    at.press("Submit")
    at.says("You have successfully linked your account.")
    at.choose("Query")


def test_a_creditor_files_a_claim_amends_it_and_finds_it_in_the_register(
    desk: Callable[[], Desk], people: dict[str, Persona], tmp_path: Path
) -> None:
    claim = tmp_path / "claim.pdf"
    claim.write_bytes(pdf(2))
    at, who = desk(), people["creditor"]
    at.enter("ctb", who)
    link(at, who)
    for amount, amends, label in (("1,250.34", "", "2-1"), ("900", "2", "2-2")):
        at.choose("Bankruptcy")
        unfold(at)
        at.click("Proof of Claim")
        at.says("Search for Creditor")
        at.page.get_by_label("Case number").fill(CASE)
        at.page.get_by_label("Name of creditor").fill("omega")
        at.press("Next")
        assert axe_of(at.page) == []
        at.page.get_by_label("Omega Savings Bank", exact=False).check()
        at.press("Next")
        if not amends:
            at.page.get_by_label("Amount claimed").fill("plenty")
            at.press("Next")
            expect(at.page.get_by_label("Amount claimed")).to_have_value("plenty")
            shot(at, "claim-refused")
        at.page.get_by_label("Amount claimed").fill(amount)
        at.page.get_by_label("Unsecured").fill(amount)
        at.page.get_by_label("Amends claim #").select_option(amends)
        at.page.get_by_label("Description").fill("Money loaned")
        assert axe_of(at.page) == []
        shot(at, "claim")
        at.press("Next")
        at.page.get_by_label("Filename (PDF)").set_input_files(claim)
        at.press("Next")
        at.says("Attention!! Pressing the NEXT button on this screen commits this transaction.")
        shot(at, "claim-final")
        at.press("Next")
        at.says_in_order("Notice of Electronic Claims Filing", label)
        shot(at, "claim-receipt")
        # Back and again: the claim is filed once.
        at.page.go_back()
        at.page.reload()
        at.says(label)
    at.click("Claims Register of this case")
    at.press("Run Report")
    at.says_in_order("Omega Savings Bank", "Claim No: 2", "Quinn Creditor", "$900.00", "2-2")
    at.open("ctb", "/cgi-bin/TransactionLog.pl")
    at.says("Proof of Claim 2-2")
    assert axe_of(at.page) == []
    at.page.set_viewport_size({"width": 360, "height": 780})
    shot(at, "log-360")
    assert at.page.evaluate("document.documentElement.scrollWidth") <= 360
