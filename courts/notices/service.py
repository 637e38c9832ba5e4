"""Writing notices: the key of the stamps, free looks, lines of daily summaries."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from courts.notices import queries
from courts.notices.models import StampKey, SummaryLine
from courts.notices.recipients import Box
from courts.notices.stamps import Key
from shared.db import take_turn
from shared.ids import draw

_DIGITS: Final = 10**9
_BYTES: Final = 64


def stamp_key(session: Session, now: datetime) -> Key:
    """Return the key of this court's stamps; it is made when the first one is needed."""
    found = queries.stamp_key(session)
    if found is not None:
        return found
    take_turn(session, "stamp-key")
    found = queries.stamp_key(session)
    if found is not None:
        return found
    secret = f"{draw(1 << (8 * _BYTES)):0{2 * _BYTES}x}"
    row = StampKey(id=1, number=_DIGITS + draw(_DIGITS), secret=secret, made_at=now)
    session.add(row)
    session.flush()
    return Key(row.number, row.secret)


def keep_for_summary(
    session: Session, box: Box, name: str, told: Mapping[str, Any], *, day: date
) -> None:
    """Keep an entry for the summary that an address gets when the court's day is over."""
    session.add(
        SummaryLine(day=day, address=box.address, name=name, format=box.format, told=dict(told))
    )
