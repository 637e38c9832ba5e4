"""Telling the case locator of this court's cases: in the night by the clock, or at once."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any, Final, cast
from zoneinfo import ZoneInfo

from flask import Flask, current_app
from flask.sansio.blueprints import BlueprintSetupState
from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from courts import edge as court_edge
from courts.access.deciding import Channel, Viewer, decide
from courts.cases import indexing, queries
from courts.cases.facts import facts_of
from courts.cases.models import Case, CaseLink, IndexMark, Party
from courts.cases.queries import CaseView, Reached
from courts.edge import Court
from courts.settings import Settings
from shared import outbox
from shared.db import every_world
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


def publish_index(session: Session, *, court: Court, times: Times) -> int:
    """Tell the case locator of every case that is new or had filings since it was last told.

    A sealed case, or one whose opening is not finished, is told as gone. Returns how many cases
    were told. Repeating it changes nothing.
    """
    mark = session.get(IndexMark, 1)
    if mark is None:
        mark = IndexMark(id=1, last_case_id=0, through=date.min)
        session.add(mark)
    told, after = 0, 0
    while True:
        cases = session.scalars(
            every_world(
                select(Case)
                .where(
                    Case.id > after,
                    or_(Case.id > mark.last_case_id, Case.last_filed_on >= mark.through),
                )
                .order_by(Case.id)
                .limit(BATCH)
            )
        ).all()
        if not cases:
            break
        publish_cases(session, cases, court=court, times=times)
        told, after = told + len(cases), cases[-1].id
    mark.last_case_id, mark.through = max(mark.last_case_id, after), times.today
    session.flush()
    return told


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
        publish_index(session, court=court, times=_times(session, court, runtime.clocks.wall()))
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
        publish_cases(session, [case], court=court, times=_times(session, court, edge.wall()))


def _times(session: Session, court: Court, wall: datetime) -> Times:
    now = read_setting(session).now(wall)
    return Times(now, now.astimezone(ZoneInfo(court.member.timezone)).date(), wall)


class NightlyIndex:
    """Tells the case locator once a day, by the court's calendar."""

    def __init__(self) -> None:
        self._court: Court | None = None

    def install(self, app: Flask) -> None:
        """Learn which court it is."""
        self._court = app.extensions["moot_court"]

    def sweep(self, session: Session, wall: datetime) -> None:
        """Tell what is to be told if a new day has come since it was last done."""
        if self._court is None:
            return
        times = _times(session, self._court, wall)
        mark = session.get(IndexMark, 1)
        if mark is None or mark.through != times.today:
            publish_index(session, court=self._court, times=times)
