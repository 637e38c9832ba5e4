"""Fixtures that every tier shares."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from shared import personas
from tests import harness, planting


def pytest_addoption(parser: pytest.Parser) -> None:
    """Say how the federation of the journeys runs (tests/serving.py)."""
    group = parser.getgroup("moot")
    group.addoption(
        "--topology",
        choices=("embedded", "processes"),
        default="embedded",
        help="all members in this process, or each a process of its own",
    )
    group.addoption(
        "--database",
        choices=("sqlite", "postgresql"),
        default="sqlite",
        help="postgresql wants MOOT_TEST_POSTGRES (deploy/tools/postgres.sh with ...)",
    )
    group.addoption(
        "--running-at",
        metavar="URL",
        default="",
        help="PACER's address of a federation that runs already, as planted (MOOT_BASE_URL)",
    )
    group.addoption(
        "--clock-command",
        metavar="WORDS",
        default="",
        help="sets the clock of that federation, with {era} in it (MOOT_CLOCK_COMMAND)",
    )
    group.addoption(
        "--conformance-results",
        metavar="FILE",
        default="",
        help="write what became of each test of the conformance folder (make conformance)",
    )
    group.addoption(
        "--pictures", action="store_true", help="write the journeys' pictures to docs/pictures"
    )


def pytest_configure() -> None:
    """Have one folder of planted databases for all workers of the run."""
    planting.begin()
    # A run keeps many apps, and to walk all of them over and over takes a third of its time.
    gc.set_threshold(100_000, 20, 50)


@pytest.fixture(scope="session")
def people() -> dict[str, personas.Persona]:
    """Return the training personas by key."""
    return dict(personas.by_key(personas.load()))


@pytest.fixture(scope="session")
def planted() -> Callable[[str], Path]:
    """Return a function that gives the folder of a planted federation of an era."""

    def at(era: str) -> Path:
        return planting.once(
            f"federation {era}", lambda folder: harness.build(folder, at=era).close()
        )

    return at


@pytest.fixture
def world_at(
    planted: Callable[[str], Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[str], harness.World]]:
    """Return a function that opens a fresh federation of an era, in this process."""
    # The launcher does the same when the public addresses are of this machine only.
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    opened: list[harness.World] = []

    def at(era: str) -> harness.World:
        folder = harness.copy_of(planted(era), tmp_path / f"world-{len(opened)}")
        world = harness.reopen(folder)
        opened.append(world)
        return world

    yield at
    for world in opened:
        world.close()


@pytest.fixture
def world(world_at: Callable[[str], harness.World]) -> harness.World:
    """Return a fresh federation of the default era, in this process."""
    return world_at("2021-11")
