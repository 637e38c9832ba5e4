"""The state of a seat as rows: taken, and put back into another run with the same ids.

Every table of a member is of one class (`Classes`): *state*, whose rows of a world are taken and
put back; *books*, which only grow and stay in the run in which they were written; *protocol*,
sessions and proofs, which end with the run; *common*, which no seat owns. What belongs to a world
follows from the column `world`, from foreign keys, and from what `belongs` says of tables that name
their owner without one.
"""

from __future__ import annotations

import json
import zlib
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from operator import itemgetter
from typing import Any, Final

from sqlalchemy import (
    Column,
    ColumnElement,
    Date,
    LargeBinary,
    MetaData,
    Table,
    and_,
    delete,
    func,
    insert,
    select,
)
from sqlalchemy.engine import Connection, RowMapping

from shared.db import UtcDateTime
from shared.seating import is_class

#: So many keys stand in one statement: SQLite takes no more than 32766 values.
_AT_ONCE: Final = 5000
_WORLD: Final = "world"

Row = dict[str, Any]
#: A column of one table, as (table, column).
Named = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Classes:
    """What becomes of each table of a member when a seat is taken or put back.

    `belongs` says of tables without a foreign key which column names the owner, and what of it:
    `{"notice": (("case_id", "court_case.id"),)}`. `refers` are further columns that hold the id of
    a row without owning: they are followed if a row has to get another id.
    """

    books: frozenset[str]
    protocol: frozenset[str]
    common: frozenset[str]
    belongs: Mapping[str, tuple[Named, ...]] = field(default_factory=dict)
    refers: Mapping[str, Mapping[str, str]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Restoring:
    """A state that is to be put back: the run that it is of, the one that ends, the new one."""

    state: bytes
    taken_from: int
    from_world: int
    to_world: int


class StaleStateError(ValueError):
    """A state names tables or columns that this member does not have any more."""


class SeatState:
    """Takes and puts back the rows of seats in the database of one member.

    :param metadatas: all tables of the member.
    :raises ValueError: if `classes` names a table that is not there, or a table twice.
    """

    def __init__(self, metadatas: Sequence[MetaData], classes: Classes) -> None:
        self._tables = {t.name: t for metadata in metadatas for t in metadata.sorted_tables}
        self._classes = classes
        named = [*classes.books, *classes.protocol, *classes.common]
        unknown = {*named, *classes.belongs, *classes.refers} - set(self._tables)
        if unknown or len(named) != len(set(named)):
            raise ValueError(f"classes of tables: {sorted(unknown) or 'a table is named twice'}")
        self._owned = [t for t in self._order() if self._owners(t) or _WORLD in t.columns]

    @property
    def state_tables(self) -> tuple[str, ...]:
        """Return the tables whose rows are taken and put back, owners first."""
        return tuple(t.name for t in self._owned if t.name not in self._classes.protocol)

    @property
    def unclassified(self) -> tuple[str, ...]:
        """Return the tables of which nobody has said what becomes of them."""
        classes = self._classes
        said = {t.name for t in self._owned} | classes.books | classes.common
        return tuple(sorted(set(self._tables) - said))

    def owned(self, connection: Connection, worlds: Iterable[int]) -> dict[str, list[Any]]:
        """Return the keys of all rows that worlds own, by table, owners first."""
        owned = _Owned(self, connection, sorted(set(worlds)))
        return {table.name: owned.keys(table) for table in self._owned}

    def capture(self, connection: Connection, worlds: Iterable[int]) -> dict[int, bytes]:
        """Return the state of each world, as bytes that `restore` reads."""
        wanted = sorted(set(worlds))
        taken: dict[int, dict[str, list[Row]]] = {world: {} for world in wanted}
        owned = _Owned(self, connection, wanted)
        for table in self._owned:
            if table.name in self._classes.protocol:
                continue
            for row, world in owned.rows(table):
                taken[world].setdefault(table.name, []).append(_plain(table, row))
        return {world: _packed(rows) for world, rows in taken.items()}

    def restore(self, connection: Connection, states: Sequence[Restoring]) -> None:
        """End runs and begin others: delete what the old ones own, put the taken rows back.

        Rows keep their ids, unless somebody else has got one meanwhile: SQLite gives an id again
        whose row was the last of its table and is gone. Then the row gets a new one, and whatever
        is put back with it follows.

        :raises StaleStateError: if a state was taken by another version of the tables.
        """
        read = [(state, self._read(state.state)) for state in states]
        owned = _Owned(self, connection, [state.from_world for state in states], lock=True)
        keys = {table.name: owned.keys(table) for table in self._owned}
        for table in reversed(self._owned):
            key = _key(table)
            for part in _parts(sorted(keys[table.name], key=str)):
                connection.execute(delete(table).where(key.in_(part)))
        # By state and table: which rows get other ids.
        moved: list[dict[str, dict[int, int]]] = [{} for _ in read]
        for table in self._owned:
            found = {
                place: _typed(table, rows[table.name])
                for place, (_, rows) in enumerate(read)
                if rows.get(table.name)
            }
            if found:
                self._put_back(connection, table, found, states, moved)

    def end_sessions(self, connection: Connection, worlds: Iterable[int]) -> None:
        """Delete what is under way in worlds: sessions, tokens, half-finished steps."""
        owned = _Owned(self, connection, sorted(set(worlds)), lock=True)
        keys = {table.name: owned.keys(table) for table in self._owned}
        for table in reversed(self._owned):
            if table.name in self._classes.protocol:
                for part in _parts(sorted(keys[table.name], key=str)):
                    connection.execute(delete(table).where(_key(table).in_(part)))

    # ----------------------------------------------------------------- who owns what

    def _order(self) -> list[Table]:
        """Return the tables that seats have rows in, owners before what they own."""
        left = {
            name: table
            for name, table in self._tables.items()
            if name not in self._classes.books and name not in self._classes.common
        }
        ordered: list[Table] = []
        done: set[str] = set()
        while left:
            ready = [t for t in left.values() if self._above(t) & set(left) <= {t.name}]
            if not ready:
                raise ValueError(f"tables own each other: {sorted(left)}")
            for table in ready:
                ordered.append(left.pop(table.name))
                done.add(table.name)
        return ordered

    def _above(self, table: Table) -> set[str]:
        return {owner.table.name for _, owner in self._owners(table)}

    def _owners(self, table: Table) -> list[tuple[Column[Any], Column[Any]]]:
        """Return which column of a table names an owner, and the owner's column that it holds."""
        found = [(c, key.column) for c in table.columns for key in c.foreign_keys]
        for name, target in self._classes.belongs.get(table.name, ()):
            owner, _, column = target.partition(".")
            found.append((table.c[name], self._tables[owner].c[column]))
        outside = self._classes.common | self._classes.books
        return [(c, owner) for c, owner in found if owner.table.name not in outside]

    def owners(self, table: Table) -> list[tuple[Column[Any], Column[Any]]]:
        """Return the columns by which rows of a table belong to rows of others."""
        return self._owners(table)

    def followed(self, table: Table) -> dict[str, str]:
        """Return the columns that hold ids of other tables' rows, with those tables' names."""
        found = {c.name: owner.table.name for c, owner in self._owners(table) if owner.primary_key}
        return {**found, **self._classes.refers.get(table.name, {})}

    # ----------------------------------------------------------------- putting back

    def _read(self, state: bytes) -> dict[str, list[Row]]:
        rows: dict[str, list[Row]] = json.loads(zlib.decompress(state))
        known = {table.name: set(table.columns.keys()) for table in self._owned}
        for name, found in rows.items():
            if name not in known or any(not set(row) <= known[name] for row in found[:1]):
                raise StaleStateError(f"a kept state of a seat does not fit the table {name}")
        return rows

    def _put_back(
        self,
        connection: Connection,
        table: Table,
        found: Mapping[int, list[Row]],
        states: Sequence[Restoring],
        moved: Sequence[dict[str, dict[int, int]]],
    ) -> None:
        """Put back the rows of a table, of all states at once: statements cost more than rows."""
        for place, changed in _renumbered(connection, table, found).items():
            moved[place][table.name] = changed
        followed = self.followed(table)
        for place, rows in found.items():
            state = states[place]
            changes = [(c, moved[place][t]) for c, t in followed.items() if t in moved[place]]
            for row in rows:
                if row.get(_WORLD) == state.taken_from:
                    row[_WORLD] = state.to_world
                for column, changed in changes:
                    row[column] = changed.get(row[column], row[column])
        connection.execute(insert(table), [row for rows in found.values() for row in rows])


class _Owned:
    """Which rows of which table belong to some worlds; a row is its owner's, else its world's."""

    def __init__(
        self,
        state: SeatState,
        connection: Connection,
        worlds: Sequence[int],
        *,
        lock: bool = False,
    ) -> None:
        self._state, self._connection = state, connection
        self._worlds = list(worlds)
        self._lock = lock
        #: By table and column: whose a value is.
        self._values: dict[tuple[str, str], dict[Any, int]] = defaultdict(dict)
        self._rows: dict[str, list[tuple[RowMapping, int]]] = {}

    def rows(self, table: Table) -> list[tuple[RowMapping, int]]:
        """Return the rows of a table with the worlds to which they belong, in order of their keys.

        Tables are to be asked in the order of owners first.
        """
        found = self._rows.get(table.name)
        if found is None:
            found = self._rows[table.name] = list(self._find(table))
        return found

    def keys(self, table: Table) -> list[Any]:
        """Return the primary keys of those rows."""
        name = _key(table).name
        return [row[name] for row, _ in self.rows(table)]

    def _find(self, table: Table) -> Iterable[tuple[RowMapping, int]]:
        owners = self._state.owners(table)
        seen: dict[Any, tuple[RowMapping, int]] = {}
        key = _key(table).name
        for condition in self._conditions(table, owners):
            asked = select(table).where(condition).order_by(_key(table))
            if self._lock and _WORLD in table.columns:
                # Whoever writes at this moment is waited for, and whoever comes finds the new run.
                asked = asked.with_for_update()
            for row in self._connection.execute(asked).mappings():
                world = self._world(row, owners)
                if world is not None:
                    seen.setdefault(row[key], (row, world))
        for _, (row, world) in sorted(seen.items()):
            for column in table.columns:
                if column.primary_key or column.unique:
                    self._values[table.name, column.name][row[column.name]] = world
            yield row, world

    def _conditions(
        self, table: Table, owners: list[tuple[Column[Any], Column[Any]]]
    ) -> Iterable[ColumnElement[bool]]:
        if _WORLD in table.columns:
            yield table.c[_WORLD].in_(self._worlds)
        for column, owner in owners:
            known = self._values[owner.table.name, owner.name]
            for part in _parts(sorted(known)):
                among: ColumnElement[bool] = column.in_(part)
                if _WORLD in table.columns:
                    # The others were found by their world.
                    among = and_(among, table.c[_WORLD].not_in(self._worlds))
                yield among

    def _world(self, row: RowMapping, owners: list[tuple[Column[Any], Column[Any]]]) -> int | None:
        """Return whose a row is; None if it is of a class's world and hangs on a seat's row."""
        held = [
            self._values[owner.table.name, owner.name].get(row[column.name])
            for column, owner in owners
            if row[column.name] is not None
        ]
        own = row.get(_WORLD)
        if own in self._worlds and not (is_class(own) and None in held):
            return int(own)
        return next((world for world in held if world is not None), None)


def _key(table: Table) -> Column[Any]:
    (key,) = table.primary_key.columns
    return key


def _renumbered(
    connection: Connection, table: Table, found: Mapping[int, list[Row]]
) -> dict[int, dict[int, int]]:
    """Give new ids to those rows whose ids others have by now; return old and new ids, by state.

    Two states can hold the same id, if they were taken at different times.
    """
    key = _key(table)
    ids = [row[key.name] for rows in found.values() for row in rows]
    if not isinstance(ids[0], int):
        return {}
    taken: set[int] = set()
    for part in _parts(ids):
        taken.update(connection.scalars(select(key).where(key.in_(part))))
    last = 0
    if taken or len(set(ids)) < len(ids):
        last = max(connection.scalar(select(func.max(key))) or 0, *ids)
    changed: dict[int, dict[int, int]] = {}
    for place, rows in found.items():
        own = changed[place] = {}
        for row in sorted(rows, key=itemgetter(key.name)):
            if row[key.name] in taken:
                last += 1
                own[row[key.name]] = row[key.name] = last
            else:
                taken.add(row[key.name])
    return {place: own for place, own in changed.items() if own}


def _parts(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + _AT_ONCE] for start in range(0, len(values), _AT_ONCE))


# --------------------------------------------------------------------------- rows as text


def _packed(rows: Mapping[str, list[Row]]) -> bytes:
    # In the order in which they are: JSON columns come back byte for byte.
    text = json.dumps(rows, separators=(",", ":"))
    return zlib.compress(text.encode(), level=6)


def _plain(table: Table, row: RowMapping) -> Row:
    return {c.name: _told(row[c.name]) for c in table.columns if row[c.name] is not None}


def _told(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, bytes):
        return value.hex()
    return value


def _typed(table: Table, rows: Sequence[Row]) -> list[Row]:
    """Return rows with a value for each column, so that all of them are one statement."""
    readers = {c.name: _reader(c) for c in table.columns}
    return [
        {name: None if row.get(name) is None else read(row[name]) for name, read in readers.items()}
        for row in rows
    ]


def _reader(column: Column[Any]) -> Callable[[Any], Any]:
    if isinstance(column.type, UtcDateTime):
        return datetime.fromisoformat
    if isinstance(column.type, Date):
        return date.fromisoformat
    if isinstance(column.type, LargeBinary):
        return bytes.fromhex
    return _same


def _same(value: Any) -> Any:
    return value
