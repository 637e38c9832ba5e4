"""Copies of PostgreSQL databases, all of one moment, taken and put back by COPY.

Messages between members are what must not fall between two copies: while the moment is fixed,
nobody can promise or receive one. Putting back locks every table of every member first; it gives up
waiting sooner than the server would call it a deadlock and end somebody else's transaction.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from graphlib import TopologicalSorter
from pathlib import Path
from typing import Any, Final, cast

import psycopg
from psycopg import sql

from shared import clock
from shared.errors import Refusal

#: In this order: whoever handles a message notes it first and promises others afterwards.
_MESSAGES: Final = ("inbox", "outbox")
#: Shorter than the second after which the server looks for deadlocks.
_LOCK_TIMEOUT: Final = "400ms"
_TRIES: Final = 60
_PAUSE: Final = 0.25
_CONTENTS: Final = "contents.json"
_PIECE: Final = 1 << 16


@dataclass(frozen=True, slots=True)
class _Contents:
    """What a copy of one database consists of: columns by table, and where sequences stand."""

    tables: dict[str, list[str]]
    sequences: dict[str, int]


def take(urls: Mapping[str, str], folder: Path) -> None:
    """Copy databases into a folder, each into `<name>/`, all as they were at one moment.

    :raises Refusal: code `busy` or `missing`.
    """
    with ExitStack() as held:
        connections = _opened(urls, held)
        _all_or_none(connections, _fix_moment)
        for connection in connections.values():
            # From its first question on a transaction sees one moment.
            connection.execute("SELECT 1")
        for name, connection in connections.items():
            _take_one(connection, folder / name)


def put_back(urls: Mapping[str, str], folder: Path) -> None:
    """Make databases what `take` found; they are changed together or not at all.

    :raises Refusal: code `busy` or `missing`; `tables` if a database has others than the copy.
    """
    with ExitStack() as held:
        connections = _opened(urls, held)
        contents = {name: _read(folder / name) for name in connections}
        for name, connection in connections.items():
            _compare(name, connection, contents[name])
            connection.rollback()
        _all_or_none(connections, _lock_out)
        for name, connection in connections.items():
            _fill(connection, folder / name, contents[name])
        for connection in connections.values():
            connection.commit()


def size(url: str) -> int:
    """Return about how many bytes a database has."""
    with _connected(url) as connection:
        return int(_value(connection, "SELECT pg_database_size(current_database())"))


def revision(url: str) -> str:
    """Return the revision at which a database stands."""
    with _connected(url) as connection:
        return str(_value(connection, "SELECT version_num FROM alembic_version"))


# --------------------------------------------------------------------------- connections


def _connected(url: str) -> psycopg.Connection[Any]:
    try:
        return psycopg.connect(url.replace("+psycopg", "", 1))
    except psycopg.OperationalError as error:
        raise Refusal("missing", f"The database does not answer: {error}") from None


def _opened(urls: Mapping[str, str], held: ExitStack) -> dict[str, psycopg.Connection[Any]]:
    found = {}
    for name in sorted(urls):
        connection = held.enter_context(_connected(urls[name]))
        connection.isolation_level = psycopg.IsolationLevel.REPEATABLE_READ
        found[name] = connection
    return found


def _value(connection: psycopg.Connection[Any], words: str) -> Any:
    row = connection.execute(cast(Any, words)).fetchone()
    return None if row is None else row[0]


def _all_or_none(connections: Mapping[str, psycopg.Connection[Any]], lock: Any) -> None:
    """Lock something in all databases, again and again until it is had in all of them."""
    for _ in range(_TRIES):
        try:
            for connection in connections.values():
                connection.execute(cast(Any, f"SET LOCAL lock_timeout = '{_LOCK_TIMEOUT}'"))
                lock(connection)
        except (psycopg.errors.LockNotAvailable, psycopg.errors.DeadlockDetected):
            for connection in connections.values():
                connection.rollback()
            clock.sleep(_PAUSE)
        else:
            return
    raise Refusal("busy", "The databases are busy. Nothing was changed; try again in a moment.")


# --------------------------------------------------------------------------- taking


def _fix_moment(connection: psycopg.Connection[Any]) -> None:
    """Keep messages away; what is seen from the next statement on is this moment."""
    connection.execute(sql.SQL("LOCK TABLE {} IN SHARE MODE").format(_listed(_MESSAGES)))


def _take_one(connection: psycopg.Connection[Any], folder: Path) -> None:
    folder.mkdir()
    contents = _contents(connection)
    for table, columns in contents.tables.items():
        words = sql.SQL("COPY {} ({}) TO STDOUT (FORMAT BINARY)").format(
            sql.Identifier(table), _listed(columns)
        )
        with (
            (folder / f"{table}.copy").open("wb") as file,
            connection.cursor() as cursor,
            cursor.copy(words) as pieces,
        ):
            for piece in pieces:
                file.write(piece)
    (folder / _CONTENTS).write_text(json.dumps(asdict(contents), indent=1), encoding="utf-8")


def _contents(connection: psycopg.Connection[Any]) -> _Contents:
    rows = connection.execute(
        "SELECT c.table_name, c.column_name FROM information_schema.columns c"
        " JOIN information_schema.tables t USING (table_schema, table_name)"
        " WHERE c.table_schema = 'public' AND t.table_type = 'BASE TABLE'"
        " AND c.is_generated = 'NEVER' ORDER BY c.table_name, c.ordinal_position"
    ).fetchall()
    tables: dict[str, list[str]] = {}
    for table, column in rows:
        tables.setdefault(table, []).append(column)
    sequences = connection.execute(
        "SELECT sequencename, last_value FROM pg_sequences WHERE schemaname = 'public'"
    ).fetchall()
    return _Contents(tables, {name: last for name, last in sequences if last is not None})


# --------------------------------------------------------------------------- putting back


def _read(folder: Path) -> _Contents:
    return _Contents(**json.loads((folder / _CONTENTS).read_text(encoding="utf-8")))


def _compare(name: str, connection: psycopg.Connection[Any], kept: _Contents) -> None:
    there = _contents(connection).tables
    had = {table: sorted(columns) for table, columns in kept.tables.items()}
    if {table: sorted(columns) for table, columns in there.items()} != had:
        raise Refusal(
            "tables",
            f"The database of {name} has other tables than the snapshot. Run moot migrate.",
        )


def _lock_out(connection: psycopg.Connection[Any]) -> None:
    """Keep everybody away from all tables."""
    words = sql.SQL("LOCK TABLE {} IN ACCESS EXCLUSIVE MODE").format(_tables(connection))
    connection.execute(words)


def _tables(connection: psycopg.Connection[Any]) -> sql.Composed:
    return _listed([row[0] for row in connection.execute(_TABLES)])


_TABLES: Final = "SELECT tablename FROM pg_tables WHERE schemaname = 'public' ORDER BY tablename"
_REFERENCES: Final = (
    "SELECT conrelid::regclass::text, confrelid::regclass::text FROM pg_constraint"
    " WHERE contype = 'f' AND conrelid <> confrelid"
)


def _fill(connection: psycopg.Connection[Any], folder: Path, contents: _Contents) -> None:
    connection.execute(sql.SQL("TRUNCATE {} RESTART IDENTITY").format(_tables(connection)))
    for table in _in_order(connection, contents.tables):
        words = sql.SQL("COPY {} ({}) FROM STDIN (FORMAT BINARY)").format(
            sql.Identifier(table), _listed(contents.tables[table])
        )
        with (
            (folder / f"{table}.copy").open("rb") as file,
            connection.cursor() as cursor,
            cursor.copy(words) as target,
        ):
            while piece := file.read(_PIECE):
                target.write(piece)
    for sequence, last in contents.sequences.items():
        connection.execute("SELECT setval(quote_ident(%s)::regclass, %s)", (sequence, last))


def _in_order(connection: psycopg.Connection[Any], tables: Iterable[str]) -> Sequence[str]:
    """Return the tables, those first that others refer to."""
    order: TopologicalSorter[str] = TopologicalSorter({table: () for table in tables})
    for table, referred in connection.execute(_REFERENCES):
        order.add(table.strip('"'), referred.strip('"'))
    return list(order.static_order())


def _listed(names: Iterable[str]) -> sql.Composed:
    return sql.SQL(", ").join([sql.Identifier(name) for name in names])
