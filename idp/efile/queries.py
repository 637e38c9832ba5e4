"""Reading the requests that somebody sent to courts."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from idp.efile.models import EfileRequest, EfileStep
from shared.db import every_world


def open_key(subject: str, court: str, *, deactivation: bool) -> str:
    """Return what only one open request may have."""
    return f"{'deactivate' if deactivation else 'register'}:{court}:{subject}"


def open_request(
    session: Session, *, subject: str, court: str, deactivation: bool = False
) -> EfileRequest | None:
    """Return the request on which a court has not decided yet."""
    key = open_key(subject, court, deactivation=deactivation)
    found: EfileRequest | None = session.scalar(
        every_world(select(EfileRequest).where(EfileRequest.open_key == key).limit(1))
    )
    return found


def requests_of(session: Session, *, subject: str) -> Sequence[EfileRequest]:
    """Return everything that somebody asked of courts, the latest first."""
    statement = select(EfileRequest).where(EfileRequest.subject == subject)
    ordered = statement.order_by(EfileRequest.submitted_at.desc(), EfileRequest.id.desc())
    return session.scalars(every_world(ordered)).all()


def by_request_id(
    session: Session, request_id: str, *, subject: str | None = None, lock: bool = False
) -> EfileRequest | None:
    """Return a request, of one person only if that is asked for."""
    statement = select(EfileRequest).where(EfileRequest.request_id == request_id)
    if subject is not None:
        statement = statement.where(EfileRequest.subject == subject)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    found: EfileRequest | None = session.scalars(every_world(statement)).first()
    return found


def steps(session: Session, request: EfileRequest) -> Sequence[EfileStep]:
    """Return what happened to a request, in order."""
    statement = select(EfileStep).where(EfileStep.efile_request_id == request.id)
    return session.scalars(every_world(statement.order_by(EfileStep.id))).all()


def history(session: Session, *, subject: str) -> Sequence[tuple[EfileStep, EfileRequest]]:
    """Return every step of everything that somebody asked of courts."""
    statement = (
        select(EfileStep, EfileRequest)
        .join(EfileRequest, EfileRequest.id == EfileStep.efile_request_id)
        .where(EfileRequest.subject == subject)
        .order_by(EfileStep.id.desc())
    )
    rows = session.execute(statement.execution_options(every_world=True)).all()
    return [(row[0], row[1]) for row in rows]
