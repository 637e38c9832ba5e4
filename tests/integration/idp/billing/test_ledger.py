"""The ledger: fed by courts, idempotent, append-only, closed quarter by quarter."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from sqlalchemy import delete, select, update

from idp.accounts import queries as accounts
from idp.accounts.models import Account
from idp.billing import queries, service
from idp.billing.models import BooksAreAppendOnlyError, LedgerEntry, PaymentMethod, Statement
from shared import seats
from shared.ids import subject_of
from shared.outbox import OutboxRow
from shared.personas import Persona
from tests.harness import World, utc
from tests.integration.idp import counter

People = dict[str, Persona]


def entries(world: World) -> list[LedgerEntry]:
    """Return the whole ledger in the order of its writing."""
    with world.database("pacer").reading() as session:
        return list(session.scalars(select(LedgerEntry).order_by(LedgerEntry.id)))


def statements(world: World) -> list[Statement]:
    """Return every statement in the order of its writing."""
    with world.database("pacer").reading() as session:
        return list(session.scalars(select(Statement).order_by(Statement.id)))


def owes(world: World, who: Persona) -> int:
    """Return the balance of somebody's account."""
    with world.database("pacer").reading() as session:
        account = accounts.by_subject(session, subject=subject_of(who.key))
        assert account is not None
        return queries.balance(session, payer_id=account.id)


def pay_for(world: World, who: Persona, payer: Persona | None, when: str = "") -> None:
    """Let an account pay for another one, or nobody."""
    with world.database("pacer").writing() as session:
        account = accounts.by_subject(session, subject=subject_of(who.key))
        paying = accounts.by_subject(session, subject=subject_of(payer.key)) if payer else None
        assert account is not None
        service.set_payer(
            session,
            account_id=account.id,
            payer_account_id=paying.id if paying else None,
            now=utc(2021, 11, 16),
        )


def test_a_charge_arrives_with_everything_that_the_receipt_said(
    world: World, people: People
) -> None:
    world.charge("ctd", people["researcher"], 30, client_code="77-12", criteria="3:21-cv-00345")
    with world.database("ctd").reading() as session:
        assert set(session.scalars(select(OutboxRow.last_error))) == {None}
    (row,) = entries(world)
    assert (row.kind, row.cents, row.fee_cents, row.pages) == ("charge", 30, 30, 3)
    assert (row.court, row.client_code, row.criteria) == ("ctd", "77-12", "3:21-cv-00345")
    assert (row.quarter, row.accrues, row.account_id) == ("2021Q4", True, row.payer_id)


def test_the_same_charge_twice_is_one(world: World, people: People) -> None:
    first = world.charge("ctd", people["researcher"], 30)
    world.charge("ctd", people["researcher"], 30, charge_id=first)
    world.charge("cod", people["researcher"], 30, charge_id=first)
    assert [(row.court, row.cents) for row in entries(world)] == [("ctd", 30), ("cod", 30)]


def test_a_court_charges_in_its_own_name_only(world: World, people: People) -> None:
    world.charge("ctd", people["researcher"], 30, sender="cod")
    assert entries(world) == []
    with world.database("cod").reading() as session:
        row = session.scalars(select(OutboxRow).where(OutboxRow.kind == "billing.charge")).one()
    assert row.delivered_at is None
    assert row.last_error is not None


def test_a_negative_charge_is_refused(world: World, people: People) -> None:
    world.charge("ctd", people["researcher"], -30)
    assert entries(world) == []


def test_a_charge_for_nobody_does_not_hold_up_the_others(world: World, people: People) -> None:
    world.charge("ctd", "11111111-2222-4333-8444-555555555555", 30)
    world.charge("ctd", people["researcher"], 10)
    assert [row.cents for row in entries(world)] == [10]
    assert "billing:charge_of_nobody" in counter.audited(world)


def test_exempt_use_costs_nothing_and_is_audited(world: World, people: People) -> None:
    world.charge("ctd", people["researcher"], 300, exempt=True)
    (row,) = entries(world)
    assert (row.kind, row.cents, row.fee_cents) == ("exempt", 0, 300)
    assert "billing:exempt_use" in counter.audited(world)


def test_the_books_are_neither_changed_nor_deleted(world: World, people: People) -> None:
    world.charge("ctd", people["researcher"], 4000)
    world.set_court_time("2022-01-03")
    world.close_quarters()
    database = world.database("pacer")
    for book in (LedgerEntry, Statement):
        for statement in (update(book).values(quarter="1999Q1"), delete(book)):
            with database.writing() as session, pytest.raises(BooksAreAppendOnlyError):
                session.execute(statement)
        work = database.begin(world=None)
        row: Any = work.session.scalars(select(book)).first()
        assert row is not None
        row.quarter = "1999Q1"
        with pytest.raises(BooksAreAppendOnlyError):
            work.session.flush()
        work.close()
        work = database.begin(world=None)
        work.session.delete(work.session.scalars(select(book)).first())
        with pytest.raises(BooksAreAppendOnlyError):
            work.session.flush()
        work.close()
    assert [row.quarter for row in entries(world)] == ["2021Q4"]


def test_thirty_dollars_in_a_quarter_are_waived_and_a_cent_more_is_not(
    world: World, people: People
) -> None:
    world.charge("ctd", people["researcher"], 2990)
    world.charge("cod", people["researcher"], 10)
    world.charge("ctd", people["attorney_ctd"], 3010)
    assert owes(world, people["researcher"]) == 0
    world.set_court_time("2022-01-03")
    world.close_quarters()
    made = {row.accrued_cents: row for row in statements(world)}
    assert (made[3000].waived_cents, made[3000].due_cents) == (3000, 0)
    assert (made[3010].waived_cents, made[3010].due_cents) == (0, 3010)
    assert (owes(world, people["researcher"]), owes(world, people["attorney_ctd"])) == (0, 3010)
    assert [row.cents for row in entries(world) if row.kind == "waiver"] == [-3000]


def test_a_quarter_is_closed_once_and_not_before_its_end(world: World, people: People) -> None:
    pacer = people["researcher"].pacer
    assert pacer is not None
    world.charge("ctd", people["researcher"], 4000)
    world.close_quarters()
    assert statements(world) == []
    world.set_court_time("2022-01-03")
    world.close_quarters()
    world.close_quarters()
    (row,) = statements(world)
    assert row.number == f"{pacer.account_number}-Q42021"
    assert [(mail.subject) for mail in counter.mails(world, pacer.email, "billing_statement")] == [
        f"Your PACER statement {row.number} is ready"
    ]


def test_a_late_charge_stands_on_the_next_statement(world: World, people: People) -> None:
    world.charge("ctd", people["researcher"], 4000)
    world.set_court_time("2022-01-03")
    world.close_quarters()
    world.charge("ctd", people["researcher"], 3100, at=utc(2021, 12, 30))
    assert [row.quarter for row in entries(world)] == ["2021Q4", "2022Q1"]
    world.set_court_time("2022-04-02")
    world.close_quarters()
    first, second = statements(world)
    assert (second.previous_cents, second.accrued_cents, second.due_cents) == (4000, 3100, 7100)
    assert first.due_cents == 4000


def test_the_calendar_of_a_seat_decides_when_its_quarter_ends(world: World, people: People) -> None:
    with world.database("pacer").writing() as session:
        session.execute(
            update(Account).where(Account.subject == subject_of("researcher")).values(world=7)
        )
        days = timedelta(days=60).total_seconds()
        seats.keep_standing(session, place=100_001, world=7, offset_seconds=days)
    world.charge("ctd", people["researcher"], 4000)
    world.charge("ctd", people["attorney_ctd"], 4000)
    world.close_quarters()
    (row,) = statements(world)
    assert row.world == 7
    assert {entry.world for entry in entries(world)} == {0, 7}


def test_a_firm_pays_and_takes_over_what_was_owed(world: World, people: People) -> None:
    anna, firm = people["attorney_ctd"], people["paa"]
    world.charge("ctd", anna, 4000, at=utc(2021, 9, 1))
    world.charge("ctd", anna, 2000)
    world.close_quarters()
    assert owes(world, anna) == 4000
    pay_for(world, anna, firm)
    pay_for(world, anna, firm)
    assert (owes(world, anna), owes(world, firm)) == (0, 4000)
    world.charge("ctd", anna, 1500)
    world.set_court_time("2022-01-03")
    world.close_quarters()
    mine = [row for row in statements(world) if row.quarter == "2021Q4"]
    assert sorted((row.accrued_cents, row.waived_cents) for row in mine) == [(0, 0), (3500, 0)]
    assert (owes(world, anna), owes(world, firm)) == (0, 7500)
    assert sum(row.cents for row in entries(world)) == 7500


def test_who_leaves_a_firm_pays_again_and_the_firm_keeps_its_bill(
    world: World, people: People
) -> None:
    anna, firm = people["attorney_ctd"], people["paa"]
    pay_for(world, anna, firm)
    world.charge("ctd", anna, 3500)
    pay_for(world, anna, None)
    world.charge("ctd", anna, 10)
    assert [row.payer_id == row.account_id for row in entries(world)] == [False, True]
    with world.database("pacer").reading() as session:
        account = accounts.by_subject(session, subject=subject_of(anna.key))
        assert account is not None
        assert queries.payer_of(session, account).id == account.id


@pytest.mark.parametrize(
    ("outcome", "owed", "words"),
    [
        ("approved", 0, "It was charged to your default payment method."),
        ("expired", 4000, "The card has expired."),
    ],
)
def test_a_bill_is_charged_to_the_default_method(
    world: World, people: People, *, outcome: str, owed: int, words: str
) -> None:
    pacer = people["researcher"].pacer
    assert pacer is not None
    world.charge("ctd", people["researcher"], 4000)
    with world.database("pacer").writing() as session:
        account = accounts.by_subject(session, subject=subject_of("researcher"))
        assert account is not None
        session.add(
            PaymentMethod(
                account_id=account.id,
                kind="card",
                label="Visa ending in 1111",
                last_digits="1111",
                outcome=outcome,
                default=True,
                added_at=utc(2021, 11, 16),
            )
        )
    world.set_court_time("2022-01-03")
    world.close_quarters()
    assert owes(world, people["researcher"]) == owed
    assert words in counter.mails(world, pacer.email, "billing_statement")[0].text
