"""Writing the mailbox."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from idp.mailbox import queries
from idp.mailbox.models import MailItem
from shared.wire import MailDelivery


def deposit(session: Session, *, delivery: MailDelivery) -> MailItem:
    """Put a mail into the mailbox; a second delivery of the same mail changes nothing."""
    known = queries.by_message_id(session, message_id=delivery.message_id)
    if known is not None:
        return known
    item = MailItem(
        message_id=delivery.message_id,
        member=delivery.member,
        template=delivery.template,
        sender=delivery.sender,
        recipient=delivery.recipient[:120],
        subject=delivery.subject[:300],
        text=delivery.text,
        html=delivery.html,
        court_time=datetime.fromisoformat(delivery.court_time),
        sent_at=datetime.fromisoformat(delivery.sent_at),
        world=delivery.world,
    )
    session.add(item)
    session.flush()
    return item


def mark_read(session: Session, *, mail_id: int, wall: datetime) -> None:
    """Note that the recipient has opened a mail."""
    item = queries.mail(session, mail_id=mail_id)
    if item is not None and item.read_at is None:
        item.read_at = wall
        session.flush()
