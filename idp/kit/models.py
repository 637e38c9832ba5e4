"""Tables of the conformance kit."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from idp.tables import Table


class KitRun(Table):
    """A run of the conformance kit: questions with their answers, and the last report."""

    __tablename__ = "kit_run"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    token: Mapped[str] = mapped_column(String(20), unique=True)
    owner_subject: Mapped[str] = mapped_column(String(36), index=True)
    seed: Mapped[int] = mapped_column(Integer)
    made_at: Mapped[datetime]
    questions: Mapped[list[Any]] = mapped_column(JSON)
    report: Mapped[dict[str, Any] | None] = mapped_column(JSON)
