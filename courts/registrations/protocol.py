"""Messages of the identity provider about registrations, and the desk of the clerk."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from flask import Flask
from sqlalchemy.orm import Session

from courts.clerk.protocol import Desk, add_desk
from courts.registrations import queries, service
from shared.errors import Refusal
from shared.federation import IDP
from shared.web import edge
from shared.web.runtime import Delivery, Handler
from shared.wire import DeactivationAsked, Message, RegistrationAnswered, RegistrationSubmitted

QUEUE_PATH: Final = "/clerk/registrations"
QUEUE: Final = "E-file registrations"


class NotPacerError(Refusal):
    """A member other than PACER forwarded a request."""

    def __init__(self, sender: str, court: str) -> None:
        super().__init__("not_pacer", f"{sender} may not forward requests to {court}.")


def registration_submitted(
    session: Session, message: RegistrationSubmitted, delivery: Delivery
) -> None:
    """Put a registration into the clerk's queue."""
    _check(message.court, delivery)
    service.take_registration(session, message=message, now=delivery.now, wall=delivery.wall)


def registration_answered(
    session: Session, message: RegistrationAnswered, delivery: Delivery
) -> None:
    """Put the applicant's answer beside the clerk's question."""
    _check(message.court, delivery)
    service.take_answer(session, message=message, now=delivery.now, wall=delivery.wall)


def deactivation_asked(session: Session, message: DeactivationAsked, delivery: Delivery) -> None:
    """Put the wish to deactivate an account into the clerk's queue."""
    _check(message.court, delivery)
    service.take_deactivation(session, message=message, now=delivery.now, wall=delivery.wall)


def _check(court: str, delivery: Delivery) -> None:
    if delivery.sender.id != IDP or court != edge.runtime().member.id:
        raise NotPacerError(delivery.sender.id, court)


HANDLERS: Final[Mapping[type[Message], Handler]] = MappingProxyType(
    {
        RegistrationSubmitted: registration_submitted,
        RegistrationAnswered: registration_answered,
        DeactivationAsked: deactivation_asked,
    }
)


def install(app: Flask) -> None:
    """Put the queue on the clerk's front page."""
    add_desk(
        app,
        Desk(
            QUEUE,
            QUEUE_PATH,
            "Approve or reject who asks through PACER to file here, ask for more, and deactivate "
            "accounts.",
            queries.waiting,
        ),
    )
