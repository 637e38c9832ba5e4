"""What courts ask about an account, afresh, over the back-channel (docs/decisions.md)."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, jsonify, request

from idp.accounts import queries
from idp.accounts.models import Account
from idp.classroom import queries as classroom
from shared.web import edge
from shared.web.guard import service_only

blueprint = Blueprint("accounts_api", __name__)


@blueprint.post("/services/moot/account")
@service_only
def describe_account() -> tuple[Response, int]:
    """Say what an account is like at this moment, whether or not anybody is signed in with it."""
    body: dict[str, Any] = request.get_json()
    subject = str(body.get("subject", ""))
    with edge.runtime().database.reading() as session:
        account = queries.by_subject(session, subject=subject)
        if account is None:
            return jsonify(error="unknown_subject", subject=subject), 404
        return jsonify(
            subject=account.subject,
            account_number=account.account_number,
            user_name=account.user_name,
            name=account.display_name,
            first_name=account.first_name,
            middle_name=account.middle_name,
            last_name=account.last_name,
            generation=account.generation,
            email=account.email,
            kind=account.kind,
            registration_type=account.registration_type,
            legacy=account.legacy,
            status=account.status,
            trainer=classroom.is_trainer(session, subject=subject),
            world=account.world,
        ), 200


@blueprint.post("/services/moot/account-holder")
@service_only
def check_holder() -> tuple[Response, int]:
    """Say whether an account number and a name belong together (seed 003)."""
    body: dict[str, Any] = request.get_json()
    with edge.runtime().database.reading() as session:
        account = queries.by_number(session, account_number=str(body.get("account_number", "")))
        if account is None or not _same(account, body):
            return jsonify(known=False, status=""), 200
        return jsonify(known=True, status=account.status), 200


def _same(account: Account, body: dict[str, Any]) -> bool:
    told = (str(body.get("first_name", "")), str(body.get("last_name", "")))
    kept = (account.first_name, account.last_name)
    return [name.casefold().split() for name in told] == [name.casefold().split() for name in kept]
