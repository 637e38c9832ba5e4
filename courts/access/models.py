"""The page charges of a court: what its Billing History shows."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from courts.tables import Table
from shared.db import Worldly


class PageCharge(Worldly, Table):
    """One use that had a price. `cents` is the fee of an exempt use, too; it is not paid."""

    __tablename__ = "page_charge"
    __table_args__ = (Index("ix_page_charge_subject_at", "subject", "at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    charge_id: Mapped[str] = mapped_column(String(36), unique=True)
    subject: Mapped[str] = mapped_column(String(36))
    user_name: Mapped[str] = mapped_column(String(60), default="")
    client_code: Mapped[str] = mapped_column(String(32), default="")
    description: Mapped[str] = mapped_column(String(120))
    criteria: Mapped[str] = mapped_column(String(400), default="")
    case_id: Mapped[int | None] = mapped_column(Integer)
    pages: Mapped[int] = mapped_column(Integer)
    cents: Mapped[int] = mapped_column(Integer)
    exempt: Mapped[bool] = mapped_column(Boolean, default=False)
    at: Mapped[datetime]
