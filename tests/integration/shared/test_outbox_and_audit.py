"""What a transaction promised, and what it noted."""

from __future__ import annotations

import os
import threading
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import select, update
from sqlalchemy.exc import IntegrityError

from shared import audit, db, deeds, outbox
from shared.db import Database, SharedTable
from shared.wire import AccountLinked, Deeds, DeedTold, MailDelivery

WALL = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = Database(f"sqlite:///{tmp_path / 'x.db'}")
    db.create_all(made, [SharedTable.metadata])
    return made


@pytest.fixture
def audited(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Return an empty database of the kind that was asked for (--database)."""
    server = os.environ.get("MOOT_TEST_POSTGRES")
    url = f"sqlite:///{tmp_path / 'audit.db'}"
    if request.config.option.database == "postgresql":
        assert server, "deploy/tools/postgres.sh with ..."
        url = server
    made = Database(url, pool_size=16)
    db.create_all(made, [SharedTable.metadata])
    yield made
    with made.write_engine.begin() as connection:
        SharedTable.metadata.drop_all(connection)
    made.dispose()


def promise(database: Database, *destinations: str) -> list[str]:
    with database.writing() as session:
        return [
            outbox.enqueue(
                session,
                destination=to,
                message=AccountLinked(court="ctd", subject=str(n)),
                wall=WALL,
            )
            for n, to in enumerate(destinations)
        ]


def test_deeds_of_seats_go_out_in_the_order_of_the_chain(audited: Database) -> None:
    """Whoever writes at the same time: each event once, none of the reference world."""
    deeds.promise(audited, court="ctd")

    def work(writer: int) -> None:
        for n in range(8):
            with audited.writing() as session:
                for world in (7, 0, 8):
                    audit.record(
                        session,
                        tag="x:y",
                        actor=f"writer {writer}",
                        subject=str(n),
                        now=WALL,
                        wall=WALL,
                        world=world,
                    )

    threads = [threading.Thread(target=work, args=(each,)) for each in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    told: dict[int, list[DeedTold]] = {}

    def deliver(parcel: outbox.Parcel) -> None:
        message = parcel.message
        assert isinstance(message, Deeds)
        told.setdefault(message.world, []).extend(map(DeedTold.read, message.deeds))

    outbox.drain(audited, deliver, wall=lambda: WALL)
    assert sorted(told) == [7, 8]
    for world, found in told.items():
        with audited.reading() as session:
            rows = session.scalars(
                select(audit.AuditEvent)
                .where(audit.AuditEvent.world == world)
                .order_by(audit.AuditEvent.id)
            ).all()
        assert [(d.actor, d.subject) for d in found] == [(r.actor, r.subject) for r in rows]
        assert len({deed.number for deed in found}) == len(found) == 48
        assert [deed.number for deed in found] == sorted(deed.number for deed in found)


def test_a_promise_lives_and_dies_with_its_transaction(database: Database) -> None:
    work = database.begin()
    outbox.enqueue(work.session, destination="pacer", message=AccountLinked(), wall=WALL)
    work.close()
    assert outbox.next_due(database) is None
    promise(database, "pacer")
    assert outbox.next_due(database) == WALL


def test_a_destination_gets_its_messages_in_order(database: Database) -> None:
    ids = promise(database, "a", "b", "a", "a")
    seen: list[tuple[str, str]] = []
    sent = outbox.drain(
        database, lambda p: seen.append((p.destination, p.message_id)), wall=lambda: WALL
    )
    assert sent == 4
    assert [m for to, m in seen if to == "a"] == [ids[0], ids[2], ids[3]]
    assert outbox.next_due(database) is None


def test_a_failing_destination_waits_and_the_others_go_on(database: Database) -> None:
    promise(database, "down", "up", "down", "up")
    seen: list[str] = []

    def deliver(parcel: outbox.Parcel) -> None:
        if parcel.destination == "down":
            raise outbox.DeliveryFailedError("no")
        seen.append(parcel.destination)

    outbox.drain(database, deliver, wall=lambda: WALL)
    assert seen == ["up", "up"]
    with database.reading() as session:
        first = session.scalars(
            select(outbox.OutboxRow).where(outbox.OutboxRow.destination == "down")
        ).first()
        assert first is not None
        assert first.attempts == 1
        assert first.last_error == "DeliveryFailedError: no"
        assert first.next_attempt_at > WALL
    later = WALL + timedelta(minutes=10)
    again: list[str] = []
    outbox.drain(database, lambda p: again.append(p.destination), wall=lambda: later)
    assert again == ["down", "down"]


def test_several_go_to_a_member_at_once_and_what_is_behind_a_failure_stays_as_it_was(
    database: Database,
) -> None:
    ids = promise(database, *["a"] * (outbox.RUN + 5))
    seen: list[str] = []
    refused = [ids[3]]

    def deliver(parcel: outbox.Parcel) -> None:
        if parcel.message_id in refused:
            refused.remove(parcel.message_id)
            raise outbox.DeliveryFailedError("no")
        seen.append(parcel.message_id)

    assert outbox.claim(database, wall=WALL - timedelta(seconds=1)) == []
    assert outbox.drain(database, deliver, wall=lambda: WALL) == 3
    with database.reading() as session:
        rows = session.scalars(select(outbox.OutboxRow).order_by(outbox.OutboxRow.id)).all()
    assert [row.attempts for row in rows] == [1] * 4 + [0] * (outbox.RUN + 1)
    assert [row.delivered_at is None for row in rows] == [False] * 3 + [True] * (outbox.RUN + 2)
    assert {row.lease_until for row in rows} == {None}
    assert outbox.drain(database, deliver, wall=lambda: WALL + timedelta(seconds=1)) == len(ids) - 3
    assert seen == ids


def test_whoever_did_not_take_one_is_asked_with_that_one_alone(database: Database) -> None:
    promise(database, "down", "down", "down")

    def deliver(_parcel: outbox.Parcel) -> None:
        raise outbox.DeliveryFailedError("no")

    assert outbox.drain(database, deliver, wall=lambda: WALL) == 0
    assert len(outbox.claim(database, wall=WALL + timedelta(seconds=1))) == 1


def test_a_lane_of_its_own_gets_one_at_a_time(database: Database) -> None:
    """A lane that is broken off may send again what nobody has noted: never more than one."""
    promise(database, "local:smtp", "local:smtp", "a", "a")
    taken = outbox.claim(database, wall=WALL)
    assert Counter(parcel.destination for parcel in taken) == {"local:smtp": 1, "a": 2}


def test_nothing_overtakes_what_is_not_due_yet(database: Database) -> None:
    promise(database, "a")
    with database.writing() as session:
        later = WALL + timedelta(minutes=1)
        outbox.enqueue(
            session, destination="a", message=AccountLinked(), wall=WALL, not_before=later
        )
    promise(database, "a")
    assert outbox.drain(database, lambda _parcel: None, wall=lambda: WALL) == 1
    assert outbox.drain(database, lambda _parcel: None, wall=lambda: later) == 2


def test_a_lease_of_a_dead_worker_runs_out(database: Database) -> None:
    promise(database, "a")
    assert len(outbox.claim(database, wall=WALL)) == 1
    assert outbox.claim(database, wall=WALL) == []
    later = WALL + outbox.LEASE + timedelta(seconds=1)
    assert len(outbox.claim(database, wall=later)) == 1


def test_a_message_is_remembered_once(database: Database) -> None:
    with database.writing() as session:
        assert not outbox.already_handled(session, "m1")
        outbox.remember(session, message_id="m1", sender="ctd", kind="x", wall=WALL)
    with database.reading() as session:
        assert outbox.already_handled(session, "m1")
    with pytest.raises(IntegrityError), database.writing() as session:
        outbox.remember(session, message_id="m1", sender="ctd", kind="x", wall=WALL)


def test_messages_ignore_fields_that_a_newer_sender_added() -> None:
    text = MailDelivery(subject="Hello").to_json().replace("{", '{"colour": "red", ', 1)
    assert MailDelivery.from_json(text).subject == "Hello"


def note(database: Database, *tags: str) -> None:
    with database.writing() as session:
        for tag in tags:
            audit.record(
                session, tag=tag, actor="a", subject="s", now=WALL, wall=WALL, detail={"n": 1}
            )


def test_the_audit_trail_is_a_chain(database: Database) -> None:
    note(database, "signin:success", "link:success")
    note(database, "signout")
    with database.reading() as session:
        assert audit.verify_chain(session) == 3


def test_a_rolled_back_deed_leaves_no_event(database: Database) -> None:
    work = database.begin()
    audit.record(work.session, tag="x", actor="a", subject="s", now=WALL, wall=WALL)
    work.close()
    with database.reading() as session:
        assert audit.verify_chain(session) == 0


def test_tampering_with_the_trail_is_found(database: Database) -> None:
    note(database, "one", "two", "three")
    with database.writing() as session:
        session.execute(
            update(audit.AuditEvent).where(audit.AuditEvent.tag == "two").values(actor="other")
        )
    with database.reading() as session, pytest.raises(ValueError, match="does not follow"):
        audit.verify_chain(session)


def test_events_cannot_be_changed_through_the_program(database: Database) -> None:
    note(database, "one")
    work = database.begin()
    work.session.scalars(select(audit.AuditEvent)).one().actor = "somebody else"
    with pytest.raises(audit.AuditIsAppendOnlyError):
        work.commit()


def test_the_first_events_of_all_may_come_at_once(audited: Database) -> None:
    gate, errors = threading.Barrier(12), []

    def first() -> None:
        gate.wait(30)
        try:
            note(audited, "signin:success")
        except Exception as error:  # noqa: BLE001 - reported below
            errors.append(error)

    threads = [threading.Thread(target=first) for _ in range(12)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with audited.reading() as session:
        assert audit.verify_chain(session) == 12
