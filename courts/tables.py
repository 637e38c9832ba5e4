"""The declarative base of a court's tables, and rows in bulk."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnDefault, ColumnElement, MetaData, func, insert, select, text
from sqlalchemy.engine import Dialect
from sqlalchemy.orm import DeclarativeBase, Session

from shared.db import NAMING, UtcDateTime, every_world


class Table(DeclarativeBase):
    """Base of every table of a court."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime}


class Batch:
    """Rows that are inserted together, with ids given here: nothing waits for the database.

    Tables are written in the order in which they are first met, so that a row comes after those
    that it refers to. Values are given for all columns of a table or left to their defaults, but
    alike for every row of a table.
    """

    def __init__(self, session: Session) -> None:
        self._session = session
        self._rows: dict[type[Table], list[dict[str, Any]]] = {}
        self._last: dict[type[Table], int] = {}

    def add(self, table: type[Table], row: Mapping[str, Any]) -> int:
        """Keep a row and return the id that it will have."""
        if table not in self._last:
            self._last[table] = self._last_of(table)
            self._rows[table] = []
        self._last[table] += 1
        found = self._last[table]
        self._rows[table].append({"id": found, **row})
        return found

    def flush(self) -> None:
        """Insert what was kept."""
        connection = self._session.connection()
        for table, rows in self._rows.items():
            if rows:
                writer = _Writer(table, rows[0].keys(), connection.dialect)
                connection.exec_driver_sql(writer.statement, writer.values(rows))
                self._advance(table)
                rows.clear()

    def _last_of(self, table: type[Table]) -> int:
        if self._postgres:
            # Nobody else may take an id between our look and our insert.
            self._session.execute(text(f"LOCK TABLE {table.__tablename__} IN EXCLUSIVE MODE"))
        column = table.__table__.c["id"]
        found = self._session.scalar(every_world(select(func.max(column))))
        return found or 0

    def _advance(self, table: type[Table]) -> None:
        if self._postgres:
            sequence = func.pg_get_serial_sequence(table.__tablename__, "id")
            self._session.execute(select(func.setval(sequence, self._last[table])))

    @property
    def _postgres(self) -> bool:
        return self._session.get_bind().dialect.name == "postgresql"


class _Writer:
    """An insert of many rows as the driver takes it: the types' own conversions, nothing else.

    Handing rows to an `insert()` prepares every row anew, which takes longer than to store it.
    """

    def __init__(self, table: type[Table], given: Iterable[str], dialect: Dialect) -> None:
        columns = table.__table__.columns
        given = frozenset(given)
        names = [c.name for c in columns if c.name in given or c.default is not None]
        compiled = insert(table).compile(dialect=dialect, column_keys=names)
        self.statement = str(compiled)
        order = compiled.positiontup if compiled.positional else names
        self._positional = compiled.positional
        self._columns = [
            (
                name,
                columns[name].type.dialect_impl(dialect).bind_processor(dialect),
                None if name in given else _default(columns[name]),
            )
            for name in order or names
        ]

    def values(self, rows: Sequence[Mapping[str, Any]]) -> Any:
        """Return rows as the driver takes them: tuples where it counts places, else mappings."""
        if self._positional:
            return [tuple(self._row(row)) for row in rows]
        names = [name for name, _, _ in self._columns]
        return [dict(zip(names, self._row(row), strict=True)) for row in rows]

    def _row(self, row: Mapping[str, Any]) -> Iterator[Any]:
        for name, convert, default in self._columns:
            value = row.get(name, default)
            yield value if convert is None else convert(value)


def _default(column: ColumnElement[Any]) -> Any:
    """Return what a column holds if nobody says: a plain value, or what its function makes."""
    default = getattr(column, "default", None)
    if not isinstance(default, ColumnDefault):
        return None
    return default.arg(None) if default.is_callable else default.arg
