"""What is dated after the court's clock is not there yet: reference cases in earlier eras."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
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


def test_the_head_of_a_case_ends_with_the_court_s_day(make: Callable[[str, str], Bench]) -> None:
    """Neither its last filing nor its end, its parties' leaving or its deadlines are to come."""
    ctd = make("ctd", "2019-01-08")
    (draft, *_) = reference.cases("ctd")
    today = date(2019, 1, 8)
    there = [each for each in draft.entries if each.filed_on <= today]
    assert draft.last_filed_on > today
    browser = ctd.signed_in("researcher")
    told = max(each.filed_on for each in there)
    for path in ("/cgi-bin/iqquerymenu.pl?1", "/cgi-bin/qrySummary.pl?1"):
        shown = browser.get(path).text
        assert f"{told:%m/%d/%Y}" in shown, path
        assert f"{draft.last_filed_on:%m/%d/%Y}" not in shown, path
    mobile = browser.get("/cgi-bin/mobile_query.pl?search=caseInfo&caseid=1")
    (badge,) = mobile.all("//span[@class='badge']")
    assert badge.text_content() == str(len(there))
    set_by = {each.seq for each in there}
    later = [each for each in draft.settings if each.seq not in set_by]
    assert later
    due = send(browser, "/cgi-bin/SchedQry.pl?1-L_1_0-1", all_case_ids="1").text
    assert not [each.name for each in later if f"{each.due_on:%m/%d/%Y}" in due]
    left = [each for each in draft.parties if each.terminated_on and each.terminated_on > today]
    assert left
    assert "TERMINATED" not in browser.get("/cgi-bin/qryParties.pl?1").text


def test_a_closed_case_is_open_until_it_was_closed(make: Callable[[str, str], Bench]) -> None:
    drafts = [each for each in reference.cases("ctd") if each.terminated_on is not None]
    draft = next(each for each in drafts if not (each.sealed or each.opening or each.restricted))
    assert draft.terminated_on is not None
    before = draft.terminated_on - timedelta(days=1)
    ctd = make("ctd", before.isoformat())
    name = draft.parties[0].last or draft.parties[0].name
    for day, status in ((before, "open"), (draft.terminated_on, "closed")):
        ctd.at(day.isoformat())
        browser = ctd.signed_in("researcher")
        for wanted in ("open", "closed"):
            hits = send(
                browser, "/cgi-bin/iquery.pl?1-L_1_0-1", last_name=name, case_status=wanted
            ).text
            assert (draft.caption in hits) is (wanted == status), (day, wanted)
        case = records.case_id(ctd, draft.number.serial)
        closed = f"{draft.terminated_on:%m/%d/%Y}"
        assert (closed in records.sheet(browser, case)) is (status == "closed")
        assert (closed in browser.get(f"/cgi-bin/iqquerymenu.pl?{case}").text) is (
            status == "closed"
        )


def test_an_appeal_is_told_as_of_the_court_s_day(make: Callable[[str, str], Bench]) -> None:
    draft = next(
        each
        for each in reference.cases("ca2")
        if each.terminated_on is not None and each.last_filed_on > each.filed_on
    )
    assert draft.terminated_on is not None
    before = draft.terminated_on - timedelta(days=1)
    ca2 = make("ca2", before.isoformat())
    browser = ca2.signed_in("researcher")
    number = f"{draft.number.year2}-{draft.number.serial}"
    room = "/n/beam/servlet/TransportRoom?servlet="
    docket = browser.get(f"{room}CaseSummary.jsp&caseNum={number}&incDktEntries=Y").text
    assert draft.caption.split(" v. ")[0] in docket
    assert "Termed:" not in docket
    listed = browser.get(f"{room}CaseSelectionTable.jsp&csnum1={number}&csnum2={number}").text
    assert number in listed
    assert f"{draft.terminated_on:%m/%d/%Y}" not in listed
