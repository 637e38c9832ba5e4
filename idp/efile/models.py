"""Tables of the requests that people send to courts."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from idp.tables import Table
from shared.db import Worldly


class EfileRequest(Worldly, Table):
    """A request to a court: to register, or to deactivate an e-file account there.

    `kind` is attorney, non_attorney or deactivation; `state` is submitted, received, more_info,
    answered, approved or rejected. `open_key` is there while the court has not decided: one
    request per person, court and purpose. Times are court time.
    """

    __tablename__ = "efile_request"
    __table_args__ = (
        UniqueConstraint("world", "request_id"),
        UniqueConstraint("world", "open_key"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    request_id: Mapped[str] = mapped_column(String(36))
    subject: Mapped[str] = mapped_column(String(36), index=True)
    court: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(20))
    registration_type: Mapped[str] = mapped_column(String(40), default="")
    role: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(120))
    typed: Mapped[str] = mapped_column(Text, default="{}")
    state: Mapped[str] = mapped_column(String(20), default="submitted")
    reason: Mapped[str] = mapped_column(Text, default="")
    submitted_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    open_key: Mapped[str | None] = mapped_column(String(100))


class EfileStep(Worldly, Table):
    """What happened to a request, by whom, and what was said."""

    __tablename__ = "efile_step"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    efile_request_id: Mapped[int] = mapped_column(ForeignKey("efile_request.id"), index=True)
    at: Mapped[datetime]
    state: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text, default="")
