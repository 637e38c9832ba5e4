"""Snapshots of a federation on SQLite, while it works too (PostgreSQL: tests/walks)."""

from __future__ import annotations

import json
import sqlite3
import threading
from contextlib import closing, suppress
from datetime import date, timedelta
from pathlib import Path

import pytest
from click.testing import CliRunner
from sqlalchemy import select

from idp.billing.models import LedgerEntry
from shared import clock
from shared.audit import AuditEvent, verify_chain
from shared.clock import wall as real_wall
from shared.documents import DocumentStore
from shared.errors import Refusal
from shared.launcher import snapshots, sqlite_copies
from shared.launcher.cli import main
from shared.launcher.datadir import DataDirectory, State
from shared.launcher.snapshots import Place
from shared.personas import Persona
from shared.timekeeping import read_setting
from shared.wire import Charge
from tests.harness import World

#: Restoring is itself an event, and sets the clock.
NOTED = ("audit_event", "audit_head", "clock")


def place_of(world: World, folder: Path | None = None) -> Place:
    return Place(
        federation=world.federation,
        folder=folder or world.folder / "snapshots",
        databases={name: world.environs[name]["MOOT_DATABASE_URL"] for name in world.apps},
        papers={c.id: world.environs[c.id]["MOOT_DOCUMENTS_URL"] for c in world.federation.courts},
    )


def contents(world: World) -> dict[str, list[str]]:
    """Return all rows of all members, but for what restoring notes."""
    found = {}
    for name, file in place_of(world).files().items():
        with closing(sqlite3.connect(file)) as connection:
            lines = list(connection.iterdump())
        found[name] = [x for x in lines if not any(f'"{t}"' in x[:40] for t in NOTED)]
    return found


def test_what_was_done_since_is_gone_and_nothing_else(
    world: World, people: dict[str, Persona]
) -> None:
    place = place_of(world)
    store = DocumentStore(place.papers["ctd"])
    kept_paper = store.put(b"kept").digest
    world.charge("ctd", people["client"], 120)
    before = contents(world)
    at = world.database("ctd")
    with at.reading() as session:
        was = read_setting(session).now(clock.wall())

    made = snapshots.save(place, "before", note="of the test")
    assert (made.papers, made.kind, made.note) == (1, "sqlite", "of the test")
    assert [each.name for each in snapshots.listing(place)] == ["before"]

    world.charge("ctd", people["client"], 300)
    world.set_court_time("2026")
    new_paper = store.put(b"new").digest
    (Path(place.papers["ctd"]) / kept_paper[:2] / kept_paper[2:4] / kept_paper).unlink()
    assert contents(world) != before

    snapshots.restore(place, "before")
    assert contents(world) == before
    assert store.has(kept_paper)
    assert store.has(new_paper)
    for name in world.apps:
        with world.database(name).reading() as session:
            now = read_setting(session).now(clock.wall())
            assert abs((now - was).total_seconds()) < 30
            verify_chain(session)
            last = session.scalars(select(AuditEvent).order_by(AuditEvent.id.desc())).first()
            assert last is not None
            assert (last.tag, last.subject) == ("snapshot:restored", "before")

    # The apps that were open all the while go on with what was put back.
    world.charge("ctd", people["client"], 50)
    page = world.browser().enter("ctd", people["client"])
    assert page.status == 200


def test_court_time_can_run_on(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    place = place_of(world)
    snapshots.save(place, "then")
    with monkeypatch.context() as patch:
        patch.setattr(clock, "wall", lambda: real_wall() + timedelta(days=3))
        snapshots.restore(place, "then", run_on=True)
    with world.database("pacer").reading() as session:
        ran_on = read_setting(session).now(real_wall() + timedelta(days=3))
    assert ran_on.date() == date(2021, 11, 18)


def test_a_copy_is_of_one_moment_though_members_go_on_sending(
    world: World, people: dict[str, Persona]
) -> None:
    """Nothing that one member received was not sent by another."""
    place, ended = place_of(world), threading.Event()

    def go_on() -> None:
        while not ended.is_set():
            world.charge("ctd", people["client"], 10)
            world.charge("ctb", people["client"], 10)

    worker = threading.Thread(target=go_on)
    world.charge("ctd", people["client"], 10)
    world.charge("ctb", people["client"], 10)
    worker.start()
    try:
        for number in range(4):
            snapshots.save(place, f"n{number}")
        snapshots.restore(place, "n2")
    finally:
        ended.set()
        worker.join()
    for number in range(4):
        folder = place.folder / f"n{number}"
        sent: set[str] = set()
        for court in ("ctd", "ctb"):
            with closing(sqlite3.connect(folder / f"{court}.db")) as one:
                rows = one.execute(f"SELECT payload FROM outbox WHERE kind = '{Charge.KIND}'")
                sent |= {json.loads(row[0])["charge_id"] for row in rows}
        with closing(sqlite3.connect(folder / "pacer.db")) as one:
            booked = {row[0] for row in one.execute("SELECT entry_key FROM ledger_entry")}
        assert len(booked) >= 2
        unsent = {key for key in booked if not any(charge in key for charge in sent)}
        assert unsent == set()
    with world.database("pacer").reading() as session:
        assert session.scalars(select(LedgerEntry)).first() is not None
        verify_chain(session)


def test_what_is_in_the_way_is_refused(world: World, tmp_path: Path) -> None:
    place = place_of(world)
    for bad in ("", "../x", ".hidden", "a b"):
        with pytest.raises(Refusal, match="no name for a snapshot"):
            snapshots.save(place, bad)
    with pytest.raises(Refusal, match="There is none yet"):
        snapshots.restore(place, "any")
    snapshots.save(place, "one")
    with pytest.raises(Refusal, match="already"):
        snapshots.save(place, "one")
    assert snapshots.save(place, "one", note="again", replace=True).note == "again"
    with pytest.raises(Refusal, match="There are: one"):
        snapshots.delete(place, "two")

    faithful = Place(place.federation, place.folder, place.databases, place.papers, mode="faithful")
    with pytest.raises(Refusal, match="its mode: training; here: faithful"):
        snapshots.restore(faithful, "one")

    with snapshots._alone(place), pytest.raises(Refusal, match="just now"):
        snapshots.save(place, "two")

    with closing(sqlite3.connect(place.files()["pacer"], isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        with pytest.MonkeyPatch.context() as patch:
            patch.setattr("shared.launcher.sqlite_copies.PATIENCE", 0.2)
            before = contents(world)
            for tried in (snapshots.save, snapshots.restore):
                with pytest.raises(Refusal, match="busy"):
                    tried(place, "two" if tried is snapshots.save else "one")
        writer.execute("ROLLBACK")
        assert contents(world) == before
    assert [each.name for each in snapshots.listing(place)] == ["one"]

    gone = Place(place.federation, place.folder, {"pacer": f"sqlite:///{tmp_path}/no.db"}, {})
    with pytest.raises(Refusal, match="There is no database"):
        snapshots.save(gone, "three")
    snapshots.delete(place, "one")
    assert [*place.folder.glob("[!.]*")] == []


def test_a_database_that_is_held_does_not_count_as_ready(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The others would be put back without it, and it would be tried for ever."""
    files = {name: tmp_path / f"{name}.db" for name in ("free", "held")}
    for file in files.values():
        with closing(sqlite3.connect(file)) as made:
            made.execute("PRAGMA journal_mode=WAL")
            made.execute("CREATE TABLE note (words TEXT)")
    kept = tmp_path / "kept"
    kept.mkdir()
    sqlite_copies.take(files, kept)
    monkeypatch.setattr(sqlite_copies, "PATIENCE", 0.1)
    together = threading.Barrier(2)
    other = threading.Thread(target=lambda: suppressed(together))
    with closing(sqlite3.connect(files["held"], isolation_level=None)) as writer:
        writer.execute("BEGIN IMMEDIATE")
        other.start()
        with pytest.raises(sqlite3.OperationalError, match="locked"):
            sqlite_copies._replace(files["held"], kept / "held.db", together)
        assert together.n_waiting == 1
        together.abort()
        other.join()


def suppressed(together: threading.Barrier) -> None:
    """Wait as a database does that could be put back."""
    with suppress(threading.BrokenBarrierError):
        together.wait(30)


def test_the_commands(world: World) -> None:
    data = DataDirectory(world.folder)
    data.write_state(State(planted=tuple(world.apps)))
    data.secrets(world.federation)

    def moot(*words: str, typed: str = "") -> tuple[int, str]:
        name, *rest = words
        given = ["snapshot", "--data", str(world.folder), name, *rest]
        done = CliRunner().invoke(main, given, input=typed)
        return done.exit_code, done.output

    assert "There is no snapshot yet" in moot("list")[1]
    status, said = moot("save", "monday", "--note", "before the class")
    assert (status, "Saved “monday”" in said) == (0, True), said
    assert moot("save", "monday")[0] == 1
    listed = json.loads(moot("list", "--json")[1])
    assert [(each["name"], each["note"]) for each in listed] == [("monday", "before the class")]
    assert "monday" in moot("list")[1]
    world.set_court_time("2026")
    assert moot("restore", "monday", typed="n\n")[0] == 1
    with world.database("ctd").reading() as session:
        assert read_setting(session).now(clock.wall()).year == 2026
    status, said = moot("restore", "monday", "--yes")
    assert (status, "Restored “monday”" in said) == (0, True), said
    with world.database("ctd").reading() as session:
        assert read_setting(session).now(clock.wall()).year == 2021
    assert moot("nightly", "--at", "soon")[1].startswith("Error: “soon” is no time of day")
    assert "There is no snapshot “x”" in moot("nightly", "--to", "x")[1]
    assert moot("delete", "monday") == (0, "Deleted “monday”.\n")
    nothing = CliRunner().invoke(main, ["snapshot", "--data", str(world.folder / "no"), "list"])
    assert "moot up" in nothing.output
