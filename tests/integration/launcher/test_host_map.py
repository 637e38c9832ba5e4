"""`moot map` and `moot exec` at a federation that `moot up` could serve."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

import courts.app
from courts.docket.models import Document, Entry, FreeLook
from courts.kinds import doc_ids, numbers
from courts.kinds.numbers import CaseNumber
from courts.sandbox import protocol as sandbox
from courts.worlds import targets as drawing
from courts.worlds.targets import Candidate, Paper, Place
from shared.launcher import federations, host_map
from shared.launcher.datadir import DataDirectory
from tests.harness import World
from tests.integration.courts.bench import build

ROOT = Path(__file__).resolve().parents[3]
CTD = Place("ctd", "041", "ctdce", numbers.DISTRICT)
CTB = Place("ctb", "040", "ctbke", numbers.BANKRUPTCY)
DAY = date(2021, 3, 4)


def moot(*arguments: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "shared.launcher", *arguments],
        env={**os.environ, "PYTHONPATH": str(ROOT), "MOOT_ARGON2_MEMORY_KIB": "64"},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


# --------------------------------------------------------------------------- drawing

FULL = Candidate(
    7,
    CaseNumber(2021, 44, "cv", "3"),
    "A v. B",
    (Paper(1, 1, 11, 3), Paper(2, 2, 14, 1)),
    (("Ann Alpha", "Alpha"),),
    ("Omega Bank",),
    ("First Delta Bank, N.A.",),
)


def test_a_civil_target_has_the_fields_of_the_map() -> None:
    drawn = drawing.civil([FULL], CTD, magic="123", opinions=[DAY])
    assert drawn is not None
    assert drawn.look_at == 2
    assert drawn.told == {
        "court": "ctd",
        "pacer_case_id": "7",
        "docket_number": "3:21-cv-00044",
        "case_name": "A v. B",
        "doc_with_attachments": "041030000011",
        "doc_single": "041130000014",
        "doc_number": "1",
        "attachment_number": "1",
        "magic_num": "123",
        "opinions_from": "2021-03-01",
        "opinions_to": "2021-03-07",
        "pcl_case_number_full": "3:2021cv00044",
        "pcl_court_id": "ctdce",
    }


@pytest.mark.parametrize(
    "lacking",
    [
        replace(FULL, papers=FULL.papers[:1]),
        replace(FULL, papers=FULL.papers[1:]),
        replace(FULL, parties=()),
    ],
)
def test_a_case_that_lacks_something_is_passed_over(lacking: Candidate) -> None:
    assert drawing.civil([lacking], CTD, magic="1", opinions=[DAY]) is None
    assert drawing.appeal([lacking], CTD) is None
    found = drawing.civil([lacking, FULL], CTD, magic="1", opinions=[DAY])
    assert found is not None
    assert found.told["pacer_case_id"] == "7"
    assert drawing.civil([FULL], CTD, magic="1", opinions=[]) is None


def test_a_bankruptcy_target_is_the_only_one_of_its_name() -> None:
    case = replace(
        FULL,
        number=CaseNumber(2021, 30101, "bk", "3"),
        caption="Ann Alpha",
        parties=(("Ann Alpha", "Alpha"),),
    )
    drawn = drawing.bankruptcy([case], CTB, last_names={"alpha": 1})
    assert drawn is not None
    assert drawn.told["docket_number"] == "21-30101"
    assert (drawn.told["last_name"], drawn.told["creditor"]) == ("alpha", "first")
    assert drawing.bankruptcy([case], CTB, last_names={"alpha": 2}) is None
    joint = replace(case, caption="Ann Alpha and Bob Alpha")
    assert drawing.bankruptcy([joint], CTB, last_names={"alpha": 1}) is None
    assert drawing.bankruptcy([replace(case, claimants=())], CTB, last_names={"alpha": 1}) is None


@pytest.mark.parametrize("court", ["ctd", "ctb", "ca2"])
def test_each_court_draws_from_its_own_cases(tmp_path: Path, court: str) -> None:
    bench = build(tmp_path, court, "2021-11")
    told = sandbox.targets(bench.app, 1)
    again = sandbox.targets(bench.app, 1)
    assert told["court"] == court
    assert {k: v for k, v in told.items() if k != "magic_num"} == {
        k: v for k, v in again.items() if k != "magic_num"
    }
    menu = doc_ids.read(told["doc_with_attachments"])
    assert menu is not None
    with bench.database.reading() as session:
        papers = session.scalars(
            select(Document)
            .join(Entry, Entry.id == Document.entry_id)
            .where(Entry.case_id == int(told["pacer_case_id"]))
        ).all()
        main = next(paper for paper in papers if paper.id == menu.document)
        assert main.place == 0
        looks = session.scalars(select(FreeLook)).all()
    assert [look.magic for look in looks] == [
        one["magic_num"] for one in (told, again) if "magic_num" in one
    ]
    for look in looks:
        assert look.recipient == "map"
        assert look.magic.isdigit()
        assert len(look.magic) == 16


def test_a_court_without_cases_has_no_target(tmp_path: Path) -> None:
    bench = build(tmp_path, "cod", "2021-11")
    if not sandbox.targets(bench.app, 1):
        with bench.database.reading() as session:
            assert session.scalars(select(FreeLook)).all() == []


# --------------------------------------------------------------------------- the map


def test_the_map_names_every_host(world: World) -> None:
    reached = federations.reached_at(world.federation, "127.0.0.1", 8080)
    told = host_map.written(reached, {"district": {"court": "ctd"}})
    assert told["login"] == told["pcl"] == "http://127.0.0.1:8080"
    assert told["courts"]["ca2"] == "http://127.0.0.1:8080"
    assert set(told["courts"]) == {"ctd", "cod", "ctb", "ca2"}
    assert told["hosts"]["www.ctd.uscourts.gov"] == "http://127.0.0.1:8080"
    assert "ecf.ctd.uscourts.gov" not in told["hosts"]
    assert told["default"] is None
    assert (told["user"], told["totp_secret"]) == ("pprogram", None)
    assert told["targets"] == {"district": {"court": "ctd"}}
    assert host_map.written(reached, {}, port=9)["login"] == "http://127.0.0.1:9"


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """Return a data directory as `moot up` leaves it, made without serving."""
    import idp.app  # noqa: PLC0415
    from shared import db, personas  # noqa: PLC0415
    from shared.clock import parse_when  # noqa: PLC0415
    from shared.federation import Federation  # noqa: PLC0415
    from shared.launcher import environments, preparing  # noqa: PLC0415

    folder = tmp_path / "data"
    directory = DataDirectory(folder)
    directory.open(mode=None, seed=None, file=None)
    found: Federation = directory.federation()
    urls = {m.id: environments.sqlite_url(folder, m.id) for m in found.members}
    for member in found.members:
        database = db.Database(urls[member.id])
        module = courts.app if member.is_court else idp.app
        db.create_all(database, module.METADATAS)
        database.dispose()
    preparing.settle_clocks(found.members, urls, when=parse_when("2021-11"))
    environs = directory.environments(found, threads=2, environ={"MOOT_ARGON2_MEMORY_KIB": "64"})
    key = directory.secrets(found).service_key
    preparing.plant_members(found, environs, service_key=key, people=personas.load()[:1])
    return folder


def test_the_commands(data: Path) -> None:
    done = moot("map", "--json", "--data", str(data), "--port", "8099", "--draw", "5")
    assert done.returncode == 0, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    assert told["login"] == "http://127.0.0.1:8099"
    assert set(told["targets"]) == {"district", "bankruptcy", "appellate"}
    for kind in ("district", "bankruptcy", "appellate"):
        assert told["targets"][kind]["court"] in told["courts"]
    assert told["targets"]["appellate"]["docket_number"]
    shown = moot("map", "--data", str(data))
    assert shown.returncode == 0, shown.stderr
    assert "pcl.uscourts.gov" in shown.stdout

    program = (
        "import os, sys; print(os.environ['HTTPS_PROXY'], "
        "os.path.exists(os.environ['SSL_CERT_FILE'])); sys.exit(7)"
    )
    ran = moot("exec", "--data", str(data), "--", sys.executable, "-c", program)
    assert ran.returncode == 7, ran.stderr
    assert ran.stdout.startswith("http://127.0.0.1:")
    assert ran.stdout.split()[1] == "True"
    missing = moot("exec", "--data", str(data), "--", "no-such-program-here")
    assert missing.returncode == 1
    assert "cannot be run" in missing.stderr


def test_without_a_federation_the_commands_say_so(tmp_path: Path) -> None:
    for command in (("map", "--json"), ("gateway",), ("exec", "true")):
        name, *rest = command
        done = moot(name, "--data", str(tmp_path / "none"), *rest)
        assert done.returncode == 1
        assert "moot up" in done.stderr
        assert "Traceback" not in done.stderr
