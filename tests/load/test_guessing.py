"""Ten thousand guesses against one account, and as many from one address (issue 3, evidence 5)."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest

from shared.personas import Persona
from tests.harness import World
from tests.integration.idp.attacks.watching import (
    guess_many_accounts,
    guess_one_account,
    stop_time,
)

GUESSES = 10_000


def test_ten_thousand_against_one_account(
    world_at: Callable[[str], World], people: dict[str, Persona], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Five are compared with the hash; the right one, given twenty times, is refused."""
    world = world_at("2021-11")
    stop_time(world, monkeypatch)
    began = time.monotonic()
    work = guess_one_account(world, people["client"], guesses=GUESSES, owner=people["researcher"])
    real = [stored for stored in work.compared if stored is not None]
    print(f"{GUESSES} guesses in {time.monotonic() - began:.0f} s, {len(real)} compared")
    assert len(real) == 5


def test_ten_thousand_from_one_address(
    world_at: Callable[[str], World], people: dict[str, Persona], monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hundred a minute reach a hash at all."""
    world = world_at("2021-11")
    stop_time(world, monkeypatch)
    began = time.monotonic()
    work = guess_many_accounts(world, guesses=GUESSES, other=people["client"])
    print(f"{GUESSES} guesses in {time.monotonic() - began:.0f} s, {work.hashes[0]} hashed")
    assert work.hashes == (100, 0)
