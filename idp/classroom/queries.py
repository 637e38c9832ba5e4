"""Reading the classroom: trainers, classes, seats, what is still to be done."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, SQLColumnExpression, bindparam, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from idp.classroom.models import (
    MAKING,
    READY,
    Checkpoint,
    ClassMessage,
    Seat,
    SeatErrand,
    Trainer,
    TrainingClass,
)
from shared.seating import REFERENCE, SPAN


def is_trainer(session: Session, *, subject: str) -> bool:
    """Say whether a person may train others."""
    return session.scalar(select(Trainer.id).where(Trainer.subject == subject)) is not None


def class_by_id(session: Session, class_id: int, *, lock: bool = False) -> TrainingClass | None:
    """Return a class, locked until the end of the transaction if asked for."""
    statement = select(TrainingClass).where(TrainingClass.id == class_id)
    return session.scalar(_locked(statement) if lock else statement)


def class_of_trainer(session: Session, class_id: int, *, subject: str) -> TrainingClass | None:
    """Return a class to whoever made it; for every other trainer there is none."""
    found = class_by_id(session, class_id) if class_id < 1 << 31 else None
    return found if found is not None and found.trainer_subject == subject else None


def not_anothers(world: SQLColumnExpression[Any], *, subject: str) -> ColumnElement[bool]:
    """Return the condition that a column of worlds names none of another trainer's class."""
    others = select(TrainingClass.id).where(TrainingClass.trainer_subject != subject)
    return (func.coalesce(world, REFERENCE) // SPAN).not_in(others)


def class_by_code(
    session: Session, code: str, *, trainer: str | None = None
) -> TrainingClass | None:
    """Return the class of a code, if it is not closed; only this trainer's if one is given."""
    statement = select(TrainingClass).where(
        TrainingClass.code == code.lower(), TrainingClass.closed_at.is_(None)
    )
    return session.scalar(_of_trainer(statement, trainer))


def code_is_taken(session: Session, code: str) -> bool:
    """Say whether a class has or had a code."""
    found = select(TrainingClass.id).where(TrainingClass.code == code)
    return session.scalar(found) is not None


def classes(session: Session, *, trainer: str | None) -> Sequence[TrainingClass]:
    """Return the classes of a trainer, or with None all of them, the newest first."""
    statement = select(TrainingClass).order_by(TrainingClass.id.desc())
    return session.scalars(_of_trainer(statement, trainer)).all()


def _of_trainer(statement: Select[TrainingClass], trainer: str | None) -> Select[TrainingClass]:
    if trainer is None:
        return statement
    return statement.where(TrainingClass.trainer_subject == trainer)


def seat_counts(session: Session) -> dict[int, dict[str, int]]:
    """Return how many seats of each class are in which state."""
    statement = (
        select(Seat.class_id, Seat.state, func.count())
        .where(Seat.number > 0)
        .group_by(Seat.class_id, Seat.state)
    )
    found: dict[int, dict[str, int]] = {}
    for class_id, state, count in session.execute(statement):
        found.setdefault(class_id, {})[state] = count
    return found


def seats_of(session: Session, class_id: int, *, lock: bool = False) -> Sequence[Seat]:
    """Return the seats of a class in order, the class's own place first."""
    statement = select(Seat).where(Seat.class_id == class_id).order_by(Seat.number)
    return session.scalars(_locked(statement) if lock else statement).all()


def seat(session: Session, class_id: int, number: int, *, lock: bool = False) -> Seat | None:
    """Return a seat of a class, locked if asked for."""
    statement = select(Seat).where(Seat.class_id == class_id, Seat.number == number)
    return session.scalar(_locked(statement) if lock else statement)


def seat_of_code(session: Session, code: str, number: int) -> Seat | None:
    """Return a seat by the code of its class and its number."""
    of_class = class_by_code(session, code)
    return None if of_class is None else seat(session, of_class.id, number)


def seats_by_ids(session: Session, ids: Sequence[int], *, lock: bool = False) -> Sequence[Seat]:
    """Return seats by their keys, in order, locked if asked for."""
    statement = select(Seat).where(Seat.id.in_(ids)).order_by(Seat.id)
    return session.scalars(_locked(statement) if lock else statement).all()


def seats_at(session: Session, places: Sequence[int], *, lock: bool = False) -> Sequence[Seat]:
    """Return the seats at places, in their order, locked if asked for."""
    named = Seat.class_id * SPAN + Seat.number
    statement = select(Seat).where(named.in_(places)).order_by(Seat.id)
    return session.scalars(_locked(statement) if lock else statement).all()


def seat_of_world(session: Session, world: int) -> Seat | None:
    """Return the seat whose present run a world is; a class's own place for its world."""
    return session.scalar(select(Seat).where(Seat.run == world)) if world else None


def unmade(session: Session, class_id: int, *, most: int, lock: bool = False) -> Sequence[Seat]:
    """Return the first seats of a class that have no run yet."""
    statement = (
        select(Seat)
        .where(Seat.class_id == class_id, Seat.run == 0, Seat.state == MAKING)
        .order_by(Seat.number)
        .limit(most)
    )
    return session.scalars(_locked(statement) if lock else statement).all()


def free_seat(session: Session, class_id: int, *, learner: str = "") -> Seat | None:
    """Return the first ready seat of a class that is kept for a name and not taken, locked.

    :param learner: the name; empty for the seats that are kept for nobody.
    """
    statement = (
        select(Seat)
        .where(
            Seat.class_id == class_id,
            Seat.number > 0,
            Seat.state == READY,
            Seat.joined_at.is_(None),
            Seat.learner == learner,
        )
        .order_by(Seat.number)
        .limit(1)
    )
    found: Seat | None = session.scalar(_locked(statement))
    return found


def free_names(session: Session, class_id: int) -> Sequence[str]:
    """Return for whom the ready seats of a class are kept that nobody has taken; each once."""
    statement = select(Seat.learner).where(
        Seat.class_id == class_id,
        Seat.number > 0,
        Seat.state == READY,
        Seat.joined_at.is_(None),
    )
    return session.scalars(statement.distinct()).all()


def checkpoint(session: Session, checkpoint_id: int) -> Checkpoint | None:
    """Return a checkpoint."""
    return session.get(Checkpoint, checkpoint_id)


def checkpoints(session: Session, seat_id: int) -> Sequence[Checkpoint]:
    """Return the checkpoints of a seat to which one can go back, the oldest first."""
    return session.scalars(
        select(Checkpoint)
        .where(Checkpoint.seat_id == seat_id, Checkpoint.taken_at.is_not(None))
        .order_by(Checkpoint.id)
    ).all()


def last_checkpoint(session: Session, seat_id: int) -> Checkpoint | None:
    """Return the checkpoint of a seat that was taken last."""
    found: Checkpoint | None = session.scalar(
        select(Checkpoint)
        .where(Checkpoint.seat_id == seat_id, Checkpoint.taken_at.is_not(None))
        .order_by(Checkpoint.id.desc())
        .limit(1)
    )
    return found


def named_checkpoints(session: Session, class_id: int) -> Sequence[tuple[str, int]]:
    """Return the names of checkpoints of a class's seats, and how many seats have one of a name.

    Those that were asked for last come first.
    """
    statement = (
        select(Checkpoint.name, func.count(Checkpoint.seat_id.distinct()))
        .join(Seat, Seat.id == Checkpoint.seat_id)
        .where(Seat.class_id == class_id, Seat.number > 0, Checkpoint.taken_at.is_not(None))
        .group_by(Checkpoint.name)
        .order_by(func.max(Checkpoint.id).desc())
    )
    return [(name, count) for name, count in session.execute(statement)]


def checkpoints_named(session: Session, class_id: int, name: str) -> dict[int, Checkpoint]:
    """Return the newest checkpoint of a name of each seat that has one, by the seats' keys."""
    statement = (
        select(Checkpoint)
        .join(Seat, Seat.id == Checkpoint.seat_id)
        .where(
            Seat.class_id == class_id,
            Seat.number > 0,
            Checkpoint.name == name,
            Checkpoint.taken_at.is_not(None),
        )
        .order_by(Checkpoint.id)
    )
    return {row.seat_id: row for row in session.scalars(statement)}


def start_of(session: Session, seat_id: int) -> Checkpoint | None:
    """Return the first checkpoint of a seat: its start state."""
    return session.scalar(
        select(Checkpoint).where(Checkpoint.seat_id == seat_id).order_by(Checkpoint.id).limit(1)
    )


def errands(
    session: Session, *, seat_ids: Sequence[int], open_only: bool = False
) -> Sequence[SeatErrand]:
    """Return what courts were asked about seats, the oldest first."""
    statement = select(SeatErrand).where(SeatErrand.seat_id.in_(seat_ids)).order_by(SeatErrand.id)
    if open_only:
        statement = statement.where(SeatErrand.answered_at.is_(None))
    return session.scalars(statement).all()


def answered(session: Session, class_id: int, *, deed: str) -> int:
    """Count what courts have done for the present runs of a class's seats."""
    statement = (
        select(func.count(SeatErrand.answered_at))
        .join(Seat, Seat.id == SeatErrand.seat_id)
        .where(Seat.class_id == class_id, SeatErrand.run == Seat.run, SeatErrand.deed == deed)
    )
    return int(session.scalar(statement) or 0)


def problems(session: Session, class_id: int) -> Sequence[SeatErrand]:
    """Return what courts could not do for seats of a class, the newest first."""
    statement = (
        select(SeatErrand)
        .join(Seat, Seat.id == SeatErrand.seat_id)
        .where(Seat.class_id == class_id, SeatErrand.problem != "")
        .order_by(SeatErrand.id.desc())
    )
    return session.scalars(statement).all()


_UNREAD: Final = (
    select(ClassMessage)
    .join(Seat, Seat.id == ClassMessage.seat_id)
    .where(Seat.run == bindparam("world"), ClassMessage.read_at.is_(None))
    .order_by(ClassMessage.id)
)
_UNREAD_IDS: Final = _UNREAD.with_only_columns(ClassMessage.id)


def unread_messages(session: Session, world: int) -> Sequence[ClassMessage]:
    """Return what a trainer has said to a seat and nobody in its present run has read, the oldest
    first.
    """
    return session.scalars(_UNREAD, {"world": world}).all()


def unread_by(connection: Connection, world: int) -> tuple[int, ...]:
    """Return the ids of those messages, without making objects: the coach asks all the time."""
    return tuple(connection.scalars(_UNREAD_IDS, {"world": world}))


def messages_of(session: Session, class_id: int) -> Sequence[tuple[Seat, ClassMessage]]:
    """Return all that was said to seats of a class, the newest first."""
    statement = (
        select(Seat, ClassMessage)
        .join(ClassMessage, ClassMessage.seat_id == Seat.id)
        .where(Seat.class_id == class_id)
        .order_by(ClassMessage.id.desc())
    )
    return [(seat, message) for seat, message in session.execute(statement)]


def _locked(statement: Select[Any]) -> Select[Any]:
    table = statement.column_descriptions[0]["entity"]
    locked = statement.with_for_update(of=table)
    return locked.execution_options(populate_existing=True)
