"""Reading what courts were asked to take over."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from idp.changes.kinds import PENDING
from idp.changes.models import MaintenanceRequest
from shared.db import every_world
from shared.paging import Page, page_of


def by_message(
    session: Session, *, message_id: str, lock: bool = False
) -> MaintenanceRequest | None:
    """Return the request that went out under an id."""
    statement = select(MaintenanceRequest).where(MaintenanceRequest.message_id == message_id)
    if lock:
        statement = statement.with_for_update()
    found: MaintenanceRequest | None = session.scalar(every_world(statement))
    return found


def waiting(
    session: Session, *, account_id: int, kind: str, courts: Iterable[str]
) -> Sequence[MaintenanceRequest]:
    """Return the requests of a kind that some courts have not decided yet."""
    return session.scalars(
        every_world(
            select(MaintenanceRequest).where(
                MaintenanceRequest.account_id == account_id,
                MaintenanceRequest.kind == kind,
                MaintenanceRequest.state == PENDING,
                MaintenanceRequest.court.in_(tuple(courts)),
            )
        )
    ).all()


def latest(
    session: Session, *, account_id: int, kind: str = "", most: int = 10
) -> Sequence[MaintenanceRequest]:
    """Return the newest requests of an account, of one kind or of all."""
    chosen = _of(account_id)
    if kind:
        chosen = chosen.where(MaintenanceRequest.kind == kind)
    statement = chosen.order_by(MaintenanceRequest.id.desc()).limit(most)
    return session.scalars(every_world(statement)).all()


def requests_of(
    session: Session, *, account_id: int, number: int, size: int
) -> Page[MaintenanceRequest]:
    """Return a page of an account's requests, the newest first."""
    chosen = every_world(_of(account_id))
    return page_of(session, chosen, key=MaintenanceRequest.id, number=number, size=size)


def _of(account_id: int) -> Select[Any]:
    return select(MaintenanceRequest).where(MaintenanceRequest.account_id == account_id)
