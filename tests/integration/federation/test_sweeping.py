"""What has run out is deleted, and nothing else (2021-11)."""

from __future__ import annotations

from sqlalchemy import func, select

from courts.accounts.models import CourtUser
from courts.signin.models import CourtSession, SignonState
from idp.oidc.models import AccessToken, AuthorizationCode
from idp.signin.models import AttemptCounter, PendingSignin, SsoSession
from shared.outbox import InboxRow, OutboxRow
from shared.personas import Persona
from tests.harness import World


def count(world: World, member_id: str, table: type) -> int:
    with world.database(member_id).reading() as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


def test_rows_that_ran_out_are_swept_and_the_record_stays(
    world: World, people: dict[str, Persona]
) -> None:
    browser = world.browser()
    page = browser.enter("ctd", people["attorney"]).click("Utilities")
    page = page.click("Link a CM/ECF account to my PACER account")
    page = page.submit({"login": "ct12345", "key": "maple-ctd-12"}).submit(button="Submit")
    assert "successfully linked" in page.text
    page = world.browser().open("ctb", "/cgi-bin/menu.pl?id=-1")
    page.submit({"loginForm:loginName": "jattorney", "loginForm:password": "wrong"})
    locked_for_ever = 1
    spent = {
        ("pacer", AuthorizationCode),
        ("pacer", AccessToken),
        ("pacer", AttemptCounter),
        ("pacer", InboxRow),
        ("ctd", OutboxRow),
        ("ctb", SignonState),
    }
    kept = {("pacer", SsoSession), ("ctd", CourtSession), ("ctd", CourtUser)}
    assert all(count(world, *each) for each in spent - {("ctb", SignonState)})
    before = {each: count(world, *each) for each in kept}

    for member_id in world.apps:
        world.app(member_id)
        world.jobs.clean(member_id)
    assert all(count(world, *each) for each in spent - {("ctb", SignonState)}), "too early"

    world.clock.advance(days=61)
    for member_id in world.apps:
        world.jobs.clean(member_id)
    left = {each: count(world, *each) for each in spent}
    assert left.pop(("pacer", AttemptCounter)) == locked_for_ever, "the locked persona stays locked"
    assert set(left.values()) == {0}
    assert count(world, "pacer", PendingSignin) == 0
    assert {each: count(world, *each) for each in kept} == before
