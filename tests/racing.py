"""Databases of the kind that `--database` names, and many threads that do the same at once."""

from __future__ import annotations

import os
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import MetaData, create_engine, text

from shared import db, ids

T = TypeVar("T")
THREADS = 16


@contextmanager
def database_url(request: pytest.FixtureRequest, folder: Path, name: str) -> Iterator[str]:
    """Yield the address of an empty database, dropped afterwards."""
    if request.config.getoption("--database", "sqlite") == "sqlite":
        yield f"sqlite:///{folder / f'{name}.db'}"
        return
    assert "MOOT_TEST_POSTGRES" in os.environ, "deploy/tools/postgres.sh with ..."
    server = create_engine(os.environ["MOOT_TEST_POSTGRES"], isolation_level="AUTOCOMMIT")
    made = f"t_{ids.new_token(8)}_{name}".lower()
    with server.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{made}"'))
    yield server.url.set(database=made).render_as_string(False)
    with server.connect() as connection:
        connection.execute(text(f'DROP DATABASE "{made}" WITH (FORCE)'))
    server.dispose()


@contextmanager
def database(
    request: pytest.FixtureRequest, folder: Path, metadatas: Sequence[MetaData]
) -> Iterator[db.Database]:
    """Yield a database with empty tables."""
    with database_url(request, folder, "race") as url:
        made = db.Database(url, pool_size=THREADS)
        db.create_all(made, metadatas)
        yield made
        made.dispose()


def at_once(deeds: Sequence[Callable[[], T]]) -> list[T]:
    """Do all of these in threads of their own that begin together; return what came of them."""
    ready = threading.Barrier(len(deeds))

    def do(deed: Callable[[], T]) -> T:
        ready.wait(30)
        return deed()

    with ThreadPoolExecutor(max_workers=len(deeds)) as pool:
        return list(pool.map(do, deeds))
