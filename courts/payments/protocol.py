"""What wizards need of the cash desk: the fee screen as a form, and paying before the filing.

A wizard shows `payments/_fee.html` with a `FeeForm`, calls `take_fee` with what was sent, keeps the
answers that it returns, and after its commit calls `settle`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Final, cast
from zoneinfo import ZoneInfo

from flask import Flask, current_app
from sqlalchemy.orm import Session

from courts import edge as court_edge
from courts.kinds import fees as words
from courts.payments import cards, queries, service
from courts.payments.forms import NEW, NOW, WAIVED, CardForm, FeeForm
from courts.payments.models import PENDING, FilingFee, Payment, PaymentMethod
from courts.payments.service import Card, Till
from shared.errors import Refusal
from shared.web import edge

_FOLLOWERS: Final = "moot_payment_followers"
Follow = Callable[[Session, FilingFee], None]
DUE_PATH = "/cgi-bin/PaymentsDue.pl"
HISTORY_PATH = "/cgi-bin/PaymentHistory.pl"
PAY_PATH = "/cgi-bin/PayFees.pl"
METHODS_PATH = "/cgi-bin/PaymentMethods.pl"


class NotAllowedToPayError(Refusal):
    """A filing agent whose principal did not give the permission *Internet Payment*."""

    def __init__(self) -> None:
        super().__init__(
            "internet_payment",
            "You are a filing agent without the permission Internet Payment: the fee stays due, "
            "and the person for whom you file pays it.",
        )


def after_change(app: Flask, follow: Follow) -> None:
    """Have a function called in its transaction for every fee that changes after its filing."""
    app.extensions.setdefault(_FOLLOWERS, []).append(follow)


def _tell(session: Session, fee: FilingFee) -> None:
    for follow in cast("list[Follow]", current_app.extensions.get(_FOLLOWERS, [])):
        follow(session, fee)


def till() -> Till:
    """Return this court's cash desk at this moment."""
    member = court_edge.court().member
    return Till(member.id, ZoneInfo(member.timezone), edge.now(), edge.wall(), _tell)


def owner() -> str:
    """Return under whose name cards are kept: the person's own, also of a filing agent."""
    who = court_edge.person()
    return who.subject or f"user-{who.user_id}"


def may_pay() -> bool:
    """Say whether whoever files may pay: an agent only by the permission of the principal."""
    who = court_edge.person()
    return not who.principal_id or who.agent_pays


def pay_now_path(payment: Payment) -> str:
    """Return the address of the payment page."""
    return f"{PAY_PATH}?t={payment.token}"


def offer_cards(form: CardForm) -> None:
    """Let a form offer the cards that the person keeps here."""
    form.offer([(each.token, described(each)) for each in queries.methods(edge.session(), owner())])


def described(method: PaymentMethod) -> str:
    """Return a kept card in words."""
    return f"{method.brand} ending in {method.last4}, expires {method.expires}"


def card_of(form: CardForm) -> Card:
    """Return the card that somebody chose or typed, and keep a new one if they ask for it.

    :raises CardError: at the field, for what is no test card.
    """
    session = edge.session()
    if form.card.data != NEW:
        kept = queries.method(session, owner(), str(form.card.data))
        if kept is not None:
            return service.card_of(kept)
    found, today = cards.read(form.number.data), till().today
    ends = cards.expires(form.expires.data, year=today.year, month=today.month)
    card = Card(found.outcome, found.last4, ends)
    if form.keep.data:
        service.keep_method(session, owner(), card, now=edge.now())
    return card


def take_fee(form: FeeForm, *, token: str, cents: int, title: str) -> Mapping[str, str]:
    """Take the fee screen of a filing and return what a wizard keeps: how, words, payment, reason.

    `words` go into the docket text (`Filing.fee_words`). A card is charged here, before the filing
    is committed; whoever never commits sees the payment in their history.

    :param token: of the transaction: it is charged once, whatever comes of its screens.
    :raises CardError: at the field; nothing was charged.
    :raises WaitingError: while a slow processor has not answered.
    :raises NotAllowedToPayError: for an agent who may not pay.
    """
    if form.pay.data == WAIVED:
        reason = str(form.reason.data)
        return {"how": WAIVED, "words": words.waived_words(reason), "payment": "", "reason": reason}
    if form.pay.data != NOW:
        return {"how": str(form.pay.data), "words": "", "payment": "", "reason": ""}
    if not may_pay():
        raise NotAllowedToPayError
    session, who = edge.session(), court_edge.person()
    payment = service.open_ahead(
        session,
        token,
        cents,
        title,
        user_id=who.files_as,
        paid_by=who.display_name,
        now=edge.now(),
    )
    paid_before = payment.receipt != ""
    if payment.status == PENDING:
        service.answer_waiting(session, who.files_as, till=till())
    elif not paid_before:
        service.pay(session, payment, card_of(form), till=till())
    if payment.status == PENDING:
        # What was sent to the processor must outlive the refusal.
        edge.split()
        raise service.WaitingError
    if not paid_before:
        edge.audit("payment:made", payment.token, cents=payment.cents, receipt=payment.receipt)
    said = words.paid_words(payment.cents, payment.receipt)
    return {"how": NOW, "words": said, "payment": payment.token, "reason": ""}


def settle(entry_id: int | None, answers: Mapping[str, str]) -> None:
    """Let the answers of the fee screen follow for the entry that was docketed.

    :raises WaitingError: if the payment was never answered.
    """
    if entry_id is None:
        return
    session, who = edge.session(), court_edge.person()
    if answers.get("how") == WAIVED:
        fees = [fee for fee in queries.of_entry(session, entry_id) if fee.status == "due"]
        # What is settled with its filing is told by the filing.
        mute = Till(till().court, till().zone, edge.now(), edge.wall())
        service.waive(session, fees, answers.get("reason", ""), till=mute)
    payment = queries.payment(session, answers.get("payment", ""), who.files_as)
    if payment is not None:
        service.settle_entry(session, entry_id, payment)
        edge.audit("payment:made", payment.token, cents=payment.cents, receipt=payment.receipt)
