"""Mails that members hand in."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sqlalchemy.orm import Session

from idp.mailbox import service
from shared.web.runtime import Delivery, Handler
from shared.wire import MailDelivery, Message


def receive(session: Session, message: MailDelivery, _delivery: Delivery) -> None:
    """Put a member's mail into the mailbox."""
    service.deposit(session, delivery=message)


HANDLERS: Final[Mapping[type[Message], Handler]] = MappingProxyType({MailDelivery: receive})
