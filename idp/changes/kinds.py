"""The three kinds of change, their fields, and the words for both (facts.md 1.6, 3.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from idp.accounts import manage

PENDING: Final = "pending"
ACCEPTED: Final = "accepted"
REJECTED: Final = "rejected"
REPLACED: Final = "replaced"

STATES: Final[Mapping[str, str]] = MappingProxyType(
    {
        PENDING: "Waiting for the court",
        ACCEPTED: "Accepted",
        REJECTED: "Rejected",
        REPLACED: "Replaced by a later request",
    }
)
CASES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "none": "None",
        "open": "Open cases",
        "closed": "Closed cases",
        "all": "All cases",
    }
)
FREQUENCIES: Final[Mapping[str, str]] = MappingProxyType(
    {"each": "Send a notice for each filing", "daily": "Send a Daily Summary Report"}
)
FORMATS: Final[Mapping[str, str]] = MappingProxyType({"html": "HTML format", "text": "Text format"})


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of change: its page, and the fields that a court is told."""

    key: str
    label: str
    path: str
    fields: tuple[str, ...]


PERSONAL: Final = Kind(
    "personal",
    manage.UPDATE_PERSONAL,
    manage.PERSONAL_PATH,
    ("prefix", "first_name", "middle_name", "last_name", "generation"),
)
ADDRESS: Final = Kind(
    "address",
    manage.UPDATE_ADDRESS,
    manage.ADDRESS_PATH,
    ("firm", "address", "phone", "phone_alternate"),
)
NOTICING: Final = Kind(
    "noticing",
    manage.UPDATE_NOTICING,
    manage.NOTICING_PATH,
    ("primary_email", "notice_frequency", "notice_format"),
)
KINDS: Final[Mapping[str, Kind]] = MappingProxyType(
    {kind.key: kind for kind in (PERSONAL, ADDRESS, NOTICING)}
)


def court_address(*, street: str, city: str, state: str, code: str, country: str) -> str:
    """Return a postal address as a court prints it: without county, and abroad with the country."""
    lines = [street, f"{city}, {state} {code}"]
    if country and country != "USA":
        lines.append(country)
    return "\n".join(lines)
