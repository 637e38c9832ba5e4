"""Dates as people type them into the forms of a court."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Final

_DAY: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
#: A year of two digits below this is of this century.
_CENTURY: Final = 60
_FULL: Final = 4
WRONG_DAY: Final = "Enter a date as mm/dd/yyyy."
WRONG_ORDER: Final = "The start date must be less than or equal to the end date"


@dataclass(frozen=True, slots=True)
class Days:
    """A span of days, both ends included; None leaves an end open."""

    first: date | None = None
    last: date | None = None

    def __bool__(self) -> bool:
        """Say whether the span has an end at all."""
        return self.first is not None or self.last is not None

    @property
    def length(self) -> int:
        """How many days the span has; 0 if an end is open."""
        if self.first is None or self.last is None:
            return 0
        return (self.last - self.first).days + 1


def day(text: str) -> date | None:
    """Read a date such as 1/5/2021, 01/05/2021 or 1/5/21; None for nothing typed.

    :raises ValueError: if it is no date.
    """
    typed = text.strip()
    if not typed:
        return None
    found = _DAY.fullmatch(typed)
    if found is None:
        raise ValueError(WRONG_DAY)
    month, number, year = found.groups()
    whole = int(year)
    if len(year) < _FULL:
        whole += 2000 if whole < _CENTURY else 1900
    try:
        return date(whole, int(month), int(number))
    except ValueError:
        raise ValueError(WRONG_DAY) from None


def written(value: date | None) -> str:
    """Write a date as courts do, mm/dd/yyyy; nothing for none."""
    return "" if value is None else f"{value:%m/%d/%Y}"


def days(first: tuple[str, str], last: tuple[str, str]) -> tuple[Days, dict[str, str]]:
    """Read the two fields of a span: pairs of the name of a field and what was typed there.

    Returned are the days and what is wrong, by the name of the field.
    """
    wrong: dict[str, str] = {}
    ends: list[date | None] = []
    for name, text in (first, last):
        try:
            ends.append(day(text))
        except ValueError as error:
            wrong[name] = str(error)
            ends.append(None)
    span = Days(*ends)
    if span.first is not None and span.last is not None and span.first > span.last:
        wrong[first[0]] = WRONG_ORDER
    return span, wrong
