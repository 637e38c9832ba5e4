"""The redaction rules that a login page cites, in our own words; pages inside the federation."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class RulePage:
    """What one rule asks of whoever files."""

    title: str
    paragraphs: tuple[str, ...]


_SHORTENED: Final = (
    "Of a social-security or taxpayer-identification number and of a financial account number only "
    "the last four digits are shown, of a date of birth the year, of a minor the initials."
)
_WHO: Final = (
    "The responsibility lies with the person who files, and with counsel; the clerk does not check."
)

PAGES: Final[Mapping[str, RulePage]] = MappingProxyType(
    {
        "frcp-5.2": RulePage("Fed. R. Civ. P. 5.2 in our words", (_SHORTENED, _WHO)),
        "frcrp-49.1": RulePage(
            "Fed. R. Crim. P. 49.1 in our words",
            (f"{_SHORTENED} Of a home address only city and state are shown.", _WHO),
        ),
        "frbp-9037": RulePage("Fed. R. Bankr. P. 9037 in our words", (_SHORTENED, _WHO)),
        "frap-25-a-5": RulePage(
            "Fed. R. App. P. 25(a)(5) in our words",
            ("An appeal keeps the rule of privacy that governed the case below.", _SHORTENED, _WHO),
        ),
    }
)
