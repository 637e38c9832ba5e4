"""Asking the members for court time, and turning the calendars of all, of a class or of seats."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any, Final

from sqlalchemy.orm import Session

from idp.classroom import queries as classroom
from idp.classroom.models import Seat, TrainingClass
from idp.teaching import protocol as teaching
from idp.teaching import service as teaching_service
from idp.teaching.calendars import SeatCalendar
from idp.timetable import moments, queries, turns
from idp.timetable.moments import Ground
from idp.timetable.turns import Turn
from shared import calendars
from shared.calendars import Answer
from shared.clock import ERAS, ClockSetting, parse_span, parse_when
from shared.errors import Refusal
from shared.seating import SPAN
from shared.timekeeping import read_setting
from shared.web import asking, edge

NO_SEAT: Final = "The class has no seat {}."


def turn_of(deed: str, value: str = "", *, keep: bool = False) -> Turn:
    """Return what a program or a command line asks for.

    :param value: a moment for `set`, a span for `advance`.
    :raises Refusal: if it is none.
    """
    if deed == turns.SET:
        return Turn(deed, to=parse_when(value), keep=keep)
    if deed == turns.ADVANCE:
        return Turn(deed, span=parse_span(value))
    return turns.checked(Turn(deed))


# --------------------------------------------------------------------------- the federation


def ask(place: int = 0) -> list[Answer]:
    """Ask every member for its court time, and for that of a seat; ends the transaction."""
    return calendars.ask_all(edge.runtime().federation.members, asking.call, place=place)


def turn_federation(turn: Turn) -> list[Answer]:
    """Turn the court time of every member, beginning with what the service center has.

    Each member then does what is due on its calendars.

    :raises asking.SilentError: if some did not acknowledge; the others have the new time.
    """
    setting = _turned(read_setting(edge.session()), turns.checked(turn), edge.wall())
    heard = calendars.ask_all(edge.runtime().federation.members, asking.call, setting)
    silent = calendars.silent(heard)
    if silent:
        raise asking.SilentError(", ".join(silent))
    return heard


def _turned(was: ClockSetting, turn: Turn, wall: datetime) -> ClockSetting:
    if turn.deed == turns.FREEZE:
        return calendars.frozen(was, wall=wall)
    if turn.deed == turns.RUN:
        return calendars.running(was, wall=wall)
    return calendars.moved(was, to=turn.target(was.now(wall)), wall=wall)


# --------------------------------------------------------------------------- classes and seats


def turn_class(
    session: Session,
    of_class: TrainingClass,
    turn: Turn,
    *,
    numbers: Sequence[int] | None = None,
    actor: str,
) -> None:
    """Turn the calendar of a class with all its seats, or of some seats alone.

    A class that is moved along takes its seats along, those that stand still, too; one that is set
    brings all of them to the same moment, unless they are to keep how far they are ahead or behind.

    :raises Refusal: code `seat`, if the class has none of a number.
    """
    turns.checked(turn)
    rows = {row.number: row for row in classroom.seats_of(session, of_class.id, lock=True)}
    missing = [number for number in numbers or () if number not in rows or not number]
    if missing:
        raise Refusal("seat", NO_SEAT.format(missing[0]))
    about = teaching.circumstances(session, actor)
    base = about.base_of(of_class)
    if numbers is not None or turn.deed in (turns.FREEZE, turns.RUN):
        chosen = rows if numbers is None else {number: rows[number] for number in numbers}
        of_seats = {
            number: turn.of_seat(teaching_service.calendar_of(row), base)
            for number, row in chosen.items()
        }
        teaching.set_calendars(session, of_class, of_seats=of_seats, actor=actor)
        return
    together = turn.deed == turns.SET and not turn.keep
    start = base if together else about.now_of(rows[0])
    span = turn.target(start) - start
    teaching.set_calendars(
        session,
        of_class,
        class_offset=of_class.offset_seconds + span.total_seconds(),
        of_seats={number: _along(row, span, turn, together) for number, row in rows.items()},
        actor=actor,
    )


def _along(seat: Seat, span: timedelta, turn: Turn, together: bool) -> SeatCalendar:
    """Return a seat's own calendar once its class is moved by a span."""
    was = teaching_service.calendar_of(seat)
    if together:
        return SeatCalendar(frozen_at=turn.to if was.frozen_at is not None else None)
    return was if was.frozen_at is None else replace(was, frozen_at=was.frozen_at + span)


def ground(session: Session, worlds: range, *, now: datetime) -> Ground:
    """Return what the named moments of a calendar are computed from.

    :param worlds: whose notices and passwords matter.
    """
    return Ground(
        now=now,
        courts=edge.runtime().federation.courts,
        eras={name: at.astimezone(UTC) for name, at in ERAS.items()},
        notice=queries.newest_notice(session, worlds, since=now - moments.FREE_LOOK),
        password_set_at=queries.first_password(session, worlds, now=now),
    )


def moments_as_json(
    session: Session, of_class: TrainingClass | None, number: int | None = None
) -> list[dict[str, str]]:
    """Return the named moments of the federation, of a class or of a seat, as programs are told.

    :raises Refusal: code `seat`, if the class has none of the number.
    """
    about = teaching.circumstances(session, "")
    now, worlds = about.now, range(1)
    if of_class is not None:
        seat = classroom.seat(session, of_class.id, number or 0)
        if seat is None or number == 0:
            raise Refusal("seat", NO_SEAT.format(number))
        now, worlds = about.now_of(seat), range(of_class.world, of_class.world + SPAN)
        if number:
            worlds = range(seat.run, seat.run + 1)
    return [
        {
            "key": each.key,
            "name": each.name,
            "at": each.at.isoformat(),
            "zone": each.zone,
            "words": each.words,
        }
        for each in moments.moments(ground(session, worlds, now=now))
    ]


def now_of(session: Session, seat: Seat) -> datetime:
    """Return court time in a seat."""
    return teaching.circumstances(session, "").now_of(seat)


def as_json(session: Session, of_class: TrainingClass) -> Mapping[str, Any]:
    """Return court time of a class and of each of its seats, as programs are told."""
    about = teaching.circumstances(session, "")
    rows = {row.number: row for row in classroom.seats_of(session, of_class.id)}
    federation = about.now

    def told(seat: Seat) -> dict[str, Any]:
        now = about.now_of(seat)
        return {
            "now": now.isoformat(),
            "frozen": seat.frozen_at is not None,
            "offset_seconds": (now - federation).total_seconds(),
        }

    return {
        "code": of_class.code,
        **told(rows[0]),
        "seats": [{"number": number, **told(row)} for number, row in rows.items() if number],
    }
