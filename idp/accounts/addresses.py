"""E-mail addresses, postal addresses and birth dates as people type them."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

_EMAIL: Final = re.compile(r"[^@\s<>,;:\"()\\]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
_AMERICAN: Final = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
LONGEST_EMAIL: Final = 120
OLDEST: Final = 120


def is_email(text: str) -> bool:
    """Say whether a text can be an e-mail address."""
    return len(text) <= LONGEST_EMAIL and _EMAIL.fullmatch(text) is not None


def ordinary(email: str) -> str:
    """Return an address as it is compared: small letters, without a `+alias` (facts.md 1.4)."""
    local, _, domain = email.strip().lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"


def read_date(text: str) -> date | None:
    """Read a date as courts write it, mm/dd/yyyy, or as browsers do; None if it is none."""
    text = text.strip()
    found = _AMERICAN.fullmatch(text)
    try:
        if found:
            month, day, year = map(int, found.groups())
            return date(year, month, day)
        return date.fromisoformat(text)
    except ValueError:
        return None


def read_birth_date(text: str, today: date) -> date | None:
    """Read a birth date; None if nobody alive can have been born then."""
    born = read_date(text)
    if born is None or not 0 <= today.year - born.year <= OLDEST or born >= today:
        return None
    return born


def lines(*, street: str, city: str, state: str, code: str, county: str, country: str) -> str:
    """Return a postal address as it is kept."""
    return f"{street}\n{city}, {state} {code}\n{county}\n{country}"


def parts(address: str) -> dict[str, str]:
    """Return the parts of a postal address that is kept; what cannot be read stays empty."""
    rows = [*address.split("\n"), "", "", "", ""]
    found = re.fullmatch(r"(.*), (\S*) (\S*)", rows[1])
    city, state, code = found.groups() if found else (rows[1], "", "")
    return {
        "street": rows[0],
        "city": city,
        "state": state,
        "code": code,
        "county": rows[2],
        "country": rows[3],
    }
