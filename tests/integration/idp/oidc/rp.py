"""A relying party without a screen: enough of a court to ask, exchange and look at tokens."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import requests
from flask import Flask
from joserfc import jwt
from joserfc.jwk import KeySet
from sqlalchemy import select
from werkzeug.test import Client as WsgiClient
from werkzeug.test import TestResponse

import idp.app
from idp.accounts.models import Account
from idp.classroom.models import Trainer
from idp.edge import SSO_COOKIE
from idp.oidc import protocol, service
from idp.signin.models import CsoToken, SsoSession
from shared import db, federation, ids
from shared.backchannel import Backchannel
from shared.clock import Clocks
from shared.clock import wall as real_wall
from shared.jobs import InlineJobs

FEDERATION_FILE = Path(__file__).parents[4] / "shared" / "launcher" / "federation.toml"
SERVICE_KEY = "service-key-of-these-tests-0123456789"
VERIFIER = "v" * 43
CHALLENGE = (
    base64.urlsafe_b64encode(hashlib.sha256(VERIFIER.encode()).digest()).rstrip(b"=").decode()
)
COURT = "ctd"


class Clock:
    """Real time, moved along by a test."""

    def __init__(self) -> None:
        self.shift = timedelta(0)

    def __call__(self) -> datetime:
        return real_wall() + self.shift

    def advance(self, **span: float) -> None:
        """Let time pass."""
        self.shift += timedelta(**span)


@dataclass
class FakeCourt:
    """A court that keeps the logout tokens it gets; `status` is what it answers."""

    status: str = "200 OK"
    raises: bool = False
    tokens: list[str] = field(default_factory=list)

    def __call__(self, environ: dict[str, Any], start_response: Callable[..., Any]) -> list[bytes]:
        if self.raises:
            raise requests.ConnectionError("down")
        assert environ["PATH_INFO"] == "/oidc/backchannel-logout"
        assert environ["REQUEST_METHOD"] == "POST"
        body = environ["wsgi.input"].read().decode()
        if self.status.startswith("200"):
            self.tokens.append(parse_qs(body)["logout_token"][0])
        start_response(self.status, [("Content-Type", "text/plain")])
        return [b""]


@dataclass
class Idp:
    """The identity provider of a test, with courts that only listen."""

    app: Flask
    federation: federation.Federation
    clock: Clock
    courts: dict[str, FakeCourt]
    jobs: InlineJobs

    @property
    def provider(self) -> protocol.Provider:
        """Return the OpenID provider."""
        found: protocol.Provider = self.app.extensions[protocol.EXTENSION]
        return found

    @property
    def database(self) -> db.Database:
        """Return the database."""
        found: db.Database = self.app.extensions["moot"].database
        return found

    @property
    def issuer(self) -> str:
        """Return the issuer."""
        return self.federation.issuer

    def browser(self) -> Browser:
        """Return a new browser that nobody has signed in with."""
        return Browser(self)

    def register(self, **changes: Any) -> RegisteredRp:
        """Register a relying party that is no court, as the client portal does."""
        secret = service.new_secret()
        values: dict[str, Any] = {
            "title": "Docket Watch",
            "redirect_uris": "https://watch.test/callback",
            "post_logout_uris": "https://watch.test/bye",
            "backchannel_logout_uri": "https://watch.test/told",
            "token_endpoint_auth_method": "client_secret_basic",
            "id_token_signed_response_alg": "RS256",
            "require_pkce": True,
            "refresh": True,
            "scopes": "openid profile email offline_access",
            **changes,
        }
        with self.database.writing() as session:
            row = service.register_client(
                session,
                owner=ids.subject_of("avery"),
                secret=secret,
                wall=self.clock(),
                **values,
            )
            client_id = row.client_id
        return RegisteredRp(self, client_id, secret)

    def court(self, member_id: str = COURT) -> Rp:
        """Return a court's side of the protocol."""
        return Rp(self, member_id)


class Browser:
    """A cookie jar and a way to the identity provider."""

    def __init__(self, provider: Idp) -> None:
        self.idp = provider
        self.wsgi = WsgiClient(provider.app, TestResponse)
        self.sid = ""
        self.session_id = 0

    def get(self, url: str, **more: Any) -> TestResponse:
        """Open an address without following redirects."""
        return self.wsgi.get(_path(url), base_url=self.idp.issuer, **more)

    def post(self, url: str, **more: Any) -> TestResponse:
        """Post to an address without following redirects."""
        return self.wsgi.post(_path(url), base_url=self.idp.issuer, **more)

    def sign_in(self, *, user_name: str = "avery", minutes_ago: float = 0) -> None:
        """Plant what a sign-in leaves behind: account, session and cookie."""
        cookie, self.sid = ids.new_token(), ids.new_token()
        wall = self.idp.clock() - timedelta(minutes=minutes_ago)
        with self.idp.database.writing() as session:
            account = session.scalar(select(Account).where(Account.user_key == user_name))
            if account is None:
                account = account_row(user_name)
                session.add(account)
                session.flush()
            row = SsoSession(
                token_hash=ids.digest(cookie),
                sid=self.sid,
                account_id=account.id,
                auth_time=wall,
                last_seen=self.idp.clock(),
                expires_at=wall + timedelta(hours=12),
                world=0,
            )
            session.add(row)
            session.flush()
            self.session_id = row.id
        host = urlsplit(self.idp.issuer).hostname or ""
        self.wsgi.set_cookie(SSO_COOKIE, cookie, domain=host)

    def cso_token(self) -> str:
        """Plant a CSO token for this browser's session and return it."""
        token = ids.new_cso_token()
        with self.idp.database.writing() as session:
            session.add(
                CsoToken(
                    token_hash=ids.digest(token),
                    session_id=self.session_id,
                    created_at=self.idp.clock(),
                )
            )
        return token

    def has_second_factor(self) -> None:
        """Make the session one that was begun with a second factor."""
        with self.idp.database.writing() as session:
            row = session.get_one(SsoSession, self.session_id)
            row.acr, row.amr = "urn:moot:acr:mfa", "pwd otp"

    def make_trainer(self) -> None:
        """Let the person train others."""
        with self.idp.database.writing() as session:
            session.add(Trainer(subject=ids.subject_of("avery"), since=self.idp.clock()))

    def submit(self, page: TestResponse, path: str, **fields: str) -> TestResponse:
        """Send the form of a page with its hidden fields."""
        hidden = dict(
            re.findall(r'<input type="hidden" name="([a-z_]+)" value="([^"]*)"', page.text)
        )
        assert "csrf_token" in hidden, page.text[:400]
        return self.post(path, data={**hidden, **fields})

    def close_session(self) -> None:
        """End the session behind the browser's back."""
        with self.idp.database.writing() as session:
            row = session.get_one(SsoSession, self.session_id)
            row.closed_at = self.idp.clock()


class Rp:
    """A court's side of the protocol."""

    def __init__(self, provider: Idp, member_id: str) -> None:
        self.idp = provider
        self.member = provider.federation.member(member_id)
        self.client_id = self.member.client_id
        self.secret = secret_of(member_id)
        self.redirect_uri = self.member.public_url + "/oidc/callback"

    def ask(self, browser: Browser, *, method: str = "GET", **changes: Any) -> TestResponse:
        """Send an authorization request; a change of None leaves a parameter out."""
        parameters: dict[str, Any] = {
            "response_type": "code",
            "client_id": self.client_id,
            "redirect_uri": self.redirect_uri,
            "scope": "openid profile email",
            "state": "the-state-of-this-request",
            "nonce": "the-nonce-of-this-request",
            "code_challenge": CHALLENGE,
            "code_challenge_method": "S256",
            **changes,
        }
        sent = {k: v for k, v in parameters.items() if v is not None}
        if method == "POST":
            return browser.post("/oidc/authorize", data=sent)
        return browser.get("/oidc/authorize", query_string=sent)

    def code(self, browser: Browser, **changes: Any) -> str:
        """Return a code for a browser that is signed in."""
        return answer_of(self.ask(browser, **changes))["code"]

    def exchange(
        self, code: str, *, auth: tuple[str, str] | None = None, **changes: Any
    ) -> TestResponse:
        """Exchange a code, authenticated by HTTP Basic unless told otherwise."""
        data: dict[str, Any] = {
            "grant_type": "authorization_code",
            "code": code,
            "redirect_uri": self.redirect_uri,
            "code_verifier": VERIFIER,
            **changes,
        }
        headers = {"Authorization": basic(*(auth or (self.client_id, self.secret)))}
        sent = {k: v for k, v in data.items() if v is not None}
        return self.idp.browser().post("/oidc/token", data=sent, headers=headers)

    def tokens(self, browser: Browser, **changes: Any) -> dict[str, Any]:
        """Return the tokens of a browser that is signed in."""
        response = self.exchange(self.code(browser, **changes))
        assert response.status_code == 200, response.text
        found: dict[str, Any] = response.get_json()
        return found

    def call(self, path: str, **data: Any) -> TestResponse:
        """Post to an endpoint as this client."""
        headers = {"Authorization": basic(self.client_id, self.secret)}
        return self.idp.browser().post(path, data=data, headers=headers)

    def userinfo(self, access_token: str) -> TestResponse:
        """Ask for userinfo with the token in the header."""
        headers = {"Authorization": f"Bearer {access_token}"}
        return self.idp.browser().get("/oidc/userinfo", headers=headers)


class RegisteredRp(Rp):
    """The side of a relying party that somebody has registered by hand."""

    def __init__(self, provider: Idp, client_id: str, secret: str) -> None:
        self.idp = provider
        self.client_id = client_id
        self.secret = secret
        self.redirect_uri = "https://watch.test/callback"

    def code(self, browser: Browser, **changes: Any) -> str:
        """Return a code for a browser that is signed in; the person agrees if asked."""
        return answer_of(self.agree(browser, self.ask(browser, **changes)))["code"]

    def agree(
        self, browser: Browser, response: TestResponse, button: str = "allow"
    ) -> TestResponse:
        """Press a button on the consent page if there is one, and go on to the answer."""
        if not response.headers["Location"].startswith("/oidc/consent"):
            return response
        page = browser.get(response.headers["Location"])
        assert page.status_code == 200
        answer = browser.submit(page, "/oidc/consent", **{button: "1"})
        if answer.headers["Location"].startswith("/oidc/resume"):
            answer = browser.get(answer.headers["Location"])
        return answer

    def offline(self, browser: Browser, **changes: Any) -> dict[str, Any]:
        """Return tokens with a refresh token among them."""
        return self.tokens(browser, **{"scope": "openid profile offline_access", **changes})

    def refresh(self, token: str, **changes: Any) -> TestResponse:
        """Use a refresh token."""
        return self.call("/oidc/token", grant_type="refresh_token", refresh_token=token, **changes)


def build(folder: Path, *, database_url: str | None = None, fresh: bool = True) -> Idp:
    """Return an identity provider with a database in `folder`, empty unless it is not fresh."""
    loaded = federation.load(FEDERATION_FILE.read_text(encoding="utf-8"))
    clock = Clock()
    jobs = InlineJobs(wall=clock)
    listening = {court.id: FakeCourt() for court in loaded.courts}
    hashes = ",".join(
        f"{court.client_id}={ids.digest(secret_of(court.id))}" for court in loaded.courts
    )
    app = idp.app.create_app(
        member=loaded.idp,
        federation=loaded,
        environ={
            "MOOT_SECRET_KEY": "form-key-0123456789abcdef",
            "MOOT_SERVICE_KEY": SERVICE_KEY,
            "MOOT_DATABASE_URL": database_url or f"sqlite:///{folder / 'pacer.db'}",
            "MOOT_CLIENT_SECRET_HASHES": hashes,
            "MOOT_ARGON2_MEMORY_KIB": "64",
            "MOOT_ARGON2_TIME": "1",
        },
        backchannel=Backchannel(loaded, loaded.idp, service_key=SERVICE_KEY, apps=listening),
        jobs=jobs,
        clocks=Clocks(clock),
    )
    app.config["PROPAGATE_EXCEPTIONS"] = False
    if fresh:
        db.create_all(app.extensions["moot"].database, idp.app.METADATAS)
    return Idp(app, loaded, clock, listening, jobs)


def account_row(user_name: str, **changes: Any) -> Account:
    """Return an account that can be stored."""
    number = str(1_000_000 + int(ids.digest(user_name)[:4], 16))
    values: dict[str, Any] = {
        "subject": ids.subject_of(user_name),
        "account_number": number,
        "user_name": user_name,
        "user_key": user_name,
        "password_hash": "none",
        "password_changed_at": datetime(2021, 1, 4, tzinfo=UTC),
        "kind": "individual",
        "registration_type": "attorney_filer",
        "first_name": "Avery",
        "last_name": "Stone",
        "email": f"{user_name}@example.test",
        "opened_on": date(2021, 1, 4),
        "world": 0,
        **changes,
    }
    return Account(**values)


def secret_of(member_id: str) -> str:
    """Return a court's client secret."""
    return f"secret-of-{member_id}-0123456789abcdef0123456789"


def basic(client_id: str, secret: str) -> str:
    """Return an Authorization header value."""
    return "Basic " + base64.b64encode(f"{client_id}:{secret}".encode()).decode()


def answer_of(response: TestResponse) -> dict[str, str]:
    """Return the parameters that a redirect carries back to the relying party."""
    assert response.status_code == 303, response.text
    query = parse_qs(urlsplit(response.headers["Location"]).query)
    assert all(len(values) == 1 for values in query.values()), query
    return {name: values[0] for name, values in query.items()}


def sign_in_asked(response: TestResponse) -> dict[str, str]:
    """Return the query of a redirect to the sign-in page."""
    assert response.status_code == 303, response.text
    parts = urlsplit(response.headers["Location"])
    assert parts.path == "/csologin/login.jsf"
    return {name: values[0] for name, values in parse_qs(parts.query).items()}


def opened(provider: Idp, token: str) -> Any:
    """Return a signed token whose signature was checked against the published keys."""
    published = provider.browser().get("/oidc/jwks").get_json()
    return jwt.decode(token, KeySet.import_key_set(published), algorithms=["RS256", "ES256"])


def _path(url: str) -> str:
    parts = urlsplit(url)
    return parts.path + (f"?{parts.query}" if parts.query else "")
