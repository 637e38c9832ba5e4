"""Tables of the registrations that a court has to decide."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courts.tables import Table
from shared.db import Worldly


class RegistrationRequest(Worldly, Table):
    """A request as PACER forwarded it, and what the court made of it.

    `kind` is attorney, non_attorney or deactivation; `state` is received, more_info, approved or
    rejected, the last two for good. Times are court time.
    """

    __tablename__ = "registration_request"
    __table_args__ = (UniqueConstraint("world", "request_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    request_id: Mapped[str] = mapped_column(String(36), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    registration_type: Mapped[str] = mapped_column(String(40), default="")
    role: Mapped[str] = mapped_column(String(40))
    state: Mapped[str] = mapped_column(String(20), default="received", index=True)
    reason: Mapped[str] = mapped_column(Text, default="")
    subject: Mapped[str] = mapped_column(String(36), index=True)
    account_number: Mapped[str] = mapped_column(String(7), default="")
    user_name: Mapped[str] = mapped_column(String(60), default="")
    first_name: Mapped[str] = mapped_column(String(80))
    middle_name: Mapped[str] = mapped_column(String(80), default="")
    last_name: Mapped[str] = mapped_column(String(80))
    generation: Mapped[str] = mapped_column(String(20), default="")
    firm: Mapped[str] = mapped_column(String(120), default="")
    address: Mapped[str] = mapped_column(Text, default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(120))
    email_frequency: Mapped[str] = mapped_column(String(20), default="")
    email_format: Mapped[str] = mapped_column(String(20), default="")
    bar_number: Mapped[str] = mapped_column(String(40), default="")
    bar_state: Mapped[str] = mapped_column(String(2), default="")
    case_number: Mapped[str] = mapped_column(String(40), default="")
    remark: Mapped[str] = mapped_column(Text, default="")
    submitted_at: Mapped[datetime] = mapped_column(index=True)
    changed_at: Mapped[datetime]
    decided_by: Mapped[str] = mapped_column(String(200), default="")
    court_user_id: Mapped[int | None] = mapped_column(ForeignKey("court_user.id"))

    @property
    def display_name(self) -> str:
        """Return the applicant's name."""
        parts = (self.first_name, self.middle_name, self.last_name, self.generation)
        return " ".join(part for part in parts if part)


class RegistrationStep(Worldly, Table):
    """What happened to a request, and what was said: asked, answered, decided."""

    __tablename__ = "registration_step"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    registration_request_id: Mapped[int] = mapped_column(
        ForeignKey("registration_request.id"), index=True
    )
    at: Mapped[datetime]
    by: Mapped[str] = mapped_column(String(200))
    what: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text, default="")
