"""Reading the docket: entries with their papers, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Generator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, Literal, TypeVarTuple

from sqlalchemy import ColumnElement, Select, String, cast, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from courts.cases.queries import Reached
from courts.docket.lines import EntryLine, PaperLine
from courts.docket.models import Document, Entry

Order = Literal["oldest", "newest", "number"]
Columns = TypeVarTuple("Columns")
#: How many bare rows are fetched at a time.
_AT_ONCE: Final = 500


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
    #: One entry alone, by its sequence.
    seq: int | None = None
    #: Only entries that have papers.
    with_papers: bool = False


def entries(session: Session, case_id: int, span: Span) -> tuple[EntryView, ...]:
    """Return the entries of a case: two queries, whatever their number."""
    rows = session.scalars(_within(select(Entry), case_id, span)).all()
    return with_documents(session, rows)


def _within(statement: Select[*Columns], case_id: int, span: Span) -> Select[*Columns]:
    """Narrow a statement over entries to a span, in its order."""
    day = Entry.entered_on if span.by_entered else Entry.filed_on
    statement = statement.where(Entry.case_id == case_id)
    if span.first_day is not None:
        statement = statement.where(day >= span.first_day)
    if span.last_day is not None:
        statement = statement.where(day <= span.last_day)
    if span.first_number is not None:
        statement = statement.where(Entry.number >= span.first_number)
    if span.last_number is not None:
        statement = statement.where(Entry.number <= span.last_number)
    if span.seq is not None:
        statement = statement.where(Entry.seq == span.seq)
    if span.with_papers:
        statement = statement.where(Entry.id.in_(select(Document.entry_id)))
    orders: Mapping[Order, tuple[ColumnElement[Any] | InstrumentedAttribute[Any], ...]] = {
        "oldest": (day, Entry.seq),
        "newest": (day.desc(), Entry.seq.desc()),
        # Databases disagree about where nothing sorts.
        "number": (Entry.number.is_(None), Entry.number, Entry.seq),
    }
    return statement.order_by(*orders[span.order])


def entry_lines(session: Session, case_id: int, span: Span) -> Generator[EntryLine, None, None]:
    """Yield the entries of a case as bare values, read as they are asked for: one query.

    Whoever does not read to the end closes it.
    """
    statement = select(
        Entry.seq,
        Entry.number,
        Entry.event,
        Entry.short,
        Entry.text,
        Entry.filed_on,
        Entry.entered_on,
        Entry.access,
        Entry.opinion,
        cast(Entry.filers, String).label("filers"),
        cast(Entry.refers, String).label("refers"),
        Entry.user_id,
    )
    limited = _within(statement, case_id, span).execution_options(yield_per=_AT_ONCE)
    result = session.execute(limited)
    try:
        yield from map(EntryLine._make, result)
    finally:
        # A cursor that is left half-read would keep its view of the database on the connection.
        result.close()


def paper_lines(session: Session, case_id: int) -> dict[int, list[PaperLine]]:
    """Return all papers of the entries of a case as bare values, by seq of the entry: one query."""
    statement = (
        select(
            Document.id,
            Document.place,
            Document.access.label("level"),
            Document.pages,
            Document.size,
            func.trim(Document.category + " " + Document.description).label("words"),
            Entry.seq,
            Entry.number,
            Entry.event,
            Entry.access,
            Entry.opinion,
            Entry.filed_on,
            cast(Entry.filers, String).label("filers"),
            Entry.user_id,
        )
        .join(Entry, Entry.id == Document.entry_id)
        .where(Document.case_id == case_id)
        .order_by(Entry.seq, Document.place)
    )
    found: dict[int, list[PaperLine]] = {}
    for line in map(PaperLine._make, session.execute(statement)):
        found.setdefault(line.seq, []).append(line)
    return found


def entry_with_documents(session: Session, entry: Entry) -> EntryView:
    """Return an entry with its papers: one query."""
    papers = session.scalars(
        select(Document).where(Document.entry_id == entry.id).order_by(Document.place)
    ).all()
    return EntryView(entry, tuple(papers))


def numbered(session: Session, case_id: int, number: int) -> Entry | None:
    """Return the entry of a document number; the first, should two have it."""
    statement = select(Entry).where(Entry.case_id == case_id, Entry.number == number)
    return session.scalar(statement.order_by(Entry.seq).limit(1))


def has_documents(session: Session, case_id: int) -> bool:
    """Say whether a case has any document."""
    statement = select(Document.id).where(
        Document.case_id == case_id, Document.entry_id.is_not(None)
    )
    return session.scalar(statement.limit(1)) is not None


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
    return entry_with_documents(session, entry)


def count(session: Session, case_id: int, today: date) -> int:
    """Return how many entries a case has on a day, those without a number included."""
    there = select(func.count()).where(Entry.case_id == case_id, Entry.filed_on <= today)
    return session.scalar(there) or 0


def reached(session: Session, case_ids: Collection[int], today: date) -> Mapping[int, Reached]:
    """Return how far the dockets of cases have come on a day, as far as they began: one query."""
    last = select(Entry.case_id, func.max(Entry.filed_on), func.max(Entry.seq))
    there = last.where(Entry.case_id.in_(case_ids), Entry.filed_on <= today)
    rows = session.execute(there.group_by(Entry.case_id))
    return {case_id: Reached(day, seq) for case_id, day, seq in rows}
