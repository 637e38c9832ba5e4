"""Somebody without an attorney: refused without an order of the case, then not (ctd, 2021-11)."""

from __future__ import annotations

from collections.abc import Callable

from shared.personas import Persona
from tests.browsing import Desk
from tests.journeys import filing

ERA = "2021-11"
CASE, ID = "3:18-cv-26", 6


def test_with_and_without_order(desk: Callable[[], Desk], people: dict[str, Persona]) -> None:
    """The clerk enters the order; the same screens then go on to the docket."""
    nora = desk()
    nora.enter("ctd", people["pro_se"])
    filing.link(nora, people["pro_se"])
    nora.open("ctd", "/cgi-bin/FileEvent.pl?event=motion_extension")
    filing.case(nora, CASE, "Litigant v. Town of Sampleton")
    nora.says("Whoever files without an attorney needs an order of this case that allows it.")
    filing.heading(nora, "Case Number")

    clerk = desk()
    clerk.enter("ctd", people["clerk_ctd"])
    clerk.open("ctd", f"/clerk/cases/{ID}/enter/e_filing_order")
    clerk.page.get_by_label("When was it signed?").fill("2021-11-15")
    clerk.page.locator("input[type=file]").set_input_files(
        filing.paper("order.pdf", "ELECTRONIC FILING ORDER")
    )
    clerk.press("Enter on the docket")

    nora.press("Next")
    filing.filers(nora, "Nora Litigant")
    filing.unsealed(nora)
    filing.heading(nora, "Refer to existing event(s)")
    nora.press("Next")
    nora.page.get_by_label("Until when, and to do what?").fill("until December 1 to reply")
    nora.press("Next")
    filing.papers(nora, filing.paper("motion.pdf", "MOTION\n/s/ Nora Litigant"))
    filing.submit(nora)
    assert filing.docket(nora, ID)[-1]["description"].startswith(
        "MOTION for Extension of Time until December 1 to reply by Nora Litigant.(Litigant, Nora)"
    )
