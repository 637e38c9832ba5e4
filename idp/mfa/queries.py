"""Reading the second factor of an account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from sqlalchemy import bindparam, func, select
from sqlalchemy.orm import Session

from idp.mfa.models import AppDraft, BackupCode, MfaApp, MfaStanding, SecurityCode
from shared.db import every_world

MOST_TRIES: Final = 5


def apps(session: Session, *, account_id: int) -> Sequence[MfaApp]:
    """Return the authenticator apps of an account, oldest first."""
    found = select(MfaApp).where(MfaApp.account_id == account_id).order_by(MfaApp.id)
    return session.scalars(every_world(found)).all()


def app(session: Session, *, account_id: int, app_id: int) -> MfaApp | None:
    """Return one app of an account."""
    found = select(MfaApp).where(MfaApp.account_id == account_id, MfaApp.id == app_id)
    row: MfaApp | None = session.scalar(every_world(found))
    return row


# Put together once: every login asks them (docs/performance.md).
_ENROLLED: Final = every_world(
    select(MfaApp.id).where(MfaApp.account_id == bindparam("account_id")).limit(1)
)
_STANDING: Final = every_world(
    select(MfaStanding).where(MfaStanding.account_id == bindparam("account_id"))
)


def is_enrolled(session: Session, *, account_id: int) -> bool:
    """Say whether an account has an authenticator app."""
    return session.scalar(_ENROLLED, {"account_id": account_id}) is not None


def header_words(session: Session, *, account_id: int) -> str:
    """Return what the account's header says beside Multifactor Authentication (facts.md 1.6)."""
    return "Enrolled" if is_enrolled(session, account_id=account_id) else "Not Enrolled"


def codes_left(session: Session, *, account_id: int) -> int:
    """Return how many backup codes of an account have not been used."""
    found = select(func.count(BackupCode.id)).where(
        BackupCode.account_id == account_id, BackupCode.used_at.is_(None)
    )
    return session.scalar(every_world(found)) or 0


def standing(session: Session, *, account_id: int) -> MfaStanding | None:
    """Return the random selection of an account."""
    row: MfaStanding | None = session.scalar(_STANDING, {"account_id": account_id})
    return row


def live_security_code(
    session: Session, *, account_id: int, holder: str, purpose: str, wall: datetime
) -> SecurityCode | None:
    """Return the mailed code that a holder may still type."""
    found = (
        select(SecurityCode)
        .where(
            SecurityCode.account_id == account_id,
            SecurityCode.holder == holder,
            SecurityCode.purpose == purpose,
            SecurityCode.used_at.is_(None),
            SecurityCode.tries < MOST_TRIES,
            SecurityCode.expires_at > wall,
        )
        .order_by(SecurityCode.id.desc())
        .limit(1)
    )
    row: SecurityCode | None = session.scalar(every_world(found))
    return row


def draft(session: Session, *, account_id: int, holder: str, wall: datetime) -> AppDraft | None:
    """Return the app that a holder is adding."""
    found = select(AppDraft).where(
        AppDraft.account_id == account_id, AppDraft.holder == holder, AppDraft.expires_at > wall
    )
    row: AppDraft | None = session.scalar(every_world(found))
    return row


def mails_since(session: Session, *, account_id: int, moment: datetime) -> int:
    """Return how many security codes were mailed since a moment."""
    found = select(func.count(SecurityCode.id)).where(
        SecurityCode.account_id == account_id, SecurityCode.sent_at > moment
    )
    return session.scalar(every_world(found)) or 0
