"""Tables of the docket. `seq` is the `de_seq_num` of the real pages, `Document.id` its dlsid."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import (
    JSON,
    Boolean,
    Date,
    ForeignKey,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from courts.tables import Table


class Entry(Table):
    """A docket entry. `entered_on` is the court's day of `entered_at`.

    `user_id` is the e-file account that filed it, 0 for what the court or a planted world entered.
    """

    __tablename__ = "docket_entry"
    __table_args__ = (
        UniqueConstraint("case_id", "seq"),
        Index("ix_docket_entry_entered_at", "entered_at"),
        Index("ix_docket_entry_opinion", "opinion", "filed_on"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("court_case.id", ondelete="CASCADE"))
    seq: Mapped[int] = mapped_column(Integer)
    number: Mapped[int | None] = mapped_column(Integer)
    event: Mapped[str] = mapped_column(String(60))
    short: Mapped[str] = mapped_column(String(200))
    text: Mapped[str] = mapped_column(Text)
    filed_on: Mapped[date] = mapped_column(Date)
    entered_on: Mapped[date] = mapped_column(Date)
    entered_at: Mapped[datetime]
    entered_by: Mapped[str] = mapped_column(String(120), default="")
    user_id: Mapped[int] = mapped_column(Integer, default=0, server_default="0")
    filers: Mapped[list[str]] = mapped_column(JSON, default=list)
    refers: Mapped[list[int]] = mapped_column(JSON, default=list)
    #: What further events of the same paper are called.
    also: Mapped[list[str]] = mapped_column(JSON, default=list, server_default="[]")
    access: Mapped[str] = mapped_column(String(20), default="public")
    opinion: Mapped[bool] = mapped_column(Boolean, default=False)
    #: A motion: since when it is no longer pending, and by which entry.
    ended_on: Mapped[date | None] = mapped_column(Date)
    ended_by: Mapped[int | None] = mapped_column(Integer)


class Document(Table):
    """A paper of an entry, or of a claim (`claim_id`); `place` 0 is the main document.

    `digest` names its bytes in the store once they were made or received; until then the paper is
    made on first read from what the docket says (decisions 25).
    """

    __tablename__ = "docket_document"
    __table_args__ = (UniqueConstraint("entry_id", "place"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(
        ForeignKey("court_case.id", ondelete="CASCADE"), index=True
    )
    entry_id: Mapped[int | None] = mapped_column(ForeignKey("docket_entry.id", ondelete="CASCADE"))
    claim_id: Mapped[int | None] = mapped_column(Integer, index=True)
    place: Mapped[int] = mapped_column(Integer, default=0)
    category: Mapped[str] = mapped_column(String(80), default="")
    description: Mapped[str] = mapped_column(String(400), default="")
    kind: Mapped[str] = mapped_column(String(12), default="pdf")
    pages: Mapped[int] = mapped_column(Integer)
    size: Mapped[int] = mapped_column(Integer)
    access: Mapped[str] = mapped_column(String(20), default="")
    filename: Mapped[str] = mapped_column(String(200), default="")
    digest: Mapped[str] = mapped_column(String(128), default="")
    #: A claim's paper only: how the register calls it ("1-1"), and the day of its filing.
    label: Mapped[str] = mapped_column(String(16), default="")
    filed_on: Mapped[date | None] = mapped_column(Date)


class FreeLook(Table):
    """One recipient's free look at the papers of an entry: `magic` is in the link of the notice."""

    __tablename__ = "free_look"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    entry_id: Mapped[int] = mapped_column(
        ForeignKey("docket_entry.id", ondelete="CASCADE"), index=True
    )
    magic: Mapped[str] = mapped_column(String(40), unique=True)
    recipient: Mapped[str] = mapped_column(String(120), default="")
    expires_at: Mapped[datetime]


class FreeLookUse(Table):
    """A paper that was looked at by a free look: each once."""

    __tablename__ = "free_look_use"
    __table_args__ = (UniqueConstraint("look_id", "document_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    look_id: Mapped[int] = mapped_column(ForeignKey("free_look.id", ondelete="CASCADE"))
    document_id: Mapped[int] = mapped_column(Integer)
    used_at: Mapped[datetime]
