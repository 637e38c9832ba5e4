"""Twenty people who open cases at once: every case has a number, and none has another's."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import select

from courts import models
from courts.cases.models import Case
from courts.docket.models import Entry
from courts.filing.service import Bench
from courts.kinds import catalogue, numbers
from courts.kinds.filings import Filer, Paper
from courts.kinds.policies import policy_for
from courts.openings import drafting, service
from courts.openings.service import Hand, Paperwork
from courts.permissions import CourtUserFacts, FilingFacts, PacerFacts, SessionFacts
from courts.petitions.service import Petition, file_petition
from shared.db import Database, every_world
from tests import racing

NOW = datetime(2021, 11, 15, 15, tzinfo=UTC)
TODAY = date(2021, 11, 15)
ZONE = ZoneInfo("America/New_York")
AT_ONCE = 20
PETITION = Petition("voluntary_petition", answers={"chapter": "7", "debtor_kind": "Individual"})


@pytest.fixture
def database(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Database]:
    """Return a court's database, of the kind that `--database` names."""
    with racing.database(request, tmp_path, models.METADATAS) as made:
        yield made


def hand(number: int, kind: str, menus: tuple[str, ...], style: numbers.Style) -> Hand:
    """Return one of many who may file."""
    facts = FilingFacts(
        go_live=datetime(2017, 12, 11, tzinfo=UTC),
        legacy_cutoff=datetime(2017, 12, 11, tzinfo=UTC),
        session=SessionFacts("pacer"),
        account=PacerFacts(),
        court_user=CourtUserFacts(linked=True),
    )
    bench = Bench(catalogue.of_menus(*menus), policy_for(kind, "none"), style, ZONE)
    name = f"Filer {number}"
    filer = Filer(number, f"subject-{number}", name, f"{number}, Filer")
    return Hand(filer, facts, bench, 0, NOW, TODAY)


def opened(database: Database, number: int) -> Callable[[], int]:
    """Return the deed of opening a civil case; it tells the serial number that was drawn."""
    people: list[dict[str, Any]] = [
        {"role": "Plaintiff", "name": f"Plaintiff {number}"},
        {"role": "Defendant", "name": "Everybody"},
    ]
    draft = drafting.civil({"office": "3"}, people, kind="cv", today=TODAY)
    by = hand(number, "district", ("civil", "criminal"), numbers.DISTRICT)

    def do() -> int:
        with database.writing(world=0) as session:
            return service.open_shell(session, draft, event="complaint", hand=by).serial

    return do


def petitioned(database: Database, number: int) -> Callable[[], tuple[int, int]]:
    """Return the deed of filing a petition; it tells the numbers of the case and of its entry."""
    told = {"office": "3", "chapter": "7"}
    draft = drafting.petition(told, [{"role": "Debtor", "name": f"D {number}"}], today=TODAY)
    by = hand(number, "bankruptcy", ("bankruptcy", "adversary"), numbers.BANKRUPTCY)
    work = Paperwork(papers=(Paper("0" * 64, 10, 1, "petition.pdf"),))

    def do() -> tuple[int, int]:
        with database.writing(world=0) as session:
            filed = file_petition(session, draft, PETITION, paperwork=work, hand=by)
            return filed.case.serial, filed.view.entry.number or 0

    return do


def test_twenty_civil_cases_at_once_have_twenty_numbers_without_gap(database: Database) -> None:
    told = racing.at_once([opened(database, n) for n in range(1, AT_ONCE + 1)])
    assert sorted(told) == list(range(1, AT_ONCE + 1))
    with database.reading() as session:
        rows = session.scalars(every_world(select(Case))).all()
    assert len(rows) == AT_ONCE


def test_twenty_petitions_at_once_have_their_numbers_and_one_entry_each(
    database: Database,
) -> None:
    told = racing.at_once([petitioned(database, n) for n in range(1, AT_ONCE + 1)])
    assert sorted(serial for serial, _ in told) == list(range(30_001, 30_001 + AT_ONCE))
    assert {number for _, number in told} == {1}
    with database.reading() as session:
        assert len(session.scalars(select(Entry)).all()) == AT_ONCE
