"""Link in a bankruptcy court as a creditor and as a trustee (seed 004; ctb, 2021-11)."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from shared.personas import Persona
from tests.browsing import Desk

ERA = "2021-11"
BEFORE = "Query Reports Utilities Search Help Log Out"
AFTER = "Bankruptcy Adversary Query Reports Utilities Search Help Log Out"


@pytest.mark.parametrize(
    ("key", "may", "may_not"),
    [
        ("creditor", "Proof of Claim", "Meeting of Creditors Held"),
        ("trustee", "Meeting of Creditors Held", "Voluntary Petition"),
    ],
)
def test_limited_users_link_by_the_same_two_screens(
    desk: Callable[[], Desk], people: dict[str, Persona], key: str, may: str, may_not: str
) -> None:
    """Afterwards Bankruptcy and Adversary are there, and hold only the events of their role."""
    who = people[key]
    old = who.courts["ctb"]
    at = desk()
    at.open("ctb", "/", role="www")
    at.click("NextGen ECF Link")
    at.page.get_by_role("link", name="Document Filing System").click()
    at.settle()
    at.sign_in(who)
    at.has_menu(BEFORE)
    at.choose("Utilities")
    at.click("Link a CM/ECF account to my PACER account")
    at.page.get_by_label("CM/ECF login:").fill(str(old.login_name))
    at.page.get_by_label("CM/ECF password:").fill(str(old.password))
    at.press("Submit")
    at.says_in_order(
        "Do you want to link these accounts?",
        f"CM/ECF {old.first_name} {old.last_name}",
        f"PACER {who.display_name}",
    )
    at.press("Submit")
    at.says("You have successfully linked your account.")
    at.has_menu(BEFORE)
    at.choose("Query")
    at.has_menu(AFTER)
    at.choose("Bankruptcy")
    at.says(may)
    assert may_not not in at.text
    assert "Complaint" not in at.text
    at.choose("Adversary")
    assert may_not not in at.text
