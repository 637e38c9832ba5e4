"""Writing exercises: deeds that courts tell, enrolments, hints, marks."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final

from sqlalchemy import delete
from sqlalchemy.orm import Session

from idp.exercises import certificate, format, queries
from idp.exercises.models import Enrolment, HintTaken, Mark, ToldDeed
from idp.exercises.progress import Progress, done_since, evaluate
from shared.audit import record
from shared.errors import Refusal
from shared.ids import new_token
from shared.wire import Deeds, DeedTold

LONGEST_NAME: Final = 200


class NoExerciseError(Refusal):
    """There is no such exercise, or this seat has not been given it."""

    def __init__(self) -> None:
        super().__init__("exercise", "This seat has no such exercise.")


class NoHintError(Refusal):
    """The step is not one of the exercise, or has no hint."""

    def __init__(self) -> None:
        super().__init__("hint", "There is no hint for this step.")


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a seat stands in an exercise; `mark` once it is complete."""

    row: Enrolment
    progress: Progress
    mark: Mark | None


@dataclass(frozen=True, slots=True)
class Settled:
    """What was written: the mark, if the exercise is complete, and titles of new checkpoints."""

    mark: Mark | None
    reached: tuple[str, ...] = ()


def take_deeds(session: Session, message: Deeds) -> None:
    """Keep what a court tells of a seat; what is there already stays as it is."""
    told = [DeedTold.read(each) for each in message.deeds]
    known = queries.known_numbers(
        session,
        world=message.world,
        member=message.court,
        numbers=[deed.number for deed in told],
    )
    session.add_all(
        ToldDeed(
            world=message.world,
            member=message.court,
            number=deed.number,
            tag=deed.tag,
            actor=deed.actor,
            subject=deed.subject,
            detail=json.dumps(deed.detail, sort_keys=True),
            court_time=datetime.fromisoformat(deed.court_time),
            wall_time=datetime.fromisoformat(deed.wall_time),
        )
        for deed in told
        if deed.number not in known
    )
    session.flush()


# --------------------------------------------------------------------------- enrolments


def enrol(
    session: Session,
    *,
    world: int,
    exercises: Sequence[str],
    subject: str,
    name: str,
    now: datetime,
    wall: datetime,
    hints_cost: bool = True,
    cases: Mapping[str, str] | None = None,
) -> tuple[Enrolment, ...]:
    """Give a seat's run its exercises; the first begins at once, the others when the seat says so.

    :param cases: numbers of the seat's own copies, by those of the reference cases.
    """
    rows = []
    for place, key in enumerate(exercises):
        row = queries.enrolment(session, world=world, exercise=key)
        if row is None:
            row = Enrolment(
                world=world,
                exercise=key,
                subject=subject,
                name=name,
                place=place,
                hints_cost=hints_cost,
                earlier=[],
                cases=dict(cases or {}),
                reached=[],
            )
            session.add(row)
        rows.append(row)
    session.flush()
    if rows and all(row.begun_at is None for row in rows):
        begin(session, rows[0], now=now, wall=wall)
    return tuple(rows)


def begin(session: Session, row: Enrolment, *, now: datetime, wall: datetime) -> None:
    """Begin an exercise: what happens from now on counts. One that runs already goes on."""
    if row.begun_at is not None:
        return
    row.begun_at, row.begun_on = wall, now
    _note(session, row, "exercise:begun", now=now, wall=wall)
    session.flush()


def take_hint(
    session: Session,
    row: Enrolment,
    exercise: format.Exercise,
    step: str,
    *,
    now: datetime,
    wall: datetime,
) -> None:
    """Note that a seat asks for the hint of a step; a second time costs nothing more.

    :raises NoHintError: if there is none.
    """
    found = exercise.step(step)
    if found is None or not found.hint:
        raise NoHintError
    if step not in queries.hints(session, row):
        session.add(HintTaken(enrolment_id=row.id, step=step, taken_at=wall))
        _note(session, row, "exercise:hint", now=now, wall=wall, step=step)
    session.flush()


def move_to_run(
    session: Session, *, from_world: int, to_world: int, until: datetime | None
) -> None:
    """Take a seat's exercises along to its new run.

    :param until: when the checkpoint was taken to which the seat goes back: what happened before
        counts on (`seat:restored` in the trail of the new run says so, too), and an exercise that
        began later waits for its turn again; hints stay paid for. None for a reset: everything
        begins anew.
    """
    rows = queries.enrolments(session, world=from_world)
    for row in rows:
        row.earlier = [] if until is None else [*row.earlier, row.world]
        row.world = to_world
        if until is None or (row.begun_at is not None and row.begun_at > until):
            row.begun_at = row.begun_on = None
            row.reached = []
    if until is None:
        ids = [row.id for row in rows]
        session.execute(delete(HintTaken).where(HintTaken.enrolment_id.in_(ids)))
    session.flush()


def name_trainee(session: Session, *, world: int, name: str) -> None:
    """Let the marks of a seat's run be given to somebody of another name from now on."""
    for row in queries.enrolments(session, world=world):
        row.name = name[:LONGEST_NAME]
    session.flush()


# --------------------------------------------------------------------------- progress and marks


def read(session: Session, row: Enrolment, exercise: format.Exercise) -> Standing:
    """Return where a seat stands; nothing is written."""
    progress = evaluate(
        exercise,
        queries.deeds(session, row),
        hints=queries.hints(session, row),
        hints_cost=row.hints_cost,
    )
    return Standing(row, progress, queries.mark_of(session, row))


def lost_after(
    session: Session, row: Enrolment, exercise: format.Exercise, moment: datetime
) -> tuple[format.Step, ...]:
    """Return what a seat has done in an exercise since a moment, and would have to do again."""
    return done_since(exercise, queries.deeds(session, row), moment)


def settle(session: Session, standing: Standing, *, now: datetime, wall: datetime) -> Settled:
    """Write what follows from where a seat stands: checkpoints, and the mark, each once."""
    reached = _reach(session, standing, now=now, wall=wall)
    row, progress = standing.row, standing.progress
    last = progress.finished
    if standing.mark is not None or last is None or row.begun_at is None:
        return Settled(standing.mark, reached)
    mark = Mark(
        world=row.world,
        code=certificate.code_from(new_token()),
        enrolment_id=row.id,
        exercise=row.exercise,
        title=progress.exercise.title,
        subject=row.subject,
        name=row.name,
        points=progress.points,
        most=progress.exercise.most,
        hints=len(progress.hints),
        mistakes=[each.mistake.title for each in progress.mistakes],
        steps=[each.step.title for each in progress.steps],
        begun_at=row.begun_at,
        completed_at=last.wall_time or wall,
        completed_on=last.court_time or now,
    )
    session.add(mark)
    _note(session, row, "exercise:completed", now=now, wall=wall, points=mark.points)
    session.flush()
    return Settled(mark, reached)


def _reach(
    session: Session, standing: Standing, *, now: datetime, wall: datetime
) -> tuple[str, ...]:
    """Note the checkpoints that a seat has come to, and return their titles.

    One that was undone may be reached again.
    """
    row = standing.row
    done = [s.step.id for s in standing.progress.steps if s.step.checkpoint and s.done is not None]
    new = tuple(step for step in done if step not in row.reached)
    if done != row.reached:
        row.reached = done
        session.flush()
    for step in new:
        _note(session, row, "exercise:checkpoint", now=now, wall=wall, step=step)
    return tuple(s.step.title for s in standing.progress.steps if s.step.id in new)


def exercise_of(row: Enrolment, folder: Path | None) -> format.Exercise | None:
    """Return a seat's exercise, about its own cases.

    None for a trainer's file that was taken away, or broken since.
    """
    try:
        return format.bound(format.load(row.exercise, folder), row.cases)
    except (KeyError, format.ExerciseError):
        return None


def _note(
    session: Session, row: Enrolment, tag: str, *, now: datetime, wall: datetime, **detail: object
) -> None:
    record(
        session,
        tag=tag,
        actor="coach",
        subject=f"exercise:{row.exercise}",
        now=now,
        wall=wall,
        detail=detail,
        world=row.world,
    )
