"""Tables of a court's own users."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Boolean, Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courts.tables import Table
from shared.db import Worldly

#: The account files; it may be logged in with and does not file before a fee is paid; neither.
ACTIVE, UNPAID, DISABLED = "active", "unpaid", "disabled"


class CourtUser(Worldly, Table):
    """An e-file account of this court: an old CM/ECF login, or a registration from PACER.

    `linked_subject` is the PACER account that files with it: at most one per account and one
    account per person (seed 001: permanent, once per court). `origin` is old or registered.
    `default_pacer` is the subject of the PACER login that an old login brings along in a CurrentGen
    court: it can be replaced, never removed (facts 3.5). `fees_due_on` is the last day of the
    oldest filing fee that is not paid: after it the filing menus go (facts 3.7).
    """

    __tablename__ = "court_user"
    __table_args__ = (
        UniqueConstraint("world", "login_key"),
        UniqueConstraint("world", "linked_subject"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    login_name: Mapped[str | None] = mapped_column(String(256))
    login_key: Mapped[str | None] = mapped_column(String(256))
    password_hash: Mapped[str | None] = mapped_column(String(200))
    password_version: Mapped[int] = mapped_column(Integer, default=1)
    temporary_password: Mapped[bool] = mapped_column(Boolean, default=False)
    role: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(20), default="active")
    origin: Mapped[str] = mapped_column(String(20), default="old")
    first_name: Mapped[str] = mapped_column(String(80))
    middle_name: Mapped[str] = mapped_column(String(80), default="")
    last_name: Mapped[str] = mapped_column(String(80))
    generation: Mapped[str] = mapped_column(String(20), default="")
    firm: Mapped[str] = mapped_column(String(120), default="")
    address: Mapped[str] = mapped_column(Text, default="")
    phone: Mapped[str] = mapped_column(String(40), default="")
    primary_email: Mapped[str] = mapped_column(String(120))
    bar_number: Mapped[str] = mapped_column(String(40), default="")
    verification_phrase: Mapped[str] = mapped_column(String(120), default="")
    prefix: Mapped[str] = mapped_column(String(20), default="", server_default="")
    phone_alternate: Mapped[str] = mapped_column(String(40), default="", server_default="")
    notice_frequency: Mapped[str] = mapped_column(String(20), default="each", server_default="each")
    notice_format: Mapped[str] = mapped_column(String(10), default="html", server_default="html")
    created_at: Mapped[datetime]
    linked_subject: Mapped[str | None] = mapped_column(String(36))
    linked_account_number: Mapped[str] = mapped_column(String(7), default="")
    linked_name: Mapped[str] = mapped_column(String(200), default="")
    linked_at: Mapped[datetime | None]
    default_pacer: Mapped[str] = mapped_column(String(36), default="", server_default="")
    fees_due_on: Mapped[date | None] = mapped_column(Date)

    @property
    def display_name(self) -> str:
        """Return the name as this court spells it."""
        parts = (self.first_name, self.middle_name, self.last_name, self.generation)
        return " ".join(part for part in parts if part)


class FilingAgent(Worldly, Table):
    """An agent who files for a principal, an attorney or trustee of this court (facts 2.4).

    Both are e-file accounts. `pays` is the permission *Internet Payment*. `since` is empty until
    the principal has pressed Submit on the account screen, `ended_at` set once they took it back;
    `asked` is what they chose meanwhile: pays, not, remove, or nothing.
    """

    __tablename__ = "filing_agent"
    __table_args__ = (UniqueConstraint("agent_id", "principal_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    agent_id: Mapped[int] = mapped_column(ForeignKey("court_user.id"), index=True)
    principal_id: Mapped[int] = mapped_column(ForeignKey("court_user.id"), index=True)
    pays: Mapped[bool] = mapped_column(Boolean, default=False)
    asked: Mapped[str] = mapped_column(String(10), default="")
    since: Mapped[datetime | None]
    ended_at: Mapped[datetime | None]


class StaffMember(Worldly, Table):
    """A person who works for this court; known by the PACER subject, never billed."""

    __tablename__ = "staff_member"
    __table_args__ = (UniqueConstraint("world", "subject"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    subject: Mapped[str] = mapped_column(String(36))
    role: Mapped[str] = mapped_column(String(40), default="clerk")
    display_name: Mapped[str] = mapped_column(String(200))
    since: Mapped[datetime]


class Tries:
    """Mixin of a counter of wrong tries under one key; its times are real."""

    failures: Mapped[int] = mapped_column(Integer, default=0)
    last_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]


class LoginCounter(Tries, Worldly, Table):
    """Wrong passwords for one old login in this court (never counted against PACER)."""

    __tablename__ = "login_counter"
    __table_args__ = (UniqueConstraint("world", "login_key"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    login_key: Mapped[str] = mapped_column(String(256))


class PasswordReset(Worldly, Table):
    """A one-time link to set a new court password; good for an hour of real time."""

    __tablename__ = "password_reset"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    court_user_id: Mapped[int] = mapped_column(Integer, index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class MisuseReport(Worldly, Table):
    """A login of this court that its holder reported as known to somebody else (seed 003).

    `system` is cmecf or portal; `seen_by` is the clerk who took note of it.
    """

    __tablename__ = "misuse_report"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    system: Mapped[str] = mapped_column(String(20))
    login: Mapped[str] = mapped_column(String(256))
    display_name: Mapped[str] = mapped_column(String(200))
    reported_at: Mapped[datetime]
    seen_at: Mapped[datetime | None]
    seen_by: Mapped[str] = mapped_column(String(120), default="")


class LinkProof(Worldly, Table):
    """A verified old login on its way from screen A to screen B; good for ten real minutes."""

    __tablename__ = "link_proof"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    court_session_id: Mapped[int] = mapped_column(Integer, unique=True)
    court_user_id: Mapped[int] = mapped_column(Integer)
    password_version: Mapped[int] = mapped_column(Integer)
    expires_at: Mapped[datetime]
