"""Reading the sandbox: keys, mails."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session, defer

from idp.accounts.models import Account
from idp.accounts.names import user_key
from idp.classroom.models import Trainer
from idp.mailbox.models import MailItem
from idp.sandbox.models import OPERATOR, SandboxKey
from shared.ids import digest


def live_key(session: Session, *, secret: str) -> SandboxKey | None:
    """Return the key behind a secret, if it was not revoked and its owner still trains others."""
    return session.scalar(
        select(SandboxKey)
        .outerjoin(Trainer, Trainer.subject == SandboxKey.owner_subject)
        .where(
            SandboxKey.token_hash == digest(secret),
            SandboxKey.revoked_at.is_(None),
            or_(Trainer.id.is_not(None), SandboxKey.owner_subject == OPERATOR),
        )
    )


def keys_of(session: Session, *, owner: str | None) -> Sequence[SandboxKey]:
    """Return somebody's keys, or everybody's, the newest first."""
    statement = select(SandboxKey).order_by(SandboxKey.id.desc())
    if owner is not None:
        statement = statement.where(SandboxKey.owner_subject == owner)
    return session.scalars(statement).all()


def trainer(session: Session, *, user_name: str = "") -> str | None:
    """Return the subject of a trainer by their user name, or of the first one."""
    statement = select(Trainer.subject).join(Account, Account.subject == Trainer.subject)
    if user_name:
        statement = statement.where(Account.user_key == user_key(user_name))
    return session.scalar(statement.order_by(Trainer.id).limit(1))


# --------------------------------------------------------------------------- mail


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which mails are wanted; empty values leave a condition out."""

    recipient: str = ""
    subject: str = ""
    template: str = ""
    member: str = ""
    after: int = 0


def mails(session: Session, wanted: Wanted, *, limit: int) -> Sequence[MailItem]:
    """Return mails of all worlds without their texts, the oldest first."""
    statement = select(MailItem).where(MailItem.id > wanted.after)
    if wanted.recipient:
        statement = statement.where(func.lower(MailItem.recipient) == wanted.recipient.lower())
    if wanted.subject:
        words = func.lower(MailItem.subject).contains(wanted.subject.lower(), autoescape=True)
        statement = statement.where(words)
    if wanted.template:
        statement = statement.where(MailItem.template == wanted.template)
    if wanted.member:
        statement = statement.where(MailItem.member == wanted.member)
    light = statement.options(defer(MailItem.text), defer(MailItem.html))
    return session.scalars(light.order_by(MailItem.id).limit(limit)).all()
