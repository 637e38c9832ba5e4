"""Writing the case locator: what courts tell, batch reports, and the booking of searches."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from idp.accounts import service as accounts
from idp.accounts.models import Account
from idp.billing import service as billing
from idp.billing.service import Used
from idp.locator import criteria, places, queries, rows, words
from idp.locator.criteria import Search
from idp.locator.models import LocatorCase, LocatorParty, LocatorReport
from shared import outbox
from shared.errors import Refusal
from shared.federation import Member
from shared.ids import new_uuid
from shared.money import Fee, Sold, fee
from shared.wire import CaseIndexed, PartyIndexed, ReportAsked

#: The outbox lane in which the worker runs batch reports.
LANE: Final = "local:locator"
MOST_REPORTS: Final = 10
WAITING: Final = "WAITING"
RUNNING: Final = "RUNNING"
COMPLETED: Final = "COMPLETED"
#: How the ledger calls the case locator where it names the court of a charge.
COURT: Final = "pcl"


class TooManyReportsError(Refusal):
    """Somebody has as many reports as are kept."""

    def __init__(self) -> None:
        super().__init__("too_many", words.TOO_MANY.format(most=MOST_REPORTS))


# --------------------------------------------------------------------------- what courts tell


def index_cases(session: Session, *, court: Member, cases: Iterable[CaseIndexed]) -> int:
    """Take over what a court tells of its cases; the same twice changes nothing."""
    told = {case.case_id: case for case in cases}
    known = queries.case_of(session, court=court.id, case_ids=list(told))
    for case_id, case in told.items():
        row = known.get(case_id)
        if case.gone:
            if row is not None:
                session.delete(row)
            continue
        if row is None:
            row = LocatorCase(court=court.id, case_id=case_id)
            session.add(row)
        _take_over(row, case, court)
    session.flush()
    _take_over_parties(session, court, {i: c for i, c in told.items() if not c.gone})
    return len(told)


def _take_over(row: LocatorCase, case: CaseIndexed, court: Member) -> None:
    row.world = case.world
    row.pcl_id = court.pcl_id
    row.year, row.number, row.number_full = case.year, case.number, case.number_full
    row.office, row.type = case.office, case.type
    row.title, row.title_key = case.title[:400], case.title.lower()[:400]
    row.jurisdiction, row.chapter, row.nature = case.jurisdiction, case.chapter, case.nature
    row.filed, row.closed = _day(case.filed), _day(case.closed)
    row.dismissed, row.discharged = _day(case.dismissed), _day(case.discharged)
    row.joint_dismissed = _day(case.joint_dismissed)
    row.joint_discharged = _day(case.joint_discharged)
    row.disposition, row.joint = case.disposition[:60], case.joint[:1]
    row.judge_last = case.judge_last[:80]
    row.mdl_number, row.mdl_status = case.mdl_number[:10], case.mdl_status[:40]
    # A litigation is heard where its lead case is, and its members are told of by that court.
    row.mdl_court = court.pcl_id if case.mdl_number else ""
    row.mdl_transferee = case.mdl_transferee[:80]
    row.mdl_ordered, row.mdl_received = _day(case.mdl_ordered), _day(case.mdl_received)
    row.path = case.path[:200]


def _take_over_parties(session: Session, court: Member, told: dict[int, CaseIndexed]) -> None:
    """Bring the parties up to date in place, so that the keys of reports stay what they are."""
    cases = queries.case_of(session, court=court.id, case_ids=list(told))
    keys = [row.id for row in cases.values()]
    known: dict[tuple[int, int, int], LocatorParty] = {
        (row.case_pk, row.seq, row.alias_seq): row
        for row in session.scalars(select(LocatorParty).where(LocatorParty.case_pk.in_(keys)))
    }
    for case_id, case in told.items():
        for one in map(PartyIndexed.read, case.parties):
            pk = cases[case_id].id
            row = known.pop((pk, one.seq, one.alias_seq), None)
            if row is None:
                row = LocatorParty(case_pk=pk, seq=one.seq, alias_seq=one.alias_seq)
                session.add(row)
            _take_over_party(row, one)
    if known:
        gone = [row.id for row in known.values()]
        session.execute(delete(LocatorParty).where(LocatorParty.id.in_(gone)))
    session.flush()


def _take_over_party(row: LocatorParty, one: PartyIndexed) -> None:
    row.last, row.last_key = one.last[:200], one.last.lower()[:200]
    row.first, row.first_key = one.first[:80], one.first.lower()[:80]
    row.middle, row.middle_key = one.middle[:80], one.middle.lower()[:80]
    row.generation, row.role, row.kind = one.generation[:20], one.role[:12], one.kind[:8]
    row.disposition, row.ssn4 = one.disposition[:60], one.ssn4[:4]
    row.alias_type = one.alias_type[:12]


def _day(text: str) -> date | None:
    return date.fromisoformat(text) if text else None


# --------------------------------------------------------------------------- money


@dataclass(frozen=True, slots=True)
class Searcher:
    """Who searches and pays; staff are not billed (docs/decisions.md), nor is anybody at `qa-pcl`.

    `staff` are not billed wherever they are, `free` says that nobody is where the search came in.
    `exempt` is a search for an appointed matter: its fee is recorded and not charged (facts 1.9).
    """

    account: Account
    client_code: str = ""
    staff: bool = False
    free: bool = False
    exempt: bool = False


class ExemptionError(Refusal):
    """A search that cannot be exempt."""

    def __init__(self, message: str) -> None:
        super().__init__("exempt", message, field="exempt")


def refuse_exempt(
    search: Search, courts: Sequence[Member], exempt: Collection[str], *, batch: bool
) -> None:
    """Refuse an exempt search that reaches beyond the courts in which somebody is exempt.

    :raises ExemptionError: if it does, or is a batch report, which is charged when it is fetched.
    """
    if batch:
        raise ExemptionError(words.EXEMPT_BATCH)
    asked = frozenset().union(*(places.of(code, courts) for code in search.case.courts))
    if not asked or not asked <= set(exempt):
        titles = ", ".join(court.title for court in courts if court.id in exempt)
        raise ExemptionError(words.EXEMPT_COURTS.format(courts=titles))


def book_search(
    session: Session,
    *,
    who: Searcher,
    search: str,
    description: str,
    pages: int,
    now: datetime,
    wall: datetime,
    key: str = "",
) -> rows.Receipt:
    """Book what somebody was shown and return the receipt.

    :param key: names the booking in every repetition; without one it is a booking of its own.
    """
    report_id = key or new_uuid()
    price = Fee(0, 0) if who.staff or who.free else fee(Sold.NAME_SEARCH, pages=pages)
    if price.cents:
        accounts.note_search(session, account=who.account, at=now)
        billing.book_charge(
            session,
            account=who.account,
            used=Used(
                entry_key=f"locator:{report_id}",
                court=COURT,
                client_code=who.client_code,
                description=description,
                criteria=search,
                pages=price.pages,
                cents=price.cents,
                exempt=who.exempt,
                receipt=report_id,
                at=now,
            ),
            wall=wall,
        )
    return rows.Receipt(
        at=now,
        pages=price.pages,
        cents=0 if who.exempt else price.cents,
        login_id=who.account.user_name,
        client_code=who.client_code,
        firm_id=who.account.account_number,
        search=search,
        description=description,
        cso_id=who.account.id,
        report_id=report_id,
    )


def has_paid(session: Session, *, who: Searcher, search: str, key: str) -> bool:
    """Say whether somebody has bought this very page already; `key` is on its receipt."""
    if who.staff or who.free:
        return True
    row = queries.booking(session, account_id=who.account.id, key=f"locator:{key[:64]}")
    return row is not None and row.criteria == search


# --------------------------------------------------------------------------- batch reports


def ask_report(
    session: Session,
    *,
    who: Searcher,
    search: Search,
    orders: Sequence[tuple[str, bool]],
    now: datetime,
    wall: datetime,
    source: str = "Other",
) -> LocatorReport:
    """Store a batch search and have the worker run it.

    :raises TooManyReportsError: if ten are kept already.
    """
    owner = who.account.id
    # Two requests at once would both find nine reports: the second waits for the first here.
    session.execute(select(Account.id).where(Account.id == owner).with_for_update())
    kept = session.scalar(
        select(func.count(LocatorReport.id)).where(LocatorReport.account_id == owner)
    )
    if (kept or 0) >= MOST_REPORTS:
        raise TooManyReportsError
    row = LocatorReport(
        account_id=owner,
        kind="parties" if search.parties else "cases",
        status=WAITING,
        criteria=json.dumps(search.told),
        sorts=[[name, "DESC" if descends else "ASC"] for name, descends in orders],
        client_code=who.client_code,
        source=source,
        asked_at=now,
        record_count=0,
        pages=0,
        world=who.account.world,
    )
    session.add(row)
    session.flush()
    outbox.enqueue(session, destination=LANE, message=ReportAsked(report_id=row.id), wall=wall)
    return row


def begin_report(session: Session, *, report_id: int) -> LocatorReport | None:
    """Note that a report runs; None if it was deleted, or has run already."""
    row = session.get(LocatorReport, report_id)
    if row is None or row.status == COMPLETED:
        return None
    row.status = RUNNING
    session.flush()
    return row


def finish_report(session: Session, *, report_id: int, found: Sequence[int], now: datetime) -> None:
    """Keep what a report found; one that was deleted meanwhile is left alone."""
    row = session.get(LocatorReport, report_id)
    if row is None or row.status == COMPLETED:
        return
    row.found = list(found)
    row.record_count = len(found)
    row.pages = max(1, rows.pages_of(len(found)))
    row.status, row.ended_at = COMPLETED, now
    session.flush()


def search_of(row: LocatorReport) -> tuple[Search, list[tuple[str, bool]]]:
    """Return the search that a report was asked for, and its order."""
    search = criteria.read(json.loads(row.criteria), parties=row.kind == "parties")
    return search, [(name, way == "DESC") for name, way in row.sorts]


def bill_report(
    session: Session, *, who: Searcher, row: LocatorReport, now: datetime, wall: datetime
) -> rows.Receipt | None:
    """Bill all pages of a report when it is fetched for the first time; None afterwards."""
    if row.billed_at is not None:
        return None
    search, _orders = search_of(row)
    if not who.free:
        row.billed_at = now
    session.flush()
    return book_search(
        session,
        who=Searcher(who.account, row.client_code, who.staff, who.free),
        search=f"{criteria.summary(search)}; Report: {row.id}",
        description=words.description(search.case.jurisdiction, parties=search.parties),
        pages=row.pages,
        now=now,
        wall=wall,
        key=f"report-{row.id}",
    )
