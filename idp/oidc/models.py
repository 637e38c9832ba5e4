"""Tables of the OpenID provider. Codes and tokens are kept hashed; all times are real time."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Boolean, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from idp.tables import Table


class SigningKey(Table):
    """A key of ID tokens: next, then active, then retired.

    `next_for` and `active_for` hold its algorithm while it waits and while it signs; both are
    unique, so that the database decides between processes. A retired key has neither.
    """

    __tablename__ = "signing_key"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kid: Mapped[str] = mapped_column(String(64), unique=True)
    alg: Mapped[str] = mapped_column(String(10))
    next_for: Mapped[str | None] = mapped_column(String(10), unique=True)
    active_for: Mapped[str | None] = mapped_column(String(10), unique=True)
    private_jwk: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    active_at: Mapped[datetime | None]
    retired_at: Mapped[datetime | None]


class AuthorizeTransaction(Table):
    """An authorization request that waits for its person to sign in.

    `arrived_at` is what `prompt=login` and `max_age` are measured against; `rounds` counts how
    often the person was sent to sign in, so that nobody goes round for ever; `consented_subject`
    is who has said yes to this very request.
    """

    __tablename__ = "authorize_transaction"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    client_id: Mapped[str] = mapped_column(String(80))
    parameters: Mapped[str] = mapped_column(Text)
    arrived_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    rounds: Mapped[int] = mapped_column(Integer, default=0)
    consented_subject: Mapped[str] = mapped_column(String(36), default="")
    used_at: Mapped[datetime | None]


@dataclass(frozen=True, slots=True)
class HeldCode:
    """A code as Authlib reads it, free of its session: the fields are those of its table."""

    code_hash: str
    client_id: str
    session_id: int
    redirect_uri: str
    scope: str
    nonce: str
    code_challenge: str
    code_challenge_method: str
    auth_time: datetime
    acr: str
    amr: str
    claims: str
    issued_at: datetime
    expires_at: datetime
    used_at: datetime | None

    def get_redirect_uri(self) -> str:
        """Return the address that the code was sent to (Authlib)."""
        return self.redirect_uri

    def get_scope(self) -> str:
        """Return the scope that was granted (Authlib)."""
        return self.scope

    def get_nonce(self) -> str:
        """Return the relying party's nonce (Authlib)."""
        return self.nonce

    def get_auth_time(self) -> int:
        """Return when the person signed in (Authlib)."""
        return int(self.auth_time.timestamp())

    def get_acr(self) -> str:
        """Return how strong the sign-in was (Authlib)."""
        return self.acr

    def get_amr(self) -> list[str]:
        """Return by which means the person signed in (Authlib)."""
        return self.amr.split()


class AuthorizationCode(Table):
    """A code, good for one use. `issued_at` is the code's time, `auth_time` the login's."""

    __tablename__ = "authorization_code"

    code_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    client_id: Mapped[str] = mapped_column(String(80))
    session_id: Mapped[int] = mapped_column(ForeignKey("sso_session.id"), index=True)
    redirect_uri: Mapped[str] = mapped_column(Text)
    scope: Mapped[str] = mapped_column(String(200))
    nonce: Mapped[str] = mapped_column(Text, default="")
    code_challenge: Mapped[str] = mapped_column(String(128), default="")
    code_challenge_method: Mapped[str] = mapped_column(String(10), default="")
    auth_time: Mapped[datetime]
    acr: Mapped[str] = mapped_column(String(60))
    amr: Mapped[str] = mapped_column(String(60))
    claims: Mapped[str] = mapped_column(Text, default="")
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class AccessToken(Table):
    """An opaque access token, bound to its session and to the code that it came from."""

    __tablename__ = "access_token"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    client_id: Mapped[str] = mapped_column(String(80))
    session_id: Mapped[int] = mapped_column(ForeignKey("sso_session.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), index=True)
    scope: Mapped[str] = mapped_column(String(200))
    claims: Mapped[str] = mapped_column(Text, default="")
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class RefreshToken(Table):
    """A refresh token, good for one use; a family is all that descends from one code.

    `family_id` is the hash of that code, so that a replayed code ends the family too. The
    successor is derived from the token that is presented and stands nowhere in clear.
    """

    __tablename__ = "refresh_token"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    family_id: Mapped[str] = mapped_column(String(64), index=True)
    client_id: Mapped[str] = mapped_column(String(80))
    session_id: Mapped[int] = mapped_column(ForeignKey("sso_session.id"), index=True)
    scope: Mapped[str] = mapped_column(String(200))
    auth_time: Mapped[datetime]
    acr: Mapped[str] = mapped_column(String(60))
    amr: Mapped[str] = mapped_column(String(60))
    claims: Mapped[str] = mapped_column(Text, default="")
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    revoked_at: Mapped[datetime | None]

    @property
    def code_hash(self) -> str:
        """Return the hash of the code that the family began with."""
        return self.family_id

    def check_client(self, client: Any) -> bool:
        """Say whether the token was issued to this client (Authlib)."""
        return bool(self.client_id == client.client_id)

    def get_scope(self) -> str:
        """Return the scope that was granted (Authlib)."""
        return self.scope

    def get_nonce(self) -> str:
        """Return none: an ID token from a refresh carries no nonce (OIDC Core 12.2)."""
        return ""

    def get_auth_time(self) -> int:
        """Return when the person signed in, long before the refresh (Authlib)."""
        return int(self.auth_time.timestamp())

    def get_acr(self) -> str:
        """Return how strong the sign-in was (Authlib)."""
        return self.acr

    def get_amr(self) -> list[str]:
        """Return by which means the person signed in (Authlib)."""
        return self.amr.split()


class ClientToken(Table):
    """An access token of a client itself, without a person (RFC 6749 4.4)."""

    __tablename__ = "client_token"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    client_id: Mapped[str] = mapped_column(String(80))
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]


class PushedRequest(Table):
    """An authorization request that its client has pushed ahead, good for one use (RFC 9126)."""

    __tablename__ = "pushed_request"

    uri_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    client_id: Mapped[str] = mapped_column(String(80))
    parameters: Mapped[str] = mapped_column(Text)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]


class RelyingParty(Table):
    """A client that a signed-in person has registered by hand; addresses stand one a line."""

    __tablename__ = "relying_party"

    client_id: Mapped[str] = mapped_column(String(40), primary_key=True)
    title: Mapped[str] = mapped_column(String(80))
    owner_subject: Mapped[str] = mapped_column(String(36), index=True)
    secret_hash: Mapped[str] = mapped_column(String(64))
    redirect_uris: Mapped[str] = mapped_column(Text)
    post_logout_uris: Mapped[str] = mapped_column(Text, default="")
    backchannel_logout_uri: Mapped[str] = mapped_column(Text, default="")
    token_endpoint_auth_method: Mapped[str] = mapped_column(String(30))
    id_token_signed_response_alg: Mapped[str] = mapped_column(String(10), default="RS256")
    scopes: Mapped[str] = mapped_column(String(200))
    require_pkce: Mapped[bool] = mapped_column(Boolean, default=True)
    refresh: Mapped[bool] = mapped_column(Boolean, default=False)
    created_at: Mapped[datetime]
    secret_made_at: Mapped[datetime]


class Consent(Table):
    """What a person lets a client that is no court know, until they take it back."""

    __tablename__ = "consent"
    __table_args__ = (UniqueConstraint("subject", "client_id"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    subject: Mapped[str] = mapped_column(String(36), index=True)
    client_id: Mapped[str] = mapped_column(String(80))
    scope: Mapped[str] = mapped_column(String(200))
    given_at: Mapped[datetime]


class ClientError(Table):
    """A request of a client that was refused, with the rule that it broke; the last hundred stay.

    `given` holds the harmless parameters only: no code, token, secret or person.
    """

    __tablename__ = "client_error"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    client_id: Mapped[str] = mapped_column(String(80), index=True)
    at: Mapped[datetime]
    endpoint: Mapped[str] = mapped_column(String(40))
    error: Mapped[str] = mapped_column(String(60))
    rule: Mapped[str] = mapped_column(String(60))
    detail: Mapped[str] = mapped_column(String(300), default="")
    given: Mapped[str] = mapped_column(Text, default="")
