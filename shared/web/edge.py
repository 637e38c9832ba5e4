"""The few values that a view takes from the request: database, times, person, place."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from flask import current_app, g, request
from sqlalchemy.orm import Session

from shared.audit import record
from shared.db import Work
from shared.errors import Refusal
from shared.federation import Family, Member, Place
from shared.timekeeping import read_setting
from shared.web import unit_of_work
from shared.web.runtime import Runtime


def runtime() -> Runtime:
    """Return what this app was built with."""
    return unit_of_work.runtime_of(current_app)


def session() -> Session:
    """Return the request's database session, in its one transaction."""
    return unit_of_work.current(current_app).session


def split() -> None:
    """Commit and close the transaction: before hashing a password, before any network."""
    unit_of_work.split(current_app)


def undo() -> None:
    """Roll back: a refusal is about to be rendered by the view itself."""
    unit_of_work.undo(current_app)


def keep(action: unit_of_work.Keep) -> None:
    """Have something written even though the request is refused."""
    unit_of_work.keep(action)


def now() -> datetime:
    """Return court time, resolved once per request, on the person's seat's calendar."""
    if "moot_now" not in g:  # an impersonal view that wants to know it after all
        work: Work | None = g.get("moot_work")
        if work is not None and work.is_open:
            # Never a second connection beside the first: many who wait for one hold all of them.
            return _now_by(work.session)
        with runtime().database.reading() as reading:
            return _now_by(reading)
    value: datetime = g.moot_now
    return value


def _now_by(asked: Session) -> datetime:
    if "moot_now" not in g:
        g.moot_now = unit_of_work.now_in(world(), read_setting(asked), asked=asked)
    value: datetime = g.moot_now
    return value


def now_in(world: int, *, shift: timedelta = timedelta(0)) -> datetime:
    """Return court time in a world, which need not be that of the request.

    :param shift: the offset of a world whose seat this member has not heard of yet.
    """
    work: Work | None = g.get("moot_work")
    if work is not None and work.is_open:
        asked = work.session
        return unit_of_work.now_in(world, read_setting(asked), shift=shift, asked=asked)
    with runtime().database.reading() as reading:
        return unit_of_work.now_in(world, read_setting(reading), shift=shift, asked=reading)


def follow_calendar(of_world: int) -> None:
    """Let the rest of the request go by the calendar of a world, without entering it."""
    g.moot_now = now_in(of_world)


def wall() -> datetime:
    """Return real time, resolved once per request."""
    value: datetime = g.moot_wall
    return value


def person() -> Any:
    """Return whoever makes the request (the app's own type)."""
    return g.moot_person


def place() -> Place:
    """Return where the request arrived."""
    value: Place = g.moot_place
    return value


def family() -> Family:
    """Return the family of host names by which the request came."""
    return place().family


def federation_url(member: Member, path: str, *, role: str | None = None) -> str:
    """Return an absolute link to a member, within the family of the current request."""
    return runtime().federation.url(member, path, role=role, family=family())


def may_be_framed() -> None:
    """Let the answer stand in a frame of every member's pages, not only of this one's."""
    g.moot_framed = True


def set_person(who: Any) -> None:
    """Make a person known who signed in during this very request."""
    unit_of_work.set_person(who)


def enter_world(world: int, offset_seconds: float) -> None:
    """Let the rest of the request belong to the world of an account that was found in any."""
    unit_of_work.enter_world(world, offset_seconds)


def world() -> int:
    """Return the world to which the request belongs."""
    found: int = g.get("moot_world", 0)
    return found


def cookies() -> Mapping[str, str]:
    """Return the browser's cookies, also where no Flask request stands behind them."""
    known: Mapping[str, str] | None = g.get("moot_cookies")
    return request.cookies if known is None else known


def remote_address() -> str:
    """Return the client's address; a forwarded one only from a trusted proxy."""
    direct = request.remote_addr or "unknown"
    if direct in runtime().settings.trusted_proxies:
        forwarded = request.headers.get("X-Forwarded-For", "")
        if forwarded:
            return forwarded.rpartition(",")[2].strip()
    return direct


def catch_up() -> None:
    """Have what is due on this member's calendars done once the transaction is committed."""
    member_id, jobs = runtime().member.id, runtime().jobs
    unit_of_work.current(current_app).after_commit.append(lambda: jobs.catch_up(member_id))


def audit(tag: str, subject: str, **detail: Any) -> None:
    """Note an event of the current person in the current transaction."""
    who = person()
    record(
        session(),
        tag=tag,
        actor=who.audit_name,
        subject=subject,
        now=now(),
        wall=wall(),
        detail=detail,
        # Whoever has just signed in is in a world that the open transaction does not know yet.
        world=who.world or None,
    )


def audit_kept(tag: str, subject: str, **detail: Any) -> None:
    """Note an event that stays even though the request is refused."""
    who, real = person(), wall()

    def note(kept: Session) -> None:
        record(
            kept,
            tag=tag,
            actor=who.audit_name,
            subject=subject,
            now=_now_by(kept),
            wall=real,
            detail=detail,
            world=who.world or None,
        )

    keep(note)


def send_mail(*, template: str, recipient: str, **values: Any) -> str:
    """Promise a mail in the current transaction."""
    return runtime().postman.send(
        session(), template=template, recipient=recipient, values=values, now=now(), wall=wall()
    )


def refused(form: Any, refusal: Refusal) -> None:
    """Roll back and put a refusal at the field where it happened, or over the form."""
    undo()
    target = form[refusal.field] if refusal.field and refusal.field in form else None
    if target is None:
        form.form_errors.append(refusal.message)
    else:
        target.errors = [*target.errors, refusal.message]
