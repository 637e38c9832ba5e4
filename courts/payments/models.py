"""The filing fees of a court."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from courts.tables import Table
from shared.db import Worldly

DUE, PAID, WAIVED, REFUNDED = "due", "paid", "waived", "refunded"


class FilingFee(Worldly, Table):
    """A fee of one filing. `due_on` is the last court day on which it can be paid without a lock.

    `receipt` is the number that docket texts print once it is paid; `payment_id` groups fees that
    were paid together.
    """

    __tablename__ = "filing_fee"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_id: Mapped[int] = mapped_column(Integer, index=True)
    case_id: Mapped[int] = mapped_column(Integer, index=True)
    entry_id: Mapped[int | None] = mapped_column(Integer, index=True)
    event: Mapped[str] = mapped_column(String(60))
    description: Mapped[str] = mapped_column(String(200))
    cents: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String(10), default=DUE)
    incurred_at: Mapped[datetime]
    due_on: Mapped[date] = mapped_column(Date)
    settled_at: Mapped[datetime | None]
    receipt: Mapped[str] = mapped_column(String(40), default="")
    payment_id: Mapped[str] = mapped_column(String(36), default="")
