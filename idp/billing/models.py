"""Tables of billing. Ledger and statements only grow: a mistake is mended by another row.

They name accounts without a foreign key: books stay in the run of a seat in which they were
written, while its accounts are put back into another one (shared/seat_state.py).
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, Final

from sqlalchemy import Boolean, Date, ForeignKey, Integer, String, Text, UniqueConstraint, event
from sqlalchemy.orm import Mapped, ORMExecuteState, mapped_column

from idp.tables import Table
from shared.db import Worldly, WorldSession


class LedgerEntry(Worldly, Table):
    """One booking. `cents` is what it adds to what the payer owes; `fee_cents` what was listed.

    `kind` is charge, exempt, waiver, payment, credit or adjustment. `payer_id` is who paid for the
    account at that moment; `quarter` the quarter on whose statement the row stands. `accrues` marks
    the rows that the quarterly waiver looks at. `at` is court time.
    """

    __tablename__ = "ledger_entry"
    __table_args__ = (UniqueConstraint("world", "entry_key"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    entry_key: Mapped[str] = mapped_column(String(120))
    kind: Mapped[str] = mapped_column(String(20))
    account_id: Mapped[int] = mapped_column(Integer, index=True)
    payer_id: Mapped[int] = mapped_column(Integer, index=True)
    cents: Mapped[int] = mapped_column(Integer)
    fee_cents: Mapped[int] = mapped_column(Integer, default=0)
    accrues: Mapped[bool] = mapped_column(Boolean, default=False)
    quarter: Mapped[str] = mapped_column(String(6), index=True)
    at: Mapped[datetime] = mapped_column(index=True)
    court: Mapped[str] = mapped_column(String(40), default="")
    client_code: Mapped[str] = mapped_column(String(32), default="")
    description: Mapped[str] = mapped_column(String(200), default="")
    criteria: Mapped[str] = mapped_column(Text, default="")
    pages: Mapped[int] = mapped_column(Integer, default=0)
    receipt: Mapped[str] = mapped_column(String(60), default="")


class Statement(Worldly, Table):
    """A quarterly invoice of one payer, as it was sent; never written again."""

    __tablename__ = "statement"
    __table_args__ = (
        UniqueConstraint("world", "payer_id", "quarter"),
        UniqueConstraint("world", "number"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    number: Mapped[str] = mapped_column(String(20))
    payer_id: Mapped[int] = mapped_column(Integer, index=True)
    quarter: Mapped[str] = mapped_column(String(6))
    issued_at: Mapped[datetime]
    due_on: Mapped[date] = mapped_column(Date)
    previous_cents: Mapped[int] = mapped_column(Integer)
    accrued_cents: Mapped[int] = mapped_column(Integer)
    waived_cents: Mapped[int] = mapped_column(Integer)
    other_cents: Mapped[int] = mapped_column(Integer)
    due_cents: Mapped[int] = mapped_column(Integer)


class Payer(Worldly, Table):
    """Who pays for an account, from when until when; without an open row it pays for itself."""

    __tablename__ = "payer"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    payer_account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    since: Mapped[datetime]
    until: Mapped[datetime | None]


class PaymentMethod(Worldly, Table):
    """A stored test card or bank account: its name and last digits, never a whole number."""

    __tablename__ = "payment_method"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    kind: Mapped[str] = mapped_column(String(10))
    label: Mapped[str] = mapped_column(String(60))
    last_digits: Mapped[str] = mapped_column(String(4))
    outcome: Mapped[str] = mapped_column(String(30))
    default: Mapped[bool] = mapped_column(Boolean, default=False)
    added_at: Mapped[datetime]


class CreditRequest(Worldly, Table):
    """Somebody disputes a charge that stands on a statement; the service center decides."""

    __tablename__ = "credit_request"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    account_id: Mapped[int] = mapped_column(Integer, index=True)
    statement_id: Mapped[int] = mapped_column(ForeignKey("statement.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("ledger_entry.id"), index=True)
    cents: Mapped[int] = mapped_column(Integer)
    reason: Mapped[str] = mapped_column(Text)
    asked_at: Mapped[datetime]
    status: Mapped[str] = mapped_column(String(20), default="open")
    answer: Mapped[str] = mapped_column(Text, default="")
    decided_at: Mapped[datetime | None]


class BooksAreAppendOnlyError(RuntimeError):
    """Somebody tried to change or delete a booking or a statement."""


BOOKS: Final = (LedgerEntry, Statement)


def _never(_mapper: Any, _connection: Any, _row: object) -> None:
    raise BooksAreAppendOnlyError("bookings and statements are neither changed nor deleted")


for _book in BOOKS:
    event.listen(_book, "before_update", _never)
    event.listen(_book, "before_delete", _never)


@event.listens_for(WorldSession, "do_orm_execute")
def _never_in_bulk(state: ORMExecuteState) -> None:
    """Refuse statements that would change many rows past the mapper."""
    mapper = state.bind_mapper if state.is_update or state.is_delete else None
    if mapper is not None and mapper.class_ in BOOKS:
        raise BooksAreAppendOnlyError("bookings and statements are neither changed nor deleted")
