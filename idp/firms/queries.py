"""Reading memberships."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from idp.accounts.models import Account
from idp.firms.models import Membership
from idp.firms.states import ACCEPTED, INVITED

#: An account that a PAA can pay for. Another PAA never can (facts.md 1.3).
PAYABLE = ("individual", "shared")


def account_to_add(
    session: Session, *, paa: Account, last_name: str, account_number: str
) -> Account | None:
    """Return the account of a last name and a number in this world, if a PAA can pay for it.

    None says nothing of why: the caller has one sentence for every reason.
    """
    found: Account | None = session.scalar(
        select(Account).where(
            Account.account_number == account_number,
            Account.world == paa.world,
            Account.kind.in_(PAYABLE),
            Account.status == "active",
        )
    )
    if found is None or found.last_name.strip().casefold() != last_name.strip().casefold():
        return None
    return found


def open_with(session: Session, *, paa_id: int, member_id: int) -> Membership | None:
    """Return the open request or the membership that joins the two, if there is one."""
    found: Membership | None = session.scalar(
        select(Membership).where(
            Membership.paa_id == paa_id,
            Membership.member_id == member_id,
            Membership.state.in_((INVITED, ACCEPTED)),
        )
    )
    return found


def of_paa(session: Session, *, paa_id: int, state: str | None = None) -> Sequence[Membership]:
    """Return every request of a PAA, the newest first; or those in one state, by name."""
    statement = select(Membership).where(Membership.paa_id == paa_id)
    if state is None:
        statement = statement.order_by(Membership.invited_at.desc(), Membership.id.desc())
    else:
        statement = (
            statement.where(Membership.state == state)
            .join(Membership.member)
            .order_by(Account.last_name, Account.first_name, Account.account_number)
        )
    return session.scalars(statement).all()


def membership_of(session: Session, *, account_id: int) -> Membership | None:
    """Return the membership by which somebody else pays for an account, if there is one."""
    found: Membership | None = session.scalar(
        select(Membership).where(Membership.member_id == account_id, Membership.state == ACCEPTED)
    )
    return found


def invitations(session: Session, *, account_id: int) -> Sequence[Membership]:
    """Return the requests that wait for the answer of an account's holder, the oldest first."""
    return session.scalars(
        select(Membership)
        .where(Membership.member_id == account_id, Membership.state == INVITED)
        .order_by(Membership.invited_at, Membership.id)
    ).all()


def counted(session: Session, *, paa_id: int) -> int:
    """Return how many accounts a PAA pays for."""
    return int(
        session.scalar(
            select(func.count(Membership.id)).where(
                Membership.paa_id == paa_id, Membership.state == ACCEPTED
            )
        )
        or 0
    )
