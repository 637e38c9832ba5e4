"""Telling the courts which faults are on, hearing what has bitten, and who asks for sign-on."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final

from flask import Flask, request
from sqlalchemy.orm import Session

from idp.accounts import queries as accounts
from idp.oidc import protocol as oidc
from idp.signin import envelopes, errands
from idp.switchboard import queries, service
from shared.courier import Lane
from shared.federation import Federation
from shared.outbox import DeliveryFailedError, Parcel
from shared.switches import told
from shared.web import edge
from shared.web.runtime import Asker, Delivery, Handler, Runtime
from shared.web.services import FAULTS_PATH
from shared.wire import FaultMet, FaultsChanged, Message

PATH: Final = "/faults"


class FaultLanes:
    """The outbox lanes by which courts are told which faults are on: one for each court."""

    def __init__(self, federation: Federation) -> None:
        self._courts = federation.courts
        self._runtime: Runtime | None = None

    def install(self, app: Flask) -> None:
        """Learn with which database and back-channel the courts are told."""
        self._runtime = app.extensions["moot"]

    def lanes(self) -> dict[str, Lane]:
        """Return a lane for each court."""
        return dict.fromkeys((f"{service.LANE}:{court.id}" for court in self._courts), self._tell)

    def _tell(self, parcel: Parcel) -> None:
        runtime, message = self._runtime, parcel.message
        if runtime is None or not isinstance(message, FaultsChanged):
            raise DeliveryFailedError("the app is not ready yet")
        court = runtime.federation.member(message.member)
        with runtime.database.reading() as session:
            faults = told(queries.rows_for(session, runtime.federation, court))
        answer = runtime.backchannel.post_service(
            court, FAULTS_PATH, {"faults": faults}, wall=runtime.clocks.wall()
        )
        if not answer.ok:
            raise DeliveryFailedError(f"{court.id} answered {answer.status_code}")


def met(session: Session, message: FaultMet, _delivery: Delivery) -> None:
    """Take note of a fault that has bitten."""
    service.tally(
        session,
        fault_id=message.fault_id,
        member=message.member,
        at=datetime.fromisoformat(message.at),
    )


HANDLERS: Final[Mapping[type[Message], Handler]] = MappingProxyType({FaultMet: met})


def circumstances(*, actor: str) -> service.Circumstances:
    """Return by whom, when and in which federation the present request switches."""
    runtime = edge.runtime()
    return service.Circumstances(
        runtime.federation, runtime.switches, actor, edge.now(), edge.wall()
    )


def asker() -> Asker:
    """Say who asks for sign-on where no session tells it; asked only while a fault is on.

    Whoever is on the way to the switchboard is spared: it must be possible to switch off.
    """
    federation = edge.runtime().federation
    errand = errands.read(federation, request.args)
    if errand.path.startswith(PATH) and errand.place is not None:
        return Asker(spared=not errand.place.member.is_court)
    client = oidc.client_named()
    court = errands.asking_court(errand, federation)
    court = next((c for c in federation.courts if client and c.client_id == client), court)
    user_name = _user_named()
    account = None
    if user_name:
        with edge.runtime().database.reading() as session:
            account = accounts.by_user_name(session, user_name=user_name)
    return Asker(
        client=client,
        court="" if court is None else court.id,
        subject="" if account is None else account.subject,
        world=0 if account is None else account.world,
    )


def _user_named() -> str:
    """Return the user name with which the request wants to sign in, by page or by program."""
    if not request.path.startswith("/services/"):
        return request.form.get("loginForm:loginName", "")
    try:
        xml = envelopes.is_xml(request.content_type or "")
        return envelopes.read(request.get_data(), xml=xml).login_id
    except envelopes.UnreadableRequestError:
        return ""
