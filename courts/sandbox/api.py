"""Addresses by which PACER's host asks a court for the sandbox; for members, in training only."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Flask, Response, current_app, jsonify, request

from courts.sandbox import protocol
from shared.sandbox import KIT_PATH, TARGETS_PATH, WORLD_PATH
from shared.web.guard import service_only

blueprint = Blueprint("sandbox_api", __name__)

#: Cases of a listing, if not said and at most.
USUAL: Final = 1000
MOST: Final = 10_000


@blueprint.get(WORLD_PATH)
@service_only
def world() -> Response:
    """Tell cases and papers of everyone's world, as `moot world --json` does."""
    limit = min(MOST, max(0, request.args.get("limit", USUAL, type=int)))
    return jsonify(protocol.world(_app(), limit))


@blueprint.post(TARGETS_PATH)
@service_only
def targets() -> Response:
    """Draw a target for client programs, as `moot map --json` does; its paper gets a free look."""
    return jsonify(protocol.targets(_app(), _seed()))


@blueprint.post(KIT_PATH)
@service_only
def kit() -> Response:
    """Draw the conformance kit's questions about this court, with their answers."""
    return jsonify(questions=[each.to_json() for each in protocol.questions(_seed())])


def _seed() -> int:
    return int(request.get_json().get("seed", 1))


def _app() -> Flask:
    found: Flask = current_app._get_current_object()  # type: ignore[attr-defined]
    return found
