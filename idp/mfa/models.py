"""Tables of the second factor; all times but `selected_on` are real time."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Integer, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from idp.tables import Table
from shared.db import Worldly


class MfaApp(Worldly, Table):
    """An authenticator app of an account; `last_step` is the newest step that was used."""

    __tablename__ = "mfa_app"
    __table_args__ = (UniqueConstraint("account_id", "name_key"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    name: Mapped[str] = mapped_column(String(40))
    name_key: Mapped[str] = mapped_column(String(80))
    secret: Mapped[str] = mapped_column(String(64))
    last_step: Mapped[int] = mapped_column(Integer, default=0)
    added_at: Mapped[datetime]
    last_used_at: Mapped[datetime | None]


class BackupCode(Worldly, Table):
    """A backup code, kept as a keyed hash; the rows of an account are its one valid set."""

    __tablename__ = "mfa_backup_code"
    __table_args__ = (UniqueConstraint("account_id", "code_hash"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64))
    made_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class SecurityCode(Worldly, Table):
    """A code sent by mail; `holder` is the session or half-finished sign-in that asked for it."""

    __tablename__ = "mfa_security_code"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    holder: Mapped[str] = mapped_column(String(80), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    code_hash: Mapped[str] = mapped_column(String(64))
    tries: Mapped[int] = mapped_column(Integer, default=0)
    sent_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class AppDraft(Worldly, Table):
    """An app whose secret is shown and whose first passcode is still to come."""

    __tablename__ = "mfa_app_draft"
    __table_args__ = (UniqueConstraint("account_id", "holder"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    holder: Mapped[str] = mapped_column(String(80))
    secret: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime]


class MfaStanding(Worldly, Table):
    """The random selection of an account: since when, how often put off, and by which sign-in."""

    __tablename__ = "mfa_standing"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), unique=True)
    selected_on: Mapped[date | None] = mapped_column(Date)
    skips: Mapped[int] = mapped_column(Integer, default=0)
    skipped_by: Mapped[str] = mapped_column(String(80), default="")
