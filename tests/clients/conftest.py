"""Fixtures of the client programs: a federation behind a redirected connection."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.browsing import federation, nursery
from tests.serving import Redirector, Running

__all__ = ["federation", "nursery", "redirected"]


@pytest.fixture
def redirected(federation: Running) -> Iterator[Redirector]:
    """Move the connections of client programs; the addresses that they see stay real."""
    yield from Redirector(federation).patched()
