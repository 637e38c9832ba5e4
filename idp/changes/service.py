"""Changing a person's data at PACER, and asking courts to take it over."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy.orm import Session

from idp.accounts import addresses
from idp.accounts.models import Account
from idp.changes import kinds, queries
from idp.changes.kinds import Kind
from idp.changes.models import MaintenanceRequest
from shared import outbox
from shared.ids import new_uuid
from shared.wire import ChangeRequested

#: Where a field of a court has another name at PACER.
_AT_PACER = {"primary_email": "efiler_email"}


def values_of(account: Account, kind: Kind) -> dict[str, str]:
    """Return an account's data of one kind, as a court is told them."""
    if kind is kinds.ADDRESS:
        known = addresses.parts(account.address)
        return {
            "firm": account.firm,
            "address": kinds.court_address(
                street=known["street"],
                city=known["city"],
                state=known["state"],
                code=known["code"],
                country=known["country"],
            ),
            "phone": account.phone,
            "phone_alternate": account.phone_alternate,
        }
    if kind is kinds.NOTICING:
        return {
            "primary_email": account.filing_address,
            "notice_frequency": account.notice_frequency,
            "notice_format": account.notice_format,
        }
    return {name: str(getattr(account, name)) for name in kind.fields}


def change(session: Session, *, account: Account, values: Mapping[str, str]) -> list[str]:
    """Write data of an account; they are the service center's and change at once.

    Return the names of what is different now.
    """
    changed = []
    for name, value in values.items():
        column = _AT_PACER.get(name, name)
        present = account.filing_address if name == "primary_email" else getattr(account, column)
        if present != value:
            setattr(account, column, value)
            changed.append(name)
    session.flush()
    return changed


def ask_courts(
    session: Session,
    *,
    account: Account,
    kind: Kind,
    courts: Iterable[str],
    update_reason: str,
    cases: str,
    now: datetime,
    wall: datetime,
) -> list[str]:
    """Ask courts to take over what PACER has now; return those that were asked.

    A request of the same kind that waits is replaced; one with the same content goes on waiting.
    """
    chosen, values = list(dict.fromkeys(courts)), values_of(account, kind)
    asked = json.dumps(values, sort_keys=True)
    waiting = {
        row.court: row
        for row in queries.waiting(session, account_id=account.id, kind=kind.key, courts=chosen)
    }
    told = []
    for court in chosen:
        earlier = waiting.get(court)
        if earlier is not None:
            if (earlier.asked, earlier.update_reason, earlier.cases) == (
                asked,
                update_reason,
                cases,
            ):
                continue
            earlier.state, earlier.decided_at = kinds.REPLACED, now
        row = MaintenanceRequest(
            message_id=new_uuid(),
            account_id=account.id,
            court=court,
            kind=kind.key,
            asked=asked,
            update_reason=update_reason,
            cases=cases,
            asked_at=now,
            world=account.world,
        )
        session.add(row)
        message = ChangeRequested(
            request_id=row.message_id,
            court=court,
            subject=account.subject,
            kind=kind.key,
            values=values,
            update_reason=update_reason,
            cases=cases,
            asked_at=now.isoformat(),
            world=account.world,
        )
        outbox.enqueue(
            session, destination=court, message=message, wall=wall, message_id=row.message_id
        )
        told.append(court)
    session.flush()
    return told


def note_decision(
    session: Session,
    *,
    message_id: str,
    court: str,
    state: str,
    reason: str,
    decided_at: datetime,
) -> MaintenanceRequest | None:
    """Note what a court decided; the court is the master of its answer, so the last one holds."""
    row = queries.by_message(session, message_id=message_id, lock=True)
    if row is None or row.court != court:
        return None
    row.state, row.reason, row.decided_at = state, reason, decided_at
    session.flush()
    return row
