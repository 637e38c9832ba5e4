"""What is dated after the court's clock is not there yet: reference cases in earlier eras."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from juriscraper.pacer import DocketReport

from courts.sandbox import protocol as sandbox
from courts.worlds import reference
from tests.integration.courts import bench, records
from tests.integration.courts.bench import Bench
from tests.integration.courts.record import send

ALPHA = "Alpha Widgets, Inc. v. Beta Gadgets"


@pytest.fixture
def make(tmp_path: Path) -> Callable[[str, str], Bench]:
    return lambda court, when: bench.build(tmp_path, court, when)


def test_a_case_is_found_from_the_day_on_which_it_was_filed(
    make: Callable[[str, str], Bench],
) -> None:
    ctd = make("ctd", "2019-01-04")
    browser = ctd.signed_in("researcher")
    for path in ("/cgi-bin/iqquerymenu.pl?1", "/cgi-bin/DktRpt.pl?1", "/cgi-bin/qrySummary.pl?1"):
        shown = browser.get(path)
        assert "Alpha" not in shown.text, path
    for fields in ({"last_name": "alpha"}, {"case_num": "3:19-cv-21"}, {"all_case_ids": "1"}):
        assert "Alpha" not in send(browser, "/cgi-bin/iquery.pl?1-L_1_0-1", **fields).text
    numbers = browser.get("/cgi-bin/possible_case_numbers.pl?3:19-cv-21")
    assert "Cannot find" in numbers.html
    assert "Alpha" not in browser.get("/cgi-bin/rss_outside.pl").html
    ctd.at("2019-01-07")
    browser = ctd.signed_in("researcher")
    assert ALPHA in browser.get("/cgi-bin/iqquerymenu.pl?1").text


def test_a_docket_ends_with_the_court_s_day(make: Callable[[str, str], Bench]) -> None:
    ctd = make("ctd", "2019-01-08")
    (draft, *_) = reference.cases("ctd")
    browser = ctd.signed_in("researcher")
    report = DocketReport("ctd")
    report._parse_text(records.sheet(browser, 1))
    seen = report.data["docket_entries"]
    there = [each for each in draft.entries if each.filed_on <= date(2019, 1, 8)]
    assert 0 < len(seen) == len(there) < len(draft.entries)
    later = next(each for each in draft.entries if each.documents and each not in there)
    assert later.number is not None
    shown = browser.get(f"/cgi-bin/show_case_doc?{later.number},1,,,")
    assert "View Document" not in shown.html


@pytest.mark.parametrize("when", ["2017-12-11", "2021-11-15", "2026-03-02"])
def test_targets_are_of_the_day(make: Callable[[str, str], Bench], when: str) -> None:
    ctd = make("ctd", when)
    for seed in range(3):
        told = sandbox.targets(ctd.app, seed)
        year = int(told["docket_number"].partition(":")[2][:2]) if told else 0
        assert year <= int(when[2:4])
