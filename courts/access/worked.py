"""What looking costs, each rule with a worked example: the rows of docs/fees.md (facts 1.10)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from shared.money import (
    PAGE_BYTES,
    Fee,
    Sold,
    dollars,
    fee,
    pages_of,
    waived,
)


@dataclass(frozen=True, slots=True)
class Example:
    """A rule, a case in point, and what is charged for it."""

    rule: str
    case: str
    fee: Fee
    note: str = ""


def _sum(*fees: Fee) -> Fee:
    return Fee(sum(f.pages for f in fees), sum(f.cents for f in fees))


EXAMPLES: Final[Sequence[Example]] = (
    Example("$0.10 per page", "A document of 12 pages", fee(Sold.DOCUMENT, pages=12)),
    Example("one page of a PDF is one page", "A document of 1 page", fee(Sold.DOCUMENT, pages=1)),
    Example(
        "$3.00 at most for a document (30 pages)",
        "A document of 30 pages",
        fee(Sold.DOCUMENT, pages=30),
    ),
    Example(
        "$3.00 at most for a document (30 pages)",
        "A document of 112 pages",
        fee(Sold.DOCUMENT, pages=112),
    ),
    Example(
        "each attachment is a document of its own",
        "Main document of 40 pages with attachments of 2 and 31",
        _sum(*(fee(Sold.DOCUMENT, pages=n) for n in (40, 2, 31))),
    ),
    Example(
        "$3.00 at most for a report about one case",
        f"A docket sheet with {40 * PAGE_BYTES:,} bytes of data",
        fee(Sold.CASE_REPORT, pages=pages_of(40 * PAGE_BYTES)),
    ),
    Example(
        "4,320 bytes of data are one page",
        "A docket sheet with 4,320 bytes of data",
        fee(Sold.CASE_REPORT, pages=pages_of(PAGE_BYTES)),
    ),
    Example(
        "4,320 bytes of data are one page",
        "A docket sheet with 4,321 bytes of data",
        fee(Sold.CASE_REPORT, pages=pages_of(PAGE_BYTES + 1)),
    ),
    Example("no cap: transcripts", "A transcript of 112 pages", fee(Sold.TRANSCRIPT, pages=112)),
    Example(
        "no cap: name searches",
        f"A list of hits with {45 * PAGE_BYTES:,} bytes of data",
        fee(Sold.NAME_SEARCH, pages=pages_of(45 * PAGE_BYTES)),
    ),
    Example(
        "no cap: reports about no single case",
        f"A Civil Cases report with {64 * PAGE_BYTES:,} bytes of data",
        fee(Sold.REPORT, pages=pages_of(64 * PAGE_BYTES)),
    ),
    Example(
        "a search without a match is one page",
        "A name that nobody has",
        fee(Sold.NAME_SEARCH, pages=pages_of(0)),
    ),
    Example("$2.40 per audio file", "The recording of a hearing", fee(Sold.AUDIO, pages=1)),
    Example(
        "opinions are free",
        "An opinion of 57 pages",
        fee(Sold.OPINION, pages=57),
        "also in the Written Opinions report; it still needs a login",
    ),
    Example(
        "a free look is free",
        "Each paper of a notice, once, within 15 days",
        Fee(0, 0),
        "per recipient, main document and attachments; no paper that is secret",
    ),
)
#: Quarters: what accrued, and what of it is waived.
QUARTERS: Final[Sequence[int]] = (10, 2_990, 3_000, 3_010, 12_340)
#: Rules of the schedule that no page of a court charges.
ELSEWHERE: Final[Sequence[tuple[str, str]]] = (
    ("courthouse terminal", "Viewing is free, a printed page is $0.10; Moot has no terminals."),
    (
        "search by the PACER Service Center, paper copy, returned payment",
        "$30.00, $0.50 per page, $53.00: services of people, booked at the service center only.",
    ),
    ("exempt sessions", "The fee is computed and recorded, and not charged."),
    ("staff of the court", "See no billing."),
)


def as_markdown() -> str:
    """Return docs/fees.md."""
    rows = [
        "# What looking costs",
        "",
        "The Electronic Public Access fee schedule as courts and the service center compute it "
        "(`shared/money.py`),",
        "each rule with a worked example. A charge is made when a paper or a report is handed "
        "out, once, and goes to",
        "the ledger of PACER by a message that has an id of its own: a message that comes twice "
        "is booked once. Made by",
        "`make docs`; a test holds every cent.",
        "",
        "| rule | example | billable pages | fee |",
        "|---|---|---:|---:|",
    ]
    for each in EXAMPLES:
        note = f" ({each.note})" if each.note else ""
        rows.append(
            f"| {each.rule} | {each.case}{note} | {each.fee.pages} | {dollars(each.fee.cents)} |"
        )
    rows += [
        "",
        "A quarter's fees of $30.00 or less are waived; of more nothing is.",
        "",
        "| accrued in a quarter | waived | to pay |",
        "|---:|---:|---:|",
    ]
    for accrued in QUARTERS:
        left = accrued - waived(accrued)
        rows.append(f"| {dollars(accrued)} | {dollars(waived(accrued))} | {dollars(left)} |")
    rows += ["", "| besides | |", "|---|---|"]
    rows += [f"| {what} | {words} |" for what, words in ELSEWHERE]
    return "\n".join(rows) + "\n"
