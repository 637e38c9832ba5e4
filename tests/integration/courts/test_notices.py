"""Notices of what was docketed: who is told, by which mail, and what programs read in it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from courts.accounts.models import CourtUser
from courts.cases.models import Case
from tests import noticing
from tests.harness import copy_of
from tests.integration.courts import bench as benches
from tests.integration.courts.bench import Bench

Make = Callable[..., Bench]


@pytest.fixture(scope="module")
def templates(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str, str], Path]:
    """Return a function that gives the folder of a court that was planted once."""
    made: dict[tuple[str, str], Path] = {}

    def at(court: str, when: str) -> Path:
        if (court, when) not in made:
            folder = tmp_path_factory.mktemp(f"{court}-{when}")
            benches.build(folder, court, when, world="none").database.dispose()
            made[court, when] = folder
        return made[court, when]

    return at


@pytest.fixture
def make(
    templates: Callable[[str, str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Make]:
    """Build one court at one moment."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    made: list[Bench] = []

    def one(court: str, when: str = "2021-11") -> Bench:
        folder = copy_of(templates(court, when), tmp_path / court)
        made.append(benches.build(folder, court, when, planted=True))
        return made[-1]

    yield one
    for each in made:
        each.database.dispose()


def cases_of(court: Bench) -> list[Case]:
    """Return the cases of a court that notices can go out in."""
    with court.database.reading() as session:
        rows = session.scalars(select(Case).order_by(Case.id)).all()
        return [row for row in rows if not row.sealed and not row.opening]


def wants_text(court: Bench) -> None:
    """Have every second account ask for text."""
    with court.database.writing() as session:
        session.execute(update(CourtUser).where(CourtUser.id % 2 == 0).values(notice_format="text"))


@pytest.mark.parametrize("name", ["ctd", "ctb", "ca2", "cod"])
def test_mails_are_read_as_they_were_filed(make: Make, name: str) -> None:
    """Each case of a court gets a motion with two exhibits; every mail is read back whole."""
    court = make(name)
    wants_text(court)
    told = 0
    for case in cases_of(court)[:8]:
        papers = [
            noticing.store_paper(court, "motion.pdf"),
            noticing.store_paper(court, "a.pdf", category="Exhibit", description="A"),
        ]
        new = noticing.new_entry(court, papers=papers, filers=("Sam Pleasant",))
        mailing = noticing.file(court, (case.id, new))
        for mail in mailing.mails:
            assert noticing.differences(court, mailing, mail) == []
            told += 1
    assert told > 4
