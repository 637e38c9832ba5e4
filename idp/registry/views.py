"""The Maintenance tab of Manage My Account, and "Display Registered Courts" (facts.md 1.6)."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response

from idp.accounts import manage
from idp.accounts import protocol as accounts
from idp.edge import visitor
from idp.permissions import Permission
from idp.registry import queries
from shared.clock import court_date
from shared.errors import Refusal
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("registry", __name__)

COURTS_PATH: Final = "/pscof/manage/registeredCourts.jsf"
REGISTERED_COURTS: Final = "Display Registered Courts"
#: The links of the tab in the order of the real one.
ITEMS: Final = (
    (manage.UPDATE_PERSONAL, manage.PERSONAL_PATH),
    (manage.UPDATE_ADDRESS, manage.ADDRESS_PATH),
    (manage.UPDATE_NOTICING, manage.NOTICING_PATH),
    (REGISTERED_COURTS, COURTS_PATH),
    (manage.ATTORNEY_REGISTRATION, manage.ATTORNEY_REGISTRATION_PATH),
    (manage.NON_ATTORNEY_REGISTRATION, manage.NON_ATTORNEY_REGISTRATION_PATH),
    (manage.E_FILE_STATUS, manage.E_FILE_STATUS_PATH),
    (manage.E_FILE_HISTORY, manage.E_FILE_HISTORY_PATH),
)


@blueprint.get(manage.MAINTENANCE_PATH)
@requires(Permission.ACCOUNT)
def maintenance() -> Response:
    """Show the account's header and the Maintenance tab (seed 004, step 3)."""
    with edge.runtime().database.reading() as session:
        account = accounts.own_account(session)
        return accounts.manage_page(
            "registry/maintenance.html", session, account, tab=manage.MAINTENANCE, items=ITEMS
        )


@blueprint.get(COURTS_PATH)
@requires(Permission.ACCOUNT)
def courts() -> Response:
    """List the courts in which somebody holds an e-file account, and its state there."""
    federation = edge.runtime().federation
    with edge.runtime().database.reading() as session:
        account = accounts.own_account(session)
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
        return accounts.manage_page(
            "registry/registered_courts.html",
            session,
            account,
            tab=manage.MAINTENANCE,
            rows=rows,
            manage_url=manage.MAINTENANCE_PATH,
        )
