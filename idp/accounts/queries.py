"""Reading PACER accounts."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Final

from sqlalchemy import bindparam, func, or_, select
from sqlalchemy.orm import Session

from idp.accounts.addresses import ordinary
from idp.accounts.manage import UNUSED
from idp.accounts.models import Account, RecoveryLink, WizardDraft
from idp.accounts.names import user_key
from shared.db import every_world
from shared.ids import digest

# Put together once: every login asks them (docs/performance.md). User names are unique in all
# worlds, so whoever signs in need not say in which seat they sit.
_BY_USER_KEY: Final = every_world(
    select(Account)
    .where(Account.user_key == bindparam("user_key"))
    .order_by(Account.world.desc())
    .limit(1)
)
_BY_ID: Final = every_world(select(Account).where(Account.id == bindparam("account_id")))


def by_user_name(session: Session, *, user_name: str) -> Account | None:
    """Return the account of a user name in any world, the newest run first."""
    found: Account | None = session.scalar(_BY_USER_KEY, {"user_key": user_key(user_name)})
    return found


def by_subject(session: Session, *, subject: str) -> Account | None:
    """Return the account of a subject identifier."""
    found: Account | None = session.scalar(
        every_world(select(Account).where(Account.subject == subject))
    )
    return found


def by_number(session: Session, *, account_number: str) -> Account | None:
    """Return the account of an account number in any world, the newest run first."""
    statement = (
        select(Account)
        .where(Account.account_number == account_number)
        .order_by(Account.world.desc())
        .limit(1)
    )
    found: Account | None = session.scalar(every_world(statement))
    return found


def by_id(session: Session, *, account_id: int) -> Account | None:
    """Return an account by its key."""
    found: Account | None = session.scalar(_BY_ID, {"account_id": account_id})
    return found


def by_ids(session: Session, *, ids: Iterable[int]) -> dict[int, Account]:
    """Return accounts by their keys, all in one go."""
    statement = select(Account).where(Account.id.in_(tuple(ids)))
    return {account.id: account for account in session.scalars(every_world(statement))}


def of_world(session: Session, *, world: int) -> Sequence[Account]:
    """Return the accounts of one world."""
    return session.scalars(every_world(select(Account).where(Account.world == world))).all()


def known_subjects(session: Session, *, subjects: Iterable[str]) -> frozenset[str]:
    """Return those of the subjects that have an account."""
    statement = select(Account.subject).where(Account.subject.in_(tuple(subjects)))
    return frozenset(session.scalars(every_world(statement)))


def is_taken(session: Session, *, user_name: str, but: int = 0) -> bool:
    """Say whether somebody else has a user name, in any world."""
    statement = select(Account.id).where(Account.user_key == user_key(user_name), Account.id != but)
    return session.scalar(every_world(statement).limit(1)) is not None


def highest_number(session: Session) -> int:
    """Return the highest account number that was ever given."""
    found = session.scalar(every_world(select(func.max(Account.account_number))))
    return int(found or 0)


def alike(
    session: Session, *, last_name: str, date_of_birth: date, email: str
) -> Sequence[Account]:
    """Return the accounts that share a last name, a birth date or an e-mail address."""
    local = ordinary(email).partition("@")[0]
    statement = select(Account).where(
        or_(
            func.lower(Account.last_name) == last_name.lower(),
            Account.date_of_birth == date_of_birth,
            func.lower(Account.email).startswith(local, autoescape=True),
        )
    )
    return session.scalars(statement).all()


def recoverable(session: Session, *, email: str) -> Sequence[Account]:
    """Return the accounts of an e-mail address whose holders may recover them."""
    statement = select(Account).where(func.lower(Account.email) == email.strip().lower())
    rows = session.scalars(every_world(statement.order_by(Account.id))).all()
    return [row for row in rows if row.status == "active" or row.disabled_reason == "password"]


def recovery_link(session: Session, *, token: str, wall: datetime) -> RecoveryLink | None:
    """Return a one-time link that is still good and leads to an account."""
    row = session.get(RecoveryLink, digest(token))
    if row is None or row.account_id is None or row.used_at is not None or row.expires_at <= wall:
        return None
    return row


def draft(session: Session, *, wizard: str, token: str, wall: datetime) -> WizardDraft | None:
    """Return what was typed into a wizard so far, if its time is not over."""
    if not token:
        return None
    statement = select(WizardDraft).where(
        WizardDraft.token_hash == digest(token), WizardDraft.wizard == wizard
    )
    found: WizardDraft | None = session.scalar(every_world(statement))
    return found if found is not None and wall < found.expires_at else None


def unused(session: Session) -> Sequence[Account]:
    """Return the accounts of this world whose search lapsed for want of use, by name."""
    statement = select(Account).where(Account.search_note == UNUSED)
    return session.scalars(statement.order_by(Account.last_name, Account.account_number)).all()


def letters_due(session: Session, *, world: int, now: datetime, most: int) -> Sequence[Account]:
    """Return the accounts of a world whose letter has arrived by now and is not sent yet."""
    statement = (
        select(Account).where(Account.world == world, Account.letter_due_at <= now).limit(most)
    )
    return session.scalars(every_world(statement)).all()
