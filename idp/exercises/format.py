"""An exercise as a file that a trainer writes without code: read, checked, refused line by line."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from difflib import get_close_matches
from functools import lru_cache
from importlib import resources
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from idp.exercises.checks import PREDICATES, Check, Param, people
from shared.datafiles import DataFileError, Lines, Problem, syntax_line

_ID: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_KEY: Final = re.compile(r"[a-z0-9][a-z0-9-]{1,59}")
_PARAGRAPH: Final = re.compile(r"p-([a-z0-9]+)-\d+")
_WORDS: Final = MappingProxyType(
    {str: "text", int: "a whole number", bool: "true or false", list: "a list of texts"}
)
MOST_POINTS: Final = 100
LIBRARY: Final = "library"


class ExerciseError(DataFileError):
    """An exercise that cannot be used, with all its problems at once."""


@dataclass(frozen=True, slots=True)
class Start:
    """The state that a seat begins in.

    `cast` are keys of personas of whom the seat gets copies, the trainee first; `cases` are numbers
    of reference cases by court, of which it gets copies; `at` is court time, empty for the class's.
    `counsel` says who of the cast stands in the place of which counsel of those cases.
    """

    cast: tuple[str, ...]
    cases: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    at: str = ""
    counsel: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do. It is done by the first deed that any of its checks fulfils.

    `after` names a step that has to come before; what `one_way` steps did is not taken back.
    `checkpoint` says that the seat's state is kept when it is done.
    """

    id: str
    title: str
    checks: tuple[Check, ...]
    why: str
    points: int
    hint: str = ""
    paragraph: str = ""
    after: str = ""
    one_way: bool = False
    checkpoint: bool = False


@dataclass(frozen=True, slots=True)
class Mistake:
    """Something that goes wrong often: what it is, and the way out. `points` are lost once."""

    id: str
    title: str
    checks: tuple[Check, ...]
    words: str
    points: int = 0
    paragraph: str = ""
    after: str = ""


@dataclass(frozen=True, slots=True)
class Exercise:
    """What a seat is to do. `hint_points` is what a hint costs if the trainer wills."""

    key: str
    title: str
    story: str
    start: Start
    steps: tuple[Step, ...]
    mistakes: tuple[Mistake, ...] = ()
    minutes: int = 15
    hint_points: int = 1

    @property
    def most(self) -> int:
        """How many points there are."""
        return sum(step.points for step in self.steps)

    def step(self, wanted: str) -> Step | None:
        """Return a step by its id."""
        return next((step for step in self.steps if step.id == wanted), None)


def bound(exercise: Exercise, cases: Mapping[str, str]) -> Exercise:
    """Return an exercise with the numbers of a seat's own copies in place of the reference cases'.

    :param cases: the copies' numbers by those that the file names.
    """
    if not cases:
        return exercise

    def words(text: str) -> str:
        for number, own in cases.items():
            text = text.replace(number, own)
        return text

    def checks(given: tuple[Check, ...]) -> tuple[Check, ...]:
        return tuple(
            replace(each, params=MappingProxyType({**each.params, "case": own}))
            if (own := cases.get(each.params.get("case", ""), ""))
            else each
            for each in given
        )

    return replace(
        exercise,
        story=words(exercise.story),
        steps=tuple(
            replace(
                step,
                checks=checks(step.checks),
                title=words(step.title),
                why=words(step.why),
                hint=words(step.hint),
            )
            for step in exercise.steps
        ),
        mistakes=tuple(
            replace(each, checks=checks(each.checks), words=words(each.words))
            for each in exercise.mistakes
        ),
    )


# --------------------------------------------------------------------------- what a file may say


@dataclass(frozen=True, slots=True)
class _Field:
    """A key of a table: what it holds, and whether it has to be there."""

    type: type
    required: bool = False
    meaning: str = ""


TOP: Final[Mapping[str, _Field]] = MappingProxyType(
    {
        "title": _Field(str, True, "what it is called"),
        "story": _Field(str, True, "who the trainee is and what is to be reached"),
        "minutes": _Field(int, False, "how long it takes"),
        "hint_points": _Field(int, False, "what a hint costs, if the class wills that they cost"),
    }
)
START: Final[Mapping[str, _Field]] = MappingProxyType(
    {
        "cast": _Field(list, True, "personas of whom the seat gets copies, the trainee first"),
        "cases": _Field(dict, False, "by court: numbers of reference cases to be copied"),
        "at": _Field(str, False, "court time of the seat: an era, a date, a date and time"),
        "counsel": _Field(dict, False, "who of the cast takes the place of whom in its cases"),
    }
)
_OF_BOTH: Final[Mapping[str, _Field]] = MappingProxyType(
    {
        "id": _Field(str, True, "a short name of its own, in small letters"),
        "title": _Field(str, True, "what is to be done, or what went wrong"),
        "check": _Field(dict, True, "`{ is = 'name' }` with what it is told, or a list of such"),
        "points": _Field(int, False, "what it is worth, or what it costs"),
        "paragraph": _Field(str, False, "the paragraph of `docs/procedures`, such as p-001-6"),
        "after": _Field(str, False, "the id of a step that has to be done before it counts"),
    }
)  # fmt: skip
STEP: Final[Mapping[str, _Field]] = MappingProxyType(
    {
        **_OF_BOTH,
        "why": _Field(str, True, "in plain words, why it is so"),
        "hint": _Field(str, False, "how it is done; shown when it is asked for"),
        "one_way": _Field(bool, False, "whether nothing takes it back but a reset"),
        "checkpoint": _Field(bool, False, "whether the state of the seat is kept then"),
    }
)
MISTAKE: Final[Mapping[str, _Field]] = MappingProxyType(
    {**_OF_BOTH, "words": _Field(str, True, "what happened, and the way out")}
)


# --------------------------------------------------------------------------- reading


def load(key: str, folder: Path | None = None) -> Exercise:
    """Return an exercise by its key: of the trainer's folder if it is there, else of the library.

    :raises KeyError: if there is none.
    :raises ExerciseError: if its file cannot be used.
    """
    own = folder / f"{key}.toml" if folder is not None and _KEY.fullmatch(key) else None
    if own is not None and own.is_file():
        return read(own.read_text(encoding="utf-8"), own.name)
    if not _KEY.fullmatch(key):
        raise KeyError(key)
    file = resources.files(__package__) / LIBRARY / f"{key}.toml"
    if not file.is_file():
        raise KeyError(key)
    return read(file.read_text(encoding="utf-8"), f"{key}.toml")


def library(folder: Path | None = None) -> tuple[Exercise, ...]:
    """Return every exercise there is, by its key; the trainer's take the place of ours.

    :raises ExerciseError: if a file cannot be used.
    """
    return tuple(load(name.removesuffix(".toml"), folder) for name in _names(folder))


def usable(folder: Path | None = None) -> tuple[tuple[Exercise, ...], tuple[str, ...]]:
    """Return every exercise that can be used, by its key, and what is wrong with the others."""
    found, wrong = [], []
    for name in _names(folder):
        try:
            found.append(load(name.removesuffix(".toml"), folder))
        except KeyError:
            wrong.append(f"{name}: this is no name for a file of an exercise.")
        except ExerciseError as error:
            wrong += [str(each) for each in error.problems]
    return tuple(found), tuple(wrong)


def _names(folder: Path | None) -> list[str]:
    ours = (resources.files(__package__) / LIBRARY).iterdir()
    names = {entry.name for entry in ours if entry.name.endswith(".toml")}
    if folder is not None and folder.is_dir():
        names |= {file.name for file in folder.glob("*.toml")}
    return sorted(names)


@lru_cache(maxsize=256)
def read(text: str, source: str) -> Exercise:
    """Read an exercise; its key is the name of its file. The same text is read once.

    :raises ExerciseError: with every problem of the file, each with its line.
    """
    key = source.rpartition("/")[2].removesuffix(".toml")
    try:
        table = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise ExerciseError((Problem(source, syntax_line(error, text), f"{error}."),)) from error
    reader = _Reader(table, Lines(text), source)
    found = reader.exercise(key)
    if reader.problems:
        raise ExerciseError(tuple(sorted(reader.problems, key=lambda each: each.line)))
    return found


class _Reader:
    """Reads one file and gathers what is wrong with it."""

    def __init__(self, table: Mapping[str, Any], lines: Lines, source: str) -> None:
        self.table, self.lines, self.source = table, lines, source
        self.problems: list[Problem] = []

    def say(self, line: int, message: str) -> None:
        """Keep a problem."""
        self.problems.append(Problem(self.source, line or 1, message))

    def exercise(self, key: str) -> Exercise:
        """Read the whole file."""
        if not _KEY.fullmatch(key):
            self.say(1, f"“{key}” is no name for a file: use small letters, digits and hyphens.")
        own = {"start", "step", "mistake"}
        top = {name: value for name, value in self.table.items() if name not in own}
        told = self._fields(top, TOP, "The exercise", self.lines.of)
        start = self._start()
        steps = tuple(self._steps())
        ids = [step.id for step in steps]
        mistakes = tuple(self._mistakes(ids))
        if not steps:
            self.say(1, "The exercise has no step: add a [[step]].")
        self._unique("step", ids)
        self._unique("mistake", [each.id for each in mistakes])
        for n, step in enumerate(steps):
            if step.after and step.after not in ids[:n]:
                line = self.lines.of("step", n, "after")
                self.say(line, f"The step “{step.id}” comes after “{step.after}”, which is no "
                         "step before it.")  # fmt: skip
        return Exercise(
            key=key,
            title=told.get("title", ""),
            story=told.get("story", "").strip(),
            start=start,
            steps=steps,
            mistakes=mistakes,
            minutes=told.get("minutes", 15),
            hint_points=told.get("hint_points", 1),
        )

    def _unique(self, kind: str, ids: Sequence[str]) -> None:
        for n, each in enumerate(ids):
            if each in ids[:n]:
                line = self.lines.of(kind, n, "id")
                self.say(line, f"There are two {kind}s called “{each}”.")

    def _start(self) -> Start:
        table = self.table.get("start")
        if not isinstance(table, dict):
            self.say(1, "The exercise does not say where it begins: add a table [start].")
            return Start(())
        told = self._fields(
            table, START, "The start", lambda name: self.lines.of_table("start", name)
        )
        for name in told.get("cast", ()):
            if name not in people():
                line = self.lines.of_table("start", "cast")
                self.say(line, f"There is no persona “{name}”.{_close(name, people())}")
        cases = told.get("cases", {})
        for court, numbers in cases.items():
            if not isinstance(numbers, list) or not all(isinstance(n, str) for n in numbers):
                line = self.lines.of_table("start", "cases")
                self.say(line, f"The cases of “{court}” are a list of numbers as texts.")
        return Start(
            tuple(told.get("cast", ())),
            MappingProxyType({court: tuple(n) for court, n in cases.items()}),
            told.get("at", ""),
            MappingProxyType(self._counsel(told.get("counsel", {}))),
        )

    def _counsel(self, told: Mapping[str, Any]) -> dict[str, str]:
        line = self.lines.of_table("start", "counsel")
        for name in (*told, *told.values()):
            if not isinstance(name, str) or name not in people():
                self.say(line, f"There is no persona “{name}”.{_close(str(name), people())}")
        return {key: str(value) for key, value in told.items()}

    def _steps(self) -> Iterator[Step]:
        for told, checks in self._tables("step", STEP):
            if told.keys() >= {"id", "title", "why"}:
                yield Step(checks=checks, **{"points": 0, **told})

    def _mistakes(self, steps: Sequence[str]) -> Iterator[Mistake]:
        for n, (told, checks) in enumerate(self._tables("mistake", MISTAKE)):
            if told.get("after", "") not in ("", *steps):
                line = self.lines.of("mistake", n, "after")
                self.say(line, f"There is no step “{told['after']}”.{_close(told['after'], steps)}")
            if told.keys() >= {"id", "title", "words"}:
                yield Mistake(checks=checks, **told)

    def _tables(
        self, kind: str, known: Mapping[str, _Field]
    ) -> Iterator[tuple[dict[str, Any], tuple[Check, ...]]]:
        tables = self.table.get(kind, [])
        if not isinstance(tables, list) or not all(isinstance(each, dict) for each in tables):
            self.say(self.lines.of(kind), f"A {kind} begins with [[{kind}]].")
            return
        for n, table in enumerate(tables):
            what = f"The {kind} “{table.get('id', n + 1)}”"

            def line(name: str, place: int = n) -> int:
                return self.lines.of(kind, place, name)

            checks = self._checks(table.get("check"), what, line("check"))
            given = {name: value for name, value in table.items() if name != "check"}
            if "check" not in table:
                self.say(line("id"), f"{what} has no check: {known['check'].meaning}.")
            needed = {name: spec for name, spec in known.items() if name != "check"}
            told = self._fields(given, needed, what, line)
            self._check_words(told, what, line)
            yield told, checks

    def _check_words(self, told: Mapping[str, Any], what: str, line: Any) -> None:
        if "id" in told and not _ID.fullmatch(told["id"]):
            self.say(line("id"), f"{what}: an id has small letters, digits and _ only.")
        if not 0 <= told.get("points", 0) <= MOST_POINTS:
            self.say(line("points"), f"{what}: points are between 0 and {MOST_POINTS}.")
        said = told.get("paragraph")
        if said and not paragraph_exists(said):
            self.say(line("paragraph"), f"{what}: docs/procedures has no paragraph “{said}”.")

    def _fields(
        self, table: Mapping[str, Any], known: Mapping[str, _Field], what: str, line: Any
    ) -> dict[str, Any]:
        told = {}
        for name, value in table.items():
            spec = known.get(name)
            if spec is None:
                self.say(line(name), f"{what} may not say “{name}”.{_close(name, known)}")
            elif not _is(value, spec.type):
                self.say(line(name), f"{what}: {name} is {words_of(spec.type)}.")
            else:
                told[name] = value
        for name, spec in known.items():
            if spec.required and name not in table:
                self.say(
                    line("id") if "id" in known else 1,
                    f"{what} does not say its {name}: {spec.meaning}.",
                )
        return told

    def _checks(self, given: Any, what: str, line: int) -> tuple[Check, ...]:
        tables = given if isinstance(given, list) else [given] if given is not None else []
        found = []
        for table in tables:
            if not isinstance(table, dict) or not isinstance(table.get("is"), str):
                self.say(line, f'{what}: a check is written {{ is = "name", ... }}.')
                continue
            check = self._check(table, what, line)
            if check is not None:
                found.append(check)
        return tuple(found)

    def _check(self, table: Mapping[str, Any], what: str, line: int) -> Check | None:
        name = table["is"]
        predicate = PREDICATES.get(name)
        if predicate is None:
            self.say(line, f"{what}: there is no check “{name}”.{_close(name, PREDICATES)}")
            return None
        params = {key: value for key, value in table.items() if key != "is"}
        for key, value in params.items():
            problem = _wrong(predicate.known.get(key), value)
            if key not in predicate.known:
                problem = f"cannot be told “{key}”.{_close(key, predicate.known)}"
            if problem:
                self.say(line, f"{what}: the check {name} {problem}")
        for param in predicate.params:
            if param.required and param.name not in params:
                self.say(line, f"{what}: the check {name} has to be told “{param.name}”.")
        return Check(predicate, MappingProxyType(params))


def _wrong(param: Param | None, value: Any) -> str:
    if param is None:
        return ""
    if not _is(value, param.type):
        return f"is told {words_of(param.type)} as “{param.name}”."
    if param.allowed and value not in param.allowed:
        return f"is told one of {', '.join(param.allowed)} as “{param.name}”."
    if param.name == "by" and value not in people():
        return f"knows no persona “{value}”."
    return ""


def _is(value: Any, wanted: type) -> bool:
    if wanted is int:
        return type(value) is int
    if wanted is list:
        return isinstance(value, list) and all(isinstance(each, str) for each in value)
    return isinstance(value, wanted)


def words_of(wanted: type) -> str:
    """Return what a value of a kind is called in a sentence."""
    return _WORDS.get(wanted, "a table")


def _close(name: str, known: Any) -> str:
    found = get_close_matches(name, list(known), 1)
    return f" Did you mean {found[0]}?" if found else ""


def paragraph_exists(wanted: str) -> bool:
    """Say whether docs/procedures has a paragraph."""
    found = _PARAGRAPH.fullmatch(wanted)
    file = resources.files(__package__) / "procedures" / f"{found.group(1) if found else ''}.md"
    return file.is_file() and f'<a id="{wanted}"></a>' in file.read_text(encoding="utf-8")


def procedure_of(paragraph: str) -> str:
    """Return in which procedure a paragraph stands; empty for none."""
    found = _PARAGRAPH.fullmatch(paragraph)
    return found.group(1) if found else ""
