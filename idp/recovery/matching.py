"""Which accounts a request is about: the e-mail address, and one thing more (facts.md 1.12)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Protocol, TypeVar

from idp.accounts.names import user_key


class Known(Protocol):
    """What is compared of an account."""

    @property
    def user_key(self) -> str:
        """Return the user name as it is found."""

    @property
    def account_number(self) -> str:
        """Return the account number."""

    @property
    def date_of_birth(self) -> date | None:
        """Return the birth date."""


K = TypeVar("K", bound=Known)


def matching(known: Iterable[K], *, name_or_number: str, born: date | None) -> list[K]:
    """Return the accounts to which everything fits that was typed beside the e-mail address."""
    name = name_or_number.strip()
    if not name and born is None:
        return []
    key = user_key(name)
    return [
        one
        for one in known
        if (not name or key == one.user_key or name == one.account_number)
        and (born is None or born == one.date_of_birth)
    ]
