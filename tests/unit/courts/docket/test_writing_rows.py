"""The rows of a docket sheet: links in the words, what is hidden, what is counted."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from courts.access.deciding import CaseFacts, Person, Viewer
from courts.docket import finding, layouts, parties, printing
from courts.docket.lines import EntryLine, PaperLine
from courts.docket.rows import Writer, called, weight
from courts.docket.showing import Showing, names
from courts.kinds.drafts import FACTS

DAY = date(2020, 2, 3)
LINE = EntryLine(4, 9, "answer", "Answer", "ANSWER.", DAY, DAY, "public", False, "[]", "[]")
PAPER = PaperLine(7, 0, "", 3, 2048, "", 4, 9, "answer", "public", False, DAY, "[]")
READER = Viewer(signed_in=True, pacer=True, may_search=True)
CIVIL, WIDE = layouts.layout("civil").table, layouts.layout("bankruptcy").table


def writer(*papers: PaperLine, viewer: Viewer = READER, table: layouts.Table = CIVIL) -> Writer:
    """Return a writer of a case with these papers."""
    found: dict[int, list[PaperLine]] = {}
    for paper in papers:
        found.setdefault(paper.seq, []).append(paper)
    facts = CaseFacts(people=(Person(frozenset({"Alpha"}), frozenset({3})),))
    return Writer(table, Showing(viewer, facts, date(2021, 1, 1)), found, "https://x", "041", 12)


def attached(*, count: int) -> list[PaperLine]:
    return [PAPER._replace(id=7 + n, place=n) for n in range(count + 1)]


def test_a_row_as_the_real_system_writes_it() -> None:
    row = writer(PAPER).row(LINE)
    assert (
        "<a href=\"https://x/doc1/041130000007\" onClick=\"goDLS('/doc1/041130000007','12','4','',"
        "'1','1','','','');return(false);\">9</a>&nbsp;</td>"
    ) in row
    assert "<td valign=top><!--SB-->ANSWER.</td></tr>" in row
    assert row.startswith("<tr><td width='94' valign=top nowrap>02/03/2020</td>")


def test_a_document_with_attachments_leads_to_its_menu() -> None:
    assert "/doc1/041030000007" in writer(*attached(count=1)).row(LINE)


def test_what_somebody_wrote_is_never_markup() -> None:
    line = LINE._replace(text="<script>alert('1')</script> & <b>\"x\"</b>")
    for table in (CIVIL, WIDE):
        row = writer(PAPER, table=table).row(line)
        assert "<script>" not in row
        assert "&lt;b&gt;&#34;x&#34;&lt;/b&gt;" in row


def test_links_of_attachments_follow_their_places() -> None:
    text = "MOTION. (Attachments: # 1 Exhibit # 2 of 5, # 2 Exhibit, # 3 Last)(X, Y)"
    row = writer(*attached(count=3)).row(LINE._replace(text=text))
    assert row.count("goDLS") == 4
    assert "Exhibit # 2 of 5, # <a " in row
    assert '/doc1/041130000010"' in row


def test_an_attachment_that_may_not_be_opened_has_no_link() -> None:
    papers = attached(count=2)
    papers[1] = papers[1]._replace(level="sealed")
    text = "MOTION. (Attachments: # 1 One, # 2 Two)"
    row = writer(*papers).row(LINE._replace(text=text))
    assert "# 1 One, # <a " in row
    assert "041130000008" not in row


def test_an_entry_that_answers_others_links_them() -> None:
    other = PAPER._replace(id=20, seq=1, number=2)
    row = writer(other).row(LINE._replace(text="REPLY to 2 Motion, 22 pages.", refers="[1, 99]"))
    assert 'REPLY to <a href="https://x/doc1/041130000020"' in row
    assert ">2</a> Motion, 22 pages." in row
    nothing = writer(other._replace(access="sealed")).row(
        LINE._replace(text="REPLY to 2 Motion.", refers="[1]")
    )
    assert "REPLY to 2 Motion." in nothing


@pytest.mark.parametrize("level", ["sealed", "court_only", "ex_parte"])
def test_levels_that_hide_the_words(level: str) -> None:
    made = writer(PAPER)
    assert made.row(LINE._replace(access=level)) == ""
    assert (made.shown, made.size) == (0, 0)


@pytest.mark.parametrize("level", ["participants", "applicable_party", "transcript"])
def test_levels_that_keep_the_words_and_drop_the_link(level: str) -> None:
    recent = LINE._replace(access=level, filed_on=date(2020, 12, 31))
    row = writer(PAPER).row(recent)
    assert "ANSWER." in row
    assert "<a " not in row
    assert ">9&nbsp;" in row


def test_an_answer_about_one_filer_is_not_kept_for_another() -> None:
    counsel = replace(READER, user_id=3, role="attorney")
    made = writer(PAPER, viewer=counsel)
    mine = LINE._replace(access="ex_parte", filers='["Alpha"]')
    assert "<a " in made.row(mine)
    assert made.row(mine._replace(filers='["Beta"]')) == ""
    assert "<a " in made.row(mine)


def test_the_meter_counts_bytes_of_what_is_shown() -> None:
    made = writer(PAPER)
    made.row(LINE._replace(text="é" * 100))
    assert 200 < made.size < 220


def test_wide_rows_have_four_cells_and_the_weight() -> None:
    row = writer(*attached(count=1), table=WIDE).row(LINE)
    assert row.count("<td") == 4
    assert "goDLS" not in row
    assert "(6 pgs; 2 docs)" in row
    assert "(1 pg)" in writer(PAPER._replace(pages=1), table=WIDE).row(LINE)
    assert writer(table=WIDE).row(LINE._replace(number=None)).count("&nbsp;") == 2


def test_wide_rows_with_boxes() -> None:
    made = writer(*attached(count=1), table=WIDE)
    made.multi = True
    row = made.row(LINE)
    assert 'name="arr_de_seq_nums" id="arr_de_seq_nums_4" value="4"' in row
    assert 'name="download_documents" id="arr_de_seq_nums_4_2048" value="30000008"' in row
    assert made.head().count("<th") == 4
    none = writer(table=WIDE)
    none.multi = True
    assert none.row(LINE).count("<td") == 5


def test_sizes_and_names_of_papers() -> None:
    assert weight(102_400) == "100.0 KB"
    assert weight(3 * 1024 * 1024) == "3.0 MB"
    assert called(PAPER) == "Main Document"
    assert called(PAPER._replace(place=2)) == "Attachment 2"
    assert called(PAPER._replace(place=2, words="Exhibit A")) == "Exhibit A"


def test_lists_of_columns() -> None:
    assert names('["a", "b"]') == ["a", "b"]
    assert list(names(["a"])) == ["a"]
    assert list(names("[]")) == list(names("")) == list(names('{"a": 1}')) == []


def test_every_family_of_cases_that_is_no_appeal_has_a_layout() -> None:
    assert set(layouts.LAYOUTS) == set(FACTS) - {"appellate"}
    with pytest.raises(KeyError):
        layouts.layout("appellate")


def test_the_finder_repeats_no_more_than_it_needs() -> None:
    assert finding.typed("3:20-CV-7;number=1&x") == "3:20-CV-7"
    assert finding.typed("a%00b%0Ac") == "abc"
    assert len(finding.typed("x" * 999)) == finding.LONGEST
    assert finding.answer("'<&", (), "no 'one'") == (
        "<request number='&#39;&lt;&amp;'>\n<message text='no &#39;one&#39;'/>\n</request>"
    )


def test_a_short_word_of_an_alias_is_written_out() -> None:
    assert parties.ALIASES["dba"] == "doing business as"


def test_a_sheet_on_paper_turns_its_pages() -> None:
    sheet = printing.Sheet(
        title="3:20-cv-00007",
        head=[("Ünïcode v. Söhne", True), ("", False)],
        columns=("Date Filed", "#", "Docket Text"),
        rows=[printing.Printed("02/03/2020", str(n), "word " * 80) for n in range(100)],
        foot=["Cost: 0.10"],
        note="Training simulation",
    )
    paper = printing.as_pdf(sheet)
    assert paper.startswith(b"%PDF-")
    assert paper == printing.as_pdf(sheet)
    assert paper.count(b"/Type /Page\n") > 5
