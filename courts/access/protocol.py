"""Whom the anonymous channels of a court show more than the reference world (decisions 26).

A feed is read by a program that has no session. Whoever sits in a seat is given an address with
the seat in it, signed by the court's own key: it opens the seat's rows to its reader and to
whomever the reader hands it, and nothing else. A browser that has a seat without being signed in
sees that seat.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from flask import current_app, request
from itsdangerous import BadData, URLSafeSerializer

from courts import edge as court_edge
from shared import seats
from shared.db import SHARED_WORLD
from shared.web import edge, seat_cookie

#: The field of an address that carries a seat.
SEAT: Final = "seat"
_SALT: Final = "seat-of-a-feed"
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Seat:
    """A world, and how far its court time was from the court's when its address was given out."""

    world: int = SHARED_WORLD
    offset: timedelta = timedelta()


def seat_token() -> str:
    """Return what stands for the seat of whoever asks; empty outside of one."""
    who = court_edge.person()
    if who.world == SHARED_WORLD:
        return ""
    return _signer().dumps([who.world, who.seat_offset_seconds])


def seat() -> Seat:
    """Return the seat that an address names, else that of a browser in which nobody is signed in.

    The reference world if there is none, or a forged one: a reader that is turned away would never
    come back, and would not know why. An address that was given out before the seat was reset goes
    on to mean it.
    """
    named = _named(request.args.get(SEAT, ""))
    place = None
    if named is None and not court_edge.person().is_authenticated:
        place = seat_cookie.place_of_browser(edge.runtime(), edge.cookies())
    if named is None and place is None:
        return Seat()
    with edge.runtime().database.reading() as session:
        if named is None:
            found = None if place is None else seats.standing(session, place)
        else:
            found = seats.present(session, named.world)
    if found is not None:
        return Seat(found.world, found.offset)
    return named or Seat()


def _named(told: str) -> Seat | None:
    """Return what an address names; None if nothing, or if it is forged."""
    if not told or len(told) > _LONGEST:
        return None
    try:
        world, offset = _signer().loads(told)
    except (BadData, ValueError, TypeError):
        return None
    return Seat(int(world), timedelta(seconds=float(offset)))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=_SALT)
