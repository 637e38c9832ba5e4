"""What courts say about requests, and what this room tells the history page."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from flask import Flask
from sqlalchemy.orm import Session

from idp.accounts import manage
from idp.accounts import protocol as accounts
from idp.accounts import queries as account_queries
from idp.accounts.models import Account
from idp.accounts.protocol import HistoryRow
from idp.efile import offers, queries, service
from idp.registry.protocol import ForeignCourtError
from shared import registration
from shared.web import edge
from shared.web.runtime import Delivery, Handler
from shared.wire import Message, RegistrationDecided


def registration_decided(
    session: Session, message: RegistrationDecided, delivery: Delivery
) -> None:
    """Note what became of a request in a court, and mail it to the applicant."""
    if delivery.sender.id != message.court:
        raise ForeignCourtError(delivery.sender.id, message.court)
    request = queries.by_request_id(session, message.request_id)
    account = None
    if request is not None:
        account = account_queries.by_subject(session, subject=request.subject)
    service.note_decision(
        session,
        message=message,
        court=delivery.sender,
        account=account,
        counter=service.Counter(
            edge.runtime().postman, status_url(), now=delivery.now, wall=delivery.wall
        ),
    )


def status_url() -> str:
    """Return the absolute address of Check E-File Status, for mails."""
    federation = edge.runtime().federation
    return federation.url(federation.idp, manage.E_FILE_STATUS_PATH, role="psc")


def history(session: Session, account: Account) -> list[HistoryRow]:
    """Return what became of somebody's registrations and deactivations, step by step."""
    return [
        HistoryRow(
            at=step.at,
            court=request.court,
            kind=registration.what_label(request.kind, request.registration_type, request.role),
            state=offers.STATES.get(step.state, step.state),
            reason=step.text,
        )
        for step, request in queries.history(session, subject=account.subject)
    ]


HANDLERS: Final[Mapping[type[Message], Handler]] = MappingProxyType(
    {RegistrationDecided: registration_decided}
)


def install(app: Flask) -> None:
    """Put this room's lines into the registration and maintenance history."""
    accounts.add_history(app, history)
