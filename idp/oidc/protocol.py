"""The Authlib server, the keys in memory, and logout tokens on their way to the courts.

Authlib's defaults that are wrong for us, and what stands here instead, are listed in identity.md
2.5; each has a test of its own name.
"""

from __future__ import annotations

import base64
import binascii
import copy
import hashlib
import hmac
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextvars import copy_context
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
from authlib.oauth2.rfc6749.grants import (
    AuthorizationCodeGrant,
    ClientCredentialsGrant,
    RefreshTokenGrant,
)
from authlib.oauth2.rfc6749.requests import BasicOAuth2Payload
from authlib.oauth2.rfc6749.token_endpoint import TokenEndpoint
from authlib.oauth2.rfc7009 import RevocationEndpoint
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oauth2.rfc7662 import IntrospectionEndpoint
from authlib.oidc.core import OpenIDCode, OpenIDToken
from flask import Flask, Response, current_app
from flask import request as flask_request
from sqlalchemy.orm import Session

from idp.oidc import (
    asking,
    claims,
    faults,
    keyring,
    queries,
    reaching,
    registering,
    service,
    spoiling,
    wishes,
)
from idp.oidc.clients import AUTH_METHODS, OFFLINE, Client, registered
from idp.oidc.models import ClientError, HeldCode, RefreshToken
from idp.oidc.published import Published
from idp.settings import Settings
from idp.signin import queries as signin
from idp.signin import service as visits
from idp.signin.models import SsoSession
from idp.signin.protocol import ANNOUNCER
from idp.signin.queries import Standing
from shared import ids, witness
from shared.backchannel import Backchannel, OutsideAdapter, transaction_open
from shared.clock import ticks
from shared.courier import Lane
from shared.db import tables
from shared.faults import BACKCHANNEL_LOST, ROTATED_KEYS, About
from shared.outbox import DeliveryFailedError, Parcel
from shared.web import edge, faulty
from shared.web.runtime import Runtime
from shared.wire import BackchannelLogout

EXTENSION: Final = "moot_oidc"
#: How long a process may not notice that another one has rotated the keys.
RING_SECONDS: Final = 30.0
CSO_LENGTH: Final = ids.CSO_TOKEN_LENGTH
#: A court that cannot be told for about three hours has lost the session by its own time limit.
MOST_ATTEMPTS: Final = 40
LOGOUT_TIMEOUT: Final = (2.0, 5.0)
#: What people have registered shares these lanes, so that one which is down stops few others.
SHARED_LANES: Final = 8
_SHARED: Final = "clients-"
PUSHED_PREFIX: Final = "urn:ietf:params:oauth:request_uri:"
_JSON_HEADERS: Final = (
    ("Content-Type", "application/json"),
    ("Cache-Control", "no-store"),
    ("Pragma", "no-cache"),
)
#: The same for everybody, so answered before the app (idp/oidc/published.py).
PUBLISHED: Final = ("/oidc/jwks", "/.well-known/openid-configuration")
#: Status, JSON and headers of an endpoint.
Answered = tuple[int, dict[str, Any], Iterable[tuple[str, str]]]
IsTrainer = Callable[..., bool]


# --------------------------------------------------------------------------- the provider


class Provider:
    """All that the OpenID provider of one app stands on; reached through `provider()`."""

    def __init__(self, runtime: Runtime, clients: dict[str, Client], is_trainer: IsTrainer) -> None:
        self.runtime = runtime
        self.clients = clients
        self.is_trainer = is_trainer
        self.server = Server(self)
        #: How registered clients outside the federation are reached; tests put their own here.
        self.outside: Callable[[], requests.Session] = self._outside
        self._ring: keyring.Keyring | None = None
        self._ring_read = 0.0
        self._guard = threading.Lock()

    @property
    def near(self) -> bool:
        """Say whether programs of this machine or the classroom's network may be told."""
        return reaching.near(
            self.runtime.federation.addressing, training=self.runtime.settings.training
        )

    def _outside(self) -> requests.Session:
        session = requests.Session()
        # Neither a proxy nor credentials of this machine are for addresses that people register.
        session.trust_env = False
        near = self.near
        for scheme in ("http://", "https://"):
            adapter = OutsideAdapter(lambda address: reaching.allowed(address, near=near))
            session.mount(scheme, adapter)
        return session

    @property
    def issuer(self) -> str:
        """Return the issuer, by which every token of ours is known."""
        return self.runtime.federation.issuer

    def get(self, client_id: str, /) -> Client | None:
        """Return a client: a court, or what somebody has registered by hand."""
        court = self.clients.get(client_id)
        if court is not None or "\x00" in client_id:
            return court
        with self.runtime.database.looking() as connection:
            return queries.client(connection, client_id)

    def ring(self) -> keyring.Keyring:
        """Return the signing keys, made on first use; each is imported once per process.

        To be called before a transaction is opened: the first call may have to write.
        """
        ring = self._ring
        fresh = ticks() - self._ring_read < RING_SECONDS
        # In a transaction the keys that are there will do: reading others takes a connection.
        if ring is not None and (fresh or transaction_open.get()):
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
        have = {(key.alg, key.state) for key in stored}
        made = [
            keyring.make(alg)
            for alg in keyring.ALGORITHMS
            for state in (keyring.ACTIVE, keyring.NEXT)
            if (alg, state) not in have
        ]
        with database.writing() as session:
            service.ensure_keys(session, made=made, wall=self.runtime.clocks.wall())
        with database.reading() as session:
            return keyring.Keyring.of(queries.signing_keys(session), ring)

    def rotate(self, alg: str) -> str:
        """Have the waiting key sign from now on, a new one wait, and return the `kid` that signs.

        No transaction may be open: making a key is slow.
        """
        self.ring()
        new = keyring.make(alg)
        with self.runtime.database.writing() as session:
            kid = service.rotate_key(session, alg=alg, new=new, wall=self.runtime.clocks.wall())
        with self._guard:
            self._ring = self._read_ring()
            self._ring_read = ticks()
        return kid

    def surprise(self) -> None:
        """Rotate where a fault wants keys that nobody has fetched yet; no transaction may be open.

        The key that waits is published already, so it is passed over.
        """
        if faulty.bites(ROTATED_KEYS) is not None:
            for alg in keyring.ALGORITHMS:
                self.rotate(alg)
                self.rotate(alg)

    def facts(self, session: Session, sso: SsoSession) -> claims.Facts:
        """Return what claims about a session are made of."""
        trainer = self.is_trainer(session, subject=sso.account.subject)
        return queries.facts(sso, trainer=trainer)

    # ----------------------------------------------------------------- before Flask

    def token(self, request: PlainRequest) -> Answered:
        """Return the tokens that a plain request brings.

        :raises OAuth2Error: if it brings none.
        """
        grant = self.server.get_token_grant(request)
        grant.validate_token_request()
        status, body, headers = grant.create_token_response()
        return status, body, headers

    def introspection(self, request: PlainRequest) -> Answered:
        """Return what the token of a plain request stands for.

        :raises OAuth2Error: if the client may not ask.
        """
        return self.server.introspection.create_endpoint_response(request)

    # ----------------------------------------------------------------- log-out

    def promise(
        self, session: Session, sso: SsoSession, *, wall: datetime
    ) -> tuple[service.Announcement, ...]:
        """Promise the visited courts a logout token, in the transaction that ends the session."""
        visited = [client for client in self._visited(session, sso.id) if client is not None]
        return service.announce_logout(
            session,
            sso=sso,
            clients={client.visit_name: client.client_id for client in visited},
            lanes={client.visit_name: _lane(client) for client in visited},
            wall=wall,
        )

    def clients_visited(self, session: Session, session_id: int) -> dict[str, tuple[str, str]]:
        """Return title and address of the visited clients that are no courts, by visit."""
        visited = (client for client in self._visited(session, session_id) if client is not None)
        return {
            client.visit_name: (client.title, registering.origin(client.redirect_uris[0]))
            for client in visited
            if not client.is_court
        }

    def _visited(self, session: Session, session_id: int) -> Iterator[Client | None]:
        courts = {client.member_id: client for client in self.clients.values()}
        for visit in signin.visits_of(session, session_id):
            yield courts.get(visit.member) or queries.client(tables(session), visit.member)

    def tell(self, announcements: Iterable[service.Announcement]) -> None:
        """Tell the courts at once, side by side; what fails is left to the outbox.

        To be called after the commit: the network is out of bounds in a transaction.
        """
        waiting = tuple(announcements)
        if not waiting:
            return
        self.ring()
        with ThreadPoolExecutor(max_workers=len(waiting)) as pool:
            # Each in a copy of this context, so that whoever watches sees what is told.
            tries = [pool.submit(copy_context().run, self._try, a.message) for a in waiting]
            problems = [each.result() for each in tries]
        wall = self.runtime.clocks.wall()
        with self.runtime.database.writing() as session:
            for told, problem in zip(waiting, problems, strict=True):
                service.note_told(
                    session,
                    visit_id=told.message.logout_id,
                    sid=told.message.sid,
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
                sid=parcel.message.sid,
                problem=said,
                wall=self.runtime.clocks.wall(),
            )
        if problem is not None and not final:
            raise DeliveryFailedError(problem)

    def _try(self, message: BackchannelLogout) -> str | None:
        client = self.get(message.client_id)
        if client is None or not client.backchannel_logout_uri:
            return "It takes no notice of log-outs."
        if self._is_lost(client, message):
            return "Could not be reached."
        token = self.logout_token(client, message)
        reach = self.runtime.backchannel.session if client.is_court else self.outside
        try:
            with (
                reach() as session,
                session.post(
                    client.backchannel_logout_uri,
                    data={"logout_token": token},
                    timeout=LOGOUT_TIMEOUT,
                    allow_redirects=False,
                    stream=True,  # the body of an answer is nobody's business
                ) as answer,
            ):
                status = answer.status_code
        except requests.RequestException:
            return "Could not be reached."
        except Exception as error:  # a court in this process may raise whatever it likes
            return f"Could not be told ({type(error).__name__})."
        return None if status in (200, 204) else f"Answered {status}."

    def _is_lost(self, client: Client, message: BackchannelLogout) -> bool:
        about = About(subject=message.subject, client=client.client_id, court=client.member_id)
        switches = self.runtime.switches
        return switches.bites(BACKCHANNEL_LOST, about, kind=message.KIND) is not None

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


def _lane(client: Client) -> str:
    if client.is_court:
        return f"{service.LOGOUT_LANE}:{client.member_id}"
    return (
        f"{service.LOGOUT_LANE}:{_SHARED}{int(ids.digest(client.client_id)[:4], 16) % SHARED_LANES}"
    )


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


class PlainRequest(OAuth2Request):
    """A form that was read before Flask."""

    def __init__(self, uri: str, authorization: str, form: Mapping[str, str]) -> None:
        super().__init__("POST", uri, headers={"Authorization": authorization})
        self._form = form
        self.payload = BasicOAuth2Payload(form)

    @property
    def args(self) -> Mapping[str, str]:
        """Return nothing: a plain request has no query."""
        return {}

    @property
    def form(self) -> Mapping[str, str]:
        """Return the fields."""
        return self._form


class Server(AuthorizationServer):
    """Authlib's server upon our clients, transactions and addresses."""

    def __init__(self, owner: Provider) -> None:
        super().__init__()
        self._owner = owner
        self.register_token_generator("default", self._make_token)
        self.register_client_auth_method("client_secret_basic", _by_basic)
        self.register_client_auth_method("client_secret_post", _by_post)
        self.register_grant(CodeGrant, [S256Challenge(), IdToken(owner)])
        self.register_grant(RefreshGrant, [RefreshedIdToken(owner)])
        self.register_grant(OwnGrant)
        self.introspection = Introspection(owner)
        self.register_endpoint(self.introspection)
        self.register_endpoint(Revocation)
        self.register_endpoint(Push(owner))

    def query_client(self, client_id: str) -> Client | None:
        """Return a registered client."""
        return self._owner.get(client_id)

    def save_token(self, token: dict[str, Any], request: OAuth2Request) -> None:
        """Store what a token request brings."""
        wall = edge.wall()
        ends = wall + timedelta(seconds=token["expires_in"])
        basis = request.authorization_code
        if basis is None:
            # All that the request writes, so a transaction of its own.
            with self._owner.runtime.database.noting() as connection:
                service.issue_client_token(
                    connection,
                    token=token["access_token"],
                    client_id=request.client.client_id,
                    expires_at=ends,
                    wall=wall,
                )
            return
        session = edge.session()
        service.issue_token(
            session,
            token=token["access_token"],
            basis=basis,
            scope=token["scope"],
            expires_at=ends,
            wall=wall,
        )
        if "refresh_token" in token and isinstance(basis, HeldCode):
            service.begin_family(
                session,
                token=token["refresh_token"],
                code=basis,
                ends=request.user.expires_at,
                wall=wall,
            )

    def _make_token(
        self,
        *,
        user: Standing | None,
        scope: str | None,
        include_refresh_token: bool,
        **_rest: Any,
    ) -> dict[str, Any]:
        # Never Authlib's 864,000 seconds, and never longer than the session.
        left = service.ACCESS_TOKEN_LIFE
        if user is not None:
            left = min(left, user.expires_at - edge.wall())
        token = {
            "token_type": "Bearer",
            "access_token": ids.new_token(),
            "expires_in": int(left.total_seconds()),
        }
        if user is not None:
            token["scope"] = scope or ""
        if include_refresh_token and OFFLINE in (scope or "").split():
            token["refresh_token"] = ids.new_token()
        return token

    def create_oauth2_request(self, request: Any) -> OAuth2Request:
        """Return a request that was made before, else one of the current Flask request."""
        if isinstance(request, OAuth2Request):
            return request
        return FlaskOAuth2Request(flask_request)

    def handle_response(self, status_code: int, payload: Any, headers: Any) -> Response:
        """Answer; a redirect is a 303 with `iss` (RFC 9207, RFC 9700 4.12)."""
        found = dict(headers)
        if "Location" in found:
            found["Location"] = _with_issuer(found["Location"], self._owner.issuer)
            status_code = 303
        response: Response = super().handle_response(status_code, payload, list(found.items()))
        return response

    def handle_error_response(self, request: Any, error: OAuth2Error) -> Response:
        """Answer with an error; a refusal rolls back, whatever its status."""
        edge.undo()
        note_refusal(
            flask_request.path.rpartition("/")[2],
            str(error.error),
            str(error.get_error_description()),
        )
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
    if client is None or not client.check_client_secret(secret):
        return None
    witness.passed("client_secret")
    return client


class CodeGrant(AuthorizationCodeGrant):
    """The code flow: one code, one use, sixty seconds."""

    TOKEN_ENDPOINT_AUTH_METHODS: Final = list(AUTH_METHODS)

    def generate_authorization_code(self) -> str:
        """Return 256 random bits."""
        return ids.new_token()

    def save_authorization_code(self, code: str, request: OAuth2Request) -> None:
        """Store a code with all that it was asked with."""
        asked = request.payload.data
        wished = wishes.read(asked.get("claims"), asked.get("acr_values"))
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
            acr=wished.acr_to_tell(request.user.acr) or request.user.acr,
            claims=wished.named.stored(),
            wall=edge.wall(),
        )

    def query_authorization_code(self, code: str, client: Client) -> HeldCode | None:
        """Return a code of this client that may still be used."""
        row = queries.code(edge.session(), code)
        if row is None or row.client_id != client.client_id:
            witness.failed("code_known", "PACER has sent no such code to this client.")
            return None
        witness.passed("code_known")
        if row.used_at is not None:
            _replayed(row)
            return None
        witness.passed("code_unused")
        if row.expires_at <= edge.wall():
            _tell_whose(row)
            late = int((edge.wall() - row.expires_at).total_seconds())
            witness.failed("code_fresh", f"It came {late} s after its sixty seconds were over.")
            return None
        witness.passed("code_fresh")
        return row

    def authenticate_user(self, authorization_code: HeldCode) -> Standing | None:
        """Use up the code, as the last thing before a token is made, and return its session."""
        session, wall = edge.session(), edge.wall()
        if not service.claim_code(session, code=authorization_code, wall=wall):
            _replayed(authorization_code)
            return None
        found = queries.standing(session, session_id=authorization_code.session_id, wall=wall)
        if found is not None:
            witness.passed("session")
            witness.came(found.subject, found.world, f"pacer:{found.user_name}")
        return found

    def delete_authorization_code(self, authorization_code: HeldCode) -> None:
        """Keep the code, used up, so that a replay is recognised."""


def _replayed(row: HeldCode | RefreshToken) -> None:
    """End all that a code has brought, after the refusal has been rolled back."""
    _tell_whose(row)
    witness.failed("code_unused", "It was redeemed before: what it brought then is revoked.")
    code_hash, wall = row.code_hash, edge.wall()
    edge.keep(lambda kept: service.revoke_issued(kept, code_hash=code_hash, wall=wall))
    edge.audit_kept("oidc:replay", row.client_id, session=row.session_id)


def _tell_whose(row: HeldCode | RefreshToken) -> None:
    """Tell whoever watches for whom a refused request was made."""
    if witness.present() is not None:
        found = signin.standing(edge.session(), session_id=row.session_id)
        if found is not None:
            witness.came(found.subject, found.world, f"pacer:{found.user_name}")


class RefreshGrant(RefreshTokenGrant):
    """Refresh tokens of one use each (RFC 9700 4.14.2).

    Two requests with the same token within three seconds get the same successor: it is derived
    from the token that both show, so nothing of it is stored in clear. Later its family ends.
    """

    TOKEN_ENDPOINT_AUTH_METHODS: Final = list(AUTH_METHODS)
    INCLUDE_NEW_REFRESH_TOKEN: Final = False

    def authenticate_refresh_token(self, refresh_token: str) -> RefreshToken | None:
        """Return a refresh token of this client that may be used, or was so just now."""
        wall = edge.wall()
        row = queries.refresh_token(edge.session(), refresh_token)
        if row is None or row.client_id != self.request.client.client_id:
            raise InvalidGrantError("The refresh token is unknown.")
        if row.revoked_at is not None or row.expires_at <= wall:
            raise InvalidGrantError("The refresh token is revoked or has run out.")
        if row.used_at is not None:
            self._check_overlap(row, wall)
        return row

    def _check_overlap(self, row: RefreshToken, wall: datetime) -> None:
        if row.used_at is not None and wall - row.used_at <= service.REFRESH_OVERLAP:
            return
        _replayed(row)
        raise InvalidGrantError("The refresh token was used before; its family is revoked.")

    def authenticate_user(self, refresh_token: RefreshToken) -> Standing:
        """Use up the token as the last thing before a new one is made; return its session."""
        session, wall = edge.session(), edge.wall()
        sso = queries.standing(session, session_id=refresh_token.session_id, wall=wall)
        if sso is None:
            raise InvalidGrantError("The session of the refresh token has ended.")
        shown = self.request.form["refresh_token"]
        self._successor = _successor(shown, refresh_token.family_id)
        won = service.rotate_refresh(
            session, held=refresh_token, successor=self._successor, wall=wall
        )
        if not won:
            row = queries.refresh_token(session, shown)
            if row is None or row.revoked_at is not None or row.expires_at <= wall:
                raise InvalidGrantError("The refresh token is revoked or has run out.")
            self._check_overlap(row, wall)
        # Authlib makes the ID token from what stands here: time and means of the first sign-in.
        self.request.authorization_code = refresh_token
        return sso

    def issue_token(self, user: Standing, refresh_token: RefreshToken) -> dict[str, Any]:
        """Return an access token and the one successor."""
        token: dict[str, Any] = super().issue_token(user, refresh_token)
        token["refresh_token"] = self._successor
        return token

    def revoke_old_credential(self, refresh_token: RefreshToken) -> None:
        """Keep the old token, used up, so that its second use is recognised."""


def _successor(shown: str, family_id: str) -> str:
    """Return the token that follows one that was shown: 256 bits that only we can work out."""
    key = str(edge.runtime().settings.secret_key).encode()
    made = hmac.new(key, f"refresh:{family_id}:{shown}".encode(), hashlib.sha256).digest()
    return base64.urlsafe_b64encode(made).rstrip(b"=").decode()


class OwnGrant(ClientCredentialsGrant):
    """A token for the client itself (RFC 6749 4.4): it stands for nobody, so it has no scope."""

    TOKEN_ENDPOINT_AUTH_METHODS: Final = list(AUTH_METHODS)

    def validate_requested_scope(self) -> None:
        """Take any scope and grant none (RFC 6749 3.3)."""


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

    def validate_code_verifier(self, grant: Any, result: Any) -> None:
        """Refuse a verifier that does not belong to the challenge of the authorization request."""
        witness.passed("redirect_uri_same")  # Authlib has compared it just before
        super().validate_code_verifier(grant, result)
        witness.passed("code_verifier")


class Signed:
    """ID tokens by Authlib's present hooks; the keys come from memory."""

    _owner: Provider
    _named: frozenset[str] = frozenset()
    _court: bool = False

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

    def encode_id_token(self, token: Any, request: OAuth2Request) -> Any:
        """Return a signed ID token; what the request named is taken from its code."""
        one = copy.copy(self)  # one extension serves all requests
        one._named = wishes.restored(request.authorization_code.claims).id_token
        one._court = bool(request.client.is_court)
        made = OpenIDToken.encode_id_token(cast(OpenIDToken, one), token, request)
        return self._spoiled(made, request) if self._owner.runtime.switches.on else made

    def _spoiled(self, made: str, request: OAuth2Request) -> str:
        """Return an ID token as the faults that are on for it will have it."""
        client, user = request.client, request.user
        about = About(
            world=user.world,
            subject=user.subject,
            email=user.email,
            client=client.client_id,
            court=client.member_id,
        )
        for name in spoiling.FAULTS:
            if faulty.bites(name, about, client=client.client_id) is not None:
                made = spoiling.spoiled(made, name, self._owner.ring(), alg=client.algorithm)
        return made

    def generate_user_info(self, user: Standing, scope: str) -> dict[str, Any]:
        """Return the person's claims; time and means of the sign-in are those of the code."""
        found = claims.of_person(
            queries.facts_of(user),
            scope.split(),
            named=self._named,
            court=self._court,
        )
        return {k: v for k, v in found.items() if k not in ("auth_time", "amr", "acr")}


class IdToken(Signed, OpenIDCode):
    """The ID token of a code."""

    def __init__(self, owner: Provider) -> None:
        super().__init__(require_nonce=False)
        self._owner = owner

    def exists_nonce(self, nonce: str, request: OAuth2Request) -> bool:
        """Say no: whether a nonce is new is for the relying party to know (OIDC Core 15.5.2)."""
        return False


class RefreshedIdToken(Signed, OpenIDToken):
    """The ID token of a refresh: the time of the first sign-in, no nonce (OIDC Core 12.2)."""

    def __init__(self, owner: Provider) -> None:
        self._owner = owner


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
        if len(text) == CSO_LENGTH:
            return 200, self._of_cso(text, client, wall), _JSON_HEADERS
        with self._owner.runtime.database.looking() as connection:
            token = queries.told(connection, text, wall)
        if token is None or token.client_id != client.client_id:
            return 200, self._of_client(text, client, wall), _JSON_HEADERS
        return 200, self._body(token, token.facts, client, "Bearer"), _JSON_HEADERS

    def _of_cso(self, text: str, client: Client, wall: datetime) -> dict[str, Any]:
        with self._owner.runtime.database.reading() as session:
            cso = queries.live_cso_token(session, text, wall)
            # It stands for a person in every court; nobody else may ask about it.
            if cso is None or not client.is_court:
                return {"active": False}
            body = self._body(cso, self._owner.facts(session, cso.session), client, "cso")
            account = cso.session.account
            witness.came(account.subject, account.world, f"pacer:{account.user_name}")
        # The court opens a session on this answer: it is told when the token's session ends.
        visits.note_visit(edge.session(), cso.session.id, client.member_id, wall)
        return body

    def _body(
        self,
        token: queries.LiveToken | queries.Told,
        facts: claims.Facts,
        client: Client,
        kind: str,
    ) -> dict[str, Any]:
        return dict(
            claims.of_introspection(
                facts,
                issuer=self._owner.issuer,
                scope=token.scope,
                client_id=client.client_id,
                issued_at=token.issued_at,
                expires_at=token.expires_at,
                token_type=kind,
                court=client.is_court,
            )
        )

    def _of_client(self, text: str, client: Client, wall: datetime) -> dict[str, Any]:
        with self._owner.runtime.database.reading() as session:
            row = queries.live_client_token(session, text, wall)
        if row is None or row.client_id != client.client_id:
            return {"active": False}
        return {
            "active": True,
            "iss": self._owner.issuer,
            "aud": client.client_id,
            "client_id": client.client_id,
            "sub": client.client_id,
            "token_type": "Bearer",
            "iat": int(row.issued_at.timestamp()),
            "exp": int(row.expires_at.timestamp()),
        }


class Revocation(RevocationEndpoint):
    """RFC 7009 for access tokens, and for refresh tokens with their families."""

    CLIENT_AUTH_METHODS: Final = list(AUTH_METHODS)

    def create_endpoint_response(self, request: OAuth2Request) -> tuple[int, Any, Any]:
        """Revoke a client's own token; unknown ones are revoked already."""
        client: Client = self.authenticate_endpoint_client(request)
        text = request.form.get("token")
        if not text:
            raise InvalidRequestError("Missing 'token'.")
        owner = queries.token_owner(edge.session(), text)
        if owner is not None and owner != client.client_id:
            raise InvalidGrantError("The token was issued to another client.")
        service.revoke_token(edge.session(), token=text, wall=edge.wall())
        return 200, {}, _JSON_HEADERS


class Push(TokenEndpoint):
    """Pushed authorization requests (RFC 9126): checked when pushed, fetched once by their name."""

    ENDPOINT_NAME: Final = "par"
    CLIENT_AUTH_METHODS: Final = list(AUTH_METHODS)

    def __init__(self, owner: Provider) -> None:
        super().__init__()
        self._owner = owner

    def create_endpoint_response(self, request: OAuth2Request) -> tuple[int, Any, Any]:
        """Keep a request of an authenticated client and name it."""
        client: Client = self.authenticate_endpoint_client(request)
        values = {name: flask_request.form.getlist(name) for name in flask_request.form}
        if values.get("client_id", [client.client_id]) != [client.client_id]:
            raise InvalidRequestError("The parameter client_id names another client.")
        try:
            ask = asking.read({**values, "client_id": [client.client_id]}, self._owner)
            grant_for(ask)
        except asking.AskRefusal as refusal:
            error = OAuth2Error(description=refusal.message)
            error.error = refusal.code
            raise error from None
        uri = PUSHED_PREFIX + ids.new_token()
        service.push_request(
            edge.session(),
            uri=uri,
            client_id=client.client_id,
            parameters=ask.parameters,
            wall=edge.wall(),
        )
        lives = int(service.PUSHED_LIFE.total_seconds())
        return 201, {"request_uri": uri, "expires_in": lives}, _JSON_HEADERS


# --------------------------------------------------------------------------- why it failed


def client_named() -> str:
    """Return which client the present request says it comes from, whoever sent it."""
    kind, _, text = flask_request.headers.get("Authorization", "").partition(" ")
    if kind.lower() == "basic":
        try:
            given = base64.b64decode(text.strip().encode(), validate=True).decode()
        except (binascii.Error, ValueError):
            return ""
        return unquote(given.partition(":")[0])
    return flask_request.values.get("client_id", "")


def note_refusal(endpoint: str, error: str, words: str, *, client_id: str = "") -> None:
    """Keep a refused request for whoever registered its client (Login.gov keeps the same)."""
    rule = faults.rule_of(endpoint, error, words)
    witness.failed(rule.id, words)
    named = client_id or client_named()
    if not named or provider().get(named) is None:
        return
    row = ClientError(
        client_id=named,
        at=edge.wall(),
        endpoint=endpoint[:40],
        error=error[:60],
        rule=rule.id,
        detail=words[:300],
        given=faults.shown(flask_request.values.to_dict()),
    )
    edge.keep(lambda kept: service.note_error(kept, row=row))


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


def issue(grant: Any, sso: Standing) -> str:
    """Return where an authorization request is answered with a code for a session (RFC 9207)."""
    _status, _body, headers = grant.create_authorization_response(grant.redirect_uri, sso)
    return _with_issuer(dict(headers)["Location"], provider().issuer)


def _with_issuer(location: str, issuer: str) -> str:
    return str(add_params_to_uri(location, [("iss", issuer)]))


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
        names += [f"{service.LOGOUT_LANE}:{_SHARED}{n}" for n in range(SHARED_LANES)]
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
    app.wsgi_app = Published(  # type: ignore[method-assign]
        app.wsgi_app,
        paths=PUBLISHED,
        version=found.ring,
        disturbed=lambda: runtime.switches.on,
    )
    return found
