"""`moot map`: where the real host names are answered, and what there is to ask for."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Final

from flask import Flask

from shared import clock, personas
from shared.errors import Refusal
from shared.federation import Federation, Member, host_of
from shared.jobs import InlineJobs
from shared.launcher import embedded, factories, preparing
from shared.timekeeping import read_setting
from shared.web.runtime import Runtime

#: The persona of client programs: it may search and has no second factor.
PERSONA: Final = "client"


def written(
    federation: Federation, targets: Mapping[str, Mapping[str, str]], *, port: int | None = None
) -> dict[str, Any]:
    """Return the map: the address of each host, a persona, and a target per kind of court.

    :param port: of the members, if it is not the one of the last start.
    """
    person = personas.by_key(personas.load())[PERSONA].pacer
    if person is None:
        raise Refusal("persona", f"The persona {PERSONA} has no PACER account.")
    idp = federation.idp
    known = {
        idp.gateway["pacer"],
        idp.gateway["pcl"],
        *(court.gateway["ecf"] for court in federation.courts),
    }
    return {
        "login": _address(idp, port),
        "pcl": _address(idp, port),
        "courts": {court.id: _address(court, port) for court in federation.courts},
        "hosts": {
            host_of(origin): _address(member, port)
            for member in federation.members
            for origin in member.gateway.values()
            if origin not in known
        },
        "default": None,
        "user": person.user_name,
        "password": person.password,
        "totp_secret": person.totp_secret or None,
        "targets": {kind: dict(told) for kind, told in targets.items()},
    }


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
        for court in _in_order(federation.courts, apps, seed):
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


def _in_order(courts: tuple[Member, ...], apps: Mapping[str, Flask], seed: int) -> list[Member]:
    """Return the courts, beginning with another one for each seed.

    Those that PACER signs people in to come first: before its go-live a court has a login page of
    its own, where client programs of today do not get on.
    """
    first = seed % len(courts)
    turned = courts[first:] + courts[:first]
    return sorted(turned, key=lambda court: _now(apps[court.id]) < court.live_at)


def _now(app: Flask) -> datetime:
    runtime: Runtime = app.extensions["moot"]
    with runtime.database.reading() as session:
        return read_setting(session).now(clock.wall())
