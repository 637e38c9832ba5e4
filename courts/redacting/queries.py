"""Reading what is to be redacted, and the papers that it is about."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courts.cases.models import Case
from courts.docket.models import Document, Entry
from courts.redacting.models import Redaction


def redactions(session: Session, entry_id: int) -> Sequence[Redaction]:
    """Return what a motion wants replaced."""
    statement = select(Redaction).where(Redaction.entry_id == entry_id)
    return session.scalars(statement.order_by(Redaction.id)).all()


def waiting(session: Session) -> int:
    """Return how many motions to redact wait for the court."""
    statement = select(func.count(Redaction.entry_id.distinct())).where(Redaction.done_at.is_(None))
    return session.scalar(statement) or 0


def motions(session: Session) -> tuple[tuple[Case, Entry, int], ...]:
    """Return the motions to redact that wait, with how many papers each is about."""
    rows = session.execute(
        select(Case, Entry, func.count(Redaction.id))
        .join(Entry, Entry.case_id == Case.id)
        .join(Redaction, Redaction.entry_id == Entry.id)
        .where(Redaction.done_at.is_(None))
        .group_by(Case.id, Entry.id)
        .order_by(Entry.id)
        .limit(200)
    )
    return tuple((case, entry, count) for case, entry, count in rows)


def paper_of_entry(session: Session, case_id: int, number: int, place: int) -> Document | None:
    """Return a paper by its document number and its place in the entry."""
    return session.scalars(
        select(Document)
        .join(Entry, Entry.id == Document.entry_id)
        .where(Entry.case_id == case_id, Entry.number == number, Document.place == place)
    ).first()


def paper_of_claim(session: Session, case_id: int, label: str) -> Document | None:
    """Return a paper of the claims register by its label."""
    return session.scalars(
        select(Document).where(Document.case_id == case_id, Document.label == label)
    ).first()


def seqs(session: Session, entry_ids: Sequence[int]) -> tuple[int, ...]:
    """Return the seqs of entries, each once, in their order."""
    found = session.scalars(select(Entry.seq).where(Entry.id.in_(entry_ids)).order_by(Entry.seq))
    return tuple(found)
