"""Tables of PACER accounts."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, Float, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from idp.tables import Table
from shared.db import Worldly


class Account(Worldly, Table):
    """A PACER account.

    `kind` is individual, shared or paa; `legacy` those issued before 2014-08-11 and not upgraded
    (seed 002); `registration_type` never bars a link (seed 004); `status` is active or disabled.
    """

    __tablename__ = "account"
    __table_args__ = (
        UniqueConstraint("world", "user_key"),
        UniqueConstraint("world", "account_number"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    subject: Mapped[str] = mapped_column(String(36), unique=True)
    account_number: Mapped[str] = mapped_column(String(7))
    user_name: Mapped[str] = mapped_column(String(60))
    user_key: Mapped[str] = mapped_column(String(60), index=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    password_changed_at: Mapped[datetime]
    kind: Mapped[str] = mapped_column(String(20))
    registration_type: Mapped[str] = mapped_column(String(30))
    legacy: Mapped[bool] = mapped_column(Boolean, default=False)
    status: Mapped[str] = mapped_column(String(20), default="active")
    first_name: Mapped[str] = mapped_column(String(80))
    middle_name: Mapped[str] = mapped_column(String(80), default="")
    last_name: Mapped[str] = mapped_column(String(80))
    generation: Mapped[str] = mapped_column(String(20), default="")
    firm: Mapped[str] = mapped_column(String(120), default="")
    address: Mapped[str] = mapped_column(Text, default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(120), index=True)
    date_of_birth: Mapped[date | None] = mapped_column(Date)
    opened_on: Mapped[date] = mapped_column(Date)
    client_code_required: Mapped[bool] = mapped_column(Boolean, default=False)
    exempt_cja: Mapped[bool] = mapped_column(Boolean, default=False)
    seat_offset_seconds: Mapped[float] = mapped_column(Float, default=0.0)

    @property
    def display_name(self) -> str:
        """Return the person's name as courts print it."""
        parts = (self.first_name, self.middle_name, self.last_name, self.generation)
        return " ".join(part for part in parts if part)
