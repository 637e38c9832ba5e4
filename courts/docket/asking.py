"""What a docket sheet is asked for: the fields of its form, read and checked (facts 3.3)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

#: From so many entries on the report asks first whether it is to run as it is.
MANY_ENTRIES: Final = 500
#: What the other half of the form may say: its choices with their words.
ORDERS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "oldest date first": "Oldest date first",
        "most recent date first": "Most recent date first",
        "document number": "Document number",
    }
)
_BY_WORD: Final[Mapping[str, Literal["oldest", "newest", "number"]]] = MappingProxyType(
    {"oldest date first": "oldest", "most recent date first": "newest", "document number": "number"}
)
#: The choices of the page that comes before a long report, with how many days each reaches back.
REACH: Final[Mapping[str, tuple[str, int]]] = MappingProxyType(
    {
        "week": ("Entries of the past week", 7),
        "quarter": ("Entries of the past 90 days", 90),
        "year": ("Entries of the past year", 365),
        "all": ("The report as initially requested", 0),
    }
)
BAD_DATE: Final = "Enter a date as mm/dd/yyyy, such as 01/31/2021."
BAD_NUMBER: Final = "Enter a document number: digits only."
DATES_CROSSED: Final = "The start date must be less than or equal to the end date"
NUMBERS_CROSSED: Final = (
    "The starting document number must be less than or equal to the ending document number"
)
NO_PAGE_ID: Final = "The page ID does not exist. Please enter a valid page ID number. "
_DATE: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{2})")
_NUMBER: Final = re.compile(r"\d{1,9}", re.ASCII)
#: Two-digit years below this are of this century.
_CENTURY: Final = 60


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and at which field of the form."""

    field: str
    text: str


@dataclass(frozen=True, slots=True)
class Asked:
    """A docket sheet as somebody wants it; None leaves a limit out."""

    by_entered: bool = False
    first_day: date | None = None
    last_day: date | None = None
    first_number: int | None = None
    last_number: int | None = None
    page_id: int | None = None
    list_of_parties: bool = False
    terminated: bool = False
    members: bool = False
    view_multi: bool = False
    pdf_header: bool = False
    order: Literal["oldest", "newest", "number"] = "oldest"
    as_pdf: bool = False

    @property
    def narrowed(self) -> bool:
        """Say whether anything keeps the report from being the whole docket."""
        limits = (self.first_day, self.last_day, self.first_number, self.last_number, self.page_id)
        return any(limit is not None for limit in limits)

    @property
    def header(self) -> str:
        """What links of the sheet say about the stamp on papers: 1 shows it, 2 does not."""
        return "1" if self.pdf_header else "2"

    @property
    def criteria(self) -> str:
        """What the receipt adds to the number for what was chosen; nothing for a plain report."""
        said = []
        if self.first_day is not None and self.first_day > _DAWN:
            said.append(f"{self._basis} from: {written(self.first_day)}")
        if self.last_day is not None:
            said.append(f"{self._basis} to: {written(self.last_day)}")
        if self.first_number is not None:
            said.append(f"Doc From: {self.first_number}")
        if self.last_number is not None:
            said.append(f"Doc To: {self.last_number}")
        return " ".join(said)

    @property
    def _basis(self) -> str:
        return "Entered" if self.by_entered else "Filed"


_DAWN: Final = date(1960, 1, 1)


def read(fields: Mapping[str, str]) -> tuple[Asked, tuple[Problem, ...]]:
    """Read the fields that a form, or a client program, sends; a field that is absent is empty.

    Terminated parties alone ask for the parties, too (clients.md 5.5: one program sends only
    that). A problem leaves its limit out.
    """
    problems: list[Problem] = []
    first_day = _day(fields, "date_from", problems)
    last_day = _day(fields, "date_to", problems)
    first_number = _count(fields, "documents_numbered_from_", BAD_NUMBER, problems)
    last_number = _count(fields, "documents_numbered_to_", BAD_NUMBER, problems)
    page_id = _count(fields, "display_pageid", NO_PAGE_ID, problems)
    if first_day is not None and last_day is not None and first_day > last_day:
        problems.append(Problem("date_from", DATES_CROSSED))
    if first_number is not None and last_number is not None and first_number > last_number:
        problems.append(Problem("documents_numbered_from_", NUMBERS_CROSSED))
    terminated = _ticked(fields, "terminated_parties")
    asked = Asked(
        by_entered=fields.get("date_range_type") == "Entered",
        first_day=first_day,
        last_day=last_day,
        first_number=first_number,
        last_number=last_number,
        page_id=page_id,
        list_of_parties=terminated or _ticked(fields, "list_of_parties_and_counsel"),
        terminated=terminated,
        members=_ticked(fields, "list_of_member_cases"),
        view_multi=_ticked(fields, "view_multi_docs"),
        pdf_header=_ticked(fields, "pdf_header"),
        order=_BY_WORD.get(fields.get("sort1", ""), "oldest"),
        as_pdf=fields.get("output_format") == "pdf",
    )
    return asked, tuple(problems)


def written(day: date) -> str:
    """Write a day as courts do: 01/31/2021."""
    return f"{day.month:02}/{day.day:02}/{day.year:04}"


def day_of(text: str) -> date | None:
    """Read a day such as 1/31/2021 or 01/31/21; None if it is none."""
    found = _DATE.fullmatch(text.strip())
    if found is None:
        return None
    month, day, year = (int(part) for part in found.groups())
    if len(found[3]) == len("21"):
        year += 2000 if year < _CENTURY else 1900
    try:
        return date(year, month, day)
    except ValueError:
        return None


def number_of(text: str) -> int | None:
    """Read a whole number of at most nine digits; None if it is none."""
    plain = text.strip()
    return int(plain) if _NUMBER.fullmatch(plain) else None


def _day(fields: Mapping[str, str], name: str, problems: list[Problem]) -> date | None:
    text = fields.get(name, "").strip()
    if not text:
        return None
    found = day_of(text)
    if found is None:
        problems.append(Problem(name, BAD_DATE))
    return found


def _count(
    fields: Mapping[str, str], name: str, complaint: str, problems: list[Problem]
) -> int | None:
    text = fields.get(name, "").strip()
    if not text:
        return None
    found = number_of(text)
    if found is None:
        problems.append(Problem(name, complaint))
    return found


def _ticked(fields: Mapping[str, str], name: str) -> bool:
    return fields.get(name, "").strip().lower() not in ("", "off", "0", "no")
