"""Reading exemptions and requests for them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session, aliased

from idp.accounts.models import Account
from idp.accounts.names import user_key
from idp.cja.models import Exemption, PrivilegeRequest
from idp.classroom import queries as classroom
from shared.db import every_world, in_worlds
from shared.seating import visible

MOST: Final = 200


def exemption(session: Session, *, account_id: int, court: str) -> Exemption | None:
    """Return the exemption that an account has in a court now."""
    found: Exemption | None = session.scalar(
        every_world(
            select(Exemption).where(
                Exemption.account_id == account_id,
                Exemption.court == court,
                Exemption.until.is_(None),
            )
        )
    )
    return found


def exempt_courts(session: Session, *, account_id: int) -> Sequence[str]:
    """Return the courts in which an account is exempt now."""
    statement = (
        select(Exemption.court)
        .where(Exemption.account_id == account_id, Exemption.until.is_(None))
        .order_by(Exemption.court)
    )
    return session.scalars(every_world(statement)).all()


def is_exempt(session: Session, *, subject: str, court: str) -> bool:
    """Say whether a person may use a court exempt: an active account, exempt there."""
    statement = (
        select(Exemption.id)
        .join(Account, Account.id == Exemption.account_id)
        .where(
            Account.subject == subject,
            Account.status == "active",
            Exemption.court == court,
            Exemption.until.is_(None),
        )
    )
    return session.scalar(every_world(statement.limit(1))) is not None


def exemptions(session: Session, *, trainer: str) -> Sequence[tuple[Exemption, Account]]:
    """Return every exemption that holds now, by name, but of other trainers' classes."""
    statement = (
        select(Exemption, Account)
        .join(Account, Account.id == Exemption.account_id)
        .where(Exemption.until.is_(None), classroom.not_anothers(Account.world, subject=trainer))
        .order_by(Account.last_name, Account.first_name, Exemption.id)
        .limit(MOST)
    )
    rows = session.execute(statement, execution_options={"every_world": True}).all()
    return [(row[0], row[1]) for row in rows]


def exemption_by_id(session: Session, *, exemption_id: int, trainer: str) -> Exemption | None:
    """Return one exemption, none of another trainer's class."""
    allowed = classroom.not_anothers(Exemption.world, subject=trainer)
    found: Exemption | None = session.scalar(
        every_world(select(Exemption).where(Exemption.id == exemption_id, allowed))
    )
    return found


def account_by_number(session: Session, *, number: str, world: int) -> Account | None:
    """Return the account of a number, in the world given or in the reference world."""
    statement = (
        select(Account)
        .where(Account.account_number == number, in_worlds(Account.world, visible(world)))
        .order_by(Account.world.desc())
        .limit(1)
    )
    found: Account | None = session.scalar(every_world(statement))
    return found


def open_request(session: Session, *, account_id: int) -> PrivilegeRequest | None:
    """Return the request of an account that is still open."""
    found: PrivilegeRequest | None = session.scalar(
        every_world(
            select(PrivilegeRequest).where(
                PrivilegeRequest.account_id == account_id, PrivilegeRequest.status == "open"
            )
        )
    )
    return found


def request_by_id(session: Session, *, request_id: int, trainer: str) -> PrivilegeRequest | None:
    """Return one request, locked; none of another trainer's class."""
    allowed = classroom.not_anothers(PrivilegeRequest.world, subject=trainer)
    found: PrivilegeRequest | None = session.scalar(
        every_world(
            select(PrivilegeRequest)
            .where(PrivilegeRequest.id == request_id, allowed)
            .with_for_update()
        )
    )
    return found


def named_account(session: Session, *, request: PrivilegeRequest) -> Account | None:
    """Return the separate account that a request names, if number and user name belong together."""
    found = account_by_number(session, number=request.number, world=request.world)
    return found if found is not None and _same(found, request) else None


def _same(account: Account, request: PrivilegeRequest) -> bool:
    return account.user_key == user_key(request.user_name) and account.id != request.account_id


def requests(
    session: Session, *, trainer: str
) -> Sequence[tuple[PrivilegeRequest, Account, Account | None]]:
    """Return the requests, open ones first, with who asks and the account that is named."""
    old = aliased(Account)
    statement = (
        select(PrivilegeRequest, Account, old)
        .join(Account, Account.id == PrivilegeRequest.account_id)
        .outerjoin(
            old,
            (old.account_number == PrivilegeRequest.number) & (old.world == PrivilegeRequest.world),
        )
        .where(classroom.not_anothers(PrivilegeRequest.world, subject=trainer))
        .order_by(PrivilegeRequest.status != "open", PrivilegeRequest.id.desc())
        .limit(MOST)
    )
    rows = session.execute(statement, execution_options={"every_world": True}).all()
    return [
        (row[0], row[1], row[2] if row[2] is not None and _same(row[2], row[0]) else None)
        for row in rows
    ]
