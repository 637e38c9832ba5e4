"""Planting: what a court has after its first start, and what is planted beside it later."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from click.testing import CliRunner
from sqlalchemy import event, func, select

import courts.app
import courts.cli
from courts.accounts.models import CourtUser
from courts.cases import queries as cases
from courts.cases.models import Case, CaseLink, Counsel, Party, Setting
from courts.cases.service import Known
from courts.claims.models import Claim, ClaimEvent, Creditor
from courts.docket.models import Document, Entry
from courts.kinds.drafts import CaseDraft
from courts.kinds.numbers import BANKRUPTCY
from courts.sandbox import protocol as sandbox
from courts.tables import Batch
from courts.worlds import reference
from courts.worlds import service as worlds_service
from courts.worlds.writing import Size
from courts.worlds.writing import cases as generated
from shared import db, personas
from shared.errors import Refusal
from shared.launcher import preparing
from shared.launcher.cli import main
from shared.launcher.datadir import DataDirectory
from shared.launcher.federations import Run
from tests.harness import World, build

COURTS = ("ctd", "cod", "ctb", "ca2")
EVERYTHING = (
    Case, Party, Counsel, Setting, CaseLink, Entry, Document, Claim, ClaimEvent, Creditor
)  # fmt: skip


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    """A federation after its first start; these tests only read, or plant into ctb."""
    built = build(tmp_path_factory.mktemp("planted"))
    yield built
    built.close()


def drafts(world: World, court: str) -> list[CaseDraft]:
    """Return what a court of the default era begins with, written anew."""
    member = world.member(court)
    zone = ZoneInfo(member.timezone)
    until = date(2021, 11, 14)
    tiny = generated(court, member.kind, 1, Size.TINY, until=until, zone=zone)
    return [*reference.cases(court), *tiny]


@pytest.mark.parametrize("court", COURTS)
def test_a_court_begins_with_its_reference_cases_and_a_tiny_world(world: World, court: str) -> None:
    """In the order of their drafts, with ids from 1 and every row of every draft."""
    wanted = drafts(world, court)
    with world.database(court).reading() as session:
        stored = session.scalars(select(Case).order_by(Case.id)).all()
        assert [row.id for row in stored] == [*range(1, len(wanted) + 1)]
        for row, draft in zip(stored, wanted, strict=True):
            assert (row.caption, row.number) == (draft.caption, draft.number)
            assert row.last_filed_on == draft.last_filed_on
            entries = session.scalars(
                select(Entry).where(Entry.case_id == row.id).order_by(Entry.seq)
            ).all()
            assert [each.text for each in entries] == [each.text for each in draft.entries]
            assert [each.entered_at for each in entries] == [e.entered_at for e in draft.entries]
            view = cases.whole(session, row)
            assert [p.party.name for p in view.parties] == [p.name for p in draft.parties]
            assert [[c.name for c in p.counsel] for p in view.parties] == [
                [c.name for c in p.counsel] for p in draft.parties
            ]
            assert [[c.name for c in p.counts] for p in view.parties] == [
                [c.name for c in p.counts] for p in draft.parties
            ]
            claims = session.scalars(
                select(Claim).where(Claim.case_id == row.id).order_by(Claim.number)
            ).all()
            assert [c.creditor for c in claims] == [c.creditor for c in draft.claims]
            assert len(view.links) == len(draft.links)


def test_ties_inside_a_court_lead_to_rows(world: World) -> None:
    """A lead knows its members, a proceeding its main case; ties to other courts stay text."""
    for court in COURTS:
        with world.database(court).reading() as session:
            for link in session.scalars(select(CaseLink)):
                assert (link.other_id is None) == bool(link.court), link.number
    with world.database("ctd").reading() as session:
        lead = session.scalars(select(Case).where(Case.serial == 2999)).one()
        view = cases.whole(session, lead)
        assert {other.serial for other in view.others.values()} == {28, 29}


def test_papers_of_entries_and_claims_belong_to_their_case(world: World) -> None:
    """Every paper hangs on an entry or on a claim of the same case."""
    with world.database("ctb").reading() as session:
        entries = {entry.id: entry.case_id for entry in session.scalars(select(Entry))}
        claims = {claim.id: claim.case_id for claim in session.scalars(select(Claim))}
        events = session.scalars(select(ClaimEvent)).all()
        papers = {paper.id: paper for paper in session.scalars(select(Document))}
    for paper in papers.values():
        assert (paper.entry_id is None) != (paper.claim_id is None)
        owner = entries.get(paper.entry_id or 0) or claims.get(paper.claim_id or 0)
        assert owner == paper.case_id
        assert paper.digest == ""
        assert paper.size > 0
    assert all(papers[e.document_id].claim_id == e.claim_id for e in events if e.document_id)


def test_personas_are_counsel_of_record(world: World) -> None:
    """With the account that they have in that court."""
    for court in COURTS:
        with world.database(court).reading() as session:
            users = {user.id: user.last_name for user in session.scalars(select(CourtUser))}
            rows = session.scalars(select(Counsel).where(Counsel.user_id.is_not(None))).all()
            found = {row.name: users[row.user_id or 0] for row in rows}
        assert "John Attorney" in found
        assert all(name.endswith(last) for name, last in found.items())


def test_a_second_start_plants_nothing(world: World) -> None:
    """Whatever became of the cases since."""
    before = counts(world, "cod")
    courts.cli.plant(world.apps["cod"], personas.load())
    assert counts(world, "cod") == before


def test_a_class_is_planted_beside_the_tiny_world_once(world: World) -> None:
    """Sixty cases more, in a fixed number of statements, and not twice."""
    before = counts(world, "ctb")
    engine = world.database("ctb").write_engine
    statements: list[str] = []

    def count(_c: object, _u: object, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT"):
            statements.append(statement)

    event.listen(engine, "before_cursor_execute", count)
    try:
        *_, last = courts.cli.plant_world(world.apps["ctb"], "class")
    finally:
        event.remove(engine, "before_cursor_execute", count)
    assert (last.cases, last.of) == (60, 60)
    # One for each table of the record, one for the audit trail and one for its head.
    assert len(statements) <= len(EVERYTHING) + 3
    after = counts(world, "ctb")
    assert after[Case.__tablename__] == before[Case.__tablename__] + 60
    assert after[Entry.__tablename__] == before[Entry.__tablename__] + last.entries
    with pytest.raises(Refusal, match="already"):
        next(courts.cli.plant_world(world.apps["ctb"], "class"))
    with pytest.raises(Refusal, match="no world of size"):
        next(courts.cli.plant_world(world.apps["ctb"], "huge"))


def test_a_large_world_is_planted_by_several_processes(
    world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Part after part, each by whoever is free: every case once, and its ties."""
    monkeypatch.setattr(worlds_service, "_PART", 24)
    before = counts(world, "ca2")[Case.__tablename__]
    *_, last = courts.cli.plant_world(world.apps["ca2"], "class")
    member = world.member("ca2")
    zone = ZoneInfo(member.timezone)
    wanted = [*generated("ca2", member.kind, 1, Size.CLASS, until=date(2021, 11, 14), zone=zone)]
    assert last.entries == sum(len(draft.entries) for draft in wanted)
    with world.database("ca2").reading() as session:
        rows = session.scalars(select(Case).where(Case.id > before)).all()
        assert {row.number for row in rows} == {draft.number for draft in wanted}
        texts = set(session.scalars(select(Entry.text).where(Entry.case_id > before)))
    assert texts == {entry.text for draft in wanted for entry in draft.entries}


def test_what_a_court_has_is_listed(world: World) -> None:
    """Ids as addresses carry them, sealed cases marked."""
    told = sandbox.world(world.apps["ctd"], 4)
    assert told["counts"]["cases"] == 25
    first, second, third, _fourth = told["cases"]
    assert first["number"] == "3:19-cv-00021-RBX-LDG"
    assert first["documents"][0]["id"] == "041130000001"
    assert first["documents"][0]["menu"] == "041030000001"
    assert second["sealed"]
    assert third["restricted"] == "social_security"


def test_a_world_of_another_day_is_another_world(tmp_path: Path) -> None:
    """Nothing of it lies in the future of its era; the reference cases are what they are."""
    built = build(tmp_path, at="2004-12", people=())
    with built.database("ctd").reading() as session:
        rows = session.scalars(select(Case).order_by(Case.id)).all()
        made = rows[len(reference.cases("ctd")) :]
        assert len(made) == 12
        assert all(row.last_filed_on < date(2004, 12, 14) for row in made)
    built.close()


def test_a_court_can_begin_with_its_reference_cases_alone(tmp_path: Path) -> None:
    """For tests that count, and for classes that bring their own cases."""
    built = build(tmp_path, people=(), settings={"MOOT_WORLD_SIZE": "none"})
    assert counts(built, "ca2")[Case.__tablename__] == len(reference.cases("ca2"))
    built.close()


def test_rows_that_leave_columns_out_get_their_defaults(tmp_path: Path) -> None:
    """As if they had gone through the tables' classes."""
    built = build(tmp_path, people=(), plant=False)
    with built.database("ctd").writing() as session:
        batch = Batch(session)
        given = {"family": "civil", "year": 2020, "serial": 1, "world": 0}
        days = {"filed_on": date(2020, 1, 1), "last_filed_on": date(2020, 1, 1)}
        made = batch.add(Case, {**given, **days, "caption": "A v. B", "caption_key": "a v. b"})
        batch.flush()
    with built.database("ctd").reading() as session:
        row = session.get(Case, made)
        assert row is not None
        assert (row.flags, row.facts, row.sealed, row.nature) == ([], {}, False, "")
    built.close()


def test_the_command_lists_and_plants(tmp_path: Path) -> None:
    """`moot world` on a data directory, with its seed."""
    directory = DataDirectory(tmp_path / "data")
    directory.open(mode=None, seed=5, file=None)
    directory.write_run(Run())
    federation = directory.federation()
    preparing.prepare(directory, federation, when=None, environ={"MOOT_ARGON2_TIME": "1"})
    folder = ["--data", str(directory.folder)]
    listed = CliRunner().invoke(main, ["world", "--json", *folder], catch_exceptions=False)
    told = json.loads(listed.output)
    assert told["seed"] == 5
    assert [court["id"] for court in told["courts"]] == list(COURTS)
    assert all(len(court["cases"]) >= 16 for court in told["courts"])
    command = ["world", *folder, "plant", "--court", "cod", "--size", "class"]
    planted = CliRunner().invoke(main, command, catch_exceptions=False)
    assert "Planted into cod: 60 cases" in planted.output
    table = CliRunner().invoke(main, ["world", *folder, "--court", "cod"], catch_exceptions=False)
    assert "76" in table.output
    unknown = CliRunner().invoke(main, ["world", *folder, "--court", "nowhere"])
    assert unknown.exit_code == 1
    assert "There is no court nowhere" in unknown.output


def counts(world: World, court: str) -> dict[str, int]:
    """Return how many rows each table of the record has."""
    with world.database(court).reading() as session:
        return {
            table.__tablename__: session.scalar(
                db.every_world(select(func.count()).select_from(table))
            )
            or 0
            for table in EVERYTHING
        }


def test_hard_characters_come_back_as_they_were(world: World) -> None:
    """PostgreSQL gets them as the text of a COPY."""
    hard = "a\tb\\c\\N\nd\re \\. 'f' \"g\" \\u0041 é ☃ 𝄞"
    (draft, *_) = drafts(world, "ctb")
    number = replace(draft.number, serial=49_999)
    entry = draft.entries[0]._replace(text=hard, filers=(hard, "h"), refers=())
    with world.database("ctb").writing() as session:
        (case_id,) = worlds_service.plant_cases(
            session,
            [replace(draft, number=number, caption=hard, entries=(entry,), links=())],
            known=Known({}, {}),
            style=BANKRUPTCY,
            zone=ZoneInfo(world.member("ctb").timezone),
        )
    with world.database("ctb").reading() as session:
        case = session.get_one(Case, case_id)
        stored = session.scalars(select(Entry).where(Entry.case_id == case_id)).one()
        assert (case.caption, case.terminated_on) == (hard, draft.terminated_on)
        assert (stored.text, stored.filers, stored.ended_on) == (hard, [hard, "h"], None)
        assert stored.entered_at == entry.entered_at
