"""What somebody typed into a claim: amounts by class, addresses. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from shared.errors import Refusal
from shared.money import cents_of, dollars

#: Fields of the forms and the labels of the register, in its order (facts 4).
CLASSES: Final = (
    ("amount", "Amount"),
    ("secured", "Secured"),
    ("priority", "Priority"),
    ("unsecured", "Unsecured"),
    ("admin", "Admin"),
)
FILED_BY: Final = (
    ("CR", "CR - Creditor"),
    ("DE", "DE - Debtor"),
    ("TR", "TR - Trustee"),
    ("AT", "AT - Attorney"),
)
LINES: Final = 4
_LINE: Final = 60


class AmountError(Refusal):
    """A sum that cannot be read."""


def sums(typed: Mapping[str, str]) -> tuple[tuple[str, int], ...]:
    """Return the amounts of a claim as rows of label and cents; what was left empty has no row.

    The court does not ask whether the classes add up to the whole, as in life.

    :raises AmountError: at the field of the sum that cannot be read.
    """
    found = []
    for name, label in CLASSES:
        text = typed.get(name, "").strip()
        if not text:
            continue
        try:
            found.append((label, cents_of(text)))
        except Refusal as refusal:
            raise AmountError(refusal.code, refusal.message, field=name) from None
    return tuple(found)


def written(rows: tuple[tuple[str, int], ...]) -> list[tuple[str, str]]:
    """Return amounts as a review shows them."""
    return [(label, dollars(cents)) for label, cents in rows]


def address(text: str) -> tuple[str, ...]:
    """Return the lines of an address; longer ones are cut, as the matrix does."""
    lines = (" ".join(line.split())[:_LINE] for line in text.splitlines())
    return tuple(line for line in lines if line)[:LINES]
