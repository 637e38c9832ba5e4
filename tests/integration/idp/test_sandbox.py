"""The sandbox for programs: keys, every declared route, and the document that follows from them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pyotp
import pytest
import requests
from sqlalchemy import select

from idp.classroom import queries as classroom
from idp.classroom.service import make_trainer
from idp.sandbox import declared, protocol
from idp.sandbox.models import SandboxKey
from idp.sandbox.schemas import SCHEMAS
from idp.teaching.service import offset_of
from shared import ids
from shared.audit import AuditEvent
from shared.personas import Persona
from shared.sandbox import KIT_PATH, TARGETS_PATH, WORLD_PATH
from shared.web.guard import guard_of
from tests.harness import Browser, Page, World, copy_of, reopen

KEY = re.compile(r"moot_sk_[A-Za-z0-9]{43}")


@dataclass
class Program:
    """A program with a key; every answer is held against the schema that its route declares."""

    world: World
    session: requests.Session
    key: str

    def ask(self, method: str, path: str, *, status: int = 200, **more: Any) -> Any:
        """Ask a route and return what it says."""
        url = self.world.url("pacer", protocol.BASE + path)
        heads = {"Authorization": f"Bearer {self.key}"} if self.key else {}
        said = self.session.request(method, url, headers=heads, timeout=30, **more)
        assert said.status_code == status, said.text[:600]
        told = operation_of(self.world, method, path)
        _words, schema = told.answers[status] if status != 204 else ("", None)
        if schema is None or told.media != "application/json" and status < 300:
            return said.text
        assert declared.problems(schema, said.json(), SCHEMAS) == [], said.text[:600]
        if status >= 400:
            assert said.headers["Content-Type"] == declared.PROBLEM_MEDIA
        return said.json()


def operation_of(world: World, method: str, path: str) -> declared.Operation:
    """Return the declaration of the route that an address leads to."""
    adapter = world.app("pacer").url_map.bind("")
    endpoint, _values = adapter.match(protocol.BASE + path.partition("?")[0], method=method)
    found: declared.Operation = getattr(world.app("pacer").view_functions[endpoint], DECLARED)
    return found


DECLARED = "__moot_operation__"


def make_key(world: World, trainer: Persona, name: str = "a test") -> tuple[Browser, Page, str]:
    """Make a key by the page that shows it once."""
    browser = world.browser()
    browser.sign_in(browser.open("pacer", "/csologin/login.jsf"), trainer)
    settings = browser.open("pacer", "/pscof/manage/maint.jsf")
    shown = settings.click("Sandbox for programs").submit({"name": name}, button="Make a key")
    (secret,) = shown.all("//*[@id='sandbox-key']/text()")
    assert KEY.fullmatch(secret)
    return browser, shown, secret


@pytest.fixture
def program(world: World, people: dict[str, Persona]) -> Program:
    browser, _page, secret = make_key(world, people["trainer"])
    return Program(world, browser.session, secret)


def test_a_key_is_shown_once_kept_hashed_and_revocable(
    world: World, people: dict[str, Persona]
) -> None:
    browser, shown, secret = make_key(world, people["trainer"], "nightly build")
    assert "The key for nightly build, shown this once" in shown.text
    assert secret not in browser.open("pacer", "/sandbox").html
    with world.database("pacer").reading() as session:
        row = session.scalars(select(SandboxKey)).one()
        assert secret not in str(vars(row))
        assert row.used_at is None
    mine = Program(world, browser.session, secret)
    assert mine.ask("GET", "/personas/client")["user_name"] == "pprogram"
    page = browser.open("pacer", "/sandbox")
    assert "never" not in page.text
    page.submit(button="Revoke the key of nightly build")
    assert "revoked" in browser.open("pacer", "/sandbox").text
    assert mine.ask("GET", "/personas/client", status=401)["code"] == "key"
    with world.database("pacer").reading() as session:
        tags = list(session.scalars(select(AuditEvent.tag).where(AuditEvent.tag.like("sandbox:%"))))
    assert tags == ["sandbox:key-made", "sandbox:key-revoked"]
    for bad in ("", "moot_sk_" + "x" * 43, secret[:-1]):
        assert Program(world, browser.session, bad).ask("GET", "/clock", status=401)


def test_a_key_without_a_name_is_refused(world: World, people: dict[str, Persona]) -> None:
    browser, page, _secret = make_key(world, people["trainer"])
    again = page.submit({"name": ""}, button="Make a key")
    assert "Say which program the key is for." in again.text
    assert again.status == 422
    assert browser.open("pacer", "/sandbox").text.count("Revoke") == 1


def test_others_have_no_part_in_it(world: World, people: dict[str, Persona]) -> None:
    """Neither pages nor document nor routes are there for who is no trainer."""
    _browser, _page, secret = make_key(world, people["trainer"])
    other = world.browser()
    other.sign_in(other.open("pacer", "/csologin/login.jsf"), people["attorney"])
    for path in ("/sandbox", "/sandbox/reference", "/sandbox/kit"):
        assert other.open("pacer", path).status == 403
    url = world.url("pacer", "/sandbox/openapi.json")
    assert other.session.get(url, timeout=9).status_code == 401
    for each in protocol.operations(world.app("pacer")):
        path = re.sub(r"\{\w+\}", "x", each.path)
        said = other.session.request(
            each.method, world.url("pacer", protocol.BASE + path), timeout=9
        )
        assert said.status_code == 401, each.id
    with_key = other.session.get(url, headers={"Authorization": f"Bearer {secret}"}, timeout=9)
    assert with_key.json()["openapi"] == "3.1.0"


def test_in_faithful_mode_nothing_of_it_exists(
    world: World, people: dict[str, Persona], tmp_path: Path
) -> None:
    _browser, _page, secret = make_key(world, people["trainer"])
    faithful = reopen(copy_of(world.folder, tmp_path / "f"), settings={"MOOT_MODE": "faithful"})
    try:
        trainer = faithful.browser()
        trainer.sign_in(trainer.open("pacer", "/csologin/login.jsf"), people["trainer"])
        assert "Sandbox" not in trainer.open("pacer", "/pscof/manage/maint.jsf").text
        heads = {"Authorization": f"Bearer {secret}"}
        paths = [
            ("GET", path)
            for path in ("/sandbox", "/sandbox/reference", "/sandbox/openapi.json", "/sandbox/kit")
        ]
        paths += [
            (each.method, protocol.BASE + re.sub(r"\{\w+\}", "ctd", each.path))
            for each in protocol.operations(faithful.app("pacer"))
        ]
        for method, path in paths:
            url = faithful.url("pacer", path)
            said = trainer.session.request(method, url, headers=heads, json={}, timeout=9)
            assert said.status_code == 404, path
        way = faithful.backchannel("pacer")
        for path in (WORLD_PATH, TARGETS_PATH, KIT_PATH):
            ctd, wall = faithful.member("ctd"), faithful.clock()
            assert way.post_service(ctd, path, {}, wall=wall).status_code in (404, 405), path
        assert way.get_service(ctd, WORLD_PATH, wall=wall).status_code == 404
    finally:
        faithful.close()


def test_the_document_is_of_the_routes_and_the_routes_of_the_document(program: Program) -> None:
    app = program.world.app("pacer")
    rules = {
        (method, re.sub(r"<(?:\w+:)?(\w+)>", r"{\1}", rule.rule.removeprefix(protocol.BASE)))
        for rule in app.url_map.iter_rules()
        if rule.rule.startswith(protocol.BASE)
        for method in (rule.methods or set()) - {"HEAD", "OPTIONS"}
    }
    told = protocol.document(app)
    written = {
        (method.upper(), path) for path, methods in told["paths"].items() for method in methods
    }
    assert written == rules
    assert len(written) >= 18
    ids = [each["operationId"] for methods in told["paths"].values() for each in methods.values()]
    assert len(set(ids)) == len(ids)
    names = set(re.findall(r"#/components/schemas/(\w+)", str(told)))
    assert names == set(told["components"]["schemas"]) - {"Problem"} | {"Problem"}
    for methods in told["paths"].values():
        for each in methods.values():
            assert each["summary"].endswith(".")
            assert {"401", "422"} <= set(each["responses"])
            assert each["tags"][0] in {tag["name"] for tag in told["tags"]}
    for endpoint, view in app.view_functions.items():
        if endpoint.startswith("sandbox_api."):
            assert guard_of(view).public
            assert hasattr(view, DECLARED)


def test_the_reference_names_every_route(world: World, people: dict[str, Persona]) -> None:
    browser, _page, _secret = make_key(world, people["trainer"])
    page = browser.open("pacer", "/sandbox").click("Reference")
    for each in protocol.operations(world.app("pacer")):
        assert page.all(f"//h3[@id='{each.id}']"), each.id
        assert each.summary in page.text
    for name in SCHEMAS:
        assert page.all(f"//h3[@id='schema-{name}']"), name
    document = page.click("OpenAPI 3.1 document").response.json()
    assert document == protocol.document(world.app("pacer"))


def test_who_can_sign_in(program: Program, people: dict[str, Persona]) -> None:
    told = program.ask("GET", "/personas")["personas"]
    assert {each["key"] for each in told} == set(people)
    ctd = program.ask("GET", "/personas", params={"court": "ctd", "kind": "individual"})["personas"]
    assert 0 < len(ctd) < len(told)
    assert all("ctd" in each["courts"] and each["kind"] == "individual" for each in ctd)
    mfa = program.ask("GET", "/personas/client_mfa")
    code = program.ask("GET", "/personas/client_mfa/code")
    totp = pyotp.TOTP(mfa["totp_secret"])
    assert totp.verify(code["code"], for_time=program.world.clock(), valid_window=1)
    assert 0 < code["seconds_left"] <= 30
    assert program.ask("GET", "/personas/nobody", status=404)["code"] == "persona"
    assert program.ask("GET", "/personas/client/code", status=404)["code"] == "no_app"


def test_court_time_of_all_members(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    assert program.ask("GET", "/clock")["now"].startswith("2021-11-15")
    told = program.ask("PUT", "/clock", json={"to": "2017-12-11"})
    assert (told["agree"], told["now"][:10]) == (True, "2017-12-11")
    assert {each["now"][:10] for each in told["members"]} == {"2017-12-11"}
    assert len(told["members"]) == 5
    assert program.ask("POST", "/clock/advance", json={"by": "2d"})["now"][:10] == "2017-12-13"
    still = program.ask("POST", "/clock/freeze")
    program.world.clock.advance(hours=5)
    assert program.ask("GET", "/clock")["now"] == still["now"]
    assert still["frozen"]
    assert not program.ask("POST", "/clock/run")["frozen"]
    with program.world.database("ca2").reading() as session:
        tags = list(session.scalars(select(AuditEvent.tag).where(AuditEvent.tag == "clock:set")))
    assert len(tags) == 4
    assert program.ask("PUT", "/clock", json={"to": "soon"}, status=422)["code"] == "when"
    wrong = program.ask("PUT", "/clock", json={"at": "2026"}, status=422)
    assert wrong["errors"] == ["to is missing", "at is not known here"]
    assert program.ask("POST", "/clock/advance", data="x", status=422)["code"] == "request"
    monkeypatch.setattr(program.world.apps["ctb"], "wsgi_app", broken)
    silent = program.ask("POST", "/clock/freeze", status=502)
    assert silent["detail"].startswith("Not answered by ctb (answered 500)")


def broken(_environ: Any, start_response: Any) -> Iterator[bytes]:
    """Answer nothing but an error."""
    start_response("500 Broken", [("Content-Length", "0")])
    return iter([b""])


def test_mail_is_listed_read_and_waited_for(program: Program, people: dict[str, Persona]) -> None:
    start = max([each["id"] for each in program.ask("GET", "/mail")["mails"]], default=0)
    assert program.ask("GET", "/mail/wait", params={"after": start, "seconds": 0}, status=204) == ""
    who = people["attorney"]
    assert who.pacer is not None
    with program.world.database("pacer").writing() as session:
        runtime = program.world.app("pacer").extensions["moot"]
        now = program.world.clock()
        for court in ("ctd", "ctb"):
            runtime.postman.send(
                session,
                template="password_reset",
                recipient=who.pacer.email,
                values={
                    "name": court,
                    "user_name": "x",
                    "asked_at": "now",
                    "link": f"http://x.test/{court}?a=1&b=2",
                },
                now=now,
                wall=now,
            )
    program.world.jobs.drain("pacer")
    params: dict[str, Any] = {"recipient": who.pacer.email.upper(), "after": start}
    heads = program.ask("GET", "/mail", params=params)["mails"]
    assert [each["recipient"] for each in heads] == [who.pacer.email] * 2
    assert len(program.ask("GET", "/mail", params={**params, "limit": 1})["mails"]) == 1
    assert program.ask("GET", "/mail", params={"member": "ctd", "after": start})["mails"] == []
    assert program.ask("GET", "/mail", params={"template": "nef", "after": start})["mails"] == []
    subject = heads[0]["subject"].upper()
    found = program.ask("GET", "/mail/wait", params={**params, "subject": subject, "seconds": 3})
    assert found["id"] == heads[0]["id"]
    whole = program.ask("GET", f"/mail/{heads[1]['id']}")
    assert whole["text"]
    assert whole["links"] == ["http://x.test/ctb?a=1&b=2"]
    assert not program.ask("GET", f"/mail/{heads[1]['id']}")["read"]
    for bad in ("0", "99999", "x"):
        assert program.ask("GET", f"/mail/{bad}", status=404)["code"] == "mail"
    program.ask("GET", "/mail", params={"limit": 9999}, status=422)
    told = program.ask("GET", "/mail", params={"to": "x"}, status=422)
    assert told["errors"] == ["there is no parameter to"]
    turn = program.world.app("pacer").extensions["moot_sandbox_waits"]
    while turn.acquire(blocking=False):
        pass
    assert program.ask("GET", "/mail/wait", status=429)["code"] == "busy"


def test_what_the_courts_hold(program: Program) -> None:
    told = program.ask("GET", "/world")["courts"]
    assert [each["id"] for each in told] == ["ctd", "cod", "ctb", "ca2"]
    assert all(each["counts"]["cases"] > 4 for each in told)
    court = program.ask("GET", "/world/ctd", params={"limit": 2})
    assert [each["number"] for each in court["cases"]][0].startswith("3:19-cv-00021")
    assert court["cases"][1]["sealed"]
    assert court["cases"][0]["documents"][0]["id"] == "041130000001"
    assert program.ask("GET", "/world/nysd", status=404)["code"] == "court"
    program.ask("GET", "/world/ctd", params={"limit": -1}, status=422)
    drawn = program.ask("POST", "/map", json={"draw": 3})
    assert set(drawn["targets"]) == {"district", "bankruptcy", "appellate"}
    assert drawn["targets"]["district"]["magic_num"].isdigit()
    assert drawn["user"] == "pprogram"
    assert drawn["courts"]["ctd"] == program.world.member("ctd").public_url


def test_health(program: Program, monkeypatch: pytest.MonkeyPatch) -> None:
    told = program.ask("GET", "/health")
    assert (told["status"], told["mode"], told["waiting"]) == ("ok", "training", 0)
    assert [each["ready"] for each in told["members"]] == [True] * 5
    monkeypatch.setattr(program.world.apps["ca2"], "wsgi_app", broken)
    told = program.ask("GET", "/health")
    assert told["status"] == "degraded"
    assert told["members"][-1]["problem"] == "answered 500"


def test_a_class_is_made_kept_and_set_back(program: Program) -> None:
    names = [each["name"] for each in program.ask("GET", "/starts")["starts"]]
    assert "linking" in names
    wish = {"name": "Tuesday", "seats": 2, "start": "linking", "exercises": ["001-link"]}
    program.ask("POST", "/classes", json=wish, status=201)
    (made,) = program.ask("GET", "/classes")["classes"]
    assert (made["exercises"], made["hints_cost"]) == (["001-link"], True)
    assert (made["name"], made["seats"], made["ready"]) == ("Tuesday", 2, 2)
    base = f"/classes/{made['code']}"
    assert program.ask("GET", base) == made
    one, two = program.ask("GET", f"{base}/seats")["seats"]
    assert (one["number"], one["state"], one["joined"]) == (1, "ready", False)
    assert program.session.get(one["join_url"], timeout=9).status_code == 200
    whole = program.ask("GET", f"{base}/seats/1")
    assert whole["joined"]
    (attorney,) = [each for each in whole["people"] if each["persona"] == "attorney"]
    assert attorney["user_name"] == f"jattorney.{made['code']}-01"
    assert set(attorney["logins"]) == {"ctd", "cod", "ctb", "ca2"}
    (given,) = whole["exercises"]
    assert (given["key"], given["done"], given["steps"]) == ("001-link", 0, 4)
    clerks = program.ask("GET", f"{base}/seats/0")
    assert clerks["join_url"] == ""
    assert clerks["people"]

    kept = program.ask("POST", f"{base}/seats/1/checkpoints", json={"name": "noon"}, status=201)
    known = program.ask("GET", f"{base}/seats/1")["checkpoints"]
    assert [(each["name"], each["taken"]) for each in known] == [("Start", True), ("noon", True)]
    program.ask("POST", f"{base}/seats/1/restore", json={"checkpoint": kept["id"]})
    again = program.ask("GET", f"{base}/seats/1")
    assert again["state"] == "ready"
    assert again["world"] > whole["world"]
    program.ask("POST", f"{base}/seats/1/reset")
    assert program.ask("GET", f"{base}/seats/1")["world"] > again["world"]
    assert program.ask("GET", f"{base}/seats/2") == {
        **two,
        "people": program.ask("GET", f"{base}/seats/2")["people"],
        "checkpoints": program.ask("GET", f"{base}/seats/2")["checkpoints"],
        "exercises": program.ask("GET", f"{base}/seats/2")["exercises"],
    }
    program.ask("POST", f"{base}/reset")
    assert program.ask("GET", f"{base}/seats/2")["world"] > two["world"]

    program.ask("POST", f"{base}/clock/advance", json={"by": "3d", "seats": [2]})
    program.ask("POST", f"{base}/clock/advance", json={"by": "1d"})
    assert offsets(program, made["id"]) == {0: 86400.0, 1: 86400.0, 2: 4 * 86400.0}

    nothing_comes_of(program, base, kept, wish)


def nothing_comes_of(
    program: Program, base: str, kept: dict[str, Any], wish: dict[str, Any]
) -> None:
    """Ask for what a class does not have."""
    assert program.ask("GET", "/classes/nope", status=404)["code"] == "class"
    for bad in ("3", "x", "999"):
        assert program.ask("GET", f"{base}/seats/{bad}", status=404)["code"] == "seat"
    move = {"by": "1d", "seats": [9]}
    assert program.ask("POST", f"{base}/clock/advance", json=move, status=404)["code"] == "seat"
    other = {"checkpoint": kept["id"]}
    told = program.ask("POST", f"{base}/seats/2/restore", json=other, status=404)
    assert told["code"] == "checkpoint"
    bad_start = {**wish, "start": "none"}
    assert program.ask("POST", "/classes", json=bad_start, status=422)["code"] == "start"
    assert program.ask("POST", "/classes", json={**wish, "seats": 100}, status=422)["errors"] == [
        "seats is to be at most 99"
    ]


def test_the_papers_of_a_class_and_its_end(program: Program) -> None:
    wish = {"name": "Friday", "seats": 2, "start": "filing", "learners": ["Ines", "Bo"]}
    made = program.ask("POST", "/classes", json=wish, status=201)
    base = f"/classes/{made['code']}"
    listed = program.ask("GET", f"{base}/roster")
    assert [line.split(",")[:2] for line in listed.splitlines()[1:]] == [
        ["1", "Ines"],
        ["1", "Ines"],
        ["2", "Bo"],
        ["2", "Bo"],
    ]
    assert program.ask("GET", f"{base}/cards").startswith("%PDF")
    program.ask("POST", f"{base}/close", status=204)
    assert program.ask("GET", base, status=404)["code"] == "class"


def test_a_class_without_a_start_is_refused(program: Program) -> None:
    keys = [each["key"] for each in program.ask("GET", "/exercises")["exercises"]]
    assert {"001-link", "appeal"} <= set(keys)
    nowhere = {"name": "Empty", "seats": 1}
    assert program.ask("POST", "/classes", json=nowhere, status=422)["code"] == "start"
    unknown = {**nowhere, "exercises": ["nothing"]}
    assert program.ask("POST", "/classes", json=unknown, status=422)["code"] == "exercise"


def test_a_trainers_key_makes_no_class_of_another(
    program: Program, people: dict[str, Persona]
) -> None:
    own, other = people["trainer"].pacer, people["researcher"]
    assert own is not None
    assert other.pacer is not None
    wish = {"name": "Whose", "seats": 1, "start": "linking"}

    def asked(trainer: str) -> dict[str, Any]:
        told: dict[str, Any] = program.ask(
            "POST", "/classes", json={**wish, "trainer": trainer}, status=422
        )
        return told

    told = asked(other.pacer.user_name)
    assert told["code"] == "trainer"
    assert told["detail"] == f"{other.pacer.user_name} is no trainer."
    world = program.world
    with world.database("pacer").writing() as session:
        make_trainer(session, subject=ids.subject_of(other.key), now=world.clock())
    assert asked(other.pacer.user_name)["detail"].endswith("of its own trainer only.")
    wish["trainer"] = own.user_name
    made = program.ask("POST", "/classes", json=wish, status=201)
    program.ask("POST", f"/classes/{made['code']}/close", status=204)


def offsets(program: Program, class_id: int) -> dict[int, float]:
    """Return by how much the calendars of a class's seats are shifted."""
    with program.world.database("pacer").reading() as session:
        seats = classroom.seats_of(session, class_id)
        return {each.number: offset_of(each) for each in seats}


def test_faults_are_switched_on_and_off(program: Program) -> None:
    told = program.ask("GET", "/faults")
    assert told["faults"] == []
    assert {"slow-docket", "mail-doubled"} <= {each["name"] for each in told["catalogue"]}
    wish = {"name": "court-maintenance", "scope": "court", "value": "ctd", "times": 1}
    made = program.ask("POST", "/faults", json=wish, status=201)
    assert made["set_by"].startswith("key:")
    page = program.world.browser().open("ctd", "/cgi-bin/login.pl")
    assert page.status == 503 or "maintenance" in page.text.lower()
    program.ask("POST", "/faults", json={"name": "mail-doubled", "times": 2}, status=201)
    assert len(program.ask("GET", "/faults")["faults"]) >= 1
    program.ask("DELETE", "/faults", status=204)
    assert program.ask("GET", "/faults")["faults"] == []
    again = program.ask("POST", "/faults", json={"name": "mail-doubled", "times": 2}, status=201)
    program.ask("DELETE", f"/faults/{again['id']}", status=204)
    assert program.ask("DELETE", f"/faults/{again['id']}", status=404)["code"] == "fault"
    assert program.ask("POST", "/faults", json={"name": "none"}, status=422)["code"] == "name"
    court = {"name": "slow-docket", "scope": "court", "value": "nysd"}
    assert program.ask("POST", "/faults", json=court, status=422)["code"] == "value"
