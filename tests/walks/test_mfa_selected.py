"""Selected at login: three skips, then "User Update Required" (facts.md 1.13; autumn 2025)."""

from __future__ import annotations

import re
from collections.abc import Callable

from shared.personas import Persona
from tests.browsing import Desk
from tests.journeys.test_mfa import log_in, passcode

#: The lot is drawn from account and day: on this one it selects her.
ERA = "2025-09-01"


def trainer_reads(at: Desk, who: Persona) -> str:
    """Let the trainer read the code to somebody who cannot get into the mailbox yet."""
    assert who.pacer is not None
    code = at.page.get_by_role("link", name="PACER security code")
    at.open_until("pacer", f"/mailbox?all=1&recipient={who.pacer.email}", code)
    code.first.click()
    at.settle()
    found = re.search(r"\b(\d{6})\b", at.text)
    assert found, at.text
    return found[1]


def test_three_skips_and_then_enroll(desk: Callable[[], Desk], people: dict[str, Persona]) -> None:
    """Nobody is told by mail; the pop-up counts down, and then there is no way round."""
    who = people["attorney_ctd"]
    for left in ("3 more times", "2 more times", "1 more time"):
        at = desk()
        log_in(at, who)
        at.says(f"You can skip this {left}.")
        at.press("Skip")
        at.page.locator('[name="regmsg:chkRedact"]').check()
        at.press("Continue")
        at.open("pacer", "/pscof/manage/maint.jsf")
        at.says("Not Enrolled")
    at = desk()
    log_in(at, who)
    at.says("User Update Required")
    assert "Skip" not in at.buttons()
    at.press("Send Security Code")
    trainer = desk()
    log_in(trainer, people["trainer"])
    at.page.get_by_label("Security Code").fill(trainer_reads(trainer, who))
    at.press("Continue")
    secret = at.page.locator("#mfaSecret").inner_text().replace(" ", "")
    at.page.get_by_label("Passcode").fill(passcode(secret))
    at.page.get_by_label("Name").fill("office computer")
    at.press("Add App")
    at.page.locator('[name="regmsg:chkRedact"]').check()
    at.press("Continue")
    at.open("pacer", "/pscof/manage/mfa.jsf")
    at.says("office computer")
