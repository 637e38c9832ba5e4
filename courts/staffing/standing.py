"""What the clerk may do with an account, and why not (seeds 000-004, facts 2.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

from courts.accounts import logins

_EMAIL: Final = re.compile(r"[^@\s<>,;:\"()\\]+@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+")
LONGEST_EMAIL: Final = 120

JOINED: Final = (
    "This account is joined to a PACER account: its old login opens nothing. Whoever suspects that "
    "the PACER password is misused changes it at PACER; you can disable the account here meanwhile."
)
NO_LOGIN: Final = "This account was registered from PACER and never had a login of this court."
NOT_JOINED: Final = "This account is not joined to a PACER account."
JOINED_EMAIL: Final = (
    "The primary e-mail address of a joined account is changed at PACER; the request then waits "
    "among the changes of personal data."
)
SPECIAL: Final = "The new login must not contain any of & @ $ *: such a login cannot be linked."
LIVE: Final = (
    "This court is live on NextGen: whoever is new here registers from PACER (Manage My Account, "
    "Maintenance). Old accounts are no longer created."
)
CHECK_ALL: Final = (
    "Check the full name, the address and the verification phrase, and tick each of the three."
)
SAME_EMAIL: Final = "This is the address on file."


@dataclass(frozen=True, slots=True)
class AccountState:
    """The facts of an account on which it depends what can be done."""

    login: str
    joined: bool
    status: str = "active"


def login_bar(state: AccountState) -> str:
    """Say why the old login can neither be voided nor renamed; empty if it can."""
    if state.joined:
        return JOINED
    return "" if state.login else NO_LOGIN


def unlink_bar(state: AccountState) -> str:
    """Say why the tie to a PACER account cannot be undone; empty if it can."""
    if not state.joined:
        return NOT_JOINED
    return "" if state.login else NO_LOGIN


def email_bar(state: AccountState) -> str:
    """Say why the primary e-mail address is not corrected here; empty if it is."""
    return JOINED_EMAIL if state.joined else ""


def rename_problem(new: str) -> str:
    """Say why a login could not be linked either; empty if it could."""
    return SPECIAL if logins.special_characters(new) else ""


def cannot_be_linked(login: str) -> str:
    """Return the characters that keep a login from being linked, to be shown."""
    return " ".join(logins.special_characters(login))


def is_email(text: str) -> bool:
    """Say whether a text can be an e-mail address."""
    return len(text) <= LONGEST_EMAIL and _EMAIL.fullmatch(text) is not None
