"""What can be asked, field by field, and how old and new stand side by side (facts 1.6, 3.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

PENDING: Final = "pending"
ACCEPTED: Final = "accepted"
REJECTED: Final = "rejected"
REPLACED: Final = "replaced"
STATES: Final[Mapping[str, str]] = MappingProxyType(
    {
        PENDING: "Waiting",
        ACCEPTED: "Accepted",
        REJECTED: "Rejected",
        REPLACED: "Replaced by a later request",
    }
)

#: The kinds of change in the words of Manage My Account, each with its fields and their labels.
LABELS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "personal": "Update Personal Information",
        "address": "Update Address Information",
        "noticing": "Update E-Filer Email Noticing and Frequency",
    }
)
FIELDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "personal": MappingProxyType(
            {
                "prefix": "Prefix",
                "first_name": "First name",
                "middle_name": "Middle name",
                "last_name": "Last name",
                "generation": "Suffix",
            }
        ),
        "address": MappingProxyType(
            {
                "firm": "Office",
                "address": "Address",
                "phone": "Phone",
                "phone_alternate": "Alternate phone",
            }
        ),
        "noticing": MappingProxyType(
            {
                "primary_email": "Primary e-mail address",
                "notice_frequency": "Notices",
                "notice_format": "Format of notices",
            }
        ),
    }
)
#: Of these fields a court takes only these values, and shows them in these words.
WORDS: Final[Mapping[str, Mapping[str, str]]] = MappingProxyType(
    {
        "notice_frequency": MappingProxyType(
            {
                "each": "Send a notice for each filing in which I am involved",
                "daily": "Send a Daily Summary Report",
            }
        ),
        "notice_format": MappingProxyType({"html": "html format", "text": "text format"}),
    }
)
CASES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "none": "No cases",
        "open": "Open cases",
        "closed": "Closed cases",
        "all": "All cases",
    }
)
#: Without these an account of a court cannot be.
_NEEDED: Final = frozenset({"first_name", "last_name", "primary_email"})


@dataclass(frozen=True, slots=True)
class Side:
    """One field: what the court has, and what the person asks for."""

    label: str
    old: str
    new: str
    changed: bool


def problem(kind: str, values: Mapping[str, str]) -> str:
    """Say what is wrong with a request; empty if the court can take it over."""
    fields = FIELDS.get(kind)
    if fields is None:
        return "This court does not know this kind of change."
    if any(not values.get(name, "x").strip() for name in _NEEDED):
        return "The request leaves out what an account must have."
    odd = [n for n, words in WORDS.items() if n in values and values[n] not in words]
    return "This court does not know this choice of notices." if odd else ""


def known(kind: str, values: Mapping[str, str]) -> dict[str, str]:
    """Return the values that belong to a kind; a newer sender may have added others."""
    return {name: str(values[name]) for name in FIELDS[kind] if name in values}


def side_by_side(kind: str, old: Mapping[str, str], new: Mapping[str, str]) -> tuple[Side, ...]:
    """Return every field of a kind with both values in the words of the screen."""
    return tuple(
        Side(
            label,
            _said(name, old.get(name, "")),
            _said(name, new[name]),
            old.get(name, "") != new[name],
        )
        for name, label in FIELDS[kind].items()
        if name in new
    )


def _said(name: str, value: str) -> str:
    return WORDS.get(name, {}).get(value, value)
