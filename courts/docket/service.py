"""Writing the docket."""

from __future__ import annotations

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from courts.docket.models import Document, Entry
from courts.kinds.drafts import EntryDraft
from courts.tables import Batch

#: What a page of a generated paper weighs in the lists of papers until the paper was made.
PAGE_WEIGHT = 2_048
_HEAD = 6_000


def plant_entries(
    batch: Batch, case_id: int, drafts: Sequence[EntryDraft], *, zone: ZoneInfo
) -> None:
    """Keep the entries of a case with their papers for storing."""
    for each in drafts:
        entry_id = batch.add(
            Entry,
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
            },
        )
        for place, paper in enumerate(each.documents):
            batch.add(
                Document,
                {
                    "case_id": case_id,
                    "entry_id": entry_id,
                    "claim_id": None,
                    "place": place,
                    "category": paper.category,
                    "description": paper.description,
                    "kind": paper.kind,
                    "pages": paper.pages,
                    "size": estimated_size(paper.pages),
                    "access": paper.access,
                    "filename": paper.filename,
                },
            )


def estimated_size(pages: int) -> int:
    """Return what a generated paper weighs in bytes, before it was made."""
    return _HEAD + PAGE_WEIGHT * pages
