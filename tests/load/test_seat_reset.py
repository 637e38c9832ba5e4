"""One seat of twelve is set back while the others sit there, and while they work (2021-11).

The times are printed, not judged. Every row of every member is compared:

    .venv/bin/pytest tests/load/test_seat_reset.py
"""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, field
from typing import Any

import pytest

from shared.clock import sleep, ticks
from shared.db import Database
from tests import harness, seating
from tests.load import classroom
from tests.load.classroom import OneProcess, Pace, Report
from tests.serving import Running

SEATS = int(os.environ.get("MOOT_RESET_SEATS", "12"))
SECONDS = float(os.environ.get("MOOT_RESET_SECONDS", "60"))
#: Who works is quick, so that much is going on when the seat is set back.
QUICK = Pace(seats=SEATS, seconds=SECONDS, least=0.3, most=1.0)
CHECKPOINT = "Before lunch"


@dataclass
class Databases:
    """The databases of a federation of other processes, for whoever reads their rows."""

    running: Running
    opened: dict[str, Database] = field(default_factory=dict)

    def database(self, member: str) -> Database:
        """Return the database of a member."""
        if member not in self.opened:
            self.opened[member] = Database(self.running.databases[member], pool_size=1)
        return self.opened[member]

    def close(self) -> None:
        """Close them."""
        for database in self.opened.values():
            database.dispose()


@dataclass
class Class:
    """A class whose rows can be read."""

    room: classroom.Room
    rows: seating.Room
    made_in: float

    def worlds(self) -> dict[int, int]:
        """Return the present run of every seat, by its number."""
        return {number: self.rows.seat(number).run for number in range(1, SEATS + 1)}

    def press(self, path: str, **fields: Any) -> float:
        """Send a form of the class as its trainer; return the seconds until all seats are ready."""
        page = self.room.page()
        (token, *_) = page.all("//main//input[@name='csrf_token']/@value")
        began = ticks()
        answer = self.room.trainer.session.post(
            self.room.running.url("pacer", f"/classes/{self.room.class_id}{path}"),
            data={"csrf_token": token, **fields},
            headers={"Referer": page.url},
            allow_redirects=False,
            timeout=60,
        )
        assert answer.status_code == 303, harness.Page(self.room.trainer, answer).text[:600]
        self.until(lambda: self.told()["ready"] == self.told()["seats"], "all seats ready")
        return ticks() - began

    def told(self) -> dict[str, int]:
        """Return how far the seats are."""
        url = self.room.running.url("pacer", f"/classes/{self.room.class_id}/progress")
        found: dict[str, int] = self.room.trainer.session.get(url, timeout=30).json()
        return found

    def until(self, good: Callable[[], bool], what: str) -> None:
        """Wait until something is so.

        :raises TimeoutError: if that never comes.
        """
        limit = ticks() + 120
        while not good():
            if ticks() > limit:
                raise TimeoutError(what)
            sleep(0.02)


@pytest.fixture(scope="module")
def of_class(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Class]:
    """Return a class of twelve in one process on SQLite."""
    running = OneProcess(tmp_path_factory.mktemp("reset")).running
    databases = Databases(running)
    report = Report("")
    try:
        room = classroom.open_class(running, seats=SEATS, report=report)
        world: Any = databases
        rows = seating.Room(world, room.class_id, room.trainer)
        with closing(databases):
            yield Class(room, rows, report.made_in)
    finally:
        running.stop()


def test_nobody_else_has_one_byte_changed(
    of_class: Class, capsys: pytest.CaptureFixture[str]
) -> None:
    """All others sit still: whatever changed belongs to the seat that was set back."""
    classroom.settle(of_class.room)
    worlds = of_class.worlds()
    before = of_class.rows.rows()
    others = {row for n, world in worlds.items() if n != 7 for row in of_class.rows.owned(world)}
    seconds = of_class.press("/seats/7/reset")
    classroom.settle(of_class.room)
    after = of_class.rows.rows()
    with capsys.disabled():
        print(f"\n  {SEATS} seats made in {of_class.made_in:.1f} s")
        print(f"  one seat set back, all others idle: {seconds:.2f} s; {len(others)} rows compared")
    assert len(others) > 20 * (SEATS - 1)
    assert seating.changed(before, after) & others == set()
    now = of_class.worlds()
    assert {n for n in now if now[n] != worlds[n]} == {7}


def test_a_class_is_kept_and_put_back(of_class: Class, capsys: pytest.CaptureFixture[str]) -> None:
    """Every seat of the class to a checkpoint and back to it; nobody gets what another one had."""
    began = ticks()
    of_class.press("/checkpoints", name=CHECKPOINT)
    of_class.until(lambda: _taken(of_class) == SEATS, "all checkpoints taken")
    kept = ticks() - began
    worlds = of_class.worlds()
    sizes = {n: len(of_class.rows.owned(world)) for n, world in worlds.items()}
    back = of_class.press("/back", checkpoint=CHECKPOINT)
    classroom.settle(of_class.room)
    with capsys.disabled():
        print(
            f"\n  the class world of {SEATS} seats: kept in {kept:.2f} s, put back in {back:.2f} s"
        )
    now = of_class.worlds()
    assert all(now[n] != worlds[n] for n in now)
    for number, world in now.items():
        assert abs(len(of_class.rows.owned(world)) - sizes[number]) < sizes[number] // 2


def _taken(of_class: Class) -> int:
    with classroom.asking(of_class.room.running) as ask:
        (found,) = ask(
            "pacer",
            "SELECT count(*) FROM seat_checkpoint WHERE name = :name AND taken_at IS NOT NULL",
            name=CHECKPOINT,
        )
    return int(found[0])


def test_who_works_meanwhile_loses_nothing(
    of_class: Class, capsys: pytest.CaptureFixture[str]
) -> None:
    """Eleven link and file; one is set back again and again, and nobody sees anything of it."""
    report = Report(f"{SEATS - 1} seats at work, one set back meanwhile")
    of_class.press("/reset")
    seconds: list[float] = []
    over = threading.Event()

    def axe() -> None:
        while not over.wait(SECONDS / 6):
            seconds.append(of_class.press(f"/seats/{SEATS}/reset"))

    thread = threading.Thread(target=axe, daemon=True)
    thread.start()
    try:
        at_work = classroom.Room(
            **{**vars(of_class.room), "seats": SEATS - 1, "trainer": of_class.room.trainer}
        )
        trainees = classroom.run(at_work, QUICK, report)
    finally:
        over.set()
        thread.join(60)
    with capsys.disabled():
        print("", *report.lines(), *report.errors, sep="\n  ")
        print(f"  set back: {', '.join(f'{each:.2f} s' for each in seconds)}")
    assert report.errors == []
    assert seconds
    classroom.settle(of_class.room)
    assert classroom.differences(of_class.room, trainees) == []
    assert report.finished == SEATS - 1 or SECONDS < 60
