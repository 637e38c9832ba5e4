"""Reading billing: who pays, what is owed, statements, transactions."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, select
from sqlalchemy.orm import Session

from idp.accounts import queries as accounts
from idp.accounts.cards import APPROVED
from idp.accounts.models import Account
from idp.billing import client_codes
from idp.billing.client_codes import ClientCodeRule
from idp.billing.models import CreditRequest, LedgerEntry, Payer, PaymentMethod, Statement
from idp.classroom import queries as classroom
from shared.db import every_world

PAA: Final = "paa"
EVERY: Final = {"every_world": True}


# Put together once: every login asks it (docs/performance.md).
_OPEN_PAYER: Final = every_world(
    select(Payer)
    .where(Payer.account_id == bindparam("account_id"), Payer.until.is_(None))
    .order_by(Payer.id.desc())
    .limit(1)
)


def open_payer(session: Session, *, account_id: int) -> Payer | None:
    """Return the row of who pays for an account now; None if it pays for itself."""
    found: Payer | None = session.scalar(_OPEN_PAYER, {"account_id": account_id})
    return found


def payer_of(session: Session, account: Account) -> Account:
    """Return the account that pays for an account: its firm's, or itself."""
    row = open_payer(session, account_id=account.id)
    if row is None:
        return account
    return accounts.by_id(session, account_id=row.payer_account_id) or account


def paid_for(session: Session, *, payer_id: int) -> Sequence[Account]:
    """Return the accounts that somebody else pays for now, by name."""
    statement = (
        select(Account)
        .join(Payer, Payer.account_id == Account.id)
        .where(Payer.payer_account_id == payer_id, Payer.until.is_(None))
        .order_by(Account.last_name, Account.first_name, Account.id)
    )
    return session.scalars(every_world(statement)).all()


def client_code_rule(session: Session, account: Account) -> ClientCodeRule:
    """Return the rule for an account's client codes: its firm's overrides its own (facts.md 1.7).

    An administrative account does not search, so its own logins need no code.
    """
    if account.kind == PAA:
        return client_codes.ANY
    payer = payer_of(session, account)
    return ClientCodeRule(payer.client_code_required, payer.client_code_pattern)


# --------------------------------------------------------------------------- the ledger
# Books outlive the run of a seat in which they were written: what counts is of the payer's own.


def _of_run(book: type[LedgerEntry] | type[Statement], account_id: int) -> ColumnElement[bool]:
    """Return the condition that a book's row is of the run in which an account is now."""
    return book.world == select(Account.world).where(Account.id == account_id).scalar_subquery()


def entry_by_key(session: Session, *, world: int, entry_key: str) -> LedgerEntry | None:
    """Return a booking by its key, the same in every repetition."""
    found: LedgerEntry | None = session.scalar(
        every_world(
            select(LedgerEntry).where(
                LedgerEntry.world == world, LedgerEntry.entry_key == entry_key
            )
        )
    )
    return found


def closed_quarters(session: Session, *, payer_id: int) -> frozenset[str]:
    """Return the quarters for which a payer has a statement."""
    statement = select(Statement.quarter).where(
        Statement.payer_id == payer_id, _of_run(Statement, payer_id)
    )
    return frozenset(session.scalars(every_world(statement)))


def _total(session: Session, payer_id: int, *conditions: ColumnElement[bool]) -> int:
    statement = select(func.coalesce(func.sum(LedgerEntry.cents), 0)).where(
        LedgerEntry.payer_id == payer_id, _of_run(LedgerEntry, payer_id), *conditions
    )
    return int(session.scalar(every_world(statement)) or 0)


def _billed() -> ColumnElement[bool]:
    closed = select(Statement.quarter).where(
        Statement.payer_id == LedgerEntry.payer_id, Statement.world == LedgerEntry.world
    )
    return or_(LedgerEntry.accrues.is_(False), LedgerEntry.quarter.in_(closed))


def balance(session: Session, *, payer_id: int) -> int:
    """Return what a payer owes now: what was billed, less what was paid; a credit is negative."""
    return _total(session, payer_id, _billed())


def unbilled(session: Session, *, payer_id: int) -> int:
    """Return what a payer has accrued that stands on no statement yet."""
    return _total(session, payer_id, LedgerEntry.accrues.is_(True), ~_billed())


def unbilled_by_quarter(session: Session, *, payer_id: int) -> dict[str, int]:
    """Return the same, by quarter; quarters in which nothing is left are not in it."""
    statement = (
        select(LedgerEntry.quarter, func.sum(LedgerEntry.cents))
        .where(LedgerEntry.payer_id == payer_id, _of_run(LedgerEntry, payer_id))
        .where(LedgerEntry.accrues.is_(True), ~_billed())
        .group_by(LedgerEntry.quarter)
        .order_by(LedgerEntry.quarter)
    )
    rows = session.execute(statement, execution_options=EVERY).all()
    return {str(quarter): int(cents) for quarter, cents in rows if cents}


def due_quarters(session: Session, *, payer_id: int | None = None) -> Sequence[tuple[Account, str]]:
    """Return who has accrued something in which quarter that stands on no statement."""
    named = and_(
        Statement.payer_id == LedgerEntry.payer_id,
        Statement.quarter == LedgerEntry.quarter,
        Statement.world == LedgerEntry.world,
    )
    of_now = and_(Account.id == LedgerEntry.payer_id, Account.world == LedgerEntry.world)
    statement = (
        select(LedgerEntry.payer_id, LedgerEntry.quarter)
        .join(Account, of_now)
        .outerjoin(Statement, named)
        .where(Statement.id.is_(None))
        .distinct()
        .order_by(LedgerEntry.quarter, LedgerEntry.payer_id)
    )
    if payer_id is not None:
        statement = statement.where(LedgerEntry.payer_id == payer_id)
    pairs = session.execute(statement, execution_options=EVERY).all()
    wanted = {pair[0] for pair in pairs}
    rows = session.scalars(every_world(select(Account).where(Account.id.in_(wanted)))).all()
    known = {account.id: account for account in rows}
    return [(known[one], quarter) for one, quarter in pairs]


def entries_of_quarter(session: Session, *, payer_id: int, quarter: str) -> Sequence[LedgerEntry]:
    """Return the rows of a quarter's statement in the order of their time."""
    statement = (
        select(LedgerEntry)
        .where(LedgerEntry.payer_id == payer_id, LedgerEntry.quarter == quarter)
        .where(_of_run(LedgerEntry, payer_id))
        .order_by(LedgerEntry.at, LedgerEntry.id)
    )
    return session.scalars(every_world(statement)).all()


def before_quarter(session: Session, *, payer_id: int, quarter: str) -> int:
    """Return what a payer owed when a quarter began."""
    return _total(session, payer_id, LedgerEntry.quarter < quarter)


# --------------------------------------------------------------------------- pages


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which transactions somebody looks for."""

    since: datetime
    until: datetime
    client_code: str = ""


def transactions(
    session: Session, *, account_id: int, wanted: Wanted, most: int
) -> Sequence[tuple[LedgerEntry, Account]]:
    """Return what an account used or paid for in a range of time, oldest first."""
    statement = (
        select(LedgerEntry, Account)
        .join(Account, Account.id == LedgerEntry.account_id)
        .where(
            or_(LedgerEntry.payer_id == account_id, LedgerEntry.account_id == account_id),
            _of_run(LedgerEntry, account_id),
            LedgerEntry.kind.in_(("charge", "exempt")),
            LedgerEntry.at >= wanted.since,
            LedgerEntry.at < wanted.until,
        )
        .order_by(LedgerEntry.at, LedgerEntry.id)
        .limit(most)
    )
    if wanted.client_code:
        statement = statement.where(LedgerEntry.client_code == wanted.client_code)
    return [(row[0], row[1]) for row in session.execute(statement, execution_options=EVERY).all()]


def statements_of(session: Session, *, payer_id: int) -> Sequence[Statement]:
    """Return a payer's statements, the newest first."""
    statement = (
        select(Statement)
        .where(Statement.payer_id == payer_id, _of_run(Statement, payer_id))
        .order_by(Statement.quarter.desc())
    )
    return session.scalars(every_world(statement)).all()


def statement_by_number(session: Session, *, payer_id: int, number: str) -> Statement | None:
    """Return one statement of a payer."""
    found: Statement | None = session.scalar(
        every_world(
            select(Statement).where(
                Statement.payer_id == payer_id,
                Statement.number == number,
                _of_run(Statement, payer_id),
            )
        )
    )
    return found


def payment_methods(session: Session, *, account_id: int) -> Sequence[PaymentMethod]:
    """Return the stored payment methods of an account, oldest first."""
    statement = (
        select(PaymentMethod)
        .where(PaymentMethod.account_id == account_id)
        .order_by(PaymentMethod.id)
    )
    return session.scalars(every_world(statement)).all()


def payment_method(session: Session, *, account_id: int, method_id: int) -> PaymentMethod | None:
    """Return one stored payment method of an account."""
    methods = payment_methods(session, account_id=account_id)
    return next((one for one in methods if one.id == method_id), None)


def pays_itself(session: Session, *, account_id: int) -> bool:
    """Say whether an account has a stored payment method that goes through."""
    methods = payment_methods(session, account_id=account_id)
    return any(one.outcome == APPROVED for one in methods)


def default_method(session: Session, *, account_id: int) -> PaymentMethod | None:
    """Return the payment method that bills are charged to by themselves."""
    methods = payment_methods(session, account_id=account_id)
    return next((one for one in methods if one.default), None)


def credit_requests(
    session: Session, *, account_id: int | None = None, trainer: str | None = None
) -> Sequence[tuple[CreditRequest, LedgerEntry, Statement, Account]]:
    """Return requests for credit with what they are about, open ones first, the newest first.

    :param trainer: of those, none that is of another trainer's class.
    """
    statement = (
        select(CreditRequest, LedgerEntry, Statement, Account)
        .join(LedgerEntry, LedgerEntry.id == CreditRequest.entry_id)
        .join(Statement, Statement.id == CreditRequest.statement_id)
        .join(Account, Account.id == CreditRequest.account_id)
        .where(Account.world == CreditRequest.world)
        .order_by(CreditRequest.status != "open", CreditRequest.id.desc())
        .limit(200)
    )
    if account_id is not None:
        statement = statement.where(CreditRequest.account_id == account_id)
    if trainer is not None:
        statement = statement.where(classroom.not_anothers(CreditRequest.world, subject=trainer))
    rows = session.execute(statement, execution_options=EVERY).all()
    return [(row[0], row[1], row[2], row[3]) for row in rows]


def credit_request(session: Session, *, request_id: int, trainer: str) -> CreditRequest | None:
    """Return one request for credit, locked; none of another trainer's class."""
    allowed = classroom.not_anothers(CreditRequest.world, subject=trainer)
    found: CreditRequest | None = session.scalar(
        every_world(
            select(CreditRequest).where(CreditRequest.id == request_id, allowed).with_for_update()
        )
    )
    return found


def asked_about(session: Session, *, entry_id: int) -> CreditRequest | None:
    """Return the request for credit that is about a charge, unless it was refused."""
    found: CreditRequest | None = session.scalar(
        every_world(
            select(CreditRequest)
            .where(CreditRequest.entry_id == entry_id, CreditRequest.status != "rejected")
            .limit(1)
        )
    )
    return found


def entry(session: Session, *, payer_id: int, entry_id: int) -> LedgerEntry | None:
    """Return one row that a payer pays for."""
    found: LedgerEntry | None = session.scalar(
        every_world(
            select(LedgerEntry).where(
                LedgerEntry.id == entry_id,
                LedgerEntry.payer_id == payer_id,
                _of_run(LedgerEntry, payer_id),
            )
        )
    )
    return found
