"""The request in Manage My Account, and the service center's desk for exemptions (seed 002)."""

from __future__ import annotations

from typing import Any, Final, cast

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request

from idp.accounts import manage
from idp.accounts import protocol as accounts
from idp.accounts import queries as accounts_queries
from idp.accounts.models import Account
from idp.cja import forms, queries, service
from idp.cja.models import PrivilegeRequest
from idp.edge import visitor
from idp.permissions import Permission
from idp.signin import protocol as signin
from shared.clock import court_date
from shared.errors import Refusal
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("cja", __name__)

DESK: Final = manage.EXEMPTION_DESK_PATH
TITLE: Final = "Add CJA Exempt Privileges"
SEE_OTHER: Final = 303
UNPROCESSABLE: Final = 422
_BIG: Final = 1 << 31
ANSWER_NEEDED: Final = "Say why the request is refused."
NOBODY: Final = "No account has this number."
NOT_INDIVIDUAL: Final = (
    "Privileges are added to an individual account. This is a PACER Administrative Account."
)


# --------------------------------------------------------------------------- Manage My Account


@blueprint.route(manage.CJA_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
def ask() -> Response:
    """Ask that the privileges of a separate exempt account be added to one's own."""
    form = forms.PrivilegeForm(request.form if request.method == "POST" else None)
    closed = _closed()
    if request.method == "POST" and not closed and form.validate():
        try:
            row = service.ask(
                edge.session(),
                account=accounts.own_account(edge.session()),
                number=form.number.data or "",
                user_name=form.user_name.data or "",
                remark=form.remark.data or "",
                now=edge.now(),
            )
            edge.audit("cja:asked", visitor().audit_name, number=row.number)
            return cast(Response, redirect(f"{manage.CJA_PATH}?sent=1", SEE_OTHER))
        except Refusal as refusal:
            edge.refused(form, refusal)
    with edge.runtime().database.reading() as session:
        account = accounts.own_account(session)
        page = accounts.manage_page(
            "cja/ask.html",
            session,
            account,
            tab=manage.SETTINGS,
            title=TITLE,
            form=form,
            closed=closed,
            waiting=queries.open_request(session, account_id=account.id) is not None,
            courts=[_title(c) for c in queries.exempt_courts(session, account_id=account.id)],
            back_url=manage.SETTINGS_PATH,
        )
    page.status_code = UNPROCESSABLE if form.errors or form.form_errors else 200
    return page


def _closed() -> str:
    """Return why somebody cannot ask; empty if they can."""
    with edge.runtime().database.reading() as session:
        account = accounts.own_account(session)
        try:
            accounts.refuse_legacy(account)
        except Refusal as refusal:
            return refusal.message
        return NOT_INDIVIDUAL if account.kind == service.PAA else ""


def _title(court: str) -> str:
    return _courts().get(court, court)


def _courts() -> dict[str, str]:
    return {court.id: court.title for court in edge.runtime().federation.courts}


# --------------------------------------------------------------------------- the desk


@blueprint.route(DESK, methods=["GET", "POST"])
@requires(Permission.TRAIN)
def desk() -> Response:
    """Grant and withdraw exemptions per court, and decide about requests."""
    grant = forms.GrantForm(request.form if "grant" in request.form else None)
    grant.offer(_courts())
    answer = forms.AnswerForm(request.form if "request" in request.form else None)
    if request.method == "POST":
        try:
            if _act(grant, answer):
                return cast(Response, redirect(DESK, SEE_OTHER))
        except Refusal as refusal:
            edge.refused(grant if "grant" in request.form else answer, refusal)
    wrong = any(one.errors or one.form_errors for one in (grant, answer))
    about = request.form.get("request", 0, type=int)
    zone = edge.runtime().federation.idp.timezone
    with edge.runtime().database.reading() as session:
        held = [
            {
                "id": row.id,
                "who": f"{account.account_number} {account.display_name}",
                "court": _title(row.court),
                "since": court_date(row.since, zone),
            }
            for row, account in queries.exemptions(session, trainer=visitor().subject)
        ]
        asked = [
            _request(row, who, old, about)
            for row, who, old in queries.requests(session, trainer=visitor().subject)
        ]
    page = render_template(
        "cja/desk.html",
        grant=grant,
        answer=answer,
        about=about,
        held=held,
        asked=asked,
        action=DESK,
        longest=forms.LONGEST,
    )
    return make_response(page, UNPROCESSABLE if wrong else 200)


def _request(
    row: PrivilegeRequest, who: Account, old: Account | None, about: int
) -> dict[str, Any]:
    named = f"{row.number}, {row.user_name}"
    return {
        "id": row.id,
        "open": row.status == "open",
        "status": row.status.title(),
        "who": f"{who.account_number} {who.display_name}",
        "named": named if old is None else f"{named}: {old.display_name}",
        "known": old is not None,
        "remark": row.remark,
        "answer": row.answer,
        "about": row.id == about,
    }


def _act(grant: forms.GrantForm, answer: forms.AnswerForm) -> bool:
    """Do what a button asks; False if its form is to be shown again.

    :raises Refusal: if it cannot be done.
    """
    if "grant" in request.form:
        return bool(grant.validate()) and _grant(grant)
    if "withdraw" in request.form:
        return _withdraw(request.form.get("withdraw", 0, type=int))
    return bool(answer.validate()) and _decide(answer.answer.data or "")


def _grant(form: forms.GrantForm) -> bool:
    session = edge.session()
    account = queries.account_by_number(
        session, number=form.number.data or "", world=visitor().world
    )
    if account is None:
        raise Refusal("unknown", NOBODY, field="number")
    service.grant(session, account=account, court=form.court.data, now=edge.now())
    edge.audit("cja:granted", f"pacer:{account.user_name}", court=form.court.data)
    return True


def _withdraw(exemption_id: int) -> bool:
    session = edge.session()
    row = queries.exemption_by_id(
        session, exemption_id=exemption_id % _BIG, trainer=visitor().subject
    )
    account = accounts_queries.by_id(session, account_id=row.account_id) if row else None
    if row is None or account is None:
        abort(404)
    service.withdraw(session, exemption=row, now=edge.now())
    edge.audit("cja:withdrawn", f"pacer:{account.user_name}", court=row.court)
    return True


def _decide(answer: str) -> bool:
    session = edge.session()
    number = request.form.get("request", 0, type=int)
    row = queries.request_by_id(session, request_id=number % _BIG, trainer=visitor().subject)
    account = accounts_queries.by_id(session, account_id=row.account_id) if row else None
    if row is None or account is None:
        abort(404)
    if "merge" in request.form:
        _merge(row, account)
        return True
    if not answer:
        raise Refusal("answer", ANSWER_NEEDED, field="answer")
    service.reject(session, request=row, answer=answer, now=edge.now())
    edge.audit("cja:rejected", f"pacer:{account.user_name}", number=row.number)
    edge.send_mail(
        template="cja_rejected",
        recipient=account.email,
        name=account.display_name,
        number=row.number,
        answer=answer,
    )
    return True


def _merge(row: PrivilegeRequest, account: Account) -> None:
    session = edge.session()
    old, courts = service.merge(session, request=row, account=account, now=edge.now())
    promised = signin.close_sessions(session, account_id=old.id, reason="merged")
    edge.audit("cja:merged", f"pacer:{account.user_name}", old=old.user_name, courts=courts)
    for recipient in dict.fromkeys((account.email, old.email)):
        edge.send_mail(
            template="cja_merged",
            recipient=recipient,
            name=account.display_name,
            account_number=account.account_number,
            user_name=account.user_name,
            old_number=old.account_number,
            old_name=old.user_name,
            courts=[_title(court) for court in courts],
        )
    edge.split()
    signin.tell_courts(promised)
