"""Court time of classes and seats for `moot clock --class`: members only, by service token."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, abort, jsonify, request

from idp.classroom import queries as classroom
from idp.timetable import protocol
from shared.calendars import CLASSES_PATH
from shared.errors import Refusal
from shared.web import edge
from shared.web.guard import service_only

blueprint = Blueprint("timetable_api", __name__)

UNPROCESSABLE: Final = 422
_NO_CLASS: Final = "There is no class {}."


@blueprint.post(CLASSES_PATH)
@service_only
def turn() -> Response | tuple[Response, int]:
    """Tell court time of a class, by its `code`; with a `deed` turn it first.

    `value` is the moment or the span of the deed, `seats` are the numbers of single seats. With
    `moments` the named moments are told instead; those of the federation, without a code.
    """
    if not edge.runtime().settings.training:
        abort(404)
    asked: dict[str, Any] = request.get_json()
    session = edge.session()
    try:
        if asked.get("moments") and not asked["code"]:
            return jsonify(moments=protocol.moments_as_json(session, None))
        of_class = classroom.class_by_code(session, str(asked["code"]))
        if of_class is None:
            raise Refusal("class", _NO_CLASS.format(asked["code"]))
        if asked.get("moments"):
            number = next(iter(asked.get("seats") or ()), None)
            return jsonify(moments=protocol.moments_as_json(session, of_class, number))
        if asked.get("deed"):
            wanted = protocol.turn_of(str(asked["deed"]), str(asked.get("value", "")))
            numbers = asked.get("seats") or None
            protocol.turn_class(session, of_class, wanted, numbers=numbers, actor="operator")
    except Refusal as refusal:
        edge.undo()
        return jsonify(error=refusal.code, message=refusal.message), UNPROCESSABLE
    return jsonify(protocol.as_json(session, of_class))
