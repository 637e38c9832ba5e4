"""The offices of a court: the digit that begins a case number, and what the office is called.

Places are those of the real districts; a court that is not listed has one office.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

Choices = tuple[tuple[str, str], ...]

_OFFICES: Final[Mapping[str, Choices]] = MappingProxyType(
    {
        "ctd": (("3", "New Haven"),),
        "ctb": (("3", "New Haven"), ("2", "Hartford"), ("5", "Bridgeport")),
        "cod": (("1", "Denver"),),
    }
)


def offices(court: str) -> Choices:
    """Return the offices of a court, the first the one that screens begin with."""
    return _OFFICES.get(court, (("1", "Main office"),))


def office_name(court: str, digit: str) -> str:
    """Return what an office is called: New Haven. One that nobody named stays a digit."""
    return dict(offices(court)).get(digit, digit)
