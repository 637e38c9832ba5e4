"""Entries and papers as bare values, for reports that show thousands of them.

Named tuples: a row of the database costs ten times as much to ask for a column.
"""

from __future__ import annotations

from datetime import date
from typing import NamedTuple


class EntryLine(NamedTuple):
    """An entry; `filers` and `refers` are the text of their JSON, read only when needed."""

    seq: int
    number: int | None
    event: str
    short: str
    text: str
    filed_on: date
    entered_on: date
    access: str
    opinion: bool
    filers: str
    refers: str
    user_id: int = 0


class PaperLine(NamedTuple):
    """A paper; `level` is its own access, what follows `words` is its entry's."""

    id: int
    place: int
    level: str
    pages: int
    size: int
    words: str
    seq: int
    number: int | None
    event: str
    access: str
    opinion: bool
    filed_on: date
    filers: str
    user_id: int = 0
