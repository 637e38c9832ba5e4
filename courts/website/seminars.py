"""Seminars and help sessions of a court, as data by date (seed 000; seed 004).

`programmes/<court>.toml` names single sessions and series (the first Tuesday of each month ...);
a court without a file has what `programmes/_<kind>.toml` says. A series makes its sessions by the
calendar, so that there is something to book in every era.
"""

import calendar
import re
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from importlib import resources
from typing import Any, Final
from zoneinfo import ZoneInfo

SOON: Final = timedelta(days=62)
LATELY: Final = timedelta(days=31)
ID: Final = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
DATED: Final = re.compile(r"(?P<series>[a-z0-9-]+)-(?P<day>\d{4}-\d{2}-\d{2})")
WEEKDAYS: Final = tuple(calendar.day_name)
AUDIENCE: Final = ("attorneys", "law-firm staff", "unrepresented parties")
MOST_IN_MONTH: Final = 4
MONTHS: Final = 12
_SAID: Final = {"title", "about", "minutes", "place", "link", "seats", "open_to"}


class ProgrammeError(ValueError):
    """A court's seminars contradict themselves."""


@dataclass(frozen=True, slots=True)
class Seminar:
    """One session that people can book; `start` is aware, `link` is never a link to follow."""

    id: str
    title: str
    about: str
    start: datetime
    minutes: int
    place: str
    link: str
    seats: int
    open_to: tuple[str, ...]
    zone: str

    @property
    def when(self) -> str:
        """Return day and time as the site prints them, in the court's own time zone."""
        at = self.start.astimezone(ZoneInfo(self.zone))
        hour = at.strftime("%I:%M %p").lstrip("0")
        return f"{at:%A}, {at:%B} {at.day}, {at.year}, {hour}"


@dataclass(frozen=True, slots=True)
class Series:
    """A session that comes back every month: the `nth` weekday, between two days."""

    id: str
    weekday: int
    nth: int
    time: time
    first: date
    last: date
    said: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Programme:
    """All that a court ever offers."""

    court_id: str
    zone: str
    sessions: tuple[Seminar, ...]
    series: tuple[Series, ...]


def load(court_id: str, kind: str, zone: str) -> Programme:
    """Return the seminars of a court.

    :raises ProgrammeError: when the data contradict themselves.
    """
    own = _read(f"{court_id}.toml")
    return build(court_id, own if own is not None else _read(f"_{kind}.toml") or "", zone)


def build(court_id: str, text: str, zone: str) -> Programme:
    """Return the programme that a TOML text describes, checked.

    :raises ProgrammeError: when it contradicts itself.
    """
    data = tomllib.loads(text.replace("{court_id}", court_id))
    _only(court_id, data, {"session", "series"})
    made = Programme(
        court_id,
        zone,
        tuple(_session(court_id, table, zone) for table in data.get("session", ())),
        tuple(_series(court_id, table) for table in data.get("series", ())),
    )
    ids = [s.id for s in made.sessions] + [s.id for s in made.series]
    twice = sorted({i for i in ids if ids.count(i) > 1})
    if twice:
        raise ProgrammeError(f"{court_id}: two sessions have the id {', '.join(twice)}")
    for series in made.series:
        # A wrong series would only show itself in the month when it is drawn.
        _seminar(court_id, zone, f"{series.id}-{series.first}", series.first, series)
    return made


def between(programme: Programme, start: datetime, until: datetime) -> tuple[Seminar, ...]:
    """Return the sessions that begin between two moments, in their order."""
    found = [s for s in programme.sessions if start <= s.start < until]
    for series in programme.series:
        found += [s for s in _drawn(programme, series, start, until) if start <= s.start < until]
    return tuple(sorted(found, key=lambda s: (s.start, s.id)))


def upcoming(programme: Programme, now: datetime) -> tuple[Seminar, ...]:
    """Return what can be booked now: the sessions of the next two months."""
    return between(programme, now, now + SOON)


def recent(programme: Programme, now: datetime) -> tuple[Seminar, ...]:
    """Return the sessions of the last month, for the clerk's lists."""
    return between(programme, now - LATELY, now)


def find(programme: Programme, seminar_id: str) -> Seminar | None:
    """Return the session that has an id, past or to come."""
    for session in programme.sessions:
        if session.id == seminar_id:
            return session
    match = DATED.fullmatch(seminar_id)
    series = next((s for s in programme.series if match and s.id == match["series"]), None)
    if match is None or series is None:
        return None
    try:
        day = date.fromisoformat(match["day"])
    except ValueError:
        return None
    if not series.first <= day <= series.last or day != _day_of(series, day.year, day.month):
        return None
    return _seminar(programme.court_id, programme.zone, seminar_id, day, series)


def _drawn(
    programme: Programme, series: Series, start: datetime, until: datetime
) -> Iterator[Seminar]:
    zone = ZoneInfo(programme.zone)
    first = max(start.astimezone(zone).date(), series.first)
    last = min(until.astimezone(zone).date(), series.last)
    year, month = first.year, first.month
    while (year, month) <= (last.year, last.month):
        day = _day_of(series, year, month)
        if first <= day <= last:
            yield _seminar(programme.court_id, programme.zone, f"{series.id}-{day}", day, series)
        year, month = (year, month + 1) if month < MONTHS else (year + 1, 1)


def _day_of(series: Series, year: int, month: int) -> date:
    first = date(year, month, 1)
    ahead = (series.weekday - first.weekday()) % 7
    return first + timedelta(days=ahead + 7 * (series.nth - 1))


def _seminar(court_id: str, zone: str, seminar_id: str, day: date, series: Series) -> Seminar:
    start = datetime.combine(day, series.time, ZoneInfo(zone))
    return _described(court_id, seminar_id, series.said, start, zone)


def _session(court_id: str, table: Mapping[str, Any], zone: str) -> Seminar:
    _only(court_id, table, _SAID | {"id", "start"})
    start = table.get("start")
    if not isinstance(start, datetime):
        raise ProgrammeError(f"{court_id}: a session has a start with day and time")
    aware = start if start.tzinfo else start.replace(tzinfo=ZoneInfo(zone))
    return _described(court_id, _id(court_id, table), table, aware, zone)


def _series(court_id: str, table: Mapping[str, Any]) -> Series:
    _only(court_id, table, _SAID | {"id", "weekday", "nth", "time", "first", "last"})
    name = _id(court_id, table)
    weekday, nth, at = table.get("weekday"), table.get("nth"), table.get("time")
    if weekday not in WEEKDAYS or not isinstance(nth, int) or not 1 <= nth <= MOST_IN_MONTH:
        raise ProgrammeError(f"{court_id}: {name}: no such day in a month")
    if not isinstance(at, time):
        raise ProgrammeError(f"{court_id}: {name}: the time is missing")
    first, last = table.get("first", date(1996, 1, 1)), table.get("last", date(2100, 1, 1))
    if first > last:
        raise ProgrammeError(f"{court_id}: {name}: it ends before it begins")
    said = {key: value for key, value in table.items() if key in _SAID}
    return Series(name, WEEKDAYS.index(weekday), nth, at, first, last, said)


def _described(
    court_id: str, seminar_id: str, said: Mapping[str, Any], start: datetime, zone: str
) -> Seminar:
    where = f"{court_id}: {seminar_id}"
    seats, minutes = said.get("seats", 0), said.get("minutes", 60)
    open_to = tuple(said.get("open_to", AUDIENCE))
    if not said.get("title") or not said.get("place"):
        raise ProgrammeError(f"{where}: a session has a title and a place")
    if not isinstance(seats, int) or seats < 1 or not isinstance(minutes, int) or minutes < 1:
        raise ProgrammeError(f"{where}: a session has seats and a length")
    strangers = [who for who in open_to if who not in AUDIENCE]
    if strangers or not open_to:
        raise ProgrammeError(f"{where}: open to {', '.join(strangers) or 'nobody'}")
    link = str(said.get("link", ""))
    if link and not re.fullmatch(r"[a-z0-9.-]+\.test(/[\w/-]*)?", link):
        raise ProgrammeError(f"{where}: {link!r} is not an invented address")
    return Seminar(
        id=seminar_id,
        title=str(said["title"]),
        about=str(said.get("about", "")),
        start=start,
        minutes=minutes,
        place=str(said["place"]),
        link=link,
        seats=seats,
        open_to=open_to,
        zone=zone,
    )


def _id(court_id: str, table: Mapping[str, Any]) -> str:
    found = str(table.get("id", ""))
    if not ID.fullmatch(found) or not found.startswith(f"{court_id}-"):
        raise ProgrammeError(f"{court_id}: {found!r} is no id: it begins with the court's")
    return found


def _only(where: str, table: Mapping[str, Any], allowed: Iterable[str]) -> None:
    unknown = sorted(set(table) - set(allowed))
    if unknown:
        raise ProgrammeError(f"{where}: unknown key {', '.join(unknown)}")


def _read(name: str) -> str | None:
    if not re.fullmatch(r"[a-z0-9_]+\.toml", name):
        raise ProgrammeError(f"{name!r} is no name of a programme")
    place = resources.files("courts.website").joinpath("programmes", name)
    return place.read_text(encoding="utf-8") if place.is_file() else None
