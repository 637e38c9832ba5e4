"""The clerk's desk of motions to redact (Fed. R. Bankr. P. 9037(h))."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request

from courts import edge as court_edge
from courts.claiming import protocol as claiming
from courts.permissions import Permission
from courts.redacting import protocol, queries, service
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("redacting", __name__)
SEE_OTHER: Final = 303


@blueprint.get(protocol.DESK_PATH)
@requires(Permission.STAFF_QUEUE)
def redactions() -> Response:
    """List the motions to redact that wait."""
    rows = [
        (entry.id, claiming.number_of(case), case.caption, entry, count)
        for case, entry, count in queries.motions(edge.session())
    ]
    done = {"replace": "replaced", "deny": "denied"}.get(request.args.get("done", ""), "")
    html = render_template(
        "redacting/redactions.html", rows=rows, done=done, path=protocol.DESK_PATH
    )
    return make_response(html)


@blueprint.post(f"{protocol.DESK_PATH}/<int:entry_id>")
@requires(Permission.STAFF_QUEUE)
def decide_redaction(entry_id: int) -> Response:
    """Replace the originals by their redacted copies, or show them again."""
    session, deed = edge.session(), request.form.get("deed", "")
    if entry_id not in {entry.id for _, entry, _ in queries.motions(session)}:
        abort(404)
    act = {"replace": service.replace, "deny": service.refuse}.get(deed)
    if act is None:
        abort(404)
    who = court_edge.person()
    count = act(session, entry_id, by=who.display_name, now=edge.now())
    edge.audit(f"redaction:{deed}", f"entry:{entry_id}", papers=count)
    return make_response(redirect(f"{protocol.DESK_PATH}?done={deed}", SEE_OTHER))
