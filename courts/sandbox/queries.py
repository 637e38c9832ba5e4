"""What the kit's tasks are drawn from: dockets of which everybody sees every entry."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from courts.docket.models import Entry

#: A docket of fewer entries is too easy.
FEWEST = 4


def open_dockets(session: Session, case_ids: Iterable[int], today: date) -> dict[int, int]:
    """Return how many entries the dockets have that are open to everybody in full, by case."""
    hidden = or_(Entry.access != "public", Entry.filed_on > today)
    statement = (
        select(Entry.case_id, func.count(Entry.id), func.count(Entry.id).filter(hidden))
        .where(Entry.case_id.in_(list(case_ids)))
        .group_by(Entry.case_id)
    )
    return {
        case_id: count
        for case_id, count, closed in session.execute(statement)
        if not closed and count >= FEWEST
    }
