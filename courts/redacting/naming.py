"""How a motion names the papers that it is about. Pure."""

from __future__ import annotations

from typing import Final

_LONGEST: Final = 10


def papers_named(text: str) -> list[tuple[int, int]]:
    """Return document numbers and places of `4, 4-1`; what is no number is number 0."""
    found = []
    for part in _parts(text):
        number, _, place = part.partition("-")
        good = number.isdecimal() and (place or "0").isdecimal() and len(part) < _LONGEST
        found.append((int(number), int(place or 0)) if good else (0, 0))
    return found


def labels_named(text: str) -> list[str]:
    """Return the labels of claims as `1-1, 7` names them: a number alone is the claim itself."""
    return [part if "-" in part else f"{part}-1" for part in _parts(text)]


def _parts(text: str) -> list[str]:
    return list(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
