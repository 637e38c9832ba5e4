"""Twelve reasons why somebody may not file, each told where the person stands (2021-11)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shared.personas import Persona
from tests.browsing import Desk
from tests.journeys import filing

ERA = "2021-11"
FILE = "/cgi-bin/FileEvent.pl?event=motion_compel"
Desks = Callable[[], Desk]
People = dict[str, Persona]


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("attorney", "until their ECF account is linked to their upgraded individual PACER"),
        ("researcher", "if you never had one, register to e-file under Manage My Account"),
        ("legacy", "A legacy PACER account cannot be used to file. Upgrade it"),
        ("shared", "A shared PACER account may search, but cannot be used to file."),
        ("clerk_ctd", "Staff of the court enter papers through the clerk's own pages"),
    ],
)
def test_before_any_screen(desk: Desks, people: People, key: str, words: str) -> None:
    """The account itself is refused, with what mends it."""
    at = desk()
    at.enter("ctd", people[key])
    at.open("ctd", FILE)
    at.says(words)


def test_a_pacer_login_before_the_go_live(desk: Desks, people: People) -> None:
    """Only the court's own login files in a CurrentGen court."""
    who = people["attorney_everywhere"].pacer
    assert who is not None
    at = desk()
    at.open("cod", "/cgi-bin/login.pl")
    at.page.get_by_label("Login:").fill(who.user_name)
    at.page.get_by_label("Password:").fill(who.password)
    at.press("Login")
    at.has_menu("Query Reports Utilities Logout")
    at.open("cod", FILE)
    at.says("You are logged in with a PACER login, which gives Query and Reports only.")


def test_in_the_case(desk: Desks, people: People) -> None:
    """A sealed case, one that is being opened, an event of the court."""
    at = desk()
    at.enter("ctd", people["attorney_everywhere"])
    for number, words in (
        ("3:20-cv-22", "Case Under Seal"),
        ("3:21-cv-25", "This case is in the process of being opened"),
    ):
        at.open("ctd", FILE)
        at.page.get_by_label("Case number").fill(number)
        at.press("Next")
        at.says(words)
    at.open("ctd", FILE.replace("motion_compel", "order_on_motion"))
    at.says("Only the court enters this event.")


def test_without_an_attorney_in_the_case_of_others(desk: Desks, people: People) -> None:
    """A party files in her own cases only."""
    at = desk()
    at.enter("ctd", people["pro_se"])
    filing.link(at, people["pro_se"])
    at.open("ctd", FILE)
    at.page.get_by_label("Case number").fill("3:19-cv-21")
    at.press("Next")
    at.says("files in their own cases only, and you are no party of this one")


def test_an_event_of_another_role(desk: Desks, people: People) -> None:
    """A creditor's account holds the events of its role."""
    at = desk()
    at.enter("ctb", people["creditor"])
    filing.link(at, people["creditor"], "ctb")
    at.open("ctb", "/cgi-bin/FileEvent.pl?event=Motion+to+Dismiss+Case")
    at.says("Your account is limited to the events of its role")


def test_no_appearance_in_the_circuit(desk: Desks, people: People) -> None:
    """An attorney appears before anything else."""
    at = desk()
    at.enter("ca2", people["attorney_everywhere"])
    at.open("ca2", "/n/AttorneyFiling")
    at.click("Brief")
    at.page.get_by_label("Case Number").fill("21-1004")
    at.press("Show Case")
    at.says("You are not counsel in this case. File an appearance first.")
