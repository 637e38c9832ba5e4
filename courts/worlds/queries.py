"""What a court's world holds, as `moot world` lists it: everything, sealed cases too."""

from __future__ import annotations

from dataclasses import dataclass, field

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courts.cases.models import Case
from courts.docket.models import Document, Entry
from shared.db import SHARED_WORLD, every_world


@dataclass(frozen=True, slots=True)
class Paper:
    """A paper with what tells it apart; `seq` and `number` are None for a paper of a claim."""

    id: int
    seq: int | None
    number: int | None
    place: int
    access: str
    pages: int


@dataclass(frozen=True, slots=True)
class Listed:
    """A case with its papers, in the order of their ids."""

    case: Case
    papers: list[Paper] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Counted:
    """How much of everything a court has, in all worlds."""

    cases: int
    entries: int
    papers: int


def listed(session: Session, *, limit: int) -> list[Listed]:
    """Return the first cases of everyone's world with their papers: three queries."""
    statement = select(Case).where(Case.world == SHARED_WORLD).order_by(Case.id).limit(limit)
    cases = session.scalars(every_world(statement)).all()
    found = {case.id: Listed(case) for case in cases}
    if not cases:
        return []
    first, last = cases[0].id, cases[-1].id
    entries = {
        entry.id: entry
        for entry in session.scalars(select(Entry).where(Entry.case_id.between(first, last)))
    }
    papers = select(Document).where(Document.case_id.between(first, last)).order_by(Document.id)
    for paper in session.scalars(papers):
        if paper.case_id in found:
            found[paper.case_id].papers.append(_paper(paper, entries.get(paper.entry_id or 0)))
    return list(found.values())


def _paper(paper: Document, entry: Entry | None) -> Paper:
    if entry is None:
        return Paper(paper.id, None, None, paper.place, paper.access or "public", paper.pages)
    access = paper.access or entry.access
    return Paper(paper.id, entry.seq, entry.number, paper.place, access, paper.pages)


def counted(session: Session) -> Counted:
    """Return how many cases, entries and papers there are: three queries."""
    counts = (
        session.scalar(every_world(select(func.count()).select_from(table))) or 0
        for table in (Case, Entry, Document)
    )
    return Counted(*counts)
