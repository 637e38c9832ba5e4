"""Tables of cases. The row id of a case is its `caseid` of the real pages (facts 3.1)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

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
from sqlalchemy.types import TypeEngine

from courts.cases.names import name_key
from courts.kinds.numbers import CaseNumber, search_key
from courts.tables import Table
from shared.db import Worldly

#: How an appearance in a court of appeals stands.
DUE, PENDING, APPROVED, REJECTED = "due", "pending", "approved", "rejected"


def _key(length: int) -> TypeEngine[str]:
    """Return the type of what is searched by how it begins and listed in that order.

    PostgreSQL does both by one index only where text is compared by its bytes, as SQLite does.
    """
    return String(length).with_variant(String(length, collation="C"), "postgresql")


_LONGEST_KEY: Final = 80


def origin_key(facts: Mapping[str, Any]) -> str:
    """Return how the number of the case below is looked up; empty if there is none."""
    below = str(facts.get("origin_number") or "")
    return search_key(below)[:_LONGEST_KEY] if below else ""


def _counsel_key(context: Any) -> str:
    return name_key(str(context.get_current_parameters()["name"]))


def _origin_key(context: Any) -> str:
    # Rows in bulk (`tables.Batch`) come without a context and bring their own key.
    given = context.get_current_parameters() if context is not None else {}
    return origin_key(given.get("facts") or {})


class Case(Worldly, Table):
    """A case of this court. `family` is a catalogue of events, `facts` what its kind has besides.

    `caption_key` is the caption in lower case, for searches. `office` and `type` are empty where
    numbers have none. `origin_key` is the number of the case below (`numbers.search_key`), made
    from `facts` whoever stores the row; empty but in appeals.
    """

    __tablename__ = "court_case"
    __table_args__ = (
        UniqueConstraint("world", "type", "office", "year", "serial"),
        Index("ix_court_case_year_serial", "year", "serial"),
        Index("ix_court_case_caption_key", "caption_key"),
        Index("ix_court_case_origin_key", "origin_key"),
        Index("ix_court_case_filed_on", "filed_on"),
        Index("ix_court_case_last_filed_on", "last_filed_on"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    family: Mapped[str] = mapped_column(String(12))
    type: Mapped[str] = mapped_column(String(4), default="")
    office: Mapped[str] = mapped_column(String(2), default="")
    year: Mapped[int] = mapped_column(Integer)
    serial: Mapped[int] = mapped_column(Integer)
    judge_initials: Mapped[str] = mapped_column(String(8), default="")
    referred_initials: Mapped[str] = mapped_column(String(8), default="")
    judge: Mapped[str] = mapped_column(String(120), default="")
    referred: Mapped[str] = mapped_column(String(120), default="")
    caption: Mapped[str] = mapped_column(String(400))
    caption_key: Mapped[str] = mapped_column(String(400))
    filed_on: Mapped[date] = mapped_column(Date)
    terminated_on: Mapped[date | None] = mapped_column(Date)
    last_filed_on: Mapped[date] = mapped_column(Date)
    nature: Mapped[str] = mapped_column(String(8), default="")
    chapter: Mapped[str] = mapped_column(String(4), default="")
    flags: Mapped[list[str]] = mapped_column(JSON, default=list)
    sealed: Mapped[bool] = mapped_column(Boolean, default=False)
    restricted: Mapped[str] = mapped_column(String(20), default="")
    opening: Mapped[bool] = mapped_column(Boolean, default=False)
    facts: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    origin_key: Mapped[str] = mapped_column(_key(80), default=_origin_key, server_default="")

    @property
    def number(self) -> CaseNumber:
        """The number with the judges' initials; write it with the court's `numbers.Style`."""
        return numbered(self)


def numbered(row: Any) -> CaseNumber:
    """Return the number of a row that has the columns of a number."""
    return CaseNumber(
        year=row.year,
        serial=row.serial,
        type=row.type,
        office=row.office,
        judge=row.judge_initials,
        referred=row.referred_initials,
    )


class Party(Table):
    """A party of a case. `name_key` is the last name, or an entity's name, in lower case."""

    __tablename__ = "case_party"
    __table_args__ = (
        # In the order of a search's lines: the first of very many are read and no more. With what
        # a line shows, so that PostgreSQL does not fetch the rows, each of which lies elsewhere.
        Index(
            "ix_case_party_name",
            *("name_key", "first_key", "case_id", "seq"),
            postgresql_include=("role", "name", "last", "first", "middle", "generation"),
        ),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(
        ForeignKey("court_case.id", ondelete="CASCADE"), index=True
    )
    seq: Mapped[int] = mapped_column(Integer)
    role: Mapped[str] = mapped_column(String(60))
    name: Mapped[str] = mapped_column(String(200))
    first: Mapped[str] = mapped_column(String(80), default="")
    middle: Mapped[str] = mapped_column(String(80), default="")
    last: Mapped[str] = mapped_column(String(80), default="")
    generation: Mapped[str] = mapped_column(String(20), default="")
    name_key: Mapped[str] = mapped_column(_key(200))
    first_key: Mapped[str] = mapped_column(_key(80), default="")
    extra: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[list[str]] = mapped_column(JSON, default=list)
    county: Mapped[str] = mapped_column(String(60), default="")
    email: Mapped[str] = mapped_column(String(120), default="")
    tax: Mapped[list[str]] = mapped_column(JSON, default=list)
    aliases: Mapped[list[list[str]]] = mapped_column(JSON, default=list)
    offense_opening: Mapped[str] = mapped_column(String(60), default="")
    offense_terminated: Mapped[str] = mapped_column(String(60), default="")
    defendant: Mapped[int] = mapped_column(Integer, default=0)
    subject: Mapped[str] = mapped_column(String(36), default="")
    started_on: Mapped[date | None] = mapped_column(Date)
    terminated_on: Mapped[date | None] = mapped_column(Date)


class Alias(Table):
    """Another name of a party, for searches; its keys are like those of `Party`."""

    __tablename__ = "case_alias"
    __table_args__ = (Index("ix_case_alias_name", "name_key", "first_key"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(
        ForeignKey("court_case.id", ondelete="CASCADE"), index=True
    )
    party_id: Mapped[int] = mapped_column(ForeignKey("case_party.id", ondelete="CASCADE"))
    last: Mapped[str] = mapped_column(String(200))
    first: Mapped[str] = mapped_column(String(120), default="")
    name_key: Mapped[str] = mapped_column(_key(200))
    first_key: Mapped[str] = mapped_column(_key(120), default="")


class Counsel(Table):
    """Counsel of one party. `user_id` is the e-file account of this court of counsel of record.

    `name_key` is "last, first middle" in lower case, made from `name` whoever stores the row.
    """

    __tablename__ = "case_counsel"
    __table_args__ = (Index("ix_case_counsel_name", "name_key", "name", "case_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(
        ForeignKey("court_case.id", ondelete="CASCADE"), index=True
    )
    party_id: Mapped[int] = mapped_column(ForeignKey("case_party.id", ondelete="CASCADE"))
    seq: Mapped[int] = mapped_column(Integer)
    name: Mapped[str] = mapped_column(String(200))
    name_key: Mapped[str] = mapped_column(_key(200), default=_counsel_key)
    contact: Mapped[list[str]] = mapped_column(JSON, default=list)
    roles: Mapped[list[str]] = mapped_column(JSON, default=list)
    user_id: Mapped[int | None] = mapped_column(Integer, index=True)
    started_on: Mapped[date | None] = mapped_column(Date)
    terminated_on: Mapped[date | None] = mapped_column(Date)


class Appearance(Table):
    """Counsel in a court of appeals who may not file yet, or once could not (facts 5).

    `state` is due (named by the court below, has not appeared), pending (the clerk has not looked
    at it), approved or rejected; `parties` are ids of parties for whom counsel appears, `roles`
    as the docket prints them. `entry_id` is the notice of appearance.
    """

    __tablename__ = "case_appearance"
    __table_args__ = (UniqueConstraint("case_id", "user_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(
        ForeignKey("court_case.id", ondelete="CASCADE"), index=True
    )
    user_id: Mapped[int] = mapped_column(Integer, index=True)
    parties: Mapped[list[int]] = mapped_column(JSON, default=list)
    roles: Mapped[list[str]] = mapped_column(JSON, default=list)
    entry_id: Mapped[int | None] = mapped_column(Integer)
    state: Mapped[str] = mapped_column(String(12), default="pending")
    filed_at: Mapped[datetime | None]
    decided_at: Mapped[datetime | None]
    decided_by: Mapped[str] = mapped_column(String(120), default="")
    reason: Mapped[str] = mapped_column(String(400), default="")


class Count(Table):
    """A count of a defendant: pending, terminated or complaint, with its disposition."""

    __tablename__ = "case_count"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(
        ForeignKey("court_case.id", ondelete="CASCADE"), index=True
    )
    party_id: Mapped[int] = mapped_column(ForeignKey("case_party.id", ondelete="CASCADE"))
    seq: Mapped[int] = mapped_column(Integer)
    status: Mapped[str] = mapped_column(String(12))
    name: Mapped[str] = mapped_column(Text)
    disposition: Mapped[str] = mapped_column(Text, default="")


class CaseLink(Table):
    """A tie to another case: `other_id` in this court, else court and number as text."""

    __tablename__ = "case_link"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(
        ForeignKey("court_case.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(12))
    other_id: Mapped[int | None] = mapped_column(Integer, index=True)
    court: Mapped[str] = mapped_column(String(12), default="")
    number: Mapped[str] = mapped_column(String(40), default="")
    since: Mapped[date | None] = mapped_column(Date)


class Setting(Table):
    """A deadline or hearing of a case; `entry_seq` is the entry that set it."""

    __tablename__ = "case_setting"
    __table_args__ = (Index("ix_case_setting_due_on", "due_on"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    case_id: Mapped[int] = mapped_column(
        ForeignKey("court_case.id", ondelete="CASCADE"), index=True
    )
    kind: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(200))
    due_on: Mapped[date] = mapped_column(Date)
    time: Mapped[str] = mapped_column(String(20), default="")
    place: Mapped[str] = mapped_column(String(200), default="")
    entry_seq: Mapped[int] = mapped_column(Integer, default=0)
    status: Mapped[str] = mapped_column(String(12), default="")
    ended_on: Mapped[date | None] = mapped_column(Date)


class IndexMark(Table):
    """How far this court has told the case locator of its cases: 1 is the row of the reference
    world, the others are those of the worlds of seats.

    Cases with a higher id, or with a filing on `through` or later, are still to be told.
    """

    __tablename__ = "case_index_mark"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    last_case_id: Mapped[int] = mapped_column(Integer, default=0)
    through: Mapped[date] = mapped_column(Date)
