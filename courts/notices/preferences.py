"""How a filer wants notices, as typed and as checked: pure (facts 3.6)."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from courts.notices.recipients import DAILY, EACH, PRIMARY
from shared.errors import Refusal

#: Staff addresses in district and bankruptcy courts; in courts of appeals their length counts.
MOST: Final = 5
LONGEST_LIST: Final = 255
LONGEST: Final = 120
FREQUENCIES: Final = (EACH, DAILY)
FORMATS: Final = ("html", "text")
_ADDRESS: Final = re.compile(r"[^@\s,;<>\"]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*\.[A-Za-z]{2,}")
_BETWEEN: Final = re.compile(r"[;,\s]+")
_CASES: Final = re.compile(r"[;,\n\r]+")
_NO_CASES: Final[Mapping[int, str]] = MappingProxyType({})


class AddressError(Refusal):
    """What was typed is no e-mail address, or one too many."""


@dataclass(frozen=True, slots=True)
class Preference:
    """What goes to one address; `place` 0 is the primary one. `cases` is its own list."""

    place: int = PRIMARY
    address: str = ""
    my_cases: bool = True
    frequency: str = EACH
    format: str = "html"
    announcements: bool = True
    cases: Mapping[int, str] = field(default_factory=lambda: _NO_CASES)


def address(text: str, *, field_name: str = "address") -> str:
    """Return an address as typed, without what stands around it.

    :raises AddressError: if it is none, at the field.
    """
    typed = text.strip()
    if len(typed) > LONGEST or not _ADDRESS.fullmatch(typed):
        shown = typed[:60] or "Nothing"
        words = f"{shown} is not an e-mail address. Enter one such as clerk@yourfirm.test."
        raise AddressError("address", words, field=field_name)
    return typed


def addresses(text: str, *, field_name: str = "secondary") -> tuple[str, ...]:
    """Return a list of addresses, each once, typed with semicolons, commas or spaces between.

    :raises AddressError: at the first that is none.
    """
    found: dict[str, str] = {}
    for each in _BETWEEN.split(text):
        if each:
            found.setdefault(each.lower(), address(each, field_name=field_name))
    return tuple(found.values())


def at_most(found: Sequence[str], most: int, *, field_name: str = "secondary") -> None:
    """Stop somebody who lists more secondary addresses than the court takes.

    :raises AddressError: if there are too many.
    """
    if len(found) > most:
        words = f"A court takes up to {most} secondary addresses; you entered {len(found)}."
        raise AddressError("too_many", words, field=field_name)


def not_longer(text: str, *, field_name: str = "secondary") -> None:
    """Stop a list of addresses that is too long for a court of appeals.

    :raises AddressError: if it is.
    """
    if len(text.strip()) > LONGEST_LIST:
        words = f"The list of addresses has at most {LONGEST_LIST} characters."
        raise AddressError("too_long", words, field=field_name)


def case_numbers(text: str) -> tuple[str, ...]:
    """Return case numbers that were typed with semicolons, commas or line ends between."""
    return tuple(dict.fromkeys(each.strip() for each in _CASES.split(text) if each.strip()))


def like(shared: Preference, places: Sequence[tuple[int, str]]) -> tuple[Preference, ...]:
    """Return preferences that all say the same, for addresses in their places."""
    return tuple(
        Preference(
            place,
            each,
            shared.my_cases,
            shared.frequency,
            shared.format,
            shared.announcements,
            shared.cases,
        )
        for place, each in places
    )
