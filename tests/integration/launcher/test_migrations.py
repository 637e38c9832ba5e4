"""The histories lead to the tables of the program, on every database that is here."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import NullPool, create_engine, make_url, text

from shared import migrate
from shared.federation import Federation
from shared.ids import new_token
from shared.launcher import factories, federations

KINDS = ["sqlite", *(["postgresql"] if "MOOT_TEST_POSTGRES" in os.environ else [])]


@pytest.fixture
def training() -> Federation:
    return federations.load(federations.read_text(None), federations.addressing())


@pytest.fixture(params=KINDS)
def url(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """Return the address of an empty database."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'empty.db'}"
        return
    admin = make_url(os.environ["MOOT_TEST_POSTGRES"])
    name = f"moot_{new_token(12).lower()}"
    engine = create_engine(admin, poolclass=NullPool, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f"CREATE DATABASE {name}"))
    yield admin.set(database=name).render_as_string(hide_password=False)
    with engine.connect() as connection:
        connection.execute(text(f"DROP DATABASE {name}"))
    engine.dispose()


@pytest.mark.parametrize("member_id", ["pacer", "ctd"])
def test_the_history_leads_to_the_tables(training: Federation, url: str, member_id: str) -> None:
    member = training.member(member_id)
    folder, metadatas = factories.migrations(member), factories.metadatas(member)
    assert migrate.differences(url, metadatas) != []
    migrate.upgrade(url, folder, metadatas)
    assert migrate.differences(url, metadatas) == []
    migrate.upgrade(url, folder, metadatas)
    assert migrate.differences(url, metadatas) == []


def test_a_file_is_current_only_at_the_head(training: Federation, tmp_path: Path) -> None:
    member = training.member("ctd")
    folder, file = factories.migrations(member), tmp_path / "ctd.db"
    assert not migrate.is_current(file, folder)
    migrate.upgrade(f"sqlite:///{file}", folder, factories.metadatas(member))
    assert migrate.is_current(file, folder)
    engine = create_engine(f"sqlite:///{file}", poolclass=NullPool)
    with engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = 'older'"))
    engine.dispose()
    assert not migrate.is_current(file, folder)
