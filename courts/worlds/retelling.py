"""Telling a case again: the docket of a told case with other people, another number, other days.

A load has millions of entries, and telling each from dice takes longer than storing it. Cases of
one kind that are filed within a few weeks on the same day of the week share what happens in them;
who it happens to and when does not repeat. Nothing here makes words: a text is cut once where it
names a party, the case or a day, and those are put in anew.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date, datetime, timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo

from courts.kinds import people
from courts.kinds.calendar import calendar_of
from courts.kinds.dice import Dice
from courts.kinds.drafts import (
    CaseDraft,
    ClaimDraft,
    EntryDraft,
    Facts,
    LinkDraft,
    PartyDraft,
    SettingDraft,
)
from courts.kinds.numbers import CaseNumber
from courts.kinds.people import Human

#: Days in docket texts; those of entering have their zeros (`texts`), all others have not.
_DAY: Final = re.compile(r"(?P<entered>(?<=Entered: )\d\d/\d\d/\d{4})|\b\d{1,2}/\d{1,2}/\d{4}\b")
_TRUSTEE: Final = "Trustee"
_LAST_FOUR: Final = re.compile(r"\d{4}$")


@dataclass(frozen=True, slots=True)
class _Text:
    """A text that was cut: `frame % values` of the places of `named`."""

    frame: str
    named: tuple[int, ...]

    def with_values(self, values: Sequence[str]) -> str:
        """Return the text with other values."""
        return self.frame % tuple([values[place] for place in self.named])


class _Slots:
    """What changes from one telling to the next, each with its place among the values."""

    def __init__(self) -> None:
        self.places: dict[str, int] = {}
        #: Days that texts name, and whether with zeros.
        self.days: dict[tuple[date, bool], int] = {}
        self._count = 0

    def name(self, text: str) -> int:
        """Return the place of a word that changes."""
        return self.places.setdefault(text, self._next(text in self.places))

    def day(self, day: date, *, zeros: bool) -> int:
        """Return the place of a day."""
        return self.days.setdefault((day, zeros), self._next((day, zeros) in self.days))

    def _next(self, known: bool) -> int:
        found = self._count
        self._count += not known
        return found


class Told:
    """A told case, ready to be told again.

    :param number: the number as its texts have it.
    :param until: the last day of the world.
    """

    def __init__(self, draft: CaseDraft, number: str, zone: ZoneInfo, until: date) -> None:
        self.draft, self._calendar = draft, calendar_of(zone)
        self._who = [party for party in draft.parties if _changes(party)]
        last_names = [party.last for party in self._who if party.last]
        #: Two of one name could not be told apart, nor two of one last name in the caption.
        told_by = [*last_names, *(party.name for party in self._who)]
        self._plain = len(set(told_by)) == len(told_by)
        slots = _Slots()
        slots.name(number)
        self._places = [tuple(map(slots.name, _words(party))) for party in self._who]
        self._names = len(slots.places)
        whole = [number, *(word for party in self._who for word in _words(party)[:2])]
        in_texts = _longest_first(whole)
        self._caption = _cut(draft.caption, _longest_first([*whole, *last_names]), slots)
        self._texts = [_cut(entry.text, in_texts, slots) for entry in draft.entries]
        self._days = tuple(slots.days)
        self._moments = [
            entry.entered_at.astimezone(zone).replace(tzinfo=None) for entry in draft.entries
        ]
        self._facts = {
            each.name: value
            for each in fields(draft.facts)
            if isinstance(value := getattr(draft.facts, each.name), date)
        }
        past = (day for day in self._all_days() if day <= until)
        self._room = until - max(past, default=until)

    def again(
        self,
        dice: Dice,
        number: CaseNumber,
        written: str,
        filed: date,
        links: tuple[LinkDraft, ...],
    ) -> CaseDraft | None:
        """Return the case as it happened to others, or None if it would reach beyond the world.

        :param number: without initials; `written` is how texts have it.
        """
        by = filed - self.draft.filed_on
        if not self._plain or by >= self._room:
            return None
        told = self.draft
        cast = _cast(dice, self._who, by)
        values = [written] * self._names
        for one, places in zip(cast.values(), self._places, strict=True):
            for place, word in zip(places, _words(one), strict=True):
                values[place] = word
        values += [_day(day + by, zeros=zeros) for day, zeros in self._days]
        names = {old.name: new.name for old, new in zip(self._who, cast.values(), strict=True)}
        signed = {
            _words(old)[1]: _words(new)[1]
            for old, new in zip(self._who, cast.values(), strict=True)
        }
        return replace(
            told,
            number=replace(number, judge=told.number.judge, referred=told.number.referred),
            caption=self._caption.with_values(values),
            filed_on=filed,
            terminated_on=_moved(told.terminated_on, by),
            facts=self._facts_moved(by),
            parties=tuple(cast.get(each.name) or _party(each, by) for each in told.parties),
            entries=tuple(self._entries(values, by, names, signed)),
            settings=tuple(_setting(each, by) for each in told.settings),
            links=links,
            claims=tuple(_claim(each, by) for each in told.claims),
        )

    def _facts_moved(self, by: timedelta) -> Facts:
        if not self._facts:
            return self.draft.facts
        moved: dict[str, Any] = {name: day + by for name, day in self._facts.items()}
        return replace(self.draft.facts, **moved)

    def _entries(
        self,
        values: Sequence[str],
        by: timedelta,
        names: Mapping[str, str],
        signed: Mapping[str, str],
    ) -> Iterator[EntryDraft]:
        filers: dict[tuple[str, ...], tuple[str, ...]] = {}
        moment_of = self._calendar.moment
        for each, text, moment in zip(self.draft.entries, self._texts, self._moments, strict=True):
            who = filers.get(each.filers)
            if who is None:
                who = tuple([names.get(name, name) for name in each.filers])
                filers[each.filers] = who
            yield EntryDraft(
                each.seq,
                each.number,
                each.event,
                each.short,
                text.with_values(values),
                each.filed_on + by,
                moment_of(moment + by),
                signed.get(each.entered_by, each.entered_by),
                who,
                each.access,
                each.opinion,
                each.refers,
                each.also,
                each.documents,
            )

    def _all_days(self) -> Iterator[date]:
        told = self.draft
        for entry, moment in zip(told.entries, self._moments, strict=True):
            yield entry.filed_on
            yield datetime.date(moment)
        for setting in told.settings:
            yield setting.due_on
            if setting.ended_on is not None:
                yield setting.ended_on
        for party in told.parties:
            yield from (day for day in (party.started_on, party.terminated_on) if day is not None)
        for claim in told.claims:
            for event in claim.history:
                yield event.entered_on
        yield from self._facts.values()
        yield told.terminated_on or told.filed_on


def _cut(text: str, names: Sequence[str], slots: _Slots) -> _Text:
    """Cut a text where it names somebody, something or a day.

    :param names: the longest first, so that none is taken for a part of another.
    """
    frame: list[str] = []
    named: list[int] = []
    at = 0
    for found in _DAY.finditer(text):
        _cut_names(text[at : found.start()], names, slots, frame, named)
        month, day, year = (int(part) for part in found[0].split("/"))
        zeros = found["entered"] is not None or "0" in (found[0][0], found[0][3])
        frame.append("%s")
        named.append(slots.day(date(year, month, day), zeros=zeros))
        at = found.end()
    _cut_names(text[at:], names, slots, frame, named)
    return _Text("".join(frame), tuple(named))


def _cut_names(
    text: str, names: Sequence[str], slots: _Slots, frame: list[str], named: list[int]
) -> None:
    for place, name in enumerate(names):
        if name in text:
            first, *others = text.split(name)
            _cut_names(first, names[place + 1 :], slots, frame, named)
            for other in others:
                frame.append("%s")
                named.append(slots.name(name))
                _cut_names(other, names[place + 1 :], slots, frame, named)
            return
    frame.append(text.replace("%", "%%"))


def _longest_first(names: Iterable[str]) -> list[str]:
    return sorted(set(names), key=lambda name: (-len(name), name))


def _changes(party: PartyDraft) -> bool:
    """Say whether a party is another one the next time; trustees and offices serve in many."""
    return people.is_company(party.name) or (bool(party.last) and party.role != _TRUSTEE)


def _words(party: PartyDraft) -> tuple[str, str, str]:
    """Return by which words a party is told of: name, signature, and last name in captions."""
    if not party.last:
        return party.name, party.name, party.name
    return party.name, f"{party.last}, {party.first}", party.last


def _cast(dice: Dice, who: Sequence[PartyDraft], by: timedelta) -> dict[str, PartyDraft]:
    """Return others for people and companies, by the names of those; no two of one last name.

    They come and leave so much later.
    """
    taken: set[str] = set()
    found: dict[str, PartyDraft] = {}
    for party in who:
        new = _other(dice, party, by)
        while taken & {new.name, new.last}:
            new = _other(dice, party, by)
        taken |= {new.name, new.last} - {""}
        found[party.name] = new
    return found


def _other(dice: Dice, party: PartyDraft, by: timedelta) -> PartyDraft:
    started, left = _moved(party.started_on, by), _moved(party.terminated_on, by)
    if not party.last:
        return replace(party, name=people.company(dice), started_on=started, terminated_on=left)
    one: Human = people.human(dice)
    return replace(
        party,
        started_on=started,
        terminated_on=left,
        name=one.name,
        first=one.first,
        middle=one.middle,
        last=one.last,
        generation=one.generation,
        tax=tuple(_LAST_FOUR.sub(dice.digits(4), line) for line in party.tax),
    )


def _party(party: PartyDraft, by: timedelta) -> PartyDraft:
    if party.started_on is None and party.terminated_on is None:
        return party
    return replace(
        party,
        started_on=_moved(party.started_on, by),
        terminated_on=_moved(party.terminated_on, by),
    )


def _setting(each: SettingDraft, by: timedelta) -> SettingDraft:
    return SettingDraft(
        each.kind,
        each.name,
        each.due_on + by,
        each.time,
        each.place,
        each.seq,
        each.status,
        _moved(each.ended_on, by),
    )


def _claim(claim: ClaimDraft, by: timedelta) -> ClaimDraft:
    history = tuple(
        replace(event, filed_on=event.filed_on + by, entered_on=event.entered_on + by)
        for event in claim.history
    )
    return replace(claim, history=history, modified_on=_moved(claim.modified_on, by))


def _moved(day: date | None, by: timedelta) -> date | None:
    return None if day is None else day + by


def _day(day: date, *, zeros: bool) -> str:
    if zeros:
        return f"{day.month:02d}/{day.day:02d}/{day.year:04d}"
    return f"{day.month}/{day.day}/{day.year}"
