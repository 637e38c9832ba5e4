"""What PACER takes e-file registrations for, court by court (facts.md 1.5).

Read from the federation file by PACER, which offers it, and by the court, which decides.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

ATTORNEY: Final = "attorney"
NON_ATTORNEY: Final = "non_attorney"
DEACTIVATION: Final = "deactivation"
PRO_HAC_VICE: Final = "pro_hac_vice"
#: Of "E-File Registration Only" no source verifies the words (facts.md 1.5).
TYPES: Final = MappingProxyType(
    {
        "attorney_admission": "Attorney Admissions and E-File",
        "efile_only": "E-File Registration Only",
        PRO_HAC_VICE: "Pro Hac Vice",
    }
)
#: The roles of non-attorneys; each court enables its own list (facts.md 1.3).
ROLES: Final = MappingProxyType(
    {
        "pro_se": "Pro Se",
        "creditor": "Creditor",
        "filing_agent": "Filing Agent",
        "trustee": "Trustee",
        "us_trustee": "U.S. Trustee",
        "party": "Party",
        "court_reporter": "Court Reporter",
        "interested_party": "Interested Party",
    }
)
#: How e-filing notices come: data of an e-file account (facts.md 1.6).
FREQUENCIES: Final = MappingProxyType({"each": "Once for Each Filing", "daily": "Daily Summary"})
FORMATS: Final = MappingProxyType({"html": "HTML", "text": "Text"})
SHORTEST_ANSWER: Final = 1
LONGEST_ANSWER: Final = 60
_KEYS: Final = frozenset({"types", "roles", "contact", "note", "days"})


@dataclass(frozen=True, slots=True)
class Registration:
    """What one court enables; `days` are the court days in which it means to answer."""

    types: tuple[str, ...] = ()
    roles: tuple[str, ...] = ()
    contact: str = ""
    note: str = ""
    days: int = 3


def role_label(role: str) -> str:
    """Return a role as people read it."""
    return "Attorney" if role == ATTORNEY else ROLES.get(role, role.replace("_", " ").title())


def what_label(kind: str, registration_type: str, role: str) -> str:
    """Return what a request is for: the words of its type, its role, or the deactivation."""
    if kind == DEACTIVATION:
        return "Deactivate E-File Account"
    if kind == NON_ATTORNEY:
        return f"Non-Attorney E-File Registration: {role_label(role)}"
    return TYPES.get(registration_type, registration_type)


def read(table: object, where: str, problems: list[str]) -> Registration | None:
    """Read the table of one court; what is wrong is added to the problems."""
    if not isinstance(table, dict):
        problems.append(f"{where} must be a table")
        return None
    before = len(problems)
    problems += [f"{where}: `{key}` is not known" for key in table if key not in _KEYS]
    types = _names(table, "types", TYPES, where, problems)
    roles = _names(table, "roles", ROLES, where, problems)
    for key in ("contact", "note"):
        if not isinstance(table.get(key, ""), str):
            problems.append(f"{where}: `{key}` must be text")
    if "@" not in str(table.get("contact", "")):
        problems.append(f"{where}: `contact` must be an e-mail address")
    days = table.get("days", 3)
    whole = isinstance(days, int) and not isinstance(days, bool)
    if not whole or not SHORTEST_ANSWER <= days <= LONGEST_ANSWER:
        problems.append(f"{where}: `days` must be from {SHORTEST_ANSWER} to {LONGEST_ANSWER}")
    if len(problems) > before:
        return None
    return Registration(types, roles, str(table["contact"]), str(table.get("note", "")), days)


def _names(
    table: Mapping[str, Any], key: str, known: Mapping[str, str], where: str, problems: list[str]
) -> tuple[str, ...]:
    value = table.get(key, [])
    if not isinstance(value, list) or not all(isinstance(name, str) for name in value):
        problems.append(f"{where}: `{key}` must be a list of texts")
        return ()
    unknown = [name for name in value if name not in known]
    if unknown:
        problems.append(
            f"{where}: `{key}` names {', '.join(unknown)}; known are {', '.join(known)}"
        )
    return tuple(dict.fromkeys(value))
