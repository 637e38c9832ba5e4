"""The declarative base of a court's tables, and rows in bulk."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import islice, repeat
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import (
    JSON,
    ColumnDefault,
    ColumnElement,
    Date,
    MetaData,
    String,
    func,
    insert,
    select,
    text,
)
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import DeclarativeBase, Session

from shared.db import NAMING, UtcDateTime, every_world


class Table(DeclarativeBase):
    """Base of every table of a court."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime}


Values = tuple[Any, ...]
#: So many ids are drawn from a sequence at a time.
_IDS_AT_ONCE: Final = 100


class Batch:
    """Rows that are inserted together, with ids given here: nothing waits for the database.

    Tables are written in the order in which they are first met, so that a row comes after those
    that it refers to. Values are given for all columns of a table or left to their defaults, but
    alike for every row of a table.

    :param beside_others: whether others write into the same tables meanwhile. PostgreSQL's tables
        are not locked then, and ids need not follow each other.
    """

    def __init__(self, session: Session, *, beside_others: bool = False) -> None:
        self._session = session
        self._beside_others = beside_others
        self._kept: dict[type[Table], _Kept] = {}

    def add(self, table: type[Table], row: Mapping[str, Any]) -> int:
        """Keep a row and return the id that it will have."""
        kept = self._kept.get(table) or self._of(table, tuple(row))
        return kept.add(kept.values(row))

    def adder(self, table: type[Table], names: tuple[str, ...]) -> Callable[[Values], int]:
        """Return what keeps the values of a row, in the order of their names: for tables of which
        there are millions of rows.
        """
        kept = self._kept.get(table) or self._of(table, names)
        if kept.names == names:
            return kept.add
        order = tuple(map(names.index, kept.names))
        return lambda values: kept.add(tuple([values[place] for place in order]))

    def flush(self) -> None:
        """Insert what was kept."""
        connection = self._session.connection()
        for table, kept in self._kept.items():
            if kept.rows:
                writer = _Writer(table, kept.names, connection.dialect)
                rows = kept.rows
                writer.insert(connection, rows, kept.taken())
                self._advance(table, kept.last)

    def _of(self, table: type[Table], names: tuple[str, ...]) -> _Kept:
        if self._postgres and self._beside_others:
            made: _Kept = _Drawn(names, self._sequence_of(table))
        else:
            made = _Kept(names, self._last_of(table))
        self._kept[table] = made
        return made

    def _sequence_of(self, table: type[Table]) -> Iterator[int]:
        """Return ids of the table's sequence, so many at a time: others get theirs meanwhile."""
        sequence = func.nextval(func.pg_get_serial_sequence(table.__tablename__, "id"))
        asked = select(sequence).select_from(func.generate_series(1, _IDS_AT_ONCE).alias())
        while True:
            yield from self._session.scalars(asked).all()

    def _last_of(self, table: type[Table]) -> int:
        if self._postgres:
            # Nobody else may take an id between our look and our insert.
            self._session.execute(text(f"LOCK TABLE {table.__tablename__} IN EXCLUSIVE MODE"))
        column = table.__table__.c["id"]
        found = self._session.scalar(every_world(select(func.max(column))))
        return found or 0

    def _advance(self, table: type[Table], last: int) -> None:
        if self._postgres and not self._beside_others:
            sequence = func.pg_get_serial_sequence(table.__tablename__, "id")
            self._session.execute(select(func.setval(sequence, last)))

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

    def adder(self, table: type[Table], names: tuple[str, ...]) -> Callable[[Values], int]:
        """Return what inserts a row of values, in the order of their names."""
        return lambda values: self.add(table, dict(zip(names, values, strict=True)))

    def flush(self) -> None:
        """Do nothing: every row is there already."""


Writer = Batch | Rows


class _Kept:
    """The rows of one table that wait: the values of `names`; `last` is the id of the last."""

    __slots__ = ("last", "names", "rows", "values")

    def __init__(self, names: tuple[str, ...], last: int) -> None:
        self.names, self.last = names, last
        self.values: Callable[[Mapping[str, Any]], Values] = itemgetter(*names)
        self.rows: list[Values] = []

    def add(self, values: Values) -> int:
        """Keep a row and return the id that it will have."""
        self.rows.append(values)
        self.last += 1
        return self.last

    def taken(self) -> Sequence[int]:
        """Return the ids of the rows that wait, and wait for no row any more."""
        count, self.rows = len(self.rows), []
        return range(self.last - count + 1, self.last + 1)


class _Drawn(_Kept):
    """The rows of one table that others write into, too: ids do not follow one another."""

    __slots__ = ("_from", "_ids")

    def __init__(self, names: tuple[str, ...], ids: Iterator[int]) -> None:
        super().__init__(names, 0)
        self._from = ids
        self._ids: list[int] = []

    def add(self, values: Values) -> int:
        """Keep a row and return the id that it will have."""
        self.rows.append(values)
        self.last = next(self._from)
        self._ids.append(self.last)
        return self.last

    def taken(self) -> Sequence[int]:
        """Return the ids of the rows that wait, and wait for no row any more."""
        ids, self._ids, self.rows = self._ids, [], []
        return ids


class _Writer:
    """Many rows at once as the driver takes them: the types' own conversions, nothing else.

    Handing rows to an `insert()` prepares every row anew, which takes longer than to store it.
    Values are converted column by column, which costs a third of doing it row by row. SQLite gets
    tuples for one prepared statement, PostgreSQL the text of a COPY.

    :param given: of which columns rows have values, in their order.
    """

    def __init__(self, table: type[Table], given: tuple[str, ...], dialect: Dialect) -> None:
        columns = table.__table__.columns
        self._table, self._dialect, self._given = table, dialect, given
        known = {"id", *given}
        self._names = [c.name for c in columns if c.name in known or c.default is not None]
        self._defaults = {n: _default(columns[n]) for n in self._names if n not in known}
        conversion = _conversion if dialect.name == "sqlite" else _written
        self._convert = {name: conversion(columns[name], dialect) for name in self._names}

    def insert(self, connection: Connection, rows: Sequence[Values], ids: Sequence[int]) -> None:
        """Insert rows with their ids."""
        told = dict(zip(self._given, zip(*rows, strict=True), strict=True))
        told["id"] = tuple(ids)
        made = zip(*(self._column(name, told, len(rows)) for name in self._names), strict=True)
        if self._dialect.name == "sqlite":
            statement = insert(self._table).compile(dialect=self._dialect, column_keys=self._names)
            connection.exec_driver_sql(str(statement), list(made))
        else:
            self._copy(connection, made)

    def _copy(self, connection: Connection, rows: Iterable[Sequence[str]]) -> None:
        names = ", ".join(self._names)
        driver: Any = connection.connection.driver_connection
        with (
            driver.cursor() as cursor,
            cursor.copy(f"COPY {self._table.__tablename__} ({names}) FROM STDIN") as copy,
        ):
            left = map("\t".join, rows)
            while some := "\n".join(islice(left, _AT_ONCE)):
                copy.write(f"{some}\n")

    def _column(self, name: str, told: Mapping[str, Values], count: int) -> Iterable[Any]:
        convert = self._convert[name]
        if name not in told:
            default = self._defaults[name]
            return repeat(convert(default) if convert else default, count)
        return map(convert, told[name]) if convert else told[name]


#: How long a moment is without its zone: 2021-11-02 14:05:00.000000.
_MOMENT: Final = 26
#: Rows of a COPY are sent so many at a time.
_AT_ONCE: Final = 2_000
_NOTHING: Final = "\\N"
_SPECIAL: Final = re.compile(r"[\\\t\n\r]")
_ESCAPED: Final = {"\\": "\\\\", "\t": "\\t", "\n": "\\n", "\r": "\\r"}
#: As many values of a column are written once: a world has millions of days, only thousands differ.
_REMEMBERED: Final = 20_000


def _written(column: ColumnElement[Any], _dialect: Dialect) -> Callable[[Any], str]:
    """Return how a value of a column stands in the text of a COPY."""
    if isinstance(column.type, JSON):
        once = lru_cache(maxsize=_REMEMBERED)(_json)
        return lambda value: once(value) if type(value) is tuple else _json(value)
    if isinstance(column.type, Date):
        return lru_cache(maxsize=_REMEMBERED)(_plain)
    if isinstance(column.type, UtcDateTime):
        return _moment_written
    return _text if isinstance(column.type, String) else _plain


def _plain(value: Any) -> str:
    """Write what has no character that means something: numbers, days, yes and no."""
    return _NOTHING if value is None else str(value)


def _text(value: str | None) -> str:
    if value is None:
        return _NOTHING
    return value if _SPECIAL.search(value) is None else _SPECIAL.sub(_escaped, value)


def _escaped(found: re.Match[str]) -> str:
    return _ESCAPED[found[0]]


def _json(value: Any) -> str:
    return _text(json.dumps(value))


def _moment_written(value: datetime | None) -> str:
    if value is None:
        return _NOTHING
    return f"{_moment(value)}+00"


def _conversion(column: ColumnElement[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """Return how a value of a column is handed to SQLite's driver, None if as it is."""
    convert = column.type.dialect_impl(dialect).bind_processor(dialect)
    if convert is None:
        return None
    if isinstance(column.type, Date):
        return lru_cache(maxsize=_REMEMBERED)(convert)
    if isinstance(column.type, JSON):
        return _listing(convert)
    if isinstance(column.type, UtcDateTime):
        return _moment
    return convert


def _listing(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a conversion to JSON that makes the same tuple once: most lists are short and many."""
    once = lru_cache(maxsize=_REMEMBERED)(convert)
    return lambda value: once(value) if type(value) is tuple else convert(value)


def _moment(value: datetime | None) -> str | None:
    """Return an aware moment as SQLite's dialect keeps it, in a tenth of the dialect's time."""
    if value is None:
        return None
    if value.tzinfo is not UTC:
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        value = value.astimezone(UTC)
    return value.isoformat(" ", "microseconds")[:_MOMENT]


def _default(column: ColumnElement[Any]) -> Any:
    """Return what a column holds if nobody says: a plain value, or what its function makes."""
    default = getattr(column, "default", None)
    if not isinstance(default, ColumnDefault):
        return None
    return default.arg(None) if default.is_callable else default.arg
