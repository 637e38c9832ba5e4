"""Client programs of other makers read the record of a federation that was started for them."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import requests

ROOT = Path(__file__).resolve().parent.parent
WALK = ROOT / "tests" / "clients" / "record_walk.py"
MOOT = (sys.executable, "-m", "shared.launcher")
PATIENCE = 120.0


@dataclass(frozen=True, slots=True)
class Started:
    """A federation in a process of its own, as `moot up` starts it."""

    folder: Path
    port: int

    def map(self, draw: int) -> Path:
        """Write the map of hosts and targets, drawn by a seed, and return its file."""
        told = subprocess.run(
            [*MOOT, "map", "--json", "--data", str(self.folder), "--draw", str(draw)],
            check=True,
            capture_output=True,
            cwd=ROOT,
        )
        file = self.folder / f"map-{draw}.json"
        file.write_bytes(told.stdout)
        return file

    def walk(self, python: Path, draw: int) -> tuple[str, dict[str, str], dict[str, str]]:
        """Take every step with the programs of an environment; nothing but variables leads here.

        :returns: the version of juriscraper, the steps that passed, those that failed with why.
        """
        done = subprocess.run(
            [*MOOT, "exec", "--data", str(self.folder), "--", str(python), str(WALK)]
            + [str(self.map(draw))],
            check=False,
            capture_output=True,
            text=True,
            cwd=ROOT,
        )
        lines = [json.loads(line) for line in done.stdout.splitlines() if line.startswith("{")]
        assert lines, done.stderr
        passed = {line["step"]: line["note"] for line in lines if line.get("passed") is True}
        failed = {line["step"]: line["note"] for line in lines if line.get("passed") is False}
        return lines[0]["juriscraper"], passed, failed


@contextmanager
def started(folder: Path) -> Iterator[Started]:
    """Start a federation in a new data directory and end it."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    process = subprocess.Popen(
        [*MOOT, "up", "--data", str(folder), "--port", str(port)],
        env={**os.environ, "MOOT_ARGON2_MEMORY_KIB": "64", "MOOT_ARGON2_TIME": "1"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.STDOUT,
        cwd=ROOT,
    )
    try:
        _wait(port, process)
        yield Started(folder, port)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


def _wait(port: int, process: subprocess.Popen[bytes]) -> None:
    end = time.monotonic() + PATIENCE
    while time.monotonic() < end:
        assert process.poll() is None, "moot up ended by itself"
        try:
            if requests.get(f"http://127.0.0.1:{port}/healthz", timeout=5).ok:
                return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise AssertionError("moot up did not answer")
