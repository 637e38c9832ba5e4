"""Reads of the OpenID provider. Times are real time; every world is seen: tokens know no seats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from idp.accounts.models import Account
from idp.oidc.claims import Facts
from idp.oidc.keyring import StoredKey
from idp.oidc.models import AccessToken, AuthorizationCode, AuthorizeTransaction, SigningKey
from idp.signin import queries as signin
from idp.signin.models import CsoToken, SsoSession
from shared.db import every_world
from shared.ids import digest


@dataclass(frozen=True, slots=True)
class LiveToken:
    """A token that stands for a live session; `client_id` is empty for a CSO token."""

    token_hash: str
    client_id: str
    scope: tuple[str, ...]
    issued_at: datetime
    expires_at: datetime
    session: SsoSession


def signing_keys(session: Session) -> tuple[StoredKey, ...]:
    """Return all signing keys, those that sign first."""
    rows = session.scalars(select(SigningKey).order_by(SigningKey.active_for.is_(None)))
    return tuple(StoredKey(r.kid, r.alg, r.active_for is not None, r.private_jwk) for r in rows)


def is_live(sso: SsoSession, wall: datetime) -> bool:
    """Say whether a session still stands: neither closed nor past its end."""
    return sso.closed_at is None and sso.expires_at > wall


def transaction(session: Session, token: str) -> AuthorizeTransaction | None:
    """Return the waiting authorization request that a token names."""
    return session.scalar(
        select(AuthorizeTransaction).where(AuthorizeTransaction.token_hash == digest(token))
    )


def code(session: Session, code_text: str) -> AuthorizationCode | None:
    """Return a code, used or not."""
    return session.get(AuthorizationCode, digest(code_text))


def live_access_token(session: Session, token: str, wall: datetime) -> LiveToken | None:
    """Return an access token that is neither expired nor revoked, with its live session."""
    row = session.get(AccessToken, digest(token))
    if row is None or row.revoked_at is not None or row.expires_at <= wall:
        return None
    sso = signin.session_by_id(session, row.session_id)
    if sso is None or not is_live(sso, wall):
        return None
    return LiveToken(
        row.token_hash, row.client_id, tuple(row.scope.split()), row.issued_at, row.expires_at, sso
    )


def live_cso_token(session: Session, token: str, wall: datetime) -> LiveToken | None:
    """Return a `nextGenCSO` token that was not closed, with its live session."""
    row = session.scalar(every_world(select(CsoToken).where(CsoToken.token_hash == digest(token))))
    if row is None or row.closed_at is not None or not is_live(row.session, wall):
        return None
    scope = ("openid", "profile", "email")
    return LiveToken(row.token_hash, "", scope, row.created_at, row.session.expires_at, row.session)


def access_token_owner(session: Session, token: str) -> str | None:
    """Return which client an access token was issued to, whatever became of it."""
    row = session.get(AccessToken, digest(token))
    return None if row is None else row.client_id


def facts(sso: SsoSession, *, trainer: bool) -> Facts:
    """Return what claims are made of."""
    account: Account = sso.account
    return Facts(
        subject=account.subject,
        sid=sso.sid,
        auth_time=sso.auth_time,
        amr=tuple(sso.amr.split()),
        acr=sso.acr,
        user_name=account.user_name,
        name=account.display_name,
        given_name=account.first_name,
        family_name=account.last_name,
        email=account.email,
        account_number=account.account_number,
        kind=account.kind,
        legacy=account.legacy,
        status=account.status,
        client_code=sso.client_code,
        trainer=trainer,
        world=account.world,
        seat_offset_seconds=account.seat_offset_seconds,
        search_disabled=sso.search_disabled,
    )
