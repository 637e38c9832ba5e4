"""The Maintenance tab of Manage My Account, and "Display Registered Courts" (facts.md 1.6)."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, abort, make_response, render_template

from idp.accounts import not_built
from idp.accounts import queries as accounts
from idp.accounts.models import Account
from idp.accounts.names import account_type
from idp.edge import visitor
from idp.permissions import Permission
from idp.registry import queries
from shared.clock import court_date
from shared.errors import Refusal
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("registry", __name__)

MANAGE_PATH: Final = "/pscof/manage/maint.jsf"
COURTS_PATH: Final = "/pscof/manage/registeredCourts.jsf"
REGISTERED_COURTS: Final = "Display Registered Courts"
TABS: Final = (
    ("Settings", not_built.SETTINGS.path),
    ("Maintenance", MANAGE_PATH),
    ("Payments", not_built.PAYMENTS.path),
    ("Usage", not_built.USAGE.path),
)
#: The links of the tab in the order of the real one.
ITEMS: Final = (
    (not_built.UPDATE_PERSONAL.label, not_built.UPDATE_PERSONAL.path),
    (not_built.UPDATE_ADDRESS.label, not_built.UPDATE_ADDRESS.path),
    (not_built.UPDATE_NOTICING.label, not_built.UPDATE_NOTICING.path),
    (REGISTERED_COURTS, COURTS_PATH),
    (not_built.ATTORNEY_REGISTRATION.label, not_built.ATTORNEY_REGISTRATION.path),
    (not_built.NON_ATTORNEY_REGISTRATION.label, not_built.NON_ATTORNEY_REGISTRATION.path),
    (not_built.E_FILE_STATUS.label, not_built.E_FILE_STATUS.path),
    (not_built.E_FILE_HISTORY.label, not_built.E_FILE_HISTORY.path),
)


@blueprint.get(MANAGE_PATH)
@requires(Permission.ACCOUNT)
def maintenance() -> Response:
    """Show the account's header and the Maintenance tab (seed 004, step 3)."""
    with edge.runtime().database.reading() as session:
        account = accounts.by_id(session, account_id=visitor().account_id)
        return _page("registry/maintenance.html", account, items=ITEMS)


@blueprint.get(COURTS_PATH)
@requires(Permission.ACCOUNT)
def courts() -> Response:
    """List the courts in which somebody holds an e-file account, and its state there."""
    federation = edge.runtime().federation
    with edge.runtime().database.reading() as session:
        account = accounts.by_id(session, account_id=visitor().account_id)
        rows = []
        for row in queries.registered_courts(session, subject=visitor().subject):
            try:
                court = federation.member(row.court)
            except Refusal:  # a court that has left the federation
                continue
            rows.append(
                {
                    "court": court.title,
                    "url": edge.federation_url(court, "/"),
                    "login": row.login_name,
                    "role": row.role.replace("_", " ").title(),
                    "since": court_date(row.since, court.timezone),
                    "origin": row.origin,
                    "status": row.status.title(),
                }
            )
        return _page("registry/registered_courts.html", account, rows=rows)


def _page(template: str, account: Account | None, **values: Any) -> Response:
    if account is None:  # gone since the guard looked
        abort(404)
    return make_response(
        render_template(
            template,
            summary=_summary(account),
            upgrade_url=not_built.UPGRADE.path if account.legacy else None,
            tabs=TABS,
            current_tab="Maintenance",
            manage_url=MANAGE_PATH,
            **values,
        )
    )


def _summary(account: Account) -> dict[str, str]:
    summary = {
        "account_number": account.account_number,
        "user_name": account.user_name,
        "balance": "$0.00",
        "account_type": account_type(legacy=account.legacy),
    }
    if account.kind != "paa":  # an administrative account cannot search (facts.md 1.3)
        summary["search_status"] = "Active"
    return summary
