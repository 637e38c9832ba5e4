"""What courts tell of seats, and where a trainer keeps exercises."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Final, cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

from idp import edge as idp_edge
from idp.exercises import queries, service
from idp.exercises.format import Exercise
from idp.exercises.models import Enrolment
from idp.exercises.service import Standing
from idp.settings import Settings
from shared import seats
from shared.errors import Refusal
from shared.timekeeping import read_setting
from shared.web.runtime import Delivery, Handler
from shared.wire import Deeds, Message

_FOLLOWERS: Final = "moot_checkpoint_followers"
_ERA_FOLLOWERS: Final = "moot_era_followers"
#: What is called at a checkpoint: with the database session, the seat's world, and its title; and
#: when an exercise of another time begins: with that time as its file writes it.
Follow = Callable[[Session, int, str], None]


class ForeignDeedError(Refusal):
    """A member tells of another court's trail."""

    def __init__(self, sender: str, court: str) -> None:
        super().__init__("foreign_court", f"{sender} may not tell what happened in {court}.")


def when_reached(app: Flask, follow: Follow) -> None:
    """Have a function called when a seat comes to a checkpoint: it keeps the seat's state."""
    app.extensions.setdefault(_FOLLOWERS, []).append(follow)


def when_begun(app: Flask, follow: Follow) -> None:
    """Have a function called when an exercise of another time begins: it moves the calendar."""
    app.extensions.setdefault(_ERA_FOLLOWERS, []).append(follow)


def standing_of(session: Session, row: Enrolment, *, now: datetime, wall: datetime) -> Standing:
    """Return where a seat stands, once what follows from it is written and told.

    :raises NoExerciseError: if the file of the exercise is gone, or broken since.
    """
    exercise = service.exercise_of(row, folder())
    if exercise is None:
        raise service.NoExerciseError
    seen = service.read(session, row, exercise)
    settled = service.settle(session, seen, now=now, wall=wall)
    for step in settled.reached:
        for follow in cast("list[Follow]", current_app.extensions.get(_FOLLOWERS, [])):
            follow(session, row.world, step)
    return replace(seen, mark=settled.mark)


def standings(session: Session, world: int) -> list[Standing]:
    """Return where a seat stands in each of its exercises; nothing is written."""
    found = []
    for row in queries.enrolments(session, world=world):
        exercise = service.exercise_of(row, folder())
        if exercise is not None:
            found.append(service.read(session, row, exercise))
    return found


def take(session: Session, message: Deeds, delivery: Delivery) -> None:
    """Keep what a court's trail says of a seat; marks follow when an exercise is complete.

    :raises ForeignDeedError: if the sender is not the court.
    """
    if delivery.sender.id != message.court:
        raise ForeignDeedError(delivery.sender.id, message.court)
    service.take_deeds(session, message)
    rows = [
        row for row in queries.enrolments(session, world=message.world) if row.begun_at is not None
    ]
    marks = queries.marks_of(session, [row.id for row in rows])
    for row in rows:
        # Nothing follows any more from what happens after the end of an exercise.
        if not any(mark.begun_at == row.begun_at for mark in marks.get(row.id, ())):
            with suppress(service.NoExerciseError):
                standing_of(session, row, now=delivery.now, wall=delivery.wall)


def begin(session: Session, row: Enrolment, exercise: Exercise, *, wall: datetime) -> None:
    """Begin an exercise of a seat; one of another time than the last begins on its own calendar."""
    if row.begun_at is not None:
        return
    at = exercise.start.at
    if at and at != _present_era(session, row):
        for follow in cast("list[Follow]", current_app.extensions.get(_ERA_FOLLOWERS, [])):
            follow(session, row.world, at)
    service.begin(session, row, now=seat_time(session, row.world, wall), wall=wall)


def arrived(session: Session, world: int, *, wall: datetime) -> None:
    """Let the time of an exercise count from the moment at which somebody sits down to it.

    One in which something has happened already goes on. In a seat that was set back before anybody
    had come, the first one begins, as in a new seat.
    """
    rows = queries.enrolments(session, world=world)
    if rows and all(row.begun_at is None for row in rows):
        first = service.exercise_of(rows[0], folder())
        if first is not None:
            begin(session, rows[0], first, wall=wall)
        return
    for standing in standings(session, world):
        row, progress = standing.row, standing.progress
        touched = progress.mistakes or progress.hints or any(s.done for s in progress.steps)
        if row.begun_at is not None and not touched:
            row.begun_at, row.begun_on = wall, seat_time(session, world, wall)
    session.flush()


def _present_era(session: Session, row: Enrolment) -> str:
    """Return the time of the exercise that began last; that of this one if it is the first."""
    rows = queries.enrolments(session, world=row.world)
    begun = sorted((each.begun_at, each) for each in rows if each.begun_at is not None)
    found = [service.exercise_of(each, folder()) for _, each in begun] or [
        service.exercise_of(row, folder())
    ]
    times = [each.start.at for each in found if each is not None and each.start.at]
    return times[-1] if times else ""


def seat_time(session: Session, world: int, wall: datetime) -> datetime:
    """Return court time on the calendar of a seat's run, whoever asks."""
    found, setting = seats.standing_of(session, world), read_setting(session)
    return setting.now(wall) if found is None else found.now(setting, wall)


def move_to_run(session: Session, former: int, present: int, until: datetime | None) -> None:
    """Take a seat's exercises along to its new run (what `teaching.protocol.when_moved` calls)."""
    service.move_to_run(session, from_world=former, to_world=present, until=until)


HANDLERS: Final[Mapping[type[Message], Handler]] = MappingProxyType({Deeds: take})


def folder() -> Path | None:
    """Return where the trainer keeps exercises of their own, None for none."""
    return folder_of(idp_edge.settings())


def folder_of(settings: Settings) -> Path | None:
    """Return the folder that settings name, None for none."""
    return Path(settings.exercises_folder) if settings.exercises_folder else None
