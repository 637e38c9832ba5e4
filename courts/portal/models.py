"""Tables of the Attorney Services Portal."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courts.accounts.models import Tries
from courts.tables import Table
from shared.db import OF_ANY_WORLD, Worldly


class PortalAccount(Worldly, Table):
    """A login of the portal only: neither PACER nor CM/ECF knows it (seed 003)."""

    __tablename__ = "portal_account"
    __table_args__ = (UniqueConstraint("world", "user_key"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_name: Mapped[str] = mapped_column(String(60))
    user_key: Mapped[str] = mapped_column(String(120))
    password_hash: Mapped[str] = mapped_column(String(200))
    password_version: Mapped[int] = mapped_column(Integer, default=1)
    first_name: Mapped[str] = mapped_column(String(80))
    last_name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str] = mapped_column(String(120))
    created_at: Mapped[datetime]

    @property
    def display_name(self) -> str:
        """Return the name to show."""
        return f"{self.first_name} {self.last_name}"


class PortalSession(Worldly, Table):
    """Somebody signed in to the portal; times are real. A new password ends it."""

    __tablename__ = "portal_session"
    __table_args__ = {"info": {OF_ANY_WORLD: True}}

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(Integer, index=True)
    password_version: Mapped[int] = mapped_column(Integer)
    opened_at: Mapped[datetime]
    last_seen: Mapped[datetime]
    expires_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]


class PortalCounter(Tries, Worldly, Table):
    """Wrong tries under one key: a user name at sign-in, or an account that asks after PACER."""

    __tablename__ = "portal_counter"
    __table_args__ = (UniqueConstraint("world", "key"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    key: Mapped[str] = mapped_column(String(140))


class PortalReset(Worldly, Table):
    """A one-time link to set a new portal password; good for an hour of real time."""

    __tablename__ = "portal_reset"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(Integer, index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class TrainingRecord(Worldly, Table):
    """Training that somebody declared done; no account of any kind hangs on it."""

    __tablename__ = "training_record"
    __table_args__ = (UniqueConstraint("world", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[str] = mapped_column(String(20))
    track: Mapped[str] = mapped_column(String(20))
    first_name: Mapped[str] = mapped_column(String(80))
    last_name: Mapped[str] = mapped_column(String(80))
    email: Mapped[str] = mapped_column(String(120))
    completed_at: Mapped[datetime]


class PortalApplication(Worldly, Table):
    """An application for e-filing on its way through the clerk's office.

    `state` is waiting, asked, approved or rejected; `fee_state` is empty, due, paid or removed.
    """

    __tablename__ = "portal_application"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(Integer, index=True)
    kind: Mapped[str] = mapped_column(String(20))
    state: Mapped[str] = mapped_column(String(20), default="waiting", index=True)
    first_name: Mapped[str] = mapped_column(String(80))
    middle_name: Mapped[str] = mapped_column(String(80), default="")
    last_name: Mapped[str] = mapped_column(String(80))
    firm: Mapped[str] = mapped_column(String(120), default="")
    address: Mapped[str] = mapped_column(Text, default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    email: Mapped[str] = mapped_column(String(120))
    pacer_number: Mapped[str] = mapped_column(String(7))
    bar: Mapped[str] = mapped_column(String(20), default="")
    bar_number: Mapped[str] = mapped_column(String(40), default="")
    case_number: Mapped[str] = mapped_column(String(40), default="")
    training: Mapped[str] = mapped_column(String(20))
    training_number: Mapped[str] = mapped_column(String(20), default="")
    court_kind: Mapped[str] = mapped_column(String(20), default="")
    court_name: Mapped[str] = mapped_column(String(120), default="")
    verification_phrase: Mapped[str] = mapped_column(String(120))
    submitted_at: Mapped[datetime]
    question: Mapped[str] = mapped_column(Text, default="")
    answer: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str] = mapped_column(Text, default="")
    court_user_id: Mapped[int | None] = mapped_column(Integer)
    fee_state: Mapped[str] = mapped_column(String(20), default="")
    fee_due_at: Mapped[datetime | None]

    @property
    def display_name(self) -> str:
        """Return the applicant's name."""
        parts = (self.first_name, self.middle_name, self.last_name)
        return " ".join(part for part in parts if part)
