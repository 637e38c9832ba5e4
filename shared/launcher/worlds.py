"""`moot world`: what the courts hold, and planting more of it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from shared import clock
from shared.backchannel import Backchannel
from shared.clock import Clocks
from shared.errors import Refusal
from shared.federation import Member
from shared.jobs import InlineJobs
from shared.launcher import embedded, factories, preparing
from shared.launcher.factories import Progress
from shared.launcher.standing import Standing


def listing(found: Standing, *, limit: int, only: str | None = None) -> dict[str, Any]:
    """Return the courts with their cases and papers, for programs.

    :param limit: how many cases of each court.
    """
    courts = []
    for member in _courts(found, only):
        with opened(found, member) as app:
            courts.append(factories.world(member)(app, limit))
    seeds = {environ.get("MOOT_SEED", "1") for environ in found.environs.values()}
    return {"seed": int(min(seeds)), "courts": courts}


def plant(found: Standing, court: str, size: str) -> Iterator[Progress]:
    """Plant a world of a size into a court; yield how far it is."""
    (member,) = _courts(found, court)
    with opened(found, member) as app:
        yield from factories.plant_world(member)(app, size)


def _courts(found: Standing, only: str | None) -> list[Member]:
    courts = [m for m in found.federation.courts if m.id in found.environs]
    if only is None:
        return courts
    chosen = [member for member in courts if member.id == only]
    if not chosen:
        names = ", ".join(member.id for member in courts)
        raise Refusal("court", f"There is no court {only} here. Courts are {names}.")
    return chosen


@contextmanager
def opened(found: Standing, member: Member) -> Iterator[Any]:
    """Build a member's app; it neither serves nor does background work."""
    jobs = InlineJobs(wall=clock.wall)
    jobs.paused = True
    embedded.allow_plain_http(found.federation)
    app = factories.factory(member)(
        member=member,
        federation=found.federation,
        environ=found.environs[member.id],
        backchannel=Backchannel(found.federation, member, service_key=found.service_key),
        jobs=jobs,
        clocks=Clocks(),
    )
    try:
        yield app
    finally:
        preparing.dispose(app)
