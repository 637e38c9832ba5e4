"""Messages of the courts about their e-file accounts."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from sqlalchemy.orm import Session

from idp.registry import service
from shared.errors import Refusal
from shared.web.runtime import Delivery, Handler
from shared.wire import AccountLinked, CourtAccountStatus, Message


class ForeignCourtError(Refusal):
    """A member spoke for another court."""

    def __init__(self, sender: str, court: str) -> None:
        super().__init__("foreign_court", f"{sender} may not speak for {court}.")


def account_linked(session: Session, message: AccountLinked, delivery: Delivery) -> None:
    """Note a link made in a court (seed 001)."""
    _check_sender(message.court, delivery)
    service.note_link(
        session,
        court=message.court,
        subject=message.subject,
        login_name=message.login_name,
        display_name=message.display_name,
        role=message.role,
        since=datetime.fromisoformat(message.linked_at),
        world=message.world,
    )


def account_status(session: Session, message: CourtAccountStatus, delivery: Delivery) -> None:
    """Note what became of an account in a court."""
    _check_sender(message.court, delivery)
    service.note_status(
        session,
        court=message.court,
        subject=message.subject,
        status=message.status,
        role=message.role,
        changed_at=datetime.fromisoformat(message.changed_at),
        world=message.world,
        display_name=message.display_name,
    )


def _check_sender(court: str, delivery: Delivery) -> None:
    if delivery.sender.id != court:
        raise ForeignCourtError(delivery.sender.id, court)


HANDLERS: Final[Mapping[type[Message], Handler]] = MappingProxyType(
    {AccountLinked: account_linked, CourtAccountStatus: account_status}
)
