"""Forty people file into five cases at the same moment: numbers have neither gap nor clash."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import func, select

import courts.app
import courts.cli
from courts.docket.models import Document, Entry
from courts.filing.models import SUBMITTED, Submission, Transaction
from courts.notices.models import Notice
from shared import db
from shared.db import every_world
from shared.ids import new_token
from tests import racing
from tests.integration.courts import bench
from tests.integration.courts.bench import PEOPLE, Bench
from tests.integration.courts.filings import Clerkless, filer

FILERS = 40
CASES = {
    "3:19-cv-21": "Alpha Widgets",
    "3:20-cv-23": "Hazel Mockwell",
    "3:21-cv-24": "Yorick Placeholder",
    "3:18-cv-26": "Town of Sampleton",
    "3:18-cv-28": "Kira Specimen",
}


@pytest.fixture
def court(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Bench]:
    """Return a court on the database that `--database` names."""
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    with racing.database_url(request, tmp_path, "filing") as url:
        made = bench.build(
            tmp_path,
            "ctd",
            "2021-11",
            planted=True,
            world="none",
            environ={"MOOT_DATABASE_URL": url, "MOOT_DOCUMENTS_URL": str(tmp_path / "papers")},
        )
        db.create_all(made.database, courts.app.METADATAS)
        made.at("2021-11")
        courts.cli.plant(made.app, PEOPLE.values())
        yield made
        made.database.dispose()


def to_final(made: Bench, number: str) -> Clerkless:
    """Bring a filing to its last screen."""
    at = filer(made, "attorney_everywhere")
    at.file("notice_other", number, CASES[number], upto="Docket Text: Final Text")
    assert at.heading == "Docket Text: Final Text"
    return at


def more(made: Bench, at: Clerkless, others: int) -> list[Clerkless]:
    """Return a filing with others that are as far as it is."""
    token = at.path.partition("t=")[2].partition("&")[0]
    found = [at]
    with made.database.writing() as session:
        row = session.scalars(
            every_world(select(Transaction).where(Transaction.token == token))
        ).one()
        for _ in range(others):
            columns = {c.name: getattr(row, c.name) for c in Transaction.__table__.columns}
            columns |= {"id": None, "token": new_token(22)}
            session.add(Transaction(**columns))
            desk = Clerkless(at.browser)
            desk.page, desk.path = at.page, at.path.replace(token, columns["token"])
            found.append(desk)
    return found


def test_forty_filers_into_five_cases(court: Bench) -> None:
    each = FILERS // len(CASES)
    desks = [desk for n in CASES for desk in more(court, to_final(court, n), each - 1)]
    before = _numbers(court)
    # Everybody presses Next twice, as people do when nothing seems to happen.
    answers = racing.at_once([desk.post for desk in desks for _ in range(2)])
    assert {a.status_code for a in answers} <= {200, 303}, Counter(a.status_code for a in answers)
    after = _numbers(court)
    with court.database.reading() as session:
        filed = session.scalars(every_world(select(Submission))).all()
        open_still = session.scalar(
            every_world(
                select(func.count()).select_from(Transaction).where(Transaction.status != SUBMITTED)
            )
        )
        papers = session.scalar(
            select(func.count())
            .select_from(Document)
            .where(Document.entry_id.in_([one.entry_id for one in filed]))
        )
        notices = session.scalar(select(func.count()).select_from(Notice))
    assert (len(filed), open_still, papers, notices) == (FILERS, 0, FILERS, FILERS)
    assert len({one.entry_id for one in filed}) == FILERS
    cases = {one.case_id for one in filed}
    assert Counter(one.case_id for one in filed) == dict.fromkeys(cases, each)
    for case_id in cases:
        last = max(number for number, _ in before[case_id])
        seq = max(seq for _, seq in before[case_id])
        new = sorted(set(after[case_id]) - set(before[case_id]))
        assert [number for number, _ in new] == list(range(last + 1, last + 1 + each))
        assert sorted(s for _, s in new) == list(range(seq + 1, seq + 1 + each))


def _numbers(court: Bench) -> dict[int, list[tuple[int, int]]]:
    """Return number (0 for none) and seq of all entries, by case."""
    found: dict[int, list[tuple[int, int]]] = {}
    with court.database.reading() as session:
        for case_id, number, seq in session.execute(select(Entry.case_id, Entry.number, Entry.seq)):
            found.setdefault(case_id, []).append((number or 0, seq))
    return found


def test_one_filing_pressed_sixteen_times_is_filed_once(court: Bench) -> None:
    desk = to_final(court, "3:19-cv-21")
    answers = racing.at_once([desk.post] * 16)
    told = [a for a in answers if a.status_code == 200]
    assert len(told) + sum(a.status_code == 303 for a in answers) == 16
    assert sum(a.status_code == 303 for a in answers) == 1
    assert all("Submission already made" in a.get_data(as_text=True) for a in told)
    with court.database.reading() as session:
        assert session.scalar(every_world(select(func.count()).select_from(Submission))) == 1
