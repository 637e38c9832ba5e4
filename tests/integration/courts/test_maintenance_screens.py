"""Maintain Your Account of CurrentGen (seed 000, a to f): ctd in 2004, cod in 2021."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from courts.accounts import maintenance
from shared import personas
from tests.integration.courts import bench
from tests.integration.courts.bench import Bench, Browser, Shown

MAINTAIN = "/cgi-bin/MaintainAccount.pl"
MENU = "/cgi-bin/menu.pl?id=-1"
Make = Callable[[str, str], Bench]


@pytest.fixture
def make(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Make:
    """Build one court at one moment."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    return lambda court, when: bench.build(tmp_path, court, when)


def holder_of_2004() -> personas.Persona:
    """Whoever has a ct login in 2004."""
    return next(
        p
        for p in bench.PEOPLE.values()
        if "ctd" in p.courts and p.courts["ctd"].created.year <= 2004
    )


def to_second_screen(browser: Browser, login: str, key: str) -> Shown:
    """Steps c to f, up to the first Submit."""
    browser.get(MAINTAIN)
    browser.post(MAINTAIN, action="More user information")
    browser.post(MAINTAIN, login=login, key=key, action="Return to Account screen")
    return browser.post(MAINTAIN, action="Submit")


def test_seed_000_steps_b_to_f(make: Make) -> None:
    ctd, person = make("ctd", "2004-12"), holder_of_2004()
    account = person.courts["ctd"]
    login, old = str(account.login_name), str(account.password)
    browser = ctd.signed_in(person.key, source="court")
    page = browser.get("/cgi-bin/DisplayMenu.pl?Utilities")
    assert page.menu() == ["Civil", "Criminal", "Query", "Reports", "Utilities", "Logout"] or (
        page.menu() == ["Query", "Reports", "Utilities", "Logout"]
    )
    screen = browser.get(page.links()["Maintain Your Account"])
    buttons = [i.get("value") for i in screen.all("//input[@type='submit']")]
    assert buttons == ["More user information", "Submit"]
    more = browser.post(MAINTAIN, action="More user information")
    assert more.all("//input[@name='login']/@value") == [login]
    (stars,) = more.all("//input[@name='key']/@value")
    assert set(stars) == {"*"}
    assert "Change only your password, not the login name." in more.text
    assert [i.get("value") for i in more.all("//input[@type='submit']")] == [
        "Return to Account screen"
    ]
    back = browser.post(
        MAINTAIN, login=login, key="something-i-know", action="Return to Account screen"
    )
    assert "Nothing is saved yet." in back.text
    with ctd.database.reading() as session:
        kept = session.connection().exec_driver_sql("SELECT draft FROM court_session").scalar()
    assert "something-i-know" not in str(kept), "the draft holds a hash only"
    second = browser.post(MAINTAIN, action="Submit")
    assert "press Submit once more" in second.text
    assert ctd.passwords.verify(ctd.user(login).password_hash, old), "nothing is saved by one"
    saved = browser.post(MAINTAIN, action="Submit")
    assert "Your changes are saved." in saved.text
    user = ctd.user(login)
    assert ctd.passwords.verify(user.password_hash, "something-i-know")
    assert not ctd.passwords.verify(user.password_hash, old)
    assert user.temporary_password is False
    assert browser.get(MENU).status == 200
    assert login in json.loads(ctd.audited("account:changed")[0])["login_after"]
    (mail,) = ctd.promised("mail.delivery")
    assert json.loads(mail)["template"] == "password_changed"
    assert "something-i-know" not in mail


@pytest.mark.parametrize("at", ["after the inner screen", "after the first Submit"])
def test_leaving_without_the_outer_submit_loses_the_change(make: Make, at: str) -> None:
    cod = make("cod", "2021-11")
    browser = cod.signed_in("attorney", source="court")
    browser.get(MAINTAIN)
    browser.post(MAINTAIN, action="More user information")
    browser.post(MAINTAIN, login="jattorneyc", key="new-pass-77", action=maintenance.RETURN)
    if at == "after the first Submit":
        browser.post(MAINTAIN, action="Submit")
    form = browser.last
    left = browser.get("/cgi-bin/DisplayMenu.pl?Utilities")
    assert maintenance.LOST in left.text
    browser.last = form
    late = browser.post(MAINTAIN, action="Submit")
    assert maintenance.LOST in late.text
    assert cod.passwords.verify(cod.user("jattorneyc").password_hash, "maple-cod-12")
    assert cod.audited("account:changed") == []
    assert maintenance.LOST not in browser.get("/cgi-bin/DisplayMenu.pl?Utilities").text


def test_asterisks_mean_the_present_password(make: Make) -> None:
    cod = make("cod", "2021-11")
    browser = cod.signed_in("attorney", source="court")
    to_second_screen(browser, "jattorneyc", maintenance.MASK)
    saved = browser.post(MAINTAIN, action="Submit")
    assert "There was nothing to save." in saved.text
    assert cod.passwords.verify(cod.user("jattorneyc").password_hash, "maple-cod-12")


def test_changing_the_login_name_really_changes_it(make: Make) -> None:
    cod = make("cod", "2021-11")
    browser = cod.signed_in("attorney", source="court")
    to_second_screen(browser, "JAttorneyNew", maintenance.MASK)
    saved = browser.post(MAINTAIN, action="Submit")
    assert "JAttorneyNew" in saved.text
    assert cod.user("jattorneynew").login_name == "JAttorneyNew"
    detail = json.loads(cod.audited("account:changed")[0])
    assert (detail["login_before"], detail["login_after"]) == ("jattorneyc", "JAttorneyNew")
    assert "maple" not in str(detail)


def test_a_login_of_somebody_else_is_refused_at_its_field(make: Make) -> None:
    cod = make("cod", "2021-11")
    browser = cod.signed_in("attorney", source="court")
    browser.get(MAINTAIN)
    browser.post(MAINTAIN, action="More user information")
    shown = browser.post(
        MAINTAIN, login=" OCounselC", key=maintenance.MASK, action=maintenance.RETURN
    )
    assert "Another account of this court has this login." in shown.text
    assert shown.all("//input[@name='login']/@aria-invalid") == ["true"]
    assert cod.user("jattorneyc").login_name == "jattorneyc"


def test_a_login_taken_between_the_two_submits(make: Make) -> None:
    cod = make("cod", "2021-11")
    browser = cod.signed_in("attorney", source="court")
    to_second_screen(browser, "wanted1", maintenance.MASK)
    with cod.database.writing() as session:
        other = cod.user_row(session, "ocounselc")
        other.login_name = other.login_key = "wanted1"
    shown = browser.post(MAINTAIN, action="Submit")
    assert shown.status == 200
    assert "Another account of this court has this login." in shown.text
    assert cod.user("jattorneyc").login_name == "jattorneyc"


def test_a_short_password_is_refused_and_nothing_is_kept(make: Make) -> None:
    cod = make("cod", "2021-11")
    browser = cod.signed_in("attorney", source="court")
    browser.get(MAINTAIN)
    browser.post(MAINTAIN, action="More user information")
    shown = browser.post(MAINTAIN, login="jattorneyc", key="short", action=maintenance.RETURN)
    assert "The password must have at least 8 characters." in shown.text
    assert "More user information" in shown.text


def test_fields_typed_before_the_inner_screen_are_carried(make: Make) -> None:
    cod = make("cod", "2021-11")
    browser = cod.signed_in("attorney", source="court")
    browser.get(MAINTAIN)
    typed = {"firm": "New Firm", "address": "9 New Street", "phone": "303-555-0199"}
    browser.post(MAINTAIN, **typed, action="More user information")
    back = browser.post(
        MAINTAIN, login="jattorneyc", key=maintenance.MASK, action=maintenance.RETURN
    )
    assert back.all("//input[@name='firm']/@value") == ["New Firm"]
    browser.post(MAINTAIN, **typed, action="Submit")
    browser.post(MAINTAIN, action="Submit")
    assert cod.user("jattorneyc").firm == "New Firm"


def test_a_pacer_login_is_told_why_it_has_no_such_item(make: Make) -> None:
    ctd = make("ctd", "2004-12")
    browser = ctd.signed_in("attorney", source="pacer")
    utilities = browser.get("/cgi-bin/DisplayMenu.pl?Utilities")
    assert "Maintain Your Account" not in utilities.links()
    assert utilities.menu() == ["Query", "Reports", "Utilities", "Logout"]
    shown = browser.get(MAINTAIN)
    assert "you have used your PACER login and password" in shown.text
    assert "Click on “Logout”, log back in and use the login of this court" in shown.text
    assert '"ct" and digits' in shown.text


def test_after_go_live_name_and_password_are_edited_at_pacer(make: Make) -> None:
    ctd = make("ctd", "2021-11")
    linked = ctd.signed_in("attorney_ctd")
    shown = linked.get(MAINTAIN)
    assert "Edit my name and address information" in shown.links()
    assert shown.all("//input[@type='password']") == []
    unlinked = ctd.signed_in("attorney")
    assert "Link it under Utilities first." in unlinked.get(MAINTAIN).text
