"""What was answered on the screens of a filing, as the catalogue asks it and dockets print it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final

from courts.filing import asking
from courts.kinds.catalogue import Catalogue, Event
from courts.kinds.filings import Filing, kept_papers
from courts.participants import telling

#: The words of the prefix drop-down (facts 3.7 no. 8).
PREFIXES: Final = (
    "AMENDED",
    "CONSENT",
    "CORRECTED",
    "EMERGENCY",
    "EX PARTE",
    "FIRST",
    "JOINT",
    "PARTIAL",
    "REDACTED",
    "RENEWED",
    "SECOND",
    "SUPPLEMENTAL",
    "THIRD",
    "UNOPPOSED",
)
Data = Mapping[str, Any]


def events_of(catalogue: Catalogue, data: Data) -> tuple[Event, ...]:
    """Return the events that were picked, the first names the entry."""
    return tuple(catalogue.event(key) for key in data.get("events", ()))


def plan_of(events: Sequence[Event], today: date) -> dict[str, Any]:
    """Return which screens the events need, and what they cost in cents."""
    refers = {event.refers for event in events}
    documents = {event.document for event in events}
    fees = [(event.title, event.fee_on(today)) for event in events if event.fee_on(today)]
    return {
        "titles": ", ".join(event.title for event in events),
        "refers_asked": next((word for word in ("must", "may") if word in refers), "no"),
        "against_asked": any(event.against for event in events),
        "asks": bool(asking.prompts_of(events)),
        "document": next(w for w in ("required", "optional", "none") if w in documents),
        "cents": sum(cents for _, cents in fees),
        "fees": fees,
    }


def answers_to(events: Iterable[Event]) -> frozenset[str]:
    """Return the groups and keys of events to which these may refer."""
    return frozenset(name for event in events for name in event.answers)


def pickable(groups: frozenset[str], catalogue: Catalogue) -> frozenset[str]:
    """Return the keys of the events that one may answer."""
    return frozenset(e.key for e in catalogue.events.values() if groups & {e.key, e.group})


def refused_together(events: Sequence[Event]) -> str:
    """Say why events cannot be filed in one paper; empty if they can."""
    if not events:
        return "Select an event to go on."
    if len(events) > 1 and not all(event.relief for event in events):
        return "Only motions can be filed together in one paper. Select one event, or motions only."
    if len({event.menu for event in events}) > 1:
        return "These events are of different menus."
    return ""


def filing_of(data: Data, ids: Mapping[int, int] | None = None) -> Filing:
    """Return what is filed.

    :param ids: the ids of parties that were made up on the screens; without it they keep those.
    """
    known = ids or {}

    def real(chosen: Iterable[int]) -> tuple[int, ...]:
        return tuple(known.get(each, each) for each in chosen)

    return Filing(
        case_id=data["case_id"],
        events=tuple(data["events"]),
        filers=real(data.get("filers", ())),
        against=real(data.get("against", ())),
        refers=tuple(data.get("refers", ())),
        answers=dict(data.get("answers", {})),
        papers=kept_papers(data),
        access="sealed" if data.get("sealed") == "sealed" else "",
        prefix=data.get("prefix", ""),
        free=data.get("free", ""),
        appears_for=tuple((known.get(party, party), r) for party, r in telling.appears_for(data)),
        fee_words=data.get("fee_words", ""),
    )


def best_matches(catalogue: Catalogue, word: str) -> tuple[Event, ...]:
    """Return the events whose names hold what was typed; a second word finds nothing."""
    wanted = word.strip().lower()
    if not wanted or len(wanted.split()) > 1:
        return ()
    return tuple(
        event
        for event in catalogue.events.values()
        if wanted in event.title.lower() and not event.by_court
    )
