"""Whatever is typed into the sign-in and link forms: no 500, and nothing stored is lost."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import text

from shared.personas import Persona
from tests import harness

JSON = "application/json"
STORED = {
    "pacer": (
        "SELECT id, user_name, status FROM account ORDER BY id",
        "SELECT court, subject, login_name, status FROM court_registration ORDER BY id",
    ),
    "ctd": ("SELECT id, login_name, password_version, linked_subject FROM court_user ORDER BY id",),
    "cod": ("SELECT id, login_name, password_version, linked_subject FROM court_user ORDER BY id",),
}
#: Enough to find what is odd, few enough for `make test`; by hand, with more, it is a search.
few = settings(
    max_examples=60,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
)
anything = st.one_of(
    st.text(max_size=60),
    st.sampled_from(
        [
            "",
            " ",
            "\x00",
            "ct12345",
            "jattorney",
            "' OR 1=1 --",
            "<script>alert(1)</script>",
            "a" * 300,
            "İı\u0345",
            "\ud7ff\ue000",
            "solicitor&co",
            "{{ 7 * 7 }}",
            "%00%ff",
        ]
    ),
)
#: What survives the way through an HTML attribute, as a browser would send it back.
typeable = st.text(st.characters(min_codepoint=0x20, exclude_categories=("C", "Z")), max_size=40)
strays = st.dictionaries(st.text(max_size=20), st.text(max_size=30), max_size=3)
leaf = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), anything)
tree = st.recursive(
    leaf,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3), st.dictionaries(st.text(max_size=12), inner, max_size=4)
    ),
    max_leaves=8,
)


class Stage:
    """A federation, with somebody signed in who has nothing to link; shown in one word."""

    def __init__(self, world: harness.World, somebody: Persona) -> None:
        self.world = world
        # Before any wrong password: an address that sends hundreds of them is slowed down.
        self.linking = world.browser()
        self.linking.enter("ctd", somebody)

    def __repr__(self) -> str:
        return "stage"


@pytest.fixture(scope="module")
def stage(
    planted: Callable[[str], Path],
    tmp_path_factory: pytest.TempPathFactory,
    people: dict[str, Persona],
) -> Iterator[Stage]:
    """Return a federation that raises what its pages would hide behind a 500."""
    folder = harness.copy_of(planted("2021-11"), tmp_path_factory.mktemp("fuzz") / "world")
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        world = harness.reopen(folder)
        for app in world.apps.values():
            app.config["PROPAGATE_EXCEPTIONS"] = True
        yield Stage(world, people["newcomer"])
        world.close()


@pytest.fixture
def unharmed(stage: Stage) -> Iterator[None]:
    """Assert that accounts, links and registrations are the same afterwards."""
    before = _stored(stage.world)
    yield
    assert _stored(stage.world) == before


def _stored(world: harness.World) -> dict[str, list[Any]]:
    found: dict[str, list[Any]] = {}
    for member_id, statements in STORED.items():
        with world.database(member_id).reading() as session:
            for statement in statements:
                rows = session.execute(text(statement)).all()
                found[f"{member_id}: {statement}"] = [tuple(row) for row in rows]
    return found


def _answered(page: harness.Page) -> harness.Page:
    assert page.status < 500, page.text[:300]
    return page


# ---------------------------------------------------------------- PACER


@pytest.mark.usefixtures("unharmed")
@few
@given(name=anything, password=anything, code=anything, more=strays)
def test_the_sign_in_form(
    stage: Stage, name: str, password: str, code: str, more: dict[str, str]
) -> None:
    """Any three texts and any fields beside them are an answer below 500."""
    page = stage.world.browser().open("pacer", "/csologin/login.jsf")
    form = {
        "loginForm:loginName": name,
        "loginForm:password": password,
        "loginForm:clientCode": code,
    }
    hidden = {f.get("name"): f.get("value") for f in page.all("//input[@type='hidden']")}
    _answered(page.browser.send("POST", page.url, {**more, **hidden, **form}))
    _answered(page.browser.send("POST", page.url, {**form, **more}))


@pytest.mark.usefixtures("unharmed")
@few
@given(name=typeable)
def test_the_typed_user_name_is_kept(stage: Stage, name: str) -> None:
    """A refusal shows the user name as it was typed, and never the password."""
    page = stage.world.browser().open("pacer", "/csologin/login.jsf")
    page = page.submit(
        {"loginForm:loginName": name, "loginForm:password": "Wrong-Word#1"}, button="Login"
    )
    assert page.status == 200
    field = page.all("//input[@name='loginForm:loginName']")[0]
    assert (field.get("value") or "") == name
    assert "Wrong-Word#1" not in page.html


@pytest.mark.usefixtures("unharmed")
@few
@given(asked=anything, court=anything)
def test_where_the_sign_in_form_leads(stage: Stage, asked: str, court: str) -> None:
    """Any appurl and any court are shown a form, and lead nowhere outside."""
    browser = stage.world.browser()
    page = browser.send(
        "GET",
        stage.world.url("pacer", "/csologin/login.jsf"),
        {"appurl": asked, "pscCourtId": court},
    )
    _answered(page)
    assert stage.world.federation.place_of_url(page.url) is not None


@pytest.mark.usefixtures("unharmed")
@few
@given(body=st.one_of(tree, st.fixed_dictionaries({"loginId": leaf, "password": leaf})))
def test_cso_auth_takes_any_json(stage: Stage, body: Any) -> None:
    """Any JSON is answered as the interface says: 200, a result, a reason, no token."""
    answer = stage.world.browser().session.post(
        stage.world.url("pacer", "/services/cso-auth"),
        data=json.dumps(body),
        headers={"Content-Type": JSON, "Accept": JSON},
        timeout=30,
    )
    assert answer.status_code == 200
    said = answer.json()
    assert said["loginResult"] == "1" or said["errorDescription"]
    assert not said.get("nextGenCSO")


@pytest.mark.usefixtures("unharmed")
@few
@given(
    body=st.one_of(
        st.binary(max_size=200),
        anything.map(lambda t: f"<CsoAuth><loginId>{t}</loginId></CsoAuth>".encode()),
        st.just(b'<!DOCTYPE a [<!ENTITY b "bb"><!ENTITY c "&b;&b;&b;">]><CsoAuth>&c;</CsoAuth>'),
    ),
    kind=st.sampled_from([JSON, "application/xml", "text/xml", "text/plain", "", "a/b; charset=x"]),
)
def test_cso_auth_takes_any_bytes(stage: Stage, body: bytes, kind: str) -> None:
    """Bytes that are no JSON and no XML are refused in the same envelope."""
    answer = stage.world.browser().session.post(
        stage.world.url("pacer", "/services/cso-auth"),
        data=body,
        headers={"Content-Type": kind} if kind else {},
        timeout=30,
    )
    assert answer.status_code == 200
    assert "loginResult" in answer.text


# ---------------------------------------------------------------- courts


@pytest.mark.usefixtures("unharmed")
@few
@given(login=anything, key=anything, code=anything, tick=st.booleans(), more=strays)
def test_the_login_page_of_a_currentgen_court(
    stage: Stage, *, login: str, key: str, code: str, tick: bool, more: dict[str, str]
) -> None:
    """Any login and password are an answer below 500."""
    page = stage.world.browser().open("cod", "/cgi-bin/login.pl")
    fields = {"login": login, "key": key, "clcode": code, "redaction": "1" if tick else None}
    _answered(page.submit(fields, button="Login"))
    _answered(page.browser.send("POST", page.url, {**more, "login": login, "key": key}))


@pytest.mark.usefixtures("unharmed")
@few
@given(login=typeable)
def test_a_court_keeps_the_typed_login(stage: Stage, login: str) -> None:
    """A refusal shows the login as it was typed."""
    page = stage.world.browser().open("cod", "/cgi-bin/login.pl")
    page = page.submit({"login": login, "key": "wrong-word", "redaction": "1"}, button="Login")
    assert page.status == 200
    assert (page.all("//input[@name='login']")[0].get("value") or "") == login


@pytest.mark.usefixtures("unharmed")
@few
@given(login=anything, key=anything, more=strays)
def test_screen_a(stage: Stage, login: str, key: str, more: dict[str, str]) -> None:
    """Any old login and password come back to screen A with a sentence."""
    page = stage.linking.open("ctd", "/cgi-bin/LinkAccount.pl")
    after = _answered(page.submit({"login": login, "key": key}, button="Submit"))
    assert after.all("//*[@role='alert']"), after.text[:300]
    hidden = {f.get("name"): f.get("value") for f in page.all("//input[@type='hidden']")}
    _answered(stage.linking.send("POST", page.url, {**more, **hidden, "login": login, "key": key}))
    _answered(stage.linking.send("POST", page.url, {**hidden, "confirm": login}))


@pytest.mark.usefixtures("unharmed")
@few
@given(login=typeable.filter(bool))
def test_screen_a_keeps_the_typed_login(stage: Stage, login: str) -> None:
    """A refusal shows the old login as it was typed."""
    page = stage.linking.open("ctd", "/cgi-bin/LinkAccount.pl")
    after = page.submit({"login": login, "key": "wrong-word"}, button="Submit")
    assert (after.all("//input[@name='login']")[0].get("value") or "") == login


@pytest.mark.usefixtures("unharmed")
@few
@given(login=anything, email=anything, token=anything, key=anything, again=anything)
def test_the_reset_forms(
    stage: Stage, *, login: str, email: str, token: str, key: str, again: str
) -> None:
    """Any login, address, token and password are an answer below 500."""
    browser = stage.world.browser()
    page = browser.open("ctd", "/cgi-bin/LostPassword.pl")
    _answered(page.submit({"login": login, "email": email}, button="Submit"))
    hidden = {f.get("name"): f.get("value") for f in page.all("//input[@type='hidden']")}
    where = stage.world.url("ctd", "/cgi-bin/ResetPassword.pl")
    _answered(browser.send("GET", where, {"token": token}))
    _answered(browser.send("POST", where, {**hidden, "token": token, "key": key, "again": again}))


# ---------------------------------------------------------------- letters and seminars


@pytest.fixture(scope="module")
def correspondence(stage: Stage, people: dict[str, Persona]) -> tuple[harness.Browser, ...]:
    """Return a writer and a clerk who has one letter before them."""
    writer, clerk = stage.world.browser(), stage.world.browser()
    writer.sign_in(writer.open("pacer", "/csologin/login.jsf"), people["researcher"])
    clerk.enter("ctd", people["clerk_ctd"])
    page = writer.open("pacer", "/mailbox/write")
    page.submit({"recipient": "helpdesk@ctd.test", "subject": "A", "text": "B"}, button="Send")
    return writer, clerk


@pytest.mark.usefixtures("unharmed")
@few
@given(to=anything, subject=anything, words=anything, known=st.booleans(), more=strays)
def test_a_letter_takes_anything(
    stage: Stage,
    correspondence: tuple[harness.Browser, ...],
    *,
    to: str,
    subject: str,
    words: str,
    known: bool,
    more: dict[str, str],
) -> None:
    """Any letter is sent, or refused with a sentence; a flood is stopped."""
    writer, _clerk = correspondence
    page = writer.open("pacer", "/mailbox/write")
    box = "seminars@ctd.test" if known else to
    after = _answered(
        page.submit({"recipient": box, "subject": subject, "text": words}, button="Send")
    )
    assert after.status in (200, 422, 429)
    assert after.status == 200 or after.all("//*[@role='alert']")
    for query in ({"to": to, "about": subject}, {"reply": words}, more):
        _answered(writer.send("GET", page.url, query))


@pytest.mark.usefixtures("unharmed")
@few
@given(words=anything, seminar=anything, booking=anything, page=anything, more=strays)
def test_the_clerks_letters_take_anything(
    stage: Stage,
    correspondence: tuple[harness.Browser, ...],
    *,
    words: str,
    seminar: str,
    booking: str,
    page: str,
    more: dict[str, str],
) -> None:
    """Any answer, session and booking number is an answer below 500."""
    _writer, clerk = correspondence
    letter = clerk.open("ctd", "/clerk/letters/1")
    hidden = {f.get("name"): f.get("value") for f in letter.all("//input[@type='hidden']")}
    _answered(clerk.send("POST", f"{letter.url}/answer", {**more, **hidden, "text": words}))
    _answered(clerk.send("POST", f"{letter.url}/book", {**more, **hidden, "seminar": seminar}))
    lists = stage.world.url("ctd", "/clerk/seminars")
    answer = clerk.send(
        "POST", f"{lists}/ctd-online-civil-2021-12-07/cancel", {**hidden, "booking": booking}
    )
    assert answer.status in (400, 404)
    _answered(clerk.send("GET", stage.world.url("ctd", "/clerk/letters"), {"page": page}))
