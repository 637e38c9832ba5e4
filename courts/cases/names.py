"""Names of people as they are sorted and searched."""

from __future__ import annotations

from typing import Final

_AFTER: Final = frozenset({"jr", "sr", "ii", "iii", "iv", "esq"})


def last_first(name: str) -> str:
    """Return a person's name with the last name in front: `Stonewell, Tess`.

    Of "John Q. Attorney, Jr." it is `Attorney Jr., John Q.`.
    """
    words = name.replace(",", " ").split()
    after: list[str] = []
    while len(words) > 1 and words[-1].rstrip(".").lower() in _AFTER:
        after.insert(0, words.pop())
    if len(words) < len(("first", "last")):
        return " ".join((*words, *after))
    return f"{' '.join((words[-1], *after))}, {' '.join(words[:-1])}"


def alias_parts(name: str, *, person: bool) -> tuple[str, str]:
    """Return last and first name of an alias: nobody typed the names of one apart.

    Of what is no person the whole name is the last.
    """
    first, _, last = name.rpartition(" ") if person else ("", "", name)
    return last, first


def name_key(name: str) -> str:
    """Return a person's name as searches compare it."""
    return last_first(name).lower()
