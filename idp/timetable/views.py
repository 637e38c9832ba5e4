"""The clock pages of a trainer: court time of the federation, of a class and of a seat.

All of it exists in training mode only. What moves a calendar is asked for once more, with what will
be done on the way; stopping and starting it are not.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any, Final, cast

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request

from idp.billing.quarters import ZONE
from idp.classroom import queries as classroom
from idp.classroom.models import Seat, TrainingClass
from idp.edge import visitor
from idp.permissions import Permission
from idp.teaching import protocol as teaching
from idp.teaching import service as teaching_service
from idp.teaching import views as teaching_views
from idp.timetable import moments, protocol, turns
from idp.timetable.forms import AdvanceForm, SetForm
from idp.timetable.moments import Ground
from idp.timetable.turns import Turn
from shared import calendars
from shared.calendars import Answer
from shared.clock import court_stamp
from shared.errors import Refusal
from shared.federation import Federation
from shared.seating import SPAN
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("timetable", __name__)

PATH: Final = "/clock"
CLASS_PATH: Final = f"{teaching_views.CLASSES_PATH}/<int:class_id>{PATH}"
SEAT_PATH: Final = f"{teaching_views.CLASSES_PATH}/<int:class_id>/seats/<int:number>{PATH}"
MOMENT: Final = "moment"
SEE_OTHER: Final = 303
UNPROCESSABLE: Final = 422
ONLY_ERAS: Final = (
    "That lies behind. Back one goes to a named era only: choose one under Eras below. What was "
    "filed and charged meanwhile stays, dated in what is then the future."
)
GONE: Final = "That moment has passed meanwhile. Choose another one."
STAYS: Final = (
    "This goes back. Nothing is undone: filings, charges, mails and links that were made later "
    "stay, dated in what is then the future. Reset a seat or restore a snapshot to be rid of them."
)
#: What each duty of a member does, by its name (`duties` of the app factories).
DUTIES: Final = {
    "index": "Cases told to the case locator",
    "statements": "Quarterly statements",
    "summaries": "Daily summaries of notices",
    "transfers": "Transfers of claims taking effect",
}


@dataclass(frozen=True, slots=True)
class Target:
    """Whose calendar a page is about: that of all without a class, a class's without a seat."""

    of_class: TrainingClass | None = None
    seat: Seat | None = None

    @property
    def url(self) -> str:
        """Return the address of the page."""
        return PATH if self.of_class is None else f"{self.back}{PATH}"

    @property
    def back(self) -> str:
        """Return the address of what the calendar is of."""
        if self.of_class is None:
            return teaching_views.CLASSES_PATH
        of_class = f"{teaching_views.CLASSES_PATH}/{self.of_class.id}"
        return of_class if self.seat is None else f"{of_class}/seats/{self.seat.number}"

    @property
    def name(self) -> str:
        """Return whose it is in words."""
        if self.of_class is None:
            return "the federation"
        if self.seat is None:
            return f"class {self.of_class.name}"
        return f"seat {teaching_service.chair_of(self.seat).tag}"

    @property
    def worlds(self) -> range:
        """Return the worlds whose notices and passwords matter."""
        if self.of_class is None:
            return range(1)
        if self.seat is None:
            return range(self.of_class.world, self.of_class.world + SPAN)
        return range(self.seat.run, self.seat.run + 1)

    @property
    def place(self) -> int:
        """Return the place for whose time members are asked; 0 for their own."""
        if self.of_class is None:
            return 0
        return self.of_class.world if self.seat is None else self.seat.place


@blueprint.before_request
def _training_only() -> None:
    if not edge.runtime().settings.training:
        abort(404)


@blueprint.route(PATH, methods=["GET", "POST"])
@requires(Permission.TRAIN)
def federation_clock() -> Response:
    """Show and move court time of the whole federation."""
    return _serve(Target())


@blueprint.route(CLASS_PATH, methods=["GET", "POST"])
@requires(Permission.TRAIN)
def class_clock(class_id: int) -> Response:
    """Show and move court time of a class and all its seats."""
    return _serve(Target(_class(class_id)))


@blueprint.route(SEAT_PATH, methods=["GET", "POST"])
@requires(Permission.TRAIN)
def seat_clock(class_id: int, number: int) -> Response:
    """Show and move court time of one seat; the others stay."""
    of_class = _class(class_id)
    seat = classroom.seat(edge.session(), of_class.id, number) if 0 < number < SPAN else None
    if seat is None:
        abort(404)
    return _serve(Target(of_class, seat))


def _class(class_id: int) -> TrainingClass:
    """Return a class to its trainer; for everybody else there is none."""
    found = classroom.class_of_trainer(edge.session(), class_id, subject=visitor().subject)
    if found is None:
        abort(404, teaching.NO_CLASS)
    return found


def _serve(target: Target) -> Response:
    if request.method == "GET":
        return _page(target)
    deed = request.form.get("deed", "")
    if deed in (turns.FREEZE, turns.RUN):
        return _do(target, Turn(deed))
    if "value" in request.form:
        return _do_confirmed(target, deed)
    if deed == MOMENT:
        return _ask_moment(target)
    return _ask_advance(target) if deed == turns.ADVANCE else _ask_set(target, deed)


def _ask_moment(target: Target) -> Response:
    ground = _ground(target)
    chosen = moments.by_key(ground, request.form.get("key", ""))
    if chosen is None:
        return _page(target, problem=GONE)
    return _confirm(target, ground, Turn(turns.SET, to=chosen.at), chosen.words)


def _ask_advance(target: Target) -> Response:
    advance = AdvanceForm(request.form)
    if not advance.validate():
        return _page(target, advance=advance)
    return _confirm(target, _ground(target), Turn(turns.ADVANCE, span=advance.span))


def _ask_set(target: Target, deed: str) -> Response:
    ground, wanted = _ground(target), SetForm(request.form)
    if deed != turns.SET or not wanted.validate():
        return _page(target, wanted=wanted)
    if wanted.moment < ground.now:
        wanted.day.errors = [*wanted.day.errors, ONLY_ERAS]
        return _page(target, wanted=wanted)
    return _confirm(target, ground, Turn(turns.SET, to=wanted.moment, keep=wanted.keep.data))


# --------------------------------------------------------------------------- doing it


def _do_confirmed(target: Target, deed: str) -> Response:
    value, ground = request.form["value"], _ground(target)
    try:
        turn = protocol.turn_of(deed, value, keep=bool(request.form.get("keep")))
    except Refusal as refusal:
        return _page(target, problem=refusal.message)
    to = turn.target(ground.now)
    if to < ground.now and not moments.is_era(ground, to):
        return _page(target, problem=GONE)
    return _do(target, turn)


def _do(target: Target, turn: Turn) -> Response:
    actor = visitor().audit_name
    try:
        if target.of_class is None:
            edge.audit("clock:turned", "federation", deed=turn.deed, to=_said(turn))
            protocol.turn_federation(turn)
        else:
            numbers = None if target.seat is None else [target.seat.number]
            protocol.turn_class(edge.session(), target.of_class, turn, numbers=numbers, actor=actor)
    except Refusal as refusal:
        edge.undo()
        return _page(target, problem=refusal.message)
    return cast(Response, redirect(target.url, SEE_OTHER))


def _said(turn: Turn) -> str:
    if turn.to is not None:
        return turn.to.isoformat()
    return f"{turn.span.total_seconds():.0f}s" if turn.span else ""


def _confirm(target: Target, ground: Ground, turn: Turn, words: str = "") -> Response:
    to = turn.target(ground.now)
    back = to < ground.now
    return _render(
        "confirm.html",
        target=target,
        words=words,
        falls_due=moments.between(ground, to),
        warning=STAYS if back else "",
        times=[
            (court.title, court_stamp(ground.now, court.timezone), court_stamp(to, court.timezone))
            for court in edge.runtime().federation.courts
        ],
        deed=turn.deed,
        value=_said(turn),
        keep=turn.keep,
        whom=_whom(target, turn),
    )


def _whom(target: Target, turn: Turn) -> str:
    """Return who goes along, in a sentence."""
    if target.of_class is None:
        return (
            "Classes and seats go along, as far ahead or behind as they are; those that stand "
            "still stay where they stand."
        )
    if target.seat is not None:
        return "This seat alone: its neighbours, the class and the federation stay."
    if turn.deed == turns.SET and not turn.keep:
        return "Every seat of the class, and its clerks, come to this moment; the federation stays."
    return "Every seat of the class, and its clerks, move by the same span; the federation stays."


# --------------------------------------------------------------------------- the page


def _ground(target: Target) -> Ground:
    return protocol.ground(edge.session(), target.worlds, now=_now(target))


def _now(target: Target) -> datetime:
    session = edge.session()
    about = teaching.circumstances(session, "")
    if target.of_class is None:
        return about.now
    seat = target.seat or classroom.seat(session, target.of_class.id, 0)
    return about.now if seat is None else about.now_of(seat)


def _page(
    target: Target,
    *,
    advance: AdvanceForm | None = None,
    wanted: SetForm | None = None,
    problem: str = "",
) -> Response:
    ground, federation = _ground(target), edge.runtime().federation
    local = ground.now.astimezone(ZONE)
    wanted = wanted or SetForm(data={"day": local.date(), "hour": local.time()})
    if target.of_class is None or target.seat is not None:
        del wanted.keep
    others, still = _others(target, ground)
    answers = protocol.ask(target.place)
    members = [_member(federation, target, each) for each in answers]
    return _render(
        "clock.html",
        UNPROCESSABLE if problem or advance or wanted.errors else 200,
        target=target,
        problem=problem,
        members=members,
        agree=_agree(target, answers, ground.now),
        frozen=still if target.of_class is not None else _all_still(answers),
        advance=advance or AdvanceForm(),
        wanted=wanted,
        groups=_groups(ground),
        over=moments.over(ground),
        runs=_runs(federation, answers),
        others=others,
    )


def _groups(ground: Ground) -> list[tuple[str, list[dict[str, Any]]]]:
    found = moments.moments(ground)
    groups = []
    for group in moments.GROUPS:
        rows = [
            {
                "key": each.key,
                "name": each.name,
                "when": court_stamp(each.at, each.zone),
                "words": each.words,
                "back": each.at < ground.now,
            }
            for each in found
            if each.group == group
        ]
        if rows:
            groups.append((group, rows))
    return groups


def _member(federation: Federation, target: Target, answer: Answer) -> dict[str, Any]:
    member = federation.member(answer.member_id)
    told, problem = _told(target, answer), answer.problem
    if told is None and not problem:
        problem = "has not heard of it yet"
    return {
        "title": member.title,
        "now": court_stamp(told[0], member.timezone) if told else "-",
        "state": problem or ("stands still" if told and told[1] else "runs"),
    }


def _told(target: Target, answer: Answer) -> tuple[datetime, bool] | None:
    """Return what a member says of the calendar that is meant, and whether it stands still."""
    if answer.setting is None:
        return None
    told = answer.told.get("seat") if target.of_class is not None else answer.told
    if told is None:
        return None
    still = answer.setting.frozen_at is not None or bool(told.get("frozen"))
    return datetime.fromisoformat(told["now"]), still


def _agree(target: Target, answers: Sequence[Answer], now: datetime) -> bool:
    """Say whether all members have the same time, within what asking them takes."""
    heard = [_told(target, each) for each in answers]
    return all(
        each is not None and abs(each[0] - now) <= calendars.TOLERANCE + timedelta(seconds=10)
        for each in heard
    )


def _all_still(answers: Sequence[Answer]) -> bool:
    settings = [each.setting for each in answers if each.setting is not None]
    return bool(settings) and all(each.frozen_at is not None for each in settings)


def _runs(federation: Federation, answers: Sequence[Answer]) -> list[dict[str, Any]]:
    """Return what each member did last of what is due by court time."""
    zone, rows = federation.idp.timezone, []
    for answer in answers:
        member = federation.member(answer.member_id)
        for each in answer.told.get("duties", ()):
            did = each["did_at"] is not None
            rows.append(
                {
                    "member": member.title,
                    "what": DUTIES.get(each["name"], each["name"]),
                    "looked": _stamp(each["looked_at"], zone),
                    "did": _stamp(each["did_at"], zone) if did else "never yet",
                    "court_time": _stamp(each["court_time"], member.timezone) if did else "",
                    "count": each["did"],
                }
            )
    return rows


def _stamp(text: str, zone: str) -> str:
    return court_stamp(datetime.fromisoformat(text), zone)


def _others(target: Target, ground: Ground) -> tuple[list[dict[str, Any]], bool]:
    """Return the calendars below the one that is meant, and whether that stands still itself."""
    session, zone = edge.session(), edge.runtime().federation.idp.timezone
    about = teaching.circumstances(session, "")
    if target.of_class is None:
        rows = [
            (replace(target, of_class=each), about.base_of(each), False)
            for each in classroom.classes(session, trainer=visitor().subject)
            if each.closed_at is None
        ]
    elif target.seat is None:
        seats = classroom.seats_of(session, target.of_class.id)
        rows = [
            (replace(target, seat=each), about.now_of(each), each.frozen_at is not None)
            for each in seats
            if each.number
        ]
        return _links(rows, ground.now, zone), all(each.frozen_at for each in seats)
    else:
        return [], target.seat.frozen_at is not None
    return _links(rows, ground.now, zone), False


def _links(
    rows: Sequence[tuple[Target, datetime, bool]], now: datetime, zone: str
) -> list[dict[str, Any]]:
    return [
        {
            "url": of.url,
            "name": of.name[0].upper() + of.name[1:],
            "now": court_stamp(at, zone),
            "state": "stands still" if still else ("runs along" if at == now else "runs by itself"),
        }
        for of, at, still in rows
    ]


def _render(template: str, status: int = 200, **values: Any) -> Response:
    return make_response(render_template(f"timetable/{template}", **values), status)
