"""`/sandbox/v1`: the API for programs. Each route is declared, and all of them want a key."""

from __future__ import annotations

import re
import threading
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

from flask import Blueprint, Flask, Response, current_app
from sqlalchemy.orm import Session

from idp.classroom import queries as classroom
from idp.classroom import starts
from idp.classroom.models import Seat, TrainingClass
from idp.exercises import format as exercise_files
from idp.exercises import protocol as exercises
from idp.kit import protocol as kit_protocol
from idp.kit import queries as kit_queries
from idp.kit import service as kits
from idp.kit.models import KitRun
from idp.mailbox.models import MailItem
from idp.sandbox import protocol, queries, shown
from idp.sandbox.declared import Parameter, boolean, integer, listed, nullable, record, ref, text
from idp.sandbox.protocol import (
    BAD_GATEWAY,
    CREATED,
    NO_CONTENT,
    NOT_FOUND,
    TOO_MANY,
    Asked,
    BusyError,
    UnknownError,
    operation,
)
from idp.sandbox.queries import Wanted
from idp.switchboard import protocol as switchboard
from idp.switchboard import queries as faults_queries
from idp.switchboard import service as faults_service
from idp.teaching import beginnings, cards
from idp.teaching import protocol as teaching
from idp.timetable import protocol as timetable
from idp.timetable import turns
from idp.timetable.turns import Turn
from shared import calendars, clock, faults, kit, outbox, personas
from shared.audit import record as note
from shared.calendars import Answer
from shared.errors import Refusal
from shared.faults import Wish
from shared.personas import Persona
from shared.seating import MOST_SEATS
from shared.web import edge
from shared.web.asking import SilentError

blueprint = Blueprint("sandbox_api", __name__)

#: Pages of lists, if not said and at most.
USUAL: Final = 50
MOST: Final = 500
MOST_CASES: Final = 10_000
#: Who waits for a mail holds a thread of the server: for so many seconds, and so many at once.
LONGEST_WAIT: Final = 10
WAITING: Final = 2
_NAP: Final = 0.1
_WAITS: Final = "moot_sandbox_waits"
_ID: Final = re.compile(r"[0-9]{1,9}")
_SEAT: Final = re.compile(r"[0-9]{1,2}")
#: Adds a route of this API by its declaration.
_operation: Final = partial(operation, blueprint)


def install(app: Flask) -> None:
    """Give the app what those share who wait for a mail."""
    app.extensions[_WAITS] = threading.BoundedSemaphore(WAITING)


def _audit(asked: Asked, tag: str, subject: str, **detail: Any) -> None:
    note(
        edge.session(),
        tag=tag,
        actor=asked.actor,
        subject=subject,
        now=edge.now(),
        wall=edge.wall(),
        detail={"key": asked.key_name, **detail},
    )


# --------------------------------------------------------------------------- health, personas


@_operation("GET", "/health", tag="health", answer=ref("Health"))
def get_health(_asked: Asked) -> dict[str, Any]:
    """Say whether all members are ready, and what waits to be delivered."""
    found = protocol.health()
    runtime = edge.runtime()
    with runtime.database.reading() as session:
        waiting = outbox.waiting(session)
    return {
        "status": "ok" if all(each.ready for each in found) else "degraded",
        "mode": runtime.settings.mode,
        "members": [
            {
                "id": each.member.id,
                "url": each.member.public_url,
                "ready": each.ready,
                "problem": each.problem,
            }
            for each in found
        ],
        "waiting": waiting,
    }


@_operation(
    "GET",
    "/personas",
    tag="personas",
    answer=record(personas=listed(ref("Persona"))),
    query=[
        Parameter("court", text(maxLength=40), "Those with an account in this court only."),
        Parameter("kind", text(maxLength=40), "Those whose PACER account is of this kind only."),
    ],
)
def list_personas(asked: Asked) -> dict[str, Any]:
    """List the personas with user names and passwords.

    They are what was planted: what became of an account since is not told here.
    """
    chosen = [each for each in personas.load() if _wanted(each, asked.query)]
    return {"personas": personas.as_json(chosen)}


def _wanted(persona: Persona, query: Mapping[str, Any]) -> bool:
    kind = persona.pacer.kind if persona.pacer else ""
    return (not query["court"] or query["court"] in persona.courts) and (
        not query["kind"] or query["kind"] == kind
    )


@_operation("GET", "/personas/{key}", tag="personas", answer=ref("Persona"), refusals=(NOT_FOUND,))
def get_persona(_asked: Asked, key: str) -> dict[str, object]:
    """Tell one persona."""
    return personas.as_json([_persona(key)])[0]


@_operation(
    "GET", "/personas/{key}/code", tag="personas", answer=ref("Code"), refusals=(NOT_FOUND,)
)
def get_persona_code(_asked: Asked, key: str) -> dict[str, Any]:
    """Tell the one-time code that a persona's authenticator app shows now.

    Codes go by real time, and each can be used once.
    """
    seed = _persona(key).pacer
    if seed is None:
        raise UnknownError("no_app", f"{key} has no PACER account.")
    code, left = protocol.code_of(seed)
    return {"code": code, "seconds_left": left}


def _persona(key: str) -> Persona:
    found = personas.by_key(personas.load()).get(key)
    if found is None:
        raise UnknownError("persona", f"There is no persona {key}.")
    return found


# --------------------------------------------------------------------------- clock


@_operation("GET", "/clock", tag="clock", answer=ref("Clock"))
def get_clock(_asked: Asked) -> dict[str, Any]:
    """Tell every member's court time."""
    return _clock(timetable.ask())


@_operation(
    "PUT",
    "/clock",
    tag="clock",
    answer=ref("Clock"),
    body=record(to=text("An era such as 2021-11, a date, or a date and time.", maxLength=40)),
    refusals=(BAD_GATEWAY,),
)
def set_clock(asked: Asked) -> dict[str, Any]:
    """Set court time to an era, a date, or a date and time (Eastern if it names no zone)."""
    return _turned(asked, timetable.turn_of(turns.SET, asked.body["to"]))


@_operation(
    "POST",
    "/clock/advance",
    tag="clock",
    answer=ref("Clock"),
    body=record(by=text("90m, 4h, 1d, 2w; -1d goes back.", maxLength=20)),
    refusals=(BAD_GATEWAY,),
)
def advance_clock(asked: Asked) -> dict[str, Any]:
    """Move court time by a span."""
    return _turned(asked, timetable.turn_of(turns.ADVANCE, asked.body["by"]))


@_operation("POST", "/clock/freeze", tag="clock", answer=ref("Clock"), refusals=(BAD_GATEWAY,))
def freeze_clock(asked: Asked) -> dict[str, Any]:
    """Have court time stand still."""
    return _turned(asked, Turn(turns.FREEZE))


@_operation("POST", "/clock/run", tag="clock", answer=ref("Clock"), refusals=(BAD_GATEWAY,))
def run_clock(asked: Asked) -> dict[str, Any]:
    """Have court time run on from where it stands."""
    return _turned(asked, Turn(turns.RUN))


def _turned(asked: Asked, turn: Turn) -> dict[str, Any]:
    told = _clock(timetable.turn_federation(turn))
    _audit(asked, "sandbox:clock", "federation", now=told["now"], frozen=told["frozen"])
    return told


def _clock(answers: Sequence[Answer]) -> dict[str, Any]:
    wall = edge.wall()
    settings = [each.setting for each in answers if each.setting is not None]
    if not settings:
        raise SilentError("any member")
    first = settings[0]
    return {
        "now": first.now(wall).isoformat(),
        "frozen": first.frozen_at is not None,
        "offset_seconds": first.offset.total_seconds(),
        "agree": len(settings) == len(answers) and calendars.agree(answers),
        "members": [
            {
                "id": each.member_id,
                "now": each.setting.now(wall).isoformat() if each.setting else None,
                "problem": each.problem,
            }
            for each in answers
        ],
    }


# --------------------------------------------------------------------------- mail

_FILTERS: Final = (
    Parameter("recipient", text(maxLength=120), "To this address only."),
    Parameter("subject", text(maxLength=200), "Whose subject contains this, in any case."),
    Parameter("template", text(maxLength=60), "Of this kind only: nef, link_confirmed ..."),
    Parameter("member", text(maxLength=40), "Sent by this member only."),
    Parameter("after", integer(minimum=0), "Later than the mail of this id.", 0),
)


@_operation(
    "GET",
    "/mail",
    tag="mail",
    answer=record(mails=listed(ref("MailHead"))),
    query=[
        *_FILTERS,
        Parameter("limit", integer(minimum=1, maximum=MOST), "So many at most.", USUAL),
    ],
)
def list_mail(asked: Asked) -> dict[str, Any]:
    """List mails of everybody, the oldest first."""
    with edge.runtime().database.reading() as session:
        found = queries.mails(session, _filters(asked), limit=asked.query["limit"])
    return {"mails": [shown.mail_head(each) for each in found]}


@_operation(
    "GET",
    "/mail/wait",
    tag="mail",
    answer=ref("Mail"),
    words="The first mail that fits; 204 without a body if none came in time.",
    query=[
        *_FILTERS,
        Parameter(
            "seconds",
            {"type": "number", "minimum": 0, "maximum": LONGEST_WAIT},
            "How long it is waited for.",
            5.0,
        ),
    ],
    refusals=(TOO_MANY,),
)
def wait_for_mail(asked: Asked) -> dict[str, Any] | None:
    """Wait for a mail, and read it.

    Give `after` the id of the last mail that is known, and only a new one ends the wait. Few can
    wait at a time: whoever is refused with 429 asks again, or lists mails instead.
    """
    wanted, ends = _filters(asked), clock.ticks() + float(asked.query["seconds"])
    turn: threading.BoundedSemaphore = current_app.extensions[_WAITS]
    if not turn.acquire(blocking=False):
        words = f"{WAITING} programs wait for mails already. Try again in a second."
        raise BusyError("busy", words)
    try:
        while (found := _first(wanted)) is None and clock.ticks() < ends:
            clock.sleep(_NAP)
    finally:
        turn.release()
    return found


def _first(wanted: Wanted) -> dict[str, Any] | None:
    with edge.runtime().database.reading() as session:
        found = queries.mails(session, wanted, limit=1)
        return _whole(session, found[0].id) if found else None


@_operation("GET", "/mail/{mail}", tag="mail", answer=ref("Mail"), refusals=(NOT_FOUND,))
def get_mail(_asked: Asked, mail: str) -> dict[str, Any]:
    """Read a mail; it stays as unread as it is."""
    found = None
    if _ID.fullmatch(mail):
        with edge.runtime().database.reading() as session:
            found = _whole(session, int(mail))
    if found is None:
        raise UnknownError("mail", f"There is no mail {mail}.")
    return found


def _filters(asked: Asked) -> Wanted:
    names = ("recipient", "subject", "template", "member")
    return Wanted(**{name: asked.query[name] or "" for name in names}, after=asked.query["after"])


def _whole(session: Session, mail_id: int) -> dict[str, Any] | None:
    item = session.get(MailItem, mail_id)
    return None if item is None else shown.mail(item)


# --------------------------------------------------------------------------- world


@_operation("GET", "/world", tag="world", answer=ref("World"), refusals=(BAD_GATEWAY,))
def get_world(_asked: Asked) -> dict[str, Any]:
    """Tell how many cases, entries and papers each court has."""
    return {"courts": protocol.worlds()}


@_operation(
    "GET",
    "/world/{court}",
    tag="world",
    answer=ref("Court"),
    query=[
        Parameter("limit", integer(minimum=0, maximum=MOST_CASES), "So many cases at most.", USUAL)
    ],
    refusals=(NOT_FOUND, BAD_GATEWAY),
)
def get_court_world(asked: Asked, court: str) -> dict[str, Any]:
    """Tell a court's cases and papers with their ids, as `moot world --json` does.

    Everything of everyone's world is told, sealed cases too, those planted first before others.
    """
    return protocol.world_of(protocol.court(court), limit=asked.query["limit"])


@_operation(
    "POST",
    "/map",
    tag="world",
    answer=ref("Map"),
    body=record(draw=integer("By which the cases are drawn.", minimum=0, maximum=2**31)),
    refusals=(BAD_GATEWAY,),
)
def draw_map(asked: Asked) -> dict[str, Any]:
    """Draw cases to send a client program to, as `moot map --json` does.

    The single paper gets a free look of its own, whose magic_num works once.
    """
    return protocol.map_of(asked.body["draw"])


# --------------------------------------------------------------------------- kit


@_operation(
    "POST",
    "/kit/runs",
    tag="kit",
    answer=ref("KitRun"),
    words="The run with its tasks.",
    status=CREATED,
    body=record(seed=integer("By which the tasks are drawn.", minimum=0, maximum=2**31)),
    refusals=(BAD_GATEWAY,),
)
def begin_kit_run(asked: Asked) -> dict[str, Any]:
    """Draw the tasks of a run of the conformance kit."""
    token = kit_protocol.draw_run(seed=asked.body["seed"], owner=asked.owner)
    return _run(asked, token)


@_operation("GET", "/kit/runs/{run}", tag="kit", answer=ref("KitRun"), refusals=(NOT_FOUND,))
def get_kit_run(asked: Asked, run: str) -> dict[str, Any]:
    """Tell a run: its tasks, and the report of the last answers."""
    return _run(asked, run)


@_operation(
    "PUT",
    "/kit/runs/{run}/answers",
    tag="kit",
    answer=ref("Report"),
    body={
        "type": "object",
        "description": "Answers by the ids of their tasks, each in the shape of its task.",
        "additionalProperties": True,
    },
    refusals=(NOT_FOUND,),
)
def answer_kit_run(asked: Asked, run: str) -> dict[str, Any]:
    """Give all answers at once and have them judged; a later set replaces an earlier one."""
    row = _kit_run(asked, run)
    return kit.as_json(kits.judge_run(edge.session(), row, asked.body))


@_operation(
    "GET",
    "/kit/runs/{run}/junit",
    tag="kit",
    answer=text("One test suite with a test case for each task."),
    media="application/xml",
    refusals=(NOT_FOUND,),
)
def get_kit_junit(asked: Asked, run: str) -> Response:
    """Tell the report of the last answers as JUnit's XML."""
    row = _kit_run(asked, run)
    if row.report is None:
        raise UnknownError("report", "There are no answers yet.")
    return Response(kit.as_junit(kit.from_json(row.report)), content_type="application/xml")


def _kit_run(asked: Asked, token: str) -> KitRun:
    found = kit_queries.run(edge.session(), token=token, owner=asked.owner)
    if found is None:
        raise UnknownError("run", f"There is no run {token}.")
    return found


def _run(asked: Asked, token: str) -> dict[str, Any]:
    row = _kit_run(asked, token)
    return shown.kit_run(row, kits.questions_of(row))


# --------------------------------------------------------------------------- classes and seats


@_operation(
    "GET",
    "/starts",
    tag="classes",
    answer=record(starts=listed(ref("Start"))),
)
def list_starts(_asked: Asked) -> dict[str, Any]:
    """List the states in which seats can begin."""
    known = teaching.known_of(edge.runtime())
    found = {name: starts.parse(text, known) for name, text in starts.library().items()}
    return {
        "starts": [
            {"name": name, "title": each.title, "story": each.story, "at": each.at}
            for name, each in found.items()
        ]
    }


@_operation(
    "GET",
    "/exercises",
    tag="classes",
    answer=record(
        exercises=listed(ref("Exercise")),
        problems=listed(text(), "What is wrong with files of the trainer's folder."),
    ),
)
def list_exercises(_asked: Asked) -> dict[str, Any]:
    """List the exercises that a class can be given, the trainer's own among them."""
    found, wrong = exercise_files.usable(exercises.folder())
    return {"exercises": [shown.exercise(each) for each in found], "problems": list(wrong)}


@_operation("GET", "/classes", tag="classes", answer=record(classes=listed(ref("Class"))))
def list_classes(asked: Asked) -> dict[str, Any]:
    """List the classes of the key's trainer, the newest first."""
    session = edge.session()
    counts = classroom.seat_counts(session)
    return {
        "classes": [
            shown.of_class(each, counts.get(each.id, {}))
            for each in classroom.classes(session, trainer=asked.trainer)
        ]
    }


@_operation(
    "POST",
    "/classes",
    tag="classes",
    answer=ref("Class"),
    words="The class; its seats are made meanwhile. Ask for it again until all are ready.",
    status=CREATED,
    body=record(
        name=text(minLength=1, maxLength=120),
        seats=integer(minimum=1, maximum=MOST_SEATS),
        start=text(
            "The name of a start state; first or together for that of the exercises, which is"
            " what is meant if nothing is said.",
            maxLength=60,
        ),
        exercises=listed(text(maxLength=60), "Keys, in the order in which they are done."),
        hints_cost=boolean("Whether a hint costs points; it does if nothing is said."),
        learners=listed(text(maxLength=80), "For whom seats 1, 2, 3 and so on are kept."),
        trainer=text(
            "The user name of the trainer whose class it is: the key's, if nothing is said; with"
            " the operator's key any, or the first.",
            maxLength=120,
        ),
        optional=("start", "exercises", "hints_cost", "learners", "trainer"),
    ),
)
def make_class(asked: Asked) -> dict[str, Any]:
    """Make a class with its seats."""
    made = teaching.make_class(
        edge.session(),
        name=asked.body["name"],
        seats=asked.body["seats"],
        start_name=asked.body.get("start", beginnings.TOGETHER),
        exercises=asked.body.get("exercises", ()),
        hints_cost=asked.body.get("hints_cost", True),
        learners=dict(enumerate(asked.body.get("learners", ()), start=1)),
        trainer_subject=_trainer(asked),
        actor=asked.actor,
    )
    return _class(made)


def _trainer(asked: Asked) -> str:
    """Return the subject of the trainer whose class is wanted.

    :raises Refusal: code `trainer` for somebody who is none, and for another than the key's.
    """
    named = asked.body.get("trainer", "")
    if not named:
        return asked.owner
    found = queries.trainer(edge.session(), user_name=named)
    if found is None:
        raise Refusal("trainer", f"{named} is no trainer.")
    if asked.trainer not in (None, found):
        raise Refusal("trainer", "This key makes classes of its own trainer only.")
    return found


@_operation("GET", "/classes/{code}", tag="classes", answer=ref("Class"), refusals=(NOT_FOUND,))
def get_class(asked: Asked, code: str) -> dict[str, Any]:
    """Tell a class, by its code."""
    return _class(_class_of(asked, code))


@_operation(
    "POST", "/classes/{code}/reset", tag="classes", answer=ref("Class"), refusals=(NOT_FOUND,)
)
def reset_class(asked: Asked, code: str) -> dict[str, Any]:
    """Set every seat of a class back to where it began."""
    found = _class_of(asked, code)
    seats = [
        each for each in classroom.seats_of(edge.session(), found.id, lock=True) if each.number
    ]
    teaching.reset(edge.session(), seats, actor=asked.actor)
    return _class(_class_of(asked, code))


_SOME: Final = listed(integer(), "Numbers of seats; without them the whole class.")


@_operation(
    "GET", "/classes/{code}/clock", tag="classes", answer=ref("ClassClock"), refusals=(NOT_FOUND,)
)
def get_class_clock(asked: Asked, code: str) -> Mapping[str, Any]:
    """Tell court time of a class and of each of its seats."""
    return timetable.as_json(edge.session(), _class_of(asked, code))


@_operation(
    "PUT",
    "/classes/{code}/clock",
    tag="classes",
    answer=ref("ClassClock"),
    body=record(
        to=text("An era such as 2021-11, a date, or a date and time.", maxLength=40),
        seats=_SOME,
        keep={"type": "boolean", "description": "Seats stay as far ahead or behind as they are."},
        optional=("seats", "keep"),
    ),
    refusals=(NOT_FOUND,),
)
def set_class_clock(asked: Asked, code: str) -> Mapping[str, Any]:
    """Set court time of a class, or of some of its seats; the federation and the others stay."""
    keep = bool(asked.body.get("keep"))
    return _class_turned(asked, code, timetable.turn_of(turns.SET, asked.body["to"], keep=keep))


@_operation(
    "POST",
    "/classes/{code}/close",
    tag="classes",
    status=NO_CONTENT,
    refusals=(NOT_FOUND,),
    answer=None,
    words="It is closed, and found no more.",
)
def close_class(asked: Asked, code: str) -> None:
    """End a class: its sessions end in every member, and nobody joins or signs in any more."""
    teaching.close(edge.session(), _class_of(asked, code), actor=asked.actor)


@_operation(
    "GET",
    "/classes/{code}/roster",
    tag="classes",
    answer=text("A line for everybody whom a seat plays, with names and passwords."),
    media="text/csv",
    refusals=(NOT_FOUND,),
)
def get_roster(asked: Asked, code: str) -> Response:
    """Return the list of a class as CSV."""
    data = teaching.roster_of(edge.session(), _class_of(asked, code))
    return Response(data, content_type="text/csv; charset=utf-8")


@_operation(
    "GET",
    "/classes/{code}/cards",
    tag="classes",
    answer=text("A PDF: the cards of all seats.", format="binary"),
    media="application/pdf",
    query=[
        Parameter("paper", text(enum=sorted(cards.PAPERS)), "On which paper they stand.", "letter")
    ],
    refusals=(NOT_FOUND,),
)
def get_cards(asked: Asked, code: str) -> Response:
    """Return the seat cards of a class."""
    found = _class_of(asked, code)
    seats = [each for each in classroom.seats_of(edge.session(), found.id) if each.number]
    data = teaching.cards_of(found, seats, paper=asked.query["paper"])
    return Response(data, content_type="application/pdf")


@_operation(
    "POST",
    "/classes/{code}/clock/advance",
    tag="classes",
    answer=ref("ClassClock"),
    body=record(
        by=text("90m, 4h, 1d, 2w; -1d goes back.", maxLength=20),
        seats=_SOME,
        optional=("seats",),
    ),
    refusals=(NOT_FOUND,),
)
def advance_class_clock(asked: Asked, code: str) -> Mapping[str, Any]:
    """Move the calendar of a class, or of some of its seats, by a span; the others stay."""
    return _class_turned(asked, code, timetable.turn_of(turns.ADVANCE, asked.body["by"]))


@_operation(
    "POST",
    "/classes/{code}/clock/freeze",
    tag="classes",
    answer=ref("ClassClock"),
    body=record(seats=_SOME, optional=("seats",)),
    refusals=(NOT_FOUND,),
)
def freeze_class_clock(asked: Asked, code: str) -> Mapping[str, Any]:
    """Have court time of a class, or of some of its seats, stand still."""
    return _class_turned(asked, code, Turn(turns.FREEZE))


@_operation(
    "POST",
    "/classes/{code}/clock/run",
    tag="classes",
    answer=ref("ClassClock"),
    body=record(seats=_SOME, optional=("seats",)),
    refusals=(NOT_FOUND,),
)
def run_class_clock(asked: Asked, code: str) -> Mapping[str, Any]:
    """Have court time of a class, or of some of its seats, run on from where it stands."""
    return _class_turned(asked, code, Turn(turns.RUN))


def _class_turned(asked: Asked, code: str, turn: Turn) -> Mapping[str, Any]:
    session, found, numbers = edge.session(), _class_of(asked, code), asked.body.get("seats")
    try:
        timetable.turn_class(session, found, turn, numbers=numbers, actor=asked.actor)
    except Refusal as refusal:
        raise UnknownError(refusal.code, refusal.message) from None
    return timetable.as_json(session, found)


@_operation(
    "GET",
    "/classes/{code}/seats",
    tag="seats",
    answer=record(seats=listed(ref("Seat"))),
    refusals=(NOT_FOUND,),
)
def list_seats(asked: Asked, code: str) -> dict[str, Any]:
    """List the seats of a class."""
    found = classroom.seats_of(edge.session(), _class_of(asked, code).id)
    return {"seats": [_seat(each) for each in found if each.number]}


@_operation(
    "GET",
    "/classes/{code}/seats/{number}",
    tag="seats",
    answer=ref("WholeSeat"),
    refusals=(NOT_FOUND,),
)
def get_seat(asked: Asked, code: str, number: str) -> dict[str, Any]:
    """Tell a seat: who sits there, with names and passwords, and its checkpoints.

    Number 0 is the class itself, with its clerks.
    """
    return _whole_seat(_seat_of(asked, code, number))


@_operation(
    "POST",
    "/classes/{code}/seats/{number}/reset",
    tag="seats",
    answer=ref("Seat"),
    words="The seat in its new run; ask for it again until it is ready.",
    refusals=(NOT_FOUND,),
)
def reset_seat(asked: Asked, code: str, number: str) -> dict[str, Any]:
    """Set one seat back to where it began; others do not notice."""
    teaching.reset(edge.session(), [_seat_of(asked, code, number, lock=True)], actor=asked.actor)
    return _seat(_seat_of(asked, code, number))


@_operation(
    "POST",
    "/classes/{code}/seats/{number}/checkpoints",
    tag="seats",
    answer=ref("Checkpoint"),
    words="The checkpoint; it can be gone back to when `taken` is true.",
    status=CREATED,
    body=record(name=text(minLength=1, maxLength=80)),
    refusals=(NOT_FOUND,),
)
def keep_seat(asked: Asked, code: str, number: str) -> dict[str, Any]:
    """Have the present state of a seat kept."""
    seat = _seat_of(asked, code, number, lock=True)
    (kept,) = teaching.checkpoint(
        edge.session(), [seat], name=asked.body["name"], actor=asked.actor
    )
    return shown.checkpoint(kept)


@_operation(
    "POST",
    "/classes/{code}/seats/{number}/restore",
    tag="seats",
    answer=ref("Seat"),
    words="The seat in its new run; ask for it again until it is ready.",
    body=record(checkpoint=integer("Its id.", minimum=1, maximum=2**31 - 1)),
    refusals=(NOT_FOUND,),
)
def restore_seat(asked: Asked, code: str, number: str) -> dict[str, Any]:
    """Set one seat back to a checkpoint of its own."""
    seat = _seat_of(asked, code, number, lock=True)
    kept = classroom.checkpoint(edge.session(), asked.body["checkpoint"])
    if kept is None or kept.seat_id != seat.id:
        raise UnknownError("checkpoint", "The seat has no such checkpoint.")
    teaching.restore(edge.session(), [(seat, kept)], actor=asked.actor)
    return _seat(_seat_of(asked, code, number))


def _class_of(asked: Asked, code: str) -> TrainingClass:
    found = classroom.class_by_code(edge.session(), code, trainer=asked.trainer)
    if found is None:
        raise UnknownError("class", f"There is no class {code}.")
    return found


def _class(row: TrainingClass) -> dict[str, Any]:
    session = edge.session()
    session.flush()
    return shown.of_class(row, classroom.seat_counts(session).get(row.id, {}))


def _seat_of(asked: Asked, code: str, number: str, *, lock: bool = False) -> Seat:
    of_class = _class_of(asked, code)
    found = None
    if _SEAT.fullmatch(number):
        found = classroom.seat(edge.session(), of_class.id, int(number), lock=lock)
    if found is None:
        raise UnknownError("seat", f"The class has no seat {number}.")
    return found


def _seat(row: Seat) -> dict[str, Any]:
    url = ""
    if row.number:
        idp = edge.runtime().federation.idp
        url = edge.runtime().federation.url(idp, teaching.card_path(row), role="psc")
    return shown.seat(row, join_url=url)


def _whole_seat(row: Seat) -> dict[str, Any]:
    kept = classroom.checkpoints(edge.session(), row.id)
    return {
        **_seat(row),
        "people": shown.sitters(teaching.sheet(row).people),
        "checkpoints": [shown.checkpoint(each) for each in kept],
        "exercises": [shown.given(each) for each in exercises.standings(edge.session(), row.run)],
    }


# --------------------------------------------------------------------------- faults


@_operation(
    "GET",
    "/faults",
    tag="faults",
    answer=record(faults=listed(ref("Fault")), catalogue=listed(ref("KnownFault"))),
)
def list_faults(_asked: Asked) -> dict[str, Any]:
    """List the faults that are on, and those that there are."""
    return {
        "faults": _faults(),
        "catalogue": [shown.fault(each) for each in faults.catalogue().values()],
    }


@_operation(
    "POST",
    "/faults",
    tag="faults",
    answer=ref("Fault"),
    words="The fault, which is on from now.",
    status=CREATED,
    body=record(
        name=text(maxLength=60),
        scope=text("Whom it concerns.", enum=list(faults.SCOPES)),
        value=text("Their name; empty for everybody.", maxLength=120),
        times=nullable(integer("How often; without it until it is cleared.", minimum=1)),
        amount=nullable(integer("The number that some faults take.")),
        optional=("scope", "value", "times", "amount"),
    ),
)
def set_fault(asked: Asked) -> dict[str, Any]:
    """Switch a fault on for somebody, for a number of times or until it is cleared."""
    at = switchboard.circumstances(actor=asked.actor)
    made = faults_service.set_fault(edge.session(), Wish(**asked.body), at)
    return next(each for each in _faults() if each["id"] == made)


@_operation(
    "DELETE",
    "/faults/{fault}",
    tag="faults",
    answer=None,
    words="It is off.",
    status=NO_CONTENT,
    refusals=(NOT_FOUND,),
)
def clear_fault(asked: Asked, fault: str) -> None:
    """Switch a fault off, by its id."""
    if all(each["id"] != fault for each in _faults()):
        raise UnknownError("fault", "This fault is not on any more.")
    at = switchboard.circumstances(actor=asked.actor)
    faults_service.clear_fault(edge.session(), fault, at)


@_operation(
    "DELETE",
    "/faults",
    tag="faults",
    answer=None,
    words="None is on.",
    status=NO_CONTENT,
)
def clear_faults(asked: Asked) -> None:
    """Switch all faults off."""
    faults_service.clear_faults(edge.session(), switchboard.circumstances(actor=asked.actor))


def _faults() -> list[dict[str, Any]]:
    edge.session().flush()
    return [each.as_json() for each in faults_queries.standing(edge.session())]
