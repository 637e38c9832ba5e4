"""The four learning modules of seed 003, rightly and wrongly (ctd, 2021-11)."""

from __future__ import annotations

from typing import Any

from playwright.sync_api import expect

from shared.personas import Persona
from tests import seats
from tests.browsing import Desk
from tests.journeys import filing
from tests.journeys.opening import add_party, pay_with_card
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


# --------------------------------------------------------------------------- a complaint


def test_a_complaint_rightly(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """The case, its complaint with a cover sheet, the fee, and the notice."""
    who = people["attorney_everywhere"]
    at = _sit(desk, federation, COMPLAINT, who, world=seats.WORLD)
    at.enter("ctd", who)
    due(at, "Open the case")
    _open_case(at)
    due(at, "Docket the complaint in it, with the civil cover sheet")
    at.click("Yes")
    _docket_complaint(at, f"COMPLAINT\nSampleson v. Town of Inventia\n{OSCAR}", cover=True)
    due(at, "Read the notice that came by mail")
    at.open_mail("Activity in Case")
    exercising.certificate(at, COMPLAINT, points="10 of 10 points")


def test_a_complaint_wrongly(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """A second number, no signature, no cover sheet and no fee, in one complaint."""
    who = people["linked_owner"]
    at = _sit(desk, federation, COMPLAINT, who, world=seats.WORLD + 1)
    at.enter("ctd", who)
    _open_case(at)
    _open_case(at)
    at.click("Yes")
    _docket_complaint(at, "COMPLAINT\nSampleson v. Town of Inventia", cover=False, pay=False)
    exercising.all_noticed(at, COMPLAINT)
    due(at, "Docket the complaint in it, with the civil cover sheet")


def _open_case(at: Desk) -> None:
    at.choose("Civil")
    at.click("Civil Case")
    at.page.get_by_label("Cause of action").select_option("42:1983")
    at.page.get_by_label("Nature of suit").select_option("440")
    at.page.get_by_label("Jury demand").select_option("p")
    at.page.get_by_label("Demand ($000)").fill("250")
    at.page.get_by_label("County").select_option("New Haven")
    at.press("Next")
    add_party(at, "Plaintiff", "Sampleson", "Pia")
    add_party(at, "Defendant", "Town of Inventia")
    at.press("Create Case")
    at.says("Docket Lead Event?")


def _docket_complaint(at: Desk, words: str, *, cover: bool, pay: bool = True) -> None:
    at.page.get_by_role("radio", name="Complaint", exact=True).check()
    at.page.get_by_label("Pia Sampleson (Plaintiff)").first.check()
    at.page.get_by_label("Town of Inventia (Defendant)").last.check()
    at.press("Next")
    at.page.get_by_label("Filename").set_input_files(filing.paper("complaint.pdf", words))
    if cover:
        sheet = filing.paper("cover.pdf", "CIVIL COVER SHEET")
        at.page.get_by_label("File of attachment 1").set_input_files(sheet)
        at.page.get_by_label("Category of attachment 1").select_option("Civil Cover Sheet")
    at.press("Next")
    at.says("Filing Fee")
    if pay:
        pay_with_card(at)
    else:
        at.page.get_by_label("Pay at the end of the day").check()
    at.press("Next")
    at.says("Docket Text: Modify as Appropriate.")
    at.press("Next")
    at.says("commits this transaction")
    at.press("Next")
    at.says(filing.RECEIPT)


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


def test_an_answer_wrongly(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """A response in its place; then unsigned, for both sides; then the same once more."""
    who = people["attorney_everywhere"]
    at = _sit(desk, federation, ANSWER, who, world=seats.WORLD + 3, case=WIDGETS)
    at.enter("ctd", who)
    filing.event(at, "Civil", "Other Filings", "Notice (Other)")
    filing.case(at, CASE, TITLE)
    filing.filers(at, "Beta Gadgets LLC", represents=True)
    filing.unsealed(at)
    _go_on_to_the_papers(at)
    filing.papers(at, filing.paper("notice.pdf", f"NOTICE\n{OSCAR}"))
    filing.submit(at)
    exercising.noticed(at, "That event does not say that it is an answer")
    _answer(at, "ANSWER", "Alpha Widgets")
    _file(at)
    exercising.noticed(
        at, "You became counsel of the other side", "The signature is missing, or somebody else's"
    )
    _answer(at, f"ANSWER\n{OSCAR}", represents=False)
    _file(at)
    exercising.all_noticed(at, ANSWER)


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


def test_a_response_wrongly(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """A reply of whoever made no motion; the wrong file; and counsel of both sides."""
    who = people["attorney_everywhere"]
    at = _sit(desk, federation, RESPONSE, who, world=seats.WORLD + 5, case=LANTERNS)
    at.enter("ctd", who)
    _respond(at, "Reply to Response to Motion", f"REPLY\nin case 3:19-cv-21\n{OSCAR}")
    exercising.noticed(at, "A reply is something else", "The file belongs to another case")
    _respond(
        at, "Response to Motion", f"RESPONSE\n{OSCAR}", "Omega Lanterns LLC", "Kappa Cogs, Ltd."
    )
    exercising.all_noticed(at, RESPONSE)


def _respond(at: Desk, event: str, words: str, *names: str) -> None:
    filing.event(at, "Civil", MOTIONS, event)
    filing.case(at, OTHER, OTHER_TITLE)
    filing.filers(at, *(names or ("Kappa Cogs, Ltd.",)))
    _associate(at, *(names or ("Kappa Cogs, Ltd.",)))
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


def test_a_motion_to_compel_wrongly(
    desk: Sit, federation: Running, people: dict[str, Persona]
) -> None:
    """Another relief, no letter, no signature; a dry run that finds something is no clean one."""
    who = people["linked_owner"]
    at = _sit(desk, federation, COMPEL, who, world=seats.WORLD + 7, case=WIDGETS)
    at.enter("ctd", who)
    _compel(at, "MOTION TO COMPEL")
    _rehearse(at)
    due(at, "Prepare it to the last screen")
    _file(at)
    exercising.noticed(at, "Filed without the letter", "The clerk's quality control would find")
    filing.event(at, "Civil", MOTIONS, "Motion for Protective Order")
    filing.case(at, CASE, TITLE)
    filing.filers(at, "Alpha Widgets")
    filing.unsealed(at)
    filing.papers(at, filing.paper("order.pdf", f"MOTION FOR PROTECTIVE ORDER\n{OLGA}"))
    filing.submit(at)
    exercising.all_noticed(at, COMPEL)


def _compel(at: Desk, words: str, *attached: tuple[Any, str, str]) -> None:
    at.choose("Search")
    at.page.locator("#term").fill("compel")
    at.press("Search")
    at.click("Civil > Motions and Related Filings > Motion to Compel")
    filing.case(at, CASE, TITLE)
    filing.filers(at, "Alpha Widgets")
    _associate(at, "Alpha Widgets, Inc.")
    filing.unsealed(at)
    filing.papers(at, filing.paper("compel.pdf", words), *attached)


# --------------------------------------------------------------------------- what all of them do


def _sit(
    desk: Sit, federation: Running, key: str, who: Persona, *, world: int, case: int = 0
) -> Desk:
    cases = [case] if case else []
    return sit_in(desk(), exercising.take_seat(federation, key, [who], cases=cases, world=world))


def _go_on_to_the_papers(at: Desk) -> None:
    """Refer to nothing, and leave unanswered what a notice asks besides."""
    at.page.get_by_label("Refer to existing event(s)?").uncheck()
    at.press("Next")
    expect(at.page.get_by_label("Of what is notice given?")).to_be_visible()
    at.press("Next")


def _associate(at: Desk, *names: str) -> None:
    """Become counsel of parties; the screen is passed over for whoever is: walks share a case."""
    for name in names:
        box = at.page.get_by_role("checkbox", name=f"represents {name}")
        if box.count():
            box.check()
    if at.page.get_by_role("heading", name="Attorney/party association").count():
        at.press("Next")


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
