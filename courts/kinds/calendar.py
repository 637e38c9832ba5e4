"""Days and moments of one time zone, for worlds of millions of entries.

A zone's own rules are asked once for a day. On the two days of the year on which clocks are put
forward or back they are asked for every moment.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from functools import cache
from zoneinfo import ZoneInfo

_DAY = timedelta(days=1)


class Calendar:
    """What day it is in a zone, and which moment a time of day is."""

    def __init__(self, zone: ZoneInfo) -> None:
        self.zone = zone
        #: How far clocks are ahead, by the day of UTC and by the zone's own; None where it changes.
        self._ahead: dict[date, timedelta | None] = {}
        self._ahead_here: dict[date, timedelta | None] = {}

    def day(self, moment: datetime) -> date:
        """Return the zone's day of a moment."""
        if moment.tzinfo is not UTC:
            moment = moment.astimezone(UTC)
        key = moment.date()
        if key not in self._ahead:
            start = datetime(key.year, key.month, key.day, tzinfo=UTC)
            first, last = (at.astimezone(self.zone).utcoffset() for at in (start, start + _DAY))
            self._ahead[key] = first if first == last else None
        ahead = self._ahead[key]
        return (moment.astimezone(self.zone) if ahead is None else moment + ahead).date()

    def moment(self, local: datetime) -> datetime:
        """Return the moment, in UTC, of a time of day that has no zone of its own."""
        key = local.date()
        if key not in self._ahead_here:
            start = datetime.combine(key, time.min)
            first, last = (self.zone.utcoffset(at) for at in (start, start + _DAY))
            self._ahead_here[key] = first if first == last else None
        ahead = self._ahead_here[key]
        if ahead is None:
            return local.replace(tzinfo=self.zone).astimezone(UTC)
        return (local - ahead).replace(tzinfo=UTC)


@cache
def calendar_of(zone: ZoneInfo) -> Calendar:
    """Return the calendar of a zone, the same each time."""
    return Calendar(zone)
