"""The relying party: Authlib's Flask client on the back-channel, with the checks it leaves out.

Authlib fetches, builds and exchanges; state, nonce and verifier lie on the server, bound to the
browser; every answer is checked here and in `id_token`, `logout_token`, `signatures`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final, Protocol

from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App, OAuth
from authlib.integrations.requests_client import OAuth2Session
from flask import Flask, session
from requests import RequestException

from shared import witness
from shared.backchannel import TIMEOUT, Backchannel
from shared.ids import digest, new_token, same
from shared.signon.id_token import Expected, check_id_token
from shared.signon.identity import Identity, identity_from
from shared.signon.logout_token import LogoutNotice, check_logout_token
from shared.signon.refusals import (
    CodeMissing,
    IdTokenMissing,
    ProviderDown,
    Replayed,
    SignonDenied,
    StateUnknown,
    TokenRefused,
    UnknownKey,
    UserinfoMismatch,
    WrongMetadataIssuer,
    WrongResponseIssuer,
)
from shared.signon.signatures import open_token

STATE_LIFE: Final = timedelta(minutes=10)
METADATA_LIFE: Final = timedelta(hours=1)
SCOPE: Final = "openid profile email"
DISCOVERY: Final = "/.well-known/openid-configuration"
CSO_AUTH: Final = "/services/cso-auth"
CSO_LOGOUT: Final = "/services/cso-logout"
#: Names one browser in its signed form cookie, so that a state is good in that browser only.
BROWSER: Final = "signon_browser"
_SERVER_ERROR: Final = 500


class Store(Protocol):
    """Where short-lived values lie on the server; each call is a transaction of its own."""

    def put(self, key: str, value: str, *, expires_at: datetime, wall: datetime) -> bool:
        """Keep a value; False if there is a live one under that key already."""

    def take(self, key: str, *, wall: datetime) -> str | None:
        """Remove a value and return it; None if there is none, or it is too old."""


@dataclass(frozen=True, slots=True)
class SignedOn:
    """What a finished sign-on gives: who, the proof for logging out, and where they wanted to."""

    identity: Identity
    id_token: str
    sid: str
    target: str


@dataclass(frozen=True, slots=True)
class PacerLogin:
    """The answer to a PACER user name and password given to a court's old login page."""

    identity: Identity | None
    words: str = ""


@dataclass
class _Cache:
    metadata: dict[str, Any] = field(default_factory=dict)
    jwks: dict[str, Any] = field(default_factory=dict)
    metadata_at: datetime | None = None
    jwks_at: datetime | None = None


def _session_class(backchannel: Backchannel) -> type[OAuth2Session]:
    class MemberSession(OAuth2Session):
        """Authlib's session on the back-channel: no redirects, no proxies, always a time-out."""

        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            backchannel.mount(self)

        def request(self, method: str, url: str, **kwargs: Any) -> Any:
            """Send one request to the identity provider."""
            kwargs.setdefault("timeout", TIMEOUT)
            kwargs.setdefault("allow_redirects", False)
            return super().request(method, url, **kwargs)

    return MemberSession


def _integration_class(store: Store, wall: Callable[[], datetime]) -> type[FlaskIntegration]:
    class StatesOnServer(FlaskIntegration):
        """Keeps what belongs to a state in the store; the browser holds only its own name.

        Authlib's own cookie grows with every sign-on that is given up (identity notes, 20).
        """

        def set_state_data(self, _session: Any, state: str, data: Any) -> None:
            """Keep what belongs to a state, for the present browser."""
            if BROWSER not in session:
                session[BROWSER] = new_token()
            real = wall()
            value = json.dumps({"browser": digest(session[BROWSER]), "data": data})
            store.put(f"state:{digest(state)}", value, expires_at=real + STATE_LIFE, wall=real)

        def get_state_data(self, _session: Any, state: str) -> Any:
            """Return, once, what belongs to a state of the present browser."""
            kept = store.take(f"state:{digest(state)}", wall=wall())
            if kept is None or BROWSER not in session:
                return None
            found = json.loads(kept)
            return found["data"] if same(found["browser"], digest(session[BROWSER])) else None

        def clear_state_data(self, _session: Any, state: str) -> None:
            """Nothing is left: a state is taken when it is read."""

    return StatesOnServer


class _CourtOAuth(OAuth):  # type: ignore[misc, unused-ignore]
    """Authlib's registry of clients with the classes of one court."""

    def __init__(self, app: Flask, integration: type[FlaskIntegration]) -> None:
        self.framework_integration_cls = integration
        super().__init__(app)


class RelyingParty:
    """One court as a client of the identity provider. Never call it inside a transaction."""

    def __init__(
        self,
        app: Flask,
        *,
        backchannel: Backchannel,
        client_secret: str,
        store: Store,
        wall: Callable[[], datetime],
    ) -> None:
        federation, member = backchannel.federation, backchannel.member
        self.issuer = federation.issuer
        self.client_id = member.client_id
        self.redirect_uri = federation.url(member, "/oidc/callback")
        self.after_logout_uri = federation.url(member, "/oidc/after-logout")
        self._backchannel = backchannel
        self._secret = client_secret
        self._store = store
        self._wall = wall
        self._cache = _Cache()
        registry = _CourtOAuth(app, _integration_class(store, wall))
        client_class = type(
            "CourtClient", (FlaskOAuth2App,), {"client_cls": _session_class(backchannel)}
        )
        self._client: Any = registry.register(
            "pacer",
            client_cls=client_class,
            client_id=self.client_id,
            client_secret=client_secret,
            client_kwargs={
                "scope": SCOPE,
                "code_challenge_method": "S256",
                "token_endpoint_auth_method": "client_secret_basic",
                "default_timeout": TIMEOUT,
            },
        )

    # ------------------------------------------------------------------ the code flow

    @witness.judging()
    def begin(self, *, target: str, prompt: str = "") -> str:
        """Return the address at the identity provider to which the browser goes.

        :param target: where the person wanted to go; kept on the server with the state.
        :raises SignonRefusal: if the identity provider is down or describes itself wrongly.
        """
        self._load_metadata()
        extra = {"prompt": prompt} if prompt else {}
        begun = self._client.create_authorization_url(self.redirect_uri, **extra)
        self._client.save_authorize_data(redirect_uri=self.redirect_uri, target=target, **begun)
        return str(begun["url"])

    @witness.judging()
    def finish(self, answer: Mapping[str, str]) -> SignedOn:
        """Turn the answer that the browser brought back into a person, or refuse it.

        :raises SignonRefusal: the first check that fails.
        """
        state = answer.get("state", "")
        kept = self._client.framework.get_state_data(session, state) if state else None
        if not kept:
            raise StateUnknown
        witness.passed("state")
        metadata = self._load_metadata()
        _check_response_issuer(answer, metadata, self.issuer)
        witness.passed("response_issuer")
        if answer.get("error"):
            raise SignonDenied(answer["error"], answer.get("error_description", ""))
        if not answer.get("code"):
            raise CodeMissing
        witness.passed("code")
        token = self._exchange(answer["code"], kept)
        witness.passed("token")
        id_token = token.get("id_token")
        if not id_token:
            raise IdTokenMissing
        witness.token("ID token", id_token)
        header, claims = self._open(id_token)
        access_token = str(token.get("access_token", ""))
        check_id_token(
            header,
            claims,
            Expected(self.issuer, self.client_id, kept["nonce"], access_token, self._wall()),
        )
        identity = identity_from({**self._userinfo(token, claims["sub"]), **claims})
        return SignedOn(identity, id_token, identity.sid, str(kept.get("target", "")))

    def _exchange(self, code: str, kept: Mapping[str, Any]) -> dict[str, Any]:
        with _answering():
            try:
                token: dict[str, Any] = self._client.fetch_access_token(
                    redirect_uri=kept["redirect_uri"],
                    code=code,
                    code_verifier=kept["code_verifier"],
                )
            except AuthlibBaseError as error:
                raise TokenRefused from error
        if str(token.get("token_type", "")).lower() != "bearer" or not token.get("access_token"):
            raise TokenRefused
        return token

    def _userinfo(self, token: dict[str, Any], subject: object) -> dict[str, Any]:
        with _answering():
            found: dict[str, Any] = dict(self._client.userinfo(token=token))
        if found.get("sub") != subject:
            raise UserinfoMismatch
        witness.passed("userinfo_sub")
        return found

    # ------------------------------------------------------------------ logging out

    def logout_url(self, *, id_token: str = "", come_back: bool = False) -> str:
        """Return the address that ends the whole sign-on (RP-Initiated Logout 2).

        :param come_back: whether the browser returns here, past the provider's list of members.
        """
        with _answering():
            self._load_metadata()
            made = self._client.create_logout_url(
                post_logout_redirect_uri=self.after_logout_uri if come_back else None,
                id_token_hint=id_token or None,
                client_id=self.client_id,
            )
        return str(made["url"])

    @witness.judging()
    def read_logout_token(self, token: object) -> LogoutNotice:
        """Return whom a logout token is about; each token counts once.

        :raises SignonRefusal: the first check that fails.
        """
        self._load_metadata()
        witness.token("logout token", token)
        header, claims = self._open(token)
        wall = self._wall()
        notice = check_logout_token(
            header, claims, issuer=self.issuer, client_id=self.client_id, wall=wall
        )
        fresh = self._store.put(
            f"jti:{digest(notice.jti)}", "", expires_at=wall + STATE_LIFE, wall=wall
        )
        if not fresh:
            raise Replayed
        witness.passed("jti")
        return notice

    # ------------------------------------------------------------------ CSO tokens

    def introspect(self, cso_token: str) -> Identity | None:
        """Ask who stands behind a CSO token; None if nobody does any more (RFC 7662).

        :raises ProviderDown: if nobody answers.
        """
        endpoint = self._load_metadata().get("introspection_endpoint")
        if not endpoint:
            raise ProviderDown
        claims = self._post(
            str(endpoint), data={"token": cso_token}, auth=(self.client_id, self._secret)
        )
        if claims.get("active") is not True:
            witness.failed("active", "PACER knows no live session behind this token.")
            return None
        witness.passed("active")
        return identity_from(claims)

    def check_pacer_login(
        self, *, user_name: str, password: str, client_code: str = ""
    ) -> PacerLogin:
        """Check a PACER user name and password once, and leave no sign-on behind.

        CurrentGen courts took PACER logins on their own page (seed-details, 1 of 5).

        :raises ProviderDown: if nobody answers.
        """
        payload = {"loginId": user_name, "password": password, "redactFlag": "1"}
        if client_code:
            payload["clientCode"] = client_code
        answer = self._post(self.issuer + CSO_AUTH, json=payload)
        token = answer.get("nextGenCSO")
        if answer.get("loginResult") != "0" or not isinstance(token, str) or not token:
            return PacerLogin(None, str(answer.get("errorDescription", "")))
        try:
            identity = self.introspect(token)
        finally:
            self.end_cso(token)
        return PacerLogin(identity, str(answer.get("errorDescription", "")))

    def end_cso(self, cso_token: str) -> None:
        """End the sign-on behind a CSO token; it is no matter if nobody answers."""
        try:
            self._post(self.issuer + CSO_LOGOUT, json={"nextGenCSO": cso_token})
        except ProviderDown:
            # The token runs out by itself; the person must not be kept here by it.
            return

    def _post(self, url: str, **arguments: Any) -> dict[str, Any]:
        with _answering(), self._backchannel.session() as outgoing:
            response = outgoing.post(
                url,
                headers={"Accept": "application/json"},
                timeout=TIMEOUT,
                allow_redirects=False,
                **arguments,
            )
            if response.status_code >= _SERVER_ERROR:
                raise ProviderDown
            if not response.content:
                return {}
            found = response.json()
        if not isinstance(found, dict):
            raise ProviderDown
        return found

    # ------------------------------------------------------------------ metadata and keys

    def _load_metadata(self) -> dict[str, Any]:
        """Return the provider's metadata, fetched at most once an hour."""
        cache, wall = self._cache, self._wall()
        if cache.metadata_at is None or not _fresh(cache.metadata_at, wall):
            found = self._fetch(self.issuer + DISCOVERY)
            if found.get("issuer") != self.issuer:
                raise WrongMetadataIssuer
            cache.metadata, cache.metadata_at = found, wall
            self._client.server_metadata = {**found, "_loaded_at": wall.timestamp()}
        return cache.metadata

    def _open(self, token: object) -> tuple[dict[str, Any], dict[str, Any]]:
        """Check a signature; a key that is not known yet is looked for once more."""
        cache, wall = self._cache, self._wall()
        fetched = False
        if cache.jwks_at is None or not _fresh(cache.jwks_at, wall):
            self._load_keys(wall)
            fetched = True
        try:
            return open_token(token, cache.jwks)
        except UnknownKey:
            if fetched:
                raise
        self._load_keys(wall)
        return open_token(token, cache.jwks)

    def _load_keys(self, wall: datetime) -> None:
        address = self._load_metadata().get("jwks_uri")
        if not address:
            raise ProviderDown
        self._cache.jwks, self._cache.jwks_at = self._fetch(str(address)), wall

    def _fetch(self, url: str) -> dict[str, Any]:
        with _answering(), self._backchannel.session() as outgoing:
            response = outgoing.get(url, timeout=TIMEOUT, allow_redirects=False)
            response.raise_for_status()
            found = response.json()
        if not isinstance(found, dict):
            raise ProviderDown
        return found


@contextmanager
def _answering() -> Iterator[None]:
    """Turn silence, time-outs and unreadable answers into one refusal."""
    try:
        yield
    except (RequestException, ValueError) as error:
        raise ProviderDown from error


def _check_response_issuer(
    answer: Mapping[str, str], metadata: Mapping[str, Any], issuer: str
) -> None:
    promised = metadata.get("authorization_response_iss_parameter_supported") is True
    said = answer.get("iss")
    if said is None and not promised:
        return
    if said != issuer:
        raise WrongResponseIssuer


def _fresh(fetched_at: datetime, wall: datetime) -> bool:
    return timedelta(0) <= wall - fetched_at < METADATA_LIFE
