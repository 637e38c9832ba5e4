"""Writes of court sessions: opening, adopting, touching, closing; and of wrong passwords."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from sqlalchemy import ColumnElement, delete, select, update
from sqlalchemy.orm import Session

from courts.accounts.models import CourtUser
from courts.signin import queries
from courts.signin.models import CourtSession, SignonState
from shared import seats
from shared.db import SHARED_WORLD, every_world
from shared.errors import Refusal
from shared.ids import digest, new_token
from shared.signon.identity import Identity

#: How long the end of a sign-on is remembered, against a sign-in that was under way.
REMEMBERED: Final = timedelta(minutes=15)


class SignonEnded(Refusal):
    """The sign-on was ended while its answer was on the way."""

    def __init__(self) -> None:
        super().__init__("ended", "You logged out at PACER in the meantime. Sign in again.")


@dataclass(frozen=True, slots=True)
class Opening:
    """How a session begins: by which way, for how long, with which client code and proof."""

    source: str
    life: timedelta
    client_code: str = ""
    id_token: str = ""
    exempt: bool = False


def open_session(
    session: Session,
    *,
    opening: Opening,
    identity: Identity | None = None,
    user: CourtUser | None = None,
    wall: datetime,
) -> tuple[CourtSession, str]:
    """Open a session and return it with the cookie's value; the value is stored hashed only.

    :raises SignonEnded: if its sign-on was ended meanwhile.
    """
    token = new_token()
    row = _begin(session, digest(token), opening, wall)
    if identity is not None:
        set_identity(row, identity)
    # A PACER login on the old page leaves no sign-on behind that could end it from afar.
    if identity is not None and opening.source == "oidc":
        _refuse_ended(session, identity, wall)
        row.sid = identity.sid
    if user is not None:
        row.court_user_id, row.court_user = user.id, user
        row.court_password_version = user.password_version
        row.world = user.world
        if identity is None:
            row.seat_offset_seconds = seats.offset_of(session, user.world)
    row.exempt = opening.exempt
    if opening.client_code:
        row.client_code = opening.client_code
    session.flush()
    return row, token


def adopt_token(
    session: Session, *, token: str, identity: Identity, life: timedelta, wall: datetime
) -> CourtSession:
    """Keep a CSO token that the identity provider vouches for, by its hash (clients 3.1).

    :raises SignonEnded: if its sign-on was ended meanwhile.
    """
    _refuse_ended(session, identity, wall)
    hashed = digest(token)
    row = queries.session_by_hash(session, hashed)
    if row is None:
        row = _begin(session, hashed, Opening("cso", life), wall)
    goes_on = row.id is not None and row.closed_at is None
    kept = (row.client_code, row.exempt, row.search_refusal)
    row.closed_at, row.closed_reason = None, ""
    row.last_seen, row.expires_at = wall, wall + life
    set_identity(row, identity)
    row.sid = identity.sid
    row.exempt = False
    if goes_on:  # the same session, asked about once more: what was chosen in it holds
        row.client_code, row.exempt, row.search_refusal = kept
    session.flush()
    return row


def set_exempt(session: Session, *, session_id: int, exempt: bool) -> None:
    """Let a session be exempt from fees, or not any more (facts.md 1.9)."""
    row = queries.session_by_id(session, session_id)
    if row is not None:
        row.exempt = exempt
        session.flush()


def set_client_code(session: Session, *, session_id: int, code: str, refusal: str) -> None:
    """Charge a session to another client code from now on (facts.md 1.8)."""
    row = queries.session_by_id(session, session_id)
    if row is not None:
        row.client_code, row.search_refusal = code, refusal
        session.flush()


def set_principal(session: Session, *, session_id: int, principal_id: int | None) -> None:
    """Let a filing agent work for somebody in a session (facts 2.4)."""
    row = queries.session_by_id(session, session_id)
    if row is not None:
        row.principal_id = principal_id
        session.flush()


def set_identity(row: CourtSession, identity: Identity) -> None:
    """Write PACER's facts about a person on a session, as they are at this moment."""
    row.subject = identity.subject
    row.account_number = identity.account_number
    row.user_name = identity.user_name
    row.pacer_name = identity.name
    row.pacer_email = identity.email
    row.account_kind = identity.account_kind
    row.account_legacy = identity.account_legacy
    row.account_status = identity.account_status
    row.client_code = identity.client_code
    row.search_refusal = identity.search_reason if identity.search_disabled else ""
    row.trainer = identity.trainer
    row.seat_offset_seconds = identity.seat_offset_seconds
    row.world = identity.world


def add_pacer_login(
    session: Session, session_id: int, *, identity: Identity, exempt: bool = False
) -> None:
    """Keep a PACER login beside a court login, for the rest of that session (seed 000)."""
    row = queries.session_by_id(session, session_id)
    if row is not None:
        world, offset = row.world, row.seat_offset_seconds
        set_identity(row, identity)
        row.world, row.seat_offset_seconds = world, offset
        row.exempt = exempt
        session.flush()


def keep_default_pacer(session: Session, *, session_id: int, subject: str) -> None:
    """Make a PACER login the default of the old login of a session (facts 3.5)."""
    row = queries.session_by_id(session, session_id)
    if row is not None and row.court_user is not None:
        row.court_user.default_pacer = subject
        session.flush()


def suspend_search(session: Session, *, subject: str) -> None:
    """Take the right to search from every open session of a person; a new sign-in asks afresh."""
    session.execute(
        update(CourtSession)
        .where(CourtSession.subject == subject, CourtSession.closed_at.is_(None))
        .values(search_refusal="inactive")
    )


def touch(session: Session, session_id: int, *, wall: datetime) -> None:
    """Note that a session was used."""
    session.execute(
        update(CourtSession).where(CourtSession.id == session_id).values(last_seen=wall)
    )


def close_session(session: Session, row: CourtSession, *, reason: str, wall: datetime) -> None:
    """End a session."""
    if row.closed_at is None:
        row.closed_at, row.closed_reason = wall, reason
        row.id_token = ""
        session.flush()


def close_by_hash(
    session: Session, token_hash: str, *, reason: str, wall: datetime
) -> CourtSession | None:
    """End the session of a cookie, if there is one that lives."""
    row = queries.session_by_hash(session, token_hash)
    if row is None or row.closed_at is not None:
        return None
    close_session(session, row, reason=reason, wall=wall)
    return row


def close_by_sid(
    session: Session, *, sid: str, subject: str = "", reason: str, wall: datetime
) -> int:
    """End every session of one sign-on, or of one person if no `sid` is given.

    Sessions of the old login page have no `sid` and end by their own Logout (decisions 13).
    """
    mark: ColumnElement[bool] = CourtSession.sid == sid
    if not sid:
        mark = (CourtSession.subject == subject) & (CourtSession.sid != "")
    rows = list(
        session.scalars(
            every_world(select(CourtSession).where(mark).where(CourtSession.closed_at.is_(None)))
        )
    )
    for row in rows:
        close_session(session, row, reason=reason, wall=wall)
    if sid:
        put_state(session, _ended(sid), "", expires_at=wall + REMEMBERED, wall=wall)
    return len(rows)


def close_by_user(session: Session, *, user_id: int, reason: str, wall: datetime) -> int:
    """End every session of an old login, and say how many there were."""
    statement = select(CourtSession).where(
        CourtSession.court_user_id == user_id, CourtSession.closed_at.is_(None)
    )
    rows = list(session.scalars(every_world(statement)))
    for row in rows:
        close_session(session, row, reason=reason, wall=wall)
    return len(rows)


def _begin(session: Session, hashed: str, opening: Opening, wall: datetime) -> CourtSession:
    row = CourtSession(
        token_hash=hashed,
        source=opening.source,
        id_token=opening.id_token,
        opened_at=wall,
        last_seen=wall,
        expires_at=wall + opening.life,
        world=SHARED_WORLD,
    )
    session.add(row)
    return row


def _refuse_ended(session: Session, identity: Identity, wall: datetime) -> None:
    if identity.sid and queries.state_exists(session, _ended(identity.sid), wall=wall):
        raise SignonEnded


def _ended(sid: str) -> str:
    return f"ended:{digest(sid)}"


# --------------------------------------------------------------------------- short-lived values


def put_state(
    session: Session, key: str, value: str, *, expires_at: datetime, wall: datetime
) -> bool:
    """Keep a short-lived value; False if there is a live one under that key already."""
    session.execute(delete(SignonState).where(SignonState.expires_at <= wall))
    if session.get(SignonState, key, populate_existing=True) is not None:
        return False
    session.add(SignonState(key=key, value=value, expires_at=expires_at))
    session.flush()
    return True


def take_state(session: Session, key: str, *, wall: datetime) -> str | None:
    """Remove a short-lived value and return it; of two who ask at once one gets it."""
    found = session.execute(
        delete(SignonState)
        .where(SignonState.key == key)
        .returning(SignonState.value, SignonState.expires_at)
    ).first()
    if found is None or found.expires_at <= wall:
        return None
    return str(found.value)


def sweep(session: Session, wall: datetime) -> None:
    """Delete short-lived values that ran out."""
    session.execute(delete(SignonState).where(SignonState.expires_at < wall))
