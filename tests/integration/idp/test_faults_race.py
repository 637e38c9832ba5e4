"""A fault for so many requests bites exactly so often, whichever process and thread meets it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import func, select

from idp import models
from shared import db
from shared.audit import AuditEvent
from shared.faults import OK_WITH_ERROR, About
from shared.outbox import OutboxRow
from shared.switches import FaultRow, Switches
from shared.wire import FaultMet
from tests import racing

NOW = datetime(2021, 11, 15, 14, 0, tzinfo=UTC)
PROCESSES, THREADS, MOST = 2, 12, 5


@pytest.fixture
def processes(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[list[db.Database]]:
    """Return one database as several processes have it, of the kind that `--database` names."""
    with ExitStack() as stack:
        url = stack.enter_context(racing.database_url(request, tmp_path, "pacer"))
        made = [db.Database(url, pool_size=THREADS) for _each in range(PROCESSES)]
        for each in made:
            stack.callback(each.dispose)
        db.create_all(made[0], models.METADATAS)
        yield made


def switches(database: db.Database) -> Switches:
    return Switches(
        database, "pacer", active=True, wall=lambda: NOW, wake=lambda: None, threads=THREADS
    )


def test_a_fault_bites_as_often_as_it_was_asked_for(processes: list[db.Database]) -> None:
    with processes[0].writing() as session:
        session.add(FaultRow(id="f1", name=OK_WITH_ERROR, scope="all", most=MOST))
    boards = [switches(each) for each in processes]
    assert all(board.on for board in boards)

    def meet(board: Switches) -> bool:
        return board.bites(OK_WITH_ERROR, About(), path="/") is not None

    deeds = [lambda board=boards[number % PROCESSES]: meet(board) for number in range(THREADS)]
    assert sum(racing.at_once(deeds)) == MOST
    for board in boards:
        board.look_again()
        assert not board.on
        assert not meet(board)
    with processes[0].reading() as session:
        used = select(FaultRow.used)
        noted = select(func.count()).where(AuditEvent.tag == "fault:met")
        told = select(func.count()).where(OutboxRow.kind == FaultMet.KIND)
        assert [session.scalar(each) for each in (used, noted, told)] == [MOST] * 3
