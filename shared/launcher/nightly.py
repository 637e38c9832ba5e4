"""The nightly reset: at a time of day a federation goes back to a snapshot."""

from __future__ import annotations

import threading
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from typing import Final

import structlog

from shared import clock
from shared.errors import Refusal
from shared.launcher import snapshots
from shared.launcher.snapshots import Place

SNAPSHOT: Final = "nightly"
#: How long is slept at once: a machine that was asleep looks again soon after it wakes.
_NAP: Final = 30.0

log = structlog.get_logger("moot.nightly")


@dataclass(frozen=True, slots=True)
class Night:
    """When it is reset, and to which snapshot."""

    at: time
    snapshot: str


def of_text(text: str) -> Night:
    """Read what the parent process tells its worker: `03:00 nightly`."""
    at, _, name = text.partition(" ")
    return Night(parse_at(at), name)


def parse_at(text: str) -> time:
    """Read a time of day such as 03:00.

    :raises Refusal: code `at`.
    """
    try:
        return time.fromisoformat(text.strip())
    except ValueError:
        raise Refusal("at", f"“{text}” is no time of day. Write 03:00.") from None


def next_reset(after: datetime, at: time) -> datetime:
    """Return the first moment after another at which a clock on the wall shows a time of day."""
    today = after.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return today if today > after else today + timedelta(days=1)


def keep_resetting(place: Place, night: Night, *, ended: threading.Event) -> None:
    """Reset whenever it is due, until ended; a reset that fails waits for the next night."""
    due = next_reset(_local(), night.at)
    while not ended.wait(min(_NAP, max(0.0, (due - _local()).total_seconds()))):
        if _local() < due:
            continue
        try:
            snapshots.restore(place, night.snapshot)
            log.info("nightly.reset", snapshot=night.snapshot)
        except Exception as error:  # the classroom goes on as it is
            log.error("nightly.failed", snapshot=night.snapshot, error=str(error))
        due = next_reset(_local(), night.at)


def start(place: Place, night: Night) -> threading.Event:
    """Reset in a thread of this process; the event that is returned ends it when set."""
    ended = threading.Event()
    threading.Thread(
        target=keep_resetting, args=(place, night), kwargs={"ended": ended}, daemon=True
    ).start()
    return ended


def _local() -> datetime:
    """Return real time by the clock on this machine's wall."""
    return clock.wall().astimezone()
