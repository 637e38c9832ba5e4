"""The calendar of a seat: how it is moved, stopped and started.

A seat shifts itself against its class, the class against the federation; `base` is always what the
calendar of the class says. A calendar that stands still minds neither of them.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta


@dataclass(frozen=True, slots=True)
class SeatCalendar:
    """A seat's own shift, or the moment at which its calendar stands still."""

    offset: timedelta = timedelta(0)
    frozen_at: datetime | None = None

    def now(self, base: datetime) -> datetime:
        """Return court time in the seat."""
        return self.frozen_at or base + self.offset

    def moved(self, *, to: datetime, base: datetime) -> SeatCalendar:
        """Return the calendar at another moment; one that stands still goes on standing."""
        return SeatCalendar(to - base, to if self.frozen_at is not None else None)

    def advanced(self, span: timedelta, *, base: datetime) -> SeatCalendar:
        """Return the calendar moved along by a span."""
        return self.moved(to=self.now(base) + span, base=base)

    def frozen(self, *, base: datetime) -> SeatCalendar:
        """Return the calendar standing still at its present moment."""
        moment = self.now(base)
        return SeatCalendar(moment - base, moment)

    def running(self, *, base: datetime) -> SeatCalendar:
        """Return the calendar running on from its present moment."""
        return SeatCalendar(self.now(base) - base)
