"""Exempt use: granted per court, merged into the individual account, on for one session only."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from courts.signin.models import CourtSession
from idp.cja import queries
from shared.audit import AuditEvent
from shared.ids import subject_of
from shared.personas import Persona
from tests.harness import Browser, Page, World
from tests.integration.idp import counter

People = dict[str, Persona]
EXEMPTION = "/cgi-bin/ChangeExemption.pl"
APPELLATE = "/n/beam/servlet/TransportRoom?servlet=Exemption.jsp"
CODE = "/cgi-bin/ChangeClientCode.pl"


def grant(world: World, people: People, who: Persona, court: str) -> Page:
    """Make somebody exempt in a court, at the service center's desk."""
    assert who.pacer is not None
    desk = counter.manage(world, people["trainer"]).click("Service center: exemptions")
    return desk.submit({"number": who.pacer.account_number, "court": court}, button="Grant")


def exempt_in(world: World, who: Persona) -> list[str]:
    """Return where somebody is exempt now."""
    with world.database("pacer").reading() as session:
        return [
            court
            for court in ("ctd", "cod", "ctb", "ca2")
            if queries.is_exempt(session, subject=subject_of(who.key), court=court)
        ]


def session_of(world: World, court: str) -> CourtSession:
    """Return the newest session of a court."""
    with world.database(court).reading() as session:
        return session.scalars(select(CourtSession).order_by(CourtSession.id.desc())).first() or (
            CourtSession()
        )


def audited(world: World, court: str) -> list[str]:
    """Return the tags of a court's audit trail."""
    with world.database(court).reading() as session:
        return list(session.scalars(select(AuditEvent.tag).order_by(AuditEvent.id)))


def enter(world: World, court: str, who: Persona) -> Browser:
    """Sign somebody in to a court in a new browser."""
    browser = world.browser()
    browser.enter(court, who)
    return browser


# ---------------------------------------------------------------- the service center


def test_the_desk_grants_and_withdraws_per_court(world: World, people: People) -> None:
    who = people["researcher"]
    assert exempt_in(world, who) == []
    desk = grant(world, people, who, "ctd")
    assert exempt_in(world, who) == ["ctd"]
    again = desk.submit({"number": "9999999", "court": "ctd"}, button="Grant")
    assert again.status == 422
    assert "No account has this number." in again.text
    assert who.pacer is not None
    twice = again.submit({"number": who.pacer.account_number, "court": "ctd"}, button="Grant")
    assert "This account is exempt in that court already." in twice.text
    row = next(
        button
        for button in twice.all("//button[@name='withdraw']")
        if who.pacer.account_number in button.get("aria-label")
    )
    token = twice.all("//input[@name='csrf_token']")[0].get("value")
    twice.browser.send("POST", twice.url, {"csrf_token": token, "withdraw": row.get("value")})
    assert exempt_in(world, who) == []
    tags = counter.audited(world)
    assert [tag for tag in tags if tag.startswith("cja:")] == ["cja:granted", "cja:withdrawn"]


def test_an_administrative_account_is_never_exempt(world: World, people: People) -> None:
    assert "cannot be exempt" in grant(world, people, people["paa"], "ctd").text


def test_the_planted_exempt_account_is_exempt(world: World, people: People) -> None:
    assert exempt_in(world, people["cja_exempt"]) == ["ctd", "cod"]
    assert exempt_in(world, people["cja"]) == []


# ---------------------------------------------------------------- one account only (seed 002)


def _ask(world: World, people: People, **typed: str) -> Page:
    form = counter.manage(world, people["cja"]).click("Add CJA Exempt Privileges")
    known = {"number": "7002424", "user_name": "gdefenderx", "remark": "United States v. Nobody"}
    return form.submit({**known, **typed}, button="Submit")


def test_the_privileges_of_a_separate_account_are_added_and_it_is_closed(
    world: World, people: People
) -> None:
    cja, old = people["cja"], people["cja_exempt"]
    assert cja.pacer is not None
    assert old.pacer is not None
    world.charge("ctd", old, 4000)
    elsewhere = enter(world, "ctd", old)
    sent = _ask(world, people)
    assert "Your request is with the service center." in sent.text
    desk = counter.manage(world, people["trainer"]).click("Service center: exemptions")
    assert "7002424, gdefenderx: Gideon Defender" in desk.text
    done = desk.submit({"answer": ""}, button="Add privileges and close the exempt account")
    assert done.status == 200, done.text
    assert (exempt_in(world, cja), exempt_in(world, old)) == (["ctd", "cod"], [])
    words = counter.log_in(world.browser(), old.pacer.user_name, old.pacer.password).text
    assert "This exempt account is closed: its privileges were added to your individual" in words
    wrong = counter.log_in(world.browser(), old.pacer.user_name, "Wrong-Word#1").text
    assert "This exempt account is closed" not in wrong
    assert elsewhere.open("ctd", "/cgi-bin/menu.pl?id=-1").password_fields() == 1
    for address in (cja.pacer.email, old.pacer.email):
        assert "closed to use" in counter.mails(world, address, "cja_merged")[0].text
    assert "cja:merged" in counter.audited(world)
    world.set_court_time("2022-01-03")
    world.close_quarters()
    assert counter.header(counter.manage(world, cja))["Account Balance"] == "$40.00"


def test_a_program_is_told_the_same(world: World, people: People) -> None:
    _ask(world, people)
    desk = counter.manage(world, people["trainer"]).click("Service center: exemptions")
    desk.submit({"answer": ""}, button="Add privileges and close the exempt account")
    old = people["cja_exempt"].pacer
    assert old is not None
    said: dict[str, Any] = (
        world.browser()
        .session.post(
            world.url("pacer", "/services/cso-auth"),
            json={"loginId": old.user_name, "password": old.password, "redactFlag": "1"},
            headers={"Accept": "application/json"},
            timeout=30,
        )
        .json()
    )
    assert said["loginResult"] == "13"
    assert "closed" in said["errorDescription"]
    assert not said.get("nextGenCSO")


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"number": "7002323"}, "This is the number of the account that you are signed in with."),
        ({"number": "12"}, "An account number has seven digits."),
        ({"user_name": ""}, "Enter its username."),
    ],
)
def test_what_a_request_must_not_be(
    world: World, people: People, typed: dict[str, str], words: str
) -> None:
    page = _ask(world, people, **typed)
    assert page.status == 422
    assert words in page.text
    assert "United States v. Nobody" in page.html


@pytest.mark.parametrize("typed", [{"user_name": "jattorney"}, {"number": "7009999"}])
def test_number_and_user_name_have_to_belong_together(
    world: World, people: People, typed: dict[str, str]
) -> None:
    assert "Your request is with the service center." in _ask(world, people, **typed).text
    desk = counter.manage(world, people["trainer"]).click("Service center: exemptions")
    after = desk.submit({"answer": ""}, button="Add privileges and close the exempt account")
    assert after.status == 422
    assert "No account has this number and this user name." in after.text
    none = after.submit({"answer": ""}, button="Reject")
    assert "Say why the request is refused." in none.text
    none.submit({"answer": "Look at the number again."}, button="Reject")
    email = people["cja"].pacer.email if people["cja"].pacer else ""
    assert "Look at the number again." in counter.mails(world, email, "cja_rejected")[0].text
    assert exempt_in(world, people["cja_exempt"]) == ["ctd", "cod"]


# ---------------------------------------------------------------- in a court


def test_exempt_for_a_session_and_off_at_every_login(world: World, people: People) -> None:
    who = people["cja_exempt"]
    browser = enter(world, "ctd", who)
    page = browser.open("ctd", "/cgi-bin/DisplayMenu.pl?Utilities").click(
        "Change PACER Exemption Status"
    )
    assert page.all("//input[@name='status'][@checked]")[0].get("value") == "not_exempt"
    on = page.submit({"status": "exempt"}, button="Submit")
    assert "This session is exempt from PACER fees." in on.text
    assert session_of(world, "ctd").exempt
    off = on.submit({"status": "not_exempt"}, button="Submit")
    assert "This session is not exempt" in off.text
    assert not session_of(world, "ctd").exempt
    off.submit({"status": "exempt"}, button="Submit")
    enter(world, "ctd", who)
    assert not session_of(world, "ctd").exempt
    switched = [tag for tag in audited(world, "ctd") if tag.startswith("billing:")]
    assert switched == ["billing:exempt_on", "billing:exempt_off", "billing:exempt_on"]


def test_exempt_in_one_court_is_not_exempt_in_another(world: World, people: People) -> None:
    browser = enter(world, "ctb", people["cja_exempt"])
    page = browser.open("ctb", EXEMPTION).submit({"status": "exempt"}, button="Submit")
    assert page.status == 422
    assert "no exempt privileges in this court" in page.text
    assert not session_of(world, "ctb").exempt
    assert "billing:exempt_refused" in audited(world, "ctb")


def test_the_same_in_a_court_of_appeals(world: World, people: People) -> None:
    who = people["researcher"]
    grant(world, people, who, "ca2")
    browser = enter(world, "ca2", who)
    page = browser.open("ca2", APPELLATE).submit({"status": "exempt"}, button="Submit")
    assert "This session is exempt from PACER fees." in page.text
    assert session_of(world, "ca2").exempt


def test_staff_have_neither_status_nor_client_code(world: World, people: People) -> None:
    browser = enter(world, "ctd", people["clerk_ctd"])
    assert "Exemption" not in browser.open("ctd", "/cgi-bin/DisplayMenu.pl?Utilities").text
    assert browser.open("ctd", EXEMPTION).status == 403
    assert browser.open("ctd", CODE).status == 403


def test_a_court_may_ask_about_itself_only(world: World, people: People) -> None:
    subject = subject_of(people["cja_exempt"].key)
    for court, expected in (("ctd", True), ("ctb", False)):
        answer = world.backchannel(court).post_service(
            world.member("pacer"),
            "/services/moot/exemption",
            {"subject": subject, "court": "ctd"},
            wall=world.clock(),
        )
        assert answer.json() == {"exempt": expected}
    bare = world.browser().session.post(
        world.url("pacer", "/services/moot/exemption"), json={"subject": subject}, timeout=30
    )
    assert bare.status_code == 401


# ---------------------------------------------------------------- CurrentGen: X- at the old page


def _old_page(world: World, who: Persona, mark: str) -> Page:
    assert who.pacer is not None
    page = world.browser().open("cod", "/cgi-bin/login.pl")
    typed = {"login": f"{mark}{who.pacer.user_name}", "key": who.pacer.password}
    return page.submit({**typed, "redaction": "1"}, button="Login")


def test_a_mark_before_the_user_name_asks_for_exempt_use(world: World, people: People) -> None:
    assert _old_page(world, people["cja_exempt"], "X-").menu()
    assert session_of(world, "cod").exempt
    assert _old_page(world, people["cja_exempt"], "").menu()
    assert not session_of(world, "cod").exempt
    assert [tag for tag in audited(world, "cod") if tag == "billing:exempt_on"]


def test_the_mark_of_somebody_else_is_refused_in_words(world: World, people: People) -> None:
    page = _old_page(world, people["researcher"], "x-")
    assert "no exempt privileges in this court. Log in without X-" in page.text
    assert session_of(world, "cod").id is None
    assert "billing:exempt_refused" in audited(world, "cod")


# ---------------------------------------------------------------- client codes in a session


def test_a_client_code_is_changed_for_the_session(world: World, people: People) -> None:
    browser = enter(world, "ctd", people["researcher"])
    page = browser.open("ctd", "/cgi-bin/DisplayMenu.pl?Utilities").click("Change Client Code")
    done = page.submit({"code": " 77-12 "}, button="Submit")
    assert "Your client code was changed for this session." in done.text
    assert session_of(world, "ctd").client_code == "77-12"
    assert "billing:client_code" in audited(world, "ctd")


def test_a_client_code_follows_the_rule_of_the_account(world: World, people: People) -> None:
    browser = enter(world, "ctd", people["researcher"])
    manage = browser.open("pacer", "/pscof/manage/billingPreferences.jsf", role="psc")
    manage.submit({"client_code_required": "y", "client_code_pattern": "99-A"}, button="Submit")
    page = browser.open("ctd", CODE)
    for code, words in (
        ("", "Required client code not entered."),
        ("12345", "Invalid client code"),
        ("x" * 33, "Invalid client code"),
    ):
        page = page.submit({"code": code}, button="Submit")
        assert page.status == 422
        assert words in page.text
        assert (page.all("//input[@name='code']")[0].get("value") or "") == code
    page = page.submit({"code": "12-Z"}, button="Submit")
    assert session_of(world, "ctd").client_code == "12-Z"
