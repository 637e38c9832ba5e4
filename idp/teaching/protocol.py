"""The worker that makes seats, what courts answer, and what a trainer's page asks to be done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final, cast

from flask import Flask, current_app
from sqlalchemy.orm import Session

from idp import tables
from idp.accounts import queries as accounts
from idp.classroom import queries, starts
from idp.classroom.models import Checkpoint, Seat, TrainingClass
from idp.classroom.starts import Start
from idp.exercises import format as exercise_files
from idp.exercises import protocol as exercises_protocol
from idp.exercises import service as exercises_service
from idp.exercises.format import Exercise
from idp.firms import sheets
from idp.settings import Settings
from idp.signin import protocol as signin
from idp.teaching import beginnings, cards, roster, service
from idp.teaching.calendars import SeatCalendar
from idp.teaching.cards import Card, Part
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

NO_CLASS: Final = (
    "You have no class here. It may be another trainer's: each sees and changes their own alone."
)
JOIN_PATH: Final = "/join"
_STATE: Final = "moot_seat_state"
_FOLLOWERS: Final = "moot_seat_followers"
#: What is called with the database session, the run that ended, the one that began, and until when
#: what happened counts on: the moment of a checkpoint, None for a reset.
Follow = Callable[[Session, int, int, datetime | None], None]
NO_START: Final = "There is no such start state."
NO_EXERCISE_STARTS: Final = "Choose an exercise for the class, or a start state of its own."
BAD_START: Final = "What the exercises need cannot be used."
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
    settings = cast(Settings, runtime.settings)
    known = known_of(runtime)
    with runtime.database.reading() as session:
        training_class = queries.class_by_id(session, class_id)
        if training_class is None:
            return
        start = starts.parse(training_class.start, known)
        waiting = service.sittings(session, training_class, start, known.personas)
    if not waiting:
        return
    folder = exercises_protocol.folder_of(settings)
    batch = Batch(waiting, _hashed(waiting), _still_there(training_class.exercises, folder))
    wall = runtime.clocks.wall()
    with runtime.database.writing() as session:
        service.plant_batch(
            session,
            class_id=class_id,
            start=start,
            batch=batch,
            lockout_failures=settings.lockout_failures,
            about=Circumstances(runtime.federation, read_setting(session), wall),
        )


def _still_there(keys: Sequence[str], folder: Path | None) -> tuple[Exercise, ...]:
    """Return the exercises of a class; a trainer's file may have gone meanwhile."""
    found: list[Exercise] = []
    for key in keys:
        with suppress(Refusal):
            found += _exercises([key], folder)
    return tuple(found)


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
    session: Session,
    *,
    name: str,
    seats: int,
    start_name: str,
    exercises: Sequence[str] = (),
    hints_cost: bool = True,
    learners: Mapping[int, str] = MappingProxyType({}),
    trainer_subject: str,
    actor: str,
) -> TrainingClass:
    """Open a class; the worker makes its seats, and gives each of them the exercises.

    :param start_name: of a start state of the library, or `beginnings.FIRST` or `TOGETHER`.
    :param exercises: keys, in the order in which they are done.
    :param learners: for whom seats are kept, by their numbers.
    :raises Refusal: at the field.
    """
    given = _exercises(exercises, exercises_protocol.folder())
    text = start_text(start_name, given)
    return service.make_class(
        session,
        name=name,
        seat_count=seats,
        start_name=start_name,
        start_text=text,
        start=starts.parse(text, known_of(edge.runtime())),
        exercises=[each.key for each in given],
        hints_cost=hints_cost,
        learners=learners,
        trainer_subject=trainer_subject,
        about=circumstances(session, actor),
    )


def start_text(start_name: str, given: Sequence[Exercise]) -> str:
    """Return the text of a start state: of the library, or as exercises bring it.

    :raises Refusal: at the field.
    """
    known = known_of(edge.runtime())
    if start_name not in beginnings.TITLES:
        found = starts.library().get(start_name)
        if found is None:
            raise Refusal("start", NO_START, field="start")
        return found
    if not given:
        raise Refusal("start", NO_EXERCISE_STARTS, field="start")
    brought = beginnings.Brought(known.personas, known.courts)
    text = starts.write(brought.start(given if start_name == beginnings.TOGETHER else given[:1]))
    try:
        starts.parse(text, known)
    except starts.StartError as error:
        words = " ".join(f"{problem.words}." for problem in error.problems)
        raise Refusal("start", f"{BAD_START} {words}", field="start") from error
    return text


def _exercises(keys: Sequence[str], folder: Path | None) -> tuple[Exercise, ...]:
    """Return the exercises that are meant, each once.

    :raises Refusal: at the field `exercises`, if there is no such exercise, or its file is broken.
    """
    found = []
    for key in dict.fromkeys(keys):
        try:
            found.append(exercise_files.load(key, folder))
        except KeyError:
            words = f"There is no exercise “{key[:60]}”."
            raise Refusal("exercise", words, field="exercises") from None
        except exercise_files.ExerciseError as error:
            words = f"“{key}” cannot be used. {error.problems[0]}"
            raise Refusal("exercise", words, field="exercises") from error
    return tuple(found)


def when_moved(app: Flask, follow: Follow) -> None:
    """Have a function called when a seat gets another run, in the same transaction."""
    app.extensions.setdefault(_FOLLOWERS, []).append(follow)


def _tell_moved(
    session: Session,
    chosen: Sequence[Seat],
    former: Mapping[int, int],
    until: Mapping[int, datetime] = MappingProxyType({}),
) -> None:
    for follow in cast("list[Follow]", current_app.extensions.get(_FOLLOWERS, [])):
        for seat in chosen:
            follow(session, former[seat.id], seat.run, until.get(seat.id))


def reset(session: Session, chosen: Sequence[Seat], *, actor: str) -> None:
    """Set seats back to where they began; their sessions end in every member.

    :raises service.NotReadyError: if one of them is just being made.
    """
    _all_members(session)
    _end_sessions(session, chosen)
    about = circumstances(session, actor)
    former = {seat.id: seat.run for seat in chosen}
    service.reset_seats(session, chosen, state=_state_of(current_app), about=about)
    _tell_moved(session, chosen, former)


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
    _tell_moved(session, chosen, former, {seat.id: kept.asked_at for seat, kept in pairs})


@dataclass(frozen=True, slots=True)
class WayBack:
    """The last checkpoint of a seat, and what is lost by going back to it.

    `lost` are titles of steps, `anew` those of exercises that began since then. `earned` are those
    whose marks were given since then: nobody goes back past them but by the trainer.
    """

    checkpoint: Checkpoint
    lost: tuple[str, ...]
    anew: tuple[str, ...]
    earned: tuple[str, ...]


def way_back(session: Session, seat: Seat) -> WayBack | None:
    """Return how a seat can go back by itself; None while it has no checkpoint."""
    last = queries.last_checkpoint(session, seat.id)
    if last is None:
        return None
    lost: list[str] = []
    anew, earned = [], []
    for standing in exercises_protocol.standings(session, seat.run):
        row, exercise = standing.row, standing.progress.exercise
        steps = exercises_service.lost_after(session, row, exercise, last.asked_at)
        lost += [step.title for step in steps]
        if row.begun_at is not None and row.begun_at > last.asked_at:
            anew.append(exercise.title)
        if standing.mark is not None and standing.mark.completed_at > last.asked_at:
            earned.append(exercise.title)
    return WayBack(last, tuple(lost), tuple(anew), tuple(earned))


def go_back(session: Session, seat: Seat, *, actor: str) -> None:
    """Set a seat back to its last checkpoint, as whoever sits there asks.

    :raises Refusal: if there is none, or a mark was given since then.
    """
    way = way_back(session, seat)
    if way is None:
        raise service.NotReadyError
    if way.earned:
        raise Refusal("earned", service.EARNED)
    restore(session, [(seat, way.checkpoint)], actor=actor)


def checkpoint(
    session: Session, chosen: Sequence[Seat], *, name: str, actor: str
) -> list[Checkpoint]:
    """Have the present state of seats kept in every member.

    :raises service.NotReadyError: if one of them is just being made or set back.
    """
    return service.ask_checkpoint(session, chosen, name=name, about=circumstances(session, actor))


def close(session: Session, training_class: TrainingClass, *, actor: str) -> None:
    """End a class: sessions end in every member, and nobody joins or signs in any more."""
    _all_members(session)
    _end_sessions(session, queries.seats_of(session, training_class.id), reason="closed")
    service.close_class(session, training_class, circumstances(session, actor))


def join(session: Session, *, code: str, learner: str) -> Seat:
    """Give a free seat of a class to somebody who knows its join code.

    :raises Refusal: at the field.
    """
    seat = service.seat_for(session, code=code, learner=learner)
    sit_down(session, seat, learner=learner)
    return seat


def sit_down(session: Session, seat: Seat, *, learner: str = "") -> None:
    """Note that somebody has taken a seat; whoever is the first begins with the exercise now."""
    _all_members(session)
    first = seat.joined_at is None
    service.sit_down(session, seat, learner=learner, wall=edge.wall())
    if first and seat.run:
        exercises_protocol.arrived(session, seat.run, wall=edge.wall())


def name_seat(session: Session, seat: Seat, learner: str) -> None:
    """Say who sits in a seat; without a name its marks are given to the trainee's invented one."""
    _all_members(session)
    people = sheet(seat).people
    service.name_seat(session, seat, learner, otherwise=people[0][1].display_name if people else "")


def checkpoint_at(session: Session, world: int, name: str) -> None:
    """Keep the state of the seat of a run, as an exercise asks; one that is being changed is not.

    The function that exercises call at a step with a checkpoint.
    """
    seat = queries.seat_of_world(session, world)
    if seat is not None and seat.number:
        with suppress(service.NotReadyError, service.ClosedError):
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


def move_to_era(session: Session, world: int, at: str) -> None:
    """Move the calendar of the seat of a run to a moment, alone: an exercise begins there.

    The function that exercises call when one begins at another time than the one before it.
    """
    seat = queries.seat_of_world(session, world)
    if seat is None or not seat.number:
        return
    _all_members(session)
    about = circumstances(session, "coach")
    base = about.base_of(seat.training_class)
    moved = service.calendar_of(seat).moved(to=parse_when(at), base=base)
    service.set_calendars(session, seat.training_class, of_seats={seat.number: moved}, about=about)


def sheet(seat: Seat) -> service.Sitting:
    """Return who sits in a seat with names and passwords: what a seat card prints."""
    known = known_of(edge.runtime())
    start: Start = starts.parse(seat.training_class.start, known)
    return service.sitting(seat, start, known.personas)


def people_of(seat: Seat) -> list[dict[str, Any]]:
    """Return who sits in a seat, as its card prints them."""
    return [
        {
            "name": person.display_name,
            # A persona's story tells of its links; it is not that of a copy which has others.
            "story": "" if player.links else person.story,
            "user_name": person.pacer.user_name if person.pacer else "",
            "password": person.pacer.password if person.pacer else "",
            "email": person.pacer.email if person.pacer else "",
            "totp_secret": person.pacer.totp_secret if person.pacer else "",
            "logins": [
                {
                    "court": court,
                    "name": account.login_name,
                    "password": account.password if account.password_known else "",
                    "linked": account.link != "unlinked",
                }
                for court, account in person.courts.items()
                if account.login_name is not None
            ],
        }
        for player, person in sheet(seat).people
    ]


def roster_of(session: Session, of_class: TrainingClass) -> str:
    """Return the list of a class as CSV: a line for everybody whom a seat plays."""
    courts = [court.id for court in edge.runtime().federation.courts]
    rows = [
        roster.line(seat.number, seat.learner, person, courts, card_address(seat))
        for seat in queries.seats_of(session, of_class.id)
        if seat.number
        for person in people_of(seat)
    ]
    return sheets.sheet(roster.heads(courts), rows)


def cards_of(of_class: TrainingClass, chosen: Sequence[Seat], *, paper: str) -> bytes:
    """Return the cards of seats as PDF."""
    join_at = edge.federation_url(edge.runtime().federation.idp, JOIN_PATH, role="psc")
    found = [
        Card(
            class_name=of_class.name,
            seat=service.chair_of(seat).tag,
            learner=seat.learner,
            join_at=join_at,
            join_code=of_class.join_code,
            address=card_address(seat),
            parts=[Part(person["name"], _pairs(person)) for person in people_of(seat)],
        )
        for seat in chosen
    ]
    return cards.pdf(found, paper=paper, title=f"Seat cards of {of_class.name}")


def _pairs(person: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what a card prints of somebody: only what opens something."""
    found = [
        ("PACER user", person["user_name"]),
        ("Password", person["password"]),
        ("E-mail", person["email"]),
        ("App secret", person["totp_secret"]),
    ]
    for login in person["logins"]:
        if not login["linked"]:
            found.append((f"{login['court']} login", login["name"]))
            found.append(("Password", login["password"] or "(forgotten)"))
    return [(label, value) for label, value in found if value]


def card_address(seat: Seat) -> str:
    """Return the whole address of a seat card, as whoever asks calls this member."""
    return edge.federation_url(edge.runtime().federation.idp, card_path(seat), role="psc")


def card_path(seat: Seat) -> str:
    """Return where a browser sits down without a code: the address of a seat card."""
    return f"{JOIN_PATH}/{seat_cookie.seat_token(edge.runtime(), seat.place)}"


def _all_members(session: Session) -> None:
    """Let the request write into the worlds of the seats that it is about."""
    session.info["world"] = None


def _end_sessions(session: Session, chosen: Sequence[Seat], *, reason: str = "reset") -> None:
    """Close what people of seats have open; relying parties of other makers are told by outbox."""
    for seat in chosen:
        if seat.run:
            for account in accounts.of_world(session, world=seat.run):
                signin.close_sessions(session, account_id=account.id, reason=reason)
