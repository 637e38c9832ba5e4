"""The filing permissions of a court as dated values, read from TOML and checked line by line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, tzinfo
from importlib import resources
from types import MappingProxyType
from typing import Any, Final, cast

from shared.datafiles import DataFileError, Lines, Problem, syntax_line

Value = str | bool | int | tuple[str, ...]

ROLES: Final = (
    "attorney",
    "creditor",
    "trustee",
    "us_trustee",
    "pro_se",
    "filing_agent",
    "court_reporter",
)

#: The largest limit of a court for one file that is known (facts 6.2).
MOST_MEGABYTES: Final = 200


@dataclass(frozen=True, slots=True)
class Rules:
    """What a court's policy says on one day."""

    temporary_password: str
    e_filing: str
    attorney_services_portal: bool
    old_login_shape: str
    password_reset: str
    court_password_minimum: int
    filing_roles: tuple[str, ...]
    limited_roles: tuple[str, ...]
    creditor_events: tuple[str, ...]
    trustee_events: tuple[str, ...]
    judge_trustee_assignment: str
    sealed_filing: str
    sealed_cases_online: bool
    closed_cases_online: bool
    pro_se_filing: str
    appearance_first: bool
    agents_file_sealed: bool
    pdf_max_mb: int
    pdf_forms: str
    pdf_hyperlinks: str
    pdf_open_action: str
    pdf_javascript: str
    check_pdf_document: bool
    fee_grace_days: int
    epoc: bool
    redaction_restricts_original: bool

    def events_of(self, role: str) -> tuple[str, ...] | None:
        """The events to which a role is limited; None for a role with all of them."""
        if role not in self.limited_roles:
            return None
        return {"creditor": self.creditor_events, "trustee": self.trustee_events}.get(role, ())


@dataclass(frozen=True, slots=True)
class Key:
    """What one key of a policy may hold, and what it means."""

    meaning: str
    type: type
    allowed: tuple[str, ...] = ()
    pattern: str = ""
    low: int = 0
    high: int = 0


KEYS: Final[Mapping[str, Key]] = MappingProxyType(
    {
        "temporary_password": Key(
            "whether an assigned password must be changed before filing, or should be",
            str,
            ("required", "advised"),
        ),
        "e_filing": Key(
            "who may file over the internet: everyone with the right role, or only under an "
            "E-Filing Order or with the consent of counsel of record",
            str,
            ("general", "order_or_consent"),
        ),
        "attorney_services_portal": Key(
            "whether the court has an Attorney Services Portal with logins of its own", bool
        ),
        "old_login_shape": Key(
            "how the court assigns old logins: letters stand for themselves, ? for a letter, "
            "# for a digit, a + at the end for more digits",
            str,
            pattern=r"[a-z]*\?*#+\+?",
        ),
        "password_reset": Key(
            "how a forgotten court password is reset: by a mail to the primary address, or only "
            "by the help desk",
            str,
            ("primary_email", "help_desk"),
        ),
        "court_password_minimum": Key(
            "how many characters a court password has at least", int, low=1, high=64
        ),
        "filing_roles": Key("the roles that may file", tuple, ROLES),
        "limited_roles": Key("the roles that see only the events of their role", tuple, ROLES),
        "creditor_events": Key("the events of a creditor with a limited account", tuple),
        "trustee_events": Key("the events of a trustee", tuple),
        "judge_trustee_assignment": Key(
            "who runs the assignment of judge and trustee in a new case: the filer, the clerk, or "
            "nobody because it is done at once",
            str,
            ("filer", "court", "automatic"),
        ),
        "sealed_filing": Key(
            "how filers bring sealed documents: asked on a screen of the wizard, by events of "
            "their own, on paper or by e-mail",
            str,
            ("prompt", "events", "paper", "email"),
        ),
        "sealed_cases_online": Key(
            "whether counsel of record may file over the internet in a sealed case", bool
        ),
        "closed_cases_online": Key("whether papers are taken in a closed case", bool),
        "pro_se_filing": Key(
            "what whoever files without an attorney needs besides the account: nothing, or an "
            "order of the case",
            str,
            ("general", "order"),
        ),
        "appearance_first": Key(
            "whether an attorney files an appearance before anything else in a case", bool
        ),
        "agents_file_sealed": Key("whether filing agents may file sealed documents", bool),
        "pdf_max_mb": Key("how many megabytes one PDF may have", int, low=1, high=MOST_MEGABYTES),
        "pdf_forms": Key(
            "what becomes of a PDF whose form can still be filled in", str, ("accept", "reject")
        ),
        "pdf_hyperlinks": Key(
            "what becomes of a PDF with links that lead out of it", str, ("accept", "reject")
        ),
        "pdf_open_action": Key(
            "what becomes of a PDF that does something harmless when it is opened, such as opening "
            "at a page",
            str,
            ("accept", "reject"),
        ),
        "pdf_javascript": Key(
            "what becomes of a PDF with JavaScript in it", str, ("accept", "reject")
        ),
        "check_pdf_document": Key(
            "whether Utilities offer Check PDF Document, which tells beforehand what the court "
            "would say of a PDF",
            bool,
        ),
        "fee_grace_days": Key(
            "after how many days an unpaid filing fee takes the filing menus away",
            int,
            low=0,
            high=60,
        ),
        "epoc": Key("whether claims may be filed without a login (ePOC)", bool),
        "redaction_restricts_original": Key(
            "whether a motion to redact hides the original paper at once, and not only itself", bool
        ),
    }
)


class PolicyError(DataFileError):
    """A policy that cannot be used, with all its problems at once."""


@dataclass(frozen=True, slots=True)
class Dated:
    """A value and the day from which it holds; without a day it holds from the beginning."""

    value: Value
    since: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """The dated values of a court; days begin at midnight in the court's own zone."""

    values: Mapping[str, tuple[Dated, ...]]
    source: str = ""
    zone: tzinfo = UTC

    def at(self, now: datetime) -> Rules:
        """The rules of the court day that ``now`` (an aware moment) falls on."""
        return self.on(now.astimezone(self.zone).date())

    def on(self, day: date) -> Rules:
        """The rules of one court day."""
        # Any: completeness and types were checked when the policy was loaded.
        held: dict[str, Any] = {name: _value_on(self.values[name], day) for name in KEYS}
        return Rules(**held)

    def over(self, below: Policy) -> Policy:
        """This policy laid over another, whose values hold where this one is silent.

        A key whose first value here has a day keeps the other's values before that day.
        """
        merged = dict(below.values)
        for name, mine in self.values.items():
            first = mine[0].since
            earlier = (
                tuple(
                    each
                    for each in below.values.get(name, ())
                    if each.since is None or each.since < first
                )
                if first is not None
                else ()
            )
            merged[name] = (*earlier, *mine)
        source = ", ".join(name for name in (self.source, below.source) if name)
        return Policy(values=MappingProxyType(merged), source=source, zone=self.zone)


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the documentation of a policy."""

    key: str
    meaning: str
    since: str
    value: str
    note: str


def load(text: str, source: str) -> Policy:
    """Read one policy file; it may be silent on keys.

    :raises PolicyError: with every problem of the file, each with its line.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise PolicyError((Problem(source, syntax_line(error, text), str(error)),)) from error
    return _checked(table, Lines(text), source)


def policy_for(
    kind: str,
    court_id: str,
    overrides: Mapping[str, object] | None = None,
    *,
    zone: tzinfo = UTC,
) -> Policy:
    """The policy of a court: its kind's, its own file's over it, the federation's over both.

    :raises PolicyError: when a file is wrong, or when a key has no value on every day.
    """
    policy = load(_text(f"{kind}.toml") or "", f"policies/{kind}.toml")
    own = _text(f"{court_id}.toml")
    if own is not None:
        policy = load(own, f"policies/{court_id}.toml").over(policy)
    if overrides:
        policy = _checked(overrides, Lines(""), f"federation, policy of {court_id}").over(policy)
    missing = tuple(
        Problem(policy.source, 0, f"{name}: no value from the beginning")
        for name in KEYS
        if not policy.values.get(name) or policy.values[name][0].since is not None
    )
    if missing:
        raise PolicyError(missing)
    return Policy(values=policy.values, source=policy.source, zone=zone)


def describe(policy: Policy) -> tuple[Row, ...]:
    """The rows of the documentation page of a policy, one for each dated value."""
    return tuple(
        Row(
            key=name,
            meaning=key.meaning,
            since=f"{dated.since:%m/%d/%Y}" if dated.since else "from the beginning",
            value=_plain(dated.value),
            note=dated.note,
        )
        for name, key in KEYS.items()
        for dated in policy.values.get(name, ())
    )


def known_courts() -> tuple[str, ...]:
    """The names of the policy files that ship with the program, kinds included."""
    folder = resources.files("courts.kinds") / "policies"
    return tuple(
        sorted(
            each.name.removesuffix(".toml")
            for each in folder.iterdir()
            if each.name.endswith(".toml")
        )
    )


def _text(name: str) -> str | None:
    file = resources.files("courts.kinds") / "policies" / name
    return file.read_text(encoding="utf-8") if file.is_file() else None


def _value_on(dated: tuple[Dated, ...], day: date) -> Value:
    held = [each for each in dated if each.since is None or each.since <= day]
    return held[-1].value


def _plain(value: Value) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, tuple):
        return ", ".join(value) or "none"
    return str(value)


def _checked(table: Mapping[str, object], lines: Lines, source: str) -> Policy:
    values: dict[str, tuple[Dated, ...]] = {}
    problems: list[Problem] = []
    for name, raw in table.items():
        if name not in KEYS:
            known = ", ".join(KEYS)
            problems.append(
                Problem(source, lines.of(name), f"{name}: unknown key; known are {known}")
            )
            continue
        dated, found = _dated(name, raw, lines, source)
        problems.extend(found)
        values[name] = dated
    if problems:
        raise PolicyError(tuple(sorted(problems, key=lambda problem: problem.line)))
    return Policy(values=MappingProxyType(values), source=source)


def _dated(
    name: str, raw: object, lines: Lines, source: str
) -> tuple[tuple[Dated, ...], list[Problem]]:
    if not _is_entries(raw):
        problem = _value_problem(name, raw)
        found = [Problem(source, lines.of(name), f"{name}: {problem}")] if problem else []
        return (Dated(_frozen(raw)),), found
    dated: list[Dated] = []
    problems: list[Problem] = []
    # _is_entries has looked at each of them.
    for number, entry in enumerate(cast("list[dict[str, object]]", raw)):
        for inner, message in _entry_problems(name, entry, number, dated):
            line = lines.of(name, number, inner)
            problems.append(Problem(source, line, f"{name}: {message}"))
        dated.append(
            Dated(
                value=_frozen(entry.get("value")),
                since=_day(entry.get("from")),
                note=str(entry.get("note", "")),
            )
        )
    return tuple(dated), problems


def _entry_problems(
    name: str, entry: dict[str, object], number: int, before: list[Dated]
) -> Iterator[tuple[str | None, str]]:
    for inner in entry:
        if inner not in ("from", "value", "note"):
            yield inner, f"unknown key {inner} beside from, value and note"
    problem = _value_problem(name, entry["value"]) if "value" in entry else "must not be absent"
    if problem:
        yield "value", problem
    if not isinstance(entry.get("note", ""), str):
        yield "note", "note must be text"
    yield from _from_problems(entry, number, before)


def _from_problems(
    entry: dict[str, object], number: int, before: list[Dated]
) -> Iterator[tuple[str | None, str]]:
    since = _day(entry.get("from"))
    if "from" in entry and since is None:
        yield "from", "from must be a date such as 2021-08-02"
    elif since is None and number:
        yield None, "only the first entry may be without from"
    previous = before[-1].since if before else None
    if since is not None and previous is not None and since <= previous:
        yield "from", f"from {since} does not come after {previous}"


def _is_entries(raw: object) -> bool:
    return isinstance(raw, list) and bool(raw) and all(isinstance(each, dict) for each in raw)


def _day(raw: object) -> date | None:
    # A datetime is a date in Python, but a moment is not a day.
    return raw if isinstance(raw, date) and not isinstance(raw, datetime) else None


def _frozen(raw: object) -> Value:
    return tuple(str(each) for each in raw) if isinstance(raw, list | tuple) else cast("Value", raw)


def _value_problem(name: str, raw: object) -> str:
    key = KEYS[name]
    checks = {bool: _bool_problem, int: _int_problem, str: _text_problem, tuple: _list_problem}
    return checks[key.type](key, raw)


def _bool_problem(_key: Key, raw: object) -> str:
    return "" if isinstance(raw, bool) else f"must be true or false, not {raw!r}"


def _int_problem(key: Key, raw: object) -> str:
    whole = isinstance(raw, int) and not isinstance(raw, bool)
    if whole and key.low <= cast("int", raw) <= key.high:
        return ""
    return f"must be a whole number from {key.low} to {key.high}, not {raw!r}"


def _text_problem(key: Key, raw: object) -> str:
    if not isinstance(raw, str):
        return f"must be text, not {raw!r}"
    if key.allowed and raw not in key.allowed:
        return f"must be one of {', '.join(key.allowed)}, not {raw!r}"
    if key.pattern and re.fullmatch(key.pattern, raw) is None:
        return f"{raw!r} is not a shape: {key.meaning}"
    return ""


def _list_problem(key: Key, raw: object) -> str:
    if not isinstance(raw, list | tuple) or not all(isinstance(each, str) for each in raw):
        return f"must be a list of texts, not {raw!r}"
    unknown = [each for each in raw if key.allowed and each not in key.allowed]
    if unknown:
        return f"unknown {', '.join(unknown)}; known are {', '.join(key.allowed)}"
    if len(set(raw)) != len(raw):
        return "names something twice"
    return ""
