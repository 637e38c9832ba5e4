"""What a court's audit trail says of seats, promised to the identity provider.

The trail is the only source of what happened: nothing else tells an exercise that a step is done.
What a transaction appends in a seat's world goes out with its commit, once and in the order of the
chain. The identity provider reads its own trail where it lies.
"""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import asdict

from sqlalchemy.orm import Session

from shared import audit, outbox
from shared.audit import Noted
from shared.db import SHARED_WORLD, Database
from shared.federation import IDP
from shared.wire import Deeds, DeedTold


def promise(database: Database, *, court: str) -> None:
    """Have every event of a seat's world in a court's trail promised to the identity provider."""

    def follower(session: Session, events: Sequence[tuple[int, Noted]]) -> None:
        _promise(session, events, court)

    audit.follow(database, follower)


def _promise(session: Session, events: Sequence[tuple[int, Noted]], court: str) -> None:
    worlds: dict[int, list[DeedTold]] = {}
    for number, noted in events:
        if noted.world != SHARED_WORLD:
            worlds.setdefault(noted.world, []).append(_told(number, noted))
    for world, told in worlds.items():
        outbox.enqueue(
            session,
            destination=IDP,
            message=Deeds(court=court, world=world, deeds=[asdict(deed) for deed in told]),
            wall=events[-1][1].wall_time,
        )


def _told(number: int, noted: Noted) -> DeedTold:
    return DeedTold(
        number=number,
        tag=noted.tag,
        actor=noted.actor,
        subject=noted.subject,
        detail=json.loads(noted.detail),
        court_time=noted.court_time.isoformat(),
        wall_time=noted.wall_time.isoformat(),
    )
