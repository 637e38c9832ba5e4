"""Asking members where seats are, and putting the board together with as few questions as can be.

Many look at a board every two seconds: members are asked once in that time for all of them, and
what follows from the deeds of a seat is worked out again only when it has done something.
"""

from __future__ import annotations

import json
import threading
from collections import OrderedDict
from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final, cast

import requests
from flask import Flask, current_app
from sqlalchemy.orm import Session

from idp.board import grid, queries, results, service
from idp.board.grid import Going, Row, Sat, Seen
from idp.board.results import Taken
from idp.classroom import queries as classroom
from idp.classroom.models import READY, Seat, TrainingClass
from idp.exercises import format
from idp.exercises import protocol as exercises
from idp.exercises import queries as exercises_queries
from idp.exercises.format import Exercise
from idp.exercises.models import Enrolment, Mark
from idp.exercises.progress import evaluate
from idp.teaching import protocol as teaching
from idp.teaching.service import Circumstances, chair_of
from shared.clock import ticks
from shared.errors import Refusal
from shared.federation import Member
from shared.ids import subject_of
from shared.timekeeping import read_setting
from shared.web import edge, recorder, sightings
from shared.web.runtime import Delivery, Handler, Runtime
from shared.web.services import SEATS_PATH, STILL_PATH
from shared.wire import Message, WaitingApproved

_EXTENSION: Final = "moot_board"
#: Members are asked at most so often, in seconds, for all who look; and a silent one less often.
EVERY: Final = 2.0
SILENT_FOR: Final = 10.0
#: Nobody waits for a member that does not answer.
WAIT: Final = (0.5, 1.5)
MOST_CLASSES: Final = 40
MOST_SEATS: Final = 2000
_STATES: Final = {"making": "being made", "changing": "being set back", READY: ""}


class ForeignAnswerError(Refusal):
    """Somebody speaks for a court that they are not."""

    def __init__(self, sender: str) -> None:
        super().__init__("foreign", f"{sender} may not speak for another court.")


@dataclass(frozen=True, slots=True)
class Heard:
    """What members told of a class: sightings and sessions by world; who did not answer."""

    seen: Mapping[int, tuple[Seen, ...]] = field(default_factory=dict)
    sessions: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    silent: tuple[str, ...] = ()


@dataclass
class _Listening:
    """What is known of a class between two questions; `parts` are members' latest answers."""

    asked_at: float = float("-inf")
    asking: bool = False
    parts: dict[str, Mapping[str, Any]] = field(default_factory=dict)
    silent: dict[str, float] = field(default_factory=dict)
    heard: Heard = field(default_factory=Heard)


class Lookout:
    """Asks members where seats are, at most once in two seconds for all who look."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._classes: OrderedDict[int, _Listening] = OrderedDict()

    def heard(self, class_world: int) -> Heard:
        """Return what is known of a class, asking anew if it is old. No transaction is open."""
        with self._guard:
            known = self._classes.setdefault(class_world, _Listening())
            self._classes.move_to_end(class_world)
            if len(self._classes) > MOST_CLASSES:
                self._classes.popitem(last=False)
            if known.asking or ticks() - known.asked_at < EVERY:
                return known.heard
            known.asking = True
        try:
            self._ask(known, class_world)
        finally:
            known.asked_at, known.asking = ticks(), False
        return known.heard

    def _ask(self, known: _Listening, class_world: int) -> None:
        runtime, wall = edge.runtime(), edge.wall()
        own = recorder.recorder_of(current_app)
        if own is None:
            return
        known.parts[runtime.member.id] = own.whereabouts(class_world)
        courts = [
            court
            for court in runtime.federation.courts
            if ticks() - known.silent.get(court.id, float("-inf")) >= SILENT_FOR
        ]
        with ThreadPoolExecutor(max_workers=max(1, len(courts))) as pool:
            tries = [pool.submit(_part, runtime, court, class_world, wall) for court in courts]
            told = {court.id: each.result() for court, each in zip(courts, tries, strict=True)}
        for court, part in told.items():
            if part is None:
                known.silent[court] = ticks()
            else:
                known.silent.pop(court, None)
                known.parts[court] = part
        order = [member.id for member in runtime.federation.members]
        known.heard = _heard(known.parts, [each for each in order if each in known.silent])


def _part(
    runtime: Runtime, court: Member, class_world: int, wall: datetime
) -> dict[str, Any] | None:
    """Return what a court tells, None if it does not answer."""
    try:
        answer = runtime.backchannel.get_service(
            court, SEATS_PATH, {"world": class_world}, wall=wall, timeout=WAIT
        )
        answer.raise_for_status()
        part: dict[str, Any] = answer.json()
    except (requests.RequestException, ValueError):
        return None
    return part


def _heard(parts: Mapping[str, Mapping[str, Any]], silent: Sequence[str]) -> Heard:
    seen: dict[int, list[Seen]] = {}
    sessions: dict[int, list[str]] = {}
    for member, part in parts.items():
        for line in part["seats"]:
            seen.setdefault(int(line["world"]), []).append(Seen.read(member, line))
        for world in part["sessions"] if member not in silent else ():
            sessions.setdefault(int(world), []).append(member)
    return Heard(
        {world: tuple(found) for world, found in seen.items()},
        {world: tuple(found) for world, found in sessions.items()},
        tuple(silent),
    )


def still_of(seen: Seen, world: int) -> str | None:
    """Return the last page of a seat from the member that has it; None if it is gone."""
    runtime = edge.runtime()
    if seen.member == runtime.member.id:
        own = recorder.recorder_of(current_app)
        kept = None if own is None else own.still(world)
        return None if kept is None else str(kept["html"])
    try:
        answer = runtime.backchannel.get_service(
            runtime.federation.member(seen.member),
            STILL_PATH,
            {"world": world},
            wall=edge.wall(),
            timeout=WAIT,
        )
        answer.raise_for_status()
        return str(answer.json()["html"])
    except (requests.RequestException, ValueError, KeyError):
        return None


# --------------------------------------------------------------------------- how far seats are


class Standings:
    """How far seats are, worked out again for those of which something new is known."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._known: OrderedDict[int, tuple[object, Going]] = OrderedDict()

    def of_class(self, session: Session, class_world: int) -> dict[int, list[Going]]:
        """Return the exercises of the seats of a class by the worlds of their runs: eight queries.

        As many whatever the number of seats, and two less when nothing has happened.
        """
        worlds = sightings.worlds_of(class_world)
        rows = exercises_queries.enrolments_in(session, worlds)
        ids = [row.id for row in rows]
        hints = exercises_queries.hints_of(session, ids)
        marks = exercises_queries.marks_of(session, ids)
        last = exercises_queries.last_deeds(session, worlds)
        keys = {row.id: _key(row, hints, marks, last) for row in rows}
        with self._guard:
            fresh = {
                row.id: self._known[row.id][1]
                for row in rows
                if row.id in self._known and self._known[row.id][0] == keys[row.id]
            }
        stale = [row for row in rows if row.id not in fresh]
        wanted = {world for row in stale if row.begun_at is not None for world in row.worlds}
        deeds = exercises_queries.deeds_in(session, wanted) if wanted else {}
        files = {key: _file(key) for key in {row.exercise for row in stale}}
        for row in stale:
            file = files[row.exercise]
            exercise = None if file is None else format.bound(file, row.cases)
            fresh[row.id] = _going(row, exercise, deeds, hints, marks)
        self._keep({row.id: (keys[row.id], fresh[row.id]) for row in stale})
        found: dict[int, list[Going]] = {}
        for row in rows:
            found.setdefault(row.world, []).append(fresh[row.id])
        return found

    def _keep(self, fresh: Mapping[int, tuple[object, Going]]) -> None:
        with self._guard:
            for each, known in fresh.items():
                self._known[each] = known
                self._known.move_to_end(each)
            while len(self._known) > MOST_SEATS:
                self._known.popitem(last=False)


def _key(
    row: Enrolment,
    hints: Mapping[int, frozenset[str]],
    marks: Mapping[int, Sequence[Mark]],
    last: Mapping[int, tuple[int, int]],
) -> object:
    """Return what changes whenever there is something new to say of an exercise of a seat."""
    newest = marks[row.id][0].id if row.id in marks else 0
    deeds = tuple(last.get(world) for world in row.worlds)
    return (row.begun_at, row.worlds, row.hints_cost, hints.get(row.id), newest, deeds)


def _file(key: str) -> Exercise | None:
    """Return an exercise as its file has it; None if that is gone, or broken since."""
    try:
        return format.load(key, exercises.folder())
    except (KeyError, format.ExerciseError):
        return None


def _going(
    row: Enrolment,
    exercise: Exercise | None,
    deeds: Mapping[int, Sequence[Any]],
    hints: Mapping[int, frozenset[str]],
    marks: Mapping[int, Sequence[Mark]],
) -> Going:
    if exercise is None or row.begun_at is None:
        title = f"{row.exercise} (its file is gone)" if exercise is None else exercise.title
        return Going(row.exercise, title)
    begun = row.begun_at
    mine = [
        deed
        for world in row.worlds
        for deed in deeds.get(world, ())
        if deed.wall_time is not None and deed.wall_time >= begun
    ]
    progress = evaluate(
        exercise, mine, hints=hints.get(row.id, frozenset()), hints_cost=row.hints_cost
    )
    code = next((mark.code for mark in marks.get(row.id, ()) if mark.begun_at == begun), "")
    return Going(row.exercise, exercise.title, begun, progress, grid.last_of(mine), code)


# --------------------------------------------------------------------------- the board


@dataclass(frozen=True, slots=True)
class Told:
    """A message of the trainer: to how many seats, and how many have read it."""

    text: str
    sent_at: float
    seats: tuple[int, ...]
    read: int


@dataclass(frozen=True, slots=True)
class Answer:
    """What a court made of the requests that were approved together."""

    at: float
    court: str
    approved: int
    refused: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A class at a moment; `waiting` are requests by court."""

    rows: tuple[Row, ...]
    silent: tuple[str, ...]
    told: tuple[Told, ...]
    waiting: tuple[tuple[str, int], ...]
    answers: tuple[Answer, ...]


class Board:
    """What one app keeps for the boards of its classes."""

    def __init__(self) -> None:
        self.lookout = Lookout()
        self.standings = Standings()


def install(app: Flask) -> None:
    """Let the app keep what boards ask again and again."""
    app.extensions[_EXTENSION] = Board()


def board() -> Board:
    """Return what this app keeps for boards."""
    return cast(Board, current_app.extensions[_EXTENSION])


def snapshot(session: Session, of_class: TrainingClass, heard: Heard) -> Snapshot:
    """Return a class as it is now."""
    worlds = sightings.worlds_of(of_class.world)
    going = board().standings.of_class(session, of_class.world)
    seats = [seat for seat in classroom.seats_of(session, of_class.id) if seat.number]
    messages = classroom.messages_of(session, of_class.id)
    unread: dict[int, int] = {}
    for seat, message in messages:
        if message.read_at is None:
            unread[seat.number] = unread.get(seat.number, 0) + 1
    wall = edge.wall()
    return Snapshot(
        rows=tuple(
            grid.row(
                sat(seat),
                going.get(seat.run, ()),
                heard.seen.get(seat.run, ()),
                sessions=heard.sessions.get(seat.run, ()),
                unread=unread.get(seat.number, 0),
                wall=wall,
            )
            for seat in seats
        ),
        silent=heard.silent,
        told=_told(messages),
        waiting=tuple(queries.waiting(session, worlds).items()),
        answers=tuple(_answer(row) for row in queries.answers(session, of_class.world)),
    )


def sat(seat: Seat) -> Sat:
    """Return who sits in a seat."""
    return Sat(
        seat.number,
        chair_of(seat).tag,
        seat.learner or ("joined" if seat.joined_at else ""),
        _STATES[seat.state],
        seat.joined_at,
    )


def _told(messages: Sequence[tuple[Seat, Any]]) -> tuple[Told, ...]:
    groups: dict[tuple[datetime, str], list[tuple[Seat, Any]]] = {}
    for seat, message in messages:
        groups.setdefault((message.sent_at, message.text), []).append((seat, message))
    return tuple(
        Told(
            text,
            sent.timestamp(),
            tuple(sorted(seat.number for seat, _ in group)),
            sum(message.read_at is not None for _, message in group),
        )
        for (sent, text), group in groups.items()
    )


def _answer(row: Any) -> Answer:
    told = json.loads(row.detail)
    refused = tuple(map(str, told["refused"]))
    return Answer(row.wall_time.timestamp(), str(told["court"]), int(told["approved"]), refused)


# --------------------------------------------------------------------------- results


def taken(session: Session, of_class: TrainingClass) -> tuple[list[Taken], list[Exercise]]:
    """Return what came of the exercises of a class, and the exercises themselves."""
    going = board().standings.of_class(session, of_class.world)
    rows: list[Taken] = []
    known: dict[str, Exercise] = {}
    for seat in classroom.seats_of(session, of_class.id):
        for each in going.get(seat.run, ()) if seat.number else ():
            rows.append(results.taken(chair_of(seat).tag, seat.learner, each))
            if each.progress is not None:
                known.setdefault(each.exercise, each.progress.exercise)
    return [*rows, *_earlier(session, of_class, rows)], list(known.values())


def _earlier(session: Session, of_class: TrainingClass, rows: Sequence[Taken]) -> list[Taken]:
    """Return the certificates of before a seat was set back."""
    enrolments = exercises_queries.enrolments_in(session, sightings.worlds_of(of_class.world))
    marks = exercises_queries.marks_of(session, [row.id for row in enrolments])
    seats = {seat.run: seat for seat in classroom.seats_of(session, of_class.id) if seat.number}
    present = {row.code for row in rows if row.code}
    found = []
    for row in enrolments:
        seat = seats.get(row.world)
        for mark in marks.get(row.id, ()) if seat is not None else ():
            if seat is not None and mark.code not in present:
                found.append(_earlier_one(seat, mark))
    return found


def _earlier_one(seat: Seat, mark: Mark) -> Taken:
    return Taken(
        seat=chair_of(seat).tag,
        learner=seat.learner,
        exercise=mark.exercise,
        title=mark.title,
        attempt=results.EARLIER,
        points=mark.points,
        most=mark.most,
        hints=mark.hints,
        mistakes=tuple((title, 1) for title in mark.mistakes),
        steps=tuple(mark.steps),
        begun_at=mark.begun_at,
        completed_at=mark.completed_at,
        code=mark.code,
    )


# --------------------------------------------------------------------------- clerks


def clerks(session: Session, of_class: TrainingClass) -> dict[str, tuple[str, str]]:
    """Return subject and user name of whoever works for a class, by court."""
    own = classroom.seat(session, of_class.id, 0)
    found: dict[str, tuple[str, str]] = {}
    for _player, person in teaching.sheet(own).people if own is not None else ():
        for court in person.staff_of if person.pacer is not None else ():
            assert person.pacer is not None  # noqa: S101 - for the type checker
            found.setdefault(court, (subject_of(person.key), person.pacer.user_name))
    return found


def waiting_approved(session: Session, message: WaitingApproved, delivery: Delivery) -> None:
    """Note what a court made of the requests that waited.

    :raises ForeignAnswerError: if another member says so.
    """
    if delivery.sender.id != message.court:
        raise ForeignAnswerError(delivery.sender.id)
    about = Circumstances(edge.runtime().federation, read_setting(session), delivery.wall)
    service.note_approved(session, message, about)


HANDLERS: Final[Mapping[type[Message], Handler]] = MappingProxyType(
    {WaitingApproved: waiting_approved}
)
