"""Days on which courts are open: letters take them, not the calendar's (28 U.S.C. 452; FRCP 6)."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

WEEK: Final = 7
SATURDAY: Final = 5
LETTER_DAYS: Final = 7
_FIXED: Final = ((1, 1), (7, 4), (11, 11), (12, 25))
_JUNETEENTH: Final = (6, 19)
_JUNETEENTH_FROM: Final = 2021
#: month, weekday (Monday is 0), which one; the last one is -1.
_MOVING: Final = ((1, 0, 3), (2, 0, 3), (5, 0, -1), (9, 0, 1), (10, 0, 2), (11, 3, 4))


def holidays(year: int) -> frozenset[date]:
    """Return the federal holidays of a year on the days on which they are kept."""
    fixed = _FIXED if year < _JUNETEENTH_FROM else (*_FIXED, _JUNETEENTH)
    kept = {_observed(date(year, month, day)) for month, day in fixed}
    return frozenset(kept | {_nth(year, *rule) for rule in _MOVING})


def _observed(day: date) -> date:
    if day.weekday() == SATURDAY:
        return day - timedelta(days=1)
    return day + timedelta(days=1) if day.weekday() > SATURDAY else day


def _nth(year: int, month: int, weekday: int, which: int) -> date:
    if which < 0:
        last = date(year, month, 31)  # May only
        return last - timedelta(days=(last.weekday() - weekday) % WEEK)
    first = date(year, month, 1)
    return first + timedelta(days=(weekday - first.weekday()) % WEEK + WEEK * (which - 1))


def is_court_day(day: date) -> bool:
    """Say whether courts are open on a day."""
    closed = holidays(day.year) | holidays(day.year + 1)
    return day.weekday() < SATURDAY and day not in closed


def after(day: date, count: int) -> date:
    """Return the day that is so many court days later."""
    while count:
        day += timedelta(days=1)
        count -= is_court_day(day)
    return day


def between(first: date, last: date) -> int:
    """Return how many court days have passed from one day to another, the first not counted."""
    weeks, rest = divmod(max(0, (last - first).days), WEEK)
    started = first + timedelta(days=weeks * WEEK)
    ends = (started + timedelta(days=n) for n in range(1, rest + 1))
    worked = weeks * SATURDAY + sum(day.weekday() < SATURDAY for day in ends)
    years = range(first.year, last.year + 2)
    closed = {day for year in years for day in holidays(year) if first < day <= last}
    return worked - sum(day.weekday() < SATURDAY for day in closed)
