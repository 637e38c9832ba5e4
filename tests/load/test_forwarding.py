r"""Notices of appeal while the sending worker and the circuit are killed: each opens one appeal.

Run it for both databases:

    .venv/bin/pytest tests/load/test_forwarding.py
    deploy/tools/postgres.sh with .venv/bin/pytest --database=postgresql \
        tests/load/test_forwarding.py
"""

from __future__ import annotations

import re
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import cast

import pytest

from shared.clock import sleep
from tests.load import filers
from tests.load.filers import Federation, Report, Trainee
from tests.serving import Kind, Nursery

#: Who is killed after each appeal, while it may be on its way; nobody after the last ones.
KILLS = ("ctd-worker", "ca2", "ctd-worker", "ca2-worker", "ctd-worker", "ctd", "", "")
#: How long after the receipt: at once, in the middle of the delivery, and later.
WAITS = (0.0, 0.02, 0.05, 0.1, 0.2, 0.0, 0.0, 0.0)
APPEAL = "/cgi-bin/FileEvent.pl?event=Notice+of+Appeal"
CASE = "3:19-cv-00021"


@pytest.fixture
def federation(
    request: pytest.FixtureRequest, nursery: Nursery, tmp_path: Path
) -> Iterator[Federation]:
    """Return a federation of processes with a class in it."""
    kind = cast(Kind, request.config.option.database)
    made = Federation(kind, nursery, tmp_path, filers.seats(len(KILLS)))
    yield made
    made.stop()


def test_every_appeal_opens_one_case_whoever_is_killed(
    federation: Federation, capsys: pytest.CaptureFixture[str]
) -> None:
    """Nothing is lost and nothing comes twice, on the way up and on the way back."""
    (before,) = federation.ask("ca2", "SELECT max(id) AS last FROM court_case")
    report, guard = Report(federation.kind), threading.Lock()
    undelivered = 0
    for place, who in enumerate(filers.seats(len(KILLS))):
        trainee = Trainee(who, place, federation, report, guard)
        trainee.arrive()
        trainee.file(CASE, 0, event=APPEAL)
        sleep(WAITS[place])
        if KILLS[place]:
            federation.kill(KILLS[place])
            undelivered += len(_waiting(federation, "ctd"))
    for _ in range(600):
        if not _waiting(federation, "ctd") and not _waiting(federation, "ca2"):
            break
        sleep(0.5)
    new = f"SELECT id, year, serial FROM court_case WHERE id > {before.last}"
    appeals = federation.ask("ca2", f"{new} ORDER BY id")
    entries = federation.ask(
        "ca2", f"SELECT case_id FROM docket_entry WHERE case_id > {before.last}"
    )
    told = federation.ask("ctd", "SELECT text FROM docket_entry WHERE event = 'usca_number'")
    numbers = [re.search(r"USCA Case Number (\d+-\d+)", row.text) for row in told]
    papers = federation.ask(
        "ca2",
        f"SELECT digest FROM docket_document WHERE case_id > {before.last} AND digest <> ''",
    )
    with capsys.disabled():
        print(
            f"\n  {federation.kind}: {len(KILLS)} appeals, {len(appeals)} cases opened, "
            f"{len(told)} numbers told back; killed: {', '.join(filter(None, KILLS))}; "
            f"{undelivered} promises were undelivered after a kill, {report.repeated} requests "
            "repeated"
        )
    assert report.errors == []
    assert not _waiting(federation, "ctd")
    assert len(appeals) == len(entries) == len(told) == len(KILLS)
    assert {f"{row.year % 100:02d}-{row.serial:04d}" for row in appeals} == {
        found[1] for found in numbers if found is not None
    }
    assert len(papers) == len(KILLS)
    mails = federation.ask("pacer", "SELECT message_id FROM mail_item WHERE template = 'nda'")
    promised = federation.ask("ca2", "SELECT message_id FROM outbox WHERE kind = 'mail.delivery'")
    assert {row.message_id for row in promised} == {row.message_id for row in mails}
    assert len(mails) == len({row.message_id for row in mails}) > 0


def _waiting(federation: Federation, court: str) -> list[object]:
    """Return the promises of a court that are not delivered."""
    return federation.ask(court, "SELECT id FROM outbox WHERE delivered_at IS NULL")
