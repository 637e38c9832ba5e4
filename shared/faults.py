"""The faults that a trainer or a developer may switch on: what each does, and what to do about it.

Pure: the catalogue (shared/faults.toml), whom a fault concerns, and the rules of what may be asked.
Which faults are on lies in rows (shared/switches.py); docs/faults.md is made from the catalogue.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Final

from shared import seating
from shared.errors import Refusal

EXPIRED_NONCE: Final = "expired-nonce"
FALSE_LOGIN: Final = "false-login"
OK_WITH_ERROR: Final = "ok-with-error"
RECEIPT_LOOP: Final = "receipt-loop"
SLOW_DOCKET: Final = "slow-docket"
TRUNCATED_PAGE: Final = "truncated-page"
COURT_MAINTENANCE: Final = "court-maintenance"
WRONG_AUDIENCE: Final = "wrong-audience"
WRONG_ISSUER: Final = "wrong-issuer"
WRONG_NONCE: Final = "wrong-nonce"
WRONG_SIGNATURE: Final = "wrong-signature"
EXPIRED_TOKEN: Final = "expired-token"  # noqa: S105 - the name of a fault
UNKNOWN_KEY: Final = "unknown-key"
ROTATED_KEYS: Final = "rotated-keys"
PROVIDER_DOWN: Final = "provider-down"
BACKCHANNEL_LOST: Final = "backchannel-lost"
MAIL_DELAYED: Final = "mail-delayed"
MAIL_DOUBLED: Final = "mail-doubled"

EVERYBODY: Final = "all"
PERSON: Final = "person"
SEAT: Final = "seat"
CLIENT: Final = "client"
PROGRAM: Final = "program"
COURT: Final = "court"
#: Of whom a fault may be, and what is named for it.
SCOPES: Final[Mapping[str, str]] = MappingProxyType(
    {
        EVERYBODY: "everybody",
        PERSON: "a person, by PACER user name",
        SEAT: "a seat by its name as on its card (k3f-07), or a class by its code (k3f)",
        CLIENT: "a client of the sign-on, by client_id",
        PROGRAM: "a client program, by a part of its User-Agent (juriscraper)",
        COURT: "a member, by its id",
    }
)
MOST_TIMES: Final = 1000
_SEAT_NAME: Final = re.compile(r"([a-z0-9]{1,8})(?:-([0-9]{1,2}))?")


class At(StrEnum):
    """Which members read a fault."""

    COURTS = "courts"
    PACER = "pacer"
    ALL = "all"


@dataclass(frozen=True, slots=True)
class Amount:
    """The one number that some faults take."""

    unit: str
    usual: int
    least: int
    most: int


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault. The sentences are shown on pages and in docs/faults.md.

    `bites` says at which one place, `life` what it is at the real courts and providers; `limit` is
    how often it may be asked for at most, 0 where it may stay until it is cleared; `shown` are the
    tests in which a browser or an unmodified client program meets it.
    """

    name: str
    title: str
    at: At
    does: str
    bites: str
    looks: str
    react: str
    life: str
    source: str
    scopes: tuple[str, ...]
    shown: tuple[str, ...]
    amount: Amount | None = None
    limit: int = 0

    @property
    def posts(self) -> bool:
        """Say whether it is about mails, which the identity provider sends, too."""
        return self.name in (MAIL_DELAYED, MAIL_DOUBLED)

    def is_read_by(self, *, court: bool) -> bool:
        """Say whether courts, or the identity provider, look for this fault at all."""
        return self.at in (At.ALL, At.COURTS if court else At.PACER)


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What is known of something that a fault might bite; `place` is that of the world's seat."""

    world: int = 0
    place: int = 0
    subject: str = ""
    email: str = ""
    client: str = ""
    court: str = ""
    program: str = ""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whom a fault concerns; `email` is a person's, for mails, which know nobody by subject.

    A seat is known by its place (`shared.seating`), which stays whatever becomes of its runs.
    """

    kind: str = EVERYBODY
    value: str = ""
    email: str = ""

    def covers(self, about: About) -> bool:
        """Say whether something is within the scope."""
        match self.kind:
            case "all":
                return True
            case "person":
                mailed = bool(about.email) and self.email.lower() == about.email.lower()
                return self.value == about.subject or mailed
            case "seat":
                places = (about.place, seating.class_of(about.world))
                return about.world != seating.REFERENCE and int(self.value) in places
            case "client":
                return self.value == about.client
            case "program":
                return self.value.casefold() in about.program.casefold()
            case _:
                return self.value == about.court


@dataclass(frozen=True, slots=True)
class Wish:
    """A fault as somebody asks for it; `times` None is until it is cleared."""

    name: str
    scope: str = EVERYBODY
    value: str = ""
    times: int | None = None
    amount: int | None = None


@cache
def catalogue() -> Mapping[str, Fault]:
    """Return all faults by their names, in the order in which they are told."""
    text = resources.files("shared").joinpath("faults.toml").read_text(encoding="utf-8")
    found = [_fault(table) for table in tomllib.loads(text)["fault"]]
    return MappingProxyType({fault.name: fault for fault in found})


def _fault(table: Mapping[str, Any]) -> Fault:
    words = {
        name: " ".join(value.split()) for name, value in table.items() if isinstance(value, str)
    }
    amount = table.get("amount")
    return Fault(
        **{
            **words,
            "at": At(table["at"]),
            "scopes": tuple(table["scopes"]),
            "shown": tuple(table["shown"]),
            "amount": None if amount is None else Amount(**amount),
            "limit": table.get("limit", 0),
        }
    )


def fault(name: str) -> Fault:
    """Return a fault by its name.

    :raises Refusal: code `name`.
    """
    found = catalogue().get(name)
    if found is None:
        raise Refusal("name", f"There is no fault “{name[:60]}”.", field="name")
    return found


# --------------------------------------------------------------------------- what may be asked


def checked(wish: Wish) -> Wish:
    """Return a wish in good order, its amount filled in.

    :raises Refusal: at the field that is wrong: name, scope, value, times or amount.
    """
    wanted = fault(wish.name)
    return Wish(
        wish.name,
        wish.scope,
        _value(wanted, wish.scope, wish.value.strip()),
        _times(wanted, wish.times),
        _amount(wanted, wish.amount),
    )


def _value(wanted: Fault, scope: str, value: str) -> str:
    if scope not in wanted.scopes:
        known = ", ".join(wanted.scopes)
        raise Refusal("scope", f"“{wanted.title}” can be for: {known}.", field="scope")
    if (scope == EVERYBODY) == bool(value):
        words = "Everybody needs no name." if value else f"Name {SCOPES[scope]}."
        raise Refusal("value", words, field="value")
    if scope == SEAT:
        seat_named(value)
    return value


def seat_named(value: str) -> tuple[str, int]:
    """Return class code and number of a seat's name; number 0 is the whole class.

    :raises Refusal: at the field `value`, if it is no such name.
    """
    found = _SEAT_NAME.fullmatch(value.lower())
    if found is None:
        raise Refusal("value", f"Name {SCOPES[SEAT]}.", field="value")
    return found[1], int(found[2] or 0)


def _times(wanted: Fault, times: int | None) -> int | None:
    if times is None and wanted.limit:
        words = f"Say how often, {wanted.limit} times at most: this fault is not left on."
        raise Refusal("times", words, field="times")
    return None if times is None else _within(times, 1, wanted.limit or MOST_TIMES, "times")


def _amount(wanted: Fault, amount: int | None) -> int | None:
    rule = wanted.amount
    if rule is None:
        if amount is not None:
            raise Refusal("amount", f"“{wanted.title}” takes no number.", field="amount")
        return None
    return _within(rule.usual if amount is None else amount, rule.least, rule.most, "amount")


def _within(value: int, least: int, most: int, field: str) -> int:
    if not least <= value <= most:
        raise Refusal(field, f"Give a number from {least} to {most}.", field=field)
    return value


# --------------------------------------------------------------------------- told to people

_GROUPS: Final = (
    (At.COURTS, "Faults of courts"),
    (At.PACER, "Faults of sign-on"),
    (At.ALL, "Faults of what is carried"),
)
_INTRODUCTION: Final = """\
# Faults on purpose

What goes wrong at the real courts now and then, and what a relying party has to refuse: each of
these can be switched on for a person, a seat or class, a client, a member or everybody, for a
number of requests or until it is cleared. They exist in training mode only; a faithful federation
neither takes nor reads them. Made by `make docs` from `shared/faults.toml`.

## Switching

- **Pages**: a trainer finds the switchboard at `/faults` on PACER's home host, and from the client
  portal.
- **Command**: `moot fault list`, `moot fault set NAME`, `moot fault clear`, for example
  `moot fault set false-login --person jattorney --times 1` or
  `moot fault set slow-docket --court ctd --amount 20`.
- **Programs**: the functions of `idp/switchboard/service.py`, which the sandbox API calls.

Each member counts by itself: a fault for three requests in all courts bites three times in each.
PACER keeps the list and tells the members at once; each keeps rows of its own, so that a fault
outlives a restart. Switching on and off is audited at PACER (`fault:set`, `fault:cleared`), each
bite where it happens (`fault:met`). A person is known by the PACER account; whoever works with an
old court login alone is reached by the seat. A seat is named as on its card (`k3f-07`) and a class
by its code (`k3f`), and a fault of a seat outlives its resets. A program is known by a part of its
`User-Agent`. A slow docket holds a thread: a quarter of a member's threads at most are held so at
once, others go on without a pause. While a fault is on, PACER hands out keys and tokens the long
way, so measure without.

## Shown by

Each fault is met once by a browser or by an unmodified client program, on whatever database and in
however many processes the tests are run (`--database`, `--topology`).
"""


def groups() -> list[tuple[str, list[Fault]]]:
    """Return the faults under their headings."""
    found = catalogue().values()
    return [(words, [each for each in found if each.at == at]) for at, words in _GROUPS]


def takes(wanted: Fault) -> str:
    """Say in a line what a fault takes."""
    often = "required" if wanted.limit else "until cleared if left out"
    said = [
        f"scope: {', '.join(wanted.scopes)}",
        f"times: 1 to {wanted.limit or MOST_TIMES}, {often}",
    ]
    if wanted.amount is not None:
        rule = wanted.amount
        said.append(
            f"amount: {rule.least} to {rule.most} {rule.unit}, {rule.usual} if it is left out"
        )
    return "; ".join(said)


def as_markdown() -> str:
    """Return docs/faults.md: how to switch a fault on, what it looks like, what a client does."""
    rows = [_INTRODUCTION.rstrip(), "", "| Fault | Test |", "|---|---|"]
    for each in catalogue().values():
        rows.append(f"| [`{each.name}`](#{_anchor(each)}) | {_tests(each)} |")
    for heading, found in groups():
        rows += ["", f"## {heading}"]
        for each in found:
            rows += [
                *("", f"### {each.title}: `{each.name}`", "", each.does, ""),
                f"- **Where**: {each.bites}.",
                f"- **Symptom**: {each.looks}",
                f"- **What a client should do**: {each.react}",
                f"- **In real life**: {each.life}",
                f"- **Source**: {each.source}.",
                f"- **Takes**: {takes(each)}.",
            ]
    return "\n".join(rows) + "\n"


def _anchor(each: Fault) -> str:
    """Return what a heading is referred to by, as Markdown pages make it."""
    words = re.sub(r"[^a-z0-9 -]", "", f"{each.title}: {each.name}".lower())
    return words.replace(" ", "-")


def _tests(each: Fault) -> str:
    return "<br>".join(f"`{test}`" for test in each.shown)
