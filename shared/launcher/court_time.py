"""Court time as `moot clock` sees it: members that run are asked, else their databases are."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any, Final

import requests

from shared import calendars, clock
from shared.calendars import Answer
from shared.clock import ClockSetting
from shared.db import Database
from shared.errors import Refusal
from shared.launcher.standing import Standing
from shared.timekeeping import read_setting, write_setting

NOT_FOUND: Final = 404
NOT_RUNNING: Final = "running"


def read(standing: Standing) -> list[Answer]:
    """Return the court time of every member: as they say, or as written if none of them runs."""
    answers = calendars.ask_all(standing.federation.members, standing.call)
    return answers if any(a.setting for a in answers) else _from_rows(standing, answers)


def change(standing: Standing, setting: ClockSetting) -> list[Answer]:
    """Set every member's court time and return their acknowledgements.

    :raises Refusal: code `clock` if some did not acknowledge; the others have the new time.
    """
    heard = calendars.ask_all(standing.federation.members, standing.call, setting)
    if not any(a.setting for a in heard) and _none_runs(heard):
        return _into_rows(standing, setting)
    silent = calendars.silent(heard)
    if silent:
        raise Refusal(
            "clock",
            f"Not acknowledged by {', '.join(silent)}. The jump is not done: mend that and give "
            "the same command again.",
        )
    return heard


def of_class(
    standing: Standing, code: str, seats: Sequence[int], deed: str = "", value: str = ""
) -> dict[str, Any]:
    """Return court time of a class and its seats, after turning it if a deed is given.

    :raises Refusal: `running`, `faithful`, or in the service center's words.
    """
    asked = {"code": code, "seats": list(seats), "deed": deed, "value": value}
    return _ask(standing, asked)


def moments(standing: Standing, code: str, seats: Sequence[int]) -> list[dict[str, str]]:
    """Return the named moments of the federation, of a class or of its seat.

    :raises Refusal: as `of_class` does.
    """
    asked = {"code": code, "seats": list(seats[:1]), "moments": True}
    found: list[dict[str, str]] = _ask(standing, asked)["moments"]
    return found


def _ask(standing: Standing, asked: Mapping[str, Any]) -> dict[str, Any]:
    try:
        answer = standing.call(standing.federation.idp, calendars.CLASSES_PATH, asked)
    except requests.RequestException:
        raise Refusal(
            NOT_RUNNING,
            "PACER does not answer, and only it knows of classes. Start the federation with "
            "`moot up`.",
        ) from None
    if answer.status_code == NOT_FOUND:
        raise Refusal("faithful", "This federation is faithful: there are no classes.")
    told: dict[str, Any] = answer.json()
    if not answer.ok:
        raise Refusal(told["error"], told["message"])
    return told


def rows_of(told: Mapping[str, Any], seats: Sequence[int], zone: str) -> list[tuple[str, str, str]]:
    """Return what was told of a class as lines of a table: who, court time, how it goes."""
    found = [] if seats else [("class", told)]
    found += [(f"seat {row['number']:02d}", row) for row in told["seats"]]
    return [
        (
            name,
            clock.court_stamp(datetime.fromisoformat(row["now"]), zone),
            "stands still" if row["frozen"] else "runs",
        )
        for name, row in found
        if not seats or row.get("number") in seats
    ]


def _none_runs(answers: list[Answer]) -> bool:
    return all(a.problem == calendars.SILENT for a in answers)


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


def present(setting: ClockSetting) -> datetime:
    """Return the court time that a setting means now."""
    return setting.now(clock.wall())
