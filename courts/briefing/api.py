"""Papers that go along with messages of other members."""

from __future__ import annotations

from flask import Blueprint, Response, jsonify, request

from courts import edge as court_edge
from shared.courier import PAPERS_PATH
from shared.web.guard import service_only

blueprint = Blueprint("briefing_api", __name__)


@blueprint.put(f"{PAPERS_PATH}<digest>")
@service_only
def take_paper(digest: str) -> tuple[Response, int]:
    """Store a paper under the digest by which a message will name it; twice changes nothing."""
    stored = court_edge.documents().copy(request.stream)
    if stored.digest != digest:
        return jsonify(error="the bytes are others than the digest says"), 422
    return jsonify(digest=stored.digest, size=stored.size), 200
