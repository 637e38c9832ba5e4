"""Databases: engines, sessions, the `world` filter, and the rules that SQLite needs.

One member has one database. A session that may write takes, on SQLite, a first-come-first-served
lock of this process and then BEGIN IMMEDIATE; on PostgreSQL rows are locked where needed
(docs/architecture.md, "A request").
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final, TypeVar

from sqlalchemy import (
    Column,
    ColumnElement,
    DateTime,
    Engine,
    Integer,
    MetaData,
    Select,
    SQLColumnExpression,
    Table,
    bindparam,
    case,
    create_engine,
    event,
    func,
    inspect,
    make_url,
    or_,
    select,
)
from sqlalchemy.engine import Connection, Dialect
from sqlalchemy.orm import (
    DeclarativeBase,
    Mapped,
    ORMExecuteState,
    Session,
    mapped_column,
    with_loader_criteria,
)
from sqlalchemy.pool import ConnectionPoolEntry
from sqlalchemy.types import TypeDecorator

from shared.backchannel import transaction_marker
from shared.errors import Refusal
from shared.seating import REFERENCE, Worlds, is_class, may_write, visible, writable

NAMING: Final = {
    "ix": "ix_%(column_0_N_label)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}
SHARED_WORLD: Final = REFERENCE
LOCK_TIMEOUT: Final = 30.0
#: Marks tables of sessions and drafts: who signs in anew ends what the browser had before, whosever
#: it was.
OF_ANY_WORLD: Final = "of_any_world"
NOT_YOURS: Final = (
    "This belongs to everybody, or to another seat of the class: it is there to be read, not to be "
    "changed. What is yours to change is what your own seat has."
)
#: How long a row that has run out is kept, so that its second use is known for what it is.
KEEP_SPENT: Final = timedelta(days=1)


class DatabaseBusyError(RuntimeError):
    """The write lock could not be had in time."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC; naive ones are refused."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Turn an aware moment into UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment without a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Return the moment as aware UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class SharedTable(DeclarativeBase):
    """Base of the tables that every member has: outbox, inbox, audit, clock."""

    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime}


Asked = TypeVar("Asked", bound=Select[*tuple[Any, ...]])


class Worldly:
    """Mixin of root tables: whose world a row belongs to (0 = everyone's reference world)."""

    world: Mapped[int] = mapped_column(Integer, default=None, index=True)


def every_world(statement: Asked) -> Asked:
    """Lift the world filter from one statement: sign-in and service code that must see all."""
    return statement.execution_options(every_world=True)


class ReadOnlyWorldError(Refusal):
    """Somebody in a seat is about to change what belongs to everybody, or to another seat."""

    def __init__(self) -> None:
        super().__init__("read_only_world", NOT_YOURS)


class WorldSession(Session):
    """A session that sees the worlds that its own one may see, and writes into its own.

    What is visible and what may be changed follows from `shared.seating`; a session of the
    reference world, and one without a world (service code), is not held back from writing.
    """


def in_worlds(column: SQLColumnExpression[int], worlds: Worlds) -> ColumnElement[bool]:
    """Return the condition that a column of worlds names one of these."""
    single = [each.start for each in worlds if len(each) == 1]
    spans = [column.between(each.start, each.stop - 1) for each in worlds if len(each) > 1]
    return or_(column.in_(single), *spans)


def world_of(session: Session) -> int | None:
    """Return the world of a session; None sees all."""
    found: int | None = session.info.get("world", SHARED_WORLD)
    return found


def changeable(session: Session, table: type[Worldly]) -> ColumnElement[bool]:
    """Return the condition that a row is of a world that this session may change."""
    world = world_of(session)
    column: ColumnElement[int] = inspect(table).columns["world"]
    return column.is_not(None) if world is None else in_worlds(column, writable(world))


def nearest_first(session: Session, table: type[Worldly]) -> tuple[ColumnElement[Any], ...]:
    """Return the order of rows of any world in which those come first that this session sees.

    Among them, and among the others, newer runs come before older ones and before everybody's.
    """
    column: ColumnElement[int] = inspect(table).columns["world"]
    seen = in_worlds(column, visible(world_of(session) or SHARED_WORLD))
    return case((seen, 0), else_=1), column.desc()


@event.listens_for(WorldSession, "do_orm_execute")
def _filter_worlds(state: ORMExecuteState) -> None:
    world = world_of(state.session)
    if state.execution_options.get("every_world") or world is None:
        return
    if not state.is_select or state.is_column_load or state.is_relationship_load:
        return
    # Two shapes and not one: numbers given to a shape change, the shape itself is compiled once.
    if is_class(world):
        span = writable(world)[0]
        first, last = span.start, span.stop - 1
        option = with_loader_criteria(
            Worldly,
            lambda cls: (cls.world == SHARED_WORLD) | cls.world.between(first, last),
            include_aliases=True,
        )
    else:
        shown = tuple(each.start for each in visible(world))
        option = with_loader_criteria(
            Worldly, lambda cls: cls.world.in_(shown), include_aliases=True
        )
    state.statement = state.statement.options(option)


@event.listens_for(WorldSession, "before_flush")
def _stamp_world(session: Session, _context: Any, _instances: Any) -> None:
    world = world_of(session) or SHARED_WORLD
    for row in session.new:
        if isinstance(row, Worldly) and getattr(row, "world", None) is None:
            row.world = world
    if world != SHARED_WORLD:
        _guard_worlds(session, world)


def _guard_worlds(session: Session, world: int) -> None:
    """Refuse to change or delete rows of worlds that are not ours, or to add something to them.

    :raises ReadOnlyWorldError: at the first such row.
    """
    known: dict[tuple[str, int], frozenset[int]] = {}
    changed = [row for row in session.dirty if session.is_modified(row)]
    for row in (*changed, *session.deleted):
        if inspect(type(row)).local_table.info.get(OF_ANY_WORLD):
            continue
        before = inspect(row).committed_state.get("world", getattr(row, "world", None))
        mine = [before] if isinstance(row, Worldly) else _worlds_above(session, row, known)
        if not all(may_write(world, other) for other in mine if other is not None):
            raise ReadOnlyWorldError
    for row in session.new:
        if isinstance(row, Worldly):
            continue
        if not all(may_write(world, other) for other in _worlds_above(session, row, known)):
            raise ReadOnlyWorldError


def _worlds_above(
    session: Session, row: Any, known: dict[tuple[str, int], frozenset[int]]
) -> frozenset[int]:
    """Return the worlds of the rows that a row without a world of its own hangs on."""
    mapper = inspect(type(row))
    found: frozenset[int] = frozenset()
    for column in mapper.local_table.columns:
        for key in column.foreign_keys:
            value = getattr(row, mapper.get_property_by_column(column).key)
            if value is not None:
                found |= _worlds_of(session, key.column, value, known)
    return found


def _worlds_of(
    session: Session,
    named: Column[Any],
    value: Any,
    known: dict[tuple[str, int], frozenset[int]],
) -> frozenset[int]:
    table: Table = named.table
    if (table.name, value) in known:
        return known[table.name, value]
    found: frozenset[int] = frozenset()
    if table.info.get(OF_ANY_WORLD):
        pass
    elif "world" in table.columns:
        world = tables(session).scalar(select(table.c.world).where(named == value))
        found = frozenset(() if world is None else (world,))
    else:
        above = [(c, key) for c in table.columns for key in c.foreign_keys]
        if above:
            asked = select(*(c for c, _ in above)).where(named == value)
            values = tables(session).execute(asked).one_or_none() or ()
            for (_, key), each in zip(above, values, strict=False):
                if each is not None:
                    found |= _worlds_of(session, key.column, each, known)
    known[table.name, value] = found
    return found


def tables(session: Session) -> Connection:
    """Return the connection of a session's transaction, for statements on tables: what is asked
    all the time needs no objects. What the session has not flushed is not there.
    """
    found: Connection | None = session.info.get("connection")
    if found is None or found.closed:
        found = session.info["connection"] = session.connection()
    return found


_TURN: Final = select(func.pg_advisory_xact_lock(func.hashtextextended(bindparam("name"), 0)))


def take_turn(session: Session, name: str) -> None:
    """Wait until no other transaction has its turn at something; it ends with this transaction.

    For what has no row yet that could be locked, and for lists that others may add to: a lock of
    the rows that are there does not keep new ones away. On SQLite whoever writes is alone anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(_TURN, {"name": name})


class FifoLock:
    """A lock that is handed on in the order of asking, so that nobody starves."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held = False
        self._waiting: deque[threading.Event] = deque()

    def acquire(self, timeout: float = LOCK_TIMEOUT) -> None:
        """Wait for the lock.

        :raises DatabaseBusyError: after `timeout` seconds.
        """
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Event()
            self._waiting.append(turn)
        if turn.wait(timeout):
            return
        with self._guard:
            if turn in self._waiting:
                self._waiting.remove(turn)
                raise DatabaseBusyError("the database is busy")
        # Our turn came while we were giving up: pass it on.
        self.release()
        raise DatabaseBusyError("the database is busy")

    def release(self) -> None:
        """Hand the lock to whoever has waited longest."""
        with self._guard:
            if self._waiting:
                self._waiting.popleft().set()
            else:
                self._held = False


class Work:
    """One transaction: a session, and how it ends. `close` rolls back what was not committed."""

    def __init__(self, database: Database, *, write: bool, world: int | None) -> None:
        self._database = database
        self._marker = transaction_marker()
        self._write = write
        self._open = True
        self.after_commit: list[Any] = []
        if write:
            database.lock()
        try:
            self._marker.__enter__()
            engine = database.write_engine if write else database.read_engine
            self.session = WorldSession(engine, expire_on_commit=False, autoflush=True)
            self.session.info.update(database.session_info)
            self.session.info["world"] = world
            self.session.info["work"] = self
        except BaseException:
            if write:
                database.unlock()
            raise

    @property
    def is_open(self) -> bool:
        """Say whether the session may still be used."""
        return self._open

    def commit(self) -> None:
        """Write everything, then run what waited for it (waking the outbox)."""
        try:
            for hook in self.session.info.get("before_commit", ()):
                hook(self.session)
            self.session.commit()
        finally:
            self.close()
        for action in self.after_commit:
            action()

    def close(self) -> None:
        """End the transaction; changes that were not committed are gone."""
        if not self._open:
            return
        self._open = False
        try:
            self.session.close()
        finally:
            self._marker.__exit__(None, None, None)
            if self._write:
                self._database.unlock()


class Database:
    """The database of one member.

    :param url: SQLAlchemy URL; SQLite (file) and PostgreSQL (psycopg) are supported.
    :param pool_size: connections kept; as many as the server has threads.
    """

    def __init__(self, url: str, *, pool_size: int = 8) -> None:
        self.url = make_url(url)
        self.sqlite = self.url.get_backend_name() == "sqlite"
        self._lock = FifoLock()
        #: What every session of this database knows from its beginning.
        self.session_info: dict[str, Any] = {}
        options: dict[str, Any] = {"pool_size": pool_size, "max_overflow": 4}
        if self.sqlite:
            if self.url.database in (None, "", ":memory:"):
                raise ValueError("SQLite needs a file: several threads share the database")
            Path(str(self.url.database)).parent.mkdir(parents=True, exist_ok=True)
            options["connect_args"] = {"check_same_thread": False, "timeout": LOCK_TIMEOUT}
        else:
            options["pool_pre_ping"] = True
            # Pages read little: starting helpers for a statement takes longer than to do without.
            options["connect_args"] = {"options": "-c max_parallel_workers_per_gather=0"}
        self.engine: Engine = create_engine(self.url, **options)
        if self.sqlite:
            event.listen(self.engine, "connect", _prepare_sqlite)
            event.listen(self.engine, "begin", _begin_sqlite)
        self.write_engine = self.engine.execution_options(moot_write=True)
        self.read_engine = (
            self.engine if self.sqlite else self.engine.execution_options(postgresql_readonly=True)
        )
        self.look_engine = self.read_engine.execution_options(moot_look=True)

    def lock(self) -> None:
        """Wait for this process's turn to write (SQLite only)."""
        if self.sqlite:
            self._lock.acquire()

    def unlock(self) -> None:
        """Let the next writer of this process go on (SQLite only)."""
        if self.sqlite:
            self._lock.release()

    def begin(self, *, write: bool = True, world: int | None = SHARED_WORLD) -> Work:
        """Open a transaction; `world=None` sees every world (service code only)."""
        return Work(self, write=write, world=world)

    @contextmanager
    def writing(self, *, world: int | None = None) -> Iterator[Session]:
        """Open a session, commit at the end, roll back on an exception."""
        work = self.begin(write=True, world=world)
        try:
            yield work.session
            work.commit()
        finally:
            work.close()

    @contextmanager
    def reading(self, *, world: int | None = None) -> Iterator[Session]:
        """Open a session for reading only."""
        work = self.begin(write=False, world=world)
        try:
            yield work.session
        finally:
            work.close()

    @contextmanager
    def looking(self) -> Iterator[Connection]:
        """Open a connection for a single statement on tables, which sees what is committed by now.

        A fifth of the cost of `reading`: there is no session, and on SQLite no transaction.
        """
        with transaction_marker(), self.look_engine.connect() as connection:
            yield connection

    @contextmanager
    def noting(self) -> Iterator[Connection]:
        """Open a transaction for statements on tables, commit at the end, else roll back."""
        self.lock()
        try:
            with transaction_marker(), self.write_engine.begin() as connection:
                yield connection
        finally:
            self.unlock()

    def dispose(self) -> None:
        """Close all connections."""
        self.engine.dispose()


def _prepare_sqlite(connection: Any, _record: ConnectionPoolEntry) -> None:
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "foreign_keys=ON"):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    options = connection.get_execution_options()
    if "moot_look" not in options:
        # Straight to the driver: a tenth of the cost, and there is nothing to compile.
        driver: Any = connection.connection.driver_connection
        driver.execute("BEGIN IMMEDIATE" if "moot_write" in options else "BEGIN")


def create_all(database: Database, metadatas: Sequence[MetaData]) -> None:
    """Create every table at once: for tests and scratch databases; others migrate."""
    with database.write_engine.begin() as connection:
        for metadata in metadatas:
            metadata.create_all(connection)
