"""Days and moments of a zone are the zone's own, on days on which clocks change, too."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from courts.kinds.calendar import calendar_of

NEW_YORK = ZoneInfo("America/New_York")


@pytest.mark.parametrize("start", [date(2021, 3, 13), date(2021, 11, 6), date(2021, 7, 4)])
def test_every_quarter_of_an_hour_of_three_days(start: date) -> None:
    calendar = calendar_of(NEW_YORK)
    for quarter in range(3 * 96):
        local = datetime.combine(start, time.min) + timedelta(minutes=15 * quarter)
        moment = local.replace(tzinfo=NEW_YORK).astimezone(UTC)
        assert calendar.moment(local) == moment
        assert calendar.moment(local).tzinfo is UTC
        assert calendar.day(moment) == moment.astimezone(NEW_YORK).date()
        assert calendar.day(moment.astimezone(NEW_YORK)) == moment.astimezone(NEW_YORK).date()
