"""Dates and fees of a bankruptcy case."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from courts.petitions import assigning
from shared.court_days import is_court_day

FILED = date(2021, 11, 15)


@pytest.mark.parametrize(("chapter", "last"), [("7", 40), ("11", 40), ("12", 35), ("13", 50)])
def test_the_meeting_is_held_in_time_on_a_court_day(chapter: str, last: int) -> None:
    days = set()
    for drawn in range(60):
        found = assigning.dates(chapter, FILED, asset=False, draw=drawn.__mod__)
        assert found is not None
        days.add(found.meeting_on)
        assert is_court_day(found.meeting_on)
        assert found.meeting_time in assigning.HOURS
        assert found.objections_due == found.meeting_on + timedelta(days=60)
    assert FILED + timedelta(days=21) <= min(days)
    assert max(days) <= FILED + timedelta(days=last)
    assert len(days) > 5


@pytest.mark.parametrize(
    ("chapter", "asset", "claims"),
    [("7", False, False), ("7", True, True), ("11", False, False), ("13", False, True)],
)
def test_claims_are_due_where_there_is_something_to_claim(
    chapter: str, asset: bool, claims: bool
) -> None:
    found = assigning.dates(chapter, FILED, asset=asset, draw=lambda _below: 0)
    assert found is not None
    assert (found.claims_due is not None) == claims
    if claims:
        assert found.claims_due == FILED + timedelta(days=70)
        assert found.government_due == FILED + timedelta(days=180)


def test_claims_were_counted_from_the_meeting_before_december_2017() -> None:
    found = assigning.dates("13", date(2017, 11, 1), asset=False, draw=lambda _below: 0)
    assert found is not None
    assert found.claims_due == found.meeting_on + timedelta(days=90)


def test_a_town_meets_no_creditors() -> None:
    assert assigning.dates("9", FILED, asset=False, draw=lambda _below: 0) is None


@pytest.mark.parametrize(
    ("chapter", "day", "dollars"),
    [
        ("7", date(2004, 12, 1), 209),
        ("7", date(2020, 11, 30), 335),
        ("7", date(2020, 12, 1), 338),
        ("11", date(2021, 11, 1), 1738),
        ("12", date(2016, 1, 1), 275),
        ("13", date(2021, 11, 1), 313),
    ],
)
def test_what_a_petition_costs(chapter: str, day: date, dollars: int) -> None:
    assert assigning.petition_fee(chapter, day) == dollars * 100
