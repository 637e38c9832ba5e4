"""Money in whole cents, and what looking at things costs (facts.md 1.10; EPA fee schedule).

Courts compute a fee with it when they show a receipt; the identity provider books what they say.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from shared.errors import Refusal

CENTS_PER_PAGE: Final = 10
#: Documents and reports about one case cost no more than thirty pages do.
CAP_PAGES: Final = 30
AUDIO_CENTS: Final = 240
#: Of data taken from the database, 4,320 bytes are one page.
PAGE_BYTES: Final = 4320
#: Who accrues no more than this within a quarter pays nothing for it.
WAIVED_CENTS: Final = 3000
_CENTS: Final = 100


class Sold(StrEnum):
    """What is looked at; the first two are capped, the next three are not."""

    DOCUMENT = "document"
    CASE_REPORT = "case_report"
    TRANSCRIPT = "transcript"
    NAME_SEARCH = "name_search"
    REPORT = "report"
    AUDIO = "audio"
    OPINION = "opinion"


_CAPPED: Final = frozenset({Sold.DOCUMENT, Sold.CASE_REPORT})


@dataclass(frozen=True, slots=True)
class Fee:
    """What a receipt says: billable pages and their cost."""

    pages: int
    cents: int


def fee(sold: Sold, *, pages: int = 1) -> Fee:
    """Return what something costs; a search that finds nothing is one page.

    :raises Refusal: code `pages` for a negative number of pages.
    """
    if pages < 0:
        raise Refusal("pages", "There is nothing with fewer than no pages.")
    if sold is Sold.OPINION:
        return Fee(0, 0)
    if sold is Sold.AUDIO:
        return Fee(1, AUDIO_CENTS)
    billable = max(pages, 1)
    if sold in _CAPPED:
        billable = min(billable, CAP_PAGES)
    return Fee(billable, billable * CENTS_PER_PAGE)


def pages_of(size: int) -> int:
    """Return how many pages so many bytes of extracted data are; nothing found is one."""
    return max(1, -(-size // PAGE_BYTES))


def waived(accrued: int) -> int:
    """Return how much of a quarter's fees is waived: all of $30.00 or less, nothing of more."""
    return accrued if 0 < accrued <= WAIVED_CENTS else 0


def dollars(cents: int) -> str:
    """Write an amount with two decimals: `$1,234.50`, a credit as `-$0.10`."""
    whole, rest = divmod(abs(cents), _CENTS)
    return f"{'-' if cents < 0 else ''}${whole:,}.{rest:02}"


def cents_of(text: str) -> int:
    """Read an amount such as `12.50` or `$1,234`.

    :raises Refusal: code `amount` if it is none above zero, or has parts of a cent.
    """
    plain = text.strip().removeprefix("$").replace(",", "").strip()
    whole, _, rest = plain.partition(".")
    readable = plain.isascii() and (whole or "0").isdigit() and (rest or "0").isdigit()
    if (
        not plain
        or plain == "."
        or not readable
        or len(rest) > len("00")
        or len(whole) > len("1000000")
    ):
        raise Refusal("amount", "Enter an amount such as 12.50.", field="amount")
    cents = int(whole or "0") * _CENTS + int(rest.ljust(2, "0"))
    if cents <= 0:
        raise Refusal("amount", "Enter an amount above zero.", field="amount")
    return cents
