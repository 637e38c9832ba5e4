"""Reading what an opening needs: people of earlier cases, new cases, judges and trustees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import String, cast, func, select
from sqlalchemy.orm import Session

from courts.cases.models import Case, Party
from courts.cases.queries import begins
from courts.claims.models import Creditor
from courts.filing.models import Submission
from courts.kinds.filings import Filer

#: Kinds of `Submission` that make no entry.
OPENING, CREDITORS = "opening", "creditors"
_FOUND: Final = 25
_RECENT: Final = 300


@dataclass(frozen=True, slots=True)
class Judge:
    """A judge who takes cases, with the initials that end their numbers."""

    name: str
    initials: str


@dataclass(frozen=True, slots=True)
class Shell:
    """A case that has a number and no lead event yet."""

    case: Case
    filer: str


def people(session: Session, *, last: str, first: str = "", four: str = "") -> Sequence[Party]:
    """Return people and companies of earlier cases, each name once; never those of sealed cases.

    :param last: the beginning of a last or business name; may be empty if `four` is given.
    :param four: the last four digits of a debtor's number.
    """
    newest = select(func.max(Party.id)).join(Case, Party.case_id == Case.id)
    newest = newest.where(Case.sealed.is_(False), Case.opening.is_(False))
    if last:
        newest = newest.where(begins(Party.name_key, last.lower()))
    if first:
        newest = newest.where(begins(Party.first_key, first.lower()))
    if four:
        numbers = cast(Party.tax, String)
        newest = newest.where(
            Party.role.in_(("Debtor", "Joint Debtor", "Debtor In Possession")),
            numbers.contains(f'{four}"', autoescape=True),
        )
    newest = newest.group_by(Party.name).order_by(Party.name).limit(_FOUND)
    ids = session.scalars(newest).all()
    rows = session.scalars(select(Party).where(Party.id.in_(ids)).order_by(Party.name))
    return rows.all()


def person(session: Session, party_id: int) -> Party | None:
    """Return one of the people whom `people` may have found."""
    return session.scalar(
        select(Party)
        .join(Case, Party.case_id == Case.id)
        .where(Party.id == party_id, Case.sealed.is_(False), Case.opening.is_(False))
    )


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
    """Return how many new cases wait for the clerk."""
    bare = select(func.count(Case.id)).where(Case.terminated_on.is_(None))
    left = session.scalar(bare.where(Case.opening.is_(True))) or 0
    free = bare.where(Case.family == "bankruptcy", Case.judge == "", Case.opening.is_(False))
    return left + (session.scalar(free) or 0)


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


def creditors(session: Session, case_id: int) -> int:
    """Return how many creditors a case has."""
    statement = select(func.count(Creditor.id)).where(Creditor.case_id == case_id)
    return session.scalar(statement) or 0
