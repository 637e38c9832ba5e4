"""The answer of the case number finder, possible_case_numbers.pl, as XML (clients.md 5.1).

Without an XML declaration: programs parse the text, not the bytes.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import Final, Protocol
from urllib.parse import unquote

from markupsafe import escape

from courts.docket.asking import written
from courts.kinds.numbers import CaseNumber, Style

NOT_LOGGED_IN: Final = "Not logged in.  Please refresh this page."
#: What is repeated of a question, at most.
LONGEST: Final = 120


class Row(Protocol):
    """The columns of a case that the finder tells."""

    @property
    def id(self) -> int:
        """Return the caseid."""

    @property
    def number(self) -> CaseNumber:
        """Return the number with initials."""

    @property
    def caption(self) -> str:
        """Return the caption."""

    @property
    def terminated_on(self) -> date | None:
        """Return the day on which it was closed."""


@dataclass(frozen=True, slots=True)
class Possible:
    """One line of the answer; `defendant` is None in a case that has no numbers for defendants."""

    case_id: int
    number: str
    title: str
    sortable: str
    defendant: int | None = None


def typed(query: str) -> str:
    """Return the case number of a query: without the random number that follows it."""
    plain = unquote(query.partition(";")[0].partition("&")[0])
    return "".join(c for c in plain if c.isprintable())[:LONGEST].strip()


def cannot_find(text: str) -> str:
    """Return the words for a number that no case has."""
    return f"Cannot find case {text}"


def possible(row: Row, style: Style) -> Possible:
    """Return the line of a case."""
    return _line(row, style, row.number, row.caption)


def each_defendant(
    row: Row, style: Style, defendants: Iterable[tuple[int, str]]
) -> tuple[Possible, ...]:
    """Return the lines of a criminal case: the whole case as defendant 0, then one for each."""
    lines = [replace(possible(row, style), defendant=0)]
    for place, name in defendants:
        number = replace(row.number, defendant=place)
        lines.append(replace(_line(row, style, number, name), defendant=place))
    return tuple(lines)


def _line(row: Row, style: Style, number: CaseNumber, name: str) -> Possible:
    closed = "" if row.terminated_on is None else f" (closed {written(row.terminated_on)})"
    return Possible(
        row.id,
        style.short(number),
        f"{style.full(number)} {name}{closed}",
        style.sortable(number),
    )


def answer(asked: str, lines: Sequence[Possible], message: str = "") -> str:
    """Return the whole answer: the cases, or a message in their place."""
    if not lines:
        return (
            f"<request number='{escape(asked)}'>\n<message text='{escape(message)}'/>\n</request>"
        )
    return f"<request number='{escape(asked)}'>{''.join(map(_case, lines))}</request>"


def _case(line: Possible) -> str:
    defendant = "" if line.defendant is None else f" defendant='{line.defendant}'"
    return (
        f"<case number='{escape(line.number)}' id='{line.case_id}' title='{escape(line.title)}' "
        f"sortable='{escape(line.sortable)}'{defendant}/>"
    )
