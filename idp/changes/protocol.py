"""What the courts decided, and the lines of this room in the history."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy.orm import Session

from idp.accounts.models import Account
from idp.accounts.protocol import HistoryRow
from idp.changes import kinds, queries, service
from idp.changes.models import MaintenanceRequest
from shared.errors import Refusal
from shared.federation import Federation
from shared.web.runtime import Delivery, Handler
from shared.wire import ChangeDecided, Message

#: The history shows no more of one room than this.
MOST: Final = 100


def change_decided(session: Session, message: ChangeDecided, delivery: Delivery) -> None:
    """Note what became of a request at a court.

    :raises Refusal: code `foreign_court` if a member speaks for another one.
    """
    if delivery.sender.id != message.court:
        raise Refusal("foreign_court", f"{delivery.sender.id} may not speak for {message.court}.")
    if message.state not in (kinds.ACCEPTED, kinds.REJECTED):
        raise Refusal("state", f"A court cannot make a request “{message.state}”.")
    service.note_decision(
        session,
        message_id=message.request_id,
        court=message.court,
        state=message.state,
        reason=message.reason,
        decided_at=datetime.fromisoformat(message.decided_at),
    )


def history(session: Session, account: Account) -> Sequence[HistoryRow]:
    """Return the requests of an account as lines of the history."""
    return [history_row(row) for row in queries.latest(session, account_id=account.id, most=MOST)]


def history_row(row: MaintenanceRequest) -> HistoryRow:
    """Return a request as a line of the history."""
    return HistoryRow(
        at=row.asked_at,
        court=row.court,
        kind=kinds.KINDS[row.kind].label,
        state=kinds.STATES[row.state],
        reason=row.reason,
    )


def court_title(federation: Federation, court: str) -> str:
    """Return what a court is called; one that has left the federation by its short name."""
    try:
        return federation.member(court).title
    except Refusal:
        return court


HANDLERS: Final[Mapping[type[Message], Handler]] = MappingProxyType({ChangeDecided: change_decided})
