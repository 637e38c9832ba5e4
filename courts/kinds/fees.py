"""How courts write of filing fees: sums, receipts, and the words that a docket text gains."""

from __future__ import annotations

from typing import Final

from courts.kinds.catalogue import FILES, Event, Fee, of_menus

_CENTS: Final = 100


def dollars(cents: int) -> str:
    """Return a sum as docket texts say it: $ 400, or $ 402.50."""
    whole, rest = divmod(cents, _CENTS)
    return f"$ {whole}.{rest:02d}" if rest else f"$ {whole}"


def receipt_number(court: str, serial: int) -> str:
    """Return the number of a receipt: `ACTDC-1234567`, in bankruptcy `ACTBC-...` (facts 3.3)."""
    return f"A{court.upper()}C-{serial:07d}"


def paid_words(cents: int, receipt: str) -> str:
    """Return how a docket text tells of a fee that was paid with the filing; empty if it is free.

    It begins with a blank: templates put it right behind a word.
    """
    return f" ( Filing fee {dollars(cents)} receipt number {receipt}.)" if cents else ""


def waived_words(reason: str) -> str:
    """Return how a docket text tells that no fee was taken."""
    return f" ( Filing fee waived: {reason}.)"


def receipt_text(title: str, cents: int, receipt: str) -> str:
    """Return what the entry says by which the docket learns of a fee that was paid later."""
    return f"Receipt of {title}. Filing fee {dollars(cents)} receipt number {receipt}."


def refund_text(title: str, cents: int, receipt: str) -> str:
    """Return what the docket says of a fee that the court gave back."""
    return f"Refund of {title}. Filing fee {dollars(cents)} receipt number {receipt} was refunded."


def as_markdown() -> str:
    """Return the section of the filing fees: every event that costs something, with its dates."""
    rows = [
        "## Filing fees",
        "",
        "What the events of the catalogue cost, by the day of the filing; fees of PACER for",
        "looking are another thing. Made by `make docs` from `courts/kinds/events`.",
        "",
        "| menu | event | from | fee | note |",
        "|---|---|---|---|---|",
    ]
    for name in FILES:
        for event in of_menus(name).events.values():
            rows += [_row(event, fee) for fee in event.fees]
    return "\n".join(rows) + "\n"


def _row(event: Event, fee: Fee) -> str:
    since = f"{fee.since:%m/%d/%Y}" if fee.since else "the beginning"
    cost = f"${fee.cents / _CENTS:,.2f}"
    return f"| {event.menu} | {event.title} | {since} | {cost} | {fee.note} |"
