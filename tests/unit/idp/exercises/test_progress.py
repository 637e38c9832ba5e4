"""Doing, undoing, resets, hints: how far a seat has come."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from idp.exercises import format
from idp.exercises.checks import Deed
from idp.exercises.progress import done_since, evaluate

BEGIN = datetime(2026, 11, 23, 9, 0, tzinfo=UTC)
TEXT = """
title = "Two steps"
story = "Of nobody."
hint_points = 2
[start]
cast = ["client"]
[[step]]
id = "app"
title = "Add an app"
check = { is = "app_added", at = "pacer" }
why = "Because."
hint = "So."
points = 5
[[step]]
id = "used"
title = "Use it"
check = [{ is = "passcode_used" }, { is = "noted", tag = "x:y", where = ["last=yes"] }]
why = "Because."
points = 4
after = "app"
one_way = true
[[mistake]]
id = "late"
title = "Too much"
check = { is = "spent_more_than", cents = 30 }
words = "Less."
points = 1
"""
EXERCISE = format.read(TEXT, "two.toml")


def deed(minute: int, tag: str, member: str = "pacer", **detail: Any) -> Deed:
    """Return what happened in a minute."""
    moment = BEGIN + timedelta(minutes=minute)
    return Deed(member, minute, tag, "pacer:pprogram", "", detail, moment, moment)


def done(*deeds: Deed) -> list[str]:
    """Return the steps that are done after some deeds."""
    return [each.step.id for each in evaluate(EXERCISE, deeds).steps if each.done is not None]


ADDED, GONE = deed(1, "mfa:app-added"), deed(2, "mfa:app-deleted", last=True)


def test_a_step_is_undone_when_the_trainee_undoes_it() -> None:
    """And done again by the next time; one way stays."""
    assert done(ADDED) == ["app"]
    assert done(ADDED, deed(2, "mfa:app-deleted", last=False)) == ["app"]
    assert done(ADDED, GONE) == []
    assert evaluate(EXERCISE, [ADDED, GONE]).steps[0].undone == 1
    assert done(ADDED, GONE, deed(3, "mfa:app-added")) == ["app"]
    used = deed(2, "mfa:code-used")
    assert done(ADDED, used, replace(GONE, wall_time=BEGIN + timedelta(minutes=3))) == ["used"]
    one_way = replace(EXERCISE, steps=tuple(replace(s, one_way=True) for s in EXERCISE.steps))
    assert evaluate(one_way, [ADDED, GONE]).steps[0].done == ADDED


def test_what_comes_after_something_counts_from_the_deed_after_it() -> None:
    """Whatever the order in which members tell of it."""
    assert done(deed(0, "mfa:code-used"), ADDED) == ["app"]
    assert done(deed(2, "mfa:code-used"), ADDED) == ["app", "used"]
    assert done(ADDED, deed(2, "x:y", last=True)) == ["app", "used"]
    assert done(ADDED, deed(2, "x:y", last=False)) == ["app"]
    assert done(deed(1, "mfa:app-added", "ctd")) == []


def test_what_was_before_a_reset_does_not_count() -> None:
    """A way back to a checkpoint forgets what was after that one."""
    used = deed(2, "mfa:code-used")
    assert done(ADDED, used, deed(3, "seat:reset")) == []
    assert done(ADDED, deed(3, "seat:reset"), deed(4, "mfa:app-added")) == ["app"]
    until = (BEGIN + timedelta(minutes=1)).isoformat()
    assert done(ADDED, used, deed(3, "seat:restored", until=until)) == ["app"]
    assert done(ADDED, used, deed(3, "seat:restored")) == []
    # A court says so when it has done its part, perhaps after the next deed.
    assert done(ADDED, used, deed(3, "seat:reset", "ctd")) == ["app", "used"]


def test_a_way_back_says_which_steps_it_takes() -> None:
    used = deed(2, "mfa:code-used")
    for minutes, lost in ((0, ["app", "used"]), (1, ["used"]), (9, [])):
        moment = BEGIN + timedelta(minutes=minutes)
        assert [each.id for each in done_since(EXERCISE, [ADDED, used], moment)] == lost


def test_points_are_lost_by_hints_and_mistakes() -> None:
    """Once each, hints if the class wills, and never below nothing."""
    spent = [deed(n, "billing:charged", cents=20) for n in (2, 3, 4)]
    progress = evaluate(EXERCISE, [ADDED, *spent], hints=["app"])
    assert [(m.mistake.id, len(m.deeds)) for m in progress.mistakes] == [("late", 2)]
    assert progress.points == 5 - 1 - 2
    assert replace(progress, hints_cost=False).points == 4
    assert evaluate(EXERCISE, [*spent], hints=["app"]).points == 0


def test_after_the_end_nothing_is_a_mistake_any_more() -> None:
    deeds = [ADDED, deed(2, "mfa:code-used"), deed(3, "billing:charged", cents=50)]
    progress = evaluate(EXERCISE, deeds)
    assert progress.complete
    assert progress.mistakes == ()
    assert progress.finished == deeds[1]


def test_a_persona_plays_whoever_is_copied_from_them() -> None:
    """Names of seats have class and seat after a point."""
    mine = format.read(TEXT.replace('at = "pacer" }', 'by = "client" }'), "two.toml")

    def by(actor: str) -> bool:
        return evaluate(mine, [replace(ADDED, actor=actor)]).steps[0].done is not None

    assert by("pacer:pprogram")
    assert by("pacer:PProgram.k3f-07")
    assert not by("pacer:pprogrammer")
    assert not by("pacer:jattorney.k3f-07")


def test_a_seats_own_copies_stand_in_for_the_cases_of_the_file() -> None:
    exercise = format.load("motion-with-exhibits")
    own = format.bound(exercise, {"3:19-cv-21": "3:19-cv-20021"})
    step = own.step("filed")
    assert step is not None
    assert step.checks[0].params["case"] == "3:19-cv-20021"
    assert step.title == "File a motion to compel in 3:19-cv-20021"
    assert "3:19-cv-20021" in own.story
    assert format.bound(exercise, {}) is exercise
