"""Writing the docket."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from courts.docket.models import Document, Entry
from courts.kinds.drafts import EntryDraft

#: What a page of a generated paper weighs in the lists of papers until the paper was made.
PAGE_WEIGHT = 2_048
_HEAD = 6_000


def plant_entries(
    session: Session, case_id: int, drafts: Sequence[EntryDraft], *, zone: ZoneInfo
) -> None:
    """Store the entries of a case with their papers, in bulk."""
    if not drafts:
        return
    session.execute(
        insert(Entry),
        [
            {
                "case_id": case_id,
                "seq": each.seq,
                "number": each.number,
                "event": each.event,
                "short": each.short,
                "text": each.text,
                "filed_on": each.filed_on,
                "entered_on": each.entered_at.astimezone(zone).date(),
                "entered_at": each.entered_at,
                "entered_by": each.entered_by,
                "filers": list(each.filers),
                "refers": list(each.refers),
                "access": each.access,
                "opinion": each.opinion,
            }
            for each in drafts
        ],
    )
    found = session.execute(select(Entry.seq, Entry.id).where(Entry.case_id == case_id))
    ids = {row.seq: row.id for row in found}
    papers = [
        {
            "case_id": case_id,
            "entry_id": ids[each.seq],
            "place": place,
            "category": paper.category,
            "description": paper.description,
            "kind": paper.kind,
            "pages": paper.pages,
            "size": estimated_size(paper.pages),
            "access": paper.access,
            "filename": paper.filename,
        }
        for each in drafts
        for place, paper in enumerate(each.documents)
    ]
    if papers:
        session.execute(insert(Document), papers)


def estimated_size(pages: int) -> int:
    """Return what a generated paper weighs in bytes, before it was made."""
    return _HEAD + PAGE_WEIGHT * pages
