"""Guessing passwords: one account from everywhere, and every account from one address.

The same with 10,000 guesses each is in tests/load/test_guessing.py.
"""

from __future__ import annotations

import pytest
from sqlalchemy import func, select

from idp.signin.models import AttemptCounter, SsoSession
from shared.audit import verify_chain
from shared.personas import Persona
from tests.harness import World
from tests.integration.idp import counter
from tests.integration.idp.attacks.watching import (
    Guesser,
    guess_many_accounts,
    guess_one_account,
    stop_time,
    watched,
)

People = dict[str, Persona]


@pytest.fixture(autouse=True)
def still(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let no time pass but what a test lets pass."""
    stop_time(world, monkeypatch)


def test_of_hundreds_of_guesses_five_are_compared(world: World, people: People) -> None:
    victim = counter.account(world, number="7000808")
    work = guess_one_account(world, people["client"], guesses=300, owner=people["researcher"])
    assert work.compared[:5] == [victim.password_hash] * 5
    # All others cost the guesser, and us, as much, but are compared with nobody's hash.
    assert work.compared[5:] == [None] * 295
    with world.database("pacer").reading() as session:
        assert session.scalar(select(func.count(SsoSession.id))) == 1
        assert verify_chain(session) >= 300
    world.clock.advance(minutes=16)
    assert Guesser(world).right(people["client"]) == "0"


def test_one_address_gets_a_hundred_guesses_a_minute(world: World, people: People) -> None:
    work = guess_many_accounts(world, guesses=400, other=people["client"])
    assert work.hashes == (100, 0)
    with world.database("pacer").reading() as session:
        named = AttemptCounter.key.startswith("person")
        rows = session.scalars(select(AttemptCounter).where(named)).all()
        # Two counters for each name that was looked at; the rest of the guesses left no trace.
        assert len(rows) == 2 * 100


def test_the_neighbours_of_a_guesser_get_in(world: World, people: People) -> None:
    """A class behind one router: one of them is locked out, the others are not."""
    guesser = Guesser(world)
    for number in range(90):
        assert guesser.try_one("pprogram", f"word {number}") == "13"
    assert guesser.right(people["client"]) == "13"
    assert guesser.right(people["researcher"]) == "0"
    assert guesser.right(people["attorney_ctd"]) == "0"


def test_guessed_reset_links_open_nothing(world: World) -> None:
    browser = world.browser()
    with watched(world) as work:
        for number in range(10):
            page = browser.open("pacer", f"/pscof/resetPassword.jsf?token={number:040d}")
            assert page.password_fields() == 0
            assert "This link is no longer good" in page.text
    assert work.hashes == (0, 0)
