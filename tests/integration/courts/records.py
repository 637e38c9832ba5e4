"""A court with cases that a test wrote by hand, and a client program that reads it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select
from werkzeug.test import TestResponse

from courts.access.models import PageCharge
from courts.cases.models import Case
from courts.cases.service import Known
from courts.docket.models import Document, Entry
from courts.kinds.drafts import CaseDraft, DocumentDraft, EntryDraft
from courts.kinds.profiles import profile
from courts.worlds import service as worlds
from shared.db import SHARED_WORLD, every_world
from tests.integration.courts.bench import Bench, Browser, Shown

EXTERNAL = {"Referer": "https://external"}
RUN = "/cgi-bin/DktRpt.pl?1-L_1_0-1"
#: What the parser's class sends for a docket with everything.
FULL = {
    "sort1": "oldest date first",
    "date_range_type": "Filed",
    "output_format": "html",
    "case_num": " ",
    "date_from": "1/1/1960",
    "list_of_parties_and_counsel": "on",
    "terminated_parties": "on",
    "pdf_header": "1",
}


def plant(
    bench: Bench, *drafts: CaseDraft, known: Known | None = None, world: int = SHARED_WORLD
) -> list[int]:
    """Store cases in a court and return their ids."""
    with bench.database.writing() as session:
        return worlds.plant_cases(
            session,
            drafts,
            known=known or Known({}, {}),
            style=profile(bench.member.kind).numbers,
            zone=ZoneInfo(bench.member.timezone),
            world=world,
        )


def clear(bench: Bench) -> None:
    """Take away the cases that a court begins with: a test then holds exactly what it plants."""
    with bench.database.writing() as session:
        session.execute(delete(Case))


def case_id(bench: Bench, serial: int) -> int:
    """Return the id of a case by its serial number."""
    with bench.database.reading() as session:
        found = session.scalars(every_world(select(Case.id).where(Case.serial == serial))).one()
        return int(found)


def papers(bench: Bench, case: int) -> dict[int, list[int]]:
    """Return the row ids of the papers of a case by the seq of their entry."""
    found: dict[int, list[int]] = {}
    statement = (
        select(Entry.seq, Document.id)
        .join(Document, Document.entry_id == Entry.id)
        .where(Entry.case_id == case)
        .order_by(Entry.seq, Document.place)
    )
    with bench.database.reading() as session:
        for seq, paper in session.execute(statement):
            found.setdefault(seq, []).append(paper)
    return found


def post(browser: Browser, address: str, **fields: str) -> TestResponse:
    """Post as client programs do: plain parts, no token, their Referer."""
    return browser.client.post(
        address,
        data=fields,
        base_url=browser.bench.member.origins["ecf"],
        headers=EXTERNAL,
        content_type="multipart/form-data",
    )


def send(browser: Browser, address: str, **fields: str) -> Shown:
    """Post as client programs do and return the page."""
    browser.last = Shown(post(browser, address, **fields))
    return browser.last


def sheet(browser: Browser, case: int, **fields: str) -> str:
    """Return the docket sheet of a case with everything, or as `fields` say."""
    page = send(browser, RUN, all_case_ids=str(case), **{**FULL, **fields})
    assert page.status == 200, page.text[:400]
    return page.html


def charges(bench: Bench) -> list[PageCharge]:
    """Return what was booked, in order."""
    with bench.database.reading() as session:
        return list(session.scalars(every_world(select(PageCharge).order_by(PageCharge.id))))


def at(day: date, hour: int = 15) -> datetime:
    """Return a moment of a day, in the afternoon by UTC."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


def entry(
    seq: int,
    number: int | None,
    text: str,
    day: date,
    *,
    event: str = "answer",
    documents: Sequence[DocumentDraft] = (),
    **more: Any,
) -> EntryDraft:
    """Return an entry of a day whose text ends as entries do."""
    return EntryDraft(
        seq,
        number,
        event,
        more.pop("short", "Answer"),
        f"{text} (Clerk, C) (Entered: {day:%m/%d/%Y})",
        day,
        at(day),
        "Clerk, C",
        documents=tuple(documents),
        **more,
    )
