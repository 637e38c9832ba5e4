"""Jumps of court time, as settings."""

from datetime import UTC, datetime, timedelta

from shared import calendars
from shared.calendars import Answer
from shared.clock import ClockSetting

WALL = datetime(2026, 1, 1, 12, tzinfo=UTC)
MONDAY = datetime(2021, 11, 15, 14, tzinfo=UTC)
RUNNING = ClockSetting(MONDAY - WALL)


def test_a_jump_of_a_running_clock_runs_on() -> None:
    setting = calendars.advanced(RUNNING, timedelta(days=1), wall=WALL)
    assert setting.now(WALL + timedelta(hours=1)) == MONDAY + timedelta(days=1, hours=1)


def test_a_frozen_clock_stands_until_it_runs_and_goes_on_from_there() -> None:
    still = calendars.frozen(RUNNING, wall=WALL)
    later = WALL + timedelta(hours=5)
    assert still.now(later) == MONDAY
    jumped = calendars.advanced(still, timedelta(days=-1), wall=later)
    assert jumped.now(later + timedelta(hours=1)) == MONDAY - timedelta(days=1)
    again = calendars.running(jumped, wall=later)
    assert again.now(later + timedelta(hours=1)) == MONDAY - timedelta(hours=23)


def test_members_agree_only_if_all_say_the_same() -> None:
    other = ClockSetting(RUNNING.offset + timedelta(minutes=5))
    assert calendars.agree([Answer("pacer", RUNNING), Answer("ctd", RUNNING)])
    assert not calendars.agree([Answer("pacer", RUNNING), Answer("ctd", other)])
    assert not calendars.agree([Answer("pacer", None, "does not answer")])
