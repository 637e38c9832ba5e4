"""Tables of court sessions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Boolean, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from courts.accounts.models import CourtUser
from courts.tables import Table
from shared.db import OF_ANY_WORLD, Worldly


class CourtSession(Worldly, Table):
    """Somebody in this court. Times are real time.

    `source` is oidc (came by the code flow), cso (a NextGenCSO / PacerSession cookie, checked at
    the identity provider; found again by `token_hash` of that cookie), pacer (a PACER login given
    to the court's old login page, checked once) or court (an old login).
    `id_token` is shown to the identity provider when the person logs out.
    PACER's facts about the person are those of the moment of signing in; linking asks afresh.
    For `source=court` the PACER columns are empty until a PACER login is given too.
    `search_refusal` is why PACER lets this session search nothing: inactive, client_code, paa.
    `principal_id` is for whom a filing agent works in this session (facts 2.4).
    `menu` is the menu as last refreshed: it follows a new right at the next menu click (seed 001).
    """

    __tablename__ = "court_session"
    __table_args__ = {"info": {OF_ANY_WORLD: True}}

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    source: Mapped[str] = mapped_column(String(10))
    sid: Mapped[str] = mapped_column(String(64), default="", index=True)
    subject: Mapped[str] = mapped_column(String(36), default="", index=True)
    account_number: Mapped[str] = mapped_column(String(7), default="")
    user_name: Mapped[str] = mapped_column(String(60), default="")
    pacer_name: Mapped[str] = mapped_column(String(200), default="")
    pacer_email: Mapped[str] = mapped_column(String(120), default="")
    account_kind: Mapped[str] = mapped_column(String(20), default="")
    account_legacy: Mapped[bool] = mapped_column(Boolean, default=False)
    account_status: Mapped[str] = mapped_column(String(20), default="active")
    client_code: Mapped[str] = mapped_column(String(32), default="")
    search_refusal: Mapped[str] = mapped_column(String(20), default="", server_default="")
    exempt: Mapped[bool] = mapped_column(Boolean, default=False, server_default="0")
    id_token: Mapped[str] = mapped_column(Text, default="")
    seat_offset_seconds: Mapped[float] = mapped_column(default=0.0)
    trainer: Mapped[bool] = mapped_column(Boolean, default=False)
    court_user_id: Mapped[int | None] = mapped_column(ForeignKey("court_user.id"), index=True)
    court_password_version: Mapped[int] = mapped_column(Integer, default=0)
    principal_id: Mapped[int | None] = mapped_column(ForeignKey("court_user.id"))
    menu: Mapped[str] = mapped_column(Text, default="")
    draft: Mapped[str] = mapped_column(Text, default="")
    opened_at: Mapped[datetime]
    last_seen: Mapped[datetime]
    expires_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]
    closed_reason: Mapped[str] = mapped_column(String(40), default="")
    court_user: Mapped[CourtUser | None] = relationship(
        lazy="joined", foreign_keys="CourtSession.court_user_id"
    )


class SignonState(Table):
    """State, nonce and verifier of a sign-on under way, by key; gone after use or ten minutes."""

    __tablename__ = "signon_state"

    key: Mapped[str] = mapped_column(String(200), primary_key=True)
    value: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime]
