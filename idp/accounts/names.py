"""User names as they are compared, and what an account is called on the screen."""

from __future__ import annotations

from typing import Final

LONGEST_NAME: Final = 60


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
