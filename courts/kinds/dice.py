"""Chance that repeats: numbers drawn from a seed by a hash, the same on every machine and version.

A world made from a seed must come out byte for byte the same; the standard library does not promise
that of its generators across versions, a hash does.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from hashlib import blake2b
from itertools import accumulate
from struct import Struct
from typing import Final, TypeVar

Each = TypeVar("Each")
_BYTES: Final = 8
_RANGE: Final = 1 << (8 * _BYTES)
_BLOCK: Final = 64
_WORDS: Final = Struct(">8Q")


class Dice:
    """Draws from one seed, in order; `of` begins another order that nothing else disturbs."""

    __slots__ = ("_at", "_block", "_drawn", "_seed")

    def __init__(self, seed: str) -> None:
        self._seed = seed.encode()
        self._drawn = 0
        self._block: tuple[int, ...] = ()
        self._at = 0

    def of(self, name: object) -> Dice:
        """Return dice of their own for a part: what one part draws never moves another."""
        return Dice(f"{self._seed.decode()}/{name}")

    def below(self, top: int) -> int:
        """Return a whole number from 0 up to, but not including, `top`.

        :raises ValueError: if there is no such number.
        """
        if not 0 < top <= _RANGE:
            raise ValueError(f"nothing lies below {top}")
        limit = _RANGE - _RANGE % top  # above it the low numbers would come more often
        while (value := self._word()) >= limit:
            pass
        return value % top

    def between(self, low: int, high: int) -> int:
        """Return a whole number from `low` to `high`, both included."""
        return low + self.below(high - low + 1)

    def chance(self, percent: int) -> bool:
        """Say yes so many times in a hundred."""
        return self.below(100) < percent

    def pick(self, things: Sequence[Each]) -> Each:
        """Return one of several things."""
        return things[self.below(len(things))]

    def weighted(self, things: Sequence[tuple[Each, int]]) -> Each:
        """Return one of several things, each as often as its weight says."""
        sums = list(accumulate(weight for _, weight in things))
        drawn = self.below(sums[-1])
        return next(thing for (thing, _), upto in zip(things, sums, strict=True) if drawn < upto)

    def sample(self, things: Sequence[Each], count: int) -> list[Each]:
        """Return several different things, in the order in which they were drawn.

        :raises ValueError: if there are not so many.
        """
        left = list(things)
        if count > len(left):
            raise ValueError(f"{count} of {len(left)} cannot be drawn")
        return [left.pop(self.below(len(left))) for _ in range(count)]

    def day(self, first: date, last: date) -> date:
        """Return a day from `first` to `last`, both included."""
        return first + timedelta(days=self.between(0, (last - first).days))

    def digits(self, count: int) -> str:
        """Return so many decimal digits."""
        return "".join(str(self.below(10)) for _ in range(count))

    def _word(self) -> int:
        if self._at >= len(self._block):
            counter = self._drawn.to_bytes(_BYTES, "big")
            # A long seed would not fit a key: it is hashed with the counter.
            digest = blake2b(counter + self._seed, digest_size=_BLOCK).digest()
            self._block = _WORDS.unpack(digest)
            self._drawn, self._at = self._drawn + 1, 0
        word = self._block[self._at]
        self._at += 1
        return word
