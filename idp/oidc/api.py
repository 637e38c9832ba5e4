"""Endpoints for programs: discovery, keys, tokens, userinfo, introspection, revocation."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

from idp.oidc import claims, discovery, protocol, queries, wishes
from shared.web import edge
from shared.web.guard import impersonal, program_post, public

blueprint = Blueprint("oidc_api", __name__)

#: Relying parties ask again for a `kid` that they do not know; retired keys stay published.
KEYS_MAX_AGE: Final = 300
#: Secrets belong into the body: addresses are logged (RFC 6749 2.3.1, RFC 9700 4.3.2).
SECRET_PARAMETERS: Final = frozenset(
    {"client_id", "client_secret", "code", "code_verifier", "grant_type", "redirect_uri", "token"}
    | {"refresh_token", "access_token", "scope", "request_uri"}
)


@blueprint.get("/.well-known/openid-configuration")
@public
@impersonal
def configuration() -> Response:
    """Publish the provider's metadata (OpenID Connect Discovery 1.0, 4)."""
    return _published(discovery.document(protocol.provider().issuer))


@blueprint.get("/oidc/jwks")
@public
@impersonal
def jwks() -> Response:
    """Publish the public keys."""
    return _published(protocol.provider().ring().jwks())


def _published(document: dict[str, Any]) -> Response:
    response = jsonify(document)
    response.headers["Cache-Control"] = f"public, max-age={KEYS_MAX_AGE}"
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


@blueprint.post("/oidc/token")
@public
@program_post
@impersonal
def token() -> Response:
    """Exchange a code for tokens."""
    return _endpoint(lambda provider: provider.server.create_token_response())


@blueprint.post("/oidc/introspect")
@public
@program_post
@impersonal
def introspect() -> Response:
    """Tell a court what a token stands for (RFC 7662)."""
    return _endpoint(lambda provider: provider.server.create_endpoint_response("introspection"))


@blueprint.post("/oidc/revoke")
@public
@program_post
@impersonal
def revoke() -> Response:
    """Revoke a token (RFC 7009)."""
    return _endpoint(lambda provider: provider.server.create_endpoint_response("revocation"))


@blueprint.post("/oidc/par")
@public
@program_post
@impersonal
def push() -> Response:
    """Take an authorization request ahead of the browser (RFC 9126)."""
    return _endpoint(lambda provider: provider.server.create_endpoint_response("par"))


def _endpoint(answer: Any) -> Response:
    provider = protocol.provider()
    problem = _form_problem()
    if problem is not None:
        protocol.note_refusal(request.path.rpartition("/")[2], "invalid_request", problem)
        return _error(400, "invalid_request", problem)
    # The keys are read before a transaction begins: making them writes.
    provider.ring()
    response: Response = protocol.answered(answer, provider)
    return response


def _form_problem() -> str | None:
    if SECRET_PARAMETERS & set(request.args):
        return "Parameters belong in the body of the request."
    if any(len(values) > 1 for _, values in request.form.lists()):
        return "A parameter was given more than once."
    if any("\x00" in value for value in request.form.values()):
        return "A parameter cannot be read."
    basic = request.headers.get("Authorization", "").lower().startswith("basic ")
    if basic and "client_secret" in request.form:
        return "The client authenticates in two ways at once."
    return None


def _error(status: int, error: str, description: str) -> Response:
    response = jsonify(error=error, error_description=description)
    response.status_code = status
    response.headers["Cache-Control"] = "no-store"
    return response


@blueprint.route("/oidc/userinfo", methods=["GET", "POST"])
@public
@program_post
@impersonal
def userinfo() -> Response:
    """Tell a relying party about the person behind an access token (OIDC Core 5.3)."""
    provider = protocol.provider()
    given = _bearer_tokens()
    if len(given) != 1:
        return _bearer_error(400 if given else 401, "invalid_request" if given else "")
    wall = edge.wall()
    with edge.runtime().database.reading() as session:
        found = queries.live_access_token(session, given[0], wall)
        if found is None:
            owner = queries.token_owner(session, given[0])
            words = "The access token is expired or revoked, or its session has ended."
            protocol.note_refusal("userinfo", "invalid_token", words, client_id=owner or "")
            return _bearer_error(401, "invalid_token")
        client = provider.get(found.client_id)
        body = claims.of_person(
            provider.facts(session, found.session),
            found.scope,
            named=wishes.restored(found.claims).userinfo,
            court=client is not None and client.is_court,
        )
    response = jsonify(body)
    response.headers["Cache-Control"] = "no-store"
    return response


def _bearer_tokens() -> list[str]:
    """Return the tokens of the request: by header or by body, never by address (RFC 6750)."""
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    tokens = [text.strip()] if kind.lower() == "bearer" and text.strip() else []
    if request.method == "POST":
        tokens += request.form.getlist("access_token")
    return tokens


def _bearer_error(status: int, error: str) -> Response:
    response = jsonify(error=error) if error else jsonify({})
    response.status_code = status
    attribute = f', error="{error}"' if error else ""
    response.headers["WWW-Authenticate"] = f'Bearer realm="moot"{attribute}'
    response.headers["Cache-Control"] = "no-store"
    return response
