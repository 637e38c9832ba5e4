"""How answers are judged, and what reports say."""

from __future__ import annotations

import json
from typing import Any
from xml.etree import ElementTree

import pytest

from shared import kit
from shared.kit import Found, Question, Report, Shape, Task


def asked(shape: Shape, *accepted: Any, fields: tuple[str, ...] = ()) -> Question:
    task = Task("t1", "some", "Do something", "Do it.", "ctd", shape, {"a": "b"}, fields)
    return Question(task, accepted, hint="Look closer.")


@pytest.mark.parametrize(
    ("question", "answer"),
    [
        (asked("integer", 14), 14),
        (asked("integer", 14), " 14 "),
        (asked("text", "abc", "DEF"), "def"),
        (asked("text", "A v. B"), "a  v. b "),
        (asked("texts", ["One", "Two"]), ["two", "ONE", "one"]),
        (asked("texts", []), []),
        (asked("fields", {"x": "1", "y": "A"}, fields=("x", "y")), {"x": 1, "y": "a", "z": 0}),
    ],
)
def test_right_answers(question: Question, answer: Any) -> None:
    verdict = kit.judge(question, answer)
    assert (verdict.passed, verdict.why) == (True, "")


@pytest.mark.parametrize(
    ("question", "answer", "why"),
    [
        (asked("integer", 14), None, "There is no answer."),
        (asked("integer", 14), 13, "It is 14, not 13. Look closer."),
        (asked("integer", 1), True, "The answer is to be a whole number; it is True. Look closer."),
        (asked("integer", 1), "1.0", "to be a whole number; it is “1.0”"),
        (asked("text", "abc"), ["abc"], "The answer is to be a text"),
        (asked("texts", ["One", "Two"]), ["one", "three"], "missing: ['two']; too much: ['three']"),
        (asked("texts", ["One"]), "One", "a list of texts"),
        (asked("fields", {"x": "1"}, fields=("x",)), {}, "x is “1”, not “”."),
        (asked("fields", {"x": "1"}, fields=("x",)), [], "an object with the fields"),
        (asked("text", "y" * 400), "n", "y..., not “n”"),
    ],
)
def test_wrong_answers_say_why(question: Question, answer: Any, why: str) -> None:
    verdict = kit.judge(question, answer)
    assert not verdict.passed
    assert why in verdict.why


def test_what_is_found_out_later_decides() -> None:
    live = Question(asked("integer").task, live=kit.CHARGED, hint="Look closer.")
    assert kit.judge(live, 30, Found((30,))).passed
    assert kit.judge(live, 30, Found((40,))).why == "It is 40, not 30. Look closer."
    assert kit.judge(live, 30, Found(why="Nothing was charged.")).why.startswith("Nothing was")


def test_questions_survive_their_way() -> None:
    question = asked("fields", {"x": "1"}, fields=("x",))
    again = Question.from_json(json.loads(json.dumps(question.to_json())))
    assert again == Question(question.task, ({"x": "1"},), hint="Look closer.")
    first, second = kit.numbered([question, question])
    assert (first.task.id, second.task.id, second.task.fields) == ("t1", "t2", ("x",))


def test_reports() -> None:
    right, wrong = kit.judge(asked("integer", 1), 1), kit.judge(asked("text", "<a>"), "&")
    report = Report("run1", 7, (right, wrong))
    assert (report.passed, report.all_passed) == (1, False)
    told = kit.as_json(report)
    assert (told["passed"], told["failed"], told["seed"]) == (1, 1, 7)
    assert kit.from_json(json.loads(json.dumps(told))) == report
    text = kit.as_text(report)
    assert "  pass  t1  Do something" in text
    assert "It is “<a>”, not “&”. Look closer." in text
    assert text.endswith("1 of 2 passed\n")
    suites = ElementTree.fromstring(kit.as_junit(report))
    (suite,) = suites.findall("testsuite")
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    good, bad = suite.findall("testcase")
    assert good.get("classname") == "moot.kit.some"
    failure = bad.find("failure")
    assert failure is not None
    assert failure.text == failure.get("message") == "It is “<a>”, not “&”. Look closer."
