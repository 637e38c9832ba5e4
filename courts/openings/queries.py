"""Reading what an opening needs: people of earlier cases, new cases, judges and trustees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courts.cases.models import Case, Party
from courts.filing.models import OPENING, Submission
from courts.kinds.filings import Filer


@dataclass(frozen=True, slots=True)
class Shell:
    """A case that has a number and no lead event yet."""

    case: Case
    filer: str


def parties(session: Session, case_id: int) -> Sequence[Party]:
    """Return the parties of a case in docket order."""
    return session.scalars(select(Party).where(Party.case_id == case_id).order_by(Party.seq)).all()


def opened_by(session: Session, case_id: int, filer: Filer) -> bool:
    """Say whether a case was opened by this filer."""
    statement = select(Submission.id).where(
        Submission.case_id == case_id,
        Submission.user_id == filer.user_id,
        Submission.kind == OPENING,
    )
    return session.scalar(statement.limit(1)) is not None


def shells(session: Session) -> Sequence[Shell]:
    """Return the cases without a lead event, the newest first, and who left them."""
    opened = (
        select(Submission.case_id, func.max(Submission.filer).label("filer"))
        .where(Submission.kind == OPENING)
        .group_by(Submission.case_id)
        .subquery()
    )
    rows = session.execute(
        select(Case, opened.c.filer)
        .outerjoin(opened, opened.c.case_id == Case.id)
        .where(Case.opening.is_(True), Case.terminated_on.is_(None))
        .order_by(Case.id.desc())
    )
    return [Shell(case, filer or "") for case, filer in rows]


def waiting(session: Session) -> int:
    """Return how many cases wait for their lead event."""
    bare = select(func.count(Case.id)).where(Case.terminated_on.is_(None))
    return session.scalar(bare.where(Case.opening.is_(True))) or 0
