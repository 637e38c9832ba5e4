"""What was answered on the screens of a filing, as the catalogue asks it and dockets print it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Final

from courts.filing import asking
from courts.kinds.catalogue import Catalogue, Event
from courts.kinds.drafts import LEAD, NOTICED, PartyDraft
from courts.kinds.filings import Filing, Paper

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
#: The categories of attachments; what each court offers is no more than this kind of list.
CATEGORIES: Final = (
    "Adversary Proceeding Cover Sheet",
    "Affidavit",
    "Appendix",
    "Certificate of Service",
    "Civil Cover Sheet",
    "Declaration",
    "Errata",
    "Exhibit",
    "Index",
    "Memorandum in Support",
    "Proposed Order",
    "Schedules",
    "Statement of Financial Affairs",
    "Statement of Material Facts",
    "Summons",
    "Supplement",
    "Transcript",
)
#: What parties of each family of cases are called.
ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "civil": (
        "Amicus",
        "Claimant",
        "Consol Defendant",
        "Consol Plaintiff",
        "Counter Claimant",
        "Counter Defendant",
        "Cross Claimant",
        "Cross Defendant",
        "Defendant",
        "Interested Party",
        "Intervenor",
        "Movant",
        "Petitioner",
        "Plaintiff",
        "Respondent",
        "ThirdParty Defendant",
        "ThirdParty Plaintiff",
    ),
    "criminal": ("Defendant", "Interested Party", "Intervenor", "Movant", "Plaintiff"),
    "bankruptcy": (
        "Creditor",
        "Debtor",
        "Interested Party",
        "Joint Debtor",
        "Petitioning Creditor",
        "Trustee",
        "U.S. Trustee",
    ),
    "adversary": ("Defendant", "Interested Party", "Intervenor", "Plaintiff", "Trustee"),
}
#: Ids of parties that exist on the screens only, until the filing is committed.
FIRST_NEW: Final = -1

Data = Mapping[str, Any]


def events_of(catalogue: Catalogue, data: Data) -> tuple[Event, ...]:
    """Return the events that were picked, the first names the entry."""
    return tuple(catalogue.event(key) for key in data.get("events", ()))


def plan_of(events: Sequence[Event], today: date) -> dict[str, Any]:
    """Return which screens the events need, and what they cost in cents."""
    refers = {event.refers for event in events}
    documents = {event.document for event in events}
    return {
        "titles": ", ".join(event.title for event in events),
        "refers_asked": next((word for word in ("must", "may") if word in refers), "no"),
        "against_asked": any(event.against for event in events),
        "asks": bool(asking.prompts_of(events)),
        "document": next(w for w in ("required", "optional", "none") if w in documents),
        "cents": sum(event.fee_on(today) for event in events),
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


def new_parties(data: Data) -> dict[int, PartyDraft]:
    """Return the parties that were made up on the screens, by the ids that they have there."""
    return {
        FIRST_NEW - place: PartyDraft(**{**told, "address": tuple(told.get("address", ()))})
        for place, told in enumerate(data.get("new_parties", ()))
    }


def kept_party(party: PartyDraft) -> dict[str, Any]:
    """Return a new party as it is kept between the screens."""
    found = asdict(party)
    kept = ("role", "name", "first", "middle", "last", "generation", "extra", "address")
    return {name: found[name] for name in kept}


def papers_of(data: Data) -> tuple[Paper, ...]:
    """Return the papers that were chosen, the main document first; none without it."""
    if not data.get("main"):
        return ()
    told = (data["main"], *data.get("attachments", ()))
    return tuple(Paper.from_json(each) for each in told)


def appears_for(data: Data) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return for whom the filer appears from now on; boxes that stay empty do nothing."""
    found = []
    for party, boxes in data.get("appears", {}).items():
        if boxes.get("represents"):
            roles = tuple(r for r, name in ((LEAD, "lead"), (NOTICED, "notice")) if boxes.get(name))
            found.append((int(party), roles))
    return tuple(found)


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
        papers=papers_of(data),
        access="sealed" if data.get("sealed") == "sealed" else "",
        prefix=data.get("prefix", ""),
        free=data.get("free", ""),
        appears_for=tuple((known.get(party, party), r) for party, r in appears_for(data)),
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
