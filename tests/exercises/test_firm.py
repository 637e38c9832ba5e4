"""The exercise of a firm's bill: asked, accepted, used, billed, paid (2021-11 and after)."""

from __future__ import annotations

from playwright.sync_api import expect

from shared.personas import Persona
from tests import seats
from tests.browsing import Desk
from tests.journeys.test_firm_to_paid_bill import CARD, manage_account
from tests.serving import Running
from tests.walks import exercising
from tests.walks.exercising import Sit, due

ERA = "2021-11"
KEY = "firm-billing"
ROW, TRANSCRIPT = 13, "10"
#: Of the test numbers on the page.
REFUSED = "4000 0000 0000 0069"


def test_rightly(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """Five transcripts are a bill; at the quarter's end the administrator pays it."""
    firm, member = desk(), desk()
    administrator, who = people["paa"], people["client"]
    exercising.take_seat(federation, KEY, [administrator, who])
    manage_account(firm, administrator)
    due(firm, "As the administrator, invite the attorney's account")
    _ask(firm, who)
    due(firm, "As the attorney, accept")
    _answer(member, who, "Accept Example Partners LLP")
    due(member, "Use it for more than thirty dollars")
    _use(member)
    due(member, "As the administrator, read the statement")
    federation.set_court_time("2022-01-03")
    _read_and_pay(firm)
    exercising.certificate(firm, KEY, points="10 of 10 points")


def test_wrongly(desk: Sit, federation: Running, people: dict[str, Persona]) -> None:
    """Every mistake that the exercise names: a wrong number, a refusal, a refused card."""
    federation.set_court_time("2022-02-07")
    firm, member = desk(), desk()
    administrator, who = people["paa"], people["researcher"]
    exercising.take_seat(federation, KEY, [administrator, who], world=seats.WORLD + 1)
    manage_account(firm, administrator)
    _ask(firm, who, wrong="Stranger")
    exercising.noticed(firm, "No such account")
    _answer(member, who, "Decline")
    exercising.noticed(member, "The invitation was declined")
    _ask(firm, who)
    _answer(member, who, "Accept Example Partners LLP", again=True)
    _use(member)
    federation.set_court_time("2022-04-04")
    _read_and_pay(firm, first=REFUSED)
    exercising.all_noticed(firm, KEY)
    exercising.certificate(firm, KEY, points="7 of 10 points")


def _ask(firm: Desk, who: Persona, *, wrong: str = "") -> None:
    assert who.pacer is not None
    firm.open("pacer", "/pscof/manage/maint.jsf")
    firm.click("PAA Maintenance")
    firm.click("Add Existing PACER Accounts to My PAA")
    if wrong:
        firm.page.get_by_label("Last Name, account 1").fill(wrong)
        firm.page.get_by_label("Account Number, account 1").fill(who.pacer.account_number)
        firm.press("Submit")
        firm.says("No account that you can add has this last name and this account number.")
    firm.page.get_by_label("Last Name, account 1").fill(who.name.last)
    firm.page.get_by_label("Account Number, account 1").fill(who.pacer.account_number)
    firm.press("Submit")
    firm.says("The requests were sent.")


def _answer(member: Desk, who: Persona, button: str, *, again: bool = False) -> None:
    if again:
        member.open("pacer", "/pscof/manage/maint.jsf")
    else:
        manage_account(member, who)
    member.click("Answer the invitation")
    member.page.get_by_role("button", name=button).click()
    member.settle()


def _use(member: Desk) -> None:
    """Buy the transcript for five clients."""
    for _ in range(5):
        member.open("ctd", f"/cgi-bin/DktRpt.pl?{ROW}")
        if member.page.get_by_role("button", name="Run Report").count() == 0:
            raise AssertionError(member.text)
        member.page.locator("[name=documents_numbered_from_]").fill(TRANSCRIPT)
        member.page.locator("[name=documents_numbered_to_]").fill(TRANSCRIPT)
        member.press("Run Report")
        table = member.page.locator("table[rules=all]")
        table.get_by_role("link", name=TRANSCRIPT, exact=True).first.click()
        member.settle()
        member.press("View Document")
        expect(member.page.locator("iframe[src*=show_temp]")).to_have_count(1)


def _read_and_pay(firm: Desk, *, first: str = "") -> None:
    firm.open("pacer", "/pscof/manage/usage.jsf")
    firm.click("View Quarterly Invoice/Statement of Account")
    firm.page.locator("#statements tbody a").first.click()
    firm.settle()
    due(firm, "Pay it")
    firm.open("pacer", "/pscof/manage/payments.jsf")
    firm.click("Make One-Time PACER Fee Payment")
    if first:
        firm.page.get_by_label("Card or Account Number").fill(first)
        firm.press("Submit")
        exercising.noticed(firm, "The card was refused")
    firm.page.get_by_label("Card or Account Number").fill(CARD)
    firm.press("Submit")
