"""Tables of what courts were asked to take over."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from idp.tables import Table
from shared.db import Worldly


class MaintenanceRequest(Worldly, Table):
    """A change that one court was asked to take over; times are court times.

    `state` is pending, accepted, rejected or replaced; `reason` is the court's.
    """

    __tablename__ = "maintenance_request"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    message_id: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    court: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    asked: Mapped[str] = mapped_column(Text)
    update_reason: Mapped[str] = mapped_column(Text, default="")
    cases: Mapped[str] = mapped_column(String(10), default="none")
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20), default="pending")
    decided_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(Text, default="")
