"""The named moments of a calendar, each with what happens then, and what falls due on the way."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from idp.accounts import dormancy, password_rules
from idp.billing.quarters import ZONE, Quarter
from shared.federation import Member

_MINUTE: Final = timedelta(minutes=1)
_DAY: Final = timedelta(days=1)
#: How long the free look of a notice lasts (facts.md 3.9; courts/docket/service.py keeps the rule).
FREE_LOOK: Final = timedelta(days=15)
#: How long a transcript stays with the court and those who bought it (courts/access).
RESTRICTED: Final = timedelta(days=90)
LAST_MINUTES: Final = time(23, 58)

COURTS: Final = "Courts"
PERIODS: Final = "Periods"
DAY: Final = "End of the day"
ERAS: Final = "Eras"
GROUPS: Final = (COURTS, PERIODS, DAY, ERAS)


@dataclass(frozen=True, slots=True)
class Notice:
    """A notice with a free look: when it was sent, by court time, and to whom."""

    sent_at: datetime
    recipient: str


@dataclass(frozen=True, slots=True)
class Ground:
    """What moments are computed from, for whatever is chosen.

    `password_set_at` is when the oldest password was set that is not too old yet.
    """

    now: datetime
    courts: Sequence[Member]
    eras: Mapping[str, datetime]
    notice: Notice | None = None
    password_set_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Moment:
    """A moment by its name, and in plain words what happens then."""

    key: str
    group: str
    name: str
    at: datetime
    words: str
    zone: str = ZONE.key


def moments(ground: Ground) -> list[Moment]:
    """Return the named moments: all that are ahead, and every era, also those behind."""
    found = [
        *_of_courts(ground),
        *_free_look(ground),
        *_later(ground),
        *_passwords(ground),
        *_quarter(ground),
        *_nightfall(ground),
    ]
    eras = [
        Moment(f"era-{name}", ERAS, f"Era {name}", at, _era_words(ground.courts, at))
        for name, at in ground.eras.items()
    ]
    return [each for each in found if each.at > ground.now] + eras


def by_key(ground: Ground, key: str) -> Moment | None:
    """Return the moment of a key; None if it has passed, or never was one."""
    return next((each for each in moments(ground) if each.key == key), None)


def is_era(ground: Ground, at: datetime) -> bool:
    """Say whether a moment is that of a named era: to those alone one may go back."""
    return at in ground.eras.values()


def over(ground: Ground) -> list[str]:
    """Return which courts are live already: their go-live can only be met from an era before it."""
    return [court.title for court in ground.courts if court.live_at <= ground.now]


# --------------------------------------------------------------------------- each of them


def _of_courts(ground: Ground) -> Iterator[Moment]:
    for court in sorted(ground.courts, key=lambda each: (each.live_at, each.id)):
        live, closed = court.live_at, court.cutoff_at
        last = closed if closed < live else live
        yield Moment(
            f"before-{court.id}",
            COURTS,
            f"{court.title}: the minute before",
            last - _MINUTE,
            "The court runs CurrentGen for one minute more: its own login page takes old e-filing "
            "logins, and there is nothing to link yet.",
            court.timezone,
        )
        if closed < live:
            yield Moment(
                f"closed-{court.id}",
                COURTS,
                f"{court.title}: closed for the change",
                closed + _MINUTE,
                "No old e-filing login is opened any more; the court takes no filings until its "
                "go-live.",
                court.timezone,
            )
        yield Moment(
            f"live-{court.id}",
            COURTS,
            f"{court.title}: the minute after go-live",
            live + _MINUTE,
            "The court is NextGen: one signs in at PACER only, old e-filing logins wait to be "
            "linked (Utilities), and PACER takes registrations for the court.",
            court.timezone,
        )


def _free_look(ground: Ground) -> Iterator[Moment]:
    notice = ground.notice
    sent = ground.now if notice is None else notice.sent_at
    what = (
        "a notice that is sent now"
        if notice is None
        else f"the notice of {_stamp(sent)} to {notice.recipient}"
    )
    ends = sent + FREE_LOOK
    yield Moment(
        "look-15",
        PERIODS,
        "Day 15 of a free look",
        ends - _MINUTE,
        f"The last minute in which the link of {what} opens its document once without a charge.",
    )
    yield Moment(
        "look-16",
        PERIODS,
        "Day 16 of a free look",
        ends + _MINUTE,
        f"The link of {what} is worth no more than any other: it leads to the sign-in and to the "
        "receipt page, and opening the document is charged.",
    )


def _later(ground: Ground) -> Iterator[Moment]:
    yield Moment(
        "day-91",
        PERIODS,
        "Day 91",
        ground.now + RESTRICTED + _DAY,
        "Ninety days are over: a transcript that is filed today opens to everybody; a quarter has "
        "ended and is billed; whatever waits in a clerk's queue shows its age.",
    )


def _passwords(ground: Ground) -> Iterator[Moment]:
    enforced = password_rules.ENFORCED_FROM
    yield Moment(
        "standard",
        PERIODS,
        "The password standard of 2025 is enforced",
        enforced + _MINUTE,
        "Whoever has a password of the old standard is asked for a new one at the next login, and "
        f"may put it off {password_rules.SKIPS} times.",
    )
    set_at = ground.password_set_at
    since = max(ground.now, password_rules.STANDARD_FROM) if set_at is None else set_at
    whose = "A password that is set now" if set_at is None else f"The password of {_stamp(since)}"
    yield Moment(
        "password-180",
        PERIODS,
        "180 days of a password",
        max(since + password_rules.LONGEST_AGE, enforced) + _MINUTE,
        f"{whose} is more than 180 days old: the next login asks for another. Everything else "
        "goes on.",
    )


def _quarter(ground: Ground) -> Iterator[Moment]:
    quarter = Quarter.of(ground.now)
    yield Moment(
        "quarter-last",
        PERIODS,
        f"Last minutes of {quarter.key}",
        _at(quarter.end.astimezone(ZONE).date() - _DAY, LAST_MINUTES, ZONE),
        "Whatever is charged now still belongs to the quarter; a minute or two later it is the "
        "next one's.",
    )
    yield Moment(
        "quarter-end",
        PERIODS,
        f"End of {quarter.key}",
        quarter.end + _MINUTE,
        "Statements are made and mailed: $30.00 or less is waived, more is due in thirty days or "
        "charged to a default card.",
    )


def _nightfall(ground: Ground) -> Iterator[Moment]:
    zones: dict[str, list[str]] = {}
    for court in ground.courts:
        zones.setdefault(court.timezone, []).append(court.id)
    for number, (name, courts) in enumerate(zones.items()):
        zone, where = ZoneInfo(name), ", ".join(courts)
        today = ground.now.astimezone(zone).date()
        late = _at(today, LAST_MINUTES, zone)
        yield Moment(
            f"late-{number}",
            DAY,
            f"23:58 in {where}",
            late if late > ground.now else _at(today + _DAY, LAST_MINUTES, zone),
            "Two minutes are left to file in time: what is filed now is filed today.",
            name,
        )
        yield Moment(
            f"midnight-{number}",
            DAY,
            f"Midnight in {where}",
            _at(today + _DAY, time(0, 1), zone),
            "The court's day is over: daily summaries are mailed, the case locator is told of the "
            "day's cases, deadlines of the day have passed.",
            name,
        )


def _era_words(courts: Sequence[Member], at: datetime) -> str:
    new = [court.id for court in courts if court.live_at <= at]
    old = [court.id for court in courts if court.live_at > at]
    parts = []
    if new:
        parts.append(f"NextGen: {', '.join(new)}.")
    if old:
        parts.append(f"CurrentGen: {', '.join(old)}.")
    return " ".join(parts)


# --------------------------------------------------------------------------- on the way


def between(ground: Ground, to: datetime) -> list[str]:
    """Return what falls due when a calendar goes on to a moment, in plain words."""
    if to <= ground.now:
        return []
    return [
        *_lived(ground, to),
        *_nights(ground, to),
        *_statements(ground, to),
        *_run_out(ground, to),
    ]


def _lived(ground: Ground, to: datetime) -> Iterator[str]:
    for court in ground.courts:
        if ground.now < court.cutoff_at <= to < court.live_at:
            yield f"{court.title} closes for its change to NextGen."
        if ground.now < court.live_at <= to:
            yield f"{court.title} goes live: NextGen instead of CurrentGen."


def _nights(ground: Ground, to: datetime) -> Iterator[str]:
    nights = max(
        ((_day(to, court) - _day(ground.now, court)).days for court in ground.courts), default=0
    )
    if nights:
        ended = "a day ends" if nights == 1 else f"{nights} days end"
        yield (
            f"In courts {ended}: daily summaries that wait are mailed, the case locator is told of "
            "new cases and filings, transfers of claims take effect whose days of objection are "
            "over."
        )
        yield "Fees that are due by then and unpaid lock their filers out of filing."


def _statements(ground: Ground, to: datetime) -> Iterator[str]:
    quarter, ended = Quarter.of(ground.now), []
    while quarter.end <= to:
        ended.append(quarter.key)
        quarter = quarter.next()
    if ended:
        shown = ended if len(ended) <= _MANY else [ended[0], "…", ended[-1]]
        yield f"Statements are made and mailed for what was used in {', '.join(shown)}."


_MANY: Final = 4


def _run_out(ground: Ground, to: datetime) -> Iterator[str]:
    notice = ground.notice
    if notice is not None and ground.now < notice.sent_at + FREE_LOOK <= to:
        yield f"Free looks run out, among them that of the notice to {notice.recipient}."
    elif to - ground.now >= FREE_LOOK:
        yield "Every free look that is open now runs out."
    if ground.now < password_rules.ENFORCED_FROM <= to:
        yield "The password standard of 2025 is enforced at logins."
    set_at = ground.password_set_at
    due = None if set_at is None else set_at + password_rules.LONGEST_AGE
    if due is not None and ground.now < due < to and to >= password_rules.ENFORCED_FROM:
        yield "Passwords turn 180 days old: logins ask for new ones."
    if to - ground.now >= dormancy.UNUSED_FOR and to.date() >= dormancy.LAPSES_SINCE:
        yield "Whoever has not searched for six months may not search until that is given back."


def _at(day: date, hour: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, hour, zone)


def _day(moment: datetime, court: Member) -> date:
    return moment.astimezone(ZoneInfo(court.timezone)).date()


def _stamp(moment: datetime) -> str:
    return f"{moment.astimezone(ZONE):%m/%d/%Y %H:%M}"
