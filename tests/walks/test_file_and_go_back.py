"""The browser's own Back, a reload and a second Next in the wizard of filing (ctd, 2021-11)."""

from __future__ import annotations

from collections.abc import Callable

from shared.personas import Persona
from tests.browsing import Desk
from tests.journeys import filing

ERA = "2021-11"
CASE, TITLE = "3:19-cv-21", "Alpha Widgets, Inc. v. Beta Gadgets LLC"
MOTIONS = "Motions and Related Filings"


def test_nothing_is_lost_on_the_way_back(
    desk: Callable[[], Desk], people: dict[str, Persona]
) -> None:
    """The browser's own Back and a reload leave a filing as it was; a second Next files once."""
    at = desk()
    at.enter("ctd", people["attorney_everywhere"])
    filing.event(at, "Civil", MOTIONS, "Motion to Stay")
    filing.case(at, CASE, TITLE)
    filing.filers(at, "Alpha Widgets")
    at.press("Next")
    filing.unsealed(at)
    filing.papers(at, filing.paper("motion.pdf", "MOTION TO STAY", 2))
    at.page.go_back()
    filing.heading(at, "Select the pdf document")
    at.says("motion.pdf")
    at.page.reload()
    at.says("motion.pdf")
    at.press("Next")
    at.page.get_by_label("Additional text").fill("until the appeal is decided")
    at.press("Next")
    filing.heading(at, filing.FINAL)
    at.press("Next")
    filing.heading(at, filing.RECEIPT)
    before = len(filing.docket(at, 1))
    at.page.go_back()
    at.page.go_back()
    at.page.go_back()
    at.page.wait_for_timeout(300)
    at.page.reload()
    assert len(filing.docket(at, 1)) == before
