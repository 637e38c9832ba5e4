"""Reading what the screens of a filing show: entries to refer to, parties known, earlier papers."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from courts.access.deciding import HIDING
from courts.docket.models import Entry

#: So many lines are offered, the newest of them.
MOST: Final = 200
#: No sequence is as large as this; databases refuse to look for larger ones.
_LARGEST: Final = 1 << 31


@dataclass(frozen=True, slots=True)
class Span:
    """Which entries are listed; None leaves a limit out. `events` are keys, None for all."""

    events: Collection[str] | None = None
    first_day: date | None = None
    last_day: date | None = None
    first_number: int | None = None
    last_number: int | None = None


def referable(session: Session, case_id: int, span: Span, *, inside: bool) -> Sequence[Entry]:
    """Return the numbered entries of a case that a filing may refer to, the newest first.

    :param inside: whether the filer belongs to the case, and so knows of its secret entries.
    """
    statement = select(Entry).where(Entry.case_id == case_id, Entry.number.is_not(None))
    if not inside:
        statement = statement.where(Entry.access.not_in(HIDING))
    if span.events is not None:
        statement = statement.where(Entry.event.in_(span.events))
    if span.first_day is not None:
        statement = statement.where(Entry.filed_on >= span.first_day)
    if span.last_day is not None:
        statement = statement.where(Entry.filed_on <= span.last_day)
    if span.first_number is not None:
        statement = statement.where(Entry.number >= span.first_number)
    if span.last_number is not None:
        statement = statement.where(Entry.number <= span.last_number)
    return session.scalars(statement.order_by(Entry.seq.desc()).limit(MOST)).all()


def by_seq(
    session: Session, case_id: int, seqs: Collection[int], *, inside: bool
) -> Sequence[Entry]:
    """Return the entries of a case that were chosen, as far as they may be referred to."""
    if not seqs or max(seqs) > _LARGEST:
        return ()
    statement = select(Entry).where(
        Entry.case_id == case_id, Entry.seq.in_(seqs), Entry.number.is_not(None)
    )
    if not inside:
        statement = statement.where(Entry.access.not_in(HIDING))
    return session.scalars(statement.order_by(Entry.seq)).all()
