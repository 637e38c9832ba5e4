"""The front page of the clerk's office."""

from __future__ import annotations

from flask import Blueprint, Response, current_app, make_response, render_template

from courts import edge as court_edge
from courts.clerk import protocol
from courts.permissions import Permission
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("clerk", __name__)


@blueprint.get(protocol.INDEX_PATH)
@requires(Permission.STAFF_QUEUE)
def index() -> Response:
    """List the desks, each with what waits there."""
    with edge.runtime().database.reading(world=court_edge.person().world) as session:
        rows = [
            {
                "label": desk.label,
                "path": desk.path,
                "says": desk.says,
                "waiting": None if desk.waiting is None else desk.waiting(session),
            }
            for desk in protocol.all_of(current_app)
        ]
    return make_response(render_template("clerk/index.html", desks=rows))
