"""Work that falls due on a calendar of courts, and the rows that say when it was last done."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.db import Database, SharedTable
from shared.timekeeping import read_setting

#: Does what is due by court time, each world by its own calendar, and says how much it was.
Work = Callable[[Session, datetime], int]


@dataclass(frozen=True, slots=True)
class Duty:
    """One kind of such work; the hour's round does it, and every jump of a calendar."""

    name: str
    work: Work


class DutyRun(SharedTable):
    """When a duty was last looked after, and when it last had something to do.

    `looked_at` and `did_at` are real time, `court_time` is the federation's court time of
    `did_at`; `did` says how much was done then.
    """

    __tablename__ = "duty_run"

    name: Mapped[str] = mapped_column(String(40), primary_key=True)
    looked_at: Mapped[datetime]
    did_at: Mapped[datetime | None]
    court_time: Mapped[datetime | None]
    did: Mapped[int] = mapped_column(Integer, default=0)


def perform(database: Database, duties: Sequence[Duty], wall: datetime) -> int:
    """Do what is due, each duty in a transaction of its own; return how much it was."""
    done = 0
    for duty in duties:
        with database.writing() as session:
            did = duty.work(session, wall)
            _note(session, duty.name, did, wall)
        done += did
    return done


def _note(session: Session, name: str, did: int, wall: datetime) -> None:
    row = session.get(DutyRun, name)
    if row is None:
        row = DutyRun(name=name)
        session.add(row)
    row.looked_at = wall
    if did:
        row.did_at, row.court_time, row.did = wall, read_setting(session).now(wall), did


def as_json(session: Session) -> list[dict[str, Any]]:
    """Return when each duty was last looked after, as members tell it."""
    return [
        {
            "name": row.name,
            "looked_at": row.looked_at.isoformat(),
            "did_at": row.did_at.isoformat() if row.did_at else None,
            "court_time": row.court_time.isoformat() if row.court_time else None,
            "did": row.did,
        }
        for row in session.scalars(select(DutyRun).order_by(DutyRun.name))
    ]
