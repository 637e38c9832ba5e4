"""What courts tell of seats, and where a trainer keeps exercises."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import Final

from sqlalchemy.orm import Session

from idp import edge as idp_edge
from idp.exercises import service
from shared.errors import Refusal
from shared.web.runtime import Delivery, Handler
from shared.wire import Deeds, Message


class ForeignDeedError(Refusal):
    """A member tells of another court's trail."""

    def __init__(self, sender: str, court: str) -> None:
        super().__init__("foreign_court", f"{sender} may not tell what happened in {court}.")


def take(session: Session, message: Deeds, delivery: Delivery) -> None:
    """Keep what a court's trail says of a seat; marks follow when an exercise is complete.

    :raises ForeignDeedError: if the sender is not the court.
    """
    if delivery.sender.id != message.court:
        raise ForeignDeedError(delivery.sender.id, message.court)
    service.take_deeds(session, message)
    service.settle_all(
        session, world=message.world, folder=folder(), now=delivery.now, wall=delivery.wall
    )


HANDLERS: Final[Mapping[type[Message], Handler]] = MappingProxyType({Deeds: take})


def folder() -> Path | None:
    """Return where the trainer keeps exercises of their own, None for none."""
    told = idp_edge.settings().exercises_folder
    return Path(told) if told else None
