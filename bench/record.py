"""How long a docket sheet of ten thousand entries takes, beside a bare loop over the same rows.

One court in this process on SQLite, as `moot up` runs it, asked through Werkzeug's client, so that
only the court's own work is counted. The floor reads the same rows by the same two statements and
joins strings, without escaping, access decisions, links, meter, charge or page. Told are processor
times: other work on the machine slows the clock and leaves them alone.

    .venv/bin/python bench/record.py --entries 10000 --rounds 7 [--appeal]
"""

from __future__ import annotations

import argparse
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("AUTHLIB_INSECURE_TRANSPORT", "1")

from courts.docket import queries  # noqa: E402 - the root is on the path only now
from courts.docket.queries import Span  # noqa: E402
from courts.kinds.drafts import (  # noqa: E402
    AppellateFacts,
    CaseDraft,
    DocumentDraft,
    EntryDraft,
    PartyDraft,
)
from courts.kinds.numbers import CaseNumber  # noqa: E402
from tests.integration.courts import bench, records  # noqa: E402
from tests.integration.courts.bench import Bench, Browser  # noqa: E402

FIRST = date(2001, 1, 2)
WORDS = (
    "MOTION for Extension of Time to File Response/Reply as to 1 Complaint until a day that the "
    "parties agree upon & 'the Court' approves, by Alpha Widgets, Inc., with a memorandum in "
    "support of it, <proposed> order and certificate of service."
)
APPEAL = (
    "/n/beam/servlet/TransportRoom?servlet=CaseSummary.jsp&caseNum=01-9001"
    "&incDktEntries=Y&incOrigDkt=Y&incPtyAty=Y"
)
AIM = 1.5
FIRST_BYTE_AIM = 0.2


def long_case(entries: int) -> CaseDraft:
    """Return a case whose every fourth entry has two attachments, every tenth no paper."""
    return CaseDraft(
        "civil",
        CaseNumber(2001, 90001, "cv", "3", "ABC"),
        "Alpha Widgets, Inc. v. Beta Gadgets LLC",
        FIRST,
        parties=(PartyDraft("Plaintiff", "Alpha Widgets, Inc."),),
        entries=tuple(_entry(n, entries) for n in range(1, entries + 1)),
    )


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


def long_appeal(entries: int) -> CaseDraft:
    """Return an appeal with the same entries."""
    facts = AppellateFacts(types=("Civil", "Private", "-"), origin_number="3:01-cv-90001")
    number = CaseNumber(2001, 9001)
    return replace(long_case(entries), family="appellate", number=number, facts=facts)


def page(browser: Browser, case: int) -> tuple[float, int]:
    """Ask for the sheet; return the seconds to its first byte, and its bytes."""
    appeal = browser.bench.member.kind == "appellate"
    began = time.perf_counter()
    answer = browser.client.open(
        APPEAL if appeal else records.RUN,
        method="GET" if appeal else "POST",
        data=None if appeal else {"all_case_ids": case, **records.FULL},
        base_url=browser.bench.member.origins["ecf"],
        headers=records.EXTERNAL,
        buffered=False,
    )
    size, first = 0, 0.0
    for piece in answer.response:
        first = first or time.perf_counter() - began
        size += len(piece if isinstance(piece, bytes) else piece.encode())
    answer.close()
    return first, size


def timed(work: Callable[[], object]) -> float:
    """Return the processor time of some work in seconds."""
    began = time.process_time()
    work()
    return time.process_time() - began


def measure(entries: int, rounds: int, *, appeal: bool) -> None:
    """Print the times of the page and of its floor, turn and turn about."""
    with tempfile.TemporaryDirectory() as folder:
        court = bench.build(Path(folder), "ca2" if appeal else "ctd", "2021-11-02")
        draft = long_appeal(entries) if appeal else long_case(entries)
        (case,) = records.plant(court, draft)
        browser = court.signed_in("researcher")
        _, size = page(browser, case)
        floor(court, case)
        firsts, pages, floors = [], [], []
        for _ in range(rounds):
            floors.append(timed(lambda: floor(court, case)))
            began = time.process_time()
            first, _ = page(browser, case)
            pages.append(time.process_time() - began)
            firsts.append(first)
    page_time, floor_time = statistics.median(pages), statistics.median(floors)
    print(f"{entries} entries, {size / 1e6:.1f} MB, {rounds} rounds")
    print(f"page: median {page_time * 1000:.0f} ms, {min(pages) * 1000:.0f} at best")
    print(f"bare loop: median {floor_time * 1000:.0f} ms, {min(floors) * 1000:.0f} at best")
    ratios = [one / other for one, other in zip(pages, floors, strict=True)]
    print(f"page / loop: median {statistics.median(ratios):.2f} (aim {AIM})")
    print(
        f"first byte, by the clock: median {statistics.median(firsts) * 1000:.0f} ms, "
        f"worst {max(firsts) * 1000:.0f} (aim {FIRST_BYTE_AIM * 1000:.0f})"
    )


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--entries", type=int, default=10_000)
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--appeal", action="store_true", help="a docket of a court of appeals")
    options = parser.parse_args()
    measure(options.entries, options.rounds, appeal=options.appeal)
