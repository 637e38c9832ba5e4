"""Colorado's Attorney Services Portal: accounts, training, applications, the clerk (seed 003)."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import select

from courts.accounts.models import CourtUser, MisuseReport
from courts.portal import service
from courts.portal.models import (
    PortalAccount,
    PortalApplication,
    PortalCounter,
    PortalReset,
    PortalSession,
)
from shared.outbox import OutboxRow
from shared.personas import Persona
from shared.wire import MailDelivery
from tests.harness import Browser, Page, World

ERA = "2021-07"
AFTER_GO_LIVE = "2022-02-08"
FOLDER = "/CMECF/Register"
QUEUE = "/clerk/portal"
PASSWORD = "aspen-portal-62"
WORDS = {"user_name": "nora.p", "key": PASSWORD}
At = Callable[[str], World]


# ---------------------------------------------------------------- walks


def www(browser: Browser, page: str) -> Page:
    return browser.open("cod", f"{FOLDER}/{page}", role="www")


def account(
    browser: Browser, who: Persona, *, user_name: str = "nora.p", password: str = PASSWORD
) -> Page:
    assert who.pacer is not None
    return www(browser, "NewAccount.aspx").submit(
        {
            "first_name": who.name.first,
            "last_name": who.name.last,
            "email": who.pacer.email,
            "user_name": user_name,
            "key": password,
            "again": password,
        }
    )


def train(browser: Browser, who: Persona, track: str = "attorneys") -> str:
    assert who.pacer is not None
    page = www(browser, f"Training.aspx?track={track}").submit(
        {
            "first_name": who.name.first,
            "last_name": who.name.last,
            "email": who.pacer.email,
            "read_rules": "y",
            "read_procedures": "y",
            "read_manual": "y",
            "done": "y",
        }
    )
    found = re.search(r"completion number is (\w{8})", page.text)
    assert found, page.text
    return found.group(1)


def filled(who: Persona, **changes: Any) -> dict[str, Any]:
    assert who.pacer is not None
    return {
        "pacer_number": who.pacer.account_number,
        "first_name": who.name.first,
        "last_name": who.name.last,
        "address": "62 Example Street\nMockville, CO 00000",
        "phone": "303-555-0162",
        "verification_phrase": "thin air",
        "bar": "member",
        "bar_number": "54321",
        "training": "elsewhere",
        "court_kind": "federal_district",
        "court_name": "District of Connecticut",
        "read_rules": "y",
        "read_procedures": "y",
        "read_manual": "y",
        "terms": "y",
        **changes,
    }


def apply(browser: Browser, who: Persona, **changes: Any) -> Page:
    return www(browser, "AttorneyApplication.aspx").submit(filled(who, **changes))


def clerk(world: World, people: dict[str, Persona]) -> Browser:
    """A deputy clerk of cod, who signs in with a PACER login on the old page."""
    browser, dana = world.browser(), people["clerk_cod"].pacer
    assert dana is not None
    page = browser.open("cod", "/cgi-bin/login.pl")
    page.submit({"login": dana.user_name, "key": dana.password}, button="Login")
    return browser


def rows(world: World, table: type, member: str = "cod") -> list[Any]:
    with world.database(member).reading() as session:
        return list(session.scalars(select(table).order_by(table.id)))  # type: ignore[attr-defined]


def mails(world: World, template: str) -> list[MailDelivery]:
    found = [
        MailDelivery.from_json(r.payload)
        for r in rows(world, OutboxRow)
        if r.kind == "mail.delivery"
    ]
    return [mail for mail in found if mail.template == template]


@pytest.fixture
def cod(world_at: At) -> World:
    return world_at(ERA)


@pytest.fixture
def nora(people: dict[str, Persona]) -> Persona:
    return people["cod_candidate"]


# ---------------------------------------------------------------- the way through


def test_from_training_to_the_first_login(
    cod: World, people: dict[str, Persona], nora: Persona
) -> None:
    """The whole of seed 003, step by step; the clerk approves in between."""
    browser = cod.browser()
    number = train(browser, nora)
    assert number in mails(cod, "portal_training")[0].text
    assert "You have not applied yet." in account(browser, nora).text
    page = apply(
        browser, nora, training="here", training_number=number.lower(), court_kind="", court_name=""
    )
    assert page.url.endswith("/Home.aspx"), page.text
    assert "The clerk's office has your application" in page.text
    assert www(browser, "AttorneyApplication.aspx").url.endswith("/Home.aspx"), "one at a time"

    desk = clerk(cod, people).open("cod", "/clerk/")
    row = next(r for r in desk.all("//tbody/tr") if "Attorney Services Portal" in r.text_content())
    assert row.xpath("td")[0].text_content() == "1"
    detail = desk.click("Attorney Services Portal").click("Nora Pathfinder")
    assert "resemble" not in detail.text
    done = detail.submit(button="Approve")
    assert "Approved on 07/26/2021 by pacer:danadeputy" in done.text

    (notice,) = mails(cod, "old_account_notice")
    login = re.search(r"Login: +(\S+)", notice.text)
    temporary = re.search(r"Password: +(\S+)", notice.text)
    assert login
    assert temporary
    assert notice.recipient == nora.pacer.email  # type: ignore[union-attr]
    user = next(u for u in rows(cod, CourtUser) if u.login_name == login.group(1))
    assert (user.role, user.bar_number, user.verification_phrase) == (
        "attorney",
        "54321",
        "thin air",
    )
    assert user.temporary_password
    assert temporary.group(1) not in user.password_hash
    page = cod.browser().open("cod", "/cgi-bin/login.pl")
    fields = {"login": login.group(1), "key": temporary.group(1), "redaction": "1"}
    assert "Civil" in page.submit(fields, button="Login").menu()
    assert "Approved on 07/26/2021" in www(browser, "Home.aspx").text
    assert "You have not applied" not in www(browser, "Home.aspx").text


def test_the_portal_s_login_is_its_own(cod: World, nora: Persona) -> None:
    """Neither PACER nor CM/ECF knows it, and it knows neither."""
    account(cod.browser(), nora)
    page = cod.browser().open("cod", "/cgi-bin/login.pl")
    page = page.submit({"login": "nora.p", "key": PASSWORD, "redaction": "1"}, button="Login")
    assert "Login failed" in page.text
    page = cod.browser().open("pacer", "/csologin/login.jsf")
    page = page.submit({"loginForm:loginName": "nora.p", "loginForm:password": PASSWORD})
    assert page.all("//input[@name='loginForm:loginName']")
    assert nora.pacer is not None
    page = www(cod.browser(), "Login.aspx")
    page = page.submit({"user_name": nora.pacer.user_name, "key": nora.pacer.password})
    assert page.status == 422
    assert "is not right" in page.text


# ---------------------------------------------------------------- who is refused


@pytest.mark.parametrize("number", ["", "7009999", "7000101"])
def test_without_a_pacer_account_there_is_no_application(
    cod: World, nora: Persona, number: str
) -> None:
    """No number, a number of nobody, and the number of somebody else."""
    browser = cod.browser()
    account(browser, nora)
    page = apply(browser, nora, pacer_number=number)
    assert page.status == 422
    assert "A PACER account is mandatory" in page.text
    assert page.all("//*[@id='pacer_number' and @aria-invalid='true']")
    assert page.all("//input[@name='court_name']/@value") == ["District of Connecticut"], "kept"
    assert page.all("//input[@name='bar' and @checked]/@value") == ["member"]
    assert rows(cod, PortalApplication) == []


def test_numbers_of_pacer_cannot_be_tried_for_ever(cod: World, nora: Persona) -> None:
    browser = cod.browser()
    account(browser, nora)
    for number in range(7009000, 7009005):
        assert "none has this number" in apply(browser, nora, pacer_number=str(number)).text
    page = apply(browser, nora)
    assert page.status == 422
    assert service.ASKED_TOO_OFTEN in page.text
    cod.clock.advance(minutes=16)
    assert "has your application" in apply(browser, nora).text


def test_pacer_that_does_not_answer_loses_nothing(
    cod: World, nora: Persona, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = cod.browser()
    account(browser, nora)
    page = www(browser, "AttorneyApplication.aspx")
    with monkeypatch.context() as down:
        down.setitem(cod.apps, "pacer", _broken)
        for _try in range(6):
            page = page.submit(filled(nora))
    assert page.status == 422
    assert "PACER does not answer at the moment" in page.text
    assert page.all("//input[@name='verification_phrase']/@value") == ["thin air"]
    assert "has your application" in page.submit(filled(nora)).text


def _broken(_environ: Any, start: Any) -> list[bytes]:
    start("503 Service Unavailable", [("Content-Type", "text/plain")])
    return [b"down"]


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"court_kind": "state"}, "will not adequately prepare you for the Federal Court's"),
        ({"court_kind": "federal_other"}, "different federal district or bankruptcy court"),
        ({"bar": "other"}, "the bar of a state, or of another federal court, does not do"),
        ({"read_manual": None}, "Read the ECF User's Manual of this court"),
        ({"terms": None}, "Read the terms"),
        ({"training": "here", "training_number": "NOSUCH00"}, "No training of a person"),
        ({"verification_phrase": ""}, "Choose two or three words"),
    ],
)
def test_what_does_not_count(cod: World, nora: Persona, changes: dict[str, Any], says: str) -> None:
    browser = cod.browser()
    account(browser, nora)
    page = apply(browser, nora, **changes)
    assert page.status == 422
    assert says in page.text
    assert rows(cod, PortalApplication) == []


@pytest.mark.parametrize("kind", ["federal_district", "federal_bankruptcy"])
def test_training_in_another_federal_court_counts(cod: World, nora: Persona, kind: str) -> None:
    browser = cod.browser()
    account(browser, nora)
    assert "has your application" in apply(browser, nora, court_kind=kind).text
    (application,) = rows(cod, PortalApplication)
    assert (application.court_kind, application.state) == (kind, "waiting")


def test_staff_finish_without_an_account_to_file(cod: World, people: dict[str, Persona]) -> None:
    """The number of the staff track ends no application, and declaring makes no account."""
    percy = people["staff"]
    browser = cod.browser()
    users = len(rows(cod, CourtUser))
    number = train(browser, percy, "staff")
    assert "leads to no account to file" in mails(cod, "portal_training")[0].text
    assert rows(cod, PortalAccount) == []
    account(browser, percy)
    page = apply(browser, percy, training="here", training_number=number)
    assert page.status == 422
    assert "the track for law firm staff leads to none" in page.text
    assert rows(cod, PortalApplication) == []
    assert len(rows(cod, CourtUser)) == users


def test_an_unrepresented_party_needs_training_and_approval(
    cod: World, people: dict[str, Persona], nora: Persona
) -> None:
    browser = cod.browser()
    account(browser, nora)
    fields = {k: v for k, v in filled(nora).items() if not k.startswith("bar")}
    form = www(browser, "UnrepresentedApplication.aspx")
    page = form.submit({**fields, "case_number": "", "training": "here", "training_number": ""})
    assert "Enter the number of your case" in page.text
    assert "Enter the completion number" in page.text
    number = train(browser, nora, "unrepresented")
    more = {"case_number": "1:21-cv-00001", "training": "here", "training_number": number}
    assert "has your application" in page.submit({**fields, **more}).text
    assert all(u.last_name != "Pathfinder" for u in rows(cod, CourtUser)), "not before approval"
    desk = clerk(cod, people).open("cod", QUEUE).click("Nora Pathfinder")
    desk.submit(button="Approve")
    made = next(u for u in rows(cod, CourtUser) if u.last_name == "Pathfinder")
    assert made.role == "pro_se"


# ---------------------------------------------------------------- the clerk


def test_question_answer_and_rejection(
    cod: World, people: dict[str, Persona], nora: Persona
) -> None:
    browser, staff = cod.browser(), clerk(cod, people)
    account(browser, nora)
    apply(browser, nora)
    detail = staff.open("cod", QUEUE).click("Nora Pathfinder")
    assert detail.submit({"question": ""}, button="Send the question").status == 422
    detail.submit({"question": "Which judge admitted you?"}, button="Send the question")
    assert "Which judge admitted you?" in mails(cod, "portal_question")[0].text
    home = www(browser, "Home.aspx")
    assert "Which judge admitted you?" in home.text
    assert home.submit({"answer": " "}).status == 422
    home.submit({"answer": "Judge Example, in June."})
    detail = staff.open("cod", QUEUE).click("Nora Pathfinder")
    assert "Judge Example, in June." in detail.text
    assert "Give the reason." in detail.submit({"reason": ""}, button="Reject").text
    detail.submit({"reason": "No such admission."}, button="Reject")
    assert "No such admission." in mails(cod, "portal_rejected")[0].text
    again = detail.submit(button="Approve")
    assert again.status == 422
    assert service.DECIDED in again.text
    assert mails(cod, "old_account_notice") == []
    assert "No such admission." in www(browser, "Home.aspx").text
    assert "has your application" in apply(browser, nora).text, "may apply again"


def test_an_account_that_resembles_the_applicant_is_shown(
    cod: World, people: dict[str, Persona]
) -> None:
    milo, browser = people["cod_applicant"], cod.browser()
    account(browser, milo)
    apply(browser, milo)
    detail = clerk(cod, people).open("cod", QUEUE).click("Milo Frontier")
    assert "resemble the applicant" in detail.text
    assert "mfrontierc" in detail.text


def test_admission_fee_unpaid_takes_the_filing_menus(
    cod: World, people: dict[str, Persona], nora: Persona
) -> None:
    browser = cod.browser()
    account(browser, nora)
    apply(browser, nora, bar="admit", bar_number="")
    clerk(cod, people).open("cod", QUEUE).click("Nora Pathfinder").submit(button="Approve")
    assert "due by 08/25/2021" in mails(cod, "portal_fee")[0].text
    detail = clerk(cod, people).open("cod", QUEUE).click("Nora Pathfinder")
    assert "Remove for non-payment" not in detail.html
    cod.set_court_time("2021-08-26")
    detail = clerk(cod, people).open("cod", QUEUE).click("Nora Pathfinder")
    detail = detail.submit(button="Remove for non-payment")
    user = next(u for u in rows(cod, CourtUser) if u.last_name == "Pathfinder")
    assert user.status == "unpaid"
    temporary = re.search(r"Password: +(\S+)", mails(cod, "old_account_notice")[0].text)
    assert temporary
    filer = cod.browser()
    fields = {"login": user.login_name, "key": temporary.group(1), "redaction": "1"}
    page = filer.open("cod", "/cgi-bin/login.pl").submit(fields, button="Login")
    assert page.menu() == ["Query", "Reports", "Utilities", "Logout"], "the login is good"
    assert "admission fee was not paid" in filer.open("cod", "/cgi-bin/DisplayMenu.pl?Civil").text
    assert "does not file any more" in www(browser, "Home.aspx").text
    detail.submit(button="Mark as paid")
    user = next(u for u in rows(cod, CourtUser) if u.last_name == "Pathfinder")
    assert user.status == "active"
    assert "Civil" in filer.open("cod", "/cgi-bin/menu.pl").menu()


def test_only_staff_reach_the_desk(cod: World, people: dict[str, Persona], nora: Persona) -> None:
    browser = cod.browser()
    account(browser, nora)
    apply(browser, nora)
    assert "Nora Pathfinder" not in browser.open("cod", f"{QUEUE}/1").text
    milo = people["cod_applicant"].courts["cod"]
    filer = cod.browser()
    page = filer.open("cod", "/cgi-bin/login.pl")
    fields = {"login": str(milo.login_name), "key": str(milo.password), "redaction": "1"}
    page.submit(fields, button="Login")
    for path in (QUEUE, f"{QUEUE}/1", "/clerk/misuse"):
        page = filer.open("cod", path)
        assert "You do not have permission" in page.text
        assert "Nora Pathfinder" not in page.text
    staff = clerk(cod, people)
    assert staff.open("cod", f"{QUEUE}/99").status == 404
    assert staff.open("cod", f"{QUEUE}/{10**20}").status == 404


# ---------------------------------------------------------------- go-live and other courts


def test_after_go_live_applications_go_through_pacer(
    cod: World, people: dict[str, Persona], nora: Persona
) -> None:
    """The day is the federation's go-live of cod, not a day of this program."""
    browser = cod.browser()
    account(browser, nora)
    form = www(browser, "AttorneyApplication.aspx")
    apply(browser, nora)
    late = cod.browser()
    account(late, people["newcomer"], user_name="iris.a")
    form = www(late, "AttorneyApplication.aspx")
    cod.set_court_time(AFTER_GO_LIVE)
    assert "Manage My Account" in form.submit(filled(people["newcomer"])).text
    assert len(rows(cod, PortalApplication)) == 1
    assert "Manage My Account" in www(cod.browser(), "NewAccount.aspx").text
    page = www(cod.browser(), "Login.aspx")
    assert page.link("Manage My Account") == cod.url("pacer", "/pscof/login.xhtml", "psc")
    assert "has your application" in page.submit(WORDS).text, "the old one can still be seen"
    staff = cod.browser()
    staff.enter("cod", people["clerk_cod"])
    detail = staff.open("cod", QUEUE).click("Nora Pathfinder")
    assert "no old accounts are made" in detail.text
    forced = staff.send(
        "POST",
        detail.url,
        {"csrf_token": detail.all("//input[@name='csrf_token']/@value")[0], "action": "approve"},
    )
    assert forced.status == 422
    assert all(u.last_name != "Pathfinder" for u in rows(cod, CourtUser))
    detail.submit({"reason": "Apply at PACER."}, button="Reject")
    assert rows(cod, PortalApplication)[0].state == "rejected"


@pytest.mark.parametrize("court", ["ctd", "ctb", "ca2"])
def test_other_courts_have_no_portal(cod: World, court: str) -> None:
    for page in ("Login.aspx", "NewAccount.aspx", "LostPassword.aspx", "Training.aspx?track=staff"):
        assert cod.browser().open(court, f"{FOLDER}/{page}", role="www").status == 404


def test_the_portal_stands_on_the_web_site_only(cod: World) -> None:
    assert cod.browser().open("cod", f"{FOLDER}/Login.aspx").status == 404
    assert "To decide" not in cod.browser().open("cod", QUEUE, role="www").text
    pdf = "/Portals/0/Documents/CMECF/ProSe_eFiling_Application.pdf"
    assert "Unrepresented Party Registration" in cod.browser().open("cod", pdf, role="www").text


# ---------------------------------------------------------------- logins, lock-out, resets


def test_five_wrong_passwords_lock_known_and_unknown_alike(cod: World, nora: Persona) -> None:
    account(cod.browser(), nora)
    said: dict[str, list[str]] = {}
    for name in ("nora.p", "nobody"):
        browser = cod.browser()
        for _try in range(6):
            page = www(browser, "Login.aspx").submit({"user_name": name, "key": "wrong-word"})
            assert page.status == 422
            alert = page.all("//*[@role='alert']")[0].text_content()
            said.setdefault(name, []).append(" ".join(alert.split()))
    assert said["nora.p"] == said["nobody"]
    assert service.LOCKED in said["nora.p"][5]
    right = www(cod.browser(), "Login.aspx").submit(WORDS)
    assert service.LOCKED in right.text
    cod.clock.advance(minutes=16)
    assert www(cod.browser(), "Login.aspx").submit(WORDS).url.endswith("/Home.aspx")


def test_signing_out_and_being_idle(cod: World, nora: Persona) -> None:
    browser = cod.browser()
    home = account(browser, nora)
    token = browser.session.cookies.get("moot_cod_portal")
    assert token
    assert token not in str([vars(row) for row in rows(cod, PortalSession)]), "stored hashed only"
    assert home.submit(button="Sign out").url.endswith("/Login.aspx")
    browser.session.cookies.set("moot_cod_portal", token, domain="www.cod.moot.localhost")
    assert www(browser, "Home.aspx").url.endswith("/Login.aspx"), "a closed session stays closed"
    page = www(browser, "Login.aspx").submit(WORDS)
    fresh = [c.value for c in browser.session.cookies if c.name == "moot_cod_portal"]
    assert token not in fresh or len(fresh) > 1, "a new session has a new cookie"
    assert page.url.endswith("/Home.aspx")
    cod.clock.advance(minutes=31)
    assert www(browser, "Home.aspx").url.endswith("/Login.aspx")


def test_a_form_without_its_token_is_refused(cod: World, nora: Persona) -> None:
    browser = cod.browser()
    account(browser, nora)
    url = cod.url("cod", f"{FOLDER}/AttorneyApplication.aspx", "www")
    assert browser.send("POST", url, filled(nora)).status == 400
    assert rows(cod, PortalApplication) == []


def test_the_reset_says_the_same_to_everybody_and_works_once(cod: World, nora: Persona) -> None:
    assert nora.pacer is not None
    inside = cod.browser()
    account(inside, nora)
    said = set()
    for name, email in (
        ("nora.p", nora.pacer.email.upper()),
        ("nora.p", "somebody@else.test"),
        ("nobody", nora.pacer.email),
    ):
        page = www(cod.browser(), "LostPassword.aspx").submit({"user_name": name, "email": email})
        said.add((page.status, page.said))
    assert len(said) == 1
    (mail,) = mails(cod, "portal_reset")
    link = re.search(r"http\S+token=\w+", mail.text)
    assert link
    assert www(inside, "Home.aspx").url.endswith("/Home.aspx"), "asking alone ends nothing"
    page = cod.browser().get(link.group())
    assert page.submit({"key": "short", "again": "short"}).status == 422
    assert page.submit({"key": "new-portal-62", "again": "new-portal-63"}).status == 422
    done = page.submit({"key": "new-portal-62", "again": "new-portal-62"})
    assert "The new portal password of nora.p is set." in done.text
    assert www(inside, "Home.aspx").url.endswith("/Login.aspx"), "the old password's session"
    assert cod.browser().get(link.group()).status == 400
    assert mails(cod, "portal_password_changed")
    signed = www(cod.browser(), "Login.aspx").submit(
        {"user_name": "nora.p", "key": "new-portal-62"}
    )
    assert signed.url.endswith("/Home.aspx")


def test_a_reset_link_runs_out(cod: World, nora: Persona) -> None:
    assert nora.pacer is not None
    account(cod.browser(), nora)
    www(cod.browser(), "LostPassword.aspx").submit(
        {"user_name": "nora.p", "email": nora.pacer.email}
    )
    link = re.search(r"http\S+token=\w+", mails(cod, "portal_reset")[0].text)
    assert link
    cod.clock.advance(minutes=61)
    assert cod.browser().get(link.group()).status == 400


def test_compromised_ends_the_sessions_and_tells_the_clerk(
    cod: World, people: dict[str, Persona], nora: Persona
) -> None:
    """Of the portal's login, and of a CM/ECF login in the same way."""
    assert nora.pacer is not None
    thief = cod.browser()
    account(thief, nora)
    ask = {"user_name": "nora.p", "email": nora.pacer.email, "misused": "y"}
    www(cod.browser(), "LostPassword.aspx").submit({**ask, "email": "not@hers.test"})
    assert www(thief, "Home.aspx").url.endswith("/Home.aspx")
    assert rows(cod, MisuseReport) == []
    www(cod.browser(), "LostPassword.aspx").submit(ask)
    assert www(thief, "Home.aspx").url.endswith("/Login.aspx")

    milo = people["cod_applicant"].courts["cod"]
    other = cod.browser()
    page = other.open("cod", "/cgi-bin/login.pl")
    fields = {"login": str(milo.login_name), "key": str(milo.password), "redaction": "1"}
    assert "Civil" in page.submit(fields, button="Login").menu()
    lost = cod.browser().open("cod", "/cgi-bin/LostPassword.pl")
    lost.submit({"login": milo.login_name, "email": milo.primary_email, "misused": "y"})
    assert "Civil" not in other.open("cod", "/cgi-bin/menu.pl?id=-1").menu()

    desk = clerk(cod, people).open("cod", "/clerk/").click("Misused logins")
    assert "nora.p" in desk.text
    assert "mfrontierc" in desk.text
    desk.submit(button="Seen")
    assert [r.seen_by for r in rows(cod, MisuseReport)].count("pacer:danadeputy") == 1


def test_three_click_heres_lead_to_three_resets(cod: World) -> None:
    """The login page and the Password Reset page agree (seed 003)."""
    browser = cod.browser()
    wanted = [
        cod.url("cod", "/cgi-bin/LostPassword.pl"),
        cod.url("pacer", "/pscof/forgotPassword.jsf", "psc"),
        cod.url("cod", f"{FOLDER}/LostPassword.aspx", "www"),
    ]
    for page in (
        browser.open("cod", "/cgi-bin/login.pl"),
        browser.open("cod", "/password-reset", role="www"),
    ):
        found = [a.get("href") for a in page.all("//a[text()='click here']")]
        base = page.url.split("/", 3)
        absolute = [h if h.startswith("http") else "/".join(base[:3]) + h for h in found]
        assert absolute == wanted
    for address in wanted:
        page = browser.get(address)
        assert page.status == 200
        assert page.all("//form[@method='post']")
    reset = browser.open("cod", "/password-reset", role="www")
    title = "Password Reset (CM/ECF, PACER, and Attorney Services Portal Accounts)"
    assert title in reset.text
    for words in (
        "full name",
        "current e-mail address",
        "verification phrase",
        "helpdesk@cod.test",
    ):
        assert words in reset.text


def test_the_user_name_is_taken_once(cod: World, people: dict[str, Persona], nora: Persona) -> None:
    account(cod.browser(), nora)
    page = account(cod.browser(), people["newcomer"], user_name="Nora.P")
    assert page.status == 422
    assert service.NAME_TAKEN in page.text
    assert page.all("//input[@name='first_name']/@value") == ["Iris"]


def test_spent_rows_are_swept(cod: World, nora: Persona) -> None:
    assert nora.pacer is not None
    browser = cod.browser()
    account(browser, nora)
    www(browser, "Login.aspx")
    www(cod.browser(), "Login.aspx").submit({"user_name": "nora.p", "key": "wrong-word"})
    www(cod.browser(), "LostPassword.aspx").submit(
        {"user_name": "nora.p", "email": nora.pacer.email}
    )
    spent = (PortalSession, PortalReset, PortalCounter)
    assert all(rows(cod, table) for table in spent)
    cod.clock.advance(days=3)
    with cod.database("cod").writing() as session:
        service.sweep(session, cod.clock() - timedelta(0))
    assert not any(rows(cod, table) for table in spent)
    assert rows(cod, PortalAccount)
