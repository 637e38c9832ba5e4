"""Messages between courts: a filing in one opens a case in another, which tells its number back."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from flask import Flask
from sqlalchemy.orm import Session

from courts import edge as court_edge
from courts.briefing import queries, service, wording
from courts.briefing.drafting import APPEAL, SORTS
from courts.briefing.service import Opened, Times
from courts.filing import protocol as filing
from courts.filing.service import Filed
from courts.filing.wording import Setting
from courts.kinds.catalogue import Event
from courts.kinds.filings import Filer, Filing, NewEntry
from courts.notices import protocol as notices
from courts.notices.protocol import Served
from courts.payments import protocol as payments
from courts.payments.models import FilingFee
from shared import outbox
from shared.errors import Refusal
from shared.federation import Member
from shared.web import edge
from shared.web.runtime import Delivery, Handler
from shared.wire import CaseDocketed, CaseForwarded, ForwardedFeeChanged, Message

_BANKRUPTCY: Final = "BANKRUPTCY"


class ForeignError(Refusal):
    """A court speaks for another one."""

    def __init__(self, sender: str, court: str) -> None:
        super().__init__("foreign", f"{sender} may not speak for {court}.")


def install(app: Flask) -> None:
    """Have filings that concern another court told to it."""
    filing.after_filing(app, forward)
    payments.after_change(app, forward_fee)


def forward(session: Session, filed: Filed, filer: Filer) -> None:
    """Promise another court what it has to know, if a filing opens a case there.

    A court that is not of this federation is told nothing, and nothing comes back.
    """
    court = court_edge.court()
    reason, to = service.bound_for(filed, court.member)
    if not to or to not in {member.id for member in edge.runtime().federation.courts}:
        return
    message = service.forwarded(
        session,
        filed,
        filer,
        reason=reason,
        court=court.member,
        number=court.profile.numbers.full(filed.case.number),
        now=edge.now(),
    )
    outbox.enqueue(
        session,
        destination=to,
        message=message,
        wall=edge.wall(),
        message_id=f"forwarded-{court.member.id}-{message.entry_id}",
    )


def forward_fee(session: Session, fee: FilingFee) -> None:
    """Promise the court above the news of what became of the fee of a notice of appeal."""
    court = court_edge.court().member
    event = filing.bench().catalogue.events.get(fee.event)
    to = court.appeals_to
    here = {member.id for member in edge.runtime().federation.courts}
    if event is None or event.forwards != APPEAL or fee.entry_id is None or to not in here:
        return
    outbox.enqueue(
        session,
        destination=to,
        message=ForwardedFeeChanged(
            court=court.id,
            entry_id=fee.entry_id,
            fee_status=service.fee_words([fee]),
            world=fee.world,
        ),
        wall=edge.wall(),
    )


# --------------------------------------------------------------------------- messages that arrive


def case_forwarded(session: Session, message: CaseForwarded, delivery: Delivery) -> None:
    """Open the case that another court forwards, tell counsel, and tell its number back.

    :raises ForeignError: if the message comes from another court than it says.
    """
    sender = _sender(message.court, delivery)
    session.info["world"] = message.world
    bench, times = filing.bench(), _times(message.at)
    below = _named(sender, message.family)
    if message.reason == APPEAL:
        opened = service.open_appeal(session, message, below=below, bench=bench, times=times)
    else:
        opened = service.open_civil(session, message, below=below, bench=bench, times=times)
    notices.serve(session, Served(opened.case, opened.view), filer=opened.filer)
    if message.reason == APPEAL:
        service.await_appearances(session, opened.case)
    _answer(session, message, opened, delivery)


def _answer(session: Session, message: CaseForwarded, opened: Opened, delivery: Delivery) -> None:
    court = court_edge.court()
    outbox.enqueue(
        session,
        destination=message.court,
        message=CaseDocketed(
            reason=message.reason,
            court=court.member.id,
            case_id=message.case_id,
            entry_id=message.entry_id,
            number=court.profile.numbers.bare(opened.case.number),
            at=message.at,
            world=message.world,
        ),
        wall=delivery.wall,
        message_id=f"docketed-{court.member.id}-{opened.case.id}",
    )


def case_docketed(session: Session, message: CaseDocketed, delivery: Delivery) -> None:
    """Enter the number that the court above gave, and tell counsel.

    :raises ForeignError: if the message comes from another court than it says.
    """
    above = _sender(message.court, delivery)
    session.info["world"] = message.world
    entered = service.enter_number(
        session, message, above=above, bench=filing.bench(), times=_times(message.at)
    )
    if entered is None:
        return
    case, view = entered
    clerk = Filer(name=service.CLERK, signature=service.CLERK, staff=service.CLERK)
    notices.serve(session, Served(case, view), filer=clerk)


def fee_changed(session: Session, message: ForwardedFeeChanged, delivery: Delivery) -> None:
    """Take note of what became below of the fee of an appeal.

    :raises ForeignError: if the message comes from another court than it says.
    """
    _sender(message.court, delivery)
    session.info["world"] = message.world
    service.note_fee(session, message)


def _sender(court: str, delivery: Delivery) -> Member:
    if delivery.sender.id != court:
        raise ForeignError(delivery.sender.id, court)
    return delivery.sender


def _times(at: str) -> Times:
    """Return the moment of the filing: a seat's calendar holds in every court."""
    now = datetime.fromisoformat(at)
    zone = ZoneInfo(court_edge.court().member.timezone)
    return Times(now, now.astimezone(zone).date())


def _named(below: Member, family: str) -> str:
    if SORTS[family].word == _BANKRUPTCY:
        return f"Bankruptcy Court, {below.name}"
    return below.name


HANDLERS: Final[Mapping[type[Message], Handler]] = MappingProxyType(
    {
        CaseForwarded: case_forwarded,
        CaseDocketed: case_docketed,
        ForwardedFeeChanged: fee_changed,
    }
)


# --------------------------------------------------------------------------- entries of this court


def compose(
    events: tuple[Event, ...], told: Filing, setting: Setting, *, number: bool = True
) -> NewEntry:
    """Write an entry as courts of appeals do; also the clerk's own.

    :param number: whether the entry gets its id now, under the lock of its case; otherwise it is
        looked at only.
    """
    session = edge.session()
    now, zone = edge.now(), ZoneInfo(court_edge.court().member.timezone)
    return wording.entry_of(
        events,
        told,
        setting,
        roles=queries.roles(session, told.case_id),
        entry=service.entry_id(session, told.case_id) if number else wording.NO_NUMBER,
        at=wording.Moment(now, now.astimezone(zone).date(), zone, filing.filer().signature),
    )
