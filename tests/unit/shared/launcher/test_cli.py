"""The command refuses in sentences and shows its help."""

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
        "routes",
        "doctor",
        "snapshot",
        "sandbox",
        "kit",
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
