"""Events of an account in its owner's words, and under which names it had them."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

RENAMED: Final = "account:user_name_changed"
LONGEST: Final = 120
HIDDEN: Final = "(not shown)"
#: No event holds a secret; should one come by a mistake, its value is not shown either.
_SECRET: Final = ("password", "secret", "token", "otp", "passcode", "answer", "hash", "card")

#: What an event means to the person; where a detail decides, its value stands after a comma.
SENTENCES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "signin:success": "You signed in.",
        "signin:success,cso-auth": "A program signed in with your account.",
        "signin:refused": "A sign-in with your user name was refused.",
        "signin:refused,password": "A sign-in was refused: the password was wrong.",
        "signin:refused,locked": "A sign-in was refused: there had been too many wrong passwords.",
        "signin:refused,disabled": "A sign-in was refused: the account is disabled.",
        "signin:refused,code": "A sign-in was refused: the one-time passcode was wrong.",
        "signin:refused,code missing": "A sign-in was refused: there was no one-time passcode.",
        "signin:refused,code locked": "A sign-in was refused: too many wrong passcodes.",
        "signin:closed": "A session of yours ended.",
        "signin:closed,logout": "You logged out.",
        "signin:closed,password": "A session was signed out because the password was changed.",
        "signin:closed,replaced": "A session ended because somebody else signed in there.",
        "account:registered": "Your account was registered.",
        "account:shown": "You looked at your account.",
        "account:upgraded": "You upgraded your account.",
        "account:activated": "You activated your account.",
        "account:activation_refused": "A wrong activation code was entered.",
        "account:letter_sent": "A letter with an activation code was sent.",
        "account:disabled": "Your account was disabled.",
        "account:password_changed": "You changed your password.",
        "account:password_kept": "You put off the change of an old password.",
        "account:password_reset": "Your password was reset by a mailed link.",
        RENAMED: "You changed your username.",
        "account:security_set": "You set your security questions.",
        "account:billing_email_set": "You changed your billing e-mail.",
        "account:billing_preferences_set": "You set your billing preferences.",
        "account:sessions_ended": "You signed sessions out.",
        "recovery:link_sent": "A link for a forgotten password was mailed.",
        "recovery:name_sent": "A mail with your user name was sent.",
        "recovery:wrong_answer": "A security question was answered wrong.",
        "mfa:selected": "Your account was selected for multifactor authentication.",
        "mfa:skipped": "You put multifactor authentication off.",
        "mfa:code-sent": "A security code was mailed.",
        "mfa:code-refused": "A wrong security code was entered.",
        "mfa:code-used": "A one-time passcode was used.",
        "mfa:app-refused": "A wrong passcode was entered for a new authenticator app.",
        "mfa:app-added": "You added an authenticator app.",
        "mfa:app-deleted": "You deleted an authenticator app.",
        "mfa:codes-made": "You made new backup codes.",
        "mail:read": "You opened a mail.",
        "billing:charged": "A use was charged to you.",
        "oidc:code": "You entered a court or an application.",
        "oidc:consent": "You allowed an application access.",
        "oidc:consent-refused": "You refused an application access.",
        "oidc:consent-withdrawn": "You took back the access of an application.",
        "oidc:client": "You registered a client.",
        "oidc:client-changed": "You changed a client.",
        "oidc:client-removed": "You removed a client.",
        "oidc:client-secret": "You made a new secret for a client.",
        "oidc:key-rotated": "You rotated a signing key.",
    }
)


@dataclass(frozen=True, slots=True)
class Renaming:
    """One change of a user name, at a place in the trail."""

    event_id: int
    former: str
    user_name: str


@dataclass(frozen=True, slots=True)
class Span:
    """A name and the part of the trail in which it was this account's; `until` may be open."""

    name: str
    after: int
    until: int | None = None


def spans(renamings: Iterable[Renaming], name: str) -> tuple[Span, ...]:
    """Return under which names an account is found, so that nobody sees a namesake's events.

    A name that was given up may become somebody else's: each counts for its own time only.
    """
    known = sorted(renamings, key=lambda r: r.event_id, reverse=True)
    found: list[Span] = []
    until: int | None = None
    while True:
        key = name.casefold()
        mine = (r for r in known if key in (r.former.casefold(), r.user_name.casefold()))
        last = next(mine, None)
        if last is None:
            return (*found, Span(name, 0, until))
        if last.user_name.casefold() != key:  # given up by whoever had it before
            return (*found, Span(name, last.event_id, until))
        found.append(Span(name, last.event_id - 1, until))
        # The change itself is the last event under the former name.
        name, until = last.former, last.event_id + 1
        known = [r for r in known if r.event_id < last.event_id]


def sentence(tag: str, detail: Mapping[str, Any]) -> str:
    """Return an event in the owner's words."""
    for name in ("reason", "via"):
        found = SENTENCES.get(f"{tag},{detail.get(name, '')}")
        if found:
            return found
    return SENTENCES.get(tag) or plain(tag)


def plain(tag: str) -> str:
    """Return the words of an event that has no sentence of its own."""
    first, _, rest = tag.partition(":")
    words = f"{first}: {rest}" if rest else first
    return f"{words.replace('_', ' ').replace('-', ' ').capitalize()}."


def read(detail: str) -> dict[str, Any]:
    """Return what an event holds besides who and when."""
    try:
        found = json.loads(detail or "{}")
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def shown(detail: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Return names and values of an event for trainers, without anything like a secret."""
    return tuple(
        (name, HIDDEN if any(s in name.lower() for s in _SECRET) else str(value)[:LONGEST])
        for name, value in sorted(detail.items())
    )
