"""Transactions as people read them: sorted, grouped, summed, and as CSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from shared.money import dollars

#: With these a cell could be a formula to a spreadsheet (OWASP, CSV injection).
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n")
HEAD: Final = (
    "Date",
    "Account Number",
    "Name",
    "Court",
    "Client Code",
    "Description",
    "Search Criteria or Case Number",
    "Pages",
    "Cost",
    "Exempt",
    "Receipt",
)


@dataclass(frozen=True, slots=True)
class Line:
    """One transaction; `at` is a moment, `day` how it is written."""

    at: datetime
    day: str
    account_number: str
    name: str
    court: str
    client_code: str
    description: str
    criteria: str
    pages: int
    cents: int
    exempt: bool
    receipt: str

    @property
    def cost(self) -> str:
        """Return what it cost in words."""
        return "exempt" if self.exempt else dollars(self.cents)


@dataclass(frozen=True, slots=True)
class Group:
    """Lines that belong together, and their sums."""

    title: str
    lines: tuple[Line, ...]

    @property
    def pages(self) -> int:
        """Return all pages of the group."""
        return sum(line.pages for line in self.lines)

    @property
    def cents(self) -> int:
        """Return what the group cost."""
        return sum(line.cents for line in self.lines)

    @property
    def cost(self) -> str:
        """Return the same in words."""
        return dollars(self.cents)


Key = Callable[[Line], Any]
SORTS: Final = MappingProxyType(
    {
        "date": ("Date", lambda line: line.at),
        "client_code": ("Client code", lambda line: line.client_code.lower()),
        "court": ("Court", lambda line: line.court),
        "cost": ("Cost, highest first", lambda line: -line.cents),
    }
)
GROUPS: Final = MappingProxyType(
    {
        "": ("Not grouped", lambda line: ""),
        "client_code": ("Client code", lambda line: line.client_code or "(none)"),
        "court": ("Court", lambda line: line.court),
        "account": ("Account", lambda line: f"{line.account_number} {line.name}"),
    }
)


def arrange(lines: Iterable[Line], *, sort: str, group: str) -> tuple[Group, ...]:
    """Return the lines in groups; what is unknown is sorted by date and not grouped.

    Lines that are equal in what is sorted by keep the order of their time.
    """
    sort_by: Key = SORTS.get(sort, SORTS["date"])[1]
    group_by: Key = GROUPS.get(group, GROUPS[""])[1]
    found: dict[str, list[Line]] = {}
    for line in sorted(sorted(lines, key=lambda line: line.at), key=sort_by):
        found.setdefault(group_by(line), []).append(line)
    titles = sorted(found, key=lambda title: (title.lower(), title))
    return tuple(Group(title, tuple(found[title])) for title in titles)


def safe(cell: str) -> str:
    """Return a cell that no spreadsheet takes for a formula."""
    return f"'{cell}" if cell.lstrip(" ").startswith(_FORMULA) else cell


def as_csv(groups: Sequence[Group]) -> str:
    """Return the lines as CSV (RFC 4180), in their order."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEAD)
    for group in groups:
        for line in group.lines:
            cells = (
                line.day,
                line.account_number,
                line.name,
                line.court,
                line.client_code,
                line.description,
                line.criteria,
                str(line.pages),
                dollars(line.cents).replace("$", "").replace(",", ""),
                "yes" if line.exempt else "no",
                line.receipt,
            )
            writer.writerow([safe(cell) for cell in cells])
    return out.getvalue()
