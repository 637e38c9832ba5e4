"""Rows of the Written Opinions report: client programs read its cells by their place."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from courts.cases.typed import written
from courts.kinds.suits import NATURES


@dataclass(frozen=True, slots=True)
class Opinion:
    """One opinion; number and name are empty below another one of the same case.

    `notes` are labels and values: Office, Flags, NOS, Cause.
    """

    case_id: int
    number: str
    name: str
    filed: str
    document: str
    href: str
    onclick: str
    description: str
    notes: tuple[tuple[str, str], ...]


def notes(case: Any) -> tuple[tuple[str, str], ...]:
    """Return what the last column says of a case."""
    told = (
        ("Office", case.office),
        ("Flags", ", ".join(case.flags)),
        ("NOS", NATURES.get(case.nature, case.nature)),
        ("Cause", str(case.facts.get("cause", ""))),
        ("Chapter", case.chapter),
    )
    return tuple((label, value) for label, value in told if value)


def opinion(
    case: Any, entry: Any, *, number: str, href: str, onclick: str, full: bool, again: bool
) -> Opinion:
    """Return the row of an entry.

    :param full: show the docket text, not its short description.
    :param again: the row above is of the same case.
    """
    return Opinion(
        case_id=case.id,
        number="" if again else number,
        name="" if again else case.caption,
        filed=written(entry.filed_on),
        document=str(entry.number) if entry.number is not None else "",
        href=href,
        onclick=onclick,
        description=entry.text if full else entry.short,
        notes=notes(case),
    )
