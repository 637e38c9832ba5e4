"""Docket sheets of ten thousand entries beside a bare loop over the same rows (bench/record.py).

One of a district court, one of a court of appeals.

The floor reads the same rows by the same two statements and joins strings, without escaping, access
decisions, links, meter, charge or page. Told are processor times: other work on the machine slows
the clock and leaves them alone.
"""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

from werkzeug.test import TestResponse

from bench.figures import Figure, processor
from courts.docket import queries
from courts.docket.queries import Span
from courts.kinds.drafts import AppellateFacts, CaseDraft, DocumentDraft, EntryDraft, PartyDraft
from courts.kinds.numbers import CaseNumber
from tests.integration.courts import bench, records
from tests.integration.courts.bench import Bench, Browser

FIRST = date(2001, 1, 2)
WORDS = (
    "MOTION for Extension of Time to File Response/Reply as to 1 Complaint until a day that the "
    "parties agree upon & 'the Court' approves, by Alpha Widgets, Inc., with a memorandum in "
    "support of it, <proposed> order and certificate of service."
)
AIM = 1.5
FIRST_BYTE_AIM = 0.2


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of docket sheet: its court, its longest case without entries, and how it is asked."""

    name: str
    court: str
    draft: CaseDraft
    ask: Callable[[Browser, int], TestResponse]


def _district(browser: Browser, case: int) -> TestResponse:
    return browser.client.post(
        records.RUN,
        data={"all_case_ids": case, **records.FULL},
        base_url=browser.bench.member.origins["ecf"],
        headers=records.EXTERNAL,
        buffered=False,
    )


def _appellate(browser: Browser, _case: int) -> TestResponse:
    wanted = ("fullDocketReport", "incDktEntries", "incOrigDkt", "incPrior", "incAssoc")
    fields = {name: "Y" for name in (*wanted, "incPanel", "incPtyAty")}
    return browser.client.get(
        "/n/beam/servlet/TransportRoom",
        query_string={"servlet": "CaseSummary.jsp", "caseNum": "01-9001", **fields},
        base_url=browser.bench.member.origins["ecf"],
        headers=records.EXTERNAL,
        buffered=False,
    )


DISTRICT = Kind(
    "docket sheet",
    "ctd",
    CaseDraft(
        "civil",
        CaseNumber(2001, 90001, "cv", "3", "ABC"),
        "Alpha Widgets, Inc. v. Beta Gadgets LLC",
        FIRST,
        parties=(PartyDraft("Plaintiff", "Alpha Widgets, Inc."),),
    ),
    _district,
)
APPELLATE = Kind(
    "docket sheet of an appeal",
    "ca2",
    CaseDraft(
        "appellate",
        CaseNumber(2001, 9001),
        "Alpha Widgets, Inc. v. Beta Gadgets LLC",
        FIRST,
        facts=AppellateFacts(nature="3190 Contract", fee_status="Fee Paid"),
        parties=(PartyDraft("Appellant", "Alpha Widgets, Inc."),),
    ),
    _appellate,
)


def long_case(draft: CaseDraft, entries: int) -> CaseDraft:
    """Return a case whose every fourth entry has two attachments, every tenth no paper."""
    return replace(draft, entries=tuple(_entry(n, entries) for n in range(1, entries + 1)))


def _entry(n: int, entries: int) -> EntryDraft:
    day = FIRST + timedelta(days=n * 7000 // entries)
    more = n % 4 == 0
    attached = " (Attachments: # 1 Exhibit A, # 2 Exhibit B)" if more else ""
    papers = (DocumentDraft(9),) + (
        (DocumentDraft(2, "Exhibit", "A"), DocumentDraft(3, "Exhibit", "B")) if more else ()
    )
    return EntryDraft(
        n,
        n,
        "motion",
        "Extension of Time",
        f"{WORDS}{attached}(Attorney, John) (Entered: {day:%m/%d/%Y})",
        day,
        datetime(day.year, day.month, day.day, 15, tzinfo=UTC),
        "Attorney, John",
        ("Alpha Widgets, Inc.",),
        refers=(1,) if n % 3 == 0 and n > 1 else (),
        documents=() if n % 10 == 0 else papers,
    )


def floor(court: Bench, case: int) -> int:
    """Read the rows and join strings; return how many bytes came of it."""
    with court.database.reading() as session:
        papers = queries.paper_lines(session, case)
        parts = []
        for line in queries.entry_lines(session, case, Span()):
            main = papers.get(line.seq)
            link = f"<a href='/doc1/0410{main[0].id}'>{line.number}</a>" if main else ""
            parts.append(f"<tr><td>{line.filed_on}</td><td>{link}</td><td>{line.text}</td></tr>\n")
        return len("".join(parts).encode())


def page(browser: Browser, kind: Kind, case: int) -> tuple[float, int]:
    """Ask for the sheet; return the seconds to its first byte, and its bytes."""
    began = time.perf_counter()
    answer = kind.ask(browser, case)
    size, first = 0, 0.0
    for piece in answer.response:
        first = first or time.perf_counter() - began
        size += len(piece if isinstance(piece, bytes) else piece.encode())
    answer.close()
    return first, size


def measure(folder: Path, kind: Kind, entries: int, rounds: int) -> list[Figure]:
    """Return the times of the page and of its floor, turn and turn about."""
    court = bench.build(folder / kind.court, kind.court, "2021-11-02")
    (case,) = records.plant(court, long_case(kind.draft, entries))
    browser = court.signed_in("researcher")
    _, size = page(browser, kind, case)
    floor(court, case)
    firsts, pages, floors = [], [], []
    for _ in range(rounds):
        floors.append(processor(lambda: floor(court, case)))
        pages.append(processor(lambda: firsts.append(page(browser, kind, case)[0])))
    ratios = [one / other for one, other in zip(pages, floors, strict=True)]
    ratio = statistics.median(ratios)
    return [
        Figure(
            f"{kind.name}, {entries:,} entries, {size / 1e6:.1f} MB",
            f"{_ms(statistics.median(floors))} bare loop ({_ms(min(floors))} at best)",
            f"<= {AIM} x",
            f"{_ms(statistics.median(pages))} ({_ms(min(pages))} at best): {ratio:.2f} x",
            ratio <= AIM,
        ),
        Figure(
            "its first byte, by the clock",
            "",
            f"< {_ms(FIRST_BYTE_AIM)}",
            f"{_ms(statistics.median(firsts))}, worst {_ms(max(firsts))}",
            max(firsts) < FIRST_BYTE_AIM,
        ),
    ]


def _ms(seconds: float) -> str:
    return f"{seconds * 1000:.0f} ms"
