"""Relying parties: the courts of the federation, and what people register; all confidential."""

from __future__ import annotations

import hashlib
import hmac
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from shared.errors import ConfigurationError
from shared.federation import Federation, Member

COURT_SCOPES = ("openid", "profile", "email")
OFFLINE = "offline_access"
SCOPES = (*COURT_SCOPES, OFFLINE)
AUTH_METHODS = ("client_secret_basic", "client_secret_post")


@dataclass(frozen=True, slots=True)
class Client:
    """What is registered for one relying party; the methods are those that Authlib asks for.

    `member_id` is empty for a client that is no court: it is told less, and the person is asked.
    """

    client_id: str
    title: str
    member_id: str
    secret_hash: str
    redirect_uris: tuple[str, ...]
    post_logout_redirect_uris: tuple[str, ...] = ()
    backchannel_logout_uri: str = ""
    require_pkce: bool = True
    algorithm: str = "RS256"
    scopes: tuple[str, ...] = COURT_SCOPES
    refresh: bool = False
    auth_methods: tuple[str, ...] = AUTH_METHODS

    @property
    def is_court(self) -> bool:
        """Say whether the client is a court of this federation."""
        return bool(self.member_id)

    @property
    def visit_name(self) -> str:
        """Return the name under which a session's visit to the client is noted."""
        return self.member_id or self.client_id

    def get_client_id(self) -> str:
        """Return the identifier."""
        return self.client_id

    def get_default_redirect_uri(self) -> None:
        """Return nothing: a request must name its address (identity.md 2.5, 11)."""

    def get_allowed_scope(self, scope: str | None) -> str:
        """Return the known part of a scope; unknown values are ignored (OIDC Core 3.1.2.1)."""
        wanted = (scope or "").split()
        return " ".join(s for s in self.scopes if s in wanted and (s != OFFLINE or self.refresh))

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        """Say whether an address is registered, character by character (RFC 9700 4.1)."""
        return redirect_uri in self.redirect_uris

    def check_client_secret(self, client_secret: str) -> bool:
        """Compare hashes of secrets: any Unicode is a wrong secret and no error."""
        given = hashlib.sha256(client_secret.encode("utf-8", "surrogatepass")).hexdigest()
        return bool(self.secret_hash) and hmac.compare_digest(given, self.secret_hash)

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        """Say whether the client may authenticate so; never without its secret."""
        return bool(endpoint) and method in self.auth_methods

    def check_response_type(self, response_type: str) -> bool:
        """Say whether a response type may be used: the code flow only (RFC 9700 2.1.2)."""
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        """Say whether a grant may be used; a password never (RFC 9700 2.4).

        A court asks with a person or not at all; refresh tokens are registered for.
        """
        if grant_type == "refresh_token":
            return self.refresh
        if grant_type == "client_credentials":
            return not self.is_court
        return grant_type == "authorization_code"


class Directory(Protocol):
    """Knows clients by identifier; a dictionary does."""

    def get(self, client_id: str, /) -> Client | None:
        """Return a registered client."""


def registered(federation: Federation, secret_hashes: Iterable[str]) -> dict[str, Client]:
    """Return the courts' clients by identifier.

    :param secret_hashes: `client_id=<sha256 hex of the secret>`.
    :raises ConfigurationError: names every entry that is malformed or nobody's.
    """
    hashes: dict[str, str] = {}
    problems: list[str] = []
    known = {court.client_id for court in federation.courts}
    for position, entry in enumerate(secret_hashes, start=1):
        client_id, _, digest = entry.partition("=")
        if client_id not in known:
            problems.append(f"client_secret_hashes, entry {position}: no court “{client_id}”")
        elif len(digest) != hashlib.sha256().digest_size * 2:
            problems.append(f"client_secret_hashes, entry {position}: no SHA-256 in hex")
        hashes[client_id] = digest.lower()
    if problems:
        raise ConfigurationError(problems)
    return {c.client_id: _court(c, hashes.get(c.client_id, "")) for c in federation.courts}


def _court(court: Member, secret_hash: str) -> Client:
    return Client(
        client_id=court.client_id,
        title=court.full_name,
        member_id=court.id,
        secret_hash=secret_hash,
        redirect_uris=(court.public_url + "/oidc/callback",),
        post_logout_redirect_uris=(court.public_url + "/oidc/after-logout",),
        backchannel_logout_uri=court.public_url + "/oidc/backchannel-logout",
    )
