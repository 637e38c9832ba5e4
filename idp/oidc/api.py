"""Endpoints for programs: discovery, keys, tokens, userinfo, introspection, revocation."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Mapping
from typing import Any, Final

from flask import Blueprint, Flask, Response, g, jsonify, request
from werkzeug.http import HTTP_STATUS_CODES

from idp.oidc import claims, discovery, plain, protocol, queries, wishes
from shared.web import edge, shell, unit_of_work
from shared.web.guard import impersonal, program_post, public

blueprint = Blueprint("oidc_api", __name__)

#: Relying parties ask again for a `kid` that they do not know; retired keys stay published.
KEYS_MAX_AGE: Final = 300
EXCHANGE: Final = "/oidc/token"
INTROSPECT: Final = "/oidc/introspect"
Start = Callable[..., Any]
Wsgi = Callable[[dict[str, Any], Start], Iterable[bytes]]


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

_ANSWERS: Final[Mapping[str, Callable[[protocol.Provider, protocol.PlainRequest], Any]]] = {
    EXCHANGE: protocol.Provider.token,
    INTROSPECT: protocol.Provider.introspection,
}
_STATUS: Final = {code: f"{code} {words.upper()}" for code, words in HTTP_STATUS_CODES.items()}


class Lane:
    """A WSGI app that answers two endpoints before Flask, if there is nothing unusual about it.

    The rules are those of the endpoints, by the same functions. Whatever they turn down is undone
    and left to the app behind, which turns it down once more and says and notes why.
    """

    def __init__(self, app: Flask, inner: Wsgi) -> None:
        self._app = app
        self._inner = inner

    def __call__(self, environ: dict[str, Any], start_response: Start) -> Iterable[bytes]:
        """Answer a request here or in the app."""
        answer = _ANSWERS.get(environ["PATH_INFO"])
        posted = None if answer is None else plain.read(environ)
        if answer is None or posted is None:
            return self._inner(environ, start_response)
        with self._app.app_context():
            found = self._answered(answer, posted)
        if found is None:
            return self._inner(environ, start_response)
        status, headers, body = found
        start_response(status, headers)
        return [body]

    def _answered(
        self,
        answer: Callable[[protocol.Provider, protocol.PlainRequest], Any],
        posted: plain.Posted,
    ) -> tuple[str, list[tuple[str, str]], bytes] | None:
        app, provider = self._app, protocol.provider()
        runtime = provider.runtime
        place = runtime.federation.locate(posted.host)
        if place is None or place.member.id != runtime.member.id:
            return None
        unit_of_work.arrive(runtime)
        g.moot_place = place
        unit_of_work.come_as_nobody(runtime)
        try:
            # The keys are read before a transaction begins: making them writes.
            provider.ring()
            status, payload, headers = answer(provider, protocol.PlainRequest(posted))
            unit_of_work.complete(app)
        except Exception:  # whatever it is, the app behind comes upon it again and tells it
            g.pop("moot_keeps", None)
            return None
        finally:
            unit_of_work.abandon(app)
        body = json.dumps(payload, sort_keys=True).encode()
        told = [
            *headers,
            *shell.plain_headers(app),
            ("X-Request-Id", g.moot_request_id),
            ("Content-Length", str(len(body))),
        ]
        return _STATUS[status], told, body


def install(app: Flask) -> None:
    """Put the lane in front of the app."""
    app.wsgi_app = Lane(app, app.wsgi_app)  # type: ignore[method-assign]
