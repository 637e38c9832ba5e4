"""The desks of the clerk's office: what waits for staff, room by room."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final, cast

from flask import Flask
from sqlalchemy.orm import Session

INDEX_PATH: Final = "/clerk/"
_DESKS: Final = "moot_desks"


@dataclass(frozen=True, slots=True)
class Desk:
    """A page of the clerk's office; `waiting` counts what has to be decided, None for no queue."""

    label: str
    path: str
    says: str
    waiting: Callable[[Session], int] | None = None


def add_desk(app: Flask, desk: Desk) -> None:
    """Give a room's page its place on the clerk's front page."""
    app.extensions.setdefault(_DESKS, []).append(desk)


def all_of(app: Flask) -> tuple[Desk, ...]:
    """Return the desks in the order in which the rooms joined."""
    return tuple(cast("list[Desk]", app.extensions.get(_DESKS, [])))
