"""Writes of the OpenID provider. Times are real time (docs/decisions.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import CursorResult, delete, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from idp.oidc import queries
from idp.oidc.keyring import NewKey
from idp.oidc.models import AccessToken, AuthorizationCode, AuthorizeTransaction, SigningKey
from idp.signin import queries as signin
from idp.signin.models import SsoSession, Visit
from shared import ids, outbox
from shared.db import KEEP_SPENT
from shared.wire import BackchannelLogout

CODE_LIFE: Final = timedelta(seconds=60)
ACCESS_TOKEN_LIFE: Final = timedelta(hours=1)
TRANSACTION_LIFE: Final = timedelta(hours=1)
#: The request that closes a session tells the courts itself; the outbox follows if it cannot.
HEAD_START: Final = timedelta(seconds=15)
LOGOUT_LANE: Final = "local:logout"
TOLD: Final = "Logged out."


# --------------------------------------------------------------------------- keys


def ensure_keys(session: Session, *, made: Iterable[NewKey], wall: datetime) -> None:
    """Store new keys for the algorithms that have none yet; whoever comes second changes nothing.

    The unique `active_for` decides between processes that start at once.
    """
    have = {key.alg for key in queries.signing_keys(session) if key.active}
    for key in made:
        if key.alg in have:
            continue
        try:
            with session.begin_nested():
                session.add(_row(key, wall))
        except IntegrityError:
            continue


def rotate_key(session: Session, *, new: NewKey, wall: datetime) -> None:
    """Have a new key sign from now on; the old one stays to check what it has signed."""
    session.execute(
        update(SigningKey)
        .where(SigningKey.active_for == new.alg)
        .values(active_for=None, retired_at=wall)
    )
    session.add(_row(new, wall))
    session.flush()


def _row(key: NewKey, wall: datetime) -> SigningKey:
    return SigningKey(
        kid=key.kid, alg=key.alg, active_for=key.alg, private_jwk=key.private_jwk, made_at=wall
    )


# --------------------------------------------------------------------------- requests and codes


def hold_request(
    session: Session, *, client_id: str, parameters: Mapping[str, str], wall: datetime
) -> str:
    """Keep an authorization request until its person has signed in; return its token."""
    token = ids.new_token()
    session.add(
        AuthorizeTransaction(
            token_hash=ids.digest(token),
            client_id=client_id,
            parameters=json.dumps(dict(parameters), sort_keys=True),
            arrived_at=wall,
            expires_at=wall + TRANSACTION_LIFE,
            rounds=1,
        )
    )
    session.flush()
    return token


def send_round_again(session: Session, *, held: AuthorizeTransaction) -> None:
    """Count one more time that a person is sent to sign in for the same request."""
    held.rounds += 1
    session.flush()


def finish_request(session: Session, *, held: AuthorizeTransaction, wall: datetime) -> bool:
    """Use up a held request; False if somebody else was faster."""
    return _changed_one(
        session,
        update(AuthorizeTransaction)
        .where(AuthorizeTransaction.id == held.id, AuthorizeTransaction.used_at.is_(None))
        .values(used_at=wall),
    )


def issue_code(
    session: Session,
    *,
    code: str,
    client_id: str,
    sso: SsoSession,
    redirect_uri: str,
    scope: str,
    nonce: str,
    code_challenge: str,
    code_challenge_method: str,
    wall: datetime,
) -> AuthorizationCode:
    """Store a code, hashed, bound to all that it was asked with."""
    row = AuthorizationCode(
        code_hash=ids.digest(code),
        client_id=client_id,
        session_id=sso.id,
        redirect_uri=redirect_uri,
        scope=scope,
        nonce=nonce,
        code_challenge=code_challenge,
        code_challenge_method=code_challenge_method,
        auth_time=sso.auth_time,
        acr=sso.acr,
        amr=sso.amr,
        issued_at=wall,
        expires_at=wall + CODE_LIFE,
    )
    session.add(row)
    session.flush()
    return row


def claim_code(session: Session, *, code: AuthorizationCode, wall: datetime) -> bool:
    """Use up a code; False if it was used before (RFC 6749 4.1.2).

    One UPDATE decides, so that of many parallel tries one wins (identity.md 2.5, 1).
    """
    return _changed_one(
        session,
        update(AuthorizationCode)
        .where(
            AuthorizationCode.code_hash == code.code_hash,
            AuthorizationCode.used_at.is_(None),
            AuthorizationCode.expires_at > wall,
        )
        .values(used_at=wall),
    )


def issue_token(
    session: Session,
    *,
    token: str,
    code: AuthorizationCode,
    expires_at: datetime,
    wall: datetime,
) -> AccessToken:
    """Store an access token, hashed, bound to the code and session that it came from."""
    row = AccessToken(
        token_hash=ids.digest(token),
        client_id=code.client_id,
        session_id=code.session_id,
        code_hash=code.code_hash,
        scope=code.scope,
        issued_at=wall,
        expires_at=expires_at,
    )
    session.add(row)
    session.flush()
    return row


def revoke_issued(session: Session, *, code_hash: str, wall: datetime) -> None:
    """Revoke what a code has brought: it was presented again (RFC 6749 4.1.2, ASVS 10.4.2)."""
    session.execute(
        update(AccessToken)
        .where(AccessToken.code_hash == code_hash, AccessToken.revoked_at.is_(None))
        .values(revoked_at=wall)
    )


def revoke_token(session: Session, *, token_hash: str, wall: datetime) -> None:
    """Revoke one access token (RFC 7009)."""
    session.execute(
        update(AccessToken)
        .where(AccessToken.token_hash == token_hash, AccessToken.revoked_at.is_(None))
        .values(revoked_at=wall)
    )


def _changed_one(session: Session, statement: Any) -> bool:
    result = cast(
        "CursorResult[Any]",
        session.execute(statement.execution_options(synchronize_session=False)),
    )
    return result.rowcount == 1


# --------------------------------------------------------------------------- log-out


@dataclass(frozen=True, slots=True)
class Announcement:
    """A court that is to be told of a log-out, free of the session."""

    message_id: str
    member_id: str
    message: BackchannelLogout


def announce_logout(
    session: Session, *, sso: SsoSession, clients: Mapping[str, str], wall: datetime
) -> tuple[Announcement, ...]:
    """Promise every visited court a logout token; the caller tells them after the commit.

    Each court has a lane of its own, so that one which is down keeps no other waiting.

    :param clients: client identifiers by member.
    """
    found = []
    for visit in signin.visits_of(session, sso.id):
        client_id = clients.get(visit.member)
        if client_id is None or visit.told_at is not None or visit.outcome:
            continue
        message = BackchannelLogout(
            client_id=client_id, sid=sso.sid, subject=sso.account.subject, logout_id=visit.id
        )
        message_id = outbox.enqueue(
            session, destination=f"{LOGOUT_LANE}:{visit.member}", message=message, wall=wall
        )
        session.flush()
        session.execute(
            update(outbox.OutboxRow)
            .where(outbox.OutboxRow.message_id == message_id)
            .values(next_attempt_at=wall + HEAD_START)
        )
        visit.outcome = "To be told."
        found.append(Announcement(message_id, visit.member, message))
    session.flush()
    return tuple(found)


def note_told(
    session: Session,
    *,
    visit_id: int,
    problem: str | None,
    wall: datetime,
    message_id: str | None = None,
) -> None:
    """Write what became of a visited court at log-out.

    :param message_id: of the outbox row that the request itself has delivered or failed to.
    """
    visit = session.get(Visit, visit_id)
    if visit is not None and visit.told_at is None:
        visit.told_at = wall if problem is None else None
        visit.outcome = TOLD if problem is None else problem[:200]
    if message_id is not None:
        settled: dict[str, Any] = (
            {"delivered_at": wall, "lease_until": None}
            if problem is None
            else {"next_attempt_at": wall + timedelta(seconds=1), "last_error": problem}
        )
        session.execute(
            update(outbox.OutboxRow)
            .where(
                outbox.OutboxRow.message_id == message_id,
                outbox.OutboxRow.delivered_at.is_(None),
            )
            .values(**settled)
        )
    session.flush()


def sweep(session: Session, wall: datetime) -> None:
    """Delete requests, codes and tokens that ran out a day ago; until then a replay is known."""
    for table in (AccessToken, AuthorizationCode, AuthorizeTransaction):
        session.execute(delete(table).where(table.expires_at < wall - KEEP_SPENT))
