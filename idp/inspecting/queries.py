"""Reading what the service center knows of somebody: the account, charges, failed requests."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from idp.accounts.models import Account
from idp.accounts.names import user_key
from idp.activity import words
from idp.billing.models import LedgerEntry
from idp.classroom import queries as classroom
from idp.oidc.models import ClientError, RelyingParty
from shared.audit import AuditEvent
from shared.db import every_world

MOST_CHARGES: Final = 100
MOST_ERRORS: Final = 100


def account_named(session: Session, *, user_name: str, trainer: str) -> Account | None:
    """Return the account of a user name, in whatever seat that is not of another's class."""
    named = Account.user_key == user_key(user_name)
    allowed = classroom.not_anothers(Account.world, subject=trainer)
    return session.scalar(
        every_world(select(Account).where(named, allowed)).order_by(Account.world.desc()).limit(1)
    )


def account_of(session: Session, *, account_id: int) -> Account:
    """Return the account of whoever is signed in."""
    found: Account = session.scalars(
        every_world(select(Account).where(Account.id == account_id))
    ).one()
    return found


def named_since(session: Session, account: Account) -> float:
    """Return when an account took its present user name, in seconds; 0 if it never had another.

    A name that somebody gave up may be another's now, whose events are not shown to them.
    """
    key = account.user_name.casefold()
    rows = session.scalars(
        every_world(
            select(AuditEvent).where(AuditEvent.tag == words.RENAMED).order_by(AuditEvent.id.desc())
        )
    )
    for row in rows:
        former = row.subject.removeprefix("pacer:").casefold()
        present = str(words.read(row.detail).get("user_name", "")).casefold()
        if key in (former, present):
            return float(row.wall_time.timestamp())
    return 0.0


def charges(session: Session, *, account_id: int) -> Sequence[LedgerEntry]:
    """Return the latest uses of an account that cost something or were exempt, newest first."""
    return session.scalars(
        every_world(
            select(LedgerEntry)
            .where(LedgerEntry.account_id == account_id, LedgerEntry.kind.in_(("charge", "exempt")))
            .order_by(LedgerEntry.id.desc())
            .limit(MOST_CHARGES)
        )
    ).all()


def clients_of(session: Session, *, subject: str) -> Sequence[RelyingParty]:
    """Return the clients that somebody has registered by hand."""
    return session.scalars(
        select(RelyingParty).where(RelyingParty.owner_subject == subject).order_by("title")
    ).all()


def client_errors(
    session: Session, *, clients: Sequence[str], everyone: bool = False
) -> Sequence[ClientError]:
    """Return the latest refused requests of some clients, or of all, the newest first."""
    chosen = select(ClientError).order_by(ClientError.id.desc()).limit(MOST_ERRORS)
    if not everyone:
        chosen = chosen.where(ClientError.client_id.in_(clients))
    return session.scalars(chosen).all()
