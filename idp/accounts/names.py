"""User names as they are compared, and what an account is called on the screen."""

from __future__ import annotations

import re
from typing import Final

from shared.errors import Refusal

LONGEST_NAME: Final = 60
LEGACY_LENGTH: Final = 6


def clean(text: str) -> str:
    """Return what was typed without characters that no database takes (NUL, lone surrogates)."""
    return text.encode("utf-8", "replace").decode().replace("\x00", "")


def user_key(user_name: str) -> str:
    """Return the form of a user name under which it is found: case and outer blanks do not count.

    One character longer than any real name stays too long for all of them.
    """
    return clean(user_name).strip().casefold()[: LONGEST_NAME + 1]


def account_type(*, legacy: bool) -> str:
    """Return the words beside Account Type (seed 004; facts.md 1.3)."""
    return "Legacy PACER Account" if legacy else "Upgraded PACER Account"


SHORTEST_USER_NAME: Final = 8
LONGEST_USER_NAME: Final = 45
_ALLOWED: Final = re.compile(r"[A-Za-z0-9._@-]+")
USER_NAME_HINT: Final = "8 to 45 characters: letters, digits, dot, hyphen, underscore or @."


def check_user_name(user_name: str, *, field: str = "user_name") -> None:
    """Check a user name that somebody chooses (facts.md 1.11: at least 8 once upgraded).

    :raises Refusal: at the field.
    """
    if len(user_name) < SHORTEST_USER_NAME:
        words = f"A username has at least {SHORTEST_USER_NAME} characters."
        if len(user_name) == LEGACY_LENGTH:  # the tip of seed 004
            words += " One of 6 characters is what a legacy account has."
        raise Refusal("user_name", words, field=field)
    if len(user_name) > LONGEST_USER_NAME:
        words = f"A username has at most {LONGEST_USER_NAME} characters."
        raise Refusal("user_name", words, field=field)
    if _ALLOWED.fullmatch(user_name) is None:
        words = "A username holds letters, digits, dot, hyphen, underscore and @ only."
        raise Refusal("user_name", words, field=field)
