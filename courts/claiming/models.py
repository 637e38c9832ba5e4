"""Transfers of claims that have not taken effect yet."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import JSON, Date, ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from courts.tables import Table

WAITING, OBJECTED, MOVED, REFUSED = "waiting", "objected", "moved", "refused"


class ClaimTransfer(Table):
    """A transfer of a claim after its proof was filed (Fed. R. Bankr. P. 3001(e)(2) and (4)).

    Until the end of `objections_until`, the court's day in that world, the old holder may object.
    """

    __tablename__ = "claim_transfer"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id", ondelete="CASCADE"), index=True)
    entry_id: Mapped[int] = mapped_column(
        ForeignKey("docket_entry.id", ondelete="CASCADE"), unique=True
    )
    transferee: Mapped[str] = mapped_column(String(200))
    address: Mapped[list[str]] = mapped_column(JSON, default=list)
    objections_until: Mapped[date] = mapped_column(Date)
    status: Mapped[str] = mapped_column(String(10), default=WAITING, index=True)
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(120), default="")
