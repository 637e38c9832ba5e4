"""Rows of a court of millions of cases, for measuring alone: no dockets, no story (decisions 25).

Everything follows from a row's place: case n of 5 million is the same whoever asks. Names are those
of generated cases (`courts.kinds.people`), with one party in a hundred of a name that few have.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from itertools import islice
from random import Random
from typing import Any

from sqlalchemy import Table as SqlTable
from sqlalchemy import create_engine, make_url

from courts.cases.models import Case, Counsel, Party
from courts.cases.names import name_key
from courts.kinds import people
from courts.kinds.dice import Dice
from shared.db import Database

Row = tuple[Any, ...]
FIRST_YEAR, YEARS = 1990, 32
_OFFICES = "13579"
_TYPES = ("cv", "cv", "cv", "cr", "mc")
_LAWYERS = 6_000
#: So many cases of ten are over.
_CLOSED = 7
_AT_ONCE = 50_000

CASE_COLUMNS = (
    "id",
    "world",
    "family",
    "type",
    "office",
    "year",
    "serial",
    "judge_initials",
    "referred_initials",
    "judge",
    "referred",
    "caption",
    "caption_key",
    "filed_on",
    "terminated_on",
    "last_filed_on",
    "nature",
    "chapter",
    "flags",
    "sealed",
    "restricted",
    "opening",
    "facts",
)
PARTY_COLUMNS = (
    "id",
    "case_id",
    "seq",
    "role",
    "name",
    "first",
    "middle",
    "last",
    "generation",
    "name_key",
    "first_key",
    "extra",
    "address",
    "county",
    "email",
    "tax",
    "aliases",
    "offense_opening",
    "offense_terminated",
    "defendant",
    "subject",
)
COUNSEL_COLUMNS = (
    "id",
    "case_id",
    "party_id",
    "seq",
    "name",
    "name_key",
    "contact",
    "roles",
)


def number_of(place: int, count: int) -> tuple[int, str, str, int]:
    """Return year, office, type and serial of a case, all different."""
    year, within = divmod(place * YEARS, count)
    index = within // YEARS
    office = _OFFICES[index % len(_OFFICES)]
    kind = _TYPES[index // len(_OFFICES) % len(_TYPES)]
    return FIRST_YEAR + year, office, kind, index // len(_OFFICES) + 1


def cases(count: int) -> Iterator[Row]:
    """Yield the rows of `court_case`."""
    days = [date(FIRST_YEAR, 1, 1) + timedelta(days=n) for n in range(366 * YEARS)]
    closed = timedelta(days=300)
    for place in range(count):
        year, office, kind, serial = number_of(place, count)
        filed = days[place * 365 * YEARS // count]
        caption = f"Case {place:07d} v. Sample"
        ended = filed + closed if place % 10 < _CLOSED else None
        family = "criminal" if kind == "cr" else "civil"
        yield (
            place + 1,
            0,
            family,
            kind,
            office,
            year,
            serial,
            "ABC",
            "",
            "Ada B. Chambers",
            "",
            caption,
            caption.lower(),
            filed,
            ended,
            filed,
            "190" if family == "civil" else "",
            "",
            "[]",
            place % 997 == 0,
            "",
            False,
            "{}",
        )


def parties(count: int, of_cases: int) -> Iterator[Row]:
    """Yield the rows of `case_party`: six in ten are people, the others companies and banks."""
    dice, chance = Dice("bench/parties"), Random(1)
    offices = ("United States of America", "Commissioner of Social Security", "State of Sample")
    for place in range(count):
        drawn = chance.random()
        first = middle = last = generation = ""
        if drawn < 0.6:
            who = people.human(dice)
            first, middle, last, generation = who.first, who.middle, who.last, who.generation
            if drawn < 0.006:
                last = f"{chance.choice(people.LAST)}-{chance.choice(people.LAST)}"
            name = " ".join(part for part in (first, middle, last, generation) if part)
        elif drawn < 0.85:
            name = people.company(dice)
        elif drawn < 0.95:
            name = people.bank(dice)
        else:
            name = chance.choice(offices)
        yield (
            place + 1,
            place * of_cases // count + 1,
            1 + place % 2,
            "Defendant" if place % 2 else "Plaintiff",
            name,
            first,
            middle,
            last,
            generation,
            (last or name).lower(),
            first.lower(),
            "",
            "[]",
            "",
            "",
            "[]",
            "[]",
            "",
            "",
            0,
            "",
        )


def counsel(count: int, of_cases: int) -> Iterator[Row]:
    """Yield the rows of `case_counsel`: one for each party, of some thousands of lawyers."""
    dice, chance = Dice("bench/counsel"), Random(2)
    lawyers = [people.human(dice, people.COUNSEL).name for _ in range(_LAWYERS)]
    keys = {name: name_key(name) for name in lawyers}
    for place in range(count):
        # Some have many cases, most have few.
        name = lawyers[int(_LAWYERS * chance.random() ** 2)]
        case = place * of_cases // count + 1
        yield place + 1, case, place + 1, 1, name, keys[name], "[]", "[]"


def store(
    database: Database, table: type[Any], columns: Sequence[str], rows: Iterable[Row]
) -> None:
    """Store rows by the fastest way that a database has; indexes are made afterwards."""
    made: SqlTable = table.__table__
    for index in made.indexes:
        index.drop(database.write_engine)
    if database.sqlite:
        _store_sqlite(database, made.name, columns, rows)
    else:
        _store_postgres(database, made.name, columns, rows)
    for index in made.indexes:
        index.create(database.write_engine)


def _store_sqlite(
    database: Database, table: str, columns: Sequence[str], rows: Iterable[Row]
) -> None:
    places = ", ".join("?" for _ in columns)
    statement = f"INSERT INTO {table} ({', '.join(columns)}) VALUES ({places})"  # noqa: S608
    left = iter(rows)
    while some := list(islice(left, _AT_ONCE)):
        texts = [tuple(str(v) if isinstance(v, date) else v for v in row) for row in some]
        with database.noting() as connection:
            connection.exec_driver_sql(statement, texts)


def _store_postgres(
    database: Database, table: str, columns: Sequence[str], rows: Iterable[Row]
) -> None:
    raw = database.engine.raw_connection()
    try:
        driver: Any = raw.driver_connection
        statement = f"COPY {table} ({', '.join(columns)}) FROM STDIN"
        with driver.cursor() as cursor, cursor.copy(statement) as copy:
            for row in rows:
                copy.write_row(row)
        raw.commit()
    finally:
        raw.close()


def settle(database: Database) -> None:
    """Let the database learn what is in its tables, as it does by itself after a while."""
    with database.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        for table in (Case, Party, Counsel):
            what = "ANALYZE" if database.sqlite else "VACUUM ANALYZE"
            connection.exec_driver_sql(f"{what} {table.__tablename__}")


def scratch(server: str, name: str) -> str:
    """Make an empty database on a PostgreSQL server and return its address."""
    admin = create_engine(server, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.exec_driver_sql(f"DROP DATABASE IF EXISTS {name}")
        connection.exec_driver_sql(f"CREATE DATABASE {name}")
    admin.dispose()
    return make_url(server).set(database=name).render_as_string(hide_password=False)
