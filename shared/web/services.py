"""Machine-to-machine addresses that every member has: messages, the clock, faults."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from flask import Blueprint, Response, abort, current_app, g, jsonify, request

from shared import witness
from shared.audit import record
from shared.calendars import CLOCK_PATH, as_json, from_json
from shared.clock import ClockSetting
from shared.courier import MESSAGES_PATH
from shared.outbox import already_handled, remember
from shared.seating import is_class
from shared.seats import has_ended
from shared.switches import replace_rows
from shared.timekeeping import read_setting, write_setting
from shared.web import edge, recorder
from shared.web.guard import service_only
from shared.web.runtime import Delivery
from shared.wire import KINDS

FAULTS_PATH = "/services/moot/faults"
RECORDED_PATH = "/services/moot/recorded"
SEATS_PATH = "/services/moot/seats"
STILL_PATH = "/services/moot/still"
blueprint = Blueprint("services", __name__)


@blueprint.post(MESSAGES_PATH)
@service_only
def receive_message() -> tuple[Response, int]:
    """Handle a message from another member, once."""
    body: dict[str, Any] = request.get_json()
    message_id, kind = str(body["id"]), str(body["kind"])
    runtime, session = edge.runtime(), edge.session()
    session.info["world"] = None
    if already_handled(session, message_id):
        return jsonify(result="known"), 200
    cls = KINDS.get(kind)
    handler = None if cls is None else runtime.handlers.get(cls)
    if cls is None or handler is None:
        return jsonify(error=f"{runtime.member.id} takes no {kind}"), 400
    sender = g.moot_caller
    remember(session, message_id=message_id, sender=sender.id, kind=kind, wall=edge.wall())
    message = cls.from_json(str(body["payload"]))
    about, world = getattr(message, "subject", ""), getattr(message, "world", 0)
    witness.came(about, world, f"member:{sender.id}")
    if not cls.OUTLIVES_RUN and has_ended(session, getattr(message, "world", 0)):
        # The seat was reset while this was under way: nobody is there any more whom it concerns.
        return jsonify(result="ended"), 200
    handler(session, message, Delivery(message_id, sender, edge.now(), edge.wall()))
    return jsonify(result="handled"), 200


@blueprint.get(CLOCK_PATH)
@service_only
def read_clock() -> Response:
    """Say how this member's court time is set."""
    return jsonify(_as_json(read_setting(edge.session()), edge.wall()))


@blueprint.post(CLOCK_PATH)
@service_only
def set_clock() -> Response:
    """Set this member's court time; the answer is its acknowledgement."""
    setting = from_json(request.get_json())
    session = edge.session()
    write_setting(session, setting)
    record(
        session,
        tag="clock:set",
        actor=f"member:{g.moot_caller.id}",
        subject=edge.runtime().member.id,
        now=setting.now(edge.wall()),
        wall=edge.wall(),
        detail=_as_json(setting, edge.wall()),
    )
    return jsonify(_as_json(setting, edge.wall()))


@blueprint.post(FAULTS_PATH)
@service_only
def set_faults() -> Response:
    """Have exactly these faults on; the identity provider tells them all each time."""
    switches = edge.runtime().switches
    if not switches.active:
        abort(404)
    faults: list[dict[str, Any]] = request.get_json()["faults"]
    replace_rows(edge.session(), faults)
    edge.split()
    switches.look_again()
    return jsonify(faults=len(faults))


@blueprint.get(RECORDED_PATH)
@service_only
def recorded() -> Response:
    """Give what this member has of somebody: requests, sessions, events (training mode only)."""
    found = recorder.recorder_of(current_app)
    if found is None:
        abort(404)
    try:
        whose = recorder.Whose.read(request.args.get("whose", ""))
    except ValueError:
        abort(400)
    return jsonify(found.part(whose))


@blueprint.get(SEATS_PATH)
@service_only
def whereabouts() -> Response:
    """Say where the seats of a class are (training mode only)."""
    found = recorder.recorder_of(current_app)
    world = request.args.get("world", 0, type=int)
    if found is None or not is_class(world):
        abort(404)
    return jsonify(found.whereabouts(world))


@blueprint.get(STILL_PATH)
@service_only
def still() -> Response:
    """Give the last page that a seat was shown here (training mode only)."""
    found = recorder.recorder_of(current_app)
    page = None if found is None else found.still(request.args.get("world", 0, type=int))
    if page is None:
        abort(404)
    return jsonify(page)


def _as_json(setting: ClockSetting, wall: datetime) -> dict[str, Any]:
    return {**as_json(setting), "now": setting.now(wall).isoformat()}
