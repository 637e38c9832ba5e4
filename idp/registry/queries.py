"""Reading what the courts told about e-file accounts."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from idp.registry.models import CourtRegistration
from shared.db import every_world


def registered_courts(session: Session, *, subject: str) -> Sequence[CourtRegistration]:
    """Return a person's e-file accounts, oldest first ("Display Registered Courts")."""
    statement = (
        select(CourtRegistration)
        .where(CourtRegistration.subject == subject)
        .order_by(CourtRegistration.since, CourtRegistration.court)
    )
    return session.scalars(every_world(statement)).all()


def registration(session: Session, *, court: str, subject: str) -> CourtRegistration | None:
    """Return a person's e-file account in one court."""
    statement = select(CourtRegistration).where(
        CourtRegistration.court == court, CourtRegistration.subject == subject
    )
    found: CourtRegistration | None = session.scalar(every_world(statement.limit(1)))
    return found


# Put together once: every login asks it (docs/performance.md).
_FILER: Final = every_world(
    select(CourtRegistration.id)
    .where(CourtRegistration.subject == bindparam("subject"), CourtRegistration.status == "active")
    .limit(1)
)


def is_filer(session: Session, *, subject: str) -> bool:
    """Say whether a person holds an active e-file account in any court (docs/decisions.md)."""
    return session.scalar(_FILER, {"subject": subject}) is not None
