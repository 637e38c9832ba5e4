"""axe finds nothing serious or critical in the training room, and nothing is wider than 360 px.

Every page of it is looked at, as whoever may open it: they are found in the addresses of the app,
so that a new page is looked at without being named here (2021-11).
"""

from __future__ import annotations

import re
from collections.abc import Callable
from time import sleep
from urllib.parse import urlencode

import pytest
from playwright.sync_api import expect

from shared.personas import Persona
from shared.web.guard import guard_of
from tests import harness
from tests.browsing import Desk, axe_of
from tests.serving import Running

ERA = "2021-11"
EXERCISES = ("001-link", "docket-least-money")
NARROW, WIDE = {"width": 360, "height": 800}, {"width": 1280, "height": 900}
#: What is no page: files, JSON, and what leads on.
NO_PAGE = re.compile(r"\.(pdf|csv|json)$|/(progress|body|page|state)$|^/(sandbox/v1|services)/")
#: Of what only some people have: mails of a seat are looked at in the mailbox.
NOT_THERE = re.compile(r"<int:(mail_id|letter_id|key_id)>")
Faults = dict[str, list[str]]


@pytest.fixture(scope="module")
def rules(federation: Running, tmp_path_factory: pytest.TempPathFactory) -> dict[str, set[str]]:
    """Return the addresses of PACER's training room, by who may open them."""
    assert federation.world is not None
    faithful = harness.build(
        tmp_path_factory.mktemp("faithful"), settings={"MOOT_MODE": "faithful"}, plant=False
    )
    known = {rule.rule for rule in faithful.app("pacer").url_map.iter_rules()}
    faithful.close()
    app = federation.world.app("pacer")
    found: dict[str, set[str]] = {"train": set(), "account": set(), "public": set()}
    for rule in app.url_map.iter_rules():
        guard = guard_of(app.view_functions[rule.endpoint])
        if rule.rule in known or "GET" not in (rule.methods or ()) or NO_PAGE.search(rule.rule):
            continue
        if NOT_THERE.search(rule.rule):
            continue
        found["public" if guard.public else str(guard.permission)].add(rule.rule)
    return found


class Looking:
    """Somebody who has axe look at pages, wide and narrow."""

    def __init__(self, at: Desk) -> None:
        self.at = at
        self.faults: Faults = {}
        self.seen = 0

    def look(self, where: str) -> None:
        """Look at the page that is shown."""
        page = self.at.page
        self.seen += 1
        for violation in axe_of(page):
            nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
            self.faults.setdefault(f"{violation['id']}: {nodes}", []).append(where)
        page.set_viewport_size(NARROW)  # type: ignore[arg-type]
        width = page.evaluate("document.documentElement.scrollWidth")
        page.set_viewport_size(WIDE)  # type: ignore[arg-type]
        if width > NARROW["width"]:
            self.faults.setdefault(f"wider than a telephone: {width} px", []).append(where)

    def open(self, path: str, role: str | None = None) -> None:
        """Open a page of PACER and look at it."""
        answer = self.at.page.goto(self.at.running.url("pacer", path, role))
        assert answer is not None
        assert answer.status < 400, f"{path} answered {answer.status}"
        if "html" in (answer.headers.get("content-type") or ""):
            self.look(path)


def filled(rule: str, **values: str) -> str:
    """Return an address with values in its places."""
    for name, value in values.items():
        rule = re.sub(rf"<(\w+:)?{name}>", value, rule)
    assert "<" not in rule, f"{rule}: say what stands there"
    return rule


@pytest.fixture(scope="module")
def trained(federation: Running, people: dict[str, Persona]) -> dict[str, str]:
    """Make a class of two seats, and return what stands in addresses."""
    browser = federation.browser()
    browser.sign_in(browser.open("pacer", "/csologin/login.jsf"), people["trainer"])
    page = browser.open("pacer", "/classes/new").submit(
        {"name": "Monday", "seats": 2, "exercises": list(EXERCISES)}, button="Make the class"
    )
    class_id = page.url.rpartition("/")[2]
    for _again in range(240):
        page = browser.open("pacer", f"/classes/{class_id}")
        if len(page.all("//table[@id='seats']//td[.='ready']")) == 2:
            break
        sleep(0.25)
    else:
        raise AssertionError("the class is not made")
    seat = browser.open("pacer", f"/classes/{class_id}/seats/1")
    card = seat.all("//a[contains(@href, '/join/')]")
    return {
        "class_id": class_id,
        "number": "1",
        "name": "slow-docket",
        "token": str(card[0].get("href")).rpartition("/")[2],
    }


def test_the_pages_of_a_trainer(
    desk: Callable[[], Desk],
    people: dict[str, Persona],
    rules: dict[str, set[str]],
    trained: dict[str, str],
) -> None:
    at = desk()
    at.open("pacer", "/classes")
    at.sign_in(people["trainer"])
    looking = Looking(at)
    at.open("pacer", "/sandbox/kit")
    at.page.locator("main form button[type=submit]").first.click()
    at.settle()
    kit = at.page.url.rpartition("/")[2]
    for rule in sorted(rules["train"]):
        values = {**trained, **({"token": kit} if rule.startswith("/sandbox/kit") else {})}
        query = "?checkpoint=Start" if rule.endswith("/back") else ""
        looking.open(filled(rule, **values) + query)
    for rule in sorted(rules["account"]):
        if "<" not in rule:
            looking.open(rule)
            looking.open(f"{rule}?{urlencode({'of': 'jattorney', 'all': '1'})}")
    # What a refused form looks like.
    at.open("pacer", "/classes/new")
    at.press("Make the class")
    looking.look("new class refused")
    at.open("pacer", "/faults/false-login")
    at.press("Switch on")
    looking.look("fault refused")
    at.page.get_by_label("How often").fill("1")
    at.press("Switch on")
    looking.look("a fault that is on")
    at.press("Clear all")
    assert looking.seen > 20
    assert not looking.faults, looking.faults


def test_the_pages_of_a_seat(
    desk: Callable[[], Desk], rules: dict[str, set[str]], trained: dict[str, str]
) -> None:
    """From the card to the coach beside a court's page, and everything open to view."""
    at = desk()
    looking = Looking(at)
    looking.open("/join")
    at.press("Join")
    looking.look("join refused")
    looking.open(f"/join/{trained['token']}", "psc")
    name, password = at.page.locator("dd b.mono").all_inner_texts()[:2]
    at.open("ctd", "/cgi-bin/menu.pl?id=-1")
    at.fill_login(name, password)
    at.press("Login")
    coach = at.page.frame_locator("iframe[title=Coach]")
    expect(coach.locator("main")).to_contain_text("Steps done")
    looking.look("a court's page with the coach")
    coach.get_by_role("button", name="Show a hint").click()
    expect(coach.locator(".coach-hint")).to_be_visible()
    looking.look("the coach with a hint")
    looking.open(
        str(at.page.locator("iframe[title=Coach]").get_attribute("src"))
        .partition("/coach")[2]
        .join(("/coach", ""))
    )
    for rule in sorted(rules["public"] | rules["account"]):
        if rule in ("/coach", "/join/<token>"):
            continue
        if rule.startswith("/procedures/"):
            looking.open(filled(rule, name="001"))
        elif "<" not in rule:
            looking.open(rule)
    at.page.goto(at.running.url("pacer", "/certificates/AAAA-AAAA-AAAA"))
    looking.look("a certificate that nobody has")
    at.open("pacer", "/mailbox/write")
    at.page.locator("main form button[type=submit]").last.click()
    at.settle()
    looking.look("a letter refused")
    assert looking.seen > 15
    assert not looking.faults, looking.faults
