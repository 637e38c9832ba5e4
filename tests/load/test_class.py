"""A class at work: forty trainees link and file at human pace for ten minutes (2021-11).

MOOT_CLASS_SEATS (40), MOOT_CLASS_MINUTES (10), MOOT_CLASS_THINK (3-12 seconds for each page) and
MOOT_CLASS_SEED say how. Over one process on SQLite, over a process for each member on PostgreSQL,
and over containers that somebody runs:

    .venv/bin/pytest tests/load/test_class.py
    deploy/tools/postgres.sh with .venv/bin/pytest --database=postgresql tests/load/test_class.py
    deploy/tools/class_in_containers.sh
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import serving
from tests.load import classroom
from tests.load.classroom import OneProcess, Pace, Report
from tests.serving import Nursery, Running


@pytest.fixture
def pace() -> Pace:
    """Return how many work, and how fast."""
    return Pace.from_environment()


@pytest.fixture
def running(request: pytest.FixtureRequest, nursery: Nursery, tmp_path: Path) -> Iterator[Running]:
    """Return a federation that was asked for, with the settings of every day."""
    address = request.config.option.running_at
    if address:
        made = serving.already_running(address, classroom.ERA)
        # Where the databases of the containers are, as somebody on this machine reaches them.
        made.databases = json.loads(os.environ["MOOT_CLASS_DATABASES"])
    elif request.config.option.database == "postgresql":
        made = serving.serve(
            "processes",
            "postgresql",
            classroom.ERA,
            nursery=nursery,
            folder=tmp_path,
            settings=classroom.EVERY_DAY,
        )
    else:
        made = OneProcess(tmp_path).running
    yield made
    made.stop()


def test_a_class_works(running: Running, pace: Pace, capsys: pytest.CaptureFixture[str]) -> None:
    """No error, nothing lost; tables, coach, board and screens say the same of every seat."""
    report = Report(f"{running.topology}, {next(iter(running.databases.values())).split(':')[0]}")
    room = classroom.open_class(running, seats=pace.seats, report=report)
    trainees = classroom.run(room, pace, report)
    with capsys.disabled():
        print("", *report.lines(), *report.errors, sep="\n  ")
    assert report.errors == []
    classroom.settle(room)
    assert classroom.differences(room, trainees) == []
    assert report.finished == pace.seats or pace.seconds < 300
