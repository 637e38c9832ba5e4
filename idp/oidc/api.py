"""Endpoints for programs: discovery, keys, tokens, userinfo, introspection, revocation."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

from idp.oidc import claims, discovery, plain, protocol, queries, wishes
from shared import witness
from shared.web import edge, lane
from shared.web.guard import impersonal, program_post, public

blueprint = Blueprint("oidc_api", __name__)

#: Relying parties ask again for a `kid` that they do not know; retired keys stay published.
KEYS_MAX_AGE: Final = 300
EXCHANGE: Final = "/oidc/token"
INTROSPECT: Final = "/oidc/introspect"


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


@blueprint.post(EXCHANGE)
@public
@program_post
@impersonal
def token() -> Response:
    """Exchange a code for tokens."""
    protocol.provider().surprise()
    return _endpoint(lambda provider: provider.server.create_token_response())


@blueprint.post(INTROSPECT)
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
    return plain.problem(
        query=request.args.keys(),
        form=dict(request.form.lists()),
        authorization=request.headers.get("Authorization", ""),
    )


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
        account = found.session.account
        witness.came(account.subject, account.world, f"pacer:{account.user_name}")
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


# --------------------------------------------------------------------------- before Flask


def _plainly(
    answer: Callable[[protocol.Provider, protocol.PlainRequest], protocol.Answered],
) -> lane.Stop:
    def answered(asked: lane.Plain) -> lane.Answer:
        form = {name: (value,) for name, value in asked.values.items()}
        if plain.problem(query=(), form=form, authorization=asked.authorization) is not None:
            raise lane.NotPlainError
        provider = protocol.provider()
        # The keys are read before a transaction begins: making them writes.
        provider.ring()
        request = protocol.PlainRequest(asked.uri, asked.authorization, asked.values)
        status, payload, headers = answer(provider, request)
        return lane.Answer(status, headers, json.dumps(payload, sort_keys=True).encode())

    return lane.Stop("POST", answered)


#: The endpoints that courts and programs ask all the time.
STOPS: Final[Mapping[str, lane.Stop]] = {
    EXCHANGE: _plainly(protocol.Provider.token),
    INTROSPECT: _plainly(protocol.Provider.introspection),
}
