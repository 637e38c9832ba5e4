"""Writing sign-in: attempts, sessions, tokens, visits, log-out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final, cast

from sqlalchemy import Table, bindparam, delete, or_, select, tuple_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from idp.accounts import queries as accounts
from idp.accounts.models import Account
from idp.billing import queries as billing
from idp.signin import errands, lockout, queries, texts
from idp.signin.models import AttemptCounter, CsoToken, PendingSignin, SsoSession, Visit
from shared.db import KEEP_SPENT, tables
from shared.errors import Refusal
from shared.ids import digest, new_cso_token, new_token

PENDING_FOR: Final = timedelta(minutes=10)
LONGEST_CLIENT_CODE: Final = 32
#: However often a held sign-in is prolonged while somebody enrols, it ends then.
LONGEST_PENDING: Final = timedelta(minutes=30)
PASSWORD_ONLY: Final = ("pwd", errands.ACR_PASSWORD)
WITH_SECOND_FACTOR: Final = ("pwd otp", errands.ACR_MFA)  # RFC 8176
#: A relying party wishes for a second factor: at a new sign-in, or of a session that stands.
STEP_UP: Final = "asked"
STEP_UP_OF_SESSION: Final = "session"
STEP_UP_DECLINED: Final = "declined"
CODE_TRIES: Final = "code"
CODE_TRIES_DAY: Final = "code+day"
CODES_A_DAY: Final = 20
#: Why an account is disabled whose privileges were added to another one (seed 002).
MERGED: Final = "merged"


class InvalidCredentialsError(Refusal):
    """The one answer to every credential that does not open a session; `reason` is for the log."""

    def __init__(self, reason: str) -> None:
        super().__init__("credentials", texts.INVALID)
        self.reason = reason


class RenewalMissedError(InvalidCredentialsError):
    """The password was right, but its change was put off too often: the account is disabled."""

    def __init__(self) -> None:
        super().__init__("password_expired")
        self.message = texts.RENEWAL_MISSED


class MergedAwayError(InvalidCredentialsError):
    """The password was right, but the account lives on in the person's individual one."""

    def __init__(self) -> None:
        super().__init__(MERGED)
        self.message = texts.MERGED_AWAY


class ClientCodeError(Refusal):
    """A client code that cannot be one."""

    def __init__(self) -> None:
        super().__init__("client_code", texts.CLIENT_CODE_INVALID, field="client_code")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A session that was opened: its row, and the secret that only the browser keeps."""

    row: SsoSession
    token: str
    previous: SsoSession | None = None

    @property
    def warning(self) -> str:
        """Return what the person should know although the login succeeded."""
        return texts.CLIENT_CODE_MISSING if self.row.search_disabled else ""


# --------------------------------------------------------------------------- attempts


def count_failure(
    session: Session,
    *,
    user_key: str,
    address: str,
    limits: tuple[lockout.Limit, ...],
    wall: datetime,
) -> bool:
    """Count a failed attempt at every scope; return whether the account is locked by now."""
    stopped = False
    keys = dict(lockout.keys(user_key=user_key, address=address))
    for limit in limits:
        row = _counter(session, scope=limit.scope, key=keys[limit.scope], wall=wall)
        count = lockout.after_failure(queries.count_of(row), limit, wall)
        row.failures, row.first_at = count.failures, count.first_at
        row.last_at, row.locked_until = count.last_at, count.locked_until
        if limit.scope != lockout.ADDRESS:
            stopped = stopped or lockout.locked(count, wall)
    session.flush()
    return stopped


def _counter(session: Session, *, scope: str, key: str, wall: datetime) -> AttemptCounter:
    found = (
        select(AttemptCounter)
        .where(AttemptCounter.scope == scope, AttemptCounter.key == key)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    row = session.scalar(found)
    if row is not None:
        return row
    try:
        with session.begin_nested():
            row = AttemptCounter(scope=scope, key=key, failures=0, first_at=wall, last_at=wall)
            session.add(row)
    except IntegrityError:  # somebody else was first: theirs is the row
        return session.scalars(found).one()
    return row


def is_stopped(session: Session, *, scope: str, key: str, wall: datetime) -> bool:
    """Say whether too many failures were counted at a scope of one's own."""
    return any(
        lockout.locked(count, wall)
        for count in queries.counts_of(session, keys=((scope, key),)).values()
    )


def count_against(session: Session, *, limit: lockout.Limit, key: str, wall: datetime) -> None:
    """Count a failure at a scope of one's own."""
    row = _counter(session, scope=limit.scope, key=key, wall=wall)
    count = lockout.after_failure(queries.count_of(row), limit, wall)
    row.failures, row.first_at = count.failures, count.first_at
    row.last_at, row.locked_until = count.last_at, count.locked_until
    session.flush()


def code_limits(*, failures: int, minutes: int) -> tuple[lockout.Limit, ...]:
    """Return the limits of wrong passcodes: counters of their own, so that a password that is
    known does not set them back.
    """
    lock = timedelta(minutes=minutes)
    return (
        lockout.Limit(CODE_TRIES, failures, lock, lock),
        lockout.Limit(CODE_TRIES_DAY, CODES_A_DAY, timedelta(days=1)),
    )


def count_code_try(
    session: Session, *, user_key: str, limits: tuple[lockout.Limit, ...], wall: datetime
) -> bool:
    """Count a try before the code is looked at; return whether it comes too late to be one."""
    rows = [_counter(session, scope=limit.scope, key=user_key, wall=wall) for limit in limits]
    if any(lockout.locked(queries.count_of(row), wall) for row in rows):
        return True
    for row, limit in zip(rows, limits, strict=True):
        count = lockout.after_failure(queries.count_of(row), limit, wall)
        row.failures, row.first_at = count.failures, count.first_at
        row.last_at, row.locked_until = count.last_at, count.locked_until
    session.flush()
    return False


def give_back_code_try(session: Session, *, user_key: str, wall: datetime) -> None:
    """Forget the wrong codes before a right one; those of the day stay, but for this try."""
    session.delete(_counter(session, scope=CODE_TRIES, key=user_key, wall=wall))
    row = _counter(session, scope=CODE_TRIES_DAY, key=user_key, wall=wall)
    row.failures, row.locked_until = max(0, row.failures - 1), None
    session.flush()


def lock_out(
    session: Session, *, user_key: str, until: datetime, failures: int, wall: datetime
) -> None:
    """Lock the sign-in of a user name until a moment, as too many failures would."""
    row = _counter(session, scope=lockout.ACCOUNT, key=user_key, wall=wall)
    row.failures, row.locked_until = failures, until
    session.flush()


def admit(
    session: Session, *, candidate: queries.Candidate, address: str, wall: datetime
) -> Account:
    """Return the account whose password was right, and forget its failed attempts.

    What was read before the password was hashed is looked at again: failures of others may have
    locked the account meanwhile, and then a right guess comes too late.

    :raises InvalidCredentialsError: if it is locked, disabled, or has another password by now.
    """
    keys = lockout.keys(user_key=candidate.user_key, address=address)
    own = [pair for pair in keys if pair[0] != lockout.ADDRESS]
    rows = session.scalars(
        select(AttemptCounter)
        .where(tuple_(AttemptCounter.scope, AttemptCounter.key).in_(own))
        .order_by(AttemptCounter.scope)
        .with_for_update()
    ).all()
    if any(lockout.locked(queries.count_of(row), wall) for row in rows):
        raise InvalidCredentialsError("locked")
    account = accounts.by_id(session, account_id=candidate.account_id)
    if account is None or account.password_hash != candidate.password_hash:
        raise InvalidCredentialsError("changed")
    if account.status != "active":
        raise InvalidCredentialsError("disabled")
    for row in rows:
        session.delete(row)
    session.flush()
    return account


def check_client_code(code: str) -> str:
    """Return a client code without outer blanks (facts.md 1.8: at most 32 characters).

    :raises ClientCodeError: if it is longer, or holds what cannot be printed.
    """
    code = code.strip()
    if len(code) > LONGEST_CLIENT_CODE or not code.isprintable():
        raise ClientCodeError
    return code


def check_client_code_format(session: Session, *, account: Account, code: str) -> None:
    """Refuse a client code that has not the format of whoever pays (facts.md 1.7, 1.8).

    :raises ClientCodeError: if so; a missing one only keeps the person from searching.
    """
    if not billing.client_code_rule(session, account).fits(code):
        raise ClientCodeError


# --------------------------------------------------------------------------- sessions


def hold_signin(
    session: Session,
    *,
    account: Account,
    client_code: str,
    psc_court_id: str,
    appurl: str,
    wall: datetime,
    step_up: str = "",
) -> str:
    """Keep a sign-in whose next prompt is due; return the secret of the browser's cookie."""
    session.execute(delete(PendingSignin).where(PendingSignin.expires_at < wall))
    token = new_token()
    session.add(
        PendingSignin(
            token_hash=digest(token),
            account_id=account.id,
            auth_time=wall,
            expires_at=wall + PENDING_FOR,
            client_code=client_code,
            psc_court_id=psc_court_id,
            appurl=appurl,
            step_up=step_up,
            world=account.world,
        )
    )
    session.flush()
    return token


def prolong_pending(session: Session, row: PendingSignin, *, wall: datetime) -> None:
    """Give a held sign-in ten more minutes, up to half an hour after its password."""
    row.expires_at = min(wall + PENDING_FOR, row.auth_time + LONGEST_PENDING)
    session.flush()


def take_pending(session: Session, *, token: str, wall: datetime) -> PendingSignin | None:
    """Return a half-finished sign-in and use it up; a second taker gets nothing."""
    row = queries.pending_by_token(session, token=token, wall=wall)
    if row is None:
        return None
    account = row.account
    taken = session.execute(
        delete(PendingSignin).where(PendingSignin.id == row.id).returning(PendingSignin.id)
    ).all()
    session.expunge(row)
    return row if taken and account.status == "active" else None


def open_session(
    session: Session,
    *,
    account: Account,
    wall: datetime,
    hours: int,
    client_code: str = "",
    redaction_acknowledged: bool = False,
    via: str = "web",
    address: str = "",
    user_agent: str = "",
    previous: SsoSession | None = None,
    auth_time: datetime | None = None,
    second_factor: bool = False,
) -> SignedIn:
    """Open a session, or renew the one that the same person has in this browser.

    The cookie is a new random one every time. `previous` of another person is not touched here:
    it is returned for the caller to close.
    """
    token = new_token()
    row, replaced = previous, None
    if row is None or row.account_id != account.id:
        replaced = previous
        row = SsoSession(sid=new_token(), account_id=account.id, world=account.world)
        row.account = account
        session.add(row)
    row.token_hash = digest(token)
    row.auth_time = auth_time or wall
    row.amr, row.acr = WITH_SECOND_FACTOR if second_factor else PASSWORD_ONLY
    row.last_seen = wall
    row.expires_at = wall + timedelta(hours=hours)
    row.client_code = client_code
    row.redaction_acknowledged = redaction_acknowledged
    rule = billing.client_code_rule(session, account)
    row.search_disabled = rule.required and not client_code
    row.via = via
    row.address = address[:60]
    row.user_agent = user_agent[:200]
    session.flush()
    return SignedIn(row, token, replaced)


def issue_cso_token(session: Session, sso_session: SsoSession, wall: datetime) -> str:
    """Return a new `nextGenCSO` token for a session; only its hash is stored."""
    token = new_cso_token()
    session.add(CsoToken(token_hash=digest(token), session_id=sso_session.id, created_at=wall))
    session.flush()
    return token


def touch_session(session: Session, session_id: int, wall: datetime) -> None:
    """Note that a session is in use."""
    session.execute(
        update(SsoSession)
        .where(SsoSession.id == session_id, SsoSession.last_seen < wall)
        .values(last_seen=wall)
    )


_VISIT: Final = cast(Table, Visit.__table__)
_VISITED: Final = select(_VISIT.c.id).where(
    _VISIT.c.session_id == bindparam("of_session"), _VISIT.c.member == bindparam("at")
)


def note_visit(session: Session, session_id: int, member_id: str, wall: datetime) -> None:
    """Note that a session has been to a member; the first time counts."""
    known = {"of_session": session_id, "at": member_id}
    if tables(session).execute(_VISITED, known).first() is not None:
        return
    try:
        with session.begin_nested():
            session.add(Visit(session_id=session_id, member=member_id, first_at=wall))
    except IntegrityError:  # noted by a parallel request
        return


def close_session(
    session: Session, sso_session: SsoSession, reason: str, wall: datetime
) -> tuple[Visit, ...]:
    """Close a session and its tokens, once; return the members that it has been to."""
    if sso_session.closed_at is None:
        sso_session.closed_at = wall
        sso_session.closed_reason = reason[:40]
        session.execute(
            update(CsoToken)
            .where(CsoToken.session_id == sso_session.id, CsoToken.closed_at.is_(None))
            .values(closed_at=wall)
        )
        session.flush()
    return tuple(queries.visits_of(session, sso_session.id))


def sweep(session: Session, wall: datetime) -> None:
    """Delete half-finished sign-ins that ran out, and counters that count nothing any more."""
    session.execute(delete(PendingSignin).where(PendingSignin.expires_at < wall - KEEP_SPENT))
    session.execute(
        delete(AttemptCounter).where(
            AttemptCounter.last_at < wall - KEEP_SPENT,
            or_(AttemptCounter.locked_until.is_(None), AttemptCounter.locked_until < wall),
        )
    )
