"""Start states: with whom, with which cases and on which day a seat begins. Pure.

A start state is a TOML file of its own (`idp/classroom/starts/*.toml`), or the table `start` of an
exercise::

    title = "Linking class"
    story = "..."                       # for the trainer who chooses
    at = "2017-12-08"                   # court time at the start; without it the federation's

    [[cast]]                            # who sits in each seat: copies of personas
    persona = "attorney"
    links = { ctd = "linked" }          # where the copy differs from the persona
    totp_secret = "..."                 # of an authenticator app that is enrolled already
    at = "2021-11"                      # what they have is that of this day, not of the start

    [[staff]]                           # who works for the class: one copy for all seats
    persona = "clerk_ctd"

    [[case]]                            # copies of reference cases
    court = "ctd"
    copy = "3:19-cv-00021"
    counsel = { attorney = "attorney_ctd" }     # who stands in whose place
    shared = true                       # one for the whole class instead of one for each seat
"""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from importlib import resources
from types import MappingProxyType
from typing import Any, Final

from shared.casting import LINKS
from shared.errors import Refusal
from shared.personas import TOTP_SECRET, Persona

LIBRARY: Final = "starts"
#: So many copies of cases a seat has at most: the last digit of their numbers tells them apart.
MOST_CASES: Final = 9
_TOP: Final = frozenset({"title", "story", "at", "cast", "staff", "case"})
_PLAYER: Final = frozenset({"persona", "links", "totp_secret", "at"})
_CASE: Final = frozenset({"court", "copy", "counsel", "shared"})
_NUMBER: Final = re.compile(r"(\d:)?\d\d-([a-z]{2}-)?\d{4,6}")
_NOWHERE: Final = 1


@dataclass(frozen=True, slots=True)
class Player:
    """A persona of whom a seat, or the class, gets a copy."""

    persona: str
    links: Mapping[str, str] = field(default_factory=dict)
    totp_secret: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True)
class StartCase:
    """A copy of a reference case; a shared one belongs to the class."""

    court: str
    copy: str
    counsel: Mapping[str, str] = field(default_factory=dict)
    shared: bool = False


@dataclass(frozen=True, slots=True)
class Start:
    """A start state. `at` is court time as it was written, empty for the federation's."""

    title: str
    story: str = ""
    at: str = ""
    cast: tuple[Player, ...] = ()
    staff: tuple[Player, ...] = ()
    cases: tuple[StartCase, ...] = ()


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong, and in which line of the text (the first where no line says it)."""

    line: int
    words: str

    def __str__(self) -> str:
        """Return the problem as tools print it."""
        return f"line {self.line}: {self.words}"


class StartError(ValueError):
    """A start state that cannot be used; `problems` names everything that is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Known:
    """What a start state may name: personas by key, ids of courts, and how moments are read."""

    personas: Mapping[str, Persona]
    courts: Collection[str]
    read_moment: Callable[[str], datetime]


def library() -> Mapping[str, str]:
    """Return the texts of the start states that come with the program, by name."""
    folder = resources.files("idp.classroom").joinpath(LIBRARY)
    found = {
        file.name.removesuffix(".toml"): file.read_text(encoding="utf-8")
        for file in folder.iterdir()
        if file.name.endswith(".toml")
    }
    return MappingProxyType(dict(sorted(found.items())))


def parse(text: str, known: Known) -> Start:
    """Read a start state.

    :raises StartError: with every problem and its line.
    """
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        found = re.search(r"at line (\d+)", str(error))
        line = int(found[1]) if found else _NOWHERE
        raise StartError((Problem(line, f"this is no TOML: {error}"),)) from None
    return read(table, known, text=text)


def read(table: Mapping[str, Any], known: Known, *, text: str = "", under: str = "") -> Start:
    """Read a start state from a table.

    :param text: of the file in which the table stands, for the lines of problems.
    :param under: the table's name there, such as `start`.
    :raises StartError: with every problem and its line.
    """
    reader = _Reader(known, text, f"{under}." if under else "")
    start = reader.start(table)
    if reader.problems:
        raise StartError(tuple(sorted(reader.problems, key=lambda each: each.line)))
    return start


def write(start: Start) -> str:
    """Return a start state as the text of a file, which `parse` reads as the same."""
    lines = [f"title = {_quoted(start.title)}"]
    if start.story:
        lines.append(f"story = {_quoted(start.story)}")
    if start.at:
        lines.append(f"at = {_quoted(start.at)}")
    for name, players in (("cast", start.cast), ("staff", start.staff)):
        for player in players:
            lines += ["", f"[[{name}]]", f"persona = {_quoted(player.persona)}"]
            lines += [f"links = {_inline(player.links)}"] if player.links else []
            for key, value in (("totp_secret", player.totp_secret), ("at", player.at)):
                lines += [f"{key} = {_quoted(value)}"] if value else []
    for case in start.cases:
        lines += ["", "[[case]]", f"court = {_quoted(case.court)}", f"copy = {_quoted(case.copy)}"]
        lines += [f"counsel = {_inline(case.counsel)}"] if case.counsel else []
        lines += ["shared = true"] if case.shared else []
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """Return a text as TOML quotes it; what is no letter and no blank is left out."""
    plain = "".join(sign if sign.isprintable() else " " for sign in text)
    return json.dumps(plain, ensure_ascii=False)


def _inline(pairs: Mapping[str, str]) -> str:
    told = ", ".join(f"{_quoted(key)} = {_quoted(value)}" for key, value in pairs.items())
    return f"{{ {told} }}"


class _Reader:
    """Reads the tables of one start state and collects what is wrong with it."""

    def __init__(self, known: Known, text: str, prefix: str) -> None:
        self._known, self._prefix = known, prefix
        self._lines = text.splitlines()
        self.problems: list[Problem] = []

    def start(self, table: Mapping[str, Any]) -> Start:
        self._only(table, _TOP, _NOWHERE, "a start state")
        start = Start(
            title=self._words(table, "title"),
            story=self._words(table, "story", needed=False),
            at=self._moment(table, self._line_of("at")),
            cast=tuple(self._players(table, "cast")),
            staff=tuple(self._players(table, "staff")),
            cases=tuple(self._cases(table)),
        )
        if not start.cast:
            self._wrong(_NOWHERE, "nobody sits in a seat: there is no [[cast]]")
        self._check_people(start)
        return start

    def _check_people(self, start: Start) -> None:
        for name, players in (("cast", start.cast), ("staff", start.staff)):
            seen: set[str] = set()
            for place, player in enumerate(players):
                if player.persona in seen:
                    self._wrong(
                        self._line(name, place), f"{player.persona} is in it already: each once"
                    )
                seen.add(player.persona)
        if sum(not case.shared for case in start.cases) > MOST_CASES:
            self._wrong(_NOWHERE, f"a seat has at most {MOST_CASES} cases")
        if sum(case.shared for case in start.cases) > MOST_CASES:
            self._wrong(_NOWHERE, f"a class shares at most {MOST_CASES} cases")

    def _players(self, table: Mapping[str, Any], name: str) -> list[Player]:
        found = []
        for place, row in enumerate(self._rows(table, name)):
            line = self._line(name, place)
            self._only(row, _PLAYER, line, f"[[{self._prefix}{name}]]")
            player = Player(
                persona=str(row.get("persona", "")),
                links=self._pairs(row, "links", line),
                totp_secret=str(row.get("totp_secret", "")),
                at=self._moment(row, line),
            )
            self._check_player(player, line)
            found.append(player)
        return found

    def _check_player(self, player: Player, line: int) -> None:
        persona = self._known.personas.get(player.persona)
        if persona is None:
            self._wrong(line, f"there is no persona “{player.persona}”")
            return
        for court, link in player.links.items():
            if court not in persona.courts:
                self._wrong(line, f"{player.persona} has no account in {court}")
            if link not in LINKS:
                self._wrong(line, f"{court} is {' or '.join(LINKS)}, not “{link}”")
        if player.totp_secret and not TOTP_SECRET.fullmatch(player.totp_secret):
            self._wrong(line, "a totp_secret is 32 letters and digits of base32")

    def _cases(self, table: Mapping[str, Any]) -> list[StartCase]:
        found = []
        for place, row in enumerate(self._rows(table, "case")):
            line = self._line("case", place)
            self._only(row, _CASE, line, f"[[{self._prefix}case]]")
            case = StartCase(
                court=str(row.get("court", "")),
                copy=str(row.get("copy", "")),
                counsel=self._pairs(row, "counsel", line),
                shared=row.get("shared", False) is True,
            )
            if case.court not in self._known.courts:
                self._wrong(line, f"there is no court “{case.court}”")
            if not _NUMBER.fullmatch(case.copy):
                self._wrong(line, f"“{case.copy}” is no number of a reference case")
            for key in (*case.counsel, *case.counsel.values()):
                if key not in self._known.personas:
                    self._wrong(line, f"there is no persona “{key}”")
            found.append(case)
        return found

    # ----------------------------------------------------------------- values

    def _moment(self, table: Mapping[str, Any], line: int) -> str:
        told = table.get("at", "")
        # TOML has dates of its own; both spellings mean the same.
        text = told.isoformat() if hasattr(told, "isoformat") else told
        if not isinstance(text, str):
            self._wrong(line, "at is a date, a date and time, or the name of an era")
            return ""
        try:
            if text:
                self._known.read_moment(text)
        except Refusal as refusal:
            self._wrong(line, refusal.message)
        return text

    def _words(self, table: Mapping[str, Any], name: str, *, needed: bool = True) -> str:
        value = table.get(name, "")
        if not isinstance(value, str) or (needed and not value.strip()):
            self._wrong(self._line_of(name), f"{name} is missing or no text")
            return ""
        return value

    def _rows(self, table: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
        rows = table.get(name, [])
        if not isinstance(rows, list) or any(not isinstance(row, dict) for row in rows):
            self._wrong(self._line_of(name), f"write [[{self._prefix}{name}]] for each")
            return []
        return rows

    def _pairs(self, row: Mapping[str, Any], name: str, line: int) -> Mapping[str, str]:
        pairs = row.get(name, {})
        if not isinstance(pairs, dict) or any(not isinstance(v, str) for v in pairs.values()):
            self._wrong(line, f"{name} is a table of texts")
            return MappingProxyType({})
        return MappingProxyType(dict(pairs))

    def _only(
        self, table: Mapping[str, Any], allowed: frozenset[str], line: int, what: str
    ) -> None:
        for name in sorted(set(table) - allowed):
            here = self._line_of(name) if line == _NOWHERE else line
            self._wrong(here, f"{what} has no “{name}”")

    # ----------------------------------------------------------------- lines

    def _wrong(self, line: int, words: str) -> None:
        self.problems.append(Problem(line, words))

    def _line(self, name: str, place: int) -> int:
        """Return the line of the so-manieth table of a name, counted from 0."""
        head = re.compile(rf"\s*\[\[\s*{re.escape(self._prefix + name)}\s*\]\]")
        heads = [n for n, text in enumerate(self._lines, start=1) if head.match(text)]
        return heads[place] if place < len(heads) else _NOWHERE

    def _line_of(self, name: str) -> int:
        key = re.compile(rf"\s*{re.escape(name)}\s*=")
        found = (n for n, text in enumerate(self._lines, start=1) if key.match(text))
        return next(found, _NOWHERE)
