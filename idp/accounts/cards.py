"""Test cards. A real number is refused, whatever it is: nothing here pays (facts.md 1.4)."""

from __future__ import annotations

import re
from typing import Final

from shared.errors import Refusal

ACCEPTED: Final = "4111 1111 1111 1111"
DECLINED: Final = "4000 0000 0000 0002"
LAST: Final = 4
NEVER_REAL: Final = (
    f"Only test cards work here: {ACCEPTED} is accepted, {DECLINED} is declined. "
    "Never enter the number of a real card."
)


def check(number: str) -> str:
    """Return the last four digits of a test card that is accepted; empty for no card at all.

    :raises Refusal: for a declined test card, and for every other number.
    """
    digits = re.sub(r"[\s-]", "", number)
    if not digits:
        return ""
    if digits == DECLINED.replace(" ", ""):
        words = "The card was declined. Use another test card, or go on without a card."
        raise Refusal("declined", words, field="card")
    if digits != ACCEPTED.replace(" ", ""):
        raise Refusal("card", NEVER_REAL, field="card")
    return digits[-LAST:]
