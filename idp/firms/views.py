"""The pages of a PAA, and those of the accounts that it asks (facts.md 1.7)."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any, Final, cast

from flask import Blueprint, Flask, Response, make_response, redirect, render_template, request
from sqlalchemy.orm import Session
from wtforms import Form

from idp.accounts import manage
from idp.accounts import protocol as accounts
from idp.accounts import service as accounts_service
from idp.accounts.models import Account
from idp.firms import forms, queries, service, sheets, states
from idp.firms.models import Membership
from idp.permissions import Permission
from shared.clock import court_stamp
from shared.errors import Refusal
from shared.web import edge
from shared.web.guard import public, requires

blueprint = Blueprint("firms", __name__)

ADD_PATH: Final = "/pscof/manage/paaAdd.jsf"
REQUESTS_PATH: Final = "/pscof/manage/paaRequests.jsf"
RESCIND_PATH: Final = "/pscof/manage/paaRescind.jsf"
REMOVE_PATH: Final = "/pscof/manage/paaRemove.jsf"
COST_CENTERS_PATH: Final = "/pscof/manage/paaCostCenters.jsf"
DOWNLOAD_PATH: Final = "/pscof/manage/paaAccounts.csv"
ADD: Final = "Add Existing PACER Accounts to My PAA"
REQUESTS: Final = "View All My Requests"
RESCIND: Final = "Rescind My Pending Request"
REMOVE: Final = "Remove PACER Account(s) from My PAA"
COST_CENTERS: Final = "Update Cost Center Information"
CLIENT_CODES: Final = "Set Client Code Rules"
DOWNLOAD: Final = "Download List of All My PACER Accounts"
INVITATIONS: Final = "Invitations to a PAA"
#: The links of the tab PAA Maintenance.
ITEMS: Final = (
    (ADD, ADD_PATH),
    (REQUESTS, REQUESTS_PATH),
    (RESCIND, RESCIND_PATH),
    (REMOVE, REMOVE_PATH),
    (COST_CENTERS, COST_CENTERS_PATH),
    # The rules of a PAA are its billing preferences; they override those of its accounts.
    (CLIENT_CODES, manage.BILLING_PREFERENCES_PATH),
    (DOWNLOAD, DOWNLOAD_PATH),
)
SEE_OTHER: Final = 303
FORBIDDEN: Final = 403
UNPROCESSABLE: Final = 422
#: How many accounts a PAA may ask within an hour: nobody finds numbers by guessing.
ASKED_IN_AN_HOUR: Final = 120
TOO_OFTEN: Final = (
    f"You have asked {ASKED_IN_AN_HOUR} accounts within an hour. Wait an hour before you ask more."
)
NO_PAA: Final = "This page is for PACER Administrative Accounts."
IS_PAA: Final = "A PACER Administrative Account pays for itself; it cannot be in another one."
NOT_ACTIVE: Final = "Your administrative account is not active yet: enter the activation code."
SAVED: Final = {
    "asked": "The requests were sent. Each account holder has to accept.",
    "rescinded": "The requests were rescinded.",
    "removed": "The accounts were removed from your PAA.",
    "cost-centers": "The cost centers were updated.",
}
HEADS: Final = (
    *("Account Number", "Last Name", "First Name", "Username", "Firm/Office", "E-mail"),
    *("Account Type", "Case Search Status", "Cost Center", "Member Since"),
)

View = Callable[[], Response]


# --------------------------------------------------------------------------- who may come


def _paa_only(*, writes: bool) -> Callable[[View], View]:
    """Let administrative accounts in; a legacy one may look and download only (facts.md 1.3)."""

    def decorate(view: View) -> View:
        @wraps(view)
        def guarded() -> Response:
            with edge.runtime().database.reading() as session:
                account = accounts.own_account(session)
                words = ""
                if account.kind != "paa":
                    words = NO_PAA
                elif writes and account.legacy:
                    words = manage.LEGACY
                elif writes and account.search_note == "activation":
                    words = NOT_ACTIVE
                if words:
                    return _refused(session, account, words)
            return view()

        return guarded

    return decorate


def _members_only(view: View) -> View:
    """Let everybody in who can be a member; a legacy account has to be upgraded first."""

    @wraps(view)
    def guarded() -> Response:
        with edge.runtime().database.reading() as session:
            account = accounts.own_account(session)
            if account.kind == "paa" or account.legacy:
                words = IS_PAA if account.kind == "paa" else manage.LEGACY
                page = _refused(session, account, words, tab=manage.SETTINGS)
                if account.legacy and request.path == manage.LEAVE_PAA_PATH:
                    page.status_code = 200  # as every item of Settings says it to a legacy account
                return page
        return view()

    return guarded


def _refused(
    session: Session, account: Account, words: str, *, tab: str = manage.PAA_MAINTENANCE
) -> Response:
    page = accounts.manage_page("firms/refused.html", session, account, tab=tab, words=words)
    page.status_code = FORBIDDEN
    return page


def _show(template: str, title: str, *, form: Form | None = None, **values: Any) -> Response:
    """Draw a page of the tab PAA Maintenance; a form that was refused keeps what was typed."""
    with edge.runtime().database.reading() as session:
        page = accounts.manage_page(
            f"firms/{template}.html",
            session,
            accounts.own_account(session),
            title=title,
            form=form,
            **{"tab": manage.PAA_MAINTENANCE, "back_url": manage.PAA_PATH, **values},
        )
    if form is not None and (form.errors or form.form_errors):
        page.status_code = UNPROCESSABLE
    return page


def _to(path: str, saved: str) -> Response:
    return cast(Response, redirect(f"{path}?saved={saved}", SEE_OTHER))


def _posted() -> Any:
    return request.form if request.method == "POST" else None


def _saved() -> str:
    return SAVED.get(request.args.get("saved", ""), "")


def _stamp(moment: Any) -> str:
    return court_stamp(moment, edge.runtime().federation.idp.timezone) if moment else ""


def _firm(paa: Account) -> str:
    return paa.firm or paa.display_name


def _link(path: str) -> str:
    return edge.federation_url(edge.runtime().federation.idp, path, role="psc")


# --------------------------------------------------------------------------- a PAA


@blueprint.get(manage.PAA_PATH)
@requires(Permission.ACCOUNT)
@_paa_only(writes=False)
def maintenance() -> Response:
    """Show the tab PAA Maintenance."""
    return _show("maintenance", manage.PAA_MAINTENANCE, items=ITEMS, saved=_saved())


@blueprint.route(ADD_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
@_paa_only(writes=True)
def add() -> Response:
    """Add Existing PACER Accounts to My PAA: ask their holders."""
    form = forms.AddForm(_posted())
    if request.method == "GET" or not form.validate():
        return _show("add", ADD, form=form)
    asked = form.asked()
    try:
        _count(len(asked))
        for one in asked:
            _invite(one)
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _show("add", ADD, form=form)
    return _to(REQUESTS_PATH, "asked")


def _count(accounts_asked: int) -> None:
    """Count before anything is looked up, in a transaction of its own.

    :raises Refusal: when too many were asked within an hour.
    """
    session, allowed = edge.session(), True
    key = f"paa {accounts.own_account(session).id}"
    for _ in range(accounts_asked):
        allowed = accounts_service.within(session, key=key, most=ASKED_IN_AN_HOUR, wall=edge.wall())
    edge.split()
    if not allowed:
        raise Refusal("too_often", TOO_OFTEN)


def _invite(one: forms.Asked) -> None:
    session = edge.session()
    paa = accounts.own_account(session)
    field = f"account_number_{one.line}"
    member = queries.account_to_add(
        session, paa=paa, last_name=one.last_name, account_number=one.account_number
    )
    if member is None:
        edge.audit_kept("paa:unknown_account", f"pacer:{paa.user_name}")
        raise Refusal("unknown", service.UNKNOWN, field=field)
    try:
        service.invite(session, paa=paa, member=member, cost_center=one.cost_center, now=edge.now())
    except Refusal as refusal:
        raise Refusal(refusal.code, refusal.message, field=field) from None
    _note("paa:invited", paa, member)
    _tell(member, "firm_invited", paa, link=_link(manage.INVITATIONS_PATH))


@blueprint.get(REQUESTS_PATH)
@requires(Permission.ACCOUNT)
@_paa_only(writes=False)
def requests() -> Response:
    """View All My Requests, the newest first, each with its state."""
    with edge.runtime().database.reading() as session:
        account = accounts.own_account(session)
        rows = [_row(row) for row in queries.of_paa(session, paa_id=account.id)]
    return _show("requests", REQUESTS, rows=rows, saved=_saved(), rescind_url=RESCIND_PATH)


def _row(row: Membership) -> dict[str, str]:
    return {
        "account_number": row.member.account_number,
        "name": row.member.display_name,
        "state": states.LABELS.get(row.state, row.state),
        "asked": _stamp(row.invited_at),
        "answered": _stamp(row.answered_at),
        "ended": _stamp(row.ended_at),
        "cost_center": row.cost_center,
        "remark": row.remark,
    }


@blueprint.route(RESCIND_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
@_paa_only(writes=True)
def rescind() -> Response:
    """Rescind My Pending Request."""
    form = forms.RescindForm(_posted())
    _offer(form, states.INVITED)
    if request.method == "GET" or not form.validate():
        return _show("rescind", RESCIND, form=form)
    session = edge.session()
    try:
        paa = accounts.own_account(session)
        rows = service.rescind(session, paa=paa, membership_ids=form.numbers(), now=edge.now())
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _show("rescind", RESCIND, form=form)
    for row in rows:
        _note("paa:rescinded", row.paa, row.member)
        _tell(row.member, "firm_rescinded", row.paa)
    return _to(REQUESTS_PATH, "rescinded")


@blueprint.route(REMOVE_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
@_paa_only(writes=True)
def remove() -> Response:
    """Remove PACER Account(s) from My PAA."""
    form = forms.RemoveForm(_posted())
    _offer(form, states.ACCEPTED)
    if request.method == "GET" or not form.validate():
        return _show("remove", REMOVE, form=form)
    session, remark = edge.session(), form.remark.data or ""
    try:
        paa = accounts.own_account(session)
        rows = service.remove(
            session, paa=paa, membership_ids=form.numbers(), remark=remark, now=edge.now()
        )
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _show("remove", REMOVE, form=form)
    for row in rows:
        _note("paa:removed", row.paa, row.member)
        _tell(
            row.member,
            "firm_removed",
            row.paa,
            remark=remark,
            suspended=_suspended(session, row.member),
            link=_link(manage.PAYMENTS_PATH),
        )
    return _to(manage.PAA_PATH, "removed")


def _suspended(session: Session, member: Account) -> bool:
    """Say whether search waits for a payer now; if so the courts are told."""
    waits = member.search_note == manage.NO_PAYER
    if waits:
        accounts.announce_suspension(session, member)
    return waits


def _offer(form: Any, state: str) -> None:
    with edge.runtime().database.reading() as session:
        account = accounts.own_account(session)
        form.offer(queries.of_paa(session, paa_id=account.id, state=state))


@blueprint.route(COST_CENTERS_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
@_paa_only(writes=True)
def cost_centers() -> Response:
    """Update Cost Center Information, of every account at once."""
    with edge.runtime().database.reading() as session:
        account = accounts.own_account(session)
        rows = queries.of_paa(session, paa_id=account.id, state=states.ACCEPTED)
        known = {forms.field_of(row): row.cost_center for row in rows}
        form = forms.cost_centers(rows)(_posted(), data=known)
    if request.method == "GET" or not form.validate():
        return _show("cost_centers", COST_CENTERS, form=form)
    session = edge.session()
    try:
        paa = accounts.own_account(session)
        for row in rows:
            wanted = form[forms.field_of(row)].data or ""
            if wanted == row.cost_center:
                continue
            service.set_cost_center(session, paa=paa, membership_id=row.id, cost_center=wanted)
            _note("paa:cost_center", paa, row.member, cost_center=wanted)
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _show("cost_centers", COST_CENTERS, form=form)
    return _to(manage.PAA_PATH, "cost-centers")


@blueprint.get(DOWNLOAD_PATH)
@requires(Permission.ACCOUNT)
@_paa_only(writes=False)
def download() -> Response:
    """Download List of All My PACER Accounts."""
    with edge.runtime().database.reading() as session:
        account = accounts.own_account(session)
        rows = [_line(row) for row in _members(session, account)]
    response = make_response(sheets.sheet(HEADS, rows))
    response.headers["Content-Type"] = "text/csv; charset=utf-8"
    response.headers["Content-Disposition"] = 'attachment; filename="pacer-accounts.csv"'
    return response


def _members(session: Session, account: Account) -> list[Membership]:
    return list(queries.of_paa(session, paa_id=account.id, state=states.ACCEPTED))


def _line(row: Membership) -> list[str]:
    who = row.member
    return [
        who.account_number,
        who.last_name,
        who.first_name,
        who.user_name,
        who.firm,
        who.email,
        "Legacy" if who.legacy else "Upgraded",
        manage.search_status(who.search_status, who.search_note),
        row.cost_center,
        _stamp(row.answered_at),
    ]


# --------------------------------------------------------------------------- a member


@blueprint.get(manage.INVITATIONS_PATH)
@requires(Permission.ACCOUNT)
@_members_only
def invitations() -> Response:
    """Show the invitations that wait for an answer."""
    return _invitations("")


def _invitations(problem: str) -> Response:
    with edge.runtime().database.reading() as session:
        account = accounts.own_account(session)
        rows = [
            {
                "number": row.id,
                "firm": _firm(row.paa),
                "account_number": row.paa.account_number,
                "administrator": row.paa.display_name,
                "asked": _stamp(row.invited_at),
            }
            for row in queries.invitations(session, account_id=account.id)
        ]
        present = queries.membership_of(session, account_id=account.id)
        payer = _firm(present.paa) if present else ""
    page = _show(
        "invitations",
        INVITATIONS,
        rows=rows,
        payer=payer,
        problem=problem,
        tab=manage.SETTINGS,
        back_url=manage.SETTINGS_PATH,
        leave_url=manage.LEAVE_PAA_PATH,
    )
    if problem:
        page.status_code = UNPROCESSABLE
    return page


@blueprint.post(manage.INVITATIONS_PATH)
@requires(Permission.ACCOUNT)
@_members_only
def answer() -> Response:
    """Accept or decline an invitation; the PAA is told."""
    session = edge.session()
    account = accounts.own_account(session)
    accepted = "accept" in request.form
    pressed = request.form.get("accept" if accepted else "decline", "")
    waiting = {str(row.id): row.id for row in queries.invitations(session, account_id=account.id)}
    deed = service.accept if accepted else service.decline
    try:
        if pressed not in waiting:
            raise Refusal("gone", service.GONE)
        row = deed(session, member=account, membership_id=waiting[pressed], now=edge.now())
    except Refusal as refusal:
        edge.undo()
        return _invitations(refusal.message)
    said = "accepted" if accepted else "declined"
    _note(f"paa:{said}", row.paa, row.member)
    edge.send_mail(
        template="firm_answered",
        recipient=row.paa.email,
        name=row.paa.display_name,
        member=row.member.display_name,
        account_number=row.member.account_number,
        answer=said,
    )
    return _to(manage.SETTINGS_PATH, said)


@blueprint.route(manage.LEAVE_PAA_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
@_members_only
def leave() -> Response:
    """Remove Your PACER Account from a PAA."""
    form = forms.LeaveForm(_posted())
    if request.method == "GET" or not form.validate():
        return _leaving(form)
    session, remark = edge.session(), form.remark.data or ""
    account = accounts.own_account(session)
    try:
        row = service.leave(session, member=account, remark=remark, now=edge.now())
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _leaving(form)
    _note("paa:left", row.paa, row.member)
    _suspended(session, row.member)
    edge.send_mail(
        template="firm_left",
        recipient=row.paa.email,
        name=row.paa.display_name,
        member=row.member.display_name,
        account_number=row.member.account_number,
        remark=remark,
    )
    return _to(manage.SETTINGS_PATH, "left")


def _leaving(form: forms.LeaveForm) -> Response:
    with edge.runtime().database.reading() as session:
        account = accounts.own_account(session)
        row = queries.membership_of(session, account_id=account.id)
        firm = "" if row is None else f"{_firm(row.paa)} (account {row.paa.account_number})"
    return _show(
        "leave",
        manage.LEAVE_PAA,
        form=form,
        firm=firm,
        tab=manage.SETTINGS,
        back_url=manage.SETTINGS_PATH,
        payments_url=manage.PAYMENTS_PATH,
    )


# --------------------------------------------------------------------------- everybody


@blueprint.get(manage.FIRMS_PATH)
@public
def how_a_firm_registers() -> Response:
    """Say what a PAA is and how a firm registers one (seed 002)."""
    return make_response(render_template("firms/help.html", items=ITEMS))


def header(session: Session, account: Account) -> dict[str, Any]:
    """Return who pays, who asks to pay, and how many accounts a PAA pays for."""
    if account.kind == "paa":
        return {"members": str(queries.counted(session, paa_id=account.id))}
    found: dict[str, Any] = {}
    row = queries.membership_of(session, account_id=account.id)
    if row is not None:
        found["paid_by"] = f"{_firm(row.paa)} ({row.paa.account_number})"
    asking = [_firm(each.paa) for each in queries.invitations(session, account_id=account.id)]
    if asking:
        found |= {"invitations": asking, "invitations_url": manage.INVITATIONS_PATH}
    return found


def install(app: Flask) -> None:
    """Put payer and invitations into the header of Manage My Account."""
    accounts.add_to_header(app, header)


def _note(tag: str, paa: Account, member: Account, **more: Any) -> None:
    """Note a deed of either side in the trail of the member, with the PAA's number."""
    edge.audit(tag, f"pacer:{member.user_name}", paa=paa.account_number, **more)


def _tell(member: Account, template: str, paa: Account, **values: Any) -> None:
    edge.send_mail(
        template=template,
        recipient=member.email,
        name=member.display_name,
        firm=_firm(paa),
        administrator=paa.display_name,
        account_number=paa.account_number,
        **values,
    )
