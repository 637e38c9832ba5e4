"""axe finds nothing serious or critical on any page that a role can reach (2021-11)."""

from __future__ import annotations

import hashlib
import re
from collections import deque
from collections.abc import Callable
from urllib.parse import urldefrag, urlsplit

import pytest

from shared.personas import Persona
from tests.browsing import Desk, axe_of

ERA = "2021-11"
ROOM = "/n/beam/servlet/TransportRoom?servlet="
COURTS = ("ctd", "cod", "ctb", "ca2")
FRONT = {court: "/cgi-bin/ShowIndex.pl" for court in COURTS} | {"ca2": f"{ROOM}ShowIndex.jsp"}
INSIDE = {court: "/cgi-bin/menu.pl?id=-1" for court in COURTS} | {"ca2": f"{ROOM}CaseSearch.jsp"}
LEAVING = re.compile(r"logout|end_session|cgi-bin/login\.pl\?|\.csv", re.I)
#: A federation grows: a crawl that ends here has found a page that makes more pages.
MOST = 400
ROLES = (
    "anonymous",
    "researcher",
    "attorney_everywhere",
    "clerk_ctd",
    "trainer",
    "legacy",
)

Seen = set[str]


@pytest.fixture(scope="module")
def looked_at() -> Seen:
    """Return the marks of the documents that axe has seen; the same document is looked at once."""
    return set()


def _mark(desk: Desk) -> str:
    """Return a digest of the document without what changes from one request to the next."""
    html = desk.page.content()
    html = re.sub(r'(nonce|value|content)="[^"]*"', "", html)
    html = re.sub(r"\d+", "0", html)
    return hashlib.sha256(html.encode()).hexdigest()


def _check(desk: Desk, seen: Seen, faults: dict[str, list[str]], where: str) -> None:
    mark = _mark(desk)
    if mark in seen:
        return
    seen.add(mark)
    for violation in axe_of(desk.page):
        nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
        faults.setdefault(f"{violation['id']}: {nodes}", []).append(where)


def _crawl(desk: Desk, start: list[str], seen: Seen) -> tuple[int, dict[str, list[str]]]:
    """Follow every link inside the federation that does not sign out."""
    todo, known = deque(start), set(start)
    faults: dict[str, list[str]] = {}
    visited = 0
    while todo:
        url = todo.popleft()
        answer = desk.page.goto(url)
        visited += 1
        assert visited <= MOST, f"more than {MOST} pages, the last {url}"
        assert answer is not None
        assert answer.status < 500, f"{url} answered {answer.status}"
        if "html" not in (answer.headers.get("content-type") or ""):
            continue
        _check(desk, seen, faults, urlsplit(url).netloc.split(".moot")[0] + urlsplit(url).path)
        found = desk.page.eval_on_selector_all("a[href]", "links => links.map(a => a.href)")
        for link in found:
            target = urldefrag(link).url
            inside = desk.running.federation.place_of_url(target) is not None
            if inside and target not in known and not LEAVING.search(target):
                known.add(target)
                todo.append(target)
    return visited, faults


def _told(faults: dict[str, list[str]]) -> str:
    return "\n".join(f"{what}\n    on {', '.join(where[:6])}" for what, where in faults.items())


@pytest.mark.parametrize("role", ROLES)
def test_every_page_that_a_role_reaches(
    desk: Callable[[], Desk], people: dict[str, Persona], looked_at: Seen, role: str
) -> None:
    """Follow every link from the front doors of all members."""
    at = desk()
    start = [at.running.url("pacer", "/"), at.running.url("pacer", "/no-such-page")]
    start += [at.running.url(court, "/", "www") for court in COURTS]
    start += [at.running.url(court, FRONT[court]) for court in COURTS]
    start += [at.running.url("cod", "/cgi-bin/login.pl"), at.running.url("ctd", "/no-such-page")]
    if role != "anonymous":
        at.open("ctd", INSIDE["ctd"])
        at.sign_in(people[role])
        start += [at.running.url(court, INSIDE[court]) for court in COURTS if court != "cod"]
    else:
        start += [at.running.url("ctd", "/cgi-bin/login.pl")]
    visited, faults = _crawl(at, start, looked_at)
    assert visited > 30
    assert not faults, _told(faults)


def test_a_court_login_in_a_currentgen_court(
    desk: Callable[[], Desk], people: dict[str, Persona], looked_at: Seen
) -> None:
    """Menus and account maintenance of a court login, down to the last Submit."""
    milo = people["cod_applicant"].courts["cod"]
    at = desk()
    faults: dict[str, list[str]] = {}
    at.open("cod", "/cgi-bin/login.pl")
    at.page.get_by_label("Login:", exact=True).fill(str(milo.login_name))
    at.press("Login")
    _check(at, looked_at, faults, "cod login refused")
    at.page.get_by_label("Password:", exact=True).fill(str(milo.password))
    at.page.get_by_role("checkbox").check()
    at.press("Login")
    _check(at, looked_at, faults, "cod after login")
    at.open("cod", "/cgi-bin/DisplayMenu.pl?Utilities")
    at.click("Maintain Your Account")
    _check(at, looked_at, faults, "cod account")
    at.press("More user information")
    _check(at, looked_at, faults, "cod more user information")
    at.press("Return to Account screen")
    at.press("Submit")
    _check(at, looked_at, faults, "cod account, second Submit")
    at.press("Submit")
    _check(at, looked_at, faults, "cod account saved")
    _visited, more = _crawl(at, [at.running.url("cod", INSIDE["cod"])], looked_at)
    faults |= more
    assert not faults, _told(faults)


def test_the_pages_of_billing(
    desk: Callable[[], Desk], people: dict[str, Persona], looked_at: Seen
) -> None:
    """What a refused payment, a stored method, a request and its desk look like."""
    at = desk()
    faults: dict[str, list[str]] = {}

    def look(where: str) -> None:
        _check(at, looked_at, faults, where)

    at.open("ctd", INSIDE["ctd"])
    at.sign_in(people["cja"])
    at.page.goto(at.running.url("pacer", "/pscof/manage/storedPayment.jsf", "psc"))
    at.press("Submit")
    look("stored payment refused")
    at.page.get_by_label("Card or Account Number").fill("4111 1111 1111 1111")
    at.press("Submit")
    look("stored payment")
    at.page.goto(at.running.url("pacer", "/pscof/manage/transactions.jsf", "psc"))
    at.page.get_by_label("To *").fill("2001-01-01")
    at.press("View")
    look("transactions refused")
    at.page.goto(at.running.url("pacer", "/pscof/manage/cjaPrivileges.jsf", "psc"))
    at.press("Submit")
    look("privileges refused")
    at.page.get_by_label("Account Number of the Exempt Account").fill("7002424")
    at.page.get_by_label("Username of the Exempt Account").fill("gdefenderx")
    at.press("Submit")
    look("privileges asked for")
    at.open("ctd", "/cgi-bin/ChangeExemption.pl")
    at.page.get_by_label("Exempt", exact=True).check()
    at.press("Submit")
    look("not exempt")
    at.open("ctd", "/cgi-bin/ChangeClientCode.pl")
    look("client code")
    other = desk()
    at = other
    at.open("ctd", INSIDE["ctd"])
    at.sign_in(people["trainer"])
    at.page.goto(at.running.url("pacer", "/psc/exemptions.jsf", "psc"))
    look("exemption desk")
    at.press("Reject")
    look("exemption desk refused")
    assert not faults, _told(faults)


def test_the_pages_that_only_a_form_shows(
    desk: Callable[[], Desk], people: dict[str, Persona], looked_at: Seen
) -> None:
    """A refused sign-in, the redaction notice, both link screens, lost passwords, log-out."""
    anna, old = people["attorney_ctd"], people["attorney_ctd"].courts["ctb"]
    assert anna.pacer is not None
    at = desk()
    faults: dict[str, list[str]] = {}

    def look(where: str) -> None:
        _check(at, looked_at, faults, where)

    at.open("ctb", INSIDE["ctb"])
    at.press("Login")
    look("sign-in, nothing typed")
    at.fill_login(anna.pacer.user_name, "Wrong-Word#1")
    at.press("Login")
    look("sign-in refused")
    at.fill_login(anna.pacer.user_name, anna.pacer.password)
    at.press("Login")
    look("redaction notice")
    at.press("Continue")
    look("redaction notice without the tick")
    at.page.locator('[name="regmsg:chkRedact"]').check()
    at.press("Continue")
    look("ctb menu")
    at.open("ctb", "/cgi-bin/LinkAccount.pl")
    look("screen A")
    at.press("Submit")
    look("screen A, nothing typed")
    at.page.get_by_label("CM/ECF login:").fill(str(old.login_name))
    at.page.get_by_label("CM/ECF password:").fill(str(old.password))
    at.press("Submit")
    look("screen B")
    at.press("Submit")
    look("linked")
    at.open("pacer", "/csologin/logout.jsf")
    look("log-out asked for")
    at.open("ctb", "/cgi-bin/iquery.pl")
    at.choose("Log Out")
    look("signed out")
    at.open("ctd", "/cgi-bin/LostPassword.pl")
    at.press("Submit")
    look("lost password, nothing typed")
    at.page.get_by_label("CM/ECF login:").fill("ct99999")
    at.page.get_by_label("Primary e-mail address:").fill("nobody@example.test")
    at.press("Submit")
    look("lost password sent")
    at.open("ctd", "/cgi-bin/ResetPassword.pl?token=spent")
    look("spent reset link")
    assert not faults, _told(faults)


def test_the_pages_of_a_firm(
    desk: Callable[[], Desk], people: dict[str, Persona], looked_at: Seen
) -> None:
    """Every page of the tab PAA Maintenance, empty, filled and refused, and those of a member."""
    firm, member = desk(), desk()
    faults: dict[str, list[str]] = {}

    def go(at: Desk, path: str, where: str) -> None:
        at.open("pacer", f"/pscof/manage/{path}")
        _check(at, looked_at, faults, where)

    def press(at: Desk, word: str, where: str) -> None:
        at.press(word)
        _check(at, looked_at, faults, where)

    firm.open("pacer", "/firms")
    _check(firm, looked_at, faults, "how a firm registers")
    for at, who in ((firm, "paa"), (member, "client")):
        pacer = people[who].pacer
        assert pacer is not None
        at.open("pacer", "/pscof/login.xhtml")
        at.page.locator('[name="loginForm:loginName"]').fill(pacer.user_name)
        at.page.locator('[name="loginForm:password"]').fill(pacer.password)
        at.press("Login")
    lists = ("paaRequests.jsf", "paaRescind.jsf", "paaRemove.jsf", "paaCostCenters.jsf")
    go(firm, "paa.jsf", "PAA Maintenance")
    for path in lists:
        go(firm, path, f"{path}, empty")
    go(firm, "paaAdd.jsf", "accounts to add")
    firm.page.get_by_label("Last Name, account 1").fill("Program")
    press(firm, "Submit", "half a line")
    firm.page.get_by_label("Account Number, account 1").fill("7000808")
    press(firm, "Submit", "requests")
    go(firm, "paaRescind.jsf", "to rescind")
    press(firm, "Submit", "nothing chosen to rescind")
    go(member, "paaInvitations.jsf", "invitations")
    press(member, "Accept Example Partners LLP", "accepted")
    go(member, "paaInvitations.jsf", "no invitation")
    for path in ("paaRemove.jsf", "paaCostCenters.jsf"):
        go(firm, path, path)
    go(firm, "paaRemove.jsf", "to remove")
    press(firm, "Submit", "nothing chosen to remove")
    go(member, "leavePaa.jsf", "to leave")
    press(member, "Submit", "left")
    go(member, "leavePaa.jsf", "in no PAA")
    go(member, "paa.jsf", "not a PAA")
    assert not faults, _told(faults)
