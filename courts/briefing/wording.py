"""The entry that a filing in a court of appeals becomes: pure, for review and docket alike."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from zoneinfo import ZoneInfo

from courts.filing.wording import Setting, facts_of, names
from courts.kinds import texts
from courts.kinds.catalogue import Event
from courts.kinds.filings import Filing, NewEntry

#: What stands for the number of an entry that has none yet.
TO_COME = "number to come"
NO_NUMBER = 0


@dataclass(frozen=True, slots=True)
class Moment:
    """When an entry is made, and by whose hand; `zone` is the court's."""

    now: datetime
    today: date
    zone: ZoneInfo
    by: str

    @property
    def stamp(self) -> str:
        """The moment as entries end: 05/03/2021 03:10 PM."""
        return f"{self.now.astimezone(self.zone):%m/%d/%Y %I:%M %p}"


def side(role: str) -> str:
    """Return on which side of an appeal a role stands: Appellant of `Defendant - Appellant`."""
    return role.rpartition(" - ")[2]


def called(role: str, name: str) -> str:
    """Return how docket texts call a party: Appellant Beta Gadgets LLC."""
    return f"{side(role)} {name}".strip()


def entry_of(
    events: tuple[Event, ...],
    filing: Filing,
    setting: Setting,
    *,
    roles: Mapping[int, str],
    entry: int,
    at: Moment,
) -> NewEntry:
    """Return the entry of a filing.

    :param roles: the roles of the parties, by id.
    :param entry: the id that stands at the end of the text; 0 while it is not known.
    :raises UnansweredError: at the prompt that has no answer.
    """
    first = events[0]
    spoken = replace(
        setting,
        parties={key: called(roles.get(key, ""), name) for key, name in setting.parties.items()},
    )
    facts = facts_of(events, filing, spoken)
    text = texts.appellate_text(first, facts, entry=entry, initials=at.stamp)
    if entry == NO_NUMBER:
        text = text.replace(f"[{NO_NUMBER}]", f"[{TO_COME}]")
    return NewEntry(
        event=first.key,
        short=", ".join(event.title for event in events),
        text=text,
        filed_on=at.today,
        entered_at=at.now,
        entered_by=at.by,
        filers=names(filing, setting),
        refers=filing.refers,
        access=filing.access or first.access,
        opinion=first.opinion,
        numbered=bool(filing.papers),
        papers=filing.papers,
    )
