"""Transfers of claims: they wait for objections before the register follows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from zoneinfo import ZoneInfo

from sqlalchemy.orm import Session

from courts.cases.models import Case
from courts.cases.service import lock_case
from courts.claiming import queries
from courts.claiming.models import MOVED, OBJECTED, REFUSED, WAITING, ClaimTransfer
from courts.claiming.queries import Waiting
from courts.claims import service as register
from courts.claims.models import Claim
from courts.filing.service import Filed
from shared.errors import Refusal

#: Parts of Rule 3001(e) by which the old holder hears of the transfer and may object; by the others
#: nobody had filed a proof yet, so there is nobody to ask.
WAITING_RULES: Final = frozenset({"2", "4"})
_SATISFIED: Final = "satisfied"


class DecidedError(Refusal):
    """The transfer took effect, or was refused, meanwhile."""

    def __init__(self) -> None:
        super().__init__("decided", "This transfer was decided already.")


@dataclass(frozen=True, slots=True)
class Holder:
    """Who is to hold a claim, with the lines of their address."""

    name: str
    address: Sequence[str]


def await_objections(session: Session, filed: Filed, claim: Claim, to: Holder) -> ClaimTransfer:
    """Keep a transfer until its deadline, which the catalogue says and the entry has set."""
    entry = filed.view.entry
    last = max(each.due_on for each in queries.deadlines(session, entry))
    row = ClaimTransfer(
        claim_id=claim.id,
        entry_id=entry.id,
        transferee=to.name,
        address=list(to.address),
        objections_until=last,
    )
    session.add(row)
    session.flush()
    return row


def move(session: Session, case: Case, claim: Claim, to: Holder) -> None:
    """Let somebody else hold a claim from now on."""
    creditor = register.add_creditor(session, case, to.name, to.address)
    claim.creditor, claim.creditor_key = creditor.name, creditor.name_key
    claim.creditor_id, claim.address = creditor.id, list(to.address)
    session.flush()


def take_effect(session: Session, *, now_of: Callable[[int], datetime], zone: ZoneInfo) -> int:
    """Move the claims whose days of objection are over; those objected to wait for the court.

    :param now_of: court time in a world.
    """
    ended = 0
    for found in queries.awaiting(session):
        now = now_of(found.case.world)
        today = now.astimezone(zone).date()
        if found.transfer.objections_until >= today:
            continue
        ended += 1
        if any(each.status == _SATISFIED for each in queries.deadlines(session, found.entry)):
            found.transfer.status = OBJECTED
        else:
            _move(session, found, now=now, today=today)
    session.flush()
    return ended


def decide(
    session: Session, found: Waiting, *, allow: bool, by: str, now: datetime, today: date
) -> None:
    """Let a transfer take effect, or leave the claim with its old holder.

    :raises DecidedError: if that was decided meanwhile.
    """
    lock_case(session, found.case.id)
    session.refresh(found.transfer)
    if found.transfer.status not in (WAITING, OBJECTED):
        raise DecidedError
    if allow:
        _move(session, found, now=now, today=today)
    else:
        found.transfer.status = REFUSED
        said = f"Transfer of Claim to {found.transfer.transferee} is not effective"
        register.note_on_claim(session, found.claim, _about(said, found), today=today)
    found.transfer.decided_at, found.transfer.decided_by = now, by
    session.flush()


def _move(session: Session, found: Waiting, *, now: datetime, today: date) -> None:
    row = found.transfer
    move(session, found.case, found.claim, Holder(row.transferee, row.address))
    said = f"Transfer of Claim to {row.transferee} takes effect"
    register.note_on_claim(session, found.claim, _about(said, found), today=today)
    row.status, row.decided_at = MOVED, now


def _about(said: str, found: Waiting) -> str:
    return f"{said} [Doc. {found.entry.number}]"
