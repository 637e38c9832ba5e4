"""Forty browsers at once in one court, and several at one old account (2021-11)."""

from __future__ import annotations

from pathlib import Path
from typing import cast

import pytest

from shared import personas
from shared.personas import Persona
from tests import serving
from tests.load import forty
from tests.serving import Kind, Nursery, Topology

AUTH = "/services/cso-auth"


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> Kind:
    """Return the database that was asked for."""
    return cast(Kind, request.config.option.database)


@pytest.fixture
def topology(request: pytest.FixtureRequest) -> Topology:
    """Return the topology that was asked for."""
    return cast(Topology, request.config.option.topology)


@pytest.fixture(autouse=True)
def plain_http(monkeypatch: pytest.MonkeyPatch) -> None:
    """The launcher does the same when the public addresses are of this machine only."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")


def test_forty_sign_in_and_link_at_once(
    kind: Kind,
    topology: Topology,
    nursery: Nursery,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """No error, no double link, no lost row."""
    report = forty.forty(kind, topology, nursery=nursery, folder=tmp_path)
    with capsys.disabled():
        print("", *report.lines(), sep="\n  ")
    assert report.errors == []
    before, after = report.before, report.after
    grown = {name: after[name] - before[name] for name in after}
    assert grown["linked"] == forty.SEATS
    assert grown["subjects"] == forty.SEATS
    assert grown["registered"] == forty.SEATS
    assert grown["mails"] == forty.SEATS
    assert grown["sessions"] == forty.SEATS
    assert grown["users"] == 0
    assert after["waiting"] == 0


def test_one_of_several_wins_the_same_old_account(
    kind: Kind, topology: Topology, nursery: Nursery, tmp_path: Path
) -> None:
    """Ten old accounts, each wanted by four persons at the same moment."""
    people = personas.seats(40, forty.RUN)
    running = serving.serve(
        topology, kind, forty.ERA, nursery=nursery, folder=tmp_path, seats=people
    )
    try:
        for number in range(10):
            rivals = people[4 * number : 4 * number + 4]
            old = rivals[0].courts["ctd"]
            won = forty.same_login(
                running, rivals, login=str(old.login_name), password=str(old.password)
            )
            assert len(won) == 1, won
        after = forty.settled(running, limit=forty.DELIVERY_LIMIT)
        assert after["subjects"] == after["linked"]
    finally:
        running.stop()


def test_five_wrong_passwords_lock_though_each_answer_was_200(
    kind: Kind, topology: Topology, nursery: Nursery, tmp_path: Path, people: dict[str, Persona]
) -> None:
    """By the sign-in page and by cso-auth, and after the lock the right one is refused too."""
    running = serving.serve(topology, kind, forty.ERA, nursery=nursery, folder=tmp_path)
    try:
        who = people["researcher"].pacer
        assert who is not None
        browser = running.browser()
        for _attempt in range(5):
            page = browser.open("pacer", "/csologin/login.jsf").submit(
                {"loginForm:loginName": who.user_name, "loginForm:password": "Wrong-Word#1"},
                button="Login",
            )
            assert page.status == 200
            assert page.password_fields() == 1
        page = browser.open("pacer", "/csologin/login.jsf").submit(
            {"loginForm:loginName": who.user_name, "loginForm:password": who.password},
            button="Login",
        )
        assert page.status == 200
        assert page.password_fields() == 1

        program = people["client"].pacer
        assert program is not None
        session = running.session()
        for password in ["Wrong-Word#1"] * 5 + [program.password]:
            answer = session.post(
                running.url("pacer", AUTH),
                json={"loginId": program.user_name, "password": password},
                headers={"Accept": "application/json"},
                timeout=30,
            )
            assert answer.status_code == 200
            assert answer.json()["loginResult"] != "0"
            assert answer.json()["nextGenCSO"] == ""
        session.close()
    finally:
        running.stop()
