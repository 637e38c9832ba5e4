"""Tables of the mailbox."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from idp.tables import Table
from shared.db import Worldly


class MailItem(Worldly, Table):
    """A delivered mail."""

    __tablename__ = "mail_item"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    message_id: Mapped[str] = mapped_column(String(64), unique=True)
    member: Mapped[str] = mapped_column(String(40))
    template: Mapped[str] = mapped_column(String(60))
    sender: Mapped[str] = mapped_column(String(120))
    recipient: Mapped[str] = mapped_column(String(120), index=True)
    #: What the To line says where it is not the recipient.
    addressed_to: Mapped[str] = mapped_column(String(120), default="", server_default="")
    subject: Mapped[str] = mapped_column(String(700))
    text: Mapped[str] = mapped_column(Text)
    html: Mapped[str] = mapped_column(Text)
    court_time: Mapped[datetime]
    sent_at: Mapped[datetime]
    read_at: Mapped[datetime | None]


class SentLetter(Worldly, Table):
    """A letter that a person wrote to a court."""

    __tablename__ = "sent_letter"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    message_id: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(Integer, index=True)
    member: Mapped[str] = mapped_column(String(40))
    recipient: Mapped[str] = mapped_column(String(120))
    subject: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    court_time: Mapped[datetime]
    sent_at: Mapped[datetime]
