"""From a PAA's invitation to its paid bill (facts.md 1.7; 2021-11 and the next quarter)."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from shared.personas import Persona
from tests.browsing import Desk

ERA = "2021-11"
CARD = "4111 1111 1111 1111"
MENU = "/cgi-bin/menu.pl?id=-1"


def manage_account(at: Desk, who: Persona) -> None:
    """Sign in to Manage My Account from the home page."""
    at.open("pacer", "/")
    at.page.get_by_role("main").get_by_role("link", name="Manage My Account").click()
    at.settle()
    assert who.pacer is not None
    at.page.locator('[name="loginForm:loginName"]').fill(who.pacer.user_name)
    at.page.locator('[name="loginForm:password"]').fill(who.pacer.password)
    at.press("Login")


def header_says(at: Desk, line: str, words: str) -> None:
    """Assert what a line of the account's header says."""
    term = at.page.locator(f"dl.facts dt:text-is('{line}')").first
    expect(term.locator("xpath=following-sibling::dd[1]")).to_contain_text(words)


def ask(firm: Desk, who: Persona) -> None:
    """Find the way from the home page, set a rule for client codes, and ask somebody."""
    firm.open("pacer", "/")
    firm.click("Register a Firm")
    firm.says("It can neither search nor file")
    manage_account(firm, who)
    header_says(firm, "Account Status", "Active")
    firm.click("PAA Maintenance")
    firm.click("Set Client Code Rules")
    firm.page.get_by_label("Client Code Format").fill("99999")
    firm.press("Submit")
    firm.click("PAA Maintenance")
    firm.click("Add Existing PACER Accounts to My PAA")
    firm.page.get_by_label("Last Name, account 1").fill("Stranger")
    firm.page.get_by_label("Account Number, account 1").fill("7000808")
    firm.press("Submit")
    firm.says("No account that you can add has this last name and this account number.")
    firm.page.get_by_label("Last Name, account 1").fill("Program")
    firm.page.get_by_label("Cost Center, account 1").fill("Litigation 4")
    firm.press("Submit")
    firm.says("The requests were sent.")
    expect(firm.page.locator("#requests tbody tr")).to_contain_text("Pending")


def accept(member: Desk, who: Persona) -> None:
    """Read the mail and the notice, and accept."""
    manage_account(member, who)
    member.says("Example Partners LLP invites your account")
    assert "7001616" in member.open_mail("A firm asks to pay for your PACER account")
    member.open("pacer", "/pscof/manage/maint.jsf")
    member.click("Answer the invitation")
    member.press("Accept Example Partners LLP")
    member.says("it pays your PACER fees from here on")
    header_says(member, "PACER Fees Paid By", "Example Partners LLP (7001616)")
    header_says(member, "Case Search Status", "Active")


def search_in_a_court(firm: Desk, searching: Desk, client: Persona) -> None:
    """A court refuses the PAA's own search, and knows the firm's rule for client codes."""
    firm.open("ctd", "/cgi-bin/iquery.pl")
    firm.says(
        "A PACER Administrative Account manages and pays for other accounts; it cannot search"
    )
    searching.open("ctd", MENU)
    assert client.pacer is not None
    searching.fill_login(client.pacer.user_name, client.pacer.password, "Smith")
    searching.press("Login")
    searching.says("Invalid client code")
    searching.fill_login(client.pacer.user_name, client.pacer.password, "12345")
    searching.press("Login")
    searching.choose("Query")
    assert "cannot search" not in searching.text


def pay_the_bill(firm: Desk) -> None:
    """The quarter's statement stands with the PAA, and a test card pays it."""
    firm.open("pacer", "/pscof/manage/usage.jsf")
    header_says(firm, "Account Balance", "$35.00")
    firm.click("View Quarterly Invoice/Statement of Account")
    firm.page.locator("#statements tbody a").first.click()
    firm.settle()
    firm.says("7000808")
    firm.says("$35.00")
    firm.open("pacer", "/pscof/manage/payments.jsf")
    firm.click("Make One-Time PACER Fee Payment")
    firm.page.get_by_label("Card or Account Number").fill(CARD)
    firm.press("Submit")
    header_says(firm, "Account Balance", "$0.00")


def see_no_bill(member: Desk) -> None:
    """The member owes nothing and has no statement."""
    member.open("pacer", "/pscof/manage/usage.jsf")
    member.says("pays for this account")
    header_says(member, "Account Balance", "$0.00")
    member.click("View Quarterly Invoice/Statement of Account")
    member.says("There is no statement yet.")


def leave(member: Desk) -> None:
    """Search waits for a payer, which a card is."""
    member.open("pacer", "/pscof/manage/maint.jsf")
    member.click("Remove Your PACER Account from a PAA")
    member.page.get_by_label("Remark").fill("I have a new firm")
    member.press("Submit")
    header_says(member, "Case Search Status", "Inactive")
    member.open("ctd", "/cgi-bin/iquery.pl")
    member.says("The Case Search Status of your PACER account is Inactive")
    member.open("pacer", "/pscof/manage/payments.jsf")
    member.click("Manage My Stored Payment Information")
    member.page.get_by_label("Card or Account Number").fill(CARD)
    member.press("Submit")
    header_says(member, "Case Search Status", "Active")


def test_a_firm_asks_and_pays(desk: Callable[[], Desk], people: dict[str, Persona]) -> None:
    """Asked, accepted, used, billed, paid; the member sees no bill, and leaves."""
    firm, member = desk(), desk()
    running, client = firm.running, people["client"]
    ask(firm, people["paa"])
    accept(member, client)
    search_in_a_court(firm, desk(), client)
    running.charge("ctd", client, 2050, client_code="12345", description="Docket Report")
    running.charge("ctb", client, 1450, client_code="12345", description="Image")
    running.set_court_time("2022-01-03")
    pay_the_bill(firm)
    see_no_bill(member)
    leave(member)
    assert "I have a new firm" in firm.open_mail("An account has left your PAA")
