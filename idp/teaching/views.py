"""The trainer's classes, and joining one: small pages over `protocol` and `service`.

All of it exists in training mode only. Whoever joins needs no account: the browser gets the seat's
cookie (shared/web/seat_cookie.py), and the page of the seat says with which names it signs in.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any, Final, cast

from flask import (
    Blueprint,
    Response,
    abort,
    jsonify,
    make_response,
    redirect,
    render_template,
    request,
)

from idp.classroom import queries, starts
from idp.classroom import service as classroom_service
from idp.classroom.models import READY, Seat, TrainingClass
from idp.edge import visitor
from idp.exercises import format as exercise_files
from idp.exercises import protocol as exercises_protocol
from idp.permissions import Permission
from idp.signin import lockout
from idp.signin import service as signin_service
from idp.teaching import beginnings, protocol, service
from idp.teaching.forms import ClassForm, JoinForm
from shared.clock import court_stamp
from shared.errors import Refusal
from shared.seating import SPAN
from shared.web import edge, seat_cookie
from shared.web.guard import public, requires
from shared.wire import PlantSeat

blueprint = Blueprint("teaching", __name__)

CLASSES_PATH: Final = "/classes"
NEW_PATH: Final = f"{CLASSES_PATH}/new"
JOIN_PATH: Final = protocol.JOIN_PATH
SEAT_PATH: Final = "/seat"
SEE_OTHER: Final = 303
UNPROCESSABLE: Final = 422
#: A class of sixty behind one address mistypes; who guesses codes is stopped.
_WRONG_CODES: Final = lockout.Limit("join", 100, timedelta(minutes=10))
TOO_MANY: Final = "Too many wrong join codes came from your network. Try again in ten minutes."
_STATES: Final = {"making": "being made", "changing": "being set back", "ready": "ready"}


@blueprint.before_request
def _training_only() -> None:
    if not edge.runtime().settings.training:
        abort(404)


# --------------------------------------------------------------------------- the trainer


@blueprint.get(CLASSES_PATH)
@requires(Permission.TRAIN)
def classes() -> Response:
    """List the classes of the federation."""
    session, zone = edge.session(), edge.runtime().federation.idp.timezone
    counts = queries.seat_counts(session)
    rows = [
        {
            "name": row.name,
            "url": _class_url(row),
            "code": row.join_code,
            "seats": sum(counts.get(row.id, {}).values()),
            "ready": counts.get(row.id, {}).get(READY, 0),
            "made": court_stamp(row.created_at, zone),
        }
        for row in queries.classes(session)
    ]
    return _page("classes.html", rows=rows, new_url=NEW_PATH)


@blueprint.route(NEW_PATH, methods=["GET", "POST"])
@requires(Permission.TRAIN)
def new_class() -> Response:
    """Make a class: a name, a number of seats, and how a seat begins."""
    form = ClassForm(request.form if request.method == "POST" else None)
    known = protocol.known_of(edge.runtime())
    ready_made = {name: starts.parse(text, known) for name, text in starts.library().items()}
    exercises, broken = exercise_files.usable(exercises_protocol.folder())
    form.exercises.choices = [(each.key, each.title) for each in exercises]
    titles = {name: start.title for name, start in ready_made.items()}
    form.start.choices = list({**beginnings.TITLES, **titles}.items())
    if request.method == "POST" and form.validate():
        try:
            made = protocol.make_class(
                edge.session(),
                name=form.name.data or "",
                seats=form.seats.data or 0,
                start_name=form.start.data or "",
                exercises=form.exercises.data or (),
                hints_cost=form.hints_cost.data,
                trainer_subject=visitor().subject,
                actor=visitor().audit_name,
            )
            return _to(_class_url(made))
        except Refusal as refusal:
            edge.refused(form, refusal)
    return _page(
        "new_class.html",
        UNPROCESSABLE if request.method == "POST" else 200,
        form=form,
        exercises={each.key: each for each in exercises},
        broken=broken,
        stories=[(start.title, start.story) for start in ready_made.values()],
        back_url=CLASSES_PATH,
    )


@blueprint.get(f"{CLASSES_PATH}/<int:class_id>")
@requires(Permission.TRAIN)
def one_class(class_id: int) -> Response:
    """Show a class with its seats."""
    return _class_page(_class(class_id))


def _class_page(of_class: TrainingClass, problem: str = "") -> Response:
    session = edge.session()
    seats = queries.seats_of(session, of_class.id)
    return _page(
        "class.html",
        UNPROCESSABLE if problem else 200,
        of_class=of_class,
        rows=[_row(of_class, seat) for seat in seats if seat.number],
        staff=_row(of_class, seats[0]),
        progress=_progress(of_class, seats),
        progress_url=f"{_class_url(of_class)}/progress",
        reset_url=f"{_class_url(of_class)}/reset",
        problems=sorted({row.problem for row in queries.problems(session, of_class.id)}),
        problem=problem,
        # Its own trainer's: the room above, which must not be imported from here.
        board_url=f"{_class_url(of_class)}/board" if _is_mine(of_class) else "",
        join_url=edge.federation_url(edge.runtime().federation.idp, JOIN_PATH, role="psc"),
        back_url=CLASSES_PATH,
    )


def _row(of_class: TrainingClass, seat: Seat) -> dict[str, Any]:
    return {
        "number": seat.number,
        "tag": service.chair_of(seat).tag,
        "state": _STATES[seat.state],
        "ready": seat.state == READY,
        "learner": seat.learner or ("joined" if seat.joined_at else ""),
        "card_url": protocol.card_path(seat),
        "reset_url": f"{_class_url(of_class)}/seats/{seat.number}/reset",
        "people_url": f"{_class_url(of_class)}/seats/{seat.number}",
    }


def _progress(of_class: TrainingClass, seats: Any) -> dict[str, int]:
    """Return how many of all answers of courts are there, and how many seats are ready."""
    courts = len(edge.runtime().federation.courts)
    return {
        "done": queries.answered(edge.session(), of_class.id, deed=PlantSeat.KIND),
        "of": len(seats) * courts,
        "ready": sum(seat.state == READY for seat in seats),
        "seats": len(seats),
    }


@blueprint.get(f"{CLASSES_PATH}/<int:class_id>/progress")
@requires(Permission.TRAIN)
def progress(class_id: int) -> Response:
    """Say how far the making of a class is; unchanged answers have no body."""
    of_class = _class(class_id)
    found = _progress(of_class, queries.seats_of(edge.session(), of_class.id))
    response = jsonify(found)
    response.set_etag("-".join(str(value) for value in found.values()))
    return cast(Response, response.make_conditional(request))


@blueprint.get(f"{CLASSES_PATH}/<int:class_id>/seats/<int:number>")
@requires(Permission.TRAIN)
def one_seat(class_id: int, number: int) -> Response:
    """Show who sits in a seat, with names and passwords, and its checkpoints."""
    of_class = _class(class_id)
    seat = _seat(of_class, number)
    zone = edge.runtime().federation.idp.timezone
    checkpoints = [
        {"id": row.id, "name": row.name, "taken": court_stamp(row.court_time, zone)}
        for row in queries.checkpoints(edge.session(), seat.id)
    ]
    return _page(
        "one_seat.html",
        seat=_row(of_class, seat),
        of_class=of_class,
        people=_people(seat),
        checkpoints=checkpoints,
        action=f"{_class_url(of_class)}/seats/{number}",
        back_url=_class_url(of_class),
    )


@blueprint.post(f"{CLASSES_PATH}/<int:class_id>/seats/<int:number>/reset")
@requires(Permission.TRAIN)
def reset_seat(class_id: int, number: int) -> Response:
    """Set one seat back to where it began."""
    of_class = _class(class_id)
    return _set_back(of_class, [_seat(of_class, number, lock=True)])


@blueprint.post(f"{CLASSES_PATH}/<int:class_id>/reset")
@requires(Permission.TRAIN)
def reset_class(class_id: int) -> Response:
    """Set every seat of a class back to where it began."""
    of_class = _class(class_id)
    seats = queries.seats_of(edge.session(), of_class.id, lock=True)
    return _set_back(of_class, [seat for seat in seats if seat.number])


def _set_back(of_class: TrainingClass, chosen: list[Seat]) -> Response:
    try:
        protocol.reset(edge.session(), chosen, actor=visitor().audit_name)
    except Refusal as refusal:
        edge.undo()
        return _class_page(_class(of_class.id), refusal.message)
    return _to(_class_url(of_class))


@blueprint.post(f"{CLASSES_PATH}/<int:class_id>/seats/<int:number>/checkpoints")
@requires(Permission.TRAIN)
def keep_seat(class_id: int, number: int) -> Response:
    """Have the present state of a seat kept."""
    of_class = _class(class_id)
    seat = _seat(of_class, number, lock=True)
    name = " ".join(request.form.get("name", "").split())
    try:
        protocol.checkpoint(edge.session(), [seat], name=name, actor=visitor().audit_name)
    except Refusal as refusal:
        edge.undo()
        return _class_page(_class(class_id), refusal.message)
    return _to(f"{_class_url(of_class)}/seats/{number}")


@blueprint.post(f"{CLASSES_PATH}/<int:class_id>/seats/<int:number>/back")
@requires(Permission.TRAIN)
def back_to_checkpoint(class_id: int, number: int) -> Response:
    """Set one seat back to a checkpoint."""
    of_class = _class(class_id)
    seat = _seat(of_class, number, lock=True)
    wanted = request.form.get("checkpoint", 0, type=int)
    kept = queries.checkpoint(edge.session(), wanted)
    if kept is None or kept.seat_id != seat.id:
        abort(404)
    try:
        protocol.restore(edge.session(), [(seat, kept)], actor=visitor().audit_name)
    except Refusal as refusal:
        edge.undo()
        return _class_page(_class(class_id), refusal.message)
    return _to(_class_url(of_class))


def _class(class_id: int) -> TrainingClass:
    found = queries.class_by_id(edge.session(), class_id) if class_id < 1 << 31 else None
    if found is None:
        abort(404)
    return found


def _seat(of_class: TrainingClass, number: int, *, lock: bool = False) -> Seat:
    found = None
    if number < SPAN:
        found = queries.seat(edge.session(), of_class.id, number, lock=lock)
    if found is None:
        abort(404)
    return found


# --------------------------------------------------------------------------- joining


@blueprint.route(JOIN_PATH, methods=["GET", "POST"])
@public
def join() -> Response:
    """Get a seat by the join code of a class, without any account."""
    form = JoinForm(request.form if request.method == "POST" else None)
    if request.method == "GET" or not form.validate():
        return _page("join.html", 200 if request.method == "GET" else UNPROCESSABLE, form=form)
    try:
        _count_guess(before=True)
        seat = _mine_again(form.code.data or "") or service.join(
            edge.session(),
            code=form.code.data or "",
            learner=form.learner.data or "",
            wall=edge.wall(),
        )
    except Refusal as refusal:
        edge.refused(form, refusal)
        if refusal.code == "code":
            _count_guess(before=False)
        return _page("join.html", UNPROCESSABLE, form=form)
    return _sat(seat)


def _mine_again(code: str) -> Seat | None:
    """Return the seat that this browser has in the class already: joining twice is once."""
    seat = _seat_of_browser()
    wanted = service.class_of_code(edge.session(), code)
    return seat if seat is not None and seat.class_id == wanted.id and seat.number else None


def _count_guess(*, before: bool) -> None:
    """Count a wrong code of an address; before a code is looked at, refuse one too many.

    :raises Refusal: code `too_many`.
    """
    address, wall = edge.remote_address()[: lockout.LONGEST_ADDRESS], edge.wall()
    if before:
        if signin_service.is_stopped(
            edge.session(), scope=_WRONG_CODES.scope, key=address, wall=wall
        ):
            raise Refusal("too_many", TOO_MANY)
        return
    edge.keep(
        lambda kept: signin_service.count_against(kept, limit=_WRONG_CODES, key=address, wall=wall)
    )


@blueprint.get(f"{JOIN_PATH}/<token>")
@public
def take_seat(token: str) -> Response:
    """Sit down by the address of a seat card."""
    place = seat_cookie.place_of(edge.runtime(), token)
    seat = None if place is None else queries.seat(edge.session(), place // SPAN, place % SPAN)
    if seat is None or seat.number == 0:
        abort(404)
    service.sit_down(edge.session(), seat, learner="", wall=edge.wall())
    return _sat(seat)


def _sat(seat: Seat) -> Response:
    response = _to(SEAT_PATH)
    seat_cookie.sit(response, edge.runtime(), seat.place, family=edge.family())
    return response


@blueprint.get(SEAT_PATH)
@public
def my_seat() -> Response:
    """Show the seat of this browser: who sits there, and where to begin."""
    seat = _seat_of_browser()
    if seat is None or seat.number == 0:
        return _to(JOIN_PATH)
    courts = [
        (court.title, edge.federation_url(court, "/", role="www"))
        for court in edge.runtime().federation.courts
    ]
    return _page(
        "my_seat.html",
        seat=seat,
        ready=seat.state == READY,
        people=_people(seat),
        courts=courts,
        messages=queries.unread_messages(edge.session(), seat.id),
        leave_url=f"{SEAT_PATH}/leave",
    )


@blueprint.post(f"{SEAT_PATH}/messages/<int:message_id>")
@public
def read_message(message_id: int) -> Response:
    """Note that what the trainer said was read."""
    seat = _seat_of_browser()
    if seat is not None and message_id < 1 << 31:
        classroom_service.note_read(edge.session(), seat, message_id=message_id, wall=edge.wall())
    return _to(SEAT_PATH)


@blueprint.post(f"{SEAT_PATH}/leave")
@public
def leave_seat() -> Response:
    """Let this browser sit nowhere; the seat stays as it is."""
    response = _to(JOIN_PATH)
    seat_cookie.stand_up(response, edge.runtime(), family=edge.family())
    return response


def _seat_of_browser() -> Seat | None:
    place = seat_cookie.place_of_browser(edge.runtime(), request.cookies)
    return None if place is None else queries.seat(edge.session(), place // SPAN, place % SPAN)


def _people(seat: Seat) -> list[dict[str, Any]]:
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
        for player, person in protocol.sheet(seat).people
    ]


# --------------------------------------------------------------------------- small parts


def _is_mine(of_class: TrainingClass) -> bool:
    return of_class.trainer_subject == visitor().subject


def _class_url(of_class: TrainingClass) -> str:
    return f"{CLASSES_PATH}/{of_class.id}"


def _to(address: str) -> Response:
    return cast(Response, redirect(address, SEE_OTHER))


def _page(template: str, status: int = 200, **values: Any) -> Response:
    return make_response(render_template(f"teaching/{template}", **values), status)
