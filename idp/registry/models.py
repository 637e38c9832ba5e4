"""Tables of the registry."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from idp.tables import Table
from shared.db import Worldly


class CourtRegistration(Worldly, Table):
    """A person's e-file account in one court, as that court last told it."""

    __tablename__ = "court_registration"
    __table_args__ = (UniqueConstraint("world", "court", "subject"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    court: Mapped[str] = mapped_column(String(40))
    subject: Mapped[str] = mapped_column(String(36), index=True)
    login_name: Mapped[str] = mapped_column(String(80), default="")
    display_name: Mapped[str] = mapped_column(String(200), default="")
    role: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(20), default="active")
    origin: Mapped[str] = mapped_column(String(20), default="linked")
    since: Mapped[datetime]
