"""Booking what was looked at: a row here, and a message to PACER's ledger, once each."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from courts.access.models import PageCharge
from shared import ids, outbox
from shared.federation import IDP
from shared.money import Fee
from shared.wire import Charge


@dataclass(frozen=True, slots=True)
class Payer:
    """Whoever pays: of the session, not of the account, because both choices are per session."""

    subject: str
    user_name: str
    client_code: str = ""
    exempt: bool = False
    world: int = 0


@dataclass(frozen=True, slots=True)
class Use:
    """What was looked at, as a receipt says it."""

    description: str
    criteria: str
    fee: Fee
    case_id: int | None = None


def bill(
    session: Session,
    payer: Payer,
    use: Use,
    *,
    court: str,
    now: datetime,
    wall: datetime,
) -> str:
    """Book a use and promise the message to PACER; return the id of the charge.

    A use that costs nothing (free opinions) is not booked: the id is empty.
    """
    if use.fee.cents == 0 or not payer.subject:
        return ""
    charge_id = ids.new_uuid()
    session.add(
        PageCharge(
            world=payer.world,
            charge_id=charge_id,
            subject=payer.subject,
            user_name=payer.user_name,
            client_code=payer.client_code,
            description=use.description[:120],
            criteria=use.criteria[:400],
            case_id=use.case_id,
            pages=use.fee.pages,
            cents=use.fee.cents,
            exempt=payer.exempt,
            at=now,
        )
    )
    message = Charge(
        charge_id=charge_id,
        court=court,
        subject=payer.subject,
        client_code=payer.client_code,
        description=use.description,
        criteria=use.criteria,
        pages=use.fee.pages,
        cents=use.fee.cents,
        exempt=payer.exempt,
        at=now.isoformat(),
        world=payer.world,
    )
    outbox.enqueue(session, destination=IDP, message=message, wall=wall)
    return charge_id
