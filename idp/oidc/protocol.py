"""The Authlib server, the keys in memory, and logout tokens on their way to the courts.

Authlib's defaults that are wrong for us, and what stands here instead, are listed in identity.md
2.5; each has a test of its own name.
"""

from __future__ import annotations

import base64
import binascii
import threading
from collections.abc import Callable, Iterable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime, timedelta
from typing import Any, Final, cast
from urllib.parse import unquote

import requests
from authlib.common.urls import add_params_to_uri
from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.integrations.flask_oauth2.requests import FlaskOAuth2Request
from authlib.oauth2.rfc6749 import (
    InvalidGrantError,
    InvalidRequestError,
    OAuth2Error,
    OAuth2Request,
)
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc7662 import IntrospectionEndpoint
from authlib.oidc.core import OpenIDCode
from flask import Flask, Response, current_app
from flask import request as flask_request
from sqlalchemy.orm import Session

from idp.oidc import asking, claims, keyring, queries, service
from idp.oidc.clients import AUTH_METHODS, Client, registered
from idp.oidc.models import AuthorizationCode
from idp.settings import Settings
from idp.signin import queries as signin
from idp.signin import service as visits
from idp.signin.models import SsoSession
from idp.signin.protocol import ANNOUNCER
from shared import ids
from shared.backchannel import Backchannel
from shared.clock import ticks
from shared.courier import Lane
from shared.outbox import DeliveryFailedError, Parcel
from shared.web import edge
from shared.web.runtime import Runtime
from shared.wire import BackchannelLogout

EXTENSION: Final = "moot_oidc"
#: How long a process may not notice that another one has rotated the keys.
RING_SECONDS: Final = 30.0
CSO_LENGTH: Final = ids.CSO_TOKEN_LENGTH
#: A court that cannot be told for about three hours has lost the session by its own time limit.
MOST_ATTEMPTS: Final = 40
LOGOUT_TIMEOUT: Final = (2.0, 5.0)
_JSON_HEADERS: Final = (
    ("Content-Type", "application/json"),
    ("Cache-Control", "no-store"),
    ("Pragma", "no-cache"),
)
IsTrainer = Callable[..., bool]


# --------------------------------------------------------------------------- the provider


class Provider:
    """All that the OpenID provider of one app stands on; reached through `provider()`."""

    def __init__(self, runtime: Runtime, clients: dict[str, Client], is_trainer: IsTrainer) -> None:
        self.runtime = runtime
        self.clients = clients
        self.is_trainer = is_trainer
        self.server = Server(self)
        self._ring: keyring.Keyring | None = None
        self._ring_read = 0.0
        self._guard = threading.Lock()

    @property
    def issuer(self) -> str:
        """Return the issuer, by which every token of ours is known."""
        return self.runtime.federation.issuer

    def ring(self) -> keyring.Keyring:
        """Return the signing keys, made on first use; each is imported once per process.

        To be called before a transaction is opened: the first call may have to write.
        """
        ring = self._ring
        if ring is not None and ticks() - self._ring_read < RING_SECONDS:
            return ring
        with self._guard:
            if self._ring is None or ticks() - self._ring_read >= RING_SECONDS:
                self._ring = self._read_ring()
                self._ring_read = ticks()
            return self._ring

    def _read_ring(self) -> keyring.Keyring:
        database = self.runtime.database
        with database.reading() as session:
            stored = queries.signing_keys(session)
        ring = keyring.Keyring.of(stored, self._ring)
        if ring.complete:
            return ring
        have = {key.alg for key in stored if key.active}
        made = [keyring.make(alg) for alg in keyring.ALGORITHMS if alg not in have]
        with database.writing() as session:
            service.ensure_keys(session, made=made, wall=self.runtime.clocks.wall())
        with database.reading() as session:
            return keyring.Keyring.of(queries.signing_keys(session), ring)

    def rotate(self, alg: str) -> str:
        """Have a new key sign from now on and return its `kid`."""
        new = keyring.make(alg)
        with self.runtime.database.writing() as session:
            service.rotate_key(session, new=new, wall=self.runtime.clocks.wall())
        with self._guard:
            self._ring = self._read_ring()
            self._ring_read = ticks()
        return new.kid

    def facts(self, session: Session, sso: SsoSession) -> claims.Facts:
        """Return what claims about a session are made of."""
        trainer = self.is_trainer(session, subject=sso.account.subject)
        return queries.facts(sso, trainer=trainer)

    # ----------------------------------------------------------------- log-out

    def promise(
        self, session: Session, sso: SsoSession, *, wall: datetime
    ) -> tuple[service.Announcement, ...]:
        """Promise the visited courts a logout token, in the transaction that ends the session."""
        by_member = {client.member_id: client.client_id for client in self.clients.values()}
        return service.announce_logout(session, sso=sso, clients=by_member, wall=wall)

    def tell(self, announcements: Iterable[service.Announcement]) -> None:
        """Tell the courts at once, side by side; what fails is left to the outbox.

        To be called after the commit: the network is out of bounds in a transaction.
        """
        waiting = tuple(announcements)
        if not waiting:
            return
        self.ring()
        with ThreadPoolExecutor(max_workers=len(waiting)) as pool:
            problems = list(pool.map(lambda a: self._try(a.message), waiting))
        wall = self.runtime.clocks.wall()
        with self.runtime.database.writing() as session:
            for told, problem in zip(waiting, problems, strict=True):
                service.note_told(
                    session,
                    visit_id=told.message.logout_id,
                    problem=problem and f"{problem} It will be tried again.",
                    wall=wall,
                    message_id=told.message_id,
                )

    def deliver(self, parcel: Parcel) -> None:
        """Deliver a logout token from the outbox.

        :raises DeliveryFailedError: if the court did not take it; it will be tried again.
        """
        if not isinstance(parcel.message, BackchannelLogout):
            raise TypeError(f"no logout token: {parcel.kind}")
        problem = self._try(parcel.message)
        final = parcel.attempts >= MOST_ATTEMPTS
        said = problem and problem + (" Given up." if final else " It will be tried again.")
        with self.runtime.database.writing() as session:
            service.note_told(
                session,
                visit_id=parcel.message.logout_id,
                problem=said,
                wall=self.runtime.clocks.wall(),
            )
        if problem is not None and not final:
            raise DeliveryFailedError(problem)

    def _try(self, message: BackchannelLogout) -> str | None:
        client = self.clients.get(message.client_id)
        if client is None or not client.backchannel_logout_uri:
            return "It takes no notice of log-outs."
        token = self.logout_token(client, message)
        try:
            with self.runtime.backchannel.session() as session:
                answer = session.post(
                    client.backchannel_logout_uri,
                    data={"logout_token": token},
                    timeout=LOGOUT_TIMEOUT,
                    allow_redirects=False,
                )
        except requests.RequestException:
            return "Could not be reached."
        except Exception as error:  # a court in this process may raise whatever it likes
            return f"Could not be told ({type(error).__name__})."
        return None if answer.status_code in (200, 204) else f"Answered {answer.status_code}."

    def logout_token(self, client: Client, message: BackchannelLogout) -> str:
        """Return a fresh logout token (OpenID Connect Back-Channel Logout 1.0, 2.4)."""
        body = claims.of_logout(
            issuer=self.issuer,
            client_id=client.client_id,
            subject=message.subject,
            sid=message.sid,
            jti=ids.new_uuid(),
            wall=self.runtime.clocks.wall(),
        )
        return self.ring().sign(body, alg=client.algorithm, typ="logout+jwt")


def provider() -> Provider:
    """Return the OpenID provider of the current app."""
    return cast(Provider, current_app.extensions[EXTENSION])


# --------------------------------------------------------------------------- what Authlib asks for


class AskedRequest(OAuth2Request):
    """An authorization request that was read by `asking`, perhaps some time ago."""

    def __init__(self, issuer: str, parameters: Mapping[str, str]) -> None:
        super().__init__("GET", f"{issuer}/oidc/authorize")
        self._parameters = dict(parameters)
        self.payload = BasicOAuth2Payload(self._parameters)

    @property
    def args(self) -> dict[str, str]:
        """Return the parameters."""
        return self._parameters

    @property
    def form(self) -> dict[str, str]:
        """Return nothing: there is no body any more."""
        return {}


class Server(AuthorizationServer):
    """Authlib's server upon our clients, transactions and addresses."""

    def __init__(self, owner: Provider) -> None:
        super().__init__()
        self._owner = owner
        self.register_token_generator("default", self._make_token)
        self.register_client_auth_method("client_secret_basic", _by_basic)
        self.register_client_auth_method("client_secret_post", _by_post)
        self.register_grant(CodeGrant, [S256Challenge(), IdToken(owner)])
        self.register_endpoint(Introspection(owner))
        self.register_endpoint(Revocation)

    def query_client(self, client_id: str) -> Client | None:
        """Return a registered client."""
        return self._owner.clients.get(client_id)

    def save_token(self, token: dict[str, Any], request: OAuth2Request) -> None:
        """Store an access token."""
        wall = edge.wall()
        service.issue_token(
            edge.session(),
            token=token["access_token"],
            code=request.authorization_code,
            expires_at=wall + timedelta(seconds=token["expires_in"]),
            wall=wall,
        )

    def _make_token(
        self,
        *,
        user: SsoSession,
        scope: str,
        **_rest: Any,
    ) -> dict[str, Any]:
        # Never Authlib's 864,000 seconds, and never longer than the session.
        left = min(service.ACCESS_TOKEN_LIFE, user.expires_at - edge.wall())
        return {
            "token_type": "Bearer",
            "access_token": ids.new_token(),
            "expires_in": int(left.total_seconds()),
            "scope": scope,
        }

    def create_oauth2_request(self, request: Any) -> OAuth2Request:
        """Return a request that was made before, else one of the current Flask request."""
        if isinstance(request, OAuth2Request):
            return request
        return FlaskOAuth2Request(flask_request)

    def handle_response(self, status_code: int, payload: Any, headers: Any) -> Response:
        """Answer; a redirect is a 303 with `iss` (RFC 9207, RFC 9700 4.12)."""
        found = dict(headers)
        if "Location" in found:
            found["Location"] = add_params_to_uri(found["Location"], [("iss", self._owner.issuer)])
            status_code = 303
        response: Response = super().handle_response(status_code, payload, list(found.items()))
        return response

    def handle_error_response(self, request: Any, error: OAuth2Error) -> Response:
        """Answer with an error; a refusal rolls back, whatever its status."""
        edge.undo()
        response: Response = super().handle_error_response(request, error)
        return response


def _by_basic(query_client: Callable[[str], Client | None], request: Any) -> Client | None:
    """Authenticate by HTTP Basic; whatever cannot be decoded is a wrong secret, never an error."""
    kind, _, text = request.headers.get("Authorization", "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        given = base64.b64decode(text.strip().encode(), validate=True).decode()
    except (binascii.Error, ValueError):
        return None
    client_id, _, secret = given.partition(":")
    return _checked(query_client, unquote(client_id), unquote(secret))


def _by_post(query_client: Callable[[str], Client | None], request: Any) -> Client | None:
    """Authenticate by parameters of the body (never of the address)."""
    form = request.form
    return _checked(query_client, form.get("client_id", ""), form.get("client_secret", ""))


def _checked(
    query_client: Callable[[str], Client | None], client_id: str, secret: str
) -> Client | None:
    client = query_client(client_id)
    return client if client is not None and client.check_client_secret(secret) else None


class CodeGrant(AuthorizationCodeGrant):
    """The code flow: one code, one use, sixty seconds."""

    TOKEN_ENDPOINT_AUTH_METHODS: Final = list(AUTH_METHODS)

    def generate_authorization_code(self) -> str:
        """Return 256 random bits."""
        return ids.new_token()

    def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
        """Store a code with all that it was asked with."""
        asked = request.payload.data
        service.issue_code(
            edge.session(),
            code=code,
            client_id=request.client.client_id,
            sso=request.user,
            redirect_uri=asked["redirect_uri"],
            scope=request.scope,
            nonce=asked.get("nonce", ""),
            code_challenge=asked.get("code_challenge", ""),
            code_challenge_method=asked.get("code_challenge_method", ""),
            wall=edge.wall(),
        )

    def query_authorization_code(self, code: str, client: Client) -> AuthorizationCode | None:
        """Return a code of this client that may still be used."""
        row = queries.code(edge.session(), code)
        if row is None or row.client_id != client.client_id:
            return None
        if row.used_at is not None:
            _replayed(row)
            return None
        return row if row.expires_at > edge.wall() else None

    def authenticate_user(self, authorization_code: AuthorizationCode) -> SsoSession | None:
        """Use up the code, as the last thing before a token is made, and return its session."""
        session, wall = edge.session(), edge.wall()
        if not service.claim_code(session, code=authorization_code, wall=wall):
            _replayed(authorization_code)
            return None
        sso = signin.session_by_id(session, authorization_code.session_id)
        return sso if sso is not None and queries.is_live(sso, wall) else None

    def delete_authorization_code(self, authorization_code: AuthorizationCode) -> None:
        """Keep the code, used up, so that a replay is recognised."""


def _replayed(row: AuthorizationCode) -> None:
    code_hash, wall = row.code_hash, edge.wall()
    edge.keep(lambda kept: service.revoke_issued(kept, code_hash=code_hash, wall=wall))
    edge.audit_kept("oidc:replay", row.client_id, session=row.session_id)


class S256Challenge(CodeChallenge):
    """PKCE with S256 and nothing else, from every client unless it is registered without."""

    DEFAULT_CODE_CHALLENGE_METHOD: Final = "S256"
    SUPPORTED_CODE_CHALLENGE_METHOD: Final = ["S256"]
    CODE_CHALLENGE_METHODS: Final = {"S256": CodeChallenge.CODE_CHALLENGE_METHODS["S256"]}
    _S256_LENGTH: Final = 43

    def validate_code_challenge(self, grant: Any, redirect_uri: str) -> None:
        """Refuse a request without a challenge, without its method, or with `plain`."""
        asked = grant.request.payload.data
        challenge, method = asked.get("code_challenge"), asked.get("code_challenge_method")
        if not challenge and not method and not grant.request.client.require_pkce:
            return
        if not challenge:
            raise InvalidRequestError("Missing 'code_challenge'.")
        if not method:
            raise InvalidRequestError("Missing 'code_challenge_method'; only S256 is supported.")
        if len(challenge) != self._S256_LENGTH:
            raise InvalidRequestError("Invalid 'code_challenge'.")
        super().validate_code_challenge(grant, redirect_uri)


class IdToken(OpenIDCode):
    """ID tokens by Authlib's present hooks; the keys come from memory."""

    def __init__(self, owner: Provider) -> None:
        super().__init__(require_nonce=False)
        self._owner = owner

    def exists_nonce(self, nonce: str, request: OAuth2Request) -> bool:
        """Say no: whether a nonce is new is for the relying party to know (OIDC Core 15.5.2)."""
        return False

    def get_client_algorithm(self, client: Client) -> str:
        """Return by which algorithm the client wants its ID tokens signed."""
        return client.algorithm

    def resolve_client_private_key(self, client: Client) -> keyring.Key:
        """Return the one key that signs now."""
        return self._owner.ring().key(client.algorithm)

    def get_encode_header(self, client: Client) -> dict[str, str]:
        """Return a header that always has a `kid`."""
        kid = self._owner.ring().kid(client.algorithm)
        return {"alg": client.algorithm, "kid": kid, "typ": "JWT"}

    def get_client_claims(self, client: Client) -> dict[str, Any]:
        """Return issuer, audience and times."""
        wall = edge.wall()
        return {
            "iss": self._owner.issuer,
            "aud": client.client_id,
            "iat": int(wall.timestamp()),
            "exp": int((wall + claims.ID_TOKEN_LIFE).timestamp()),
        }

    def generate_user_info(self, user: SsoSession, scope: str) -> dict[str, Any]:
        """Return the person's claims; time and means of the sign-in are those of the code."""
        found = claims.of_person(self._owner.facts(edge.session(), user), scope.split())
        return {k: v for k, v in found.items() if k not in ("auth_time", "amr", "acr")}


class Introspection(IntrospectionEndpoint):
    """RFC 7662, for courts: their own access tokens, and CSO tokens that came as a cookie."""

    CLIENT_AUTH_METHODS: Final = list(AUTH_METHODS)

    def __init__(self, owner: Provider) -> None:
        super().__init__()
        self._owner = owner

    def create_endpoint_response(self, request: OAuth2Request) -> tuple[int, Any, Any]:
        """Answer an authenticated client; `token_type_hint` may be anything."""
        client: Client = self.authenticate_endpoint_client(request)
        text = request.form.get("token")
        if not text:
            raise InvalidRequestError("Missing 'token'.")
        wall = edge.wall()
        with self._owner.runtime.database.reading() as session:
            if len(text) == CSO_LENGTH:
                token, kind = queries.live_cso_token(session, text, wall), "cso"
            else:
                token, kind = queries.live_access_token(session, text, wall), "Bearer"
            if token is None or token.client_id not in ("", client.client_id):
                return 200, {"active": False}, _JSON_HEADERS
            body = claims.of_introspection(
                self._owner.facts(session, token.session),
                issuer=self._owner.issuer,
                scope=token.scope,
                client_id=client.client_id,
                issued_at=token.issued_at,
                expires_at=token.expires_at,
                token_type=kind,
            )
            visitor = token.session.id
        if kind == "cso":
            # The court opens a session on this answer: it is told when the token's session ends.
            visits.note_visit(edge.session(), visitor, client.member_id, wall)
        return 200, dict(body), _JSON_HEADERS


class Revocation(RevocationEndpoint):
    """RFC 7009 for access tokens."""

    CLIENT_AUTH_METHODS: Final = list(AUTH_METHODS)

    def create_endpoint_response(self, request: OAuth2Request) -> tuple[int, Any, Any]:
        """Revoke a client's own token; unknown ones are revoked already."""
        client: Client = self.authenticate_endpoint_client(request)
        text = request.form.get("token")
        if not text:
            raise InvalidRequestError("Missing 'token'.")
        owner = queries.access_token_owner(edge.session(), text)
        if owner is not None and owner != client.client_id:
            raise InvalidGrantError("The token was issued to another client.")
        service.revoke_token(edge.session(), token_hash=ids.digest(text), wall=edge.wall())
        return 200, {}, _JSON_HEADERS


def grant_for(ask: asking.Ask) -> Any:
    """Return Authlib's grant for a request in good order.

    :raises AskRefusal: what Authlib finds wrong (PKCE), on its way to the relying party.
    """
    owner = provider()
    try:
        asked = AskedRequest(owner.issuer, ask.parameters)
        return owner.server.get_consent_grant(asked, end_user=None if _silent(ask) else True)
    except OAuth2Error as error:
        raise ask.refused(str(error.error), str(error.get_error_description())) from None


def issue(grant: Any, sso: SsoSession) -> Response:
    """Answer an authorization request with a code for a session."""
    status, body, headers = grant.create_authorization_response(grant.redirect_uri, sso)
    return provider().server.handle_response(status, body, headers)


def answered(answer: Callable[[Provider], Response], owner: Provider) -> Response:
    """Return an endpoint's answer, also where Authlib raises before it begins to answer."""
    try:
        return answer(owner)
    except OAuth2Error as error:
        return owner.server.handle_error_response(None, error)


def _silent(ask: asking.Ask) -> bool:
    # `prompt` is judged by asking.next_step; Authlib would refuse `none` too early.
    return "none" not in ask.prompts


# --------------------------------------------------------------------------- into the app


class LogoutLanes:
    """The outbox lanes of log-out; the provider is put in when the app has one."""

    def __init__(self, backchannel: Backchannel) -> None:
        self._courts = backchannel.federation.courts
        self.provider: Provider | None = None

    def lanes(self) -> dict[str, Lane]:
        """Return a lane for each court, and one for whoever names no court."""
        names = [service.LOGOUT_LANE, *(f"{service.LOGOUT_LANE}:{c.id}" for c in self._courts)]
        return dict.fromkeys(names, self._deliver)

    def _deliver(self, parcel: Parcel) -> None:
        if self.provider is None:
            raise DeliveryFailedError("the app is not ready yet")
        self.provider.deliver(parcel)


def install(
    app: Flask, settings: Settings, lanes: LogoutLanes, *, is_trainer: IsTrainer
) -> Provider:
    """Put the OpenID provider on the app and behind its outbox lanes.

    :param is_trainer: of the classroom, which stands above this room.
    """
    runtime: Runtime = app.extensions["moot"]
    clients = registered(runtime.federation, settings.client_secret_hashes)
    found = Provider(runtime, clients, is_trainer)
    app.extensions[EXTENSION] = found
    app.extensions[ANNOUNCER] = found
    lanes.provider = found
    return found
