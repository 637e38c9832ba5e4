"""When an account that nobody searches with may not search any more (facts.md 1.3)."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

#: Accounts issued before this day are legacy until they are upgraded (seed 002).
UPGRADED_SINCE: Final = date(2014, 8, 11)
#: The sources say "since 2025"; the day is ours.
LAPSES_SINCE: Final = date(2025, 1, 1)
#: Six months without a search.
UNUSED_FOR: Final = timedelta(days=183)


def lapsed(last_search: datetime | None, now: datetime) -> bool:
    """Say whether the last search lies too far back; filing never depends on it.

    An account without any date was planted for a class: its calendar begins with its first search.
    """
    if last_search is None or now.date() < LAPSES_SINCE:
        return False
    return now - last_search >= UNUSED_FOR
