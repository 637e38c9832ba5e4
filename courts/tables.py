"""The declarative base of a court's tables, and rows in bulk."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import lru_cache
from itertools import count, repeat
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


#: So many ids are drawn from a sequence at a time.
_IDS_AT_ONCE = 100


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
        kept = self._kept.get(table)
        if kept is None:
            kept = self._kept[table] = _Kept(tuple(row), self._ids_of(table))
        kept.last = next(kept.ids)
        kept.rows.append((kept.last, *kept.values(row)))
        return kept.last

    def flush(self) -> None:
        """Insert what was kept."""
        connection = self._session.connection()
        for table, kept in self._kept.items():
            if kept.rows:
                writer = _Writer(table, ("id", *kept.names), connection.dialect)
                connection.exec_driver_sql(writer.statement, writer.values(kept.rows))
                self._advance(table, kept.last)
                kept.rows.clear()

    def _ids_of(self, table: type[Table]) -> Iterator[int]:
        if self._postgres and self._beside_others:
            return self._drawn(table)
        return count(self._last_of(table) + 1)

    def _drawn(self, table: type[Table]) -> Iterator[int]:
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

    def flush(self) -> None:
        """Do nothing: every row is there already."""


Writer = Batch | Rows


class _Kept:
    """The rows of one table that wait: each its id and the values of `names`."""

    def __init__(self, names: tuple[str, ...], ids: Iterator[int]) -> None:
        self.names, self.ids, self.last = names, ids, 0
        self.values: Callable[[Mapping[str, Any]], tuple[Any, ...]] = itemgetter(*names)
        self.rows: list[tuple[Any, ...]] = []


class _Writer:
    """An insert of many rows as the driver takes it: the types' own conversions, nothing else.

    Handing rows to an `insert()` prepares every row anew, which takes longer than to store it.
    Values are converted column by column, which costs a third of doing it row by row.

    :param given: of which columns rows have values, in their order.
    """

    def __init__(self, table: type[Table], given: tuple[str, ...], dialect: Dialect) -> None:
        columns = table.__table__.columns
        names = [c.name for c in columns if c.name in given or c.default is not None]
        compiled = insert(table).compile(dialect=dialect, column_keys=names)
        self.statement = str(compiled)
        self._positional = compiled.positional
        self._names = (compiled.positiontup if compiled.positional else None) or names
        self._given = given
        self._defaults = {n: _default(columns[n]) for n in self._names if n not in given}
        self._convert = {name: _conversion(columns[name], dialect) for name in self._names}

    def values(self, rows: Sequence[tuple[Any, ...]]) -> Any:
        """Return rows as the driver takes them: tuples where it counts places, else mappings."""
        told = dict(zip(self._given, zip(*rows, strict=True), strict=True))
        made = zip(*(self._column(name, told, len(rows)) for name in self._names), strict=True)
        if self._positional:
            return list(made)
        return [dict(zip(self._names, values, strict=True)) for values in made]

    def _column(self, name: str, told: Mapping[str, Sequence[Any]], count: int) -> Iterable[Any]:
        convert = self._convert[name]
        if name not in told:
            default = self._defaults[name]
            return repeat(convert(default) if convert else default, count)
        return map(convert, told[name]) if convert else told[name]


def _conversion(column: ColumnElement[Any], dialect: Dialect) -> Callable[[Any], Any] | None:
    """Return how a value of a column is handed to the driver, None if as it is."""
    convert = column.type.dialect_impl(dialect).bind_processor(dialect)
    if convert is None:
        return None
    if isinstance(column.type, Date):
        # A world has millions of days and only a few thousand different ones.
        return lru_cache(maxsize=20_000)(convert)
    if isinstance(column.type, JSON):
        return _listing(convert)
    if isinstance(column.type, UtcDateTime) and dialect.name == "sqlite":
        return _moment
    return convert


def _listing(convert: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """Return a conversion to JSON that makes the same tuple once: most lists are short and many."""
    once = lru_cache(maxsize=20_000)(convert)
    return lambda value: once(value) if type(value) is tuple else convert(value)


def _moment(value: datetime | None) -> str | None:
    """Return an aware moment as SQLite's dialect keeps it, in a tenth of the dialect's time."""
    if value is None:
        return None
    if value.tzinfo is None:
        raise ValueError("a moment without a time zone")
    return value.astimezone(UTC).replace(tzinfo=None).isoformat(" ", "microseconds")


def _default(column: ColumnElement[Any]) -> Any:
    """Return what a column holds if nobody says: a plain value, or what its function makes."""
    default = getattr(column, "default", None)
    if not isinstance(default, ColumnDefault):
        return None
    return default.arg(None) if default.is_callable else default.arg
