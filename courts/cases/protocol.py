"""Telling the case locator of this court's cases: in the night by the clock, or at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from flask import Flask, current_app
from flask.sansio.blueprints import BlueprintSetupState
from sqlalchemy import ColumnElement, or_, select
from sqlalchemy.orm import Session

from courts import edge as court_edge
from courts.access.deciding import Channel, Viewer, decide
from courts.cases import indexing, queries
from courts.cases.facts import facts_of
from courts.cases.models import Case, CaseLink, IndexMark, Party
from courts.cases.queries import CaseView, Reached
from courts.edge import Court
from courts.settings import Settings
from shared import outbox, seats
from shared.db import SHARED_WORLD, every_world
from shared.federation import IDP
from shared.timekeeping import read_setting
from shared.web import edge
from shared.web.runtime import Runtime
from shared.wire import CasesIndexed

#: So many cases are one message, and are read at once.
BATCH: Final = 200


@dataclass(frozen=True, slots=True)
class Times:
    """When something is told: court time, the court's day of it, and real time."""

    now: datetime
    today: date
    wall: datetime


def publish_index(session: Session, *, court: Court, wall: datetime, nightly: bool = False) -> int:
    """Tell the case locator of every case that is new or had filings since it was last told.

    A sealed case, or one whose opening is not finished, is told as gone. The cases of a seat are
    told as they stand on the seat's own day. Returns how many were told; repeating it changes
    nothing.

    :param nightly: of a world only if a new day has come to it since it was last told of.
    """
    calendars, zone = (
        seats.calendars(session, read_setting(session)),
        ZoneInfo(court.member.timezone),
    )
    days = {
        world: calendars.now(world, wall).astimezone(zone).date()
        for world in (SHARED_WORLD, *calendars.by_world)
    }
    marks = {mark.id: mark for mark in session.scalars(select(IndexMark))}
    meant = {
        world: day
        for world, day in days.items()
        if not nightly or (mark := marks.get(_mark_of(world))) is None or mark.through != day
    }
    waiting: dict[tuple[date, int], list[int]] = {}
    for world in meant:
        mark = marks.get(_mark_of(world))
        since = (date.min, 0) if mark is None else (mark.through, mark.last_case_id)
        waiting.setdefault(since, []).append(world)
    told, last = 0, dict.fromkeys(days, 0)
    for (through, last_case_id), worlds in waiting.items():
        # Whatever is of no seat goes by the court's own calendar.
        others = [each for each in days if each not in worlds]
        theirs = Case.world.not_in(others) if SHARED_WORLD in worlds else Case.world.in_(worlds)
        due = theirs & or_(Case.id > last_case_id, Case.last_filed_on >= through)
        for cases in _in_parts(session, due):
            told += len(cases)
            last |= {case.world if case.world in days else SHARED_WORLD: case.id for case in cases}
            by_day: dict[date, list[Case]] = {}
            for case in cases:
                by_day.setdefault(days.get(case.world, days[SHARED_WORLD]), []).append(case)
            for day, part in by_day.items():
                now = calendars.now(part[0].world, wall)
                publish_cases(session, part, court=court, times=Times(now, day, wall))
    for world, day in meant.items():
        _keep_mark(session, marks.get(_mark_of(world)), world, day, last[world])
    session.flush()
    return told


def _in_parts(session: Session, due: ColumnElement[bool]) -> Iterator[Sequence[Case]]:
    after = 0
    while True:
        wanted = select(Case).where(Case.id > after, due).order_by(Case.id).limit(BATCH)
        cases = session.scalars(every_world(wanted)).all()
        if not cases:
            return
        yield cases
        after = cases[-1].id


def _mark_of(world: int) -> int:
    """Return the key of a world's mark: no seat's world has the reference world's."""
    return world or 1


def _keep_mark(
    session: Session, mark: IndexMark | None, world: int, day: date, last_case_id: int
) -> None:
    if mark is None:
        mark = IndexMark(id=_mark_of(world), last_case_id=0)
        session.add(mark)
    mark.last_case_id, mark.through = max(mark.last_case_id, last_case_id), day


def publish_cases(session: Session, cases: Sequence[Case], *, court: Court, times: Times) -> None:
    """Promise the case locator one message about these cases, `BATCH` at most."""
    shown = [case for case in cases if _is_listed(case, times.today)]
    parties: dict[int, list[Party]] = {case.id: [] for case in shown}
    for party in session.scalars(
        select(Party).where(Party.case_id.in_(parties)).order_by(Party.case_id, Party.seq)
    ):
        parties[party.case_id].append(party)
    leads = _leads(session, list(parties), times.today)
    profile = court.profile
    told = [
        indexing.listed(
            queries.case_as_of(case, times.today),
            parties[case.id],
            style=profile.numbers,
            path=profile.paths.case,
            **leads.get(case.id, {}),
        )
        if case.id in parties
        else indexing.gone(case)
        for case in cases
    ]
    outbox.enqueue(
        session,
        destination=IDP,
        message=CasesIndexed(
            court=court.member.id,
            cases=[asdict(case) for case in told],
            indexed_at=times.now.isoformat(),
        ),
        wall=times.wall,
    )


def _leads(session: Session, case_ids: Sequence[int], today: date) -> dict[int, dict[str, Any]]:
    """Return the lead case of each case that is a member, if everybody may know of it, and since
    when it is.
    """
    statement = (
        select(CaseLink.case_id, Case, CaseLink.since)
        .join(Case, Case.id == CaseLink.other_id)
        .where(CaseLink.kind == "lead", CaseLink.case_id.in_(case_ids))
    )
    rows = session.execute(statement, execution_options={"every_world": True}).all()
    return {
        case_id: {"lead": lead, "since": since}
        for case_id, lead, since in rows
        if _is_listed(lead, today)
    }


def _is_listed(case: Case, today: date) -> bool:
    return decide(Viewer(), facts_of(case), channel=Channel.LOCATOR, today=today).allowed


def publish_at_once(app: Flask) -> None:
    """Tell the case locator now, if this court does not wait for the night."""
    runtime: Runtime = app.extensions["moot"]
    if not cast(Settings, runtime.settings).index_at_once:
        return
    with runtime.database.writing() as session:
        court: Court = app.extensions["moot_court"]
        publish_index(session, court=court, wall=runtime.clocks.wall())
    runtime.jobs.wake(runtime.member.id)


#: Tells how far the dockets of cases have come by a day.
Reacher = Callable[[Session, Collection[int], date], Mapping[int, Reached]]
_REACHER: Final = "moot_reacher"


def set_reacher(state: BlueprintSetupState, reacher: Reacher) -> None:
    """Let the room that keeps dockets tell how far they have come (it is above this one)."""
    state.app.extensions[_REACHER] = reacher


def _reached(session: Session, cases: Sequence[Case], today: date) -> Mapping[int, Reached]:
    """Return how far dockets have come, those of which all is there left out."""
    late = [case.id for case in cases if case.last_filed_on > today]
    if not late:
        return {}
    reacher: Reacher = current_app.extensions[_REACHER]
    known = reacher(session, late, today)
    return {case_id: known.get(case_id, Reached(None, 0)) for case_id in late}


def whole(session: Session, case: Case, today: date) -> CaseView:
    """Return a case as it stands on the court's day: `queries.whole`, without what is to come."""
    view, known = queries.whole(session, case), _reached(session, [case], today)
    return queries.as_of(view, today, known[case.id]) if known else view


def as_of(session: Session, cases: Sequence[Case], today: date) -> Mapping[int, Case]:
    """Return cases as they stand on the court's day, by id, with the days of their last filings."""
    known = _reached(session, cases, today)
    return {
        case.id: queries.case_as_of(case, today, last_filed_on=known[case.id].day or case.filed_on)
        if case.id in known
        else queries.case_as_of(case, today)
        for case in cases
    }


def tell_at_once(session: Session, case: Case) -> None:
    """Tell the case locator of a case that was opened or closed just now, with the transaction, if
    this court does not wait for the night.
    """
    runtime = edge.runtime()
    if cast(Settings, runtime.settings).index_at_once:
        court: Court = court_edge.court()
        now = edge.now_in(case.world)
        day = now.astimezone(ZoneInfo(court.member.timezone)).date()
        publish_cases(session, [case], court=court, times=Times(now, day, edge.wall()))


class NightlyIndex:
    """Tells the case locator once a day, by the court's calendar and by those of seats."""

    def __init__(self) -> None:
        self._court: Court | None = None

    def install(self, app: Flask) -> None:
        """Learn which court it is."""
        self._court = app.extensions["moot_court"]

    def due(self, session: Session, wall: datetime) -> int:
        """Tell what is to be told of each world to which a new day has come since."""
        if self._court is None:
            return 0
        return publish_index(session, court=self._court, wall=wall, nightly=True)
