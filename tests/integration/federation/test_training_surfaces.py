"""Training surfaces: none in faithful mode, none without the role, and none of another seat's.

No list of addresses: what a member has in training mode and not in faithful mode is of the
training room, whatever room it is in, and is tried here. Only what everybody may open is named.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask
from sqlalchemy import select

from idp.accounts.models import Account
from idp.classroom import queries as classroom
from idp.classroom.service import make_trainer
from idp.mailbox.models import MailItem, SentLetter
from idp.sandbox.protocol import BASE as SANDBOX
from idp.sandbox.protocol import make_key_for
from shared import ids, personas
from shared.db import every_world
from shared.web import seat_cookie
from shared.web.guard import Guard, guard_of
from tests import harness, seats
from tests import seating as classes
from tests.harness import Browser, World
from tests.seating import MEMBERS, Room

EXERCISE = "001-link"
#: Trains others besides the persona who made the class.
RIVAL = "rresearcher"
#: Addresses that every member has in both modes, and that answer 404 in faithful mode.
SHARED = {("POST", "/services/moot/faults"), ("GET", "/services/moot/recorded")}
#: What everybody may open: a trainee before there is an account, whoever is shown a certificate,
#: a frame that carries the seat in its signed address, and programs that ask how to ask.
PUBLIC = {
    *(("GET", "/join"), ("POST", "/join"), ("GET", "/join/<token>")),
    *(("GET", "/seat"), ("POST", "/seat/leave"), ("GET", "/seat/back"), ("POST", "/seat/back")),
    *(
        ("GET", "/certificates"),
        ("GET", "/certificates/<code>"),
        ("GET", "/certificates/<code>.pdf"),
    ),
    ("POST", "/seat/messages/<int:message_id>"),
    *(("GET", "/procedures"), ("GET", "/procedures/<name>")),
    *(("GET", "/coach"), ("POST", "/coach/hint"), ("POST", "/coach/begin")),
    ("POST", "/coach/message"),
    ("GET", "/sandbox/openapi.json"),
}
#: What somebody does to their own seat, which would not be the first one's any more.
OWN_SEAT = {"teaching.leave_seat", "teaching.go_back"}
METHODS = {"GET", "POST", "PUT", "DELETE"}
HIDING = re.compile(r"if not [\w.()]*settings\.training:\s+abort\(")


@dataclass(frozen=True)
class Surface:
    """A route of the training room."""

    member: str
    method: str
    rule: str
    endpoint: str
    guard: Guard
    room: str

    def address(self, value: str = "1") -> str:
        """Return an address of it, with a value in each place."""
        return re.sub("<[^>]*>", value, self.rule)

    @property
    def name(self) -> tuple[str, str]:
        return self.method, self.rule


def routes(app: Flask) -> set[tuple[str, str]]:
    """Return method and address of every route of an app."""
    return {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        for method in (rule.methods or set()) & METHODS
    }


def module_of(app: Flask, endpoint: str) -> str:
    """Return the module of a view."""
    return str(inspect.unwrap(app.view_functions[endpoint]).__module__)


def surfaces(training: World, faithful: World) -> list[Surface]:
    """Return every route that a member has for training only."""
    found = []
    for member in MEMBERS:
        app = training.app(member)
        ours = (routes(app) - routes(faithful.app(member))) | SHARED
        for rule in app.url_map.iter_rules():
            for method in (rule.methods or set()) & METHODS:
                if (method, rule.rule) in ours:
                    guard = guard_of(app.view_functions[rule.endpoint])
                    room = module_of(app, rule.endpoint)
                    found.append(Surface(member, method, rule.rule, rule.endpoint, guard, room))
    return found


@pytest.fixture(scope="module")
def faithful(
    planted: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Return a federation in faithful mode."""
    folder = harness.copy_of(planted("2021-11"), tmp_path_factory.mktemp("faithful"))
    made = harness.reopen(folder, settings={"MOOT_MODE": "faithful"})
    yield made
    made.close()


@pytest.fixture(scope="module")
def room(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Room]:
    """Return a class of two seats; in the second somebody has joined, signed in and written."""
    with classes.room(request, tmp_path_factory.mktemp("training"), seats=2) as made:
        for number in (1, 2):
            person, seat = made.sitter(number).person("attorney"), made.seat(number)
            seats.enrol(made.world.database("pacer"), person, EXERCISE, world=seat.run)
        other = made.sitter(2)
        other.take_seat()
        with made.world.database("pacer").writing() as session:
            taken = classroom.seat(session, made.class_id, 2)
            assert taken is not None
            taken.learner = "Quagga Quillfeather"
        other.sign_in("attorney")
        other.open("ctd", "/cgi-bin/menu.pl?id=-1")
        other.open("pacer", "/mailbox/write").submit(
            {"recipient": "helpdesk@ctd.test", "subject": "Zebra", "text": "Zebra zebra."}
        )
        yield made


@pytest.fixture(scope="module")
def found(room: Room, faithful: World) -> list[Surface]:
    """Return all surfaces."""
    return surfaces(room.world, faithful)


def token(browser: Browser, world: World) -> dict[str, str]:
    """Return a form's token, so that an answer is about the role and not about the form."""
    page = browser.open("pacer", "/pscof/forgotPassword.jsf", role="psc")
    values = page.all("//input[@name='csrf_token']/@value")
    return {"csrf_token": str(values[0])} if values else {}


def signed_in(world: World, key: str) -> Browser:
    browser = world.browser()
    page = browser.open("pacer", "/csologin/login.jsf")
    browser.sign_in(page, personas.by_key(personas.load())[key])
    return browser


def ask(
    browser: Browser, world: World, surface: Surface, path: str, data: Any = None
) -> requests.Response:
    return browser.session.request(
        surface.method, world.url(surface.member, path), data=data, allow_redirects=False
    )


def turns_away(answer: requests.Response) -> bool:
    """Say whether somebody is sent to sign in: by an address, a script, or a court's own form."""
    led = "csologin" in answer.text or 'type="password"' in answer.text
    return answer.status_code in (302, 303, 401, 403) or led


# --------------------------------------------------------------------------- what there is


def test_every_room_of_training_is_found(room: Room, found: list[Surface]) -> None:
    """A view that hides itself in faithful mode would be found by nobody."""
    known = {each.room for each in found}
    assert {each.member for each in found} == set(MEMBERS)
    assert {"idp.teaching.views", "idp.sandbox.api", "courts.sandbox.api"} <= known
    hidden = {
        module.__name__
        for member in MEMBERS
        for view in room.world.app(member).view_functions.values()
        if (module := inspect.getmodule(inspect.unwrap(view))) is not None
        and module.__name__ not in known
        and HIDING.search(inspect.getsource(module))
    }
    assert hidden == set()


def test_what_everybody_may_open_is_named(found: list[Surface]) -> None:
    public = {each.name for each in found if each.guard.public and not _of_sandbox(each)}
    assert public <= PUBLIC
    # Whatever else there is asks for a role, for an account, for a member or for a key.
    for each in found:
        kinds = (each.guard.permission is not None, each.guard.public, each.guard.service)
        assert sum(kinds) == 1, each


def _of_sandbox(surface: Surface) -> bool:
    return surface.rule.startswith(SANDBOX)


# --------------------------------------------------------------------------- faithful


def test_in_faithful_mode_there_is_no_such_address(faithful: World, found: list[Surface]) -> None:
    stranger, trainer = faithful.browser(), signed_in(faithful, "trainer")
    for browser in (stranger, trainer):
        data = token(browser, faithful)
        for each in found:
            if each.name in SHARED:
                continue
            answer = ask(browser, faithful, each, each.address(), data)
            nothing = ask(browser, faithful, each, "/no-such-address", data)
            assert answer.status_code == nothing.status_code, each
            # A court has files for whatever is asked for with GET.
            assert answer.status_code in ((404,) if each.method == "GET" else (404, 405)), each
    wall = faithful.clock()
    for each in found:
        if each.guard.service:
            channel = faithful.backchannel("ctd" if each.member == "pacer" else "pacer")
            member = faithful.member(each.member)
            if each.method == "POST":
                answer = channel.post_service(member, each.rule, {}, wall=wall)
            else:
                answer = channel.get_service(member, each.rule, {}, wall=wall)
            assert answer.status_code in (404, 405), each


def test_a_seat_cookie_means_nothing_in_faithful_mode(faithful: World) -> None:
    runtime = faithful.app("pacer").extensions["moot"]
    cookies = {seat_cookie.COOKIE: seat_cookie.seat_token(runtime, 100_001)}
    assert seat_cookie.place_of_browser(runtime, cookies) is None


# --------------------------------------------------------------------------- the role


def test_without_the_role_there_is_nothing_to_see(room: Room, found: list[Surface]) -> None:
    """A stranger, an attorney, a clerk and somebody in a seat, at every address of a trainer."""
    world, stranger, seated = room.world, room.world.browser(), room.sitter(1)
    seated.sign_in("attorney")
    known = (signed_in(world, "attorney"), signed_in(world, "clerk_ctd"), seated.browser)
    trained = [each for each in found if each.guard.permission == "train"]
    assert len(trained) > 20
    data = token(stranger, world)
    for each in trained:
        assert turns_away(ask(stranger, world, each, each.address(), data)), each
    for browser in known:
        data = token(browser, world)
        for each in trained:
            answer = ask(browser, world, each, each.address(), data)
            assert answer.status_code == 403, (each, answer.status_code)
            assert "Join code" not in answer.text


def test_nobody_unknown_gets_at_anything(room: Room, found: list[Surface]) -> None:
    """No account, no member's token, no key: nothing is told, and nothing is done."""
    world, stranger = room.world, room.world.browser()
    data = token(stranger, world)
    trainer_data = token(room.trainer, world)
    for each in found:
        if each.guard.service:
            for browser, form in ((stranger, data), (room.trainer, trainer_data)):
                assert ask(browser, world, each, each.address(), form).status_code == 401, each
        elif _of_sandbox(each):
            # A trainer's session is no key.
            for browser in (stranger, room.trainer):
                assert ask(browser, world, each, each.address()).status_code == 401, each
        elif not each.guard.public:
            assert turns_away(ask(stranger, world, each, each.address(), data)), each


# --------------------------------------------------------------------------- seat against seat


def test_no_surface_shows_or_changes_anything_of_another_seat(
    room: Room, found: list[Surface]
) -> None:
    """Every address, with every id and name of the second seat, as somebody in the first."""
    world, mine = room.world, room.sitter(1)
    mine.take_seat()
    mine.sign_in("attorney")
    other, theirs = room.seat(2), room.sitter(2).person("attorney")
    assert theirs.pacer is not None
    with world.database("pacer").reading() as session:
        owned = {
            model: session.scalars(
                every_world(select(model.id).where(model.world == other.run))
            ).all()
            for model in (Account, MailItem, SentLetter)
        }
        account = session.scalars(
            every_world(select(Account.account_number).where(Account.world == other.run))
        ).one()
        kept = [row.id for row in classroom.checkpoints(session, other.id)]
    marks = ("Zebra", "Quagga", f"seat02.{room.of_class().code}", account)
    assert all(marks)
    numbers = {2, room.class_id, other.id, other.run, other.place, *kept}
    numbers |= {key for keys in owned.values() for key in keys}
    assert owned[MailItem] or owned[SentLetter]
    names = {room.of_class().code, f"{room.of_class().code}-02", theirs.pacer.user_name}
    values = sorted(map(str, numbers)) + sorted(names)
    asking = {name: theirs.pacer.user_name for name in ("of", "recipient", "user", "name")}
    asking |= {name: str(other.run) for name in ("seat", "world", "run")} | {"all": "1"}
    before, data = state_of(room, other.run), token(mine.browser, world)
    for each in found:
        for value in values if "<" in each.rule else ("",):
            if each.endpoint in OWN_SEAT:
                continue
            path = each.address(value)
            form = data | {"checkpoint": value or "1", "exercise": EXERCISE, "step": "1"}
            answer = mine.browser.session.request(
                each.method,
                world.url(each.member, path),
                params=asking if each.method == "GET" else {"seat": str(other.run)},
                data=form if each.method != "GET" else None,
                allow_redirects=False,
            )
            assert answer.status_code < 500, (each, value)
            told = [mark for mark in marks if mark in answer.text]
            assert not told, (each, value, told)
    assert state_of(room, other.run) == before


def test_a_trainer_sees_every_seat_and_nobody_else_does(room: Room) -> None:
    other = room.sitter(2).person("attorney").pacer
    assert other is not None
    for tab in ("", "/requests", "/sessions", "/audit"):
        page = room.trainer.open("pacer", f"/inspect{tab}?of={other.user_name}")
        assert page.status == 200
        assert other.user_name in page.text
    assert "signin:success" in page.text
    clerk = signed_in(room.world, "clerk_ctd")
    assert clerk.open("pacer", f"/inspect?of={other.user_name}").status == 403


# -------------------------------------------------------------------- trainer against trainer


@pytest.fixture(scope="module")
def rival(room: Room) -> Browser:
    """Return another trainer, who has made no class."""
    who = personas.by_key(personas.load())["researcher"]
    with room.world.database("pacer").writing() as session:
        make_trainer(session, subject=ids.subject_of(who.key), now=room.world.clock())
    return signed_in(room.world, "researcher")


def test_another_trainer_finds_no_page_of_a_class(
    room: Room, rival: Browser, found: list[Surface]
) -> None:
    """Every address of a class, to be read and to be changed, with ids that there are."""
    world, of_class = room.world, room.of_class()
    with world.database("pacer").reading() as session:
        kept = classroom.checkpoints(session, room.seat(1).id)[0]
    data = token(rival, world) | {"checkpoint": str(kept.id), "name": "Mine", "text": "Mine"}
    data |= {"deed": "freeze", "to": "start", "learner": "Mine"}
    before = room.rows()
    tried = 0
    for each in found:
        if "<int:class_id>" not in each.rule:
            continue
        path = each.rule.replace("<int:class_id>", str(room.class_id))
        answer = ask(rival, world, each, re.sub("<[^>]*>", "1", path), data)
        assert answer.status_code == 404, (each, answer.status_code)
        assert "another trainer" in answer.text, each
        tried += 1
    assert tried > 30
    for path in ("/classes", "/clock", "/audit", "/mailbox?all=1"):
        told = rival.open("pacer", path).text
        for mark in (of_class.name, of_class.code, of_class.join_code, "Zebra"):
            assert mark not in told, (path, mark)
    assert "There is no class yet." in rival.open("pacer", "/classes").text
    changed = {
        (member, table)
        for member, table, _key in classes.changed(before, room.rows())
        if table not in ("sso_session", "visit")
    }
    assert changed == set()
    with world.database("pacer").reading() as session:
        assert [row.id for row in classroom.classes(session, trainer=None)] == [room.class_id]


def test_another_trainer_sees_nobody_of_a_class(room: Room, rival: Browser) -> None:
    """Inspecting, mails and the trail: what is of no class is there, a seat's is not."""
    world, person = room.world, room.sitter(2).person("attorney").pacer
    assert person is not None
    for tab in ("", "/requests", "/sessions", "/charges", "/audit"):
        path = f"/inspect{tab}?of="
        assert rival.open("pacer", path + person.user_name).status == 404
        assert rival.open("pacer", f"{path}jattorney").status == 200
        assert room.trainer.open("pacer", path + person.user_name).status == 200
    with world.database("pacer").writing(world=room.seat(2).run) as session:
        wall = world.clock()
        mail = MailItem(
            message_id="of-a-seat",
            template="x",
            member="ctd",
            recipient=person.email,
            sender="ctd@ctd.test",
            subject="Quince",
            text="Quince jelly",
            html="",
            court_time=wall,
            sent_at=wall,
        )
        session.add(mail)
    for browser, status in ((rival, 404), (room.trainer, 200)):
        assert browser.open("pacer", f"/mailbox/{mail.id}").status == status
        assert ("Quince" in browser.open("pacer", "/mailbox?all=1").text) is (status == 200)
        trail = browser.open("pacer", f"/audit?who={person.user_name}").text
        assert ("signin:success" in trail) is (status == 200)


def test_a_key_reaches_the_classes_of_its_own_trainer_alone(
    room: Room, rival: Browser, found: list[Surface]
) -> None:
    """The operator's commands beside the databases see every class."""
    world, code = room.world, room.of_class().code
    app = world.app("pacer")
    keys = {
        "own": make_key_for(app, "own", "ttrainer").secret,
        "rival": make_key_for(app, "rival", RIVAL).secret,
        "operator": make_key_for(app, "operator", operator=True).secret,
    }

    before = state_of(room, room.seat(1).run)
    seen = {
        name: [
            each["code"]
            for each in room.world.browser()
            .session.get(
                world.url("pacer", f"{SANDBOX}/classes"),
                headers={"Authorization": f"Bearer {key}"},
            )
            .json()["classes"]
        ]
        for name, key in keys.items()
    }
    assert seen == {"own": [code], "rival": [], "operator": [code]}
    bodies = {"to": "2021-11", "by": "1d", "name": "x", "checkpoint": 1}
    tried = 0
    for each in found:
        if not each.rule.startswith(f"{SANDBOX}/classes/<code>"):
            continue
        path = each.rule.replace("<code>", code).replace("<number>", "1")
        view: Any = app.view_functions[each.endpoint]
        told = view.__moot_operation__
        wanted = told.body["properties"] if told.body else {}
        answer = room.world.browser().session.request(
            each.method,
            world.url("pacer", path),
            headers={"Authorization": f"Bearer {keys['rival']}"},
            json={name: bodies[name] for name in wanted if name in bodies} if told.body else None,
        )
        assert answer.status_code == 404, (each, answer.text)
        assert answer.json()["code"] == "class"
        tried += 1
    assert tried > 10
    assert state_of(room, room.seat(1).run) == before


def state_of(room: Room, run: int) -> dict[Any, Any]:
    """Return every row of a run, in all members."""
    rows = room.rows()
    return {(m, t, key): rows[m][t][key] for m, t, key in room.owned(run)}
