"""Reading for the clerk: filings to look at, and cases as the court sees them."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courts.accounts.models import CourtUser
from courts.cases.models import Case, Setting
from courts.cases.queries import by_ids
from courts.docket import queries as docket
from courts.docket.models import Entry
from courts.docket.queries import EntryView
from courts.filing.models import Submission
from shared.audit import AuditEvent
from shared.paging import Page, page_of

#: How the trail calls a filing.
_FILED: Final = ("docket:filed", "claim:filed")


@dataclass(frozen=True, slots=True)
class Filed:
    """A filing in the queue with its case and, if it made one, its entry."""

    submission: Submission
    case: Case
    entry: Entry | None


def waiting(session: Session) -> int:
    """Return how many filings nobody has looked at."""
    statement = select(func.count()).select_from(Submission).where(Submission.checked_at.is_(None))
    return session.scalar(statement) or 0


def filings(
    session: Session, *, state: str, number: int, size: int
) -> tuple[Page[Submission], Sequence[Filed]]:
    """Return a page of filings: those that wait, the oldest first; or others, the newest first."""
    chosen, order = select(Submission), Submission.id.desc()
    if state == "waiting":
        chosen, order = chosen.where(Submission.checked_at.is_(None)), Submission.id.asc()
    elif state == "deficient":
        chosen = chosen.where(Submission.finding != "")
    page = page_of(session, chosen, key=Submission.id, number=number, size=size, order=(order,))
    cases = {row.id: row for row in by_ids(session, [each.case_id for each in page.rows])}
    ids = [each.entry_id for each in page.rows if each.entry_id is not None]
    entries = {row.id: row for row in session.scalars(select(Entry).where(Entry.id.in_(ids)))}
    return page, [
        Filed(each, cases[each.case_id], entries.get(each.entry_id or 0))
        for each in page.rows
        if each.case_id in cases
    ]


def noticed(session: Session, rows: Sequence[Filed]) -> Mapping[int, Sequence[str]]:
    """Return the codes of the mistakes that were seen in filings, as the trail says, by the id of
    the submission: one query.
    """
    subjects = {_subject(each): each.submission.id for each in rows}
    statement = select(AuditEvent.subject, AuditEvent.detail).where(
        AuditEvent.subject.in_(subjects), AuditEvent.tag.in_(_FILED)
    )
    found = {
        subjects[subject]: json.loads(detail).get("mistakes", ())
        for subject, detail in session.execute(statement)
    }
    return {key: codes for key, codes in found.items() if codes}


def _subject(filed: Filed) -> str:
    """Return how the trail calls a filing: by its entry, or by the number of its claim."""
    if filed.entry is not None:
        return f"case:{filed.case.id}/entry:{filed.entry.seq}"
    return f"case:{filed.case.id}/claim:{filed.submission.title.rpartition(' ')[2]}"


@dataclass(frozen=True, slots=True)
class Cure:
    """What came after a notice of defect: `paper` is the same event again, of the same filer; `due`
    is the last day of the notice.
    """

    paper: Entry
    due: date | None


def cure(session: Session, notice: Entry, ends: Collection[str]) -> Cure | None:
    """Return the last paper that may cure what a notice names: three queries.

    None if no such paper came, or if the court has noted the cure already, by an event of `ends`.
    """
    rows = session.scalars(
        select(Entry).where(Entry.case_id == notice.case_id, Entry.seq.in_(notice.refers))
    ).all()
    wrong = {(row.event, name) for row in rows for name in row.filers}
    later = session.scalars(
        select(Entry)
        .where(
            Entry.case_id == notice.case_id,
            Entry.seq > notice.seq,
            Entry.event.in_({*ends, *(row.event for row in rows)}),
        )
        .order_by(Entry.seq.desc())
    ).all()
    if any(each.event in ends and notice.seq in each.refers for each in later):
        return None
    due = session.scalar(
        select(func.max(Setting.due_on)).where(
            Setting.case_id == notice.case_id,
            Setting.entry_seq == notice.seq,
            Setting.kind == "deadline",
        )
    )
    papers = [e for e in later if wrong & {(e.event, name) for name in e.filers}]
    return Cure(papers[0], due) if papers else None


def entry(session: Session, case_id: int, seq: int) -> EntryView | None:
    """Return an entry of a case with its papers: two queries."""
    row = session.scalar(select(Entry).where(Entry.case_id == case_id, Entry.seq == seq))
    return None if row is None else docket.entry_with_documents(session, row)


def last_entries(session: Session, case_id: int, limit: int) -> Sequence[Entry]:
    """Return the last entries of a case, the newest first: one query."""
    statement = select(Entry).where(Entry.case_id == case_id).order_by(Entry.seq.desc())
    return session.scalars(statement.limit(limit)).all()


def pending(session: Session, case_id: int, events: Sequence[str]) -> Sequence[Entry]:
    """Return the entries of some events that nothing has ended yet, the oldest first."""
    statement = select(Entry).where(
        Entry.case_id == case_id, Entry.event.in_(events), Entry.ended_on.is_(None)
    )
    return session.scalars(statement.order_by(Entry.seq)).all()


def account(session: Session, words: str) -> CourtUser | None:
    """Return the account of a login name, or of a whole name if only one has it."""
    key = words.strip().lower()
    found = session.scalars(select(CourtUser).where(CourtUser.login_key == key)).first()
    if found is not None or not key:
        return found
    named = [
        user
        for user in session.scalars(
            select(CourtUser).where(func.lower(CourtUser.last_name) == key.rpartition(" ")[2])
        )
        if user.display_name.lower() == key or user.last_name.lower() == key
    ]
    return named[0] if len(named) == 1 else None
