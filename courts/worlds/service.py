"""Storing a world: drafts in, rows out."""

from __future__ import annotations

from collections.abc import Iterable
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from courts.cases import service as cases
from courts.cases.service import Known
from courts.claims import service as claims
from courts.docket import service as docket
from courts.kinds.drafts import CaseDraft
from courts.kinds.numbers import Style
from shared.db import SHARED_WORLD


def plant_cases(
    session: Session,
    drafts: Iterable[CaseDraft],
    *,
    known: Known,
    style: Style,
    zone: ZoneInfo,
    world: int = SHARED_WORLD,
) -> list[int]:
    """Store cases with dockets and claims, in the order of the drafts; return their ids."""
    stored = []
    for draft in drafts:
        case_id = cases.plant_case(session, draft, known=known, world=world)
        docket.plant_entries(session, case_id, draft.entries, zone=zone)
        claims.plant_claims(session, case_id, draft.claims, draft.creditors)
        stored.append((case_id, draft))
    cases.join_links(session, stored, written=style.bare)
    return [case_id for case_id, _ in stored]
