"""Rule 9037(h): hiding papers until the court decides, putting redacted copies in their place."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy.orm import Session

from courts.docket.models import Document, Entry
from courts.redacting import queries
from courts.redacting.models import Redaction

#: Outside viewers of a hidden paper read "This document is not available" (facts 4).
HIDDEN: Final = "court_only"
#: Motion and redacted copies are hidden from the public, not from whoever filed them (9037(h)(2)).
OWN: Final = "applicable_party"


def ask(
    session: Session, entry: Entry, pairs: Sequence[tuple[Document, Document]], *, hide: bool
) -> None:
    """Note originals with their redacted copies, the papers of a motion; hide the originals."""
    for original, copy in pairs:
        session.add(
            Redaction(
                case_id=entry.case_id,
                entry_id=entry.id,
                original_id=original.id,
                copy_id=copy.id,
                before=original.access,
            )
        )
        if hide:
            original.access = HIDDEN
    session.flush()


def replace(session: Session, entry_id: int, *, by: str, now: datetime) -> int:
    """Put the redacted copies of a motion in the place of the originals, and show them again.

    :returns: how many; a second call replaces nothing.
    """
    count = 0
    for row in queries.redactions(session, entry_id):
        original = session.get(Document, row.original_id)
        copy = session.get(Document, row.copy_id)
        if row.done_at is not None or original is None or copy is None:
            continue
        original.digest, original.size, original.pages = copy.digest, copy.size, copy.pages
        original.filename, original.access = copy.filename, row.before
        row.done_at, row.done_by = now, by
        count += 1
    session.flush()
    return count


def refuse(session: Session, entry_id: int, *, by: str, now: datetime) -> int:
    """Show the originals of a motion again that the court denied."""
    count = 0
    for row in queries.redactions(session, entry_id):
        original = session.get(Document, row.original_id)
        if row.done_at is None and original is not None:
            original.access = row.before
            row.done_at, row.done_by = now, by
            count += 1
    session.flush()
    return count
