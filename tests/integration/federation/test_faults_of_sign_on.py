"""Each fault of sign-on, as a court and a browser meet it (2021-11)."""

from __future__ import annotations

import json
from typing import Any

import pytest
from sqlalchemy import select

from shared.audit import AuditEvent
from shared.db import every_world
from shared.ids import subject_of
from shared.personas import Persona
from shared.signon import refusals
from tests.harness import Page, World
from tests.seating import open_class
from tests.switching import Switchboard, board, here, trainer

__all__ = ["board", "here", "trainer"]

MENU = "/cgi-bin/menu.pl?id=-1"
TOKENS = {
    "wrong-audience": refusals.WrongAudience,
    "wrong-issuer": refusals.WrongIssuer,
    "wrong-nonce": refusals.WrongNonce,
    "wrong-signature": refusals.WrongSignature,
    "expired-token": refusals.Expired,
    "unknown-key": refusals.UnknownKey,
}


def told(world: World, member: str, tag: str) -> list[dict[str, Any]]:
    """Return the details of the events of a tag."""
    with world.database(member).reading() as session:
        rows = session.scalars(select(AuditEvent.detail).where(AuditEvent.tag == tag))
        return [json.loads(row) for row in rows]


def in_court(page: Page) -> bool:
    return "Log Out" in page.menu()


@pytest.mark.parametrize("name", TOKENS)
def test_a_wrong_id_token_is_refused_by_the_check_it_is_for(
    name: str, here: World, board: Switchboard, people: dict[str, Persona]
) -> None:
    """Once, for one person: the court names the check that held, and the next sign-on is right."""
    board.on(name, "person", "rresearcher", times=1)
    others = here.browser().enter("ctd", people["client"])
    assert in_court(others), others.text
    browser = here.browser()
    refused = browser.enter("ctd", people["researcher"])
    assert refused.status == 400
    assert TOKENS[name].SENTENCE in refused.text
    assert told(here, "ctd", "signon:refused")[-1]["code"] == TOKENS[name].CODE
    assert told(here, "pacer", "fault:met")[-1]["client"] == here.member("ctd").client_id
    assert board.met()[row_title(board, name)] == "pacer 1"
    assert in_court(browser.open("ctd", MENU))


def row_title(board: Switchboard, name: str) -> str:
    return str(board.page.all(f"//table//a[@href='/faults/{name}']")[0].text)


def test_a_fault_of_one_client_leaves_others_alone(
    here: World, board: Switchboard, people: dict[str, Persona]
) -> None:
    board.on("wrong-nonce", "client", here.member("ctb").client_id)
    board.on("expired-token", "court", "cod")
    browser = here.browser()
    assert in_court(browser.enter("ctd", people["attorney"]))
    assert refusals.WrongNonce.SENTENCE in browser.open("ctb", MENU).text
    # Two wrongs in one token: the court tells of the first that it looks at.
    board.on("wrong-audience", "court", "ctb")
    assert refusals.WrongAudience.SENTENCE in browser.open("ctb", MENU).text


def test_keys_that_are_rotated_without_notice_are_fetched_again(
    here: World, board: Switchboard, people: dict[str, Persona]
) -> None:
    """A court that has the older key set signs people on all the same."""

    def kids() -> set[str]:
        keys = here.browser().open("pacer", "/oidc/jwks").response.json()["keys"]
        return {key["kid"] for key in keys}

    assert in_court(here.browser().enter("ctd", people["client"]))
    before = kids()
    board.on("rotated-keys", times=1)
    assert in_court(here.browser().enter("ctd", people["researcher"]))
    after = kids()
    # The key that was waiting was passed over: what signs now was in no older set.
    assert before < after
    assert len(after) == len(before) + 4
    assert in_court(here.browser().enter("ctd", people["client"]))
    assert kids() == after


def test_sign_on_is_down_and_comes_back(
    here: World, board: Switchboard, people: dict[str, Persona]
) -> None:
    """Nobody signs on; who is in stays in; a trainer can always reach the switchboard."""
    inside = here.browser()
    assert in_court(inside.enter("ctd", people["attorney"]))
    assert here.browser().open("pacer", "/.well-known/openid-configuration").status == 200
    board.on("provider-down")
    outside = here.browser()
    closed = outside.open("ctd", MENU)
    assert closed.status == 503
    assert "The PACER sign-on service does not answer" in closed.text
    assert closed.response.headers["Retry-After"] == "5"
    for path in ("/.well-known/openid-configuration", "/oidc/jwks"):
        assert here.browser().open("pacer", path).status == 503
    # Between members, too: the old page of a CurrentGen court asks PACER about a password.
    old = here.browser().open("cod", "/cgi-bin/login.pl")
    assert people["client"].pacer is not None
    tried = old.submit(
        {"login": "pprogram", "key": people["client"].pacer.password}, button="Login"
    )
    assert tried.status == 503
    assert tried.response.headers["Retry-After"] == "5"
    assert in_court(inside.open("ctd", MENU))
    assert here.browser().open("pacer", "/").status == 200
    assert inside.open("pacer", "/mailbox").status == 200

    another = Switchboard(here.browser(), people["trainer"])
    another.clear()
    assert in_court(outside.enter("ctd", people["attorney"]))


def test_sign_on_is_down_for_one_person_only(
    here: World, board: Switchboard, people: dict[str, Persona]
) -> None:
    board.on("provider-down", "person", "rresearcher")
    assert in_court(here.browser().enter("ctd", people["client"]))
    page = here.browser().open("ctd", MENU)
    assert people["researcher"].pacer is not None
    answer = page.submit(
        {
            "loginForm:loginName": "rresearcher",
            "loginForm:password": people["researcher"].pacer.password,
        },
        button="Login",
    )
    assert answer.status == 503


def test_a_fault_of_a_seat_outlives_its_resets_and_spares_the_next(
    here: World, board: Switchboard
) -> None:
    """In the court and at PACER, for whoever sits there, in whatever run of the seat."""
    room = open_class(here, seats=2)
    code, first = room.of_class().code, room.sitter(1)
    board.on("expired-token", "seat", f"{code.upper()}-01")

    def enter(number: int) -> Page:
        sitter = room.sitter(number)
        return sitter.browser.enter("ctd", sitter.person("attorney"))

    assert refusals.Expired.SENTENCE in enter(1).text
    assert in_court(enter(2))
    runs = {first.world}
    room.reset(1)
    assert first.world not in runs
    runs.add(first.world)
    assert refusals.Expired.SENTENCE in enter(1).text
    with here.database("pacer").reading() as session:
        met = select(AuditEvent.world).where(
            AuditEvent.subject == "expired-token", AuditEvent.world != 0
        )
        worlds = session.scalars(every_world(met.where(AuditEvent.tag == "fault:met"))).all()
        assert set(worlds) == runs
    board.clear()
    # The class's code means every seat of it, in courts, too.
    board.on("ok-with-error", "seat", code, times=2)
    for number in (1, 2):
        assert "This user has no access privileges defined." in enter(number).text
    assert in_court(enter(1))


def test_a_fault_of_a_program_is_known_by_its_user_agent(
    here: World, board: Switchboard, people: dict[str, Persona]
) -> None:
    board.on("ok-with-error", "program", "ReadingRoom/")
    program, other = here.browser(), here.browser()
    program.session.headers["User-Agent"] = "python readingroom/1.0"
    assert "no access privileges defined" in program.enter("ctd", people["researcher"]).text
    assert in_court(other.enter("ctd", people["researcher"]))


def test_what_is_met_is_audited_with_whoever_met_it(
    here: World, board: Switchboard, people: dict[str, Persona]
) -> None:
    board.on("ok-with-error", "person", "rresearcher", times=1)
    browser = here.browser()
    page = browser.enter("ctd", people["researcher"])
    assert "This user has no access privileges defined." in page.text
    with here.database("ctd").reading() as session:
        event = session.scalars(
            select(AuditEvent)
            .where(AuditEvent.tag == "fault:met", AuditEvent.subject == "ok-with-error")
            .order_by(AuditEvent.id.desc())
        ).first()
        assert event is not None
        assert event.actor == "pacer:rresearcher"
        assert json.loads(event.detail)["path"] == "/cgi-bin/menu.pl"
    board.clear()
    switched = told(here, "pacer", "fault:set")[-1]
    assert switched["scope"] == "person"
    assert switched["value"] == subject_of("researcher")
    assert told(here, "pacer", "fault:cleared")[-1]["fault"] == switched["fault"]
