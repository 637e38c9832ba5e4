"""The creditor service: a reference that a court gave out becomes the court's list, as text.

Among the real names it has a host of its own, and client programs come there without cookies. The
list itself stays with its court: this service only carries a reference there and the answer back.
"""

from __future__ import annotations

from typing import Final

import requests
from flask import Blueprint, Response, request

from shared.errors import Refusal
from shared.web import edge
from shared.web.guard import program_post, public

blueprint = Blueprint("noticing", __name__)

PATH: Final = "/query/cmecf/index.adp"
#: Where courts answer (courts.claims.protocol); the longest reference is far shorter.
COURT_PATH: Final = "/services/moot/creditor-matrix"
LONGEST: Final = 400
GONE: Final = 410
STALE: Final = (
    "This list of creditors is no longer there: what a court gives out is good for one hour. "
    "Run the court's Creditor Matrix again, with the raw data format."
)
SILENT: Final = "The court that keeps this list did not answer. Try again in a minute."


@blueprint.route(PATH, methods=["GET", "POST"])
@program_post
@public
def creditor_list() -> Response:
    """Return the list that `data` means: raw lines with `format=rawdata`, else labels."""
    data = request.values.get("data", "")
    name = data.partition(".")[0]
    runtime = edge.runtime()
    court = next((each for each in runtime.federation.courts if each.id == name), None)
    if court is None or len(data) > LONGEST:
        raise Refusal("reference", STALE)
    asked = {"data": data, "format": request.values.get("format", "")[:LONGEST]}
    try:
        answer = runtime.backchannel.post_service(court, COURT_PATH, asked, wall=edge.wall())
        if answer.status_code in (GONE, requests.codes.not_found):
            raise Refusal("reference", STALE)
        answer.raise_for_status()
        text = str(answer.json()["text"])
    except (requests.RequestException, ValueError, KeyError):
        raise Refusal("court", SILENT) from None
    return Response(text, content_type="text/plain; charset=utf-8")
