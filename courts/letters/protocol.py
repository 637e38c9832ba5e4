"""Letters that come in, and how many seats are taken."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from types import MappingProxyType
from typing import Final

from sqlalchemy.orm import Session

from courts.letters import queries, service
from shared.errors import Refusal
from shared.federation import IDP
from shared.web.runtime import Delivery, Handler
from shared.wire import LetterSent, Message


class ForeignLetterError(Refusal):
    """A letter came from a member that keeps no mailbox."""

    def __init__(self, sender: str) -> None:
        super().__init__("foreign_letter", f"{sender} keeps no mailbox.")


def letter_sent(session: Session, message: LetterSent, delivery: Delivery) -> None:
    """Put a letter into the clerk's inbox."""
    if delivery.sender.id != IDP:
        raise ForeignLetterError(delivery.sender.id)
    service.receive(session, message=message, wall=delivery.wall)


def seats_taken(session: Session, seminars: Collection[str]) -> Mapping[str, tuple[int, int]]:
    """Return seats taken and people waiting for each of these seminars."""
    return queries.counts(session, seminars)


HANDLERS: Final[Mapping[type[Message], Handler]] = MappingProxyType({LetterSent: letter_sent})
