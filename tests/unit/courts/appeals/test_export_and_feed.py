"""XML, text and the feed: whole, escaped, and readable by machines."""

from __future__ import annotations

from datetime import UTC, date, datetime
from xml.etree import ElementTree
from zoneinfo import ZoneInfo

from juriscraper.pacer import PacerRssFeed

from courts.appeals import export, feed, lists
from courts.appeals.sheet import Lawyer, Line, Origin, Paper, Prior, Sheet, Side, Tie

ODD = "A & <B> \"quoted\" 'it' \x07\x00 ñ \U0001f600"
SHEET = Sheet(
    case_id=7,
    number="21-0037",
    caption=ODD,
    docketed_on=date(2021, 1, 4),
    termed_on=None,
    nature="",
    appeal_from="District",
    fee_status="Paid",
    types=("Civil", "-", "-"),
    origin=Origin("0205-3", "3:19-cv-00021", dates=(("Date NOA Filed:", date(2020, 12, 29)),)),
    prior=(Prior("19-0100", disposition="Dismissed"),),
    associated=(Tie("21-0037", "21-0038", "Related"),),
    panel=("RBR",),
    sides=(Side(ODD, "Appellant", lawyers=(Lawyer(("Ada", "[COR]", "Firm")),), versus=True),),
    long_caption=("A,", "v."),
    lines=(
        Line(
            1,
            date(2021, 1, 4),
            1,
            f"{ODD} " * 20,
            "002030000001",
            3,
            99,
            (
                Paper(1, "002030000001", 30_000_001, "Main", 3, 99),
                Paper(2, "002030000002", 30_000_002, "Hidden", 3, 99, shown=False),
            ),
        ),
        Line(2, date(2021, 1, 5), None, "Text only."),
    ),
)


def test_xml_is_well_formed_and_whole() -> None:
    text = export.as_xml(SHEET, "Court & Sons", "Cost: 0.10")
    assert not text.startswith("<?xml")
    root = ElementTree.fromstring(text)
    assert root.findtext("receipt") == "Cost: 0.10"
    stub = root.find("stub")
    assert stub is not None
    assert stub.get("shortTitle") == export.clean(ODD)
    assert [line.get("seq") for line in root.findall("docketText")] == ["1", "2"]
    assert root.findtext("docketText/text") == export.clean(SHEET.lines[0].text)
    assert [paper.get("title") for paper in root.iter("document")] == ["Main"]


def test_text_keeps_its_width() -> None:
    text = export.as_text(SHEET, "Court")
    assert max(map(len, text.splitlines())) <= 78
    for words in ("Prior Cases:", "Panel: RBR", "v.", "Text only.", "Date NOA Filed: 12/29/2020"):
        assert words in text


def test_a_feed_of_odd_words_is_read_as_it_was_written() -> None:
    item = feed.Item(
        number="21-0037",
        caption=ODD,
        link="https://x.test/n?servlet=A&caseNum=21-0037",
        part=3,
        short="Order [amended] & <b>more</b>",
        at=datetime(2021, 7, 1, 12, tzinfo=UTC),
        paper="https://x.test/docs1/002030000001",
        document=4,
    )
    text = feed.write(
        (item,),
        court="Court & Sons",
        link="https://x.test/",
        built=item.at,
        zone=ZoneInfo("America/New_York"),
    )
    reader = PacerRssFeed("ca2")
    reader._parse_text(text)
    told = reader.feed
    assert not told.bozo
    (entry,) = told.entries
    assert entry.title == f"21-0037 {export.clean(ODD)}"
    assert entry.link == item.link
    assert entry.published == "Thu, 01 Jul 2021 08:00:00 EDT"
    assert "[Order (amended) &amp; &lt;b&gt;more&lt;/b&gt;]" in entry.summary
    assert ">4</a>" in entry.summary


def test_lists_are_of_known_events() -> None:
    orders, briefs = lists.LISTS["Orders.jsp"].events, lists.LISTS["Briefs.jsp"].events
    assert {"ap_order", "ap_judgment", "ap_summary_order", "ap_mandate"} <= orders
    assert {"ap_brief", "ap_appendix"} <= briefs
    assert not orders & briefs


def test_days_of_lists_and_calendar() -> None:
    today = date(2021, 11, 15)
    assert lists.span(None, None, today) == lists.Span(date(2021, 10, 16), today)
    assert lists.span(None, date(2021, 3, 31), today).first == date(2021, 3, 1)
    assert lists.ahead(None, None, today) == lists.Span(today, date(2021, 12, 15))
    assert lists.ahead(date(2021, 1, 1), None, today).last == date(2021, 1, 31)
