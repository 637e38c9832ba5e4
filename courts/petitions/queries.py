"""Reading what a bankruptcy case needs: who takes it, and whether its creditors were told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courts.cases.models import Case, Party
from courts.filing.models import Submission

#: The kind of a `Submission` by which a list of creditors was uploaded.
CREDITORS: Final = "creditors"
_RECENT: Final = 300


@dataclass(frozen=True, slots=True)
class Judge:
    """A judge who takes cases, with the initials that end their numbers."""

    name: str
    initials: str


def unassigned(session: Session) -> Sequence[Case]:
    """Return the bankruptcy cases that have no judge yet, the oldest first."""
    statement = select(Case).where(
        Case.family == "bankruptcy",
        Case.judge == "",
        Case.opening.is_(False),
        Case.terminated_on.is_(None),
    )
    return session.scalars(statement.order_by(Case.id)).all()


def waiting(session: Session) -> int:
    """Return how many bankruptcy cases wait for their judge."""
    statement = select(func.count(Case.id)).where(
        Case.family == "bankruptcy",
        Case.judge == "",
        Case.opening.is_(False),
        Case.terminated_on.is_(None),
    )
    return session.scalar(statement) or 0


def judges(session: Session, family: str) -> list[Judge]:
    """Return the judges to whom the latest cases of a family were given, by name."""
    recent = (
        select(Case.judge, Case.judge_initials)
        .where(Case.family == family, Case.judge != "", Case.judge_initials != "")
        .order_by(Case.filed_on.desc(), Case.id.desc())
        .limit(_RECENT)
    )
    return [Judge(*row) for row in sorted({tuple(row) for row in session.execute(recent)})]


def trustees(session: Session, role: str = "Trustee") -> list[Party]:
    """Return the trustees of the latest cases, each once, by name; whoever can sign in first."""
    recent = (
        select(Party)
        .join(Case, Party.case_id == Case.id)
        .where(Party.role == role, Case.family == "bankruptcy")
        .order_by(Case.filed_on.desc(), Case.id.desc())
        .limit(_RECENT)
    )
    found: dict[str, Party] = {}
    for row in session.scalars(recent):
        if row.subject or row.name not in found:
            found[row.name] = row
    return [found[name] for name in sorted(found)]


def has_list(session: Session, case_id: int) -> bool:
    """Say whether a list of creditors was uploaded in a case."""
    statement = select(Submission.id).where(
        Submission.case_id == case_id, Submission.kind == CREDITORS
    )
    return session.scalar(statement.limit(1)) is not None
