"""axe finds nothing serious or critical on the pages of the second factor (January 2026)."""

from __future__ import annotations

from collections.abc import Callable

from shared.personas import Persona
from tests.browsing import Desk, axe_of
from tests.journeys.test_mfa import give, log_in, passcode

ERA = "2026"


def test_the_pages_of_the_second_factor(
    desk: Callable[[], Desk], people: dict[str, Persona]
) -> None:
    """The step at sign-in, also refused; enrolment that is owed; managing apps and codes."""
    who = people["client_mfa"]
    assert who.pacer is not None
    at, faults = desk(), {}

    def look(page: Desk, where: str) -> None:
        for violation in axe_of(page.page):
            faults[f"{where}: {violation['id']}"] = violation["nodes"][0]["html"][:160]

    log_in(at, who)
    look(at, "code asked for")
    give(at, "000000")
    look(at, "code refused")
    give(at, passcode(who.pacer.totp_secret))
    for page in ("mfa", "mfaAdd", "mfaCodes"):
        at.open("pacer", f"/pscof/manage/{page}.jsf")
        look(at, page)
    at.press("Send Security Code")
    look(at, "security code asked for")
    at.press("Get New Codes")
    look(at, "security code missing")
    at.open("pacer", "/pscof/manage/mfa.jsf")
    at.page.locator("#mfaApps a").first.click()
    look(at, "delete an app")
    filer = desk()
    log_in(filer, people["attorney_ctd"])
    look(filer, "enrolment owed")
    filer.press("Send Security Code")
    look(filer, "enrolment, security code")
    assert not faults, faults
