"""The tabs Payments and Usage of Manage My Account, and the service center's credit desk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date, datetime, timedelta
from functools import wraps
from typing import Any, Final, cast

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from wtforms import Form

from idp.accounts import cards, manage
from idp.accounts import protocol as accounts
from idp.accounts import queries as accounts_queries
from idp.accounts.models import Account
from idp.billing import forms, listing, protocol, queries, service
from idp.billing.listing import Line
from idp.billing.models import LedgerEntry, Statement
from idp.billing.quarters import ZONE, Quarter
from idp.edge import visitor
from idp.permissions import Permission
from shared import money
from shared.clock import court_stamp
from shared.db import SHARED_WORLD
from shared.errors import Refusal
from shared.ids import new_token
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("billing", __name__)

PAY_PATH: Final = "/pscof/manage/oneTimePayment.jsf"
STORED_PATH: Final = "/pscof/manage/storedPayment.jsf"
STATEMENTS_PATH: Final = "/pscof/manage/statements.jsf"
TRANSACTIONS_PATH: Final = "/pscof/manage/transactions.jsf"
CSV_PATH: Final = "/pscof/manage/transactions.csv"
CREDIT_PATH: Final = "/pscof/manage/creditRequest.jsf"
CREDIT_DESK: Final = manage.CREDIT_DESK_PATH
SEE_OTHER: Final = 303
UNPROCESSABLE: Final = 422
MOST_SHOWN: Final = 1000
MOST_IN_CSV: Final = 50_000
ONE_TIME: Final = "Make One-Time PACER Fee Payment"
STORED: Final = "Manage My Stored Payment Information"
STATEMENTS: Final = "View Quarterly Invoice/Statement of Account"
TRANSACTIONS: Final = "View Detailed Transactions"
SAVED: Final = {
    "paid": "Your payment was received. Thank you.",
    "stored": "The payment method was stored.",
    "default": "Your quarterly bills are charged to this payment method from now on.",
    "deleted": "The payment method was deleted.",
    "asked": "Your request for a credit was sent. The answer comes by mail.",
}
STAFF: Final = (
    "You are staff of this federation. Staff are not billed, so there are no payments and no usage."
)
ANSWER_NEEDED: Final = "Say why the request is refused."

View = Callable[[], Response]


def _billed(view: View) -> View:
    """Show staff no billing (docs/decisions.md)."""

    @wraps(view)
    def guarded() -> Response:
        if visitor().trainer:
            tab = manage.USAGE if request.path == manage.USAGE_PATH else manage.PAYMENTS
            return _show("billing/tab.html", tab=tab, items=(), staff=STAFF)
        protocol.close_due(visitor().account_id)
        return view()

    return guarded


def _show(template: str, *, tab: str, status: int = 200, **values: Any) -> Response:
    with edge.runtime().database.reading() as session:
        page = accounts.manage_page(
            template,
            session,
            accounts.own_account(session),
            tab=tab,
            saved=SAVED.get(request.args.get("saved", "")),
            **values,
        )
    page.status_code = status
    return page


def _back(path: str, saved: str) -> Response:
    return cast(Response, redirect(f"{path}?saved={saved}", SEE_OTHER))


def _status(form: Form) -> int:
    return UNPROCESSABLE if form.errors or form.form_errors else 200


# --------------------------------------------------------------------------- Payments


@blueprint.get(manage.PAYMENTS_PATH)
@requires(Permission.ACCOUNT)
@_billed
def payments() -> Response:
    """Show the Payments tab (facts.md 1.6)."""
    return _show(
        "billing/tab.html",
        tab=manage.PAYMENTS,
        items=((ONE_TIME, PAY_PATH), (STORED, STORED_PATH)),
        staff="",
    )


@blueprint.route(PAY_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
@_billed
def pay() -> Response:
    """Make One-Time PACER Fee Payment, with a stored method or another test number."""
    with edge.runtime().database.reading() as session:
        account_id = visitor().account_id
        owed = queries.balance(session, payer_id=account_id)
        stored = queries.payment_methods(session, account_id=account_id)
    form = forms.PaymentForm(request.form if request.method == "POST" else None)
    form.offer({f"stored-{one.id}": one.label for one in stored})
    if request.method == "POST" and form.validate():
        answer = _pay(form)
        if answer is not None:
            return answer
    elif request.method == "GET":
        form.amount.data = money.dollars(owed).removeprefix("$") if owed > 0 else ""
        form.method.data = next((f"stored-{one.id}" for one in stored if one.default), "card")
        form.payment_key.data = new_token()
    return _show(
        "billing/pay.html",
        tab=manage.PAYMENTS,
        status=_status(form),
        title=ONE_TIME,
        form=form,
        owed=money.dollars(owed) if owed > 0 else "",
        back_url=manage.PAYMENTS_PATH,
        **_test_numbers(),
    )


def _pay(form: forms.PaymentForm) -> Response | None:
    """Pay as the form says; None if it is to be shown again."""
    try:
        cents = money.cents_of(form.amount.data or "")
        instrument = _instrument(form)
        booked = service.pay(
            edge.session(),
            account=accounts.own_account(edge.session()),
            cents=cents,
            instrument=instrument,
            key=f"{visitor().account_id}:{form.payment_key.data or new_token()}",
            now=edge.now(),
        )
    except Refusal as refusal:
        stored = (form.method.data or "").startswith("stored-") and refusal.field == "number"
        shown = Refusal(refusal.code, refusal.message, field="method") if stored else refusal
        edge.refused(form, shown)
        if refusal.code in cards.OUTCOMES:
            edge.audit_kept("billing:payment_refused", visitor().audit_name, outcome=refusal.code)
        return None
    if booked is not None:
        edge.audit("billing:paid", visitor().audit_name, cents=cents, with_=instrument.label)
    return _back(manage.PAYMENTS_PATH, "paid")


def _instrument(form: forms.PaymentForm) -> cards.Instrument:
    """Return what somebody pays with.

    :raises Refusal: at the field.
    """
    chosen = form.method.data or ""
    if chosen == cards.CARD:
        return cards.card(form.number.data or "")
    if chosen == cards.ACH:
        return cards.bank_account(form.routing.data or "", form.number.data or "")
    row = queries.payment_method(
        edge.session(),
        account_id=visitor().account_id,
        method_id=int(chosen.removeprefix("stored-")),
    )
    if row is None:
        raise Refusal("method", "This payment method was deleted.", field="method")
    return cards.Instrument(
        row.kind, row.label.partition(" ending")[0], row.last_digits, row.outcome
    )


def _test_numbers() -> dict[str, Any]:
    def words(outcome: str) -> str:
        return cards.OUTCOMES.get(outcome, "The payment goes through.")

    return {
        "test_cards": [(number, name, words(outcome)) for number, name, outcome in cards.CARDS],
        "test_banks": [(number, name, words(outcome)) for number, name, outcome in cards.BANKS],
        "test_routing": cards.ROUTING,
    }


@blueprint.route(STORED_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
@_billed
def stored_methods() -> Response:
    """Manage My Stored Payment Information: up to three, one of them for quarterly bills."""
    if request.method == "POST" and ("delete" in request.form or "make_default" in request.form):
        return _change_method()
    form = forms.StoreForm(request.form if request.method == "POST" else None)
    if request.method == "POST" and form.validate():
        try:
            _store(form)
            return _back(STORED_PATH, "stored")
        except Refusal as refusal:
            edge.refused(form, refusal)
    with edge.runtime().database.reading() as session:
        methods = queries.payment_methods(session, account_id=visitor().account_id)
    return _show(
        "billing/stored.html",
        tab=manage.PAYMENTS,
        status=_status(form),
        title=STORED,
        form=form,
        methods=methods,
        room=len(methods) < service.MOST_METHODS,
        most=service.MOST_METHODS,
        action=STORED_PATH,
        back_url=manage.PAYMENTS_PATH,
        **_test_numbers(),
    )


def _store(form: forms.StoreForm) -> None:
    number, routing = form.number.data or "", form.routing.data or ""
    instrument = (
        cards.bank_account(routing, number) if form.kind.data == cards.ACH else cards.card(number)
    )
    service.store_method(
        edge.session(),
        account=accounts.own_account(edge.session()),
        instrument=instrument,
        default=bool(form.default.data),
        now=edge.now(),
    )
    edge.audit("billing:method_stored", visitor().audit_name, method=instrument.label)


def _change_method() -> Response:
    deleted = "delete" in request.form
    number = request.form.get("delete" if deleted else "make_default", 0, type=int)
    session = edge.session()
    row = queries.payment_method(session, account_id=visitor().account_id, method_id=number)
    if row is None:
        abort(404)
    label = row.label
    if deleted:
        service.delete_method(session, method=row)
    else:
        service.make_default(session, method=row)
    tag = "billing:method_deleted" if deleted else "billing:method_default"
    edge.audit(tag, visitor().audit_name, method=label)
    return _back(STORED_PATH, "deleted" if deleted else "default")


# --------------------------------------------------------------------------- Usage


@blueprint.get(manage.USAGE_PATH)
@requires(Permission.ACCOUNT)
@_billed
def usage() -> Response:
    """Show the Usage tab, with what was used this quarter against the waiver."""
    with edge.runtime().database.reading() as session:
        account = accounts.own_account(session)
        payer = queries.payer_of(session, account)
        accrued = queries.unbilled(session, payer_id=account.id)
    return _show(
        "billing/tab.html",
        tab=manage.USAGE,
        items=((STATEMENTS, STATEMENTS_PATH), (TRANSACTIONS, TRANSACTIONS_PATH)),
        staff="",
        accrued=money.dollars(accrued),
        accrued_cents=max(0, accrued),
        waived_cents=money.WAIVED_CENTS,
        waived=money.dollars(money.WAIVED_CENTS),
        payer=payer.display_name if payer.id != account.id else "",
    )


@blueprint.get(STATEMENTS_PATH)
@requires(Permission.ACCOUNT)
@_billed
def statements() -> Response:
    """View Quarterly Invoice/Statement of Account: all of them, or the one that is named."""
    number = request.args.get("number", "")
    if number:
        return _statement(number)
    with edge.runtime().database.reading() as session:
        rows = queries.statements_of(session, payer_id=visitor().account_id)
    return _show(
        "billing/statements.html",
        tab=manage.USAGE,
        title=STATEMENTS,
        rows=[_statement_line(row) for row in rows],
        back_url=manage.USAGE_PATH,
    )


def _statement_line(row: Statement) -> dict[str, Any]:
    return {
        "number": row.number,
        "url": f"{STATEMENTS_PATH}?number={row.number}",
        "quarter": Quarter.read(row.quarter).words,
        "issued": f"{row.issued_at.astimezone(ZONE):%m/%d/%Y}",
        "due_on": f"{row.due_on:%m/%d/%Y}",
        "previous": money.dollars(row.previous_cents),
        "accrued": money.dollars(row.accrued_cents),
        "waived": money.dollars(-row.waived_cents) if row.waived_cents else "",
        "other": money.dollars(row.other_cents),
        "due": money.dollars(row.due_cents),
    }


def _statement(number: str) -> Response:
    with edge.runtime().database.reading() as session:
        payer_id = visitor().account_id
        row = queries.statement_by_number(session, payer_id=payer_id, number=number)
        if row is None:
            abort(404)
        entries = queries.entries_of_quarter(session, payer_id=payer_id, quarter=row.quarter)
        people = accounts_queries.by_ids(session, ids={entry.account_id for entry in entries})
    if visitor().world != SHARED_WORLD:
        # In a seat the trail says what was read: exercises look at it.
        edge.audit("billing:statement_read", f"statement:{row.number}", due=row.due_cents > 0)
    quarter = Quarter.read(row.quarter)
    groups = listing.arrange(
        _lines((entry, people[entry.account_id]) for entry in entries if _is_use(entry)),
        sort="client_code",
        group="account",
    )
    parts = [(group.title, _by_code(group)) for group in groups]
    return _show(
        "billing/statement.html",
        tab=manage.USAGE,
        title=f"Statement {row.number}",
        row=_statement_line(row),
        parts_by_account=parts,
        others=[
            (f"{entry.at.astimezone(ZONE):%m/%d/%Y}", entry.description, money.dollars(entry.cents))
            for entry in entries
            if not _is_use(entry) and entry.kind != "waiver"
        ],
        detail_url=f"{TRANSACTIONS_PATH}?since={quarter.first_day}&until={_last_day(quarter)}",
        credit_url=f"{CREDIT_PATH}?number={row.number}" if not row.waived_cents else "",
        back_url=STATEMENTS_PATH,
    )


def _is_use(entry: LedgerEntry) -> bool:
    return entry.kind in ("charge", "exempt")


def _by_code(group: listing.Group) -> Sequence[listing.Group]:
    return listing.arrange(group.lines, sort="date", group="client_code")


def _last_day(quarter: Quarter) -> date:
    return quarter.next().first_day - timedelta(days=1)


def _lines(pairs: Iterable[tuple[LedgerEntry, Account]]) -> list[Line]:
    titles = {member.id: member.title for member in edge.runtime().federation.members}
    titles["pcl"] = "PACER Case Locator"
    zone = edge.runtime().federation.idp.timezone
    return [
        Line(
            at=entry.at,
            day=court_stamp(entry.at, zone),
            account_number=account.account_number,
            name=account.display_name,
            court=titles.get(entry.court, entry.court),
            client_code=entry.client_code,
            description=entry.description,
            criteria=entry.criteria,
            pages=entry.pages,
            cents=entry.cents,
            exempt=entry.kind == "exempt",
            receipt=entry.receipt,
        )
        for entry, account in pairs
    ]


def _transactions_form() -> forms.TransactionsForm:
    today = edge.now().astimezone(ZONE).date()
    known = {"since": Quarter.of(edge.now()).first_day, "until": today, "sort": "date", "group": ""}
    return forms.TransactionsForm(request.args if "since" in request.args else None, data=known)


def _wanted(form: forms.TransactionsForm) -> queries.Wanted:
    first, last = form.since.data, form.until.data + timedelta(days=1)
    return queries.Wanted(
        datetime(first.year, first.month, first.day, tzinfo=ZONE),
        datetime(last.year, last.month, last.day, tzinfo=ZONE),
        form.client_code.data or "",
    )


@blueprint.get(TRANSACTIONS_PATH)
@requires(Permission.ACCOUNT)
@_billed
def transactions() -> Response:
    """View Detailed Transactions by date and client code, sorted and grouped."""
    form = _transactions_form()
    found: Sequence[tuple[LedgerEntry, Account]] = ()
    asked = "since" not in request.args or form.validate()
    if asked:
        with edge.runtime().database.reading() as session:
            found = queries.transactions(
                session, account_id=visitor().account_id, wanted=_wanted(form), most=MOST_SHOWN + 1
            )
    lines = _lines(found[:MOST_SHOWN])
    return _show(
        "billing/transactions.html",
        tab=manage.USAGE,
        status=_status(form),
        title=TRANSACTIONS,
        form=form,
        asked=asked,
        groups=listing.arrange(lines, sort=form.sort.data or "", group=form.group.data or ""),
        total=money.dollars(sum(line.cents for line in lines)),
        more=MOST_SHOWN if len(found) > MOST_SHOWN else 0,
        action=TRANSACTIONS_PATH,
        csv_url=CSV_PATH,
        back_url=manage.USAGE_PATH,
    )


@blueprint.get(CSV_PATH)
@requires(Permission.ACCOUNT)
@_billed
def transactions_csv() -> Response:
    """Return the same as a file for a spreadsheet; no cell of it is a formula."""
    form = _transactions_form()
    if "since" in request.args and not form.validate():
        abort(400)
    with edge.runtime().database.reading() as session:
        found = queries.transactions(
            session, account_id=visitor().account_id, wanted=_wanted(form), most=MOST_IN_CSV
        )
    groups = listing.arrange(_lines(found), sort=form.sort.data or "", group=form.group.data or "")
    name = f"pacer-transactions-{form.since.data}-{form.until.data}.csv"
    return Response(
        listing.as_csv(groups),
        content_type="text/csv; charset=utf-8",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


# --------------------------------------------------------------------------- credits


@blueprint.route(CREDIT_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
@_billed
def ask_for_credit() -> Response:
    """Ask for a credit, after the statement exists (facts.md 1.10)."""
    number = request.args.get("number", "")
    with edge.runtime().database.reading() as session:
        payer_id = visitor().account_id
        statement = queries.statement_by_number(session, payer_id=payer_id, number=number)
        if statement is None:
            abort(404)
        entries = queries.entries_of_quarter(session, payer_id=payer_id, quarter=statement.quarter)
    form = forms.CreditForm(request.form if request.method == "POST" else None)
    form.offer({str(one.id): _charge_words(one) for one in entries if one.kind == "charge"})
    if request.method == "POST" and form.validate():
        try:
            service.ask_for_credit(
                edge.session(),
                account=accounts.own_account(edge.session()),
                statement=statement,
                entry_id=int(form.entry.data),
                reason=form.reason.data or "",
                now=edge.now(),
            )
            edge.audit("billing:credit_asked", visitor().audit_name, statement=number)
            return _back(manage.USAGE_PATH, "asked")
        except Refusal as refusal:
            edge.refused(form, refusal)
    return _show(
        "billing/credit.html",
        tab=manage.USAGE,
        status=_status(form),
        title="Credit Request Form",
        form=form,
        number=number,
        back_url=f"{STATEMENTS_PATH}?number={number}",
    )


def _charge_words(entry: LedgerEntry) -> str:
    day = f"{entry.at.astimezone(ZONE):%m/%d/%Y}"
    what = f"{entry.description} {entry.criteria}".strip()[:80]
    return f"{day} {entry.court} {what} {money.dollars(entry.cents)}"


@blueprint.route(CREDIT_DESK, methods=["GET", "POST"])
@requires(Permission.TRAIN)
def credit_desk() -> Response:
    """Decide about requests for credit, as the service center does."""
    form = forms.DecisionForm(request.form if request.method == "POST" else None)
    about = request.form.get("request", 0, type=int)
    if request.method == "POST" and form.validate():
        try:
            _decide(about, form)
            return cast(Response, redirect(CREDIT_DESK, SEE_OTHER))
        except Refusal as refusal:
            edge.refused(form, refusal)
    with edge.runtime().database.reading() as session:
        rows = [
            {
                "id": asked.id,
                "open": asked.status == "open",
                "status": asked.status.title(),
                "who": f"{account.account_number} {account.display_name}",
                "statement": statement.number,
                "charge": _charge_words(entry),
                "reason": asked.reason,
                "answer": asked.answer,
                "typed": form.answer.data or "" if asked.id == about else "",
                "wrong": " ".join(form.answer.errors) if asked.id == about else "",
            }
            for asked, entry, statement, account in queries.credit_requests(
                session, trainer=visitor().subject
            )
        ]
    page = render_template(
        "billing/credit_desk.html",
        rows=rows,
        form=form,
        action=CREDIT_DESK,
        longest=forms.LONGEST_REASON,
    )
    return make_response(page, _status(form))


def _decide(request_id: int, form: forms.DecisionForm) -> None:
    """Accept or refuse a request, and tell whoever asked.

    :raises Refusal: if it was decided already, or refused without a reason.
    """
    accepted = "accept" in request.form
    answer = form.answer.data or ""
    if not accepted and not answer:
        raise Refusal("answer", ANSWER_NEEDED, field="answer")
    session = edge.session()
    row = None
    if request_id < 1 << 31:
        row = queries.credit_request(session, request_id=request_id, trainer=visitor().subject)
    payer = accounts_queries.by_id(session, account_id=row.account_id) if row else None
    if row is None or payer is None:
        abort(404)
    service.decide_credit(
        session, request=row, payer=payer, accepted=accepted, answer=answer, now=edge.now()
    )
    edge.audit(
        "billing:credit_accepted" if accepted else "billing:credit_rejected",
        f"pacer:{payer.user_name}",
        cents=row.cents,
    )
    edge.send_mail(
        template="billing_credit",
        recipient=payer.billing_address,
        name=payer.display_name,
        amount=money.dollars(row.cents),
        accepted=accepted,
        answer=answer,
    )
