"""Reading a court's own users, and the few columns of a session that the account screens keep."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from sqlalchemy import Integer, String, Text, column, func, select, table
from sqlalchemy.orm import Session

from courts.accounts import logins
from courts.accounts.models import CourtUser, LinkProof, LoginCounter, PasswordReset, StaffMember
from shared.db import changeable, every_world, nearest_first

# The session's row belongs to the room above this one, which must not be imported from here;
# these are the columns in which the account screens keep what belongs to the session.
SESSION_ROW: Final = table(
    "court_session",
    column("id", Integer),
    column("subject", String),
    column("account_kind", String),
    column("account_legacy"),
    column("account_status", String),
    column("court_user_id", Integer),
    column("court_password_version", Integer),
    column("draft", Text),
)


def user_by_login(session: Session, login: str) -> CourtUser | None:
    """Return the account under an old login, if it is of a world that this session may change.

    Nobody in a seat proves, links or changes what belongs to everybody.
    """
    return session.scalars(
        select(CourtUser)
        .where(CourtUser.login_key == logins.normal(login), changeable(session, CourtUser))
        .order_by(CourtUser.world.desc())
        .limit(1)
    ).first()


def world_of_login(session: Session, login: str) -> int | None:
    """Return the world of an old login, wherever it is; None if nobody has it.

    Logins of seats carry the seat, so whoever logs in need not say where they sit.
    """
    found: int | None = session.scalar(
        every_world(
            select(CourtUser.world)
            .where(CourtUser.login_key == logins.normal(login))
            .order_by(*nearest_first(session, CourtUser))
            .limit(1)
        )
    )
    return found


def user_of(session: Session, subject: str) -> CourtUser | None:
    """Return the account of this court that a PACER account files with."""
    return session.scalars(
        select(CourtUser)
        .where(CourtUser.linked_subject == subject)
        .order_by(CourtUser.world.desc())
        .limit(1)
    ).first()


def staff_of_class(session: Session, *, subject: str, world: int) -> StaffMember | None:
    """Return somebody who works here for a class, by the class's own world."""
    found: StaffMember | None = session.scalar(
        every_world(
            select(StaffMember).where(StaffMember.subject == subject, StaffMember.world == world)
        )
    )
    return found


def user_by_id(session: Session, user_id: int, *, lock: bool = False) -> CourtUser | None:
    """Return an account by its number, locked until the end of the transaction if asked for."""
    statement = select(CourtUser).where(CourtUser.id == user_id)
    if lock:
        statement = statement.with_for_update().execution_options(populate_existing=True)
    return session.scalars(statement).first()


def login_keys(session: Session) -> frozenset[str]:
    """Return every login of this court, of all worlds, as it is compared."""
    known = select(CourtUser.login_key).where(CourtUser.login_key.is_not(None))
    found = session.scalars(every_world(known))
    return frozenset(key for key in found if key)


def counter_of(session: Session, login_key: str) -> LoginCounter | None:
    """Return the wrong passwords counted against a login, locked for a change."""
    return session.scalars(
        select(LoginCounter)
        .where(LoginCounter.login_key == login_key, changeable(session, LoginCounter))
        .order_by(LoginCounter.world.desc())
        .limit(1)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).first()


def counter_seen(session: Session, login_key: str) -> LoginCounter | None:
    """Return the wrong passwords counted against a login, to be looked at only."""
    return session.scalars(
        select(LoginCounter)
        .where(LoginCounter.login_key == login_key, changeable(session, LoginCounter))
        .order_by(LoginCounter.world.desc())
        .limit(1)
    ).first()


def proof_of(session: Session, *, session_id: int, wall: datetime) -> LinkProof | None:
    """Return the old login that a session proved on screen A, while it is good."""
    return session.scalars(
        select(LinkProof).where(
            LinkProof.court_session_id == session_id, LinkProof.expires_at > wall
        )
    ).first()


def reset_by_token(
    session: Session, token_hash: str, *, lock: bool = False
) -> PasswordReset | None:
    """Return a promised password reset."""
    statement = select(PasswordReset).where(PasswordReset.token_hash == token_hash)
    if lock:
        statement = statement.with_for_update()
    found: PasswordReset | None = session.scalars(every_world(statement)).first()
    return found


def resets_since(session: Session, *, user_id: int, since: datetime) -> int:
    """Count the reset mails of an account since a moment of real time."""
    found = session.scalar(
        select(func.count())
        .select_from(PasswordReset)
        .where(PasswordReset.court_user_id == user_id, PasswordReset.created_at >= since)
    )
    return int(found or 0)


def draft_of(session: Session, session_id: int) -> str:
    """Return what a session typed on the account screens and has not saved, as it is kept."""
    found = session.scalar(select(SESSION_ROW.c.draft).where(SESSION_ROW.c.id == session_id))
    return str(found or "")
