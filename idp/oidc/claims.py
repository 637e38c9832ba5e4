"""Claims: what relying parties are told about a person and their session (docs/architecture)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from idp.oidc.wishes import SCOPE_OF

ID_TOKEN_LIFE = timedelta(hours=1)
LOGOUT_TOKEN_LIFE = timedelta(seconds=120)
LOGOUT_EVENT = "http://schemas.openid.net/event/backchannel-logout"


@dataclass(frozen=True, slots=True)
class Facts:
    """A person and their session, free of the database."""

    subject: str
    sid: str
    auth_time: datetime
    amr: tuple[str, ...]
    acr: str
    user_name: str
    name: str
    given_name: str
    family_name: str
    email: str
    account_number: str
    kind: str
    legacy: bool
    status: str
    client_code: str
    trainer: bool
    world: int
    seat_offset_seconds: float
    search_disabled: bool
    search_reason: str


def of_person(
    facts: Facts, scope: Iterable[str], *, named: Iterable[str] = (), court: bool = True
) -> dict[str, Any]:
    """Return the claims that a scope opens, and those that the request names (OIDC Core 5.4, 5.5).

    A court is of the federation, so nobody is asked for consent (RFC 6749 10.2 lets the operator
    of both decide): it learns about the account what the real system tells it. Others do not.
    """
    found: dict[str, Any] = {
        "sub": facts.subject,
        "sid": facts.sid,
        "auth_time": int(facts.auth_time.timestamp()),
        "amr": list(facts.amr),
        "acr": facts.acr,
    }
    if court:
        found |= _of_account(facts)
    scopes, wanted = frozenset(scope), frozenset(named)
    profile = {
        "preferred_username": facts.user_name,
        "name": facts.name,
        "given_name": facts.given_name,
        "family_name": facts.family_name,
        "email": facts.email,
    }
    return found | {
        name: value for name, value in profile.items() if SCOPE_OF[name] in scopes or name in wanted
    }


def _of_account(facts: Facts) -> dict[str, Any]:
    return {
        "account_number": facts.account_number,
        "account_kind": facts.kind,
        "account_legacy": facts.legacy,
        "account_status": facts.status,
        "client_code": facts.client_code,
        "trainer": facts.trainer,
        "world": facts.world,
        "seat_offset_seconds": facts.seat_offset_seconds,
        "search_disabled": facts.search_disabled,
        "search_reason": facts.search_reason,
    }


def of_introspection(
    facts: Facts,
    *,
    issuer: str,
    scope: Iterable[str],
    client_id: str,
    issued_at: datetime,
    expires_at: datetime,
    token_type: str,
    court: bool = True,
) -> Mapping[str, Any]:
    """Return what a live token stands for (RFC 7662 2.2)."""
    return {
        **of_person(facts, scope, court=court),
        "active": True,
        "iss": issuer,
        "aud": client_id,
        "client_id": client_id,
        "username": facts.user_name,
        "token_type": token_type,
        "scope": " ".join(scope),
        "iat": int(issued_at.timestamp()),
        "exp": int(expires_at.timestamp()),
    }


def of_logout(
    *, issuer: str, client_id: str, subject: str, sid: str, jti: str, wall: datetime
) -> dict[str, Any]:
    """Return the claims of a logout token: never a nonce (Back-Channel Logout 1.0, 2.4)."""
    return {
        "iss": issuer,
        "aud": client_id,
        "sub": subject,
        "sid": sid,
        "jti": jti,
        "iat": int(wall.timestamp()),
        "exp": int((wall + LOGOUT_TOKEN_LIFE).timestamp()),
        "events": {LOGOUT_EVENT: {}},
    }
