"""Forty trainees file for minutes into five cases: nothing is lost, nothing comes twice (2021-11).

MOOT_FILING_SECONDS says for how long (180). Run it for both databases; PostgreSQL's server is
killed, too:

    .venv/bin/pytest tests/load/test_filing.py
    deploy/tools/postgres.sh with .venv/bin/pytest --database=postgresql tests/load/test_filing.py
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from tests.load import filers
from tests.load.filers import Federation
from tests.serving import Kind, Nursery

SECONDS = float(os.environ.get("MOOT_FILING_SECONDS", "180"))


@pytest.fixture
def kind(request: pytest.FixtureRequest) -> Kind:
    """Return the database that was asked for."""
    return cast(Kind, request.config.option.database)


@pytest.fixture
def federation(kind: Kind, nursery: Nursery, tmp_path: Path) -> Iterator[Federation]:
    """Return a federation of processes with a class in it."""
    made = Federation(kind, nursery, tmp_path, filers.seats(filers.SEATS))
    yield made
    made.stop()


def _all_is_well(federation: Federation, report: filers.Report) -> None:
    assert report.errors == []
    filers.settled(federation)
    found = filers.marks(federation)
    # Everybody saw the receipt of everything: what is on a docket was seen, and once.
    assert set(found) == set(report.filed)
    assert set(found.values()) == {1}
    for case, first, last, count in federation.ask(
        "ctd",
        "SELECT case_id, min(number), max(number), count(number) FROM docket_entry "
        "WHERE case_id IN (SELECT case_id FROM submission) GROUP BY case_id",
    ):
        assert last - first + 1 == count, f"case {case}: numbers {first} to {last} are {count}"
    logged = federation.ask("ctd", "SELECT entry_id FROM submission")
    assert len(logged) == len({row.entry_id for row in logged}) == len(report.filed)
    promised = federation.ask(
        "ctd",
        "SELECT message_id FROM outbox WHERE kind = 'mail.delivery' AND destination = 'pacer'",
    )
    mails = Counter(
        row.message_id for row in federation.ask("pacer", "SELECT message_id FROM mail_item")
    )
    assert set(mails.values()) == {1}
    assert {row.message_id for row in promised} <= set(mails)
    notices = federation.ask("ctd", "SELECT entry_id FROM notice")
    assert {row.entry_id for row in notices} == {row.entry_id for row in logged}


def test_forty_file_for_minutes(federation: Federation, capsys: pytest.CaptureFixture[str]) -> None:
    """The p95 of each screen is printed."""
    report = filers.run(federation, filers.seats(filers.SEATS), seconds=SECONDS)
    with capsys.disabled():
        print("", *report.lines(), sep="\n  ")
    _all_is_well(federation, report)
    assert report.repeated == 0


def test_killed_in_the_middle(
    federation: Federation, kind: Kind, capsys: pytest.CaptureFixture[str]
) -> None:
    """SIGKILL of the court, its worker, PACER's worker and the database, each started again."""
    kills = {SECONDS * 0.2: "ctd", SECONDS * 0.4: "ctd-worker", SECONDS * 0.6: "pacer-worker"}
    if kind == "postgresql":
        kills[SECONDS * 0.75] = "database"
    report = filers.run(federation, filers.seats(filers.SEATS), seconds=SECONDS, kills=kills)
    with capsys.disabled():
        print("", *report.lines(), sep="\n  ")
    assert len(report.kills) == len(kills)
    _all_is_well(federation, report)
