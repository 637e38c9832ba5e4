"""Reading the switchboard."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from idp.switchboard.models import FaultSwitch, FaultTally
from shared import faults
from shared.faults import Fault, Scope
from shared.federation import Federation, Member
from shared.switches import FaultRow


@dataclass(frozen=True, slots=True)
class Standing:
    """A fault that is on; `tallies` says how often it has bitten, by member."""

    id: str
    fault: Fault
    scope: str
    named: str
    times: int | None
    amount: int | None
    set_by: str
    set_at: datetime
    tallies: Mapping[str, int]

    def as_json(self) -> dict[str, Any]:
        """Return it for programs."""
        return {
            "id": self.id,
            "name": self.fault.name,
            "scope": self.scope,
            "value": self.named,
            "times": self.times,
            "amount": self.amount,
            "set_by": self.set_by,
            "set_at": self.set_at.isoformat(),
            "met": dict(self.tallies),
        }


def standing(session: Session) -> list[Standing]:
    """Return the faults that are on, those switched on last first."""
    tallies: dict[str, dict[str, int]] = {}
    for tally in session.scalars(select(FaultTally).order_by(FaultTally.member)):
        tallies.setdefault(tally.fault_id, {})[tally.member] = tally.uses
    found = session.execute(
        select(FaultRow, FaultSwitch)
        .join(FaultSwitch, FaultSwitch.fault_id == FaultRow.id)
        .order_by(FaultSwitch.set_at.desc(), FaultRow.id)
    )
    return [
        Standing(
            id=row.id,
            fault=faults.fault(row.name),
            scope=row.scope,
            named=switch.named,
            times=row.most,
            amount=row.amount,
            set_by=switch.set_by,
            set_at=switch.set_at,
            tallies=tallies.get(row.id, {}),
        )
        for row, switch in found
    ]


def rows_for(session: Session, federation: Federation, member: Member) -> list[FaultRow]:
    """Return the faults of which a court has to know."""
    rows = session.scalars(select(FaultRow).order_by(FaultRow.id))
    return [row for row in rows if member in told_of(federation, row.name, _scope(row))]


def told_of(federation: Federation, name: str, scope: Scope) -> tuple[Member, ...]:
    """Return the courts that have to know of a fault; the identity provider always does."""
    if not faults.fault(name).is_read_by(court=True):
        return ()
    if scope.kind != faults.COURT:
        return federation.courts
    return tuple(court for court in federation.courts if court.id == scope.value)


def _scope(row: FaultRow) -> Scope:
    return Scope(row.scope, row.value, row.email)
