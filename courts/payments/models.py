"""The filing fees of a court."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Date, Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from courts.tables import Table
from shared.db import Worldly

DUE, PAID, WAIVED, REFUNDED = "due", "paid", "waived", "refunded"


class FilingFee(Worldly, Table):
    """A fee of one filing. `due_on` is the last court day on which it can be paid without a lock.

    `receipt` is the number that docket texts print once it is paid; `payment_id` is the token of
    the payment, the same for fees that were paid together. `reason` is why it was waived.
    """

    __tablename__ = "filing_fee"
    __table_args__ = (Index("ix_filing_fee_user", "user_id", "status"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_id: Mapped[int] = mapped_column(Integer)
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
    payment_id: Mapped[str] = mapped_column(String(60), default="")
    reason: Mapped[str] = mapped_column(String(200), default="")


#: A payment before it was made, while the processor is slow, made, and given back.
OPEN, PENDING, APPROVED, RETURNED = "open", "pending", "approved", "returned"


class Payment(Worldly, Table):
    """One visit of the payment page, made before the card is asked for: its token pays once.

    `fee_ids` are the fees that it is for; empty for a payment ahead, at the fee screen of a filing
    that is not committed yet. Of the card only brand and last digits are kept, and what the
    processor answered last. `answers_at` is real time: from then on a slow processor has answered.
    """

    __tablename__ = "payment"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    token: Mapped[str] = mapped_column(String(60), unique=True)
    user_id: Mapped[int] = mapped_column(Integer, index=True)
    paid_by: Mapped[str] = mapped_column(String(200), default="")
    title: Mapped[str] = mapped_column(String(200), default="")
    fee_ids: Mapped[list[int]] = mapped_column(JSON, default=list)
    cents: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String(10), default=OPEN)
    answer: Mapped[str] = mapped_column(String(20), default="")
    brand: Mapped[str] = mapped_column(String(20), default="")
    last4: Mapped[str] = mapped_column(String(4), default="")
    receipt: Mapped[str] = mapped_column(String(40), default="")
    opened_at: Mapped[datetime]
    answers_at: Mapped[datetime | None]
    paid_at: Mapped[datetime | None]
    returned_at: Mapped[datetime | None]


class PaymentMethod(Worldly, Table):
    """A card that somebody keeps in this court, as a token: what it would answer, not its number.

    `owner` is the PACER subject of the person, or their old account (`user-<id>`).
    """

    __tablename__ = "payment_method"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    token: Mapped[str] = mapped_column(String(40), unique=True)
    owner: Mapped[str] = mapped_column(String(48), index=True)
    brand: Mapped[str] = mapped_column(String(20))
    last4: Mapped[str] = mapped_column(String(4))
    expires: Mapped[str] = mapped_column(String(5))
    outcome: Mapped[str] = mapped_column(String(20))
    kept_at: Mapped[datetime]
