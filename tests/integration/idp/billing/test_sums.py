"""Whatever is charged, moved, paid and closed: the books add up (facts.md 1.7, 1.10)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from idp import models
from idp.accounts.cards import Instrument
from idp.accounts.models import Account
from idp.billing import queries, service
from idp.billing.models import LedgerEntry, Statement
from shared import db, money
from shared.errors import Refusal
from tests.harness import utc

START = utc(2021, 1, 4, 15)
GOOD = Instrument("card", "Visa", "1111", "approved")
steps = st.lists(
    st.one_of(
        st.tuples(st.just("charge"), st.integers(0, 1), st.integers(0, 4000)),
        st.tuples(st.just("exempt"), st.integers(0, 1), st.integers(0, 4000)),
        st.tuples(st.just("pay"), st.integers(0, 2), st.integers(1, 4000)),
        st.tuples(st.just("join"), st.integers(0, 1), st.just(2)),
        st.tuples(st.just("leave"), st.integers(0, 1), st.just(0)),
        st.tuples(st.just("wait"), st.integers(1, 120), st.just(0)),
    ),
    max_size=14,
)


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[db.Database]:
    """Return an empty database of the identity provider."""
    folder: Path = tmp_path_factory.mktemp("books")
    made = db.Database(f"sqlite:///{folder / 'books.db'}")
    db.create_all(made, models.METADATAS)
    yield made
    made.dispose()


def _account(world: int, number: int) -> Account:
    return Account(
        world=world,
        subject=f"{world}-{number}",
        account_number=f"{number:07}",
        user_name=f"user{number}",
        user_key=f"user{number}",
        password_hash="",
        password_changed_at=START,
        kind="individual",
        registration_type="attorney_filer",
        first_name="A",
        last_name="B",
        email="a@b.test",
        opened_on=date(2015, 1, 1),
    )


@settings(
    max_examples=25,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(done=steps)
def test_the_books_add_up(database: db.Database, done: list[tuple[str, int, int]]) -> None:
    work = database.begin(world=None)
    session = work.session
    people = [_account(0, number) for number in range(3)]
    session.add_all(people)
    session.flush()
    now, charged, paid = START, 0, 0
    for number, (what, one, other) in enumerate(done):
        if what == "wait":
            now += timedelta(days=one)
            service.close_quarters(session, now_of=lambda _payer, at=now: at)  # type: ignore[misc]
        elif what in ("charge", "exempt"):
            _use(session, people[one], f"c{number}", other, now, exempt=what == "exempt")
            charged += other if what == "charge" else 0
        elif what == "pay":
            paid += _pay(session, people[one], other, f"p{number}", now)
        else:
            payer = people[2].id if what == "join" else None
            service.set_payer(session, account_id=people[one].id, payer_account_id=payer, now=now)
    rows = list(session.scalars(select(LedgerEntry)))
    waived = -sum(row.cents for row in rows if row.kind == "waiver")
    owed = sum(queries.balance(session, payer_id=who.id) for who in people)
    accruing = sum(queries.unbilled(session, payer_id=who.id) for who in people)
    assert owed + accruing == charged - waived - paid == sum(row.cents for row in rows)
    for who in people:
        assert queries.balance(session, payer_id=who.id) >= 0
    for statement in session.scalars(select(Statement)):
        assert statement.waived_cents == money.waived(statement.accrued_cents)
        total = select(func.sum(LedgerEntry.cents)).where(
            LedgerEntry.payer_id == statement.payer_id, LedgerEntry.quarter <= statement.quarter
        )
        assert session.scalar(total) == statement.due_cents
    work.close()


def _use(
    session: db.WorldSession, who: Account, key: str, cents: int, now: datetime, *, exempt: bool
) -> None:
    used = service.Used(key, "ctd", "", "Docket Report", "", 1, cents, exempt, "", now)
    first = service.book_charge(session, account=who, used=used, wall=now)
    assert first is not None
    assert service.book_charge(session, account=who, used=used, wall=now) is None


def _pay(session: db.WorldSession, who: Account, cents: int, key: str, now: datetime) -> int:
    try:
        booked = service.pay(session, account=who, cents=cents, instrument=GOOD, key=key, now=now)
    except Refusal:
        return 0
    return -booked.cents if booked is not None else 0
