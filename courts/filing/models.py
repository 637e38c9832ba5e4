"""Transactions while they are built, and the log of those that were committed."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from courts.tables import Table
from shared.db import Worldly

BUILDING, SUBMITTED = "building", "submitted"
#: The kind of a `Submission` by which a case was opened.
OPENING = "opening"


class Transaction(Worldly, Table):
    """A filing on its way through the screens, kept on the server: Back and two tabs are safe.

    `token` is in the addresses of its screens. `flow` names the wizard, `step` the screen that is
    due, `data` what was answered so far. `receipt` is what the last screen shows once it was
    committed: a second submit shows the same. Times are real.
    """

    __tablename__ = "filing_transaction"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    token: Mapped[str] = mapped_column(String(40), unique=True)
    user_id: Mapped[int] = mapped_column(Integer, index=True)
    subject: Mapped[str] = mapped_column(String(36), default="")
    flow: Mapped[str] = mapped_column(String(40))
    step: Mapped[str] = mapped_column(String(40))
    status: Mapped[str] = mapped_column(String(12), default=BUILDING)
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    receipt: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    started_at: Mapped[datetime]
    touched_at: Mapped[datetime]


class Submission(Worldly, Table):
    """One committed filing: the filer's transaction log and the clerk's quality control.

    `agent_id` is the account of a filing agent who filed for `user_id`. `at` is court time.
    `checked_by` is the clerk who looked at it; `finding` what the clerk found, empty if right.
    """

    __tablename__ = "submission"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(Integer, index=True)
    entry_id: Mapped[int | None] = mapped_column(Integer, index=True)
    claim_id: Mapped[int | None] = mapped_column(Integer)
    user_id: Mapped[int] = mapped_column(Integer, index=True)
    subject: Mapped[str] = mapped_column(String(36), default="")
    agent_id: Mapped[int] = mapped_column(Integer, default=0)
    filer: Mapped[str] = mapped_column(String(200))
    kind: Mapped[str] = mapped_column(String(20), default="event")
    title: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    checked_at: Mapped[datetime | None]
    checked_by: Mapped[str] = mapped_column(String(120), default="")
    finding: Mapped[str] = mapped_column(String(400), default="")
