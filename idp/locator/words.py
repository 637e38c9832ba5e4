"""The sentences of the case locator, and what a search is called on a receipt."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

#: Why an account may not search, as the courts say it, too.
REFUSALS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "paa": "A PACER Administrative Account manages and pays for other accounts; it cannot "
        "search. Use your own individual PACER account.",
        "inactive": "The Case Search Status of your PACER account is Inactive, so you cannot "
        "search. Manage My Account shows why, and the PACER Service Center can make it active "
        "again; then log in anew.",
        "client_code": "Required client code not entered. Search is disabled for this session. "
        "Log out, and log in again with your client code.",
    }
)
NOT_SIGNED_ON: Final = "The X-NEXT-GEN-CSO token is missing, invalid or expired."
NO_REPORT: Final = "The report was not found."
STILL_RUNNING: Final = "The report is still running."
TOO_MANY: Final = (
    "There are {most} batch reports already. Delete a report before you ask for another one."
)
CLIENT_CODE: Final = "Invalid client code"
UNREADABLE: Final = "The body of the request could not be read: {why}"
MINIMUM_PARTY: Final = (
    "A party search needs a last name, a social security number with a last name, or a date filed, "
    "closed, dismissed or discharged."
)
MINIMUM_CASE: Final = (
    "A case search needs more than a court and a type: a case number, a title, a year, a nature of "
    "suit, a chapter, a date or a party."
)
SSN_NEEDS_NAME: Final = "A search for a social security number needs a last name, too."
CHARGE: Final = (
    "Each page of results costs $0.10, also a page that says that nothing was found. There is no "
    "cap on searches."
)
EXEMPT_COURTS: Final = (
    "Your account is exempt in {courts}. Choose that court, or search without the exemption."
)
EXEMPT_BATCH: Final = "Batch reports are charged. Search at once, or without the exemption."
NIGHTLY: Final = "Courts tell the locator of their cases each night."

JURISDICTIONS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "ap": "Appellate",
        "bk": "Bankruptcy",
        "cr": "Criminal",
        "cv": "Civil",
        "mdl": "Multi-District",
    }
)


def description(jurisdiction: str, *, parties: bool) -> str:
    """Return what a receipt calls a search: `All Court Types Party Search`."""
    what = JURISDICTIONS.get(jurisdiction, "All Court Types")
    return f"{what} {'Party' if parties else 'Case'} Search"
