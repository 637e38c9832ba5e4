"""What came in through ePOC."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from courts.tables import Table
from shared.db import Worldly


class EpocFiling(Worldly, Table):
    """One filing without a login: its form's token files once, and its address not too often.

    `address` is a digest of the client's address; `at` is real time.
    """

    __tablename__ = "epoc_filing"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    token: Mapped[str] = mapped_column(String(40), unique=True)
    address: Mapped[str] = mapped_column(String(64), index=True)
    at: Mapped[datetime]
    case_id: Mapped[int] = mapped_column(Integer)
    claim_id: Mapped[int] = mapped_column(Integer)
    document_id: Mapped[int] = mapped_column(Integer)
    title: Mapped[str] = mapped_column(String(120))
    text: Mapped[str] = mapped_column(Text)
