"""Quarters by the service center's calendar."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from idp.billing.quarters import Quarter, statement_number

moments = st.integers(0, 120 * 366 * 86_400).map(
    lambda seconds: datetime(1970, 1, 2, tzinfo=UTC) + timedelta(seconds=seconds)
)


def test_a_quarter_ends_at_midnight_in_washington() -> None:
    last = datetime(2022, 1, 1, 4, 59, tzinfo=UTC)
    assert Quarter.of(last).key == "2021Q4"
    assert Quarter.of(last + timedelta(minutes=1)).key == "2022Q1"
    assert Quarter.of(last).end == last + timedelta(minutes=1)


@settings(max_examples=100, deadline=None, derandomize=True, database=None)
@given(moment=moments, other=moments)
def test_every_moment_is_in_one_quarter(moment: datetime, other: datetime) -> None:
    quarter = Quarter.of(moment)
    assert moment < quarter.end
    assert Quarter.of(quarter.end) == quarter.next()
    assert Quarter.read(quarter.key) == quarter
    if moment <= other:
        assert quarter.key <= Quarter.of(other).key


def test_what_a_statement_calls_itself() -> None:
    quarter = Quarter(2021, 4)
    assert quarter.words == "10/01/2021 to 12/31/2021"
    assert statement_number("7000101", quarter) == "7000101-Q42021"


@pytest.mark.parametrize("key", ["", "2021", "2021Q5", "21Q1", "2021Q", "Q1", "0000Q1", "٢٠٢١Q1"])
def test_what_is_no_quarter(key: str) -> None:
    with pytest.raises(ValueError, match="no quarter"):
        Quarter.read(key)
