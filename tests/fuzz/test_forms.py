"""Whatever is typed into the sign-in and link forms: no 500, and nothing stored is lost."""

from __future__ import annotations

import itertools
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from courts.registrations.models import RegistrationRequest
from idp.accounts import manage
from idp.firms import service as firm_service
from idp.firms import views as firm_views
from shared.ids import new_uuid
from shared.personas import PacerAccountSeed, Persona
from tests import harness
from tests.fuzz.strategies import anything, few, fewer, leaf, strays, tree, typeable
from tests.integration.idp import counter

JSON = "application/json"
PORTAL = "/CMECF/Register"
STORED = {
    "pacer": (
        "SELECT id, user_name, status FROM account ORDER BY id",
        "SELECT court, subject, login_name, status FROM court_registration ORDER BY id",
        "SELECT kind, cents, payer_id, quarter FROM ledger_entry ORDER BY id",
        "SELECT account_id, court, until FROM exemption ORDER BY id",
    ),
    "ctd": ("SELECT id, login_name, password_version, linked_subject FROM court_user ORDER BY id",),
    "cod": ("SELECT id, login_name, password_version, linked_subject FROM court_user ORDER BY id",),
}


class Stage:
    """A federation, with somebody signed in who has nothing to link; shown in one word."""

    def __init__(
        self,
        world: harness.World,
        somebody: Persona,
        *,
        clerk: PacerAccountSeed,
        trainer: Persona,
    ) -> None:
        self.world = world
        # Before any wrong password: an address that sends hundreds of them is slowed down.
        self.linking = world.browser()
        self.linking.enter("ctd", somebody)
        self.portal = world.browser()
        self.portal.open("cod", f"{PORTAL}/NewAccount.aspx", role="www").submit(
            {
                "first_name": "Iris",
                "last_name": "Associate",
                "email": "iris.associate@examplelaw.test",
                "user_name": "iris.a",
                "key": "fuzz-portal-73",
                "again": "fuzz-portal-73",
            }
        )
        self.clerk = world.browser()
        login = self.clerk.open("cod", "/cgi-bin/login.pl")
        login.submit({"login": clerk.user_name, "key": clerk.password}, button="Login")
        # Somebody with a bill, and a trainer at the service center's desk.
        world.charge("ctd", somebody, 4000, at="2021-08-02T12:00:00+00:00")
        world.close_quarters()
        self.desk = world.browser()
        self.desk.enter("ctd", trainer)

    def send(self, browser: harness.Browser, path: str, fields: dict[str, str]) -> harness.Page:
        """Post fields to a page of the service center, with the token of its form."""
        where = self.world.url("pacer", path, "psc")
        page = browser.get(where)
        token = page.all("//input[@name='csrf_token']")
        hidden = {"csrf_token": token[0].get("value")} if token else {}
        return browser.send("POST", where, {**hidden, **fields})

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
        # Wrong passwords slow an address down: nobody is to wait for another test's.
        world.addresses = (f"10.0.{n // 250}.{n % 250}" for n in itertools.count(1))
        for app in world.apps.values():
            app.config["PROPAGATE_EXCEPTIONS"] = True
        dana = people["clerk_cod"].pacer
        assert dana is not None
        yield Stage(world, people["newcomer"], clerk=dana, trainer=people["trainer"])
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


# ---------------------------------------------------------------- billing and exempt use


@pytest.mark.usefixtures("unharmed")
@fewer
@given(amount=anything, number=anything, routing=anything, key=anything, more=strays)
def test_paying_and_storing(
    stage: Stage, *, amount: str, number: str, routing: str, key: str, more: dict[str, str]
) -> None:
    """Any amount and number are refused in words; nothing is paid."""
    for method in ("card", "ach", "stored-1", number):
        typed = {"amount": amount, "method": method, "number": number, "routing": routing}
        sent = {**more, **typed, "payment_key": key}
        page = stage.send(stage.linking, "/pscof/manage/oneTimePayment.jsf", sent)
        assert _answered(page).status == 422, page.text[:300]
    path = "/pscof/manage/storedPayment.jsf"
    for kind in ("card", "ach", key):
        _answered(stage.send(stage.linking, path, {**more, "kind": kind, "number": number}))
    _answered(stage.send(stage.linking, path, {"delete": number}))
    _answered(stage.send(stage.linking, path, {"make_default": number}))


@pytest.mark.usefixtures("unharmed")
@fewer
@given(since=anything, until=anything, code=anything, sort=anything, number=anything)
def test_looking_at_usage(
    stage: Stage, *, since: str, until: str, code: str, sort: str, number: str
) -> None:
    """Any dates, codes and statement numbers are an answer below 500."""
    for first, last in ((since, until), ("0001-01-01", "9999-12-30"), ("2021-01-01", "9999-12-31")):
        asked = {"since": first, "until": last, "client_code": code, "sort": sort, "group": sort}
        for name in ("transactions.jsf", "transactions.csv"):
            where = stage.world.url("pacer", f"/pscof/manage/{name}", "psc")
            _answered(stage.linking.send("GET", where, asked))
    for name in ("statements.jsf", "creditRequest.jsf"):
        where = stage.world.url("pacer", f"/pscof/manage/{name}", "psc")
        _answered(stage.linking.send("GET", where, {"number": number}))


@pytest.mark.usefixtures("unharmed")
@fewer
@given(number=anything, name=anything, remark=anything, court=anything, more=strays)
def test_the_desks_of_the_service_center(
    stage: Stage, *, number: str, name: str, remark: str, court: str, more: dict[str, str]
) -> None:
    """Any number, court and answer are an answer below 500, for the trainer and for others."""
    typed = {**more, "number": number, "user_name": name, "remark": remark}
    _answered(stage.send(stage.linking, "/pscof/manage/cjaPrivileges.jsf", typed))
    for browser in (stage.desk, stage.linking):
        for button in ("grant", "withdraw", "merge", "reject", "accept"):
            sent = {"number": number, "court": court, "request": number, "answer": remark}
            for desk in ("/psc/exemptions.jsf", "/psc/creditRequests.jsf"):
                _answered(stage.send(browser, desk, {**more, **sent, button: number}))


@pytest.mark.usefixtures("unharmed")
@fewer
@given(code=anything, status=anything)
def test_what_a_session_is_charged_to(stage: Stage, code: str, status: str) -> None:
    """Any client code and status are an answer below 500; nobody gets exempt by it."""
    page = stage.linking.open("ctd", "/cgi-bin/ChangeClientCode.pl")
    _answered(page.submit({"code": code}, button="Submit"))
    page = stage.linking.open("ctd", "/cgi-bin/ChangeExemption.pl")
    _answered(page.submit({"status": status}, button="Submit"))
    assert _answered(page.submit({"status": "exempt"}, button="Submit")).status == 422


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


# ---------------------------------------------------------------- e-file registration


@pytest.fixture(scope="module")
def counters(stage: Stage, people: dict[str, Persona]) -> tuple[harness.Browser, harness.Browser]:
    """Return an applicant at PACER, and a clerk of ctd with a request on the desk."""
    applicant, clerk = stage.world.browser(), stage.world.browser()
    applicant.enter("ctd", people["newcomer"])
    clerk.enter("ctd", people["clerk_ctd"])
    with stage.world.database("ctd").writing(world=0) as session:
        session.add(
            RegistrationRequest(
                request_id=new_uuid(),
                kind="attorney",
                registration_type="attorney_admission",
                role="attorney",
                subject="somebody",
                first_name="Fay",
                last_name="Fuzz",
                email="fay@fuzz.test",
                submitted_at=stage.world.clock(),
                changed_at=stage.world.clock(),
            )
        )
    return applicant, clerk


# ---------------------------------------------------------------- firms


class Office:
    """A PAA with one member and one open request, and both holders at their desks."""

    def __init__(self, world: harness.World, people: dict[str, Persona]) -> None:
        self.firm = counter.manage(world, people["paa"]).browser
        form = self.firm.open("pacer", firm_views.ADD_PATH)
        form.submit(
            {
                "last_name_1": "Program",
                "account_number_1": "7000808",
                "last_name_2": "Paralegal",
                "account_number_2": "7002222",
            },
            button="Submit",
        )
        self.member = counter.manage(world, people["client"]).browser
        self.member.open("pacer", manage.INVITATIONS_PATH).submit(button="Accept")
        self.asked = counter.manage(world, people["staff"]).browser
        self.world = world

    def __repr__(self) -> str:
        return "office"

    def states(self) -> list[tuple[Any, ...]]:
        """Return every membership with its state, cost center and remark."""
        statement = "SELECT id, state, cost_center, remark FROM paa_membership ORDER BY id"
        with self.world.database("pacer").reading() as session:
            return [tuple(row) for row in session.execute(text(statement)).all()]


@pytest.fixture(scope="module")
def office(stage: Stage, people: dict[str, Persona]) -> Office:
    """Return a firm at work."""
    made = Office(stage.world, people)
    assert [state for _id, state, *_ in made.states()] == ["accepted", "invited"]
    return made


def _typed(page: harness.Page, name: str) -> str:
    return str(page.all(f"//input[@name='{name}']")[0].get("value") or "")


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
@given(
    asked=st.dictionaries(
        st.sampled_from(["court_type", "court", "choose", "next", "registration_type"]), anything
    ),
    more=strays,
)
def test_the_screens_before_a_registration(
    counters: tuple[harness.Browser, harness.Browser],
    stage: Stage,
    asked: dict[str, str],
    more: dict[str, str],
) -> None:
    """Any choice of court and type is an answer below 500."""
    for name in ("attorneyRegistration", "nonAttorneyRegistration"):
        where = stage.world.url("pacer", f"/pscof/manage/{name}.jsf")
        _answered(counters[0].send("GET", where, {**more, **asked}))


@few
@given(name=anything, number=anything, cost=anything, more=strays)
def test_a_firm_asks_anybody(
    office: Office, name: str, number: str, cost: str, more: dict[str, str]
) -> None:
    """Any line and any fields beside it ask nobody who is not there."""
    before = office.states()
    page = office.firm.open("pacer", firm_views.ADD_PATH)
    typed = {"last_name_3": name, "account_number_3": number, "cost_center_3": cost}
    assert _answered(page.submit(typed, button="Submit")).status == 422
    hidden = {f.get("name"): f.get("value") for f in page.all("//input[@type='hidden']")}
    _answered(office.firm.send("POST", page.url, {**more, **hidden, **typed}))
    assert office.states() == before


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
@given(values=st.lists(anything, min_size=7, max_size=7), more=strays)
def test_the_open_forms_of_the_portal(
    stage: Stage, values: list[str], more: dict[str, str]
) -> None:
    """Any text in the portal's forms for people without an account is an answer below 500."""
    browser = stage.world.browser()
    names = ("user_name", "key", "again", "first_name", "last_name", "email", "misused")
    fields = dict(zip(names, values, strict=True))
    pages = ("Login", "NewAccount", "LostPassword", "ResetPassword", "SignOut", "Answer")
    page = browser.open("cod", f"{PORTAL}/Login.aspx", role="www")
    token = {"csrf_token": page.all("//input[@name='csrf_token']/@value")[0]}
    for name in pages:
        where = stage.world.url("cod", f"{PORTAL}/{name}.aspx", "www")
        _answered(browser.send("POST", where, {**more, **token, **fields, "token": values[0]}))
    where = stage.world.url("cod", f"{PORTAL}/Training.aspx", "www")
    _answered(browser.send("GET", where, {"track": values[0]}))
    boxes = {"read_rules": values[1], "read_manual": values[2], "done": values[3]}
    _answered(browser.send("POST", f"{where}?track=staff", {**token, **fields, **boxes}))


@few
@given(name=typeable, number=typeable)
def test_what_a_firm_typed_is_kept(office: Office, name: str, number: str) -> None:
    """A refusal shows every line as it was typed."""
    page = office.firm.open("pacer", firm_views.ADD_PATH)
    typed = {"last_name_5": name, "account_number_5": number}
    page = page.submit(typed, button="Submit")
    assert page.status == 422
    assert (_typed(page, "last_name_5"), _typed(page, "account_number_5")) == (name, number)


@pytest.mark.usefixtures("unharmed")
@few
@given(typed=st.lists(anything, min_size=18, max_size=18), more=strays)
def test_the_form_of_a_registration(
    counters: tuple[harness.Browser, harness.Browser], typed: list[str], more: dict[str, str]
) -> None:
    """Without every box ticked nothing goes to the court, whatever is typed."""
    where = "/pscof/manage/attorneyRegistration.jsf?court_type=district&court=ctd"
    page = counters[0].open("pacer", f"{where}&registration_type=pro_hac_vice")
    form = page.form(having="last_name")
    names = [n for n in form.fields if n not in ("csrf_token", "term_1")]
    data = {
        **more,
        **dict(zip(names, typed, strict=False)),
        "csrf_token": form.fields["csrf_token"],
    }
    data.pop("term_1", None)
    after = _answered(page.browser.send("POST", page.url, data))
    assert after.status == 422


@few
@given(pressed=anything, word=st.sampled_from(["accept", "decline", "both", "x"]))
def test_any_answer_to_an_invitation(office: Office, pressed: str, word: str) -> None:
    """Only the number of one's own open request answers it."""
    before = office.states()
    page = office.asked.open("pacer", manage.INVITATIONS_PATH)
    hidden = {f.get("name"): f.get("value") for f in page.all("//input[@type='hidden']")}
    said = office.asked.send("POST", page.url, {**hidden, word: f"9{pressed}"})
    assert said.status == 422
    assert firm_service.GONE in said.text
    assert office.states() == before


@pytest.mark.usefixtures("unharmed")
@few
@given(remark=typeable.filter(bool), firm=typeable)
def test_the_form_of_a_registration_keeps_what_was_typed(
    counters: tuple[harness.Browser, harness.Browser], remark: str, firm: str
) -> None:
    """A refused form shows what was typed."""
    where = "/pscof/manage/nonAttorneyRegistration.jsf?court_type=bankruptcy&court=ctb"
    page = counters[0].open("pacer", where)
    after = page.submit({"remark": remark, "firm": firm, "role": "creditor"}, button="Submit")
    assert after.status == 422
    assert after.all("//textarea[@name='remark']")[0].text_content().strip() == remark
    assert (after.all("//input[@name='firm']")[0].get("value") or "") == firm


@pytest.mark.usefixtures("unharmed")
@few
@given(words=anything, action=st.one_of(anything, st.just("ask")), asked=anything, more=strays)
def test_the_clerks_queue(
    counters: tuple[harness.Browser, harness.Browser],
    stage: Stage,
    *,
    words: str,
    action: str,
    asked: str,
    more: dict[str, str],
) -> None:
    """Any filter and any words are an answer below 500."""
    clerk = counters[1]
    where = stage.world.url("ctd", "/clerk/registrations")
    found = {"state": "all", "text": asked, "page": words, "kind": action}
    _answered(clerk.send("GET", where, found))
    page = clerk.open("ctd", "/clerk/registrations/1")
    token = page.form(having="words").fields["csrf_token"]
    data = {**more, "csrf_token": token, "words": words, "action": action}
    _answered(clerk.send("POST", page.url, data))


@pytest.mark.usefixtures("unharmed")
@few
@given(asked=anything, typed=anything)
def test_the_requests_of_somebody_else(
    counters: tuple[harness.Browser, harness.Browser], stage: Stage, asked: str, typed: str
) -> None:
    """Any request and any court in an address are an answer below 500."""
    browser = counters[0]
    token = (
        browser.open("pacer", "/pscof/manage/eFileDeactivate.jsf?court=ctd")
        .form(having="reason")
        .fields["csrf_token"]
    )
    for name in ("eFileRequest", "eFileDeactivate"):
        where = stage.world.url("pacer", f"/pscof/manage/{name}.jsf")
        _answered(browser.send("GET", where, {"request": asked, "court": asked}))
    data = {"csrf_token": token, "reason": typed, "answer": typed}
    _answered(
        browser.send(
            "POST",
            f"{stage.world.url('pacer', '/pscof/manage/eFileDeactivate.jsf')}?court=ctd",
            data,
        )
    )
    _answered(
        browser.send(
            "POST",
            f"{stage.world.url('pacer', '/pscof/manage/eFileRequest.jsf')}?request=none",
            data,
        )
    )


@few
@given(values=st.lists(anything, min_size=12, max_size=12), case=typeable.filter(bool))
def test_the_applications_of_the_portal(stage: Stage, values: list[str], case: str) -> None:
    """Any application is answered below 500, and shows again what was typed."""
    names = (
        *("first_name", "middle_name", "last_name", "firm", "address", "phone"),
        *("training", "training_number", "court_kind", "court_name", "bar", "terms"),
    )
    fields = dict(zip(names, values, strict=True))
    for name in ("AttorneyApplication", "UnrepresentedApplication"):
        page = stage.portal.open("cod", f"{PORTAL}/{name}.aspx", role="www")
        token = {"csrf_token": page.all("//input[@name='csrf_token']/@value")[0]}
        after = stage.portal.send("POST", page.url, {**token, **fields, "case_number": case})
        assert after.status == 422
        assert after.all("//*[@role='alert']")
    kept = after.all("//input[@name='case_number']/@value")[0]
    assert kept.split() == case.split()


@pytest.mark.usefixtures("unharmed")
@few
@given(number=st.one_of(st.integers(), anything), action=anything, words=anything)
def test_the_clerks_desk_of_the_portal(
    stage: Stage, number: int | str, action: str, words: str
) -> None:
    """Any deed on any number is an answer below 500."""
    assert "To decide" in stage.clerk.open("cod", "/clerk/portal").text
    page = stage.clerk.open("cod", "/cgi-bin/LostPassword.pl")
    token = {"csrf_token": page.all("//input[@name='csrf_token']/@value")[0]}
    for desk in ("portal", "misuse"):
        where = stage.world.url("cod", f"/clerk/{desk}/{quote(str(number), safe='')}")
        fields = {**token, "action": action, "question": words, "reason": words}
        _answered(stage.clerk.send("POST", where, fields))


@few
@given(chosen=anything, remark=anything, path=st.sampled_from(["remove", "rescind"]))
def test_any_choice_of_accounts(office: Office, chosen: str, remark: str, path: str) -> None:
    """What is on no list is neither removed nor rescinded."""
    before = office.states()
    where = {"remove": firm_views.REMOVE_PATH, "rescind": firm_views.RESCIND_PATH}[path]
    page = office.firm.open("pacer", where)
    hidden = {f.get("name"): f.get("value") for f in page.all("//input[@type='hidden']")}
    typed = {**hidden, "chosen": f"9{chosen}", "remark": remark}
    assert _answered(office.firm.send("POST", page.url, typed)).status == 422
    assert office.states() == before


@few
@given(cost=anything)
def test_any_cost_center(office: Office, cost: str) -> None:
    """A cost center is stored as it was typed, or refused and kept in the form."""
    page = office.firm.open("pacer", firm_views.COST_CENTERS_PATH)
    (name,) = [f for f in page.form().fields if f.startswith("cost_center_of_")]
    page = _answered(page.submit({name: cost}, button="Submit"))
    assert page.status in (200, 422)
    assert (page.status == 422) == (len(_typed(page, name) if page.status == 422 else "") > 40)


@few
@given(remark=anything)
def test_any_remark_of_somebody_in_no_paa(office: Office, remark: str) -> None:
    """Whoever belongs to no PAA leaves none, whatever the remark."""
    before = office.states()
    page = office.asked.open("pacer", manage.LEAVE_PAA_PATH)
    token = office.asked.open("pacer", manage.INVITATIONS_PATH)
    hidden = {f.get("name"): f.get("value") for f in token.all("//input[@type='hidden']")}
    said = _answered(office.asked.send("POST", page.url, {**hidden, "remark": remark}))
    assert said.status == 422
    assert office.states() == before


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
