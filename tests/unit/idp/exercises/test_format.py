"""A file with mistakes is refused with every line, in sentences."""

from __future__ import annotations

from pathlib import Path

import pytest

from idp.exercises import certificate, format, procedures
from idp.exercises.format import ExerciseError

GOOD = """title = "One step"
story = "Of nobody."

[start]
cast = ["attorney"]
cases = { ctd = ["3:19-cv-21"] }

[[step]]
id = "enter"
title = "Enter"
check = { is = "signed_in", at = "ctd", login = "court" }
why = "Because."
paragraph = "p-000-3"
points = 2

[[mistake]]
id = "wrong"
title = "Wrong"
check = { is = "sign_in_refused" }
words = "Right."
"""


def problems(text: str, name: str = "one.toml") -> list[str]:
    """Return what is wrong with a text."""
    with pytest.raises(ExerciseError) as caught:
        format.read(text, name)
    return [str(each) for each in caught.value.problems]


def test_a_good_file_is_an_exercise() -> None:
    read = format.read(GOOD, "one.toml")
    assert (read.key, read.title, read.most, read.minutes, read.hint_points) == (
        "one",
        "One step",
        2,
        15,
        1,
    )
    assert read.start.cases == {"ctd": ("3:19-cv-21",)}
    assert read.steps[0].checks[0].params == {"at": "ctd", "login": "court"}


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('title = "One step"', "title = 3", "one.toml:1: The exercise: title is text."),
        ('title = "One step"\n', "", "one.toml:1: The exercise does not say its title: what it"),
        ('cast = ["attorney"]', 'cast = ["atorney"]', "one.toml:5: There is no persona “atorney”. "
         "Did you mean attorney?"),
        ("[start]", "[begin]", "one.toml:1: The exercise does not say where it begins"),
        ("[start]", "[begin]", "one.toml:4: The exercise may not say “begin”."),
        ('["3:19-cv-21"]', "[3]", "one.toml:6: The cases of “ctd” are a list of numbers as texts."),
        ('is = "signed_in"', 'is = "singed_in"', "one.toml:11: The step “enter”: there is no check "
         "“singed_in”. Did you mean signed_in?"),
        ('login = "court"', 'logn = "court"', "one.toml:11: The step “enter”: the check signed_in "
         "cannot be told “logn”. Did you mean login?"),
        ('login = "court"', 'login = "old"', "one.toml:11: The step “enter”: the check signed_in "
         "is told one of court, pacer, typed, central as “login”."),
        ('login = "court"', "login = 1", "one.toml:11: The step “enter”: the check signed_in is "
         "told text as “login”."),
        ('is = "signed_in", at = "ctd", login = "court"', 'is = "spent_more_than"',
         "one.toml:11: The step “enter”: the check spent_more_than has to be told “cents”."),
        ('why = "Because."\n', "", "one.toml:9: The step “enter” does not say its why"),
        ("p-000-3", "p-000-99", "one.toml:13: The step “enter”: docs/procedures has no paragraph "
         "“p-000-99”."),
        ("points = 2", "points = 200", "one.toml:14: The step “enter”: points are between 0 and"),
        ("points = 2", "pints = 2", "one.toml:14: The step “enter” may not say “pints”. Did you "
         "mean points?"),
        ('words = "Right."', 'words = "Right."\nafter = "entre"', "one.toml:21: There is no step "
         "“entre”. Did you mean enter?"),
        ("points = 2", 'after = "later"', "one.toml:14: The step “enter” comes after “later”, "
         "which is no step before it."),
        ('id = "wrong"', 'id = "Wrong!"', "one.toml:17: The mistake “Wrong!”: an id has small"),
        ("[[mistake]]", "[mistake]", "A mistake begins with [[mistake]]."),
    ],
)  # fmt: skip
def test_a_problem_has_its_line(old: str, new: str, said: str) -> None:
    assert old in GOOD
    found = problems(GOOD.replace(old, new, 1))
    assert any(said in each for each in found), found


def test_two_of_a_name_and_a_file_that_is_no_toml() -> None:
    twice = GOOD + GOOD[GOOD.index("[[step]]") : GOOD.index("[[mistake]]")]
    assert any(": There are two steps called “enter”." in each for each in problems(twice))
    assert problems("title = \n")[0].startswith("one.toml:1: Invalid value")
    assert "is no name for a file" in problems(GOOD, "One Step.toml")[0]


def test_a_trainers_file_takes_the_place_of_ours(tmp_path: Path) -> None:
    (tmp_path / "mfa.toml").write_text(GOOD, encoding="utf-8")
    (tmp_path / "own-one.toml").write_text(GOOD, encoding="utf-8")
    found = {each.key: each.title for each in format.library(tmp_path)}
    assert found["mfa"] == found["own-one"] == "One step"
    assert len(found) == len(format.library()) + 1
    assert format.load("mfa", tmp_path).title == "One step"
    for key in ("../mfa", "none", ""):
        with pytest.raises(KeyError):
            format.load(key, tmp_path)


def test_every_paragraph_has_its_number_and_its_words() -> None:
    for name in procedures.names():
        found = procedures.load(name)
        assert found is not None
        ids = [block.id for block in found.blocks if block.id]
        assert ids == [f"p-{name}-{n}" for n in range(1, len(ids) + 1)]
        assert all(
            block.spans[0].text == block.id.removeprefix("p-") for block in found.blocks if block.id
        )
    assert procedures.load("../procedures/000") is None


def test_marks_of_a_paragraph_become_spans() -> None:
    text = "# T\n\nRead **this**, *that* and `x` in [001](001.md).\n"
    [block] = procedures.parse("t", text).blocks
    assert [(s.kind, s.text, s.href) for s in block.spans] == [
        ("plain", "Read ", ""),
        ("strong", "this", ""),
        ("plain", ", ", ""),
        ("em", "that", ""),
        ("plain", " and ", ""),
        ("code", "x", ""),
        ("plain", " in ", ""),
        ("link", "001", "001"),
        ("plain", ".", ""),
    ]


def test_a_code_is_read_aloud_and_typed_in_any_way() -> None:
    code = certificate.code_from("aZ09-_bYc18dXe")
    assert len(code) == 14
    assert not set(code) & set("01IO")
    assert certificate.normal(code.lower().replace("-", " ")) == code
    assert certificate.normal("") == ""
