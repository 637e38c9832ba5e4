"""A scripted identity provider that lies on demand, as a WSGI app of this process."""

from __future__ import annotations

import hmac
import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterable
from datetime import UTC, datetime, timedelta
from functools import cache
from typing import Any
from urllib.parse import parse_qs, urlsplit

from flask import Flask
from joserfc import jwt
from joserfc.jwk import ECKey, RSAKey

from shared import federation
from shared.backchannel import Backchannel
from shared.signon.id_token import half_hash
from shared.signon.logout_token import EVENT
from shared.signon.relying_party import RelyingParty

WALL = datetime(2026, 1, 15, 14, 0, tzinfo=UTC)
SUBJECT = "8f0f7c1e-0000-4000-8000-000000000001"
ACCESS_TOKEN = "access-token-of-the-false-provider"
FEDERATION = federation.load(
    """
[courts.ctd]
kind = "district"
name = "District of Connecticut"
full_name = "United States District Court for the District of Connecticut"
timezone = "America/New_York"
doc_prefix = "041"
psc_court_id = "CTDC"
pcl_id = "ctdce"
go_live = 2017-12-11
"""
)
COURT = FEDERATION.member("ctd")
ISSUER = FEDERATION.issuer
Claims = dict[str, Any]


class MemoryStore:
    """Short-lived values of one test."""

    def __init__(self) -> None:
        self.rows: dict[str, tuple[str, datetime]] = {}

    def put(self, key: str, value: str, *, expires_at: datetime, wall: datetime) -> bool:
        if key in self.rows and self.rows[key][1] > wall:
            return False
        self.rows[key] = (value, expires_at)
        return True

    def take(self, key: str, *, wall: datetime) -> str | None:
        value, expires_at = self.rows.pop(key, ("", wall))
        return value if expires_at > wall else None


class FalseProvider:
    """What the provider says; a test changes one thing and sees who notices."""

    def __init__(self) -> None:
        self.key = rsa_key("one")
        self.published: list[Any] = [self.key]
        self.algorithm = "RS256"
        self.kid: str | None = "one"
        self.claims: Claims = {}
        self.drop: set[str] = set()
        self.userinfo: Claims = {"sub": SUBJECT, "email": "somebody@moot.test"}
        self.metadata: Claims = {}
        self.id_token: str | None = None
        self.without_id_token = False
        self.nonce = ""
        self.calls: list[str] = []
        self.failing: dict[str, Any] = {}
        self.token_answer: tuple[int, Claims] | None = None
        self.seen: Claims = {}

    def __call__(self, environ: Claims, start_response: Callable[..., Any]) -> Iterable[bytes]:
        path = environ["PATH_INFO"]
        self.calls.append(path)
        failure = self.failing.get(path)
        if isinstance(failure, Exception):
            raise failure
        if isinstance(failure, tuple):
            return self._send(start_response, *failure)
        size = int(environ.get("CONTENT_LENGTH") or 0)
        body = environ["wsgi.input"].read(size)
        answers: dict[str, Callable[[bytes, Claims], Any]] = {
            "/.well-known/openid-configuration": self._metadata,
            "/oidc/jwks": self._jwks,
            "/oidc/token": self._token,
            "/oidc/userinfo": self._userinfo,
            "/oidc/introspect": self._introspect,
            "/services/cso-auth": self._cso_auth,
            "/services/cso-logout": self._cso_logout,
        }
        status, answer = answers[path](body, environ)
        return self._send(start_response, status, json.dumps(answer))

    def _send(self, start_response: Callable[..., Any], status: int, text: str) -> list[bytes]:
        start_response(f"{status} Said", [("Content-Type", "application/json")])
        return [text.encode()]

    def _metadata(self, _body: bytes, _environ: Claims) -> Any:
        return 200, {
            "issuer": ISSUER,
            "authorization_endpoint": ISSUER + "/oidc/authorize",
            "token_endpoint": ISSUER + "/oidc/token",
            "userinfo_endpoint": ISSUER + "/oidc/userinfo",
            "introspection_endpoint": ISSUER + "/oidc/introspect",
            "end_session_endpoint": ISSUER + "/oidc/end_session",
            "jwks_uri": ISSUER + "/oidc/jwks",
            "authorization_response_iss_parameter_supported": True,
            # A provider that promises more than the court accepts.
            "id_token_signing_alg_values_supported": ["RS256", "ES256", "HS256", "none"],
            **self.metadata,
        }

    def _jwks(self, _body: bytes, _environ: Claims) -> Any:
        return 200, {"keys": [key.as_dict(private=False) for key in self.published]}

    def _token(self, body: bytes, environ: Claims) -> Any:
        self.seen = {name: values[0] for name, values in parse_qs(body.decode()).items()}
        self.seen["authorization"] = environ.get("HTTP_AUTHORIZATION", "")
        if self.token_answer is not None:
            return self.token_answer
        answer = {"access_token": ACCESS_TOKEN, "token_type": "Bearer", "expires_in": 300}
        if not self.without_id_token:
            answer["id_token"] = self.id_token or self.make_id_token()
        return 200, answer

    def _userinfo(self, _body: bytes, environ: Claims) -> Any:
        assert environ["HTTP_AUTHORIZATION"] == f"Bearer {ACCESS_TOKEN}"
        return 200, self.userinfo

    def _introspect(self, body: bytes, environ: Claims) -> Any:
        token = parse_qs(body.decode())["token"][0]
        assert environ["HTTP_AUTHORIZATION"].startswith("Basic ")
        return 200, {"active": token == "good", "sub": SUBJECT, "sid": "sid-1"}

    def _cso_auth(self, body: bytes, _environ: Claims) -> Any:
        self.seen = json.loads(body)
        if self.seen["password"] != "right":
            return 200, {"nextGenCSO": "", "loginResult": "1", "errorDescription": "Login Failed"}
        return 200, {"nextGenCSO": "good", "loginResult": "0", "errorDescription": ""}

    def _cso_logout(self, body: bytes, _environ: Claims) -> Any:
        assert json.loads(body) == {"nextGenCSO": "good"}
        return 200, {"loginResult": "0"}

    def make_id_token(self) -> str:
        claims = {
            "iss": ISSUER,
            "sub": SUBJECT,
            "aud": COURT.client_id,
            "iat": int(WALL.timestamp()),
            "exp": int((WALL + timedelta(minutes=5)).timestamp()),
            "nonce": self.nonce,
            "at_hash": half_hash(ACCESS_TOKEN),
            "sid": "sid-1",
            "preferred_username": "somebody1",
            "amr": ["pwd"],
            **self.claims,
        }
        for name in self.drop:
            claims.pop(name, None)
        return self.sign(claims)

    def sign(self, claims: Claims, **header: Any) -> str:
        head = {"alg": self.algorithm, "typ": "JWT", **header}
        if self.kid is not None:
            head.setdefault("kid", self.kid)
        return jwt.encode(head, claims, self.key, algorithms=[self.algorithm])

    def make_logout_token(
        self, drop: Iterable[str] = (), typ: str = "logout+jwt", **more: Any
    ) -> str:
        claims = {
            "iss": ISSUER,
            "sub": SUBJECT,
            "aud": COURT.client_id,
            "iat": int(WALL.timestamp()),
            "exp": int((WALL + timedelta(minutes=2)).timestamp()),
            "jti": "number-one",
            "sid": "sid-1",
            "events": {EVENT: {}},
            **more,
        }
        for name in drop:
            claims.pop(name, None)
        return self.sign(claims, typ=typ)


@cache
def rsa_key(kid: str, which: int = 0) -> RSAKey:
    """Return a key that is made once per run: making one takes a tenth of a second."""
    return RSAKey.generate_key(2048, parameters={"kid": kid, "use": "sig"})


def unsigned(claims: Claims) -> str:
    """Return a token that says of itself that nobody signed it."""
    return f"{_part({'alg': 'none', 'typ': 'JWT'})}.{_part(claims)}."


def signed_with(secret: bytes, claims: Claims) -> str:
    """Return a token signed with a shared secret (no library makes one from a public key)."""
    body = f"{_part({'alg': 'HS256', 'kid': 'one'})}.{_part(claims)}"
    return f"{body}.{_plain(hmac.digest(secret, body.encode(), 'sha256'))}"


def _part(value: Claims) -> str:
    return _plain(json.dumps(value).encode())


def _plain(value: bytes) -> str:
    return urlsafe_b64encode(value).rstrip(b"=").decode()


def elliptic_key(kid: str) -> ECKey:
    return ECKey.generate_key("P-256", parameters={"kid": kid, "use": "sig"})


class Desk:
    """A court app with one relying party, its false provider, and a clock that a test moves."""

    def __init__(self) -> None:
        self.provider = FalseProvider()
        self.wall = WALL
        self.store = MemoryStore()
        self.app = Flask("court")
        self.app.secret_key = "only for this test"
        backchannel = Backchannel(
            FEDERATION, COURT, service_key="k" * 32, apps={"pacer": self.provider}
        )
        self.party = RelyingParty(
            self.app,
            backchannel=backchannel,
            client_secret="secret-of-ctd",
            store=self.store,
            wall=lambda: self.wall,
        )

    def begin(self, target: str = "http://ecf.ctd.moot.localhost:8080/x") -> dict[str, str]:
        """Begin a sign-on in the present request; return the parameters of the address."""
        address = self.party.begin(target=target)
        asked = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        self.provider.nonce = asked["nonce"]
        return asked

    def finish(self, **changes: Any) -> Any:
        """Begin, and bring back an answer with the given changes; None takes a part out."""
        with self.app.test_request_context("/"):
            asked = self.begin()
            answer = {"state": asked["state"], "code": "a-code", "iss": ISSUER, **changes}
            return self.party.finish({k: v for k, v in answer.items() if v is not None})
