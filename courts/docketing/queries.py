"""Reading what the screens of a filing show: entries to refer to, parties known, earlier papers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from courts.access.deciding import HIDING
from courts.cases.models import Case, Party
from courts.docket.models import Document, Entry
from courts.filing.models import Submission

#: So many lines are offered, the newest of them.
MOST: Final = 200
#: No sequence is as large as this; databases refuse to look for larger ones.
_LARGEST: Final = 1 << 31


@dataclass(frozen=True, slots=True)
class Span:
    """Which entries are listed; None leaves a limit out. `events` are keys, None for all."""

    events: Collection[str] | None = None
    first_day: date | None = None
    last_day: date | None = None
    first_number: int | None = None
    last_number: int | None = None


def referable(session: Session, case_id: int, span: Span, *, inside: bool) -> Sequence[Entry]:
    """Return the numbered entries of a case that a filing may refer to, the newest first.

    :param inside: whether the filer belongs to the case, and so knows of its secret entries.
    """
    statement = select(Entry).where(Entry.case_id == case_id, Entry.number.is_not(None))
    if not inside:
        statement = statement.where(Entry.access.not_in(HIDING))
    if span.events is not None:
        statement = statement.where(Entry.event.in_(span.events))
    if span.first_day is not None:
        statement = statement.where(Entry.filed_on >= span.first_day)
    if span.last_day is not None:
        statement = statement.where(Entry.filed_on <= span.last_day)
    if span.first_number is not None:
        statement = statement.where(Entry.number >= span.first_number)
    if span.last_number is not None:
        statement = statement.where(Entry.number <= span.last_number)
    return session.scalars(statement.order_by(Entry.seq.desc()).limit(MOST)).all()


def by_seq(
    session: Session, case_id: int, seqs: Collection[int], *, inside: bool
) -> Sequence[Entry]:
    """Return the entries of a case that were chosen, as far as they may be referred to."""
    if not seqs or max(seqs) > _LARGEST:
        return ()
    statement = select(Entry).where(
        Entry.case_id == case_id, Entry.seq.in_(seqs), Entry.number.is_not(None)
    )
    if not inside:
        statement = statement.where(Entry.access.not_in(HIDING))
    return session.scalars(statement.order_by(Entry.seq)).all()


def people_named(session: Session, last: str, first: str, *, limit: int = 20) -> Sequence[Party]:
    """Return parties of cases that can be seen whose name begins so, each name once."""
    statement = (
        select(Party)
        .join(Case, Party.case_id == Case.id)
        .where(Party.name_key.startswith(last.lower(), autoescape=True))
        .where(Case.sealed.is_(False), Case.opening.is_(False))
        .order_by(Party.name_key, Party.first_key, Party.id)
    )
    if first:
        statement = statement.where(Party.first_key.startswith(first.lower(), autoescape=True))
    found: dict[str, Party] = {}
    for party in session.scalars(statement.limit(10 * limit)):
        found.setdefault(party.name, party)
    return list(found.values())[:limit]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A filing of the same account that was committed a while ago."""

    case_id: int
    title: str
    number: int | None
    digests: frozenset[str]


def filed_since(session: Session, user_id: int, since: datetime) -> Sequence[Earlier]:
    """Return what an account has filed since a moment of court time: two queries."""
    rows = session.execute(
        select(Submission.case_id, Submission.title, Entry.id, Entry.number)
        .join(Entry, Entry.id == Submission.entry_id)
        .where(and_(Submission.user_id == user_id, Submission.at >= since))
        .order_by(Submission.id.desc())
        .limit(MOST)
    ).all()
    digests: dict[int, set[str]] = {}
    statement = select(Document.entry_id, Document.digest).where(
        Document.entry_id.in_([row.id for row in rows])
    )
    for entry_id, digest in session.execute(statement):
        digests.setdefault(entry_id or 0, set()).add(digest)
    return [
        Earlier(row.case_id, row.title, row.number, frozenset(digests.get(row.id, ())))
        for row in rows
    ]
