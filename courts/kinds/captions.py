"""Captions: what a case is called on its docket, in lists and in mails (facts 3.3, 4, 5)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

GOVERNMENT: Final = "USA"
SEALED: Final = "SEALED"
_MORE: Final = " et al"


def side(names: Sequence[str]) -> str:
    """Return one side of a caption: the first name, and `et al` for the others."""
    if not names:
        return "Unknown"
    return names[0] + (_MORE if len(names) > 1 else "")


def versus(left: Sequence[str], right: Sequence[str]) -> str:
    """Return the caption of a civil action or an adversary proceeding: `Alpha et al v. Beta`."""
    return f"{side(left)} v. {side(right)}"


def criminal(defendants: Sequence[str]) -> str:
    """Return the caption of a criminal case: `USA v. Beta et al`."""
    return versus((GOVERNMENT,), defendants)


def debtors(names: Sequence[str]) -> str:
    """Return the caption of a bankruptcy case: one debtor, or both spouses by name."""
    return " and ".join(names) or "Unknown"


def in_re(what: str) -> str:
    """Return the caption of a matter without a second side: `In Re: Grand Jury Subpoena`."""
    return f"In Re: {what}"


def sealed() -> str:
    """Return what is shown of a sealed case where its existence is known."""
    return f"{SEALED} v. {SEALED}"


def surname(name: str) -> str:
    """Return the name under which lists sort a person or a company: `Attorney, John`.

    Companies keep their order. A suffix such as Jr. stays with the last name.
    """
    *first, last = name.split()
    if not first or is_company(name):
        return name
    if first[1:] and last.rstrip(".") in _SUFFIXES:
        last = f"{first.pop()} {last}"
    return f"{last}, {' '.join(first)}"


def is_company(name: str) -> bool:
    """Say whether a name is a company's or an office's by its last word."""
    return name.rsplit(maxsplit=1)[-1].strip(".,").lower() in _COMPANY


_SUFFIXES: Final = frozenset({"Jr", "Sr", "II", "III", "IV"})
_COMPANY: Final = frozenset(
    {
        "inc",
        "llc",
        "llp",
        "lp",
        "corp",
        "corporation",
        "company",
        "co",
        "ltd",
        "bank",
        "na",
        "trust",
        "usa",
        "administration",
        "department",
        "agency",
        "commission",
        "association",
        "partnership",
    }
)
