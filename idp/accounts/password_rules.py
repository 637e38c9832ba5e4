"""What a PACER password must be, by the rule of its day (facts.md 1.11)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from importlib import resources
from typing import Final
from zoneinfo import ZoneInfo

from shared.errors import Refusal

_EASTERN: Final = ZoneInfo("America/New_York")
#: New and changed passwords follow the standard of 2025 from here on; old ones may stay for now.
STANDARD_FROM: Final = datetime(2025, 5, 11, tzinfo=_EASTERN)
#: From here on a password of the old standard, or one that is too old, is asked for at login.
ENFORCED_FROM: Final = datetime(2025, 8, 25, tzinfo=_EASTERN)
LONGEST_AGE: Final = timedelta(days=180)
SKIPS: Final = 3
SHORTEST_PART: Final = 3
_FIELD: Final = "password"


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose password it is: nothing of this may be in it."""

    first_name: str = ""
    last_name: str = ""
    user_name: str = ""
    email: str = ""


@dataclass(frozen=True, slots=True)
class Standard:
    """A rule for passwords, and the sentence that explains it beside the field."""

    name: str
    shortest: int
    longest: int
    kinds: bool
    hint: str


EARLIER: Final = Standard(
    "earlier", 8, 128, False, "At least 8 characters, and not one of the common passwords."
)
OF_2025: Final = Standard(
    "2025",
    14,
    45,
    True,
    "14 to 45 characters, with a lower-case letter, an upper-case letter and a special character. "
    "No part of your first name, last name, user name or e-mail address. A digit is not needed.",
)


def standard_at(now: datetime) -> Standard:
    """Return the standard that a password follows which is set at this court time."""
    return OF_2025 if now >= STANDARD_FROM else EARLIER


def overdue(changed_at: datetime, now: datetime) -> bool:
    """Say whether a login asks for a new password: of the old standard, or older than 180 days."""
    if now < ENFORCED_FROM:
        return False
    return changed_at < STANDARD_FROM or now - changed_at > LONGEST_AGE


def skips_left(skips: int) -> int:
    """Return how often the question may still be put off."""
    return max(0, SKIPS - skips)


def check(password: str, *, owner: Owner, now: datetime, field: str = _FIELD) -> None:
    """Check a new password against the standard of the day.

    :raises Refusal: at the field, with everything that is wrong with it.
    """
    found = faults(password, owner=owner, standard=standard_at(now))
    if found:
        raise Refusal("password", " ".join(found), field=field)


def faults(password: str, *, owner: Owner, standard: Standard) -> tuple[str, ...]:
    """Return what is wrong with a password, a sentence each."""
    found = [*_length(password, standard)]
    if standard.kinds:
        found += [words for words, has in _KINDS if not any(has(sign) for sign in password)]
        found += [
            f"Your password contains “{part}”, which is a part of your {whose}. Leave it out."
            for whose, part in _parts(owner)
            if part in password.casefold()
        ]
    if is_common(password):
        found.append("This is one of the passwords that everybody tries first. Choose another.")
    return tuple(found)


def _is_special(sign: str) -> bool:
    return not sign.isalnum() and not sign.isspace()


_KINDS: Final[tuple[tuple[str, Callable[[str], bool]], ...]] = (
    ("Your password needs a lower-case letter (a to z).", str.islower),
    ("Your password needs an upper-case letter (A to Z).", str.isupper),
    ("Your password needs a special character, such as # or -.", _is_special),
)


def _length(password: str, standard: Standard) -> tuple[str, ...]:
    count = len(password)
    if count < standard.shortest:
        return (f"Your password has {count} characters; it needs at least {standard.shortest}.",)
    if count > standard.longest:
        return (f"Your password has {count} characters; {standard.longest} is the most.",)
    return ()


def _parts(owner: Owner) -> list[tuple[str, str]]:
    """Return the words that may not be in a password; what ends an address says nothing."""
    local, _, domain = owner.email.partition("@")
    named = (
        ("first name", owner.first_name),
        ("last name", owner.last_name),
        ("user name", owner.user_name),
        ("e-mail address", f"{local} {domain.rpartition('.')[0]}"),
    )
    found: dict[str, str] = {}
    for whose, text in named:
        for word in re.split(r"[\W_]+", text.casefold()):
            if len(word) >= SHORTEST_PART:
                found.setdefault(word, whose)
    return [(whose, part) for part, whose in found.items()]


def is_common(password: str) -> bool:
    """Say whether a password is a common one, alone or with digits and signs around it."""
    known = _common()
    plain = password.casefold().strip()
    core = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", plain)
    return plain in known or core in known


@cache
def _common() -> frozenset[str]:
    text = resources.files("idp.accounts").joinpath("common_passwords.txt").read_text("utf-8")
    lines = (line.strip().casefold() for line in text.splitlines())
    return frozenset(line for line in lines if line and not line.startswith("#"))
