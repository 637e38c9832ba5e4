"""Reading filing fees, payments and kept cards; every function takes a fixed number of queries."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, func, or_, select
from sqlalchemy.orm import Session

from courts.cases.models import Case
from courts.docket.models import Entry
from courts.payments.models import (
    APPROVED,
    DUE,
    PENDING,
    RETURNED,
    FilingFee,
    Payment,
    PaymentMethod,
)


@dataclass(frozen=True, slots=True)
class FeeView:
    """A fee with its case, the number of its entry and how it was paid; None if it was not."""

    fee: FilingFee
    case: Case
    number: int | None
    payment: Payment | None = None


def due(session: Session, user_id: int) -> Sequence[FilingFee]:
    """Return the fees that an account still owes, the oldest first."""
    statement = select(FilingFee).where(FilingFee.user_id == user_id, FilingFee.status == DUE)
    return session.scalars(statement.order_by(FilingFee.id)).all()


def first_due_on(session: Session, user_id: int) -> date | None:
    """Return the last day of the oldest fee that an account owes; None if it owes nothing."""
    return session.scalar(
        select(func.min(FilingFee.due_on)).where(
            FilingFee.user_id == user_id, FilingFee.status == DUE
        )
    )


def of_user(
    session: Session,
    user_id: int,
    *,
    status: str = "",
    since: datetime | None = None,
    until: datetime | None = None,
    limit: int = 500,
) -> tuple[FeeView, ...]:
    """Return the fees of an account, the latest first: one query.

    :param status: only those of one status.
    :param since: only those of filings from a moment on; `until` before one.
    """
    tests = [FilingFee.user_id == user_id]
    if status:
        tests.append(FilingFee.status == status)
    if since is not None:
        tests.append(FilingFee.incurred_at >= since)
    if until is not None:
        tests.append(FilingFee.incurred_at < until)
    return _views(session, *tests, limit=limit)


def of_ids(session: Session, ids: Collection[int]) -> tuple[FeeView, ...]:
    """Return some fees: one query."""
    return _views(session, FilingFee.id.in_(ids), limit=len(ids)) if ids else ()


def of_case(session: Session, case_id: int) -> tuple[FeeView, ...]:
    """Return the fees of a case: one query."""
    return _views(session, FilingFee.case_id == case_id, limit=500)


def _views(session: Session, *tests: ColumnElement[bool], limit: int) -> tuple[FeeView, ...]:
    rows = session.execute(
        select(FilingFee, Case, Entry.number, Payment)
        .join(Case, Case.id == FilingFee.case_id)
        .outerjoin(Entry, Entry.id == FilingFee.entry_id)
        .outerjoin(Payment, Payment.token == FilingFee.payment_id)
        .where(*tests)
        .order_by(FilingFee.id.desc())
        .limit(limit)
    )
    return tuple(FeeView(fee, case, number, payment) for fee, case, number, payment in rows)


def of_entry(session: Session, entry_id: int) -> Sequence[FilingFee]:
    """Return the fees of an entry."""
    return session.scalars(select(FilingFee).where(FilingFee.entry_id == entry_id)).all()


def payment(session: Session, token: str, user_id: int) -> Payment | None:
    """Return a payment of an account by its token; nobody else's."""
    return session.scalar(select(Payment).where(Payment.token == token, Payment.user_id == user_id))


def ahead(session: Session, user_id: int) -> Sequence[Payment]:
    """Return the payments of an account to which no filing belongs: it was never committed."""
    return session.scalars(_ahead().where(Payment.user_id == user_id)).all()


def ahead_by_receipt(session: Session, receipt: str) -> Payment | None:
    """Return the payment with a receipt number, if no filing belongs to it."""
    return session.scalars(_ahead().where(Payment.receipt == receipt)).first()


def _ahead() -> Select[Payment]:
    belongs = select(FilingFee.id).where(FilingFee.payment_id == Payment.token).exists()
    made = or_(Payment.status == APPROVED, Payment.status == RETURNED)
    return select(Payment).where(made, ~belongs).order_by(Payment.id.desc())


def waiting(session: Session, user_id: int) -> Sequence[Payment]:
    """Return the payments of an account that a slow processor has not answered yet."""
    return session.scalars(
        select(Payment).where(Payment.user_id == user_id, Payment.status == PENDING)
    ).all()


def methods(session: Session, owner: str) -> Sequence[PaymentMethod]:
    """Return the cards that a person keeps here."""
    statement = select(PaymentMethod).where(PaymentMethod.owner == owner)
    return session.scalars(statement.order_by(PaymentMethod.id)).all()


def method(session: Session, owner: str, token: str) -> PaymentMethod | None:
    """Return a kept card of a person by its token; nobody else's."""
    return session.scalar(
        select(PaymentMethod).where(PaymentMethod.owner == owner, PaymentMethod.token == token)
    )
