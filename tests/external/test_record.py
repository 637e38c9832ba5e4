"""Client programs of both generations read what five different draws offer (`make external`)."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests import walking
from tests.walking import Started

CLIENTS = Path(__file__).parent / "clients"
ENVIRONMENTS = {
    "3.0.44": CLIENTS / "juriscraper-3",
    "4.0.1": CLIENTS / "juriscraper-4",
}


@pytest.fixture(scope="module")
def federation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Started]:
    """One federation for all."""
    with walking.started(tmp_path_factory.mktemp("record") / "data") as made:
        yield made


@pytest.mark.parametrize("draw", [1, 2, 3, 4, 5])
@pytest.mark.parametrize("version", list(ENVIRONMENTS))
def test_every_step(federation: Started, version: str, draw: int) -> None:
    """No patch, no configuration but the environment's variables."""
    found, passed, failed = federation.walk(ENVIRONMENTS[version] / "bin" / "python", draw)
    assert found == version
    assert failed == {}
    print(f"juriscraper {version}, draw {draw}: {len(passed)} steps passed")
