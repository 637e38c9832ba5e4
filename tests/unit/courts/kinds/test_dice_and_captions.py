"""Chance that repeats, and what cases are called."""

from __future__ import annotations

from collections import Counter
from datetime import date

import pytest

from courts.kinds import captions
from courts.kinds.dice import Dice

#: Drawn once; another list means that every world of every class changes.
EXPECTED = [462, 282, 797, 814, 591, 815, 888, 992, 470, 408, 139, 200]


def test_the_same_seed_draws_the_same_on_every_machine() -> None:
    dice = Dice("1/ctd")
    assert [dice.below(1000) for _ in range(12)] == EXPECTED
    assert [Dice("1/ctd").below(1000) for _ in range(2)] == EXPECTED[:1] * 2


def test_a_part_is_not_moved_by_what_others_draw() -> None:
    one, other = Dice("7"), Dice("7")
    other.digits(50)
    assert one.of("case 3").digits(20) == other.of("case 3").digits(20)
    assert one.of("case 3").digits(20) != one.of("case 4").digits(20)


def test_every_number_comes_about_as_often() -> None:
    dice = Dice("fair")
    counts = Counter(dice.below(6) for _ in range(60_000))
    assert sorted(counts) == list(range(6))
    assert all(9_500 < count < 10_500 for count in counts.values()), counts


def test_weights_are_kept() -> None:
    dice = Dice("weights")
    counts = Counter(dice.weighted([("often", 9), ("seldom", 1)]) for _ in range(10_000))
    assert 8_800 < counts["often"] < 9_200


def test_a_sample_has_nothing_twice() -> None:
    drawn = Dice("sample").sample(range(10), 10)
    assert sorted(drawn) == list(range(10))
    with pytest.raises(ValueError, match="11 of 10"):
        Dice("sample").sample(range(10), 11)


def test_days_lie_between_both_included() -> None:
    dice = Dice("days")
    days = {dice.day(date(2021, 1, 30), date(2021, 2, 2)) for _ in range(200)}
    assert days == {date(2021, 1, 30), date(2021, 1, 31), date(2021, 2, 1), date(2021, 2, 2)}


def test_nothing_lies_below_nothing() -> None:
    with pytest.raises(ValueError, match="nothing lies below 0"):
        Dice("x").below(0)


def test_captions_of_every_kind() -> None:
    assert captions.versus(["Alpha Widgets, Inc.", "X"], ["Beta LLC"]) == (
        "Alpha Widgets, Inc. et al v. Beta LLC"
    )
    assert captions.criminal(["Beta", "Gamma"]) == "USA v. Beta et al"
    assert captions.debtors(["Carol Debtor", "David Debtor"]) == "Carol Debtor and David Debtor"
    assert captions.in_re("Grand Jury Subpoena") == "In Re: Grand Jury Subpoena"
    assert captions.sealed() == "SEALED v. SEALED"
    assert captions.versus([], ["Beta"]) == "Unknown v. Beta"


@pytest.mark.parametrize(
    ("name", "sorts"),
    [
        ("John Q. Attorney", "Attorney, John Q."),
        ("John Attorney Jr.", "Attorney Jr., John"),
        ("Alpha Widgets, Inc.", "Alpha Widgets, Inc."),
        ("Cher", "Cher"),
        ("First Sample Bank", "First Sample Bank"),
    ],
)
def test_how_lists_sort_a_name(name: str, sorts: str) -> None:
    assert captions.surname(name) == sorts
