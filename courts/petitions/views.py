"""The clerk's desk of cases without a judge, and the way of filers to the assignment."""

from __future__ import annotations

from typing import Final, cast

from flask import Blueprint, Flask, Response, make_response, redirect, render_template, request
from flask.blueprints import BlueprintSetupState

from courts import edge as court_edge
from courts.clerk.protocol import INDEX_PATH
from courts.openings.protocol import CLERK, START
from courts.permissions import Permission
from courts.petitions import protocol, queries
from courts.petitions.protocol import DESK_PATH
from shared.errors import Refusal
from shared.web import edge
from shared.web.guard import requires

ASSIGN_PATH: Final = "/cgi-bin/JudgeTrusteeAssignment.pl"
SEE_OTHER: Final = 303
UNPROCESSABLE: Final = 422

blueprint = Blueprint("petitions", __name__)


@blueprint.record
def join(state: BlueprintSetupState) -> None:
    """Give the wizards and the desk their place."""
    protocol.install(cast(Flask, state.app))


@blueprint.get(ASSIGN_PATH)
@requires(Permission.FILE)
def judge_trustee_assignment() -> Response:
    """Lead to the assignment of judge and trustee; where the court does it, the wizard says so."""
    return make_response(redirect(f"{START}jta", SEE_OTHER))


@blueprint.get(DESK_PATH)
@requires(Permission.STAFF_QUEUE)
def desk() -> Response:
    """List the cases that wait for judge and trustee."""
    return _desk()


def _desk(message: str = "", status: int = 200) -> Response:
    style = court_edge.court().profile.numbers
    with edge.runtime().database.reading(world=court_edge.person().world) as session:
        rows = [
            {
                "id": case.id,
                "number": style.bare(case.number),
                "caption": case.caption,
                "filed": case.filed_on,
                "chapter": case.chapter,
            }
            for case in queries.unassigned(session)
        ]
    html = render_template(
        "petitions/desk.html",
        rows=rows,
        message=message,
        said=request.args.get("done", ""),
        clerk_path=INDEX_PATH,
        desk_path=DESK_PATH,
    )
    return make_response(html, status)


@blueprint.post(f"{DESK_PATH}/<int:case_id>/assign")
@requires(Permission.STAFF_QUEUE)
def assign(case_id: int) -> Response:
    """Draw judge and trustee of a case."""
    try:
        protocol.assign(case_id, by=CLERK)
    except Refusal as refusal:
        edge.undo()
        return _desk(refusal.message, UNPROCESSABLE)
    return make_response(redirect(f"{DESK_PATH}?done=assigned", SEE_OTHER))
