"""Writing billing; every booking may be asked for twice and is made once."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from idp.accounts import service as accounts
from idp.accounts.cards import APPROVED, Instrument
from idp.accounts.manage import NO_PAYER
from idp.accounts.models import Account
from idp.billing import queries
from idp.billing.models import CreditRequest, LedgerEntry, Payer, PaymentMethod, Statement
from idp.billing.quarters import DUE_AFTER, ZONE, Quarter, statement_number
from shared import money
from shared.audit import record
from shared.db import SHARED_WORLD, every_world
from shared.errors import Refusal

MOST_METHODS: Final = 3
_TEXT: Final = 200


@dataclass(frozen=True, slots=True)
class Used:
    """What a court charges for, as its receipt said it."""

    entry_key: str
    court: str
    client_code: str
    description: str
    criteria: str
    pages: int
    cents: int
    exempt: bool
    receipt: str
    at: datetime


# --------------------------------------------------------------------------- who pays


def set_payer(
    session: Session, *, account_id: int, payer_account_id: int | None, now: datetime
) -> None:
    """Let an account be paid for by another one from now on, or by itself if that is None.

    What it owes, or has as a credit, goes to the payer with it (facts.md 1.7); back it never goes.
    """
    account = _locked(session, account_id)
    former = queries.open_payer(session, account_id=account_id)
    if (former.payer_account_id if former else None) == payer_account_id:
        return
    if former is not None:
        former.until = now
    if payer_account_id is None or payer_account_id == account_id:
        session.flush()
        return
    payer = _locked(session, payer_account_id)
    row = Payer(
        account_id=account_id, payer_account_id=payer_account_id, since=now, world=account.world
    )
    session.add(row)
    session.flush()
    if former is None:
        _move(session, account, payer, mark=f"payer:{row.id}", now=now)


def _move(session: Session, account: Account, payer: Account, *, mark: str, now: datetime) -> None:
    """Move what an account owes to its payer: what was billed, and what is still accruing."""
    owed = queries.balance(session, payer_id=account.id)
    accruing = queries.unbilled_by_quarter(session, payer_id=account.id)
    moved = [("", owed, False), *((key, cents, True) for key, cents in accruing.items())]
    for quarter, cents, accrues in moved:
        if not cents:
            continue
        for side, words, sign in (
            (account, f"Moved to account {payer.account_number}", -1),
            (payer, f"Moved from account {account.account_number}", 1),
        ):
            _book(
                session,
                entry_key=f"{mark}:{quarter}:{side.id}",
                kind="adjustment",
                account=account,
                payer=side,
                cents=sign * cents,
                accrues=accrues,
                quarter=quarter,
                description=words,
                now=now,
            )


def _locked(session: Session, account_id: int) -> Account:
    """Return an account whose books nobody else writes in at the same time."""
    found: Account = session.scalars(
        every_world(select(Account).where(Account.id == account_id).with_for_update())
    ).one()
    return found


# --------------------------------------------------------------------------- booking


def book_charge(
    session: Session, *, account: Account, used: Used, wall: datetime
) -> LedgerEntry | None:
    """Book what somebody used in a court; None if it was booked already.

    Exempt use is booked with its fee and costs nothing (facts.md 1.9). In a seat the trail says
    what was used: exercises look at it.

    :raises Refusal: if amount or pages are below nothing.
    """
    if used.cents < 0 or used.pages < 0:
        raise Refusal("amount", "A court charges nothing below zero.")
    payer = _locked(session, queries.payer_of(session, account).id)
    booked = _book(
        session,
        entry_key=used.entry_key,
        kind="exempt" if used.exempt else "charge",
        account=account,
        payer=payer,
        cents=0 if used.exempt else used.cents,
        fee_cents=used.cents,
        accrues=True,
        now=used.at,
        court=used.court[:40],
        client_code=used.client_code[:32],
        description=used.description[:_TEXT],
        criteria=used.criteria,
        pages=used.pages,
        receipt=used.receipt[:60],
    )
    if booked is not None and account.world != SHARED_WORLD:
        _note_use(session, account, used, wall)
    return booked


def _note_use(session: Session, account: Account, used: Used, wall: datetime) -> None:
    record(
        session,
        tag="billing:charged",
        actor=f"pacer:{account.user_name}",
        subject=f"pacer:{account.user_name}",
        now=used.at,
        wall=wall,
        detail={
            "court": used.court,
            "description": used.description,
            "criteria": used.criteria,
            "pages": used.pages,
            "cents": 0 if used.exempt else used.cents,
        },
        world=account.world,
    )


def adjust(
    session: Session, *, account: Account, cents: int, words: str, key: str, now: datetime
) -> LedgerEntry | None:
    """Book what the service center mends by hand; below zero is in the payer's favour."""
    payer = _locked(session, account.id)
    return _book(
        session,
        entry_key=f"adjustment:{key}",
        kind="adjustment",
        account=account,
        payer=payer,
        cents=cents,
        description=words[:_TEXT],
        now=now,
    )


def _book(
    session: Session,
    *,
    entry_key: str,
    kind: str,
    account: Account,
    payer: Account,
    cents: int,
    now: datetime,
    fee_cents: int = 0,
    accrues: bool = False,
    quarter: str = "",
    court: str = "",
    client_code: str = "",
    description: str = "",
    criteria: str = "",
    pages: int = 0,
    receipt: str = "",
) -> LedgerEntry | None:
    world = payer.world
    if queries.entry_by_key(session, world=world, entry_key=entry_key) is not None:
        return None
    row = LedgerEntry(
        world=world,
        entry_key=entry_key,
        kind=kind,
        account_id=account.id,
        payer_id=payer.id,
        cents=cents,
        fee_cents=fee_cents,
        accrues=accrues,
        quarter=quarter or _open_quarter(session, payer, now),
        at=now,
        court=court,
        client_code=client_code,
        description=description,
        criteria=criteria,
        pages=pages,
        receipt=receipt,
    )
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError:
        if queries.entry_by_key(session, world=world, entry_key=entry_key) is None:
            raise
        return None  # somebody else was first
    return row


def _open_quarter(session: Session, payer: Account, moment: datetime) -> str:
    """Return the quarter of a moment; what comes late stands on the next statement instead."""
    closed = queries.closed_quarters(session, payer_id=payer.id)
    quarter = Quarter.of(moment)
    while quarter.key in closed:
        quarter = quarter.next()
    return quarter.key


# --------------------------------------------------------------------------- quarters


@dataclass(frozen=True, slots=True)
class Closed:
    """A statement that was made just now, and what became of the automatic payment."""

    statement: Statement
    payer: Account
    paid: str = ""


def close_quarters(
    session: Session, *, now_of: Callable[[Account], datetime], payer_id: int | None = None
) -> list[Closed]:
    """Make the statements of every quarter that has ended for its payer; once each.

    :param now_of: court time on the calendar of the payer's seat.
    """
    made = []
    for payer, key in queries.due_quarters(session, payer_id=payer_id):
        now = now_of(payer)
        if Quarter.read(key).end > now:
            continue
        statement = _close(session, payer, Quarter.read(key), now)
        if statement is not None:
            made.append(Closed(statement, payer, _autobill(session, payer, statement, now)))
    return made


def _close(session: Session, payer: Account, quarter: Quarter, now: datetime) -> Statement | None:
    """Waive what is to be waived, and write the statement; None if somebody else did."""
    _locked(session, payer.id)
    if quarter.key in queries.closed_quarters(session, payer_id=payer.id):
        return None
    number = statement_number(payer.account_number, quarter)
    rows = queries.entries_of_quarter(session, payer_id=payer.id, quarter=quarter.key)
    accrued = sum(row.cents for row in rows if row.accrues)
    other = sum(row.cents for row in rows if not row.accrues)
    waived = money.waived(accrued)
    previous = queries.before_quarter(session, payer_id=payer.id, quarter=quarter.key)
    if waived:
        _book(
            session,
            entry_key=f"waiver:{number}",
            kind="waiver",
            account=payer,
            payer=payer,
            cents=-waived,
            quarter=quarter.key,
            description="Quarterly fee waiver",
            now=now,
        )
    statement = Statement(
        number=number,
        payer_id=payer.id,
        quarter=quarter.key,
        issued_at=now,
        due_on=(now.astimezone(ZONE) + DUE_AFTER).date(),
        previous_cents=previous,
        accrued_cents=accrued,
        waived_cents=waived,
        other_cents=other,
        due_cents=previous + accrued + other - waived,
        world=payer.world,
    )
    session.add(statement)
    session.flush()
    return statement


def _autobill(session: Session, payer: Account, statement: Statement, now: datetime) -> str:
    """Charge a bill to the default payment method; return its outcome, empty if there is none."""
    method = queries.default_method(session, account_id=payer.id)
    owed = min(statement.due_cents, queries.balance(session, payer_id=payer.id))
    if method is None or owed <= 0:
        return ""
    if method.outcome == "approved":
        _book_payment(session, payer, owed, key=statement.number, words=method.label, now=now)
    return method.outcome


# --------------------------------------------------------------------------- payments


def pay(
    session: Session,
    *,
    account: Account,
    cents: int,
    instrument: Instrument,
    key: str,
    now: datetime,
) -> LedgerEntry | None:
    """Pay with a test card or test bank account; None if this very payment was made already.

    :raises Refusal: with the outcome as its code if it does not go through, or at the field if
        more is paid than is owed.
    """
    payer = _locked(session, account.id)
    if queries.entry_by_key(session, world=payer.world, entry_key=f"payment:{key}") is not None:
        return None
    owed = queries.balance(session, payer_id=payer.id)
    if owed <= 0:
        raise Refusal("nothing_owed", "You owe nothing: there is nothing to pay.", field="amount")
    if cents > owed:
        words = f"You owe {money.dollars(owed)}. Pay that or less."
        raise Refusal("too_much", words, field="amount")
    instrument.refuse_unless_approved()
    return _book_payment(session, payer, cents, key=key, words=instrument.label, now=now)


def _book_payment(
    session: Session, payer: Account, cents: int, *, key: str, words: str, now: datetime
) -> LedgerEntry | None:
    return _book(
        session,
        entry_key=f"payment:{key}",
        kind="payment",
        account=payer,
        payer=payer,
        cents=-cents,
        description=f"Payment, {words}",
        now=now,
    )


def store_method(
    session: Session, *, account: Account, instrument: Instrument, default: bool, now: datetime
) -> PaymentMethod:
    """Store a payment method; the first is the default.

    :raises Refusal: if there are three already.
    """
    _locked(session, account.id)
    known = queries.payment_methods(session, account_id=account.id)
    if len(known) >= MOST_METHODS:
        words = f"{MOST_METHODS} payment methods can be stored. Delete one first."
        raise Refusal("methods", words, field="number")
    row = PaymentMethod(
        account_id=account.id,
        kind=instrument.kind,
        label=instrument.label,
        last_digits=instrument.last_digits,
        outcome=instrument.outcome,
        default=False,
        added_at=now,
        world=account.world,
    )
    session.add(row)
    session.flush()
    if default or not known:
        make_default(session, method=row)
    if instrument.outcome == APPROVED:
        # Whoever left a firm's account is paid for again (facts.md 1.7).
        accounts.resume_search(session, account=account, note=NO_PAYER)
    return row


def make_default(session: Session, *, method: PaymentMethod) -> None:
    """Charge bills to this payment method from now on."""
    session.execute(
        update(PaymentMethod)
        .where(PaymentMethod.account_id == method.account_id)
        .values(default=PaymentMethod.id == method.id)
        .execution_options(synchronize_session=False)
    )
    session.refresh(method)


def delete_method(session: Session, *, method: PaymentMethod) -> None:
    """Forget a payment method; the oldest that is left becomes the default if it was that."""
    account_id, was_default = method.account_id, method.default
    session.delete(method)
    session.flush()
    left = queries.payment_methods(session, account_id=account_id)
    if was_default and left:
        make_default(session, method=left[0])


# --------------------------------------------------------------------------- credits


def ask_for_credit(
    session: Session,
    *,
    account: Account,
    statement: Statement,
    entry_id: int,
    reason: str,
    now: datetime,
) -> CreditRequest:
    """Dispute a charge that stands on a statement (facts.md 1.10).

    :raises Refusal: at the field, if it cannot be disputed.
    """
    entry = queries.entry(session, payer_id=account.id, entry_id=entry_id)
    if entry is None or entry.quarter != statement.quarter or entry.kind != "charge":
        raise Refusal("entry", "Choose a charge of this statement.", field="entry")
    if statement.waived_cents:
        words = "The fees of this quarter were waived, so there is nothing to give back."
        raise Refusal("waived", words, field="entry")
    if queries.asked_about(session, entry_id=entry.id) is not None:
        raise Refusal("asked", "You have asked for this credit already.", field="entry")
    row = CreditRequest(
        account_id=account.id,
        statement_id=statement.id,
        entry_id=entry.id,
        cents=entry.cents,
        reason=reason,
        asked_at=now,
        world=account.world,
    )
    session.add(row)
    session.flush()
    return row


def decide_credit(
    session: Session,
    *,
    request: CreditRequest,
    payer: Account,
    accepted: bool,
    answer: str,
    now: datetime,
) -> None:
    """Accept a request, which books a credit, or reject it with a reason; once.

    :raises Refusal: if it was decided already.
    """
    if request.status != "open":
        raise Refusal("decided", "This request was decided already.")
    request.status = "accepted" if accepted else "rejected"
    request.answer, request.decided_at = answer, now
    session.flush()
    if accepted:
        _book(
            session,
            entry_key=f"credit:{request.id}",
            kind="credit",
            account=payer,
            payer=_locked(session, payer.id),
            cents=-request.cents,
            description=f"Credit for booking {request.entry_id}",
            now=now,
        )
