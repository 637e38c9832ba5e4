"""Test cards: their numbers decide what the processor answers. No other number is ever taken."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Final

from shared.errors import Refusal

BRAND: Final = "Moot Card"
#: How many digits of a number are kept.
KEPT: Final = 4
_LONGEST: Final = 19
_EXPIRES: Final = re.compile(r"(0[1-9]|1[0-2])\s*/\s*(?:20)?(\d{2})")


class Outcome(StrEnum):
    """What the processor says to a card."""

    APPROVED = "approved"
    DECLINED = "declined"
    NO_FUNDS = "no_funds"
    EXPIRED = "expired"
    NOT_CONFIRMED = "not_confirmed"
    DOWN = "down"
    SLOW = "slow"


@dataclass(frozen=True, slots=True)
class TestCard:
    """A card of the simulation: nobody's number, with a right check digit."""

    # Test classes are found by their name; this is none.
    __test__ = False

    number: str
    outcome: Outcome
    says: str

    @property
    def grouped(self) -> str:
        """The number as cards print it, in groups of four."""
        return " ".join(self.number[at : at + 4] for at in range(0, len(self.number), 4))

    @property
    def last4(self) -> str:
        """The digits that are kept."""
        return self.number[-KEPT:]


CARDS: Final[tuple[TestCard, ...]] = (
    TestCard("4000000000001018", Outcome.APPROVED, "is approved"),
    TestCard("4000000000002024", Outcome.DECLINED, "is declined by its bank"),
    TestCard("4000000000003030", Outcome.NO_FUNDS, "has insufficient funds"),
    TestCard("4000000000004046", Outcome.EXPIRED, "has expired, whatever date you type"),
    TestCard("4000000000005050", Outcome.NOT_CONFIRMED, "is not confirmed by its holder"),
    TestCard("4000000000006066", Outcome.DOWN, "finds the payment processor down"),
    TestCard("4000000000007072", Outcome.SLOW, "is approved, but half a minute later"),
)
BY_NUMBER: Final[Mapping[str, TestCard]] = MappingProxyType({each.number: each for each in CARDS})

#: What whoever pays reads; in none of these cases is anything charged.
REFUSED: Final[Mapping[Outcome, str]] = MappingProxyType(
    {
        Outcome.DECLINED: "The card was declined by its bank. Nothing was charged; use another "
        "card.",
        Outcome.NO_FUNDS: "The card was declined: insufficient funds. Nothing was charged; use "
        "another card.",
        Outcome.EXPIRED: "The card has expired. Nothing was charged; use another card.",
        Outcome.NOT_CONFIRMED: "The card's bank asked its holder to confirm the payment, and got "
        "no answer. Nothing was charged.",
        Outcome.DOWN: "The payment processor cannot be reached. Nothing was charged; try again "
        "later under Internet Payments Due.",
    }
)
AT_THE_CARD: Final = "number"


class CardError(Refusal):
    """A card that is not taken; nothing was charged."""


class NoTestCardError(CardError):
    """The number is none of the simulation's."""

    def __init__(self) -> None:
        super().__init__(
            "no_test_card",
            "This is a training system: use one of the test cards listed below, never a card of "
            "your own. What you typed was not kept.",
            field=AT_THE_CARD,
        )


class RefusedCardError(CardError):
    """The processor does not charge the card."""

    def __init__(self, outcome: Outcome, field: str = AT_THE_CARD) -> None:
        super().__init__(outcome.value, REFUSED[outcome], field=field)


def read(number: str) -> TestCard:
    """Return the card of a number as somebody typed it, with blanks or hyphens.

    :raises NoTestCardError: if it is none of the simulation's.
    """
    digits = re.sub(r"[\s-]", "", number[: _LONGEST * 2])
    found = BY_NUMBER.get(digits)
    if found is None:
        raise NoTestCardError
    return found


def expires(typed: str, *, year: int, month: int) -> str:
    """Return an expiration date as `mm/yy`.

    :param year: the court's, like `month`: what lies before has expired.
    :raises CardError: code `expiration`, if it is none; `expired`, if it is over.
    """
    found = _EXPIRES.fullmatch(typed.strip())
    if found is None:
        raise CardError("expiration", "Enter the expiration date as mm/yy.", field="expires")
    ends = (year - year % 100 + int(found.group(2)), int(found.group(1)))
    if ends < (year, month):
        raise RefusedCardError(Outcome.EXPIRED, "expires")
    return f"{ends[1]:02d}/{ends[0] % 100:02d}"
