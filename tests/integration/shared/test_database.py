"""Transactions, worlds, and many writers at once."""

from __future__ import annotations

import threading
from pathlib import Path

import pytest
from sqlalchemy import Integer, MetaData, String, select
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared import db
from shared.backchannel import NetworkInTransactionError, transaction_open
from shared.db import NAMING, Database, FifoLock, Worldly, every_world


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)


class Paper(Worldly, Base):
    __tablename__ = "paper"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    title: Mapped[str] = mapped_column(String(40))
    copies: Mapped[int] = mapped_column(Integer, default=0)


@pytest.fixture
def database(tmp_path: Path) -> Database:
    made = Database(f"sqlite:///{tmp_path / 'x.db'}", pool_size=8)
    db.create_all(made, [Base.metadata])
    return made


def titles(database: Database, world: int | None) -> list[str]:
    with database.reading(world=world) as session:
        return sorted(session.scalars(select(Paper.title)))


def test_a_seat_sees_the_reference_world_and_its_own(database: Database) -> None:
    for world, title in ((0, "reference"), (1, "seat one"), (2, "seat two")):
        with database.writing(world=world) as session:
            session.add(Paper(title=title))
    assert titles(database, 0) == ["reference"]
    assert titles(database, 1) == ["reference", "seat one"]
    assert titles(database, 2) == ["reference", "seat two"]
    assert titles(database, None) == ["reference", "seat one", "seat two"]


def test_sign_in_may_look_into_every_world(database: Database) -> None:
    with database.writing(world=3) as session:
        session.add(Paper(title="three"))
    with database.reading(world=0) as session:
        assert session.scalars(every_world(select(Paper))).one().world == 3
        assert session.scalars(select(Paper)).all() == []


def test_what_is_not_committed_is_gone(database: Database) -> None:
    work = database.begin()
    work.session.add(Paper(title="draft"))
    work.session.flush()
    work.close()
    assert titles(database, None) == []


def test_forty_writers_lose_nothing(database: Database) -> None:
    with database.writing() as session:
        session.add(Paper(id=1, title="counter"))
    errors: list[BaseException] = []

    def work() -> None:
        try:
            for _ in range(10):
                with database.writing() as session:
                    row = session.get_one(Paper, 1)
                    row.copies += 1
        except BaseException as error:  # noqa: BLE001 - reported below
            errors.append(error)

    threads = [threading.Thread(target=work) for _ in range(40)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert errors == []
    with database.reading() as session:
        assert session.get_one(Paper, 1).copies == 400


def test_the_lock_is_handed_on_in_the_order_of_asking() -> None:
    lock, order, threads = FifoLock(), [], []
    lock.acquire()
    for number in range(5):
        waiting = threading.Event()

        def take(number: int = number, waiting: threading.Event = waiting) -> None:
            waiting.set()
            lock.acquire()
            order.append(number)
            lock.release()

        thread = threading.Thread(target=take)
        thread.start()
        waiting.wait()
        while len(lock._waiting) <= number:
            threading.Event().wait(0.001)
        threads.append(thread)
    lock.release()
    for thread in threads:
        thread.join()
    assert order == [0, 1, 2, 3, 4]


def test_a_lock_that_cannot_be_had_says_so() -> None:
    lock = FifoLock()
    lock.acquire()
    with pytest.raises(db.DatabaseBusyError):
        lock.acquire(timeout=0.01)
    lock.release()
    lock.acquire(timeout=0.01)


def test_the_network_is_out_of_bounds_while_a_session_is_open(database: Database) -> None:
    assert transaction_open.get() == 0
    with database.reading():
        assert transaction_open.get() == 1
    assert transaction_open.get() == 0
    assert issubclass(NetworkInTransactionError, RuntimeError)


def test_memory_databases_are_refused() -> None:
    with pytest.raises(ValueError, match="needs a file"):
        Database("sqlite://")
