"""The docket sheet of district courts, read back by the parser that client programs use."""

from __future__ import annotations

import io
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

import pikepdf
import pytest
from juriscraper.pacer import DocketReport
from pacer_cli.downloader import extract_document_metadata

from courts.docket import asking, views
from courts.kinds.drafts import (
    CaseDraft,
    CivilFacts,
    CountDraft,
    DocumentDraft,
    LinkDraft,
    PartyDraft,
)
from courts.kinds.numbers import CaseNumber
from courts.worlds import reference
from shared.web import cgi
from tests import readback
from tests.integration.courts import bench, records
from tests.integration.courts.bench import Bench, Browser, Shown
from tests.integration.courts.hard_cases import (
    CIVIL,
    FILED,
    HARD,
    ONE_DEFENDANT,
    SEVERAL_DEFENDANTS,
)
from tests.integration.courts.records import FULL, RUN, entry, send

MANY = 520


def case(serial: int, **more: object) -> CaseDraft:
    """Return a small civil case."""
    plain = CaseDraft(
        "civil",
        CaseNumber(2020, serial, "cv", "3", "ABC"),
        f"Plain {serial} v. Other",
        FILED,
        facts=CivilFacts(),
        parties=(PartyDraft("Plaintiff", f"Plain {serial}"), PartyDraft("Defendant", "Other")),
    )
    return replace(plain, **more)  # type: ignore[arg-type]


_TWO = (DocumentDraft(2), DocumentDraft(1, "", "Exhibit A"))
SECRETS = case(
    31,
    entries=(
        entry(1, 1, "COMPLAINT. (Attachments: # 1 Exhibit A)", FILED, documents=_TWO),
        entry(2, 2, "SEALED entry.", FILED, access="sealed", documents=_TWO[:1]),
        entry(3, 3, "COURT ONLY note.", FILED, access="court_only"),
        entry(4, 4, "EX PARTE motion.", FILED, access="ex_parte", documents=_TWO[:1]),
        entry(5, 5, "Participants only.", FILED, access="participants", documents=_TWO[:1]),
        entry(6, 6, "Its paper is sealed.", FILED, documents=(DocumentDraft(1, access="sealed"),)),
        entry(
            7,
            7,
            "One attachment is sealed. (Attachments: # 1 Exhibit A, # 2 Exhibit B)",
            FILED,
            documents=(*_TWO[:1], DocumentDraft(1, "", "Exhibit A", access="sealed"), _TWO[1]),
        ),
    ),
)
DATED = case(
    32,
    entries=(
        entry(1, 1, "First.", date(2020, 1, 1), documents=_TWO[:1]),
        entry(2, 2, "Second.", date(2020, 1, 9), documents=_TWO[:1])._replace(
            filed_on=date(2020, 1, 5)
        ),
        entry(3, None, "Minutes.", date(2020, 1, 7)),
        entry(4, 3, "Third.", date(2020, 1, 3), documents=_TWO),
    ),
)
EMPTY = case(33)
LONG = case(
    34,
    entries=tuple(
        entry(
            n,
            n,
            f"Entry {n}.",
            date(2021, 11, 1) - timedelta(days=MANY - n),
            documents=_TWO[:1],
        )
        for n in range(1, MANY + 1)
    ),
)
LEAD = case(
    35,
    entries=DATED.entries[:1],
    links=(
        LinkDraft("member", CaseNumber(2020, 31, "cv", "3", "ABC")),
        LinkDraft("lead", CaseNumber(2020, 32, "cv", "3", "ABC")),
        LinkDraft("related", CaseNumber(2018, 5, "cv", "1"), court="cod"),
        LinkDraft("related", CaseNumber(2020, 36, "cv", "3", "ABC")),
    ),
)
SEALED = case(36, sealed=True, entries=DATED.entries[:1])
OPENING = case(37, opening=True)
TEXTS_ONLY = case(38, entries=(entry(1, None, "Minutes.", FILED),))
REFERENCE = reference.cases("ctd")[0]
ALL = (REFERENCE, *HARD, SECRETS, DATED, EMPTY, LONG, LEAD, SEALED, OPENING, TEXTS_ONLY)


@dataclass(frozen=True)
class Record:
    """A court with all these cases, and somebody who reads them."""

    court: Bench
    reader: Browser
    ids: dict[int, int]

    def sheet(self, draft: CaseDraft, **fields: str) -> str:
        """Return the sheet of a case with everything, or as `fields` say."""
        return records.sheet(self.reader, self.of(draft), **fields)

    def data(self, draft: CaseDraft, **fields: str) -> dict[str, object]:
        """Return what the parser reads from it."""
        return readback.docket("ctd", self.sheet(draft, **fields))

    def rows(self, draft: CaseDraft, **fields: str) -> list[tuple[str | None, str | None]]:
        """Return number and document id of each entry that is shown."""
        entries = self.data(draft, **fields)["docket_entries"]
        assert isinstance(entries, list)
        return [(e["document_number"], e["pacer_doc_id"]) for e in entries]

    def numbers(self, draft: CaseDraft, **fields: str) -> list[str | None]:
        """Return the numbers of the entries that are shown."""
        return [number for number, _ in self.rows(draft, **fields)]

    def send(self, draft: CaseDraft, **fields: str) -> Shown:
        """Run the report with no more than these fields."""
        return send(self.reader, RUN, all_case_ids=str(self.of(draft)), **fields)

    def of(self, draft: CaseDraft) -> int:
        """Return the id of a case."""
        return self.ids[draft.number.serial]


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """Build one district court with everything in it."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        court = bench.build(tmp_path_factory.mktemp("ctd"), "ctd", "2021-11-02")
        records.clear(court)
        planted = records.plant(court, *ALL)
        ids = dict(zip((draft.number.serial for draft in ALL), planted, strict=True))
        yield Record(court, court.signed_in("researcher"), ids)


# --------------------------------------------------------------------------- read back


def differences(record: Record, draft: CaseDraft, html: str, **more: object) -> list[str]:
    papers = records.papers(record.court, record.of(draft))
    data = readback.docket("ctd", html)
    return readback.differences(data, draft, prefix="041", papers=papers, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize("draft", [REFERENCE, *HARD, DATED], ids=lambda d: str(d.number.serial))
def test_what_was_planted_reads_back_without_a_difference(record: Record, draft: CaseDraft) -> None:
    assert differences(record, draft, record.sheet(draft)) == []


def test_the_comparison_finds_what_is_different(record: Record) -> None:
    html = record.sheet(CIVIL)
    first, second = CIVIL.parties[0], CIVIL.entries[0]
    counsel = replace(first.counsel[0], contact=("Elsewhere",))
    for changed in (
        replace(CIVIL, caption="Somebody v. Else"),
        replace(CIVIL, judge="Somebody Else"),
        replace(CIVIL, parties=CIVIL.parties[1:]),
        replace(CIVIL, parties=(replace(first, counsel=(counsel,)), *CIVIL.parties[1:])),
        replace(CIVIL, entries=CIVIL.entries[1:]),
        replace(CIVIL, entries=(second._replace(number=9), *CIVIL.entries[1:])),
        replace(CIVIL, entries=(second._replace(text="No."), *CIVIL.entries[1:])),
    ):
        assert differences(record, changed, html) != []
    doe = SEVERAL_DEFENDANTS.parties[1]
    changed = replace(
        SEVERAL_DEFENDANTS, parties=(replace(doe, counts=(CountDraft("pending", "x"),)),)
    )
    assert differences(record, changed, record.sheet(SEVERAL_DEFENDANTS)) != []


def test_the_other_program_finds_the_documents_too(record: Record) -> None:
    found = extract_document_metadata(
        html=record.sheet(REFERENCE),
        base_url="https://ecf.ctd.uscourts.gov",
        case_number="3:19-cv-00021",
        court_id="ctd",
    )
    assert found["document_count"] >= len(("complaint", "answer", "order"))


def test_the_user_can_be_taken_out_of_a_sheet(record: Record) -> None:
    report = DocketReport("ctd")
    report._parse_text(record.sheet(CIVIL))
    assert "PACER Login" in report.get_anonymized_text()


# --------------------------------------------------------------------------- options


def test_parties_are_shown_only_if_asked_for(record: Record) -> None:
    html = record.sheet(CIVIL, list_of_parties_and_counsel="", terminated_parties="")
    assert differences(record, CIVIL, html, parties=False) == []


def test_terminated_parties_and_counsel_may_be_left_out(record: Record) -> None:
    parties = record.data(CIVIL, terminated_parties="")["parties"]
    assert isinstance(parties, list)
    names = [party["name"] for party in parties]
    assert "Sean O'Malley" in names
    assert "Town of Example" not in names
    assert [each["name"] for each in parties[0]["attorneys"]][-1] == "Bare Counsel"


def test_terminated_parties_alone_ask_for_parties_as_one_program_does(record: Record) -> None:
    answer = record.reader.client.post(
        RUN,
        data={"all_case_ids": record.of(CIVIL), "terminated_parties": "on", "date_from": ""},
        base_url=record.court.member.origins["ecf"],
        headers=records.EXTERNAL,
    )
    assert "Town of Example" in answer.get_data(as_text=True)


def test_an_order_by_number_and_the_newest_first(record: Record) -> None:
    assert record.numbers(DATED) == ["1", "3", "2", None]
    assert record.numbers(DATED, sort1="most recent date first") == [None, "2", "3", "1"]
    assert record.numbers(DATED, sort1="document number") == ["1", "2", "3", None]


def test_ranges_of_days_by_filing_and_by_entry(record: Record) -> None:
    span = {"date_from": "01/02/2020", "date_to": "1/6/2020"}
    assert record.numbers(DATED, **span) == ["3", "2"]
    assert record.numbers(DATED, **span, date_range_type="Entered") == ["3"]
    late = {"date_from": "01/08/2020", "date_range_type": "Entered"}
    assert record.numbers(DATED, **late) == ["2"]
    data = record.data(DATED, **late)
    assert data["ordered_by"] == "date_entered"
    assert data["docket_entries"][0]["date_filed"] == date(2020, 1, 9)  # type: ignore[index]


def test_ranges_of_document_numbers(record: Record) -> None:
    assert record.numbers(DATED, documents_numbered_from_="2") == ["3", "2"]
    span = {"documents_numbered_from_": "2", "documents_numbered_to_": "2"}
    assert record.numbers(DATED, **span) == ["2"]


def test_a_page_id_finds_the_entry_that_bears_it(record: Record) -> None:
    """Papers in order of entry: 2, 2, then 2 + 1 pages."""
    assert record.numbers(DATED, display_pageid="1") == ["1"]
    assert record.numbers(DATED, display_pageid="4") == ["2"]
    assert record.numbers(DATED, display_pageid="7") == ["3"]


def test_nothing_left_says_so_and_keeps_the_header(record: Record) -> None:
    html = record.sheet(DATED, date_from="01/01/2099")
    words = "There are proceedings for case 3:20-cv-00032-ABC but none satisfy the selection"
    assert f"<h2 align=center>{words} criteria.</h2>" in html
    data = readback.docket("ctd", html)
    assert (data["docket_entries"], data["docket_number"]) == ([], "3:20-cv-00032")


def test_several_documents_at_once(record: Record) -> None:
    data = record.data(CIVIL, view_multi_docs="on")
    entries = {e["document_number"]: e for e in data["docket_entries"]}  # type: ignore[attr-defined]
    papers = records.papers(record.court, record.of(CIVIL))
    first = entries["1"]
    assert (first["page_count"], first["file_size_str"]) == (12, "29.9 KB")
    assert [
        (a["attachment_number"], a["description"], a["page_count"]) for a in first["attachments"]
    ] == [(1, "Exhibit # 2 of many", 2), (2, "Exhibit <B> & C", 3), (3, "3 letters", 1)]
    assert [a["pacer_doc_id"] for a in first["attachments"]] == [
        f"0410{30_000_000 + paper}" for paper in papers[1][1:]
    ]
    assert {a["pacer_seq_no"] for a in first["attachments"]} == {"1"}
    assert differences(record, CIVIL, record.sheet(CIVIL, view_multi_docs="on")) == []


def test_the_boxes_of_several_documents(record: Record) -> None:
    page = record.send(CIVIL, **FULL, view_multi_docs="on")
    mark = f"{record.of(CIVIL)}_1"
    assert page.all(f"//form[@name='view_multi_docs']//input[@value='{mark}']/@aria-label")
    names = page.all("//input[starts-with(@name, 'document_')]/@name")
    assert names[:2] == [f"document_{record.of(CIVIL)}_4_0", f"document_{mark}_0"]
    assert [b.text_content() for b in page.all("//form//button")] == [
        "View Selected",
        "Download Selected",
    ]


def test_a_sheet_on_paper(record: Record) -> None:
    answer = records.post(
        record.reader,
        RUN,
        all_case_ids=str(record.of(SEVERAL_DEFENDANTS)),
        **{**FULL, "output_format": "pdf"},
    )
    assert answer.headers["Content-Type"] == "application/pdf"
    with pikepdf.open(io.BytesIO(answer.data)) as paper:
        assert len(paper.pages) >= 1
        assert "3:20-cr-00009-ABC-DEF" in str(paper.docinfo["/Title"])
    assert records.charges(record.court)[-1].description == "Docket Report"


def test_the_header_of_papers_follows_the_option(record: Record) -> None:
    assert "'4','','2','1'" in record.sheet(CIVIL, pdf_header="").replace("goDLS(", "")
    assert "'4','','1','1'" in record.sheet(CIVIL)


# --------------------------------------------------------------------------- criminal cases


def test_one_defendant_has_a_suffix_several_have_it_when_asked_for(record: Record) -> None:
    assert record.data(ONE_DEFENDANT)["federal_defendant_number"] == "1"
    assert record.data(SEVERAL_DEFENDANTS)["federal_defendant_number"] is None
    second = record.data(SEVERAL_DEFENDANTS, case_num="3:20-cr-9-2")
    assert second["federal_defendant_number"] == "2"
    assert [p["name"] for p in second["parties"]] == [  # type: ignore[attr-defined]
        "Jane Roe",
        "The Example Gazette",
        "USA",
    ]
    assert (
        record.data(SEVERAL_DEFENDANTS, case_num="3:20-cr-9-7")["federal_defendant_number"] is None
    )


# --------------------------------------------------------------------------- ties to other cases


def test_lead_related_and_member_cases_of_the_header(record: Record) -> None:
    page = record.send(LEAD, **FULL, list_of_member_cases="on")
    text = page.text
    assert "Lead case: 3:20-cv-00032-ABC" in text
    assert "Member case: 3:20-cv-00031-ABC" in text
    assert "Related Case: cod 1:18-cv-00005" in text
    assert "00036" not in text, "a sealed case is not named"
    assert page.links()["3:20-cv-00032-ABC"] == f"/cgi-bin/DktRpt.pl?{record.of(DATED)}"
    assert "Member case" not in record.send(LEAD, **FULL).text


# --------------------------------------------------------------------------- who sees what


def test_a_stranger_sees_no_sealed_entry_and_no_link_to_a_closed_paper(record: Record) -> None:
    html = record.sheet(SECRETS)
    found = differences(
        record, SECRETS, html, hidden=frozenset({2, 3, 4}), closed=frozenset({5, 6})
    )
    assert found == []
    for words in ("SEALED entry", "COURT ONLY", "EX PARTE"):
        assert words not in html
    papers = records.papers(record.court, record.of(SECRETS))
    for hidden in (papers[2][0], papers[4][0], papers[5][0], papers[6][0], papers[7][1]):
        assert str(30_000_000 + hidden) not in html
    multi = record.sheet(SECRETS, view_multi_docs="on")
    assert str(30_000_000 + papers[7][1]) not in multi
    last = readback.docket("ctd", multi)["docket_entries"][-1]
    assert [each["description"] for each in last["attachments"]] == ["Exhibit A"]


def test_staff_see_everything_and_pay_nothing(record: Record) -> None:
    before = len(records.charges(record.court))
    clerk = staff(record)
    html = records.sheet(clerk, record.of(SECRETS))
    assert differences(record, SECRETS, html) == []
    assert "Transaction Receipt" not in html
    assert len(records.charges(record.court)) == before
    assert "SEALED" not in records.sheet(clerk, record.of(SEALED))


def staff(record: Record) -> Browser:
    return record.court.signed_in("clerk_ctd")


@pytest.mark.parametrize(
    ("draft", "words"),
    [
        (SEALED, "Case Under Seal"),
        (OPENING, "This case is in the process of being opened, please check back later"),
    ],
)
def test_a_case_that_nobody_may_see(record: Record, draft: CaseDraft, words: str) -> None:
    before = len(records.charges(record.court))
    for page in (
        record.send(draft, **FULL),
        record.reader.get(f"/cgi-bin/DktRpt.pl?{record.of(draft)}"),
        record.reader.get(f"/cgi-bin/HistDocQry.pl?{record.of(draft)}"),
        record.reader.get(f"/cgi-bin/qryDocument.pl?{record.of(draft)}"),
        record.reader.get(f"/cgi-bin/show_case_doc?1,{record.of(draft)},,,"),
        record.reader.get(f"/cgi-bin/mobile_query.pl?search=caseInfo&caseid={record.of(draft)}"),
    ):
        assert page.status == 200
        assert words in page.text
        assert draft.caption not in page.text
    assert len(records.charges(record.court)) == before


def test_whoever_is_not_signed_in_is_led_to_sign_on(record: Record) -> None:
    for page in (
        send(record.court.browser(), RUN, all_case_ids="2", **FULL),
        record.court.browser().get("/cgi-bin/DktRpt.pl?2"),
    ):
        assert page.status == 200
        assert "csologin/login.jsf" in page.html
        assert "login.pl?logout" not in page.html


def test_a_post_from_elsewhere_is_warned(record: Record) -> None:
    answer = record.reader.client.post(
        RUN,
        data={"all_case_ids": record.of(CIVIL)},
        base_url=record.court.member.origins["ecf"],
        headers={"Referer": "https://elsewhere.test/"},
    )
    assert "may not have originated from within CM/ECF" in answer.get_data(as_text=True)


# --------------------------------------------------------------------------- what goes wrong


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"date_from": "2/1/2020", "date_to": "1/1/2020"}, asking.DATES_CROSSED),
        ({"date_from": "31/31/2020"}, asking.BAD_DATE),
        ({"date_to": "soon"}, asking.BAD_DATE),
        (
            {"documents_numbered_from_": "9", "documents_numbered_to_": "1"},
            asking.NUMBERS_CROSSED,
        ),
        ({"documents_numbered_from_": "-1"}, asking.BAD_NUMBER),
        ({"display_pageid": "99"}, asking.NO_PAGE_ID.strip()),
        ({"display_pageid": "x"}, asking.NO_PAGE_ID.strip()),
    ],
)
def test_what_is_wrong_stands_at_its_field_and_what_was_typed_stays(
    record: Record, fields: dict[str, str], words: str
) -> None:
    before = len(records.charges(record.court))
    page = record.send(DATED, **{**FULL, **fields})
    assert page.status == 200
    (name, typed), *_ = fields.items()
    assert words in page.text
    assert page.all(f"//input[@name='{name}']/@value") == [typed]
    assert page.all("//p[@class='field-error']")
    report = DocketReport("ctd")
    report._parse_text(page.html)
    known = words not in (asking.BAD_DATE, asking.BAD_NUMBER)
    assert (report.data == {}) is known or not known
    assert len(records.charges(record.court)) == before


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"all_case_ids": "999999"}, views.CASE_NOT_FOUND),
        ({}, cgi.INCOMPLETE),
        ({"date_from": "1/1/1960"}, cgi.INCOMPLETE),
    ],
)
def test_a_report_about_no_case(record: Record, fields: dict[str, str], words: str) -> None:
    page = send(record.reader, RUN, **fields)
    assert words in page.text
    assert readback.docket("ctd", page.html) == {}


def test_a_page_that_was_left_behind_is_incomplete(record: Record) -> None:
    assert cgi.INCOMPLETE in record.reader.get("/cgi-bin/DktRpt.pl?123456-L_1_0-1").text


def test_a_case_without_documents(record: Record) -> None:
    page = record.send(TEXTS_ONLY, **{**FULL, "view_multi_docs": "on"})
    assert views.NO_DOCUMENTS in page.text
    assert record.numbers(TEXTS_ONLY) == [None]


def test_a_case_without_entries(record: Record) -> None:
    assert record.data(EMPTY)["docket_entries"] == []


# --------------------------------------------------------------------------- the form


def test_the_form_has_every_option_where_programs_look_for_it(record: Record) -> None:
    page = record.reader.get(f"/cgi-bin/DktRpt.pl?{record.of(CIVIL)}")
    for xpath in (
        "//input[@id='all_case_ids']",
        "//input[@id='case_number_text_area_0' and @name='case_num']",
        "//*[@id='case_number_find_button_0']",
        "//*[@id='case_number_area']//*[@id='case_number_pick_area_0']",
        "//input[@name='date_range_type' and @type='radio']",
        "//input[@name='date_from']",
        "//input[@name='date_to']",
        "//input[@name='documents_numbered_from_']",
        "//input[@name='documents_numbered_to_']",
        "//input[@name='display_pageid']",
        "//input[@id='list_of_parties_and_counsel']",
        "//input[@id='terminated_parties']",
        "//input[@id='list_of_member_cases']",
        "//input[@id='pdf_header']",
        "//input[@id='view_multi_docs']",
        "//input[@name='output_format']",
        "//select[@name='sort1']",
        "//input[starts-with(@value, 'Run')]",
        "//input[@value='Clear']",
    ):
        assert page.all(xpath), xpath
    assert page.all("//input[@id='all_case_ids']/@value") == [str(record.of(CIVIL))]
    assert page.all("//input[@name='case_num']/@value") == ["3:20-cv-7"]
    assert page.all("//form/@action")[0].startswith("../cgi-bin/DktRpt.pl?")
    unlabelled = [
        field.get("name")
        for field in page.all("//form//input[not(@type='hidden' or @type='submit')] | //select")
        if field.get("type") not in ("reset", "button")
        and not page.all(f"//label[@for='{field.get('id')}']")
    ]
    assert unlabelled == []


def test_the_form_works_without_a_script(record: Record) -> None:
    action = record.reader.get("/cgi-bin/DktRpt.pl").all("//form/@action")[0]
    address = action.replace("../", "/")
    empty = send(record.reader, address, all_case_ids="0", case_num="")
    assert views.NO_CASE_NUMBER in empty.text
    unknown = send(record.reader, address, all_case_ids="0", case_num="3:20-cv-999")
    assert "Cannot find case 3:20-cv-999" in unknown.text
    assert unknown.all("//input[@name='case_num']/@value") == ["3:20-cv-999"]
    found = send(record.reader, address, **{**FULL, "all_case_ids": "0", "case_num": "20-cv-32"})
    assert "CIVIL DOCKET FOR CASE #: 3:20-cv-00032-ABC" in found.text
    assert "Cannot find" in send(record.reader, address, all_case_ids="0", case_num="20-36").text


def test_addresses_with_a_number_lead_to_the_form(record: Record) -> None:
    page = record.reader.get("/cgi-bin/DktRpt.pl?caseNumber=3:20-cv-00032&caseId=0")
    assert page.all("//input[@id='all_case_ids']/@value") == [str(record.of(DATED))]
    assert views.CASE_NOT_FOUND in record.reader.get("/cgi-bin/DktRpt.pl?999999").text


# --------------------------------------------------------------------------- long dockets


def test_a_long_docket_asks_first(record: Record) -> None:
    fields = {**FULL, "date_from": ""}
    before = len(records.charges(record.court))
    page = record.send(LONG, **fields)
    assert views.MANY in page.text
    assert readback.docket("ctd", page.html) == {}
    assert page.all("//input[@name='reach']/@value") == ["week", "quarter", "year", "all"]
    assert page.all("//input[@name='reach' and @checked]/@value") == ["week"]
    assert len(records.charges(record.court)) == before
    action = page.all("//form/@action")[0].replace("../", "/")
    kept = {f.get("name"): f.get("value") for f in page.all("//form//input[@type='hidden']")}
    assert kept["terminated_parties"] == "on"
    assert kept["all_case_ids"] == str(record.of(LONG))
    for reach, count in (("week", 8), ("quarter", 91), ("all", MANY)):
        shown = send(record.reader, action, **kept, reach=reach)
        entries = readback.docket("ctd", shown.html)["docket_entries"]
        assert abs(len(entries) - count) <= 1, reach


def test_a_first_day_keeps_the_question_away(record: Record) -> None:
    assert len(record.numbers(LONG)) == MANY


def test_the_number_of_statements_does_not_grow_with_the_docket(record: Record) -> None:
    # The first page of a session remembers its menu, whichever docket it shows.
    record.sheet(DATED)
    told = {}
    for draft in (DATED, LONG):
        with record.court.statements() as asked:
            record.sheet(draft)
        # How much of its post a court still has to deliver is the other tests' doing.
        told[draft.number.serial] = len([s for s in asked if "outbox" not in s])
    assert len(set(told.values())) == 1, told


def test_a_sheet_begins_to_arrive_before_its_entries(record: Record) -> None:
    answer = record.reader.client.post(
        RUN,
        data={"all_case_ids": record.of(LONG), **FULL},
        base_url=record.court.member.origins["ecf"],
        headers=records.EXTERNAL,
        buffered=False,
    )
    pieces = iter(answer.response)
    first = str(next(pieces))
    assert "CIVIL DOCKET FOR CASE #" in first
    assert "Entry 1." not in first
    assert sum(1 for _ in pieces) > 3
    answer.close()


def test_whoever_hangs_up_pays_for_what_was_sent(record: Record) -> None:
    whole = send(record.reader, RUN, all_case_ids=str(record.of(LONG)), **FULL)
    assert "Entry 520." in whole.text
    pages = records.charges(record.court)[-1].pages
    before = len(records.charges(record.court))
    answer = record.reader.client.post(
        RUN,
        data={"all_case_ids": record.of(LONG), **FULL},
        base_url=record.court.member.origins["ecf"],
        headers=records.EXTERNAL,
        buffered=False,
    )
    pieces = iter(answer.response)
    next(pieces)
    next(pieces)
    answer.close()
    booked = records.charges(record.court)
    assert len(booked) == before + 1
    assert 0 < booked[-1].pages < pages


# --------------------------------------------------------------------------- what it costs


def test_a_sheet_is_booked_once_and_says_so_in_its_receipt(record: Record) -> None:
    before = len(records.charges(record.court))
    page = record.send(CIVIL, **FULL)
    booked = records.charges(record.court)[before:]
    assert [(c.description, c.criteria, c.case_id) for c in booked] == [
        ("Docket Report", "3:20-cv-00007-ABC", record.of(CIVIL))
    ]
    cells = [td.text_content().strip() for td in page.all("//center//td")]
    assert "Docket Report" in cells
    assert f"{booked[0].cents / 100:.2f}" in cells
    assert page.all("//center/table//tr[.//font[contains(., 'Transaction Receipt')]]")


def test_the_price_grows_with_what_is_shown_up_to_thirty_pages(record: Record) -> None:
    send(record.reader, RUN, all_case_ids=str(record.of(DATED)), **FULL)
    assert records.charges(record.court)[-1].pages == 1
    page = send(record.reader, RUN, all_case_ids=str(record.of(LONG)), **FULL)
    rows = [tr.text_content() for tr in page.all("//table[@rules='all']//tr")]
    size = sum(len(" ".join(row.split())) for row in rows)
    pages = records.charges(record.court)[-1].pages
    assert abs(pages - size / 4320) <= 2
    ranged = {**FULL, "date_from": "10/25/2021"}
    send(record.reader, RUN, all_case_ids=str(record.of(LONG)), **ranged)
    charge = records.charges(record.court)[-1]
    assert charge.pages == 1
    assert charge.criteria == "3:20-cv-00034-ABC Filed from: 10/25/2021"
