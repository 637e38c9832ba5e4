"""Whom the anonymous channels of a court show more than the reference world (decisions 26).

A feed is read by a program that has no session. Whoever sits in a seat is given an address with
the seat in it, signed by the court's own key: it opens the seat's rows to its reader and to
whomever the reader hands it, and nothing else.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from flask import current_app, request
from itsdangerous import BadData, URLSafeSerializer

from courts import edge as court_edge
from shared.db import SHARED_WORLD

#: The field of an address that carries a seat.
SEAT: Final = "seat"
_SALT: Final = "seat-of-a-feed"
_LONGEST: Final = 200


@dataclass(frozen=True, slots=True)
class Seat:
    """A world, and how far its court time is from the court's."""

    world: int = SHARED_WORLD
    offset: timedelta = timedelta()


def seat_token() -> str:
    """Return what stands for the seat of whoever asks; empty outside of one."""
    who = court_edge.person()
    if who.world == SHARED_WORLD:
        return ""
    return _signer().dumps([who.world, who.seat_offset_seconds])


def seat() -> Seat:
    """Return the seat that an address names; the reference world if it names none, or a forged one.

    A reader that is turned away would never come back, and would not know why.
    """
    told = request.args.get(SEAT, "")
    if not told or len(told) > _LONGEST:
        return Seat()
    try:
        world, offset = _signer().loads(told)
    except (BadData, ValueError, TypeError):
        return Seat()
    return Seat(int(world), timedelta(seconds=float(offset)))


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=_SALT)
