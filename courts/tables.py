"""The declarative base of a court's tables, and rows in bulk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import MetaData, func, insert, select, text
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
        for table, rows in self._rows.items():
            if rows:
                self._session.execute(insert(table), rows)
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
