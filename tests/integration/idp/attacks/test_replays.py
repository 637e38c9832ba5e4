"""Mail links and codes of every kind: the second use gets nothing, nor does a parallel one.

Authorization codes and refresh tokens: tests/integration/idp/oidc (test_race, test_refresh).
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest

from idp.accounts import service
from shared.personas import Persona
from tests.harness import Browser, Page, World
from tests.integration.idp import counter
from tests.integration.idp.test_mfa import (
    ADD,
    auth,
    enter,
    give,
    is_in,
    mailed_code,
    new_codes,
    passcode,
    secret_of,
    signed_in,
)

People = dict[str, Persona]
EMAIL = "laura.barrister@examplelaw.test"
WORDS = ("Larch-Meadow#88", "Willow-Garden#77")


def link(world: World) -> str:
    page = world.browser().open("pacer", "/pscof/forgotPassword.jsf")
    page.submit({"email": EMAIL, "name": "lb2041"}, button="Submit")
    return counter.link_in(counter.mails(world, EMAIL, "password_reset")[-1])


def reset(page: Page, word: str) -> Page:
    return page.submit({"password": word, "password_again": word}, button="Submit")


def test_a_reset_link_sets_one_password(world: World) -> None:
    """Also for a form that was open before the link was used."""
    address = link(world)
    early = world.browser().get(address)
    assert "you are not signed in" in reset(world.browser().get(address), WORDS[0]).text
    assert service.SPENT in world.browser().get(address).text
    assert service.SPENT in reset(early, WORDS[1]).text
    assert "Username" in counter.header(counter.log_in(world.browser(), "lb2041", WORDS[0]))


def test_of_two_who_use_a_reset_link_at_once_one_wins(world: World) -> None:
    address = link(world)
    forms = [world.browser().get(address) for _ in WORDS]
    with ThreadPoolExecutor(2) as pool:
        done = list(pool.map(lambda pair: reset(*pair).text, zip(forms, WORDS, strict=True)))
    assert sorted(service.SPENT in text for text in done) == [False, True]


@pytest.fixture
def later(world_at: Callable[[str], World]) -> World:
    """Return a federation with a second factor."""
    return world_at("2026")


def test_a_mailed_security_code_is_used_once(later: World, people: People) -> None:
    browser = signed_in(later, people["client_mfa"])
    first = browser.open("pacer", ADD).submit({}, button="Send Security Code")
    code = mailed_code(later)
    assert first.submit({"enrollForm:code": code}, button="Continue").all("//*[@id='mfaSecret']")
    # The same code in the form that was open before: the step goes on, nothing new begins.
    other = signed_in_again(later, people["client_mfa"])
    page = other.open("pacer", ADD).submit({}, button="Send Security Code")
    page = page.submit({"enrollForm:code": code}, button="Continue")
    assert not page.all("//*[@id='mfaSecret']")
    assert "Invalid security code." in page.text


def signed_in_again(world: World, who: Persona) -> Browser:
    """Sign in half a minute later: a passcode is good once."""
    world.clock.advance(seconds=30)
    return signed_in(world, who)


def test_a_passcode_opens_one_session(later: World, people: People) -> None:
    who = people["client_mfa"]
    code = passcode(later, secret_of(who))
    assert auth(later, who, otpCode=code)["loginResult"] == "0"
    assert auth(later, who, otpCode=code)["loginResult"] == "13"
    assert not is_in(give(enter(later, who), code))


def test_a_backup_code_opens_one_session(later: World, people: People) -> None:
    who = people["client_mfa"]
    code = new_codes(later, signed_in(later, who))[0]
    assert is_in(give(enter(later, who), code))
    assert not is_in(give(enter(later, who), code))
    assert auth(later, who, otpCode=code)["loginResult"] == "13"


def test_of_two_with_one_backup_code_one_gets_in(later: World, people: People) -> None:
    who = people["client_mfa"]
    code = new_codes(later, signed_in(later, who))[0]
    with ThreadPoolExecutor(2) as pool:
        results = list(pool.map(lambda _: auth(later, who, otpCode=code)["loginResult"], range(2)))
    assert sorted(results) == ["0", "13"]
