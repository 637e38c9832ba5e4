"""What courts tell, the worker's lane of batch reports, and who may search."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from flask import Flask
from sqlalchemy.orm import Session

from idp.accounts import manage
from idp.accounts.models import Account
from idp.billing import queries as billing
from idp.locator import queries, service, words
from idp.registry.protocol import ForeignCourtError
from shared import seats
from shared.courier import Lane
from shared.errors import Refusal
from shared.federation import Family, Federation, Member
from shared.outbox import DeliveryFailedError, Parcel
from shared.timekeeping import read_setting
from shared.web.runtime import Delivery, Handler, Runtime
from shared.wire import CaseIndexed, CasesIndexed, Message, ReportAsked

#: The host at which nothing is billed, by its role.
QA: Final = "qa-pcl"


class SearchRefusedError(Refusal):
    """An account or a session that may not search; the code says why."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason, words.REFUSALS.get(reason, words.REFUSALS["inactive"]))


class ClientCodeError(Refusal):
    """A client code that has not the format of whoever pays."""

    def __init__(self) -> None:
        super().__init__("client_code_format", words.CLIENT_CODE)


def cases_indexed(session: Session, message: CasesIndexed, delivery: Delivery) -> None:
    """Take over what a court tells of its cases; a court speaks for itself only.

    :raises ForeignCourtError: if the sender is not the court.
    """
    if delivery.sender.id != message.court:
        raise ForeignCourtError(delivery.sender.id, message.court)
    told = [CaseIndexed.read(each) for each in message.cases]
    over = seats.ended(session, (case.world for case in told))
    of_now = [case for case in told if case.world not in over]
    service.index_cases(session, court=delivery.sender, cases=of_now)


HANDLERS: Final[Mapping[type[Message], Handler]] = MappingProxyType({CasesIndexed: cases_indexed})


# --------------------------------------------------------------------------- who may search


def searcher(
    session: Session,
    account: Account,
    *,
    client_code: str,
    code_missing: bool,
    staff: bool,
    free: bool = False,
) -> service.Searcher:
    """Return who searches and pays.

    :param free: whether nothing is billed where the search came in (`QA`).
    :param code_missing: whether the session began without a client code that was required.
    :raises SearchRefusedError: for PAAs, inactive accounts, and a missing client code.
    :raises ClientCodeError: if the code has not the format of whoever pays.
    """
    rule = billing.client_code_rule(session, account)
    reason = manage.search_reason(
        status=account.search_status,
        kind=account.kind,
        code_missing=not client_code and (rule.required or code_missing),
    )
    if reason:
        raise SearchRefusedError(reason)
    if not rule.fits(client_code):
        raise ClientCodeError
    return service.Searcher(account, client_code, staff, free)


class Links:
    """Where the courts are, by the names by which the locator was called."""

    def __init__(self, federation: Federation, family: Family) -> None:
        self._origins = {court.id: court.origin("ecf", family) for court in federation.courts}

    def __call__(self, court: str, path: str) -> str:
        """Return the address of a case in its court."""
        return self._origins.get(court, "") + path


# --------------------------------------------------------------------------- batch reports


class ReportRunner:
    """Runs batch reports in the background: WAITING, RUNNING, COMPLETED."""

    def __init__(self) -> None:
        self._runtime: Runtime | None = None

    def install(self, app: Flask) -> None:
        """Learn which databases and clocks there are."""
        self._runtime = app.extensions["moot"]

    def lanes(self) -> dict[str, Lane]:
        """Return the outbox lane of reports."""
        return {service.LANE: self._deliver}

    def _deliver(self, parcel: Parcel) -> None:
        runtime = self._runtime
        if runtime is None:
            raise DeliveryFailedError("the app is not ready yet")
        if isinstance(parcel.message, ReportAsked):
            run(runtime, parcel.message.report_id)


def run(runtime: Runtime, report_id: int) -> None:
    """Run a report: once it runs the search only reads, so that nobody waits for it."""
    with runtime.database.writing() as session:
        row = service.begin_report(session, report_id=report_id)
        if row is None:
            return
        world = row.world
        search, orders = service.search_of(row)
    courts: Sequence[Member] = runtime.federation.courts
    with runtime.database.reading(world=world) as session:
        found = queries.keys(session, search, courts, orders=orders)
    with runtime.database.writing() as session:
        now = seats.calendars(session, read_setting(session)).now(world, runtime.clocks.wall())
        service.finish_report(session, report_id=report_id, found=found, now=now)
