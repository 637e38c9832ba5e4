"""The pages of the Maintenance tab that change a person's own data (facts.md 1.6)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final, cast

from flask import Blueprint, Flask, Response, redirect, request
from sqlalchemy.orm import Session

from idp.accounts import addresses, manage, places
from idp.accounts import protocol as accounts
from idp.accounts.models import Account
from idp.changes import forms, kinds, protocol, queries, service
from idp.changes.kinds import Kind
from idp.changes.models import MaintenanceRequest
from idp.permissions import Permission
from idp.registry import queries as registry
from shared.clock import court_stamp
from shared.errors import Refusal
from shared.paging import links
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("changes", __name__)

SEE_OTHER: Final = 303
UNPROCESSABLE: Final = 422
PAGE_SIZE: Final = 25
NOTHING: Final = "You changed nothing, and chose no court to ask."
UPDATED: Final = "Your data at PACER were updated."
UNCHANGED: Final = "Your data at PACER are as they were."
ASKED: Final = "Each court that you chose decides for itself; that takes a few days."


def install(app: Flask) -> None:
    """Give this room's requests their place in the maintenance history."""
    accounts.add_history(app, protocol.history)


@blueprint.route(manage.PERSONAL_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
@accounts.upgraded_only(manage.MAINTENANCE)
def personal() -> Response:
    """Update Personal Information: name, prefix and suffix."""
    return _page(kinds.PERSONAL, forms.PersonalForm, lambda account: _plain(account, PERSON))


@blueprint.route(manage.ADDRESS_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
@accounts.upgraded_only(manage.MAINTENANCE)
def address() -> Response:
    """Update Address Information: firm, address and phones."""
    return _page(kinds.ADDRESS, forms.AddressForm, _address_of)


@blueprint.route(manage.NOTICING_PATH, methods=["GET", "POST"])
@requires(Permission.ACCOUNT)
@accounts.upgraded_only(manage.MAINTENANCE)
def noticing() -> Response:
    """Update E-Filer Email Noticing and Frequency."""
    return _page(kinds.NOTICING, forms.NoticingForm, _noticing_of)


@blueprint.get(manage.REQUESTS_PATH)
@requires(Permission.ACCOUNT)
def requests() -> Response:
    """List what courts were asked, and what each of them answered."""
    number = request.args.get("page", 1, type=int)
    with edge.runtime().database.reading() as session:
        account = accounts.own_account(session)
        page = queries.requests_of(session, account_id=account.id, number=number, size=PAGE_SIZE)
        return accounts.manage_page(
            "changes/requests.html",
            session,
            account,
            tab=manage.MAINTENANCE,
            rows=[_shown(row) for row in page.rows],
            page=links(page, lambda number: f"{manage.REQUESTS_PATH}?page={number}"),
            saved=_saved_words(),
            back_url=manage.MAINTENANCE_PATH,
        )


def _saved_words() -> list[str]:
    words = {"updated": UPDATED, "same": UNCHANGED}.get(request.args.get("saved", ""))
    if words is None:
        return []
    return [words, ASKED] if request.args.get("asked", "") == "1" else [words]


def _shown(row: MaintenanceRequest) -> dict[str, Any]:
    line, federation = protocol.history_row(row), edge.runtime().federation
    zone = federation.idp.timezone
    return {
        "at": court_stamp(row.asked_at, zone),
        "court": protocol.court_title(federation, line.court),
        "kind": line.kind,
        "state": line.state,
        "decided": court_stamp(row.decided_at, zone) if row.decided_at else "",
        "reason": row.reason,
    }


# --------------------------------------------------------------------------- the three pages

PERSON: Final = kinds.PERSONAL.fields
_ADDRESS_FIELDS: Final = ("firm", "county", "phone", "phone_alternate")


def _plain(account: Account, names: tuple[str, ...]) -> dict[str, str]:
    return {name: str(getattr(account, name)) for name in names}


def _address_of(account: Account) -> dict[str, str]:
    known = addresses.parts(account.address)
    kept = {name: known[name] for name in ("street", "city", "state", "code")}
    return {**_plain(account, _ADDRESS_FIELDS), **kept, "county": account.county or known["county"]}


def _noticing_of(account: Account) -> dict[str, str]:
    values = service.values_of(account, kinds.NOTICING)
    return {**values, "email_again": values["primary_email"]}


def _values(kind: Kind, form: forms.CourtsForm) -> dict[str, str]:
    """Return what is written to the account."""
    if kind is not kinds.ADDRESS:
        return {name: form.text_of(name) for name in kind.fields}
    state, typed = form.text_of("state"), form.text_of("county")
    known = (name for name in places.counties(state) if name.casefold() == typed.casefold())
    county = next(known, typed)
    return {
        "firm": form.text_of("firm"),
        "county": county,
        "address": addresses.lines(
            street=form.text_of("street"),
            city=form.text_of("city"),
            state=state,
            code=form.text_of("code"),
            county=county,
            country="" if state == "ZZ" else "USA",
        ),
        "phone": form.text_of("phone"),
        "phone_alternate": form.text_of("phone_alternate"),
    }


def _page(
    kind: Kind, make: type[forms.CourtsForm], known: Callable[[Account], dict[str, str]]
) -> Response:
    with edge.runtime().database.reading() as session:
        account = accounts.own_account(session)
        courts = _courts_of(session, account)
        values = known(account)
    form = make(request.form if request.method == "POST" else None, data=values)
    form.offer(courts)
    if request.method == "GET":
        return _draw(kind, form)
    if not form.validate():
        return _draw(kind, form, UNPROCESSABLE)
    try:
        return _take(kind, form, dict(courts))
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _draw(kind, form, UNPROCESSABLE)


def _take(kind: Kind, form: forms.CourtsForm, courts: dict[str, str]) -> Response:
    session = edge.session()
    account = accounts.own_account(session)
    changed = service.change(session, account=account, values=_values(kind, form))
    chosen = form.chosen()
    if not changed and not chosen:
        raise Refusal("nothing", NOTHING)
    asked = service.ask_courts(
        session,
        account=account,
        kind=kind,
        courts=chosen,
        update_reason=form.text_of("update_reason"),
        cases=form.text_of("cases") or "none",
        now=edge.now(),
        wall=edge.wall(),
    )
    edge.audit(
        "account:changed", f"pacer:{account.user_name}", kind=kind.key, fields=changed, courts=asked
    )
    edge.send_mail(
        template="account_changed",
        recipient=account.email,
        name=account.display_name,
        user_name=account.user_name,
        kind=kind.label,
        changed=bool(changed),
        courts=[courts[court] for court in asked],
    )
    saved, more = "updated" if changed else "same", "&asked=1" if chosen else ""
    return cast(Response, redirect(f"{manage.REQUESTS_PATH}?saved={saved}{more}", SEE_OTHER))


def _courts_of(session: Session, account: Account) -> list[tuple[str, str]]:
    """Return the courts in which a person files with this account, by short name and title."""
    found = []
    federation = edge.runtime().federation
    for row in registry.registered_courts(session, subject=account.subject):
        try:
            court = federation.member(row.court)
        except Refusal:  # a court that has left the federation
            continue
        if row.status == "active" and edge.now() >= court.live_at:
            found.append((court.id, court.title))
    return found


def _draw(kind: Kind, form: forms.CourtsForm, status: int = 200) -> Response:
    with edge.runtime().database.reading() as session:
        account = accounts.own_account(session)
        rows = queries.latest(session, account_id=account.id, kind=kind.key)
        response = accounts.manage_page(
            "changes/form.html",
            session,
            account,
            tab=manage.MAINTENANCE,
            title=kind.label,
            form=form,
            rows=[_shown(row) for row in rows],
            requests_url=manage.REQUESTS_PATH,
            back_url=manage.MAINTENANCE_PATH,
        )
    response.status_code = status
    return response
