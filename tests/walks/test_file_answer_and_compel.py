"""The answer and the motion to compel: modules of seed 003 (ctd, 2021-11)."""

from __future__ import annotations

from collections.abc import Callable

from shared.personas import Persona
from tests.browsing import Desk
from tests.journeys import filing

ERA = "2021-11"
CASE, TITLE = "3:19-cv-21", "Alpha Widgets, Inc. v. Beta Gadgets LLC"


def test_an_answer_refers_to_the_complaint(
    desk: Callable[[], Desk], people: dict[str, Persona]
) -> None:
    """The complaint is picked from the docket, and stands in the text by its number."""
    at = desk()
    at.enter("ctd", people["linked_owner"])
    filing.event(at, "Civil", "Initial Pleadings and Service", "Answer to Complaint")
    filing.case(at, CASE, TITLE)
    filing.filers(at, "Beta Gadgets LLC", represents=True)
    filing.unsealed(at)
    at.page.get_by_role("checkbox", name="1 01/07/2019 COMPLAINT").check()
    at.press("Next")
    filing.papers(at, filing.paper("answer.pdf", "ANSWER\n/s/ Olga Scrivener"))
    filing.submit(at)
    assert filing.docket(at, 1)[-1]["description"] == (
        "ANSWER to 1 Complaint by Beta Gadgets LLC.(Scrivener, Olga) (Entered: 11/15/2021)"
    )


def test_a_motion_to_compel(desk: Callable[[], Desk], people: dict[str, Persona]) -> None:
    """By Search, which finds events by one word of their names."""
    at = desk()
    at.enter("ctd", people["attorney_everywhere"])
    at.choose("Search")
    at.page.locator("#term").fill("compel")
    at.press("Search")
    at.click("Civil > Motions and Related Filings > Motion to Compel")
    filing.case(at, CASE, TITLE)
    filing.filers(at, "Alpha Widgets", represents=True)
    filing.unsealed(at)
    filing.papers(at, filing.paper("compel.pdf", "MOTION TO COMPEL\n/s/ Oscar Counsel"))
    filing.submit(at)
    assert filing.docket(at, 1)[-1]["description"] == (
        "MOTION to Compel by Alpha Widgets, Inc..(Counsel, Oscar) (Entered: 11/15/2021)"
    )
