"""When the deadlines of an event are due, and which hearing it sets: pure, for filings and worlds.

A catalogue says from which moment of the case a deadline is counted. The event itself may say that
day in answer to a prompt; else the calendar of the case has it, else it is the day of filing.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from types import MappingProxyType
from typing import Final

from courts.kinds.catalogue import HELD, PLACE, Deadline, Event

#: The name of a meeting of creditors on the calendar; other hearings have other names.
MEETING: Final = "Meeting of Creditors"
#: By which prompts an event says the day itself.
_SAID: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {"served": ("served_on", "sent_on"), "meeting": ("held_on",), "hearing": ("held_on",)}
)
_DAY: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4})", re.ASCII)


@dataclass(frozen=True, slots=True)
class Days:
    """What a case knows of the moments from which deadlines are counted.

    `petition` is its first day, `meeting` and `hearing` what its calendar has; `served` when a
    paper was served that does not say so itself.
    """

    filed: date
    entered: date
    petition: date
    meeting: date | None = None
    hearing: date | None = None
    served: date | None = None


@dataclass(frozen=True, slots=True)
class Hearing:
    """A hearing on its way to the calendar."""

    name: str
    held_on: date
    place: str = ""


def due_on(deadline: Deadline, answers: Mapping[str, str], days: Days) -> date:
    """Return when a deadline is due.

    :param answers: what was answered to the event's prompts, as docket texts print it.
    """
    if deadline.answer:
        return day_said(answers.get(deadline.answer, "")) or days.filed
    said = (day_said(answers.get(name, "")) for name in _SAID.get(deadline.counted_from, ()))
    start = next((day for day in said if day is not None), None)
    known: date | None = getattr(days, deadline.counted_from)
    return (start or known or days.filed) + timedelta(days=deadline.days)


def day_said(words: str) -> date | None:
    """Return the day that an answer prints, such as 3/4/2019; None if it prints none."""
    found = _DAY.fullmatch(words.strip())
    if found is None:
        return None
    month, day, year = map(int, found.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def hearing_of(event: Event, answers: Mapping[str, str]) -> Hearing | None:
    """Return what an event puts on the calendar; None if nothing."""
    held = day_said(answers.get(HELD, "")) if event.hearing else None
    if held is None:
        return None
    return Hearing(event.hearing.format_map(answers), held, answers.get(PLACE, ""))
