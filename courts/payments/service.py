"""Owing and paying filing fees."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import Session

from courts.accounts import queries as accounts
from courts.cases import service as cases
from courts.docket import service as docket
from courts.docket.models import Entry
from courts.kinds import fees as words
from courts.kinds.filings import NewEntry
from courts.payments import queries
from courts.payments.cards import BRAND, Outcome, RefusedCardError
from courts.payments.models import (
    APPROVED,
    DUE,
    OPEN,
    PAID,
    PENDING,
    REFUNDED,
    RETURNED,
    WAIVED,
    FilingFee,
    Payment,
    PaymentMethod,
)
from shared.db import take_turn
from shared.errors import Refusal
from shared.ids import new_token

#: Unpaid so many days after the filing, the filing menus are locked, where a policy says no other.
GRACE: Final = timedelta(days=2)
#: How long a slow processor takes, in real time.
SLOW: Final = timedelta(seconds=30)
#: Receipts have seven digits.
_FIRST_RECEIPT: Final = 7_000_000
_TREASURY: Final = "U.S. Treasury"
RECEIPT: Final = "receipt_of_fee"
REFUND: Final = "refund_of_fee"


class SettledError(Refusal):
    """A fee that somebody wants to pay, waive or give back is not in that state any more."""

    def __init__(self, message: str = "These fees are paid already. Nothing was charged.") -> None:
        super().__init__("settled", message)


class WaitingError(Refusal):
    """The processor has not answered yet."""

    def __init__(self) -> None:
        super().__init__(
            "waiting",
            "The payment processor is slow and has not answered yet. Do not pay again: wait half a "
            "minute, then press Next.",
        )


@dataclass(frozen=True, slots=True)
class Owed:
    """What a filing costs: the event's key, words for the list of fees, cents."""

    event: str
    description: str
    cents: int


def _nobody(_session: Session, _fee: FilingFee) -> None:
    """Tell nobody what became of a fee."""


@dataclass(frozen=True, slots=True)
class Till:
    """The court at which somebody pays at one moment: id and zone, court time and real time.

    `tell` is called for each fee that was paid, waived, asked for again or given back.
    """

    court: str
    zone: ZoneInfo
    now: datetime
    wall: datetime
    tell: Callable[[Session, FilingFee], None] = _nobody

    @property
    def today(self) -> date:
        """The court's day."""
        return self.now.astimezone(self.zone).date()


@dataclass(frozen=True, slots=True)
class Card:
    """A card as far as it may be kept."""

    outcome: Outcome
    last4: str
    expires: str = ""
    brand: str = BRAND


def owe_fee(
    session: Session,
    owed: Owed,
    *,
    user_id: int,
    case_id: int,
    entry_id: int | None,
    today: date,
    now: datetime,
    grace: timedelta = GRACE,
) -> FilingFee:
    """Note a fee that is due from today; it locks the filing menus when `grace` is over."""
    fee = FilingFee(
        user_id=user_id,
        case_id=case_id,
        entry_id=entry_id,
        event=owed.event,
        description=owed.description,
        cents=owed.cents,
        incurred_at=now,
        due_on=today + grace,
    )
    session.add(fee)
    session.flush()
    _tell_account(session, user_id)
    return fee


def _tell_account(session: Session, user_id: int) -> None:
    """Write on the account until when it may file: every request reads it, none asks for fees."""
    user = accounts.user_by_id(session, user_id)
    if user is not None:
        user.fees_due_on = queries.first_due_on(session, user_id)
        session.flush()


# --------------------------------------------------------------------------- paying


def open_payment(
    session: Session,
    fees: Sequence[FilingFee],
    *,
    user_id: int,
    paid_by: str,
    now: datetime,
) -> Payment:
    """Begin a payment of fees that are due; nothing is charged yet.

    :raises SettledError: if there is nothing to pay.
    """
    if not fees or any(fee.status != DUE or fee.user_id != user_id for fee in fees):
        raise SettledError
    return _opened(
        session,
        Payment(
            token=new_token(22),
            user_id=user_id,
            paid_by=paid_by[:200],
            title=", ".join(dict.fromkeys(fee.description for fee in fees))[:200],
            fee_ids=[fee.id for fee in fees],
            cents=sum(fee.cents for fee in fees),
            opened_at=now,
        ),
    )


def open_ahead(
    session: Session,
    token: str,
    cents: int,
    title: str,
    *,
    user_id: int,
    paid_by: str,
    now: datetime,
) -> Payment:
    """Begin, or find again, the payment at the fee screen of a filing that is not committed yet.

    :param token: of the transaction: it is paid once, however often its screen is sent.
    """
    token = f"ahead-{token}"[:60]
    take_turn(session, f"payment:{token}")
    found = queries.payment(session, token, user_id)
    if found is not None:
        if found.status == OPEN:
            found.cents, found.title = cents, title[:200]
        return found
    return _opened(
        session,
        Payment(
            token=token,
            user_id=user_id,
            paid_by=paid_by[:200],
            title=title[:200],
            cents=cents,
            opened_at=now,
        ),
    )


def _opened(session: Session, payment: Payment) -> Payment:
    session.add(payment)
    session.flush()
    return payment


def pay(session: Session, payment: Payment, card: Card, *, till: Till) -> Payment:
    """Charge a card for a payment, once: whoever sends it again gets the same receipt.

    With a slow card the payment waits for `answer_waiting`; its fees stay due until then.

    :raises RefusedCardError: if the processor says no; nothing was charged.
    :raises SettledError: if one of the fees was settled meanwhile.
    """
    take_turn(session, f"payment:{payment.token}")
    session.refresh(payment)
    if payment.status != OPEN:
        return payment
    _check_due(session, payment)
    payment.answer, payment.brand, payment.last4 = card.outcome.value, card.brand, card.last4
    if card.outcome not in (Outcome.APPROVED, Outcome.SLOW):
        raise RefusedCardError(card.outcome)
    if card.outcome is Outcome.SLOW:
        payment.status, payment.answers_at = PENDING, till.wall + SLOW
        session.flush()
        return payment
    _approve(session, payment, till)
    return payment


def _check_due(session: Session, payment: Payment) -> list[FilingFee]:
    """Return the fees of a payment, all of them due and nobody else's turn."""
    take_turn(session, f"fees:{payment.user_id}")
    busy = {
        fee_id
        for other in queries.waiting(session, payment.user_id)
        if other.id != payment.id
        for fee_id in other.fee_ids
    }
    fees = _fees(session, payment.fee_ids)
    if len(fees) != len(payment.fee_ids) or any(
        fee.status != DUE or fee.id in busy for fee in fees
    ):
        raise SettledError
    return fees


def _fees(session: Session, ids: Sequence[int]) -> list[FilingFee]:
    if not ids:
        return []
    statement = select(FilingFee).where(FilingFee.id.in_(ids)).order_by(FilingFee.id)
    return list(session.scalars(statement.execution_options(populate_existing=True)))


def answer_waiting(session: Session, user_id: int, *, till: Till) -> None:
    """Let a slow processor answer whose time has come."""
    for payment in queries.waiting(session, user_id):
        if payment.answers_at is not None and payment.answers_at <= till.wall:
            take_turn(session, f"payment:{payment.token}")
            session.refresh(payment)
            if payment.status == PENDING:
                _approve(session, payment, till)


def _approve(session: Session, payment: Payment, till: Till) -> None:
    payment.status, payment.paid_at = APPROVED, till.now
    payment.receipt = words.receipt_number(till.court, _FIRST_RECEIPT + payment.id)
    fees = _fees(session, payment.fee_ids)
    for fee in fees:
        _mark_paid(fee, payment)
    session.flush()
    for fee in sorted(fees, key=lambda fee: fee.case_id):
        text = words.receipt_text(fee.description, fee.cents, payment.receipt)
        _docket(session, fee, RECEIPT, "Receipt of Filing Fee", text=text, till=till)
        till.tell(session, fee)
    _tell_account(session, payment.user_id)


def _mark_paid(fee: FilingFee, payment: Payment) -> None:
    fee.status, fee.settled_at = PAID, payment.paid_at
    fee.receipt, fee.payment_id = payment.receipt, payment.token


def _docket(
    session: Session, fee: FilingFee, event: str, title: str, *, text: str, till: Till
) -> None:
    """Tell the docket of a fee by an entry without a number and without a paper."""
    case = cases.lock_case(session, fee.case_id)
    entry = None if fee.entry_id is None else session.get(Entry, fee.entry_id)
    about = f" (re: Doc # {entry.number})" if entry is not None and entry.number else ""
    docket.enter_entry(
        session,
        case,
        NewEntry(
            event=event,
            short=title,
            text=f"{text}{about} ({_TREASURY}) (Entered: {till.today:%m/%d/%Y})",
            filed_on=till.today,
            entered_at=till.now,
            entered_by=_TREASURY,
            refers=() if entry is None else (entry.seq,),
            numbered=False,
        ),
        zone=till.zone,
    )


def settle_entry(session: Session, entry_id: int, payment: Payment) -> None:
    """Lay a payment that was made ahead on the fees of the entry to which its filing has led.

    The docket text of the entry tells of the receipt itself.

    :raises WaitingError: if the processor has not answered.
    """
    if payment.status != APPROVED:
        raise WaitingError
    for fee in queries.of_entry(session, entry_id):
        if fee.status == DUE:
            _mark_paid(fee, payment)
    session.flush()
    _tell_account(session, payment.user_id)


# --------------------------------------------------------------------------- waived, given back


def waive(session: Session, fees: Sequence[FilingFee], reason: str, *, till: Till) -> None:
    """Note that fees need not be paid: in forma pauperis, the United States, the court's leave.

    :raises SettledError: if one of them is not due.
    """
    if any(fee.status != DUE for fee in fees):
        raise SettledError("This fee is not due any more.")
    for fee in fees:
        fee.status, fee.settled_at, fee.reason = WAIVED, till.now, reason[:200]
    session.flush()
    for fee in fees:
        till.tell(session, fee)
    for user_id in {fee.user_id for fee in fees}:
        _tell_account(session, user_id)


def make_due(session: Session, fee: FilingFee, *, till: Till, grace: timedelta = GRACE) -> None:
    """Ask for a fee after all that its filer called waived.

    :raises SettledError: if it was not waived.
    """
    if fee.status != WAIVED:
        raise SettledError("This fee was not waived.")
    fee.status, fee.settled_at, fee.reason, fee.due_on = DUE, None, "", till.today + grace
    session.flush()
    till.tell(session, fee)
    _tell_account(session, fee.user_id)


def refund(session: Session, fee: FilingFee, reason: str, *, till: Till) -> None:
    """Give a fee back; the docket tells of it.

    :raises SettledError: if it was not paid.
    """
    if fee.status != PAID:
        raise SettledError("Only a fee that was paid can be refunded.")
    fee.status, fee.settled_at, fee.reason = REFUNDED, till.now, reason[:200]
    session.flush()
    text = words.refund_text(fee.description, fee.cents, fee.receipt)
    _docket(session, fee, REFUND, "Refund of Filing Fee", text=text, till=till)
    till.tell(session, fee)


def refund_ahead(session: Session, payment: Payment, *, till: Till) -> None:
    """Give back what was paid ahead for a filing that was never committed.

    :raises SettledError: if it was not paid.
    """
    take_turn(session, f"payment:{payment.token}")
    session.refresh(payment)
    if payment.status != APPROVED:
        raise SettledError("Only a payment that was made can be refunded.")
    payment.status, payment.returned_at = RETURNED, till.now
    session.flush()


# --------------------------------------------------------------------------- kept cards


def keep_method(session: Session, owner: str, card: Card, *, now: datetime) -> PaymentMethod:
    """Keep a card as a token; the same card is kept once."""
    for known in queries.methods(session, owner):
        if (known.last4, known.outcome) == (card.last4, card.outcome.value):
            known.expires = card.expires
            return known
    row = PaymentMethod(
        token=new_token(22),
        owner=owner,
        brand=card.brand,
        last4=card.last4,
        expires=card.expires,
        outcome=card.outcome.value,
        kept_at=now,
    )
    session.add(row)
    session.flush()
    return row


def forget_method(session: Session, method: PaymentMethod) -> None:
    """Forget a kept card."""
    session.delete(method)
    session.flush()


def card_of(method: PaymentMethod) -> Card:
    """Return the card behind a token."""
    return Card(Outcome(method.outcome), method.last4, method.expires, method.brand)
