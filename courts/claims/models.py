"""Tables of the claims register and of the creditor matrix (facts 4)."""

from __future__ import annotations

from datetime import date
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from courts.tables import Table


class Claim(Table):
    """A proof of claim; `amounts` are rows of label, claimed and allowed cents (None: open)."""

    __tablename__ = "claim"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(
        ForeignKey("court_case.id", ondelete="CASCADE"), index=True
    )
    number: Mapped[int] = mapped_column(Integer)
    creditor_id: Mapped[int | None] = mapped_column(Integer)
    creditor: Mapped[str] = mapped_column(String(200))
    creditor_key: Mapped[str] = mapped_column(String(200), index=True)
    address: Mapped[list[str]] = mapped_column(JSON, default=list)
    amounts: Mapped[list[list[Any]]] = mapped_column(JSON, default=list)
    status: Mapped[str] = mapped_column(String(40), default="")
    filed_by: Mapped[str] = mapped_column(String(10), default="CR")
    entered_by: Mapped[str] = mapped_column(String(120), default="")
    filed_on: Mapped[date] = mapped_column(Date)
    entered_on: Mapped[date] = mapped_column(Date)
    modified_on: Mapped[date | None] = mapped_column(Date)
    description: Mapped[str] = mapped_column(Text, default="")
    remarks: Mapped[str] = mapped_column(Text, default="")


class ClaimEvent(Table):
    """One line of a claim's history; amendment 1 is the claim itself."""

    __tablename__ = "claim_event"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id", ondelete="CASCADE"), index=True)
    amendment: Mapped[int] = mapped_column(Integer)
    filed_on: Mapped[date] = mapped_column(Date)
    entered_on: Mapped[date] = mapped_column(Date)
    text: Mapped[str] = mapped_column(Text)
    document_id: Mapped[int | None] = mapped_column(Integer)


class Creditor(Table):
    """A creditor of the mailing matrix."""

    __tablename__ = "creditor"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(
        ForeignKey("court_case.id", ondelete="CASCADE"), index=True
    )
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(String(200), index=True)
    lines: Mapped[list[str]] = mapped_column(JSON, default=list)
    kind: Mapped[str] = mapped_column(String(10), default="cr")
