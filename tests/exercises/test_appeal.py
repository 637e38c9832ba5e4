"""The exercise of an appeal: from the notice in ctd to the brief in ca2 (2021-11)."""

from __future__ import annotations

import re

from playwright.sync_api import Locator

from shared.personas import Persona
from tests import seats
from tests.browsing import Desk
from tests.journeys.appealing import ROOM, begin, pdf
from tests.journeys.filing import paper
from tests.journeys.test_appeal import file_brief
from tests.serving import Running
from tests.walks import exercising
from tests.walks.exercising import Sit, coach, due
from tests.walks.screens import Answers, file, work_for_the_class

ERA = "2021-11"
KEY = "appeal"
ROW, CASE, TITLE = 1, "3:19-cv-21", "Alpha Widgets, Inc. v. Beta Gadgets LLC"
BETA, ALPHA = "Beta Gadgets LLC (Defendant - Appellant)", "Alpha Widgets, Inc. (Plaintiff"
NOW, LATER = "Pay now, with a card", "Pay at the end of the day"
CARD = "4000 0000 0000 1018"


def test_rightly(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """Eight steps in two courts; the circuit's clerk, who works for the class, does one of them."""
    who = people["attorney_everywhere"]
    exercising.take_seat(federation, KEY, [who], courts=("ctd", "ca2"), cases=[ROW])
    work_for_the_class(federation, people["clerk_ca2"], "ca2")
    at = desk()
    at.enter("ctd", who)
    due(at, "File the notice of appeal")
    _notice(at, refers=("ORDER granting",), pay=NOW, represents=("Beta Gadgets",))
    due(at, "Learn the number of the appeal")
    number = _number(at)
    due(at, "Sign in to the circuit")
    _appear(at, number, BETA)
    due(at, "The clerk approves the appearance")
    _decide(desk(), people["clerk_ca2"], "")
    due(at, "File the brief")
    file_brief(at, number)
    exercising.certificate(at, KEY, points="14 of 14 points")


def test_wrongly(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """Every mistake that the exercise names, each mended as it says."""
    who = people["attorney_everywhere"]
    world = seats.WORLD + 1
    exercising.take_seat(federation, KEY, [who], courts=("ctd", "ca2"), cases=[ROW], world=world)
    work_for_the_class(federation, people["clerk_ca2"], "ca2")
    at = desk()
    at.enter("ctd", who)
    _notice(at, refers=(), pay=LATER, represents=("Beta Gadgets",))
    exercising.noticed(at, "The notice refers to nothing", "The fee was left for later")
    at.choose("Utilities")
    at.click("Internet Payments Due")
    at.press("Pay Now")
    at.page.get_by_label("Card number").fill(CARD)
    at.page.get_by_label("Expiration date").fill("12/29")
    at.press("Submit Payment")
    at.says("Your payment was approved.")
    due(at, "Learn the number of the appeal")
    number = _number(at)
    _appear(at, number, ALPHA)
    clerk = desk()
    _decide(clerk, people["clerk_ca2"], "You appear for the party that has won.")
    exercising.all_noticed(at, KEY)
    _appear(at, number, BETA)
    _decide(clerk, None, "")
    due(at, "File the brief")
    file_brief(at, number)
    exercising.certificate(at, KEY, points="9 of 14 points")
    coach(at).locator(".notice-success").wait_for()


def _notice(at: Desk, *, refers: tuple[str, ...], pay: str, represents: tuple[str, ...]) -> None:
    words = f"NOTICE OF APPEAL\n{TITLE}\n/s/ Oscar Counsel"
    file(
        at,
        Answers(
            "Other Filings",
            ("Notice of Appeal",),
            CASE,
            TITLE,
            ("Beta Gadgets",),
            paper("notice-of-appeal.pdf", words),
            represents=represents,
            refers=refers,
            pay=pay,
        ),
    )


def _number(at: Desk) -> str:
    """Read the number of the appeal in the newest mail that tells it."""
    at.open_mail("Appeal Docketed")
    found = re.search(r"\[(\d\d-\d{4})\]", _letter(at).inner_text())
    assert found is not None
    return found[1]


def _letter(at: Desk) -> Locator:
    return at.page.frame_locator("iframe.mail-frame").locator("body")


def _appear(at: Desk, number: str, party: str) -> None:
    begin(at, "Notice of Appearance", number)
    at.page.get_by_label("I have read this, and it is so.").check()
    for box in at.page.get_by_role("group", name="Party Filer").get_by_role("checkbox").all():
        box.uncheck()
    at.page.get_by_label(party).first.check()
    at.page.get_by_label("In which capacity?").select_option("LEAD")
    at.page.locator("#main_document").set_input_files(pdf("appearance.pdf"))
    at.press("Continue")
    at.press("Submit")
    at.says("The clerk's office reviews your appearance.")


def _decide(at: Desk, who: Persona | None, why_not: str) -> None:
    """Decide about the appearance that waits, as the circuit's clerk; sign in first as `who`."""
    at.open("ca2", f"{ROOM}CaseSearch.jsp")
    if who is not None:
        at.sign_in(who)
    at.click("Clerk")
    at.click("Appearances")
    at.click("Oscar Counsel")
    if why_not:
        at.page.get_by_label("Reason").fill(why_not)
        at.press("Reject")
    else:
        at.press("Approve")
        at.says("Approved: counsel is on the docket and may file.")
