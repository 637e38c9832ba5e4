"""Owing and paying filing fees."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy.orm import Session

from courts.payments.models import FilingFee

#: Unpaid so many days after the filing, the filing menus are locked (facts 3.7).
GRACE: Final = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Owed:
    """What a filing costs: the event's key, words for the list of fees, cents."""

    event: str
    description: str
    cents: int


def owe_fee(
    session: Session,
    owed: Owed,
    *,
    user_id: int,
    case_id: int,
    entry_id: int | None,
    today: date,
    now: datetime,
) -> FilingFee:
    """Note a fee that is due from today."""
    fee = FilingFee(
        user_id=user_id,
        case_id=case_id,
        entry_id=entry_id,
        event=owed.event,
        description=owed.description,
        cents=owed.cents,
        incurred_at=now,
        due_on=today + GRACE,
    )
    session.add(fee)
    session.flush()
    return fee
