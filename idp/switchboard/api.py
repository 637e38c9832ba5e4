"""The switchboard for `moot fault`: members only, by service token."""

from __future__ import annotations

from typing import Any, Final

from flask import Blueprint, Response, jsonify, request

from idp.switchboard import queries, service
from idp.switchboard.protocol import circumstances
from shared.errors import Refusal
from shared.faults import Wish
from shared.web import edge
from shared.web.guard import service_only

blueprint = Blueprint("switchboard_api", __name__)

PATH: Final = "/services/moot/switchboard"
UNPROCESSABLE: Final = 422


@blueprint.get(PATH)
@service_only
def standing() -> Response:
    """List the faults that are on."""
    return _listed()


@blueprint.post(PATH)
@service_only
def switch() -> Response | tuple[Response, int]:
    """Switch a fault on (`set`), or off (`clear`: an id, a name or `all`)."""
    body: dict[str, Any] = request.get_json()
    at = circumstances(actor="operator")
    try:
        if "set" in body:
            service.set_fault(edge.session(), Wish(**body["set"]), at)
        else:
            _clear(str(body["clear"]), at)
    except Refusal as refusal:
        edge.undo()
        return jsonify(error=refusal.code, message=refusal.message), UNPROCESSABLE
    edge.session().flush()
    return _listed()


def _clear(what: str, at: service.Circumstances) -> None:
    count = service.clear_faults(edge.session(), at, name="" if what == "all" else what)
    if what != "all" and not count:
        service.clear_fault(edge.session(), what, at)


def _listed() -> Response:
    return jsonify(faults=[each.as_json() for each in queries.standing(edge.session())])
