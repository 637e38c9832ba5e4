"""Reads of court sessions, of the people behind them, and of counters of wrong passwords."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import and_, func, or_, select
from sqlalchemy.orm import Session

from courts.accounts.models import DISABLED, CourtUser, FilingAgent, StaffMember
from courts.signin.models import CourtSession, SignonState
from shared.db import every_world, in_worlds
from shared.seating import visible

MOST_SESSIONS: Final = 20


def session_by_hash(session: Session, token_hash: str) -> CourtSession | None:
    """Return the row of a session or CSO cookie, ended or not."""
    found: CourtSession | None = session.scalar(
        every_world(select(CourtSession).where(CourtSession.token_hash == token_hash))
    )
    return found


def session_by_id(session: Session, session_id: int) -> CourtSession | None:
    """Return the row of a session, ended or not."""
    found: CourtSession | None = session.scalar(
        every_world(select(CourtSession).where(CourtSession.id == session_id))
    )
    return found


def is_live(row: CourtSession, *, idle: timedelta, wall: datetime) -> bool:
    """Say whether a session may still be used: not closed, not idle too long, not too old."""
    user = row.court_user
    void = row.source == "court" and (
        user is None
        or user.password_version != row.court_password_version
        or user.status == DISABLED
    )
    return (
        row.closed_at is None and row.expires_at > wall and row.last_seen + idle > wall and not void
    )


def sessions_in(session: Session, worlds: range) -> Sequence[CourtSession]:
    """Return the sessions in some worlds that nobody has closed, the oldest first."""
    statement = select(CourtSession).where(
        CourtSession.world.between(worlds.start, worlds.stop - 1),
        CourtSession.closed_at.is_(None),
    )
    return session.scalars(every_world(statement.order_by(CourtSession.id))).all()


def count_open(session: Session, *, user: CourtUser, idle: timedelta, wall: datetime) -> int:
    """Count the sessions of an old login that may still be used."""
    statement = select(func.count(CourtSession.id)).where(
        CourtSession.court_user_id == user.id,
        CourtSession.court_password_version == user.password_version,
        CourtSession.closed_at.is_(None),
        CourtSession.expires_at > wall,
        CourtSession.last_seen > wall - idle,
    )
    return int(session.scalar(statement) or 0)


def user_behind(session: Session, row: CourtSession) -> CourtUser | None:
    """Return the e-file account that a session acts with: the old login's, or the linked one."""
    if row.source == "court":
        return row.court_user
    if not row.subject:
        return None
    found = session.scalars(
        every_world(
            select(CourtUser)
            .where(CourtUser.linked_subject == row.subject)
            .where(in_worlds(CourtUser.world, visible(row.world)))
            .order_by(CourtUser.world.desc())
        )
    )
    return found.first()


def principal_behind(
    session: Session, row: CourtSession, agent: CourtUser
) -> tuple[CourtUser, FilingAgent] | None:
    """Return the account for which a filing agent chose to work, while its holder lets them."""
    if row.principal_id is None:
        return None
    link = session.scalar(
        every_world(
            select(FilingAgent)
            .where(FilingAgent.agent_id == agent.id, FilingAgent.principal_id == row.principal_id)
            .where(FilingAgent.since.is_not(None), FilingAgent.ended_at.is_(None))
        )
    )
    holder = session.get(CourtUser, row.principal_id)
    return None if link is None or holder is None else (holder, link)


def staff_behind(session: Session, row: CourtSession) -> StaffMember | None:
    """Return the staff row of a session's person; being a clerk is a row of the court."""
    if not row.subject:
        return None
    found = session.scalars(
        every_world(
            select(StaffMember)
            .where(StaffMember.subject == row.subject)
            .where(in_worlds(StaffMember.world, visible(row.world)))
            .order_by(StaffMember.world.desc())
        )
    )
    return found.first()


def accounts_of(session: Session, *, subject: str, email: str, world: int) -> Sequence[CourtUser]:
    """Return the accounts of this court that are somebody's: linked, or by the same address."""
    same_address = func.lower(CourtUser.primary_email) == email.lower()
    mine = or_(
        CourtUser.linked_subject == subject,
        and_(CourtUser.linked_subject.is_(None), same_address),
    )
    return session.scalars(
        every_world(select(CourtUser).where(mine, CourtUser.world == world))
    ).all()


def sessions_of(
    session: Session, *, subject: str, user_ids: Sequence[int], world: int
) -> Sequence[CourtSession]:
    """Return the latest sessions of a person: by PACER, or by an old login of theirs."""
    mine = or_(
        and_(CourtSession.subject == subject, CourtSession.source != "court"),
        CourtSession.court_user_id.in_(user_ids),
    )
    return session.scalars(
        every_world(
            select(CourtSession)
            .where(mine, CourtSession.world == world)
            .order_by(CourtSession.id.desc())
            .limit(MOST_SESSIONS)
        )
    ).all()


def state_exists(session: Session, key: str, *, wall: datetime) -> bool:
    """Say whether a short-lived value is there."""
    found = session.get(SignonState, key)
    return found is not None and found.expires_at > wall
