"""Dockets, searches, lists and the feed of a court of appeals (clients.md 5.19, 5.22)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from zoneinfo import ZoneInfo

import pytest
from juriscraper.lib.string_utils import harmonize
from juriscraper.pacer import AppellateDocketReport, PacerRssFeed
from sqlalchemy import event, select

from courts.access.models import PageCharge
from courts.appeals import queries
from courts.cases.models import Case
from courts.cases.service import Known
from courts.docket.models import Document, Entry
from courts.kinds.drafts import CaseDraft, DocumentDraft
from courts.kinds.numbers import APPELLATE, CaseNumber
from courts.worlds.service import plant_cases
from tests import appellate_drafts, readback_appellate
from tests.integration.courts import bench
from tests.integration.courts.bench import Bench, Browser, Shown

ROOM = "/n/beam/servlet/TransportRoom"
FULL = (
    "fullDocketReport=Y&incDktEntries=Y&incOrigDkt=Y&incPrior=Y&incAssoc=Y&incPanel=Y"
    "&incPtyAty=Y&incCaption=long"
)


#: The cases that these tests plant, and the oldest reference case.
MINE = frozenset(
    {"21-1001", *(APPELLATE.bare(draft.number) for draft in appellate_drafts.all_of_them())}
)


@pytest.fixture(scope="module")
def ca2(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Bench]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        made = bench.build(tmp_path_factory.mktemp("ca2"), "ca2", "2021-11")
        plant(made, appellate_drafts.all_of_them())
        yield made


def plant(court: Bench, drafts: tuple[CaseDraft, ...]) -> None:
    with court.database.writing() as session:
        plant_cases(
            session,
            drafts,
            known=Known({}, {}),
            style=APPELLATE,
            zone=ZoneInfo(court.member.timezone),
        )


def case_id(court: Bench, draft: CaseDraft) -> int:
    with court.database.reading() as session:
        found = session.scalar(
            select(Case.id).where(
                Case.year == draft.number.year, Case.serial == draft.number.serial
            )
        )
        assert found is not None
        return found


def papers(court: Bench, draft: CaseDraft) -> tuple[dict[int, list[int]], dict[int, list[int]]]:
    """Row ids and sizes of the papers of each entry, by its seq."""
    ids: dict[int, list[int]] = {}
    sizes: dict[int, list[int]] = {}
    with court.database.reading() as session:
        rows = session.execute(
            select(Entry.seq, Document.id, Document.size)
            .join(Document, Document.entry_id == Entry.id)
            .where(Entry.case_id == case_id(court, draft))
            .order_by(Entry.seq, Document.place)
        )
        for seq, row_id, size in rows:
            ids.setdefault(seq, []).append(row_id)
            sizes.setdefault(seq, []).append(size)
    return ids, sizes


def reader(court: Bench) -> Browser:
    return court.signed_in("attorney_everywhere")


def docket(browser: Browser, draft: CaseDraft, query: str = FULL) -> Shown:
    number = APPELLATE.bare(draft.number)
    return browser.get(f"{ROOM}?servlet=CaseSummary.jsp&caseNum={number}&{query}")


def charges(court: Bench) -> list[tuple[str, int]]:
    with court.database.reading() as session:
        rows = session.execute(
            select(PageCharge.description, PageCharge.pages).order_by(PageCharge.id)
        )
        return [(row.description, row.pages) for row in rows]


def statements(court: Bench, browser: Browser, path: str) -> int:
    """How many statements a page asks the database for."""
    with court.statements() as asked:
        assert browser.get(path).status == 200
    return len(asked)


# --------------------------------------------------------------------------- dockets


@pytest.mark.parametrize(
    "make",
    [appellate_drafts.agency, appellate_drafts.crowded, appellate_drafts.original],
    ids=lambda make: make.__name__,
)
def test_what_was_put_in_is_read_back(ca2: Bench, make: Any) -> None:
    draft = make()
    page = docket(reader(ca2), draft)
    data = readback_appellate.docket("ca2", page.html)
    ids, _ = papers(ca2, draft)
    # The papers of an immigration case are closed to strangers, orders of the court are not.
    closed = frozenset({1}) if draft.restricted else frozenset()
    told = readback_appellate.differences(
        data, draft, prefix="002", papers=ids, courts=("ctd", "ctb"), closed=closed
    )
    assert told == []


def test_a_sealed_entry_is_left_out_and_a_restricted_paper_has_no_link(ca2: Bench) -> None:
    draft = appellate_drafts.bankrupt()
    data = readback_appellate.docket("ca2", docket(reader(ca2), draft).html)
    ids, _ = papers(ca2, draft)
    told = readback_appellate.differences(
        data,
        draft,
        prefix="002",
        papers=ids,
        courts=("ctd", "ctb"),
        hidden=frozenset({2}),
        closed=frozenset({3}),
    )
    assert told == []


@pytest.mark.parametrize("room", [ROOM, "/cmecf/servlet/TransportRoom"])
def test_the_literal_plus_of_programs_is_no_obstacle(ca2: Bench, room: str) -> None:
    page = reader(ca2).get(
        f"{room}?servlet=CaseSummary.jsp&caseNum=21-1001&{FULL}&actionType=Run%2BDocket%2BReport"
    )
    data = readback_appellate.docket("ca2", page.html)
    assert data["docket_number"] == "21-1001"
    assert len(data["docket_entries"]) == 2


def test_several_documents_at_once_are_read_back(ca2: Bench) -> None:
    draft = appellate_drafts.crowded()
    page = docket(reader(ca2), draft, "incDktEntries=Y&incPdfMulti=Y&fullDocketReport=Y")
    data = readback_appellate.docket("ca2", page.html)
    ids, sizes = papers(ca2, draft)
    told = readback_appellate.several_differences(
        data, draft, prefix="002", papers=ids, sizes=sizes
    )
    assert told == []


def test_the_days_of_entries_can_be_chosen(ca2: Bench) -> None:
    draft = appellate_drafts.crowded()
    page = docket(reader(ca2), draft, "incDktEntries=Y&dateFrom=02/02/2021&dateTo=02%2F03%2F2021")
    entries = readback_appellate.docket("ca2", page.html)["docket_entries"]
    assert {e["date_filed"] for e in entries} == {date(2021, 2, 2), date(2021, 2, 3)}
    none = docket(reader(ca2), draft, "incDktEntries=Y&dateFrom=01/01/1999&dateTo=01/02/1999")
    assert readback_appellate.docket("ca2", none.html)["docket_entries"] == []
    assert "No docket entries found." in none.text


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("dateFrom=02/30/2021", "Enter a day as mm/dd/yyyy."),
        ("dateFrom=tomorrow", "Enter a day as mm/dd/yyyy."),
        ("dateFrom=2/2/2021&dateTo=1/1/2021", "The start date must be less than or equal to"),
    ],
)
def test_days_that_are_none_cost_nothing(ca2: Bench, query: str, words: str) -> None:
    before = len(charges(ca2))
    page = docket(reader(ca2), appellate_drafts.crowded(), f"incDktEntries=Y&{query}")
    assert page.status == 422
    assert words in page.text
    assert len(charges(ca2)) == before


def test_parts_that_nobody_asked_for_are_not_there(ca2: Bench) -> None:
    page = docket(reader(ca2), appellate_drafts.crowded(), "incDktEntries=N")
    for words in ("Originating Court", "Panel Assignment", "Parties and attorneys", "Prior Cases"):
        assert words not in page.text
    data = readback_appellate.docket("ca2", page.html)
    assert data["docket_number"] == "21-0037"
    assert (data["parties"], data["docket_entries"]) == ([], [])


def test_a_number_that_is_none_is_an_error_in_the_words_of_the_real_page(ca2: Bench) -> None:
    before = len(charges(ca2))
    for typed in ("99-0001", "", "nonsense", "'; drop table", "21-1001-1-1-1", "9" * 5000):
        page = reader(ca2).get(f"{ROOM}?servlet=CaseSummary.jsp&caseNum={typed}&{FULL}")
        assert page.status == 200
        assert "<b>Case Number Not Found</b>" in page.html
        assert "InvalidUserLogin.jsp" in page.html
    assert len(charges(ca2)) == before


def test_the_receipt_is_an_appellate_one_and_the_report_is_capped(ca2: Bench) -> None:
    page = docket(reader(ca2), appellate_drafts.crowded())
    (when,) = page.all("//table[contains(@class, 'receipt')]//td[@colspan='4']")
    assert when.text_content().startswith("2nd Circuit - Appellate - 11/")
    assert "Docket Report (full)" in page.text
    assert charges(ca2)[-1][0] == "Docket Report (full)"
    assert 1 <= charges(ca2)[-1][1] <= 30


def test_a_page_of_many_entries_asks_for_no_more_than_one_of_few(ca2: Bench) -> None:
    browser = reader(ca2)
    docket(browser, appellate_drafts.original())
    path = f"{ROOM}?servlet=CaseSummary.jsp&{FULL}&caseNum="
    few, many = (statements(ca2, browser, path + n) for n in ("21-3003", "21-0037"))
    # One more where another case is tied to it.
    assert many - few <= 1
    assert many <= 22


def test_a_docket_is_sent_as_it_is_written_and_charged_once(ca2: Bench) -> None:
    browser, before = reader(ca2), len(charges(ca2))
    path = f"{ROOM}?servlet=CaseSummary.jsp&caseNum=21-0037&{FULL}"
    origin = ca2.member.origins["ecf"]
    answer = browser.client.get(path, base_url=origin, buffered=False)
    pieces = iter(answer.response)
    head, rows = next(pieces), next(pieces)
    assert b"General Docket" in head
    assert b"doDocPostURL(" in rows
    # Whoever hangs up half-way pays for what was sent, whoever only asks what is there does not.
    answer.close()
    assert len(charges(ca2)) == before + 1
    assert browser.client.head(path, base_url=origin).status_code == 200
    assert len(charges(ca2)) == before + 1


def test_a_number_below_is_found_by_an_index(ca2: Bench) -> None:
    plans: list[str] = []
    with ca2.database.reading() as session:

        def explain(*call: Any) -> None:
            if "origin_key" in call[2] and not call[2].startswith("EXPLAIN"):
                rows = call[0].exec_driver_sql(f"EXPLAIN QUERY PLAN {call[2]}", call[3])
                plans.extend(str(row[-1]) for row in rows)

        event.listen(session.get_bind(), "before_cursor_execute", explain)
        try:
            queries.search(session, queries.Sought(origin="2019-21 cv"), limit=10)
        finally:
            event.remove(session.get_bind(), "before_cursor_execute", explain)
    assert any("ix_court_case_origin_key" in plan for plan in plans), plans


@pytest.mark.parametrize("form", ["XML", "TXT"])
def test_files_of_a_docket_want_the_charge_accepted(ca2: Bench, form: str) -> None:
    browser, before = reader(ca2), len(charges(ca2))
    path = f"{ROOM}?servlet=CaseSummary.jsp&caseNum=21-0037&{FULL}&outputXML_TXT={form}"
    asked = browser.get(path)
    assert "Accept Charges and Retrieve" in asked.html
    assert len(charges(ca2)) == before
    told = browser.get(f"{path}&confirmCharge=y")
    assert "Société Générique S.A." in told.html
    assert "Cost: " in told.html
    assert len(charges(ca2)) == before + 1
    assert told.response.headers["Content-Type"].startswith(
        {"XML": "text/xml", "TXT": "text/plain"}[form]
    )


# --------------------------------------------------------------------------- finding cases


def hits(page: Shown) -> list[str]:
    """The numbers of the list of hits, as the extension finds them: in the fourth table."""
    links = page.all("(//table)[4]/tr/td/a | (//table)[4]/tbody/tr/td/a")
    return [a.text_content() for a in links if "CaseSummary.jsp" in a.get("href")]


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("csnum1=21-1001", ["21-1001"]),
        ("csnum1=20-0009&csnum2=21-0037", ["21-0037", "20-0009"]),
        ("aName=soci%C3%A9t%C3%A9", ["21-0037"]),
        ("aName=specimen&firstName=jos", ["21-2001"]),
        ("origNum=3:19-cv-21", ["21-1001", "21-0037"]),
        ("origNum=19-cv-00021", ["21-1001", "21-0037"]),
        ("origNum=A099-999", ["21-2001"]),
        ("dateFrom=8/1/2021&dateTo=8/31/2021", ["21-3003"]),
        ("nos=3190&status=closed", ["21-0037"]),
        ("nos=3190&status=open", ["21-1001"]),
    ],
)
def test_cases_are_found(ca2: Bench, query: str, found: list[str]) -> None:
    page = reader(ca2).get(f"{ROOM}?servlet=CaseSelectionTable.jsp&{query}")
    assert [number for number in hits(page) if number in MINE] == found
    assert page.all("//input[not(@type='hidden')]") == []
    assert {i.get("name") for i in page.all("//input")} >= {"csnum1", "csnum2", "servlet"}


def test_a_hit_leads_to_docket_case_and_the_case_below(ca2: Bench) -> None:
    page = reader(ca2).get(f"{ROOM}?servlet=CaseSelectionTable.jsp&csnum1=21-1001")
    links = [a.get("href") for a in page.all("(//table)[4]//tr/td/a")]
    assert "caseNum=21-1001" in links[0]
    with ca2.database.reading() as session:
        first = session.scalar(select(Case.id).where(Case.year == 2021, Case.serial == 1001))
    assert f"caseid={first}&" in links[1]
    assert "//ecf.ctd." in links[2]
    assert links[2].endswith("/cgi-bin/DktRpt.pl?caseNumber=3:19-cv-00021-RBX&caseId=0")
    case = reader(ca2).get(links[1])
    assert "Docket Report (full)" in case.links()


@pytest.mark.parametrize("query", ["csnum1=99-9999", "aName=zz%25", "aName=hidden", "origNum=_"])
def test_a_search_without_a_match_is_one_page(ca2: Bench, query: str) -> None:
    page = reader(ca2).get(f"{ROOM}?servlet=CaseSelectionTable.jsp&{query}")
    assert "No case was found." in page.text
    assert charges(ca2)[-1] == ("Case Selection Table", 1)


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ("", "Enter a case number, a name, an originating case number or days."),
        ("csnum1=x", "Enter a case number such as 21-1001."),
        ("csnum2=21-1001", "Enter a case number such as 21-1001."),
        ("csnum1=21-2&csnum2=21-1", "must not be after the second"),
        ("aName=a", "letters of the name"),
        ("firstName=Ada", "Enter the last name, too."),
        ("dateFrom=31/31/2021", "Enter a day as mm/dd/yyyy."),
        ("aName=%00%00%00", "No case was found."),
    ],
)
def test_a_search_keeps_what_was_typed_and_says_what_is_wrong(
    ca2: Bench, query: str, words: str
) -> None:
    page = reader(ca2).get(f"{ROOM}?servlet=CaseSelectionTable.jsp&{query}")
    assert page.status in (200, 422)
    assert words in page.text


def test_options_lead_to_the_docket(ca2: Bench) -> None:
    browser = reader(ca2)
    form = browser.get(f"{ROOM}?servlet=DocketReportFilter.jsp&caseNum=21-1001")
    assert form.all("//input[@name='incPtyAty'][@type='checkbox'][@checked]")
    sent = {**dict(form.all("//form[@name='f1']")[0].form_values()), "actionType": "Run"}
    told = browser.client.post(
        ROOM, data=sent, base_url=ca2.member.origins["ecf"], headers={"Referer": "https://external"}
    )
    data = readback_appellate.docket("ca2", told.get_data(as_text=True))
    assert len(data["parties"]) == 2


# --------------------------------------------------------------------------- who may not


@pytest.mark.parametrize(
    "query",
    [
        f"servlet=CaseSummary.jsp&caseNum=21-4004&{FULL}",
        "servlet=CaseSummary.jsp&caseNum=21-4004&outputXML_TXT=XML&confirmCharge=y",
        "servlet=DocketReportFilter.jsp&caseNum=21-4004",
        "servlet=CaseQuery.jsp&csnum1=21-4004",
        "servlet=CaseSelectionTable.jsp&csnum1=21-4004",
        "servlet=CaseSelectionTable.jsp&aName=hidden",
        "servlet=CaseSelectionTable.jsp&origNum=00099",
        "servlet=Orders.jsp&dateFrom=11/01/2021&dateTo=11/30/2021",
        "servlet=CourtCalendar.jsp&dateFrom=11/01/2021&dateTo=11/30/2021",
        "servlet=RSSGenerator",
    ],
)
def test_a_sealed_case_shows_itself_nowhere(ca2: Bench, query: str) -> None:
    page = reader(ca2).get(f"{ROOM}?{query}")
    assert page.status == 200
    for word in ("Sealed v. Sealed", "SECRET", "Secret hearing", "Hidden Name"):
        assert word not in page.html


@pytest.mark.parametrize(
    "servlet",
    ["CaseSearch.jsp", "CaseSummary.jsp&caseNum=21-1001", "ShowDoc&dls_id=002130000001"],
)
def test_strangers_are_led_to_sign_on_as_courts_of_appeals_do(ca2: Bench, servlet: str) -> None:
    page = Shown(
        ca2.app.test_client().get(
            f"{ROOM}?servlet={servlet}", base_url="https://ecf.ca2.uscourts.gov"
        )
    )
    assert page.status == 200
    begin = 'document.location="https://pacer.login.uscourts.gov/csologin/login.jsf?pscCourtId=02CA'
    assert begin in page.html
    assert f"https://ecf.ca2.uscourts.gov{ROOM}?servlet={servlet}" in unquote(page.html)
    assert "InvalidUserLogin.jsp" not in page.html
    report = AppellateDocketReport("ca2")
    report._parse_text(page.html)
    assert report.data == {}


def test_a_post_of_a_stranger_comes_back_to_its_page(ca2: Bench) -> None:
    answer = ca2.app.test_client().post(
        ROOM,
        data={"servlet": "CaseSummary.jsp", "caseNum": "21-1001", "pacer": "t"},
        base_url="https://ecf.ca2.uscourts.gov",
        headers={"Referer": "https://external"},
    )
    html = unquote(answer.get_data(as_text=True))
    assert "TransportRoom?servlet=CaseSummary.jsp&caseNum=21-1001" in html
    assert "pacer=t" not in html


def test_a_post_from_elsewhere_is_stopped_with_a_word_for_miners(ca2: Bench) -> None:
    browser, before = reader(ca2), len(charges(ca2))
    fields = {"servlet": "CaseSummary.jsp", "caseNum": "21-1001", "confirmCharge": "y"}
    for headers in ({}, {"Referer": "https://elsewhere.test/"}, {"Origin": "null"}):
        answer = browser.client.post(
            ROOM, data=fields, base_url=ca2.member.origins["ecf"], headers=headers
        )
        page = Shown(answer)
        assert "set your REFERER header to 'https://external'" in page.html
        assert page.links()["Continue"] == f"{ROOM}?servlet=CaseSummary.jsp&caseNum=21-1001"
        report = AppellateDocketReport("ca2")
        report._parse_text(page.html)
        assert report.data == {}
    assert len(charges(ca2)) == before


def test_account_pages_still_want_their_token(ca2: Bench) -> None:
    answer = reader(ca2).client.post(
        ROOM,
        data={"servlet": "MaintainAccount.jsp"},
        base_url=ca2.member.origins["ecf"],
        headers={"Referer": "https://external"},
    )
    assert answer.status_code == 400


@pytest.mark.parametrize(
    "query",
    [
        "servlet=",
        "servlet=NoSuch.jsp",
        "servlet=../../etc/passwd",
        "servlet=CaseSummary.jsp%00",
        "servlet=ShowDoc/../../x",
        "servlet=ShowDoc&dls_id=" + "9" * 3000,
        "servlet=ShowDoc&dls_id=127130000001",
        "servlet=ShowDocMulti&caseId=1&d=" + ",".join(["9999999999999999"] * 400),
        "servlet=ShowDocMulti&caseId=999999999&dls=1",
        "servlet=CaseQuery.jsp&caseid=-1",
        "servlet=CaseQuery.jsp&caseid=%FF%FE",
        "servlet=CaseSummary.jsp&caseid=99999999999999999999999",
        "servlet=CaseSummary.jsp&caseNum=%F0%9F%92%A9",
        "servlet=CaseSelectionTable.jsp&csnum1=9999-999999&csnum2=0000-1",
        "servlet=Opinions.jsp&dateFrom=00/00/0000",
        "servlet=Opinions.jsp&dateFrom=1/1/0001&dateTo=12/31/9999",
        "servlet=CourtCalendar.jsp&dateFrom=12/31/9999",
        "servlet=Orders.jsp&dateTo=1/1/0001",
        "servlet=CaseSummary.jsp&servlet=MaintainAccount.jsp",
    ],
)
def test_crafted_requests_find_nothing(ca2: Bench, query: str) -> None:
    browser = reader(ca2)
    assert browser.get(f"{ROOM}?{query}").status in (200, 404, 422)
    name, _, rest = query.partition("&")
    answer = browser.client.post(
        f"{ROOM}?{name}",
        data=dict(part.partition("=")[::2] for part in rest.split("&") if part),
        base_url=ca2.member.origins["ecf"],
        headers={"Referer": "https://external"},
    )
    assert answer.status_code in (200, 400, 404, 422)


# --------------------------------------------------------------------------- many cases


def test_lists_say_their_price_first_and_opinions_are_free(ca2: Bench) -> None:
    browser, before = reader(ca2), len(charges(ca2))
    opinions = browser.get(f"{ROOM}?servlet=Opinions.jsp&dateFrom=6/1/2021&dateTo=6/30/2021")
    assert "OPINION, affirming" in opinions.text
    assert "0.00" in opinions.text
    briefs = browser.get(f"{ROOM}?servlet=Briefs.jsp")
    assert "Transaction Receipt" not in briefs.text
    assert len(charges(ca2)) == before
    orders = browser.get(f"{ROOM}?servlet=Orders.jsp&dateFrom=4/1/2021&dateTo=4/1/2021")
    assert "ORDER, dated 04/01/2021" in orders.text
    assert charges(ca2)[-1] == ("Orders/Judgments List", 1)


def test_the_calendar_lists_hearings_to_come(ca2: Bench) -> None:
    page = reader(ca2).get(f"{ROOM}?servlet=CourtCalendar.jsp")
    assert "Oral argument" in page.text
    assert "21-0037" in page.links()


def test_the_feed_is_for_everybody_and_read_by_its_parser(ca2: Bench) -> None:
    today = appellate_drafts.entry(
        1,
        date(2021, 11, 15),
        "ORDER, [as] amended, FILED.",
        DocumentDraft(1),
        DocumentDraft(1),
        number=7,
        event="ap_order",
    )
    brief = appellate_drafts.entry(
        2, date(2021, 11, 15), "Text.", event="ap_heard", access="sealed"
    )
    draft = CaseDraft(
        family="appellate",
        number=CaseNumber(2021, 5005),
        caption="Süß & Söhne v. <Nobody>",
        filed_on=date(2021, 11, 15),
        entries=(today, brief),
    )
    plant(ca2, (draft,))
    ca2.at("2021-11-15T09:00")
    try:
        before = ca2.browser().get(f"{ROOM}?servlet=RSSGenerator")
        ca2.at("2021-11-15T18:00")
        page = ca2.browser().get(f"{ROOM}?servlet=RSSGenerator")
    finally:
        ca2.at("2021-11")
    assert "21-5005" not in before.html
    feed = PacerRssFeed("ca2")
    feed._parse_text(page.html)
    (told,) = [each for each in feed.data if each["docket_number"] == "21-5005"]
    assert told["case_name"] == harmonize("Süß & Söhne v. <Nobody>")
    (entry,) = told["docket_entries"]
    assert entry["short_description"] == "Event 1"
    assert entry["document_number"] == "7"
    ids, _ = papers(ca2, draft)
    assert entry["pacer_doc_id"] == f"0020{30_000_000 + ids[1][0]}"
    assert entry["date_filed"].isoformat() == "2021-11-15T10:00:00-05:00"
    assert "<lastBuildDate>" in page.html
    assert feed.feed.feed.description == "Docket entries of type: all"


def test_other_courts_have_no_such_room(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    ctd = bench.build(tmp_path, "ctd", "2021-11")
    browser = ctd.signed_in("attorney_everywhere")
    for path in (f"{ROOM}?servlet=CaseSearch.jsp", "/cmecf/servlet/TransportRoom", "/docs1/1"):
        assert browser.get(path).status == 404
