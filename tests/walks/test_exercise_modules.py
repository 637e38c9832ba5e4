"""Learning modules of seed 003: an answer, a response, a motion to compel (ctd, 2021-11)."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from shared.personas import Persona
from tests import seats
from tests.browsing import Desk
from tests.journeys import filing
from tests.serving import Running
from tests.walks import exercising
from tests.walks.exercising import Sit, due, sit_in

ERA = "2021-11"
COMPLAINT, ANSWER, RESPONSE, COMPEL = (
    f"003-module-{name}" for name in ("complaint", "answer", "response", "compel")
)
WIDGETS, LANTERNS = 1, 13
CASE, TITLE = "3:19-cv-21", "Alpha Widgets, Inc. v. Beta Gadgets LLC"
OTHER, OTHER_TITLE = "3:20-cv-32", "Omega Lanterns LLC v. Kappa Cogs, Ltd."
OLGA, OSCAR = "/s/ Olga Scrivener", "/s/ Oscar Counsel"
PLEADINGS, MOTIONS = "Initial Pleadings and Service", "Motions and Related Filings"


# --------------------------------------------------------------------------- an answer


def test_an_answer_rightly(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """The event of the answer, a dry run that finds nothing, the complaint ticked."""
    who = people["linked_owner"]
    at = _sit(desk, federation, ANSWER, who, world=seats.WORLD + 2, case=WIDGETS)
    at.enter("ctd", who)
    due(at, "Prepare it to the last screen")
    _answer(at, f"ANSWER\nAlpha Widgets, Inc. v. Beta Gadgets LLC\n{OLGA}")
    _rehearse(at)
    due(at, "File the answer, and refer to the complaint")
    _file(at)
    due(at, "Read the notice that came by mail")
    at.open_mail("Activity in Case")
    exercising.certificate(at, ANSWER, points="10 of 10 points")


def _answer(
    at: Desk, words: str, name: str = "Beta Gadgets LLC", *, represents: bool = True
) -> None:
    filing.event(at, "Civil", PLEADINGS, "Answer to Complaint")
    filing.case(at, CASE, TITLE)
    filing.filers(at, name, represents=represents)
    filing.unsealed(at)
    at.page.get_by_role("checkbox", name="1 01/07/2019 COMPLAINT").check()
    at.press("Next")
    filing.papers(at, filing.paper("answer.pdf", words))


# --------------------------------------------------------------------------- a response


def test_a_response_rightly(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """It refers to the motion of the other side."""
    who = people["linked_owner"]
    at = _sit(desk, federation, RESPONSE, who, world=seats.WORLD + 4, case=LANTERNS)
    at.enter("ctd", who)
    due(at, "File the response, and refer to the motion to seal")
    _respond(at, "Response to Motion", f"RESPONSE\nOmega Lanterns LLC v. Kappa Cogs, Ltd.\n{OLGA}")
    due(at, "Read the notice that came by mail")
    at.open_mail("Activity in Case")
    exercising.certificate(at, RESPONSE, points="10 of 10 points")


def _respond(at: Desk, event: str, words: str, *names: str) -> None:
    filing.event(at, "Civil", MOTIONS, event)
    filing.case(at, OTHER, OTHER_TITLE)
    filing.filers(at, *(names or ("Kappa Cogs, Ltd.",)))
    for name in names or ("Kappa Cogs, Ltd.",):
        box = at.page.get_by_role("checkbox", name=f"represents {name}")
        if box.count():
            box.check()
    if at.page.get_by_role("heading", name="Attorney/party association").count():
        at.press("Next")
    filing.unsealed(at)
    at.page.get_by_role("checkbox", name="MOTION to Seal").check()
    at.press("Next")
    filing.papers(at, filing.paper("response.pdf", words))
    filing.submit(at)


# --------------------------------------------------------------------------- a motion to compel


def test_a_motion_to_compel_rightly(
    desk: Sit, federation: Running, people: dict[str, Persona]
) -> None:
    """Found by Search, tried, and filed with the letter."""
    who = people["attorney_everywhere"]
    at = _sit(desk, federation, COMPEL, who, world=seats.WORLD + 6, case=WIDGETS)
    at.enter("ctd", who)
    due(at, "Prepare it to the last screen")
    letter = (filing.paper("letter.pdf", "LETTER of October 1"), "Exhibit", "Letter of October 1")
    _compel(at, f"MOTION TO COMPEL\nAlpha Widgets, Inc. v. Beta Gadgets LLC\n{OSCAR}", letter)
    _rehearse(at)
    due(at, "File the motion with its exhibit")
    _file(at)
    due(at, "Read the notice that came by mail")
    at.open_mail("Activity in Case")
    exercising.certificate(at, COMPEL, points="10 of 10 points")


def _compel(at: Desk, words: str, *attached: tuple[Any, str, str]) -> None:
    at.choose("Search")
    at.page.locator("#term").fill("compel")
    at.press("Search")
    at.click("Civil > Motions and Related Filings > Motion to Compel")
    filing.case(at, CASE, TITLE)
    filing.filers(at, "Alpha Widgets", represents=True)
    filing.unsealed(at)
    filing.papers(at, filing.paper("compel.pdf", words), *attached)


# --------------------------------------------------------------------------- what all of them do


def _sit(
    desk: Sit, federation: Running, key: str, who: Persona, *, world: int, case: int = 0
) -> Desk:
    cases = [case] if case else []
    return sit_in(desk(), exercising.take_seat(federation, key, [who], cases=cases, world=world))


def _rehearse(at: Desk) -> None:
    """Go on to the last screen, have it tried, and come back to it."""
    at.press("Next")
    filing.heading(at, filing.FINAL)
    at.click("Dry run")
    expect(at.page.locator("body")).to_contain_text("Nothing was filed.")
    at.click("Back to the last screen")


def _file(at: Desk) -> None:
    """File from the screen of the text, or from the last one."""
    if at.page.get_by_role("heading", level=1).inner_text() != filing.FINAL:
        at.press("Next")
    filing.heading(at, filing.FINAL)
    at.press("Next")
    filing.heading(at, filing.RECEIPT)
