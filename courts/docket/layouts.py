"""How the docket sheet of each family of cases is laid out: one template, one table of entries.

The template draws the head of the sheet: flags, header and parties. It gets `view`
(cases.queries.CaseView), `options` (asking.Asked), `blocks` (parties.Block, empty if parties were
not asked for), `number` (the case's number in full), `style` (numbers.Style), `court` (the
member) and `origin`. The table below it is written by `rows`, entry by entry, so that a long
docket begins to arrive at once.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final


@dataclass(frozen=True, slots=True)
class Table:
    """The table of entries: the words of its first column, by filing and by entry.

    `wide` rows have four cells and plain links (bankruptcy courts), others three cells and links
    with `goDLS` (clients.md 5.5, 5.7).
    """

    filed: str
    entered: str
    wide: bool = False


@dataclass(frozen=True, slots=True)
class Layout:
    """The parts of a sheet; `title` is what stands before the number.

    `by_defendant` says that a case with several defendants has a sheet for each, too;
    `labelled_judge` that the head of its other reports names the judge by a label (5.3, 5.10).
    """

    sheet: str
    table: Table
    title: str
    by_defendant: bool = False
    labelled_judge: bool = False


_DISTRICT: Final = Table("Date Filed", "Date Entered")
_BANKRUPTCY: Final = Table("Filing Date", "Docket Date", wide=True)

LAYOUTS: Final[Mapping[str, Layout]] = MappingProxyType(
    {
        "civil": Layout("docket/civil.html", _DISTRICT, "CIVIL DOCKET FOR CASE #"),
        "criminal": Layout(
            "docket/criminal.html", _DISTRICT, "CRIMINAL DOCKET FOR CASE #", by_defendant=True
        ),
        "bankruptcy": Layout(
            "docket/bankruptcy.html", _BANKRUPTCY, "Bankruptcy Petition #", labelled_judge=True
        ),
        "adversary": Layout(
            "docket/adversary.html", _BANKRUPTCY, "Adversary Proceeding #", labelled_judge=True
        ),
    }
)


def layout(family: str) -> Layout:
    """Return the layout of a family of cases (`drafts.Family`).

    :raises KeyError: for appeals, which have a sheet of their own.
    """
    return LAYOUTS[family]
