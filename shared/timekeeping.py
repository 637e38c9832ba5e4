"""The clock setting of one member, as a row: a jump of the federation is done when all have it."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final, cast

from sqlalchemy import Float, Integer, Table, select
from sqlalchemy.orm import Mapped, Session, mapped_column

from shared.clock import ClockSetting
from shared.db import SharedTable, tables


class ClockRow(SharedTable):
    """Court time = real time + offset, or a moment at which it stands still."""

    __tablename__ = "clock"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    offset_seconds: Mapped[float] = mapped_column(Float, default=0.0)
    frozen_at: Mapped[datetime | None]


_CLOCK: Final = cast(Table, ClockRow.__table__)
# Every page asks it, and needs no object for it.
_SETTING: Final = select(_CLOCK.c.offset_seconds, _CLOCK.c.frozen_at).where(_CLOCK.c.id == 1)


def read_setting(session: Session) -> ClockSetting:
    """Return this member's clock setting; real time if none was ever set."""
    row = tables(session).execute(_SETTING).one_or_none()
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
