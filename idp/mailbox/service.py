"""Writing the mailbox."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from idp.mailbox import letters, queries
from idp.mailbox.models import MailItem, SentLetter
from shared import outbox
from shared.errors import Refusal
from shared.federation import Federation
from shared.ids import new_uuid
from shared.wire import LetterSent, MailDelivery


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
        addressed_to=delivery.to[:120],
        subject=delivery.subject[:700],
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


@dataclass(frozen=True, slots=True)
class Writer:
    """Who writes a letter."""

    account_id: int
    subject: str
    name: str
    email: str


def send_letter(
    session: Session,
    *,
    federation: Federation,
    writer: Writer,
    draft: letters.Draft,
    now: datetime,
    wall: datetime,
) -> SentLetter:
    """Keep a letter under Sent and promise it to the court.

    :raises Refusal: `recipient` at the field, `too_many` for the whole form.
    """
    court = federation.court_of_letter_box(draft.recipient)
    if court is None:
        words = letters.UNKNOWN.format(example=federation.courts[0].letter_boxes[0])
        raise Refusal("recipient", words, field="recipient")
    since = wall - letters.WITHIN
    sent = queries.letters_since(session, account_id=writer.account_id, since=since)
    if sent >= letters.MOST:
        raise Refusal("too_many", letters.TOO_MANY)
    item = SentLetter(
        message_id=new_uuid(),
        account_id=writer.account_id,
        member=court.id,
        recipient=draft.recipient.strip().lower(),
        subject=draft.subject,
        text=draft.text,
        court_time=now,
        sent_at=wall,
    )
    session.add(item)
    session.flush()
    message = LetterSent(
        letter_id=item.message_id,
        court=court.id,
        box=item.recipient,
        writer=writer.name,
        writer_subject=writer.subject,
        writer_email=writer.email,
        title=item.subject,
        text=item.text,
        court_time=now.isoformat(),
        sent_at=wall.isoformat(),
        world=item.world,
    )
    outbox.enqueue(
        session, destination=court.id, message=message, wall=wall, message_id=item.message_id
    )
    return item
