"""Tables of exemptions."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from idp.tables import Table
from shared.db import Worldly


class Exemption(Worldly, Table):
    """An account may look things up free of charge in one court, from when until when."""

    __tablename__ = "exemption"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    court: Mapped[str] = mapped_column(String(40))
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class PrivilegeRequest(Worldly, Table):
    """Somebody asks that the privileges of a separate exempt account be added to their own.

    `number` and `user_name` are what was typed; whether there is such an account, the desk sees.
    """

    __tablename__ = "privilege_request"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    number: Mapped[str] = mapped_column(String(7))
    user_name: Mapped[str] = mapped_column(String(60))
    remark: Mapped[str] = mapped_column(Text, default="")
    asked_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(20), default="open")
    answer: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]
