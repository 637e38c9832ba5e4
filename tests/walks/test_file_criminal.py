"""Counsel under an indictment files a motion for one of two defendants (ctd, 2021-11)."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from shared.personas import Persona
from tests.browsing import Desk
from tests.journeys import filing

ERA = "2021-11"


def test_a_motion_of_one_defendant(desk: Callable[[], Desk], people: dict[str, Persona]) -> None:
    """Which defendants are meant is asked after the number of the case."""
    at = desk()
    at.enter("ctd", people["cja"])
    filing.link(at, people["cja"])
    at.open("ctd", "/cgi-bin/Help.pl")
    filing.event(at, "Criminal", "Motions and Related Filings", "Motion to Suppress")
    filing.heading(at, "Case Number")
    at.page.get_by_label("Case number").fill("3:19-cr-27-1")
    at.press("Next")
    filing.heading(at, "Select the defendants")
    expect(at.page.get_by_role("checkbox", name="1 - Rufus T. Pretender")).to_be_checked()
    expect(at.page.get_by_role("checkbox", name="2 - Selma Fabrica")).not_to_be_checked()
    at.press("Next")
    at.says("represented by Gideon Defender")
    # The first defendant was sentenced, and is no party any longer; counsel appears for the other.
    filing.filers(at, "Selma Fabrica", represents=True)
    filing.unsealed(at)
    filing.papers(at, filing.paper("suppress.pdf", "MOTION TO SUPPRESS\n/s/ Gideon Defender"))
    filing.submit(at)
    last = filing.docket(at, 7)[-1]
    assert last["description"].startswith("MOTION to Suppress by Selma Fabrica.(Defender, Gideon)")
