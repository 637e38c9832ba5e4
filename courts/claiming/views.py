"""The clerk's desk of transfers of claims (Fed. R. Bankr. P. 3001(e))."""

from __future__ import annotations

from typing import Final

from flask import Blueprint, Response, abort, make_response, redirect, render_template, request

from courts import edge as court_edge
from courts.claiming import protocol, queries, service
from courts.claiming.models import OBJECTED
from courts.clerk.protocol import INDEX_PATH
from courts.permissions import Permission
from shared.errors import Refusal
from shared.web import edge
from shared.web.guard import requires

blueprint = Blueprint("claiming", __name__)
SEE_OTHER: Final = 303
_DEEDS: Final = {"allow": "The transfer has taken effect.", "refuse": "The old holder keeps it."}


@blueprint.get(protocol.TRANSFERS_PATH)
@requires(Permission.STAFF_QUEUE)
def transfers() -> Response:
    """List the transfers that wait for objections, or for the court after one."""
    return _desk(_DEEDS.get(request.args.get("done", ""), ""))


@blueprint.post(f"{protocol.TRANSFERS_PATH}/<int:transfer_id>")
@requires(Permission.STAFF_QUEUE)
def decide_transfer(transfer_id: int) -> Response:
    """Let a transfer take effect now, or refuse it."""
    deed, found = request.form.get("deed", ""), queries.one(edge.session(), transfer_id)
    if found is None or deed not in _DEEDS:
        abort(404)
    try:
        service.decide(
            edge.session(),
            found,
            allow=deed == "allow",
            by=court_edge.person().display_name,
            now=edge.now(),
            today=court_edge.today(),
        )
    except Refusal as refusal:
        edge.undo()
        return _desk(refusal.message)
    edge.audit(f"transfer:{deed}", f"claim:{found.claim.id}", transferee=found.transfer.transferee)
    return make_response(redirect(f"{protocol.TRANSFERS_PATH}?done={deed}", SEE_OTHER))


def _desk(said: str) -> Response:
    rows = [
        {
            "id": each.transfer.id,
            "title": f"{protocol.number_of(each.case)} {each.case.caption}",
            "text": each.entry.text,
            "facts": [
                ("Claim", f"{each.claim.number}: {each.claim.creditor}"),
                ("Transferee", each.transfer.transferee),
                ("Objections until", f"{each.transfer.objections_until:%m/%d/%Y}"),
                ("State", "objected to" if each.transfer.status == OBJECTED else "waits"),
            ],
        }
        for each in queries.listed(edge.session())
    ]
    html = render_template(
        "claiming/transfers.html",
        rows=rows,
        said=said,
        path=protocol.TRANSFERS_PATH,
        clerk_path=INDEX_PATH,
    )
    return make_response(html)
