"""Reads of the OpenID provider. Times are real time; every world is seen: tokens know no seats."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final, cast

from sqlalchemy import Table, bindparam, select
from sqlalchemy.engine import Connection
from sqlalchemy.orm import Session

from idp.accounts import manage
from idp.accounts.models import full_name
from idp.oidc.claims import Facts
from idp.oidc.clients import Client
from idp.oidc.keyring import ACTIVE, NEXT, RETIRED, StoredKey
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
from idp.signin.models import CsoToken, SsoSession
from idp.signin.queries import Standing
from shared.db import every_world, tables
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
    claims: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """What introspection tells of a token."""

    client_id: str
    scope: tuple[str, ...]
    issued_at: datetime
    expires_at: datetime
    facts: Facts


def signing_keys(session: Session) -> tuple[StoredKey, ...]:
    """Return all signing keys, those that sign first."""
    rows = session.scalars(
        select(SigningKey).order_by(SigningKey.active_for.is_(None), SigningKey.id)
    )
    return tuple(StoredKey(r.kid, r.alg, state_of(r), r.private_jwk) for r in rows)


def key_rows(session: Session) -> list[SigningKey]:
    """Return the keys for the trainer's page: of each algorithm the newest first."""
    return list(session.scalars(select(SigningKey).order_by(SigningKey.alg, SigningKey.id.desc())))


def state_of(row: SigningKey) -> str:
    """Return whether a key is next, active or retired."""
    if row.active_for is not None:
        return ACTIVE
    return NEXT if row.next_for is not None else RETIRED


def is_live(sso: SsoSession | Standing, wall: datetime) -> bool:
    """Say whether a session still stands: neither closed nor past its end."""
    return sso.closed_at is None and sso.expires_at > wall


def transaction(session: Session, token: str) -> AuthorizeTransaction | None:
    """Return the waiting authorization request that a token names."""
    return session.scalar(
        select(AuthorizeTransaction).where(AuthorizeTransaction.token_hash == digest(token))
    )


_CODE: Final = cast(Table, AuthorizationCode.__table__)
_BY_CODE: Final = select(_CODE).where(_CODE.c.code_hash == bindparam("hashed"))


def code(session: Session, code_text: str) -> HeldCode | None:
    """Return a code, used or not."""
    found = tables(session).execute(_BY_CODE, {"hashed": digest(code_text)}).one_or_none()
    return None if found is None else HeldCode(**found._mapping)


_TOKEN_AND_SESSION: Final = (
    select(AccessToken, SsoSession)
    .join(SsoSession, SsoSession.id == AccessToken.session_id)
    .where(AccessToken.token_hash == bindparam("token_hash"))
    .execution_options(every_world=True)
)


def live_access_token(session: Session, token: str, wall: datetime) -> LiveToken | None:
    """Return an access token that is neither expired nor revoked, with its live session."""
    found = session.execute(_TOKEN_AND_SESSION, {"token_hash": digest(token)}).one_or_none()
    if found is None:
        return None
    row, sso = found
    if row.revoked_at is not None or row.expires_at <= wall or not is_live(sso, wall):
        return None
    return LiveToken(
        row.token_hash,
        row.client_id,
        tuple(row.scope.split()),
        row.issued_at,
        row.expires_at,
        sso,
        row.claims,
    )


_TOKEN: Final = cast(Table, AccessToken.__table__)
_SSO: Final = cast(Table, SsoSession.__table__)
# Tables and not classes: the courts ask this all the time, and need no objects for it.
_WHAT_IT_STANDS_FOR: Final = (
    select(
        _TOKEN.c.client_id,
        _TOKEN.c.scope,
        _TOKEN.c.issued_at,
        _TOKEN.c.expires_at.label("token_ends"),
        _TOKEN.c.revoked_at,
        *signin.STANDING,
    )
    .select_from(signin.STANDING_FROM.join(_TOKEN, _TOKEN.c.session_id == _SSO.c.id))
    .where(_TOKEN.c.token_hash == bindparam("hashed"))
)


def told(connection: Connection, token: str, wall: datetime) -> Told | None:
    """Return what introspection tells of a live access token, in one statement and no object."""
    row = connection.execute(_WHAT_IT_STANDS_FOR, {"hashed": digest(token)}).one_or_none()
    if row is None or row.revoked_at is not None or row.token_ends <= wall:
        return None
    if not is_live(row, wall):
        return None
    return Told(
        row.client_id, tuple(row.scope.split()), row.issued_at, row.token_ends, facts_of(row)
    )


def standing(session: Session, *, session_id: int, wall: datetime) -> Standing | None:
    """Return a session that still stands, with its person, as columns."""
    row = signin.standing(session, session_id=session_id)
    return row if row is not None and is_live(row, wall) else None


def live_client_token(session: Session, token: str, wall: datetime) -> ClientToken | None:
    """Return a client's own access token that is neither expired nor revoked."""
    row = session.get(ClientToken, digest(token))
    return row if row is not None and row.revoked_at is None and row.expires_at > wall else None


def refresh_token(session: Session, token: str) -> RefreshToken | None:
    """Return a refresh token as the database has it now, used or not."""
    return session.get(RefreshToken, digest(token), populate_existing=True)


def pushed(session: Session, request_uri: str) -> PushedRequest | None:
    """Return a pushed request, used or not."""
    return session.get(PushedRequest, digest(request_uri))


def live_cso_token(session: Session, token: str, wall: datetime) -> LiveToken | None:
    """Return a `nextGenCSO` token that was not closed, with its live session."""
    row = session.scalar(every_world(select(CsoToken).where(CsoToken.token_hash == digest(token))))
    if row is None or row.closed_at is not None or not is_live(row.session, wall):
        return None
    scope = ("openid", "profile", "email")
    return LiveToken(row.token_hash, "", scope, row.created_at, row.session.expires_at, row.session)


def token_owner(session: Session, token: str) -> str | None:
    """Return which client a token of any kind was issued to, whatever became of it."""
    key = digest(token)
    row = (
        session.get(AccessToken, key)
        or session.get(RefreshToken, key)
        or session.get(ClientToken, key)
    )
    return None if row is None else row.client_id


# --------------------------------------------------------------------------- registered by hand


_RELYING_PARTY: Final = cast(Table, RelyingParty.__table__)
_CLIENT: Final = select(
    *(column for column in _RELYING_PARTY.c if column.name not in ("owner_subject", "created_at"))
).where(_RELYING_PARTY.c.client_id == bindparam("wanted"))


def client(connection: Connection, client_id: str) -> Client | None:
    """Return a relying party that somebody has registered, as protocols see it."""
    row = connection.execute(_CLIENT, {"wanted": client_id}).one_or_none()
    return None if row is None else _client(row)


def _client(row: Any) -> Client:
    return Client(
        client_id=row.client_id,
        title=row.title,
        member_id="",
        secret_hash=row.secret_hash,
        redirect_uris=tuple(row.redirect_uris.splitlines()),
        post_logout_redirect_uris=tuple(row.post_logout_uris.splitlines()),
        backchannel_logout_uri=row.backchannel_logout_uri,
        require_pkce=row.require_pkce,
        algorithm=row.id_token_signed_response_alg,
        scopes=tuple(row.scopes.split()),
        refresh=row.refresh,
        auth_methods=(row.token_endpoint_auth_method,),
    )


def relying_parties(session: Session, *, owner: str | None) -> list[RelyingParty]:
    """Return the relying parties of a person, or of everybody."""
    found = select(RelyingParty).order_by(RelyingParty.title, RelyingParty.client_id)
    if owner is not None:
        found = found.where(RelyingParty.owner_subject == owner)
    return list(session.scalars(found))


def client_errors(session: Session, *, client_id: str) -> list[ClientError]:
    """Return a client's refused requests, the newest first."""
    return list(
        session.scalars(
            select(ClientError)
            .where(ClientError.client_id == client_id)
            .order_by(ClientError.id.desc())
        )
    )


def consent(session: Session, *, subject: str, client_id: str) -> Consent | None:
    """Return what a person lets a client know."""
    return session.scalar(
        select(Consent).where(Consent.subject == subject, Consent.client_id == client_id)
    )


def consents(session: Session, *, subject: str) -> list[Consent]:
    """Return the clients that a person has agreed to, the newest first."""
    return list(
        session.scalars(
            select(Consent).where(Consent.subject == subject).order_by(Consent.given_at.desc())
        )
    )


def facts(sso: SsoSession, *, trainer: bool) -> Facts:
    """Return what claims are made of."""
    return _facts(sso, sso.account, trainer=trainer)


def facts_of(row: Standing) -> Facts:
    """Return what claims are made of, from columns."""
    return _facts(row, row, trainer=row.trainer is not None)


def _facts(sso: Any, account: Any, *, trainer: bool) -> Facts:
    reason = manage.search_reason(
        status=account.search_status, kind=account.kind, code_missing=sso.search_disabled
    )
    return Facts(
        subject=account.subject,
        sid=sso.sid,
        auth_time=sso.auth_time,
        amr=tuple(sso.amr.split()),
        acr=sso.acr,
        user_name=account.user_name,
        name=full_name(account),
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
        search_disabled=bool(reason),
        search_reason=reason,
    )
