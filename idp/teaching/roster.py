"""The list of a class as a file: who sits where, written for a spreadsheet and read from one. Pure.

What is read is a list of names, one in a line; or a table with a head of its own, in which a column
is called Name or Learner, and another may be called Seat. Whatever else stands in it is left alone,
e-mail addresses above all: nobody's own address is ever kept here.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final

from shared.seating import MOST_SEATS

LONGEST_NAME: Final = 80
LARGEST: Final = 200_000
NAMES: Final = frozenset({"name", "learner", "trainee", "student", "participant"})
SEATS: Final = frozenset({"seat", "seat number", "number", "no", "no."})
_FORMULA: Final = "'"
_MARK: Final = "\ufeff"
_TOLD: Final = 8


@dataclass(frozen=True, slots=True)
class Row:
    """A line of a list: who is to sit where; seat 0 for the next that is free of a name."""

    line: int
    name: str
    seat: int = 0


class RosterError(ValueError):
    """A list that cannot be used; `problems` are sentences, each with its line."""

    def __init__(self, problems: Sequence[str]) -> None:
        super().__init__(" ".join(problems))
        self.problems = tuple(problems)

    @property
    def words(self) -> str:
        """Return the problems as people read them, the first ones if there are many."""
        told = list(self.problems[:_TOLD])
        if len(self.problems) > _TOLD:
            told.append(f"And {len(self.problems) - _TOLD} more.")
        return " ".join(told)


def read(data: bytes, *, seats: int = MOST_SEATS) -> dict[int, str]:
    """Return the names of a list by the numbers of their seats.

    :param seats: how many there are.
    :raises RosterError: with every problem and its line.
    """
    rows = _rows(_text(data))
    if not rows:
        raise RosterError(["There is no name in this file."])
    return _placed(rows, seats)


def _text(data: bytes) -> str:
    if len(data) > LARGEST:
        raise RosterError(["This file is far too large for a list of names."])
    try:
        text = data.decode("utf-8").removeprefix(_MARK)
    except UnicodeDecodeError:
        words = "This file is no text as UTF-8. Save it as “CSV UTF-8” and choose it again."
        raise RosterError([words]) from None
    if "\0" in text:
        raise RosterError(["This file is no list of names, but something else. Save it as CSV."])
    return text


def _rows(text: str) -> list[Row]:
    lines = _cells(text)
    if not lines:
        return []
    heads = [cell.casefold() for cell in lines[0][1]]
    columns = _columns(heads)
    if columns is not None:
        lines = lines[1:]
    name_at, seat_at = columns or (0, None)
    rows, problems = [], []
    for number, cells in lines:
        try:
            rows.append(_row(number, cells, name_at, seat_at))
        except ValueError as error:
            problems.append(f"Line {number}: {error}")
    if problems:
        raise RosterError(problems)
    return rows


def _cells(text: str) -> list[tuple[int, list[str]]]:
    """Return the cells of every line that has any, with its number."""
    first = text.partition("\n")[0]
    delimiter = max(",;\t", key=first.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
    found = []
    try:
        for cells in reader:
            plain = [_plain(cell) for cell in cells]
            if any(plain):
                found.append((reader.line_num, plain))
    except csv.Error as error:
        raise RosterError([f"Line {reader.line_num}: this is no CSV ({error})."]) from None
    return found


def _plain(cell: str) -> str:
    words = " ".join("".join(c if c.isprintable() else " " for c in cell).split())
    return words.removeprefix(_FORMULA)


def _columns(heads: Sequence[str]) -> tuple[int, int | None] | None:
    """Return in which columns names and seats stand; None if the first line is no head."""
    named = [place for place, head in enumerate(heads) if head in NAMES]
    # A roster of ours has the people of a seat, too; the learner is who it is about.
    named.sort(key=lambda place: heads[place] != "learner")
    numbered = [place for place, head in enumerate(heads) if head in SEATS]
    return (named[0], numbered[0] if numbered else None) if named else None


def _row(line: int, cells: Sequence[str], name_at: int, seat_at: int | None) -> Row:
    name = cells[name_at] if name_at < len(cells) else ""
    seat = cells[seat_at] if seat_at is not None and seat_at < len(cells) else ""
    if not name and not seat:
        raise ValueError("there is no name.")
    if len(name) > LONGEST_NAME:
        raise ValueError(f"the name is longer than {LONGEST_NAME} characters.")
    if "@" in name:
        raise ValueError("an e-mail address stands where the name is expected.")
    if seat and not (seat.isascii() and seat.isdigit() and int(seat[:9]) > 0):
        raise ValueError(f"“{seat[:20]}” is no number of a seat.")
    return Row(line, name, int(seat[:9]) if seat else 0)


def _placed(rows: Sequence[Row], seats: int) -> dict[int, str]:
    taken: dict[int, Row] = {}
    problems = []
    for row in (each for each in rows if each.seat):
        former = taken.setdefault(row.seat, row)
        if row.seat > seats:
            problems.append(f"Line {row.line}: there is no seat {row.seat}; the last is {seats}.")
        elif former.name != row.name:
            words = f"seat {row.seat} is {former.name}'s already (line {former.line})."
            problems.append(f"Line {row.line}: {words}")
    free = [number for number in range(1, seats + 1) if number not in taken]
    waiting = [each for each in rows if not each.seat]
    if len(waiting) > len(free):
        row = waiting[len(free)]
        problems.append(f"Line {row.line}: no seat is left for this name; there are {seats}.")
    if problems:
        raise RosterError(problems)
    taken.update(zip(free, waiting, strict=False))
    return {number: row.name for number, row in sorted(taken.items()) if row.name}


def heads(courts: Sequence[str]) -> list[str]:
    """Return the heads of a list of ours."""
    logins = [f"{court} {what}" for court in courts for what in ("login", "password")]
    return ["Seat", "Learner", "Plays", "User name", "Password", "E-mail", *logins, "Card"]


def line(
    seat: int, learner: str, person: Mapping[str, Any], courts: Sequence[str], card: str
) -> list[str]:
    """Return a line of a list of ours: somebody whom a seat plays.

    :param person: as the page of the seat shows them.
    """
    logins = {each["court"]: each for each in person["logins"]}
    cells = [str(seat), learner, *(str(person[key]) for key in ("name", "user_name", "password"))]
    cells.append(str(person["email"]))
    for court in courts:
        found = logins.get(court)
        if found is None or found["linked"]:
            cells += ["", ""]
        else:
            cells += [found["name"], found["password"]]
    return [*cells, card]
