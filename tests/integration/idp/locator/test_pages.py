"""The pages of the case locator: searching, receipts, batch reports, and who may."""

from __future__ import annotations

import pytest
from sqlalchemy import select, update

from idp.accounts.models import Account
from idp.billing.models import LedgerEntry
from idp.locator import views, words
from shared.audit import AuditEvent
from shared.personas import Persona
from tests.harness import Page, World
from tests.integration.idp.locator.test_rest import Program, many

People = dict[str, Persona]


def start(world: World, who: Persona, path: str = views.FIND_CASE_PATH) -> Page:
    browser = world.browser()
    return browser.sign_in(browser.open("pacer", path), who)


def booked(world: World) -> list[int]:
    with world.database("pacer").reading() as session:
        return list(session.scalars(select(LedgerEntry.cents).order_by(LedgerEntry.id)))


def test_the_menu_leads_to_the_locator_and_sign_on_comes_back(world: World, people: People) -> None:
    home = world.browser().open("pacer", "/")
    page = home.browser.sign_in(home.click("Find a Case"), people["client"])
    assert page.status == 200
    assert [a.text_content() for a in page.all("//nav[@class='tabs']//a")] == [
        "Find Cases",
        "Find Parties",
        "Batch Reports",
    ]
    for field in page.all("//main//input[@type!='hidden'] | //main//select"):
        assert page.all(f"//label[@for='{field.get('id')}']"), field.get("name")
    assert words.CHARGE in page.text


def test_a_case_is_found_with_a_receipt_and_a_link_into_its_court(
    world: World, people: People
) -> None:
    page = start(world, people["client"]).submit(
        {"caseNumberFull": "3:19-cv-00021"}, button="Search"
    )
    assert page.status == 200
    assert "Alpha Widgets, Inc. v. Beta Gadgets LLC et al" in page.text
    assert page.link("3:2019cv00021").startswith(
        world.member("ctd").public_url + "/cgi-bin/iqquerymenu.pl?"
    )
    receipt = page.all("//*[@id='receipt']")[0].text_content()
    assert "$0.10" in receipt
    assert "pprogram" in receipt
    assert booked(world) == [10]
    with world.database("pacer").reading() as session:
        row = session.scalars(select(LedgerEntry)).one()
    assert (row.description, row.court) == ("All Court Types Case Search", "pcl")
    changed = page.submit({}, button="Change Search")
    assert changed.all("//input[@name='caseNumberFull']/@value") == ["3:19-cv-00021"]
    assert booked(world) == [10], "looking at the form costs nothing"


def test_pages_of_results(world: World, people: People) -> None:
    many(world, 60)
    form = start(world, people["client"], views.FIND_PARTY_PATH)
    page = form.submit({"lastName": "manyparty"}, button="Search")
    assert "1 to 54 of 60" in page.text
    assert len(page.all("//*[@id='results']/tbody/tr")) == 54
    page = page.submit({}, button="Next Page")
    assert "55 to 60 of 60" in page.text
    assert "Manyparty0059, Ann" in page.text
    page = page.submit({}, button="Previous Page")
    assert "1 to 54 of 60" in page.text
    assert booked(world) == [10, 10, 10]


def test_a_page_that_was_paid_for_is_a_spreadsheet_for_nothing(
    world: World, people: People
) -> None:
    many(world, 60)
    form = start(world, people["client"], views.FIND_PARTY_PATH)
    page = form.submit({"lastName": "manyparty"}, button="Search").submit({}, button="Next Page")
    sheet = page.submit({}, button="Download as CSV")
    assert sheet.response.headers["Content-Type"] == "text/csv; charset=utf-8"
    head, *lines = sheet.response.text.strip().split("\r\n")
    assert head.startswith("Party Name,Role,Court,Case Number,Case Title")
    assert len(lines) == 6
    assert '"Manyparty0059, Ann",pla,' in lines[-1]
    assert booked(world) == [10, 10]
    # The receipt of another page, or of nobody, buys nothing: the page is shown and charged.
    receipt = page.all("//button[@name='csv']")[0].get("value").partition(" ")[2]
    for told in (f"0 {receipt}", "1 ", "1 nothing"):
        before = len(booked(world))
        again = page.submit({"lastName": "manyparty", "csv": told})
        assert "Search Results" in again.text
        assert len(booked(world)) == before + 1


def test_what_will_not_do_is_said_at_the_form(world: World, people: People) -> None:
    form = start(world, people["client"])
    for fields, said in (
        ({"caseNumberFull": "no number"}, "Invalid value for caseNumberFull"),
        ({"caseTitle": ""}, words.MINIMUM_CASE),
        ({"dateFiledFrom": "yesterday", "caseTitle": "A"}, "Not a valid date value"),
    ):
        page = form.submit(fields, button="Search")
        assert page.status == 422
        assert said in page.text
        for name, value in fields.items():
            assert page.form(having=name).fields[name] == value
    assert booked(world) == []
    nothing = form.submit({"caseTitle": "nobody knows"}, button="Search")
    assert "Nothing was found." in nothing.text
    assert booked(world) == [10]


def test_dates_as_people_write_them(world: World, people: People) -> None:
    form = start(world, people["client"])
    for day in ("01/07/2019", "2019-01-07"):
        page = form.submit(
            {"dateFiledFrom": day, "dateFiledTo": day, "courtId": "ctdce"}, button="Search"
        )
        assert "3:2019cv00021" in page.text


def test_a_batch_report_in_the_browser(world: World, people: People) -> None:
    many(world, 60)
    world.jobs.paused = True
    page = start(world, people["client"]).submit(
        {"caseTitle": "Many"}, button="Run as Batch Report"
    )
    assert page.url.endswith("?saved=asked")
    assert "WAITING" in page.text
    world.jobs.drain("pacer")
    page = page.click("Look again")
    assert "COMPLETED" in page.text
    assert booked(world) == []
    report = page.all("//*[@id='reports']//th/a/text()")[0]
    accept = page.click(report)
    assert "$0.20" in accept.text
    assert booked(world) == []
    shown = accept.submit({}, button="View Report")
    assert len(shown.all("//*[@id='results']/tbody/tr")) == 54
    assert len(shown.click("Next").all("//*[@id='results']/tbody/tr")) == 6
    assert booked(world) == [20]
    again = page.click(report)
    assert "Many 0000 v. Others" in again.text
    assert booked(world) == [20]
    left = again.click("Back to Batch Reports")
    assert "billed" in left.text
    left = left.submit({}, button="Delete")
    assert "You have no reports." in left.text


def test_reports_of_programs_and_of_others(world: World, people: People) -> None:
    program = Program(world, people["researcher"])
    report = program.call("POST", "/cases/download", {"caseTitle": "a"}).get_json()["reportId"]
    mine = start(world, people["researcher"], views.REPORTS_PATH)
    assert f"View report {report}" in mine.text
    other = start(world, people["client"], views.REPORTS_PATH)
    assert "You have no reports." in other.text
    for told in (report, "x", "0", "9" * 40):
        shown = other.browser.open("pacer", f"{views.REPORT_PATH}?id={told}")
        assert shown.status == 404
    assert other.browser.open("pacer", views.REPORT_PATH).status == 404


@pytest.mark.parametrize(
    ("values", "said"),
    [
        ({"search_status": "inactive"}, words.REFUSALS["inactive"]),
        ({"kind": "paa"}, words.REFUSALS["paa"]),
        ({"client_code_required": True}, words.REFUSALS["client_code"]),
    ],
)
def test_who_may_not_search(
    world: World, people: People, values: dict[str, object], said: str
) -> None:
    with world.database("pacer").writing() as session:
        session.execute(update(Account).where(Account.user_name == "pprogram").values(**values))
    for path in (views.FIND_CASE_PATH, views.FIND_PARTY_PATH):
        # Whoever enters no client code is warned first (facts.md 1.2).
        page = start(world, people["client"], path).browser.open("pacer", path)
        assert said in page.text
        assert not page.all("//main//form")


def test_nobody_sees_anything_without_signing_in(world: World) -> None:
    for _words, path in (*views.TABS, ("", views.REPORT_PATH)):
        page = world.browser().open("pacer", path)
        assert page.password_fields() == 1
        assert "appurl=" in page.url


def test_posts_without_a_token_are_refused(world: World, people: People) -> None:
    page = start(world, people["client"])
    answer = page.browser.send("POST", page.url, {"caseTitle": "Alpha"})
    assert answer.status == 400
    assert booked(world) == []


def test_an_exempt_search_is_recorded_and_not_charged(world: World, people: People) -> None:
    """Only in courts in which the account is exempt, only when it is said, each time anew."""
    form = start(world, people["cja_exempt"])
    wide = form.submit({"caseTitle": "alpha", "exempt": "y"}, button="Search")
    assert wide.status == 422
    assert "District of Connecticut" in wide.text
    court = {"caseTitle": "alpha", "courtId": world.member("ctd").pcl_id}
    batch = form.submit({**court, "exempt": "y"}, button="Run as Batch Report")
    assert words.EXEMPT_BATCH in batch.text
    other = {**court, "courtId": world.member("ctb").pcl_id, "exempt": "y"}
    assert form.submit(other, button="Search").status == 422
    assert booked(world) == []
    page = form.submit({**court, "exempt": "y"}, button="Search")
    assert "Alpha Widgets" in page.text
    assert "$0.00" in page.all("//*[@id='receipt']")[0].text_content()
    page = form.submit(court, button="Search")
    assert booked(world) == [0, 10]
    with world.database("pacer").reading() as session:
        kinds = list(session.scalars(select(LedgerEntry.kind).order_by(LedgerEntry.id)))
        tags = list(session.scalars(select(AuditEvent.tag)))
    assert kinds == ["exempt", "charge"]
    assert tags.count("billing:exempt_use") == 1
    assert not start(world, people["client"]).all("//input[@name='exempt']")
