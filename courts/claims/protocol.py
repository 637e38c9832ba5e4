"""References to a creditor matrix: what a page of the court hands out in place of the list itself.

A matrix may be long and client programs put the value into an address (clients.md 5.18), so the
value is short: the court, and the case with an hour of validity under the court's own key. Nobody
can make one for another case; only the federation's creditor service can redeem it.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final

from flask import current_app
from itsdangerous import BadData, URLSafeSerializer

from courts import edge as court_edge

MATRIX_PATH: Final = "/services/moot/creditor-matrix"
LIFE: Final = timedelta(hours=1)
_SALT: Final = "creditor-matrix"


def reference(case_id: int, wall: datetime) -> str:
    """Return the value that stands for a case's matrix for an hour: `ctb.WzEyLDE2...`."""
    until = int((wall + LIFE).timestamp())
    return f"{court_edge.court().member.id}.{_signer().dumps([case_id, until])}"


def case_of(value: str, wall: datetime) -> int | None:
    """Return the case that a value means; None if it is forged, stale or another court's."""
    court, _, signed = value.partition(".")
    if court != court_edge.court().member.id:
        return None
    try:
        case_id, until = _signer().loads(signed)
    except (BadData, ValueError, TypeError):
        return None
    return int(case_id) if wall.timestamp() <= until else None


def _signer() -> URLSafeSerializer:
    return URLSafeSerializer(str(current_app.secret_key), salt=_SALT)
