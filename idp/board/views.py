"""The board of a class, for its trainer: live, over a shoulder, messages, setting back, results.

What is live is asked every two seconds and is mostly not changed: such a request reads, takes no
turn at writing, and holds nothing. Times that pass are counted in the browser.
"""

from __future__ import annotations

from datetime import timedelta
from hashlib import sha256
from typing import Any, Final, cast

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request
from sqlalchemy.orm import Session

from idp.board import chart, grid, protocol, queries, results, service
from idp.board.forms import MessageForm
from idp.board.grid import Seen
from idp.board.protocol import Heard
from idp.classroom import queries as classroom
from idp.classroom import service as classroom_service
from idp.classroom.models import READY, Seat, TrainingClass
from idp.edge import visitor
from idp.mailbox.models import MailItem
from idp.mailbox.views import MAIL_POLICY
from idp.permissions import Permission
from idp.teaching import protocol as teaching
from idp.teaching import views as teaching_views
from idp.teaching.service import START
from shared.clock import court_stamp
from shared.errors import Refusal
from shared.seating import SPAN
from shared.web import edge, recorder, stills
from shared.web.guard import requires

blueprint = Blueprint("board", __name__)

BOARD: Final = f"{teaching_views.CLASSES_PATH}/<int:class_id>/board"
SEAT: Final = f"{BOARD}/seats/<int:number>"
OK: Final = 200
SEE_OTHER: Final = 303
NOT_MODIFIED: Final = 304
UNPROCESSABLE: Final = 422
#: Looking is noted in the seat's trail once in so long.
NOTED_FOR: Final = timedelta(minutes=5)
#: A still is somebody's page: nothing in it acts, leads away, or is fetched from elsewhere.
STILL_POLICY: Final = (
    "default-src 'none'; style-src 'self'; img-src 'self' data:; script-src 'none'; "
    "form-action 'none'; base-uri 'none'; frame-ancestors 'self'; sandbox"
)
#: Where a class is set back to: its beginning, or checkpoints of a name.
_START: Final = "start"
_NAMED: Final = "name:"
_SAID: Final = {
    "message": "The message is on its way: coaches show it within a few seconds.",
    "reset": "Set back. Who sits there signs in again.",
    "approve": "The courts were asked. What they did appears below.",
    "nothing": "Nothing waits in any court.",
}


@blueprint.before_request
def _training_only() -> None:
    if not edge.runtime().settings.training:
        abort(404)
    recorder.leave_out()


# --------------------------------------------------------------------------- the board


@blueprint.get(BOARD)
@requires(Permission.TRAIN)
def board(class_id: int) -> Response:
    """Show the seats of a class as they are; 304 if nothing has happened since."""
    return _board_page(class_id, MessageForm())


def _board_page(class_id: int, form: MessageForm, status: int = 200, problem: str = "") -> Response:
    show = request.args.get("show", grid.ALL)
    show = show if show in grid.SHOWN else grid.ALL
    heard = protocol.board().lookout.heard(_seen_class(class_id).world)
    with edge.runtime().database.reading() as session:
        of_class = _class(session, class_id)
        snapshot = protocol.snapshot(session, of_class, heard)
    etag = _etag(snapshot, show)
    if status == OK and request.if_none_match.contains(etag):
        return Response(status=NOT_MODIFIED, headers={"ETag": f'"{etag}"'})
    url = _board_url(of_class)
    return _page(
        "board.html",
        status,
        etag=etag,
        of_class=of_class,
        url=url,
        rows=grid.chosen(snapshot.rows, show),
        summary=grid.summary(snapshot.rows),
        snapshot=snapshot,
        show=show,
        filters=[(key, words, f"{url}?show={key}") for key, words in grid.SHOWN.items()],
        waiting=[(_title(court), count) for court, count in snapshot.waiting],
        form=form,
        problem=problem,
    )


def _etag(*told: object) -> str:
    return sha256(repr(told).encode()).hexdigest()[:24]


def _seen_class(class_id: int) -> TrainingClass:
    with edge.runtime().database.reading() as session:
        return _class(session, class_id)


def _class(session: Session, class_id: int) -> TrainingClass:
    """Return a class to its trainer; for everybody else there is none."""
    found = classroom.class_of_trainer(session, class_id, subject=visitor().subject)
    if found is None:
        abort(404, teaching.NO_CLASS)
    return found


def _seat(session: Session, of_class: TrainingClass, number: int, *, lock: bool = False) -> Seat:
    found = None
    if 0 < number < SPAN:
        found = classroom.seat(session, of_class.id, number, lock=lock)
    if found is None:
        abort(404)
    return found


# --------------------------------------------------------------------------- over a shoulder


@blueprint.get(SEAT)
@requires(Permission.TRAIN)
def seat(class_id: int, number: int) -> Response:
    """Show what somebody in a seat sees, and their mails; and what can be done for the seat."""
    return _seat_page(class_id, number, MessageForm())


def _seat_page(
    class_id: int, number: int, form: MessageForm, status: int = 200, problem: str = ""
) -> Response:
    heard = protocol.board().lookout.heard(_seen_class(class_id).world)
    with edge.runtime().database.reading() as session:
        of_class = _class(session, class_id)
        found = _seat(session, of_class, number)
        snapshot = protocol.snapshot(session, of_class, heard)
        mails = [_mail_line(of_class, found, row) for row in queries.mails(session, found.run)]
        checkpoints = _checkpoints(session, found)
        noted = _is_noted(session, found)
    if not noted:
        _note_look(class_id, number)
    row = next(each for each in snapshot.rows if each.number == number)
    seen = sorted(heard.seen.get(found.run, ()), key=lambda each: each.at, reverse=True)
    etag = _etag(row, seen, heard.silent, mails, checkpoints)
    if status == OK and request.if_none_match.contains(etag):
        return Response(status=NOT_MODIFIED, headers={"ETag": f'"{etag}"'})
    last = _last_page(heard, found.run)
    url = _seat_url(of_class, number)
    return _page(
        "seat.html",
        status,
        etag=etag,
        of_class=of_class,
        row=row,
        seen=[(_title(each.member), each) for each in seen],
        last=last,
        last_title="" if last is None else _title(last.member),
        page_url="" if last is None else f"{url}/page?at={last.shown_at:.3f}",
        silent=heard.silent,
        mails=mails,
        checkpoints=checkpoints,
        ready=found.state == READY,
        url=url,
        board_url=_board_url(of_class),
        form=form,
        problem=problem,
    )


def _last_page(heard: Heard, world: int) -> Seen | None:
    """Return where the last page is that a seat was shown and a member has kept."""
    kept = [each for each in heard.seen.get(world, ()) if each.kept]
    return max(kept, key=lambda each: each.shown_at, default=None)


def _is_noted(session: Session, found: Seat) -> bool:
    """Say whether it stands in the seat's trail that this trainer looks at it.

    A seat that is still being made has no trail, and shows nothing.
    """
    if not found.run:
        return True
    since = edge.wall() - NOTED_FOR
    return queries.has_looked(session, actor=visitor().audit_name, world=found.run, since=since)


def _note_look(class_id: int, number: int) -> None:
    session = edge.session()
    of_class = _class(session, class_id)
    about = teaching.circumstances(session, visitor().audit_name)
    service.note(session, queries.LOOKED, _seat(session, of_class, number), about)
    edge.split()


def _looked_at(class_id: int, number: int) -> Seat:
    """Return a seat that is about to be looked at, once that is noted."""
    with edge.runtime().database.reading() as session:
        found = _seat(session, _class(session, class_id), number)
        noted = _is_noted(session, found)
    if not noted:
        _note_look(class_id, number)
    return found


def _mail_line(of_class: TrainingClass, found: Seat, row: MailItem) -> tuple[object, ...]:
    url = f"{_seat_url(of_class, found.number)}/mails/{row.id}"
    return (row.id, url, row.subject, row.sender, row.recipient, _stamp(row))


def _stamp(row: MailItem) -> str:
    return court_stamp(row.court_time, edge.runtime().member.timezone)


def _checkpoints(session: Session, found: Seat) -> list[tuple[int, str, str]]:
    zone = edge.runtime().member.timezone
    rows = classroom.checkpoints(session, found.id)
    return [(row.id, row.name, court_stamp(row.court_time, zone)) for row in rows]


@blueprint.get(f"{SEAT}/page")
@requires(Permission.TRAIN)
def page_of_seat(class_id: int, number: int) -> Response:
    """Return the last page that a seat was shown, without anything that acts."""
    found = _looked_at(class_id, number)
    heard = protocol.board().lookout.heard(found.training_class.world)
    last = _last_page(heard, found.run)
    html = None if last is None else protocol.still_of(last, found.run)
    if html is None:
        abort(404)
    response = Response(stills.still(html), content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = STILL_POLICY
    return response


@blueprint.get(f"{SEAT}/mails/<int:mail_id>")
@requires(Permission.TRAIN)
def mail(class_id: int, number: int, mail_id: int) -> Response:
    """Show a mail of a seat; it stays unread for whoever it is for."""
    row = _mail(class_id, number, mail_id)
    url = f"{teaching_views.CLASSES_PATH}/{class_id}/board/seats/{number}"
    return _page(
        "mail.html",
        subject=row.subject,
        facts=[
            ("From", row.sender),
            ("To", row.addressed_to or row.recipient),
            ("Sent", _stamp(row)),
            ("Read", "yes" if row.read_at else "not yet"),
        ],
        text=row.text,
        body_url=f"{url}/mails/{mail_id}/body" if row.html else "",
        back_url=url,
    )


@blueprint.get(f"{SEAT}/mails/<int:mail_id>/body")
@requires(Permission.TRAIN)
def mail_body(class_id: int, number: int, mail_id: int) -> Response:
    """Return the formatted text of a mail, locked in a sandbox of its own."""
    row = _mail(class_id, number, mail_id)
    response = Response(row.html, content_type="text/html; charset=utf-8")
    response.headers["Content-Security-Policy"] = MAIL_POLICY
    return response


def _mail(class_id: int, number: int, mail_id: int) -> MailItem:
    found = _looked_at(class_id, number)
    with edge.runtime().database.reading() as session:
        row = queries.mail(session, mail_id=mail_id, world=found.run) if mail_id < 1 << 31 else None
    if row is None:
        abort(404)
    return row


# --------------------------------------------------------------------------- messages


@blueprint.post(f"{BOARD}/message")
@requires(Permission.TRAIN)
def tell_all(class_id: int) -> Response:
    """Say something to every seat of a class."""
    form = MessageForm(request.form)
    if not form.validate():
        return _board_page(class_id, form, UNPROCESSABLE)
    session = edge.session()
    of_class = _class(session, class_id)
    seats = [each for each in classroom.seats_of(session, of_class.id) if each.number]
    _tell(session, seats, form.text.data or "")
    return _to(f"{_board_url(of_class)}?said=message")


@blueprint.post(f"{SEAT}/message")
@requires(Permission.TRAIN)
def tell_one(class_id: int, number: int) -> Response:
    """Say something to one seat."""
    form = MessageForm(request.form)
    if not form.validate():
        return _seat_page(class_id, number, form, UNPROCESSABLE)
    session = edge.session()
    of_class = _class(session, class_id)
    _tell(session, [_seat(session, of_class, number)], form.text.data or "")
    return _to(f"{_seat_url(of_class, number)}?said=message")


def _tell(session: Session, chosen: list[Seat], text: str) -> None:
    classroom_service.tell(session, chosen, text=text, wall=edge.wall())
    about = teaching.circumstances(session, visitor().audit_name)
    for each in chosen:
        if each.run:
            service.note(session, "board:told", each, about, text=text)


# --------------------------------------------------------------------------- setting back


@blueprint.post(f"{SEAT}/reset")
@requires(Permission.TRAIN)
def reset_seat(class_id: int, number: int) -> Response:
    """Set one seat back to where it began, or to a checkpoint of its own."""
    session = edge.session()
    of_class = _class(session, class_id)
    found = _seat(session, of_class, number, lock=True)
    wanted = request.form.get("checkpoint", 0, type=int)
    try:
        if wanted:
            kept = classroom.checkpoint(session, wanted) if wanted < 1 << 31 else None
            if kept is None or kept.seat_id != found.id:
                abort(404)
            teaching.restore(session, [(found, kept)], actor=visitor().audit_name)
        else:
            teaching.reset(session, [found], actor=visitor().audit_name)
    except Refusal as refusal:
        edge.undo()
        return _seat_page(class_id, number, MessageForm(), UNPROCESSABLE, refusal.message)
    return _to(f"{_seat_url(of_class, number)}?said=reset")


@blueprint.route(f"{BOARD}/reset", methods=["GET", "POST"])
@requires(Permission.TRAIN)
def reset_class(class_id: int) -> Response:
    """Set a whole class back: to where it began, or each seat to its checkpoint of a name."""
    if request.method == "GET":
        return _reset_page(class_id)
    session = edge.session()
    of_class = _class(session, class_id)
    seats = [s for s in classroom.seats_of(session, of_class.id, lock=True) if s.number]
    wanted = request.form.get("to", "")
    if wanted != _START and not wanted.startswith(_NAMED):
        abort(400)
    name = wanted.removeprefix(_NAMED)
    try:
        if wanted != _START:
            kept = classroom.checkpoints_named(session, of_class.id, name)
            pairs = [(each, kept[each.id]) for each in seats if each.id in kept]
            if not pairs:
                return _reset_page(class_id, "No seat has a checkpoint of this name.")
            teaching.restore(session, pairs, actor=visitor().audit_name)
        else:
            teaching.reset(session, seats, actor=visitor().audit_name)
    except Refusal as refusal:
        edge.undo()
        return _reset_page(class_id, refusal.message)
    return _to(f"{_board_url(of_class)}?said=reset")


def _reset_page(class_id: int, problem: str = "") -> Response:
    with edge.runtime().database.reading() as session:
        of_class = _class(session, class_id)
        seats = [each for each in classroom.seats_of(session, of_class.id) if each.number]
        kept = classroom.named_checkpoints(session, of_class.id)
        named = {name: count for name, count in kept if name != START}
    return _page(
        "reset.html",
        UNPROCESSABLE if problem else 200,
        of_class=of_class,
        count=len(seats),
        named=named,
        start=_START,
        mark=_NAMED,
        problem=problem,
        url=f"{_board_url(of_class)}/reset",
        board_url=_board_url(of_class),
    )


# --------------------------------------------------------------------------- the clerk


@blueprint.post(f"{BOARD}/approve")
@requires(Permission.TRAIN)
def approve(class_id: int) -> Response:
    """Have every court approve what waits there for the class, in the name of its clerk."""
    session = edge.session()
    of_class = _class(session, class_id)
    worlds = range(of_class.world, of_class.world + SPAN)
    courts = {court.id for court in edge.runtime().federation.courts}
    waiting = [court for court in queries.waiting(session, worlds) if court in courts]
    if not waiting:
        return _to(f"{_board_url(of_class)}?said=nothing")
    clerks = protocol.clerks(session, of_class)
    about = teaching.circumstances(session, visitor().audit_name)
    asked = {court: clerks.get(court, ("", "")) for court in waiting}
    service.ask_to_approve(session, of_class, asked, about)
    return _to(f"{_board_url(of_class)}?said=approve")


# --------------------------------------------------------------------------- results


@blueprint.get(f"{BOARD}/results")
@requires(Permission.TRAIN)
def show_results(class_id: int) -> Response:
    """Show what the class has come to, and where it lost time."""
    with edge.runtime().database.reading() as session:
        of_class = _class(session, class_id)
        rows, exercises = protocol.taken(session, of_class)
    courses = results.courses(exercises, rows)
    return _page(
        "results.html",
        of_class=of_class,
        rows=rows,
        courses=[(course, chart.draw(course.steps)) for course in courses],
        csv_url=f"{_board_url(of_class)}/results.csv",
        board_url=_board_url(of_class),
    )


@blueprint.get(f"{BOARD}/results.csv")
@requires(Permission.TRAIN)
def results_csv(class_id: int) -> Response:
    """Return what the class has come to as CSV: a row for each seat and exercise."""
    with edge.runtime().database.reading() as session:
        of_class = _class(session, class_id)
        rows, _exercises = protocol.taken(session, of_class)
    name = f"results-{of_class.code}.csv"
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    # Spreadsheets take it for UTF-8 by its mark.
    data = ("\ufeff" + results.as_csv(rows)).encode()
    return Response(data, content_type="text/csv; charset=utf-8", headers=headers)


# --------------------------------------------------------------------------- small parts


def _title(member: str) -> str:
    """Return what a member is called on the board."""
    try:
        found = edge.runtime().federation.member(member)
    except Refusal:  # a court that has left the federation
        return member
    return found.name if found.is_court else "PACER"


def _board_url(of_class: TrainingClass) -> str:
    return f"{teaching_views.CLASSES_PATH}/{of_class.id}/board"


def _seat_url(of_class: TrainingClass, number: int) -> str:
    return f"{_board_url(of_class)}/seats/{number}"


def _to(address: str) -> Response:
    return cast(Response, redirect(address, SEE_OTHER))


def _page(template: str, status: int = 200, **values: Any) -> Response:
    html = render_template(
        f"board/{template}",
        now=edge.wall().timestamp(),
        said=_SAID.get(request.args.get("said", ""), ""),
        span=grid.span,
        title=_title,
        **values,
    )
    response = make_response(html, status)
    if values.get("etag") and status == OK:
        response.headers["ETag"] = f'"{values["etag"]}"'
    return response
