"""Query: what a real client reads, what a person finds, what is secret, what it costs."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from juriscraper.pacer import CaseQuery, CaseQueryAdvancedBankruptcy
from sqlalchemy import select

from courts.access.models import PageCharge
from courts.cases.search import NOTHING, TOO_LONG
from courts.kinds.drafts import BankruptcyFacts, LinkDraft, PartyDraft
from courts.kinds.numbers import CaseNumber
from tests.integration.courts import bench, record
from tests.integration.courts.bench import Bench, Browser, Shown
from tests.integration.courts.record import civil, debtor, in_seat, motions, send, statements, store

Make = Callable[[str, str], Bench]
IQUERY = "/cgi-bin/iquery.pl?1-L_1_0-1"
BLANK = dict.fromkeys(
    (
        *("UserType", "Qry_filed_from", "Qry_filed_to", "lastentry_from", "lastentry_to"),
        *("last_name", "first_name", "middle_name", "person_type"),
    ),
    "",
)


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


def one_case(browser: Browser, case_id: int) -> Shown:
    """Ask for one case as juriscraper does."""
    return send(browser, IQUERY, **BLANK, all_case_ids=str(case_id), case_num="foo")


def parsed(court: str, shown: Shown) -> dict[str, Any]:
    report = CaseQuery(court)
    report._parse_text(shown.html)
    found: dict[str, Any] = report.data
    return found


def charges(court: Bench) -> list[PageCharge]:
    with court.database.reading() as session:
        return list(session.scalars(select(PageCharge).order_by(PageCharge.id)))


# ------------------------------------------------------------------ one case


def test_one_district_case_as_a_client_reads_it(ctd: Bench) -> None:
    found = parsed("ctd", one_case(ctd.signed_in("researcher"), 1))
    assert found["docket_number"] == "3:19-cv-00021"
    assert found["case_name_raw"].strip() == "Alpha Widgets, Inc. v. Beta Gadgets LLC et al"
    assert found["assigned_to_str"] == "Rhea B. Robeson"
    assert found["referred_to_str"] == "Linus D. Gavel"
    assert found["date_filed"] == date(2019, 1, 7)
    assert found["date_last_filing"] == date(2019, 3, 4)
    assert found["federal_dn_judge_initials_assigned"] == "RBX"


def test_one_bankruptcy_case_as_a_client_reads_it(ctb: Bench) -> None:
    (case_id,) = store(
        ctb, [replace(debtor(30777, ("Mona", "Lent")), terminated_on=date(2021, 10, 1))]
    )
    found = parsed("ctb", one_case(ctb.signed_in("researcher"), case_id))
    assert (found["docket_number"], found["case_name"]) == ("21-30777", "Mona Lent")
    assert (found["case_type"], found["chapter"], found["asset"]) == ("bk", "13", "No")
    assert (found["vol"], found["assigned_to_str"]) == ("v", "Ann M. Equity")
    assert found["date_terminated"] == date(2021, 10, 1)
    assert found["date_discharged"] == date(2021, 9, 1)


def test_an_adversary_proceeding_names_its_bankruptcy_case(ctb: Bench) -> None:
    lead = debtor(30778, ("Mona", "Lent"))
    number = CaseNumber(2021, 3001, "ap", "3", "amx")
    adversary = replace(
        debtor(3001, ("x", "y")),
        family="adversary",
        number=number,
        caption="Stonewell v. Lent",
        chapter="",
        facts=BankruptcyFacts(lead_title="Mona Lent"),
        links=(LinkDraft("main", lead.number),),
    )
    _, case_id = store(ctb, [lead, adversary])
    found = parsed("ctb", one_case(ctb.signed_in("researcher"), case_id))
    assert found["related_bankruptcy"] == "21-30778 Mona Lent"
    assert found["docket_number"] == "21-03001"


def test_the_menu_of_a_case_leads_to_every_script(ctd: Bench) -> None:
    shown = ctd.signed_in("researcher").get("/cgi-bin/iqquerymenu.pl?1")
    links = [a.get("href") for a in shown.all("(//*[@id='cmecfMainContent']//table)[1]//a")]
    assert links[-1].endswith("1"), "the extension takes the case from the last link"
    scripts = {link.partition("?")[0].rpartition("/")[2] for link in links}
    assert {
        "qryAlias.pl",
        "DktRpt.pl",
        "HistDocQry.pl",
        "StatusQry.pl",
        "mobile_query.pl",
    } <= scripts
    assert "/cgi-bin/login.pl?logout" in shown.html
    (middle,) = shown.all("(//*[@id='cmecfMainContent']//center)[1]")
    assert "3:19-cv-00021-RBX-LDG" in middle.text_content()
    assert charges(ctd) == [], "a case that is named is shown without charge"


@pytest.mark.parametrize("address", ["iquery.pl?1", "iquery.pl?770912345678901-L_1_0-0-1"])
def test_other_addresses_of_the_same_page(ctd: Bench, address: str) -> None:
    assert parsed("ctd", ctd.signed_in("researcher").get(f"/cgi-bin/{address}"))


@pytest.mark.parametrize("case_id", [99, 999999999])
def test_beyond_the_last_id_there_is_no_case(ctd: Bench, case_id: int) -> None:
    shown = one_case(ctd.signed_in("researcher"), case_id)
    assert "Case not found." in shown.text
    assert parsed("ctd", shown) == {}
    assert "/cgi-bin/login.pl?logout" in shown.html


CRAFTED = (
    *("", "?abc", "?1-L", "?0-L_1_0-", "?" + "9" * 400, "?%00", "?caseid=%27"),
    *("?1-L_1_0-0-" + "9" * 12, "?1-L_1_0-0-" + "9" * 5000, "?1-L_1_" + "9" * 5000 + "-1"),
)


@pytest.mark.parametrize("query", CRAFTED, ids=range(len(CRAFTED)))
def test_crafted_addresses_do_no_harm(ctd: Bench, query: str) -> None:
    browser = ctd.signed_in("researcher")
    for path in ("iqquerymenu.pl", "qryAlias.pl", "iquery.pl", "StatusQry.pl", "SchedQry.pl"):
        assert browser.get(f"/cgi-bin/{path}{query}").status == 200
    assert send(browser, f"/cgi-bin/iquery.pl{query}", all_case_ids="1").status == 200


def test_nobody_reads_it_without_signing_on(ctd: Bench) -> None:
    shown = ctd.browser().get("/cgi-bin/iqquerymenu.pl?1")
    assert "location.assign(" in shown.html
    assert "Alpha Widgets" not in shown.html


# ------------------------------------------------------------------ secrets and worlds


def test_a_sealed_case_is_named_nowhere(ctd: Bench) -> None:
    secret = replace(civil(601, "Pleasant v. Hush Inc."), sealed=True)
    opening = replace(civil(602, "Pleasant v. Early Inc."), opening=True)
    sealed_id, opening_id = store(ctd, [secret, opening])
    browser = ctd.signed_in("researcher")
    for script in ("iqquerymenu.pl", "qryParties.pl", "qrySummary.pl", "StatusQry.pl"):
        shown = browser.get(f"/cgi-bin/{script}?{sealed_id}")
        assert "Case Under Seal" in shown.text
        assert "Hush" not in shown.html
    assert parsed("ctd", one_case(browser, sealed_id)) == {}
    assert "in the process of being opened" in one_case(browser, opening_id).text
    by_number = send(browser, IQUERY, case_num="3:21-cv-601")
    assert "Case Under Seal" in by_number.text
    for search in (
        {"last_name": "pleasant"},
        {"Qry_filed_from": "1/1/2021"},
        {"last_name": "hush"},
    ):
        shown = send(browser, IQUERY, **search)
        assert "Hush" not in shown.html
        assert "Early" not in shown.html
    assert len(charges(ctd)) == 3, "refusals cost nothing; searches without a match a page each"
    clerk = ctd.signed_in("clerk_ctd")
    assert "Hush" in clerk.get(f"/cgi-bin/iqquerymenu.pl?{sealed_id}").text


def test_a_tie_to_a_sealed_case_is_not_shown(ctd: Bench) -> None:
    secret = replace(civil(601, "Pleasant v. Hush Inc."), sealed=True)
    open_one = civil(602, "Pleasant v. Plain Inc.")
    here = civil(
        603,
        "Pleasant v. Nexus Inc.",
        links=(
            LinkDraft("related", secret.number),
            LinkDraft("lead", open_one.number, since=date(2021, 3, 1)),
            LinkDraft("appeal", CaseNumber(2021, 1234), court="ca2"),
        ),
    )
    *_, case_id = store(ctd, [secret, open_one, here])
    shown = ctd.signed_in("researcher").get(f"/cgi-bin/qryAscCases.pl?{case_id}")
    assert "Plain Inc." in shown.text
    assert "CA2" in shown.text
    assert "Hush" not in shown.html
    assert "00601" not in shown.html


def test_a_seat_sees_its_own_cases_and_no_other_seat_does(ctd: Bench) -> None:
    (case_id,) = store(ctd, [civil(701, "Pleasant v. Seatbound")], world=record.SEAT)
    stranger = ctd.signed_in("researcher")
    assert "Case not found." in one_case(stranger, case_id).text
    assert "No match found" in send(stranger, IQUERY, last_name="pleasant").text
    owner = in_seat(ctd, "researcher")
    assert parsed("ctd", one_case(owner, case_id))["docket_number"] == "3:21-cv-00701"
    found = send(owner, IQUERY, last_name="pleasant")
    assert "Seatbound" in found.text
    assert "Seatbound" in send(owner, IQUERY, case_num="21-701").text
    neighbour = in_seat(ctd, "researcher", record.SEAT + 1)
    assert "Case not found." in one_case(neighbour, case_id).text
    for script in ("qryAttorneys.pl", "FilerQry.pl", "StatusQry.pl", "SchedQry.pl"):
        assert "Case not found." in neighbour.get(f"/cgi-bin/{script}?{case_id}").text


# ------------------------------------------------------------------ searching


def test_a_bankruptcy_name_search_as_a_client_reads_it(ctb: Bench) -> None:
    first, second = store(
        ctb,
        [
            debtor(30801, ("Mona", "Lent")),
            replace(debtor(30802, ("Max", "Lentil")), terminated_on=date(2021, 8, 1)),
        ],
    )
    browser = ctb.signed_in("researcher")
    shown = send(browser, IQUERY, last_name="lent", first_name="", middle_name="", person_type="")
    report = CaseQueryAdvancedBankruptcy("ctb")
    report._parse_text(shown.html)
    assert [row["pacer_case_id"] for row in report.data] == [str(first), str(second)]
    assert [row["case_name"] for row in report.data] == ["Mona Lent", "Max Lentil"]
    assert report.data[0]["chapter"] == "13"
    assert report.data[0]["date_filed"] == date(2021, 5, 10)
    assert report.data[0]["date_closed"] is None
    assert report.data[1]["date_closed"] == date(2021, 8, 1)
    assert shown.all("//*[@id='cmecfMainContent']/h2")[0].text_content() == "Select a Person"
    exact = send(browser, IQUERY, last_name="Lent", ExactMatch="1")
    assert "Lentil" not in exact.text
    (link,) = exact.all("//tr[@class='rowBackground1']//a")
    assert parsed("ctb", browser.get(f"/cgi-bin/{link.get('href')}"))["case_name"] == "Mona Lent"


def test_people_are_found_by_their_other_names(ctd: Bench) -> None:
    aliases = (("aka", "Sally Q. Merry"), ("dba", "Merry & Co."))
    known = (PartyDraft("Plaintiff", "Sam Pleasant", "Sam", "Pleasant", aliases=aliases),)
    firm = (PartyDraft("Defendant", "Gizmo Corp.", aliases=(("fka", "Old Gizmo Works"),)),)
    store(ctd, [civil(811, "Pleasant v. A", parties=known), civil(812, "B v. C", parties=firm)])
    browser = ctd.signed_in("researcher")
    for fields, name, number in (
        ({"last_name": "merry"}, "Merry, Sally Q.", "3:21-cv-00811"),
        ({"last_name": "Merry", "first_name": "sal"}, "Merry, Sally Q.", "3:21-cv-00811"),
        ({"last_name": "old gizmo", "person_type": "pty"}, "Old Gizmo Works", "3:21-cv-00812"),
    ):
        shown = send(browser, IQUERY, **fields)
        assert name in shown.text
        assert number in shown.text
    for fields in (
        {"last_name": "merry", "middle_name": "Q"},
        {"last_name": "pleasant", "middle_name": "%"},
        {"last_name": "old gizmo", "person_type": "aty"},
        {"last_name": "gizmo works"},
    ):
        assert "3:21-cv-008" not in send(browser, IQUERY, **fields).text


def test_a_question_about_the_head_of_a_page_costs_nothing(ctd: Bench) -> None:
    browser = ctd.signed_in("researcher")
    path = "/cgi-bin/qryAlias.pl?1"
    base = ctd.member.origins["ecf"]
    assert browser.client.head(path, base_url=base).status_code == 200
    assert charges(ctd) == []
    assert browser.get(path).status == 200
    assert len(charges(ctd)) == 1


def test_a_bankruptcy_search_by_dates_as_a_client_reads_it(ctb: Bench) -> None:
    (found,) = store(ctb, [debtor(30803, ("Mona", "Lent"), filed_on=date(2021, 6, 15))])
    browser = ctb.signed_in("researcher")
    shown = send(browser, IQUERY, filed_from="06/01/2021", filed_to="06/30/2021", last_name="")
    report = CaseQueryAdvancedBankruptcy("ctb")
    report._parse_text(shown.html)
    assert [(r["pacer_case_id"], r["docket_number"]) for r in report.data] == [
        (str(found), "21-30803")
    ]
    wrong = send(browser, IQUERY, filed_from="06/01/2021", filed_to="07/01/2021")
    assert TOO_LONG.format(days=31) in wrong.text
    assert wrong.all("//*[@id='filed_from' and @aria-invalid='true' and @value='06/01/2021']")
    assert len(charges(ctb)) == 1


def test_a_search_without_a_match_costs_a_page(ctb: Bench) -> None:
    shown = send(ctb.signed_in("researcher"), IQUERY, last_name="Nobodysson")
    assert "No match found" in shown.text
    report = CaseQueryAdvancedBankruptcy("ctb")
    report._parse_text(shown.html)
    assert report.data == []
    (charge,) = charges(ctb)
    assert (charge.description, charge.cents) == ("Search", 10)
    assert charge.criteria == "LName: Nobodysson"


def test_a_name_search_has_no_cap(ctd: Bench) -> None:
    many = [
        civil(n, f"Pleasant v. Wordy Corporation number {n} {'and others ' * 20}")
        for n in range(1000, 1600)
    ]
    store(ctd, many)
    shown = send(ctd.signed_in("researcher"), IQUERY, last_name="Pleasant")
    assert "Only the first 500 lines are shown" in shown.text
    (charge,) = charges(ctd)
    assert charge.pages > 30
    assert charge.cents == charge.pages * 10


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ({"last_name": "Plea", "first_name": "sa"}, True),
        ({"last_name": "Plea", "first_name": "zo"}, False),
        ({"last_name": "briefly", "person_type": "aty"}, True),
        ({"last_name": "briefly", "first_name": "Paula", "person_type": "aty"}, True),
        ({"last_name": "brief", "ExactMatch": "1", "person_type": "aty"}, False),
        ({"last_name": "briefly", "person_type": "pty"}, False),
        ({"last_name": "pleasant", "person_type": "aty"}, False),
        ({"last_name": "gizmo"}, True),
        ({"last_name": "giz%"}, False),
        ({"nature_suit": ["440"], "Qry_filed_from": "1/1/2021"}, True),
        ({"nature_suit": ["190"], "Qry_filed_from": "1/1/2021"}, False),
        ({"cause_action": ["42:1983"]}, True),
        ({"cause_action": ["42:1981"]}, False),
        ({"lastentry_from": "6/2/2021", "lastentry_to": "6/2/2021"}, True),
        ({"lastentry_from": "6/3/2021", "lastentry_to": "6/3/2021"}, False),
        ({"last_name": "pleasant", "case_status": "closed"}, False),
        ({"last_name": "pleasant", "case_status": "open"}, True),
    ],
)
def test_criteria(ctd: Bench, search: dict[str, Any], found: bool) -> None:
    store(ctd, [motions()])
    shown = send(ctd.signed_in("researcher"), IQUERY, **search)
    assert ("Gizmo Corp." in shown.text) is found
    assert ("No match found" in shown.text) is not found


def test_a_number_leads_to_the_case_or_to_a_choice(ctd: Bench) -> None:
    store(ctd, [civil(801, "Pleasant v. One"), civil(801, "USA v. Two", type="mc")])
    browser = ctd.signed_in("researcher")
    assert parsed("ctd", send(browser, IQUERY, case_num="3:21-cv-00801"))["case_name_raw"]
    both = send(browser, IQUERY, case_num="21-801")
    assert [h.text_content() for h in both.all("//h2")] == ["Select a Case"]
    assert len(both.all("//tr[@class='rowBackground1' or @class='rowbackground2']")) == 2
    wrong = send(browser, IQUERY, case_num="21-999")
    assert "21-999 is not a valid case. Please enter a valid value." in wrong.text
    assert wrong.all("//input[@name='case_num' and @value='21-999']")
    assert charges(ctd) == []


def test_two_ids_of_the_finder_are_a_choice(ctd: Bench) -> None:
    first, second = store(ctd, [civil(811, "Pleasant v. One"), civil(812, "Pleasant v. Two")])
    shown = send(ctd.signed_in("researcher"), IQUERY, all_case_ids=f"{first},{second}")
    assert "Select a Case" in shown.text
    assert "Two" in shown.text


# ------------------------------------------------------------------ the form


FIELDS = {
    *("case_num", "case_status", "Qry_filed_from", "Qry_filed_to", "lastentry_from"),
    *("lastentry_to", "nature_suit", "cause_action", "last_name", "ExactMatch", "first_name"),
    *("middle_name", "person_type", "all_case_ids"),
}
IDS = ("case_number_find_button_0", "case_number_area", "case_number_pick_area_0", "all_case_ids")


def test_the_form_has_what_client_programs_fill_in(ctd: Bench) -> None:
    shown = ctd.signed_in("researcher").get("/cgi-bin/iquery.pl")
    (form,) = shown.all("//form")
    assert {str(name) for name in form.fields} >= FIELDS
    for wanted in ("select[@id='nature_suit']", "select[@id='cause_action']"):
        assert shown.all(f"//{wanted}")
    assert shown.all("//select[@id='person_type']")
    assert shown.all("//input[@type='button' and @value='Run Query']")
    for wanted in IDS:
        assert shown.all(f"//*[@id='{wanted}']"), wanted
    assert form.get("action").startswith("/cgi-bin/iquery.pl?")
    assert form.get("enctype") == "multipart/form-data"
    for box in shown.all("//form//select | //form//input[@type='text' or @type='checkbox']"):
        assert shown.all(f"//label[@for='{box.get('id')}']"), box.get("name")


def test_a_bankruptcy_form_asks_for_chapters(ctb: Bench) -> None:
    shown = ctb.signed_in("researcher").get("/cgi-bin/iquery.pl")
    assert shown.all("//input[@name='filed_from']")
    assert shown.all("//select[@name='chapter']/option[@value='13']")
    assert not shown.all("//select[@id='nature_suit']")


def test_what_is_wrong_stands_beside_the_field(ctd: Bench) -> None:
    browser = ctd.signed_in("researcher")
    nothing = send(browser, IQUERY, first_name="Ada")
    assert NOTHING in nothing.text
    assert nothing.all("//input[@name='first_name' and @value='Ada']")
    wrong = send(browser, IQUERY, Qry_filed_from="yesterday", nature_suit="440")
    assert wrong.all("//*[@id='Qry_filed_from' and @value='yesterday']")
    assert wrong.all("//option[@value='440' and @selected]")
    assert "Enter a date as mm/dd/yyyy." in wrong.text


def test_a_post_from_elsewhere_is_stopped(ctd: Bench) -> None:
    browser = ctd.signed_in("researcher")
    answer = browser.client.post(
        IQUERY,
        data={"all_case_ids": "1"},
        base_url=ctd.member.origins["ecf"],
        headers={"Referer": "https://evil.test/"},
    )
    assert "may not have originated from within CM/ECF" in answer.get_data(as_text=True)


# ------------------------------------------------------------------ scripts of a case


SCRIPTS = {
    "qryAlias.pl": ("Alias List", "No party of this case has an alias."),
    "qryAscCases.pl": ("Associated Cases", "No case is associated"),
    "AsccaseDisplay.pl": ("Associated Cases", "No case is associated"),
    "qryAttorneys.pl": ("Attorney List", "Briefly LLP"),
    "qryParties.pl": ("Party List", "Gizmo Corp."),
    "qrySummary.pl": ("Case Summary", "42:1983 Civil Rights Act"),
    "QryRMSLocation.pl": ("Case File Location", "Clerk's Office"),
    "FilerQry.pl": ("Filers", "Sam Pleasant"),
    "StatusQry.pl": ("Case Status", "Motion to Dismiss"),
}


@pytest.mark.parametrize("script", sorted(SCRIPTS))
def test_a_script_answers_with_the_head_and_a_receipt(ctd: Bench, script: str) -> None:
    (case_id,) = store(ctd, [motions()])
    shown = ctd.signed_in("researcher").get(f"/cgi-bin/{script}?{case_id}")
    description, words = SCRIPTS[script]
    assert words in shown.text
    assert "3:21-cv-00501-RBX" in shown.all("(//center)[1]")[0].text_content()
    assert f"Description: {description}" in shown.text
    assert "Billable Pages: 1 Cost: 0.10" in shown.text
    (charge,) = charges(ctd)
    assert (charge.description, charge.case_id, charge.cents) == (description, case_id, 10)


def test_staff_see_no_receipt(ctd: Bench) -> None:
    shown = ctd.signed_in("clerk_ctd").get("/cgi-bin/qryParties.pl?1")
    assert "Alpha Widgets" in shown.text
    assert "Transaction Receipt" not in shown.text
    assert charges(ctd) == []


def test_status_lists_motions_that_nobody_ruled_on(ctd: Bench) -> None:
    (case_id,) = store(ctd, [motions()])
    shown = ctd.signed_in("researcher").get(f"/cgi-bin/StatusQry.pl?{case_id}")
    assert "Motion to Dismiss" in shown.text
    assert "4 Response (04/08/2021)" in shown.text
    assert "Motion to Compel" not in shown.text
    assert "Hidden Motion" not in shown.html
    (link,) = shown.all("//a[contains(@href, '/doc1/')]")
    assert link.get("onclick").startswith("goDLS('/doc1/0411")
    clerk = ctd.signed_in("clerk_ctd").get(f"/cgi-bin/StatusQry.pl?{case_id}")
    assert "Hidden Motion" in clerk.text


def test_related_transactions(ctd: Bench) -> None:
    (case_id,) = store(ctd, [motions()])
    browser = ctd.signed_in("researcher")
    form = browser.get(f"/cgi-bin/RelTransactQry.pl?{case_id}")
    address = form.all("//form/@action")[0]
    shown = browser.post(address, filed_from="3/15/2021", filed_to="")
    assert "Motion to Compel" in shown.text
    assert "5 Order on Motion (05/03/2021)" in shown.text
    assert "Motion to Dismiss" not in shown.text
    browser.get(f"/cgi-bin/RelTransactQry.pl?{case_id}")
    wrong = browser.post(address, filed_from="3/15/2021", filed_to="3/1/2021")
    assert "must be less than or equal to" in wrong.text
    assert len(charges(ctd)) == 1


def test_deadlines_and_hearings(ctd: Bench) -> None:
    (case_id,) = store(ctd, [motions()])
    browser = ctd.signed_in("researcher")
    address = browser.get(f"/cgi-bin/SchedQry.pl?{case_id}").all("//form/@action")[0]
    everything = browser.post(address, kind="", sort1="due")
    text = everything.text
    assert text.index("Answer due") < text.index("Bench Trial") < text.index("Reply due")
    assert "Satisfied" in text
    browser.get(f"/cgi-bin/SchedQry.pl?{case_id}")
    pending = browser.post(address, kind="deadline", pending="on", sort1="name")
    assert "Reply due" in pending.text
    assert "Answer due" not in pending.text
    assert "Bench Trial" not in pending.text


# ------------------------------------------------------------------ the number of queries


def big(size: int) -> Any:
    """A case with so many parties and entries."""
    parties = tuple(PartyDraft("Defendant", f"Number {n} Inc.") for n in range(size))
    more = tuple(record.entry(n, n, "motion_compel", record.at(2, 1)) for n in range(1, size))
    return civil(900 + size, "Pleasant v. Many", parties=parties, entries=more)


@pytest.mark.parametrize(
    "script", ["iqquerymenu.pl", "qryParties.pl", "qrySummary.pl", "StatusQry.pl", "FilerQry.pl"]
)
def test_the_size_of_a_case_does_not_change_the_number_of_queries(ctd: Bench, script: str) -> None:
    small, large = store(ctd, [big(2), big(40)])
    browser = ctd.signed_in("researcher")
    counted = []
    for case_id in (small, large):
        with statements(ctd) as seen:
            assert browser.get(f"/cgi-bin/{script}?{case_id}").status == 200
        counted.append(len(seen))
    assert counted[0] == counted[1] <= 10


def test_a_search_takes_three_queries_whatever_it_finds(ctd: Bench) -> None:
    store(ctd, [civil(n, f"Pleasant v. {n}") for n in range(100, 160)])
    browser = ctd.signed_in("researcher")
    counted = []
    for name in ("nobodysson", "pleasant"):
        with statements(ctd) as seen:
            send(browser, IQUERY, last_name=name)
        counted.append(len(seen))
    # Parties, their other names, counsel.
    assert counted == [3, 3], seen
