"""Fixtures of the journeys: a browser that a person sits at, and a federation of the right era."""

from __future__ import annotations

from tests.browsing import (
    chromium,
    desk,
    federation,
    nursery,
    picture,
)

__all__ = ["chromium", "desk", "federation", "nursery", "picture"]
