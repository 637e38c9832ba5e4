"""Reading filing fees."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import Session

from courts.payments.models import DUE, FilingFee


def due(session: Session, user_id: int) -> Sequence[FilingFee]:
    """Return the fees that an account still owes, the oldest first."""
    statement = select(FilingFee).where(FilingFee.user_id == user_id, FilingFee.status == DUE)
    return session.scalars(statement.order_by(FilingFee.id)).all()


def overdue(session: Session, user_id: int, today: date) -> bool:
    """Say whether an account owes a fee whose last day is over: its filing menus are locked."""
    statement = select(FilingFee.id).where(
        FilingFee.user_id == user_id, FilingFee.status == DUE, FilingFee.due_on < today
    )
    return session.scalar(statement.limit(1)) is not None
