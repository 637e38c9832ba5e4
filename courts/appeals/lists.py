"""The lists of a court of appeals: which events are opinions, orders and judgments, or briefs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from courts.kinds import catalogue
from courts.kinds.catalogue import Event

#: How far back a list looks if nobody says a day.
SPAN: Final = timedelta(days=30)
_DECIDING: Final = ("order", "judgment")
_MANDATE: Final = "Mandate"


@dataclass(frozen=True, slots=True)
class List:
    """One list of entries; `events` are keys of the catalogue, `free` that it costs nothing."""

    word: str
    servlet: str
    events: frozenset[str]
    opinions: bool = False
    free: bool = False

    @property
    def title(self) -> str:
        """What a receipt calls the list."""
        return f"{self.word} List"


@dataclass(frozen=True, slots=True)
class Span:
    """The days of a list, both included."""

    first: date
    last: date


def _decides(event: Event) -> bool:
    titled = event.title.lower()
    return event.by_court and (
        event.group in _DECIDING or any(word in titled for word in (*_DECIDING, _MANDATE.lower()))
    )


def _keys(which: str) -> frozenset[str]:
    events = catalogue.of_menus("appellate").events.values()
    if which == "orders":
        return frozenset(event.key for event in events if _decides(event))
    return frozenset(event.key for event in events if event.category == which)


LISTS: Final[Mapping[str, List]] = MappingProxyType(
    {
        "Opinions.jsp": List("Opinions", "Opinions.jsp", frozenset(), opinions=True, free=True),
        "Orders.jsp": List("Orders/Judgments", "Orders.jsp", _keys("orders")),
        "Briefs.jsp": List("Briefs", "Briefs.jsp", _keys("Briefs")),
    }
)


def span(first: date | None, last: date | None, today: date) -> Span:
    """Return the days of a list: the last thirty, or from and until the days that were typed."""
    end = last or today
    return Span(first or end - SPAN, end)


def ahead(first: date | None, last: date | None, today: date) -> Span:
    """Return the days of a calendar: the thirty to come, or those that were typed."""
    start = first or today
    return Span(start, last or start + SPAN)
