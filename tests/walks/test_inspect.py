"""The sign-on as it happened, in a browser: drawn right, refused ones too, good for all."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from shared.personas import Persona
from tests.browsing import Desk, Picture, axe_of

ERA = "2021-11"
Desks = Callable[[], Desk]
NARROW = {"width": 360, "height": 800}
WIDE = {"width": 1280, "height": 900}


def centre(found: Locator) -> float:
    box = found.bounding_box()
    assert box is not None
    return box["x"] + box["width"] / 2


def check_arrows(page: Page, lanes: list[str]) -> None:
    """Assert that every arrow goes from the middle of one lane to the middle of another."""
    expect(page.locator(".seq-lane")).to_have_text(lanes)
    middles = [centre(lane) for lane in page.locator(".seq-lane").all()]
    steps = page.locator(".seq-request, .seq-answer")
    assert steps.count() > 4
    for step in steps.all():
        words = " ".join(step.locator(".seq-said b").inner_text().split())
        source, target = (lanes.index(each.strip()) for each in re.split(r"→ to|→", words))
        line = step.locator(".seq-line").bounding_box()
        assert line is not None
        ends = sorted((middles[source], middles[target]))
        assert abs(line["x"] - ends[0]) < 2, words
        assert abs(line["x"] + line["width"] - ends[1]) < 2, words
        way = "seq-right" if source < target else "seq-left"
        assert way in (step.locator(".seq-line").get_attribute("class") or ""), words


def check_good_for_all(page: Page) -> None:
    """Assert that nothing is wider than a telephone, and that axe finds nothing."""
    assert axe_of(page) == []
    page.set_viewport_size(NARROW)  # type: ignore[arg-type]
    assert page.evaluate("document.documentElement.scrollWidth") <= NARROW["width"]
    page.set_viewport_size(WIDE)  # type: ignore[arg-type]


def test_a_sign_on_and_a_refused_one(
    desk: Desks, people: dict[str, Persona], picture: Picture
) -> None:
    at = desk()
    at.enter("ctd", people["attorney_everywhere"])
    at.has_menu("Civil Criminal Query Reports Utilities Search Help Log Out")
    at.click("Inspect")
    at.says("Sign-on by OpenID Connect")
    at.says("every check held")
    check_arrows(at.page, ["Browser", "District of Connecticut (ctd)", "PACER"])
    # By the keyboard: what a step carried unfolds.
    more = at.page.locator(".seq-checks details").filter(has_text="ID token").locator("summary")
    more.focus()
    at.page.keyboard.press("Enter")
    at.says("nonce is the one that this sign-on began with")
    at.says("court-ctd")
    picture(at.page, "sign-on-as-it-happened")
    check_good_for_all(at.page)

    # The nonce of somebody else's sign-on: PACER signs what it is asked, the court looks.
    begun = at.context.request.get(at.running.url("ctb", "/oidc/start"), max_redirects=0)
    asked = begun.headers["location"]
    at.page.goto(re.sub(r"nonce=[^&]+", "nonce=of-somebody-else", asked))
    at.says("Nobody has been signed in.")
    at.open("pacer", "/inspect")
    at.says_in_order("Refused", "The statement of PACER belongs to another sign-on.")
    wrong = at.page.locator(".seq-check-bad:visible")
    expect(wrong).to_have_count(1)
    expect(wrong).to_contain_text("nonce is the one that this sign-on began with")
    expect(at.page.locator(".seq-check-open:visible")).to_have_count(2)
    check_arrows(at.page, ["Browser", "District of Connecticut (ctb)", "PACER"])
    wrong.scroll_into_view_if_needed()
    picture(at.page, "sign-on-refused")
    check_good_for_all(at.page)


def test_a_sign_on_by_a_token(desk: Desks, people: dict[str, Persona]) -> None:
    who = people["attorney_everywhere"]
    assert who.pacer is not None
    at = desk()
    login = {"loginId": who.pacer.user_name, "password": who.pacer.password, "redactFlag": "1"}
    program = desk().context.request
    answer = program.post(at.running.url("pacer", "/services/cso-auth"), data=login).json()
    headers = {"Cookie": f"NextGenCSO={answer['nextGenCSO']}"}
    program.get(at.running.url("ctd", "/cgi-bin/menu.pl?id=-1"), headers=headers)
    at.open("pacer", "/inspect")
    at.sign_in(who)
    at.click("Sign-on by a token (cso-auth)")
    check_arrows(at.page, ["Program", "District of Connecticut (ctd)", "PACER"])
    asks = at.page.locator(".seq-said", has_text="asks who stands behind the token")
    expect(asks).to_be_visible()
    assert answer["nextGenCSO"] not in at.page.content()
    for tab in ("Requests", "Sessions", "Charges", "Audit trail", "Client errors"):
        at.click(tab)
        expect(at.page.get_by_role("heading", level=1)).to_have_text(f"Inspect: {tab}")
        check_good_for_all(at.page)
