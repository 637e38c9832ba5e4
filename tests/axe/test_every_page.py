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
LEAVING = re.compile(r"logout|end_session|cgi-bin/login\.pl\?", re.I)
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


def test_letters_and_bookings(
    desk: Callable[[], Desk], people: dict[str, Persona], looked_at: Seen
) -> None:
    """A letter refused and sent, read and booked by the clerk, and the mail that answers it."""
    faults: dict[str, list[str]] = {}
    at, clerk = desk(), desk()
    at.open("pacer", "/mailbox/write?to=seminars@ctd.test&about=Seminar")
    at.sign_in(people["researcher"])
    at.press("Send")
    _check(at, looked_at, faults, "letter refused")
    at.page.get_by_label("Message").fill("A seat, please.")
    at.press("Send")
    _check(at, looked_at, faults, "letter sent")
    at.click("Sent")
    _check(at, looked_at, faults, "sent letters")
    clerk.open("ctd", INSIDE["ctd"])
    clerk.sign_in(people["clerk_ctd"])
    clerk.open("ctd", "/clerk/letters")
    _check(clerk, looked_at, faults, "inbox")
    clerk.click("Seminar")
    clerk.press("Book the seat")
    _check(clerk, looked_at, faults, "letter, nothing chosen")
    clerk.page.get_by_label("Session").select_option(index=1)
    clerk.press("Book the seat")
    _check(clerk, looked_at, faults, "letter, booked")
    clerk.page.locator("#cmecfMainContent li a").first.click()
    _check(clerk, looked_at, faults, "bookings")
    at.open_mail("Your seat")
    _check(at, looked_at, faults, "mail with a reply")
    at.click("Reply")
    _check(at, looked_at, faults, "reply")
    at.open("ctb", "/linking", role="www")
    _check(at, looked_at, faults, "pictures")
    at.open("ca2", "/documents", role="www")
    _check(at, looked_at, faults, "shelf")
    at.open("ca2", "/manual/")
    _check(at, looked_at, faults, "manual")
    at.open("ctd", "/seminars", role="www")
    _check(at, looked_at, faults, "seminars")
    at.open("pacer", "/contact")
    _check(at, looked_at, faults, "contact")
    assert not faults, _told(faults)
