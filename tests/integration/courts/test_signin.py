"""Coming into a NextGen court and leaving it: both ways in, refusals, a silent provider."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
import requests
from flask import Flask
from sqlalchemy import select

from courts.signin import service
from courts.signin.models import CourtSession, SignonState
from courts.signin.protocol import CourtStates
from shared.db import every_world
from shared.ids import digest
from shared.personas import Persona
from tests.harness import Browser, World

MENU = "/cgi-bin/menu.pl?id=-1"
CTD = "https://ecf.ctd.uscourts.gov"
#: What client programs take for "logged in" (clients 3.2).
MARKS = ("/cgi-bin/login.pl?logout", "InvalidUserLogin.jsp", 'id="caseid"', "Cost: ")
People = Mapping[str, Persona]


def rows(world: World, court: str = "ctd") -> list[CourtSession]:
    with world.database(court).reading() as session:
        return list(session.scalars(every_world(select(CourtSession).order_by(CourtSession.id))))


def cookie(browser: Browser, court: str = "ctd") -> str:
    return next(c.value or "" for c in browser.session.cookies if c.name == f"moot_{court}_session")


def cso_token(world: World, browser: Browser, person: Persona) -> str:
    assert person.pacer is not None
    answer = browser.session.post(
        "https://pacer.login.uscourts.gov/services/cso-auth",
        json={
            "loginId": person.pacer.user_name,
            "password": person.pacer.password,
            "redactFlag": "1",
        },
        headers={"Accept": "application/json"},
    ).json()
    assert answer["loginResult"] == "0"
    return str(answer["nextGenCSO"])


# --------------------------------------------------------------------------- unauthenticated


def test_an_unknown_person_gets_200_and_a_script(world: World) -> None:
    page = world.browser().send("GET", world.url("ctd", MENU), None, scripts=False)
    assert page.status == 200
    assert (
        'location.assign("http://pacer.moot.localhost:8080/csologin/login.jsf?pscCourtId=CTDC'
        '&appurl=http%3A%2F%2Fecf.ctd.moot.localhost%3A8080%2Fcgi-bin%2Fmenu.pl%3Fid%3D-1")'
    ) in page.html
    assert page.all("//noscript//a")
    assert not [mark for mark in MARKS if mark in page.html]
    nonce = re.search(
        r"script-src 'nonce-([A-Za-z0-9]+)'", page.response.headers["Content-Security-Policy"]
    )
    assert nonce is not None
    assert f'<script nonce="{nonce[1]}">' in page.html


def test_on_the_real_names_the_script_leads_to_the_real_name(world: World) -> None:
    page = world.browser().send("GET", f"{CTD}/cgi-bin/iquery.pl?9", None, scripts=False)
    # The expression by which pacer-cli finds its way (clients 6.2).
    found = re.search(
        r'location\.assign\("(https://[^"]+pscCourtId=[A-Z0-9]+&appurl=[^"]+)"', page.html
    )
    assert found is not None
    asked = parse_qs(urlsplit(found[1]).query)
    assert found[1].startswith("https://pacer.login.uscourts.gov/csologin/login.jsf?")
    assert asked["appurl"] == [f"{CTD}/cgi-bin/iquery.pl?9"]


def test_a_court_of_appeals_uses_its_own_script(world: World) -> None:
    address = world.url("ca2", "/n/beam/servlet/TransportRoom?servlet=CaseSearch.jsp")
    page = world.browser().send("GET", address, None, scripts=False)
    assert page.status == 200
    assert 'document.location="http://pacer.moot.localhost:8080/csologin/login.jsf?' in page.html


def test_an_address_cannot_break_out_of_the_script(world: World) -> None:
    address = world.url("ctd", "/cgi-bin/menu.pl?\"</script><script>alert(1)//'")
    page = world.browser().send("GET", address, None, scripts=False)
    assert page.html.count("<script") == 1
    assert "alert(1)//'" not in page.html.replace("%27", "")


# --------------------------------------------------------------------------- the code flow


def test_one_password_for_two_courts_and_back_to_the_page(world: World, people: People) -> None:
    browser = world.browser()
    there = browser.open("ctd", "/cgi-bin/DisplayMenu.pl?Utilities")
    page = browser.sign_in(there, people["researcher"])
    assert page.url == world.url("ctd", "/cgi-bin/DisplayMenu.pl?Utilities")
    browser.trail.clear()
    second = browser.open("ctb", MENU)
    assert second.url == world.url("ctb", MENU)
    assert second.menu()[-1] == "Log Out"
    assert {method for method, _, _ in browser.trail} == {"GET"}
    (row,) = rows(world)
    assert (row.source, row.user_name) == ("oidc", "rresearcher")
    assert row.sid == rows(world, "ctb")[0].sid != ""
    assert row.token_hash == digest(cookie(browser))


def test_the_session_cookie_is_new_at_each_sign_in_and_the_old_row_ends(
    world: World, people: People
) -> None:
    browser = world.browser()
    browser.enter("ctd", people["researcher"])
    before = cookie(browser)
    browser.get(world.url("ctd", "/oidc/start?target_link_uri=" + world.url("ctd", MENU)))
    assert cookie(browser) != before
    first, second = rows(world)
    assert first.closed_at is not None
    assert second.closed_at is None


@pytest.mark.parametrize(
    "target",
    [
        "http://evil.test/x",
        "http://ecf.ctd.moot.localhost:8080@evil.test/",
        "//evil.test/",
        "http://ecf.ctb.moot.localhost:8080/",
        "http://ecf.ctd.moot.localhost:8080\\@evil.test/",
        "javascript:alert(1)",
        "",
    ],
)
def test_a_foreign_target_is_replaced_by_the_court_s_own_page(
    world: World, people: People, target: str
) -> None:
    browser = world.browser()
    browser.enter("ctd", people["researcher"])
    page = browser.send("GET", world.url("ctd", "/oidc/start"), {"target_link_uri": target})
    assert page.url == world.url("ctd", MENU)


def test_another_issuer_is_not_followed(world: World) -> None:
    page = world.browser().open("ctd", "/oidc/start?iss=http://evil.test")
    assert page.status == 400
    assert "trusts one sign-on service only" in page.text


@pytest.mark.parametrize(
    "query", ["", "?code=x", "?code=x&state=y", "?error=access_denied&state=y"]
)
def test_an_answer_that_nobody_asked_for_is_refused(world: World, query: str) -> None:
    page = world.browser().open("ctd", f"/oidc/callback{query}")
    assert page.status == 400
    assert "Nobody has been signed in" in page.text
    assert page.link("Try again") == world.url("ctd", MENU)
    assert rows(world) == []


def test_an_answer_counts_in_the_browser_that_asked(world: World, people: People) -> None:
    victim, attacker = world.browser(), world.browser()
    attacker.enter("ctd", people["researcher"])
    begun = attacker.session.get(world.url("ctd", "/oidc/start"), allow_redirects=False)
    answer = attacker.session.get(begun.headers["Location"], allow_redirects=False)
    page = victim.get(answer.headers["Location"])
    assert page.status == 400
    assert "not begun in this browser" in page.text
    with world.database("ctd").reading() as session:
        assert not session.scalars(
            select(SignonState).where(SignonState.key.startswith("state:"))
        ).all()


# --------------------------------------------------------------------------- logging out


def test_log_out_in_one_court_is_out_of_all(world: World, people: People) -> None:
    browser = world.browser()
    browser.enter("ctd", people["researcher"])
    browser.open("ctb", MENU)
    page = browser.open("ctd", MENU).click("Log Out")
    assert page.url.endswith("/csologin/signedout.jsf"), "no token stays in an address"
    assert "Bankruptcy" in page.text
    for court in ("ctd", "ctb"):
        (row,) = rows(world, court)
        assert row.closed_at is not None
        assert browser.open(court, MENU).password_fields() == 1
    assert rows(world, "ctb")[0].closed_reason == "signed out at PACER"
    assert rows(world)[0].id_token == ""


def test_a_forged_logout_token_ends_nothing(world: World, people: People) -> None:
    browser = world.browser()
    browser.enter("ctd", people["researcher"])
    for data in ({}, {"logout_token": "x"}, {"logout_token": "e30.e30.e30"}):
        page = browser.send("POST", world.url("ctd", "/oidc/backchannel-logout"), data)
        assert page.status == 400
        assert page.response.json()["error"] == "invalid_request"
        assert page.response.headers["Cache-Control"] == "no-store"
    assert rows(world)[0].closed_at is None


def test_the_page_after_logging_out_carries_no_mark_of_a_session(world: World) -> None:
    page = world.browser().open("ctd", "/oidc/after-logout")
    assert "You are logged out of this court and of PACER." in page.text
    assert not [mark for mark in MARKS if mark in page.html]


def test_a_log_out_that_overtakes_the_sign_in_wins(world: World, people: People) -> None:
    browser = world.browser()
    browser.enter("ctb", people["researcher"])
    begun = browser.session.get(world.url("ctd", "/oidc/start"), allow_redirects=False)
    answer = browser.session.get(begun.headers["Location"], allow_redirects=False)
    sid = rows(world, "ctb")[0].sid
    with world.database("ctd").writing() as session:
        closed = service.close_by_sid(session, sid=sid, reason="test", wall=world.clock())
    assert closed == 0
    page = browser.get(answer.headers["Location"])
    assert "You logged out at PACER in the meantime." in page.text
    assert rows(world) == []


def test_a_logout_notice_without_sid_ends_all_sign_ons_of_the_person(
    world: World, people: People
) -> None:
    one, two, other = world.browser(), world.browser(), world.browser()
    one.enter("ctd", people["researcher"])
    two.enter("ctd", people["researcher"])
    other.enter("ctd", people["client"])
    subject = rows(world)[0].subject
    with world.database("ctd").writing() as session:
        wall = world.clock()
        assert service.close_by_sid(session, sid="", subject=subject, reason="test", wall=wall) == 2
    assert [row.closed_at is None for row in rows(world)] == [False, False, True]


def test_a_state_goes_to_one_of_many_who_ask_at_once(world: World) -> None:
    states = CourtStates(world.database("ctd"))
    wall = world.clock()
    assert states.put("key", "value", expires_at=wall + timedelta(minutes=1), wall=wall)
    assert not states.put("key", "other", expires_at=wall + timedelta(minutes=1), wall=wall)
    with ThreadPoolExecutor(8) as pool:
        taken = list(pool.map(lambda _n: states.take("key", wall=wall), range(16)))
    assert sorted(map(str, taken)) == ["None"] * 15 + ["value"]


# --------------------------------------------------------------------------- idle


def test_an_idle_session_ends_and_says_so(world: World, people: People) -> None:
    browser = world.browser()
    browser.enter("ctd", people["researcher"])
    world.clock.advance(minutes=40)
    assert browser.open("ctd", MENU).menu()
    world.clock.advance(minutes=40)
    assert browser.open("ctd", MENU).menu(), "using it keeps a session alive"
    assert len(rows(world)) == 1
    world.clock.advance(minutes=61)
    page = browser.send("GET", world.url("ctd", MENU), None, scripts=False)
    assert "it was not used for a while" in page.text
    assert not [mark for mark in MARKS if mark in page.html]


def test_no_session_lives_longer_than_its_day(world: World, people: People) -> None:
    browser = world.browser()
    browser.enter("ctd", people["researcher"])
    for _half_hour in range(24):
        world.clock.advance(minutes=30)
        page = browser.send("GET", world.url("ctd", MENU), None, scripts=False)
    assert "location.assign" in page.html


# --------------------------------------------------------------------------- CSO cookies


@pytest.mark.parametrize("name", ["NextGenCSO", "PacerSession"])
def test_a_client_s_own_cookie_is_a_session_in_a_court_it_never_visited(
    world: World, people: People, name: str
) -> None:
    browser = world.browser()
    token = cso_token(world, browser, people["client"])
    browser.session.cookies.clear()
    browser.session.cookies.set(name, token, domain=".uscourts.gov", path="/")
    page = browser.get(f"{CTD}{MENU}", scripts=False)
    assert "/cgi-bin/login.pl?logout" in page.html
    browser.get(f"{CTD}{MENU}", scripts=False)
    (row,) = rows(world)
    assert (row.source, row.token_hash) == ("cso", digest(token))
    assert row.sid
    assert token not in page.html


def test_a_header_alone_is_no_session(world: World, people: People) -> None:
    browser = world.browser()
    token = cso_token(world, browser, people["client"])
    browser.session.cookies.clear()
    page = browser.send(
        "GET", f"{CTD}{MENU}", None, scripts=False, headers={"X-NEXT-GEN-CSO": token}
    )
    assert "location.assign" in page.html
    assert rows(world) == []


@pytest.mark.parametrize("token", ["A" * 128, "short", "with space " * 12])
def test_an_unknown_token_is_nobody(world: World, token: str) -> None:
    browser = world.browser()
    browser.session.cookies.set("NextGenCSO", token, domain=".uscourts.gov", path="/")
    page = browser.get(f"{CTD}{MENU}", scripts=False)
    assert "location.assign" in page.html
    assert rows(world) == []


def test_cso_logout_ends_the_court_s_session_within_a_minute(world: World, people: People) -> None:
    browser = world.browser()
    token = cso_token(world, browser, people["client"])
    browser.session.cookies.clear()
    browser.session.cookies.set("NextGenCSO", token, domain=".uscourts.gov", path="/")
    browser.get(f"{CTD}{MENU}", scripts=False)
    browser.session.post(
        "https://pacer.login.uscourts.gov/services/cso-logout", json={"nextGenCSO": token}
    )
    world.clock.advance(seconds=61)
    assert "location.assign" in browser.get(f"{CTD}{MENU}", scripts=False).html


def test_web_logout_of_a_client_ends_its_token(world: World, people: People) -> None:
    browser = world.browser()
    token = cso_token(world, browser, people["client"])
    browser.session.cookies.clear()
    browser.session.cookies.set("NextGenCSO", token, domain=".uscourts.gov", path="/")
    browser.get(f"{CTD}{MENU}", scripts=False)
    browser.get(f"{CTD}/cgi-bin/login.pl?logout", scripts=False)
    browser.session.cookies.set("NextGenCSO", token, domain=".uscourts.gov", path="/")
    assert "location.assign" in browser.get(f"{CTD}{MENU}", scripts=False).html


# --------------------------------------------------------------------------- provider down


class Gone(dict[str, Flask]):
    """The apps of a process in which one does not answer."""

    def __getitem__(self, name: str) -> Any:
        if name != "pacer":
            return super().__getitem__(name)

        def silent(_environ: Any, _start: Callable[..., Any]) -> Any:
            raise requests.ReadTimeout("too late")

        return silent


def take_down(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(world.backchannel("ctd"), "_apps", Gone(world.apps))
    party = world.app("ctd").extensions["moot_relying_party"]
    monkeypatch.setattr(party._cache, "metadata_at", None)


def test_a_provider_that_is_down_is_a_clear_page_with_a_way_back(
    world: World, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = world.browser()
    browser.enter("ctd", people["researcher"])
    take_down(world, monkeypatch)
    start = "/oidc/start?target_link_uri=" + world.url("ctd", MENU)
    page = browser.get(world.url("ctd", start))
    assert page.status == 503
    assert "could not reach the PACER sign-on service" in page.text
    assert page.link("Try again") == world.url("ctd", start)
    assert browser.open("ctd", MENU).menu(), "who is in stays in"


def test_a_token_cannot_be_checked_while_the_provider_is_down(
    world: World, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = world.browser()
    token = cso_token(world, browser, people["client"])
    browser.session.cookies.clear()
    browser.session.cookies.set("NextGenCSO", token, domain=".uscourts.gov", path="/")
    take_down(world, monkeypatch)
    page = browser.get(f"{CTD}{MENU}", scripts=False)
    assert page.status == 503
    assert not [mark for mark in MARKS if mark in page.html]
    assert browser.get(f"{CTD}/cgi-bin/ShowIndex.pl", scripts=False).status == 200


def test_logging_out_while_the_provider_is_down_ends_the_court_s_session(
    world: World, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    browser = world.browser()
    browser.enter("ctd", people["researcher"])
    take_down(world, monkeypatch)
    page = browser.open("ctd", "/cgi-bin/login.pl?logout")
    assert "PACER could not be reached" in page.text
    assert rows(world)[0].closed_at is not None


# --------------------------------------------------------------------------- login.pl after go-live


def test_login_pl_explains_central_sign_on(world: World, people: People) -> None:
    browser = world.browser()
    page = browser.open("ctd", "/cgi-bin/login.pl")
    assert "Logins of this court no longer open a session" in page.text
    assert page.password_fields() == 0
    signed = browser.sign_in(page.click("Sign in with PACER"), people["researcher"])
    assert signed.url == world.url("ctd", MENU)


# --------------------------------------------------------------------------- not permitted


def test_who_may_not_reads_why_and_stays_signed_in(world: World, people: People) -> None:
    browser = world.browser()
    browser.enter("ctd", people["clerk_ctd"])
    link = world.app("ctd").extensions["moot_court"].profile.paths.link
    page = browser.open("ctd", link)
    assert page.status == 200
    assert "You do not have permission to view this page." in page.text
    assert "/cgi-bin/login.pl?logout" in page.html
