"""Training surfaces: none exists in faithful mode, and none without the trainer's role.

Each room of the training room adds its routes to `FOR_TRAINERS` or `FOR_ALL`, by member; a test
holds the lists and the routes together.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask

from shared import personas
from shared.web import seat_cookie
from shared.web.guard import guard_of
from tests import harness
from tests.harness import World

#: Routes for whoever has the role of a trainer, by blueprint of the identity provider.
FOR_TRAINERS = {
    "teaching": {
        ("GET", "/classes"),
        ("GET", "/classes/new"),
        ("POST", "/classes/new"),
        ("GET", "/classes/<int:class_id>"),
        ("GET", "/classes/<int:class_id>/progress"),
        ("GET", "/classes/<int:class_id>/reset"),
        ("POST", "/classes/<int:class_id>/reset"),
        ("POST", "/classes/<int:class_id>/checkpoints"),
        ("GET", "/classes/<int:class_id>/back"),
        ("POST", "/classes/<int:class_id>/back"),
        ("GET", "/classes/<int:class_id>/close"),
        ("POST", "/classes/<int:class_id>/close"),
        ("GET", "/classes/<int:class_id>/roster.csv"),
        ("POST", "/classes/<int:class_id>/roster"),
        ("GET", "/classes/<int:class_id>/cards.pdf"),
        ("GET", "/classes/<int:class_id>/seats/<int:number>/card.pdf"),
        ("POST", "/classes/<int:class_id>/seats/<int:number>/learner"),
        ("GET", "/classes/<int:class_id>/seats/<int:number>"),
        ("POST", "/classes/<int:class_id>/seats/<int:number>/reset"),
        ("POST", "/classes/<int:class_id>/seats/<int:number>/checkpoints"),
        ("POST", "/classes/<int:class_id>/seats/<int:number>/back"),
    },
    # A class's own trainer alone: tests/integration/idp/test_board.py.
    "board": {
        ("GET", "/classes/<int:class_id>/board"),
        ("POST", "/classes/<int:class_id>/board/message"),
        ("POST", "/classes/<int:class_id>/board/approve"),
        ("GET", "/classes/<int:class_id>/board/reset"),
        ("POST", "/classes/<int:class_id>/board/reset"),
        ("GET", "/classes/<int:class_id>/board/results"),
        ("GET", "/classes/<int:class_id>/board/results.csv"),
        ("GET", "/classes/<int:class_id>/board/seats/<int:number>"),
        ("POST", "/classes/<int:class_id>/board/seats/<int:number>/message"),
        ("POST", "/classes/<int:class_id>/board/seats/<int:number>/reset"),
        ("GET", "/classes/<int:class_id>/board/seats/<int:number>/page"),
        ("GET", "/classes/<int:class_id>/board/seats/<int:number>/mails/<int:mail_id>"),
        ("GET", "/classes/<int:class_id>/board/seats/<int:number>/mails/<int:mail_id>/body"),
    },
    # The routes of the sandbox's API want a key: tests/integration/idp/test_sandbox.py.
    "sandbox": {
        ("GET", "/sandbox"),
        ("POST", "/sandbox/keys"),
        ("POST", "/sandbox/keys/<int:key_id>/revoke"),
        ("GET", "/sandbox/reference"),
    },
    "kit": {
        ("GET", "/sandbox/kit"),
        ("POST", "/sandbox/kit"),
        ("GET", "/sandbox/kit/<token>"),
        ("POST", "/sandbox/kit/<token>"),
    },
}
#: Routes for everybody: what a trainee needs before there is an account.
FOR_ALL = {
    "teaching": {
        ("GET", "/join"),
        ("POST", "/join"),
        ("GET", "/join/<token>"),
        ("GET", "/seat"),
        ("GET", "/seat/back"),
        ("POST", "/seat/back"),
        ("POST", "/seat/leave"),
        ("POST", "/seat/messages/<int:message_id>"),
    },
    # For a trainer who is signed in, or a program with a key.
    "sandbox": {("GET", "/sandbox/openapi.json")},
}
LISTED = [
    (blueprint, method, rule)
    for lists in (FOR_TRAINERS, FOR_ALL)
    for blueprint, rules in lists.items()
    for method, rule in sorted(rules)
]
TRAINERS = [(b, m, r) for b, m, r in LISTED if (m, r) in FOR_TRAINERS.get(b, ())]


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
def training(
    planted: Callable[[str], Path], tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Return a federation in training mode."""
    folder = harness.copy_of(planted("2021-11"), tmp_path_factory.mktemp("training"))
    made = harness.reopen(folder)
    yield made
    made.close()


def routes(app: Flask, blueprint: str) -> set[tuple[str, str]]:
    """Return method and address of every route of a blueprint."""
    return {
        (method, rule.rule)
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith(f"{blueprint}.")
        for method in (rule.methods or set()) & {"GET", "POST", "PUT", "DELETE"}
    }


def address(rule: str) -> str:
    """Return an address of a route, with something in each place."""
    return re.sub("<[^>]*>", "1", rule)


@pytest.mark.parametrize("blueprint", sorted(FOR_TRAINERS.keys() | FOR_ALL.keys()))
def test_every_route_is_on_one_of_the_lists(training: World, blueprint: str) -> None:
    app = training.app("pacer")
    listed = FOR_TRAINERS.get(blueprint, set()) | FOR_ALL.get(blueprint, set())
    assert routes(app, blueprint) == listed
    for rule in app.url_map.iter_rules():
        if rule.endpoint.startswith(f"{blueprint}."):
            guard = guard_of(app.view_functions[rule.endpoint])
            for method in (rule.methods or set()) & {"GET", "POST"}:
                of_trainers = (method, rule.rule) in FOR_TRAINERS.get(blueprint, set())
                assert (guard.permission == "train") == of_trainers, rule


@pytest.mark.parametrize(("_blueprint", "method", "rule"), LISTED)
def test_in_faithful_mode_there_is_no_such_page(
    faithful: World, _blueprint: str, method: str, rule: str
) -> None:
    trainer = faithful.browser()
    page = trainer.open("pacer", "/csologin/login.jsf")
    page = trainer.sign_in(page, personas.by_key(personas.load())["trainer"])
    url = faithful.url("pacer", address(rule))
    token = _token(trainer, faithful)
    answer = trainer.session.request(method, url, data=token, allow_redirects=False)
    assert answer.status_code == 404


@pytest.mark.parametrize(("_blueprint", "method", "rule"), TRAINERS)
def test_without_the_role_there_is_nothing_to_see(
    training: World, _blueprint: str, method: str, rule: str
) -> None:
    url = training.url("pacer", address(rule))
    stranger = training.browser()
    answer = stranger.session.request(
        method, url, data=_token(stranger, training), allow_redirects=False
    )
    assert "Join code" not in answer.text
    assert answer.status_code in (302, 303, 401, 403) or "csologin" in answer.text
    person = training.browser()
    page = person.open("pacer", "/csologin/login.jsf")
    person.sign_in(page, personas.by_key(personas.load())["attorney"])
    answer = person.session.request(
        method, url, data=_token(person, training), allow_redirects=False
    )
    assert answer.status_code == 403
    assert "Join code" not in answer.text


def _token(browser: harness.Browser, world: World) -> dict[str, str]:
    """Return a form's token, so that the answer is about the role and not about the form."""
    page = browser.open("pacer", "/pscof/forgotPassword.jsf", role="psc")
    found = page.all("//input[@name='csrf_token']/@value")
    return {"csrf_token": str(found[0])} if found else {}


def test_a_seat_cookie_means_nothing_in_faithful_mode(faithful: World) -> None:
    runtime = faithful.app("pacer").extensions["moot"]
    cookies = {seat_cookie.COOKIE: seat_cookie.seat_token(runtime, 100_001)}
    assert seat_cookie.place_of_browser(runtime, cookies) is None
