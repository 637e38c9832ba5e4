"""Test cards and test bank accounts. A real number is refused: nothing here pays (facts.md 1.4)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from shared.errors import Refusal

ACCEPTED: Final = "4111 1111 1111 1111"
DECLINED: Final = "4000 0000 0000 0002"
LAST: Final = 4
NEVER_REAL: Final = (
    f"Only test cards work here: {ACCEPTED} is accepted, {DECLINED} is declined. "
    "Never enter the number of a real card."
)
NEVER_REAL_BANK: Final = (
    "Only test bank accounts work here, such as routing number 110000000 with account number "
    "000123456789. Never enter the number of a real account."
)
APPROVED: Final = "approved"
#: What is said when a payment does not go through, by outcome.
OUTCOMES: Final = MappingProxyType(
    {
        "declined": "The card was declined. Use another one, or ask the bank that issued it.",
        "insufficient_funds": "There is not enough money in the account. Use another one.",
        "expired": "The card has expired. Use another one.",
        "account_closed": "The bank account is closed. Use another one.",
        "processor_down": "The payment service does not answer. Nothing was paid; try again later.",
    }
)
#: Number, what it is called, and how a payment with it ends.
CARDS: Final = (
    (ACCEPTED, "Visa", APPROVED),
    ("5555 5555 5555 4444", "MasterCard", APPROVED),
    (DECLINED, "Visa", "declined"),
    ("4000 0000 0000 9995", "Visa", "insufficient_funds"),
    ("4000 0000 0000 0069", "Visa", "expired"),
    ("4000 0000 0000 0119", "Visa", "processor_down"),
)
ROUTING: Final = "110000000"
BANKS: Final = (
    ("000123456789", "Bank account", APPROVED),
    ("000111111116", "Bank account", "account_closed"),
    ("000222222227", "Bank account", "insufficient_funds"),
)
CARD: Final = "card"
ACH: Final = "ach"


@dataclass(frozen=True, slots=True)
class Instrument:
    """A test card or bank account: its last digits, never its number."""

    kind: str
    name: str
    last_digits: str
    outcome: str

    @property
    def label(self) -> str:
        """Return what people see of it."""
        return f"{self.name} ending in {self.last_digits}"

    def refuse_unless_approved(self) -> None:
        """Let a payment through, or say why not.

        :raises Refusal: with the outcome as its code.
        """
        if self.outcome != APPROVED:
            raise Refusal(self.outcome, OUTCOMES[self.outcome], field="number")


def card(number: str) -> Instrument:
    """Return the test card of a number.

    :raises Refusal: at the field, for every other number.
    """
    return _known(CARD, number, CARDS, NEVER_REAL)


def bank_account(routing: str, number: str) -> Instrument:
    """Return the test bank account of a routing number and an account number.

    :raises Refusal: at the field, for all others.
    """
    if _digits(routing) != ROUTING:
        raise Refusal("routing", NEVER_REAL_BANK, field="routing")
    return _known(ACH, number, BANKS, NEVER_REAL_BANK)


def _known(kind: str, number: str, known: tuple[tuple[str, str, str], ...], no: str) -> Instrument:
    digits = _digits(number)
    for test, name, outcome in known:
        if _digits(test) == digits:
            return Instrument(kind, name, digits[-LAST:], outcome)
    raise Refusal("number", no, field="number")


def _digits(number: str) -> str:
    return re.sub(r"[\s-]", "", number)


def check(number: str) -> str:
    """Return the last four digits of a test card that is accepted; empty for no card at all.

    :raises Refusal: for a test card that does not go through, and for every other number.
    """
    if not _digits(number):
        return ""
    try:
        found = card(number)
    except Refusal:
        raise Refusal("card", NEVER_REAL, field="card") from None
    if found.outcome == "declined":
        words = "The card was declined. Use another test card, or go on without a card."
        raise Refusal("declined", words, field="card")
    if found.outcome != APPROVED:
        raise Refusal(found.outcome, OUTCOMES[found.outcome], field="card")
    return found.last_digits
