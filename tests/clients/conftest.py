"""Fixtures of the client programs: a federation behind a redirected connection."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from juriscraper.pacer.http import PacerSession

from shared.personas import Persona
from tests.browsing import federation, nursery
from tests.readback_appellate import offline
from tests.serving import Redirector, Running

__all__ = ["federation", "nursery", "redirected", "session"]


@pytest.fixture
def redirected(federation: Running) -> Iterator[Redirector]:
    """Move the connections of client programs; the addresses that they see stay real."""
    yield from Redirector(federation).patched()


@pytest.fixture
def session(redirected: Redirector, people: dict[str, Persona]) -> PacerSession:
    """A program that has logged in at PACER and never came to a court before."""
    offline()
    pacer = people["client"].pacer
    assert pacer is not None
    made = PacerSession(username=pacer.user_name, password=pacer.password)
    made.login()
    return made
