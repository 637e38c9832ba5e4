"""Tables of the case locator: cases and the names of their parties, and batch reports."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import JSON, Date, ForeignKey, Index, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from idp.tables import Table
from shared.db import Worldly

#: Lets PostgreSQL use an index for the beginning of a text, whatever the database's collation.
_BEGINS = "text_pattern_ops"


class LocatorCase(Worldly, Table):
    """A case as its court told of it; `title_key` is the title in lower case."""

    __tablename__ = "locator_case"
    __table_args__ = (
        UniqueConstraint("world", "court", "case_id"),
        Index("ix_locator_case_year_number", "year", "number"),
        Index("ix_locator_case_title_key", "title_key", postgresql_ops={"title_key": _BEGINS}),
        Index("ix_locator_case_mdl_number", "mdl_number"),
        Index("ix_locator_case_filed", "filed"),
        Index("ix_locator_case_closed", "closed"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    court: Mapped[str] = mapped_column(String(40))
    pcl_id: Mapped[str] = mapped_column(String(8))
    case_id: Mapped[int] = mapped_column(Integer)
    year: Mapped[int] = mapped_column(Integer)
    number: Mapped[int] = mapped_column(Integer)
    number_full: Mapped[str] = mapped_column(String(40))
    office: Mapped[str] = mapped_column(String(2), default="")
    type: Mapped[str] = mapped_column(String(6), default="")
    title: Mapped[str] = mapped_column(String(400))
    title_key: Mapped[str] = mapped_column(String(400))
    jurisdiction: Mapped[str] = mapped_column(String(4))
    filed: Mapped[date | None] = mapped_column(Date)
    closed: Mapped[date | None] = mapped_column(Date)
    dismissed: Mapped[date | None] = mapped_column(Date)
    discharged: Mapped[date | None] = mapped_column(Date)
    joint_dismissed: Mapped[date | None] = mapped_column(Date)
    joint_discharged: Mapped[date | None] = mapped_column(Date)
    chapter: Mapped[str] = mapped_column(String(4), default="")
    disposition: Mapped[str] = mapped_column(String(60), default="")
    joint: Mapped[str] = mapped_column(String(1), default="")
    nature: Mapped[str] = mapped_column(String(8), default="")
    judge_last: Mapped[str] = mapped_column(String(80), default="")
    mdl_number: Mapped[str] = mapped_column(String(10), default="")
    mdl_status: Mapped[str] = mapped_column(String(40), default="")
    mdl_court: Mapped[str] = mapped_column(String(8), default="", server_default="")
    mdl_transferee: Mapped[str] = mapped_column(String(80), default="", server_default="")
    mdl_ordered: Mapped[date | None] = mapped_column(Date)
    mdl_received: Mapped[date | None] = mapped_column(Date)
    path: Mapped[str] = mapped_column(String(200))


class LocatorParty(Table):
    """A name of a party: its own, or one of its aliases; the keys are in lower case."""

    __tablename__ = "locator_party"
    __table_args__ = (
        Index(
            "ix_locator_party_name",
            "last_key",
            "first_key",
            postgresql_ops={"last_key": _BEGINS, "first_key": _BEGINS},
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_pk: Mapped[int] = mapped_column(
        ForeignKey("locator_case.id", ondelete="CASCADE"), index=True
    )
    last: Mapped[str] = mapped_column(String(200))
    first: Mapped[str] = mapped_column(String(80), default="")
    middle: Mapped[str] = mapped_column(String(80), default="")
    generation: Mapped[str] = mapped_column(String(20), default="")
    last_key: Mapped[str] = mapped_column(String(200))
    first_key: Mapped[str] = mapped_column(String(80), default="")
    middle_key: Mapped[str] = mapped_column(String(80), default="")
    role: Mapped[str] = mapped_column(String(12), default="")
    kind: Mapped[str] = mapped_column(String(8), default="")
    disposition: Mapped[str] = mapped_column(String(60), default="")
    ssn4: Mapped[str] = mapped_column(String(4), default="")
    seq: Mapped[int] = mapped_column(Integer, default=0)
    alias_type: Mapped[str] = mapped_column(String(12), default="")
    alias_seq: Mapped[int] = mapped_column(Integer, default=0)
    case: Mapped[LocatorCase] = relationship(lazy="raise")


class LocatorReport(Worldly, Table):
    """A batch search: asked for, run by the worker, kept until its owner deletes it.

    `found` are the keys of the rows in their order; the rows themselves are read when the report
    is fetched, so that a case that was sealed meanwhile is not in it. Times are court time.
    """

    __tablename__ = "locator_report"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(12))
    status: Mapped[str] = mapped_column(String(12), default="WAITING")
    criteria: Mapped[str] = mapped_column(Text)
    sorts: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    client_code: Mapped[str] = mapped_column(String(32), default="")
    source: Mapped[str] = mapped_column(String(12), default="Other")
    asked_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    record_count: Mapped[int] = mapped_column(Integer, default=0)
    pages: Mapped[int] = mapped_column(Integer, default=0)
    billed_at: Mapped[datetime | None]
    found: Mapped[list[Any]] = mapped_column(JSON, default=list, deferred=True)
