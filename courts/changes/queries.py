"""Reading the clerk's queue of changes."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courts.accounts.models import CourtUser
from courts.changes.asked import PENDING
from courts.changes.models import ChangeRequest
from shared.db import every_world, in_worlds
from shared.paging import Page, page_of
from shared.seating import visible


def request_of(session: Session, request_id: int, *, lock: bool = False) -> ChangeRequest | None:
    """Return one request, locked for a decision if asked for."""
    statement = select(ChangeRequest).where(ChangeRequest.id == request_id)
    if lock:
        statement = statement.with_for_update(of=ChangeRequest).execution_options(
            populate_existing=True
        )
    return session.scalars(statement).first()


def by_message(session: Session, message_id: str) -> ChangeRequest | None:
    """Return the request that came under an id."""
    found: ChangeRequest | None = session.scalar(
        every_world(select(ChangeRequest).where(ChangeRequest.message_id == message_id))
    )
    return found


def waiting_of(session: Session, *, user_id: int, kind: str) -> Sequence[ChangeRequest]:
    """Return what waits for an account and a kind of change."""
    return session.scalars(
        every_world(
            select(ChangeRequest)
            .where(
                ChangeRequest.court_user_id == user_id,
                ChangeRequest.kind == kind,
                ChangeRequest.state == PENDING,
            )
            .with_for_update(of=ChangeRequest)
        )
    ).all()


def joined_user(session: Session, *, subject: str, world: int) -> CourtUser | None:
    """Return the account that a PACER account files with here, in its own world first."""
    found: CourtUser | None = session.scalar(
        every_world(
            select(CourtUser)
            .where(CourtUser.linked_subject == subject, in_worlds(CourtUser.world, visible(world)))
            .order_by(CourtUser.world.desc())
            .limit(1)
        )
    )
    return found


def waiting(session: Session) -> int:
    """Count what waits for the clerk."""
    statement = select(func.count(ChangeRequest.id)).where(ChangeRequest.state == PENDING)
    return int(session.scalar(statement) or 0)


def queue(session: Session, *, decided: bool, number: int, size: int) -> Page[ChangeRequest]:
    """Return a page of what waits, the oldest first, or of what was decided, the newest first."""
    wanted = ChangeRequest.state != PENDING if decided else ChangeRequest.state == PENDING
    order = ChangeRequest.id.desc() if decided else ChangeRequest.id
    chosen = select(ChangeRequest).where(wanted)
    return page_of(session, chosen, key=ChangeRequest.id, number=number, size=size, order=(order,))
