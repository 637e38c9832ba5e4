"""The coach's page, certificates and the procedures: training only, open to everybody.

The coach stands in a frame of every member's pages and is asked every few seconds: it neither
looks up a person nor keeps a session awake, and answers mostly that nothing is new. Whoever has
its address is in the seat; whoever has the code of a certificate may see it.
"""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlencode

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request

from idp.classroom import queries as classroom
from idp.classroom import service as classroom_service
from idp.exercises import certificate, format, procedures, protocol, queries, service
from idp.exercises.certificate import Certificate
from idp.exercises.forms import CodeForm
from idp.exercises.models import Enrolment, Mark
from idp.exercises.progress import order
from idp.exercises.service import NoExerciseError, Standing
from shared.clock import court_date
from shared.web import coach, edge, lane
from shared.web.guard import impersonal, public

blueprint = Blueprint("exercises", __name__)

COACH: Final = coach.PATH
CERTIFICATES: Final = "/certificates"
PROCEDURES: Final = "/procedures"
SEE_OTHER: Final = 303
NOT_MODIFIED: Final = 304
NOT_FOUND: Final = 404


@blueprint.before_request
def _training_only() -> None:
    if not edge.runtime().settings.training:
        abort(NOT_FOUND)


# --------------------------------------------------------------------------- the coach


@blueprint.get(COACH)
@public
@impersonal
def show_coach() -> Response:
    """Show a seat where it stands; 304 if nothing has happened since it asked last."""
    edge.may_be_framed()
    world = coach.world_of(request.args.get(coach.SEAT, ""))
    if world is None:
        return _coach_page("", None, stale=True)
    etag = _etag(world)
    if request.if_none_match.contains(etag):
        return Response(status=NOT_MODIFIED, headers={"ETag": f'"{etag}"'})
    return _coach_page(etag, world)


def answer_unchanged(asked: lane.Plain) -> lane.Answer:
    """Say that nothing has happened since the coach of a seat asked last: mostly it has not.

    :raises NotPlainError: in every other case, for the app to say.
    """
    world = coach.world_of(asked.values.get(coach.SEAT, ""))
    if not asked.known or world is None or not edge.runtime().settings.training:
        raise lane.NotPlainError
    etag = f'"{_etag(world)}"'
    if asked.known != etag:
        raise lane.NotPlainError
    edge.may_be_framed()
    return lane.Answer(NOT_MODIFIED, [("ETag", etag), ("Cache-Control", "no-store")])


STOPS: Final[Mapping[str, lane.Stop]] = {COACH: lane.Stop("GET", answer_unchanged)}


def _etag(world: int) -> str:
    """Return what changes whenever the coach of a seat has something else to say."""
    with edge.runtime().database.looking() as connection:
        state = (queries.state(connection, world=world), classroom.unread_by(connection, world))
    return sha256(repr((world, state)).encode()).hexdigest()[:24]


@blueprint.post(f"{COACH}/hint")
@public
@impersonal
def take_hint() -> Response:
    """Give the hint of a step, and note that it was asked for."""
    edge.may_be_framed()
    row, exercise = _meant()
    service.take_hint(
        edge.session(),
        row,
        exercise,
        request.form.get("step", ""),
        now=edge.now(),
        wall=edge.wall(),
    )
    return _back()


@blueprint.post(f"{COACH}/message")
@public
@impersonal
def read_message() -> Response:
    """Note that a trainer's message was read; the coach shows it no more."""
    edge.may_be_framed()
    world = coach.world_of(request.args.get(coach.SEAT, ""))
    seat = None if world is None else classroom.seat_of_world(edge.session(), world)
    if seat is None:
        raise NoExerciseError
    number = request.form.get("message", 0, type=int)
    classroom_service.note_read(edge.session(), seat, message_id=number, wall=edge.wall())
    return _back()


@blueprint.post(f"{COACH}/begin")
@public
@impersonal
def begin() -> Response:
    """Begin the next exercise of a seat."""
    edge.may_be_framed()
    row, exercise = _meant()
    protocol.begin(edge.session(), row, exercise, wall=edge.wall())
    return _back()


def _meant() -> tuple[Enrolment, format.Exercise]:
    """Return the exercise that a form of the coach means.

    :raises Refusal: if the seat is not known, or was never given it.
    """
    world = coach.world_of(request.args.get(coach.SEAT, ""))
    key = request.form.get("exercise", "")
    row = None if world is None else queries.enrolment(edge.session(), world=world, exercise=key)
    exercise = None if row is None else _exercise(row)
    if row is None or exercise is None:
        raise NoExerciseError
    return row, exercise


def _exercise(row: Enrolment) -> format.Exercise | None:
    return service.exercise_of(row, protocol.folder())


def _back() -> Response:
    query = urlencode({coach.SEAT: request.args.get(coach.SEAT, "")})
    return make_response(redirect(f"{COACH}?{query}", SEE_OTHER))


def _coach_page(etag: str, world: int | None, *, stale: bool = False) -> Response:
    standing, waiting = (None, None) if world is None else _standing(world)
    html = render_template(
        "exercises/coach.html",
        etag=etag,
        stale=stale,
        messages=() if world is None else classroom.unread_messages(edge.session(), world),
        standing=standing,
        shown=None if standing is None else _shown(standing),
        waiting=waiting,
        seat=request.args.get(coach.SEAT, ""),
        back_path=coach.BACK_PATH,
        paragraph=_paragraph,
    )
    response = make_response(html)
    if etag:
        response.headers["ETag"] = f'"{etag}"'
    return response


def _standing(world: int) -> tuple[Standing | None, format.Exercise | None]:
    """Return the exercise that runs, or the last one, and the one that waits for its turn."""
    session = edge.session()
    standing, waiting = None, None
    for row in queries.enrolments(session, world=world):
        if row.begun_at is None:
            waiting = waiting or _exercise(row)
            continue
        with suppress(NoExerciseError):
            seen = protocol.standing_of(session, row, now=edge.now(), wall=edge.wall())
            if standing is None or standing.mark is not None:
                standing = seen
    if standing is not None and standing.mark is None:
        waiting = None
    return standing, waiting


def _shown(standing: Standing) -> dict[str, Any]:
    progress, exercise = standing.progress, standing.progress.exercise
    due = progress.due
    seen = sorted(progress.mistakes, key=lambda each: order(each.deeds[-1]), reverse=True)
    return {
        "steps": [
            {
                "step": each.step,
                "done": each.done is not None,
                "due": due is not None and each.step.id == due.id,
                "undone": bool(each.undone) and each.done is None,
                "hinted": each.step.id in progress.hints,
            }
            for each in progress.steps
        ],
        "count": sum(each.done is not None for each in progress.steps),
        "hint_cost": exercise.hint_points if standing.row.hints_cost else 0,
        "newest": seen[0] if seen else None,
        "earlier": seen[1:],
        "certificate": "" if standing.mark is None else f"{CERTIFICATES}/{standing.mark.code}",
    }


def _paragraph(name: str) -> str:
    """Return where a paragraph of a procedure is read."""
    found = format.procedure_of(name)
    return f"{PROCEDURES}/{found}#{name}" if found else ""


# --------------------------------------------------------------------------- certificates


@blueprint.get(CERTIFICATES)
@public
def ask_for_code() -> Response:
    """Ask for the code of a certificate, and lead to what it was given for."""
    form = CodeForm(request.args, meta={"csrf": False})
    typed = certificate.normal(form.code.data or "")
    if typed and form.validate():
        return make_response(redirect(f"{CERTIFICATES}/{typed}", SEE_OTHER))
    return make_response(render_template("exercises/verify.html", form=form, unknown=""))


@blueprint.get(f"{CERTIFICATES}/<code>")
@public
def verify(code: str) -> Response:
    """Say for whom and for what a certificate was given; anybody may ask."""
    mark = _mark(code)
    if mark is None:
        form = CodeForm(formdata=None, data={"code": code[:40]}, meta={"csrf": False})
        html = render_template("exercises/verify.html", form=form, unknown=code[:40])
        return make_response(html, NOT_FOUND)
    return make_response(
        render_template(
            "exercises/certificate.html",
            mark=mark,
            points=_points(mark),
            completed=_day(mark),
            minutes=max(1, round((mark.completed_at - mark.begun_at).total_seconds() / 60)),
            pdf_url=f"{CERTIFICATES}/{mark.code}.pdf",
        )
    )


@blueprint.get(f"{CERTIFICATES}/<code>.pdf")
@public
def paper(code: str) -> Response:
    """Return a certificate as PDF."""
    mark = _mark(code)
    if mark is None:
        abort(NOT_FOUND)
    data = certificate.pdf(
        Certificate(
            name=mark.name,
            title=mark.title,
            points=_points(mark),
            completed=_day(mark),
            code=mark.code,
            address=edge.federation_url(edge.runtime().member, CERTIFICATES, role="home"),
            steps=tuple(mark.steps),
        )
    )
    name = f"certificate-{mark.exercise}-{mark.code}.pdf"
    headers = {"Content-Disposition": f'inline; filename="{name}"'}
    return Response(data, content_type="application/pdf", headers=headers)


def _mark(code: str) -> Mark | None:
    with edge.runtime().database.reading() as session:
        return queries.mark_by_code(session, certificate.normal(code))


def _points(mark: Mark) -> str:
    return f"{mark.points} of {mark.most} points"


def _day(mark: Mark) -> str:
    return court_date(mark.completed_on, edge.runtime().member.timezone)


# --------------------------------------------------------------------------- the procedures


@blueprint.get(PROCEDURES)
@public
def list_procedures() -> Response:
    """List the procedures."""
    found = [p for p in map(procedures.load, procedures.names()) if p is not None]
    return make_response(render_template("exercises/procedures.html", procedures=found))


@blueprint.get(f"{PROCEDURES}/<name>")
@public
def procedure(name: str) -> Response:
    """Show a procedure; its paragraphs are referred to by their ids."""
    found = procedures.load(name)
    if found is None:
        abort(NOT_FOUND)
    return make_response(render_template("exercises/procedure.html", procedure=found))
