"""Case numbers: how each kind of court writes them, and what people type (facts 3.1).

District ``o:yy-tp-nnnnn-JI[-JI2][-def]``; bankruptcy ``yy-nnnnn-JI``, adversary ``yy-0nnnn-JI``;
appellate ``yy-nnnn``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

#: A two-digit year below this is of this century (the oldest numbers on dockets are of 1960).
_CENTURY: Final = 60
_WHOLE: Final = 100
_TYPED: Final = re.compile(
    r"""
    (?:(?P<office>\d):)?                        # 3:
    (?P<year>\d{4}(?=[-a-z])|\d{2})             # 24 or, before a hyphen or a letter, 2024
    (?:-?(?P<type>[a-z]{2})-?|-)?               # -cv-  or  cv  or  -
    (?P<serial>\d{1,6})
    (?:-(?P<initials>[a-z]{2,4}(?:-[a-z]{2,4})?))?
    (?:-(?P<defendant>\d{1,3}))?
    """,
    re.VERBOSE,
)
#: Digits alone: two for the year, the rest is the serial number.
_BARE: Final = re.compile(r"(?P<year>\d{2})(?P<serial>\d{4,5})")


@dataclass(frozen=True, slots=True)
class CaseNumber:
    """The number of a case; `defendant` is 0 for the whole case."""

    year: int
    serial: int
    type: str = ""
    office: str = ""
    judge: str = ""
    referred: str = ""
    defendant: int = 0

    @property
    def initials(self) -> str:
        """The judges' initials as they end the number."""
        return "".join(f"-{name}" for name in (self.judge, self.referred) if name)

    @property
    def year2(self) -> str:
        """The year as the number shows it."""
        return f"{self.year % 100:02d}"


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody typed in place of a case number; None is what they left out."""

    year: int
    serial: int
    type: str | None = None
    office: str | None = None
    defendant: int | None = None

    def fits(self, number: CaseNumber) -> bool:
        """Say whether a number is one of those that were meant."""
        return (
            (self.year, self.serial) == (number.year, number.serial)
            and self.type in (None, number.type)
            and self.office in (None, number.office)
            and self.defendant in (None, number.defendant)
        )


@dataclass(frozen=True, slots=True)
class Style:
    """How a kind of court writes its numbers.

    ``typed`` prints office and type (district); ``digits`` is how many a serial number has.
    """

    digits: int
    typed: bool

    def full(self, number: CaseNumber) -> str:
        """The number with zeros and initials: 3:24-cv-00101-ABC-2."""
        suffix = f"-{number.defendant}" if number.defendant else ""
        return f"{self._plain(number, number.year2)}{number.initials}{suffix}"

    def bare(self, number: CaseNumber) -> str:
        """The number with zeros, without initials: 3:24-cv-00101."""
        return self._plain(number, number.year2)

    def short(self, number: CaseNumber) -> str:
        """The number without zeros or initials, as possible_case_numbers.pl tells it."""
        head = (
            f"{number.office}:{number.year2}-{number.type}-" if self.typed else f"{number.year2}-"
        )
        suffix = f"-{number.defendant}" if number.defendant else ""
        return f"{head}{number.serial if self.typed else self._serial(number)}{suffix}"

    def sortable(self, number: CaseNumber) -> str:
        """The number with its whole year, in an order that sorts: 3:2024-cv-00101-ABC."""
        return f"{self._plain(number, f'{number.year:04d}')}{number.initials}"

    def _plain(self, number: CaseNumber, year: str) -> str:
        head = f"{number.office}:{year}-{number.type}" if self.typed else year
        return f"{head}-{self._serial(number)}"

    def _serial(self, number: CaseNumber) -> str:
        return f"{number.serial:0{self.digits}d}"


DISTRICT: Final = Style(digits=5, typed=True)
BANKRUPTCY: Final = Style(digits=5, typed=False)
APPELLATE: Final = Style(digits=4, typed=False)
#: Serial numbers of adversary proceedings begin with a zero, those of cases do not.
ADVERSARY_BELOW: Final = 10_000


def wanted(text: str) -> Wanted | None:
    """Read what was typed for a case number; None if it is none.

    Accepts 1:24-cv-101, 1:24-cv-00101-ABC, 24-cv-101, 24cv101, 24-101, 2400101, 1:2024cv00101.
    """
    typed = "".join(text.lower().partition(";")[0].split())
    bare = _BARE.fullmatch(typed)
    if bare is not None:
        return Wanted(year=_year(bare["year"]), serial=int(bare["serial"]))
    found = _TYPED.fullmatch(typed)
    if found is None or (found["type"] is None and "-" not in typed):
        return None
    return Wanted(
        year=_year(found["year"]),
        serial=int(found["serial"]),
        type=found["type"],
        office=found["office"],
        defendant=int(found["defendant"]) if found["defendant"] else None,
    )


def locator(number: CaseNumber) -> str:
    """The number as the case locator writes it in full: 1:2024cv00101 (facts 7.2)."""
    return f"{number.office or '0'}:{number.year:04d}{number.type}{number.serial:05d}"


def search_key(text: str) -> str:
    """Return any court's or agency's number as an index keeps it, and as one is looked up there.

    Of what somebody types it is the beginning of what the whole number has: `2019-21 cv` of
    `2019-21 cv 3`. What no court of this federation writes stays as it is, in lower case.
    """
    found = wanted(text)
    if found is None:
        return "".join(text.lower().split())
    kind = found.type or ""
    office = f" {found.office}" if kind and found.office is not None else ""
    return f"{found.year:04d}-{found.serial} {kind}{office}"


def _year(digits: str) -> int:
    year = int(digits)
    if year >= _WHOLE:
        return year
    return year + (2000 if year < _CENTURY else 1900)
