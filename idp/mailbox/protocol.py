"""Mails that members hand in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType
from typing import Final

from sqlalchemy.orm import Session

from idp.classroom import queries as classroom
from idp.mailbox import service
from shared.casting import seat_of_address
from shared.seating import is_seat
from shared.web.runtime import Delivery, Handler
from shared.wire import MailDelivery, Message


def receive(session: Session, message: MailDelivery, _delivery: Delivery) -> None:
    """Put a member's mail into the mailbox."""
    service.deposit(session, delivery=replace(message, world=_world_of(session, message)))


def _world_of(session: Session, message: MailDelivery) -> int:
    """Return whose a mail is: what a clerk of the class writes to somebody is their seat's."""
    named = seat_of_address(message.recipient)
    if is_seat(message.world) or named is None:
        return message.world
    code, number = named
    seat = classroom.seat_of_code(session, code, number)
    return message.world if seat is None or not seat.run else seat.run


HANDLERS: Final[Mapping[type[Message], Handler]] = MappingProxyType({MailDelivery: receive})
