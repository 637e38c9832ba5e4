"""Tables of exercises."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import JSON, Boolean, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from idp.tables import Table
from shared.db import Worldly


class ToldDeed(Worldly, Table):
    """What a court's trail said of a seat; `number` is its place there. Kept for good."""

    __tablename__ = "deed"
    __table_args__ = (
        UniqueConstraint("world", "member", "number"),
        Index("ix_deed_world_wall_time", "world", "wall_time"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    member: Mapped[str] = mapped_column(String(40))
    number: Mapped[int] = mapped_column(Integer)
    tag: Mapped[str] = mapped_column(String(60))
    actor: Mapped[str] = mapped_column(String(120))
    subject: Mapped[str] = mapped_column(String(160))
    detail: Mapped[str] = mapped_column(Text)
    court_time: Mapped[datetime]
    wall_time: Mapped[datetime]


class Enrolment(Worldly, Table):
    """A seat's exercise. `world` is its present run, `earlier` the runs that still count.

    `subject` and `name` are the trainee's, for the marks. Times are real but `begun_on`; an
    exercise that waits for its turn has none.
    """

    __tablename__ = "enrolment"
    __table_args__ = (UniqueConstraint("world", "exercise"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    exercise: Mapped[str] = mapped_column(String(60))
    subject: Mapped[str] = mapped_column(String(36))
    name: Mapped[str] = mapped_column(String(200))
    place: Mapped[int] = mapped_column(Integer, default=0)
    hints_cost: Mapped[bool] = mapped_column(Boolean, default=True)
    earlier: Mapped[list[int]] = mapped_column(JSON, default=list)
    #: Numbers of the seat's own copies, by those of the reference cases that the file names.
    cases: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    #: Steps with a checkpoint that are done: the seat's state was kept for each.
    reached: Mapped[list[str]] = mapped_column(JSON, default=list)
    begun_at: Mapped[datetime | None]
    begun_on: Mapped[datetime | None]

    @property
    def worlds(self) -> tuple[int, ...]:
        """The runs whose deeds count."""
        return (self.world, *self.earlier)


class HintTaken(Table):
    """A hint that was asked for."""

    __tablename__ = "hint_taken"
    __table_args__ = (UniqueConstraint("enrolment_id", "step"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    enrolment_id: Mapped[int] = mapped_column(ForeignKey("enrolment.id", ondelete="CASCADE"))
    step: Mapped[str] = mapped_column(String(40))
    taken_at: Mapped[datetime]


class Mark(Worldly, Table):
    """What an exercise was worth when it was complete; `code` is on the certificate. Kept for good.

    `enrolment_id` has no key of its own: a reset takes the enrolment to another run, not the mark.
    """

    __tablename__ = "mark"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    code: Mapped[str] = mapped_column(String(20), unique=True)
    enrolment_id: Mapped[int] = mapped_column(Integer, index=True)
    exercise: Mapped[str] = mapped_column(String(60))
    title: Mapped[str] = mapped_column(String(200))
    subject: Mapped[str] = mapped_column(String(36))
    name: Mapped[str] = mapped_column(String(200))
    points: Mapped[int] = mapped_column(Integer)
    most: Mapped[int] = mapped_column(Integer)
    hints: Mapped[int] = mapped_column(Integer)
    mistakes: Mapped[list[str]] = mapped_column(JSON, default=list)
    steps: Mapped[list[str]] = mapped_column(JSON, default=list)
    begun_at: Mapped[datetime]
    completed_at: Mapped[datetime]
    completed_on: Mapped[datetime]
