"""`cso-auth` and `cso-logout`, as client programs know them (facts.md 7.1; clients.md 3.1)."""

from __future__ import annotations

from flask import Blueprint, Response, request

from idp.accounts.names import user_key
from idp.mfa import texts as mfa_texts
from idp.signin import envelopes, prompts, protocol, queries, service, texts
from idp.signin.envelopes import CsoRequest, CsoResult
from shared import witness
from shared.web import edge
from shared.web.guard import program_post, public

blueprint = Blueprint("signin_api", __name__)


@blueprint.post("/services/cso-auth")
@public
@program_post
def cso_auth() -> Response:
    """Open a session for a client program; refusals are HTTP 200 too."""
    try:
        asked = _read()
    except envelopes.UnreadableRequestError:
        return _answer(CsoResult(envelopes.REFUSED, texts.BAD_REQUEST))
    try:
        code = service.check_client_code(asked.client_code)
        return _answer(_authenticate(asked, code))
    except service.ClientCodeError as error:
        return _answer(CsoResult(envelopes.REFUSED, error.message))
    except service.RenewalMissedError as error:
        return _answer(CsoResult(envelopes.REFUSED, error.message))
    except service.InvalidCredentialsError as error:
        key = user_key(asked.login_id)
        witness.came(f"name:{key}", 0, f"pacer:{key}")
        response = _answer(CsoResult(envelopes.INVALID, error.message))
        if protocol.slow_down(error):
            response.headers["Retry-After"] = "60"
        return response


def _authenticate(asked: CsoRequest, code: str) -> CsoResult:
    checked = protocol.check_password(asked.login_id, asked.password)
    outcome = protocol.program_sign_in(
        checked,
        client_code=code,
        code=asked.otp_code,
        acknowledged=asked.redact_flag == "1",
    )
    if isinstance(outcome, protocol.Opened):
        return CsoResult(envelopes.SUCCESS, outcome.warning, outcome.cso_token)
    words = texts.REDACTION if outcome is prompts.REDACTION else mfa_texts.UPDATE_REQUIRED_API
    return CsoResult(envelopes.REFUSED, words)


@blueprint.post("/services/cso-logout")
@public
@program_post
def cso_logout() -> Response:
    """Close the session of a token; one that is closed or unknown is no error."""
    try:
        asked = _read()
    except envelopes.UnreadableRequestError:
        return _answer(CsoResult(envelopes.REFUSED, texts.BAD_REQUEST, None))
    with edge.runtime().database.reading() as session:
        row = queries.session_by_cso_token(
            session, token=asked.token, wall=edge.wall(), idle=protocol.idle()
        )
    if row is not None:
        protocol.end_session(row.id, reason="cso-logout")
    return _answer(CsoResult(envelopes.SUCCESS, "", None))


def _read() -> CsoRequest:
    return envelopes.read(request.get_data(), xml=envelopes.is_xml(request.content_type or ""))


def _answer(result: CsoResult) -> Response:
    accepted = request.accept_mimetypes.best_match(
        [envelopes.JSON_TYPE, envelopes.XML_TYPE, "text/xml"], default=""
    )
    if not request.headers.get("Accept") or request.headers["Accept"].strip() == "*/*":
        accepted = request.content_type or ""
    xml = envelopes.is_xml(accepted)
    return Response(
        envelopes.write(result, xml=xml),
        content_type=envelopes.XML_TYPE if xml else envelopes.JSON_TYPE,
    )
