"""Who needs a second factor, and when (facts.md 1.13; PACER announcements of 2025)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

VOLUNTARY_FROM: Final = date(2025, 5, 11)
RANDOM_FROM: Final = date(2025, 8, 1)
MANDATORY_AFTER: Final = date(2025, 12, 31)
MOST_SKIPS: Final = 3
#: Our policy: a filer is selected at one login day in four.
ONE_IN: Final = 4


class Step(StrEnum):
    """What a login has to do about the second factor after the password."""

    NOTHING = "nothing"
    CODE = "code"
    INVITE = "invite"
    ENROLL = "enroll"


@dataclass(frozen=True, slots=True)
class Facts:
    """Where an account stands on a day of court time.

    `filer` holds an active e-file account in a court; `selected` was drawn at an earlier login or
    at this one; `skips` counts how often the person has put it off.
    """

    day: date
    filer: bool = False
    enrolled: bool = False
    selected: bool = False
    skips: int = 0


def offered(day: date) -> bool:
    """Say whether there is a second factor at all."""
    return day >= VOLUNTARY_FROM


def step(facts: Facts) -> Step:
    """Return what a login has to do: an enrolled account always gives its code."""
    if not offered(facts.day):
        return Step.NOTHING
    if facts.enrolled:
        return Step.CODE
    if not facts.filer:
        return Step.NOTHING
    if facts.day > MANDATORY_AFTER:
        return Step.ENROLL
    if not facts.selected:
        return Step.NOTHING
    return Step.ENROLL if facts.skips >= MOST_SKIPS else Step.INVITE


def may_be_drawn(facts: Facts) -> bool:
    """Say whether a login takes part in the random selection."""
    return (
        RANDOM_FROM <= facts.day <= MANDATORY_AFTER
        and facts.filer
        and not facts.enrolled
        and not facts.selected
    )


def drawn(lot: int) -> bool:
    """Say whether a lot, any whole number, selects its login."""
    return lot % ONE_IN == 0


def skips_left(skips: int) -> int:
    """Return how often a selected person may still put it off."""
    return max(0, MOST_SKIPS - skips)
