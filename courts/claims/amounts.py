"""Amounts of claims: how the register writes them, and its totals (facts 4; clients.md 5.17)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any, Final

_CENTS: Final = 100
#: The labels that readers of the register know, in the order in which it lists them.
LABELS: Final = ("Amount", "Secured", "Priority", "Unsecured", "Admin", "Unknown")


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a claim's amounts, or of the totals, as it is printed."""

    label: str
    claimed: str
    allowed: str = ""


def plain(cents: int) -> str:
    """Write an amount as registers do, without thousands: `$1250.34`."""
    whole, rest = divmod(abs(cents), _CENTS)
    return f"{'-' if cents < 0 else ''}${whole}.{rest:02}"


def lines(amounts: Sequence[Sequence[Any]]) -> tuple[Line, ...]:
    """Return the lines of a claim from its rows of label, claimed and allowed cents."""
    return tuple(
        Line(label, plain(claimed), "" if allowed is None else plain(allowed))
        for label, claimed, allowed in amounts
    )


def totals(claims: Iterable[Sequence[Sequence[Any]]]) -> tuple[Line, ...]:
    """Return the sum of each label that occurs; nothing allowed yet leaves its column empty."""
    claimed: dict[str, int] = {}
    allowed: dict[str, int] = {}
    for amounts in claims:
        for label, asked, given in amounts:
            claimed[label] = claimed.get(label, 0) + asked
            if given is not None:
                allowed[label] = allowed.get(label, 0) + given
    return tuple(
        Line(label, plain(claimed[label]), plain(allowed[label]) if label in allowed else "")
        for label in LABELS
        if label in claimed
    )
