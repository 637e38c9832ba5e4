"""Reading sign-in: sessions, tokens, half-finished sign-ins, failed attempts, visits."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import Row, Select, Table, and_, bindparam, or_, select
from sqlalchemy.orm import Session

from idp.accounts import queries as accounts
from idp.accounts.models import Account
from idp.accounts.names import user_key
from idp.classroom.models import Trainer
from idp.signin import lockout
from idp.signin.models import AttemptCounter, CsoToken, PendingSignin, SsoSession, Visit
from shared.db import every_world, tables
from shared.ids import digest

MOST_SESSIONS: Final = 20


@dataclass(frozen=True, slots=True)
class Candidate:
    """What is known of a user name before its password is checked; free of its session."""

    user_key: str
    account_id: int = 0
    password_hash: str | None = None
    active: bool = False
    locked: bool = False
    slowed: bool = False
    disabled_reason: str = ""
    world: int = 0
    seat_offset_seconds: float = 0.0


def candidate(session: Session, *, user_name: str, address: str, wall: datetime) -> Candidate:
    """Return what a sign-in has to know of a user name, the same shape for unknown ones.

    Who is locked out has no hash here: no guess of theirs is even compared.
    """
    key = user_key(user_name)
    account = accounts.by_user_name(session, user_name=user_name)
    counts = counts_of(session, keys=lockout.keys(user_key=key, address=address))
    stopped = {scope for scope, count in counts.items() if lockout.locked(count, wall)}
    locked = bool(stopped & {lockout.ACCOUNT, lockout.PAIR})
    return Candidate(
        user_key=key,
        account_id=account.id if account else 0,
        password_hash=account.password_hash if account and not locked else None,
        active=account is not None and account.status == "active",
        locked=locked,
        slowed=lockout.ADDRESS in stopped,
        disabled_reason=account.disabled_reason if account else "",
        world=account.world if account else 0,
        seat_offset_seconds=account.seat_offset_seconds if account else 0.0,
    )


def counts_of(session: Session, *, keys: Sequence[tuple[str, str]]) -> dict[str, lockout.Count]:
    """Return the counters of an attempt, by scope."""
    wanted = [and_(AttemptCounter.scope == scope, AttemptCounter.key == key) for scope, key in keys]
    return {
        row.scope: count_of(row)
        for row in session.scalars(select(AttemptCounter).where(or_(*wanted)))
    }


def count_of(row: AttemptCounter) -> lockout.Count:
    """Return a counter as the rules see it."""
    return lockout.Count(row.failures, row.first_at, row.last_at, row.locked_until)


def is_live(row: SsoSession | Standing, *, wall: datetime, idle: timedelta) -> bool:
    """Say whether a session is neither closed, nor over, nor left alone for too long."""
    return row.closed_at is None and wall < row.expires_at and wall - row.last_seen < idle


def sessions_in(session: Session, worlds: range) -> Sequence[SsoSession]:
    """Return the sessions of accounts of some worlds that nobody has closed, the oldest first."""
    statement = (
        select(SsoSession)
        .join(Account, Account.id == SsoSession.account_id)
        .where(Account.world.between(worlds.start, worlds.stop - 1), SsoSession.closed_at.is_(None))
        .order_by(SsoSession.id)
    )
    return session.scalars(every_world(statement)).all()


def session_by_id(session: Session, session_id: int) -> SsoSession | None:
    """Return a session by its key, live or not."""
    found: SsoSession | None = session.scalar(
        every_world(select(SsoSession).where(SsoSession.id == session_id))
    )
    return found


def session_by_sid(session: Session, sid: str) -> SsoSession | None:
    """Return a session by the identifier that courts know, live or not."""
    found: SsoSession | None = session.scalar(
        every_world(select(SsoSession).where(SsoSession.sid == sid))
    )
    return found


# Tables and not classes: every page asks who is there, and needs no objects for it.
_SSO: Final = cast(Table, SsoSession.__table__)
_ACCOUNT: Final = cast(Table, Account.__table__)
_TRAINER: Final = cast(Table, Trainer.__table__)
_TOKEN: Final = cast(Table, CsoToken.__table__)
#: A session, its person, and whether they train others, as columns.
STANDING: Final = (
    _SSO.c.id.label("session_id"),
    *(_SSO.c[name] for name in ("sid", "auth_time", "last_seen", "expires_at", "closed_at")),
    *(_SSO.c[name] for name in ("amr", "acr", "client_code", "search_disabled")),
    _ACCOUNT.c.id.label("account_id"),
    *(_ACCOUNT.c[name] for name in ("subject", "account_number", "user_name", "email", "kind")),
    *(_ACCOUNT.c[name] for name in ("first_name", "middle_name", "last_name", "generation")),
    *(_ACCOUNT.c[name] for name in ("legacy", "status", "search_status")),
    *(_ACCOUNT.c[name] for name in ("world", "seat_offset_seconds")),
    _TRAINER.c.id.label("trainer"),
)
STANDING_FROM: Final = _SSO.join(_ACCOUNT, _ACCOUNT.c.id == _SSO.c.account_id).outerjoin(
    _TRAINER, _TRAINER.c.subject == _ACCOUNT.c.subject
)
_STANDING: Final = select(*STANDING).select_from(STANDING_FROM)
_BY_ID: Final = _STANDING.where(_SSO.c.id == bindparam("wanted"))
_BY_COOKIE: Final = _STANDING.where(_SSO.c.token_hash == bindparam("hashed"))
_BY_CSO_TOKEN: Final = (
    select(*STANDING)
    .select_from(STANDING_FROM.join(_TOKEN, _TOKEN.c.session_id == _SSO.c.id))
    .where(_TOKEN.c.token_hash == bindparam("hashed"), _TOKEN.c.closed_at.is_(None))
)
#: A row of `STANDING`.
Standing = Row[Any]


def standing(session: Session, *, session_id: int) -> Standing | None:
    """Return a session by its key with its person, live or not."""
    return tables(session).execute(_BY_ID, {"wanted": session_id}).one_or_none()


def standing_by_cookie(
    session: Session, *, token: str, wall: datetime, idle: timedelta
) -> Standing | None:
    """Return the live session of a sign-on cookie with its person."""
    return _standing(session, _BY_COOKIE, token, wall, idle)


def standing_by_cso_token(
    session: Session, *, token: str, wall: datetime, idle: timedelta
) -> Standing | None:
    """Return the live session behind a `nextGenCSO` token with its person."""
    return _standing(session, _BY_CSO_TOKEN, token, wall, idle)


def _standing(
    session: Session,
    statement: Select[*tuple[Any, ...]],
    token: str,
    wall: datetime,
    idle: timedelta,
) -> Standing | None:
    if not token:
        return None
    row = tables(session).execute(statement, {"hashed": digest(token)}).one_or_none()
    return row if row is not None and is_live(row, wall=wall, idle=idle) else None


def session_by_cso_token(
    session: Session, *, token: str, wall: datetime, idle: timedelta
) -> SsoSession | None:
    """Return the live session behind a `nextGenCSO` token."""
    if not token:
        return None
    found = (
        select(SsoSession)
        .join(CsoToken, CsoToken.session_id == SsoSession.id)
        .where(CsoToken.token_hash == digest(token), CsoToken.closed_at.is_(None))
    )
    row = session.scalar(every_world(found))
    return row if row is not None and is_live(row, wall=wall, idle=idle) else None


def newest_cso_token_at(session: Session, *, session_id: int) -> datetime | None:
    """Return when a session got its newest `nextGenCSO` token."""
    return session.scalar(
        select(CsoToken.created_at)
        .where(CsoToken.session_id == session_id)
        .order_by(CsoToken.created_at.desc())
        .limit(1)
    )


def pending_by_token(session: Session, *, token: str, wall: datetime) -> PendingSignin | None:
    """Return the half-finished sign-in of a browser, if its time is not over."""
    if not token:
        return None
    found = select(PendingSignin).where(PendingSignin.token_hash == digest(token))
    row = session.scalar(every_world(found))
    return row if row is not None and wall < row.expires_at else None


def visits_of(session: Session, session_id: int) -> Sequence[Visit]:
    """Return the members that a session has been to, in the order of the first visit."""
    return session.scalars(
        select(Visit).where(Visit.session_id == session_id).order_by(Visit.id)
    ).all()


def live_sessions(
    session: Session, *, account_id: int, wall: datetime, idle: timedelta
) -> Sequence[SsoSession]:
    """Return the sessions of an account that are still good, the newest first."""
    found = (
        select(SsoSession)
        .where(SsoSession.account_id == account_id, SsoSession.closed_at.is_(None))
        .order_by(SsoSession.id.desc())
    )
    rows = session.scalars(every_world(found)).all()
    return [row for row in rows if is_live(row, wall=wall, idle=idle)]


def sessions_of(session: Session, *, subject: str, world: int) -> Sequence[SsoSession]:
    """Return the latest sessions of a person, ended or not, the newest first."""
    found = (
        select(SsoSession)
        .join(Account, Account.id == SsoSession.account_id)
        .where(Account.subject == subject, Account.world == world)
        .order_by(SsoSession.id.desc())
        .limit(MOST_SESSIONS)
    )
    return session.scalars(every_world(found)).all()
