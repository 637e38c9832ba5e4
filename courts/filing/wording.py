"""From a filing to the words of its entry: pure, the same for dry run, review and docket."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from courts.kinds import texts
from courts.kinds.catalogue import Catalogue, Event
from courts.kinds.filings import Filing, NewEntry

#: So many characters are the short words of an entry, at most.
SHORT: Final = 200


@dataclass(frozen=True, slots=True)
class Setting:
    """What a docket text takes from the case and the court.

    `parties` are the names of all parties by id, `referred` number and words of the entries that
    can be referred to, by seq; `judge` and `case` stand in some texts.
    """

    parties: Mapping[int, str]
    referred: Mapping[int, texts.Referred]
    judge: str = ""
    case: str = ""
    court: str = ""


def events_of(catalogue: Catalogue, filing: Filing) -> tuple[Event, ...]:
    """Return the events of a filing, the first names the entry.

    :raises KeyError: if the catalogue has no such event.
    """
    return tuple(catalogue.event(key) for key in filing.events)


def facts_of(events: Sequence[Event], filing: Filing, setting: Setting) -> texts.Facts:
    """Return what the docket text is filled with."""
    answers = dict(filing.answers)
    if filing.fee_words:
        answers["fee_words"] = filing.fee_words
    return texts.Facts(
        filers=names(filing, setting),
        against=tuple(setting.parties[each] for each in filing.against),
        refers=tuple(setting.referred[seq] for seq in filing.refers if seq in setting.referred),
        reliefs=tuple(events[1:]),
        answers=answers,
        judge=setting.judge,
        case=setting.case,
        court=setting.court,
        prefix=filing.prefix,
        free=filing.free,
    )


def names(filing: Filing, setting: Setting) -> tuple[str, ...]:
    """Return the names by which the docket calls the filers."""
    return tuple(setting.parties[each] for each in filing.filers) + filing.filer_names


def shortened(words: str) -> str:
    """Return the short words of an entry, as long as feeds and subjects of mails take them."""
    return words if len(words) <= SHORT else f"{words[: SHORT - 4]} ..."


def is_numbered(event: Event) -> bool:
    """Say whether its entries have a number: text-only ones have none, but for orders."""
    return event.document != "none" or event.group == "order"


def entry_of(
    events: Sequence[Event],
    filing: Filing,
    setting: Setting,
    *,
    by: str,
    now: datetime,
    today: date,
) -> NewEntry:
    """Return the entry that a filing becomes in a district or bankruptcy court.

    :param by: the signature of the docket text: "Last, First".
    :raises UnansweredError: at the prompt that has no answer.
    """
    first = events[0]
    text = texts.docket_text(
        first,
        facts_of(events, filing, setting),
        entered=texts.Entered(by, today),
        attached=[texts.Attached(p.category, p.description) for p in filing.papers[1:]],
    )
    return NewEntry(
        event=first.key,
        short=shortened(", ".join(event.title for event in events)),
        text=text,
        filed_on=today,
        entered_at=now,
        entered_by=by,
        filers=names(filing, setting),
        refers=filing.refers,
        access=filing.access or first.access,
        opinion=first.opinion,
        numbered=is_numbered(first),
        papers=filing.papers,
    )
