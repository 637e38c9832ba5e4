"""The case number finder, History/Documents, the mobile query and the ways to one document."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from juriscraper.pacer import MobileQuery, PossibleCaseNumberApi
from lxml import etree

from courts.docket import asking, finding, views
from courts.kinds import doc_ids
from courts.kinds.drafts import CaseDraft, DocumentDraft
from courts.kinds.numbers import CaseNumber
from shared.web import cgi
from tests import readback
from tests.integration.courts import bench, records
from tests.integration.courts.hard_cases import CIVIL, FILED, SEVERAL_DEFENDANTS
from tests.integration.courts.records import entry, send
from tests.integration.courts.test_docket_sheet import SEALED, SECRETS, Record, case

NUMBERS = "/cgi-bin/possible_case_numbers.pl"
#: The same serial number in another office and another type.
OTHER_OFFICE = replace(case(7), number=CaseNumber(2020, 7, "cv", "1", "XYZ"), caption="Far v. Away")
OTHER_TYPE = replace(case(7), number=CaseNumber(2020, 7, "mc", "3"), caption="In Re: Misc")
PLAIN = case(
    51,
    terminated_on=date(2020, 6, 1),
    entries=(
        entry(1, 1, "COMPLAINT.", FILED, documents=(DocumentDraft(2), DocumentDraft(1))),
        entry(2, None, "Minutes.", date(2020, 2, 6))._replace(filed_on=date(2020, 2, 5)),
        entry(3, 2, "ORDER.", date(2020, 3, 1), documents=(DocumentDraft(1),), short="Order & <b>"),
    ),
)
ALL = (CIVIL, SEVERAL_DEFENDANTS, SECRETS, SEALED, OTHER_OFFICE, OTHER_TYPE, PLAIN)


@pytest.fixture(scope="module")
def record(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Record]:
    """Build one district court with these cases."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        court = bench.build(tmp_path_factory.mktemp("ctd"), "ctd", "2021-11-02")
        records.clear(court)
        planted = records.plant(court, *ALL)
        ids = {draft.number.serial: found for draft, found in zip(ALL, planted, strict=True)}
        ids[7] = planted[0]
        yield Record(court, court.signed_in("researcher"), ids)


# --------------------------------------------------------------------------- the finder


def found(record: Record, query: str, **told: str) -> dict[str, str] | None:
    """Return what the parser's class makes of an answer."""
    api = PossibleCaseNumberApi("ctd")
    page = record.reader.get(f"{NUMBERS}?{query}")
    assert page.response.headers["Content-Type"] == "text/xml; charset=utf-8"
    assert not page.html.startswith("<?xml")
    api._parse_text(page.html)
    answer: dict[str, str] | None = api.data(**told)
    return answer


@pytest.mark.parametrize(
    "typed",
    ["3:20-cv-51", "3:20-cv-00051", "20-cv-51", "20-51", "2000051", "20cv51", "3:20-cv-00051-ABC"],
)
@pytest.mark.parametrize("suffix", ["", ";number=0.123456"])
def test_every_form_of_a_number_is_found(record: Record, typed: str, suffix: str) -> None:
    answer = found(record, typed.lower() + suffix)
    assert answer == {
        "docket_number": "3:20-cv-51",
        "pacer_case_id": str(record.of(PLAIN)),
        "title": "3:20-cv-00051-ABC Plain 51 v. Other (closed 06/01/2020)",
    }


def test_a_number_that_no_case_has(record: Record) -> None:
    page = record.reader.get(f"{NUMBERS}?9:99-cv-99999")
    assert "<message text='Cannot find case 9:99-cv-99999'/>" in page.html
    assert found(record, "9:99-cv-99999") is None
    assert found(record, "whatever") is None
    assert found(record, "") is None


def test_a_sealed_case_is_under_seal_except_to_staff(record: Record) -> None:
    page = record.reader.get(f"{NUMBERS}?3:20-cv-36")
    assert "<message text='Case Under Seal'/>" in page.html
    assert SEALED.caption not in page.html
    assert found(record, "3:20-cv-36") is None
    clerk = record.court.signed_in("clerk_ctd")
    assert SEALED.caption in clerk.get(f"{NUMBERS}?3:20-cv-36").html


def test_of_several_cases_the_parser_finds_the_one_that_is_meant(record: Record) -> None:
    here = str(record.of(CIVIL))
    page = record.reader.get(f"{NUMBERS}?20-7")
    assert len(etree.fromstring(page.html).xpath("//case")) == 3
    assert found(record, "20-7", office_number="3", docket_number_letters="cv") is not None
    answer = found(record, "20-00007", office_number="3", docket_number_letters="cv")
    assert answer is not None
    assert answer["pacer_case_id"] == here
    narrowed = found(record, "3:20-cv-7")
    assert narrowed is not None
    assert narrowed["pacer_case_id"] == here


def test_awkward_captions_are_told_as_they_are(record: Record) -> None:
    answer = found(record, "3:20-cv-7")
    assert answer is not None
    assert answer["title"] == f"3:20-cv-00007-ABC {CIVIL.caption} (closed 03/04/2021)"


def test_defendants_have_numbers_and_the_whole_case_is_none_of_them(record: Record) -> None:
    page = record.reader.get(f"{NUMBERS}?3:20-cr-9")
    nodes = etree.fromstring(page.html).xpath("//case")
    assert [node.get("defendant") for node in nodes] == ["0", "1", "2", "3"]
    assert [node.get("number") for node in nodes][:2] == ["3:20-cr-9", "3:20-cr-9-1"]
    answer = found(record, "3:20-cr-9")
    assert answer is not None
    assert answer["docket_number"] == "3:20-cr-9"
    one = found(record, "3:20-cr-9-2")
    assert one is not None
    assert one["title"] == "3:20-cr-00009-ABC-DEF-2 Jane Roe (closed 01/05/2021)"


def test_whoever_is_not_logged_in_is_told_so_in_xml(record: Record) -> None:
    page = record.court.browser().get(f"{NUMBERS}?1501084")
    assert page.status == 200
    assert page.html == (
        "<request number='1501084'>\n"
        "<message text='Not logged in.  Please refresh this page.'/>\n</request>"
    )
    assert finding.NOT_LOGGED_IN in page.html


@pytest.mark.parametrize("query", ["'><script>", "%3Ccase%3E", "%00%ff%01", "a" * 5000, "é;x"])
def test_whatever_is_asked_the_answer_is_xml(record: Record, query: str) -> None:
    page = record.reader.get(f"{NUMBERS}?{query}")
    assert page.status == 200
    tree = etree.fromstring(page.html)
    assert [child.tag for child in tree] == ["message"]
    assert len(page.html) < 1000


# --------------------------------------------------------------------------- history


def history(record: Record, draft: CaseDraft, **fields: str) -> dict[str, object]:
    """Run History/Documents in the two steps that programs take."""
    form = record.reader.get(f"/cgi-bin/HistDocQry.pl?{record.of(draft)}")
    (action, *_) = form.all("//form/@action")
    nonce = action.split("?")
    assert len(nonce) == 2
    page = send(record.reader, f"/cgi-bin/HistDocQry.pl?{nonce[1]}", **fields)
    assert page.status == 200
    return readback.history("ctd", page.html)


def test_history_reads_back(record: Record) -> None:
    data = history(record, PLAIN, QueryType="History", sort1="asc", DisplayDktText="DisplayDktText")
    assert data["docket_number"] == "3:20-cv-00051"
    assert data["case_name"] == "Plain 51 v. Other"
    assert data["date_filed"] == FILED
    assert data["date_terminated"] == date(2020, 6, 1)
    assert data["date_last_filing"] == date(2020, 3, 1)
    papers = records.papers(record.court, record.of(PLAIN))
    rows = [
        (
            e["document_number"],
            e["pacer_doc_id"],
            e["pacer_seq_no"],
            e["date_filed"],
            e["date_entered"],
            e["short_description"],
            e["description"],
        )
        for e in data["docket_entries"]  # type: ignore[attr-defined]
    ]
    assert rows == [
        (
            None if draft.number is None else str(draft.number),
            doc_ids.written("041", papers[draft.seq][0]) if draft.documents else None,
            str(draft.seq) if draft.documents else None,
            draft.filed_on,
            draft.entered_at.date(),
            draft.short,
            draft.text,
        )
        for draft in PLAIN.entries
    ]


def test_documents_newest_first_and_without_text(record: Record) -> None:
    data = history(record, PLAIN, QueryType="Documents", sort1="desc")
    entries = data["docket_entries"]
    assert [e["document_number"] for e in entries] == ["2", "1"]  # type: ignore[attr-defined]
    assert {e["description"] for e in entries} == {""}  # type: ignore[attr-defined]


def test_history_of_the_hard_case_and_of_one_with_secrets(record: Record) -> None:
    data = history(record, CIVIL, QueryType="History", sort1="asc")
    assert data["case_name"] == CIVIL.caption
    assert data["assigned_to_str"] == "Ann B. Carter"
    told = history(record, SECRETS, QueryType="History", sort1="asc", DisplayDktText="1")
    numbers = {e["document_number"]: e["pacer_doc_id"] for e in told["docket_entries"]}  # type: ignore[attr-defined]
    assert set(numbers) == {"1", "5", "6", "7"}
    assert numbers["5"] is None
    assert numbers["6"] is None


def test_history_is_booked(record: Record) -> None:
    history(record, PLAIN, QueryType="History", sort1="asc")
    charge = records.charges(record.court)[-1]
    assert (charge.description, charge.criteria) == ("History/Documents", "3:20-cv-00051-ABC")


def test_history_of_no_case(record: Record) -> None:
    assert views.CASE_NOT_FOUND in record.reader.get("/cgi-bin/HistDocQry.pl?999999").text
    assert cgi.INCOMPLETE in record.reader.get("/cgi-bin/HistDocQry.pl").text
    page = send(record.reader, "/cgi-bin/HistDocQry.pl?1-L_1_0-1", QueryType="History")
    assert cgi.INCOMPLETE in page.text
    page = send(record.reader, "/cgi-bin/HistDocQry.pl?1-L_1_0-0-999999", QueryType="History")
    assert views.CASE_NOT_FOUND in page.text
    secret = send(record.reader, f"/cgi-bin/HistDocQry.pl?1-L_1_0-0-{record.of(SEALED)}")
    assert "Case Under Seal" in secret.text


# --------------------------------------------------------------------------- the mobile query


def test_the_mobile_query_counts_for_free(record: Record) -> None:
    before = len(records.charges(record.court))
    page = send(
        record.reader, f"/cgi-bin/mobile_query.pl?search=caseInfo&caseid=={record.of(PLAIN)}"
    )
    query = MobileQuery("ctd")
    query._parse_text(page.html)
    assert query.data == {"court_id": "ctd", "entry_count": 3, "cost": ""}
    assert len(records.charges(record.court)) == before
    link = page.all("//a[@id='entriesLink']/@href")[0]
    assert record.reader.get(link).location == f"/cgi-bin/DktRpt.pl?{record.of(PLAIN)}"


def test_the_mobile_query_without_a_case(record: Record) -> None:
    assert record.reader.get("/cgi-bin/mobile_query.pl").all("//input[@name='caseid']")
    page = record.reader.get("/cgi-bin/mobile_query.pl?search=caseInfo&caseid=999999")
    assert views.CASE_NOT_FOUND in page.text


# --------------------------------------------------------------------------- one document


def doc(record: Record, draft: CaseDraft, seq: int, place: int, flag: int) -> str:
    """Return the address of a paper."""
    paper = records.papers(record.court, record.of(draft))[seq][place]
    name = doc_ids.written("041", paper, flag)
    return f"/doc1/{name}?caseid={record.of(draft)}&de_seq_num={seq}"


def test_a_number_leads_to_its_document(record: Record) -> None:
    here = record.of(PLAIN)
    page = record.reader.get(f"/cgi-bin/show_case_doc?1,{here},,,")
    assert (page.status, page.location) == (302, doc(record, PLAIN, 1, 0, doc_ids.MENU))
    attached = record.reader.get(f"/cgi-bin/show_case_doc?1,{here},1,,")
    assert attached.location == doc(record, PLAIN, 1, 1, doc_ids.PAPER)
    single = record.reader.get(f"/cgi-bin/show_case_doc?2,{here},,,")
    assert single.location == doc(record, PLAIN, 3, 0, doc_ids.PAPER)


@pytest.mark.parametrize(
    "query", ["", "1", "99,{0},,,", "x,{0},,,", "1,{0},9,,", "1,{0},x,,", ",,,,"]
)
def test_a_document_that_is_not_there(record: Record, query: str) -> None:
    page = record.reader.get(f"/cgi-bin/show_case_doc?{query.format(record.of(PLAIN))}")
    assert page.status == 200
    assert views.NO_DOCUMENT in page.text


def test_what_may_not_be_seen_reads_like_what_is_not_there(record: Record) -> None:
    here = record.of(SECRETS)
    for number, place in ((2, ""), (4, ""), (5, ""), (6, ""), (7, "1"), (99, "")):
        page = record.reader.get(f"/cgi-bin/show_case_doc?{number},{here},{place},,")
        assert views.NO_DOCUMENT in page.text, number
    assert record.reader.get(f"/cgi-bin/show_case_doc?7,{here},2,,").status == 302


def test_view_a_document_by_its_form(record: Record) -> None:
    form = record.reader.get(f"/cgi-bin/qryDocument.pl?{record.of(PLAIN)}")
    assert form.all("//input[@name='case_num']/@value") == ["3:20-cv-51"]
    action = form.all("//form/@action")[0].replace("../", "/")
    fields = {"all_case_ids": str(record.of(PLAIN)), "case_num": "3:20-cv-51"}
    page = send(record.reader, action, **fields, document_number="1", attachment_number="1")
    assert page.location == doc(record, PLAIN, 1, 1, doc_ids.PAPER)
    wrong = send(record.reader, action, **fields, document_number="one", attachment_number="")
    assert asking.BAD_NUMBER in wrong.text
    assert wrong.all("//input[@name='document_number']/@value") == ["one"]
    missing = send(record.reader, action, **fields, document_number="99")
    assert views.NO_DOCUMENT in missing.text


def test_view_a_document_without_a_case(record: Record) -> None:
    form = record.reader.get("/cgi-bin/qryDocument.pl")
    action = form.all("//form/@action")[0].replace("../", "/")
    empty = send(record.reader, action, all_case_ids="0", case_num="", document_number="1")
    assert views.NO_CASE_NUMBER in empty.text
    several = send(record.reader, action, all_case_ids="0", case_num="20-7", document_number="1")
    assert "Far v. Away" in several.text
    assert f"/cgi-bin/qryDocument.pl?{record.of(CIVIL)}" in several.links().values()


def test_the_long_names_of_older_pages(record: Record) -> None:
    here = record.of(PLAIN)
    for query in (f"documentKcaseidV{here}Kde_seq_numV1", f"document?caseid={here}&de_seq_num=1"):
        page = record.reader.get(f"/cgi-bin/document_link.pl?{query}")
        if "K" in query:
            assert page.location == doc(record, PLAIN, 1, 0, doc_ids.MENU)
    plain = record.reader.get(f"/cgi-bin/document_link.pl?caseid={here}&de_seq_num=3")
    assert plain.location == doc(record, PLAIN, 3, 0, doc_ids.PAPER)
    assert views.NO_DOCUMENT in record.reader.get("/cgi-bin/document_link.pl?x").text


# --------------------------------------------------------------------------- hostile requests

ADDRESSES = (
    "DktRpt.pl",
    "HistDocQry.pl",
    "mobile_query.pl",
    "qryDocument.pl",
    "show_case_doc",
    "document_link.pl",
    "possible_case_numbers.pl",
)
QUERIES = (
    "-1",
    "0",
    "99999999999999999999",
    "1e3",
    "%00",
    "%ff%fe",
    "caseid=%F0%9F%92%A9&caseId=x",
    "caseNumber=%27%22%3E%3Cscript%3E&caseId=0",
    "1-L_1_0-" + "9" * 400,
    "1-L_1_0-" + "9" * 5000,
    "1-L_1_" + "9" * 5000 + "-1",
    "1-L_" + "x" * 400 + "_0-1",
    "9" * 60_000,
    ",".join("9" * 30 for _ in range(50)),
    "search=caseInfo&caseid=99999999999",
    "documentKcaseidV99999999999999Kde_seq_numV99999999999999",
)


@pytest.mark.parametrize("path", ADDRESSES)
@pytest.mark.parametrize("query", QUERIES, ids=range(len(QUERIES)))
def test_no_query_breaks_a_page(record: Record, path: str, query: str) -> None:
    page = record.reader.get(f"/cgi-bin/{path}?{query}")
    assert page.status in (200, 302), page.status
    assert "<script>" not in page.html.lower().replace("<script src", "")


@pytest.mark.parametrize(
    "fields",
    [
        {"all_case_ids": "99999999999999999999"},
        {"all_case_ids": "-1", "case_num": "\x00\ud83d\udca9".encode("utf-8", "replace").decode()},
        {"all_case_ids": "1,2,x,," * 500},
        {"case_num": "3:20-cv-" + "9" * 5000},
        {"all_case_ids": "2", "date_from": "13/13/99999", "display_pageid": "9" * 50},
        {"all_case_ids": "2", "sort1": "'; DROP TABLE", "output_format": "../../etc"},
        {"all_case_ids": "2", "reach": "<script>", "date_from": ""},
        {"document_number": "²", "all_case_ids": "2"},
    ],
)
@pytest.mark.parametrize(
    "path", ["DktRpt.pl", "HistDocQry.pl", "qryDocument.pl", "mobile_query.pl"]
)
def test_no_form_breaks_a_page(record: Record, path: str, fields: dict[str, str]) -> None:
    page = send(record.reader, f"/cgi-bin/{path}?1-L_1_0-1", **fields)
    assert page.status in (200, 302), page.status
    assert "<script>" not in page.html.lower().replace("<script src", "")


def test_another_seat_is_not_there(record: Record) -> None:
    """A case of a seat is invisible to everybody else, whichever address asks for it."""
    (case_id,) = records.plant(record.court, case(77, entries=PLAIN.entries), world=7)
    for address in (
        f"/cgi-bin/DktRpt.pl?{case_id}",
        f"/cgi-bin/HistDocQry.pl?{case_id}",
        f"/cgi-bin/show_case_doc?1,{case_id},,,",
        f"/cgi-bin/mobile_query.pl?search=caseInfo&caseid={case_id}",
        f"/cgi-bin/document_link.pl?documentKcaseidV{case_id}Kde_seq_numV1",
    ):
        assert views.CASE_NOT_FOUND in record.reader.get(address).text, address
    assert found(record, "3:20-cv-77") is None
