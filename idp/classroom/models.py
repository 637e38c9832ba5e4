"""Tables of the classroom."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from idp.tables import Table


class Trainer(Table):
    """A person who may train others; never a kind of PACER account (docs/decisions.md)."""

    __tablename__ = "trainer"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    subject: Mapped[str] = mapped_column(String(36), unique=True)
    since: Mapped[datetime]
