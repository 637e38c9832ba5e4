"""What the attack tests look at: hashes that were compared, statements that were sent."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime

import pytest

from shared.passwords import Passwords
from shared.personas import Persona
from tests import counting, harness
from tests.harness import World

REAL = "https://pacer.login.uscourts.gov"


@dataclass
class Work:
    """The work that requests have made: it takes time, so it must not tell who exists."""

    compared: list[str | None] = field(default_factory=list)
    hashed: int = 0
    asked: list[str] = field(default_factory=list)

    @property
    def statements(self) -> int:
        """Return how many statements were sent to the database."""
        return len(self.asked)

    @property
    def hashes(self) -> tuple[int, int]:
        """Return how often a password was compared and hashed: all of the time that counts."""
        return len(self.compared), self.hashed


@contextmanager
def watched(world: World) -> Iterator[Work]:
    """Count the work of the identity provider while the block runs."""
    work, plain = Work(), (Passwords.verify, Passwords.hash)

    def verify(self: Passwords, stored: str | None, password: str) -> bool:
        work.compared.append(stored)
        return plain[0](self, stored, password)

    def hash_(self: Passwords, password: str) -> str:
        work.hashed += 1
        return plain[1](self, password)

    engine = world.database("pacer").engine
    # The stand-in for people who do not exist is made once, before anybody counts.
    world.app("pacer").extensions["moot_passwords"].verify(None, "x")
    with pytest.MonkeyPatch.context() as patch, counting.statements(engine) as asked:
        patch.setattr(Passwords, "verify", verify)
        patch.setattr(Passwords, "hash", hash_)
        work.asked = asked
        yield work


def stop_time(world: World, monkeypatch: pytest.MonkeyPatch) -> datetime:
    """Let real time stand still but for `world.clock.advance`, however slow the machine is."""
    now = world.clock()
    monkeypatch.setattr(harness.MovingClock, "__call__", lambda self: now + self.shift)
    return now


class Guesser:
    """A program that tries passwords, from any address."""

    def __init__(self, world: World) -> None:
        self._client = world.app("pacer").test_client()

    def try_one(self, user_name: str, password: str, *, address: str = "192.0.2.1") -> str:
        """Return the result code of one try; every answer is a 200."""
        answer = self._client.post(
            "/services/cso-auth",
            json={"loginId": user_name, "password": password, "redactFlag": "1"},
            base_url=REAL,
            environ_overrides={"REMOTE_ADDR": address},
        )
        assert answer.status_code == 200
        return str(answer.get_json()["loginResult"])

    def right(self, who: Persona, *, address: str = "192.0.2.1") -> str:
        """Return what the right password of somebody gets."""
        assert who.pacer is not None
        return self.try_one(who.pacer.user_name, who.pacer.password, address=address)


def address(number: int) -> str:
    """Return one of many addresses."""
    return f"10.{number >> 16 & 255}.{number >> 8 & 255}.{number & 255}"


def guess_one_account(world: World, who: Persona, *, guesses: int, owner: Persona) -> Work:
    """Guess one person's password from as many addresses, and look at what came of it."""
    assert who.pacer is not None
    guesser = Guesser(world)
    with watched(world) as work:
        for number in range(guesses):
            # The right one is among them, long after the lock-out.
            word = who.pacer.password if number % 100 == 99 else f"Guess-{number}#word"
            result = guesser.try_one(who.pacer.user_name, word, address=address(number))
            assert result == "13", f"guess {number} was answered {result}"
    assert guesser.right(who, address="198.51.100.9") == "13"
    assert guesser.right(owner, address=address(7)) == "0"
    return work


def guess_many_accounts(world: World, *, guesses: int, other: Persona) -> Work:
    """Try one password on as many user names from one address within a minute."""
    guesser = Guesser(world)
    with watched(world) as work:
        for number in range(guesses):
            assert guesser.try_one(f"person{number}", "Spring-2025#", address="10.0.0.1") == "13"
    assert guesser.right(other, address="10.0.0.2") == "0"
    world.clock.advance(minutes=1, seconds=1)
    assert guesser.right(other, address="10.0.0.1") == "0"
    return work
