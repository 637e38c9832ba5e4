"""A table that answers a question about a case or about many: headings, rows, words for none."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one field of a table, line by line; `href` makes the first line a link.

    `onclick` is a call that client programs read (`goDLS(...)`); `number` aligns to the right.
    """

    lines: tuple[str, ...] = ()
    href: str = ""
    onclick: str = ""
    number: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """An answer as a table; `empty` says what it means that there is nothing."""

    columns: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    empty: str


def cell(*lines: object, href: str = "", onclick: str = "", number: bool = False) -> Cell:
    """Return a cell of the lines that are not empty."""
    told = tuple(str(line) for line in lines if line not in (None, ""))
    return Cell(told, href, onclick, number)


def listing(columns: tuple[str, ...], rows: Iterable[tuple[Cell, ...]], empty: str) -> Listing:
    """Return a table of rows."""
    return Listing(columns, tuple(rows), empty)
