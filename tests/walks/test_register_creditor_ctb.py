"""A creditor's limited registration, approved by the clerk (facts 1.5, 2.3; ctb, 2021-11)."""

from __future__ import annotations

from collections.abc import Callable

from shared.personas import Persona
from tests.browsing import Desk

ERA = "2021-11"
BEFORE = "Query Reports Utilities Search Help Log Out"
AFTER = "Bankruptcy Adversary Query Reports Utilities Search Help Log Out"


def test_a_creditor_registers_and_the_clerk_approves(
    desk: Callable[[], Desk], people: dict[str, Persona]
) -> None:
    """Register under Maintenance, clerk approves, the mail says so, the limited menu is there."""
    who = people["new_creditor"]
    at, clerk = desk(), desk()
    at.enter("ctb", who)
    at.has_menu(BEFORE)
    at.open("pacer", "/pscof/manage/maintenance.jsf")
    at.click("Non-Attorney E-File Registration")
    at.page.get_by_label("Court Type").select_option(label="U.S. Bankruptcy Courts")
    at.page.get_by_label("Court *", exact=True).select_option(
        label="United States Bankruptcy Court for the District of Connecticut"
    )
    at.says("In what court do you want to practice?")
    at.press("Next")
    at.says_in_order("Filer Information", "Additional Filer Information", "Terms and Conditions")
    at.page.get_by_label("Role in Court").select_option(label="Creditor")
    for box in at.page.get_by_role("checkbox").all():
        box.check()
    at.press("Submit")
    at.says("Your request was forwarded to the court.")
    at.open_until(
        "pacer",
        "/mailbox",
        at.page.get_by_role("link", name="E-file registration received by the court"),
    )
    assert "helpdesk@ctb.test" in at.open_mail("E-file registration received by the court")

    clerk.enter("ctb", people["clerk_ctb"])
    clerk.choose("Clerk")
    clerk.click("E-file registrations")
    waiting = clerk.page.get_by_role("link", name="Norman Lender")
    clerk.open_until("ctb", "/clerk/registrations", waiting)
    clerk.click("Norman Lender")
    clerk.says_in_order("Creditor", "Sample Credit Union", "The role is limited to: Proof of Claim")
    clerk.press("Approve")
    clerk.says("Approved. The applicant is told by e-mail.")

    at.open_until(
        "pacer", "/mailbox", at.page.get_by_role("link", name="E-file registration approved")
    )
    assert "helpdesk@ctb.test" in at.open_mail("E-file registration approved")
    at.open("ctb", "/cgi-bin/menu.pl?id=-1")
    at.has_menu(AFTER)
    at.choose("Bankruptcy")
    at.says("Proof of Claim")
    assert "Voluntary Petition" not in at.text
    at.open("pacer", "/pscof/manage/registeredCourts.jsf")
    at.says("Creditor")
