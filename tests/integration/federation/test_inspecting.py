"""Everything open to view: sign-ons drawn from real requests, to nobody but whose they are."""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import pytest

from idp.classroom import service as classroom
from shared import ids
from shared.personas import Persona
from shared.web import recorder
from shared.web.recorder import Whose
from shared.web.services import RECORDED_PATH
from tests import harness
from tests.harness import Browser, Page, World

People = dict[str, Persona]
PAGES = (
    *("/inspect", "/inspect/requests", "/inspect/sessions", "/inspect/charges"),
    *("/inspect/audit", "/inspect/clients"),
)
REAL = "https://pacer.login.uscourts.gov"
MOZILLA = {"User-Agent": "Mozilla/5.0 (a browser of a test)", "Accept": "text/html,*/*"}
MENU = "/cgi-bin/menu.pl?id=-1"


@pytest.fixture(scope="module")
def world(
    planted: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Return one federation for all: each asks for what it did itself, which is the latest."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        folder = harness.copy_of(planted("2021-11"), tmp_path_factory.mktemp("inspected") / "w")
        opened = harness.reopen(folder)
        yield opened
        opened.close()


def browser(world: World) -> Browser:
    found = world.browser()
    found.session.headers.update(MOZILLA)
    return found


def signed_in(world: World, persona: Persona) -> Browser:
    found = browser(world)
    found.sign_in(found.open("pacer", "/csologin/login.jsf"), persona)
    return found


def make_trainer(world: World, persona: Persona) -> None:
    with world.database("pacer").writing() as session:
        classroom.make_trainer(session, subject=ids.subject_of(persona.key), now=world.clock())


def steps(page: Page) -> list[str]:
    """Return what each step of the drawing says, without its number and time."""
    return [
        re.sub(r"^\d+ | \+\d+ ms$", "", " ".join(each.text_content().split()))
        for each in page.all("//p[@class='seq-said']")
    ]


def lanes(page: Page) -> list[str]:
    return [each.text_content() for each in page.all("//span[contains(@class, 'seq-lane')]")]


def checks(page: Page, state: str) -> list[str]:
    found = page.all(f"//li[@class='seq-check-{state}']")
    return [" ".join(each.text_content().split()) for each in found]


def flow(page: Page, title: str) -> Page:
    """Open the latest flow of a kind."""
    assert page.all(f"//ul[@id='flows']//a[text()='{title}']"), page.text[:1500]
    return page.click(title)


def bytes_kept(world: World) -> bytes:
    """Return all that the recorders of all members hold."""
    found = (recorder.recorder_of(app) for app in world.apps.built())
    return b"".join(e.blob for each in found if each is not None for e in each.ring.entries())


# --------------------------------------------------------------------------- drawn as it happened


def test_a_sign_on_over_openid_connect_is_drawn(world: World, people: People) -> None:
    oscar = people["attorney_everywhere"]
    mine = browser(world)
    mine.enter("ctd", oscar)
    page = mine.open("pacer", "/inspect")
    assert lanes(page) == ["Browser", "District of Connecticut (ctd)", "PACER"]
    said = steps(page)
    order = [
        "asks for a page",
        "a page whose script leads to PACER",
        "asks for PACER's sign-in page",
        "types user name and password: they go to PACER, and to nobody else",
        "ticks the redaction notice",
        "comes back to the court, which begins the sign-on there",
        "an authorization request",
        "looks at it: 5 checks hold",
        "yes: a code, good once, for sixty seconds",
        "brings PACER's answer to the court",
        "redeems the code, out of the browser's sight",
        "looks at it: 7 checks hold",
        "looks at the ID token: 13 checks hold",
        "asks for more about the person",
        "signed in: the court's own session",
        "the page",
    ]
    places = [next(n for n, each in enumerate(said) if words in each) for words in order]
    assert places == sorted(places)
    assert "It went through" in page.text
    assert checks(page, "bad") == [] == checks(page, "open")
    assert any("nonce is the one that this sign-on began with" in c for c in checks(page, "good"))
    # The token is read, and the same table stands beside it for whoever does not see the arrows.
    token = page.all("//section[@class='seq-token']")[-1].text_content()
    assert "court-ctd" in token
    assert ids.subject_of(oscar.key) in token
    assert len(page.all("//details[@class='seq-table']//tbody/tr")) == len(said)


@pytest.mark.parametrize(
    ("what", "bad", "reason"),
    [
        (
            "nonce",
            "nonce is the one that this sign-on began with",
            "The statement of PACER belongs to another sign-on.",
        ),
        (
            "expired",
            "The code is at most sixty seconds old",
            "PACER did not honour the sign-on code",
        ),
        ("replayed", "The code was not redeemed before", "PACER did not honour the sign-on code"),
        ("state", "The state is one that this browser was given", "not begun in this browser"),
    ],
)
def test_a_refused_sign_on_names_the_check(
    world: World, people: People, what: str, bad: str, reason: str
) -> None:
    mine = signed_in(world, people["attorney_everywhere"])
    answer = _answer_of_pacer(world, mine, nonce="somebody-elses" if what == "nonce" else "")
    if what == "expired":
        world.clock.advance(seconds=75)
    if what == "replayed":
        # The same code in the answer to a second sign-on: a code that somebody has seen.
        mine.get(answer)
        second = parse_qs(urlsplit(_answer_of_pacer(world, mine)).query)
        query = {**{k: v[0] for k, v in second.items()}, "code": _asked(answer, "code")}
        answer = f"{answer.partition('?')[0]}?{urlencode(query)}"
    if what == "state":
        answer = answer.replace(_asked(answer, "state"), "of-another-browser")
    assert "Nobody has been signed in." in mine.get(answer).text
    page = mine.open("pacer", "/inspect")
    assert page.all("//div[contains(@class, 'notice-danger')]")
    assert reason in page.text
    assert [c for c in checks(page, "bad") if bad in c], checks(page, "bad")
    if what == "nonce":
        assert [c.split(": ")[1][:7] for c in checks(page, "open")] == ["at_hash", "sub say"]
    if what == "expired":
        assert "It came 15 s after its sixty seconds were over." in page.text
        # The provider's rule and what a developer does about it stand beside it.
        assert "Redeem the code at once" in page.text


def _answer_of_pacer(world: World, mine: Browser, *, nonce: str = "") -> str:
    """Return the address to which PACER sends the browser, without going there."""
    start = _location(mine, world.url("ctd", "/oidc/start"))
    if nonce:
        start = start.replace(_asked(start, "nonce"), nonce)
    return _location(mine, start)


def _location(mine: Browser, url: str) -> str:
    response = mine.session.get(url, allow_redirects=False, timeout=30)
    assert response.status_code == 303, response.text
    return str(response.headers["Location"])


def _asked(url: str, name: str) -> str:
    return parse_qs(urlsplit(url).query)[name][0]


def test_a_sign_on_by_a_token_is_drawn(world: World, people: People) -> None:
    oscar = people["attorney_everywhere"]
    program = world.browser()
    token = _cso_auth(program, oscar)
    program.session.headers["Cookie"] = f"NextGenCSO={token}"
    program.get("https://ecf.ctd.uscourts.gov" + MENU)
    page = signed_in(world, oscar).open("pacer", "/inspect")
    page = flow(page, "Sign-on by a token (cso-auth)")
    assert lanes(page) == ["Program", "District of Connecticut (ctd)", "PACER"]
    said = " | ".join(steps(page))
    for words in ("gives user name and password for a token", "asks who stands behind the token"):
        assert words in said
    assert any("The token stands for a live session" in c for c in checks(page, "good"))
    assert token not in page.html
    assert f"sha256:{ids.digest(token)[:10]}" in page.html


def _cso_auth(program: Browser, persona: Persona, password: str = "") -> str:
    assert persona.pacer is not None
    answer = program.session.post(
        f"{REAL}/services/cso-auth",
        json={
            "loginId": persona.pacer.user_name,
            "password": password or persona.pacer.password,
            "redactFlag": "1",
        },
        timeout=30,
    )
    return str(answer.json()["nextGenCSO"] or "")


def test_a_program_that_was_refused_finds_out_why(world: World, people: People) -> None:
    oscar = people["attorney_everywhere"]
    assert _cso_auth(world.browser(), oscar, "wrong-password") == ""
    page = signed_in(world, oscar).open("pacer", "/inspect")
    page = flow(page, "Sign-on by a token (cso-auth)")
    assert any("User name and password belong together" in c for c in checks(page, "bad"))
    assert b"wrong-password" not in bytes_kept(world)


def test_a_login_at_a_courts_own_page_is_drawn(world: World, people: People) -> None:
    oscar = people["attorney_everywhere"]
    assert oscar.pacer is not None
    for login, key in (
        (oscar.pacer.user_name, oscar.pacer.password),
        (oscar.courts["cod"].login_name, oscar.courts["cod"].password),
    ):
        at_cod = browser(world)
        form = at_cod.open("cod", "/cgi-bin/login.pl")
        at_cod_page = form.submit({"login": login, "key": key, "redaction": "on"}, button="Login")
        assert "Utilities" in at_cod_page.menu()
    page = signed_in(world, oscar).open("pacer", "/inspect")
    shown = page.all("//ul[@id='flows']//a[starts-with(text(), 'Login at the court')]/@href")
    assert len(shown) == 2
    by_court, by_pacer = (mine_of(world, page, address) for address in shown)
    assert "PACER" not in " ".join(steps(by_court))
    said = " | ".join(steps(by_pacer))
    assert said.index("gives user name and password for a token") < said.index("asks who stands")
    assert said.index("asks who stands behind the token") < said.index("gives the token back")


def mine_of(world: World, page: Page, address: str) -> Page:
    return page.browser.get(world.url("pacer", address))


def test_the_linking_of_an_account_is_drawn(world: World, people: People) -> None:
    john = people["attorney"]
    old = john.courts["ctd"]
    mine = browser(world)
    mine.enter("ctd", john)
    form = mine.open("ctd", "/cgi-bin/LinkAccount.pl")
    fields = [f.get("name") for f in form.all("//form[.//input[@type='password']]//input")]
    login, key = (n for n in fields if n and "csrf" not in n and not n.startswith("btn"))
    confirm = form.submit({login: old.login_name, key: old.password})
    assert "accounts/link_b" not in confirm.url
    done = confirm.submit()
    assert "linked" in done.text.lower()
    world.jobs.drain("ctd")
    page = flow(mine.open("pacer", "/inspect"), "Linking an account")
    said = " | ".join(steps(page))
    order = ("screen A", "screen B", "asks PACER afresh about the account", "linked, for good")
    places = [said.index(words) for words in order]
    assert places == sorted(places)
    assert "sends a message" in said
    assert "link:success" in page.text
    assert "It went through" in page.text
    assert str(old.password).encode() not in bytes_kept(world)


def test_a_single_log_out_says_who_was_told_and_who_answered(
    world: World, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    oscar = people["attorney_everywhere"]
    mine = browser(world)
    mine.enter("ctd", oscar)
    mine.open("ctb", MENU)
    deaf = world.app("ctb")
    monkeypatch.setattr(deaf, "wsgi_app", _failing(deaf.wsgi_app))
    mine.open("ctd", "/cgi-bin/login.pl?logout")
    page = flow(signed_in(world, oscar).open("pacer", "/inspect"), "Log-out")
    assert lanes(page) == [
        *("Browser", "District of Connecticut (ctd)"),
        *("District of Connecticut (ctb)", "PACER"),
    ]
    said = steps(page)
    told = [each for each in said if "tells the court that the sign-on has ended" in each]
    assert len(told) == 2
    assert any("looks at the logout token: 15 checks hold" in each for each in said)
    assert [each for each in said if "refuses" in each and "ctb" in each]


def _failing(inner: Callable[..., object]) -> Callable[..., object]:
    def call(environ: dict[str, str], start_response: Callable[..., object]) -> object:
        if environ["PATH_INFO"] != "/oidc/backchannel-logout":
            return inner(environ, start_response)
        start_response("503 SERVICE UNAVAILABLE", [("Content-Length", "0")])
        return [b""]

    return call


def test_a_client_from_outside_has_a_lane_of_its_own(world: World, people: People) -> None:
    mine = signed_in(world, people["attorney_everywhere"])
    back, verifier = "https://tool.example.test/cb", "v" * 50
    made = _registered(mine, back)
    client_id = _after(made, "client_id")
    secret = made.all("//*[@id='client-secret']")[0].text_content()
    challenge = base64.urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).rstrip(b"=")
    query = {
        "response_type": "code",
        "client_id": client_id,
        "redirect_uri": back,
        "scope": "openid",
        "state": "of-the-tool",
        "code_challenge": challenge.decode(),
        "code_challenge_method": "S256",
    }
    asked = mine.open("pacer", f"/oidc/authorize?{urlencode(query)}")
    fields = {name: value for name, value in asked.form(having="tx").form_values()}
    allowed = mine.session.post(
        asked.url.partition("?")[0], data={**fields, "allow": "1"}, allow_redirects=False
    )
    answer = _location(mine, urljoin(asked.url, allowed.headers["Location"]))
    told = world.browser().session.post(
        world.url("pacer", "/oidc/token"),
        data={
            "grant_type": "authorization_code",
            "code": _asked(answer, "code"),
            "redirect_uri": back,
            "code_verifier": verifier,
        },
        auth=(client_id, secret),
    )
    assert told.status_code == 200, told.text
    page = flow(mine.open("pacer", "/inspect"), "Sign-on by OpenID Connect")
    assert lanes(page) == ["Browser", client_id, "PACER"]
    assert any(f"{client_id} → to PACER: redeems the code" in each for each in steps(page))
    assert secret not in page.html


def _registered(mine: Browser, back: str) -> Page:
    form = mine.open("pacer", "/oidc/clients/new")
    return form.submit({"title": "My tool", "redirect_uris": back})


def _after(page: Page, term: str) -> str:
    found = page.all(f"//dt[contains(., '{term}')]/following-sibling::dd[1]")
    assert found, page.text
    return " ".join(found[0].text_content().split())


# --------------------------------------------------------------------------- what else is shown


def test_sessions_audit_requests_and_charges_of_all_members(world: World, people: People) -> None:
    anna = people["attorney_ctd"]
    mine = browser(world)
    mine.enter("ctd", anna)
    mine.open("ctb", MENU)
    world.charge("ctd", anna, 30)
    page = mine.open("pacer", "/inspect/sessions")
    rows = [[c.text_content() for c in row] for row in page.all("//tbody/tr")]
    assert {row[0] for row in rows} == {"pacer", "ctd", "ctb"}
    assert len({row[4] for row in rows}) == 1  # one sign-on
    trail = mine.open("pacer", "/inspect/audit")
    members = {c.text_content() for c in trail.all("//table[@id='audit']/tbody/tr/td[3]")}
    assert members == {"pacer", "ctd", "ctb"}
    assert "signin:opened" in trail.text
    listed = mine.open("pacer", "/inspect/requests")
    assert "GET /oidc/callback" in listed.text
    assert "GET /inspect" not in listed.text
    assert "0.30" in mine.open("pacer", "/inspect/charges").text


def test_the_last_refused_requests_of_a_client_come_with_rule_and_fix(
    world: World, people: People
) -> None:
    mine = signed_in(world, people["attorney_everywhere"])
    client_id = _after(_registered(mine, "https://tool.example.test/cb"), "client_id")
    mine.open("pacer", f"/oidc/authorize?client_id={client_id}&redirect_uri=https://evil.test/")
    page = mine.open("pacer", "/inspect/clients")
    assert "oidc-core-3.1.2.1-redirect-uri" in page.text
    assert "Send the address exactly as it is registered" in page.text
    other = signed_in(world, people["researcher"]).open("pacer", "/inspect/clients")
    assert "No request was refused." in other.text
    make_trainer(world, people["trainer"])
    assert client_id in signed_in(world, people["trainer"]).open("pacer", "/inspect/clients").text


def test_what_programs_are_refused_comes_with_rule_and_fix(world: World, people: People) -> None:
    """Each as its program is told it: nonce, Referer, client code, token, search."""
    who, paid = people["client"], people["staff"]
    login = who.pacer
    assert login is not None
    assert paid.pacer is not None
    program = world.browser().session
    program.headers["User-Agent"] = "reading-room/1.0"

    def sign_in(name: str, password: str, **more: str) -> str:
        told = program.post(
            world.url("pacer", "/services/cso-auth"),
            json={"loginId": name, "password": password, **more},
        )
        return str(told.json()["nextGenCSO"])

    def court(path: str, token: str, data: dict[str, str] | None = None, **headers: str) -> str:
        how, url = "GET" if data is None else "POST", world.url("ctd", path)
        cookies = {"NextGenCSO": token} if token else None
        program.cookies.clear()
        answer = program.request(how, url, data=data, headers=headers, cookies=cookies)
        return str(answer.text)

    query = "/cgi-bin/DktRpt.pl?137707984093721-L_1_0-"
    external = {"Referer": "https://external"}
    sign_in(login.user_name, "Wrong-Word#1")
    good = sign_in(login.user_name, login.password)
    assert "Incomplete request" in court(query + "999999", good, {"x": "1"}, **external)
    court(query + "1", good, {"all_case_ids": "1"}, Referer="https://elsewhere.test/")
    pcl = world.url("pacer", "/pcl-public-api/rest/cases/find", "pcl")
    bad = program.post(pcl, json={}, headers={"X-NEXT-GEN-CSO": good})
    assert bad.status_code == 406
    assert program.post(pcl, json={}, headers={"X-NEXT-GEN-CSO": "0" * 128}).status_code == 401
    court(MENU, "")
    court(MENU, "0" * 128)
    nameless = sign_in(paid.pacer.user_name, paid.pacer.password)
    court("/cgi-bin/iquery.pl?1", nameless)
    theirs = rules(signed_in(world, paid).open("pacer", "/inspect/clients"))
    assert any(rule.startswith("pacer-client-code") for rule in theirs), theirs
    mine = rules(signed_in(world, who).open("pacer", "/inspect/clients"))
    assert {"cso-credentials", "cmecf-nonce", "cmecf-referer", "pcl-criteria"} <= set(mine)
    assert mine["cmecf-nonce"].startswith("Fetch the form")
    # Whoever is nobody is shown to trainers.
    assert not {"pcl-token", "cmecf-session"} & set(mine)
    make_trainer(world, people["trainer"])
    everyone = rules(signed_in(world, people["trainer"]).open("pacer", "/inspect/clients"))
    assert {"pcl-token", "cmecf-session"} <= set(everyone)
    assert good not in str(everyone)


def rules(page: Page) -> dict[str, str]:
    """Return the rules on the page of client errors, each with how to mend it."""
    rows = page.all("//table[@id='client-errors']/tbody/tr")
    assert all(row.findtext("td[6]") or row.findtext("td[5]") for row in rows)
    return {row.findtext("td[4]/span"): row.findtext("td[5]") for row in rows}


# --------------------------------------------------------------------------- to whom


@pytest.mark.parametrize("path", PAGES)
def test_strangers_are_sent_to_sign_in(world: World, path: str) -> None:
    page = world.browser().open("pacer", path)
    assert page.url.startswith(world.url("pacer", "/csologin/login.jsf"))


def test_nobody_sees_anothers_part(world: World, people: People) -> None:
    oscar, other = people["attorney_everywhere"], people["researcher"]
    browser(world).enter("ctd", oscar)
    theirs = signed_in(world, other)
    for path in PAGES:
        page = theirs.open("pacer", path)
        assert page.status == 200
        assert "ocounsel" not in page.html
        assert "Oscar" not in page.html
        assert theirs.open("pacer", f"{path}?of=ocounsel").status == 403
    mine = signed_in(world, oscar)
    own = mine.open("pacer", "/inspect").all("//ul[@id='flows']//a/@href")[0]
    assert mine.open("pacer", own).status == 200
    assert theirs.open("pacer", own).status == 404


def test_a_browser_that_changes_hands_does_not_tell_the_second_of_the_first(
    world: World, people: People
) -> None:
    oscar, other = people["attorney_everywhere"], people["researcher"]
    shared_one = browser(world)
    shared_one.enter("ctd", oscar)
    shared_one.open("ctd", "/cgi-bin/login.pl?logout")
    shared_one.sign_in(shared_one.open("pacer", "/csologin/login.jsf"), other)
    page = shared_one.open("pacer", "/inspect/requests")
    assert "ocounsel" not in page.html
    assert "/oidc/callback" not in page.html


def test_another_seats_requests_are_another_world(world: World, people: People) -> None:
    """The same person as a seat of a class: neither sees what the other did."""
    oscar = people["attorney_everywhere"]
    mine = browser(world)
    mine.enter("ctd", oscar)
    subject = ids.subject_of(oscar.key)
    for world_number, found in ((0, True), (100_001, False)):
        whose = Whose(subject, "ocounsel", "oscar.counsel@examplelaw.test", world=world_number)
        part = recorder.recorder_of(world.app("ctd")).part(whose)  # type: ignore[union-attr]
        assert bool(part["records"]) is bool(part["sessions"]) is bool(part["events"]) is found


def test_a_trainer_sees_any_persona(world: World, people: People) -> None:
    oscar = people["attorney_everywhere"]
    browser(world).enter("ctd", oscar)
    make_trainer(world, people["trainer"])
    trainer = signed_in(world, people["trainer"])
    for path in PAGES:
        page = trainer.open("pacer", f"{path}?of=OCounsel")
        assert page.status == 200
        assert "Oscar Counsel" in page.text
    drawn = trainer.open("pacer", "/inspect?of=ocounsel")
    assert "Sign-on by OpenID Connect" in drawn.text
    assert trainer.open("pacer", "/inspect?of=nobody-here").status == 404


def test_a_members_part_is_for_members(world: World, people: People) -> None:
    whose = Whose(ids.subject_of("attorney"), "jattorney", "x@y.test").query()
    url = world.url("ctd", RECORDED_PATH)
    assert world.browser().send("GET", url, whose).status == 401
    asked = world.backchannel("pacer").get_service(
        world.member("ctd"), RECORDED_PATH, whose, wall=world.clock()
    )
    assert asked.status_code == 200
    assert asked.json()["member"] == "ctd"
    nothing = world.backchannel("pacer").get_service(
        world.member("ctd"), RECORDED_PATH, {"whose": "{}"}, wall=world.clock()
    )
    assert nothing.status_code == 400


@pytest.fixture
def faithful(planted: Callable[[str], Path], tmp_path: Path) -> Iterator[World]:
    folder = harness.copy_of(planted("2021-11"), tmp_path / "faithful")
    world = harness.reopen(folder, settings={"MOOT_MODE": "faithful"})
    yield world
    world.close()


def test_faithful_mode_has_neither_pages_nor_recorder(
    faithful: World, people: People, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    mine = browser(faithful)
    page = mine.enter("ctd", people["attorney_everywhere"])
    assert "inspect" not in page.html
    assert recorder.TRAIL_COOKIE not in mine.session.cookies
    assert recorder.recorder_of(faithful.app("ctd")) is None
    for who in (mine, faithful.browser()):
        assert [who.open("pacer", path).status for path in PAGES] == [404] * len(PAGES)
    asked = faithful.backchannel("pacer").get_service(
        faithful.member("ctd"), RECORDED_PATH, {"whose": "{}"}, wall=faithful.clock()
    )
    assert asked.status_code == 404


# --------------------------------------------------------------------------- what is never kept


def test_no_secret_is_kept(world: World, people: People) -> None:
    """Passwords, codes, cookies, tokens and secrets of a whole walk are nowhere in the records."""
    oscar = people["attorney_everywhere"]
    assert oscar.pacer is not None
    mine = browser(world)
    mine.enter("ctd", oscar)
    answer = _answer_of_pacer(world, mine)
    code = _asked(answer, "code")
    mine.get(answer)
    token = _cso_auth(world.browser(), oscar)
    mine.get(REAL + "/csologin/login.jsf")
    kept = bytes_kept(world)
    secrets = [oscar.pacer.password, code, token, harness.SERVICE_KEY, "secret-of-ctd"]
    secrets += [c.value or "" for c in mine.session.cookies if len(c.value or "") > 20]
    assert len(secrets) > 8
    assert [each for each in secrets if each.encode() in kept] == []
    # Not the signature of a token either: what is shown cannot be used again.
    assert not re.search(rb"eyJ[\w-]+\.[\w-]+\.", kept)
    assert b"access_token" in kept
    assert all(isinstance(json.loads(e.blob), dict) for e in _entries(world))


def _entries(world: World) -> list[recorder.Entry]:
    found = recorder.recorder_of(world.app("ctd"))
    assert found is not None
    return found.ring.entries()


def test_programs_get_no_cookie_and_browsers_one(world: World) -> None:
    page = world.url("pacer", "/csologin/login.jsf")
    program = world.browser()
    program.get(page)
    assert recorder.TRAIL_COOKIE not in program.session.cookies
    mine = browser(world)
    mine.get(page)
    label = mine.session.cookies[recorder.TRAIL_COOKIE]
    mine.open("ctd", MENU)
    assert mine.session.cookies[recorder.TRAIL_COOKIE] == label
