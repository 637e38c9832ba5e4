"""Worlds are numbers that nest: who sees and who may change what."""

from __future__ import annotations

import pytest

from shared import seating

REFERENCE, CLASS, SEAT, NEXT = 0, 300_000, 300_007, 300_008
OTHER_CLASS, OTHER_SEAT = 400_000, 400_007


@pytest.mark.parametrize(
    ("world", "seen", "written"),
    [
        (REFERENCE, {REFERENCE}, {REFERENCE}),
        (CLASS, {REFERENCE, CLASS, SEAT, NEXT}, {CLASS, SEAT, NEXT}),
        (SEAT, {REFERENCE, CLASS, SEAT}, {CLASS, SEAT}),
        (OTHER_SEAT, {REFERENCE, OTHER_CLASS, OTHER_SEAT}, {OTHER_CLASS, OTHER_SEAT}),
        # A run without a class shares nothing with anybody.
        (7, {REFERENCE, 7}, {7}),
    ],
)
def test_who_sees_and_who_may_change(world: int, seen: set[int], written: set[int]) -> None:
    every = (REFERENCE, 7, CLASS, SEAT, NEXT, OTHER_CLASS, OTHER_SEAT)
    assert {other for other in every if seating.sees(world, other)} == seen
    assert {other for other in every if seating.may_write(world, other)} == written


def test_a_world_tells_its_class_and_a_place_its_seat() -> None:
    assert seating.class_world(3) == CLASS
    assert seating.class_of(SEAT) == CLASS
    assert seating.class_of(REFERENCE) == REFERENCE
    assert seating.place_of(3, 7) == SEAT
    assert seating.is_class(CLASS)
    assert not seating.is_class(SEAT)
    assert not seating.is_class(REFERENCE)
