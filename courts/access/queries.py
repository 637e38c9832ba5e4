"""Reading the page charges of this court."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from courts.access.models import PageCharge


@dataclass(frozen=True, slots=True)
class Spent:
    """What somebody used: how often; pages and cents that were charged, cents that were exempt."""

    uses: int
    pages: int
    cents: int
    exempt_cents: int


def charges(
    session: Session, subject: str, first: datetime, end: datetime, *, limit: int
) -> Sequence[PageCharge]:
    """Return somebody's charges from `first` up to, not including, `end`, the latest first."""
    return session.scalars(
        select(PageCharge)
        .where(*_of(subject, first, end))
        .order_by(PageCharge.at.desc(), PageCharge.id.desc())
        .limit(limit)
    ).all()


def spent(session: Session, subject: str, first: datetime, end: datetime) -> Spent:
    """Return the sums of somebody's charges in a time, however many they are."""
    paid = func.coalesce(func.sum(PageCharge.cents), 0)
    found = session.execute(
        select(PageCharge.exempt, func.count(), func.sum(PageCharge.pages), paid)
        .where(*_of(subject, first, end))
        .group_by(PageCharge.exempt)
    ).all()
    rows = {bool(exempt): (int(n), int(pages), int(cents)) for exempt, n, pages, cents in found}
    charged, free = rows.get(False, (0, 0, 0)), rows.get(True, (0, 0, 0))
    return Spent(charged[0] + free[0], charged[1], charged[2], free[2])


def _of(subject: str, first: datetime, end: datetime) -> tuple[ColumnElement[bool], ...]:
    return (PageCharge.subject == subject, PageCharge.at >= first, PageCharge.at < end)
