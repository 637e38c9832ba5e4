"""Messages of the identity provider about registrations, and the desk of the clerk."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from types import MappingProxyType
from typing import Final

from flask import Flask
from sqlalchemy.orm import Session

from courts import edge as court_edge
from courts.accounts import queries as accounts
from courts.clerk.protocol import Desk, add_desk
from courts.kinds import eras
from courts.registrations import queries, service
from shared import outbox, seats
from shared.errors import Refusal
from shared.federation import IDP
from shared.seating import SPAN, is_class
from shared.timekeeping import read_setting
from shared.web import edge
from shared.web.runtime import Delivery, Handler
from shared.wire import (
    DeactivationAsked,
    Message,
    RegistrationAnswered,
    RegistrationSubmitted,
    WaitingApproved,
    WaitingToApprove,
)

QUEUE_PATH: Final = "/clerk/registrations"
QUEUE: Final = "E-file registrations"
NO_CLERK: Final = "The class has no clerk in this court: make it from a start state that names one."


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


def waiting_to_approve(session: Session, message: WaitingToApprove, delivery: Delivery) -> None:
    """Approve what waits of a class's seats: what its clerk does here request by request."""
    _check(message.court, delivery)
    if not is_class(message.world):
        raise NotPacerError(delivery.sender.id, message.court)
    approved = 0
    refused: tuple[str, ...] = (NO_CLERK,)
    staff = accounts.staff_of_class(session, subject=message.subject, world=message.world)
    if staff is not None:
        # As the clerk's own request would: what belongs to everybody is read, and not changed.
        session.info["world"] = message.world
        worlds = range(message.world, message.world + SPAN)
        numbers = queries.waiting_in(session, worlds)
        desk = _desk_of(session, message, staff.display_name, delivery)
        approved, refused = service.approve_each(session, numbers=numbers, desk=desk)
        session.info["world"] = None
    outbox.enqueue(
        session,
        destination=IDP,
        message=WaitingApproved(
            court=message.court,
            world=message.world,
            approved=approved,
            refused=list(refused),
            asked_by=message.asked_by,
        ),
        wall=delivery.wall,
    )


def _desk_of(
    session: Session, message: WaitingToApprove, name: str, delivery: Delivery
) -> service.Desk:
    """Return the desk of a class's clerk, on whose calendar the court is."""
    offset = timedelta(seconds=seats.offset_of(session, message.world))
    now, court = read_setting(session).now(delivery.wall, seat=offset), court_edge.court()
    member = court.member
    return service.Desk(
        court=member.id,
        clerk=f"pacer:{message.user_name}",
        clerk_name=name,
        live=eras.generation(member.live_at, member.cutoff_at, now).live,
        files=court.policy.at(now).filing_roles,
        now=now,
        wall=delivery.wall,
    )


def _check(court: str, delivery: Delivery) -> None:
    if delivery.sender.id != IDP or court != edge.runtime().member.id:
        raise NotPacerError(delivery.sender.id, court)


HANDLERS: Final[Mapping[type[Message], Handler]] = MappingProxyType(
    {
        RegistrationSubmitted: registration_submitted,
        RegistrationAnswered: registration_answered,
        DeactivationAsked: deactivation_asked,
        WaitingToApprove: waiting_to_approve,
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
