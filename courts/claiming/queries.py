"""Reading transfers of claims that wait."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from courts.accounts.models import CourtUser
from courts.cases.models import Case, Setting
from courts.claiming.models import OBJECTED, WAITING, ClaimTransfer
from courts.claims.models import Claim
from courts.docket.models import Entry
from courts.filing.models import Submission

_OPEN = (WAITING, OBJECTED)


@dataclass(frozen=True, slots=True)
class Waiting:
    """A transfer with its claim, its case and the entry by which it was filed."""

    transfer: ClaimTransfer
    claim: Claim
    case: Case
    entry: Entry


def waiting(session: Session) -> int:
    """Return how many transfers wait, for their day or for the court."""
    statement = (
        select(func.count(ClaimTransfer.id))
        .join(Claim, Claim.id == ClaimTransfer.claim_id)
        .join(Case, Case.id == Claim.case_id)
        .where(ClaimTransfer.status.in_(_OPEN))
    )
    return session.scalar(statement) or 0


def is_moving(session: Session, claim: Claim) -> bool:
    """Say whether a transfer of a claim waits, for its day or for the court."""
    statement = select(ClaimTransfer.id).where(
        ClaimTransfer.claim_id == claim.id, ClaimTransfer.status.in_(_OPEN)
    )
    return session.scalar(statement.limit(1)) is not None


def listed(session: Session) -> tuple[Waiting, ...]:
    """Return the transfers that wait: first those to which somebody objected."""
    statement = _whole().where(ClaimTransfer.status.in_(_OPEN))
    rows = session.execute(statement.order_by(ClaimTransfer.status, ClaimTransfer.id).limit(200))
    return tuple(Waiting(*row) for row in rows)


def one(session: Session, transfer_id: int) -> Waiting | None:
    """Return a transfer of a visible case."""
    found = session.execute(_whole().where(ClaimTransfer.id == transfer_id)).first()
    return None if found is None else Waiting(*found)


def awaiting(session: Session) -> tuple[Waiting, ...]:
    """Return the transfers of all worlds to which the old holders may object, or might have."""
    statement = _whole().where(ClaimTransfer.status == WAITING)
    ordered = statement.order_by(ClaimTransfer.id).execution_options(every_world=True)
    return tuple(Waiting(*row) for row in session.execute(ordered))


def _whole() -> Select[ClaimTransfer, Claim, Case, Entry]:
    return (
        select(ClaimTransfer, Claim, Case, Entry)
        .join(Claim, Claim.id == ClaimTransfer.claim_id)
        .join(Case, Case.id == Claim.case_id)
        .join(Entry, Entry.id == ClaimTransfer.entry_id)
    )


def deadlines(session: Session, entry: Entry) -> Sequence[Setting]:
    """Return the deadlines that an entry has set."""
    return session.scalars(
        select(Setting).where(
            Setting.case_id == entry.case_id,
            Setting.entry_seq == entry.seq,
            Setting.kind == "deadline",
        )
    ).all()


def account_behind(session: Session, claim: Claim) -> CourtUser | None:
    """Return the account by which a proof of claim came, with an address for mail; None if none."""
    statement = (
        select(CourtUser)
        .join(Submission, Submission.user_id == CourtUser.id)
        .where(
            Submission.claim_id == claim.id,
            Submission.kind == "claim",
            CourtUser.primary_email != "",
        )
        .order_by(Submission.id)
    )
    return session.scalars(statement).first()
