"""Reading claims and creditors; every function takes a fixed number of queries.

Claims hang on cases: whoever calls these with a case's id has found that case in their own world.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType
from typing import Any, Final

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from courts.cases.models import Case, Party
from courts.claims.models import Claim, ClaimEvent, Creditor

TRUSTEE: Final = "Trustee"
#: The amendment that is the claim itself: claim `n-1`.
FIRST: Final = 1
#: What the fields of sorting call the columns of the register (clients.md 4).
REGISTER_SORTS: Final[Mapping[str, InstrumentedAttribute[Any]]] = MappingProxyType(
    {
        "cl_claimno": Claim.number,
        "cl_dt_filed": Claim.filed_on,
        "cl_dt_entered": Claim.entered_on,
        "cr_name": Claim.creditor_key,
    }
)
ACTIVITY_SORTS: Final[Mapping[str, tuple[InstrumentedAttribute[Any], ...]]] = MappingProxyType(
    {
        "case number": (Case.year, Case.serial, Case.id),
        "claim number": (Claim.number, ClaimEvent.amendment),
        "creditor": (Claim.creditor_key,),
        "date entered": (ClaimEvent.entered_on,),
        "date filed": (ClaimEvent.filed_on,),
    }
)


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which claims of a case are wanted; None and empty leave a limit out."""

    creditor: str = ""
    first_number: int | None = None
    last_number: int | None = None
    first_day: date | None = None
    last_day: date | None = None
    by_entered: bool = False
    sorts: tuple[str, ...] = ("cl_claimno", "cl_dt_filed")


@dataclass(frozen=True, slots=True)
class Activity:
    """What of the claims activity is wanted, in one case or, without `case_id`, in all of them."""

    case_id: int | None = None
    chapter: str = ""
    creditor: str = ""
    filed_from: date | None = None
    filed_to: date | None = None
    entered_from: date | None = None
    entered_to: date | None = None
    sorts: tuple[str, ...] = ("case number", "claim number")


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim with the lines of its history."""

    claim: Claim
    history: tuple[ClaimEvent, ...]

    @property
    def amended(self) -> ClaimEvent | None:
        """The last amendment, if there is one."""
        return next((each for each in reversed(self.history) if each.amendment > FIRST), None)


@dataclass(frozen=True, slots=True)
class ActivityView:
    """One filing in a register, with the case and who is its trustee."""

    event: ClaimEvent
    claim: Claim
    case: Case
    trustee: str

    @property
    def amends(self) -> str:
        """The number of the claim that this filing amends; empty for the claim itself."""
        if self.event.amendment <= FIRST:
            return ""
        return f"{self.claim.number}-{self.event.amendment - 1}"


def register(session: Session, case_id: int, wanted: Wanted) -> tuple[ClaimView, ...]:
    """Return the claims of a case that are wanted, with their histories: two queries."""
    statement = select(Claim).where(Claim.case_id == case_id, *_limits(wanted))
    columns = [REGISTER_SORTS[name] for name in wanted.sorts if name in REGISTER_SORTS]
    claims = session.scalars(statement.order_by(*columns, Claim.number, Claim.id)).all()
    return _with_history(session, claims, Claim.case_id == case_id)


def one(session: Session, case_id: int, claim_id: int) -> ClaimView | None:
    """Return a claim of a case with its history: two queries."""
    found = session.scalars(
        select(Claim).where(Claim.case_id == case_id, Claim.id == claim_id)
    ).all()
    views = _with_history(session, found, Claim.id == claim_id)
    return views[0] if views else None


def _limits(wanted: Wanted) -> list[ColumnElement[bool]]:
    day = Claim.entered_on if wanted.by_entered else Claim.filed_on
    limits: list[ColumnElement[bool]] = []
    if wanted.creditor:
        limits.append(Claim.creditor_key.contains(wanted.creditor.lower(), autoescape=True))
    if wanted.first_number is not None:
        limits.append(Claim.number >= wanted.first_number)
    if wanted.last_number is not None:
        limits.append(Claim.number <= wanted.last_number)
    if wanted.first_day is not None:
        limits.append(day >= wanted.first_day)
    if wanted.last_day is not None:
        limits.append(day <= wanted.last_day)
    return limits


def _with_history(
    session: Session, claims: Sequence[Claim], those: ColumnElement[bool]
) -> tuple[ClaimView, ...]:
    history: dict[int, list[ClaimEvent]] = {}
    if claims:
        statement = select(ClaimEvent).join(Claim, Claim.id == ClaimEvent.claim_id).where(those)
        for event in session.scalars(statement.order_by(ClaimEvent.id)):
            history.setdefault(event.claim_id, []).append(event)
    return tuple(ClaimView(claim, tuple(history.get(claim.id, ()))) for claim in claims)


def activity(
    session: Session, wanted: Activity, *, limit: int, closed: bool = False
) -> tuple[ActivityView, ...]:
    """Return the filings in the registers that are wanted: two queries.

    :param closed: also of cases that are sealed or whose opening is not finished (staff).
    """
    columns = [c for name in wanted.sorts for c in ACTIVITY_SORTS.get(name, ())]
    rows = session.execute(
        select(ClaimEvent, Claim, Case)
        .join(Claim, Claim.id == ClaimEvent.claim_id)
        .join(Case, Case.id == Claim.case_id)
        .where(ClaimEvent.amendment >= FIRST, *_activity_limits(wanted, closed=closed))
        .order_by(*columns, ClaimEvent.id)
        .limit(limit)
    ).all()
    trustees = trustees_of(session, {case.id for _, _, case in rows})
    return tuple(
        ActivityView(event, claim, case, trustees.get(case.id, "")) for event, claim, case in rows
    )


def _activity_limits(wanted: Activity, *, closed: bool) -> list[ColumnElement[bool]]:
    limits: list[ColumnElement[bool]] = []
    if wanted.case_id is not None:
        limits.append(Case.id == wanted.case_id)
    elif not closed:
        limits += [Case.sealed.is_(False), Case.opening.is_(False)]
    if wanted.chapter:
        limits.append(Case.chapter == wanted.chapter)
    if wanted.creditor:
        limits.append(Claim.creditor_key.contains(wanted.creditor.lower(), autoescape=True))
    for column, first, last in (
        (ClaimEvent.filed_on, wanted.filed_from, wanted.filed_to),
        (ClaimEvent.entered_on, wanted.entered_from, wanted.entered_to),
    ):
        if first is not None:
            limits.append(column >= first)
        if last is not None:
            limits.append(column <= last)
    return limits


def trustees_of(session: Session, case_ids: set[int]) -> dict[int, str]:
    """Return the trustee in office of each case: one query."""
    if not case_ids:
        return {}
    rows = session.scalars(
        select(Party)
        .where(Party.case_id.in_(case_ids), Party.role == TRUSTEE, Party.terminated_on.is_(None))
        .order_by(Party.case_id, Party.seq)
    )
    found: dict[int, str] = {}
    for row in rows:
        found.setdefault(row.case_id, row.name)
    return found


def creditors(
    session: Session, case_id: int, *, name: str = "", kind: str = ""
) -> Sequence[Creditor]:
    """Return the creditors of a case in the order of the matrix: one query."""
    statement = select(Creditor).where(Creditor.case_id == case_id)
    if name:
        statement = statement.where(Creditor.name_key.contains(name.lower(), autoescape=True))
    if kind:
        statement = statement.where(Creditor.kind == kind)
    return session.scalars(statement.order_by(Creditor.id)).all()
