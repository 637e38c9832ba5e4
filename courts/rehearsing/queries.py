"""Reading what the same account has filed and opened a while ago."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from courts.cases.models import Case
from courts.docket.models import Document, Entry
from courts.filing.models import OPENING, Submission
from courts.kinds.texts import STRICKEN

#: So many filings are looked at, the newest of them.
MOST: Final = 200


@dataclass(frozen=True, slots=True)
class Earlier:
    """A filing of the same account that was committed a while ago."""

    case_id: int
    title: str
    number: int | None
    digests: frozenset[str]


def filed_since(session: Session, user_id: int, since: datetime) -> Sequence[Earlier]:
    """Return what an account has filed since a moment of court time: two queries.

    What the clerk found deficient or struck is left out: filing that again is its repair.
    """
    rows = session.execute(
        select(Submission.case_id, Submission.title, Entry.id, Entry.number)
        .join(Entry, Entry.id == Submission.entry_id)
        .where(
            Submission.user_id == user_id,
            Submission.at >= since,
            Submission.finding == "",
            Entry.text.not_like(f"{STRICKEN}%"),
        )
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


def shells_since(session: Session, user_id: int, since: datetime) -> Sequence[Case]:
    """Return the cases that an account has opened since a moment, and that have no first paper."""
    statement = (
        select(Case)
        .join(Submission, Submission.case_id == Case.id)
        .where(
            Submission.user_id == user_id,
            Submission.kind == OPENING,
            Submission.at >= since,
            Case.opening.is_(True),
            Case.terminated_on.is_(None),
        )
        .order_by(Case.id)
        .limit(MOST)
    )
    return session.scalars(statement).all()
