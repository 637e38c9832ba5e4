"""Counties of a court, and what else the screens of opening a case offer.

Places are those of the real districts.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

Choices = tuple[tuple[str, str], ...]

_COUNTIES: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "CT": (
            "Fairfield",
            "Hartford",
            "Litchfield",
            "Middlesex",
            "New Haven",
            "New London",
            "Tolland",
            "Windham",
        ),
        "CO": ("Adams", "Arapahoe", "Boulder", "Denver", "El Paso", "Jefferson", "Larimer", "Weld"),
    }
)
OUTSIDE: Final = "Outside the district"

#: Citizenship of a party in a diversity case, as the cover sheet numbers it (form JS 44).
CITIZENSHIPS: Final[Choices] = (
    ("", "Not a diversity case"),
    ("1", "1 Citizen of this State"),
    ("2", "2 Citizen of another State"),
    ("3", "3 Citizen or subject of a foreign country"),
    ("4", "4 Incorporated or principal place of business in this State"),
    ("5", "5 Incorporated and principal place of business in another State"),
    ("6", "6 Foreign nation"),
)
DUE, PAUPER, WAIVED, INSTALLMENTS = "due", "ifp", "wv", "inst"
#: How the fee of a case is met; only what is due is owed.
CIVIL_FEES: Final[Choices] = (
    (DUE, "Due: to be paid"),
    (PAUPER, "In forma pauperis: leave is asked for"),
    (WAIVED, "Waived: the filer is exempt"),
)
PETITION_FEES: Final[Choices] = (
    (DUE, "Paid in full"),
    (INSTALLMENTS, "In installments: an application is filed"),
    (PAUPER, "Waiver: an application is filed (chapter 7, individuals)"),
)
ADVERSARY_FEES: Final[Choices] = (
    (DUE, "Due: to be paid"),
    (WAIVED, "None: the debtor sues, or the trustee asks for deferral"),
)
DEBTOR_TYPES: Final = ("Individual", "Corporation", "Partnership", "Other")
BUSINESSES: Final = (
    "None of the below",
    "Health Care Business",
    "Single Asset Real Estate",
    "Railroad",
    "Stockbroker",
    "Commodity Broker",
    "Clearing Bank",
)
CREDITORS: Final = (
    "1-49",
    "50-99",
    "100-199",
    "200-999",
    "1,000-5,000",
    "5,001-10,000",
    "10,001-25,000",
    "25,001-50,000",
    "50,001-100,000",
    "More than 100,000",
)
AMOUNTS: Final = (
    "$0-$50,000",
    "$50,001-$100,000",
    "$100,001-$500,000",
    "$500,001-$1 million",
    "$1,000,001-$10 million",
    "$10,000,001-$50 million",
    "$50,000,001-$100 million",
    "$100,000,001-$500 million",
    "$500,000,001-$1 billion",
    "More than $1 billion",
)
CHAPTERS: Final = ("7", "9", "11", "12", "13")
#: Creditors may begin these (11 U.S.C. 303(a)).
INVOLUNTARY: Final = ("7", "11")
#: What a foreign representative begins (11 U.S.C. 1504).
CROSS_BORDER: Final = "15"

PLAINTIFF, DEFENDANT, DEBTOR, JOINT = "Plaintiff", "Defendant", "Debtor", "Joint Debtor"
CREDITOR, REPRESENTATIVE = "Petitioning Creditor", "Foreign Representative"
#: The roles that stand before the v. of a caption, and those behind it.
LEFT: Final = (PLAINTIFF, "Petitioner", "Movant")
RIGHT: Final = (DEFENDANT, "Respondent")
OTHERS: Final = ("Intervenor", "Interested Party")


def counties(court: str) -> tuple[str, ...]:
    """Return the counties of a court's state, and the words for any other place."""
    return (*_COUNTIES.get(court[:2].upper(), ("Sample County",)), OUTSIDE)
