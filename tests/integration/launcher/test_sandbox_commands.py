"""`moot sandbox`, `class`, `clock` and `kit` at a federation that runs, with a client program."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import pytest
import requests
from click.testing import CliRunner

from idp.classroom import queries as classroom
from idp.classroom.service import make_trainer
from idp.sandbox import protocol
from shared import clock, ids
from shared.launcher.cli import main
from shared.launcher.datadir import DataDirectory
from shared.launcher.inprocess import Choice, InProcess

ROOT = Path(__file__).resolve().parents[3]

#: What an author of a client program writes: juriscraper does three kinds of tasks.
CLIENT = """
import hashlib, json, os
from juriscraper.pacer import AttachmentPage, DocketReport
from juriscraper.pacer.http import PacerSession

with open(os.environ["MOOT_KIT_TASKS"]) as file:
    tasks = json.load(file)
who = next(task["given"] for task in tasks if "password" in task["given"])
session = PacerSession(username=who["user"], password=who["password"])
session.login()
answers = {}
for task in tasks:
    given, court = task["given"], task["court"]
    if task["kind"] == "attachments":
        page = AttachmentPage(court, session)
        page.query(given["pacer_doc_id"])
        answers[task["id"]] = len(page.data["attachments"])
    elif task["kind"] == "paper":
        report = DocketReport(court, session)
        found, words = report.download_pdf(given["pacer_case_id"], given["pacer_doc_id"])
        answers[task["id"]] = hashlib.sha256(found.content).hexdigest()
    elif task["kind"] == "entries" and court != "ca2":
        report = DocketReport(court, session)
        report.query(given["pacer_case_id"])
        answers[task["id"]] = len(report.data["docket_entries"])
print("done")
with open(os.environ["MOOT_KIT_ANSWERS"], "w") as file:
    json.dump(answers, file)
"""


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[InProcess]:
    with (
        pytest.MonkeyPatch.context() as patch,
        InProcess(tmp_path_factory.mktemp("data"), Choice(world_size="tiny")) as found,
    ):
        patch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
        yield found


def moot(running: InProcess, *words: str, typed: str = "") -> tuple[int, str]:
    name, *rest = words
    folder = str(running.directory.folder)
    if name in ("sandbox", "class", "clock"):
        given = [name, "--data", folder, *rest]
    else:
        given = [name, rest[0], "--data", folder, *rest[1:]]
    done = CliRunner().invoke(main, given, input=typed)
    return done.exit_code, done.output


def test_keys_are_made_listed_and_revoked(running: InProcess) -> None:
    status, said = moot(running, "sandbox", "key", "nightly build")
    assert status == 0, said
    secret, _, number = said.partition("\nKey ")
    assert secret.startswith("moot_sk_")
    number = number.partition(".")[0]
    heads = {"Authorization": f"Bearer {secret}"}
    address = running.url("pacer", f"{protocol.BASE}/clock")
    with running.session() as session:
        assert session.get(address, headers=heads, timeout=9).status_code == 200
        assert "nightly build" in moot(running, "sandbox", "keys")[1]
        assert moot(running, "sandbox", "revoke", number) == (0, f"Key {number} is revoked.\n")
        assert session.get(address, headers=heads, timeout=9).status_code == 401
    assert "revoked" in moot(running, "sandbox", "keys")[1]
    assert "There is no key 999" in moot(running, "sandbox", "revoke", "999")[1]
    assert (
        "jattorney is no trainer" in moot(running, "sandbox", "key", "x", "--for", "jattorney")[1]
    )
    trainer = running.personas["trainer"].pacer
    assert trainer is not None
    assert moot(running, "sandbox", "key", "y", "--for", trainer.user_name)[0] == 0
    document = json.loads(moot(running, "sandbox", "openapi")[1])
    assert document == protocol.document(running.apps["pacer"])


def test_without_a_federation_or_in_faithful_mode_there_are_no_keys(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["sandbox", "--data", str(tmp_path / "no"), "key", "x"])
    assert "moot up" in done.output
    DataDirectory(tmp_path / "f").open(mode="faithful", seed=None, file=None)
    done = CliRunner().invoke(main, ["sandbox", "--data", str(tmp_path / "f"), "key", "x"])
    assert "In faithful mode there is no sandbox." in done.output


def test_a_class_is_made_of_a_roster_once_and_looked_after(
    running: InProcess, tmp_path: Path
) -> None:
    names = tmp_path / "names.csv"
    names.write_text("Name\nAda Quillfeather\nBen Larkmoor\n", encoding="utf-8")
    wish = ["class", "make", "--once", "--name", "Tuesday", "--from", str(names)]
    wish += ["--exercises", "001-link, motion-with-exhibits"]
    assert "There is no class yet" in moot(running, "class", "list")[1]
    assert "There is no class yet" in moot(running, "class", "board")[1]

    status, said = moot(running, *wish)
    assert status == 0, said
    assert "2 seats" in said.replace("3 seats are ready", "")
    assert f"at {running.federation.issuer}/join" in said
    code = said.partition("Class ")[2].partition(",")[0]
    again = moot(running, *wish)
    assert again[0] == 0
    assert "There is a class “Tuesday” already." in again[1]
    assert moot(running, "class", "list")[1].count("Tuesday") == 1

    board = moot(running, "class", "board")[1]
    assert "Ada Quillfeather" in board
    assert "Sign in to the court with your PACER account" in board
    assert board.count("not begun") == 2
    roster = moot(running, "class", "roster", code)[1]
    assert "Ben Larkmoor" in roster
    cards = tmp_path / "cards.pdf"
    assert moot(running, "class", "cards", "--output", str(cards))[0] == 0
    assert cards.read_bytes().startswith(b"%PDF")
    assert moot(running, "class", "reset", "--seat", "2", typed="n\n")[0] == 1
    assert "Set back: seat 2" in moot(running, "class", "reset", "--seat", "2", "--yes")[1]
    assert "no seat 9" in moot(running, "class", "reset", "--seat", "9", "--yes")[1]
    assert "There is no class zzz" in moot(running, "class", "roster", "zzz")[1]


def test_a_class_is_made_for_a_trainer_by_name(running: InProcess) -> None:
    wish = ["class", "make", "--name", "Hers", "--seats", "1", "--start", "linking", "--trainer"]
    other = running.personas["researcher"]
    assert other.pacer is not None
    wish.append(other.pacer.user_name)
    assert f"{other.pacer.user_name} is no trainer" in moot(running, *wish)[1]
    subject = ids.subject_of(other.key)
    database = running.apps["pacer"].extensions["moot"].database
    with database.writing() as session:
        make_trainer(session, subject=subject, now=clock.wall())
    status, said = moot(running, *wish)
    assert status == 0, said
    with database.reading() as session:
        (made,) = classroom.classes(session, trainer=subject)
    assert made.name == "Hers"


def test_a_roster_that_cannot_be_used_is_told_by_its_lines(
    running: InProcess, tmp_path: Path
) -> None:
    names = tmp_path / "names.csv"
    wish = ["class", "make", "--name", "Friday", "--from", str(names)]
    assert "cannot be read" in moot(running, *wish)[1]
    names.write_bytes(b"Name\n\xff\xfe")
    assert "Save it as “CSV UTF-8”" in moot(running, *wish)[1]
    names.write_text("Name\nada@firm.test\n", encoding="utf-8")
    assert "Line 2: an e-mail address" in moot(running, *wish, "--exercises", "001-link")[1]
    names.write_text("Name\nAda\n", encoding="utf-8")
    assert "There is no exercise “nope”" in moot(running, *wish, "--exercises", "nope")[1]
    assert "--seats 12, or --from" in moot(running, "class", "make", "--name", "Friday")[1]
    assert "wants --key" in moot(running, "class", "--url", "http://x.test", "list")[1]


# --------------------------------------------------------------------------- the clock


def clock_of(running: InProcess, *words: str) -> list[str]:
    """Run a command of the clock; return the lines of its table, each "whose | time | how"."""
    status, said = moot(running, "clock", *words)
    assert status == 0, said
    rows = [line.strip("│ ").split("│") for line in said.splitlines() if line.startswith("│")]
    return [" | ".join(" ".join(cell.split()) for cell in row) for row in rows]


def test_the_clock_of_seats_of_a_class_and_of_all(running: InProcess) -> None:
    said = moot(running, "class", "make", "--name", "Hours", "--seats", "2", "--start", "linking")
    code = said[1].partition("Class ")[2].partition(",")[0]
    of_class = ("--class", code)
    clock_of(running, "set", "2021-11-15T09:00")
    began = clock_of(running, "freeze")
    assert [row.partition(" ")[0] for row in began] == ["pacer", "ctd", "cod", "ctb", "ca2"]
    assert all(row.endswith("| stands still") for row in began)
    assert began[1].startswith("ctd | 11/15/2021 9:00 AM EST")
    rows = clock_of(running, *of_class)
    assert [row.partition(" |")[0] for row in rows] == ["class", "seat 01", "seat 02"]
    assert {row.partition("| ")[2] for row in rows} == {"11/15/2021 8:00 AM CST | runs"}

    second = clock_of(running, *of_class, "--seat", "2", "advance", "2d")
    assert second == ["seat 02 | 11/17/2021 8:00 AM CST | runs"]
    second = clock_of(running, *of_class, "--seat", "2", "freeze")
    assert second == ["seat 02 | 11/17/2021 8:00 AM CST | stands still"]
    second = clock_of(running, *of_class, "--seat", "2", "advance", "-1d")
    assert second == ["seat 02 | 11/16/2021 8:00 AM CST | stands still"]
    second = clock_of(running, *of_class, "--seat", "2", "run")
    assert second == ["seat 02 | 11/16/2021 8:00 AM CST | runs"]
    both = clock_of(running, *of_class, "--seat", "1", "--seat", "2", "set", "2021-11-20T10:00")
    assert [row.partition("| ")[2] for row in both] == ["11/20/2021 9:00 AM CST | runs"] * 2
    assert clock_of(running, *of_class)[0] == "class | 11/15/2021 8:00 AM CST | runs"

    moments = clock_of(running, *of_class, "--seat", "1", "moments")
    live = next(row for row in moments if row.startswith("live-cod"))
    assert live.startswith("live-cod | 02/07/2022 12:01 AM MST")
    first = clock_of(running, *of_class, "--seat", "1", "set", "live-cod")
    assert first == ["seat 01 | 02/07/2022 1:01 AM CST | runs"]
    rows = clock_of(running, *of_class, "set", "2021-12-01")
    assert len({row.partition("| ")[2] for row in rows}) == 1
    assert clock_of(running, "show") == began, "a class turns nobody else's"

    assert any(row.startswith("look-16") for row in clock_of(running, "moments"))
    ended = clock_of(running, "set", "quarter-end")
    assert ended[1] == "ctd | 01/01/2022 12:01 AM EST | stands still"
    assert clock_of(running, "run")[1].endswith("| runs")
    assert clock_of(running, "set", "2021-11")[1].startswith("ctd | 11/15/2021 9:00 AM EST")


def test_what_the_clock_cannot_do_is_a_sentence(running: InProcess, tmp_path: Path) -> None:
    code = json.loads('"' + moot(running, "class", "list")[1].split("│")[1].strip() + '"')
    cases = {
        ("--seat", "2", "show"): "Say of which class: --class CODE.",
        ("--class", "zzz", "freeze"): "There is no class zzz.",
        ("--class", code, "--seat", "9", "freeze"): "The class has no seat 9.",
        ("--class", code, "--seat", "9", "moments"): "The class has no seat 9.",
        ("--class", code, "advance", "1x"): "1x",
        ("set", "live-nowhere"): "Or the name of a moment that is ahead: moot clock moments",
        ("set", "2021-13"): "is no moment that I know",
    }
    for words, sentence in cases.items():
        status, said = moot(running, "clock", *words)
        assert status == 1, (words, said)
        assert sentence in " ".join(said.split()), (words, said)
    for command in ("show", "set", "advance", "freeze", "run", "moments"):
        helped = CliRunner().invoke(main, ["clock", "--data", str(tmp_path), command, "--help"])
        assert helped.exit_code == 0, "help asks no federation"
        assert "Usage:" in helped.output


def test_a_client_program_does_the_tasks(running: InProcess, tmp_path: Path) -> None:
    """In a process of its own, and with nothing but variables that lead it here."""
    program, report = tmp_path / "client.py", tmp_path / "report.xml"
    program.write_text(CLIENT, encoding="utf-8")
    done = subprocess.run(
        [
            *(sys.executable, "-m", "shared.launcher", "kit", "run"),
            *("--data", str(running.directory.folder), "--seed", "7"),
            *("--format", "junit", "--output", str(report)),
            *("--", sys.executable, str(program)),
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 1, done.stderr
    assert "done" in done.stderr
    (suite,) = ElementTree.parse(report).getroot().findall("testsuite")
    failed = {
        case.get("classname", "").rpartition(".")[2]: failure.get("message")
        for case in suite.findall("testcase")
        for failure in case.findall("failure")
    }
    assert suite.get("tests") == "10"
    # Four were done, and rightly; of the entries that of the court of appeals was left out.
    assert suite.get("failures") == "6"
    assert set(failed) == {"entries", "parties", "notice", "claims", "party_cases", "charged"}
    assert set(failed.values()) == {"There is no answer."}
    # The key of the command has ended with it.
    keys = moot(running, "sandbox", "keys")[1].splitlines()
    assert ["revoked" in line for line in keys if "moot kit" in line] == [True]


def test_tasks_are_drawn_and_judged_in_two_steps(running: InProcess, tmp_path: Path) -> None:
    status, said = moot(running, "kit", "tasks", "--seed", "5")
    assert status == 0, said
    begun = json.loads(said)
    tasks = {each["kind"]: each for each in begun["tasks"]}
    answers = tmp_path / "answers.json"
    answers.write_text(json.dumps({tasks["claims"]["id"]: 999}), encoding="utf-8")
    status, said = moot(running, "kit", "judge", begun["id"], str(answers))
    assert status == 1
    assert "An amendment is not a claim of its own." in said
    assert "0 of 10 passed" in said
    told = json.loads(
        moot(running, "kit", "judge", begun["id"], str(answers), "--format", "json")[1]
    )
    assert (told["run"], told["failed"]) == (begun["id"], 10)
    answers.write_text("[]", encoding="utf-8")
    assert "is to be an object" in moot(running, "kit", "judge", begun["id"], str(answers))[1]
    answers.write_text("{", encoding="utf-8")
    assert "is no JSON" in moot(running, "kit", "judge", begun["id"], str(answers))[1]
    answers.write_text("{}", encoding="utf-8")
    assert "There is no run nosuch." in moot(running, "kit", "judge", "nosuch", str(answers))[1]


def test_the_answers_are_asked_for(
    running: InProcess, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    Path("mine.json").write_text("{}", encoding="utf-8")
    status, said = moot(running, "kit", "run", "--seed", "2", typed="mine.json\n")
    assert status == 1
    assert "Answer: a whole number" in said
    assert "0 of 10 passed" in said
    (written,) = tmp_path.glob("kit-*.json")
    assert len(json.loads(written.read_text(encoding="utf-8"))) == 10


def test_what_cannot_be_done_is_a_sentence(running: InProcess, tmp_path: Path) -> None:
    assert "--seats 12, or --from" in moot(running, "class", "make", "--name", "Friday")[1]
    assert "wants --key" in moot(running, "kit", "tasks", "--url", "http://x.test")[1]
    nobody = CliRunner().invoke(
        main, ["kit", "tasks", "--url", "http://127.0.0.1:9", "--key", "moot_sk_x"]
    )
    assert "does not answer. Start the federation" in nobody.output
    silent = moot(running, "kit", "run", "--", sys.executable, "-c", "pass")[1]
    assert "wrote no answers" in silent
    assert "cannot be run" in moot(running, "kit", "run", "--", "no-such-program")[1]
    assert requests.get(running.reach + "/healthz", timeout=9).ok
