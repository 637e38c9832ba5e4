"""Reading what a filing needs to know: how somebody stands to a case, and open transactions."""

from __future__ import annotations

from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import Session

from courts.cases.models import PENDING, Case
from courts.cases.queries import CaseView
from courts.docket.models import Entry
from courts.filing.models import SUBMITTED, Transaction
from courts.kinds.catalogue import Event
from courts.kinds.filings import Filer
from courts.permissions import CaseStanding, EventAsked
from shared.db import world_of
from shared.seating import may_write

#: The entries that let somebody file where the policy wants an order or consent (seed 000).
ORDER: Final = "e_filing_order"
CONSENT: Final = "e_filing_consent"


def transaction(session: Session, token: str, filer: Filer) -> Transaction | None:
    """Return a transaction of this filer by its token; nobody else's."""
    statement = select(Transaction).where(
        Transaction.token == token,
        Transaction.user_id == filer.user_id,
        Transaction.subject == filer.subject,
    )
    return session.scalar(statement)


def last_case(session: Session, filer: Filer) -> str:
    """Return the case number of the last transaction: the next begins with it (facts 3.7)."""
    statement = select(Transaction.receipt).where(
        Transaction.user_id == filer.user_id, Transaction.status == SUBMITTED
    )
    found = session.scalar(statement.order_by(Transaction.id.desc()).limit(1))
    return str((found or {}).get("case_number", ""))


def standing(session: Session, view: CaseView, filer: Filer, today: date) -> CaseStanding:
    """Return how a filer stands to a case that was read whole: one query.

    An order counts for everybody in the case, a consent for whom it names, both from their day on.
    """
    case = view.case
    order, consenting = _leave(session, case.id, today)
    # Counsel named by the court below, or turned down, has to file an appearance (facts 5).
    review = view.unreviewed.get(filer.user_id)
    return CaseStanding(
        family=case.family,
        closed=case.terminated_on is not None,
        sealed=case.sealed,
        opening=case.opening,
        order=order,
        consent=bool(consenting & _names(view, filer)),
        counsel=filer.user_id in view.counsel_ids and review is None,
        party=bool(filer.subject) and filer.subject in view.party_subjects,
        appearance_pending=review == PENDING,
        everybodys=is_everybodys(session, case),
    )


def is_everybodys(session: Session, case: Case) -> bool:
    """Say whether who asks sits in a seat, and the case is one that they may only read."""
    world = world_of(session)
    return world is not None and not may_write(world, case.world)


def _leave(session: Session, case_id: int, today: date) -> tuple[bool, frozenset[str]]:
    """Return whether an E-Filing Order is entered, and the names of counsel who consented."""
    statement = select(Entry.event, Entry.filers).where(
        Entry.case_id == case_id, Entry.event.in_((ORDER, CONSENT)), Entry.filed_on <= today
    )
    order, names = False, set()
    for event, filers in session.execute(statement):
        if event == ORDER:
            order = True
        else:
            names.update(filers)
    return order, frozenset(names)


def _names(view: CaseView, filer: Filer) -> frozenset[str]:
    """Return the names by which the case knows a filer: their own and those of their clients."""
    found = {filer.name} - {""}
    for each in view.parties:
        counsel = [c for c in each.counsel if c.user_id == filer.user_id and not c.terminated_on]
        if filer.user_id and counsel:
            found.update({each.party.name, *(c.name for c in counsel)})
        if filer.subject and each.party.subject == filer.subject:
            found.add(each.party.name)
    return frozenset(found)


def asked(event: Event) -> EventAsked:
    """Return what the decision looks at of an event."""
    return EventAsked(
        key=event.key,
        title=event.title,
        who=event.who,
        access=event.access,
        by_court=event.by_court,
        appearance=event.stage == "appearance",
        opens=bool(event.opens),
    )
