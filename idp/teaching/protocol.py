"""The worker that makes seats, what courts answer, and what a trainer's page asks to be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from types import MappingProxyType
from typing import Final, cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

from idp import tables
from idp.accounts import queries as accounts
from idp.classroom import queries, starts
from idp.classroom.models import Checkpoint, Seat, TrainingClass
from idp.classroom.starts import Start
from idp.settings import Settings
from idp.signin import protocol as signin
from idp.teaching import service
from idp.teaching.calendars import SeatCalendar
from idp.teaching.service import Batch, Circumstances
from shared.clock import parse_when
from shared.courier import Lane
from shared.db import SharedTable
from shared.errors import Refusal
from shared.outbox import DeliveryFailedError, Parcel
from shared.passwords import Passwords
from shared.personas import by_key, load
from shared.seat_state import SeatState
from shared.timekeeping import read_setting
from shared.web import edge, seat_cookie
from shared.web.runtime import Delivery, Handler, Runtime
from shared.wire import Message, SeatReady, SeatsDue

JOIN_PATH: Final = "/join"
_STATE: Final = "moot_seat_state"
_FOLLOWERS: Final = "moot_seat_followers"
#: What is called with the database session, the run that ended, the one that began, and whether
#: what happened before a checkpoint counts on.
Follow = Callable[[Session, int, int, bool], None]
#: Every password of a seat is printed on its card and ends with digits of the seat; hashing them
#: the slow way would take most of the time in which a class is made. The first sign-in renews the
#: hash with the parameters of this federation.
_QUICK: Final = MappingProxyType({"memory_kib": 1024, "time_cost": 1})


class ForeignAnswerError(Refusal):
    """A member that is no court says that it has done something for a seat."""

    def __init__(self, sender: str) -> None:
        super().__init__("foreign", f"{sender} is no court.")


def install(app: Flask) -> None:
    """Let the app know which of its tables belong to seats."""
    app.extensions[_STATE] = SeatState(
        (SharedTable.metadata, tables.Table.metadata), service.CLASSES
    )


def _state_of(app: Flask) -> SeatState:
    return cast(SeatState, app.extensions[_STATE])


def known_of(runtime: Runtime) -> starts.Known:
    """Return what a start state may name in this federation."""
    courts = frozenset(court.id for court in runtime.federation.courts)
    return starts.Known(by_key(load()), courts, parse_when)


def circumstances(session: Session, actor: str) -> Circumstances:
    """Return where and when the current request does something."""
    return Circumstances(edge.runtime().federation, read_setting(session), edge.wall(), actor=actor)


# --------------------------------------------------------------------------- the worker


class Planter:
    """Makes the seats of classes in the background, some at a time."""

    def __init__(self) -> None:
        self._app: Flask | None = None

    def install(self, app: Flask) -> None:
        """Learn which app it works for."""
        self._app = app

    def lanes(self) -> dict[str, Lane]:
        """Return the outbox lane of classes."""
        return {service.LANE: self._deliver}

    def _deliver(self, parcel: Parcel) -> None:
        if self._app is None:
            raise DeliveryFailedError("the app is not ready yet")
        if isinstance(parcel.message, SeatsDue):
            plant(self._app, parcel.message.class_id)


def plant(app: Flask, class_id: int) -> None:
    """Make the next seats of a class; more of them are promised with the same transaction."""
    runtime: Runtime = app.extensions["moot"]
    known = known_of(runtime)
    with runtime.database.reading() as session:
        training_class = queries.class_by_id(session, class_id)
        if training_class is None:
            return
        start = starts.parse(training_class.start, known)
        waiting = service.sittings(session, training_class, start, known.personas)
    if not waiting:
        return
    batch = Batch(waiting, _hashed(waiting))
    wall = runtime.clocks.wall()
    with runtime.database.writing() as session:
        service.plant_batch(
            session,
            class_id=class_id,
            start=start,
            batch=batch,
            lockout_failures=cast(Settings, runtime.settings).lockout_failures,
            about=Circumstances(runtime.federation, read_setting(session), wall),
        )


def _hashed(waiting: Sequence[service.Sitting]) -> dict[tuple[str, str], str]:
    """Return the hash of every password; no transaction is open."""
    secrets = {key: secret for each in waiting for key, secret in each.secrets().items()}
    passwords = Passwords(**_QUICK)
    with ThreadPoolExecutor() as pool:
        return dict(zip(secrets, pool.map(passwords.hash, secrets.values()), strict=True))


# --------------------------------------------------------------------------- what courts answer


def ready(session: Session, message: SeatReady, delivery: Delivery) -> None:
    """Note what a court has done for seats.

    :raises ForeignAnswerError: if it is no court that says so.
    """
    if not delivery.sender.is_court:
        raise ForeignAnswerError(delivery.sender.id)
    about = Circumstances(edge.runtime().federation, read_setting(session), delivery.wall)
    service.answered(
        session, message, court=delivery.sender, state=_state_of(current_app), about=about
    )


HANDLERS: Final[Mapping[type[Message], Handler]] = MappingProxyType({SeatReady: ready})


# --------------------------------------------------------------------------- what a trainer asks


def make_class(
    session: Session, *, name: str, seats: int, start_name: str, trainer_subject: str, actor: str
) -> TrainingClass:
    """Open a class from a start state of the library; the worker makes its seats.

    :raises Refusal: at the field.
    """
    text = starts.library().get(start_name)
    if text is None:
        raise Refusal("start", "There is no such start state.", field="start")
    return make_class_from(
        session,
        name=name,
        seats=seats,
        start_name=start_name,
        start_text=text,
        trainer_subject=trainer_subject,
        actor=actor,
    )


def make_class_from(
    session: Session,
    *,
    name: str,
    seats: int,
    start_name: str,
    start_text: str,
    trainer_subject: str,
    actor: str,
) -> TrainingClass:
    """Open a class from the text of a start state, such as an exercise brings.

    :raises starts.StartError: with every problem of the text.
    :raises Refusal: at the field.
    """
    return service.make_class(
        session,
        name=name,
        seat_count=seats,
        start_name=start_name,
        start_text=start_text,
        start=starts.parse(start_text, known_of(edge.runtime())),
        read_moment=parse_when,
        trainer_subject=trainer_subject,
        about=circumstances(session, actor),
    )


def when_moved(app: Flask, follow: Follow) -> None:
    """Have a function called when a seat gets another run, in the same transaction."""
    app.extensions.setdefault(_FOLLOWERS, []).append(follow)


def _tell_moved(
    session: Session, chosen: Sequence[Seat], former: Mapping[int, int], *, kept: bool
) -> None:
    for follow in cast("list[Follow]", current_app.extensions.get(_FOLLOWERS, [])):
        for seat in chosen:
            follow(session, former[seat.id], seat.run, kept)


def reset(session: Session, chosen: Sequence[Seat], *, actor: str) -> None:
    """Set seats back to where they began; their sessions end in every member.

    :raises service.NotReadyError: if one of them is just being made.
    """
    _all_members(session)
    _end_sessions(session, chosen)
    about = circumstances(session, actor)
    former = {seat.id: seat.run for seat in chosen}
    service.reset_seats(session, chosen, state=_state_of(current_app), about=about)
    _tell_moved(session, chosen, former, kept=False)


def restore(session: Session, pairs: Sequence[tuple[Seat, Checkpoint]], *, actor: str) -> None:
    """Set seats back to checkpoints of theirs; their sessions end in every member.

    :raises service.NotReadyError: if one of them is just being made.
    :raises Refusal: if a checkpoint is not the seat's.
    """
    _all_members(session)
    _end_sessions(session, [seat for seat, _ in pairs])
    about = circumstances(session, actor)
    chosen = [seat for seat, _ in pairs]
    former = {seat.id: seat.run for seat in chosen}
    service.restore_seats(session, pairs, state=_state_of(current_app), about=about)
    _tell_moved(session, chosen, former, kept=True)


def checkpoint(
    session: Session, chosen: Sequence[Seat], *, name: str, actor: str
) -> list[Checkpoint]:
    """Have the present state of seats kept in every member.

    :raises service.NotReadyError: if one of them is just being made or set back.
    """
    return service.ask_checkpoint(session, chosen, name=name, about=circumstances(session, actor))


def checkpoint_at(session: Session, world: int, name: str) -> None:
    """Keep the state of the seat of a run, as an exercise asks; one that is being changed is not.

    The function that exercises call at a step with a checkpoint.
    """
    seat = queries.seat_of_world(session, world)
    if seat is not None and seat.number:
        with suppress(service.NotReadyError):
            checkpoint(session, [seat], name=name, actor="coach")


def set_calendars(
    session: Session,
    training_class: TrainingClass,
    *,
    class_offset: float | None = None,
    of_seats: Mapping[int, SeatCalendar] = MappingProxyType({}),
    actor: str,
) -> None:
    """Set the calendar of a class, or of seats of it, in every member (`service.set_calendars`).

    What is due then is done, here after the commit, in courts when they hear of it.
    """
    _all_members(session)
    service.set_calendars(
        session,
        training_class,
        class_offset=class_offset,
        of_seats=of_seats,
        about=circumstances(session, actor),
    )
    edge.catch_up()


def sheet(seat: Seat) -> service.Sitting:
    """Return who sits in a seat with names and passwords: what a seat card prints."""
    known = known_of(edge.runtime())
    start: Start = starts.parse(seat.training_class.start, known)
    return service.sitting(seat, start, known.personas)


def card_path(seat: Seat) -> str:
    """Return where a browser sits down without a code: the address of a seat card."""
    return f"{JOIN_PATH}/{seat_cookie.seat_token(edge.runtime(), seat.place)}"


def _all_members(session: Session) -> None:
    """Let the request write into the worlds of the seats that it is about."""
    session.info["world"] = None


def _end_sessions(session: Session, chosen: Sequence[Seat]) -> None:
    """Close what people of seats have open; relying parties of other makers are told by outbox."""
    for seat in chosen:
        if seat.run:
            for account in accounts.of_world(session, world=seat.run):
                signin.close_sessions(session, account_id=account.id, reason="reset")
