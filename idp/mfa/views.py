"""Manage Multifactor Authentication (Settings; facts.md 1.6 and 1.13)."""

from __future__ import annotations

from typing import Any, Final, cast

from flask import Blueprint, Flask, Response, abort, redirect, request
from sqlalchemy.orm import Session

from idp.accounts import manage as frame
from idp.accounts import protocol as accounts_protocol
from idp.accounts import queries as accounts
from idp.accounts.models import Account
from idp.edge import visitor
from idp.mfa import policy, protocol, queries, service, texts
from idp.mfa.forms import CodesForm, DeleteForm, EnrollForm
from idp.permissions import Permission
from shared.clock import court_date
from shared.errors import Refusal
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("mfa", __name__)

PAGE_PATH: Final = "/pscof/manage/mfa.jsf"
ADD_PATH: Final = "/pscof/manage/mfaAdd.jsf"
QR_PATH: Final = "/pscof/manage/mfaQr.svg"
CODES_PATH: Final = "/pscof/manage/mfaCodes.jsf"
DELETE_PATH: Final = "/pscof/manage/mfaDelete.jsf"
SEE_OTHER: Final = 303


@blueprint.get(PAGE_PATH)
@requires(Permission.ACCOUNT)
def manage() -> Response:
    """List the authenticator apps, and what can be done about them."""
    account = _account()
    zone = edge.runtime().member.timezone
    with edge.runtime().database.reading() as session:
        apps = [
            {
                "name": app.name,
                "added": court_date(app.added_at, zone),
                "used": court_date(app.last_used_at, zone) if app.last_used_at else "never",
                "delete_url": f"{DELETE_PATH}?app={app.id}",
            }
            for app in queries.apps(session, account_id=account.id)
        ]
        left = queries.codes_left(session, account_id=account.id)
    return _page(
        "mfa/manage.html",
        account,
        apps=apps,
        codes_left=left,
        most=service.MOST_APPS,
        add_url=ADD_PATH,
        codes_url=CODES_PATH,
        closed=_closed(account),
    )


@blueprint.route(ADD_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def add() -> Response:
    """Add App: security code by mail, then the QR code, then the first passcode and a name."""
    account = _open_account()
    holder = _holder(account)
    form = EnrollForm(request.form)
    if request.method == "POST":
        try:
            if protocol.answer_enroll(holder, request.form, form):
                return _to(PAGE_PATH)
            return _to(ADD_PATH)
        except Refusal as error:
            edge.refused(form, error)
    return _page(
        "mfa/add.html",
        account,
        form=form,
        enroll=protocol.enroll_page(holder),
        action=ADD_PATH,
        qr_url=QR_PATH,
        back_url=PAGE_PATH,
    )


@blueprint.get(QR_PATH)
@requires(Permission.ACCOUNT)
def qr_code() -> Response:
    """Draw the QR code of the app that is being added."""
    return svg(protocol.qr_of(_holder(_account())))


@blueprint.route(CODES_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def codes() -> Response:
    """Get New Codes: security code by mail, then ten backup codes, shown once."""
    account = _open_account()
    holder = _holder(account)
    form = CodesForm(request.form)
    made: tuple[str, ...] = ()
    if request.method == "POST":
        try:
            _check_enrolled(account)
            if "codesForm:btnOk" not in request.form:
                protocol.send_code(holder, service.NEW_CODES)
                return _to(CODES_PATH)
            made = protocol.new_codes(holder, form.code.data or "")
            edge.split()
        except Refusal as error:
            edge.refused(form, error)
    with edge.runtime().database.reading() as session:
        sent = queries.live_security_code(
            session,
            account_id=account.id,
            holder=holder.key,
            purpose=service.NEW_CODES,
            wall=edge.wall(),
        )
        enrolled = queries.is_enrolled(session, account_id=account.id)
    return _page(
        "mfa/codes.html",
        account,
        form=form,
        made=made,
        sent=sent is not None,
        sent_to=texts.masked(account.email),
        enrolled=enrolled,
        enroll_first=texts.ENROLL_FIRST,
        action=CODES_PATH,
        add_url=ADD_PATH,
        back_url=PAGE_PATH,
    )


def _check_enrolled(account: Account) -> None:
    if not queries.is_enrolled(edge.session(), account_id=account.id):
        raise Refusal("mfa_not_enrolled", texts.ENROLL_FIRST)


@blueprint.route(DELETE_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def delete() -> Response:
    """Delete an app, for somebody who gives the password once more."""
    account = _open_account()
    app_id = request.args.get("app", default=0, type=int)
    with edge.runtime().database.reading() as session:
        app = queries.app(session, account_id=account.id, app_id=_small(app_id))
        last = len(queries.apps(session, account_id=account.id)) == 1
    if app is None:
        abort(404)
    form = DeleteForm(request.form)
    if request.method == "POST" and form.validate():
        try:
            protocol.delete_app(_holder(account), app.id, form.password.data)
            return _to(PAGE_PATH)
        except Refusal as error:
            edge.refused(form, error)
    return _page(
        "mfa/delete.html",
        account,
        form=form,
        app_name=app.name,
        last=last,
        action=f"{DELETE_PATH}?app={app.id}",
        back_url=PAGE_PATH,
    )


def _small(number: int) -> int:
    """Return a key that any database takes; what is larger is nobody's."""
    return number if 0 < number < 2**31 else 0


def svg(drawn: bytes | None) -> Response:
    """Return a drawing, or say that there is none."""
    if drawn is None:
        abort(404)
    return Response(drawn, content_type="image/svg+xml")


def _account() -> Account:
    with edge.runtime().database.reading() as session:
        account = accounts.by_id(session, account_id=visitor().account_id)
    if account is None:  # gone since the guard looked
        abort(404)
    return account


def _closed(account: Account) -> str:
    if not policy.offered(protocol.day_of(account)):
        return texts.NOT_OFFERED
    return texts.LEGACY if account.legacy else ""


def _open_account() -> Account:
    account = _account()
    why_not = _closed(account)
    if why_not:
        raise Refusal("mfa_closed", why_not)
    return account


def _holder(account: Account) -> protocol.Holder:
    return protocol.holder_of(account, f"sso {visitor().sid}")


def _to(path: str) -> Response:
    return cast(Response, redirect(path, SEE_OTHER))


def _page(template: str, account: Account, **values: Any) -> Response:
    with edge.runtime().database.reading() as session:
        return accounts_protocol.manage_page(
            template, session, account, tab=frame.SETTINGS, **values
        )


def header(session: Session, account: Account) -> dict[str, str | None]:
    """Return the line of Manage My Account's header, and the address of Enroll beside it."""
    if not policy.offered(protocol.day_of(account)):
        return {}
    words = queries.header_words(session, account_id=account.id)
    may_enroll = words == "Not Enrolled" and not _closed(account)
    return {"mfa": words, "enroll_url": ADD_PATH if may_enroll else None}


def install(app: Flask) -> None:
    """Put the second factor into the header of Manage My Account."""
    accounts_protocol.add_to_header(app, header)
