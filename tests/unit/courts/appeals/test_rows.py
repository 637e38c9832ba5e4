"""The rows of an appeal's docket, and what they count for the meter."""

from __future__ import annotations

from datetime import date

from courts.appeals.rows import NOTHING, Writer
from courts.appeals.sheet import Line, Paper

DAY = date(2021, 5, 3)
DOC = "00203000017"


def writer(*, several: bool = False) -> Writer:
    return Writer(case_id=9, docs="https://court.test/docs1/", room="/room", several=several)


def line(**more: object) -> Line:
    told = {"seq": 4, "filed_on": DAY, "number": 12, "text": "MOTION & <reply>, filed. § 3"}
    return Line(**{**told, **more})  # type: ignore[arg-type]


def test_an_entry_without_a_paper_has_its_number_alone() -> None:
    made = writer()
    assert made.row(line()) == (
        '<tr><td>05/03/2021</td><td class="nowrap">12</td>'
        "<td>MOTION &amp; &lt;reply&gt;, filed. § 3</td></tr>\n"
    )
    assert made.row(line(number=None)).count("<td") == 3
    assert made.shown == 2


def test_an_entry_with_papers_opens_them_and_says_how_much_there_is() -> None:
    row = writer().row(line(doc_id=DOC, pages=3, size=2048))
    assert f"return doDocPostURL('{DOC}','9');\" title=\"Open Document\">12</a>" in row
    assert '<br><font size="-2">3 pg, 2.0 KB</font>' in row
    assert ">Open</a>" in writer().row(line(number=None, doc_id=DOC))


def test_several_at_once_have_boxes_and_a_list_where_there_are_several() -> None:
    papers = tuple(Paper(n, DOC, 3000017, f"Part <{n}>", 2, 1024, n != 2) for n in (1, 2, 3))
    row = writer(several=True).row(line(doc_id=DOC, pages=4, size=2048, papers=papers))
    assert '<input type="checkbox" name="d" value="4"' in row
    assert row.count('name="dls"') == 2
    assert "Part &lt;3&gt;" in row
    assert "name=" not in writer().row(line(doc_id=DOC, papers=papers))


def test_the_meter_counts_bytes_of_words_and_not_of_marks() -> None:
    plain, wide = writer(), writer()
    plain.row(line(text="a" * 100))
    wide.row(line(text="§" * 100))
    assert wide.size == plain.size + 100
    assert plain.size == 100 + len("12") + len("05/03/2021") + 3


def test_what_stands_around_the_rows() -> None:
    assert writer().end() == NOTHING
    made = writer(several=True)
    made.row(line())
    assert made.begin().startswith('<form name="dktEntries" method="get" action="/room">')
    assert made.end().endswith("</form>\n")
