"""axe finds nothing serious or critical on any page that a role can reach (2021-11)."""

from __future__ import annotations

import hashlib
import re
from collections import Counter, deque
from collections.abc import Callable, Iterator
from urllib.parse import urldefrag, urlsplit

import pytest
from playwright.sync_api import Error

from shared import personas
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
#: How many pages of one making are looked at on each host.
OF_A_SHAPE = 2
ROLES = (
    "anonymous",
    "researcher",
    "attorney_everywhere",
    "clerk_ctd",
    "trainer",
    "legacy",
)

Seen = set[str]


def _names(persona: Persona) -> Iterator[str]:
    yield persona.display_name
    if persona.pacer:
        yield persona.pacer.user_name
    yield from (str(seed.login_name) for seed in persona.courts.values() if seed.login_name)


@pytest.fixture(scope="module")
def looked_at() -> Seen:
    """Return the marks of what axe has seen: the same document is looked at once."""
    return set()


MAIN = re.compile(r"(?s)<main.*</main>")
#: What differs between two requests, or two readers, and not in what axe looks at.
OF_A_REQUEST = re.compile(r'(?:nonce|value|content)="[^"]*"|(?<=<title>.)[^<]*(?=</title>)')
READERS = re.compile(
    "|".join(
        sorted(
            {re.escape(name) for each in personas.load() for name in _names(each)},
            key=len,
            reverse=True,
        )
    )
)


def _marks(desk: Desk) -> set[str]:
    """Return a digest of the page's frame and one of its content, whoever reads it."""
    html = OF_A_REQUEST.sub("", desk.page.content())
    html = re.sub(r"\d+", "0", READERS.sub("", html))
    content = "".join(MAIN.findall(html))
    return {
        hashlib.sha256(part.encode()).hexdigest() for part in (MAIN.sub("", html), content) if part
    }


def _check(desk: Desk, seen: Seen, faults: dict[str, list[str]], where: str) -> None:
    """Have axe look at a page, unless it has seen both the same content and the same frame."""
    marks = _marks(desk)
    if marks <= seen:
        return
    seen |= marks
    for violation in axe_of(desk.page):
        nodes = "; ".join(node["html"][:160] for node in violation["nodes"][:3])
        faults.setdefault(f"{violation['id']}: {nodes}", []).append(where)


def _shape(url: str) -> tuple[str, str, str]:
    """Return what pages of one making have in common: a document of the shelf, a sorted list."""
    place = urlsplit(url)
    path = re.sub(r"\d+", "0", place.path)
    if path.startswith("/documents/"):
        path = "/documents/"
    # A servlet is a page, a case or a document is not: `DktRpt.pl?17`, `caseId=17`.
    names = re.sub(r"(?<!servlet)=[^&]*", "=", place.query)
    return place.netloc, path, re.sub(r"\d+", "0", names)


def _crawl(desk: Desk, start: list[str], seen: Seen) -> tuple[int, dict[str, list[str]]]:
    """Follow every link inside the federation that does not sign out; a few of each shape."""
    todo, known = deque(start), set(start)
    shapes = Counter(_shape(url) for url in start)
    faults: dict[str, list[str]] = {}
    visited = 0
    while todo:
        url = todo.popleft()
        visited += 1
        try:
            answer = desk.page.goto(url)
        except Error as error:
            if "Download is starting" not in error.message:
                raise
            continue  # a paper, no page
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
            if not inside or target in known or LEAVING.search(target):
                continue
            known.add(target)
            shapes[_shape(target)] += 1
            if shapes[_shape(target)] <= OF_A_SHAPE:
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


def test_the_pages_of_a_registration_and_of_its_queue(
    desk: Callable[[], Desk], people: dict[str, Persona], looked_at: Seen
) -> None:
    """Screens 1 and 2, the form, its refusals, status, the clerk's list and one request."""
    at, clerk = desk(), desk()
    faults: dict[str, list[str]] = {}
    manage = "/pscof/manage"
    at.open("ctb", INSIDE["ctb"])
    at.sign_in(people["newcomer"])
    at.open("pacer", f"{manage}/attorneyRegistration.jsf?court_type=district&court=cod")
    _check(at, looked_at, faults, "screen 1 refused")
    at.open("pacer", f"{manage}/attorneyRegistration.jsf?court_type=district&court=ctd")
    _check(at, looked_at, faults, "screen 2")
    at.press("Next")
    _check(at, looked_at, faults, "screen 2, nothing chosen")
    at.page.get_by_label("Pro Hac Vice").check()
    at.press("Next")
    _check(at, looked_at, faults, "attorney form")
    at.press("Submit")
    _check(at, looked_at, faults, "attorney form refused")
    at.page.get_by_label("Bar Number").fill("CT-4471")
    at.page.get_by_label("State of Bar").select_option("CT")
    at.page.get_by_label("Pro Hac Vice Case Number").fill("3:21-cv-00017")
    for box in at.page.get_by_role("checkbox").all():
        box.check()
    at.press("Submit")
    _check(at, looked_at, faults, "status")
    clerk.open("ctd", INSIDE["ctd"])
    clerk.sign_in(people["clerk_ctd"])
    clerk.open("ctd", "/clerk/registrations")
    _check(clerk, looked_at, faults, "queue")
    clerk.click("Iris Associate")
    _check(clerk, looked_at, faults, "one request")
    clerk.press("Ask for more")
    _check(clerk, looked_at, faults, "one request refused")
    clerk.page.get_by_label("Words to the applicant").fill("Which bar?")
    clerk.press("Ask for more")
    _check(clerk, looked_at, faults, "asked")
    at.click("Pro Hac Vice")
    at.press("Submit")
    _check(at, looked_at, faults, "answer refused")
    at.open("pacer", f"{manage}/eFileHistory.jsf")
    _check(at, looked_at, faults, "history")
    at.open("pacer", f"{manage}/nonAttorneyRegistration.jsf?court_type=bankruptcy&court=ctb")
    _check(at, looked_at, faults, "non-attorney form")
    at.open("pacer", f"{manage}/eFileDeactivate.jsf?court=ctd")
    at.press("Submit")
    _check(at, looked_at, faults, "deactivation refused")
    assert not faults, _told(faults)


def test_the_portal_of_colorado_and_its_desks(
    desk: Callable[[], Desk], people: dict[str, Persona], looked_at: Seen
) -> None:
    """Training, portal account, refused and sent application, reset; the clerk's pages of them."""
    nora, dana = people["cod_candidate"], people["clerk_cod"]
    at, clerk = desk(), desk()
    faults: dict[str, list[str]] = {}

    def look(of: Desk, where: str) -> None:
        _check(of, looked_at, faults, where)

    _portal_without_account(at, nora, look)
    _portal_application(at, nora, look)
    _portal_desks(clerk, dana, look)
    at.open("cod", "/CMECF/Register/Home.aspx", role="www")
    look(at, "portal home, asked")
    clerk.click("Nora Pathfinder")
    clerk.press("Approve")
    look(clerk, "application approved")
    at.page.reload()
    look(at, "portal home, approved")
    assert not faults, _told(faults)


def _fill(at: Desk, **typed: str) -> None:
    for name, text in typed.items():
        at.page.locator(f'[name="{name}"]').fill(text)


def _tick_all(at: Desk) -> None:
    for box in at.page.get_by_role("checkbox").all():
        box.check()


def _person(who: Persona) -> dict[str, str]:
    assert who.pacer is not None
    return {
        "first_name": who.name.first,
        "last_name": who.name.last,
        "email": who.pacer.email,
    }


def _portal_without_account(at: Desk, nora: Persona, look: Callable[[Desk, str], None]) -> None:
    for page, button in (("Login", "Sign in"), ("NewAccount", "Create account")):
        at.open("cod", f"/CMECF/Register/{page}.aspx", role="www")
        at.press(button)
        look(at, f"portal {page} refused")
    at.open("cod", "/CMECF/Register/LostPassword.aspx", role="www")
    at.press("Submit")
    look(at, "portal password, nothing typed")
    _fill(at, user_name="nobody", email="nobody@example.test")
    at.press("Submit")
    look(at, "portal password sent")
    at.open("cod", "/CMECF/Register/ResetPassword.aspx?token=spent", role="www")
    look(at, "portal reset link spent")
    at.open("cod", "/CMECF/Register/Training.aspx?track=staff", role="www")
    at.press("Declare the training done")
    look(at, "training not declared")
    _fill(at, **_person(nora))
    _tick_all(at)
    at.press("Declare the training done")
    look(at, "training declared")


def _portal_application(at: Desk, nora: Persona, look: Callable[[Desk, str], None]) -> None:
    assert nora.pacer is not None
    at.open("cod", "/CMECF/Register/NewAccount.aspx", role="www")
    _fill(at, **_person(nora), user_name="nora.axe", key="axe-portal-62", again="axe-portal-62")
    at.press("Create account")
    look(at, "portal home, nothing applied")
    at.click("Unrepresented Party Registration")
    look(at, "unrepresented application")
    at.press("Submit application")
    look(at, "unrepresented application refused")
    _fill(
        at,
        address="62 Example Street",
        phone=nora.pacer.phone,
        verification_phrase="thin air",
        pacer_number=nora.pacer.account_number,
        case_number="1:21-cv-00001",
        court_name="District of Connecticut",
    )
    at.page.get_by_label("I completed CM/ECF training").check()
    at.page.get_by_label("Kind of the other court").select_option("federal_district")
    _tick_all(at)
    at.press("Submit application")
    at.says("has your application")
    look(at, "portal home, applied")


def _portal_desks(clerk: Desk, dana: Persona, look: Callable[[Desk, str], None]) -> None:
    assert dana.pacer is not None
    clerk.open("cod", "/cgi-bin/login.pl")
    _fill(clerk, login=dana.pacer.user_name, key=dana.pacer.password)
    clerk.press("Login")
    for path in ("/clerk/", "/clerk/misuse", "/clerk/portal"):
        clerk.open("cod", path)
        look(clerk, f"cod {path}")
    clerk.click("Nora Pathfinder")
    look(clerk, "application at the clerk's")
    clerk.press("Reject")
    look(clerk, "rejected without a reason")
    _fill(clerk, question="Which case?")
    clerk.press("Send the question")


def test_changes_and_their_queue(
    desk: Callable[[], Desk], people: dict[str, Persona], looked_at: Seen
) -> None:
    """Each form of changes with its mistakes, the queue, and a decision."""
    oscar = people["attorney_everywhere"].pacer
    assert oscar is not None
    at, clerk = desk(), desk()
    faults: dict[str, list[str]] = {}
    at.open("pacer", "/pscof/login.xhtml")
    at.page.locator('[name="loginForm:loginName"]').fill(oscar.user_name)
    at.page.locator('[name="loginForm:password"]').fill(oscar.password)
    at.press("Login")
    at.page.locator('[name="regmsg:chkRedact"]').check()
    at.press("Continue")
    for page in ("personalInfo", "address", "emailNoticing"):
        at.open("pacer", f"/pscof/manage/{page}.jsf")
        _check(at, looked_at, faults, page)
        at.press("Submit")
        _check(at, looked_at, faults, f"{page}, nothing changed")
        at.page.get_by_role("checkbox", name="United States District Court").check()
        if page == "address":
            at.press("Submit")
            _check(at, looked_at, faults, "address without a reason")
            at.page.get_by_label("Reason for Update").fill("I moved.")
        at.press("Submit")
        _check(at, looked_at, faults, f"{page}, asked")
    at.open("pacer", "/pscof/manage/address.jsf")
    _check(at, looked_at, faults, "address with earlier requests")
    clerk.enter("ctd", people["clerk_ctd"])
    clerk.open("ctd", "/clerk/changes")
    _check(clerk, looked_at, faults, "queue")
    clerk.click("Oscar Counsel")
    _check(clerk, looked_at, faults, "request")
    clerk.press("Reject")
    _check(clerk, looked_at, faults, "rejected without a reason")
    clerk.press("Accept")
    clerk.open("ctd", "/clerk/changes?show=decided")
    _check(clerk, looked_at, faults, "decided")
    clerk.click("Oscar Counsel")
    _check(clerk, looked_at, faults, "decided request")
    assert not faults, _told(faults)


def test_the_clerks_desk_for_accounts(
    desk: Callable[[], Desk], people: dict[str, Persona], looked_at: Seen
) -> None:
    """An account's page with every mistake, a password shown once, and the form for a new one."""
    clerk, dana = desk(), desk()
    faults: dict[str, list[str]] = {}
    clerk.enter("ctd", people["clerk_ctd"])
    clerk.open("ctd", "/clerk/accounts?q=nobody-at-all")
    _check(clerk, looked_at, faults, "nobody found")
    clerk.open("ctd", "/clerk/accounts?q=solicitor")
    clerk.click("Sonia Solicitor")
    for button in ("Change the login", "Correct the address", "Disable", "Void the login"):
        clerk.press(button)
        _check(clerk, looked_at, faults, f"{button}, nothing typed")
    clerk.page.get_by_label("What was reported").fill("Strange entries.")
    clerk.page.get_by_label("shown here once").check()
    clerk.press("Void the login")
    _check(clerk, looked_at, faults, "temporary password")
    clerk.open("ctd", "/clerk/accounts/new")
    _check(clerk, looked_at, faults, "no account is created")
    dana.open("cod", "/cgi-bin/login.pl")
    seed = people["clerk_cod"].pacer
    assert seed is not None
    dana.page.get_by_label("Login:", exact=True).fill(seed.user_name)
    dana.page.get_by_label("Password:", exact=True).fill(seed.password)
    dana.press("Login")
    dana.open("cod", "/clerk/accounts/new")
    dana.press("Create")
    _check(dana, looked_at, faults, "create, nothing typed")


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


def test_the_switchboard_with_and_without_a_fault(
    desk: Callable[[], Desk], people: dict[str, Persona], looked_at: Seen
) -> None:
    """The list, empty and not, a fault, and its form refused."""
    at, faults = desk(), dict[str, list[str]]()
    at.open("pacer", "/faults")
    at.sign_in(people["trainer"])
    _check(at, looked_at, faults, "no fault is on")
    at.open("pacer", "/faults/mail-delayed")
    _check(at, looked_at, faults, "a fault")
    at.page.get_by_label("A court").check()
    at.press("Switch on")
    _check(at, looked_at, faults, "a fault refused")
    at.page.get_by_label("Whose name").fill("cod")
    at.press("Switch on")
    at.says("court cod")
    _check(at, looked_at, faults, "a fault is on")
    at.press("Clear all")
    at.says("No fault is on.")
    assert not faults, _told(faults)
