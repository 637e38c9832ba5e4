"""One transaction per request, ended by its outcome and not by its HTTP status.

A refusal or an exception rolls back, however it is rendered; what must stay all the same (a failed
attempt, its audit event) is written afterwards in a second short transaction: `keep`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Flask, Response, g, request
from sqlalchemy.orm import Session

from shared import seats, witness
from shared.clock import ClockSetting
from shared.db import Work
from shared.ids import new_token
from shared.timekeeping import read_setting
from shared.web import seat_cookie
from shared.web.runtime import Person, Runtime

Keep = Callable[[Session], None]


def runtime_of(app: Flask) -> Runtime:
    """Return what the app was built with."""
    runtime: Runtime = app.extensions["moot"]
    return runtime


def arrive(runtime: Runtime) -> None:
    """Begin a request: its number, its moment, and who is woken when it has something to send."""
    watch = witness.present()
    g.moot_request_id = new_token(12) if watch is None else watch.trace
    g.moot_wall = runtime.clocks.wall()
    member_id, jobs = runtime.member.id, runtime.jobs
    g.moot_wake = lambda: jobs.wake(member_id)


def come_as_nobody(runtime: Runtime) -> None:
    """Look up neither the person nor the court time (`guard.impersonal`)."""
    g.moot_person, g.moot_world = runtime.authority.nobody(), 0


def come_as_somebody(runtime: Runtime) -> None:
    """Look up the court time, and whoever makes the request."""
    with runtime.database.reading() as session:
        setting = read_setting(session)
        g.moot_clock = setting
        g.moot_now = setting.now(g.moot_wall)
        person = runtime.authority.load_person(session, now=g.moot_now, wall=g.moot_wall)
        seat = seat_of_browser(runtime, session)
    set_person(_seated(person, seat))
    set_person(_seated(runtime.authority.complete(person), seat))


def seat_of_browser(runtime: Runtime, session: Session) -> seats.Standing | None:
    """Return the seat that the browser's cookie names; None without one."""
    # Where no Flask request stands behind them, whoever reads the request keeps them (lane).
    known: Mapping[str, str] | None = g.get("moot_cookies")
    place = seat_cookie.place_of_browser(runtime, request.cookies if known is None else known)
    return None if place is None else seats.standing(session, place)


def _seated(who: Any, seat: seats.Standing | None) -> Person:
    """Return somebody unknown as who sits in the browser's seat; an account has its own world."""
    if seat is None or who.is_authenticated:
        person: Person = who
        return person
    offset = seat.offset.total_seconds()
    found: Person = replace(who, world=seat.world, seat_offset_seconds=offset)
    return found


def set_person(who: Person) -> None:
    """Make a person known, with their world and the court time of their seat."""
    g.moot_person = who
    witness.came(who.record_key, who.world, who.audit_name)
    enter_world(who.world, who.seat_offset_seconds)


def enter_world(world: int, offset_seconds: float) -> None:
    """Let the rest of the request belong to a world and follow its calendar.

    For whoever was looked for in every world: what is done about an account that was found is done
    in the account's own.
    """
    g.moot_world = world
    witness.sat(world)
    work: Work | None = g.get("moot_work")
    if work is not None and work.is_open:
        work.session.info["world"] = world
    setting: ClockSetting | None = g.get("moot_clock")
    if setting is not None:
        g.moot_now = setting.now(g.moot_wall, seat=timedelta(seconds=offset_seconds))


def current(app: Flask) -> Work:
    """Return the request's open transaction, beginning one if there is none."""
    work: Work | None = g.get("moot_work")
    if work is None or not work.is_open:
        runtime = runtime_of(app)
        work = runtime.database.begin(world=g.get("moot_world", 0))
        work.session.info["wake_outbox"] = g.moot_wake
        g.moot_work = work
    return work


def split(app: Flask) -> None:
    """Commit what was done so far and let go of the database, for slow or remote work."""
    work: Work | None = g.get("moot_work")
    if work is not None and work.is_open:
        work.commit()


def undo(app: Flask) -> None:
    """Roll back what was done since the last split; what was kept is written at the end."""
    work: Work | None = g.get("moot_work")
    if work is not None and work.is_open:
        work.close()


def keep(action: Keep) -> None:
    """Have something written even if the request is refused."""
    g.setdefault("moot_keeps", []).append(action)


def forget_kept() -> None:
    """Have nothing kept: another will come upon the same and keep it."""
    g.pop("moot_keeps", None)


def finish(app: Flask, response: Response) -> Response:
    """Commit, then write what was kept."""
    complete(app)
    return response


def complete(app: Flask) -> None:
    """Commit, then write what was kept."""
    split(app)
    write_kept(app)


def write_kept(app: Flask) -> None:
    """Write what was kept, in a transaction of its own."""
    keeps: list[Keep] = g.pop("moot_keeps", [])
    if not keeps:
        return
    work = runtime_of(app).database.begin(world=g.get("moot_world", 0))
    work.session.info["wake_outbox"] = g.moot_wake
    try:
        for action in keeps:
            action(work.session)
        work.commit()
    finally:
        work.close()


def abandon(app: Flask) -> None:
    """Let go of whatever is still open when the request context ends."""
    undo(app)
