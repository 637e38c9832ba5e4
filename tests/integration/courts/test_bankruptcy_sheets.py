"""Docket sheets of a bankruptcy court at their address, read back by client programs' parser."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from juriscraper.pacer import DocketReport

from courts.access.deciding import CaseFacts, Channel, Viewer, decide
from courts.docket.facts import entry_item
from courts.kinds.drafts import CaseDraft
from courts.worlds import reference
from tests import readback_bankruptcy as readback
from tests.integration.courts import bankruptcies, bench, records
from tests.integration.courts.bench import Bench

Stored = tuple[Bench, dict[int, CaseDraft]]


@pytest.fixture(scope="module")
def stored(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stored]:
    """Build the court and store the cases, once: no test changes them."""
    built = bench.build(tmp_path_factory.mktemp("ctb"), "ctb", "2021-11")
    drafts = bankruptcies.all_cases()
    ids = records.plant(built, *drafts)
    known = {records.case_id(built, each.number.serial): each for each in reference.cases("ctb")}
    yield built, {**known, **dict(zip(ids, drafts, strict=True))}
    built.database.dispose()


READER = Viewer(signed_in=True, pacer=True, may_search=True, subject="reader")
TODAY = date(2021, 11, 15)


def for_everybody(draft: CaseDraft) -> CaseDraft:
    """Return a case without the entries that nobody but its parties may read."""
    told = tuple(
        each
        for each in draft.entries
        if decide(
            READER, CaseFacts(), entry_item(each), channel=Channel.DOCKET, today=TODAY
        ).allowed
    )
    return replace(draft, entries=told)


def parsed(html: str) -> dict[str, Any]:
    report = DocketReport("ctb")
    report._parse_text(html)
    found: dict[str, Any] = report.data
    return found


@pytest.mark.parametrize("multi", [{}, {"view_multi_docs": "on"}])
def test_sheets_are_read_back_field_by_field(stored: Stored, multi: dict[str, str]) -> None:
    built, drafts = stored
    reader = built.signed_in("client")
    for case, draft in drafts.items():
        if draft.sealed or not draft.entries:
            continue
        data = parsed(records.sheet(reader, case, **multi))
        assert readback.docket(for_everybody(draft), data, prefix="040") == [], draft.caption


def test_several_papers_are_listed_below_their_entry(stored: Stored) -> None:
    built, drafts = stored
    reader = built.signed_in("client")
    case = next(key for key, draft in drafts.items() if draft == bankruptcies.converted())
    html = records.sheet(reader, case, view_multi_docs="on")
    first, receipt, order = parsed(html)["docket_entries"]
    papers = records.papers(built, case)[1]
    assert [each["description"] for each in first["attachments"]] == ["Schedule A & B <final>"]
    assert first["attachments"][0]["pacer_doc_id"].endswith(str(papers[1]))
    assert first["page_count"] == 8
    assert "attachments" not in receipt
    assert "attachments" not in order


def test_a_case_without_entries_says_so(stored: Stored) -> None:
    built, drafts = stored
    case = next(key for key, draft in drafts.items() if draft == bankruptcies.company())
    html = records.sheet(built.signed_in("client"), case)
    assert "There are proceedings for case 21-50013 but none satisfy" in html
    assert readback.head(drafts[case], parsed(html)) == []
