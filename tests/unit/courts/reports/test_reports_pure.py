"""Reports as values: what is asked, links to papers, motions, the feed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime

import pytest

from courts.cases.typed import Days
from courts.reports import feed, links, menu, report, standing
from courts.reports.report import Field


@dataclass(frozen=True)
class Row:
    """An entry as far as these rules look."""

    seq: int
    event: str
    refers: tuple[int, ...] = ()


def test_a_motion_is_pending_until_an_order_on_it() -> None:
    entries = [
        Row(1, "complaint"),
        Row(2, "motion_dismiss"),
        Row(3, "response_motion", (2,)),
        Row(4, "motion_compel"),
        Row(5, "order_on_motion", (4,)),
        Row(6, "something_unknown", (2,)),
    ]
    assert standing.motions("civil", entries) == {2: True, 4: False}
    assert standing.answers(entries) == {2: [3, 6], 4: [5]}


def test_motions_of_every_family_are_known() -> None:
    for family in ("civil", "criminal", "bankruptcy", "adversary"):
        motions = [key for key, event in standing.events(family).items() if event.group == "motion"]
        ends = [key for key, event in standing.events(family).items() if event.terminates]
        assert motions, family
        assert ends, family
        entries = [Row(1, motions[0]), Row(2, ends[0], (1,))]
        assert standing.motions(family, entries) == {1: False}


@pytest.mark.parametrize(("places", "last"), [(9, "'','1','','','')"), (10, "'','1','','','','')")])
def test_a_call_has_exactly_as_many_arguments_as_readers_want(places: int, last: str) -> None:
    call = links.go_dls("041130000005", case_id=7, seq=4, places=places)
    assert call.startswith("goDLS('/doc1/041130000005','7','4','',")
    assert f"{last};return(false);" in call
    assert call.count("','") == places - 1


def test_a_paper_with_attachments_leads_to_their_menu() -> None:
    assert links.document_id("041", 5, attachments=False) == "041130000005"
    assert links.document_id("041", 5, attachments=True) == "041030000005"


FIELDS = (
    Field("case_type", "Case type", type="many", choices=(("cv", "Civil"), ("mc", "Misc"))),
    Field("sort1", "Sort by", type="one", choices=(("a", "A"), ("b", "B")), default="a"),
    Field("from", "Filed", type="days", to="until", needed=True),
    Field("flag", "Flag"),
)


def test_answers_are_read_and_told() -> None:
    asked, wrong = report.read(
        FIELDS,
        {
            "case_type": ["cv", "zz"],
            "sort1": ["nonsense"],
            "from": ["1/1/2021"],
            "until": ["1/31/2021"],
            "flag": [" LEAD "],
        },
    )
    assert wrong == {}
    assert asked.some("case_type") == ("cv",)
    assert (asked.text("sort1"), asked.text("flag")) == ("a", "LEAD")
    assert asked.span("from") == Days(date(2021, 1, 1), date(2021, 1, 31))
    assert asked.words == "Case type: cv Sort by: a Filed: 01/01/2021 to 01/31/2021 Flag: LEAD"


def test_a_range_that_is_needed_needs_both_days() -> None:
    assert report.read(FIELDS, {"from": ["1/1/2021"]})[1] == {"from": report.MISSING}
    assert report.read(FIELDS, {"until": ["x"]})[1] == {"until": "Enter a date as mm/dd/yyyy."}


@pytest.mark.parametrize(("text", "page"), [("", 1), ("0", 1), ("3", 3), ("-1", 1), ("9" * 30, 1)])
def test_pages(text: str, page: int) -> None:
    assert report.page_of(text) == page


def test_the_reports_menu_has_written_opinions_in_both_kinds() -> None:
    for kind in ("district", "bankruptcy"):
        words = dict(link for _, items in menu.groups(kind) for link in items)
        assert words["Written Opinions"] == "/cgi-bin/WrtOpRpt.pl"
        assert words["Docket Sheet"] == "/cgi-bin/DktRpt.pl"
    assert menu.groups("appellate") == ()


def test_a_feed_keeps_what_its_encoding_has_no_sign_for() -> None:
    item = feed.Item(
        "3:19-cv-00021",
        "Alpha & Co. v. <Beta> Łódź",
        7,
        4,
        "Order \u201con\u201d Motion",
        datetime(2024, 1, 5, 15, tzinfo=UTC),
    )
    text = feed.feed(
        [item],
        court="District of Somewhere",
        origin="https://ecf.ctd.uscourts.gov",
        built=item.at,
        style=feed.STYLES["district"],
    )
    raw = feed.encoded(text)
    assert raw.startswith(b'<?xml version="1.0" encoding="ISO-8859-1"?>')
    assert b"<lastBuildDate>Fri, 05 Jan 2024 15:00:00 GMT</lastBuildDate>" in raw
    assert b"<title>3:19-cv-00021 Alpha &amp; Co. v. &lt;Beta&gt; &#321;\xf3d&#378;</title>" in raw
    assert b"Docket entries of type: all" in raw
    assert b"DktRpt.pl?7&amp;4</guid>" in raw
