"""The checks of an ID token (OpenID Connect Core 3.1.3.7), each with its own refusal."""

from __future__ import annotations

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from shared.ids import same
from shared.signon.identity import SubjectMissing
from shared.signon.refusals import (
    Expired,
    WrongAccessTokenHash,
    WrongAudience,
    WrongAuthorizedParty,
    WrongIssuer,
    WrongIssueTime,
    WrongNonce,
    WrongType,
)
from shared.witness import passed

#: How far two members' clocks may differ.
LEEWAY: Final = timedelta(seconds=30)
#: How old an ID token may be when it arrives; it is fetched seconds after it was made.
OLDEST: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Expected:
    """What an ID token must say, and when it is read."""

    issuer: str
    client_id: str
    nonce: str
    access_token: str
    wall: datetime


def check_id_token(
    header: Mapping[str, Any], claims: Mapping[str, Any], expected: Expected
) -> None:
    """Refuse an ID token that is not for this sign-on.

    :raises SignonRefusal: the first check that fails.
    """
    if header.get("typ", "JWT") != "JWT":
        raise WrongType
    passed("typ")
    check_parties(claims, issuer=expected.issuer, client_id=expected.client_id)
    check_times(claims, expected.wall, oldest=OLDEST)
    nonce = claims.get("nonce")
    if not isinstance(nonce, str) or not same(nonce, expected.nonce):
        raise WrongNonce
    passed("nonce")
    at_hash = claims.get("at_hash")
    if not isinstance(at_hash, str) or not same(at_hash, half_hash(expected.access_token)):
        raise WrongAccessTokenHash
    passed("at_hash")
    subject = claims.get("sub")
    if not isinstance(subject, str) or not subject:
        raise SubjectMissing
    passed("sub")


def check_parties(claims: Mapping[str, Any], *, issuer: str, client_id: str) -> None:
    """Refuse a token of another issuer, or one for or issued to somebody else.

    :raises SignonRefusal: WrongIssuer, WrongAudience or WrongAuthorizedParty.
    """
    if claims.get("iss") != issuer:
        raise WrongIssuer
    passed("iss")
    audience = claims.get("aud")
    named = audience if isinstance(audience, list) else [audience]
    if client_id not in named:
        raise WrongAudience
    passed("aud")
    party = claims.get("azp")
    if party is None and len(named) > 1:
        raise WrongAuthorizedParty
    if party is not None and party != client_id:
        raise WrongAuthorizedParty
    passed("azp")


def check_times(claims: Mapping[str, Any], wall: datetime, *, oldest: timedelta) -> None:
    """Refuse a token that has expired, is from the future, or was made too long ago.

    :raises SignonRefusal: Expired or WrongIssueTime.
    """
    now = wall.timestamp()
    leeway = LEEWAY.total_seconds()
    expires = _moment(claims.get("exp"))
    if expires is None or expires + leeway <= now:
        raise Expired
    passed("exp")
    issued = _moment(claims.get("iat"))
    if issued is None or issued - leeway > now or issued + oldest.total_seconds() + leeway < now:
        raise WrongIssueTime
    passed("iat")


def half_hash(access_token: str) -> str:
    """Return `at_hash` of an access token for RS256 and ES256 alike (Core 3.1.3.6)."""
    half = hashlib.sha256(access_token.encode()).digest()[:16]
    return urlsafe_b64encode(half).rstrip(b"=").decode()


def _moment(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    return float(value)
