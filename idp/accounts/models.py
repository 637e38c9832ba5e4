"""Tables of PACER accounts."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import Boolean, Date, Float, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from idp.tables import Table
from shared.db import OF_ANY_WORLD, Worldly


def full_name(person: Any) -> str:
    """Return a person's name as courts print it, from whatever has the four parts of it."""
    parts = (person.first_name, person.middle_name, person.last_name, person.generation)
    return " ".join(part for part in parts if part)


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
    #: A mask of digits and letters (billing/client_codes.py); empty takes any code.
    client_code_pattern: Mapped[str] = mapped_column(String(32), default="", server_default="")
    exempt_cja: Mapped[bool] = mapped_column(Boolean, default=False)
    seat_offset_seconds: Mapped[float] = mapped_column(Float, default=0.0)
    search_status: Mapped[str] = mapped_column(
        String(20), default="active", server_default="active"
    )
    search_note: Mapped[str] = mapped_column(String(40), default="", server_default="")
    #: Court time of the last search; six months later search lapses (dormancy.py).
    last_search_at: Mapped[datetime | None]
    user_type: Mapped[str] = mapped_column(String(40), default="", server_default="")
    court_role: Mapped[str] = mapped_column(String(30), default="", server_default="")
    county: Mapped[str] = mapped_column(String(60), default="", server_default="")
    password_skips: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    disabled_reason: Mapped[str] = mapped_column(String(40), default="", server_default="")
    question_1: Mapped[str] = mapped_column(String(40), default="", server_default="")
    answer_1_hash: Mapped[str] = mapped_column(String(200), default="", server_default="")
    question_2: Mapped[str] = mapped_column(String(40), default="", server_default="")
    answer_2_hash: Mapped[str] = mapped_column(String(200), default="", server_default="")
    billing_email: Mapped[str] = mapped_column(String(120), default="", server_default="")
    billing_notice_emails: Mapped[str] = mapped_column(Text, default="", server_default="")
    statement_notice: Mapped[bool] = mapped_column(Boolean, default=True, server_default="1")
    prefix: Mapped[str] = mapped_column(String(20), default="", server_default="")
    phone_alternate: Mapped[str] = mapped_column(String(40), default="", server_default="")
    #: The primary e-filing e-mail address; empty means the account's own.
    efiler_email: Mapped[str] = mapped_column(String(120), default="", server_default="")
    notice_frequency: Mapped[str] = mapped_column(String(20), default="each", server_default="each")
    notice_format: Mapped[str] = mapped_column(String(10), default="html", server_default="html")
    upgraded_at: Mapped[datetime | None]
    #: The letter with the activation code is due at a court time; the code is made when it is sent.
    letter_due_at: Mapped[datetime | None] = mapped_column(index=True)
    activation_hash: Mapped[str] = mapped_column(String(200), default="", server_default="")

    @property
    def display_name(self) -> str:
        """Return the person's name as courts print it."""
        return full_name(self)

    @property
    def filing_address(self) -> str:
        """Return the primary e-filing e-mail: its own, else the account's."""
        return self.efiler_email or self.email

    @property
    def billing_address(self) -> str:
        """Return where notices about money go: the billing e-mail, else the account's own."""
        return self.billing_email or self.email


class WizardDraft(Worldly, Table):
    """What was typed into a wizard so far; a password is in it as a hash only. Times are real."""

    __tablename__ = "wizard_draft"
    __table_args__ = {"info": {OF_ANY_WORLD: True}}

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    wizard: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    typed: Mapped[str] = mapped_column(Text, default="{}")
    password_hash: Mapped[str] = mapped_column(String(200), default="")
    answer_1_hash: Mapped[str] = mapped_column(String(200), default="")
    answer_2_hash: Mapped[str] = mapped_column(String(200), default="")
    expires_at: Mapped[datetime] = mapped_column(index=True)


class RecoveryLink(Table):
    """A one-time link to a new password; one without an account leads nowhere. Times are real."""

    __tablename__ = "recovery_link"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    expires_at: Mapped[datetime] = mapped_column(index=True)
    used_at: Mapped[datetime | None]
    wrong_answers: Mapped[int] = mapped_column(Integer, default=0)


class RecoveryCount(Table):
    """How often recovery was asked for, by address and by what was typed; times are real."""

    __tablename__ = "recovery_count"

    key: Mapped[str] = mapped_column(String(160), primary_key=True)
    asked: Mapped[int] = mapped_column(Integer, default=0)
    first_at: Mapped[datetime] = mapped_column(index=True)
