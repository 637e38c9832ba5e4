"""Read back what was put in: five hundred generated cases of each kind, field by field.

A generated case is stored, its pages are fetched as client programs fetch them, parsed by their
parsers, and compared with the draft. Prints a table by page type; one difference fails.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import islice
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from juriscraper.pacer import ClaimsActivity, ClaimsRegister, DocketReport

from courts.access.deciding import CaseFacts, Channel, Viewer, decide
from courts.docket.facts import entry_item, paper_item
from courts.kinds.drafts import CaseDraft, EntryDraft
from courts.worlds.writing import Origin, Size, World
from tests import readback, readback_appellate, readback_bankruptcy
from tests.integration.courts import bench as benches
from tests.integration.courts import records
from tests.integration.courts.bench import Bench, Browser

COUNT = 500
TODAY = date(2021, 11, 15)
STRANGER = Viewer(signed_in=True, pacer=True, may_search=True, subject="stranger")
COURTS = {
    "civil": "ctd",
    "criminal": "ctd",
    "bankruptcy": "ctb",
    "adversary": "ctb",
    "appellate": "ca2",
}
TRANSPORT = "/n/beam/servlet/TransportRoom"
#: What the parser's class asks for, whole.
WHOLE = (
    "servlet=CaseSummary.jsp&incDktEntries=Y&incOrigDkt=Y&incPrior=Y&incAssoc=Y&incPanel=Y"
    "&incPtyAty=Y&incCaption=long&fullDocketReport=Y&actionType=Run%2BDocket%2BReport"
)


@dataclass
class Tally:
    """What was compared, by page type, and what differed."""

    pages: Counter[str] = field(default_factory=Counter)
    fields: Counter[str] = field(default_factory=Counter)
    differences: list[str] = field(default_factory=list)

    def add(self, page: str, case: CaseDraft, rows: int, found: Sequence[str]) -> None:
        """Count one page."""
        self.pages[page] += 1
        self.fields[page] += rows
        number = f"{case.number.year}-{case.number.serial} {case.caption}"
        self.differences += [f"{page}, {number}: {each}" for each in found]


def drafts(family: str) -> list[CaseDraft]:
    """Return generated cases of a family, sealed ones and those being opened left out."""
    member = COURTS[family]
    kind = {"ctd": "district", "ctb": "bankruptcy", "ca2": "appellate"}[member]
    world = World(Origin(member, kind, 17, Size.LOAD, TODAY, ZoneInfo("America/New_York")))
    wanted = (c for c in world if c.family == family and not c.sealed and not c.opening)
    return list(islice(wanted, COUNT))


def seen(draft: CaseDraft) -> tuple[frozenset[int], frozenset[int]]:
    """Return the seqs of entries that a stranger does not see, and of those with closed papers."""
    case = CaseFacts(restricted=draft.restricted)

    def allowed(entry: EntryDraft, paper: bool) -> bool:
        item = paper_item(entry, entry.documents[0]) if paper else entry_item(entry)
        return decide(STRANGER, case, item, channel=Channel.DOCKET, today=TODAY).allowed

    hidden = frozenset(e.seq for e in draft.entries if not allowed(e, paper=False))
    closed = frozenset(e.seq for e in draft.entries if e.documents and not allowed(e, paper=True))
    return hidden, closed


@pytest.fixture(params=list(COURTS))
def court(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[str, Bench]]:
    """A court of each kind of case."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    built = benches.build(tmp_path, COURTS[request.param], "2021-11")
    yield request.param, built
    built.database.dispose()


def test_every_field_comes_back(court: tuple[str, Bench]) -> None:
    """No difference on any page of any case."""
    family, built = court
    made = drafts(family)
    assert len(made) == COUNT
    ids = records.plant(built, *made)
    reader = built.signed_in("researcher")
    tally = Tally()
    read = {"bankruptcy": _bankruptcy, "adversary": _bankruptcy, "appellate": _appellate}
    for case_id, draft in zip(ids, made, strict=True):
        read.get(family, _district)(built, reader, case_id, draft, tally)
    for page, count in tally.pages.items():
        print(f"{family:11} {page:16} {count:5} pages {tally.fields[page]:7} rows")
    print(f"{family:11} {len(tally.differences)} differences")
    print(*tally.differences[:12], sep="\n")
    assert tally.differences == []


def _district(built: Bench, reader: Browser, case_id: int, draft: CaseDraft, tally: Tally) -> None:
    shown = records.send(reader, records.RUN, **records.FULL, all_case_ids=str(case_id))
    data = readback.docket(built.member.id, shown.html)
    hidden, closed = seen(draft)
    found = readback.differences(
        data,
        draft,
        prefix=built.member.doc_prefix,
        papers=records.papers(built, case_id),
        hidden=hidden,
        closed=closed,
    )
    tally.add("docket sheet", draft, len(draft.parties) + len(draft.entries), found)


def _bankruptcy(
    built: Bench, reader: Browser, case_id: int, draft: CaseDraft, tally: Tally
) -> None:
    shown = records.send(reader, records.RUN, **records.FULL, all_case_ids=str(case_id))
    report = DocketReport(built.member.id)
    report._parse_text(shown.html)
    hidden, _ = seen(draft)
    visible = replace(draft, entries=tuple(e for e in draft.entries if e.seq not in hidden))
    found = readback_bankruptcy.docket(visible, report.data, prefix=built.member.doc_prefix)
    tally.add("docket sheet", draft, len(draft.parties) + len(draft.entries), found)
    if not draft.claims:
        return
    trustee = next((p.name for p in draft.parties if p.role == "Trustee"), "")
    fields = {
        "EntFil": "Fil",
        "SearchingClaims": "true",
        "f_sort1": "cl_claimno",
        "f_sort2": "cl_dt_filed",
        "case_num": "",
        "f_fromdt": "1/1/1960",
    }
    shown = records.send(
        reader, "/cgi-bin/SearchClaims.pl?1-L_1_0-1", **fields, all_case_ids=str(case_id)
    )
    register = ClaimsRegister(built.member.id)
    register._parse_text(shown.html)
    found = readback_bankruptcy.register(draft, register.data, trustee=trustee)
    tally.add("claims register", draft, len(draft.claims), found)
    shown = records.send(
        reader,
        "/cgi-bin/ClaimsActRpt.pl?1-L_1_0-1",
        all_case_ids=str(case_id),
        sort1="case number",
        sort2="claim number",
        case_num="",
        creditor="",
        entered_from="1/1/1960",
    )
    activity = ClaimsActivity(built.member.id)
    activity._parse_text(shown.html)
    found = readback_bankruptcy.activity(draft, activity.data, trustee=trustee)
    tally.add("claims activity", draft, len(draft.claims), found)


def _appellate(built: Bench, reader: Browser, case_id: int, draft: CaseDraft, tally: Tally) -> None:
    number = f"{draft.number.year2}-{draft.number.serial:04d}"
    shown = reader.get(f"{TRANSPORT}?{WHOLE}&caseNum={number}")
    data = readback_appellate.docket(built.member.id, shown.html)
    hidden, closed = seen(draft)
    found = readback_appellate.differences(
        data,
        draft,
        prefix=built.member.doc_prefix,
        papers=records.papers(built, case_id),
        courts=tuple(court.id for court in built.federation.courts),
        hidden=hidden,
        closed=closed,
    )
    tally.add("docket", draft, len(draft.parties) + len(draft.entries), found)
