"""Finding appeals and entries, in a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, or_, select, tuple_
from sqlalchemy.orm import Session

from courts.cases import queries as cases
from courts.cases.models import Case, Party, Setting
from courts.docket.models import Document, Entry
from courts.docket.queries import EntryView
from courts.kinds.numbers import Wanted
from courts.papers.queries import PaperView


@dataclass(frozen=True, slots=True)
class Sought:
    """What a search asks for; what is None or empty is not asked.

    `origin` is the number below as it is looked up (`numbers.search_key`), `nature` a code or how
    it begins.
    """

    first: Wanted | None = None
    last: Wanted | None = None
    name: str = ""
    given: str = ""
    since: date | None = None
    until: date | None = None
    origin: str = ""
    nature: str = ""
    closed: bool | None = None


def search(session: Session, sought: Sought, *, limit: int) -> Sequence[Case]:
    """Return the newest cases that a search finds, sealed or not (see `access.deciding`)."""
    statement = select(Case)
    if sought.first is not None:
        statement = statement.where(*_numbered(sought.first, sought.last or sought.first))
    if sought.name:
        statement = statement.where(Case.id.in_(_named(sought.name, sought.given)))
    if sought.since is not None:
        statement = statement.where(Case.filed_on >= sought.since)
    if sought.until is not None:
        statement = statement.where(Case.filed_on <= sought.until)
    if sought.origin:
        statement = statement.where(cases.begins(Case.origin_key, sought.origin))
    if sought.nature:
        statement = statement.where(Case.nature.startswith(sought.nature, autoescape=True))
    if sought.closed is not None:
        closed = Case.terminated_on.is_not(None)
        statement = statement.where(closed if sought.closed else ~closed)
    newest = statement.order_by(Case.year.desc(), Case.serial.desc(), Case.id)
    return session.scalars(newest.limit(limit)).all()


def _numbered(first: Wanted, last: Wanted) -> tuple[ColumnElement[bool], ...]:
    if first == last:
        return Case.year == first.year, Case.serial == first.serial
    number = tuple_(Case.year, Case.serial)
    return number >= (first.year, first.serial), number <= (last.year, last.serial)


def _named(name: str, given: str) -> Select[int]:
    found = select(Party.case_id).where(cases.begins(Party.name_key, name.lower()))
    if given:
        found = found.where(cases.begins(Party.first_key, given.lower()))
    return found


def natures(session: Session) -> Sequence[tuple[str, str]]:
    """Return the natures of suit that cases of this court have: codes, and their words."""
    words = func.max(Case.facts["nature"].as_string())
    found = select(Case.nature, words).where(Case.nature != "").group_by(Case.nature)
    rows = session.execute(found.order_by(Case.nature)).all()
    return [(code, told or code) for code, told in rows]


@dataclass(frozen=True, slots=True)
class Found:
    """An entry with its papers and its case, for pages and feeds about many cases."""

    case: Case
    view: EntryView


@dataclass(frozen=True, slots=True)
class Listing:
    """Which entries of all cases are wanted; `events` are keys of the catalogue."""

    events: Collection[str] = ()
    opinions: bool = False
    first_day: date | None = None
    last_day: date | None = None
    entered_since: datetime | None = None
    #: Courts live in their own time: what they enter later is not there yet.
    entered_until: datetime | None = None


def listed(session: Session, listing: Listing, *, limit: int) -> tuple[Found, ...]:
    """Return the newest entries of all visible cases with their papers: two queries."""
    statement = select(Entry, Case).join(Case, Case.id == Entry.case_id)
    kinds: list[ColumnElement[bool]] = []
    if listing.events:
        kinds.append(Entry.event.in_(sorted(listing.events)))
    if listing.opinions:
        kinds.append(Entry.opinion.is_(True))
    if kinds:
        statement = statement.where(or_(*kinds))
    if listing.first_day is not None:
        statement = statement.where(Entry.filed_on >= listing.first_day)
    if listing.last_day is not None:
        statement = statement.where(Entry.filed_on <= listing.last_day)
    if listing.entered_since is not None:
        statement = statement.where(Entry.entered_at >= listing.entered_since)
    if listing.entered_until is not None:
        statement = statement.where(Entry.entered_at <= listing.entered_until)
    newest = statement.order_by(Entry.entered_at.desc(), Entry.id.desc()).limit(limit)
    rows = session.execute(newest).all()
    papers = _papers(session, [entry.id for entry, _ in rows])
    return tuple(
        Found(case, EntryView(entry, tuple(papers.get(entry.id, ())))) for entry, case in rows
    )


def _papers(session: Session, entry_ids: Collection[int]) -> Mapping[int, list[Document]]:
    found: dict[int, list[Document]] = {}
    if entry_ids:
        statement = select(Document).where(Document.entry_id.in_(entry_ids))
        for paper in session.scalars(statement.order_by(Document.entry_id, Document.place)):
            found.setdefault(paper.entry_id or 0, []).append(paper)
    return found


def calendar(
    session: Session, *, first_day: date, last_day: date, limit: int
) -> Sequence[tuple[Setting, Case]]:
    """Return the hearings of all visible cases between two days, the earliest first."""
    rows = session.execute(
        select(Setting, Case)
        .join(Case, Case.id == Setting.case_id)
        .where(Setting.kind == "hearing", Setting.status == "")
        .where(Setting.due_on >= first_day, Setting.due_on <= last_day)
        .order_by(Setting.due_on, Setting.id)
        .limit(limit)
    ).all()
    return [(setting, case) for setting, case in rows]


def papers_of(
    session: Session, case: Case, *, seqs: Collection[int], documents: Collection[int]
) -> tuple[PaperView, ...]:
    """Return papers of a case, those of whole entries and single ones: four queries.

    Each comes with its whole entry, because what a paper is called follows from its siblings.
    """
    single = select(Document.entry_id).where(Document.id.in_(documents))
    rows = session.scalars(
        select(Entry)
        .where(Entry.case_id == case.id, or_(Entry.seq.in_(seqs), Entry.id.in_(single)))
        .order_by(Entry.seq)
    ).all()
    papers = _papers(session, [row.id for row in rows])
    facts = cases.facts(session, (case,))[case.id]
    return tuple(
        PaperView(paper, case, EntryView(row, tuple(papers.get(row.id, ()))), facts)
        for row in rows
        for paper in papers.get(row.id, ())
        if row.seq in seqs or paper.id in documents
    )
