"""What the identity provider asks a court about the seats of classes, and the court's answers."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta
from types import MappingProxyType
from typing import Final, cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

from courts import edge as court_edge
from courts import tables
from courts.cases import protocol as cases_protocol
from courts.cases.protocol import BATCH, Times
from courts.training import service
from courts.training.copying import NoSuchCaseError
from courts.worlds import reference
from shared import outbox, seats
from shared.db import SharedTable
from shared.errors import Refusal
from shared.federation import IDP
from shared.personas import load
from shared.seat_state import SeatState
from shared.timekeeping import read_setting
from shared.web import edge
from shared.web.runtime import Delivery, Handler
from shared.wire import (
    AboutSeats,
    CaptureSeat,
    Message,
    PlantSeat,
    RestoreSeat,
    SeatClock,
    SeatClosed,
    SeatReady,
    SeatTold,
)

_STATE: Final = "moot_seat_state"


class ForeignClassError(Refusal):
    """Somebody but the identity provider spoke about seats of classes."""

    def __init__(self, sender: str) -> None:
        super().__init__("foreign", f"{sender} keeps no classes.")


def install(app: Flask) -> None:
    """Let the app know which of its tables belong to seats."""
    app.extensions[_STATE] = SeatState(
        (SharedTable.metadata, tables.Table.metadata), service.CLASSES
    )


def state() -> SeatState:
    """Return what takes and puts back the rows of seats."""
    return cast(SeatState, current_app.extensions[_STATE])


def plant(session: Session, message: PlantSeat, delivery: Delivery) -> None:
    """Open what the people of seats have here, and keep that as their first checkpoint."""
    told = _told(message, delivery)
    court = court_edge.court()
    ground = service.ground(
        session,
        member=court.member,
        style=court.profile.numbers,
        personas=load(),
        drafts=reference.cases(court.member.id),
    )
    try:
        service.check(told, ground)
    except NoSuchCaseError as error:
        # Trying again would not help: the trainer is told, and chooses another start state.
        _answer(session, message, told, delivery, problem=f"{court.member.id}: {error}")
        return
    now_of = _calendar(session, delivery)
    service.plant_seats(session, told, ground, now_of=now_of)
    for each in told:
        service.note(
            session,
            "seat:planted",
            each,
            court=court.member.id,
            now=now_of(each),
            wall=delivery.wall,
        )
    seats.keep_states(session, state(), told)
    _publish(session, told, delivery)
    _answer(session, message, told, delivery)


def capture(session: Session, message: CaptureSeat, delivery: Delivery) -> None:
    """Keep the present state of seats as a checkpoint."""
    told = _told(message, delivery)
    seats.keep_states(session, state(), told)
    _answer(session, message, told, delivery)


def restore(session: Session, message: RestoreSeat, delivery: Delivery) -> None:
    """End the runs of seats and begin others from checkpoints."""
    told = _told(message, delivery)
    seats.put_back(session, state(), told, wall=delivery.wall)
    now_of, court = _calendar(session, delivery), court_edge.court().member.id
    for each in told:
        tag = f"seat:{message.reason or 'reset'}"
        service.note(session, tag, each, court=court, now=now_of(each), wall=delivery.wall)
    _publish(session, told, delivery)
    _answer(session, message, told, delivery)


def clock(session: Session, message: SeatClock, delivery: Delivery) -> None:
    """Move the calendars of seats."""
    told = _told(message, delivery)
    for each in told:
        service.set_clock(session, each)


def close(session: Session, message: SeatClosed, delivery: Delivery) -> None:
    """End the sessions of seats whose class is over, and let nobody in there any more."""
    told = _told(message, delivery)
    now_of, court = _calendar(session, delivery), court_edge.court().member.id
    session.flush()
    state().end_sessions(session.connection(), [each.world for each in told])
    for each in told:
        service.disable_users(session, each.world)
        service.note(
            session, "seat:closed", each, court=court, now=now_of(each), wall=delivery.wall
        )
    session.expire_all()


HANDLERS: Final[Mapping[type[Message], Handler]] = MappingProxyType(
    {
        PlantSeat: plant,
        CaptureSeat: capture,
        RestoreSeat: restore,
        SeatClock: clock,
        SeatClosed: close,
    }
)


def _told(message: AboutSeats, delivery: Delivery) -> tuple[SeatTold, ...]:
    """Return the seats that a message is about.

    :raises ForeignClassError: if PACER is not the sender.
    """
    if delivery.sender.is_court:
        raise ForeignClassError(delivery.sender.id)
    return message.told()


def _calendar(session: Session, delivery: Delivery) -> Callable[[SeatTold], datetime]:
    """Return what tells court time on the calendar of a seat."""
    clock = read_setting(session)
    return lambda seat: clock.now(delivery.wall, seat=timedelta(seconds=seat.offset_seconds))


def _publish(session: Session, told: Sequence[SeatTold], delivery: Delivery) -> None:
    """Tell the case locator of the seats' cases at once: the night is long in a class."""
    court = court_edge.court()
    today = service.day_of(court.member, delivery.now)
    times = Times(delivery.now, today, delivery.wall)
    cases = service.cases_of(session, [each.world for each in told])
    for start in range(0, len(cases), BATCH):
        part = cases[start : start + BATCH]
        cases_protocol.publish_cases(session, part, court=court, times=times)


def _answer(
    session: Session,
    message: AboutSeats,
    told: Sequence[SeatTold],
    delivery: Delivery,
    *,
    problem: str = "",
) -> None:
    """Promise the identity provider an answer: it comes after all that was told before.

    :param problem: why it could not be done, empty if it was.
    """
    done = [
        asdict(SeatTold(place=each.place, world=each.world, checkpoint=each.checkpoint))
        for each in told
    ]
    message_back = SeatReady(
        seats=done, court=edge.runtime().member.id, deed=message.KIND, problem=problem
    )
    outbox.enqueue(session, destination=IDP, message=message_back, wall=delivery.wall)
