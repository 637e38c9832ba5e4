"""Reading what only the board asks: what waits in courts, who has looked, mails of a seat."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session, defer

from idp.efile import offers
from idp.efile.models import EfileRequest
from idp.mailbox.models import MailItem
from shared.audit import AuditEvent
from shared.db import every_world

LOOKED = "board:looked"
APPROVED = "board:approved"
_WAITING = (offers.SUBMITTED, offers.RECEIVED, offers.ANSWERED)
MOST_MAILS = 30
MOST_ANSWERS = 6


def waiting(session: Session, worlds: range) -> dict[str, int]:
    """Return how many requests of a class's seats wait in each court."""
    rows = session.execute(
        every_world(
            select(EfileRequest.court, func.count(EfileRequest.id))
            .where(
                EfileRequest.world.between(worlds.start, worlds.stop - 1),
                EfileRequest.state.in_(_WAITING),
            )
            .group_by(EfileRequest.court)
            .order_by(EfileRequest.court)
        )
    )
    return {court: count for court, count in rows}


def answers(session: Session, world: int) -> Sequence[AuditEvent]:
    """Return what courts made of requests that were approved together, the newest first."""
    return session.scalars(
        every_world(
            select(AuditEvent)
            .where(AuditEvent.world == world, AuditEvent.tag == APPROVED)
            .order_by(AuditEvent.id.desc())
            .limit(MOST_ANSWERS)
        )
    ).all()


def has_looked(session: Session, *, actor: str, world: int, since: datetime) -> bool:
    """Say whether it is noted already that somebody looks at a seat."""
    found = session.scalar(
        every_world(
            select(AuditEvent.id)
            .where(
                AuditEvent.world == world,
                AuditEvent.tag == LOOKED,
                AuditEvent.actor == actor,
                AuditEvent.wall_time >= since,
            )
            .limit(1)
        )
    )
    return found is not None


def mails(session: Session, world: int) -> Sequence[MailItem]:
    """Return the latest mails of a seat's run, without their bodies."""
    return session.scalars(
        every_world(
            select(MailItem)
            .where(MailItem.world == world)
            .options(defer(MailItem.text), defer(MailItem.html))
            .order_by(MailItem.id.desc())
            .limit(MOST_MAILS)
        )
    ).all()


def mail(session: Session, *, mail_id: int, world: int) -> MailItem | None:
    """Return a mail of a seat's run."""
    found: MailItem | None = session.scalar(
        every_world(select(MailItem).where(MailItem.id == mail_id, MailItem.world == world))
    )
    return found
