"""When wrong passwords lock (decision 12): per account, per account and address; never a class."""

from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from idp.signin import lockout
from idp.signin.lockout import ACCOUNT, ADDRESS, PAIR, Count, Limit

START = datetime(2026, 1, 15, 14, 0, tzinfo=UTC)
LIMITS = {limit.scope: limit for limit in lockout.limits(failures=5, minutes=15)}


def after(limit: Limit, moments: list[timedelta]) -> Count:
    count: Count | None = None
    for moment in moments:
        count = lockout.after_failure(count, limit, START + moment)
    assert count is not None
    return count


def test_the_fifth_failure_locks_for_fifteen_minutes() -> None:
    four = after(LIMITS[ACCOUNT], [timedelta(seconds=n) for n in range(4)])
    assert not lockout.locked(four, START + timedelta(seconds=4))
    five = lockout.after_failure(four, LIMITS[ACCOUNT], START + timedelta(seconds=10))
    assert five.locked_until == START + timedelta(seconds=10, minutes=15)
    assert lockout.locked(five, START + timedelta(minutes=15))
    assert not lockout.locked(five, START + timedelta(minutes=15, seconds=10))


def test_trying_on_does_not_prolong_a_lock_out() -> None:
    five = after(LIMITS[ACCOUNT], [timedelta(0)] * 5)
    assert lockout.after_failure(five, LIMITS[ACCOUNT], START + timedelta(minutes=14)) == five


def test_after_a_lock_out_counting_begins_anew() -> None:
    five = after(LIMITS[ACCOUNT], [timedelta(0)] * 5)
    again = lockout.after_failure(five, LIMITS[ACCOUNT], START + timedelta(minutes=16))
    assert (again.failures, again.locked_until) == (1, None)


def test_failures_far_apart_do_not_add_up() -> None:
    count = after(LIMITS[ACCOUNT], [timedelta(minutes=20 * n) for n in range(8)])
    assert (count.failures, count.locked_until) == (1, None)


def test_going_on_from_one_address_waits_an_hour_there() -> None:
    ten = after(LIMITS[PAIR], [timedelta(minutes=2 * n) for n in range(10)])
    assert ten.locked_until == START + timedelta(minutes=18, hours=1)


def test_an_address_is_only_slowed_down_for_the_rest_of_its_minute() -> None:
    hundred = after(LIMITS[ADDRESS], [timedelta(seconds=n / 10) for n in range(100)])
    assert hundred.locked_until == START + timedelta(minutes=1)
    assert not lockout.locked(hundred, START + timedelta(minutes=1))


def test_a_class_of_sixty_behind_one_router_passes() -> None:
    typos = after(LIMITS[ADDRESS], [timedelta(seconds=n / 2) for n in range(60)])
    assert typos.locked_until is None


def test_the_keys_of_an_attempt_fit_their_column() -> None:
    keys = dict(lockout.keys(user_key="x" * 61, address="a" * 500))
    assert set(keys) == {ACCOUNT, PAIR, ADDRESS}
    assert max(map(len, keys.values())) <= 160


@given(st.lists(st.integers(0, 3600), min_size=1, max_size=60))
def test_no_more_than_four_unlocked_failures_in_any_window(seconds: list[int]) -> None:
    count: Count | None = None
    open_failures: list[int] = []
    for second in sorted(seconds):
        moment = START + timedelta(seconds=second)
        if lockout.locked(count, moment):
            continue
        count = lockout.after_failure(count, LIMITS[ACCOUNT], moment)
        if lockout.locked(count, moment):
            open_failures.clear()
            continue
        open_failures.append(second)
        recent = [s for s in open_failures if second - s < 15 * 60]
        assert len(recent) <= 8  # four at the end of one window, four at the start of the next
