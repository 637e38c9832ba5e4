"""The notices that a court sent."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Integer
from sqlalchemy.orm import Mapped, mapped_column

from courts.tables import Table


class Notice(Table):
    """A notice of one entry, as it stood when it was docketed: what the receipt screen shows.

    `facts` is what the mails were written from: recipients, those told by other means, stamps.
    """

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(Integer, index=True)
    entry_id: Mapped[int] = mapped_column(Integer, unique=True)
    sent_at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
