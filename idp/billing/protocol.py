"""Messages of the courts about what was used, and the end of a quarter."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Any, Final

from flask import Flask, current_app
from sqlalchemy.orm import Session

from idp.accounts import manage
from idp.accounts import queries as accounts
from idp.accounts import service as accounts_service
from idp.accounts.cards import APPROVED, OUTCOMES
from idp.accounts.models import Account
from idp.billing import queries, service
from idp.billing.quarters import Quarter
from shared import money, seats
from shared.audit import record
from shared.errors import Refusal
from shared.timekeeping import read_setting
from shared.web import edge
from shared.web.runtime import Delivery, Handler, Runtime
from shared.wire import Charge, Message

_QUARTER_END: Final = "moot_quarter_end"


class ForeignChargeError(Refusal):
    """A member charged in another court's name."""

    def __init__(self, sender: str, court: str) -> None:
        super().__init__("foreign_court", f"{sender} may not charge for {court}.")


def charge(session: Session, message: Charge, delivery: Delivery) -> None:
    """Book what a court charges for; a court may only charge in its own name.

    A charge for nobody that we know is noted and taken: the court could not send it any better.

    :raises ForeignChargeError: if the sender is not the court.
    """
    if delivery.sender.id != message.court:
        raise ForeignChargeError(delivery.sender.id, message.court)
    account = accounts.by_subject(session, subject=message.subject)
    used = service.Used(
        entry_key=f"charge:{message.court}:{message.charge_id}",
        court=message.court,
        client_code=message.client_code,
        description=message.description,
        criteria=message.criteria,
        pages=message.pages,
        cents=message.cents,
        exempt=message.exempt,
        receipt=message.receipt,
        at=datetime.fromisoformat(message.at),
    )
    if account is None:
        _note(
            session,
            "billing:charge_of_nobody",
            message.subject,
            delivery,
            used,
            world=message.world,
        )
        return
    accounts_service.note_search(session, account=account, at=used.at)
    booked = service.book_charge(session, account=account, used=used, wall=delivery.wall)
    if booked is not None and used.exempt:
        who = f"pacer:{account.user_name}"
        _note(session, "billing:exempt_use", who, delivery, used, world=account.world)


def _note(
    session: Session, tag: str, subject: str, delivery: Delivery, used: service.Used, *, world: int
) -> None:
    record(
        session,
        tag=tag,
        actor=f"member:{delivery.sender.id}",
        subject=subject,
        now=delivery.now,
        wall=delivery.wall,
        detail={"receipt": used.receipt, "fee": used.cents, "what": used.description},
        world=world,
    )


HANDLERS: Final[Mapping[type[Message], Handler]] = MappingProxyType({Charge: charge})


# --------------------------------------------------------------------------- quarters


class QuarterEnd:
    """Makes the statements that are due: every hour, and when somebody looks for theirs."""

    def __init__(self) -> None:
        self._runtime: Runtime | None = None

    def install(self, app: Flask) -> None:
        """Learn with which mails and addresses statements are announced."""
        self._runtime = app.extensions["moot"]
        app.extensions[_QUARTER_END] = self

    def due(self, session: Session, wall: datetime) -> int:
        """Make every statement that is due, on the calendar of each payer's seat; say how many."""
        return self.close(session, wall)

    def close(self, session: Session, wall: datetime, *, payer_id: int | None = None) -> int:
        """Make the statements that are due, tell their payers, and return how many."""
        calendars = seats.calendars(session, read_setting(session))

        def now_of(payer: Account) -> datetime:
            return calendars.now(payer.world, wall)

        made = service.close_quarters(session, now_of=now_of, payer_id=payer_id)
        for closed in made:
            self._tell(session, closed, now_of(closed.payer), wall)
        return len(made)

    def _tell(
        self, session: Session, closed: service.Closed, now: datetime, wall: datetime
    ) -> None:
        payer, statement, runtime = closed.payer, closed.statement, self._runtime
        record(
            session,
            tag="billing:statement_made",
            actor="member:pacer",
            subject=f"pacer:{payer.user_name}",
            now=now,
            wall=wall,
            detail={"number": statement.number, "due": statement.due_cents, "paid": closed.paid},
            world=payer.world,
        )
        if runtime is None or not payer.statement_notice:
            return
        values: dict[str, Any] = {
            "name": payer.display_name,
            "account_number": payer.account_number,
            "number": statement.number,
            "quarter": Quarter.read(statement.quarter).words,
            "accrued": money.dollars(statement.accrued_cents),
            "waived": money.dollars(statement.waived_cents) if statement.waived_cents else "",
            "due": money.dollars(statement.due_cents),
            "owed": statement.due_cents > 0,
            "due_on": f"{statement.due_on:%m/%d/%Y}",
            "paid": closed.paid == APPROVED,
            "failed": OUTCOMES.get(closed.paid, ""),
            "link": runtime.federation.url(runtime.federation.idp, manage.USAGE_PATH, role="psc"),
        }
        for recipient in (payer.billing_address, *payer.billing_notice_emails.split()):
            runtime.postman.send(
                session,
                template="billing_statement",
                recipient=recipient,
                values=values,
                now=now,
                wall=wall,
                world=payer.world,
            )


def close_due(payer_id: int) -> None:
    """Make the statements that somebody has waited for, before showing them."""
    with edge.runtime().database.reading() as reading:
        now = edge.now()
        pairs = queries.due_quarters(reading, payer_id=payer_id)
        due = any(Quarter.read(quarter).end <= now for _payer, quarter in pairs)
    if not due:
        return
    end: QuarterEnd = current_app.extensions[_QUARTER_END]
    end.close(edge.session(), edge.wall(), payer_id=payer_id)
    edge.split()


def summary(session: Session, account: Account) -> Mapping[str, Any]:
    """Return what billing says in the header of Manage My Account: the balance."""
    return {"balance": money.dollars(queries.balance(session, payer_id=account.id))}
