"""A member has one process that serves it, because a board hears what that one remembers."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import granian.server
import pytest
import structlog

from shared.launcher import alone, environments, server
from tests import racing

ROOT = Path(__file__).resolve().parents[3]
TRY = "import sys; from shared.launcher import alone; print(alone.take_place(sys.argv[1]) is None)"


@pytest.fixture
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return a database of the kind that `--database` names."""
    if request.config.getoption("--database", "sqlite") == "sqlite":
        yield environments.sqlite_url(tmp_path, "ctd")
        return
    with racing.database_url(request, tmp_path, "ctd") as found:
        yield found


def elsewhere_is_taken(url: str) -> bool:
    """Say whether another process finds the place taken."""
    done = subprocess.run(
        [sys.executable, "-c", TRY, url], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return done.stdout.strip() == "True"


def test_a_second_process_finds_the_place_taken_and_says_so(url: str) -> None:
    leave = alone.take_place(url)
    assert leave is not None
    assert elsewhere_is_taken(url)
    with structlog.testing.capture_logs() as said:
        alone.take_or_warn(url, "ctd")()
    assert [(line["event"], line["member"], line["log_level"]) for line in said] == [
        ("member.served_twice", "ctd", "warning")
    ]
    assert "one server for each member" in said[0]["words"]
    leave()
    assert not elsewhere_is_taken(url)
    with structlog.testing.capture_logs() as said:
        alone.take_or_warn(url, "ctd")()
    assert said == []


def test_every_server_has_one_worker(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[dict[str, Any]] = []

    class Server:
        def __init__(self, _target: str, **options: Any) -> None:
            made.append(options)

        def serve(self) -> None:
            made[-1]["served"] = True

    monkeypatch.setattr(granian.server, "Server", Server)
    server.serve("nobody:nothing", bind="127.0.0.1", port=1, threads=4)
    assert [(each["workers"], each["served"]) for each in made] == [(1, True)]
