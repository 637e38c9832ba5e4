"""What a court's world holds, as `moot world` lists it: everything, sealed cases too."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from courts.cases.models import Case, Party
from courts.claims.models import Claim, Creditor
from courts.docket.models import Document, Entry
from courts.kinds.dice import Dice
from courts.worlds import targets
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


# --------------------------------------------------------------------------- targets

#: So many cases are looked at: a world may have a hundred thousand.
_LOOKED_AT: Final = 200
_OPEN: Final = ("", "public")


def last_names(session: Session, wanted: Iterable[str]) -> dict[str, int]:
    """Return how many parties of everyone's cases have a last name that begins so."""
    return {
        last: session.scalar(
            select(func.count(Party.id))
            .join(Case, Case.id == Party.case_id)
            .where(Party.name_key.startswith(last, autoescape=True))
        )
        or 0
        for last in sorted(set(wanted))
    }


def opinion_days(session: Session, dice: Dice, today: date) -> list[date]:
    """Return a day on which everybody could see an opinion filed, as the dice fall; [] for none."""
    days = session.scalars(
        select(Entry.filed_on)
        .join(Case, Case.id == Entry.case_id)
        .where(Entry.opinion, Entry.access == "public", *_visible(today))
        .where(Entry.filed_on <= today)
        .distinct()
        .order_by(Entry.filed_on)
        .limit(_LOOKED_AT)
    ).all()
    return [dice.of("opinion").pick(days)] if days else []


def _visible(today: date) -> tuple[ColumnElement[bool], ...]:
    return (
        Case.sealed.is_(False),
        Case.opening.is_(False),
        Case.restricted == "",
        Case.filed_on <= today,
    )


def candidates(session: Session, family: str, dice: Dice, today: date) -> list[targets.Candidate]:
    """Return cases of a family in the order of the dice, with what everybody may see of them."""
    open_now = select(Case.id).where(Case.family == family, *_visible(today))
    found = list(session.scalars(open_now.order_by(Case.id)))
    drawn = dice.of(family).sample(found, min(_LOOKED_AT, len(found)))
    cases = {row.id: row for row in session.scalars(select(Case).where(Case.id.in_(drawn)))}
    papers: dict[int, list[targets.Paper]] = {}
    counted = (
        select(
            Entry.case_id,
            Entry.id,
            Entry.number,
            func.min(Document.id),
            func.count(Document.id),
            func.count(Document.id).filter(Document.kind == "pdf", Document.access.in_(_OPEN)),
        )
        .join(Document, Document.entry_id == Entry.id)
        .where(Entry.case_id.in_(drawn), Entry.access == "public", Entry.number.is_not(None))
        .where(Entry.filed_on <= today)
        .group_by(Entry.case_id, Entry.id, Entry.number, Entry.seq)
        .order_by(Entry.case_id, Entry.seq)
    )
    for case_id, entry_id, number, main, count, seen in session.execute(counted):
        if count == seen:
            papers.setdefault(case_id, []).append(targets.Paper(entry_id, number or 0, main, count))
    parties = _by_case(
        session,
        select(Party.case_id, Party.name, Party.last)
        .where(Party.case_id.in_(drawn))
        .order_by(Party.seq),
    )
    creditors = _by_case(
        session, select(Creditor.case_id, Creditor.name).where(Creditor.case_id.in_(drawn))
    )
    claimants = _by_case(
        session,
        select(Claim.case_id, Claim.creditor)
        .where(Claim.case_id.in_(drawn))
        .order_by(Claim.number),
    )
    return [
        targets.Candidate(
            case_id=key,
            number=cases[key].number,
            caption=cases[key].caption,
            papers=tuple(papers.get(key, ())),
            parties=tuple((name, last) for name, last in parties.get(key, ())),
            creditors=tuple(name for (name,) in creditors.get(key, ())),
            claimants=tuple(name for (name,) in claimants.get(key, ())),
        )
        for key in drawn
    ]


def _by_case(session: Session, statement: Any) -> dict[int, list[tuple[Any, ...]]]:
    found: dict[int, list[tuple[Any, ...]]] = {}
    for case_id, *rest in session.execute(statement):
        found.setdefault(case_id, []).append(tuple(rest))
    return found
