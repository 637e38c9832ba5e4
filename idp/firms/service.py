"""Writing memberships: asking, answering, ending; and what each does to search and payer."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from idp.accounts import manage
from idp.accounts import service as accounts
from idp.accounts.models import Account
from idp.billing import queries as payments
from idp.billing import service as billing
from idp.firms import queries, states
from idp.firms.models import Membership
from shared.errors import Refusal

#: One sentence for a number that nobody has, another name, a closed account, another PAA.
UNKNOWN: Final = (
    "No account that you can add has this last name and this account number. Ask the account "
    "holder for both as they stand in the header of Manage My Account."
)
ASKED: Final = "You have asked this account already; the request is pending."
MEMBER: Final = "This account belongs to your PAA already."
GONE: Final = "This request is no longer open. Look at its state and choose again."
NO_MEMBER: Final = "This account does not belong to your PAA any more."
IN_A_PAA: Final = (
    "Your account belongs to a PAA already. Remove it from that PAA first: one payer at a time."
)
NO_PAA: Final = "Your account does not belong to a PAA."


def invite(
    session: Session, *, paa: Account, member: Account, cost_center: str, now: datetime
) -> Membership:
    """Ask an account's holder to join (facts.md 1.7).

    :raises Refusal: if this PAA has asked already or pays already.
    """
    known = queries.open_with(session, paa_id=paa.id, member_id=member.id)
    if known is not None:
        raise Refusal("asked", ASKED if known.state == states.INVITED else MEMBER)
    row = Membership(
        world=paa.world,
        paa_id=paa.id,
        member_id=member.id,
        state=states.INVITED,
        cost_center=cost_center,
        invited_at=now,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:  # asked by a parallel request
        raise Refusal("asked", ASKED) from None
    return row


def accept(session: Session, *, member: Account, membership_id: int, now: datetime) -> Membership:
    """Let a PAA pay for an account: at once, and its balance goes along (facts.md 1.7).

    :raises Refusal: if the request is not open any more, or another PAA pays already.
    """
    row = _own(session, membership_id, GONE, member_id=member.id)
    if queries.membership_of(session, account_id=member.id) is not None:
        raise Refusal("in_a_paa", IN_A_PAA)
    try:
        with session.begin_nested():
            _move(session, row, "accept", GONE, answered_at=now)
    except IntegrityError:  # another PAA was accepted by a parallel request
        raise Refusal("in_a_paa", IN_A_PAA) from None
    billing.set_payer(session, account_id=member.id, payer_account_id=row.paa_id, now=now)
    accounts.resume_search(session, account=member, note=manage.NO_PAYER)
    return row


def decline(session: Session, *, member: Account, membership_id: int, now: datetime) -> Membership:
    """Refuse a request.

    :raises Refusal: if it is not open any more.
    """
    row = _own(session, membership_id, GONE, member_id=member.id)
    _move(session, row, "decline", GONE, answered_at=now)
    return row


def rescind(
    session: Session, *, paa: Account, membership_ids: Sequence[int], now: datetime
) -> list[Membership]:
    """Take pending requests back, all of them or none.

    :raises Refusal: if one of them is not open any more.
    """
    rows = [_own(session, each, GONE, paa_id=paa.id) for each in membership_ids]
    for row in rows:
        _move(session, row, "rescind", GONE, ended_at=now)
    return rows


def remove(
    session: Session, *, paa: Account, membership_ids: Sequence[int], remark: str, now: datetime
) -> list[Membership]:
    """Stop paying for accounts, all of them or none; their search waits for another payer.

    :raises Refusal: if one of them does not belong to the PAA any more.
    """
    rows = [_own(session, each, NO_MEMBER, paa_id=paa.id) for each in membership_ids]
    for row in rows:
        _end(session, row, "remove", NO_MEMBER, remark=remark, now=now)
    return rows


def leave(session: Session, *, member: Account, remark: str, now: datetime) -> Membership:
    """Leave a PAA; search waits for another payer, filing goes on (facts.md 1.7).

    :raises Refusal: if the account belongs to none.
    """
    row = queries.membership_of(session, account_id=member.id)
    if row is None:
        raise Refusal("no_paa", NO_PAA)
    _end(session, row, "leave", NO_PAA, remark=remark, now=now)
    return row


def set_cost_center(
    session: Session, *, paa: Account, membership_id: int, cost_center: str
) -> Membership:
    """Note to whom within the firm an account's fees belong.

    :raises Refusal: if the account does not belong to the PAA any more.
    """
    row = _own(session, membership_id, NO_MEMBER, paa_id=paa.id)
    if row.state != states.ACCEPTED:
        raise Refusal("no_member", NO_MEMBER)
    row.cost_center = cost_center
    session.flush()
    return row


def _end(
    session: Session, row: Membership, deed: states.Deed, words: str, *, remark: str, now: datetime
) -> None:
    _move(session, row, deed, words, ended_at=now)
    row.remark = remark
    billing.set_payer(session, account_id=row.member_id, payer_account_id=None, now=now)
    if not payments.pays_itself(session, account_id=row.member_id):
        accounts.suspend_search(session, account=row.member, note=manage.NO_PAYER)


def _own(
    session: Session, membership_id: int, words: str, *, paa_id: int = 0, member_id: int = 0
) -> Membership:
    """Return a row of the one who acts; a foreign one is answered like one that is gone."""
    row = session.get(Membership, membership_id)
    if row is None or paa_id not in (0, row.paa_id) or member_id not in (0, row.member_id):
        raise Refusal("gone", words)
    return row


def _move(
    session: Session, row: Membership, deed: states.Deed, words: str, **when: datetime
) -> None:
    """Go from one state to the next, once even when two try it at once."""
    needed, becomes = states.MOVES[deed]
    moved = session.execute(
        update(Membership)
        .where(Membership.id == row.id, Membership.state == needed)
        .values(state=becomes, **when)
        .returning(Membership.id)
    ).all()
    if not moved:
        raise Refusal("gone", words)
    session.refresh(row)
