"""Tables of the switchboard, beside the rows that every member has (shared/switches.py)."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from idp.tables import Table


class FaultSwitch(Table):
    """Who has switched a fault on, when, and for whom in words."""

    __tablename__ = "fault_switch"

    fault_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    named: Mapped[str] = mapped_column(String(120))
    set_by: Mapped[str] = mapped_column(String(120))
    set_at: Mapped[datetime]


class FaultTally(Table):
    """How often a fault has bitten at one member, as that member tells it."""

    __tablename__ = "fault_tally"

    fault_id: Mapped[str] = mapped_column(String(36), primary_key=True)
    member: Mapped[str] = mapped_column(String(40), primary_key=True)
    uses: Mapped[int] = mapped_column(Integer)
    last_at: Mapped[datetime]
