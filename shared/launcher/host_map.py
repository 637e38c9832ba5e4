"""`moot map`: where the real host names are answered, and what there is to ask for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask import Flask

from shared import client_map, clock
from shared.errors import Refusal
from shared.federation import Federation, Member
from shared.jobs import InlineJobs
from shared.launcher import embedded, factories, preparing
from shared.timekeeping import read_setting
from shared.web.runtime import Runtime


def written(
    federation: Federation, targets: Mapping[str, Mapping[str, str]], *, port: int | None = None
) -> dict[str, Any]:
    """Return the map for programs of this machine.

    :param port: of the members, if it is not the one of the last start.
    """
    return client_map.written(federation, targets, address=lambda each: _address(each, port))


def _address(member: Member, port: int | None) -> str:
    if port is not None:
        return f"http://127.0.0.1:{port}"
    return member.reach or member.public_url


def draw(
    federation: Federation,
    environs: Mapping[str, Mapping[str, str]],
    *,
    service_key: str,
    seed: int,
) -> dict[str, dict[str, str]]:
    """Draw one target for each kind of court that has a case which will do."""
    jobs = InlineJobs(wall=clock.wall)
    jobs.paused = True
    apps = embedded.build_members(federation, environs, service_key=service_key, jobs=jobs)
    try:
        found: dict[str, dict[str, str]] = {}
        order = client_map.in_order(
            federation.courts, seed, live=lambda each: _now(apps[each.id]) >= each.live_at
        )
        for court in order:
            if court.kind not in found:
                told = factories.targets(court)(apps[court.id], seed)
                if told:
                    found[court.kind] = told
    finally:
        for app in apps.values():
            preparing.dispose(app)
    missing = sorted({court.kind for court in federation.courts} - set(found))
    if missing:
        raise Refusal(
            "targets",
            f"There is no case that would do in any court of these kinds: {', '.join(missing)}. "
            "The world has to be planted first: moot up.",
        )
    return found


def _now(app: Flask) -> datetime:
    runtime: Runtime = app.extensions["moot"]
    with runtime.database.reading() as session:
        return read_setting(session).now(clock.wall())
