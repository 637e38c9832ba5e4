"""An identity provider of its own for every test of the OpenID room."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.integration.idp.oidc import rp


@pytest.fixture(scope="session")
def database_with_keys(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a database file in which nothing but the signing keys has been stored."""
    folder = tmp_path_factory.mktemp("oidc")
    built = rp.build(folder)
    built.provider.ring()
    with built.database.engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    built.database.dispose()
    return folder / "pacer.db"


@pytest.fixture
def provider(
    database_with_keys: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[rp.Idp]:
    """Return an identity provider whose courts only listen."""
    # The launcher does the same where public addresses are of this machine only.
    monkeypatch.setenv("AUTHLIB_INSECURE_TRANSPORT", "1")
    shutil.copyfile(database_with_keys, tmp_path / "pacer.db")
    built = rp.build(tmp_path, fresh=False)
    yield built
    built.database.dispose()


@pytest.fixture
def browser(provider: rp.Idp) -> rp.Browser:
    """Return a browser that is signed in."""
    found = provider.browser()
    found.sign_in()
    return found


@pytest.fixture
def court(provider: rp.Idp) -> rp.Rp:
    """Return the District of Connecticut's side of the protocol."""
    return provider.court()
