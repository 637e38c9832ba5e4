"""Reading PACER accounts."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import Session

from idp.accounts.models import Account
from idp.accounts.names import user_key
from shared.db import every_world


def by_user_name(session: Session, *, user_name: str) -> Account | None:
    """Return the account of a user name in any world, the newest run first."""
    statement = (
        select(Account)
        .where(Account.user_key == user_key(user_name))
        .order_by(Account.world.desc())
        .limit(1)
    )
    found: Account | None = session.scalar(every_world(statement))
    return found


def by_subject(session: Session, *, subject: str) -> Account | None:
    """Return the account of a subject identifier."""
    found: Account | None = session.scalar(
        every_world(select(Account).where(Account.subject == subject))
    )
    return found


def by_id(session: Session, *, account_id: int) -> Account | None:
    """Return an account by its key."""
    found: Account | None = session.scalar(
        every_world(select(Account).where(Account.id == account_id))
    )
    return found


def known_subjects(session: Session, *, subjects: Iterable[str]) -> frozenset[str]:
    """Return those of the subjects that have an account."""
    statement = select(Account.subject).where(Account.subject.in_(tuple(subjects)))
    return frozenset(session.scalars(every_world(statement)))
