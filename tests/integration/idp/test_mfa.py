"""The second factor: enrolment, codes, login in the browser and by `cso-auth` (facts.md 1.13)."""

from __future__ import annotations

import re
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any

import pyotp
import pytest
from sqlalchemy import select, update

from idp.accounts.models import Account
from idp.mailbox.models import MailItem
from idp.mfa import policy, service, texts
from idp.mfa.models import AppDraft, BackupCode, MfaApp, MfaStanding, SecurityCode
from idp.signin import protocol
from idp.signin import texts as signin_texts
from idp.signin.models import AttemptCounter, PendingSignin, SsoSession
from shared.audit import AuditEvent, verify_chain
from shared.ids import digest, subject_of
from shared.personas import Persona
from tests.harness import Browser, Page, World

People = dict[str, Persona]
Worlds = Callable[[str], World]
LOGIN = "/csologin/login.jsf"
PAGE = "/pscof/manage/mfa.jsf"
ADD = "/pscof/manage/mfaAdd.jsf"
CODES = "/pscof/manage/mfaCodes.jsf"
INVALID = "Invalid username, password, or one-time passcode."


@pytest.fixture
def world(world_at: Worlds) -> World:
    """Return a federation of January 2026: enrolment is mandatory for filers."""
    return world_at("2026")


def passcode(world: World, secret: str, step: int = 0) -> str:
    moment = world.clock() + timedelta(seconds=30 * step)
    return str(pyotp.TOTP(secret.replace(" ", "")).at(moment))


def secret_of(who: Persona) -> str:
    assert who.pacer is not None
    return who.pacer.totp_secret


def enter(world: World, who: Persona, browser: Browser | None = None) -> Page:
    """Give user name and password; what comes next is for the test."""
    assert who.pacer is not None
    page = (browser or world.browser()).open("pacer", LOGIN)
    return page.submit(
        {
            "loginForm:loginName": who.pacer.user_name,
            "loginForm:password": who.pacer.password,
        },
        button="Login",
    )


def give(page: Page, code: str) -> Page:
    return page.submit({"mfaForm:mfaInput": code}, button="Ok")


def is_in(page: Page) -> bool:
    return bool(page.all("//*[@class='pacer-person']"))


def rows(world: World, model: Any) -> list[Any]:
    with world.database("pacer").reading() as session:
        return list(session.scalars(select(model).order_by(model.id)).all())


def mails(world: World, template: str) -> list[Any]:
    return [row for row in rows(world, MailItem) if row.template == template]


def mailed_code(world: World) -> str:
    found = re.search(r"^\s+(\d{6})$", mails(world, "mfa_security_code")[-1].text, re.MULTILINE)
    assert found
    return found[1]


def tags(world: World) -> list[str]:
    return [row.tag for row in rows(world, AuditEvent)]


def auth(world: World, who: Persona, **more: str) -> dict[str, str]:
    assert who.pacer is not None
    body = {"loginId": who.pacer.user_name, "password": who.pacer.password, **more}
    answer = (
        world.app("pacer")
        .test_client()
        .post(
            "/services/cso-auth",
            json=body,
            headers={"Accept": "application/json"},
            base_url="https://pacer.login.uscourts.gov",
        )
    )
    assert answer.status_code == 200
    found: dict[str, str] = answer.get_json()
    return found


def add_app(world: World, page: Page, name: str) -> tuple[Page, str]:
    """Walk through Add App from its first step; return the page after it, and the secret."""
    page = page.submit({}, button="Send Security Code")
    page = page.submit({"enrollForm:code": mailed_code(world)}, button="Continue")
    (shown,) = page.all("//*[@id='mfaSecret']")
    secret = shown.text_content().replace(" ", "")
    after = page.submit(
        {"enrollForm:passcode": passcode(world, secret), "enrollForm:name": name},
        button="Add App",
    )
    return after, secret


def signed_in(world: World, who: Persona) -> Browser:
    browser = world.browser()
    page = enter(world, who, browser)
    if page.all("//form[@id='mfaForm']"):
        page = give(page, passcode(world, secret_of(who)))
    if page.all("//input[@name='regmsg:chkRedact']"):
        page = page.submit({"regmsg:chkRedact": "on"}, button="Continue")
    assert is_in(page)
    return browser


def new_codes(world: World, browser: Browser) -> list[str]:
    page = browser.open("pacer", CODES).submit({}, button="Send Security Code")
    page = page.submit({"codesForm:code": mailed_code(world)}, button="Get New Codes")
    return [item.text_content() for item in page.all("//*[@id='backupCodes']/li")]


# --------------------------------------------------------------------------- login


def test_an_enrolled_person_gives_a_code(world: World, people: People) -> None:
    browser = world.browser()
    page = enter(world, people["client_mfa"], browser)
    assert page.all("//form[@id='mfaForm']//*[@name='mfaForm:mfaInput']")
    assert page.all("//form[@id='mfaForm']//*[@name='mfaForm:btnOk']")
    assert re.search(r'name="javax\.faces\.ViewState"[^>]*value="[^"]+"', page.html)
    assert rows(world, SsoSession) == []
    assert not is_in(browser.open("pacer", "/", role="home"))
    page = give(page, passcode(world, secret_of(people["client_mfa"])))
    assert is_in(page)
    (session,) = rows(world, SsoSession)
    assert (session.amr, session.acr) == ("pwd otp", "urn:moot:acr:mfa")
    assert "mfa:code-used" in tags(world)
    with world.database("pacer").reading() as reading:
        verify_chain(reading)


def test_others_are_not_asked_and_their_session_says_so(world: World, people: People) -> None:
    assert is_in(enter(world, people["client"]))
    (session,) = rows(world, SsoSession)
    assert (session.amr, session.acr) == ("pwd", "urn:moot:acr:password")


def test_before_may_2025_there_is_no_second_factor(world_at: Worlds, people: People) -> None:
    world = world_at("2021-11")
    browser = world.browser()
    assert is_in(enter(world, people["client_mfa"], browser))
    page = browser.open("pacer", PAGE)
    assert texts.NOT_OFFERED in page.text
    assert browser.open("pacer", ADD).status == 422
    world.set_court_time("2025-05-10T23:59")
    assert is_in(enter(world, people["client_mfa"]))
    world.set_court_time("2025-05-11T01:01")
    assert enter(world, people["client_mfa"]).all("//form[@id='mfaForm']")


def test_a_code_is_accepted_once(world: World, people: People) -> None:
    who = people["client_mfa"]
    code = passcode(world, secret_of(who))
    assert is_in(give(enter(world, who), code))
    page = give(enter(world, who), code)
    assert INVALID in page.text
    assert auth(world, who, otpCode=code)["loginResult"] == "13"
    world.clock.advance(seconds=30)
    assert is_in(give(enter(world, who), passcode(world, secret_of(who))))


def test_a_step_before_the_last_used_one_is_not_accepted(world: World, people: People) -> None:
    who = people["client_mfa"]
    older = passcode(world, secret_of(who), -1)
    assert auth(world, who, otpCode=passcode(world, secret_of(who)))["loginResult"] == "0"
    assert auth(world, who, otpCode=older)["loginResult"] == "13"


@pytest.mark.parametrize(("step", "result"), [(-2, "13"), (-1, "0"), (1, "0"), (2, "13")])
def test_one_step_of_clock_skew(world: World, people: People, step: int, result: str) -> None:
    who = people["client_mfa"]
    assert auth(world, who, otpCode=passcode(world, secret_of(who), step))["loginResult"] == result


def test_of_parallel_logins_with_one_code_one_passes(world: World, people: People) -> None:
    who = people["client_mfa"]
    code = passcode(world, secret_of(who))
    with ThreadPoolExecutor(4) as pool:
        found = list(pool.map(lambda _n: auth(world, who, otpCode=code)["loginResult"], range(4)))
    assert sorted(found) == ["0", "13", "13", "13"]


def test_five_wrong_codes_lock_although_the_password_is_right(world: World, people: People) -> None:
    who = people["client_mfa"]
    wrong = passcode(world, secret_of(who), 40)
    page = enter(world, who)
    for _ in range(3):
        page = give(page, wrong)
        assert INVALID in page.text
    for _ in range(2):
        assert auth(world, who, otpCode=wrong)["loginResult"] == "13"
    assert auth(world, who, otpCode=passcode(world, secret_of(who)))["loginResult"] == "13"
    assert INVALID in give(enter(world, who), passcode(world, secret_of(who))).text
    world.clock.advance(minutes=16)
    assert auth(world, who, otpCode=passcode(world, secret_of(who)))["loginResult"] == "0"
    reasons = [row.detail for row in rows(world, AuditEvent) if row.tag == "signin:refused"]
    assert any("code locked" in each for each in reasons)
    assert not any(wrong in row.detail for row in rows(world, AuditEvent))


def test_twenty_wrong_codes_lock_for_the_day(world: World, people: People) -> None:
    who = people["client_mfa"]
    for _ in range(4):
        for _ in range(5):
            auth(world, who, otpCode=passcode(world, secret_of(who), 40))
        world.clock.advance(minutes=16)
    assert auth(world, who, otpCode=passcode(world, secret_of(who)))["loginResult"] == "13"
    world.clock.advance(days=1)
    assert auth(world, who, otpCode=passcode(world, secret_of(who)))["loginResult"] == "0"
    counters = {row.scope: row.failures for row in rows(world, AttemptCounter)}
    assert counters.get("code+day", 0) == 0


def test_parallel_guesses_are_only_five_tries(world: World, people: People) -> None:
    who = people["client_mfa"]
    wrong = passcode(world, secret_of(who), 40)
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda _n: auth(world, who, otpCode=wrong), range(12)))
    reasons = [row.detail for row in rows(world, AuditEvent) if row.tag == "signin:refused"]
    assert sum('"reason": "code"' in each for each in reasons) == 5
    assert sum('"reason": "code locked"' in each for each in reasons) == 7


def test_a_wrong_password_is_refused_before_any_code(world: World, people: People) -> None:
    who = people["client_mfa"]
    code = passcode(world, secret_of(who))
    refused = auth(world, who, password="Not-The-Password#1", otpCode=code)
    assert refused["loginResult"] == "13"
    assert auth(world, who, otpCode=code)["loginResult"] == "0"


def test_cso_auth_wants_the_code(world: World, people: People) -> None:
    who = people["client_mfa"]
    for more in ({}, {"otpCode": ""}, {"otpCode": "000000"}, {"otpCode": "nonsense"}):
        assert auth(world, who, **more) == {
            "nextGenCSO": "",
            "loginResult": "13",
            "errorDescription": INVALID,
        }
    assert rows(world, SsoSession) == []
    code = passcode(world, secret_of(who))
    assert auth(world, who, otpCode=f"{code[:3]} {code[3:]}")["loginResult"] == "0"
    (session,) = rows(world, SsoSession)
    assert (session.amr, session.acr, session.via) == ("pwd otp", "urn:moot:acr:mfa", "cso-auth")


def test_cso_auth_ignores_a_code_that_nobody_asked_for(world: World, people: People) -> None:
    assert auth(world, people["client"], otpCode="123456")["loginResult"] == "0"
    (session,) = rows(world, SsoSession)
    assert session.amr == "pwd"


def test_a_filer_who_is_not_enrolled_cannot_use_cso_auth(world: World, people: People) -> None:
    found = auth(world, people["attorney_ctd"], redactFlag="1")
    assert (found["loginResult"], found["nextGenCSO"]) == ("1", "")
    assert found["errorDescription"].startswith("User Update Required")


def test_the_half_finished_sign_in_runs_out(world: World, people: People) -> None:
    page = enter(world, people["client_mfa"])
    world.clock.advance(minutes=11)
    page = give(page, passcode(world, secret_of(people["client_mfa"])))
    assert not is_in(page)
    assert signin_texts.DIALOG_EXPIRED in page.text


def test_the_redaction_form_does_not_jump_over_the_code(world: World, people: People) -> None:
    browser = world.browser()
    page = enter(world, people["client_mfa"], browser)
    token = page.all("//form[@id='mfaForm']//input[@name='javax.faces.ViewState']/@value")[0]
    for fields in (
        {"regmsg": "regmsg", "regmsg:chkRedact": "on", "regmsg:bpmConfirm": ""},
        {"mfaInvite": "mfaInvite", "mfaInvite:btnSkip": ""},
    ):
        after = browser.send(
            "POST", world.url("pacer", LOGIN), {**fields, "javax.faces.ViewState": token}
        )
        assert after.all("//form[@id='mfaForm']")
        assert not is_in(after)
    after = browser.open("pacer", "/csologin/mfaEnroll.jsf")
    assert after.all("//form[@id='mfaForm']")
    assert browser.open("pacer", "/csologin/step.jsf").all("//form[@id='mfaForm']")
    assert rows(world, SsoSession) == []


def test_no_session_begins_without_the_code(world: World, people: People) -> None:
    app = world.app("pacer")
    who = people["client_mfa"]
    assert who.pacer is not None
    with world.database("pacer").reading() as session:
        account = session.scalars(
            select(Account).where(Account.user_name == who.pacer.user_name)
        ).one()
    with app.test_request_context("/", base_url=world.url("pacer", "/")):
        app.preprocess_request()
        with pytest.raises(protocol.SecondFactorMissingError):
            protocol.open_session(account, client_code="", acknowledged=True)
    assert rows(world, SsoSession) == []


# --------------------------------------------------------------------------- the AJAX step


def ajax(page: Page, code: str, path: str = LOGIN) -> Any:
    token = page.all("//form[@id='mfaForm']//input[@name='javax.faces.ViewState']/@value")[0]
    return page.browser.session.post(
        page.browser.world.url("pacer", path),
        data={
            "mfaForm": "mfaForm",
            "mfaForm:mfaInput": code,
            "mfaForm:btnOk": "",
            "jakarta.faces.partial.ajax": "true",
            "jakarta.faces.source": "mfaForm:btnOk",
            "jakarta.faces.partial.execute": "@all",
            "jakarta.faces.partial.render": "@all",
            "javax.faces.ViewState": token,
        },
        headers={"Faces-Request": "partial/ajax", "X-Requested-With": "XMLHttpRequest"},
        allow_redirects=False,
        timeout=30,
    )


def test_the_ajax_step_answers_in_xml(world: World, people: People) -> None:
    who = people["client_mfa"]
    assert who.pacer is not None
    browser = world.browser()
    target = world.url("ctd", "/cgi-bin/iquery.pl?a=1&b=2")
    page = browser.get(world.url("pacer", LOGIN) + "?pscCourtId=CTDC&appurl=" + _quoted(target))
    page = page.submit(
        {
            "loginForm:loginName": who.pacer.user_name,
            "loginForm:password": who.pacer.password,
        },
        button="Login",
    )
    refused = ajax(page, "000000")
    assert refused.status_code == 200
    assert refused.headers["Content-Type"].startswith("text/xml")
    assert "Invalid" in refused.text
    assert "redirect" not in refused.text
    passed = ajax(page, passcode(world, secret_of(who)))
    found = re.search(r'<partial-response[^>]*><redirect url="([^"]+)"/></partial-res', passed.text)
    assert found
    assert found[1].startswith(world.url("ctd", "/oidc/start?target_link_uri="))
    assert browser.get(found[1].replace("&amp;", "&")).url == target


def _quoted(text: str) -> str:
    return text.replace(":", "%3A").replace("/", "%2F").replace("?", "%3F").replace("&", "%26")


def test_the_ajax_step_of_a_filer_leads_to_the_notice(world: World, people: People) -> None:
    who = people["attorney_ctd"]
    enroll(world, who)
    browser = world.browser()
    page = enter(world, who, browser)
    (app,) = [app for app in rows(world, MfaApp) if app.name == "telephone"]
    world.clock.advance(seconds=60)
    passed = ajax(page, passcode(world, app.secret))
    found = re.search(r'<redirect url="([^"]+)"/>', passed.text)
    assert found
    assert found[1].endswith("/csologin/step.jsf")
    notice = browser.get(found[1])
    assert is_in(notice.submit({"regmsg:chkRedact": "on"}, button="Continue"))


# --------------------------------------------------------------------------- enrolment at login


def enroll(world: World, who: Persona) -> Page:
    page = enter(world, who)
    after, _secret = add_app(world, page, "telephone")
    return after


def test_a_filer_must_enroll_before_the_session_begins(world: World, people: People) -> None:
    who = people["attorney_ctd"]
    browser = world.browser()
    page = enter(world, who, browser)
    assert page.all("//h1")[0].text_content() == "User Update Required"
    assert page.url.endswith("/csologin/mfaEnroll.jsf")
    assert not page.all("//button[@name='mfaInvite:btnSkip']")
    assert rows(world, SsoSession) == []
    assert not is_in(browser.open("pacer", "/", role="home"))
    world.clock.advance(minutes=8)
    page = page.submit({}, button="Send Security Code")
    assert "j***@" not in page.text
    assert "a***@examplelaw.test" in page.text
    world.clock.advance(minutes=8)
    page = page.submit({"enrollForm:code": mailed_code(world)}, button="Continue")
    picture = browser.session.get(world.url("pacer", "/csologin/mfaQr.svg"), timeout=30)
    assert picture.headers["Content-Type"] == "image/svg+xml"
    assert "img-src 'self'" in page.response.headers["Content-Security-Policy"]
    secret = page.all("//*[@id='mfaSecret']")[0].text_content()
    page = page.submit(
        {"enrollForm:passcode": passcode(world, secret), "enrollForm:name": "telephone"},
        button="Add App",
    )
    page = page.submit({"regmsg:chkRedact": "on"}, button="Continue")
    assert is_in(page)
    (session,) = rows(world, SsoSession)
    assert session.amr == "pwd otp"
    (app,) = [app for app in rows(world, MfaApp) if app.name == "telephone"]
    assert app.last_step > 0
    assert mails(world, "mfa_app_added")


def test_somebody_with_the_password_only_cannot_enroll(world: World, people: People) -> None:
    page = enter(world, people["attorney_ctd"]).submit({}, button="Send Security Code")
    for _ in range(5):
        page = page.submit({"enrollForm:code": "000000"}, button="Continue")
        assert "Invalid security code." in page.text
    # The right one comes too late: five tries are all that one code stands.
    with world.database("pacer").reading() as session:
        (sent,) = session.scalars(select(SecurityCode)).all()
        assert sent.tries == 5
    assert page.all("//button[@name='enrollForm:btnSend']")
    assert not page.all("//input[@name='enrollForm:code']")
    assert rows(world, AppDraft) == []
    assert tags(world).count("mfa:code-refused") == 5


def selected_day(who: Persona) -> str:
    """Return a day of autumn 2025 on which a persona's lot selects."""
    day = policy.RANDOM_FROM
    while not policy.drawn(int(digest(f"{subject_of(who.key)} {day.isoformat()}"), 16)):
        day += timedelta(days=1)
    return day.isoformat()


def test_random_selection_three_skips_then_user_update_required(
    world_at: Worlds, people: People
) -> None:
    world = world_at("2021-11")
    who = people["attorney_ctd"]
    world.set_court_time("2025-07-31")
    assert enter(world, who).all("//input[@name='regmsg:chkRedact']")
    assert rows(world, MfaStanding) == []
    world.set_court_time(selected_day(who))
    for left in ("3 more times", "2 more times", "1 more time"):
        page = enter(world, who)
        assert left in page.text
        page = page.submit({}, button="Skip")
        page = page.submit({"regmsg:chkRedact": "on"}, button="Continue")
        assert is_in(page)
    assert enter(world, who).all("//h1")[0].text_content() == "User Update Required"
    assert auth(world, who, redactFlag="1")["errorDescription"].startswith("User Update Required")
    assert tags(world).count("mfa:skipped") == 3
    assert tags(world).count("mfa:selected") == 1


def test_a_selected_person_may_enroll_at_once(world_at: Worlds, people: People) -> None:
    world = world_at("2021-11")
    who = people["attorney_ctd"]
    world.set_court_time(selected_day(who))
    page = enter(world, who).click("Enroll Now")
    page, _secret = add_app(world, page, "telephone")
    assert is_in(page.submit({"regmsg:chkRedact": "on"}, button="Continue"))


def test_client_programs_are_not_selected(world_at: Worlds, people: People) -> None:
    world = world_at("2021-11")
    who = people["attorney_ctd"]
    world.set_court_time(selected_day(who))
    assert auth(world, who, redactFlag="1")["loginResult"] == "0"
    assert rows(world, MfaStanding) == []


# --------------------------------------------------------------------------- managing apps


def header_line(page: Page) -> str:
    (found,) = page.all("//dt[text()='Multifactor Authentication']/following-sibling::dd[1]")
    return " ".join(found.text_content().split())


def test_enroll_by_oneself_and_sign_in_with_it(world: World, people: People) -> None:
    who = people["client"]
    browser = signed_in(world, who)
    page = browser.open("pacer", PAGE)
    assert header_line(page) == "Not Enrolled Enroll"
    assert "No authenticator app is enrolled." in page.text
    page = page.click("Enroll")
    page, secret = add_app(world, page, "my  telephone")
    assert page.url.endswith(PAGE)
    assert header_line(page) == "Enrolled"
    assert [
        cell.text_content() for cell in page.all("//table[@id='mfaApps']//th[@scope='row']")
    ] == ["my telephone"]
    world.clock.advance(seconds=30)
    assert is_in(give(enter(world, who), passcode(world, secret)))
    assert [t for t in tags(world) if t.startswith("mfa:")] == [
        "mfa:code-sent",
        "mfa:app-added",
        "mfa:code-used",
    ]
    for row in rows(world, AuditEvent):
        assert secret not in row.detail
        assert mailed_code(world) not in row.detail


def test_the_passcode_of_enrolment_does_not_open_a_session_too(
    world: World, people: People
) -> None:
    browser = signed_in(world, people["client"])
    _page, secret = add_app(world, browser.open("pacer", ADD), "telephone")
    assert auth(world, people["client"], otpCode=passcode(world, secret))["loginResult"] == "13"


def test_a_wrong_first_passcode_or_name_leaves_the_step(world: World, people: People) -> None:
    browser = signed_in(world, people["client_mfa"])
    page = browser.open("pacer", ADD).submit({}, button="Send Security Code")
    page = page.submit({"enrollForm:code": mailed_code(world)}, button="Continue")
    secret = page.all("//*[@id='mfaSecret']")[0].text_content()
    page = page.submit(
        {"enrollForm:passcode": passcode(world, secret, 9), "enrollForm:name": "tablet"},
        button="Add App",
    )
    assert "Invalid one-time passcode." in page.text
    for name in ("", "x" * 41, "AUTHENTICATOR"):
        page = page.submit(
            {"enrollForm:passcode": passcode(world, secret), "enrollForm:name": name},
            button="Add App",
        )
        assert page.all("//*[@class='field-error']")
        assert page.all("//*[@id='mfaSecret']")[0].text_content() == secret
    page = page.submit(
        {"enrollForm:passcode": passcode(world, secret), "enrollForm:name": "tablet"},
        button="Add App",
    )
    assert "tablet" in page.text


def test_a_sixth_app_is_refused(world: World, people: People) -> None:
    browser = signed_in(world, people["client"])
    last = ""
    for number in range(1, 6):
        page, last = add_app(world, browser.open("pacer", ADD), f"app {number}")
        world.clock.advance(minutes=20)
    assert len(rows(world, MfaApp)) == 6  # five, and the one of client_mfa
    page = browser.open("pacer", PAGE)
    assert not page.all("//a[text()='Add App']")
    page = browser.open("pacer", ADD)
    assert service.TOO_MANY_APPS in page.text
    token = browser.open("pacer", CODES).all("//input[@name='csrf_token']/@value")[0]
    url = world.url("pacer", ADD)
    after = browser.send("POST", url, {"csrf_token": token, "enrollForm:btnSend": ""})
    assert service.TOO_MANY_APPS in after.text
    assert len(mails(world, "mfa_security_code")) == 5
    assert auth(world, people["client"], otpCode=passcode(world, last))["loginResult"] == "0"


def test_a_security_code_is_of_one_session_one_purpose_one_use_and_ten_minutes(
    world: World, people: People
) -> None:
    who = people["client_mfa"]
    browser = signed_in(world, who)
    world.clock.advance(seconds=30)
    other = signed_in(world, who)
    browser.open("pacer", ADD).submit({}, button="Send Security Code")
    first = mailed_code(world)
    browser.open("pacer", CODES).submit({}, button="Send Security Code")
    page = browser.open("pacer", CODES).submit({"codesForm:code": first}, button="Get New Codes")
    assert "Invalid security code." in page.text
    assert not other.open("pacer", ADD).all("//input[@name='enrollForm:code']")
    assert browser.open("pacer", ADD).all("//input[@name='enrollForm:code']")
    world.clock.advance(minutes=11)
    assert not browser.open("pacer", ADD).all("//input[@name='enrollForm:code']")
    page = browser.open("pacer", ADD).submit({}, button="Send Security Code")
    page.submit({"enrollForm:code": mailed_code(world)}, button="Continue")
    token = page.all("//input[@name='csrf_token']/@value")[0]
    fields = {"csrf_token": token, "enrollForm:code": mailed_code(world), "enrollForm:btnOk": ""}
    again = browser.send("POST", world.url("pacer", ADD), fields)
    assert "Invalid security code." in again.text
    assert len(rows(world, AppDraft)) == 1
    # The secret is shown to the session that asked for it, and to no other.
    assert other.session.get(world.url("pacer", "/pscof/manage/mfaQr.svg")).status_code == 404
    for row in rows(world, SecurityCode):
        assert row.code_hash != mailed_code(world)
        assert len(row.code_hash) == 64


def test_five_security_codes_an_hour(world: World, people: People) -> None:
    browser = signed_in(world, people["client"])
    page = browser.open("pacer", ADD).submit({}, button="Send Security Code")
    for _ in range(4):
        page = page.submit({}, button="Send Another Code")
    assert service.TOO_MANY_MAILS not in page.text
    page = page.submit({}, button="Send Another Code")
    assert service.TOO_MANY_MAILS in page.text
    assert len(mails(world, "mfa_security_code")) == 5


# --------------------------------------------------------------------------- backup codes


def test_ten_backup_codes_each_once(world: World, people: People) -> None:
    who = people["client_mfa"]
    browser = signed_in(world, who)
    made = new_codes(world, browser)
    assert len(set(made)) == 10
    assert mails(world, "mfa_codes_made")
    assert "10 of your ten backup codes" in browser.open("pacer", PAGE).text
    assert is_in(give(enter(world, who), made[0].upper()))
    assert INVALID in give(enter(world, who), made[0]).text
    assert auth(world, who, otpCode=made[1].replace("-", ""))["loginResult"] == "0"
    assert auth(world, who, otpCode=made[1])["loginResult"] == "13"
    assert "8 of your ten backup codes" in browser.open("pacer", PAGE).text
    for row in rows(world, BackupCode):
        assert row.code_hash not in made
        assert len(row.code_hash) == 64
    assert not any(code in row.detail for row in rows(world, AuditEvent) for code in made)


def test_a_new_set_makes_the_old_one_void(world: World, people: People) -> None:
    who = people["client_mfa"]
    browser = signed_in(world, who)
    old = new_codes(world, browser)
    new = new_codes(world, browser)
    assert auth(world, who, otpCode=old[0])["loginResult"] == "13"
    assert auth(world, who, otpCode=new[0])["loginResult"] == "0"


def test_backup_codes_need_an_app(world: World, people: People) -> None:
    browser = signed_in(world, people["client"])
    page = browser.open("pacer", CODES)
    assert texts.ENROLL_FIRST in page.text
    token = browser.open("pacer", ADD).all("//input[@name='csrf_token']/@value")[0]
    url = world.url("pacer", CODES)
    page = browser.send("POST", url, {"csrf_token": token, "codesForm:btnSend": ""})
    assert texts.ENROLL_FIRST in page.text
    assert mails(world, "mfa_security_code") == []


# --------------------------------------------------------------------------- deleting


def test_an_app_is_deleted_with_the_password(world: World, people: People) -> None:
    who = people["client_mfa"]
    assert who.pacer is not None
    browser = signed_in(world, who)
    made = new_codes(world, browser)
    page = browser.open("pacer", PAGE).click("Delete Authenticator")
    assert "This is your only app." in page.text
    page = page.submit({"deleteForm:password": "Not-The-Password#1"}, button="Delete App")
    assert texts.WRONG_CURRENT in page.text
    assert len(rows(world, MfaApp)) == 1
    page = page.submit({"deleteForm:password": who.pacer.password}, button="Delete App")
    assert "No authenticator app is enrolled." in page.text
    assert rows(world, BackupCode) == []
    assert mails(world, "mfa_app_deleted")
    assert "mfa:app-deleted" in tags(world)
    assert made
    assert auth(world, who)["loginResult"] == "0"


def test_guessing_the_password_at_delete_locks(world: World, people: People) -> None:
    who = people["client_mfa"]
    assert who.pacer is not None
    page = signed_in(world, who).open("pacer", PAGE).click("Delete Authenticator")
    for _ in range(5):
        page = page.submit({"deleteForm:password": "Not-The-Password#1"}, button="Delete App")
    page = page.submit({"deleteForm:password": who.pacer.password}, button="Delete App")
    assert texts.WRONG_CURRENT in page.text
    assert len(rows(world, MfaApp)) == 1


def test_nobody_deletes_the_app_of_somebody_else(world: World, people: People) -> None:
    (app,) = rows(world, MfaApp)
    browser = signed_in(world, people["client"])
    for number in (app.id, 0, 10**30):
        path = f"/pscof/manage/mfaDelete.jsf?app={number}"
        assert browser.open("pacer", path).status == 404


def test_a_legacy_account_upgrades_first(world: World, people: People) -> None:
    who = people["attorney_2004"]
    browser = signed_in(world, who)
    assert texts.LEGACY in browser.open("pacer", PAGE).text
    assert browser.open("pacer", ADD).status == 422


def test_what_ran_out_is_swept(world: World, people: People) -> None:
    browser = signed_in(world, people["client"])
    page = browser.open("pacer", ADD).submit({}, button="Send Security Code")
    page.submit({"enrollForm:code": mailed_code(world)}, button="Continue")
    world.clock.advance(days=2)
    with world.database("pacer").writing() as session:
        service.sweep(session, world.clock())
    assert rows(world, SecurityCode) == []
    assert rows(world, AppDraft) == []


def test_a_disabled_account_does_not_get_past_the_code(world: World, people: People) -> None:
    who = people["client_mfa"]
    assert who.pacer is not None
    page = enter(world, who)
    with world.database("pacer").writing() as session:
        session.execute(
            update(Account)
            .where(Account.user_name == who.pacer.user_name)
            .values(status="disabled")
        )
    page = give(page, passcode(world, secret_of(who)))
    assert not is_in(page)
    assert rows(world, SsoSession) == []
    assert len(rows(world, PendingSignin)) == 1
