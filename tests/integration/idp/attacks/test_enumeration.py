"""Who has an account: neither the words nor the work of an answer tell (OWASP ASVS 6.3.8).

Clocks of a shared machine say little, so the work itself is counted: hashes, which take tens of
milliseconds each, and statements. `bench/timing.py` measures the time as well.
"""

from __future__ import annotations

import re

import pytest

from idp.recovery import views
from idp.signin import texts
from shared.personas import Persona
from tests.harness import Page, World
from tests.integration.idp import counter
from tests.integration.idp.attacks.watching import Guesser, Work, watched
from tests.integration.idp.test_register import begin, fill_account

People = dict[str, Persona]
LEGACY_MAIL = "laura.barrister@examplelaw.test"


def told(page: Page, typed: str) -> str:
    """Return what a page says, but for what was typed into it."""
    return re.sub(re.escape(typed), "…", page.text)


def sign_in(world: World, user_name: str) -> Page:
    page = world.browser().open("pacer", "/csologin/login.jsf")
    return page.submit(
        {"loginForm:loginName": user_name, "loginForm:password": "Wrong-Word#1"}, button="Login"
    )


def test_sign_in_says_the_same_of_everybody(world: World, people: People) -> None:
    """A wrong password, a name that nobody has, a disabled and a locked account."""
    names = ["pprogram", "nobodyhere"]
    for key in ("disabled_pacer", "locked"):
        seed = people[key].pacer
        assert seed is not None
        names.append(seed.user_name)
    said = {told(sign_in(world, name), name) for name in names}
    assert len(said) == 1
    assert texts.INVALID in said.pop()


@pytest.mark.parametrize("who", ["unknown", "locked", "disabled_pacer"])
def test_sign_in_works_as_hard_for_everybody(world: World, people: People, who: str) -> None:
    """One hash each, and as many statements, whether anybody is there or not."""
    seed = people[who].pacer if who in people else None
    guesser = Guesser(world)
    with watched(world) as known:
        guesser.try_one("pprogram", "Wrong-Word#1", address="192.0.2.1")
    with watched(world) as other:
        name = seed.user_name if seed else "nobodyhere"
        guesser.try_one(name, "Wrong-Word#1", address="192.0.2.2")
    assert known.hashes == other.hashes == (1, 0)
    # The planted lock-out has its counter already; two statements are all the difference.
    assert abs(known.statements - other.statements) <= 2 * (who == "locked") + 1


def asked(world: World, path: str, **fields: str) -> tuple[Page, Work]:
    page = world.browser().open("pacer", path)
    with watched(world) as work:
        after = page.submit(fields, button="Submit")
    return after, work


@pytest.mark.parametrize("path", ["/pscof/forgotPassword.jsf", "/pscof/forgotUserName.jsf"])
def test_a_forgotten_name_or_password_tells_nothing(world: World, path: str) -> None:
    """The same page and no hash at all, whoever is asked about; a mail only to the owner."""
    known, much = asked(world, path, email=LEGACY_MAIL, name="7000505")
    other, less = asked(world, path, email="nobody@examplelaw.test", name="7000506")
    assert views.SENT in known.text
    assert known.text == other.text
    assert much.hashes == less.hashes == (0, 0)
    # A decoy row and a mail that is thrown away; what is left is the owner's mail and its trace.
    assert 0 <= much.statements - less.statements <= 8
    assert counter.mails(world, "nobody@examplelaw.test") == []


def test_registration_warns_only_who_knows_two_of_three(world: World) -> None:
    """An e-mail address alone finds nobody (facts.md 1.4): no name, no date of birth."""
    mine = {"email": LEGACY_MAIL, "email_again": LEGACY_MAIL}
    page = fill_account(begin(world), **mine)
    assert page.url.endswith("step=security")
    again = {"first_name": "Laura", "last_name": "Barrister", **mine}
    assert "may already exist" in fill_account(begin(world), **again).text


def test_a_spent_and_an_unknown_link_are_the_same(world: World) -> None:
    asked(world, "/pscof/forgotPassword.jsf", email=LEGACY_MAIL, name="7000505")
    link = counter.link_in(counter.mails(world, LEGACY_MAIL, "password_reset")[-1])
    page = world.browser().get(link)
    page.submit({"password": "Larch-Meadow#88", "password_again": "Larch-Meadow#88"})
    spent = world.browser().get(link)
    unknown = world.browser().get(re.sub(r"token=.*", f"token={'A' * 43}", link))
    assert spent.text == unknown.text
    assert (spent.status, spent.password_fields()) == (unknown.status, 0)
