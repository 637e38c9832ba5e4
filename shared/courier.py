"""Carrying outbox parcels to where they belong: a lane of this member, or another member."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Final

from shared.backchannel import Backchannel
from shared.documents import DocumentStore, MissingDocumentError
from shared.faults import BACKCHANNEL_LOST, About
from shared.federation import Member
from shared.outbox import DeliveryFailedError, Parcel
from shared.switches import Switches
from shared.wire import FaultMet, MailDelivery, Message

MESSAGES_PATH = "/services/moot/messages"
PAPERS_PATH = "/services/moot/papers/"
Lane = Callable[[Parcel], None]
#: Mails have faults of their own, and a fault must be told even where another bites.
_NEVER_LOST: Final = (MailDelivery, FaultMet)


class Courier:
    """Delivers a member's parcels.

    :param lanes: handlers of local destinations, by name (`local:smtp`).
    :param switches: of the faults that are on here.
    :param store: where the papers are that go along with messages; None where none ever do.
    """

    def __init__(
        self,
        backchannel: Backchannel,
        *,
        wall: Callable[[], datetime],
        lanes: Mapping[str, Lane],
        switches: Switches,
        store: DocumentStore | None = None,
    ) -> None:
        self._backchannel = backchannel
        self._wall = wall
        self._lanes = lanes
        self._switches = switches
        self._store = store

    def deliver(self, parcel: Parcel) -> None:
        """Deliver one parcel.

        :raises DeliveryFailedError: if the other side did not take it.
        """
        lane = self._lanes.get(parcel.destination)
        if lane is not None:
            lane(parcel)
            return
        to = self._backchannel.federation.member(parcel.destination)
        if self._switches.on and self._is_lost(parcel.message, to):
            raise DeliveryFailedError(f"lost on the way to {to.id}: a fault is switched on")
        for digest in parcel.message.papers:
            self._send_ahead(to, digest)
        response = self._backchannel.post_service(
            to,
            MESSAGES_PATH,
            {"id": parcel.message_id, "kind": parcel.kind, "payload": parcel.message.to_json()},
            wall=self._wall(),
        )
        if response.status_code not in (200, 204):
            raise DeliveryFailedError(f"{to.id} answered {response.status_code}")

    def _is_lost(self, message: Message, to: Member) -> bool:
        """Say whether a fault takes a message; a court at either end is the one it is about."""
        if isinstance(message, _NEVER_LOST):
            return False
        here = self._backchannel.member
        about = About(
            world=getattr(message, "world", 0),
            subject=getattr(message, "subject", ""),
            court=here.id if here.is_court else to.id,
        )
        return self._switches.bites(BACKCHANNEL_LOST, about, kind=message.KIND) is not None

    def _send_ahead(self, to: Member, digest: str) -> None:
        """Send a paper, named by what is in it: a second time changes nothing."""
        if self._store is None:
            return
        try:
            with self._store.open(digest) as stream:
                data = stream.read()
        except MissingDocumentError:
            # Nobody has read it here yet; the other side makes it as it would make any other.
            return
        response = self._backchannel.put_service(to, PAPERS_PATH + digest, data, wall=self._wall())
        if response.status_code not in (200, 204):
            raise DeliveryFailedError(f"{to.id} answered {response.status_code} to a paper")
