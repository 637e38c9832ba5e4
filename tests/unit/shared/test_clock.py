"""Court time and real time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from shared.clock import ERAS, ClockSetting, court_date, court_stamp, parse_span, parse_when
from shared.errors import Refusal

WALL = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


def test_court_time_runs_on_from_an_offset() -> None:
    setting = ClockSetting(offset=parse_when("2017-12-11") - WALL)
    assert setting.now(WALL + timedelta(hours=1)) == parse_when("2017-12-11T10:00")


def test_a_seat_is_ahead_of_its_class() -> None:
    setting = ClockSetting()
    assert setting.now(WALL, seat=timedelta(days=2)) == WALL + timedelta(days=2)


def test_frozen_time_stands_still_for_everyone_but_keeps_the_seat() -> None:
    frozen = parse_when("2017-12")
    setting = ClockSetting(frozen_at=frozen)
    assert setting.now(WALL + timedelta(days=9)) == frozen
    assert setting.now(WALL, seat=timedelta(hours=1)) == frozen + timedelta(hours=1)


def test_named_eras_stand_between_the_go_lives() -> None:
    assert ERAS["2004-12"] < ERAS["2017-12"] < ERAS["2021-07"] < ERAS["2021-11"] < ERAS["2026"]
    assert parse_when("2021-11") == datetime(2021, 11, 15, 14, 0, tzinfo=UTC)


@pytest.mark.parametrize("text", ["", "yesterday", "2021-13-01", "12/11/2017"])
def test_a_moment_that_is_none_says_what_to_write(text: str) -> None:
    with pytest.raises(Refusal, match="2017-12-11"):
        parse_when(text)


@pytest.mark.parametrize(
    ("text", "span"),
    [("90m", timedelta(minutes=90)), ("1d", timedelta(days=1)), ("-2w", timedelta(weeks=-2))],
)
def test_spans(text: str, span: timedelta) -> None:
    assert parse_span(text) == span


@pytest.mark.parametrize("text", ["", "d", "1y", "1.5d", "d1"])
def test_a_span_that_is_none_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        parse_span(text)


def test_dates_are_written_in_the_court_s_own_zone() -> None:
    moment = datetime(2021, 11, 16, 4, 30, tzinfo=UTC)
    assert court_date(moment, "America/New_York") == "11/15/2021"
    assert court_stamp(moment, "America/Denver") == "11/15/2021 9:30 PM MST"
