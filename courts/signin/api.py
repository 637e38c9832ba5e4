"""Back-channel logout: the identity provider tells this court that a sign-on has ended."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from courts.signin import protocol, service
from shared.errors import Refusal
from shared.signon.refusals import ProviderDown
from shared.web import edge
from shared.web.guard import program_post, public

blueprint = Blueprint("signin_api", __name__)


@blueprint.post("/oidc/backchannel-logout")
@program_post
@public
def backchannel_logout() -> tuple[Response, int]:
    """End the sessions that a logout token names (OpenID Connect Back-Channel Logout 2.5)."""
    try:
        notice = protocol.relying_party().read_logout_token(request.form.get("logout_token"))
    except ProviderDown as refusal:
        return jsonify(error="temporarily_unavailable", error_description=refusal.message), 503
    except Refusal as refusal:
        edge.audit_kept("signon:logout-refused", edge.runtime().member.id, code=refusal.code)
        return jsonify(error="invalid_request", error_description=refusal.message), 400
    closed = service.close_by_sid(
        edge.session(),
        sid=notice.sid,
        subject=notice.subject,
        reason="signed out at PACER",
        wall=edge.wall(),
    )
    edge.audit("signon:logout", notice.subject or edge.runtime().member.id, closed=closed)
    return jsonify(closed=closed), 200
