"""The clerk's queue of changes: old and new side by side, accept or reject."""

from __future__ import annotations

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

from courts import edge as court_edge
from courts.changes import asked, queries, service
from courts.changes.forms import DecisionForm
from courts.changes.models import ChangeRequest
from courts.clerk.protocol import INDEX_PATH, Desk, add_desk
from courts.permissions import Permission
from shared.clock import court_stamp
from shared.errors import Refusal
from shared.paging import links
from shared.web import edge
from shared.web.guard import requires

QUEUE_PATH: Final = f"{INDEX_PATH}changes"
PAGE_SIZE: Final = 25
SEE_OTHER: Final = 303
UNPROCESSABLE: Final = 422
LARGEST: Final = 1 << 31

blueprint = Blueprint("changes", __name__)


@blueprint.record
def join(state: BlueprintSetupState) -> None:
    """Put the queue on the clerk's front page."""
    add_desk(
        cast(Flask, state.app),
        Desk(
            "Changes of personal data",
            QUEUE_PATH,
            "Names, addresses and e-mail addresses that people changed at PACER and ask this "
            "court to take over.",
            queries.waiting,
        ),
    )


@blueprint.get(QUEUE_PATH)
@requires(Permission.STAFF_QUEUE)
def queue() -> Response:
    """List what waits, or what was decided."""
    decided = request.args.get("show", "") == "decided"
    number = request.args.get("page", 1, type=int)
    with edge.runtime().database.reading(world=court_edge.person().world) as session:
        page = queries.queue(session, decided=decided, number=number, size=PAGE_SIZE)
        rows = [_line(row) for row in page.rows]

    def numbered(number: int) -> str:
        return f"{QUEUE_PATH}?{'show=decided&' if decided else ''}page={number}"

    return _page(
        "queue.html",
        rows=rows,
        decided=decided,
        page=links(page, numbered),
        done=asked.STATES.get(request.args.get("done", ""), ""),
        queue_path=QUEUE_PATH,
        clerk_path=INDEX_PATH,
    )


@blueprint.route(f"{QUEUE_PATH}/<int:request_id>", methods=["GET", "POST"])
@requires(Permission.STAFF_QUEUE)
def decide(request_id: int) -> Response:
    """Show one request, and take the clerk's decision."""
    form = DecisionForm()
    row = _found(request_id)
    if request.method != "POST":
        return _request(row, form)
    if not form.validate():
        edge.undo()
        return _request(row, form, UNPROCESSABLE)
    answer = request.form.get("answer", "")
    if answer not in ("accept", "reject"):
        edge.undo()
        return _request(row, form, UNPROCESSABLE)
    ruling = service.Ruling(
        accept=answer == "accept",
        reason=form.reason.data or "",
        actor=court_edge.person().audit_name,
        court=court_edge.court().member.id,
        contact=current_app.extensions["moot_site"].help_desk.email,
    )
    try:
        row = service.decide(
            edge.session(),
            request_id=request_id,
            ruling=ruling,
            postman=edge.runtime().postman,
            now=edge.now(),
            wall=edge.wall(),
        )
    except Refusal as refusal:
        edge.refused(form, refusal)
        return _request(_found(request_id), form, UNPROCESSABLE)
    return make_response(redirect(f"{QUEUE_PATH}?done={row.state}", SEE_OTHER))


def _found(request_id: int) -> ChangeRequest:
    with edge.runtime().database.reading(world=court_edge.person().world) as session:
        row = queries.request_of(session, request_id) if request_id < LARGEST else None
    if row is None:
        abort(404)
    return row


def _line(row: ChangeRequest) -> dict[str, Any]:
    zone = court_edge.court().member.timezone
    return {
        "url": f"{QUEUE_PATH}/{row.id}",
        "name": row.court_user.display_name,
        "login": row.court_user.login_name or "",
        "kind": asked.LABELS[row.kind],
        "asked": court_stamp(row.asked_at, zone),
        "state": asked.STATES[row.state],
        "decided": court_stamp(row.decided_at, zone) if row.decided_at else "",
        "by": row.decided_by,
    }


def _request(row: ChangeRequest, form: DecisionForm, status: int = 200) -> Response:
    response = _page(
        "request.html",
        row=row,
        line=_line(row),
        sides=asked.side_by_side(row.kind, service.old_values(row), service.new_values(row)),
        cases=asked.CASES[row.cases],
        # Only a change of address is spread over cases (facts 1.6).
        of_address=row.kind == "address",
        waits=row.state == asked.PENDING,
        form=form,
        queue_path=QUEUE_PATH,
    )
    response.status_code = status
    return response


def _page(template: str, **values: Any) -> Response:
    return make_response(render_template(f"changes/{template}", **values))
