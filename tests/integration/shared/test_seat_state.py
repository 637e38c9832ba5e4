"""Rows of a seat taken and put back: with their ids, and with others where those are taken."""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import (
    JSON,
    Date,
    ForeignKey,
    Integer,
    LargeBinary,
    MetaData,
    String,
    delete,
    insert,
    select,
    update,
)
from sqlalchemy.engine import Connection
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shared import db
from shared.db import NAMING, Database, UtcDateTime, Worldly
from shared.seat_state import Classes, Restoring, SeatState, StaleStateError

CLASS, OLD, NEXT, OTHER = 100_000, 100_001, 100_002, 100_003
AT = datetime(2021, 11, 15, 14, 30, tzinfo=UTC)


class Base(DeclarativeBase):
    metadata = MetaData(naming_convention=NAMING)
    type_annotation_map = {datetime: UtcDateTime}


class Person(Worldly, Base):
    __tablename__ = "person"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    born: Mapped[date | None] = mapped_column(Date)
    picture: Mapped[bytes | None] = mapped_column(LargeBinary)


class Letter(Worldly, Base):
    __tablename__ = "letter"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    words: Mapped[list[str]] = mapped_column(JSON, default=list)
    sent_at: Mapped[datetime]


class Stamp(Base):
    """Hangs on its letter without a foreign key, and names a person who is none of its owners."""

    __tablename__ = "stamp"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    letter_id: Mapped[int] = mapped_column(Integer)
    seen_by: Mapped[int] = mapped_column(Integer)


class Visit(Worldly, Base):
    __tablename__ = "visit"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))


class Entry(Worldly, Base):
    __tablename__ = "entry"
    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    person_id: Mapped[int] = mapped_column(Integer)


STATE = SeatState(
    (Base.metadata,),
    Classes(
        books=frozenset({"entry"}),
        protocol=frozenset({"visit"}),
        common=frozenset(),
        belongs={"stamp": (("letter_id", "letter.id"),)},
        refers={"stamp": {"seen_by": "person"}},
    ),
)


@pytest.fixture
def connection(tmp_path: Path) -> Iterator[Connection]:
    """Return a database in which two seats have a person, a letter and a stamp each."""
    database = Database(f"sqlite:///{tmp_path / 'seats.db'}")
    db.create_all(database, (Base.metadata,))
    with database.noting() as found:
        for number, world in enumerate((OLD, OTHER), start=1):
            found.execute(
                insert(Person),
                {
                    "id": number,
                    "name": f"p{number}",
                    "born": AT.date(),
                    "picture": b"x",
                    "world": world,
                },
            )
            letter = {
                "id": number,
                "person_id": number,
                "words": ["a"],
                "sent_at": AT,
                "world": world,
            }
            found.execute(insert(Letter), letter)
            found.execute(insert(Stamp), {"id": number, "letter_id": number, "seen_by": number})
            found.execute(insert(Visit), {"id": number, "person_id": number, "world": world})
            found.execute(insert(Entry), {"id": number, "person_id": number, "world": world})
        yield found
    database.dispose()


def write(connection: Connection, number: int, person: int, words: list[str], world: int) -> None:
    """Let a person have a letter."""
    row = {"id": number, "person_id": person, "words": words, "sent_at": AT, "world": world}
    connection.execute(insert(Letter), row)


def rows(connection: Connection, table: type[Base]) -> list[tuple[Any, ...]]:
    """Return the rows of a table."""
    return [tuple(row) for row in connection.execute(select(table.__table__).order_by("id"))]


def back(connection: Connection, state: bytes, old: int = OLD, new: int = NEXT) -> None:
    """Put the state of the first seat back."""
    STATE.restore(
        connection, [Restoring(state=state, taken_from=OLD, from_world=old, to_world=new)]
    )


def taken_then_given_again(connection: Connection) -> bytes:
    """Take the state of the first seat, whose last letter then goes; the other seat gets its id.

    So SQLite does: the id of the last row of a table is given again once it is gone.
    """
    write(connection, 7, 1, ["mine"], OLD)
    connection.execute(insert(Stamp), {"id": 7, "letter_id": 7, "seen_by": 1})
    state = STATE.capture(connection, [OLD])[OLD]
    connection.execute(delete(Stamp).where(Stamp.id == 7))
    connection.execute(delete(Letter).where(Letter.id == 7))
    write(connection, 7, 2, ["theirs"], OTHER)
    return state


def test_what_was_taken_comes_back_with_its_ids_in_another_run(connection: Connection) -> None:
    state = STATE.capture(connection, [OLD])[OLD]
    theirs = [[row for row in rows(connection, t) if row[0] == 2] for t in (Person, Letter, Stamp)]
    connection.execute(update(Person).where(Person.id == 1).values(name="spoilt"))
    connection.execute(delete(Stamp).where(Stamp.id == 1))
    write(connection, 9, 1, [], OLD)
    back(connection, state)
    assert rows(connection, Person)[0] == (1, "p1", AT.date(), b"x", NEXT)
    assert [(row[0], row[2], row[3]) for row in rows(connection, Letter)] == [
        (1, ["a"], AT),
        (2, ["a"], AT),
    ]
    assert rows(connection, Stamp)[0] == (1, 1, 1)
    assert [row[0] for row in rows(connection, Visit)] == [2], "sessions end with the run"
    assert rows(connection, Entry) == [(1, 1, OLD), (2, 2, OTHER)], "books stay in theirs"
    assert theirs == [
        [row for row in rows(connection, t) if row[0] == 2] for t in (Person, Letter, Stamp)
    ]


def test_an_id_that_somebody_else_has_by_now_is_not_taken_from_them(
    connection: Connection,
) -> None:
    state = taken_then_given_again(connection)
    back(connection, state)
    words = {row[0]: row[2] for row in rows(connection, Letter)}
    assert words[7] == ["theirs"]
    (mine,) = [number for number, found in words.items() if found == ["mine"]]
    assert mine > 7
    assert (7, mine, 1) in rows(connection, Stamp)


def test_a_reference_follows_a_row_that_got_another_id(connection: Connection) -> None:
    state = STATE.capture(connection, [OLD])[OLD]
    for table in (Stamp, Letter, Visit, Person):
        connection.execute(delete(table).where(table.__table__.c["id"] == 1))
    connection.execute(insert(Person), {"id": 1, "name": "intruder", "world": OTHER})
    back(connection, state)
    (mine,) = [row for row in rows(connection, Person) if row[1] == "p1"]
    (letter,) = [row for row in rows(connection, Letter) if row[4] == NEXT]
    assert letter[1] == mine[0]
    assert (1, letter[0], mine[0]) in rows(connection, Stamp)


def test_what_a_class_adds_to_a_seats_row_is_the_seats(connection: Connection) -> None:
    write(connection, 5, 1, ["class"], CLASS)
    assert STATE.owned(connection, [OLD])["letter"] == [1, 5]
    assert STATE.owned(connection, [CLASS])["letter"] == []
    state = STATE.capture(connection, [OLD])[OLD]
    back(connection, state)
    assert {(row[0], row[4]) for row in rows(connection, Letter)} >= {(1, NEXT), (5, CLASS)}


def test_several_runs_are_taken_and_put_back_at_once(connection: Connection) -> None:
    states = STATE.capture(connection, [OLD, OTHER])
    STATE.restore(
        connection,
        [Restoring(states[OLD], OLD, OLD, NEXT), Restoring(states[OTHER], OTHER, OTHER, 100_009)],
    )
    assert [row[4] for row in rows(connection, Person)] == [NEXT, 100_009]


def test_two_states_that_hold_the_same_id_are_put_back_together(connection: Connection) -> None:
    mine = taken_then_given_again(connection)
    theirs = STATE.capture(connection, [OTHER])[OTHER]
    STATE.restore(
        connection,
        [Restoring(mine, OLD, OLD, NEXT), Restoring(theirs, OTHER, OTHER, 100_009)],
    )
    letters = {row[2][0]: row for row in rows(connection, Letter) if row[2] != ["a"]}
    assert {(words, row[1], row[4]) for words, row in letters.items()} == {
        ("mine", 1, NEXT),
        ("theirs", 2, 100_009),
    }
    (stamp,) = [row for row in rows(connection, Stamp) if row[0] == 7]
    assert stamp == (7, letters["mine"][0], 1)


def test_a_state_of_another_version_is_refused(connection: Connection) -> None:
    state = zlib.compress(json.dumps({"person": [{"id": 1, "nickname": "x"}]}).encode())
    with pytest.raises(StaleStateError, match="person"):
        back(connection, state)
