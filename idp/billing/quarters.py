"""Quarters of the calendar, in the time zone of the service center."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final, Self
from zoneinfo import ZoneInfo

ZONE: Final = ZoneInfo("America/New_York")
#: How long after a statement its amount is due.
DUE_AFTER: Final = timedelta(days=30)
_IN_YEAR: Final = 4
_MONTHS: Final = 3


@dataclass(frozen=True, slots=True, order=True)
class Quarter:
    """One of the four quarters of a year."""

    year: int
    number: int

    @classmethod
    def of(cls, moment: datetime) -> Self:
        """Return the quarter in which a moment lies, by the service center's calendar."""
        local = moment.astimezone(ZONE)
        return cls(local.year, (local.month - 1) // _MONTHS + 1)

    @classmethod
    def read(cls, key: str) -> Self:
        """Read a quarter's key, such as `2021Q4`.

        :raises ValueError: if it is none.
        """
        year, found, number = key.partition("Q")
        plain = key.isascii() and len(year) == len("2021") and year.isdigit() and int(year) > 0
        if not found or not plain or number not in ("1", "2", "3", "4"):
            raise ValueError(f"no quarter: {key}")
        return cls(int(year), int(number))

    @property
    def key(self) -> str:
        """Return the text under which it is stored; texts sort as quarters do."""
        return f"{self.year:04}Q{self.number}"

    @property
    def words(self) -> str:
        """Return what a statement says, with its first and last day."""
        last = self.end.astimezone(ZONE).date() - timedelta(days=1)
        return f"{self.first_day:%m/%d/%Y} to {last:%m/%d/%Y}"

    @property
    def first_day(self) -> date:
        """Return its first day."""
        return date(self.year, (self.number - 1) * _MONTHS + 1, 1)

    @property
    def end(self) -> datetime:
        """Return the moment with which the next one begins."""
        day = self.next().first_day
        return datetime(day.year, day.month, day.day, tzinfo=ZONE)

    def next(self) -> Self:
        """Return the quarter after it."""
        if self.number == _IN_YEAR:
            return type(self)(self.year + 1, 1)
        return type(self)(self.year, self.number + 1)


def statement_number(account_number: str, quarter: Quarter) -> str:
    """Return the number of a statement, such as `7000101-Q42021`."""
    return f"{account_number}-Q{quarter.number}{quarter.year:04}"
