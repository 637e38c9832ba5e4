"""The declarative base of a court's tables, and rows in bulk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime
from functools import lru_cache
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnDefault,
    ColumnElement,
    Date,
    MetaData,
    func,
    insert,
    select,
    text,
)
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


class Rows:
    """Rows that are inserted one by one, with ids from the database: for what many do at once.

    It can stand in for a `Batch`: what stores a planted case opens a filed one, too.
    """

    def __init__(self, session: Session) -> None:
        self._session = session

    def add(self, table: type[Table], row: Mapping[str, Any]) -> int:
        """Insert a row and return its id."""
        stored = table(**row)
        self._session.add(stored)
        self._session.flush()
        return int(stored.id)  # type: ignore[attr-defined]

    def flush(self) -> None:
        """Do nothing: every row is there already."""


Writer = Batch | Rows


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
        self._positional = compiled.positional
        self._names = (compiled.positiontup if compiled.positional else None) or names
        self._defaults = {n: _default(columns[n]) for n in self._names if n not in given}
        self._convert = [
            (place, convert)
            for place, name in enumerate(self._names)
            if (convert := _conversion(columns[name], dialect)) is not None
        ]

    def values(self, rows: Sequence[Mapping[str, Any]]) -> Any:
        """Return rows as the driver takes them: tuples where it counts places, else mappings."""
        take = itemgetter(*self._names)
        made = []
        for row in rows:
            values = [*take({**self._defaults, **row})]
            for place, convert in self._convert:
                values[place] = convert(values[place])
            made.append(values)
        if self._positional:
            return [tuple(values) for values in made]
        return [dict(zip(self._names, values, strict=True)) for values in made]


def _conversion(column: ColumnElement[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """Return how a value of a column is handed to the driver, None if as it is."""
    convert = column.type.dialect_impl(dialect).bind_processor(dialect)
    if convert is None:
        return None
    if isinstance(column.type, Date):
        # A world has millions of days and only a few thousand different ones.
        return lru_cache(maxsize=20_000)(convert)
    if isinstance(column.type, JSON):
        made, empty = convert, convert([])
        return lambda value: empty if value == [] else made(value)
    return convert


def _default(column: ColumnElement[Any]) -> Any:
    """Return what a column holds if nobody says: a plain value, or what its function makes."""
    default = getattr(column, "default", None)
    if not isinstance(default, ColumnDefault):
        return None
    return default.arg(None) if default.is_callable else default.arg
