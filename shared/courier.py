"""Carrying outbox parcels to where they belong: a lane of this member, or another member."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime

from shared.backchannel import Backchannel
from shared.outbox import DeliveryFailedError, Parcel

MESSAGES_PATH = "/services/moot/messages"
Lane = Callable[[Parcel], None]


class Courier:
    """Delivers a member's parcels.

    :param lanes: handlers of local destinations, by name (`local:smtp`).
    """

    def __init__(
        self,
        backchannel: Backchannel,
        *,
        wall: Callable[[], datetime],
        lanes: Mapping[str, Lane],
    ) -> None:
        self._backchannel = backchannel
        self._wall = wall
        self._lanes = lanes

    def deliver(self, parcel: Parcel) -> None:
        """Deliver one parcel.

        :raises DeliveryFailedError: if the other side did not take it.
        """
        lane = self._lanes.get(parcel.destination)
        if lane is not None:
            lane(parcel)
            return
        to = self._backchannel.federation.member(parcel.destination)
        response = self._backchannel.post_service(
            to,
            MESSAGES_PATH,
            {"id": parcel.message_id, "kind": parcel.kind, "payload": parcel.message.to_json()},
            wall=self._wall(),
        )
        if response.status_code not in (200, 204):
            raise DeliveryFailedError(f"{to.id} answered {response.status_code}")
