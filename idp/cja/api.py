"""What a court asks: whether somebody is exempt there, and whether a client code will do."""

from __future__ import annotations

from typing import Any

from flask import Blueprint, Response, g, jsonify, request

from idp.accounts import queries as accounts
from idp.accounts.manage import search_reason
from idp.billing import queries as billing
from idp.cja import queries
from shared.web import edge
from shared.web.guard import service_only

blueprint = Blueprint("cja_api", __name__)


@blueprint.post("/services/moot/exemption")
@service_only
def exemption() -> tuple[Response, int]:
    """Say whether a person is exempt in the court that asks, and in no other."""
    body: dict[str, Any] = request.get_json()
    subject = str(body.get("subject", ""))
    with edge.runtime().database.reading() as session:
        exempt = queries.is_exempt(session, subject=subject, court=g.moot_caller.id)
    return jsonify(exempt=exempt), 200


@blueprint.post("/services/moot/client-code")
@service_only
def client_code() -> tuple[Response, int]:
    """Say whether a person may go on with a client code: by the rule of whoever pays."""
    body: dict[str, Any] = request.get_json()
    code = str(body.get("code", ""))
    with edge.runtime().database.reading() as session:
        account = accounts.by_subject(session, subject=str(body.get("subject", "")))
        if account is None:
            return jsonify(error="unknown_subject"), 404
        rule = billing.client_code_rule(session, account)
    return jsonify(
        fits=rule.fits(code),
        missing=rule.required and not code,
        search_reason=search_reason(
            status=account.search_status, kind=account.kind, code_missing=False
        ),
    ), 200
