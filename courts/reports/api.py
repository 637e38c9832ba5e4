"""The feed of recent entries, for programs: public, free, the same for everybody (facts 7.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, make_response, request
from sqlalchemy.orm import Session

from courts import edge as court_edge
from courts.access import protocol as access
from courts.access.deciding import Channel, Viewer, decide
from courts.cases.facts import facts_of
from courts.cases.models import Case
from courts.docket.facts import entry_item, paper_item
from courts.docket.models import Document, Entry
from courts.reports import feed, links, queries
from courts.reports.feed import Item
from shared.web import edge
from shared.web.guard import impersonal, public

blueprint = Blueprint("feeds", __name__)

SPAN: Final = timedelta(hours=24)
#: A feed holds no more than the newest of a busy day.
MOST: Final = 500
#: What a quiet court shows.
QUIET: Final = 50


@blueprint.get("/cgi-bin/rss_outside.pl")
@public
@impersonal
def rss() -> Response:
    """Tell what was entered in the last 24 hours of court time, to whoever asks.

    Nobody is looked up: whoever asks sees the reference world, whoever is signed in there, and
    with the address or the cookie of a seat what that seat owns besides (decisions 26).
    """
    seat, member = access.seat(), court_edge.court().member
    now = edge.now_in(seat.world, shift=seat.offset)
    day = now.astimezone(ZoneInfo(member.timezone)).date()
    # Readers come often, and only read: they do not queue for the right to write.
    with edge.runtime().database.reading(world=seat.world) as session:
        rows = queries.recent(session, since=now - SPAN, until=now, most=MOST)
        if not rows:
            # The feed of a real court that did nothing for a day is empty. A simulated court may
            # stand still for weeks, and a feed that is always empty helps nobody: it shows the
            # newest.
            rows = queries.recent(session, since=None, until=now, most=QUIET)
        items = _items(session, rows, day)
    told = feed.feed(
        items,
        court=member.name,
        origin=edge.place().origin,
        built=_built(rows, now),
        style=feed.STYLES[court_edge.court().profile.kind],
    )
    response = make_response(feed.encoded(told))
    response.headers["Content-Type"] = f"text/xml; charset={feed.ENCODING}"
    response.headers["Cache-Control"] = "no-cache"
    response.add_etag()
    response.make_conditional(request)
    return response


def _built(rows: Sequence[tuple[Entry, Case]], now: datetime) -> datetime:
    """Return when the feed last changed: with its newest entry. Readers look for a change."""
    return rows[0][0].entered_at if rows else now.replace(hour=0, minute=0, second=0, microsecond=0)


def _items(session: Session, rows: Sequence[tuple[Entry, Case]], day: date) -> list[Item]:
    profile = court_edge.court().profile
    papers = queries.papers(session, [entry for entry, _ in rows])
    trustees = queries.trustees(session, list({case.id for _, case in rows}))
    items = []
    for entry, case in rows:
        facts = facts_of(case)
        seen = decide(Viewer(), facts, entry_item(entry), channel=Channel.RSS, today=day)
        if not seen.allowed:
            continue
        listed = papers.get(entry.id, ())
        shown = bool(listed) and _public(entry, case, listed[0], day)
        trustee = trustees.get(case.id)
        first = Item(
            number=profile.numbers.bare(case.number),
            caption=case.caption,
            case_id=case.id,
            seq=entry.seq,
            short=entry.short,
            at=entry.entered_at,
            document_number=str(entry.number or "") if shown else "",
            document_id=_document_id(listed) if shown and entry.number else "",
            type=case.type,
            office=case.office,
            chapter=case.chapter,
            trustee=f"{trustee.last}, {trustee.first}" if trustee and trustee.last else "",
        )
        # A paper that is several motions at once has an item for each (facts 7.3).
        items += [first, *(replace(first, short=short) for short in entry.also)]
    return items


def _public(entry: Entry, case: Case, paper: Document, day: date) -> bool:
    item = paper_item(entry, paper)
    return decide(Viewer(), facts_of(case), item, channel=Channel.RSS, today=day).allowed


def _document_id(papers: Sequence[Document]) -> str:
    prefix = court_edge.court().member.doc_prefix
    return links.document_id(prefix, papers[0].id, attachments=len(papers) > 1)
