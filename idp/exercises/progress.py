"""How far a seat has come in an exercise: read from what happened, from the first deed on.

A step is done the moment a deed fulfils it, and undone if a later deed takes it back, unless it is
one way. What happened before the seat was reset does not count; if it was put back to a checkpoint,
only what happened after that checkpoint is forgotten.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from idp.exercises.checks import PACER, Deed
from idp.exercises.format import Exercise, Mistake, Step

RESET: Final = "seat:reset"
RESTORED: Final = "seat:restored"
#: What a restored seat says of the checkpoint: its real time.
UNTIL: Final = "until"


@dataclass(frozen=True, slots=True)
class StepState:
    """A step, and the deed that did it."""

    step: Step
    done: Deed | None = None
    undone: int = 0


@dataclass(frozen=True, slots=True)
class Noticed:
    """A mistake that was made, and how often."""

    mistake: Mistake
    deeds: tuple[Deed, ...]


@dataclass(frozen=True, slots=True)
class Progress:
    """Where a seat stands."""

    exercise: Exercise
    steps: tuple[StepState, ...]
    mistakes: tuple[Noticed, ...]
    hints: frozenset[str] = frozenset()
    hints_cost: bool = True

    @property
    def due(self) -> Step | None:
        """The first step that is not done; None if all are."""
        return next((each.step for each in self.steps if each.done is None), None)

    @property
    def complete(self) -> bool:
        """Say whether every step is done."""
        return all(each.done is not None for each in self.steps)

    @property
    def finished(self) -> Deed | None:
        """The deed that completed the exercise."""
        done = [each.done for each in self.steps if each.done is not None]
        return max(done, key=order) if done and self.complete else None

    @property
    def points(self) -> int:
        """What the steps were worth, less hints and mistakes; never below nothing."""
        gained = sum(each.step.points for each in self.steps if each.done is not None)
        lost = sum(each.mistake.points for each in self.mistakes)
        if self.hints_cost:
            lost += self.exercise.hint_points * len(self.hints)
        return max(0, gained - lost)


def done_since(exercise: Exercise, deeds: Sequence[Deed], moment: datetime) -> tuple[Step, ...]:
    """Return the steps that are done and would be due again if a seat went back to a moment."""
    until = [each for each in _counted(sorted(deeds, key=order)) if _by(each, moment)]
    kept = {each.step.id for each in evaluate(exercise, until).steps if each.done is not None}
    now = evaluate(exercise, deeds).steps
    return tuple(each.step for each in now if each.done is not None and each.step.id not in kept)


def order(deed: Deed) -> tuple[str, str, int]:
    """Return by what deeds of several members are put in a row: real time, then each trail's."""
    moment = deed.wall_time.isoformat() if deed.wall_time is not None else ""
    return (moment, deed.member, deed.number)


def evaluate(
    exercise: Exercise,
    deeds: Sequence[Deed],
    *,
    hints: Collection[str] = (),
    hints_cost: bool = True,
) -> Progress:
    """Return how far a seat has come, from its deeds in any order."""
    counted = _counted(sorted(deeds, key=order))
    done: dict[str, Deed] = {}
    undone: dict[str, int] = {}
    noticed: dict[str, list[Deed]] = {}
    for n, deed in enumerate(counted):
        before = counted[:n]
        # What depends on another step counts from the deed after it.
        earlier = frozenset(done)
        for step in exercise.steps:
            if step.id in done:
                if not step.one_way and any(c.undoes(deed, before) for c in step.checks):
                    del done[step.id]
                    undone[step.id] = undone.get(step.id, 0) + 1
            elif _may(step.after, earlier) and any(c.does(deed, before) for c in step.checks):
                done[step.id] = deed
        # What happens after the end is not part of the exercise any more.
        over = len(earlier) == len(exercise.steps)
        for mistake in () if over else exercise.mistakes:
            if _may(mistake.after, earlier) and any(c.does(deed, before) for c in mistake.checks):
                noticed.setdefault(mistake.id, []).append(deed)
    return Progress(
        exercise,
        tuple(StepState(s, done.get(s.id), undone.get(s.id, 0)) for s in exercise.steps),
        tuple(Noticed(m, tuple(noticed[m.id])) for m in exercise.mistakes if m.id in noticed),
        frozenset(hints),
        hints_cost,
    )


def _may(after: str, done: frozenset[str]) -> bool:
    return not after or after in done


def _counted(deeds: Sequence[Deed]) -> list[Deed]:
    """Leave out what a reset or a way back to a checkpoint has made undone."""
    counted: list[Deed] = []
    for deed in deeds:
        # Courts say so too, each when it has done its part; it counts when PACER began the run.
        if deed.member != PACER and deed.tag in (RESET, RESTORED):
            continue
        if deed.tag == RESET:
            counted = []
        elif deed.tag == RESTORED:
            until = str(deed.detail.get(UNTIL, ""))
            moment = datetime.fromisoformat(until) if until else None
            counted = [each for each in counted if _by(each, moment)]
        else:
            counted.append(deed)
    return counted


def _by(deed: Deed, moment: datetime | None) -> bool:
    return moment is not None and deed.wall_time is not None and deed.wall_time <= moment
