"""Files of the corpus, damaged: the same ones for the same seed."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence

from tests.corpus.pdf import Specimen

#: Larger ones would only be slow, not other.
_LARGEST = 200_000
_TOKENS = (
    b"<<", b">>", b"[", b"]", b"(", b")", b"endobj", b"stream", b"endstream", b"xref", b"trailer",
    b"/Kids", b"/Length", b"/Filter", b"/Parent", b"/Prev", b"/Encrypt", b"/ObjStm", b"obj", b"R",
    b"0 0 R", b"1 0 R", b"-1", b"99999999999", b"%%EOF", b"startxref", b"\0", b"\xff" * 8,
)  # fmt: skip


def mutants(specimens: Sequence[Specimen], count: int, *, seed: int) -> Iterator[tuple[str, bytes]]:
    """Yield damaged files, each with what was done to which."""
    whole = [each for each in specimens if 0 < len(each.data) <= _LARGEST]
    for number in range(count):
        dice = random.Random(f"{seed}/{number}")
        chosen, other = dice.choice(whole), dice.choice(whole)
        way = dice.choice((_flip, _cut, _splice, _drop, _repeat, _insert, _renumber))
        name = f"{number}: {chosen.name}, {way.__name__.strip('_')}"
        yield name, way(chosen.data, other.data, dice)


def _flip(data: bytes, _other: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice((1, 4, 32))):
        changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)


def _cut(data: bytes, _other: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data))]


def _splice(data: bytes, other: bytes, dice: random.Random) -> bytes:
    return data[: dice.randrange(len(data))] + other[dice.randrange(len(other)) :]


def _drop(data: bytes, _other: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(data))
    return data[:start] + data[start + dice.randrange(1, 200) :]


def _repeat(data: bytes, _other: bytes, dice: random.Random) -> bytes:
    start = dice.randrange(len(data))
    end = start + dice.randrange(1, 400)
    return data[:end] + data[start:end] * dice.choice((1, 3, 40)) + data[end:]


def _insert(data: bytes, _other: bytes, dice: random.Random) -> bytes:
    changed = bytearray(data)
    for _ in range(dice.choice((1, 3, 9))):
        at = dice.randrange(len(changed))
        changed[at:at] = dice.choice(_TOKENS)
    return bytes(changed)


def _renumber(data: bytes, _other: bytes, dice: random.Random) -> bytes:
    """Turn digits into other digits: references, lengths and places that lead elsewhere."""
    digits = [at for at, byte in enumerate(data) if 48 <= byte <= 57]
    changed = bytearray(data)
    for at in dice.sample(digits, min(len(digits), dice.choice((1, 4, 16)))):
        changed[at] = 48 + dice.randrange(10)
    return bytes(changed)
