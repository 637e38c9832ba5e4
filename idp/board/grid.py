"""What the board says of a seat, from what happened there and what members have seen."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from idp.exercises.checks import Deed
from idp.exercises.progress import Noticed, Progress, order

#: Whoever does nothing for so long, with a step due, is stuck.
STUCK_AFTER: Final = timedelta(minutes=5)
#: What every page of a member's title begins with: where it is, is said beside it.
_HOUSE: Final = re.compile(r"^(PACER|CM/ECF - \w+)(: |$)")
_MINUTE: Final = 60
ALL, STUCK, DONE = "all", "stuck", "done"
SHOWN: Final = {ALL: "All seats", STUCK: "Stuck", DONE: "Done"}
#: What is noted in a seat's trail and is not done by whoever sits there.
_NOT_THEIRS: Final = ("seat:", "board:", "class:")
_OF_COACH: Final = frozenset(
    {"exercise:begun", "exercise:checkpoint", "exercise:completed", "exercise:era"}
)


@dataclass(frozen=True, slots=True)
class Seen:
    """What a member has seen of a seat last: when, and which page; `kept` if it has the page."""

    member: str
    at: float
    who: str
    url: str
    title: str
    shown_at: float
    kept: bool

    @classmethod
    def read(cls, member: str, told: Mapping[str, Any]) -> Seen:
        """Read what a member tells."""
        return cls(
            member,
            float(told["at"]),
            str(told["who"]),
            str(told["url"]),
            _HOUSE.sub("", str(told["title"])),
            float(told["shown_at"]),
            told["kept"] is True,
        )


@dataclass(frozen=True, slots=True)
class Going:
    """An exercise of a seat: how far it is. `progress` is missing if it is not begun, or gone."""

    exercise: str
    title: str
    begun_at: datetime | None = None
    progress: Progress | None = None
    last_at: datetime | None = None
    code: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """A seat on the board; times are real, in seconds."""

    number: int
    tag: str
    learner: str
    state: str
    sessions: tuple[str, ...]
    member: str
    page: str
    seen_at: float
    exercise: str
    counted: str
    step: str
    since: float
    stuck: bool
    mistakes: int
    newest: str
    points: int
    most: int
    done: bool
    unread: int

    @property
    def begun(self) -> bool:
        """Say whether the seat is at an exercise."""
        return bool(self.most)


@dataclass(frozen=True, slots=True)
class Sat:
    """Who sits in a seat, as the classroom knows it."""

    number: int
    tag: str
    learner: str
    state: str
    joined_at: datetime | None = None


def is_theirs(deed: Deed) -> bool:
    """Say whether somebody in the seat did it, or something came of what they did."""
    return not deed.tag.startswith(_NOT_THEIRS) and deed.tag not in _OF_COACH


def last_of(deeds: Iterable[Deed]) -> datetime | None:
    """Return when a seat did something last."""
    found = [deed.wall_time for deed in deeds if deed.wall_time is not None and is_theirs(deed)]
    return max(found, default=None)


def present(going: Sequence[Going]) -> Going | None:
    """Return the exercise that a seat is at: the first that is not complete, else the last."""
    begun = [each for each in going if each.progress is not None]
    at_it = [each for each in begun if each.progress is not None and not each.progress.complete]
    return next(iter(at_it or begun[-1:] or going), None)


def row(
    sat: Sat,
    going: Sequence[Going],
    seen: Sequence[Seen],
    *,
    sessions: Sequence[str],
    unread: int,
    wall: datetime,
) -> Row:
    """Return what the board says of a seat."""
    now, last = present(going), max(seen, key=lambda each: each.at, default=None)
    progress = None if now is None else now.progress
    since = _since(now, sat.joined_at)
    due = None if progress is None else progress.due
    mistakes = () if progress is None else _by_time(progress.mistakes)
    idle = since is not None and wall - since >= STUCK_AFTER
    return Row(
        number=sat.number,
        tag=sat.tag,
        learner=sat.learner,
        state=sat.state,
        sessions=tuple(sessions),
        member="" if last is None else last.member,
        page="" if last is None else (last.title or last.url),
        seen_at=0.0 if last is None else last.at,
        exercise="" if now is None else now.title,
        counted=_counted(going),
        step="" if due is None else due.title,
        since=0.0 if since is None or due is None else since.timestamp(),
        stuck=idle and due is not None,
        mistakes=sum(len(each.deeds) for each in mistakes),
        newest=mistakes[0].mistake.title if mistakes else "",
        points=0 if progress is None else progress.points,
        most=0 if progress is None else progress.exercise.most,
        done=bool(going) and all(g.progress is not None and g.progress.complete for g in going),
        unread=unread,
    )


def _by_time(mistakes: Iterable[Noticed]) -> Sequence[Noticed]:
    return sorted(mistakes, key=lambda each: order(each.deeds[-1]), reverse=True)


def _since(now: Going | None, joined_at: datetime | None) -> datetime | None:
    """Return since when a seat has done nothing; of one where nobody sits there is nothing to say.

    Whoever came late has not been stuck since the class began.
    """
    if now is None or now.begun_at is None:
        return None
    came = now.last_at or joined_at
    return None if came is None else max(came, now.begun_at)


def _counted(going: Sequence[Going]) -> str:
    """Return how many steps of the present exercise are done, and which of several it is."""
    now = present(going)
    if now is None or now.progress is None:
        return ""
    steps = now.progress.steps
    words = f"{sum(each.done is not None for each in steps)} of {len(steps)} steps"
    of = f", exercise {list(going).index(now) + 1} of {len(going)}" if len(going) > 1 else ""
    return words + of


def chosen(rows: Sequence[Row], show: str) -> list[Row]:
    """Return the rows that a filter shows."""
    if show == STUCK:
        return [each for each in rows if each.stuck]
    return [each for each in rows if each.done] if show == DONE else list(rows)


def summary(rows: Sequence[Row]) -> str:
    """Return the board in a sentence."""
    signed = sum(bool(each.sessions) for each in rows)
    stuck, done = (sum(getattr(each, name) for each in rows) for name in ("stuck", "done"))
    seats = f"{len(rows)} {'seat' if len(rows) == 1 else 'seats'}"
    return f"{seats}: {signed} signed in, {stuck} stuck, {done} done."


def span(seconds: float) -> str:
    """Return how long something is, as the script of the page writes it, too."""
    whole = max(0, int(seconds))
    if whole < _MINUTE:
        return f"{whole} s"
    minutes = whole // _MINUTE
    hours = minutes // _MINUTE
    return f"{hours} h {minutes % _MINUTE:02} min" if hours else f"{minutes} min"
