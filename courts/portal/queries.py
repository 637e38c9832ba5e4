"""Reading the portal's accounts, sessions, training and applications."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import Session

from courts.accounts.models import CourtUser, MisuseReport
from courts.portal.models import (
    PortalAccount,
    PortalApplication,
    PortalCounter,
    PortalReset,
    PortalSession,
    TrainingRecord,
)
from shared.db import changeable, every_world, nearest_first
from shared.ids import digest

OPEN_STATES: Final = ("waiting", "asked")
MOST_DECIDED: Final = 50
MOST_REPORTS: Final = 100


def user_key(user_name: str) -> str:
    """Return a user name as it is compared."""
    return user_name.strip().casefold()


def account_by_name(session: Session, user_name: str) -> PortalAccount | None:
    """Return the portal account of a user name, if this session may change it."""
    return session.scalars(
        select(PortalAccount)
        .where(PortalAccount.user_key == user_key(user_name), changeable(session, PortalAccount))
        .order_by(PortalAccount.world.desc())
        .limit(1)
    ).first()


def world_of_name(session: Session, user_name: str) -> int | None:
    """Return the world of a user name, this browser's own before others; None if nobody has it."""
    found: int | None = session.scalar(
        every_world(
            select(PortalAccount.world)
            .where(PortalAccount.user_key == user_key(user_name))
            .order_by(*nearest_first(session, PortalAccount))
            .limit(1)
        )
    )
    return found


def account_by_id(session: Session, account_id: int, *, lock: bool = False) -> PortalAccount | None:
    """Return a portal account by its number, locked if asked for."""
    statement = select(PortalAccount).where(PortalAccount.id == account_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return session.scalars(statement).first()


def signed_in(
    session: Session, token: str, *, idle: timedelta, wall: datetime
) -> tuple[PortalSession, PortalAccount] | None:
    """Return the live session of a cookie with its account, if the password is still the same."""
    if not token:
        return None
    statement = (
        select(PortalSession, PortalAccount)
        .join(PortalAccount, PortalAccount.id == PortalSession.account_id)
        .where(
            PortalSession.token_hash == digest(token),
            PortalSession.closed_at.is_(None),
            PortalSession.expires_at > wall,
            PortalSession.last_seen > wall - idle,
            PortalSession.password_version == PortalAccount.password_version,
        )
    )
    found = session.execute(statement, execution_options={"every_world": True}).first()
    return None if found is None else (found[0], found[1])


def counter_of(session: Session, key: str) -> PortalCounter | None:
    """Return the wrong tries under a key, locked for a change."""
    return session.scalars(
        select(PortalCounter)
        .where(PortalCounter.key == key, changeable(session, PortalCounter))
        .order_by(PortalCounter.world.desc())
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def reset_by_token(session: Session, token: str, *, lock: bool = False) -> PortalReset | None:
    """Return a promised password reset."""
    statement = select(PortalReset).where(PortalReset.token_hash == digest(token))
    if lock:
        statement = statement.with_for_update()
    found: PortalReset | None = session.scalars(every_world(statement)).first()
    return found


def resets_since(session: Session, *, account_id: int, since: datetime) -> int:
    """Count the reset mails of an account since a moment of real time."""
    found = session.scalar(
        select(func.count())
        .select_from(PortalReset)
        .where(PortalReset.account_id == account_id, PortalReset.created_at >= since)
    )
    return int(found or 0)


def training_by_number(session: Session, number: str) -> TrainingRecord | None:
    """Return what was declared under a completion number."""
    return session.scalars(
        select(TrainingRecord)
        .where(TrainingRecord.number == number.strip().upper())
        .order_by(TrainingRecord.world.desc())
        .limit(1)
    ).first()


def applications_of(session: Session, account_id: int) -> Sequence[PortalApplication]:
    """Return a person's applications, the newest first."""
    return session.scalars(
        select(PortalApplication)
        .where(PortalApplication.account_id == account_id)
        .order_by(PortalApplication.id.desc())
    ).all()


def application_by_id(
    session: Session, application_id: int, *, lock: bool = False
) -> PortalApplication | None:
    """Return an application by its number, locked if asked for."""
    statement = _seen().where(PortalApplication.id == application_id)
    if lock:
        statement = statement.with_for_update(of=PortalApplication)
        statement = statement.execution_options(populate_existing=True)
    return session.scalars(statement).first()


def _seen() -> Select[PortalApplication]:
    """Select the applications of accounts that this session sees: those of its world."""
    return select(PortalApplication).join(
        PortalAccount, PortalAccount.id == PortalApplication.account_id
    )


def waiting(session: Session) -> Sequence[PortalApplication]:
    """Return the applications that are not decided, the oldest first."""
    return session.scalars(
        _seen().where(PortalApplication.state.in_(OPEN_STATES)).order_by(PortalApplication.id)
    ).all()


def decided(session: Session) -> Sequence[PortalApplication]:
    """Return the applications decided last."""
    return session.scalars(
        _seen()
        .where(PortalApplication.state.not_in(OPEN_STATES))
        .order_by(PortalApplication.decided_at.desc())
        .limit(MOST_DECIDED)
    ).all()


def how_many_wait(session: Session) -> int:
    """Count the applications that wait for the clerk."""
    found = session.scalar(
        select(func.count())
        .select_from(PortalApplication)
        .join(PortalAccount, PortalAccount.id == PortalApplication.account_id)
        .where(PortalApplication.state == "waiting")
    )
    return int(found or 0)


def resembling(session: Session, application: PortalApplication) -> Sequence[CourtUser]:
    """Return the accounts of this court that look like the applicant's own."""
    same_person = (func.lower(CourtUser.first_name) == application.first_name.lower()) & (
        func.lower(CourtUser.last_name) == application.last_name.lower()
    )
    marks = [same_person, func.lower(CourtUser.primary_email) == application.email.lower()]
    if application.bar_number:
        marks.append(CourtUser.bar_number == application.bar_number)
    return session.scalars(
        select(CourtUser).where(or_(*marks), CourtUser.id != (application.court_user_id or 0))
    ).all()


def misuse_reports(session: Session) -> Sequence[MisuseReport]:
    """Return the logins reported as known to somebody else: unseen ones first, then by age."""
    return session.scalars(
        select(MisuseReport)
        .order_by(MisuseReport.seen_at.is_not(None), MisuseReport.id.desc())
        .limit(MOST_REPORTS)
    ).all()


def unseen_misuse(session: Session) -> int:
    """Count the reports that no clerk has seen."""
    found = session.scalar(
        select(func.count()).select_from(MisuseReport).where(MisuseReport.seen_at.is_(None))
    )
    return int(found or 0)
