"""Tables of sign-in: sessions, tokens, half-finished sign-ins, failed attempts, visits."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from idp.accounts.models import Account
from idp.tables import Table
from shared.db import OF_ANY_WORLD, Worldly


class SsoSession(Worldly, Table):
    """One person signed in once; every court session hangs on its `sid`. Times are real time."""

    __tablename__ = "sso_session"
    __table_args__ = {"info": {OF_ANY_WORLD: True}}

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    sid: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    auth_time: Mapped[datetime]
    last_seen: Mapped[datetime]
    expires_at: Mapped[datetime]
    amr: Mapped[str] = mapped_column(String(60), default="pwd")
    acr: Mapped[str] = mapped_column(String(60), default="urn:moot:acr:password")
    client_code: Mapped[str] = mapped_column(String(32), default="")
    redaction_acknowledged: Mapped[bool] = mapped_column(Boolean, default=False)
    search_disabled: Mapped[bool] = mapped_column(Boolean, default=False)
    via: Mapped[str] = mapped_column(String(20), default="web")
    address: Mapped[str] = mapped_column(String(60), default="")
    user_agent: Mapped[str] = mapped_column(String(200), default="")
    closed_at: Mapped[datetime | None]
    closed_reason: Mapped[str] = mapped_column(String(40), default="")
    account: Mapped[Account] = relationship(lazy="joined")


class CsoToken(Table):
    """A `nextGenCSO` token (128 characters, kept hashed) that stands for a session."""

    __tablename__ = "cso_token"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sso_session.id"), index=True)
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    session: Mapped[SsoSession] = relationship(lazy="joined")


class PendingSignin(Worldly, Table):
    """A sign-in whose password was right and whose next prompt is still due."""

    __tablename__ = "pending_signin"
    __table_args__ = {"info": {OF_ANY_WORLD: True}}

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    auth_time: Mapped[datetime]
    expires_at: Mapped[datetime]
    amr: Mapped[str] = mapped_column(String(60), default="pwd")
    client_code: Mapped[str] = mapped_column(String(32), default="")
    psc_court_id: Mapped[str] = mapped_column(String(20), default="")
    appurl: Mapped[str] = mapped_column(Text, default="")
    password_put_off: Mapped[bool] = mapped_column(Boolean, default=False, server_default="0")
    step_up: Mapped[str] = mapped_column(String(10), default="", server_default="")
    account: Mapped[Account] = relationship(lazy="joined")


class AttemptCounter(Table):
    """Failed passwords of one account, one account from one address, or one address."""

    __tablename__ = "attempt_counter"
    __table_args__ = (UniqueConstraint("scope", "key"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    scope: Mapped[str] = mapped_column(String(20))
    key: Mapped[str] = mapped_column(String(160))
    failures: Mapped[int] = mapped_column(Integer, default=0)
    first_at: Mapped[datetime]
    last_at: Mapped[datetime]
    locked_until: Mapped[datetime | None]


class Visit(Table):
    """A member that a session has been to, and what became of it at log-out."""

    __tablename__ = "visit"
    __table_args__ = (UniqueConstraint("session_id", "member"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    session_id: Mapped[int] = mapped_column(ForeignKey("sso_session.id"), index=True)
    member: Mapped[str] = mapped_column(String(40))
    first_at: Mapped[datetime]
    told_at: Mapped[datetime | None]
    outcome: Mapped[str] = mapped_column(String(200), default="")
