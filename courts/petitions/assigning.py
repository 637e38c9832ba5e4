"""Judge and trustee of a new bankruptcy case, its meeting of creditors, and its dates (facts 4)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from shared.court_days import is_court_day

#: The meeting is held so many days after the petition, by chapter (Fed. R. Bankr. P. 2003(a)).
MEETING: Final[Mapping[str, tuple[int, int]]] = MappingProxyType(
    {"7": (21, 40), "11": (21, 40), "12": (21, 35), "13": (21, 50)}
)
#: Chapters with a trustee of the panel.
WITH_TRUSTEE: Final = frozenset({"7", "12", "13"})
HOURS: Final = ("09:00 AM", "09:30 AM", "10:00 AM", "10:30 AM", "11:00 AM", "01:30 PM", "02:00 PM")
PLACE: Final = "Office of the U.S. Trustee"
#: Since this day claims are due from the petition on, before it from the meeting (Rule 3002(c)).
NEW_CLAIMS: Final = date(2017, 12, 1)
_CLAIM_DAYS: Final = 70
_OLD_CLAIM_DAYS: Final = 90
_GOVERNMENT_DAYS: Final = 180
_OBJECTION_DAYS: Final = 60
#: Chapters in which creditors file claims without being asked to.
_CLAIMS: Final = frozenset({"12", "13"})


@dataclass(frozen=True, slots=True)
class Dates:
    """The dates of a case that follow from its chapter and its petition."""

    meeting_on: date
    meeting_time: str
    claims_due: date | None
    government_due: date | None
    objections_due: date


def dates(chapter: str, filed: date, *, asset: bool, draw: Callable[[int], int]) -> Dates | None:
    """Return the dates of a case; None for a chapter without a meeting of creditors.

    :param draw: returns a number from 0 up to, but not including, what it is given.
    """
    span = MEETING.get(chapter)
    if span is None:
        return None
    first, last = (filed + timedelta(days=days) for days in span)
    days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
    held = [day for day in days if is_court_day(day)]
    meeting = held[draw(len(held))]
    has_claims = asset or chapter in _CLAIMS
    counted, span_days = (filed, _CLAIM_DAYS) if filed >= NEW_CLAIMS else (meeting, _OLD_CLAIM_DAYS)
    return Dates(
        meeting,
        HOURS[draw(len(HOURS))],
        counted + timedelta(days=span_days) if has_claims else None,
        filed + timedelta(days=_GOVERNMENT_DAYS) if has_claims else None,
        meeting + timedelta(days=_OBJECTION_DAYS),
    )


#: What a petition costs in all, in cents, by chapter and from a day on.
_FEES: Final[Mapping[str, tuple[tuple[date, int], ...]]] = MappingProxyType(
    {
        chapter: tuple(
            zip(
                (
                    date.min,
                    date(2006, 4, 9),
                    date(2011, 11, 1),
                    date(2014, 6, 1),
                    date(2020, 12, 1),
                ),
                (each * 100 for each in dollars),
                strict=True,
            )
        )
        for chapter, dollars in (
            ("7", (209, 299, 306, 335, 338)),
            ("9", (839, 1039, 1046, 1717, 1738)),
            ("11", (839, 1039, 1046, 1717, 1738)),
            ("12", (239, 239, 246, 275, 278)),
            ("13", (194, 274, 281, 310, 313)),
            ("15", (839, 1039, 1046, 1717, 1738)),
        )
    }
)


def petition_fee(chapter: str, day: date) -> int:
    """Return what a petition of a chapter costs on a day, in cents.

    :raises KeyError: for a chapter of which nobody files a petition.
    """
    return [cents for since, cents in _FEES[chapter] if since <= day][-1]
