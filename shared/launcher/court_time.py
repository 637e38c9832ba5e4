"""Court time of a whole federation: a jump is done when every member has acknowledged it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

import requests

from shared import clock
from shared.clock import ClockSetting
from shared.db import Database
from shared.errors import Refusal
from shared.launcher.standing import Standing
from shared.timekeeping import read_setting, write_setting

CLOCK_PATH: Final = "/services/moot/clock"
#: Members take their offset from our clock; what a slow answer makes of it is no disagreement.
TOLERANCE: Final = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Answer:
    """What one member says of its court time; `setting` is None if it did not answer."""

    member_id: str
    setting: ClockSetting | None
    problem: str = ""


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


def read(standing: Standing) -> list[Answer]:
    """Return the court time of every member: as they say, or as written if none of them runs."""
    answers = _ask_all(standing, None)
    return answers if any(a.setting for a in answers) else _from_rows(standing, answers)


def change(standing: Standing, setting: ClockSetting) -> list[Answer]:
    """Set every member's court time and return their acknowledgements.

    :raises Refusal: code `clock` if some did not acknowledge; the others have the new time.
    """
    heard = _ask_all(standing, _as_json(setting))
    if not any(a.setting for a in heard) and _none_runs(heard):
        return _into_rows(standing, setting)
    silent = [f"{a.member_id} ({a.problem})" for a in heard if a.setting is None]
    if silent:
        raise Refusal(
            "clock",
            f"Not acknowledged by {', '.join(silent)}. The jump is not done: mend that and give "
            "the same command again.",
        )
    return heard


def agree(answers: list[Answer]) -> bool:
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


def _none_runs(answers: list[Answer]) -> bool:
    return all(a.problem == "does not answer" for a in answers)


def _ask_all(standing: Standing, payload: Mapping[str, Any] | None) -> list[Answer]:
    found = []
    for member in standing.federation.members:
        try:
            response = standing.call(member, CLOCK_PATH, payload)
        except requests.RequestException:
            found.append(Answer(member.id, None, "does not answer"))
            continue
        if response.ok:
            found.append(Answer(member.id, _from_json(response.json())))
        else:
            found.append(Answer(member.id, None, f"answered {response.status_code}"))
    return found


def _from_rows(standing: Standing, answers: list[Answer]) -> list[Answer]:
    urls = standing.database_urls()
    return [_row(a, urls[a.member_id]) if a.member_id in urls else a for a in answers]


def _row(answer: Answer, url: str) -> Answer:
    database = Database(url, pool_size=1)
    try:
        with database.reading() as session:
            return Answer(answer.member_id, read_setting(session), answer.problem)
    finally:
        database.dispose()


def _into_rows(standing: Standing, setting: ClockSetting) -> list[Answer]:
    urls = standing.database_urls()
    missing = [m.id for m in standing.federation.members if m.id not in urls]
    if missing:
        raise Refusal(
            "clock", f"{', '.join(missing)}: does not answer, and its database is not ours."
        )
    for url in urls.values():
        database = Database(url, pool_size=1)
        try:
            with database.writing() as session:
                write_setting(session, setting)
        finally:
            database.dispose()
    return [Answer(name, setting) for name in urls]


def _as_json(setting: ClockSetting) -> dict[str, Any]:
    return {
        "offset_seconds": setting.offset.total_seconds(),
        "frozen_at": setting.frozen_at.isoformat() if setting.frozen_at else None,
    }


def _from_json(data: Mapping[str, Any]) -> ClockSetting:
    at = data.get("frozen_at")
    return ClockSetting(
        timedelta(seconds=float(data["offset_seconds"])),
        datetime.fromisoformat(at) if at else None,
    )


def present(setting: ClockSetting) -> datetime:
    """Return the court time that a setting means now."""
    return setting.now(clock.wall())
