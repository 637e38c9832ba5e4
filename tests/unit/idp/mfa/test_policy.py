"""Who needs a second factor on which day (facts.md 1.13): the whole truth table."""

from __future__ import annotations

import itertools
from datetime import date, timedelta

import pytest

from idp.mfa import policy
from idp.mfa.policy import Facts, Step

BEFORE = date(2025, 5, 10)
VOLUNTARY = date(2025, 5, 11)
RANDOM = date(2025, 8, 1)
LAST_DAY = date(2025, 12, 31)
MANDATORY = date(2026, 1, 1)
N, C, I, E = Step.NOTHING, Step.CODE, Step.INVITE, Step.ENROLL  # noqa: E741

#: day: (anybody enrolled, not a filer, filer, selected filer with 0..3 skips)
TABLE = {
    BEFORE: (N, N, N, (N, N, N, N)),
    VOLUNTARY: (C, N, N, (I, I, I, E)),
    RANDOM: (C, N, N, (I, I, I, E)),
    LAST_DAY: (C, N, N, (I, I, I, E)),
    MANDATORY: (C, N, E, (E, E, E, E)),
    date(2026, 11, 1): (C, N, E, (E, E, E, E)),
}


@pytest.mark.parametrize("day", TABLE)
def test_what_a_login_has_to_do(day: date) -> None:
    enrolled, other, filer, selected = TABLE[day]
    for is_filer, drawn, skips in itertools.product((False, True), (False, True), range(5)):
        facts = Facts(day, filer=is_filer, enrolled=True, selected=drawn, skips=skips)
        assert policy.step(facts) is enrolled
    for drawn, skips in itertools.product((False, True), range(5)):
        assert policy.step(Facts(day, selected=drawn, skips=skips)) is other
    for skips in range(5):
        assert policy.step(Facts(day, filer=True, skips=skips)) is filer
        facts = Facts(day, filer=True, selected=True, skips=skips)
        assert policy.step(facts) is selected[min(skips, 3)]


def test_the_lot_is_drawn_for_filers_between_august_and_december_2025() -> None:
    for offset in range(-100, 300):
        day = RANDOM + timedelta(days=offset)
        within = RANDOM <= day <= LAST_DAY
        assert policy.may_be_drawn(Facts(day, filer=True)) is within
        assert not policy.may_be_drawn(Facts(day))
        assert not policy.may_be_drawn(Facts(day, filer=True, enrolled=True))
        assert not policy.may_be_drawn(Facts(day, filer=True, selected=True))


def test_one_lot_in_four_selects() -> None:
    assert sum(policy.drawn(lot) for lot in range(400)) == 100


def test_three_skips() -> None:
    assert [policy.skips_left(skips) for skips in range(5)] == [3, 2, 1, 0, 0]
