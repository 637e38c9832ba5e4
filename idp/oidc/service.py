"""Writes of the OpenID provider. Times are real time (docs/decisions.md)."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, cast

from sqlalchemy import CursorResult, Table, bindparam, delete, insert, select, update
from sqlalchemy.engine import Connection
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from idp.oidc import queries
from idp.oidc.claims import ID_TOKEN_LIFE
from idp.oidc.keyring import ACTIVE, NEXT, NewKey
from idp.oidc.models import (
    AccessToken,
    AuthorizationCode,
    AuthorizeTransaction,
    ClientError,
    ClientToken,
    Consent,
    HeldCode,
    PushedRequest,
    RefreshToken,
    RelyingParty,
    SigningKey,
)
from idp.signin import queries as signin
from idp.signin.models import SsoSession, Visit
from idp.signin.queries import Standing
from shared import ids, outbox
from shared.db import KEEP_SPENT, tables, take_turn
from shared.wire import BackchannelLogout

CODE_LIFE: Final = timedelta(seconds=60)
ACCESS_TOKEN_LIFE: Final = timedelta(hours=1)
TRANSACTION_LIFE: Final = timedelta(hours=1)
#: However often it is renewed, a family ends then, and with its session before.
REFRESH_LIFE: Final = timedelta(days=30)
#: Two requests of one client that cross each other are no theft (identity.md 2.5, 2).
REFRESH_OVERLAP: Final = timedelta(seconds=3)
PUSHED_LIFE: Final = timedelta(seconds=60)
KEY_LIFE: Final = timedelta(days=90)
#: ID tokens of a retired key may still be shown as a hint at log-out for as long as a session is.
RETIRED_LIFE: Final = ID_TOKEN_LIFE + timedelta(hours=24)
MOST_ERRORS: Final = 100
#: The request that closes a session tells the courts itself; the outbox follows if it cannot.
HEAD_START: Final = timedelta(seconds=15)
LOGOUT_LANE: Final = "local:logout"
TOLD: Final = "Logged out."


# --------------------------------------------------------------------------- keys


def ensure_keys(session: Session, *, made: Iterable[NewKey], wall: datetime) -> None:
    """Store new keys where one that signs or waits is missing; who comes second changes nothing.

    The unique `active_for` and `next_for` decide between processes that start at once.
    """
    have = {(key.alg, key.state) for key in queries.signing_keys(session)}
    for key in made:
        state = NEXT if (key.alg, ACTIVE) in have else ACTIVE
        if (key.alg, state) in have:
            continue
        have.add((key.alg, state))
        try:
            with session.begin_nested():
                session.add(_row(key, state, wall))
        except IntegrityError:
            continue


def rotate_key(session: Session, *, alg: str, new: NewKey, wall: datetime) -> str:
    """Have the waiting key sign from now on and a new one wait; return the `kid` that signs.

    The one that has signed stays to check what it has signed.
    """
    _promote(session, alg, wall)
    session.add(_row(new, NEXT, wall))
    session.flush()
    return session.scalars(select(SigningKey.kid).where(SigningKey.active_for == alg)).one()


def _promote(session: Session, alg: str, wall: datetime) -> None:
    # Flushed one by one: both columns are unique.
    session.execute(
        update(SigningKey)
        .where(SigningKey.active_for == alg)
        .values(active_for=None, retired_at=wall)
    )
    session.execute(
        update(SigningKey)
        .where(SigningKey.next_for == alg)
        .values(next_for=None, active_for=alg, active_at=wall)
    )


def rotate_due_keys(session: Session, wall: datetime) -> None:
    """Let keys of ninety days retire, and delete those that nothing can be signed by any more.

    The next ring that is read makes the key that waits then (protocol.Provider).
    """
    old = session.scalars(
        select(SigningKey.alg).where(
            SigningKey.active_for.is_not(None), SigningKey.active_at < wall - KEY_LIFE
        )
    ).all()
    waiting = set(session.scalars(select(SigningKey.next_for)).all())
    for alg in old:
        if alg in waiting:
            _promote(session, alg, wall)
    session.execute(delete(SigningKey).where(SigningKey.retired_at < wall - RETIRED_LIFE))


def _row(key: NewKey, state: str, wall: datetime) -> SigningKey:
    active = state == ACTIVE
    return SigningKey(
        kid=key.kid,
        alg=key.alg,
        next_for=None if active else key.alg,
        active_for=key.alg if active else None,
        private_jwk=key.private_jwk,
        made_at=wall,
        active_at=wall if active else None,
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


def push_request(
    session: Session, *, uri: str, client_id: str, parameters: Mapping[str, str], wall: datetime
) -> None:
    """Keep an authorization request that a client has pushed (RFC 9126 2.2)."""
    session.add(
        PushedRequest(
            uri_hash=ids.digest(uri),
            client_id=client_id,
            parameters=json.dumps(dict(parameters), sort_keys=True),
            expires_at=wall + PUSHED_LIFE,
        )
    )
    session.flush()


def take_pushed(session: Session, *, uri: str, client_id: str, wall: datetime) -> dict[str, str]:
    """Use up a pushed request of a client; empty if there is none, or it was used or is too old."""
    row = queries.pushed(session, uri)
    if row is None or row.client_id != client_id:
        return {}
    taken = _changed_one(
        session,
        update(PushedRequest)
        .where(
            PushedRequest.uri_hash == row.uri_hash,
            PushedRequest.used_at.is_(None),
            PushedRequest.expires_at > wall,
        )
        .values(used_at=wall),
    )
    found: dict[str, str] = json.loads(row.parameters) if taken else {}
    return found


# Written by statement: the unit of work costs three times as much (docs/performance.md).
_CODE: Final = cast(Table, AuthorizationCode.__table__)
_CLAIM: Final = (
    update(_CODE)
    .where(
        _CODE.c.code_hash == bindparam("hashed"),
        _CODE.c.used_at.is_(None),
        _CODE.c.expires_at > bindparam("now"),
    )
    .values(used_at=bindparam("used"))
)
_NEW_CODE: Final = insert(_CODE)
_NEW_TOKEN: Final = insert(cast(Table, AccessToken.__table__))
_NEW_CLIENT_TOKEN: Final = insert(cast(Table, ClientToken.__table__))


def issue_code(
    session: Session,
    *,
    code: str,
    client_id: str,
    sso: Standing,
    redirect_uri: str,
    scope: str,
    nonce: str,
    code_challenge: str,
    code_challenge_method: str,
    acr: str,
    claims: str,
    wall: datetime,
) -> None:
    """Store a code, hashed, bound to all that it was asked with."""
    tables(session).execute(
        _NEW_CODE,
        {
            "code_hash": ids.digest(code),
            "client_id": client_id,
            "session_id": sso.session_id,
            "redirect_uri": redirect_uri,
            "scope": scope,
            "nonce": nonce,
            "code_challenge": code_challenge,
            "code_challenge_method": code_challenge_method,
            "auth_time": sso.auth_time,
            "acr": acr,
            "amr": sso.amr,
            "claims": claims,
            "issued_at": wall,
            "expires_at": wall + CODE_LIFE,
        },
    )


def claim_code(session: Session, *, code: HeldCode, wall: datetime) -> bool:
    """Use up a code; False if it was used before (RFC 6749 4.1.2).

    One UPDATE decides, so that of many parallel tries one wins (identity.md 2.5, 1).
    """
    claimed = tables(session).execute(_CLAIM, {"hashed": code.code_hash, "now": wall, "used": wall})
    return claimed.rowcount == 1


def issue_token(
    session: Session,
    *,
    token: str,
    basis: HeldCode | RefreshToken,
    scope: str,
    expires_at: datetime,
    wall: datetime,
) -> None:
    """Store an access token, hashed, bound to the code and session that it came from."""
    tables(session).execute(
        _NEW_TOKEN,
        {
            "token_hash": ids.digest(token),
            "client_id": basis.client_id,
            "session_id": basis.session_id,
            "code_hash": basis.code_hash,
            "scope": scope,
            "claims": basis.claims,
            "issued_at": wall,
            "expires_at": expires_at,
        },
    )


def issue_client_token(
    connection: Connection, *, token: str, client_id: str, expires_at: datetime, wall: datetime
) -> None:
    """Store an access token of a client itself, hashed (RFC 6749 4.4)."""
    connection.execute(
        _NEW_CLIENT_TOKEN,
        {
            "token_hash": ids.digest(token),
            "client_id": client_id,
            "issued_at": wall,
            "expires_at": expires_at,
        },
    )


def begin_family(
    session: Session, *, token: str, code: HeldCode, ends: datetime, wall: datetime
) -> None:
    """Store the first refresh token of a family.

    :param ends: when the session ends: no family outlives it.
    """
    session.add(
        RefreshToken(
            token_hash=ids.digest(token),
            family_id=code.code_hash,
            client_id=code.client_id,
            session_id=code.session_id,
            scope=code.scope,
            auth_time=code.auth_time,
            acr=code.acr,
            amr=code.amr,
            claims=code.claims,
            issued_at=wall,
            expires_at=min(wall + REFRESH_LIFE, ends),
        )
    )
    session.flush()


def rotate_refresh(session: Session, *, held: RefreshToken, successor: str, wall: datetime) -> bool:
    """Use up a refresh token and store its successor; False if somebody else did (RFC 9700 4.14).

    One UPDATE decides between parallel requests (identity.md 2.5, 2). The end of the family stays.
    """
    won = _changed_one(
        session,
        update(RefreshToken)
        .where(
            RefreshToken.token_hash == held.token_hash,
            RefreshToken.used_at.is_(None),
            RefreshToken.revoked_at.is_(None),
            RefreshToken.expires_at > wall,
        )
        .values(used_at=wall),
    )
    if not won:
        return False
    session.add(
        RefreshToken(
            token_hash=ids.digest(successor),
            family_id=held.family_id,
            client_id=held.client_id,
            session_id=held.session_id,
            scope=held.scope,
            auth_time=held.auth_time,
            acr=held.acr,
            amr=held.amr,
            claims=held.claims,
            issued_at=wall,
            expires_at=held.expires_at,
        )
    )
    session.flush()
    return True


def revoke_issued(session: Session, *, code_hash: str, wall: datetime) -> None:
    """Revoke all that a code has brought: it, or a refresh token of its, came a second time.

    RFC 6749 4.1.2, RFC 9700 4.14.2, ASVS 10.4.2 and 10.4.5.
    """
    for table, family in (
        (AccessToken, AccessToken.code_hash),
        (RefreshToken, RefreshToken.family_id),
    ):
        session.execute(
            update(table)
            .where(family == code_hash, table.revoked_at.is_(None))
            .values(revoked_at=wall)
        )


def revoke_token(session: Session, *, token: str, wall: datetime) -> None:
    """Revoke an access token, or the whole family of a refresh token (RFC 7009 2.1)."""
    held = queries.refresh_token(session, token)
    if held is not None:
        revoke_issued(session, code_hash=held.family_id, wall=wall)
        return
    for table in (AccessToken, ClientToken):
        session.execute(
            update(table)
            .where(table.token_hash == ids.digest(token), table.revoked_at.is_(None))
            .values(revoked_at=wall)
        )


def _changed_one(session: Session, statement: Any) -> bool:
    result = cast(
        "CursorResult[Any]",
        session.execute(statement.execution_options(synchronize_session=False)),
    )
    return result.rowcount == 1


# --------------------------------------------------------------------------- registered by hand


def new_secret() -> str:
    """Return a client secret of 256 random bits."""
    return ids.new_token()


def register_client(
    session: Session,
    *,
    owner: str,
    secret: str,
    wall: datetime,
    **values: Any,
) -> RelyingParty:
    """Register a relying party; its secret is shown once and kept hashed."""
    row = RelyingParty(
        client_id="rp-" + ids.new_token(16).lower(),
        owner_subject=owner,
        secret_hash=ids.digest(secret),
        created_at=wall,
        secret_made_at=wall,
        **values,
    )
    session.add(row)
    session.flush()
    return row


def change_client(session: Session, *, row: RelyingParty, **values: Any) -> None:
    """Change what is registered for a relying party."""
    for name, value in values.items():
        setattr(row, name, value)
    session.flush()


def rotate_secret(session: Session, *, row: RelyingParty, secret: str, wall: datetime) -> None:
    """Give a relying party a new secret; the old one is wrong from now on."""
    row.secret_hash = ids.digest(secret)
    row.secret_made_at = wall
    session.flush()


def remove_client(session: Session, *, row: RelyingParty, wall: datetime) -> None:
    """Take a relying party out, with all that it holds."""
    client_id = row.client_id
    for table in (AccessToken, RefreshToken, ClientToken):
        session.execute(
            update(table)
            .where(table.client_id == client_id, table.revoked_at.is_(None))
            .values(revoked_at=wall)
        )
    for kept in (Consent, ClientError):
        session.execute(delete(kept).where(kept.client_id == client_id))
    session.delete(row)
    session.flush()


def note_error(session: Session, *, row: ClientError) -> None:
    """Keep a refused request of a client, and of all its refused ones the last hundred."""
    # Two that delete the oldest at once would wait for each other.
    take_turn(session, f"client-errors:{row.client_id}")
    session.add(row)
    session.flush()
    kept = (
        select(ClientError.id)
        .where(ClientError.client_id == row.client_id)
        .order_by(ClientError.id.desc())
        .offset(MOST_ERRORS)
    )
    session.execute(delete(ClientError).where(ClientError.id.in_(kept.scalar_subquery())))


def note_consent(
    session: Session, *, held: AuthorizeTransaction, subject: str, scope: str, wall: datetime
) -> None:
    """Remember that a person lets a client know what it asks for, and what they did before."""
    held.consented_subject = subject
    row = queries.consent(session, subject=subject, client_id=held.client_id)
    if row is None:
        row = Consent(subject=subject, client_id=held.client_id, scope="", given_at=wall)
        session.add(row)
    row.scope = " ".join(sorted({*row.scope.split(), *scope.split()}))
    row.given_at = wall
    session.flush()


def withdraw_consent(session: Session, *, subject: str, client_id: str, wall: datetime) -> None:
    """Forget a consent and end what the client holds of this person (ASVS 10.7.3, 10.4.9)."""
    session.execute(
        delete(Consent).where(Consent.subject == subject, Consent.client_id == client_id)
    )
    theirs = select(SsoSession.id).where(SsoSession.account.has(subject=subject))
    for table in (AccessToken, RefreshToken):
        session.execute(
            update(table)
            .where(
                table.client_id == client_id,
                table.session_id.in_(theirs),
                table.revoked_at.is_(None),
            )
            .values(revoked_at=wall)
        )


# --------------------------------------------------------------------------- log-out


@dataclass(frozen=True, slots=True)
class Announcement:
    """A court that is to be told of a log-out, free of the session."""

    message_id: str
    member_id: str
    message: BackchannelLogout


def announce_logout(
    session: Session,
    *,
    sso: SsoSession,
    clients: Mapping[str, str],
    lanes: Mapping[str, str],
    wall: datetime,
) -> tuple[Announcement, ...]:
    """Promise every visited court a logout token; the caller tells them after the commit.

    Each court has a lane of its own, so that one which is down keeps no other waiting; what people
    have registered shares a few.

    :param clients: client identifiers by the name of the visit.
    :param lanes: outbox lanes by the name of the visit.
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
            session, destination=lanes.get(visit.member, LOGOUT_LANE), message=message, wall=wall
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
    sid: str,
    problem: str | None,
    wall: datetime,
    message_id: str | None = None,
) -> None:
    """Write what became of a visited court at log-out.

    :param sid: of the session that was closed: its visits may be gone with a run of a seat, and
        their numbers be those of others.
    :param message_id: of the outbox row that the request itself has delivered or failed to.
    """
    visit = session.scalar(
        select(Visit)
        .join(SsoSession, SsoSession.id == Visit.session_id)
        .where(Visit.id == visit_id, SsoSession.sid == sid)
        .execution_options(every_world=True)
    )
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
    for table in (
        AccessToken,
        RefreshToken,
        ClientToken,
        AuthorizationCode,
        AuthorizeTransaction,
        PushedRequest,
    ):
        session.execute(delete(table).where(table.expires_at < wall - KEEP_SPENT))
    rotate_due_keys(session, wall)
