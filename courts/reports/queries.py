"""Rows of reports: each a page of rows and their number, whatever the size of the court.

Every row hangs on a case, and every statement reads it through its case: that is how what belongs
to another seat stays out.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, String, cast, func, select
from sqlalchemy.orm import Session

from courts.access.deciding import HIDING
from courts.cases.models import Case, Counsel, Party, Setting
from courts.cases.queries import between
from courts.cases.typed import Days
from courts.docket.models import Document, Entry
from courts.reports.report import Window

NUMBERED: Final = (Case.year, Case.type, Case.office, Case.serial, Case.id)


@dataclass(frozen=True, slots=True)
class CaseTests:
    """Which cases are looked at. `secret` lets in those that are sealed or not open yet."""

    secret: bool = False
    ids: tuple[int, ...] = ()
    office: str = ""
    types: tuple[str, ...] = ()
    natures: tuple[str, ...] = ()
    chapters: tuple[str, ...] = ()
    flag: str = ""
    status: str = ""
    filed: Days = Days()
    judge: str = ""
    #: The court's day: what is filed later is not there yet.
    today: date = date.max
    #: Only cases in which this e-file account is counsel.
    counsel: int = 0


_STATUSES: Final = {
    "open": (Case.terminated_on.is_(None),),
    "closed": (Case.terminated_on.is_not(None),),
}


def _tests(wanted: CaseTests) -> list[ColumnElement[bool]]:
    tests: list[ColumnElement[bool]] = []
    if not wanted.secret:
        tests += [Case.sealed.is_(False), Case.opening.is_(False)]
    for chosen, column in (
        (wanted.ids, Case.id),
        (wanted.types, Case.type),
        (wanted.natures, Case.nature),
        (wanted.chapters, Case.chapter),
    ):
        if chosen:
            tests.append(column.in_(chosen))
    tests.append(Case.filed_on <= wanted.today)
    if wanted.counsel:
        mine = select(Counsel.case_id).where(
            Counsel.user_id == wanted.counsel, Counsel.terminated_on.is_(None)
        )
        tests.append(Case.id.in_(mine))
    if wanted.office:
        tests.append(Case.office == wanted.office)
    if wanted.judge:
        tests.append(func.lower(Case.judge).contains(wanted.judge.lower(), autoescape=True))
    if wanted.flag:
        # A list of texts, kept as JSON: the quotes keep one flag from being found in another.
        listed = func.upper(cast(Case.flags, String))
        tests.append(listed.contains(f'"{wanted.flag.upper()}"', autoescape=True))
    tests += _STATUSES.get(wanted.status, ())
    return tests + between(Case.filed_on, wanted.filed)


def _page(
    session: Session, statement: Select[*tuple[Any, ...]], order: Sequence[Any], window: Window
) -> tuple[int, Sequence[Any]]:
    """Return how many rows a statement has, and those of the window: two queries."""
    counted = statement.with_only_columns(func.count(), maintain_column_froms=True)
    total = session.scalar(counted) or 0
    wanted = statement.order_by(*order)
    if window.most:
        wanted = wanted.offset(window.first).limit(window.most)
    return total, session.execute(wanted).all()


_CASE_ORDERS: Final = {
    "number": NUMBERED,
    "filed": (Case.filed_on, *NUMBERED),
    "nature": (Case.nature, Case.chapter, *NUMBERED),
}


def cases(
    session: Session, wanted: CaseTests, *, order: str, window: Window
) -> tuple[int, Sequence[Case]]:
    """Return cases."""
    statement = select(Case).where(*_tests(wanted))
    total, rows = _page(session, statement, _CASE_ORDERS[order], window)
    return total, [row[0] for row in rows]


_SETTING_ORDERS: Final = {
    "date": (Setting.due_on, Setting.time, *NUMBERED, Setting.id),
    "number": (*NUMBERED, Setting.due_on, Setting.id),
}


def calendar(
    session: Session,
    wanted: CaseTests,
    *,
    due: Days,
    kind: str,
    order: str,
    window: Window,
) -> tuple[int, Sequence[tuple[Setting, Case]]]:
    """Return deadlines and hearings that still stand, with their cases."""
    tests = [*_tests(wanted), *between(Setting.due_on, due), Setting.status == ""]
    if kind:
        tests.append(Setting.kind == kind)
    statement = select(Setting, Case).join(Case, Setting.case_id == Case.id).where(*tests)
    total, rows = _page(session, statement, _SETTING_ORDERS[order], window)
    return total, [(row[0], row[1]) for row in rows]


_ENTRY_ORDERS: Final = {
    "date": (Entry.entered_at, Entry.id),
    "number": (*NUMBERED, Entry.seq),
    "event": (Entry.short, *NUMBERED, Entry.seq),
    "filed": (Entry.filed_on, *NUMBERED, Entry.seq),
}


@dataclass(frozen=True, slots=True)
class EntryTests:
    """Which entries are looked at; `by_entered` counts days by the day of entry."""

    days: Days = Days()
    by_entered: bool = False
    events: tuple[str, ...] = ()
    opinions: bool = False


def activity(
    session: Session,
    wanted: CaseTests,
    entries: EntryTests,
    *,
    order: str,
    window: Window,
) -> tuple[int, Sequence[tuple[Entry, Case]]]:
    """Return entries with their cases; what hides even its words only for the court's own."""
    tests = [
        *_tests(wanted),
        *between(Entry.entered_on if entries.by_entered else Entry.filed_on, entries.days),
    ]
    tests.append(Entry.filed_on <= wanted.today)
    if not wanted.secret:
        tests.append(Entry.access.not_in(HIDING))
    if entries.events:
        tests.append(Entry.event.in_(entries.events))
    if entries.opinions:
        tests.append(Entry.opinion.is_(True))
    statement = select(Entry, Case).join(Case, Entry.case_id == Case.id).where(*tests)
    total, rows = _page(session, statement, _ENTRY_ORDERS[order], window)
    return total, [(row[0], row[1]) for row in rows]


def papers(session: Session, entries: Sequence[Entry]) -> Mapping[int, tuple[Document, ...]]:
    """Return the papers of entries by the entry's row, the main document first: one query."""
    found: dict[int, list[Document]] = {}
    ids = [entry.id for entry in entries]
    if ids:
        statement = select(Document).where(Document.entry_id.in_(ids))
        for paper in session.scalars(statement.order_by(Document.entry_id, Document.place)):
            found.setdefault(paper.entry_id or 0, []).append(paper)
    return {entry: tuple(listed) for entry, listed in found.items()}


def in_case(session: Session, case_id: int) -> Sequence[Entry]:
    """Return the entries of a case in their order, without their papers."""
    statement = select(Entry).where(Entry.case_id == case_id)
    return session.scalars(statement.order_by(Entry.seq)).all()


def trustees(session: Session, cases_shown: Sequence[int]) -> Mapping[int, Party]:
    """Return the trustees of cases by the case's id: one query."""
    statement = select(Party).where(
        Party.case_id.in_(cases_shown), Party.role == "Trustee", Party.terminated_on.is_(None)
    )
    return {party.case_id: party for party in session.scalars(statement.order_by(Party.seq.desc()))}


def recent(
    session: Session, *, since: datetime | None, until: datetime, most: int
) -> Sequence[tuple[Entry, Case]]:
    """Return the newest public entries of open cases, the newest first: one query."""
    tests = [
        Case.sealed.is_(False),
        Case.opening.is_(False),
        Entry.access.not_in(HIDING),
        Entry.entered_at <= until,
    ]
    if since is not None:
        tests.append(Entry.entered_at > since)
    statement = select(Entry, Case).join(Case, Entry.case_id == Case.id).where(*tests)
    newest = statement.order_by(Entry.entered_at.desc(), Entry.id.desc()).limit(most)
    return [(row[0], row[1]) for row in session.execute(newest)]
