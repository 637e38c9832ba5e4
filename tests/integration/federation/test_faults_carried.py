"""Faults of what is carried, and faults across restarts, processes and modes (2021-11)."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from idp.mailbox.models import MailItem
from idp.switchboard import service
from shared.errors import Refusal
from shared.faults import EVERYBODY, Wish
from shared.outbox import OutboxRow
from shared.personas import Persona
from shared.switches import FaultRow
from shared.wire import MailDelivery
from tests import harness
from tests.harness import Browser, World
from tests.integration.federation.forwarding import promised
from tests.integration.federation.test_forwarding import appeal, opened
from tests.noticing import read
from tests.switching import Switchboard

MENU = "/cgi-bin/menu.pl?id=-1"
People = dict[str, Persona]


@pytest.fixture
def board(world: World, people: People) -> Switchboard:
    return Switchboard(world.browser(), people["trainer"])


def notices_to(world: World, who: Persona) -> list[MailItem]:
    """Return the notices of the appeal itself; another tells its number in the circuit."""
    assert who.pacer is not None
    with world.database("pacer").reading() as session:
        statement = select(MailItem).where(
            MailItem.recipient == who.pacer.email, MailItem.subject.endswith("Notice of Appeal")
        )
        return list(session.scalars(statement.order_by(MailItem.id)))


def signed_in(world: World, who: Persona) -> Browser:
    browser = world.browser()
    assert "Log Out" in browser.enter("ctd", who).menu()
    return browser


# --------------------------------------------------------------------------- back-channel


def test_a_message_that_is_lost_comes_with_the_next_try(
    world: World, people: People, board: Switchboard
) -> None:
    board.on("backchannel-lost", "court", "ctd", times=1)
    before = len(opened(world, "ca2"))
    appeal(world, people)
    (row,) = promised(world, "ctd", "case.forwarded")
    assert row.delivered_at is None
    assert row.attempts == 1
    assert row.last_error is not None
    assert "a fault is switched on" in row.last_error
    assert len(opened(world, "ca2")) == before
    world.clock.advance(seconds=1)
    world.jobs.drain("ctd")
    assert len(opened(world, "ca2")) == before + 1
    assert board.met() == {"Back-channel lost": "ctd 1"}


def test_a_log_out_that_is_lost_leaves_the_court_open_for_a_while(
    world: World, people: People, board: Switchboard
) -> None:
    """The person is told which court does not know yet; the outbox tells it later."""
    browser = signed_in(world, people["researcher"])
    board.on("backchannel-lost", "court", "ctd", times=1)
    page = browser.open("pacer", "/csologin/logout.jsf").submit(button="Log Out")
    assert "This court could not be reached at once." in page.text
    assert "Log Out" in browser.open("ctd", MENU).menu()
    world.clock.advance(minutes=1)
    world.jobs.drain("pacer")
    assert "Log Out" not in browser.open("ctd", MENU).menu()


# --------------------------------------------------------------------------- mail


def test_a_notice_that_comes_twice_is_one_notice_to_a_program(
    world: World, people: People, board: Switchboard
) -> None:
    """Each has a Message-ID of its own; what juriscraper reads in them is the same."""
    john = people["attorney"]
    board.on("mail-doubled", "person", "jattorney", times=1)
    appeal(world, people)
    notices = notices_to(world, john)
    assert len(notices) == 2
    assert notices[0].message_id != notices[1].message_id
    payloads = {row.message_id: row.payload for row in promised(world, "ctd", "mail.delivery")}
    first, second = (
        read("ctd", MailDelivery.from_json(payloads[mail.message_id])) for mail in notices
    )
    assert first["dockets"][0]["docket_entries"][0]["pacer_magic_num"]
    assert first == second
    # The circuit wrote to him, too: each member counts by itself.
    assert board.met() == {"Mail doubled": "ca2 1, ctd 1"}


def test_a_notice_that_is_late_comes_late_and_holds_nothing_up(
    world: World, people: People, board: Switchboard
) -> None:
    john = people["attorney"]
    before = len(opened(world, "ca2"))
    board.on("mail-delayed", "court", "ctd", amount=120)
    appeal(world, people)
    assert notices_to(world, john) == []
    # What the same court tells others is there at once.
    assert len(opened(world, "ca2")) == before + 1
    world.clock.advance(seconds=60)
    world.jobs.drain("ctd")
    assert notices_to(world, john) == []
    world.clock.advance(seconds=61)
    world.jobs.drain("ctd")
    (late,) = notices_to(world, john)
    assert world.clock() - late.sent_at >= timedelta(seconds=120)


# --------------------------------------------------------------------------- rows


def test_a_fault_outlives_a_restart_and_reaches_other_processes(
    world: World, people: People, board: Switchboard
) -> None:
    board.on("court-maintenance", "court", "ctd", times=2)
    assert world.browser().open("ctd", MENU).status == 503
    # The same databases in another process: it counts on from there.
    other = harness.reopen(world.folder)
    assert other.browser().open("ctd", MENU).status == 503
    assert other.browser().open("ctd", MENU).status == 200
    world.app("ctd").extensions["moot"].switches.look_again()
    assert world.browser().open("ctd", MENU).status == 200
    other.close()
    board.clear()
    for member_id in ("pacer", "ctd"):
        with world.database(member_id).reading() as session:
            assert session.scalars(select(FaultRow)).all() == []


def test_a_court_that_is_away_learns_of_the_end_when_it_comes_back(
    world: World, people: People, board: Switchboard, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The list waits in a queue of its own, and is told as it is by then."""
    court = world.app("cod")
    board.on("ok-with-error", "court", "cod")
    with monkeypatch.context() as away:
        away.setattr(court, "wsgi_app", lambda _environ, _start: 1 / 0)
        board.clear()
        board.on("court-maintenance", "court", "cod")
        board.clear()
    with world.database("pacer").reading() as session:
        waiting = select(OutboxRow).where(
            OutboxRow.destination == "local:faults:cod", OutboxRow.delivered_at.is_(None)
        )
        assert len(session.scalars(waiting).all()) == 3
    world.clock.advance(minutes=1)
    world.jobs.drain("pacer")
    with world.database("cod").reading() as session:
        assert session.scalars(select(FaultRow)).all() == []


def test_a_faithful_federation_neither_takes_nor_reads_faults(
    world: World, people: People, board: Switchboard
) -> None:
    """Rows that a training run has left bite nobody."""
    board.on("court-maintenance", "court", "ctd")
    board.on("provider-down", "court", "ctd")
    world.close()
    faithful = harness.reopen(world.folder, settings={"MOOT_MODE": "faithful"})
    trainer = faithful.browser()
    trainer.sign_in(trainer.open("pacer", "/csologin/login.jsf"), people["trainer"])
    assert trainer.open("pacer", "/faults").status == 404
    assert trainer.open("pacer", "/faults/slow-docket").status == 404
    assert "Log Out" in signed_in(faithful, people["client"]).open("ctd", MENU).menu()

    runtime = faithful.app("pacer").extensions["moot"]
    now = faithful.clock()
    at = service.Circumstances(runtime.federation, runtime.switches, "somebody", now, now)
    with faithful.database("pacer").writing() as session:
        with pytest.raises(Refusal, match="faithful"):
            service.set_fault(session, Wish("slow-docket", EVERYBODY), at)
        with pytest.raises(Refusal, match="faithful"):
            service.clear_faults(session, at)
    channel = faithful.backchannel("pacer")
    for court in ("ctd", "ca2"):
        answer = channel.post_service(
            faithful.member(court), "/services/moot/faults", {"faults": []}, wall=now
        )
        assert answer.status_code == 404
    mine = channel.post_service(
        faithful.member("pacer"), "/services/moot/switchboard", {"clear": "all"}, wall=now
    )
    assert mine.status_code == 404
    faithful.close()
