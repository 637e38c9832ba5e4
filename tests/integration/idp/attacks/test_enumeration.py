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
from tests.integration.idp.attacks.watching import Guesser, Work, stop_time, watched
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


def effort(guesser: Guesser, world: World, user_name: str, address: str) -> tuple[object, int]:
    with watched(world) as work:
        assert guesser.try_one(user_name, "Wrong-Word#1", address=address) == "13"
    return work.hashes, work.statements


@pytest.mark.parametrize("who", ["unknown", "disabled_pacer"])
def test_sign_in_works_as_hard_for_everybody(
    world: World, people: People, who: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """One hash each and the same statements, whether anybody is there or not, locked or not."""
    stop_time(world, monkeypatch)
    seed = people[who].pacer if who in people else None
    name = seed.user_name if seed else "nobodyhere"
    guesser = Guesser(world)
    guesser.try_one("somebody", "Wrong-Word#1")  # the very first event of a day does more
    for number in range(7):
        known = effort(guesser, world, "pprogram", f"10.0.0.{number}")
        other = effort(guesser, world, name, f"10.0.1.{number}")
        assert known == other, f"at guess {number + 1}"
        assert known[0] == (1, 0)


def asked(world: World, path: str, **fields: str) -> tuple[Page, Work]:
    page = world.browser().open("pacer", path)
    with watched(world) as work, pytest.MonkeyPatch.context() as patch:
        # The outbox is emptied by a worker after the answer; in these tests it would be at once.
        patch.setattr(world.jobs, "wake", lambda _member_id: None)
        after = page.submit(fields, button="Submit")
    world.jobs.wake("pacer")
    return after, work


@pytest.mark.parametrize("path", ["/pscof/forgotPassword.jsf", "/pscof/forgotUserName.jsf"])
def test_a_forgotten_name_or_password_tells_nothing(world: World, path: str) -> None:
    """The same page and no hash at all, whoever is asked about; a mail only to the owner."""
    asked(world, path, email="first@examplelaw.test", name="7000507")
    known, much = asked(world, path, email=LEGACY_MAIL, name="7000505")
    other, less = asked(world, path, email="nobody@examplelaw.test", name="7000506")
    assert views.SENT in known.text
    assert known.said == other.said
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
    assert spent.said == unknown.said
    assert (spent.status, spent.password_fields()) == (unknown.status, 0)
