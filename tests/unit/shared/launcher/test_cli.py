"""The command refuses in sentences and shows its help."""

import json
import socket
from pathlib import Path

import pytest
from click.testing import CliRunner

from shared.launcher.cli import main
from shared.launcher.datadir import DataDirectory


def run(*arguments: str) -> tuple[int, str]:
    result = CliRunner().invoke(main, arguments)
    return result.exit_code, result.output


@pytest.mark.parametrize(
    "command",
    [
        "up",
        "serve",
        "worker",
        "migrate",
        "seed",
        "clock",
        "personas",
        "compose",
        "exercise",
        "routes",
        "doctor",
        "snapshot",
        "sandbox",
        "kit",
        "fault",
        "class",
    ],
)
def test_every_command_has_help(command: str) -> None:
    status, text = run(command, "--help")
    assert status == 0
    assert "Usage:" in text


def test_plain_http_to_a_network_is_refused(tmp_path: Path) -> None:
    status, text = run(
        "up", "--domain", "moot.school.test", "--scheme", "http", "--data", str(tmp_path)
    )
    assert status == 1
    assert "would send passwords in clear over a network" in text
    assert [*tmp_path.iterdir()] == []


def test_a_taken_port_is_a_sentence(tmp_path: Path) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        status, text = run("up", "--port", str(port), "--data", str(tmp_path))
    assert status == 1
    assert f"Port {port} on 127.0.0.1 is taken" in text


def test_mode_and_seed_are_fixed_at_the_first_start(tmp_path: Path) -> None:
    DataDirectory(tmp_path).open(mode="faithful", seed=7, file=None)
    assert DataDirectory(tmp_path).open(mode=None, seed=None, file=None).mode == "faithful"
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    status, text = run("up", "--port", str(port), "--mode", "training", "--data", str(tmp_path))
    assert status == 1
    assert "fixed at the first start" in text


def test_without_a_federation_the_clock_says_how_to_start_one(tmp_path: Path) -> None:
    status, text = run("clock", "--data", str(tmp_path))
    assert status == 1
    assert "Start one with `moot up`" in text


def test_an_exercise_is_checked_line_by_line(tmp_path: Path) -> None:
    good, bad = tmp_path / "good-one.toml", tmp_path / "bad-one.toml"
    text = (
        'title = "One"\nstory = "Of nobody."\n[start]\ncast = ["client"]\n[[step]]\nid = "in"\n'
        'title = "In"\ncheck = { is = "signed_in" }\nwhy = "Because."\n'
    )
    good.write_text(text, encoding="utf-8")
    bad.write_text(text.replace("signed_in", "signed_on"), encoding="utf-8")
    status, said = run("exercise", "check", str(good))
    assert status == 0
    assert said == f"{good}: “One”, 1 step, 0 mistakes, 0 points. Nothing to mend.\n"
    status, said = run("exercise", "check", str(good), str(bad))
    assert status == 1
    assert f"{bad}:8: The step “in”: there is no check “signed_on”. Did you mean signed_in?" in said
    assert "1 to be mended." in said
    bad.write_bytes(b"\xff\xfe")
    status, said = run("exercise", "check", str(bad))
    assert status == 1
    assert "cannot be read as text" in said


def test_the_exercises_are_listed(tmp_path: Path) -> None:
    status, said = run("exercise", "list", "--json")
    assert status == 0
    assert {"000-password", "001-link", "mfa"} <= {row["key"] for row in json.loads(said)}
    (tmp_path / "own.toml").write_text("title = 1\n", encoding="utf-8")
    status, said = run("exercise", "list", "--folder", str(tmp_path))
    assert status == 1
    assert "own.toml:1: The exercise: title is text." in said
