"""Tables of the classroom. Their rows are of no world: they say which worlds there are."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Boolean, Float, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from idp.tables import Table
from shared import seating

#: What a seat waits for: to be made, to be given another state; or nothing.
MAKING, CHANGING, READY = "making", "changing", "ready"


class Trainer(Table):
    """A person who may train others; never a kind of PACER account (docs/decisions.md)."""

    __tablename__ = "trainer"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    subject: Mapped[str] = mapped_column(String(36), unique=True)
    since: Mapped[datetime]


class TrainingClass(Table):
    """A class: its code stands in every name of its seats, its world is `seating.class_world(id)`.

    `pin` is the second half of the join code. `start` is the text of the start state from which
    each seat was made, as it was then. `exercises` are the keys of what each seat is given, in
    their order. `runs` counts the runs of all its seats so far.
    Times are real; `offset_seconds` shifts the calendars of the class's clerks and of all seats.
    """

    __tablename__ = "training_class"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(String(8), unique=True)
    pin: Mapped[str] = mapped_column(String(8))
    name: Mapped[str] = mapped_column(String(120))
    trainer_subject: Mapped[str] = mapped_column(String(36), index=True)
    start_name: Mapped[str] = mapped_column(String(120))
    start: Mapped[str] = mapped_column(Text)
    exercises: Mapped[list[str]] = mapped_column(JSON, default=list)
    hints_cost: Mapped[bool] = mapped_column(Boolean, default=True)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    runs: Mapped[int] = mapped_column(Integer, default=0)
    offset_seconds: Mapped[float] = mapped_column(Float, default=0.0)

    @property
    def world(self) -> int:
        """Return the class's own world, which is its place, too."""
        return seating.class_world(self.id)

    @property
    def join_code(self) -> str:
        """Return what a trainee types to get a seat: K3F-4829."""
        return f"{self.code.upper()}-{self.pin}"


class Seat(Table):
    """A seat of a class; number 0 is the class itself, where its clerks sit.

    `key` ends all its passwords. `run` is the world of its present run, 0 before the first.
    `state` is one of `MAKING`, `CHANGING`, `READY`. `learner` is who joined, as they called
    themselves. `offset_seconds` is the seat's own share of its calendar's shift.
    """

    __tablename__ = "class_seat"
    __table_args__ = (UniqueConstraint("class_id", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    class_id: Mapped[int] = mapped_column(ForeignKey("training_class.id"), index=True)
    number: Mapped[int] = mapped_column(Integer)
    key: Mapped[str] = mapped_column(String(8))
    run: Mapped[int] = mapped_column(Integer, default=0, index=True)
    state: Mapped[str] = mapped_column(String(10), default=MAKING)
    offset_seconds: Mapped[float] = mapped_column(Float, default=0.0)
    learner: Mapped[str] = mapped_column(String(80), default="")
    joined_at: Mapped[datetime | None]
    training_class: Mapped[TrainingClass] = relationship(lazy="joined", innerjoin=True)

    @property
    def place(self) -> int:
        """Return what names the seat in every member, whatever becomes of its runs."""
        return seating.place_of(self.class_id, self.number)


class SeatRun(Table):
    """One run of a seat, from its beginning to its end; `world` is its number.

    `reason` is plant, reset or checkpoint; `checkpoint_id` the state with which it began.
    """

    __tablename__ = "seat_run"

    run: Mapped[int] = mapped_column(Integer, primary_key=True, autoincrement=False)
    seat_id: Mapped[int] = mapped_column(ForeignKey("class_seat.id"), index=True)
    reason: Mapped[str] = mapped_column(String(20))
    checkpoint_id: Mapped[int] = mapped_column(Integer)
    began_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]


class Checkpoint(Table):
    """A kept state of a seat in all members; the first of a seat is its start state.

    `taken_at` is empty until every member has kept its part, the identity provider last: before
    that nobody can go back to it.
    """

    __tablename__ = "seat_checkpoint"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("class_seat.id"), index=True)
    name: Mapped[str] = mapped_column(String(80))
    run: Mapped[int] = mapped_column(Integer)
    offset_seconds: Mapped[float] = mapped_column(Float)
    asked_at: Mapped[datetime]
    taken_at: Mapped[datetime | None]
    #: What the seat's calendar said when it was taken.
    court_time: Mapped[datetime]


class SeatErrand(Table):
    """What a court was asked about a seat and has not answered yet, or when it did.

    `deed` is the kind of the message that asked; `run` the run that it is about; `problem` is the
    court's answer if it could not be done.
    """

    __tablename__ = "seat_errand"
    __table_args__ = (UniqueConstraint("seat_id", "deed", "run", "checkpoint_id", "member"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("class_seat.id"), index=True)
    deed: Mapped[str] = mapped_column(String(40))
    run: Mapped[int] = mapped_column(Integer)
    checkpoint_id: Mapped[int] = mapped_column(Integer)
    member: Mapped[str] = mapped_column(String(40))
    asked_at: Mapped[datetime]
    answered_at: Mapped[datetime | None]
    problem: Mapped[str] = mapped_column(Text, default="")


class ClassMessage(Table):
    """What a trainer says to a seat; it is shown there until whoever sits there has read it.

    One that goes to all is a row for each seat, with the same moment. Times are real.
    """

    __tablename__ = "class_message"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    seat_id: Mapped[int] = mapped_column(ForeignKey("class_seat.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime]
    read_at: Mapped[datetime | None]
