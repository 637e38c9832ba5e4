"""Lock-out in the database (decision 12): five wrong passwords lock, also when each was a 200."""

from __future__ import annotations

import re
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from sqlalchemy import select

from idp.signin import lockout, protocol, texts
from idp.signin.models import AttemptCounter
from shared.audit import AuditEvent, verify_chain
from shared.personas import Persona
from tests import harness
from tests.harness import World

People = dict[str, Persona]
REAL = "https://pacer.login.uscourts.gov"


def attempt(
    world: World, persona: Persona, password: str | None = None, address: str = "192.0.2.1"
) -> Any:
    assert persona.pacer is not None
    answer = (
        world.app("pacer")
        .test_client()
        .post(
            "/services/cso-auth",
            json={
                "loginId": persona.pacer.user_name,
                "password": persona.pacer.password if password is None else password,
                "redactFlag": "1",
            },
            base_url=REAL,
            environ_overrides={"REMOTE_ADDR": address},
        )
    )
    assert answer.status_code == 200
    return answer


def result(answer: Any) -> str:
    return str(answer.get_json()["loginResult"])


def count(world: World, scope: str) -> AttemptCounter:
    with world.database("pacer").reading() as session:
        found = select(AttemptCounter).where(
            AttemptCounter.scope == scope, AttemptCounter.key.contains("pprogram")
        )
        return session.scalars(found).one()


def test_five_wrong_passwords_lock_for_fifteen_minutes(world: World, people: People) -> None:
    for _ in range(5):
        assert result(attempt(world, people["client"], "wrong")) == "13"
    assert result(attempt(world, people["client"])) == "13"
    assert result(attempt(world, people["client"], address="198.51.100.7")) == "13"
    world.clock.advance(minutes=14)
    assert result(attempt(world, people["client"])) == "13"
    world.clock.advance(minutes=2)
    assert result(attempt(world, people["client"])) == "0"


def test_four_do_not_and_success_forgets_them(world: World, people: People) -> None:
    for _ in range(3):
        for _ in range(4):
            attempt(world, people["client"], "wrong")
        assert result(attempt(world, people["client"])) == "0"


def test_a_lock_out_survives_a_restart(world: World, people: People) -> None:
    for _ in range(5):
        attempt(world, people["client"], "wrong")
    world.close()
    again = harness.reopen(world.folder)
    try:
        assert result(attempt(again, people["client"])) == "13"
    finally:
        again.close()


def test_a_name_that_nobody_has_is_counted_alike(world: World) -> None:
    for name in ("pprogram", "nobodyhere"):
        for _ in range(5):
            world.app("pacer").test_client().post(
                "/services/cso-auth", json={"loginId": name, "password": "x"}, base_url=REAL
            )
    with world.database("pacer").reading() as session:
        rows = session.scalars(select(AttemptCounter)).all()
    counted = {
        name: sorted((r.scope, r.failures) for r in rows if r.key.startswith(name))
        for name in ("pprogram", "nobodyhere")
    }
    assert counted["pprogram"] == counted["nobodyhere"] == [("account", 5), ("account+address", 5)]


def test_parallel_failures_are_all_counted(world: World, people: People) -> None:
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(lambda _: attempt(world, people["client"], "no"), range(4)))
        assert {result(a) for a in answers} == {"13"}
        assert count(world, lockout.ACCOUNT).failures == 4
        list(pool.map(lambda _: attempt(world, people["client"], "no"), range(12)))
    assert count(world, lockout.ACCOUNT).failures == 5
    assert count(world, lockout.PAIR).failures == 10
    assert result(attempt(world, people["client"])) == "13"


def test_a_right_guess_after_the_fifth_failure_comes_too_late(
    world: World, people: People, monkeypatch: Any
) -> None:
    plain = protocol.admit

    def late(checked: protocol.Checked) -> Any:
        monkeypatch.setattr(protocol, "admit", plain)
        for _ in range(5):
            attempt(world, people["client"], "wrong")
        return plain(checked)

    monkeypatch.setattr(protocol, "admit", late)
    assert result(attempt(world, people["client"])) == "13"


def test_a_class_of_sixty_behind_one_router_passes(world: World, people: People) -> None:
    for number in range(60):
        world.app("pacer").test_client().post(
            "/services/cso-auth",
            json={"loginId": f"trainee{number}", "password": "typo"},
            base_url=REAL,
            environ_overrides={"REMOTE_ADDR": "192.0.2.9"},
        )
    assert result(attempt(world, people["client"], address="192.0.2.9")) == "0"


def test_a_hundred_failures_a_minute_slow_an_address_down(world: World, people: People) -> None:
    for number in range(100):
        world.app("pacer").test_client().post(
            "/services/cso-auth",
            json={"loginId": f"guess{number}", "password": "x"},
            base_url=REAL,
            environ_overrides={"REMOTE_ADDR": "192.0.2.9"},
        )
    slowed = attempt(world, people["client"], address="192.0.2.9")
    assert result(slowed) == "13"
    assert slowed.headers["Retry-After"] == "60"
    assert result(attempt(world, people["client"], address="192.0.2.10")) == "0"
    world.clock.advance(minutes=1, seconds=1)
    assert result(attempt(world, people["client"], address="192.0.2.9")) == "0"


def test_a_forwarded_address_is_believed_from_the_trusted_proxy_only(
    world: World, people: People
) -> None:
    world.app("pacer").test_client().post(
        "/services/cso-auth",
        json={"loginId": "pprogram", "password": "x"},
        headers={"X-Forwarded-For": "203.0.113.5"},
        base_url=REAL,
        environ_overrides={"REMOTE_ADDR": "192.0.2.1"},
    )
    assert count(world, lockout.PAIR).key == "pprogram 192.0.2.1"


def test_the_locked_persona_stays_locked(world: World, people: People) -> None:
    world.clock.advance(days=400)
    assert result(attempt(world, people["locked"])) == "13"


def test_refusals_leave_an_unbroken_trail(world: World, people: People) -> None:
    for _ in range(6):
        attempt(world, people["client"], "wrong")
    with world.database("pacer").reading() as session:
        assert verify_chain(session) >= 6
        events = session.scalars(select(AuditEvent).where(AuditEvent.tag == "signin:refused")).all()
        assert [('"reason": "locked"' in e.detail) for e in events] == [False] * 5 + [True]


def test_the_page_says_to_wait_when_an_address_is_slowed(world: World) -> None:
    client = world.app("pacer").test_client()
    for number in range(100):
        client.post(
            "/services/cso-auth", json={"loginId": f"g{number}", "password": "x"}, base_url=REAL
        )
    page = client.get("/csologin/login.jsf", base_url=REAL).get_data(as_text=True)
    token = re.search(r'name="javax\.faces\.ViewState"[^>]*value="([^"]*)"', page)
    assert token
    answer = client.post(
        "/csologin/login.jsf",
        data={
            "javax.faces.ViewState": token[1],
            "loginForm:loginName": "pprogram",
            "loginForm:password": "x",
        },
        base_url=REAL,
    )
    assert answer.status_code == 200
    assert answer.headers["Retry-After"] == "60"
    assert texts.SLOW_DOWN in answer.get_data(as_text=True)
    assert texts.INVALID in answer.get_data(as_text=True)
