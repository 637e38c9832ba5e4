"""The seat of a browser in which nobody is signed in: a signed cookie on the federation's domain.

Whoever joins a class, or opens the address of a seat card, gets it. Registrations, forgotten
passwords, old logins and public pages then belong to the seat and follow its calendar; whoever is
signed in is in the world of their account all the same (docs/decisions.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask import Response
from itsdangerous import BadData, URLSafeSerializer

from shared.federation import Addressing, Family
from shared.web.runtime import Runtime

COOKIE: Final = "moot_seat"
_SALT: Final = "seat-of-a-browser"
_LONGEST: Final = 120
_KEPT: Final = 30 * 24 * 3600


def seat_token(runtime: Runtime, place: int) -> str:
    """Return what stands for a seat in a cookie and in the address of its card."""
    return token_of(str(runtime.settings.service_key), place)


def token_of(service_key: str, place: int) -> str:
    """Return what stands for a seat in a federation whose members share a key."""
    return str(_signer(service_key).dumps(place))


def place_of(runtime: Runtime, token: str) -> int | None:
    """Return the place that a token names; None without one, or if it is not ours."""
    if not token or len(token) > _LONGEST:
        return None
    try:
        found = _signer(str(runtime.settings.service_key)).loads(token)
    except BadData:
        return None
    return found if isinstance(found, int) and found > 0 else None


def place_of_browser(runtime: Runtime, cookies: Mapping[str, str]) -> int | None:
    """Return the seat of a browser; None if it has none, and wherever nobody trains."""
    if not runtime.settings.training or COOKIE not in cookies:
        return None
    return place_of(runtime, cookies[COOKIE])


def sit(response: Response, runtime: Runtime, place: int, *, family: Family) -> None:
    """Let a browser sit in a seat, for all members that it calls by this family of names."""
    response.set_cookie(
        COOKIE,
        seat_token(runtime, place),
        max_age=_KEPT,
        path="/",
        domain=_domain(runtime.federation.addressing, family),
        httponly=True,
        samesite="Lax",
        secure=runtime.federation.secure and family == "own",
    )


def stand_up(response: Response, runtime: Runtime, *, family: Family) -> None:
    """Let a browser sit nowhere."""
    domain = _domain(runtime.federation.addressing, family)
    response.delete_cookie(COOKIE, path="/", domain=domain)


def _domain(addressing: Addressing, family: Family) -> str | None:
    """Return the domain that all members share; None where they share one host."""
    if family == "gateway":
        return addressing.gateway_domain
    return None if addressing.lan else addressing.domain


def _signer(service_key: str) -> URLSafeSerializer:
    return URLSafeSerializer(service_key, salt=_SALT)
