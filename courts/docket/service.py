"""Writing the docket."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courts.cases.models import Case
from courts.docket.models import Document, Entry, FreeLook
from courts.docket.queries import EntryView
from courts.kinds.calendar import calendar_of
from courts.kinds.drafts import EntryDraft
from courts.kinds.filings import NewEntry, Paper
from courts.tables import Writer
from shared.ids import draw

#: What a page of a generated paper weighs in the lists of papers until the paper was made.
PAGE_WEIGHT = 2_048
_HEAD = 6_000
#: How long a recipient of a notice may look once for free, in court time (facts 3.9).
FREE_LOOK: Final = timedelta(days=15)
_DIGITS: Final = 16


_ENTRY: Final = (
    *("case_id", "seq", "number", "event", "short", "text", "filed_on", "entered_on"),
    *("entered_at", "entered_by", "filers", "refers", "also", "access", "opinion"),
)
_PAPER: Final = (
    *("case_id", "entry_id", "claim_id", "place", "category", "description", "kind", "pages"),
    *("size", "access", "filename", "label", "filed_on"),
)


def plant_entries(
    batch: Writer, case_id: int, drafts: Sequence[EntryDraft], *, zone: ZoneInfo
) -> None:
    """Keep the entries of a case with their papers for storing."""
    add_entry, add_paper = batch.adder(Entry, _ENTRY), batch.adder(Document, _PAPER)
    day_of = calendar_of(zone).day
    for each in drafts:
        entry_id = add_entry(
            (
                case_id,
                each.seq,
                each.number,
                each.event,
                each.short,
                each.text,
                each.filed_on,
                day_of(each.entered_at),
                each.entered_at,
                each.entered_by,
                each.filers,
                each.refers,
                each.also,
                each.access,
                each.opinion,
            )
        )
        for place, paper in enumerate(each.documents):
            add_paper(
                (
                    case_id,
                    entry_id,
                    None,
                    place,
                    paper.category,
                    paper.description,
                    paper.kind,
                    paper.pages,
                    estimated_size(paper.pages),
                    paper.access,
                    paper.filename,
                    "",
                    None,
                )
            )


def enter_entry(session: Session, case: Case, new: NewEntry, *, zone: ZoneInfo) -> EntryView:
    """Docket an entry with its papers: the next seq and, if it has one, the next number.

    :param case: locked (`cases.service.lock_case`), so that numbers have neither gap nor clash.
    """
    last_seq, last_number = session.execute(
        select(func.max(Entry.seq), func.max(Entry.number)).where(Entry.case_id == case.id)
    ).one()
    entry = Entry(
        case_id=case.id,
        seq=(last_seq or 0) + 1,
        number=(last_number or 0) + 1 if new.numbered else None,
        event=new.event,
        short=new.short,
        text=new.text,
        filed_on=new.filed_on,
        entered_on=new.entered_at.astimezone(zone).date(),
        entered_at=new.entered_at,
        entered_by=new.entered_by,
        filers=list(new.filers),
        refers=list(new.refers),
        access=new.access,
        opinion=new.opinion,
    )
    session.add(entry)
    session.flush()
    papers = [
        _stored(paper, case.id, entry_id=entry.id, place=place)
        for place, paper in enumerate(new.papers)
    ]
    session.add_all(papers)
    case.last_filed_on = max(case.last_filed_on, new.filed_on)
    session.flush()
    return EntryView(entry, tuple(papers))


def _stored(paper: Paper, case_id: int, *, entry_id: int, place: int) -> Document:
    return Document(
        case_id=case_id,
        entry_id=entry_id,
        place=place,
        category=paper.category,
        description=paper.description,
        kind=paper.kind,
        pages=paper.pages,
        size=paper.size,
        access=paper.access,
        filename=paper.filename,
        digest=paper.digest,
    )


def estimated_size(pages: int) -> int:
    """Return what a generated paper weighs in bytes, before it was made."""
    return _HEAD + PAGE_WEIGHT * pages


def give_free_look(
    session: Session, entry: Entry, recipient: str, now: datetime, *, uid: bool = False
) -> str:
    """Give one recipient of a notice one free look at each paper of an entry.

    :param recipient: the address or account to which the link is sent; each has a link of its own.
    :param uid: sixteen hexadecimal digits, as courts of appeals write it in their links; otherwise
        decimal digits (`magic_num`).
    :returns: the number for the link.
    """
    drawn = 10 ** (_DIGITS - 1) + draw(9 * 10 ** (_DIGITS - 1))
    magic = f"{drawn:0{_DIGITS}x}" if uid else str(drawn)
    session.add(
        FreeLook(
            entry_id=entry.id, magic=magic, recipient=recipient[:120], expires_at=now + FREE_LOOK
        )
    )
    session.flush()
    return magic
