"""Looking up a case by number among millions, and people by name (bench/record.py).

Told are times by the clock, the database's own work included. The floor of each row is a bare
statement upon the same index, by the driver alone, in the same run.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from datetime import date
from functools import partial
from random import Random
from typing import Any

from sqlalchemy.engine import Connection

import courts.app
from bench import rows
from bench.figures import Figure, clock, p95, spread
from courts.cases import queries
from courts.cases.models import Case, Counsel, Party
from courts.cases.search import PARTY, Criteria
from courts.kinds import numbers, people
from shared import db
from shared.db import SHARED_WORLD, Database
from tests.integration.courts import records
from tests.integration.courts.bench import Bench

NUMBER_AIM = 0.005
NAME_AIM = 0.030
_LIMIT = 500
_TODAY = date(2021, 11, 2)
_FINDER = "/cgi-bin/possible_case_numbers.pl"


def filled(url: str, cases: int, parties: int) -> None:
    """Make the tables of a court in an empty database and fill those of cases and people."""
    database = Database(url)
    db.create_all(database, courts.app.METADATAS)
    began = time.perf_counter()
    rows.store(database, Case, rows.CASE_COLUMNS, rows.cases(cases))
    rows.store(database, Party, rows.PARTY_COLUMNS, rows.parties(parties, cases))
    rows.store(database, Counsel, rows.COUNSEL_COLUMNS, rows.counsel(parties, cases))
    rows.settle(database)
    database.dispose()
    print(f"stored in {time.perf_counter() - began:.0f} s", flush=True)


# --------------------------------------------------------------------------- by number


def typed(count: int, of_cases: int) -> list[str]:
    """Return what people type: numbers in full, without office, bare; one in ten is of no case."""
    chance, found = Random(3), []
    for _ in range(count):
        year, office, kind, serial = rows.number_of(chance.randrange(of_cases), of_cases)
        if chance.random() < 0.1:
            serial += 900_000
        short = year % 100
        found.append(
            chance.choice(
                (
                    f"{office}:{short:02d}-{kind}-{serial:05d}",
                    f"{office}:{short:02d}-{kind}-{serial}-ABC",
                    f"{short:02d}-{kind}-{serial}",
                    f"{short:02d}-{serial:05d}",
                )
            )
        )
    return found


def by_number(court: Bench, cases: int, count: int, best_of: int) -> list[Figure]:
    """Look numbers up by the driver, by the application's query, and by its pages."""
    database = court.database
    asked = [(text, numbers.wanted(text)) for text in typed(count, cases)]
    browser = court.signed_in("researcher")
    base = court.member.origins["ecf"]
    bare, found, page, query = [], [], [], []
    mark = "?" if database.sqlite else "%s"
    statement = f"SELECT id FROM court_case WHERE year = {mark} AND serial = {mark}"  # noqa: S608
    with database.looking() as connection:
        fetched = _fetcher(connection)
        for _, wanted in asked:
            assert wanted is not None
            call = (wanted.year, wanted.serial)
            bare.append(clock(partial(fetched, statement, call), best_of))

    def ask(wanted: numbers.Wanted) -> None:
        with database.reading(world=SHARED_WORLD) as session:
            queries.matching(session, wanted)

    for text, wanted in asked:
        assert wanted is not None
        found.append(clock(partial(ask, wanted), best_of))
        address = f"{_FINDER}?{text}"
        page.append(clock(partial(browser.client.get, address, base_url=base), best_of))
    for text, _ in asked[: count // 4]:
        field = {"case_num": text}
        query.append(clock(partial(records.post, browser, "/cgi-bin/iquery.pl?1-L_1_0-1", **field)))
    name = _name(database)
    return [
        Figure(
            f"case number among {cases:,} cases, {name}",
            f"{spread(bare)}",
            f"p95 <= {NUMBER_AIM * 1000:.0f} ms",
            spread(found),
            p95(found) <= NUMBER_AIM,
        ),
        Figure("the same, the whole answer of possible_case_numbers.pl", "", "", spread(page)),
        Figure("the same, iquery.pl with the page of the case", "", "", spread(query)),
    ]


# --------------------------------------------------------------------------- by name

Wanted = tuple[str, Criteria]


def searches(count: int, *, kind: str = PARTY) -> list[Wanted]:
    """Return what people search for: how a name begins, common and rare, alone or with a first."""
    chance = Random(4)
    made: list[Callable[[], Wanted]] = [
        lambda: ("last name", Criteria(last=chance.choice(people.LAST))),
        lambda: ("last name, exact", Criteria(last=chance.choice(people.LAST), exact=True)),
        lambda: (
            "last and first name",
            Criteria(last=chance.choice(people.LAST), first=chance.choice(people.FIRST)),
        ),
        lambda: (
            "last name and first letter",
            Criteria(last=chance.choice(people.LAST), first=chance.choice("abcdefgh")),
        ),
        lambda: ("two letters", Criteria(last=chance.choice(people.LAST)[:2])),
        lambda: ("four letters", Criteria(last=chance.choice(people.LAST)[:4])),
        lambda: ("one letter", Criteria(last=chance.choice(people.LAST)[:1])),
        lambda: (
            "rare name",
            Criteria(last=f"{chance.choice(people.LAST)}-{chance.choice(people.LAST)}"),
        ),
        lambda: (
            "company",
            Criteria(last=chance.choice(("Alpha W", "Sigma Kites, Inc.", "Acme", "First O"))),
        ),
        lambda: ("office", Criteria(last=chance.choice(("United States", "State of", "commis")))),
        lambda: ("no such name", Criteria(last=chance.choice(("Qwertz", "Sampleson Q", "zz")))),
        lambda: (
            "last name, closed cases",
            Criteria(last=chance.choice(people.LAST), status="closed"),
        ),
    ]
    found = [made[n % len(made)]() for n in range(count)]
    return [(sort, _of_kind(wanted, kind)) for sort, wanted in found]


def _of_kind(wanted: Criteria, kind: str) -> Criteria:
    return Criteria(
        last=wanted.last,
        first=wanted.first,
        exact=wanted.exact,
        status=wanted.status,
        person_type=kind,
    )


def by_name(court: Bench, parties: int, count: int, best_of: int) -> list[Figure]:
    """Search names by the driver and by the application's query."""
    database = court.database
    wanted = searches(count)
    driver_times: list[float] = []
    mark = "?" if database.sqlite else "%s"
    test = f"name_key >= {mark} AND name_key < {mark}" if database.sqlite else "name_key LIKE %s"
    statement = f"SELECT * FROM case_party WHERE {test} LIMIT {_LIMIT + 1}"  # noqa: S608
    with database.looking() as connection:
        fetched = _fetcher(connection)
        for _, each in wanted:
            key = each.last.lower()
            call = (key, f"{key}\U0010ffff") if database.sqlite else (f"{key}%",)
            driver_times.append(clock(partial(fetched, statement, call), best_of))

    def run(criteria: Criteria) -> None:
        with database.reading(world=SHARED_WORLD) as session:
            queries.found(session, criteria, secret=False, limit=_LIMIT, today=_TODAY)

    times, sorts = _timed(run, wanted, best_of)
    people_times, people_sorts = _timed(run, searches(count, kind=""), best_of)
    for told, of_each in (("parties", sorts), ("parties and counsel", people_sorts)):
        print(f"\nname search, {told}, {_name(database)}")
        for sort, taken in of_each.items():
            print(f"  {sort:28} {spread(taken)}")
    name = _name(database)
    return [
        Figure(
            f"name among {parties:,} parties, {name}",
            spread(driver_times),
            f"p95 <= {NAME_AIM * 1000:.0f} ms",
            spread(times),
            p95(times) <= NAME_AIM,
        ),
        Figure(
            "the same, counsel searched, too",
            "",
            "",
            spread(people_times),
        ),
    ]


def _timed(
    run: Callable[[Criteria], None], wanted: Sequence[Wanted], best_of: int
) -> tuple[list[float], dict[str, list[float]]]:
    for _, each in wanted[:40]:
        run(each)
    times: list[float] = []
    sorts: dict[str, list[float]] = {}
    for sort, each in wanted:
        taken = clock(partial(run, each), best_of)
        times.append(taken)
        sorts.setdefault(sort, []).append(taken)
    return times, sorts


def _fetcher(connection: Connection) -> Callable[[str, Sequence[Any]], Sequence[Any]]:
    """Return what asks the driver alone, without SQLAlchemy."""
    driver: Any = connection.connection.driver_connection

    def fetched(statement: str, values: Sequence[Any]) -> Sequence[Any]:
        found: Sequence[Any] = driver.execute(statement, values).fetchall()
        return found

    return fetched


def _name(database: Database) -> str:
    return "SQLite" if database.sqlite else "PostgreSQL"
