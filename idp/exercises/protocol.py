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
from idp.exercises.models import Enrolment
from idp.exercises.service import Standing
from shared.errors import Refusal
from shared.web.runtime import Delivery, Handler
from shared.wire import Deeds, Message

_FOLLOWERS: Final = "moot_checkpoint_followers"
#: What is called at a checkpoint: with the database session, the seat's world, and its title.
Follow = Callable[[Session, int, str], None]


class ForeignDeedError(Refusal):
    """A member tells of another court's trail."""

    def __init__(self, sender: str, court: str) -> None:
        super().__init__("foreign_court", f"{sender} may not tell what happened in {court}.")


def when_reached(app: Flask, follow: Follow) -> None:
    """Have a function called when a seat comes to a checkpoint: it keeps the seat's state."""
    app.extensions.setdefault(_FOLLOWERS, []).append(follow)


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


def take(session: Session, message: Deeds, delivery: Delivery) -> None:
    """Keep what a court's trail says of a seat; marks follow when an exercise is complete.

    :raises ForeignDeedError: if the sender is not the court.
    """
    if delivery.sender.id != message.court:
        raise ForeignDeedError(delivery.sender.id, message.court)
    service.take_deeds(session, message)
    for row in queries.enrolments(session, world=message.world):
        if row.begun_at is not None:
            with suppress(service.NoExerciseError):
                standing_of(session, row, now=delivery.now, wall=delivery.wall)


def move_to_run(session: Session, former: int, present: int, kept: bool) -> None:
    """Take a seat's exercises along to its new run (what `teaching.protocol.when_moved` calls)."""
    service.move_to_run(session, from_world=former, to_world=present, keep=kept)


HANDLERS: Final[Mapping[type[Message], Handler]] = MappingProxyType({Deeds: take})


def folder() -> Path | None:
    """Return where the trainer keeps exercises of their own, None for none."""
    told = idp_edge.settings().exercises_folder
    return Path(told) if told else None
