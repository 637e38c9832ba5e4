"""The pytest plugin `moot_federation`: a federation for other people's test suites.

Loaded by every pytest of an environment in which Moot is installed: nothing is imported or made
until a test asks for one of the fixtures. docs/developers.md has an example.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any

import pytest

if TYPE_CHECKING:
    import requests

    from shared.launcher.inprocess import CourtTime, InProcess, Mail
    from shared.personas import Persona


def pytest_addoption(parser: pytest.Parser) -> None:
    """Add the settings by which a suite says what federation it wants."""
    parser.addini("moot_at", "court time of the federation: an era, a date, a moment", default="")
    parser.addini("moot_seed", "number from which the courts' cases follow", default="1")
    parser.addini("moot_world_size", "generated cases: none, tiny or class", default="tiny")
    parser.addini("moot_federation_file", "who exists, beside the ini file", default="")


@pytest.fixture(scope="session")
def moot_federation(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[InProcess]:
    """A running federation, started once. What a test does in it stays; `moot` takes it back."""
    from shared import clock
    from shared.launcher.inprocess import Choice, InProcess

    config = request.config
    file = config.getini("moot_federation_file")
    choice = Choice(
        at=config.getini("moot_at") or clock.DEFAULT_ERA,
        seed=int(config.getini("moot_seed")),
        world_size=config.getini("moot_world_size"),
        federation_file=config.rootpath / file if file else None,
    )
    with InProcess(tmp_path_factory.mktemp("moot"), choice) as running:
        yield running


@pytest.fixture
def moot(moot_federation: InProcess) -> Iterator[InProcess]:
    """The running federation; afterwards everything is as it was, court time too."""
    yield moot_federation
    moot_federation.reset()


@pytest.fixture
def moot_personas(moot_federation: InProcess) -> Mapping[str, Persona]:
    """Who can sign in, by the keys of docs/personas.md."""
    return moot_federation.personas


@pytest.fixture
def moot_clock(moot: InProcess) -> CourtTime:
    """Court time: now, set, advance, freeze, run."""
    return moot.clock


@pytest.fixture
def moot_mail(moot: InProcess) -> Mail:
    """Every mail: list, read, wait_for."""
    return moot.mail


@pytest.fixture
def moot_session(moot: InProcess) -> Iterator[requests.Session]:
    """A `requests` session that finds the members without DNS, by public and by real names."""
    with moot.session() as session:
        yield session


@pytest.fixture(scope="session")
def moot_gateway_variables(moot_federation: InProcess) -> Mapping[str, str]:
    """The environment variables with which a program comes here by the real host names."""
    return moot_federation.gateway()


@pytest.fixture
def moot_gateway(
    moot: InProcess, moot_gateway_variables: Mapping[str, str], monkeypatch: pytest.MonkeyPatch
) -> InProcess:
    """The federation, with the real host names leading there for programs of this very process."""
    for name, value in moot_gateway_variables.items():
        monkeypatch.setenv(name, value)
    return moot


@pytest.fixture
def moot_map(moot: InProcess) -> dict[str, Any]:
    """Cases to send a client program to, a persona, and where the real names are answered."""
    return moot.map()
