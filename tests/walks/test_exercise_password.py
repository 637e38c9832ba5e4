"""The exercise of seed 000, rightly and wrongly (ctd, 2004-12)."""

from __future__ import annotations

from shared.personas import Persona
from tests import seats
from tests.browsing import Desk, Picture
from tests.serving import Running
from tests.walks import exercising
from tests.walks.exercising import Sit, coach, due

ERA = "2004-12"
KEY = "000-password"
NEW, NEWER = "harvest-moon-04", "winter-wheat-05"


def test_rightly(
    desk: Sit, federation: Running, people: dict[str, Persona], picture: Picture
) -> None:
    """Six steps; each is done the moment it is, without a reload of the page."""
    who = people["attorney_2004"]
    exercising.take_seat(federation, KEY, [who])
    at = desk()
    _enter(at, who, str(who.courts["ctd"].password))
    due(at, "Open Maintain Your Account")
    at.choose("Utilities")
    at.click("Maintain Your Account")
    due(at, "Open More user information")
    picture(at.page, "coach")
    at.press("More user information")
    at.page.get_by_label("Password", exact=True).fill(NEW)
    at.press("Return to Account screen")
    due(at, "Submit, and submit once more")
    at.press("Submit")
    at.press("Submit")
    due(at, "Log out, and come back with the new password")
    at.choose("Logout")
    _enter(at, who, NEW)
    exercising.certificate(at, KEY, points="10 of 10 points", picture=picture)


def test_wrongly(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """Every mistake that the exercise names, each noticed."""
    who = people["attorney_2004"]
    assert who.pacer is not None
    world = exercising.take_seat(federation, KEY, [who], world=seats.WORLD + 1)
    assert world != seats.WORLD
    at = desk()
    _enter(at, who, who.pacer.password, login=who.pacer.user_name)
    exercising.noticed(at, "That was the PACER login")
    at.choose("Logout")

    _enter(at, who, NEW)
    _type(at, NEWER)
    at.choose("Civil")
    exercising.noticed(at, "You left before the second Submit")
    _type(at, NEWER, login="ct04329")
    at.press("Submit")
    at.press("Submit")
    exercising.noticed(at, "You changed the login name too")
    at.choose("Logout")

    _log_in(at, "ct04329", NEW)
    at.says("Login failed")
    _log_in(at, "ct04329", NEWER)
    exercising.all_noticed(at, KEY)
    coach(at).get_by_text("All steps are done.").wait_for()
    exercising.certificate(at, KEY, points="5 of 10 points")


def _enter(at: Desk, who: Persona, password: str, *, login: str = "") -> None:
    at.open("ctd", "/cmecf", role="www")
    at.page.get_by_role("main").get_by_role("link", name="CM/ECF", exact=True).first.click()
    at.settle()
    at.page.get_by_role("link", name="Document Filing System").click()
    at.settle()
    _fill(at, login or str(who.courts["ctd"].login_name), password)


def _log_in(at: Desk, login: str, password: str) -> None:
    at.open("ctd", "/cgi-bin/login.pl")
    _fill(at, login, password)


def _fill(at: Desk, login: str, password: str) -> None:
    at.page.get_by_label("Login:", exact=True).fill(login)
    at.page.get_by_label("Password:", exact=True).fill(password)
    at.page.get_by_role("checkbox").check()
    at.press("Login")
    if at.page.get_by_role("heading", name="Change your password").count():
        at.click("Continue")


def _type(at: Desk, password: str, *, login: str = "") -> None:
    at.choose("Utilities")
    at.click("Maintain Your Account")
    at.press("More user information")
    if login:
        at.page.get_by_label("Login", exact=True).fill(login)
    at.page.get_by_label("Password", exact=True).fill(password)
    at.press("Return to Account screen")
