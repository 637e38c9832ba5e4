"""The exercise of seed 001, rightly and wrongly (ctd, 2017-12)."""

from __future__ import annotations

from shared.personas import Persona
from tests import seats
from tests.browsing import Desk, axe_of
from tests.serving import Running
from tests.walks import exercising
from tests.walks.exercising import Sit, coach, due

ERA = "2017-12"
KEY = "001-link"
LINK = "Link a CM/ECF account to my PACER account"


def test_rightly(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """Four steps, with the coach there before anybody has signed in."""
    who = people["attorney"]
    exercising.take_seat(federation, KEY, [who])
    at = desk()
    at.open("ctd", "/", role="www")
    if federation.world is not None:
        due(at, "Sign in to the court with your PACER account")
    at.click("NextGen ECF Link")
    at.page.get_by_role("link", name="Document Filing System").click()
    at.sign_in(who)
    due(at, "Show the court that the old account is yours")
    at.page.set_viewport_size({"width": exercising.NARROW, "height": 740})
    assert at.page.evaluate("document.documentElement.scrollWidth") <= exercising.NARROW
    assert axe_of(at.page) == []
    at.page.set_viewport_size({"width": 1280, "height": 900})
    _prove(at, who, str(who.courts["ctd"].password))
    due(at, "Compare the two names, and submit")
    at.press("Submit")
    due(at, "Click on a menu item")
    at.choose("Query")
    at.has_menu("Civil Criminal Query Reports Utilities Search Help Log Out")
    exercising.certificate(at, KEY, points="10 of 10 points")


def test_wrongly(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """Every mistake that the exercise names; a hint costs a point, and why leads to the seed."""
    who = people["name_differs"]
    exercising.take_seat(federation, KEY, [who], world=seats.WORLD + 1)
    at = desk()
    at.enter("ctd", who)
    panel = coach(at)
    with at.context.expect_page() as opened:
        panel.get_by_role("link", name="Read paragraph 001-7 of the procedure").click()
    assert opened.value.url.endswith("/procedures/001#p-001-7")
    assert axe_of(opened.value) == []
    opened.value.close()
    panel.get_by_role("button", name="Show a hint (costs 1 point)").press("Enter")
    panel.get_by_text("Click on Utilities, then on Link a CM/ECF account").wait_for()
    with at.context.expect_page() as opened:
        at.click("Open the coach in a window of its own")
    opened.value.get_by_text("Hint:").wait_for()
    assert axe_of(opened.value) == []
    opened.value.close()

    _prove(at, who, "not-it")
    exercising.noticed(at, "The old login or its password was wrong")
    _prove(at, who, str(who.courts["ctd"].password))
    at.press("Submit")
    exercising.noticed(at, "The two names differed, and you linked them all the same")
    at.choose("Log Out")
    at.says("logged out")
    at.enter("ctd", who)
    exercising.noticed(at, "You logged out instead of clicking a menu item")


def test_another_court(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """A link that is made elsewhere does not count, and is said to be elsewhere."""
    who = people["attorney_ctd"]
    old = who.courts["ca2"]
    world = seats.WORLD + 2
    exercising.take_seat(federation, KEY, [who], courts=("ctd", "ca2"), world=world)
    at = desk()
    at.open("ca2", "/n/beam/servlet/TransportRoom?servlet=LinkAccount.jsp")
    at.sign_in(who)
    at.page.locator("[name=login]").fill(str(old.login_name))
    at.page.locator("[name=key]").fill(str(old.password))
    at.press("Submit")
    at.press("Submit")
    at.says("You have successfully linked your account.")
    exercising.noticed(at, "That was another court")
    due(at, "Sign in to the court with your PACER account")


def _prove(at: Desk, who: Persona, password: str) -> None:
    at.choose("Utilities")
    at.click(LINK)
    at.page.get_by_label("CM/ECF login:").fill(str(who.courts["ctd"].login_name))
    at.page.get_by_label("CM/ECF password:").fill(password)
    at.press("Submit")
