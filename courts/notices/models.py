"""The notices that a court sent, and how its filers want them."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Boolean, Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courts.tables import Table
from shared.db import Worldly


class Notice(Table):
    """A notice of one entry, as it stood when it was docketed: what the receipt screen shows.

    `facts` is what the mails were written from (`letter.Told`): dockets, recipients, those told by
    other means, papers with their stamps.
    """

    __tablename__ = "notice"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(
        ForeignKey("court_case.id", ondelete="CASCADE"), index=True
    )
    entry_id: Mapped[int | None] = mapped_column(
        ForeignKey("docket_entry.id", ondelete="CASCADE"), unique=True
    )
    #: A notice of claims filing has no entry.
    claim_id: Mapped[int | None] = mapped_column(
        ForeignKey("claim.id", ondelete="CASCADE"), index=True
    )
    sent_at: Mapped[datetime]
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class NoticeAddress(Table):
    """An address of an e-file account, and which notices go there.

    `place` 0 is the primary address: its address, frequency and format are those of the account
    (`CourtUser`), only `my_cases` and `announcements` are of this row. Others are secondary.
    """

    __tablename__ = "notice_address"
    __table_args__ = (UniqueConstraint("user_id", "place"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("court_user.id", ondelete="CASCADE"))
    place: Mapped[int] = mapped_column(Integer)
    address: Mapped[str] = mapped_column(String(120), default="")
    my_cases: Mapped[bool] = mapped_column(Boolean, default=True)
    frequency: Mapped[str] = mapped_column(String(10), default="each")
    format: Mapped[str] = mapped_column(String(10), default="html")
    announcements: Mapped[bool] = mapped_column(Boolean, default=True)


class NoticeCase(Table):
    """A case on the list of an address: its own (another frequency) or one of interest."""

    __tablename__ = "notice_case"
    __table_args__ = (UniqueConstraint("user_id", "place", "case_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("court_user.id", ondelete="CASCADE"))
    place: Mapped[int] = mapped_column(Integer)
    case_id: Mapped[int] = mapped_column(
        ForeignKey("court_case.id", ondelete="CASCADE"), index=True
    )
    frequency: Mapped[str] = mapped_column(String(10), default="each")


class SummaryLine(Worldly, Table):
    """An entry that waits for the summary of its day; `day` is the court's, in that world.

    `told` is what the line says, with the free look of this recipient.
    """

    __tablename__ = "notice_summary_line"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    day: Mapped[date] = mapped_column(Date, index=True)
    address: Mapped[str] = mapped_column(String(120))
    name: Mapped[str] = mapped_column(String(200), default="")
    format: Mapped[str] = mapped_column(String(10), default="html")
    told: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)


class Announcement(Worldly, Table):
    """What the court wrote to all who have an account in it and want its announcements."""

    __tablename__ = "announcement"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    subject: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
    sent_at: Mapped[datetime]
    sent_by: Mapped[str] = mapped_column(String(120), default="")
    addresses: Mapped[int] = mapped_column(Integer, default=0)


class StampKey(Table):
    """The key of this court's stamps, made when the first one is needed; one row."""

    __tablename__ = "stamp_key"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[int] = mapped_column(Integer)
    secret: Mapped[str] = mapped_column(String(128))
    made_at: Mapped[datetime]
