"""Fixtures of the walks through exercises: long, so they are evidence and no stage of the gate."""

from __future__ import annotations

from tests.browsing import (
    chromium,
    desk,
    federation,
    nursery,
    picture,
)
from tests.journeys.conftest import notices_are_read, pytest_collection_modifyitems

__all__ = [
    "chromium",
    "desk",
    "federation",
    "notices_are_read",
    "nursery",
    "picture",
    "pytest_collection_modifyitems",
]
