"""Collecting what all members have of somebody, over the back-channel and outside a transaction."""

from __future__ import annotations

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final

import requests
from flask import current_app

from idp.inspecting.exchanges import Exchange, read
from shared.federation import Member
from shared.web import edge, recorder
from shared.web.recorder import Recorder, Whose
from shared.web.runtime import Runtime
from shared.web.services import RECORDED_PATH

#: Seconds for which a browser stays somebody's after their last request here.
AFTER: Final = 15 * 60.0


@dataclass(frozen=True, slots=True)
class Collected:
    """What members told of somebody; `silent` are those that could not be asked."""

    exchanges: tuple[Exchange, ...]
    sessions: tuple[Mapping[str, Any], ...]
    events: tuple[Mapping[str, Any], ...]
    silent: tuple[str, ...]


def collect(whose: Whose) -> Collected:
    """Ask every member for its part. To be called while no transaction is open.

    :raises LookupError: if there is no recorder: in faithful mode.
    """
    own = recorder.recorder_of(current_app)
    if own is None:
        raise LookupError("nothing is recorded in faithful mode")
    whose = _with_spans(own, whose)
    runtime, wall = edge.runtime(), edge.wall()
    here = own.part(whose)
    asked = replace(whose, parents=_asking(here))
    courts = runtime.federation.courts
    with ThreadPoolExecutor(max_workers=len(courts)) as pool:
        tries = [pool.submit(_ask, runtime, court, asked, wall) for court in courts]
        told = [each.result() for each in tries]
    there = [part for part in told if part is not None]
    # What courts asked of PACER in those requests: the records know in which.
    parents = tuple(trace for part in there for trace in _asking(part))
    here = own.part(replace(whose, parents=parents))
    parts = [here, *there]
    return Collected(
        exchanges=tuple(read(record for part in parts for record in part["records"])),
        sessions=_each(parts, "sessions"),
        events=_each(parts, "events"),
        silent=tuple(court.title for court, part in zip(courts, told, strict=True) if not part),
    )


def _asking(part: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the requests in which a member asked another one."""
    return tuple(record["id"] for record in part["records"] if record["calls"])


def _with_spans(own: Recorder, whose: Whose) -> Whose:
    keys = frozenset({whose.subject})
    spans = recorder.spans_of(own.ring.entries(), keys, whose.world, after=AFTER)
    return replace(whose, spans=spans)


def _ask(runtime: Runtime, court: Member, whose: Whose, wall: datetime) -> dict[str, Any] | None:
    """Return a court's part, None if it does not answer."""
    try:
        answer = runtime.backchannel.get_service(court, RECORDED_PATH, whose.query(), wall=wall)
        answer.raise_for_status()
        part: dict[str, Any] = answer.json()
    except (requests.RequestException, ValueError):
        return None
    return part


def _each(parts: list[dict[str, Any]], name: str) -> tuple[Mapping[str, Any], ...]:
    return tuple({"member": part["member"], **row} for part in parts for row in part[name])
