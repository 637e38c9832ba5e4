"""The clock setting of one member, as a row: a jump of the federation is done when all have it."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Float, Integer
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.clock import ClockSetting
from shared.db import SharedTable


class ClockRow(SharedTable):
    """Court time = real time + offset, or a moment at which it stands still."""

    __tablename__ = "clock"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    offset_seconds: Mapped[float] = mapped_column(Float, default=0.0)
    frozen_at: Mapped[datetime | None]


def read_setting(session: Session) -> ClockSetting:
    """Return this member's clock setting; real time if none was ever set."""
    row = session.get(ClockRow, 1)
    if row is None:
        return ClockSetting()
    return ClockSetting(timedelta(seconds=row.offset_seconds), row.frozen_at)


def write_setting(session: Session, setting: ClockSetting) -> None:
    """Replace this member's clock setting."""
    row = session.get(ClockRow, 1)
    if row is None:
        row = ClockRow(id=1)
        session.add(row)
    row.offset_seconds = setting.offset.total_seconds()
    row.frozen_at = setting.frozen_at
    session.flush()
