"""Reports, written opinions and the feed: rows, money, secrets, what real clients read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from juriscraper.pacer import FreeOpinionReport, PacerRssFeed
from sqlalchemy import select

from courts.access.models import PageCharge
from courts.accounts.models import CourtUser
from courts.cases.models import Counsel
from courts.cases.typed import WRONG_ORDER
from courts.kinds.drafts import CaseDraft, DocumentDraft
from courts.reports import menu
from tests.integration.courts import bench, record
from tests.integration.courts.bench import Bench, Browser, Shown
from tests.integration.courts.record import at, civil, debtor, entry, in_seat, motions, send, store

Make = Callable[[str, str], Bench]
SPAN = {"date_from": "1/1/2021", "date_to": "12/31/2021"}


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Build one court at one moment."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    record.one_reference_case(monkeypatch)
    return lambda court, when: bench.build(
        tmp_path, court, when, world="none", patched=record.ONE_CASE
    )


@pytest.fixture
def ctd(make: Make) -> Bench:
    """A district court with its reference case."""
    return make("ctd", "2021-11")


@pytest.fixture
def ctb(make: Make) -> Bench:
    """A bankruptcy court with its reference case."""
    return make("ctb", "2021-11")


def run(browser: Browser, path: str, **fields: Any) -> Shown:
    """Fill in the form of a report and run it."""
    action = browser.get(path).all("//form/@action")[0]
    return browser.post(action, **fields)


def charges(court: Bench) -> list[PageCharge]:
    with court.database.reading() as session:
        return list(session.scalars(select(PageCharge).order_by(PageCharge.id)))


def rows(shown: Shown) -> list[list[str]]:
    """The cells of the table of a report, row by row."""
    return [
        [" ".join(" ".join(td.itertext()).split()) for td in tr.xpath("./td")]
        for tr in shown.all("//*[@id='cmecfMainContent']//table[contains(@class,'table')]//tr[td]")
    ]


# ------------------------------------------------------------------ menu


def test_the_reports_page_leads_to_every_report(ctd: Bench) -> None:
    shown = ctd.signed_in("researcher").get("/cgi-bin/DisplayMenu.pl?Reports")
    links = shown.links()
    assert links["Docket Sheet"] == "/cgi-bin/DktRpt.pl"
    for word in ("Civil Cases", "Criminal Cases", "Calendar Events", "Docket Activity"):
        assert links[word].endswith("-Rpt.pl")
    assert links["Written Opinions"] == "/cgi-bin/WrtOpRpt.pl"


def test_a_bankruptcy_court_has_claims_and_creditors_among_its_reports(ctb: Bench) -> None:
    browser = ctb.signed_in("researcher")
    links = browser.get("/cgi-bin/DisplayMenu.pl?Reports&id=-1").links()
    assert links["Claims Register"] == "/cgi-bin/SearchClaims.pl"
    assert links["Creditor Mailing Matrix"] == "/cgi-bin/CredMatrixCase.pl"
    assert "Criminal Cases" not in links
    assert browser.get(menu.CRIMINAL).status == 404


def test_legal_research_stays_in_the_federation(ctd: Bench) -> None:
    shown = ctd.signed_in("researcher").get("/cgi-bin/LegalResearch.pl")
    links = shown.links()
    assert links["Written Opinions"] == "/cgi-bin/WrtOpRpt.pl"
    assert links["Fed. R. Civ. P. 5.2"] == "/rules/frcp-5.2"
    for link in links.values():
        assert link.startswith(("/", "#")) or ".moot.localhost" in link


# ------------------------------------------------------------------ reports


def test_civil_cases(ctd: Bench) -> None:
    closed = replace(civil(402, "Pleasant v. Ended"), terminated_on=date(2021, 9, 1))
    store(
        ctd,
        [
            motions(),
            closed,
            civil(403, "USA v. Crook", type="cr", family="criminal", nature=""),
            replace(civil(404, "Pleasant v. Hush"), sealed=True),
        ],
    )
    browser = ctd.signed_in("researcher")
    everything = run(browser, menu.CASES)
    assert [row[0].split()[0] for row in rows(everything)] == [
        "3:19-cv-00021-RBX-LDG",
        "3:21-cv-00402-RBX",
        "3:21-cv-00501-RBX",
    ]
    flagged = run(browser, menu.CASES, flag="lead")
    assert [row[-1] for row in rows(flagged)] == ["LEAD"]
    assert "EFILE" not in run(browser, menu.CASES, flag="EFIL").text
    ended = run(browser, menu.CASES, case_status="closed", sort1="filed")
    assert [row[5] for row in rows(ended)] == ["09/01/2021"]
    by_nature = run(browser, menu.CASES, nature_suit="190")
    assert len(rows(by_nature)) == 1
    crooks = run(browser, menu.CRIMINAL)
    assert [row[0].split()[0] for row in rows(crooks)] == ["3:21-cr-00403-RBX"]
    assert "Crook" not in run(browser, menu.CASES, case_type="cr").text
    assert "Hush" in run(ctd.signed_in("clerk_ctd"), menu.CASES).text


def test_bankruptcy_cases_by_chapter(ctb: Bench) -> None:
    store(ctb, [debtor(30901, ("Mona", "Lent"))])
    browser = ctb.signed_in("researcher")
    shown = run(browser, menu.CASES, chapter="13", case_filed_from="5/1/2021")
    assert [row[:2] for row in rows(shown)] == [["21-30901-amx Mona Lent", "13"]]


def test_calendar_events(ctd: Bench) -> None:
    store(ctd, [motions(), replace(motions(), number=civil(502, "x v. y").number, sealed=True)])
    browser = ctd.signed_in("researcher")
    shown = run(browser, menu.CALENDAR, due_from="11/1/2021", due_to="12/31/2021")
    assert [(row[0], row[3]) for row in rows(shown)] == [
        ("11/30/2021", "Bench Trial Hearing"),
        ("12/01/2021", "Reply due Deadline"),
    ]
    hearings = run(
        browser, menu.CALENDAR, due_from="11/1/2021", due_to="12/31/2021", kind="hearing"
    )
    assert len(rows(hearings)) == 1
    empty = run(browser, menu.CALENDAR, due_from="1/1/2020", due_to="1/2/2020")
    assert "Nothing is set on these days." in empty.text
    assert [charge.cents for charge in charges(ctd)] == [10, 10, 10]


def test_docket_activity(ctd: Bench) -> None:
    store(ctd, [motions()])
    browser = ctd.signed_in("researcher")
    shown = run(browser, menu.ACTIVITY, **SPAN, sort1="number", ShowFull="0")
    told = [(row[2], row[3]) for row in rows(shown)]
    assert told[0] == ("1", "Complaint")
    assert ("", "Minute Entry") in told
    assert "Hidden Motion" not in shown.html
    kinds = run(browser, menu.ACTIVITY, **SPAN, category="Orders", case_num="3:21-cv-501")
    words = " ".join(row[3] for row in rows(kinds))
    assert "Complaint" not in words
    wrong = run(browser, menu.ACTIVITY, **SPAN, case_num="3:21-cv-999")
    assert "is not a valid case" in wrong.text
    assert wrong.all("//input[@name='date_from' and @value='1/1/2021']")
    assert len(charges(ctd)) == 2


def test_docket_activity_of_ones_own_cases(ctd: Bench) -> None:
    mine, left, _ = store(
        ctd,
        [
            civil(n, f"Pleasant v. {n}", entries=(entry(1, 1, "complaint", at(2, 1)),))
            for n in (521, 522, 523)
        ],
    )
    browser = ctd.signed_in("attorney_everywhere")
    with ctd.database.writing() as session:
        me = session.scalars(
            select(CourtUser.id).where(CourtUser.last_name == "Counsel").limit(1)
        ).one()
        for case_id, ended in ((mine, None), (left, date(2021, 3, 1))):
            row = session.scalars(select(Counsel).where(Counsel.case_id == case_id)).one()
            row.user_id, row.terminated_on = me, ended
    every = run(browser, menu.ACTIVITY, **SPAN)
    assert all(f"3:21-cv-0052{n}" in every.text for n in (1, 2, 3))
    own = run(browser, menu.ACTIVITY, **SPAN, mine="1")
    assert "3:21-cv-00521" in own.text
    assert "3:21-cv-00522" not in own.text
    assert "3:21-cv-00523" not in own.text
    # Who has no account to file with has no cases, and is not asked.
    stranger = ctd.signed_in("researcher").get(menu.ACTIVITY)
    assert stranger.all("//*[@name='mine']") == []


def test_a_wrong_range_stands_beside_its_field_and_costs_nothing(ctd: Bench) -> None:
    browser = ctd.signed_in("researcher")
    wrong = run(browser, menu.ACTIVITY, date_from="2/1/2021", date_to="1/1/2021")
    assert WRONG_ORDER in wrong.text
    assert wrong.all("//*[@id='date_from' and @aria-invalid='true']")
    missing = run(browser, menu.CALENDAR, due_from="", due_to="")
    assert "Enter both dates of the range." in missing.text
    assert charges(ctd) == []


def test_a_long_report_comes_in_pages_each_with_its_price(ctd: Bench) -> None:
    store(ctd, [civil(n, f"Pleasant v. Number {n}") for n in range(1, 131)])
    browser = ctd.signed_in("researcher")
    first = run(browser, menu.CASES, case_filed_from="1/1/2021", flag="")
    assert "Page 1 of 2, 130 lines in all." in first.text
    assert len(rows(first)) == 100
    action = first.all("//form/@action")[0]
    second = browser.post(action, page="2")
    assert "Page 2 of 2" in second.text
    assert len(rows(second)) == 30
    assert not set(map(tuple, rows(first))) & set(map(tuple, rows(second)))
    assert len(charges(ctd)) == 2
    assert "No case fits" in browser.post(action, page="77").text
    for crafted in ("-1", "x", "9" * 50):
        assert len(rows(browser.post(action, page=crafted))) == 100


def test_the_number_of_queries_of_a_report_is_fixed(ctd: Bench) -> None:
    store(ctd, [civil(n, f"Pleasant v. {n}", entries=some(n)) for n in range(1, 61)])
    browser = ctd.signed_in("researcher")
    address = browser.get(menu.ACTIVITY).all("//form/@action")[0]
    counted = []
    for last in ("2/25/2021", "12/31/2021"):
        browser.get(menu.ACTIVITY)
        with record.statements(ctd) as seen:
            browser.post(address, date_from="1/1/2021", date_to=last)
        counted.append(len(seen))
    # Total and rows; then who belongs to the cases, and their papers.
    assert counted == [5, 5], seen


def some(n: int) -> Sequence[Any]:
    return tuple(entry(seq, seq, "notice_other", at(1 + n % 12, 20)) for seq in (1, 2))


# ------------------------------------------------------------------ written opinions


def opinions(browser: Browser, sort: str = "cs_sort_case_numb", **more: str) -> Shown:
    """Query as juriscraper does: the form for its nonce, then the report."""
    form = browser.get("/cgi-bin/WrtOpRpt.pl")
    path, _, nonce = form.all("(//form)[1]/@action")[0].partition("?")
    assert path.endswith("WrtOpRpt.pl")
    assert "-L_1_0-" in nonce
    fields = {
        "filed_from": "01/01/2019",
        "filed_to": "12/31/2021",
        "ShowFull": "1",
        "Key1": sort,
        "all_case_ids": "0",
    }
    return send(browser, f"/cgi-bin/WrtOpRpt.pl?{nonce}", **{**fields, **more})


def read(court: str, shown: Shown) -> FreeOpinionReport:
    report = FreeOpinionReport(court)
    report._parse_text(shown.html)
    return report


@pytest.mark.parametrize("sort", ["cs_sort_case_numb", "de_date_filed"])
def test_opinions_as_a_client_reads_them(ctd: Bench, sort: str) -> None:
    (case_id,) = store(ctd, [motions()])
    report = read("ctd", opinions(ctd.signed_in("researcher"), sort))
    assert report.reported_opinion_count == len(report.data) == 3
    first, second, third = report.data
    assert (first["docket_number"], first["document_number"]) == ("3:19-cv-00021", "3")
    assert first["nature_of_suit"] == "Contract: Other"
    assert first["cause"] == "28:1332 Diversity-Breach of Contract"
    for row, seq, number, day in ((second, "8", "7", 1), (third, "9", "8", 2)):
        assert (row["pacer_case_id"], row["pacer_seq_no"]) == (str(case_id), seq)
        assert (row["docket_number"], row["document_number"]) == ("3:21-cv-00501", number)
        assert row["case_name"] == "Pleasant v. Gizmo Corp."
        assert row["date_filed"] == date(2021, 6, day)
        assert row["pacer_doc_id"].startswith("0410300")
        assert row["nature_of_suit"] == "Civil Rights: Other"
    assert charges(ctd) == [], "opinions are free"


def test_opinions_of_a_bankruptcy_court_have_five_columns(ctb: Bench) -> None:
    opinion = entry(1, 4, "bk_memorandum", at(6, 1), short="Memorandum", opinion=True)
    (case_id,) = store(ctb, [debtor(30951, ("Mona", "Lent"), entries=(opinion,))])
    shown = opinions(ctb.signed_in("researcher"))
    report = read("ctb", shown)
    assert report.reported_opinion_count == 1
    (row,) = report.data
    assert (row["pacer_case_id"], row["docket_number"]) == (str(case_id), "21-30951")
    assert (row["case_name"], row["document_number"]) == ("Mona Lent", "4")
    assert row["date_filed"] == date(2021, 6, 1)
    assert len(shown.all("(//table)[1]//tr[td][1]/td")) == 5


def test_no_opinions_still_have_a_total(ctd: Bench) -> None:
    shown = opinions(ctd.signed_in("researcher"), filed_from="01/01/1990", filed_to="01/07/1990")
    report = read("ctd", shown)
    assert (report.reported_opinion_count, report.data) == (0, [])
    assert "No opinion was filed" in shown.text


def test_opinions_that_are_secret_are_not_listed(ctd: Bench) -> None:
    hidden = entry(1, 1, "opinion", at(6, 3), short="Hidden Opinion", opinion=True, access="sealed")
    closed = entry(2, 2, "opinion", at(6, 4), short="Shown Opinion", opinion=True)
    paper = DocumentDraft(3, access="court_only")
    kept = entry(3, 3, "opinion", at(6, 5), short="Kept Paper", opinion=True, documents=(paper,))
    store(
        ctd,
        [
            civil(551, "Pleasant v. Open", entries=(hidden, closed, kept)),
            replace(civil(552, "Pleasant v. Hush", entries=(closed,)), sealed=True),
            replace(civil(553, "Pleasant v. Agency", entries=(closed,)), restricted="immigration"),
        ],
    )
    shown = opinions(ctd.signed_in("researcher"), ShowFull="0")
    assert "Hidden Opinion" not in shown.html
    assert "Hush" not in shown.html
    report = read("ctd", shown)
    assert [row["case_name"] for row in report.data][1:] == [
        "Pleasant v. Open",
        "Pleasant v. Agency",
    ]
    assert report.reported_opinion_count == 3
    assert "Kept Paper" not in shown.html, "readers take every row to have a link"


def test_opinions_of_one_case(ctd: Bench) -> None:
    (case_id,) = store(ctd, [motions()])
    report = read("ctd", opinions(ctd.signed_in("researcher"), all_case_ids=str(case_id)))
    assert report.reported_opinion_count == 2


# ------------------------------------------------------------------ the feed


def feed(court: Bench, browser: Browser | None = None, **headers: str) -> Any:
    client = (browser or court.browser()).client
    return client.get(
        "/cgi-bin/rss_outside.pl", base_url=court.member.origins["ecf"], headers=headers
    )


def items(court: Bench, answer: Any) -> list[dict[str, Any]]:
    reader = PacerRssFeed(court.member.id)
    reader._parse_text(answer.get_data(as_text=True))
    found: list[dict[str, Any]] = reader.data
    return found


def busy(**more: Any) -> CaseDraft:
    """A case in which something was entered within the last 24 hours."""
    papers = (DocumentDraft(2), DocumentDraft(1, "Exhibit", "A"))
    return civil(
        571,
        "Pleasant & Co. v. Daily",
        entries=(
            entry(1, 1, "complaint", at(11, 14, 10)),
            entry(2, 2, "motion_dismiss", at(11, 14, 20), short="Motion to Dismiss"),
            entry(3, None, "minute_entry", at(11, 14, 21), short="Minute Entry"),
            entry(4, 3, "notice_other", at(11, 15, 12), short="Notice [Other]", documents=papers),
            entry(5, 4, "motion_seal", at(11, 15, 13), short="Secret", access="sealed"),
            entry(6, 5, "notice_other", at(11, 15, 18), short="Later"),
        ),
        **more,
    )


def test_the_feed_of_the_last_day_as_a_client_reads_it(ctd: Bench) -> None:
    (case_id,) = store(ctd, [busy()])
    answer = feed(ctd)
    assert answer.status_code == 200
    assert answer.headers["Content-Type"] == "text/xml; charset=ISO-8859-1"
    found = items(ctd, answer)
    told = [each["docket_entries"][0] for each in found]
    # Court time is November 15, 9 in the morning (14:00 GMT).
    assert [(e["short_description"], e["document_number"]) for e in told] == [
        ("Notice [Other", "3"),
        ("Minute Entry", None),
        ("Motion to Dismiss", "2"),
    ]
    assert {each["pacer_case_id"] for each in found} == {str(case_id)}
    assert {each["docket_number"] for each in found} == {"3:21-cv-00571"}
    assert found[0]["case_name"] == "Pleasant & Co. v. Daily"
    assert told[0]["pacer_doc_id"].startswith("0410300")
    assert told[0]["pacer_seq_no"] == "4"
    text = answer.get_data(as_text=True)
    assert "Docket entries of type: all" in text
    assert "<lastBuildDate>Mon, 15 Nov 2021 12:00:00 GMT</lastBuildDate>" in text
    assert "Secret" not in text
    assert "Later" not in text
    assert charges(ctd) == []


def test_the_feed_of_a_bankruptcy_court(ctb: Bench) -> None:
    petition = entry(1, 1, "voluntary_petition_13", at(11, 15, 12), short="Voluntary Petition")
    (case_id,) = store(ctb, [debtor(30971, ("Mona", "Lent"), entries=(petition,))])
    (found,) = items(ctb, feed(ctb))
    assert (found["type"], found["office"], found["chapter"]) == ("bk", "3", "13")
    assert found["trustee_str"] == "Stonewell, Tess"
    assert (found["docket_number"], found["pacer_case_id"]) == ("21-30971", str(case_id))
    assert found["docket_entries"][0]["document_number"] == "1"
    assert found["docket_entries"][0]["pacer_seq_no"] == "1"


def test_a_quiet_court_shows_its_newest_entries(ctd: Bench) -> None:
    assert [e["docket_entries"][0]["short_description"] for e in items(ctd, feed(ctd))] == [
        "Order on Motion",
        "Answer to Complaint",
        "Judge Assigned",
        "Complaint",
    ]


def test_the_feed_is_the_same_for_everybody_and_has_no_seat_in_it(ctd: Bench) -> None:
    store(ctd, [busy()], world=record.SEAT)
    browser = in_seat(ctd, "researcher")
    for answer in (feed(ctd), feed(ctd, browser)):
        assert "Daily" not in answer.get_data(as_text=True)


@pytest.mark.parametrize("secret", [{"sealed": True}, {"opening": True}])
def test_the_feed_names_no_secret_case(ctd: Bench, secret: dict[str, Any]) -> None:
    store(ctd, [busy(**secret)])
    for browser in (None, ctd.signed_in("clerk_ctd")):
        assert "Daily" not in feed(ctd, browser).get_data(as_text=True)


def test_papers_of_a_restricted_case_are_not_linked_in_the_feed(ctd: Bench) -> None:
    store(ctd, [busy(restricted="immigration")])
    found = items(ctd, feed(ctd))
    assert len(found) == 3
    assert {each["docket_entries"][0]["pacer_doc_id"] for each in found} == {""}


def test_the_feed_is_sent_only_when_it_changed(ctd: Bench) -> None:
    store(ctd, [busy()])
    first = feed(ctd)
    again = feed(ctd, **{"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.get_data()) == (304, b"")
    ctd.at("2021-11-15T16:00")
    later = feed(ctd, **{"If-None-Match": first.headers["ETag"]})
    assert later.status_code == 200
    assert "Later" in later.get_data(as_text=True)


def test_a_paper_of_several_motions_has_an_item_for_each(ctd: Bench) -> None:
    draft = busy()
    first = draft.entries[1]._replace(also=("Motion to Strike", "Motion for Sanctions"))
    store(ctd, [replace(draft, entries=(draft.entries[0], first, *draft.entries[2:]))])
    found = [d for d in items(ctd, feed(ctd)) if "Daily" in d["case_name"]]
    entries = [e for d in found for e in d["docket_entries"]]
    told = [e["short_description"] for e in entries if e["document_number"] in ("2", 2)]
    # Readers know by the guid that the items are of one paper, and join their words.
    assert [sorted(words.split(" AND ")) for words in told] == [
        ["Motion for Sanctions", "Motion to Dismiss", "Motion to Strike"]
    ]


def test_the_feed_of_a_seat_is_at_an_address_of_its_own(ctd: Bench) -> None:
    store(ctd, [busy()], world=record.SEAT)
    reports = record.in_seat(ctd, "researcher").get("/cgi-bin/DisplayMenu.pl?Reports")
    address = reports.links()["Recent Entries (RSS)"]
    client = ctd.browser().client
    origin = ctd.member.origins["ecf"]
    assert "Daily" in client.get(address, base_url=origin).get_data(as_text=True)
    forged = f"{address[:-4]}AAAA"
    for path in (forged, address.partition("?")[0], f"{address}x", f"{address[:40]}"):
        answer = client.get(path, base_url=origin)
        assert answer.status_code == 200
        assert "Daily" not in answer.get_data(as_text=True)


def test_nobody_outside_of_a_seat_is_offered_a_feed_of_one(ctd: Bench) -> None:
    links = ctd.signed_in("researcher").get("/cgi-bin/DisplayMenu.pl?Reports").links()
    assert "Recent Entries (RSS)" not in links
