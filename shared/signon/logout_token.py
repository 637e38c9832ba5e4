"""Logout tokens: the identity provider says that a session has ended (Back-Channel Logout 2.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from shared.signon.id_token import LEEWAY, check_parties, check_times
from shared.signon.refusals import (
    Expired,
    NobodyNamed,
    NonceForbidden,
    Replayed,
    WrongEvents,
    WrongType,
)
from shared.witness import passed

TYPE: Final = "logout+jwt"
EVENT: Final = "http://schemas.openid.net/event/backchannel-logout"
#: A logout token is short-lived (ASVS 5.0, 10.5.5).
LIFE: Final = timedelta(minutes=2)


@dataclass(frozen=True, slots=True)
class LogoutNotice:
    """Whose session ended; `sid` or `subject` may be empty, not both. `jti` must be new."""

    sid: str
    subject: str
    jti: str
    expires_at: datetime


def check_logout_token(
    header: Mapping[str, Any],
    claims: Mapping[str, Any],
    *,
    issuer: str,
    client_id: str,
    wall: datetime,
) -> LogoutNotice:
    """Return whom an opened logout token is about; the caller still refuses a `jti` seen before.

    :raises SignonRefusal: the first check that fails.
    """
    if str(header.get("typ", "")).lower().removeprefix("application/") != TYPE:
        raise WrongType
    passed("typ")
    check_parties(claims, issuer=issuer, client_id=client_id)
    check_times(claims, wall, oldest=LIFE)
    if float(claims["exp"]) - float(claims["iat"]) > (LIFE + LEEWAY).total_seconds():
        raise Expired("It would be valid for more than two minutes.")
    passed("life")
    events = claims.get("events")
    if not isinstance(events, dict) or not isinstance(events.get(EVENT), dict):
        raise WrongEvents
    passed("events")
    if "nonce" in claims:
        raise NonceForbidden
    passed("nonce_forbidden")
    sid, subject = _text(claims.get("sid")), _text(claims.get("sub"))
    if not sid and not subject:
        raise NobodyNamed
    passed("sid_or_sub")
    jti = _text(claims.get("jti"))
    if not jti:
        raise Replayed
    return LogoutNotice(sid, subject, jti, datetime.fromtimestamp(float(claims["exp"]), UTC))


def _text(value: object) -> str:
    return value if isinstance(value, str) else ""
