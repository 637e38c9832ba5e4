"""The old login page: either login in the same two fields, by court and date (seeds 000, 003)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from typing import Any

import pytest
import requests
from sqlalchemy import select

from courts.accounts.models import CourtUser, LoginCounter
from courts.accounts.service import LOCKED
from courts.kinds.eras import REDACTION_REQUIRED
from courts.signin.models import CourtSession
from courts.signin.views import BOTH_NEEDED, DISABLED, PACER_NEEDED, REMINDER, WRONG
from idp.signin.models import AttemptCounter, SsoSession
from shared.db import every_world
from shared.personas import Persona
from tests.harness import Browser, Page, World

MENU = "/cgi-bin/menu.pl?id=-1"
LOGIN = "/cgi-bin/login.pl"
QUERY = "/cgi-bin/iquery.pl"
People = Mapping[str, Persona]
At = Callable[[str], World]


def rows(world: World, court: str) -> list[CourtSession]:
    with world.database(court).reading() as session:
        return list(session.scalars(every_world(select(CourtSession).order_by(CourtSession.id))))


def fill(page: Page, login: str, key: str, *, tick: bool = True, code: str = "") -> Page:
    fields: dict[str, Any] = {"login": login, "key": key, "clcode": code}
    if tick:
        fields["redaction"] = "1"
    return page.submit(fields, button="Login")


def old_login(person: Persona, court: str) -> tuple[str, str]:
    account = person.courts[court]
    return account.login_name or "", account.password or ""


def enter(browser: Browser, person: Persona, court: str = "cod") -> Page:
    return fill(browser.open(court, MENU), *old_login(person, court))


def pacer_login(person: Persona) -> tuple[str, str]:
    assert person.pacer is not None
    return person.pacer.user_name, person.pacer.password


def test_the_page_of_colorado_is_that_of_the_seed(world_at: At) -> None:
    world = world_at("2021-07")
    page = world.browser().open("cod", LOGIN)
    assert page.all("//title/text()") == ["CM/ECF Filer or PACER Login"]
    form = page.form(having="key")
    assert form.get("name") == "GetPass"
    assert form.get("enctype") == "multipart/form-data"
    assert form.get("action").partition("?")[2].endswith("-L_1_0-1")
    assert form.get("action").partition("?")[2].removesuffix("-L_1_0-1").isdigit()
    named = [field.get("name") for field in form.xpath(".//input[not(@type='hidden')]")]
    assert named == ["login", "key", "clcode", "redaction", "button1", "reset"]
    assert [f.get("maxlength") for f in form.xpath(".//input[@maxlength]")] == ["256", "128", "32"]
    assert form.xpath(".//input[@type='reset']/@value") == ["Clear"]
    for line in (
        "If you have lost or forgotten your CM/ECF password, click here.",
        "If you have lost or forgotten your PACER password, click here.",
        "If you have lost or forgotten your Attorney Services Portal password, click here.",
        "IMPORTANT NOTICE OF REDACTION RESPONSIBILITY: All filers must redact: Social Security or "
        "taxpayer-identification numbers; dates of birth; names of minor children; financial "
        "account numbers; and, in criminal cases, home addresses, in compliance with Fed. R. Civ. "
        "P. 5.2 or Fed. R. Crim. P. 49.1. This requirement applies to all documents, including "
        "attachments.",
        "I understand that, if I file, I must comply with the redaction rules. I have read this "
        "notice.",
        "Authentication",
    ):
        assert line in page.text
    assert "/cgi-bin/login.pl?logout" not in page.html


def test_connecticut_in_2004_knows_no_portal_and_cites_no_rule_of_2007(world_at: At) -> None:
    page = world_at("2004-12").browser().open("ctd", LOGIN)
    assert "Attorney Services Portal" not in page.text
    assert "Fed. R." not in page.text
    assert "All filers must redact" in page.text


def test_a_court_login_gets_the_filing_menus(world_at: At, people: People) -> None:
    world = world_at("2021-07")
    page = enter(world.browser(), people["attorney"])
    assert page.url == world.url("cod", MENU)
    assert page.menu() == ["Civil", "Criminal", "Query", "Reports", "Utilities", "Logout"]
    (row,) = rows(world, "cod")
    assert (row.source, row.sid, row.subject) == ("court", "", "")


def test_a_pacer_login_gets_query_and_reports_only_and_leaves_no_sign_on(
    world_at: At, people: People
) -> None:
    world = world_at("2021-07")
    page = fill(
        world.browser().open("cod", MENU), *pacer_login(people["researcher"]), tick=False, code="77"
    )
    assert page.menu() == ["Query", "Reports", "Utilities", "Logout"]
    (row,) = rows(world, "cod")
    assert (row.source, row.sid, row.user_name) == ("pacer", "", "rresearcher")
    assert row.client_code == "77"
    assert row.closed_at is None, "ending the sign-on at PACER does not end this session"
    with world.database("pacer").reading() as session:
        opened = session.scalars(every_world(select(SsoSession))).all()
    assert [one.closed_at is None for one in opened] == [False]


@pytest.mark.parametrize(
    ("login", "key", "words"),
    [
        ("jattorneyc", "not the password", WRONG),
        ("nobody-has-this", "x", WRONG),
        ("", "", BOTH_NEEDED),
        ("jattorneyc", "", BOTH_NEEDED),
        ("", "x", BOTH_NEEDED),
        ("a\x00b", "x", WRONG),
        ("l" * 300, "x", WRONG),
        ("ünïcode", "pässwörd", WRONG),
    ],
)
def test_unknown_logins_and_wrong_passwords_read_the_same(
    world_at: At, login: str, key: str, words: str
) -> None:
    world = world_at("2021-07")
    page = fill(world.browser().open("cod", LOGIN), login, key)
    assert page.status == 200
    assert words in page.text
    assert page.form(having="login").fields["key"] in (None, "")
    assert rows(world, "cod") == []


def test_what_was_typed_is_kept_when_the_tick_is_missing(world_at: At, people: People) -> None:
    world = world_at("2021-07")
    browser = world.browser()
    login, key = old_login(people["attorney"], "cod")
    page = fill(browser.open("cod", LOGIN), login, key, tick=False, code="1234")
    assert REDACTION_REQUIRED in page.text
    assert key not in page.html
    fields = page.form(having="login").fields
    assert (fields["login"], fields["clcode"]) == (login, "1234")
    assert rows(world, "cod") == []
    after = page.submit({"login": login, "redaction": "1"}, button="Login")
    assert after.menu()[0] == "Civil"
    assert rows(world, "cod")[0].client_code == "1234"


def test_the_kept_password_is_good_once_for_its_login_and_its_browser(
    world_at: At, people: People
) -> None:
    world = world_at("2021-07")
    browser, other = world.browser(), world.browser()
    login, key = old_login(people["attorney"], "cod")
    page = fill(browser.open("cod", LOGIN), login, key, tick=False)
    assert BOTH_NEEDED in fill(other.open("cod", LOGIN), login, "").text
    assert BOTH_NEEDED in page.submit({"login": "jattorneyx", "redaction": "1"}).text
    page = fill(browser.open("cod", LOGIN), login, key, tick=False)
    world.clock.advance(minutes=11)
    assert BOTH_NEEDED in page.submit({"login": login, "redaction": "1"}).text
    assert rows(world, "cod") == []


@pytest.mark.parametrize("login", ["jattorneyc", "nobody-has-this"])
def test_the_fifth_wrong_password_locks_the_login_here_only(
    world_at: At, people: People, login: str
) -> None:
    world = world_at("2021-07")
    browser = world.browser()
    answers = [fill(browser.open("cod", LOGIN), login, "wrong").text for _ in range(5)]
    assert [WRONG in text for text in answers] == [True] * 4 + [False]
    assert LOCKED in answers[4]
    right = old_login(people["attorney"], "cod")[1]
    assert LOCKED in fill(browser.open("cod", LOGIN), login, right).text
    world.clock.advance(minutes=16)
    after = fill(browser.open("cod", LOGIN), *old_login(people["attorney"], "cod"))
    assert after.menu()[0] == "Civil"


def test_wrong_passwords_for_an_old_login_never_count_at_pacer(
    world_at: At, people: People
) -> None:
    world = world_at("2021-07")
    with world.database("pacer").reading() as session:
        before = [(c.key, c.failures) for c in session.scalars(select(AttemptCounter))]
    for _attempt in range(3):
        fill(world.browser().open("cod", LOGIN), "jattorneyc", "wrong")
    with world.database("cod").reading() as session:
        counter = session.scalars(every_world(select(LoginCounter))).one()
    assert (counter.login_key, counter.failures) == ("jattorneyc", 3)
    with world.database("pacer").reading() as session:
        after = [(c.key, c.failures) for c in session.scalars(select(AttemptCounter))]
    assert after == before


def test_the_right_password_starts_the_count_afresh(world_at: At, people: People) -> None:
    world = world_at("2021-07")
    for _attempt in range(4):
        fill(world.browser().open("cod", LOGIN), "jattorneyc", "wrong")
    assert enter(world.browser(), people["attorney"]).menu()
    assert WRONG in fill(world.browser().open("cod", LOGIN), "jattorneyc", "wrong").text


def test_a_login_that_the_court_disabled_opens_nothing(world_at: At, people: People) -> None:
    world = world_at("2004-12")
    world.set_court_time("2016-03-01")
    with world.database("ctd").writing() as session:
        user = session.scalars(
            every_world(select(CourtUser).where(CourtUser.login_name == "ct04321"))
        ).one()
        user.status = "disabled"
    page = fill(world.browser().open("ctd", LOGIN), *old_login(people["attorney_2004"], "ctd"))
    assert DISABLED in page.text
    assert rows(world, "ctd") == []


def test_a_temporary_password_leads_to_the_reminder(world_at: At, people: People) -> None:
    world = world_at("2004-12")
    page = fill(world.browser().open("ctd", MENU), *old_login(people["attorney_2004"], "ctd"))
    assert REMINDER in page.text
    assert page.click("Continue").url == world.url("ctd", MENU)


def test_query_asks_a_court_login_for_a_pacer_login_and_keeps_it(
    world_at: At, people: People
) -> None:
    world = world_at("2021-07")
    browser = world.browser()
    enter(browser, people["attorney"])
    asked = browser.open("cod", QUERY)
    assert PACER_NEEDED in asked.text
    assert asked.all("//input[@name='redaction']") == []
    wrong = fill(asked, pacer_login(people["attorney"])[0], "wrong", tick=False)
    assert WRONG in wrong.text
    page = fill(wrong, *pacer_login(people["attorney"]), tick=False)
    assert page.url == world.url("cod", QUERY)
    assert PACER_NEEDED not in page.text
    (row,) = rows(world, "cod")
    assert (row.source, row.user_name) == ("court", "jattorney")
    assert browser.open("cod", MENU).menu()[0] == "Civil"


def test_logout_ends_this_session_only(world_at: At, people: People) -> None:
    world = world_at("2021-07")
    browser = world.browser()
    browser.enter("ctd", people["researcher"])
    page = enter(browser, people["attorney"]).click("Logout")
    assert "You are logged out of this court." in page.text
    assert "/cgi-bin/login.pl?logout" not in page.html
    assert rows(world, "cod")[0].closed_at is not None
    assert browser.open("ctd", MENU).menu(), "PACER's sign-on is not concerned"
    assert browser.open("cod", MENU).password_fields() == 1


def test_pacer_s_log_out_does_not_end_an_old_session(world_at: At, people: People) -> None:
    world = world_at("2021-07")
    browser = world.browser()
    enter(browser, people["attorney"])
    browser.enter("ctd", people["researcher"])
    browser.open("ctd", MENU).click("Log Out")
    assert browser.open("cod", MENU).menu()[0] == "Civil"


def test_logging_in_again_changes_the_cookie_and_ends_the_session_before(
    world_at: At, people: People
) -> None:
    world = world_at("2021-07")
    browser = world.browser()
    enter(browser, people["attorney"])
    fill(browser.open("cod", LOGIN), *old_login(people["attorney"], "cod"))
    first, second = rows(world, "cod")
    assert first.token_hash != second.token_hash
    assert (first.closed_at is None, second.closed_at is None) == (False, True)


def test_nobody_is_led_away_after_logging_in(world_at: At, people: People) -> None:
    world = world_at("2021-07")
    for target in ("//evil.test/", "http://evil.test/", "/\\evil.test", "/cgi-bin/login.pl?logout"):
        page = world.browser().open("cod", LOGIN)
        login, key = old_login(people["attorney"], "cod")
        after = page.submit({"login": login, "key": key, "redaction": "1", "appurl": target})
        assert after.url == world.url("cod", MENU)


def test_an_idle_old_session_returns_to_the_page_that_was_asked_for(
    world_at: At, people: People
) -> None:
    world = world_at("2021-07")
    browser = world.browser()
    enter(browser, people["attorney"])
    world.clock.advance(minutes=61)
    page = browser.open("cod", "/cgi-bin/DisplayMenu.pl?Utilities")
    assert "not used for 60 minutes" in page.text
    after = fill(page, *old_login(people["attorney"], "cod"))
    assert after.url == world.url("cod", "/cgi-bin/DisplayMenu.pl?Utilities")


def test_from_go_live_an_old_login_opens_no_session_and_open_ones_end(
    world_at: At, people: People
) -> None:
    world = world_at("2021-07")
    browser = world.browser()
    late = world.browser().open("cod", LOGIN)
    enter(browser, people["attorney"])
    world.set_court_time(datetime(2022, 2, 8, 15, tzinfo=UTC))
    after = fill(late, *old_login(people["attorney"], "cod"))
    assert "Logins of this court no longer open a session" in after.text
    page = browser.send("GET", world.url("cod", MENU), None, scripts=False)
    assert "location.assign" in page.html
    (row,) = rows(world, "cod")
    assert row.closed_reason == "go-live"


def test_between_cut_off_and_go_live_the_court_is_closed(world_at: At, people: People) -> None:
    world = world_at("2021-07")
    browser = world.browser()
    enter(browser, people["attorney"], "ctb")
    world.set_court_time(datetime(2021, 10, 9, 15, tzinfo=UTC))
    for path in (MENU, LOGIN, "/oidc/start"):
        page = browser.open("ctb", path)
        assert "is closed while it is upgraded to NextGen" in page.text
        assert "October 12, 2021" in page.text
        assert page.password_fields() == 0


def test_a_sign_on_for_an_old_court_ends_at_its_login_page(world_at: At) -> None:
    world = world_at("2021-07")
    assert world.browser().open("cod", "/oidc/start").url == world.url("cod", LOGIN)


def test_a_silent_provider_stops_pacer_logins_only(
    world_at: At, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = world_at("2021-07")
    browser = world.browser()
    page = browser.open("cod", LOGIN)
    monkeypatch.setattr(world.backchannel("cod"), "_apps", {"pacer": silent})
    down = fill(page, *pacer_login(people["researcher"]), tick=False)
    assert down.status == 503
    assert "could not reach the PACER sign-on service" in down.text
    again = down.click("Try again")
    assert fill(again, *old_login(people["attorney"], "cod")).menu()[0] == "Civil"


def silent(_environ: Any, _start: Callable[..., Any]) -> Any:
    raise requests.ReadTimeout("too late")
