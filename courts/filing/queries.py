"""Reading what a filing needs to know: how somebody stands to a case, and open transactions."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from courts.cases.queries import CaseView
from courts.filing.models import SUBMITTED, Transaction
from courts.kinds.catalogue import Event
from courts.kinds.filings import Filer
from courts.permissions import CaseStanding, EventAsked


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


def standing(view: CaseView, filer: Filer) -> CaseStanding:
    """Return how a filer stands to a case that was read whole."""
    case = view.case
    return CaseStanding(
        family=case.family,
        closed=case.terminated_on is not None,
        sealed=case.sealed,
        opening=case.opening,
        counsel=bool(filer.user_id) and filer.user_id in view.counsel_ids,
        party=bool(filer.subject) and filer.subject in view.party_subjects,
        appearance_pending=filer.user_id in view.unreviewed,
    )


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
