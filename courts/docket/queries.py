"""Reading the docket: entries with their papers, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Literal

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courts.docket.models import Document, Entry

Order = Literal["oldest", "newest", "number"]


@dataclass(frozen=True, slots=True)
class EntryView:
    """An entry with its papers, the main document first."""

    entry: Entry
    documents: tuple[Document, ...]

    @property
    def main(self) -> Document | None:
        """The main document, if the entry has one."""
        return self.documents[0] if self.documents else None

    @property
    def attachments(self) -> tuple[Document, ...]:
        """The papers besides the main document."""
        return self.documents[1:]


@dataclass(frozen=True, slots=True)
class Span:
    """Which entries of a case are wanted; None leaves a limit out.

    `by_entered` counts days by the day of entry, not of filing.
    """

    first_day: date | None = None
    last_day: date | None = None
    by_entered: bool = False
    first_number: int | None = None
    last_number: int | None = None
    order: Order = "oldest"


def entries(session: Session, case_id: int, span: Span) -> tuple[EntryView, ...]:
    """Return the entries of a case: two queries, whatever their number."""
    day = Entry.entered_on if span.by_entered else Entry.filed_on
    statement = select(Entry).where(Entry.case_id == case_id)
    if span.first_day is not None:
        statement = statement.where(day >= span.first_day)
    if span.last_day is not None:
        statement = statement.where(day <= span.last_day)
    if span.first_number is not None:
        statement = statement.where(Entry.number >= span.first_number)
    if span.last_number is not None:
        statement = statement.where(Entry.number <= span.last_number)
    orders = {
        "oldest": (day, Entry.seq),
        "newest": (day.desc(), Entry.seq.desc()),
        "number": (Entry.number, Entry.seq),
    }
    rows = session.scalars(statement.order_by(*orders[span.order])).all()
    return with_documents(session, rows)


def with_documents(session: Session, rows: Sequence[Entry]) -> tuple[EntryView, ...]:
    """Return entries with their papers: one query."""
    papers: dict[int, list[Document]] = {}
    if rows:
        cases = {row.case_id for row in rows}
        found = select(Document).where(Document.case_id.in_(cases), Document.entry_id.is_not(None))
        for paper in session.scalars(found.order_by(Document.entry_id, Document.place)):
            papers.setdefault(paper.entry_id or 0, []).append(paper)
    return tuple(EntryView(row, tuple(papers.get(row.id, ()))) for row in rows)


def entry_of(session: Session, document: Document) -> EntryView | None:
    """Return the entry that a paper belongs to, with all its papers; None for a claim's paper."""
    if document.entry_id is None:
        return None
    entry = session.get(Entry, document.entry_id)
    if entry is None:
        return None
    papers = session.scalars(
        select(Document).where(Document.entry_id == entry.id).order_by(Document.place)
    ).all()
    return EntryView(entry, tuple(papers))


def count(session: Session, case_id: int) -> int:
    """Return how many entries a case has, those without a number included."""
    found = session.scalar(select(func.count()).select_from(Entry).where(Entry.case_id == case_id))
    return found or 0
