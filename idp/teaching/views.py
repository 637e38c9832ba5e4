"""The trainer's classes, and joining one: small pages over `protocol` and `service`.

All of it exists in training mode only. Whoever joins needs no account: the browser gets the seat's
cookie (shared/web/seat_cookie.py), and the page of the seat says with which names it signs in.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import timedelta
from types import MappingProxyType
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
from idp.classroom.models import READY, Checkpoint, Seat, TrainingClass
from idp.edge import visitor
from idp.exercises import format as exercise_files
from idp.exercises import protocol as exercises_protocol
from idp.permissions import Permission
from idp.signin import lockout
from idp.signin import service as signin_service
from idp.teaching import beginnings, cards, protocol, roster, service
from idp.teaching.forms import CheckpointForm, ClassForm, JoinForm, LearnerForm, NamesForm
from shared.clock import court_stamp
from shared.errors import Refusal
from shared.seating import MOST_SEATS, SPAN
from shared.web import coach, edge, recorder, seat_cookie
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
    """List the classes of the trainer."""
    session, zone = edge.session(), edge.runtime().federation.idp.timezone
    counts = queries.seat_counts(session)
    rows = [
        {
            "name": row.name,
            "url": _class_url(row),
            "code": row.join_code,
            "closed": row.closed_at is not None,
            "seats": sum(counts.get(row.id, {}).values()),
            "ready": counts.get(row.id, {}).get(READY, 0),
            "made": court_stamp(row.created_at, zone),
        }
        for row in queries.classes(session, trainer=visitor().subject)
    ]
    return _page("classes.html", rows=rows, new_url=NEW_PATH)


@blueprint.route(NEW_PATH, methods=["GET", "POST"])
@requires(Permission.TRAIN)
def new_class() -> Response:
    """Make a class: a name, seats or a list of names, exercises, and how a seat begins."""
    form = ClassForm(request.form if request.method == "POST" else None)
    known = protocol.known_of(edge.runtime())
    ready_made = {name: starts.parse(text, known) for name, text in starts.library().items()}
    exercises, broken = exercise_files.usable(exercises_protocol.folder())
    form.exercises.choices = [(each.key, each.title) for each in exercises]
    titles = {name: start.title for name, start in ready_made.items()}
    form.start.choices = list({**beginnings.TITLES, **titles}.items())
    if request.method == "POST" and form.validate():
        try:
            return _to(_class_url(_made(form)))
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


def _made(form: ClassForm) -> TrainingClass:
    """Open the class that a form describes; a list of names says how many seats it has.

    :raises Refusal: at the field.
    """
    learners = _uploaded()
    return protocol.make_class(
        edge.session(),
        name=form.name.data or "",
        seats=max(learners) if learners else form.seats.data or 0,
        start_name=form.start.data or "",
        exercises=form.exercises.data or (),
        hints_cost=form.hints_cost.data,
        learners=learners,
        trainer_subject=visitor().subject,
        actor=visitor().audit_name,
    )


def _uploaded(seats: int = MOST_SEATS) -> dict[int, str]:
    """Return the names of an uploaded list by the numbers of their seats; none without a file.

    :raises Refusal: at the field `names`, with the lines that are wrong.
    """
    file = request.files.get("names")
    if file is None or not file.filename:
        return {}
    try:
        return roster.read(file.read(roster.LARGEST + 1), seats=seats)
    except roster.RosterError as error:
        raise Refusal("names", error.words, field="names") from error


@blueprint.get(f"{CLASSES_PATH}/<int:class_id>")
@requires(Permission.TRAIN)
def one_class(class_id: int) -> Response:
    """Show a class with its seats."""
    return _class_page(_class(class_id))


def _class_page(
    of_class: TrainingClass,
    problem: str = "",
    *,
    names: NamesForm | None = None,
    kept: CheckpointForm | None = None,
) -> Response:
    session, url = edge.session(), _class_url(of_class)
    seats = queries.seats_of(session, of_class.id)
    zone = edge.runtime().federation.idp.timezone
    wrong = problem or (names and names.errors) or (kept and kept.errors)
    return _page(
        "class.html",
        UNPROCESSABLE if wrong else 200,
        of_class=of_class,
        url=url,
        closed=court_stamp(of_class.closed_at, zone) if of_class.closed_at else "",
        rows=[_row(of_class, seat) for seat in seats if seat.number],
        staff=_row(of_class, seats[0]),
        progress=_progress(of_class, seats),
        exercises=_titles(of_class),
        checkpoints=queries.named_checkpoints(session, of_class.id),
        names=names or NamesForm(),
        kept=kept or CheckpointForm(),
        clock_url=f"{_class_url(of_class)}/clock",
        problems=sorted({row.problem for row in queries.problems(session, of_class.id)}),
        problem=problem,
        join_url=_join_url(),
        # Of the room above, which must not be imported from here.
        board_url=f"{_class_url(of_class)}/board",
        back_url=CLASSES_PATH,
    )


def _titles(of_class: TrainingClass) -> list[str]:
    """Return the titles of a class's exercises; the key of one whose file is gone."""
    if not of_class.exercises:
        return []
    known, _ = exercise_files.usable(exercises_protocol.folder())
    titles = {each.key: each.title for each in known}
    return [titles.get(key, key) for key in of_class.exercises]


def _join_url() -> str:
    return edge.federation_url(edge.runtime().federation.idp, JOIN_PATH, role="psc")


def _row(of_class: TrainingClass, seat: Seat) -> dict[str, Any]:
    url = f"{_class_url(of_class)}/seats/{seat.number}"
    return {
        "number": seat.number,
        "tag": service.chair_of(seat).tag,
        "state": _STATES[seat.state],
        "ready": seat.state == READY,
        "learner": seat.learner,
        "joined": seat.joined_at is not None,
        "card_url": protocol.card_path(seat),
        "reset_url": f"{url}/reset",
        "people_url": url,
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
    recorder.leave_out()
    of_class = _class(class_id)
    found = _progress(of_class, queries.seats_of(edge.session(), of_class.id))
    response = jsonify(found)
    response.set_etag("-".join(str(value) for value in found.values()))
    return cast(Response, response.make_conditional(request))


# --------------------------------------------------------------------------- what is done to all


@blueprint.route(f"{CLASSES_PATH}/<int:class_id>/reset", methods=["GET", "POST"])
@requires(Permission.TRAIN)
def reset_class(class_id: int) -> Response:
    """Set every seat of a class back to where it began, once it is confirmed."""
    of_class = _class(class_id)
    if request.method == "GET":
        return _confirm(
            of_class,
            title=f"Reset every seat of {of_class.name}?",
            words=(
                "Every seat begins again as it was made: links, filings, mails and passwords of"
                " since then are gone.",
                "Whoever is signed in is signed out, in every member.",
                "Certificates stay. Exercises begin anew, with their hints.",
            ),
            button="Reset every seat",
        )
    seats = queries.seats_of(edge.session(), of_class.id, lock=True)
    return _set_back(of_class, [(seat, None) for seat in seats if seat.number])


@blueprint.post(f"{CLASSES_PATH}/<int:class_id>/checkpoints")
@requires(Permission.TRAIN)
def keep_class(class_id: int) -> Response:
    """Have the present state of every seat of a class kept under a name."""
    of_class, form = _class(class_id), CheckpointForm(request.form)
    if not form.validate():
        return _class_page(of_class, kept=form)
    seats = queries.seats_of(edge.session(), of_class.id, lock=True)
    chosen = [seat for seat in seats if seat.number]
    try:
        protocol.checkpoint(
            edge.session(), chosen, name=form.name.data or "", actor=visitor().audit_name
        )
    except Refusal as refusal:
        edge.undo()
        return _class_page(_class(class_id), refusal.message, kept=form)
    return _to(_class_url(of_class))


@blueprint.route(f"{CLASSES_PATH}/<int:class_id>/back", methods=["GET", "POST"])
@requires(Permission.TRAIN)
def class_back(class_id: int) -> Response:
    """Put every seat back that has a checkpoint of a name, once it is confirmed."""
    of_class = _class(class_id)
    name = request.values.get("checkpoint", "")
    kept = queries.checkpoints_named(edge.session(), of_class.id, name)
    if not kept:
        abort(404)
    if request.method == "GET":
        return _confirm(
            of_class,
            title=f"Back to “{name}”?",
            words=(
                f"{len(kept)} seats have a checkpoint of this name, and go back to it; where there"
                " are several, to the newest.",
                "What was done there since then is gone; what was done before counts on.",
                "Whoever is signed in there is signed out, in every member.",
            ),
            button="Go back",
            fields={"checkpoint": name},
        )
    seats = queries.seats_of(edge.session(), of_class.id, lock=True)
    return _set_back(of_class, [(seat, kept[seat.id]) for seat in seats if seat.id in kept])


@blueprint.route(f"{CLASSES_PATH}/<int:class_id>/close", methods=["GET", "POST"])
@requires(Permission.TRAIN)
def close_class(class_id: int) -> Response:
    """End a class for good, once it is confirmed."""
    of_class = _class(class_id)
    if request.method == "GET":
        return _confirm(
            of_class,
            title=f"Close {of_class.name}?",
            words=(
                "Nobody joins it any more, neither by the join code nor by a card.",
                "Whoever is signed in is signed out, in every member, and cannot sign in again.",
                "What was done stays to be looked at, and certificates stay valid.",
                "A closed class cannot be opened again.",
            ),
            button="Close the class",
        )
    protocol.close(edge.session(), of_class, actor=visitor().audit_name)
    return _to(_class_url(of_class))


def _confirm(
    of_class: TrainingClass,
    *,
    title: str,
    words: Sequence[str],
    button: str,
    fields: Mapping[str, str] = MappingProxyType({}),
) -> Response:
    """Ask once more; the form posts to the address at which it stands."""
    return _page(
        "confirm.html",
        title=title,
        words=words,
        button=button,
        fields=fields,
        action=request.path,
        back_url=_class_url(of_class),
    )


def _set_back(
    of_class: TrainingClass, chosen: Sequence[tuple[Seat, Checkpoint | None]]
) -> Response:
    """Set seats back, each to a checkpoint or to where it began, and show the class."""
    session, actor, class_id = edge.session(), visitor().audit_name, of_class.id
    try:
        pairs = [(seat, kept) for seat, kept in chosen if kept is not None]
        if pairs:
            protocol.restore(session, pairs, actor=actor)
        else:
            protocol.reset(session, [seat for seat, _ in chosen], actor=actor)
    except Refusal as refusal:
        edge.undo()
        return _class_page(_class(class_id), refusal.message)
    return _to(_class_url(of_class))


# --------------------------------------------------------------------------- lists and cards


@blueprint.get(f"{CLASSES_PATH}/<int:class_id>/roster.csv")
@requires(Permission.TRAIN)
def roster_file(class_id: int) -> Response:
    """Return the list of a class: who sits where, with all names and passwords."""
    of_class = _class(class_id)
    return _file(
        protocol.roster_of(edge.session(), of_class),
        "text/csv; charset=utf-8",
        f"class-{of_class.code}.csv",
    )


@blueprint.post(f"{CLASSES_PATH}/<int:class_id>/roster")
@requires(Permission.TRAIN)
def name_seats(class_id: int) -> Response:
    """Name the seats of a class after an uploaded list."""
    of_class, form = _class(class_id), NamesForm()
    seats = queries.seats_of(edge.session(), of_class.id, lock=True)
    try:
        learners = _uploaded(seats=len(seats) - 1)
        if not learners:
            raise Refusal("names", "Choose the file with the names.", field="names")
        for seat in seats:
            if seat.number in learners:
                protocol.name_seat(edge.session(), seat, learners[seat.number])
    except Refusal as refusal:
        edge.undo()
        edge.refused(form, refusal)
        return _class_page(_class(class_id), names=form)
    return _to(_class_url(of_class))


@blueprint.get(f"{CLASSES_PATH}/<int:class_id>/cards.pdf")
@requires(Permission.TRAIN)
def class_cards(class_id: int) -> Response:
    """Return the cards of all seats of a class."""
    of_class = _class(class_id)
    seats = queries.seats_of(edge.session(), of_class.id)
    return _cards(of_class, [seat for seat in seats if seat.number], of_class.code)


@blueprint.get(f"{CLASSES_PATH}/<int:class_id>/seats/<int:number>/card.pdf")
@requires(Permission.TRAIN)
def seat_card(class_id: int, number: int) -> Response:
    """Return the card of one seat."""
    of_class = _class(class_id)
    seat = _seat(of_class, number)
    if not seat.number:
        abort(404)
    return _cards(of_class, [seat], service.chair_of(seat).tag)


def _cards(of_class: TrainingClass, seats: Sequence[Seat], tag: str) -> Response:
    paper = request.args.get("paper", "letter")
    if paper not in cards.PAPERS:
        abort(404)
    data = protocol.cards_of(of_class, seats, paper=paper)
    return _file(data, "application/pdf", f"cards-{tag}.pdf", shown=True)


def _file(data: str | bytes, content_type: str, name: str, *, shown: bool = False) -> Response:
    place = "inline" if shown else "attachment"
    headers = {
        "Content-Disposition": f'{place}; filename="{name}"',
        # Every password of the class stands in it.
        "Cache-Control": "no-store",
    }
    return Response(data, content_type=content_type, headers=headers)


# --------------------------------------------------------------------------- one seat


@blueprint.get(f"{CLASSES_PATH}/<int:class_id>/seats/<int:number>")
@requires(Permission.TRAIN)
def one_seat(class_id: int, number: int) -> Response:
    """Show who sits in a seat, with names and passwords, and its checkpoints."""
    of_class = _class(class_id)
    return _seat_page(of_class, _seat(of_class, number))


def _seat_page(
    of_class: TrainingClass,
    seat: Seat,
    problem: str = "",
    *,
    learner: LearnerForm | None = None,
    kept: CheckpointForm | None = None,
) -> Response:
    zone = edge.runtime().federation.idp.timezone
    checkpoints = [
        {"id": row.id, "name": row.name, "taken": court_stamp(row.court_time, zone)}
        for row in queries.checkpoints(edge.session(), seat.id)
    ]
    wrong = problem or learner is not None or kept is not None
    return _page(
        "one_seat.html",
        UNPROCESSABLE if wrong else 200,
        seat=_row(of_class, seat),
        of_class=of_class,
        people=protocol.people_of(seat),
        standings=exercises_protocol.standings(edge.session(), seat.run) if seat.number else [],
        checkpoints=checkpoints,
        learner=learner or LearnerForm(data={"learner": seat.learner}),
        kept=kept or CheckpointForm(),
        problem=problem,
        action=f"{_class_url(of_class)}/seats/{seat.number}",
        back_url=_class_url(of_class),
    )


@blueprint.post(f"{CLASSES_PATH}/<int:class_id>/seats/<int:number>/learner")
@requires(Permission.TRAIN)
def name_seat(class_id: int, number: int) -> Response:
    """Say who sits in a seat."""
    of_class = _class(class_id)
    seat = _seat(of_class, number, lock=True)
    form = LearnerForm(request.form)
    if not form.validate():
        return _seat_page(of_class, seat, learner=form)
    protocol.name_seat(edge.session(), seat, form.learner.data or "")
    return _to(f"{_class_url(of_class)}/seats/{number}")


@blueprint.post(f"{CLASSES_PATH}/<int:class_id>/seats/<int:number>/reset")
@requires(Permission.TRAIN)
def reset_seat(class_id: int, number: int) -> Response:
    """Set one seat back to where it began."""
    of_class = _class(class_id)
    return _set_back(of_class, [(_seat(of_class, number, lock=True), None)])


@blueprint.post(f"{CLASSES_PATH}/<int:class_id>/seats/<int:number>/checkpoints")
@requires(Permission.TRAIN)
def keep_seat(class_id: int, number: int) -> Response:
    """Have the present state of a seat kept."""
    of_class = _class(class_id)
    seat, form = _seat(of_class, number, lock=True), CheckpointForm(request.form)
    if not form.validate():
        return _seat_page(of_class, seat, kept=form)
    try:
        protocol.checkpoint(
            edge.session(), [seat], name=form.name.data or "", actor=visitor().audit_name
        )
    except Refusal as refusal:
        edge.undo()
        of_class = _class(class_id)
        return _seat_page(of_class, _seat(of_class, number), refusal.message, kept=form)
    return _to(f"{_class_url(of_class)}/seats/{number}")


@blueprint.post(f"{CLASSES_PATH}/<int:class_id>/seats/<int:number>/back")
@requires(Permission.TRAIN)
def back_to_checkpoint(class_id: int, number: int) -> Response:
    """Set one seat back to a checkpoint."""
    of_class = _class(class_id)
    seat = _seat(of_class, number, lock=True)
    wanted = request.form.get("checkpoint", 0, type=int)
    kept = queries.checkpoint(edge.session(), wanted) if wanted < 1 << 31 else None
    if kept is None or kept.seat_id != seat.id:
        abort(404)
    return _set_back(of_class, [(seat, kept)])


def _class(class_id: int) -> TrainingClass:
    """Return a class to its trainer; for everybody else there is none."""
    found = queries.class_of_trainer(edge.session(), class_id, subject=visitor().subject)
    if found is None:
        abort(404, protocol.NO_CLASS)
    return found


def _seat(of_class: TrainingClass, number: int, *, lock: bool = False) -> Seat:
    return _seat_at(of_class.id, number, lock=lock)


def _seat_at(class_id: int, number: int, *, lock: bool = False) -> Seat:
    found = None
    if number < SPAN:
        found = queries.seat(edge.session(), class_id, number, lock=lock)
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
        seat = _mine_again(form.code.data or "") or protocol.join(
            edge.session(), code=form.code.data or "", learner=form.learner.data or ""
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
    if seat is None or seat.number == 0 or seat.training_class.closed_at is not None:
        abort(404)
    protocol.sit_down(edge.session(), seat)
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
        people=protocol.people_of(seat),
        courts=courts,
        messages=queries.unread_messages(edge.session(), seat.run),
        leave_url=f"{SEAT_PATH}/leave",
        back_path=coach.BACK_PATH,
    )


@blueprint.route(coach.BACK_PATH, methods=["GET", "POST"])
@public
def go_back() -> Response:
    """Go back to the last checkpoint of one's own seat, once it is confirmed: undo for learning."""
    seat = _own_seat()
    if seat is None:
        return _to(JOIN_PATH)
    class_id, number, problem = seat.class_id, seat.number, ""
    if request.method == "POST":
        try:
            locked = _seat(seat.training_class, number, lock=True)
            protocol.go_back(edge.session(), locked, actor=visitor().audit_name)
            return _sat(locked)
        except Refusal as refusal:
            edge.undo()
            problem = refusal.message
            seat = _seat_at(class_id, number)
    way = protocol.way_back(edge.session(), seat)
    zone = edge.runtime().federation.idp.timezone
    return _page(
        "go_back.html",
        UNPROCESSABLE if problem else 200,
        problem=problem,
        way=way,
        taken="" if way is None else court_stamp(way.checkpoint.court_time, zone),
        ready=seat.state == READY,
        back_url=SEAT_PATH,
    )


def _own_seat() -> Seat | None:
    """Return the seat of the coach's frame, of the browser, or of whoever is signed in."""
    session = edge.session()
    world = coach.world_of(request.args.get(coach.SEAT, "")) or visitor().world
    seat = queries.seat_of_world(session, world) or _seat_of_browser()
    own = seat is not None and seat.number and seat.training_class.closed_at is None
    return seat if own else None


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
    found = None
    if place is not None:
        found = queries.seat(edge.session(), place // SPAN, place % SPAN)
    over = found is not None and found.training_class.closed_at is not None
    return None if over else found


# --------------------------------------------------------------------------- small parts


def _class_url(of_class: TrainingClass) -> str:
    return f"{CLASSES_PATH}/{of_class.id}"


def _to(address: str) -> Response:
    return cast(Response, redirect(address, SEE_OTHER))


def _page(template: str, status: int = 200, **values: Any) -> Response:
    return make_response(render_template(f"teaching/{template}", **values), status)
