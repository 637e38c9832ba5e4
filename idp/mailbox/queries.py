"""Reading the mailbox."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session, defer

from idp.classroom import queries as classroom
from idp.mailbox.models import MailItem, SentLetter
from shared.paging import Page, page_of


def mails_of(session: Session, *, recipient: str, number: int, size: int) -> Page[MailItem]:
    """Return a page of the mails to one address, the newest first."""
    chosen = select(MailItem).where(func.lower(MailItem.recipient) == recipient.lower())
    return _page(session, chosen, number, size)


def search(session: Session, *, words: str, trainer: str, number: int, size: int) -> Page[MailItem]:
    """Return a page of the mails that a trainer may read whose recipient contains the words."""
    chosen = select(MailItem).where(classroom.not_anothers(MailItem.world, subject=trainer))
    if words:
        chosen = chosen.where(
            func.lower(MailItem.recipient).contains(words.lower(), autoescape=True)
        )
    return _page(session, chosen, number, size)


def mail(session: Session, *, mail_id: int, trainer: str | None = None) -> MailItem | None:
    """Return one mail; to a trainer none of another's class."""
    statement = select(MailItem).where(MailItem.id == mail_id)
    if trainer is not None:
        statement = statement.where(classroom.not_anothers(MailItem.world, subject=trainer))
    return session.scalar(statement)


def by_message_id(session: Session, *, message_id: str) -> MailItem | None:
    """Return the mail that was delivered under an id."""
    return session.scalar(select(MailItem).where(MailItem.message_id == message_id))


def letters_of(session: Session, *, account_id: int, number: int, size: int) -> Page[SentLetter]:
    """Return a page of the letters that an account sent, the newest first."""
    mine = select(SentLetter).where(SentLetter.account_id == account_id)
    chosen = mine.options(defer(SentLetter.text))
    return page_of(session, chosen, key=SentLetter.id, number=number, size=size)


def letter(session: Session, *, account_id: int, letter_id: int) -> SentLetter | None:
    """Return one letter that the account sent."""
    return session.scalar(
        select(SentLetter).where(SentLetter.id == letter_id, SentLetter.account_id == account_id)
    )


def letters_since(session: Session, *, account_id: int, since: datetime) -> int:
    """Count the letters that an account sent since a moment of real time."""
    return (
        session.scalar(
            select(func.count(SentLetter.id)).where(
                SentLetter.account_id == account_id, SentLetter.sent_at > since
            )
        )
        or 0
    )


def _page(session: Session, chosen: Select[MailItem], number: int, size: int) -> Page[MailItem]:
    light = chosen.options(defer(MailItem.text), defer(MailItem.html))
    return page_of(session, light, key=MailItem.id, number=number, size=size)
