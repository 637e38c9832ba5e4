"""Migrations: one history per app, applied to one member's database at a time.

Alembic is not thread-safe: members are migrated one after another. To make the histories again
while nothing is released yet:

    python -m shared.migrate revision --fresh "Initial tables"
"""

from __future__ import annotations

import argparse
import importlib
import re
import sqlite3
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

from shared.ids import digest

if TYPE_CHECKING:
    from alembic.config import Config
    from sqlalchemy import Connection, MetaData

#: Any number, as long as all processes agree: who holds it migrates this database.
ADVISORY_LOCK = 0x6D6F6F74
_REVISION = re.compile(r'^(revision|down_revision)[^=]*= *(?:"([^"]*)"|None)', re.MULTILINE)


def head(migrations: Path) -> str:
    """Return the newest revision of a history, read from its files (Alembic is slow to load)."""
    names: set[str] = set()
    parents: set[str] = set()
    for file in sorted((migrations / "versions").glob("[!_]*.py")):
        found = dict(
            (match[1], match[2]) for match in _REVISION.finditer(file.read_text(encoding="utf-8"))
        )
        names.add(found["revision"])
        parents.add(found.get("down_revision") or "")
    heads = names - parents
    if len(heads) != 1:
        raise LookupError(f"{migrations} has {len(heads)} heads: {', '.join(sorted(heads))}")
    return heads.pop()


def is_current(file: Path, migrations: Path) -> bool:
    """Say whether a SQLite file stands at the newest revision."""
    if not file.exists():
        return False
    with closing(sqlite3.connect(file)) as connection:
        try:
            rows = connection.execute("SELECT version_num FROM alembic_version").fetchall()
        except sqlite3.OperationalError:
            return False
    return rows == [(head(migrations),)]


def upgrade(database_url: str, migrations: Path, metadatas: Sequence[MetaData]) -> None:
    """Bring one database to the newest revision."""
    from alembic import command

    with _connected(database_url) as connection:
        command.upgrade(_config(migrations, metadatas, connection), "head")


def differences(database_url: str, metadatas: Sequence[MetaData]) -> list[Any]:
    """Return how a database differs from the tables of the program."""
    from alembic.autogenerate import compare_metadata
    from alembic.migration import MigrationContext

    with _connected(database_url) as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        found: list[Any] = compare_metadata(context, list(metadatas))  # type: ignore[arg-type]
        return found


def run() -> None:
    """Do what an `env.py` is for: run the migrations on the connection that was handed in."""
    from alembic import context

    attributes = context.config.attributes
    context.configure(
        connection=attributes["connection"],
        target_metadata=attributes["metadatas"],
        render_as_batch=True,
        compare_type=True,
        render_item=_render,
    )
    with context.begin_transaction():
        context.run_migrations()


def write_revision(
    migrations: Path, metadatas: Sequence[MetaData], message: str, *, fresh: bool = False
) -> Path | None:
    """Write what the tables need beyond the newest revision; None if nothing.

    :param fresh: forget the history and write one first revision.
    """
    from alembic import command
    from alembic.script import Script

    versions = migrations / "versions"
    files = sorted(versions.glob("[!_]*.py"))
    if fresh:
        for file in files:
            file.unlink()
        files = []
    with tempfile.TemporaryDirectory() as scratch:
        url = f"sqlite:///{scratch}/scratch.db"
        if files:
            upgrade(url, migrations, metadatas)
            if not differences(url, metadatas):
                return None
        with _connected(url) as connection:
            made = command.revision(
                _config(migrations, metadatas, connection),
                message,
                autogenerate=True,
                rev_id=f"{len(files) + 1:04d}_{_fingerprint(metadatas)}",
            )
    return Path(made.path) if isinstance(made, Script) else None


def _fingerprint(metadatas: Sequence[MetaData]) -> str:
    from sqlalchemy.schema import CreateTable

    tables = (table for metadata in metadatas for table in metadata.sorted_tables)
    return digest("".join(str(CreateTable(table)) for table in tables))[:8]


@contextmanager
def _connected(database_url: str) -> Iterator[Connection]:
    from sqlalchemy import NullPool, create_engine, make_url, text

    url = make_url(database_url)
    if url.get_backend_name() == "sqlite" and url.database:
        Path(url.database).parent.mkdir(parents=True, exist_ok=True)
    engine = create_engine(url, poolclass=NullPool)
    try:
        with engine.begin() as connection:
            if engine.dialect.name == "postgresql":
                connection.execute(
                    text("SELECT pg_advisory_xact_lock(:key)"), {"key": ADVISORY_LOCK}
                )
            yield connection
    finally:
        engine.dispose()


def _config(migrations: Path, metadatas: Sequence[MetaData], connection: Connection) -> Config:
    from alembic.config import Config

    config = Config()
    config.set_main_option("script_location", str(migrations).replace("%", "%%"))
    config.set_main_option("file_template", "%%(rev)s")
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    config.attributes["metadatas"] = list(metadatas)
    return config


def _render(kind: str, item: Any, _context: Any) -> Any:
    """Write our own column types as what they stand on: a history must not follow the code."""
    from sqlalchemy.types import TypeDecorator

    if kind == "type" and isinstance(item, TypeDecorator):
        return f"sa.{item.impl!r}"
    return False


def main() -> None:
    """Write revisions for the apps whose tables have changed."""
    parser = argparse.ArgumentParser(prog="python -m shared.migrate", description=main.__doc__)
    parser.add_argument("command", choices=["revision"])
    parser.add_argument("message")
    parser.add_argument("--app", action="append", help="a package; both apps if not given")
    parser.add_argument(
        "--fresh", action="store_true", help="forget the history, write one revision"
    )
    asked = parser.parse_args()
    for package in asked.app or ["idp", "courts"]:
        models = importlib.import_module(f"{package}.models")
        folder = Path(str(models.__file__)).parent / "migrations"
        made = write_revision(folder, models.METADATAS, asked.message, fresh=asked.fresh)
        print(f"{package}: {made.name if made else 'nothing has changed'}")


if __name__ == "__main__":
    main()
