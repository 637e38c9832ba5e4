"""The two clocks: court time for calendars, real time for protocols (docs/decisions.md).

Nothing else in the program reads a clock.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from types import MappingProxyType
from zoneinfo import ZoneInfo

from shared.errors import Refusal

EASTERN = ZoneInfo("America/New_York")


def wall() -> datetime:
    """Return real time, aware, in UTC: codes, tokens, sessions, lock-out, signatures."""
    return datetime.now(UTC)


def ticks() -> float:
    """Return monotonic seconds, for measuring how long something took."""
    return time.monotonic()


def sleep(seconds: float) -> None:
    """Wait; only background loops may, a fault that dawdles, and the sandbox's wait for a mail."""
    time.sleep(seconds)


@dataclass(frozen=True, slots=True)
class ClockSetting:
    """How court time follows from real time: an offset, or standing still at a moment."""

    offset: timedelta = timedelta(0)
    frozen_at: datetime | None = None

    def now(self, wall: datetime, *, seat: timedelta = timedelta(0)) -> datetime:
        """Return court time at `wall`, for a person whose seat is shifted by `seat`."""
        base = self.frozen_at if self.frozen_at is not None else wall + self.offset
        return base + seat


@dataclass(frozen=True, slots=True)
class Clocks:
    """The source of real time that an app was built with; tests hand in their own."""

    wall: Callable[[], datetime] = wall


#: Named eras: a Monday-to-Friday morning in the middle of the time that the name says.
ERAS = MappingProxyType(
    {
        "2004-12": datetime(2004, 12, 14, 9, 0, tzinfo=EASTERN),
        "2017-12": datetime(2017, 12, 12, 9, 0, tzinfo=EASTERN),
        "2021-07": datetime(2021, 7, 26, 9, 0, tzinfo=EASTERN),
        "2021-11": datetime(2021, 11, 15, 9, 0, tzinfo=EASTERN),
        "2026": datetime(2026, 1, 15, 9, 0, tzinfo=EASTERN),
    }
)
DEFAULT_ERA = "2021-11"


def parse_when(text: str) -> datetime:
    """Read an era name, a date, or a date and time (Eastern unless it says otherwise).

    :raises Refusal: code `when` if it is none of these.
    """
    text = text.strip()
    if text in ERAS:
        return ERAS[text].astimezone(UTC)
    try:
        if len(text) == len("2021-11-15"):
            day = date.fromisoformat(text)
            moment = datetime(day.year, day.month, day.day, 9, 0, tzinfo=EASTERN)
        else:
            moment = datetime.fromisoformat(text)
    except ValueError:
        names = ", ".join(ERAS)
        raise Refusal(
            "when",
            f"“{text}” is no moment that I know. Use one of {names}, "
            "a date such as 2017-12-11, or 2017-12-11T08:30.",
        ) from None
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=EASTERN)
    return moment.astimezone(UTC)


_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}


def parse_span(text: str) -> timedelta:
    """Read a span such as `90m`, `1d` or `-2w`.

    :raises Refusal: code `span`.
    """
    text = text.strip()
    unit, digits = text[-1:], text[:-1].lstrip("+-")
    if unit not in _UNITS or not digits.isdigit():
        raise Refusal("span", f"“{text}” is no span of time. Write 90m, 4h, 1d or 2w.")
    span = timedelta(seconds=int(digits) * _UNITS[unit])
    return -span if text.startswith("-") else span


def court_date(moment: datetime, zone: str) -> str:
    """Write a date as courts do, mm/dd/yyyy, in the court's own time zone."""
    return moment.astimezone(ZoneInfo(zone)).strftime("%m/%d/%Y")


def court_stamp(moment: datetime, zone: str) -> str:
    """Write a date and time as courts do, in the court's own time zone."""
    local = moment.astimezone(ZoneInfo(zone))
    hour = local.strftime("%I").lstrip("0")
    return local.strftime(f"%m/%d/%Y {hour}:%M %p %Z")
