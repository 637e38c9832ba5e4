"""Court time of a whole federation: what its members say of it, and how a jump is asked of all."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

import requests

from shared.clock import ClockSetting
from shared.federation import Member

CLOCK_PATH: Final = "/services/moot/clock"
#: Where the service center tells and turns the calendars of classes and seats.
CLASSES_PATH: Final = "/services/moot/timetable"
#: Members take their offset from our clock; what a slow answer makes of it is no disagreement.
TOLERANCE: Final = timedelta(seconds=2)
SILENT: Final = "does not answer"
#: Calls a service address of a member; a payload makes it a POST.
Call = Callable[[Member, str, Mapping[str, Any] | None], requests.Response]


@dataclass(frozen=True, slots=True)
class Answer:
    """What one member says of its court time; `setting` is None if it did not answer.

    `told` is the whole of it: a seat's time if that was asked for, and what was done when.
    """

    member_id: str
    setting: ClockSetting | None
    problem: str = ""
    told: Mapping[str, Any] = field(default_factory=dict)


def moved(setting: ClockSetting, *, to: datetime, wall: datetime) -> ClockSetting:
    """Return the setting at another moment; a clock that stands still goes on standing."""
    return ClockSetting(to - wall, to if setting.frozen_at is not None else None)


def advanced(setting: ClockSetting, span: timedelta, *, wall: datetime) -> ClockSetting:
    """Return the setting moved along by a span."""
    return moved(setting, to=setting.now(wall) + span, wall=wall)


def frozen(setting: ClockSetting, *, wall: datetime) -> ClockSetting:
    """Return the setting standing still at its present moment."""
    return ClockSetting(setting.offset, setting.now(wall))


def running(setting: ClockSetting, *, wall: datetime) -> ClockSetting:
    """Return the setting running on from its present moment."""
    return ClockSetting(setting.now(wall) - wall)


def ask_all(
    members: Iterable[Member], call: Call, setting: ClockSetting | None = None, *, place: int = 0
) -> list[Answer]:
    """Ask every member for its court time, or set it; the answers are their acknowledgements.

    :param place: the seat whose time is asked for, too.
    """
    payload = None if setting is None else as_json(setting)
    path = f"{CLOCK_PATH}?place={place}" if place else CLOCK_PATH
    found = []
    for member in members:
        try:
            response = call(member, path, payload)
        except requests.RequestException:
            found.append(Answer(member.id, None, SILENT))
            continue
        if response.ok:
            told = response.json()
            found.append(Answer(member.id, from_json(told), told=told))
        else:
            found.append(Answer(member.id, None, f"answered {response.status_code}"))
    return found


def silent(answers: Iterable[Answer]) -> list[str]:
    """Return who did not acknowledge, each with what the matter is."""
    return [f"{each.member_id} ({each.problem})" for each in answers if each.setting is None]


def agree(answers: Iterable[Answer]) -> bool:
    """Say whether all members that answered have the same court time."""
    settings = [a.setting for a in answers if a.setting is not None]
    if not settings:
        return False
    first = settings[0]
    return all(
        s.frozen_at == first.frozen_at
        and (s.frozen_at is not None or abs(s.offset - first.offset) <= TOLERANCE)
        for s in settings
    )


def as_json(setting: ClockSetting) -> dict[str, Any]:
    """Return a setting as members send it."""
    return {
        "offset_seconds": setting.offset.total_seconds(),
        "frozen_at": setting.frozen_at.isoformat() if setting.frozen_at else None,
    }


def from_json(data: Mapping[str, Any]) -> ClockSetting:
    """Read a setting that a member sent."""
    at = data.get("frozen_at")
    return ClockSetting(
        timedelta(seconds=float(data["offset_seconds"])),
        datetime.fromisoformat(at) if at else None,
    )
