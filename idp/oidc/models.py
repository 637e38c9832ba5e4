"""Tables of the OpenID provider. Codes and tokens are kept hashed; all times are real time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from idp.tables import Table


class SigningKey(Table):
    """A key that signs ID tokens. `active_for` holds its algorithm while it does, else nothing."""

    __tablename__ = "signing_key"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    kid: Mapped[str] = mapped_column(String(64), unique=True)
    alg: Mapped[str] = mapped_column(String(10))
    active_for: Mapped[str | None] = mapped_column(String(10), unique=True)
    private_jwk: Mapped[str] = mapped_column(Text)
    made_at: Mapped[datetime]
    retired_at: Mapped[datetime | None]


class AuthorizeTransaction(Table):
    """An authorization request that waits for its person to sign in.

    `arrived_at` is what `prompt=login` and `max_age` are measured against; `rounds` counts how
    often the person was sent to sign in, so that nobody goes round for ever.
    """

    __tablename__ = "authorize_transaction"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    client_id: Mapped[str] = mapped_column(String(80))
    parameters: Mapped[str] = mapped_column(Text)
    arrived_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    rounds: Mapped[int] = mapped_column(Integer, default=0)
    used_at: Mapped[datetime | None]


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
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]

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


class AccessToken(Table):
    """An opaque access token, bound to its session and to the code that it came from."""

    __tablename__ = "access_token"

    token_hash: Mapped[str] = mapped_column(String(64), primary_key=True)
    client_id: Mapped[str] = mapped_column(String(80))
    session_id: Mapped[int] = mapped_column(ForeignKey("sso_session.id"), index=True)
    code_hash: Mapped[str] = mapped_column(String(64), index=True)
    scope: Mapped[str] = mapped_column(String(200))
    issued_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    revoked_at: Mapped[datetime | None]
