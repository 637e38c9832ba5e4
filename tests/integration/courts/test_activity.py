"""The transaction log, filing agents from the naming to the filing, and the desk of fees."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from courts.accounts.models import FilingAgent
from courts.docket.models import Entry
from courts.filing.models import Submission
from courts.payments import service as payments
from courts.payments.cards import Outcome
from courts.payments.models import FilingFee, Payment
from courts.payments.service import Card, Till
from shared.db import every_world
from tests.integration.courts import bench
from tests.integration.courts.test_claiming import NUMBER, Desk, pdf

MORE = "/cgi-bin/MoreUserInformation.pl"
CHANGE = "/cgi-bin/ChangeUser.pl"
MENU = "/cgi-bin/menu.pl?id=-1"
LOG = "/cgi-bin/TransactionLog.pl"
UTILITIES = "/cgi-bin/DisplayMenu.pl?Utilities"
TRANSFER = (
    {"case_number": NUMBER},
    {"claim": "1", "how": "2", "transferee": "Kappa Recovery LLC", "address": ""},
)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    """A court of one's own; at the browser sits an attorney."""
    built = bench.build(tmp_path, "ctb", "2021-11-15", world="none")
    yield Desk(built, built.signed_in("attorney_everywhere"))
    built.database.dispose()


def name_agent(desk: Desk, pays: str = "N") -> None:
    """Go the whole way from Utilities to Submit."""
    at = desk.creditor
    account = at.get(at.get(UTILITIES).links()["Maintain Your ECF Account"])
    at.get(account.links()["More User Information"])
    found = at.post(MORE, words="scribe", action="Find Filing Agent")
    agent = found.all("//button[@value='Select']/../input[@name='agent']/@value")[0]
    chosen = at.post(MORE, agent=agent, action="Select")
    assert "Update Filing Agent Permissions: Agnes Scribewell" in chosen.text
    at.post(MORE, agent=agent, pays=pays, action="Save")
    at.get(MORE)
    back = at.post(MORE, action="Return to Account Screen")
    assert "Nothing is saved yet." in back.text
    assert "not submitted yet" in back.text
    assert "Your account was updated." in at.post(MORE, action="Submit").text


def test_an_agent_files_for_whoever_named_them_and_the_log_says_so(desk: Desk) -> None:
    agent = desk.bench.signed_in("filing_agent")
    assert "Bankruptcy" not in agent.get(MENU).menu()
    assert "Nobody has named you" in agent.get(CHANGE).text
    name_agent(desk)
    # At the next way in the agent is asked, and files as the attorney from then on.
    asked = agent.get(MENU)
    assert asked.location == CHANGE
    page = agent.get(CHANGE)
    principal = page.all("//input[@name='principal']/@value")[0]
    agent.post(CHANGE, principal=principal)
    assert "Bankruptcy" in agent.get(MENU).menu()
    assert "Change User" in agent.get(UTILITIES).links()
    done = desk.walk(agent, "claim_transfer", *TRANSFER, {"document": (pdf(), "t.pdf")}, {})
    assert "Transfer of Claim." in done.text
    entry = desk.row(
        select(Entry).where(Entry.case_id == desk.case_id).order_by(Entry.seq.desc()).limit(1)
    )
    assert "(Counsel, Oscar)" in entry.text
    assert "Scribewell" not in entry.text
    logged = desk.row(select(Submission))
    assert logged.filer == "Oscar Counsel"
    assert logged.agent_id == desk.row(select(FilingAgent.agent_id))
    for browser in (agent, desk.creditor):
        cells = [each.text_content() for each in browser.get(LOG).all("//tbody//td")]
        assert cells[3:] == ["Transfer of Claim", "3", "Oscar Counsel", "Agnes Scribewell"]
    # The fee is the attorney's, and this agent may not pay.
    refused = agent.get("/cgi-bin/PaymentsDue.pl")
    assert "$26.00" in refused.text
    page = agent.post("/cgi-bin/PaymentsDue.pl")
    assert "without the permission Internet Payment" in page.text
    assert desk.creditor.get("/cgi-bin/PaymentsDue.pl").text.count("$26.00") >= 1


def test_an_agent_with_the_permission_pays(desk: Desk) -> None:
    name_agent(desk, "Y")
    agent = desk.bench.signed_in("filing_agent")
    page = agent.get(CHANGE)
    agent.post(CHANGE, principal=page.all("//input[@name='principal']/@value")[0])
    desk.walk(agent, "claim_transfer", *TRANSFER, {"document": (pdf(), "t.pdf")}, {})
    agent.get("/cgi-bin/PaymentsDue.pl")
    page = agent.get(agent.post("/cgi-bin/PaymentsDue.pl").location)
    action = page.all("//form[@method='post']/@action")[0]
    paid = agent.post(action, card="new", number="4000000000001018", expires="12/29")
    assert "Agnes Scribewell" in agent.get(paid.location).text


def test_whoever_is_removed_files_no_more_and_only_after_submit(desk: Desk) -> None:
    name_agent(desk)
    agent = desk.bench.signed_in("filing_agent")
    page = agent.get(CHANGE)
    agent.post(CHANGE, principal=page.all("//input[@name='principal']/@value")[0])
    at = desk.creditor
    page = at.get(MORE)
    number = page.all("//button[@value='Remove']/../input[@name='agent']/@value")[0]
    at.post(MORE, agent=number, action="Remove")
    assert "Bankruptcy" in agent.get(MENU).menu()
    at.get(MORE)
    at.post(MORE, action="Return to Account Screen")
    at.post(MORE, action="Submit")
    assert "Bankruptcy" not in agent.get(MENU).menu()
    assert "to be removed" not in at.get(MORE).text


def test_only_attorneys_and_trustees_name_agents(desk: Desk) -> None:
    assert desk.bench.signed_in("filing_agent").get(MORE).status == 403
    assert "Update" not in desk.bench.signed_in("researcher").get(MORE).text
    assert desk.creditor.get(CHANGE).status == 403


def test_the_log_is_by_days_and_ones_own(desk: Desk) -> None:
    assert "Nothing was filed with your account" in desk.creditor.get(LOG).text
    desk.walk(desk.creditor, "claim_transfer", *TRANSFER, {"document": (pdf(), "t.pdf")}, {})
    assert "Total number of transactions: 1" in desk.creditor.get(LOG).text
    earlier = desk.creditor.get(f"{LOG}?since=2021-01-01&until=2021-02-01")
    assert "Nothing was filed" in earlier.text
    wrong = desk.creditor.get(f"{LOG}?since=2021-03-01&until=2021-02-01")
    assert wrong.status == 422
    assert "Transfer" not in desk.bench.signed_in("filing_agent").get(LOG).text


def test_the_clerk_waives_a_fee_asks_for_it_again_and_refunds_it(desk: Desk) -> None:
    desk.walk(desk.creditor, "claim_transfer", *TRANSFER, {"document": (pdf(), "t.pdf")}, {})
    clerk = desk.bench.signed_in("clerk_ctb")
    assert "Filing fees" in clerk.get("/clerk/").text
    assert "No filing fee of a case" in clerk.get("/clerk/fees?case=21-99999").text

    def act(deed: str, why: str = "Order of the court") -> str:
        page = clerk.get(f"/clerk/fees?case={NUMBER}")
        action = page.all("//form[@method='post']/@action")[0]
        assert page.all("//input[@name='deed']/@value") == [deed]
        answer = clerk.post(action, why=why)
        return answer.text if answer.status == 422 else clerk.get(answer.location).text

    assert "Say why." in act("waive", " ")
    assert "Done: waive." in act("waive")
    assert "waived: Order of the court" in clerk.get(f"/clerk/fees?case={NUMBER}").text
    act("due")
    at = desk.creditor
    at.get("/cgi-bin/PaymentsDue.pl")
    page = at.get(at.post("/cgi-bin/PaymentsDue.pl").location)
    action = page.all("//form[@method='post']/@action")[0]
    at.post(action, card="new", number="4000000000001018", expires="12/29")
    act("refund")
    assert desk.row(select(FilingFee.status)) == "refunded"
    assert desk.bench.audited("fees:refund")
    with desk.bench.database.reading() as session:
        texts = session.scalars(every_world(select(Entry.text).order_by(Entry.id))).all()
    assert texts[-1].startswith("Refund of Transfer of Claim.")


def test_the_clerk_gives_back_what_was_paid_for_a_filing_that_never_came(desk: Desk) -> None:
    till = Till("ctb", ZoneInfo("America/New_York"), desk.bench.clock(), desk.bench.clock())
    with desk.bench.database.writing(world=0) as session:
        paid = payments.open_ahead(
            session, "abc", 18800, "Motion", user_id=1, paid_by="P. Filer", now=till.now
        )
        payments.pay(session, paid, Card(Outcome.APPROVED, "1018"), till=till)
        receipt = paid.receipt
    clerk = desk.bench.signed_in("clerk_ctb")
    page = clerk.get(f"/clerk/fees?case={receipt}")
    assert "never finished" in page.text
    action = page.all("//form[@method='post']/@action")[0]
    assert "Say why." in clerk.post(action, why=" ").text
    clerk.get(f"/clerk/fees?case={receipt}")
    again = clerk.post(action, why="Never filed")
    assert "refunded" in clerk.get(again.location).text
    assert desk.row(select(Payment.status)) == "returned"
    assert desk.bench.audited("fees:refund_ahead")
