"""What can be done to a calendar: set it, move it along, stop it, start it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from idp.teaching.calendars import SeatCalendar
from shared.errors import Refusal

SET: Final = "set"
ADVANCE: Final = "advance"
FREEZE: Final = "freeze"
RUN: Final = "run"
DEEDS: Final = (SET, ADVANCE, FREEZE, RUN)


@dataclass(frozen=True, slots=True)
class Turn:
    """One of the deeds, with where to or by how much.

    `keep` is for a class that is set: seats that are ahead or behind stay so.
    """

    deed: str
    to: datetime | None = None
    span: timedelta = timedelta(0)
    keep: bool = False

    def target(self, now: datetime) -> datetime:
        """Return the moment that a calendar which says `now` says then."""
        return self.to if self.to is not None else now + self.span

    def of_seat(self, was: SeatCalendar, base: datetime) -> SeatCalendar:
        """Return a seat's calendar afterwards; `base` is what its class's says."""
        if self.deed == FREEZE:
            return was.frozen(base=base)
        if self.deed == RUN:
            return was.running(base=base)
        return was.moved(to=self.target(was.now(base)), base=base)


def checked(turn: Turn) -> Turn:
    """Return a turn that can be done.

    :raises Refusal: code `deed`, if it is none, or does not say where to.
    """
    if turn.deed not in DEEDS:
        raise Refusal("deed", f"Do one of {', '.join(DEEDS)}.")
    if turn.deed == SET and turn.to is None:
        raise Refusal("deed", "Say to which moment.")
    return turn
