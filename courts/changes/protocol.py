"""Requests that arrive from PACER."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from sqlalchemy.orm import Session

from courts.changes import service
from shared.errors import Refusal
from shared.federation import IDP
from shared.web.runtime import Delivery, Handler
from shared.wire import ChangeRequested, Message


def change_requested(session: Session, message: ChangeRequested, delivery: Delivery) -> None:
    """Take a request into the clerk's queue.

    :raises Refusal: code `foreign` if another member than PACER speaks for a person.
    """
    if delivery.sender.id != IDP:
        raise Refusal("foreign", f"{delivery.sender.id} may not ask for changes.")
    service.receive(session, message=message, now=delivery.now, wall=delivery.wall)


HANDLERS: Final[Mapping[type[Message], Handler]] = MappingProxyType(
    {ChangeRequested: change_requested}
)
