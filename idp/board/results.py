"""What a class has come to: seat by seat and exercise by exercise, and minutes per step."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from statistics import median
from typing import Final

from idp.board.grid import Going
from idp.exercises.format import Exercise
from idp.exercises.progress import Progress, order

PRESENT, EARLIER = "present", "earlier"
#: A spreadsheet takes a cell that begins so for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class Taken:
    """What came of an exercise in a seat; `minutes` are those of each step, None if not done.

    A seat that was set back may have a certificate of before: that one is `EARLIER`.
    """

    seat: str
    learner: str
    exercise: str
    title: str
    attempt: str
    points: int
    most: int
    hints: int
    mistakes: tuple[tuple[str, int], ...] = ()
    steps: tuple[str, ...] = ()
    minutes: tuple[float | None, ...] = ()
    begun_at: datetime | None = None
    completed_at: datetime | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Lost:
    """Minutes that seats took for a step: how many have done it, the median and the slowest."""

    step: str
    done: int
    seats: int
    median: float
    slowest: float
    slowest_seat: str


@dataclass(frozen=True, slots=True)
class Course:
    """An exercise of a class, with its steps."""

    exercise: str
    title: str
    steps: tuple[Lost, ...]


def taken(seat: str, learner: str, going: Going) -> Taken:
    """Return what came of an exercise so far."""
    progress = going.progress
    if progress is None:
        return Taken(seat, learner, going.exercise, going.title, PRESENT, 0, 0, 0)
    last = progress.finished
    return Taken(
        seat=seat,
        learner=learner,
        exercise=going.exercise,
        title=going.title,
        attempt=PRESENT,
        points=progress.points,
        most=progress.exercise.most,
        hints=len(progress.hints),
        mistakes=tuple((each.mistake.title, len(each.deeds)) for each in progress.mistakes),
        steps=tuple(each.step.title for each in progress.steps),
        minutes=minutes(progress, going.begun_at),
        begun_at=going.begun_at,
        completed_at=None if last is None else last.wall_time,
        code=going.code,
    )


def minutes(progress: Progress, begun_at: datetime | None) -> tuple[float | None, ...]:
    """Return how long each step took, from when the one before it was done."""
    found: dict[str, float] = {}
    before = begun_at
    pairs = [(each.done, each.step.id) for each in progress.steps if each.done is not None]
    for deed, step in sorted(pairs, key=lambda pair: order(pair[0])):
        if deed.wall_time is not None and before is not None:
            found[step] = round(max(0.0, (deed.wall_time - before).total_seconds()) / 60, 2)
            before = max(before, deed.wall_time)
    return tuple(found.get(each.step.id) for each in progress.steps)


def courses(exercises: Iterable[Exercise], rows: Sequence[Taken]) -> list[Course]:
    """Return where a class lost time: for each exercise its steps, as they stand there."""
    found = []
    for exercise in exercises:
        mine = [r for r in rows if r.exercise == exercise.key and r.attempt == PRESENT and r.most]
        steps = []
        for n, step in enumerate(exercise.steps):
            took = [(m, r.seat) for r in mine for m in r.minutes[n : n + 1] if m is not None]
            slowest, seat = max(took, default=(0.0, ""))
            middle = round(median(m for m, _ in took), 2) if took else 0.0
            steps.append(Lost(step.title, len(took), len(mine), middle, slowest, seat))
        found.append(Course(exercise.key, exercise.title, tuple(steps)))
    return found


def as_csv(rows: Sequence[Taken], *, longest: int | None = None) -> str:
    """Return rows as CSV: a column of minutes for each step, as many as the longest has."""
    count = max((len(each.steps) for each in rows), default=0) if longest is None else longest
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        [
            *("seat", "learner", "exercise", "title", "attempt", "points", "most", "hints"),
            *("mistakes", "begun (UTC)", "completed (UTC)", "certificate", "steps"),
            *(f"minutes of step {n}" for n in range(1, count + 1)),
        ]
    )
    for row in rows:
        took = ["" if m is None else f"{m:g}" for m in row.minutes]
        cells = [
            *(row.seat, row.learner, row.exercise, row.title, row.attempt),
            *(str(row.points), str(row.most), str(row.hints)),
            "; ".join(f"{title} ({times})" for title, times in row.mistakes),
            *(_moment(row.begun_at), _moment(row.completed_at), row.code),
            "; ".join(row.steps),
            *took,
            *[""] * (count - len(took)),
        ]
        writer.writerow([_harmless(cell) for cell in cells])
    return out.getvalue()


def _moment(when: datetime | None) -> str:
    return "" if when is None else f"{when:%Y-%m-%d %H:%M:%S}"


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(_FORMULA) else cell
