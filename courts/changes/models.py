"""Tables of the clerk's queue of changes."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from courts.accounts.models import CourtUser
from courts.tables import Table
from shared.db import Worldly


class ChangeRequest(Worldly, Table):
    """A change that somebody asks of this court; times are court times.

    `before` is what the account held when the clerk decided; `decided_by` is the audit name.
    """

    __tablename__ = "change_request"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    message_id: Mapped[str] = mapped_column(String(64), unique=True)
    court_user_id: Mapped[int] = mapped_column(ForeignKey("court_user.id"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    asked: Mapped[str] = mapped_column(Text)
    before: Mapped[str] = mapped_column(Text, default="")
    update_reason: Mapped[str] = mapped_column(Text, default="")
    cases: Mapped[str] = mapped_column(String(10), default="none")
    asked_at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20), default="pending", index=True)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    court_user: Mapped[CourtUser] = relationship(lazy="joined")
