"""Six months without a search, from 2025."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from idp.accounts.dormancy import lapsed


@pytest.mark.parametrize(
    ("last", "now", "expected"),
    [
        (datetime(2020, 1, 1, tzinfo=UTC), datetime(2024, 12, 31, tzinfo=UTC), False),
        (datetime(2020, 1, 1, tzinfo=UTC), datetime(2025, 1, 1, tzinfo=UTC), True),
        (datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 7, 2, tzinfo=UTC), False),
        (datetime(2025, 1, 1, tzinfo=UTC), datetime(2025, 7, 3, tzinfo=UTC), True),
        (None, datetime(2026, 1, 1, tzinfo=UTC), False),
    ],
)
def test_when_search_lapses(last: datetime | None, now: datetime, *, expected: bool) -> None:
    assert lapsed(last, now) is expected
