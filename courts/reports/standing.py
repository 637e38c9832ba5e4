"""Which motions of a case are still open, and which entries belong together (facts 3.2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import cache
from types import MappingProxyType
from typing import Final, Protocol

from courts.kinds import catalogue
from courts.kinds.catalogue import Event

_CATALOGUES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "civil": ("civil", "criminal"),
        "criminal": ("civil", "criminal"),
        "bankruptcy": ("bankruptcy", "adversary"),
        "adversary": ("bankruptcy", "adversary"),
    }
)
#: Which types of case numbers use the events of a family.
TYPES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "civil": ("cv", "mc"),
        "criminal": ("cr", "mj"),
        "bankruptcy": ("bk",),
        "adversary": ("ap", "mp"),
    }
)
MOTION: Final = "motion"


class EntryRow(Protocol):
    """The columns of an entry that are looked at."""

    @property
    def seq(self) -> int:
        """Return its place in the case."""

    @property
    def event(self) -> str:
        """Return the key of its event."""

    @property
    def refers(self) -> Sequence[int]:
        """Return the places of the entries that it answers."""


@cache
def events(family: str) -> Mapping[str, Event]:
    """Return the events of the cases of a family, by key."""
    return catalogue.of_menus(*_CATALOGUES[family]).events


def motions(family: str, entries: Sequence[EntryRow]) -> dict[int, bool]:
    """Return the motions of a case by their place: whether each is still pending.

    A motion is pending until an entry whose event ends what it answers refers to it.
    """
    known = events(family)
    ended = {
        seq
        for entry in entries
        for seq in entry.refers
        if entry.event in known and known[entry.event].terminates
    }
    return {
        entry.seq: entry.seq not in ended
        for entry in entries
        if entry.event in known and known[entry.event].group == MOTION
    }


def answers(entries: Sequence[EntryRow]) -> dict[int, list[int]]:
    """Return by the place of an entry the places of those that refer to it, in their order."""
    found: dict[int, list[int]] = {}
    for entry in entries:
        for seq in entry.refers:
            found.setdefault(seq, []).append(entry.seq)
    return found


def categories(family_names: Sequence[str]) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return the categories of the menus of several families, each with the keys of its events."""
    found: dict[str, list[str]] = {}
    for family in family_names:
        for key, event in events(family).items():
            keys = found.setdefault(event.category, [])
            if key not in keys:
                keys.append(key)
    return tuple((name, tuple(keys)) for name, keys in sorted(found.items()))
