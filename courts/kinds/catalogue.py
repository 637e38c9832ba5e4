"""The event catalogue: what can be docketed, as data read from TOML and checked line by line.

An event is what a filer or the clerk picks from a menu; filing it makes a docket entry. Titles
are the usual names of the courts; prompts and help are our own words (facts 3.3, 3.7, 4, 5).
"""

from __future__ import annotations

import re
import string
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from functools import cache
from importlib import resources
from types import MappingProxyType
from typing import Any, Final, cast

from shared.datafiles import DataFileError, Lines, Problem, syntax_line

WHO: Final = (
    "attorney",
    "pro_se",
    "creditor",
    "trustee",
    "us_trustee",
    "filing_agent",
    "court_reporter",
    "court",
)
#: Who sees a document beyond the case's own rule, as courts name it (facts 3.11).
ACCESS: Final = (
    "public",
    "participants",
    "applicable_party",
    "court_only",
    "ex_parte",
    "sealed",
    "transcript",
)
DOCUMENT: Final = ("required", "optional", "none")
REFERS: Final = ("no", "may", "must")
STAGES: Final = (
    "opening",
    "service",
    "pleading",
    "appearance",
    "scheduling",
    "discovery",
    "motion",
    "response",
    "hearing",
    "trial",
    "order",
    "judgment",
    "claims",
    "administration",
    "sentence",
    "appeal",
    "notice",
)
PROMPT_KINDS: Final = ("text", "date", "money", "number", "choice", "yes_no", "party")
FROM: Final = ("filed", "served", "entered", "hearing", "petition", "meeting")
#: What every docket text may say without asking for it.
PLACES: Final = frozenset(
    {"title", "filers", "against", "re", "refs", "judge", "case", "court", "free"}
)
#: For what an event opens a case in another court (facts 5): the court above, or the district.
FORWARDS: Final = ("appeal", "withdrawal")
FILES: Final = ("civil", "criminal", "bankruptcy", "adversary", "appellate")
#: The prompt that asks for the day of a hearing; `PLACE` for where it is held.
HELD, PLACE = "held_on", "place"
_KEY: Final = re.compile(r"[a-z][a-z0-9_]*")
_NEEDED: Final = ("title", "menu", "category", "text", "who", "stage", "help")
_MOTION: Final = "MOTION {relief}{re} by {filers}.{free}"


@dataclass(frozen=True, slots=True)
class Prompt:
    """One question that an event asks; its answer may stand in the docket text by its name."""

    name: str
    ask: str
    kind: str = "text"
    choices: tuple[str, ...] = ()
    required: bool = True


@dataclass(frozen=True, slots=True)
class Deadline:
    """A date that the event sets: so many calendar days from a moment of the case.

    ``answer`` names the prompt whose answer is the date itself; then nothing is counted.
    """

    name: str
    days: int = 0
    counted_from: str = "filed"
    rule: str = ""
    answer: str = ""


@dataclass(frozen=True, slots=True)
class Fee:
    """What the event costs from a day on, in cents."""

    cents: int
    since: date | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Event:
    """One event of a menu.

    ``text`` is the template of the docket text; a motion has ``relief`` instead, so that several
    can be filed in one paper ("MOTION to Dismiss, MOTION to Stay by ..."). ``answers`` names the
    groups of events to which this one may refer; ``terminates`` says that it ends what it
    answers. ``limited`` marks what a person with a limited account of that role may file.
    ``forwards`` says for what it opens a case in another court. ``hearing`` is the name of what it
    puts on the calendar, for the day that answers the prompt ``held_on``.
    """

    key: str
    title: str
    menu: str
    category: str
    text: str
    who: tuple[str, ...]
    stage: str
    help: str
    relief: str = ""
    group: str = ""
    document: str = "required"
    access: str = "public"
    against: bool = False
    refers: str = "no"
    answers: tuple[str, ...] = ()
    terminates: bool = False
    opens: str = ""
    closes: bool = False
    opinion: bool = False
    prompts: tuple[Prompt, ...] = ()
    fees: tuple[Fee, ...] = ()
    deadlines: tuple[Deadline, ...] = ()
    sets: tuple[str, ...] = ()
    clears: tuple[str, ...] = ()
    since: date | None = None
    until: date | None = None
    forwards: str = ""
    hearing: str = ""

    @property
    def by_court(self) -> bool:
        """Say whether only the court enters it."""
        return self.who == ("court",)

    def fee_on(self, day: date) -> int:
        """The fee of a day in cents; 0 if it is free."""
        held = [fee for fee in self.fees if fee.since is None or fee.since <= day]
        return held[-1].cents if held else 0

    def exists_on(self, day: date) -> bool:
        """Say whether courts offered the event on a day."""
        return (self.since is None or self.since <= day) and (
            self.until is None or day < self.until
        )


class CatalogueError(DataFileError):
    """A catalogue that cannot be used, with all its problems at once."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The events of one or several menus, in the order of their files."""

    events: Mapping[str, Event]

    def event(self, key: str) -> Event:
        """Return an event.

        :raises KeyError: if there is none of that name.
        """
        return self.events[key]

    def titled(self, title: str, menu: str | None = None) -> tuple[Event, ...]:
        """Return the events of a title; several menus may have one of the same name."""
        return tuple(
            event
            for event in self.events.values()
            if event.title == title and menu in (None, event.menu)
        )

    def categories(self, menu: str) -> tuple[tuple[str, tuple[Event, ...]], ...]:
        """Return the categories of a menu with their events, as the menu shows them."""
        found: dict[str, list[Event]] = {}
        for event in self.events.values():
            if event.menu == menu:
                found.setdefault(event.category, []).append(event)
        return tuple((name, tuple(events)) for name, events in found.items())

    def offered(self, menu: str) -> tuple[tuple[str, tuple[str, ...]], ...]:
        """Return what filers find in a menu: categories with the titles of their events.

        Events that open a case have pages of their own; the court's never stand in a menu.
        """
        found = (
            (name, tuple(e.title for e in events if not e.by_court and not e.opens))
            for name, events in self.categories(menu)
        )
        return tuple((name, titles) for name, titles in found if titles)

    def answered_by(self, key: str) -> tuple[Event, ...]:
        """Return the events that may answer one: by its own name or its group's."""
        names = {key, self.events[key].group}
        return tuple(e for e in self.events.values() if names & set(e.answers))


def load(text: str, source: str) -> Catalogue:
    """Read one catalogue file.

    :raises CatalogueError: with every problem of the file, each with its line.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError((Problem(source, syntax_line(error, text), str(error)),)) from error
    reader = _Reader(table, Lines(text), source)
    events = reader.events()
    if reader.problems:
        raise CatalogueError(tuple(sorted(reader.problems, key=lambda problem: problem.line)))
    return Catalogue(MappingProxyType(events))


@cache
def of_menus(*names: str) -> Catalogue:
    """The catalogue of the files that ship with the program.

    :raises CatalogueError: when a file is wrong, or when two of them do not go together.
    """
    folder = resources.files("courts.kinds") / "events"
    return joined(
        *(
            load((folder / f"{name}.toml").read_text(encoding="utf-8"), f"events/{name}.toml")
            for name in names
        )
    )


def joined(*parts: Catalogue) -> Catalogue:
    """Return several menus as one catalogue.

    :raises CatalogueError: when a key is used twice, or an event answers what nobody can file.
    """
    events: dict[str, Event] = {}
    problems = []
    for event in (event for part in parts for event in part.events.values()):
        if event.key in events:
            problems.append(_between(event, f"{event.key}: another menu has this key"))
        events[event.key] = event
    there = {*events, *(event.group for event in events.values())}
    for event in events.values():
        for name in (name for name in event.answers if name not in there):
            problems.append(_between(event, f"{event.key}: answers {name}, which nobody is"))
    if problems:
        raise CatalogueError(tuple(problems))
    return Catalogue(MappingProxyType(events))


def _between(event: Event, message: str) -> Problem:
    return Problem(f"events of {event.menu}", 0, message)


def as_markdown() -> str:
    """Return the reference page of the catalogue."""
    rows = [
        "# The event catalogue",
        "",
        "What can be docketed, menu by menu, made by `make docs` from `courts/kinds/events`. A",
        "file with mistakes is refused with every line named.",
    ]
    for name in FILES:
        found = of_menus(name)
        menus = dict.fromkeys(event.menu for event in found.events.values())
        for menu in menus:
            rows += ["", f"## {menu}"]
            for category, events in found.categories(menu):
                rows += ["", f"### {category}", ""]
                rows += ["| event | who | document | fee | docket text |", "|---|---|---|---|---|"]
                rows += [_row(event) for event in events]
    return "\n".join(rows) + "\n"


def _row(event: Event) -> str:
    fee = f"${event.fees[-1].cents / 100:.2f}" if event.fees else ""
    document = event.document if event.access == "public" else f"{event.document}, {event.access}"
    text = event.text.replace("{relief}", event.relief)
    return f"| {event.title} | {', '.join(event.who)} | {document} | {fee} | `{text}` |"


# --------------------------------------------------------------------------- reading and checking


class _Reader:
    """Reads one file and gathers what is wrong with it."""

    def __init__(self, table: Mapping[str, Any], lines: Lines, source: str) -> None:
        self.table, self.lines, self.source = table, lines, source
        self.problems: list[Problem] = []

    def events(self) -> dict[str, Event]:
        """Return the events that could be read."""
        for name in self.table:
            if name not in ("defaults", "event"):
                self.say(self.lines.of(name), f"{name}: only defaults and event tables stand here")
        defaults = self.table.get("defaults", {})
        found: dict[str, Event] = {}
        for key, raw in self.table.get("event", {}).items():
            event = self.event(key, {**defaults, **raw})
            if event is not None:
                found[key] = event
        return found

    def say(self, line: int, message: str) -> None:
        self.problems.append(Problem(self.source, line, message))

    def event(self, key: str, raw: Mapping[str, Any]) -> Event | None:
        """Return one event, or None if it cannot be read."""
        before = len(self.problems)
        if _KEY.fullmatch(key) is None:
            self.tell(key, None, "a key is small letters, digits and _")
        values = {"key": key, **self.checked(key, raw)}
        if "relief" in values:
            values.setdefault("text", _MOTION)
            values.setdefault("group", "motion")
        for name in _NEEDED:
            if name not in values:
                self.tell(key, name, "must not be absent")
        if len(self.problems) > before:
            return None
        event = Event(**values)
        for name, problem in _wholeness(event):
            self.tell(key, name, problem)
        return event

    def checked(self, key: str, raw: Mapping[str, Any]) -> dict[str, Any]:
        """Return the values of an event as the catalogue holds them."""
        values: dict[str, Any] = {}
        for name, given in raw.items():
            check = _CHECKS.get(name)
            if check is None:
                self.tell(key, name, f"unknown; known are {', '.join(_CHECKS)}")
                continue
            values[name], problem = check(given)
            if problem:
                self.tell(key, name, problem)
        return values

    def tell(self, key: str, inner: str | None, message: str) -> None:
        table = f"event.{key}"
        line = (
            self.lines.of_table(table, inner)
            or self.lines.of_table("defaults", inner)
            or self.lines.of_table(table)
        )
        self.say(line, f"{key}: {inner}: {message}" if inner else f"{key}: {message}")


def _wholeness(event: Event) -> Iterator[tuple[str, str]]:
    """Yield what is wrong between the values of one event."""
    asked = {prompt.name for prompt in event.prompts}
    days = {prompt.name for prompt in event.prompts if prompt.kind == "date"}
    known = PLACES | asked | {"relief"}
    for name, text, told in (
        ("text", event.text, known),
        ("relief", event.relief, known),
        ("hearing", event.hearing, asked),
    ):
        for place in sorted(set(_places(text)) - told):
            yield name, f"{{{place}}} is neither asked for nor known"
    for wrong, name, problem in (
        (len(asked) != len(event.prompts), "prompts", "two prompts have the same name"),
        (
            bool(event.answers) and event.refers == "no",
            "answers",
            "an event that answers others must refer to them: refers may or must",
        ),
        (
            event.refers == "must" and not event.answers,
            "refers",
            "say in answers what it must refer to",
        ),
        (
            event.terminates and not event.answers,
            "terminates",
            "only what answers something can end it",
        ),
        (
            bool({each.answer for each in event.deadlines} - days - {""}),
            "deadlines",
            "answer names no prompt that asks for a date",
        ),
        (
            bool(event.hearing) and HELD not in days,
            "hearing",
            f"a hearing is held on the day that answers the prompt {HELD}",
        ),
        (
            event.since is not None and event.until is not None and event.until <= event.since,
            "until",
            "must come after since",
        ),
    ):
        if wrong:
            yield name, problem


def _places(text: str) -> tuple[str, ...]:
    return tuple(name for _, name, _, _ in string.Formatter().parse(text) if name is not None)


Checked = tuple[Any, str]
Check = Callable[[Any], Checked]


def _words(given: Any) -> Checked:
    fine = isinstance(given, str) and given.strip() == given and bool(given)
    return given, "" if fine else "must be text without spaces around it"


def _template(given: Any) -> Checked:
    value, problem = _words(given)
    if not problem:
        try:
            _places(value)
        except ValueError as error:
            problem = f"the braces do not match: {error}"
    return value, problem


def _truth(given: Any) -> Checked:
    return given, "" if isinstance(given, bool) else "must be true or false"


def _day(given: Any) -> Checked:
    # A datetime is a date in Python, but a moment is not a day.
    fine = isinstance(given, date) and not isinstance(given, datetime)
    return given, "" if fine else "must be a date such as 2023-12-01"


def _one_of(*allowed: str) -> Check:
    def check(given: Any) -> Checked:
        return given, "" if given in allowed else f"must be one of {', '.join(allowed)}"

    return check


def _some_of(*allowed: str) -> Check:
    def check(given: Any) -> Checked:
        if not isinstance(given, list) or not all(isinstance(each, str) for each in given):
            return (), "must be a list of texts"
        unknown = [each for each in given if allowed and each not in allowed]
        if unknown:
            return (), f"unknown {', '.join(unknown)}; known are {', '.join(allowed)}"
        if len(set(given)) != len(given):
            return (), "names something twice"
        return tuple(given), ""

    return check


def _tables(make: Callable[[Mapping[str, Any]], tuple[Any, str]]) -> Check:
    def check(given: Any) -> Checked:
        if not isinstance(given, list) or not all(isinstance(each, dict) for each in given):
            return (), "must be a list of tables"
        made = [make(each) for each in given]
        return tuple(value for value, _ in made), next((p for _, p in made if p), "")

    return check


def _prompt(raw: Mapping[str, Any]) -> tuple[Any, str]:
    problem = _unknown(raw, Prompt)
    name, kind, choices = raw.get("name", ""), raw.get("kind", "text"), raw.get("choices", [])
    if not problem and (not isinstance(name, str) or _KEY.fullmatch(name) is None):
        problem = "a prompt's name is small letters, digits and _"
    if not problem and not _is_text(raw.get("ask")):
        problem = f"prompt {name} asks nothing"
    if not problem and kind not in PROMPT_KINDS:
        problem = f"prompt {name}: kind must be one of {', '.join(PROMPT_KINDS)}"
    if not problem and (kind == "choice") != bool(choices):
        problem = f"prompt {name}: choices belong to kind choice, and to no other"
    return (None if problem else Prompt(**{**raw, "choices": tuple(choices)})), problem


def _deadline(raw: Mapping[str, Any]) -> tuple[Any, str]:
    problem = _unknown(raw, Deadline)
    if not problem and not _is_text(raw.get("name")):
        problem = "a deadline needs a name"
    if not problem and "answer" in raw and (raw.keys() & {"days", "counted_from"}):
        problem = "a deadline is counted, or it is the answer to a prompt"
    counted = isinstance(raw.get("days"), int) and raw["days"] > 0
    if not problem and not counted and "answer" not in raw:
        problem = "a deadline's days are a whole number above 0"
    if not problem and raw.get("counted_from", "filed") not in FROM:
        problem = f"a deadline is counted_from one of {', '.join(FROM)}"
    return (None if problem else Deadline(**raw)), problem


def _fees(given: Any) -> Checked:
    value, problem = _tables(_fee)(given)
    fees = cast("Sequence[Fee]", value)
    days = [fee.since for fee in fees if fee is not None]
    if not problem and any(day is None for day in days[1:]):
        problem = "only the first fee may be without since"
    known = [day for day in days if day is not None]
    if not problem and known != sorted(set(known)):
        problem = "each fee must begin after the one before"
    return value, problem


def _fee(raw: Mapping[str, Any]) -> tuple[Any, str]:
    problem = _unknown(raw, Fee)
    cents = raw.get("cents")
    if not problem and not (isinstance(cents, int) and cents > 0):
        problem = "a fee is a whole number of cents above 0"
    if not problem and "since" in raw:
        problem = _day(raw["since"])[1]
    return (None if problem else Fee(**raw)), problem


def _unknown(raw: Mapping[str, Any], shape: type) -> str:
    known = [field.name for field in fields(shape)]
    extra = [name for name in raw if name not in known]
    return f"unknown {', '.join(extra)}; known are {', '.join(known)}" if extra else ""


def _is_text(given: Any) -> bool:
    return isinstance(given, str) and bool(given.strip())


_CHECKS: Final[Mapping[str, Check]] = MappingProxyType(
    {
        "title": _words,
        "menu": _words,
        "category": _words,
        "text": _template,
        "who": _some_of(*WHO),
        "stage": _one_of(*STAGES),
        "help": _words,
        "relief": _template,
        "group": _words,
        "document": _one_of(*DOCUMENT),
        "access": _one_of(*ACCESS),
        "against": _truth,
        "refers": _one_of(*REFERS),
        "answers": _some_of(),
        "terminates": _truth,
        "opens": _words,
        "closes": _truth,
        "opinion": _truth,
        "prompts": _tables(_prompt),
        "fees": _fees,
        "deadlines": _tables(_deadline),
        "sets": _some_of(),
        "clears": _some_of(),
        "since": _day,
        "until": _day,
        "forwards": _one_of(*FORWARDS),
        "hearing": _template,
    }
)
