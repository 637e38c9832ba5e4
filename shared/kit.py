"""The conformance kit: tasks for client programs with known answers, and what is said of answers.

A question is a task with what is known; the known part never leaves the federation before an answer
was judged. docs/kit.md says how the kit is used.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from types import MappingProxyType
from typing import Any, Final, Literal
from xml.sax.saxutils import escape, quoteattr

#: What an answer looks like: a whole number, a text, several texts in any order, texts by name.
Shape = Literal["integer", "text", "texts", "fields"]
#: What is found out only when the answer is judged, by the name of what is asked.
CHARGED: Final = "charged"
SIGNED_IN: Final = "signed_in"
_NONE: Final[Mapping[str, str]] = MappingProxyType({})
SHAPES: Final[Mapping[Shape, str]] = MappingProxyType(
    {
        "integer": "a whole number",
        "text": "a text",
        "texts": "a list of texts, in any order",
        "fields": "an object with the fields that the task names",
    }
)


@dataclass(frozen=True, slots=True)
class Task:
    """What is asked. `given` is what the program needs to know, `fields` what it is to name."""

    id: str
    kind: str
    title: str
    prompt: str
    court: str
    shape: Shape
    given: Mapping[str, str] = field(default_factory=lambda: _NONE)
    fields: tuple[str, ...] = ()

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Task:
        """Read a task back."""
        return cls(**{**kept, "fields": tuple(kept.get("fields", ()))})


@dataclass(frozen=True, slots=True)
class Question:
    """A task with what is known of its answer.

    :param accepted: any of these is right; empty for what is found out later.
    :param live: what is found out when the answer is judged (CHARGED, SIGNED_IN).
    :param hint: said with a wrong answer: what usually makes it wrong.
    """

    task: Task
    accepted: tuple[Any, ...] = ()
    live: str = ""
    hint: str = ""

    def to_json(self) -> dict[str, Any]:
        """Return the question as members send and keep it."""
        return asdict(self)

    @classmethod
    def from_json(cls, kept: Mapping[str, Any]) -> Question:
        """Read a question back."""
        return cls(
            Task.from_json(kept["task"]),
            tuple(kept.get("accepted", ())),
            str(kept.get("live", "")),
            str(kept.get("hint", "")),
        )


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of a task; `why` is empty where the answer is right."""

    id: str
    kind: str
    title: str
    passed: bool
    why: str = ""


@dataclass(frozen=True, slots=True)
class Report:
    """All verdicts of a run."""

    run: str
    seed: int
    verdicts: tuple[Verdict, ...]

    @property
    def passed(self) -> int:
        """How many tasks were answered rightly."""
        return sum(verdict.passed for verdict in self.verdicts)

    @property
    def all_passed(self) -> bool:
        """Say whether every task was answered rightly."""
        return self.passed == len(self.verdicts)


@dataclass(frozen=True, slots=True)
class Found:
    """What was found out when an answer was judged: what is right, or why nothing can be."""

    accepted: tuple[Any, ...] = ()
    why: str = ""


def numbered(questions: Iterable[Question]) -> list[Question]:
    """Return the questions with ids of their own: t1, t2 ..."""
    return [
        Question(
            Task(**{**asdict(each.task), "id": f"t{number}", "fields": each.task.fields}),
            each.accepted,
            each.live,
            each.hint,
        )
        for number, each in enumerate(questions, start=1)
    ]


def judge(question: Question, answer: object, found: Found | None = None) -> Verdict:
    """Say whether an answer is right, and why not.

    :param answer: None if there is none.
    :param found: for a question whose answer is found out now.
    """
    task = question.task
    why = _why_not(question, answer, found)
    if why and question.hint and answer is not None:
        why = f"{why} {question.hint}"
    return Verdict(task.id, task.kind, task.title, passed=not why, why=why)


def _why_not(question: Question, answer: object, found: Found | None) -> str:
    if answer is None:
        return "There is no answer."
    shaped = _shaped(question.task, answer)
    if shaped is None:
        return f"The answer is to be {SHAPES[question.task.shape]}; it is {_shown(answer)}."
    if found is not None and found.why:
        return found.why
    accepted = question.accepted if found is None else found.accepted
    right = [_shaped(question.task, each) for each in accepted]
    if shaped in right:
        return ""
    return _difference(shaped, right[0] if right else None)


def _shaped(task: Task, answer: object) -> object:
    """Return an answer in the form in which answers are compared; None if it has another shape."""
    if task.shape == "integer":
        return _integer(answer)
    if task.shape == "text":
        return _text(answer)
    if task.shape == "texts":
        listed = isinstance(answer, Sequence) and not isinstance(answer, str)
        return sorted({_text(each) or "" for each in answer}) if listed else None  # type: ignore[attr-defined]
    if not isinstance(answer, Mapping):
        return None
    return {name: _text(answer.get(name)) or "" for name in task.fields}


def _integer(answer: object) -> int | None:
    if isinstance(answer, bool):
        return None
    if isinstance(answer, int):
        return answer
    text = str(answer).strip()
    return int(text) if isinstance(answer, str) and text.isascii() and text.isdigit() else None


def _text(answer: object) -> str | None:
    if isinstance(answer, bool) or not isinstance(answer, str | int):
        return None
    return " ".join(str(answer).split()).casefold()


def _difference(given: object, right: object) -> str:
    if isinstance(given, list) and isinstance(right, list):
        missing = [each for each in right if each not in given]
        more = [each for each in given if each not in right]
        parts = [f"missing: {_shown(missing)}"] if missing else []
        parts += [f"too much: {_shown(more)}"] if more else []
        return f"The list is not right; {'; '.join(parts)}."
    if isinstance(given, dict) and isinstance(right, dict):
        wrong = [
            f"{name} is {_shown(right[name])}, not {_shown(given[name])}"
            for name in right
            if given[name] != right[name]
        ]
        return f"{'; '.join(wrong)}."
    return f"It is {_shown(right)}, not {_shown(given)}."


_LONGEST: Final = 300


def _shown(value: object) -> str:
    text = f"“{value}”" if isinstance(value, str) else str(value)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}..."


# --------------------------------------------------------------------------- reports


def as_json(report: Report) -> dict[str, Any]:
    """Return a report for programs."""
    return {
        "run": report.run,
        "seed": report.seed,
        "passed": report.passed,
        "failed": len(report.verdicts) - report.passed,
        "tasks": [asdict(verdict) for verdict in report.verdicts],
    }


def from_json(kept: Mapping[str, Any]) -> Report:
    """Read a report back."""
    return Report(kept["run"], kept["seed"], tuple(Verdict(**each) for each in kept["tasks"]))


def as_text(report: Report) -> str:
    """Return a report for people."""
    lines = [f"Run {report.run}, seed {report.seed}"]
    for verdict in report.verdicts:
        lines.append(f"  {'pass' if verdict.passed else 'FAIL'}  {verdict.id:<4}{verdict.title}")
        if verdict.why:
            lines.append(f"              {verdict.why}")
    lines.append(f"{report.passed} of {len(report.verdicts)} passed")
    return "\n".join(lines) + "\n"


def as_junit(report: Report) -> str:
    """Return a report as test runners write it: JUnit's XML, one suite."""
    failed = len(report.verdicts) - report.passed
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        f'<testsuites tests="{len(report.verdicts)}" failures="{failed}">',
        f'  <testsuite name="moot-kit" tests="{len(report.verdicts)}" failures="{failed}" '
        'errors="0" skipped="0">',
        "    <properties>",
        f'      <property name="run" value={quoteattr(report.run)}/>',
        f'      <property name="seed" value="{report.seed}"/>',
        "    </properties>",
    ]
    for each in report.verdicts:
        head = f'    <testcase classname="moot.kit.{each.kind}" name={quoteattr(each.title)}'
        if each.passed:
            lines.append(f"{head}/>")
            continue
        lines += [
            f"{head}>",
            f"      <failure message={quoteattr(each.why)}>{escape(each.why)}</failure>",
            "    </testcase>",
        ]
    lines += ["  </testsuite>", "</testsuites>"]
    return "\n".join(lines) + "\n"
