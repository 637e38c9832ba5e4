"""A docket while it is written: entries in order, with their deadlines, flags and papers.

Hand-written and generated cases use it alike, so that every docket text is made by `kinds.texts`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from types import MappingProxyType
from typing import Final, Literal
from zoneinfo import ZoneInfo

from courts.kinds import counting, fees, texts
from courts.kinds.catalogue import Catalogue, Event
from courts.kinds.dice import Dice
from courts.kinds.drafts import DocumentDraft, EntryDraft, SettingDraft

_NONE: Final[Mapping[str, str]] = MappingProxyType({})
_FRIDAY: Final = 4
#: Minutes of the day: the clerk's office is open from 8:30 to 17:00, filers file from 7:00 on.
_CLERK: Final = (510, 1020)
_FILER: Final = (420, 1320)
_LAST: Final = 1435
#: The words by which a text-only entry of the court still has a number.
_NUMBERED: Final = "order"


class OverError(Exception):
    """The world ends before the day of an entry: the case stays as it is."""


@dataclass(frozen=True, slots=True)
class Paper:
    """An attachment as its filer named it."""

    category: str = ""
    description: str = ""
    pages: int = 1
    access: str = ""

    @property
    def words(self) -> texts.Attached:
        """What the docket text says of it."""
        return texts.Attached(self.category, self.description)


@dataclass(frozen=True, slots=True)
class Said:
    """What one filing says beside its event; everything may be left out.

    `re` are the seqs of the entries that it answers, `served` the day from which its deadlines
    count where they are not counted from the filing.
    """

    filers: tuple[str, ...] = ()
    against: tuple[str, ...] = ()
    re: tuple[int, ...] = ()
    answers: Mapping[str, str] = field(default_factory=lambda: _NONE)
    by: str = ""
    judge: str = ""
    free: str = ""
    prefix: str = ""
    reliefs: tuple[str, ...] = ()
    papers: tuple[Paper, ...] = ()
    pages: int | None = None
    access: str = ""
    served: date | None = None
    short: str = ""
    entered: datetime | None = None


class Sheet:
    """The docket of one case.

    :param case: the number that docket texts print.
    :param base: the first entry id of an appellate docket; 0 in other courts.
    :param until: no entry is made after this day.
    """

    def __init__(
        self,
        catalogue: Catalogue,
        zone: ZoneInfo,
        dice: Dice,
        *,
        clerk: str,
        judge: str = "",
        case: str = "",
        base: int = 0,
        until: date = date.max,
    ) -> None:
        self.catalogue, self.zone, self.dice = catalogue, zone, dice
        self.clerk, self.judge, self.case, self.base, self.until = clerk, judge, case, base, until
        self.entries: list[EntryDraft] = []
        self.settings: list[SettingDraft] = []
        self.flags: list[str] = []
        self.closed_on: date | None = None
        self._numbers = 0
        self._last = (date.min, 0)
        #: The words by which later entries refer to one, by its seq.
        self._titles: dict[int, str] = {}
        self._settled: set[int] = set()

    # ------------------------------------------------------------------ making entries

    def enter(self, key: str, on: date, said: Said | None = None) -> int:
        """Make an entry and return its seq.

        :raises OverError: if the world has ended by then.
        """
        said = said or Said()
        event = self.catalogue.events[key]
        seq = len(self.entries) + 1
        day, minute = self._moment(event, on, said)
        if day > self.until:
            raise OverError
        self._last = (day, minute)
        entered = datetime.combine(day, time(minute // 60, minute % 60), self.zone)
        number = self._number(event)
        by = said.by or self.clerk
        entry = EntryDraft(
            seq=seq,
            number=number,
            event=key,
            short=said.short or event.title,
            text=self._text(event, said, seq, by, entered),
            filed_on=on,
            entered_at=entered.astimezone(UTC),
            entered_by=by,
            filers=said.filers,
            access=said.access or event.access,
            opinion=event.opinion,
            refers=said.re,
            also=tuple(self.catalogue.events[key].title for key in said.reliefs),
            documents=self._papers(event, said),
        )
        self.entries.append(entry)
        self._titles[seq] = said.short or event.title
        self._after(event, entry, said, day)
        return seq

    def hearing(self, name: str, on: date, at: str, place: str, seq: int) -> None:
        """Put a hearing on the calendar."""
        self.settings.append(SettingDraft("hearing", name, on, at, place, seq))

    def deadline(self, name: str, on: date, seq: int) -> None:
        """Set a day that no event sets by itself."""
        self.settings.append(SettingDraft("deadline", name, on, seq=seq))

    def flag(self, *names: str) -> None:
        """Put flags on the case."""
        self.flags.extend(name for name in names if name not in self.flags)

    def unflag(self, *names: str) -> None:
        """Take flags away."""
        self.flags = [name for name in self.flags if name not in names]

    # ------------------------------------------------------------------ the end

    def settled(self, today: date) -> tuple[SettingDraft, ...]:
        """Return deadlines and hearings as they stand on a day."""
        return tuple(self._ended(each, today) for each in self.settings)

    def _ended(self, each: SettingDraft, today: date) -> SettingDraft:
        closed = self.closed_on
        if closed is not None and each.due_on > closed:
            return _ended(each, "terminated", closed)
        if each.seq in self._settled or each.due_on < today:
            return _ended(each, "satisfied", min(each.due_on, today))
        return each

    # ------------------------------------------------------------------ inner works

    def _moment(self, event: Event, on: date, said: Said) -> tuple[date, int]:
        """Return the day and minute at which an entry is made: never before the one before it."""
        if said.entered is not None:
            local = said.entered.astimezone(self.zone)
            return local.date(), local.hour * 60 + local.minute
        by_court = event.by_court or not said.by
        low, high = _CLERK if by_court else _FILER
        day, minute = on, low + self.dice.below(high - low)
        last_day, last_minute = self._last
        if day < last_day or (day == last_day and minute <= last_minute):
            day, minute = last_day, last_minute + 1 + self.dice.below(9)
        if minute > _LAST or (by_court and minute >= _CLERK[1]):
            day, minute = working(day + timedelta(days=1)), _CLERK[0] + self.dice.below(30)
        if by_court and day.weekday() > _FRIDAY:
            day, minute = working(day), _CLERK[0] + self.dice.below(30)
        return day, minute

    def _number(self, event: Event) -> int | None:
        """Return the next number; text-only entries have none, but for orders."""
        if event.document == "none" and event.group != _NUMBERED:
            return None
        self._numbers += 1
        return self._numbers

    def _text(self, event: Event, said: Said, seq: int, by: str, entered: datetime) -> str:
        facts = texts.Facts(
            filers=said.filers,
            against=said.against,
            refers=self._referred(said.re),
            reliefs=tuple(self.catalogue.events[key] for key in said.reliefs),
            answers=said.answers,
            judge=said.judge or self.judge,
            case=self.case,
            prefix=said.prefix,
            free=said.free,
        )
        if self.base:
            stamp = f"{entered:%m/%d/%Y %I:%M %p}"
            return texts.appellate_text(event, facts, entry=self.base + seq, initials=stamp)
        return texts.docket_text(
            event,
            facts,
            entered=texts.Entered(by, entered.date()),
            attached=[paper.words for paper in said.papers],
        )

    def _referred(self, seqs: Sequence[int]) -> tuple[texts.Referred, ...]:
        found = []
        for seq in seqs:
            number = self.entries[seq - 1].number
            if number is not None:
                found.append(texts.Referred(number, self._titles[seq]))
        return tuple(found)

    def _papers(self, event: Event, said: Said) -> tuple[DocumentDraft, ...]:
        if event.document == "none":
            return ()
        pages = said.pages
        if pages is None:
            pages = 1 + self.dice.below(12) if event.document == "required" else 0
        if not pages:
            return ()
        more = (
            DocumentDraft(p.pages, p.category, p.description, access=p.access) for p in said.papers
        )
        return (DocumentDraft(pages), *more)

    def _after(self, event: Event, entry: EntryDraft, said: Said, entered: date) -> None:
        days = counting.Days(
            entry.filed_on, entered, petition=self.entries[0].filed_on, served=said.served
        )
        for each in event.deadlines:
            due = counting.due_on(each, said.answers, days)
            self.settings.append(SettingDraft("deadline", each.name, due, seq=entry.seq))
        self._settled.update(said.re)
        self.flag(*event.sets)
        if event.clears:
            self.unflag(*event.clears)
        if event.closes:
            self.closed_on = entry.filed_on


def working(day: date) -> date:
    """Return a day on which the clerk's office is open: the day itself, or the Monday after."""
    over = day.weekday() - _FRIDAY
    return day if over <= 0 else day + timedelta(days=3 - over)


def us_date(day: date) -> str:
    """Return a day as docket texts say it: 3/4/2019."""
    return f"{day.month}/{day.day}/{day.year}"


def fee_words(event: Event, on: date, receipt: str) -> str:
    """Return how a docket text tells of a fee that was paid; empty if there is none."""
    return fees.paid_words(event.fee_on(on), receipt)


def _ended(
    each: SettingDraft, status: Literal["satisfied", "terminated"], on: date
) -> SettingDraft:
    return SettingDraft(
        each.kind, each.name, each.due_on, each.time, each.place, each.seq, status, on
    )
