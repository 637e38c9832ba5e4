"""The clerk's inbox and the booking lists of the seminars."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any, Final, cast

from flask import (
    Blueprint,
    Flask,
    Response,
    abort,
    current_app,
    make_response,
    redirect,
    render_template,
    request,
)
from flask.sansio.blueprints import BlueprintSetupState
from sqlalchemy.orm import Session
from wtforms.fields import SelectChoice

from courts import edge as court_edge
from courts.clerk import protocol as clerk
from courts.clerk.protocol import Desk
from courts.letters import protocol, queries, service
from courts.letters.forms import AnswerForm, BookForm
from courts.letters.models import Letter, SeminarBooking
from courts.permissions import Permission
from courts.website import seminars
from courts.website.seminars import Programme, Seminar
from courts.website.texts import Site
from shared.clock import court_stamp
from shared.errors import Refusal
from shared.paging import Page, PageLinks, links
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("letters", __name__)

LETTERS_PATH: Final = "/clerk/letters"
SEMINARS_PATH: Final = "/clerk/seminars"
ACCOUNTS_PATH: Final = "/clerk/accounts"
PAGE_SIZE: Final = 25
SEE_OTHER: Final = 303
UNPROCESSABLE: Final = 422
_DONE: Final = {
    "answered": "The answer is on its way to the writer's mailbox.",
    "booked": "The seat is booked; the confirmation is on its way.",
    "waiting": "The session is full: the writer is on the waiting list and has been told so.",
    "settled": "The letter is put away.",
    "cancelled": "The booking is cancelled, and the person has been told.",
    "moved": "The booking is cancelled. Whoever waited longest has the seat now; both were told.",
}


@blueprint.record
def join(state: BlueprintSetupState) -> None:
    """Put both desks on the clerk's front page, and tell the web site how full a session is."""
    app = cast(Flask, state.app)
    clerk.add_desk(
        app,
        Desk("Letters", LETTERS_PATH, "Letters to the help desk and for seminars", queries.waiting),
    )
    clerk.add_desk(app, Desk("Seminars", SEMINARS_PATH, "Who has a seat, and who waits"))
    app.extensions["moot_seats"] = protocol.seats_taken


# --------------------------------------------------------------------------- the inbox


@blueprint.get(LETTERS_PATH)
@requires(Permission.STAFF_QUEUE)
def inbox() -> Response:
    """List the letters; those without an answer first asked for."""
    everything = request.args.get("all", "") == "1"
    number = request.args.get("page", 1, type=int)
    with edge.runtime().database.reading(world=court_edge.person().world) as session:
        page = queries.inbox(session, waiting_only=not everything, number=number, size=PAGE_SIZE)
    rows = [
        {
            "url": f"{LETTERS_PATH}/{letter.id}",
            "title": letter.title,
            "writer": f"{letter.writer} <{letter.writer_email}>",
            "box": letter.box,
            "sent": _stamp(letter.court_time),
            "done": letter.done_at is not None,
        }
        for letter in page.rows
    ]
    return _page(
        "letters/inbox.html",
        letters=rows,
        page=_links(page, everything),
        everything=everything,
        path=LETTERS_PATH,
        done=_DONE.get(request.args.get("done", ""), ""),
    )


@blueprint.get(f"{LETTERS_PATH}/<int:letter_id>")
@requires(Permission.STAFF_QUEUE)
def letter(letter_id: int) -> Response:
    """Show a letter, its answers, and what can be done about it."""
    return _letter_page(letter_id)


@blueprint.post(f"{LETTERS_PATH}/<int:letter_id>/answer")
@requires(Permission.STAFF_QUEUE)
def answer(letter_id: int) -> Response:
    """Answer a letter: a mail from the address that it was written to."""
    form = AnswerForm()
    if not form.validate():
        return _letter_page(letter_id, answer_form=form, status=UNPROCESSABLE)
    item = _letter(edge.session(), letter_id)
    who = court_edge.person()
    made = service.answer(
        edge.session(),
        letter=item,
        text=form.text.data or "",
        by=who.display_name,
        now=edge.now(),
    )
    edge.audit("letter:answered", f"mail:{item.writer_email}", letter=item.message_id)
    _send(
        item.box,
        template="letter_answer",
        recipient=item.writer_email,
        world=item.world,
        title=item.title,
        text=made.text,
        quoted=item.text,
        clerk=made.by,
    )
    return _back(f"{LETTERS_PATH}/{item.id}", "answered")


@blueprint.post(f"{LETTERS_PATH}/<int:letter_id>/book")
@requires(Permission.STAFF_QUEUE)
def book(letter_id: int) -> Response:
    """Book a seat for the writer of a letter; when the session is full, a place in the line."""
    form = BookForm()
    if not form.validate():
        return _letter_page(letter_id, book_form=form, status=UNPROCESSABLE)
    item = _letter(edge.session(), letter_id)
    try:
        chosen = seminars.find(_programme(), form.seminar.data or "")
        if chosen is None:
            raise Refusal("seminar", "There is no such session.", field="seminar")
        booking = service.book(
            edge.session(),
            seminar=chosen,
            guest=service.Guest(item.writer, item.writer_email, item.world, item.id),
            now=edge.now(),
        )
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _letter_page(letter_id, book_form=form, status=UNPROCESSABLE)
    service.settle(edge.session(), letter=item, now=edge.now())
    edge.audit(
        f"seminar:{booking.state}", f"mail:{booking.email}", seminar=chosen.id,
        letter=item.message_id,
    )  # fmt: skip
    _confirm(booking, chosen, box=item.box)
    return _back(f"{LETTERS_PATH}/{item.id}", booking.state)


@blueprint.post(f"{LETTERS_PATH}/<int:letter_id>/settle")
@requires(Permission.STAFF_QUEUE)
def settle(letter_id: int) -> Response:
    """Put a letter away that needs no answer."""
    item = _letter(edge.session(), letter_id)
    service.settle(edge.session(), letter=item, now=edge.now())
    edge.audit("letter:settled", f"mail:{item.writer_email}", letter=item.message_id)
    return _back(LETTERS_PATH, "settled")


def _letter(session: Session, letter_id: int) -> Letter:
    found = None
    if letter_id < 1 << 31:
        found = queries.letter(session, letter_id=letter_id)
    if found is None:
        abort(404)
    return found


def _letter_page(
    letter_id: int,
    *,
    answer_form: AnswerForm | None = None,
    book_form: BookForm | None = None,
    status: int = 200,
) -> Response:
    """Show a letter with both forms, one of them perhaps refused."""
    programme = _programme()
    coming = seminars.upcoming(programme, edge.now())
    with edge.runtime().database.reading(world=court_edge.person().world) as session:
        item = _letter(session, letter_id)
        taken = queries.counts(session, [each.id for each in coming])
        answers = queries.answers(session, letter_id=item.id)
        mine = queries.of_person(session, email=item.writer_email)
    if book_form is None:
        # The site's link puts the id of the session into the subject.
        named = next((each.id for each in coming if each.id in item.title), "")
        book_form = BookForm(formdata=None, data={"seminar": named})
    book_form.seminar.choices = _choices(coming, taken)
    booked = [(row.state, seminars.find(programme, row.seminar)) for row in mine]
    here = any(desk.path == ACCOUNTS_PATH for desk in clerk.all_of(current_app))
    return _page(
        "letters/letter.html",
        status=status,
        letter=item,
        sent=_stamp(item.court_time),
        answers=[{"by": a.by, "sent": _stamp(a.court_time), "text": a.text} for a in answers],
        booked=[(state, each) for state, each in booked if each is not None],
        form=answer_form or AnswerForm(formdata=None),
        book_form=book_form,
        path=LETTERS_PATH,
        accounts_url=ACCOUNTS_PATH if here else "",
        seminars_url=SEMINARS_PATH,
        done=_DONE.get(request.args.get("done", ""), ""),
    )


def _choices(coming: Iterable[Seminar], taken: Mapping[str, tuple[int, int]]) -> list[SelectChoice]:
    listed = [("", "Choose a session")]
    for each in coming:
        left = each.seats - taken[each.id][0]
        room = f"{left} of {each.seats} seats free" if left > 0 else "full, waiting list"
        listed.append((each.id, f"{each.when}: {each.title} ({room})"))
    return [SelectChoice(value=value, label=label) for value, label in listed]


# --------------------------------------------------------------------------- the lists


@blueprint.get(SEMINARS_PATH)
@requires(Permission.STAFF_QUEUE)
def sessions() -> Response:
    """List the sessions of the next two months and of the last one."""
    programme, now = _programme(), edge.now()
    coming, past = seminars.upcoming(programme, now), seminars.recent(programme, now)
    with edge.runtime().database.reading(world=court_edge.person().world) as session:
        taken = queries.counts(session, [each.id for each in (*coming, *past)])
    return _page(
        "letters/seminars.html",
        groups=[
            ("To come", _rows(coming, taken)),
            ("In the last month", _rows(tuple(reversed(past)), taken)),
        ],
        path=SEMINARS_PATH,
    )


@blueprint.get(f"{SEMINARS_PATH}/<seminar_id>")
@requires(Permission.STAFF_QUEUE)
def bookings(seminar_id: str) -> Response:
    """Show who has a seat in a session, and who waits for one."""
    chosen = _seminar(seminar_id)
    with edge.runtime().database.reading(world=court_edge.person().world) as session:
        rows = queries.bookings(session, seminar=chosen.id)
    shown = [
        {
            "id": row.id,
            "name": row.name,
            "email": row.email,
            "since": _stamp(row.since),
            "state": row.state,
            "letter_url": f"{LETTERS_PATH}/{row.letter_id}" if row.letter_id else "",
        }
        for row in rows
    ]
    return _page(
        "letters/bookings.html",
        seminar=chosen,
        booked=[row for row in shown if row["state"] == service.BOOKED],
        waiting=[row for row in shown if row["state"] == service.WAITING],
        cancelled=[row for row in shown if row["state"] == service.CANCELLED],
        open=chosen.start > edge.now(),
        path=SEMINARS_PATH,
        done=_DONE.get(request.args.get("done", ""), ""),
    )


@blueprint.post(f"{SEMINARS_PATH}/<seminar_id>/cancel")
@requires(Permission.STAFF_QUEUE)
def cancel(seminar_id: str) -> Response:
    """Take a booking back; whoever waits longest moves up."""
    chosen = _seminar(seminar_id)
    number = request.form.get("booking", 0, type=int)
    row = None
    if 0 < number < 1 << 31:
        row = queries.booking(edge.session(), booking_id=number)
    if row is None or row.seminar != chosen.id or row.state == service.CANCELLED:
        abort(404)
    moved = service.cancel(edge.session(), seminar=chosen, booking=row)
    edge.audit("seminar:cancelled", f"mail:{row.email}", seminar=chosen.id)
    box = _site().help_desk.seminars_email
    _send(
        box,
        template="seminar_cancelled",
        recipient=row.email,
        world=row.world,
        name=row.name,
        seminar=chosen,
    )
    if moved is not None:
        edge.audit("seminar:moved_up", f"mail:{moved.email}", seminar=chosen.id)
        _confirm(moved, chosen, box=box)
    return _back(f"{SEMINARS_PATH}/{chosen.id}", "cancelled" if moved is None else "moved")


def _rows(found: Iterable[Seminar], taken: Mapping[str, tuple[int, int]]) -> list[dict[str, Any]]:
    return [
        {
            "url": f"{SEMINARS_PATH}/{each.id}",
            "title": each.title,
            "when": each.when,
            "place": each.place,
            "seats": each.seats,
            "booked": taken[each.id][0],
            "waiting": taken[each.id][1],
        }
        for each in found
    ]


# --------------------------------------------------------------------------- small parts


def _confirm(booking: SeminarBooking, chosen: Seminar, *, box: str) -> None:
    """Send the confirmation of a seat, or say which place in the line it is."""
    _send(
        box,
        template=f"seminar_{booking.state}",
        recipient=booking.email,
        world=booking.world,
        name=booking.name,
        seminar=chosen,
        place_in_line=service.place_in_line(edge.session(), booking=booking),
    )


def _send(box: str, *, template: str, recipient: str, world: int, **values: Any) -> None:
    """Send a mail from one of the court's own addresses, so that it can be answered."""
    postman = replace(edge.runtime().postman, sender=box)
    postman.send(
        edge.session(),
        template=template,
        recipient=recipient,
        values={"court_name": court_edge.court().member.full_name, **values},
        now=edge.now(),
        wall=edge.wall(),
        world=world,
    )


def _programme() -> Programme:
    return cast(Programme, current_app.extensions["moot_programme"])


def _site() -> Site:
    return cast(Site, current_app.extensions["moot_site"])


def _seminar(seminar_id: str) -> Seminar:
    found = seminars.find(_programme(), seminar_id)
    if found is None:
        abort(404)
    return found


def _stamp(moment: Any) -> str:
    return court_stamp(moment, court_edge.court().member.timezone)


def _links(page: Page[Letter], everything: bool) -> PageLinks:
    def to(number: int) -> str:
        return f"{LETTERS_PATH}?page={number}{'&all=1' if everything else ''}"

    return links(page, to)


def _back(path: str, done: str) -> Response:
    return cast(Response, redirect(f"{path}?done={done}", SEE_OTHER))


def _page(template: str, *, status: int = 200, **values: Any) -> Response:
    return make_response(render_template(template, **values), status)
