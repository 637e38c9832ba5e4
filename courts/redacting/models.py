"""What is to be redacted."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from courts.tables import Table
from shared.db import Worldly


class Redaction(Worldly, Table):
    """A paper that a motion under Rule 9037(h) wants replaced, and the redacted copy for it.

    `before` is the level of access that the paper had before the motion hid it.
    """

    __tablename__ = "redaction"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(Integer, index=True)
    entry_id: Mapped[int] = mapped_column(Integer, index=True)
    original_id: Mapped[int] = mapped_column(Integer)
    copy_id: Mapped[int] = mapped_column(Integer)
    before: Mapped[str] = mapped_column(String(20), default="")
    done_at: Mapped[datetime | None]
    done_by: Mapped[str] = mapped_column(String(120), default="")
