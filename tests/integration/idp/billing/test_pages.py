"""Payments and Usage: paying, stored methods, statements, transactions, credits."""

from __future__ import annotations

import csv
import io

import pytest
from sqlalchemy import func, select

from idp.billing.models import LedgerEntry, PaymentMethod
from shared.personas import Persona
from tests import counting
from tests.harness import Page, World
from tests.integration.idp import counter
from tests.integration.idp.billing.test_ledger import entries, owes, pay_for

People = dict[str, Persona]
CARD = "4111 1111 1111 1111"


@pytest.fixture
def billed(world: World, people: People) -> Page:
    """Return the Payments tab of somebody with a statement of $45.50 from the last quarter."""
    who = people["client"]
    world.charge("ctd", who, 4000, client_code="alpha", pages=400)
    world.charge("cod", who, 550, client_code="beta", pages=55, description="Image12-0")
    world.charge("ctd", who, 300, exempt=True)
    world.set_court_time("2022-01-03")
    world.close_quarters()
    return counter.manage(world, who).click("Payments")


def _email(people: People) -> str:
    pacer = people["client"].pacer
    assert pacer is not None
    return pacer.email


def test_the_tabs_have_the_items_of_the_real_ones(billed: Page) -> None:
    assert counter.header(billed)["Account Balance"] == "$45.50"
    listed = [a.text_content() for a in billed.all("//ul[@class='link-list']//a")]
    assert listed == ["Make One-Time PACER Fee Payment", "Manage My Stored Payment Information"]
    usage = billed.click("Usage")
    listed = [a.text_content() for a in usage.all("//ul[@class='link-list']//a")]
    assert listed == [
        "View Quarterly Invoice/Statement of Account",
        "View Detailed Transactions",
    ]


def test_a_payment_is_made_once_however_often_it_is_sent(
    world: World, people: People, billed: Page
) -> None:
    form = billed.click("Make One-Time PACER Fee Payment")
    assert form.all("//input[@name='amount']")[0].get("value") == "45.50"
    done = form.submit({"amount": "20", "method": "card", "number": CARD}, button="Submit")
    assert "Your payment was received." in done.text
    assert counter.header(done)["Account Balance"] == "$25.50"
    form.submit({"amount": "20", "method": "card", "number": CARD}, button="Submit")
    assert owes(world, people["client"]) == 2550
    assert [row.cents for row in entries(world) if row.kind == "payment"] == [-2000]
    counter.secrets_nowhere(world, "4111111111111111", CARD)


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"number": "4000000000000002"}, "The card was declined."),
        ({"number": "4000 0000 0000 9995"}, "There is not enough money"),
        ({"number": "4000 0000 0000 0069"}, "The card has expired."),
        ({"number": "4000 0000 0000 0119"}, "The payment service does not answer."),
        ({"number": "4242 4242 4242 4242"}, "Only test cards work here"),
        ({"number": ""}, "Only test cards work here"),
        ({"method": "ach", "number": "000111111116"}, "Only test bank accounts work here"),
        (
            {"method": "ach", "number": "000111111116", "routing": "110000000"},
            "The bank account is closed.",
        ),
        ({"amount": "99.99", "number": CARD}, "You owe $45.50. Pay that or less."),
        ({"amount": "-3", "number": CARD}, "Enter an amount such as 12.50."),
        ({"amount": "0.00", "number": CARD}, "Enter an amount above zero."),
        ({"method": "stored-99", "number": CARD}, "Not a valid choice."),
    ],
)
def test_what_does_not_go_through_is_said_at_the_field(
    world: World, people: People, billed: Page, *, typed: dict[str, str], words: str
) -> None:
    form = billed.click("Make One-Time PACER Fee Payment")
    shown = form.submit({"amount": "45.50", "method": "card", **typed}, button="Submit")
    assert shown.status == 422
    assert words in shown.text
    assert shown.all("//*[@aria-invalid='true']") or shown.all("//p[@class='field-error']")
    assert shown.all("//input[@name='amount']")[0].get("value") == typed.get("amount", "45.50")
    assert owes(world, people["client"]) == 4550


def test_who_owes_nothing_cannot_pay(world: World, people: People) -> None:
    page = counter.manage(world, people["client"]).click("Payments")
    assert "You owe nothing." in page.click("Make One-Time PACER Fee Payment").text


def test_three_methods_can_be_stored_and_one_is_the_default(
    world: World, people: People, billed: Page
) -> None:
    page = billed.click("Manage My Stored Payment Information")
    page = page.submit({"kind": "card", "number": CARD}, button="Submit")
    page = page.submit(
        {"kind": "ach", "number": "000222222227", "routing": "110000000"}, button="Submit"
    )
    page = page.submit(
        {"kind": "card", "number": "5555 5555 5555 4444", "default": "y"}, button="Submit"
    )
    with world.database("pacer").reading() as session:
        rows = list(session.scalars(select(PaymentMethod).order_by(PaymentMethod.id)))
    assert [(row.last_digits, row.default) for row in rows] == [
        ("1111", False),
        ("2227", False),
        ("4444", True),
    ]
    assert not page.all("//input[@name='number']")
    assert "delete one to add another" in page.text
    page = page.submit({}, button="Make default")
    assert "charged to this payment method from now on" in page.text
    page = page.submit({}, button="Delete")
    with world.database("pacer").reading() as session:
        rows = list(session.scalars(select(PaymentMethod).order_by(PaymentMethod.id)))
    assert [(row.last_digits, row.default) for row in rows] == [("2227", True), ("4444", False)]
    form = page.browser.open("pacer", "/pscof/manage/oneTimePayment.jsf", role="psc")
    shown = form.submit({"amount": "45.50"}, button="Submit")
    assert "There is not enough money in the account." in shown.text


def test_a_method_of_somebody_else_cannot_be_touched(
    world: World, people: People, billed: Page
) -> None:
    page = billed.click("Manage My Stored Payment Information")
    page = page.submit({"kind": "card", "number": CARD}, button="Submit")
    other = counter.manage(world, people["researcher"])
    stored = other.browser.open("pacer", "/pscof/manage/storedPayment.jsf", role="psc")
    token = stored.all("//input[@name='csrf_token']")[0].get("value")
    answer = other.browser.send("POST", stored.url, {"csrf_token": token, "delete": "1"})
    assert answer.status == 404
    with world.database("pacer").reading() as session:
        assert session.scalar(select(func.count()).select_from(PaymentMethod)) == 1


def test_a_statement_lists_accounts_and_client_codes(people: People, billed: Page) -> None:
    pacer = people["client"].pacer
    assert pacer is not None
    listed = billed.click("Usage").click("View Quarterly Invoice/Statement of Account")
    statement = listed.click(f"{pacer.account_number}-Q42021")
    facts = {
        row.text_content(): row.getnext().text_content()
        for row in statement.all("//main//dl[@class='facts']//dt")
    }
    assert facts["Quarter"] == "10/01/2021 to 12/31/2021"
    assert (facts["Fees of this quarter"], facts["Amount due"]) == ("$45.50", "$45.50")
    cells = [
        [" ".join(cell.text_content().split()) for cell in row.xpath("./th | ./td")]
        for row in statement.all("//table//tbody/tr")
    ]
    assert ["alpha", "1", "400", "$40.00"] in cells
    assert ["beta", "1", "55", "$5.50"] in cells
    assert ["(none)", "1", "30", "$0.00"] in cells


def test_somebody_elses_statement_does_not_exist(
    world: World, people: People, billed: Page
) -> None:
    pacer = people["client"].pacer
    assert pacer is not None
    other = counter.manage(world, people["researcher"]).browser
    path = f"/pscof/manage/statements.jsf?number={pacer.account_number}-Q42021"
    assert other.open("pacer", path, role="psc").status == 404
    path = f"/pscof/manage/creditRequest.jsf?number={pacer.account_number}-Q42021"
    assert other.open("pacer", path, role="psc").status == 404


def test_the_statement_is_there_when_somebody_looks(world: World, people: People) -> None:
    world.charge("ctd", people["client"], 4000)
    page = counter.manage(world, people["client"])
    world.set_court_time("2022-01-03")
    listed = page.click("Usage").click("View Quarterly Invoice/Statement of Account")
    assert "$40.00" in listed.text
    assert len(counter.mails(world, _email(people), "billing_statement")) == 1


def test_transactions_by_date_and_client_code(billed: Page) -> None:
    page = billed.click("Usage").click("View Detailed Transactions")
    assert "There are no transactions in this range." in page.text
    asked = {"since": "2021-10-01", "until": "2021-12-31"}
    page = page.submit({**asked, "group": "client_code", "sort": "cost"}, button="View")
    assert [h.text_content() for h in page.all("//h3")] == ["(none)", "alpha", "beta"]
    assert "Together: $45.50" in page.text
    assert "exempt" in page.text
    page = page.submit({**asked, "client_code": "beta"}, button="View")
    assert "Image12-0" in page.text
    assert "Together: $5.50" in page.text
    page = page.submit({"since": "2021-12-31", "until": "2021-10-01"}, button="View")
    assert page.status == 422
    assert "The range ends before it begins." in page.text


def test_a_firm_sees_what_it_pays_for_and_nobody_else_does(world: World, people: People) -> None:
    pay_for(world, people["client"], people["paa"])
    world.charge("ctd", people["client"], 50, client_code="firm-1")
    world.charge("ctd", people["researcher"], 70, client_code="own-1")
    firm = counter.manage(world, people["paa"]).click("Usage").click("View Detailed Transactions")
    assert "firm-1" in firm.text
    assert "own-1" not in firm.text
    mine = counter.manage(world, people["client"]).click("Usage")
    assert "pays for this account" in mine.text
    assert "firm-1" in mine.click("View Detailed Transactions").text


def test_the_file_holds_the_same_and_no_formula(world: World, people: People) -> None:
    who = people["client"]
    world.charge("ctd", who, 30, client_code='=HYPERLINK("x")', criteria="+1", description="@a")
    world.charge("ctd", who, 20, client_code="plain, with comma", criteria=" -2", receipt="\t=1")
    page = counter.manage(world, who).click("Usage").click("View Detailed Transactions")
    file = page.submit({"since": "2021-10-01", "until": "2021-12-31"}, button="Download as CSV")
    assert file.response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert "attachment" in file.response.headers["Content-Disposition"]
    rows = list(csv.DictReader(io.StringIO(file.html)))
    assert [row["Client Code"] for row in rows] == ['\'=HYPERLINK("x")', "plain, with comma"]
    assert (rows[0]["Search Criteria or Case Number"], rows[0]["Description"]) == ("'+1", "'@a")
    assert [row["Cost"] for row in rows] == ["0.30", "0.20"]
    assert not [
        cell for row in rows for cell in row.values() if cell.lstrip()[:1] in ("=", "+", "-", "@")
    ]


def test_pages_of_a_list_ask_the_database_as_often_for_many_rows(
    world: World, people: People
) -> None:
    engine = world.database("pacer").engine
    world.charge("ctd", people["client"], 10)
    page = counter.manage(world, people["client"]).click("Usage")
    with counting.statements(engine) as few:
        page.click("View Detailed Transactions")
    for _ in range(8):
        world.charge("ctd", people["client"], 10)
    with counting.statements(engine) as many:
        page.click("View Detailed Transactions")
    assert len(many) == len(few)


@pytest.mark.parametrize("accepted", [True, False])
def test_a_credit_is_asked_for_and_decided(
    world: World, people: People, billed: Page, *, accepted: bool
) -> None:
    pacer = people["client"].pacer
    assert pacer is not None
    page = billed.click("Usage").click("View Quarterly Invoice/Statement of Account")
    form = page.click(f"{pacer.account_number}-Q42021").click("Credit Request Form")
    entry = next(row.id for row in entries(world) if row.cents == 550)
    wrong = form.submit({"entry": str(entry), "reason": ""}, button="Submit")
    assert "Say why you ask for a credit." in wrong.text
    done = wrong.submit({"entry": str(entry), "reason": "It would not open."}, button="Submit")
    assert "Your request for a credit was sent." in done.text
    twice = form.submit({"entry": str(entry), "reason": "Again."}, button="Submit")
    assert "You have asked for this credit already." in twice.text
    desk = counter.manage(world, people["trainer"]).click("Service center: credit requests")
    assert "It would not open." in desk.text
    if not accepted:
        desk = desk.submit({"answer": ""}, button="Reject")
        assert "Say why the request is refused." in desk.text
    desk = desk.submit({"answer": "So be it."}, button="Accept" if accepted else "Reject")
    assert ("Accepted" if accepted else "Rejected") in desk.text
    assert owes(world, people["client"]) == (4000 if accepted else 4550)
    assert "So be it." in counter.mails(world, pacer.email, "billing_credit")[0].text
    assert f"billing:credit_{'accepted' if accepted else 'rejected'}" in counter.audited(world)


def test_staff_see_no_billing_and_nobody_else_decides(world: World, people: People) -> None:
    trainer = counter.manage(world, people["trainer"])
    assert "Staff are not billed" in trainer.click("Payments").text
    assert "Staff are not billed" in trainer.click("Usage").text
    other = counter.manage(world, people["client"]).browser
    assert other.open("pacer", "/psc/creditRequests.jsf", role="psc").status == 403
    assert other.open("pacer", "/psc/exemptions.jsf", role="psc").status == 403


def test_no_ledger_row_is_written_by_looking(world: World, people: People) -> None:
    page = counter.manage(world, people["client"])
    for tab in ("Payments", "Usage"):
        page.click(tab)
    with world.database("pacer").reading() as session:
        assert session.scalar(select(func.count()).select_from(LedgerEntry)) == 0
