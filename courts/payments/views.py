"""Internet Payments Due, the payment page, Internet Payment History, kept cards (facts 3.5, 3.7).

All of them are open to whoever has an e-file account here, also while the filing menus are locked.
"""

from __future__ import annotations

from datetime import datetime, time, timedelta
from typing import Any, Final

from flask import (
    Blueprint,
    Response,
    abort,
    make_response,
    redirect,
    render_template,
    request,
)

from courts import edge as court_edge
from courts.payments import cards, protocol, queries, service
from courts.payments.forms import CardForm, DaysForm, DueForm, EmptyForm
from courts.payments.models import DUE, OPEN, PENDING, Payment
from courts.permissions import Permission
from shared.clock import court_date, court_stamp
from shared.errors import Refusal
from shared.money import dollars
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("payments", __name__)
UNPROCESSABLE: Final = 422
SEE_OTHER: Final = 303
#: So many fees stand in the history; whoever wants others chooses fewer days.
SHOWN: Final = 500
_MONTHS: Final = timedelta(days=90)


@blueprint.route(protocol.DUE_PATH, methods=["GET", "POST"])
@requires(Permission.MAINTAIN_ACCOUNT)
def payments_due() -> Response:
    """List the fees that are due; *Pay Now* leads to the payment page with those chosen."""
    session, who = edge.session(), court_edge.person()
    service.answer_waiting(session, who.files_as, till=protocol.till())
    form = DueForm()
    if request.method == "POST" and form.validate():
        try:
            if not protocol.may_pay():
                raise protocol.NotAllowedToPayError
            wanted = set(form.fee.data)
            fees = [fee for fee in queries.due(session, who.files_as) if fee.id in wanted]
            payment = service.open_payment(
                session,
                fees,
                user_id=who.files_as,
                paid_by=who.display_name,
                now=edge.now(),
            )
        except Refusal as refusal:
            edge.refused(form, refusal)
        else:
            return _to(protocol.pay_now_path(payment))
    rows = queries.of_user(edge.session(), who.files_as, status=DUE)
    today = court_edge.today()
    return _page(
        "payments/due.html",
        form=form,
        rows=[(*_row(each), each.fee.due_on, each.fee.due_on < today) for each in reversed(rows)],
        chosen=set(form.fee.data or [each.fee.id for each in rows]),
        total=dollars(sum(each.fee.cents for each in rows)),
        locked=any(each.fee.due_on < today for each in rows),
        waiting=queries.waiting(edge.session(), who.files_as),
        path=protocol.DUE_PATH,
        history=protocol.HISTORY_PATH,
        pay=protocol.PAY_PATH,
    )


@blueprint.route(protocol.PAY_PATH, methods=["GET", "POST"])
@requires(Permission.MAINTAIN_ACCOUNT)
def pay_fees() -> Response:
    """Show the payment page of a payment, take a card for it, or show its receipt."""
    payment = _payment()
    if payment.status == PENDING:
        service.answer_waiting(edge.session(), payment.user_id, till=protocol.till())
    if payment.status != OPEN:
        return _receipt(payment, again=request.method == "POST")
    form = CardForm()
    if request.method == "POST" and form.validate():
        try:
            if not protocol.may_pay():
                raise protocol.NotAllowedToPayError
            card = protocol.card_of(form)
            service.pay(edge.session(), payment, card, till=protocol.till())
        except Refusal as refusal:
            edge.refused(form, refusal)
            edge.audit_kept("payment:refused", payment.token, code=refusal.code)
        else:
            edge.audit("payment:made", payment.token, cents=payment.cents, receipt=payment.receipt)
            return _to(protocol.pay_now_path(payment))
    # After a refusal the row that was read before it is gone with its transaction.
    shown = _payment()
    protocol.offer_cards(form)
    return _page(
        "payments/pay.html",
        form=form,
        payment=shown,
        rows=[_row(each) for each in queries.of_ids(edge.session(), shown.fee_ids)],
        total=dollars(shown.cents),
        cards=cards.CARDS,
        action=protocol.pay_now_path(shown),
        due=protocol.DUE_PATH,
    )


def _payment() -> Payment:
    token, who = request.args.get("t", "")[:60], court_edge.person()
    found = queries.payment(edge.session(), token, who.files_as)
    if found is None:
        abort(404)
    return found


def _receipt(payment: Payment, *, again: bool) -> Response:
    return _page(
        "payments/receipt.html",
        payment=payment,
        pending=payment.status == PENDING,
        again=again,
        at="" if payment.paid_at is None else _stamp(payment.paid_at),
        rows=[_row(each) for each in queries.of_ids(edge.session(), payment.fee_ids)],
        total=dollars(payment.cents),
        address=protocol.pay_now_path(payment),
        due=protocol.DUE_PATH,
        history=protocol.HISTORY_PATH,
    )


@blueprint.get(protocol.HISTORY_PATH)
@requires(Permission.MAINTAIN_ACCOUNT)
def payment_history() -> Response:
    """List the fees of an account by the day of their filing: paid, due, waived, refunded."""
    session, who = edge.session(), court_edge.person()
    service.answer_waiting(session, who.files_as, till=protocol.till())
    today, zone = court_edge.today(), protocol.till().zone
    asked = "since" in request.args or "until" in request.args
    form = DaysForm(
        request.args if asked else None, data={"since": today - _MONTHS, "until": today}
    )
    found = None
    if not asked or form.validate():
        found = queries.of_user(
            session,
            who.files_as,
            since=datetime.combine(form.since.data, time(), zone),
            until=datetime.combine(form.until.data + timedelta(days=1), time(), zone),
            limit=SHOWN,
        )
    html = render_template(
        "payments/history.html",
        form=form,
        path=protocol.HISTORY_PATH,
        pay=protocol.PAY_PATH,
        methods=protocol.METHODS_PATH,
        rows=None
        if found is None
        else [
            (*_row(each), each.fee.status, each.fee.reason, each.fee.receipt, each.payment)
            for each in found
        ],
        ahead=[(each, dollars(each.cents)) for each in queries.ahead(session, who.files_as)],
        most=SHOWN,
    )
    return make_response(html, UNPROCESSABLE if found is None else 200)


@blueprint.route(protocol.METHODS_PATH, methods=["GET", "POST"])
@requires(Permission.MAINTAIN_ACCOUNT)
def payment_methods() -> Response:
    """List the cards that the person keeps in this court, and forget one."""
    form, removed = EmptyForm(), ""
    if request.method == "POST" and form.validate():
        token = request.form.get("forget", "")[:40]
        method = queries.method(edge.session(), protocol.owner(), token)
        if method is not None:
            removed = protocol.described(method)
            service.forget_method(edge.session(), method)
    return _page(
        "payments/methods.html",
        form=form,
        removed=removed,
        rows=[
            (each.token, protocol.described(each))
            for each in queries.methods(edge.session(), protocol.owner())
        ],
        path=protocol.METHODS_PATH,
        history=protocol.HISTORY_PATH,
    )


def _row(view: queries.FeeView) -> tuple[int, str, str, str, str, str]:
    """Return id, day, case, caption, description and amount of a fee as pages list it."""
    zone = court_edge.court().member.timezone
    number = court_edge.court().profile.numbers.full(view.case.number)
    about = f"{view.fee.description} (Doc. {view.number})" if view.number else view.fee.description
    day = court_date(view.fee.incurred_at, zone)
    return view.fee.id, day, number, view.case.caption, about, dollars(view.fee.cents)


def _stamp(at: datetime) -> str:
    return court_stamp(at, court_edge.court().member.timezone)


def _to(location: str) -> Response:
    return make_response(redirect(location, SEE_OTHER))


def _page(template: str, *, form: Any = None, **values: Any) -> Response:
    html = render_template(template, form=form, **values)
    return make_response(html, UNPROCESSABLE if form is not None and form.errors else 200)
