"""The exercises of seed 004: a creditor and a trustee across the go-live of ctb.

Each seat begins on October 7, 2021 and is put forward alone; all others stand in November.
"""

from __future__ import annotations

import pytest

from shared.personas import Persona
from tests import seats
from tests.browsing import Desk
from tests.journeys import filing, opening
from tests.journeys.test_proof_of_claim import unfold
from tests.serving import Running
from tests.walks import exercising
from tests.walks.exercising import Sit, due, sit_in

ERA = "2021-11"
BEGIN, LIVE = "2021-10-07", "2021-10-13"
LINK = "Link a CM/ECF account to my PACER account"
CLAIMS, CHAPTER_7 = 1, 9
#: Of which case each has a copy.
CASES = {"creditor": CLAIMS, "trustee": CHAPTER_7}


@pytest.mark.parametrize("role", ["creditor", "trustee"])
def test_rightly(desk: Sit, federation: Running, people: dict[str, Persona], role: str) -> None:
    """The old login typed, the account confirmed; after the go-live the link, and a paper."""
    who, key = people[role], f"004-{role}"
    world = _take_seat(federation, who, role, seats.WORLD + len(role), CASES[role])
    at = sit_in(desk(), world)
    old = who.courts["ctb"]
    at.open("ctb", "/cgi-bin/login.pl")
    due(at, "Know your CM/ECF username and password: type them")
    _log_in(at, str(old.login_name), str(old.password))
    at.has_menu("Bankruptcy Adversary Query Reports Utilities Logout")
    due(at, "Have an individual PACER account")
    _manage(at, who)
    at.says("Upgraded PACER Account")
    due(at, "From October 12: sign in to the court with it")
    exercising.put_forward(federation, world, LIVE, "ctb")
    _enter(at)
    due(at, "Link your CM/ECF account to your PACER account")
    _link(at, str(old.login_name), str(old.password))
    at.says("Do you want to link these accounts?")
    at.press("Submit")
    due(at, f"See what a {role} may file")
    at.choose("Query")
    at.has_menu("Bankruptcy Adversary Query Reports Utilities Search Help Log Out")
    FILE[role](at)
    exercising.certificate(at, key, points="10 of 10 points")


@pytest.mark.parametrize("role", ["creditor", "trustee"])
def test_wrongly(desk: Sit, federation: Running, people: dict[str, Persona], role: str) -> None:
    """Every mistake that the exercises name, those of before the go-live before it."""
    # Somebody who is still without a link in this court.
    who = people[{"creditor": "attorney", "trustee": "attorney_ctd"}[role]]
    key, old = f"004-{role}", who.courts["ctb"]
    world = _take_seat(federation, who, role, seats.WORLD + 20 + len(role), CLAIMS)
    at = sit_in(desk(), world)
    _log_in(at, str(old.login_name), "was it this one")
    at.says("Login failed")
    exercising.noticed(at, "The old password was wrong")
    _log_in(at, str(old.login_name), str(old.password))
    at.open("ctb", "/cgi-bin/LinkAccount.pl")
    at.says("October 12, 2021")
    exercising.noticed(at, "Linking is not possible yet")
    exercising.put_forward(federation, world, LIVE, "ctb")
    _manage(at, who)
    _enter(at)
    _link(at, str(old.login_name), "was it this one")
    exercising.noticed(at, "The old login or its password was wrong")
    at.page.get_by_label("CM/ECF login:").fill(str(old.login_name))
    at.page.get_by_label("CM/ECF password:").fill(str(old.password))
    at.press("Submit")
    at.press("Submit")
    at.choose("Query")
    _begin_claim(at)
    at.page.get_by_label("Filename (PDF)").set_input_files(opening.file("claim.txt", b"no PDF"))
    at.press("Next")
    exercising.all_noticed(at, key)


def _take_seat(federation: Running, who: Persona, role: str, world: int, case: int) -> int:
    return exercising.take_seat(
        federation,
        f"004-{role}",
        [who],
        courts=("ctb",),
        cases=[case],
        world=world,
        when=BEGIN,
    )


def _manage(at: Desk, who: Persona) -> None:
    at.open("pacer", "/pscof/login.xhtml")
    assert who.pacer is not None
    at.page.locator('[name="loginForm:loginName"]').fill(who.pacer.user_name)
    at.page.locator('[name="loginForm:password"]').fill(who.pacer.password)
    at.press("Login")
    at.acknowledge()
    at.says("Account Type")


def _log_in(at: Desk, login: str, password: str) -> None:
    at.open("ctb", "/cgi-bin/login.pl")
    at.page.get_by_label("Login:", exact=True).fill(login)
    at.page.get_by_label("Password:", exact=True).fill(password)
    at.page.get_by_role("checkbox").check()
    at.press("Login")


def _enter(at: Desk) -> None:
    """Go into the court by the NextGen ECF Link, signed in at PACER already."""
    at.open("ctb", "/", role="www")
    at.click("NextGen ECF Link")
    at.page.get_by_role("link", name="Document Filing System").click()
    at.settle()
    at.has_menu("Query Reports Utilities Search Help Log Out")


def _link(at: Desk, login: str, password: str) -> None:
    at.choose("Utilities")
    at.click(LINK)
    at.page.get_by_label("CM/ECF login:").fill(login)
    at.page.get_by_label("CM/ECF password:").fill(password)
    at.press("Submit")


def _begin_claim(at: Desk) -> None:
    """Come to the screen of the paper of a claim."""
    at.choose("Bankruptcy")
    unfold(at)
    at.click("Proof of Claim")
    at.page.get_by_label("Case number").fill("21-30101")
    at.page.get_by_label("Name of creditor").fill("omega")
    at.press("Next")
    at.page.get_by_label("Omega Savings Bank", exact=False).check()
    at.press("Next")
    at.page.get_by_label("Amount claimed").fill("1,250.34")
    at.page.get_by_label("Unsecured").fill("1,250.34")
    at.page.get_by_label("Description").fill("Money loaned")
    at.press("Next")


def _claim(at: Desk) -> None:
    _begin_claim(at)
    at.page.get_by_label("Filename (PDF)").set_input_files(filing.paper("claim.pdf", "CLAIM"))
    at.press("Next")
    at.press("Next")
    at.says("Notice of Electronic Claims Filing")


def _report(at: Desk) -> None:
    at.choose("Bankruptcy")
    unfold(at)
    at.click("Trustee's Status Report")
    filing.heading(at, "Case Number")
    at.page.get_by_label("Case number").fill("20-20108")
    at.press("Next")
    filing.filers(at, "Thomas Trustee")
    words = "STATUS REPORT\n/s/ Thomas Trustee"
    filing.papers(at, filing.paper("report.pdf", words))
    filing.submit(at)


FILE = {"creditor": _claim, "trustee": _report}
