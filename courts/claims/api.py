"""What the creditor service of the federation asks a court: the matrix that a reference means."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from courts.cases.queries import by_id
from courts.claims import matrix, protocol, queries
from shared.web import edge
from shared.web.guard import service_only

blueprint = Blueprint("claims_api", __name__)
GONE = 410


@blueprint.post(protocol.MATRIX_PATH)
@service_only
def tell_matrix() -> tuple[Response, int]:
    """Return a matrix as text, raw or as labels; a reference is good for one hour."""
    body = request.get_json()
    session = edge.session()
    # The reference says whose case it is; who brings it here has no world of their own.
    session.info["world"] = None
    case_id = protocol.case_of(str(body.get("data", "")), edge.wall())
    case = None if case_id is None else by_id(session, case_id)
    if case is None:
        return jsonify(error="gone"), GONE
    listed = [(row.name, row.lines) for row in queries.creditors(session, case.id)]
    write = matrix.raw if body.get("format") == "rawdata" else matrix.labels
    return jsonify(text=write(listed)), 200
