"""The coach beside the pages of whoever sits in a seat: a frame of the identity provider's.

Its address carries the seat's world, signed with the key that all members share. So the coach is
there for whoever has only a court's own login, and for whoever has not signed in yet; and what it
asks every few seconds neither looks up a person nor keeps a session awake.
"""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from flask import g, request
from itsdangerous import BadData, URLSafeTimedSerializer

from shared.seating import is_seat
from shared.web import edge

PATH: Final = "/coach"
#: Where a trainee goes back to the last checkpoint of their own seat.
BACK_PATH: Final = "/seat/back"
#: The field of the address that carries the seat.
SEAT: Final = "seat"
LIFE: Final = 12 * 60 * 60
_LONGEST: Final = 200
#: How browsers name the page itself, as against what is in it.
_PAGES: Final = ("document", "")


def address() -> str:
    """Return the address of the coach for the page that is being drawn; empty if it has none.

    Client programs have none: they do not ask for a page to be looked at.
    """
    who = g.get("moot_person")
    runtime = edge.runtime()
    if not runtime.settings.training or who is None or not is_seat(who.world):
        return ""
    shown = request.headers.get("Sec-Fetch-Dest", "") in _PAGES
    if not shown or "text/html" not in request.headers.get("Accept", ""):
        return ""
    query = urlencode({SEAT: _signer().dumps(who.world)})
    return edge.federation_url(runtime.federation.idp, f"{PATH}?{query}", role="home")


def world_of(token: str) -> int | None:
    """Return the world that an address means; None for one that is forged or too old."""
    if len(token) > _LONGEST:
        return None
    try:
        world = _signer().loads(token, max_age=LIFE)
    except BadData:
        return None
    return world if isinstance(world, int) and is_seat(world) else None


def _signer() -> URLSafeTimedSerializer:
    return URLSafeTimedSerializer(str(edge.runtime().settings.service_key), salt="coach-of-a-seat")
