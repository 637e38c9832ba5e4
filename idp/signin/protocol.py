"""The steps of signing in and out across their transactions: read, hash, write, tell.

A password is hashed and a court is told while no transaction is open (docs/architecture.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Protocol, cast

from flask import Response, current_app, request
from sqlalchemy.orm import Session

from idp import edge as idp_edge
from idp.accounts.models import Account
from idp.accounts.names import LONGEST_NAME, clean
from idp.classroom import queries as classroom
from idp.edge import PENDING_COOKIE, SSO_COOKIE, Visitor
from idp.registry import queries as registry
from idp.signin import lockout, prompts, queries, service, texts, visits
from idp.signin.errands import Errand
from idp.signin.models import PendingSignin, SsoSession
from idp.signin.prompts import Prompt
from shared.audit import record
from shared.web import edge

TOKEN_COOKIES: Final = idp_edge.CSO_COOKIES
CLIENT_CODE_COOKIE: Final = "PacerClientCode"
TOUCH_EVERY: Final = timedelta(minutes=1)
LONGEST_PASSWORD: Final = 4096
ANNOUNCER: Final = "moot_announcer"


class Announcer(Protocol):
    """Tells courts of a log-out; the OpenID room, which stands above this one, installs it."""

    def promise(self, session: Session, sso: SsoSession, *, wall: datetime) -> Any:
        """Promise in the closing transaction that every visited court will be told."""

    def tell(self, promised: Any) -> None:
        """Tell them now, after the commit; the outbox goes on where this fails."""


@dataclass(frozen=True, slots=True)
class Checked:
    """A password that was right, and a better hash of it if the parameters have changed."""

    candidate: queries.Candidate
    new_hash: str | None = None


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that stands, with the secrets for its cookies."""

    session_id: int
    token: str
    cso_token: str
    client_code: str
    warning: str


@dataclass(frozen=True, slots=True)
class Held:
    """A sign-in whose next prompt is due."""

    prompt: Prompt
    token: str


# --------------------------------------------------------------------------- who is it


def idle() -> timedelta:
    """Return how long a session may be left alone."""
    return timedelta(minutes=idp_edge.settings().session_idle_minutes)


def load_visitor(session: Session, *, wall: datetime) -> Visitor:
    """Return whoever a request's cookies stand for: ours, or the token on the real host names."""
    row = queries.session_by_cookie(
        session, token=idp_edge.session_cookie(), wall=wall, idle=idle()
    )
    if row is None and edge.family() == "gateway":
        row = queries.session_by_cso_token(
            session, token=idp_edge.cso_cookie(), wall=wall, idle=idle()
        )
    if row is None or row.account.status != "active":
        return Visitor()
    if wall - row.last_seen >= TOUCH_EVERY:
        session_id = row.id
        edge.keep(lambda kept: service.touch_session(kept, session_id, wall))
    account = row.account
    return Visitor(
        account_id=account.id,
        subject=account.subject,
        account_number=account.account_number,
        user_name=account.user_name,
        display_name=account.display_name,
        email=account.email,
        kind=account.kind,
        legacy=account.legacy,
        session_id=row.id,
        sid=row.sid,
        auth_time=row.auth_time,
        amr=row.amr,
        acr=row.acr,
        client_code=row.client_code,
        trainer=classroom.is_trainer(session, subject=account.subject),
        world=account.world,
        seat_offset_seconds=account.seat_offset_seconds,
    )


# --------------------------------------------------------------------------- credentials


def check_password(user_name: str, password: str) -> Checked:
    """Check a user name and password; what was wrong is noted, and counted.

    :raises service.InvalidCredentialsError: the same for every reason.
    """
    user_name, password = clean(user_name), clean(password)
    with edge.runtime().database.reading() as session:
        candidate = queries.candidate(
            session, user_name=user_name, address=edge.remote_address(), wall=edge.wall()
        )
    if candidate.slowed:
        raise service.InvalidCredentialsError("slowed")
    passwords = idp_edge.passwords()
    right = passwords.verify(candidate.password_hash, password[:LONGEST_PASSWORD])
    reason = _fault(candidate, right and len(password) <= LONGEST_PASSWORD)
    if reason:
        raise refusal(candidate, reason)
    stored = cast(str, candidate.password_hash)
    return Checked(candidate, passwords.hash(password) if passwords.outdated(stored) else None)


def _fault(candidate: queries.Candidate, right: bool) -> str:
    if not candidate.account_id:
        return "unknown"
    if candidate.locked:
        return "locked"
    if not right:
        return "password"
    return "" if candidate.active else "disabled"


def refusal(candidate: queries.Candidate, reason: str) -> service.InvalidCredentialsError:
    """Roll back, have the failure counted and noted after all, and return what to raise."""
    edge.undo()
    settings = idp_edge.settings()
    limits = lockout.limits(failures=settings.lockout_failures, minutes=settings.lockout_minutes)
    address, now, wall = edge.remote_address(), edge.now(), edge.wall()

    def write(kept: Session) -> None:
        locked = service.count_failure(
            kept, user_key=candidate.user_key, address=address, limits=limits, wall=wall
        )
        record(
            kept,
            tag="signin:refused",
            actor="anonymous",
            subject=f"pacer:{candidate.user_key[:LONGEST_NAME]}",
            now=now,
            wall=wall,
            detail={"reason": reason, "address": address, "locked": locked},
        )

    edge.keep(write)
    return service.InvalidCredentialsError(reason)


# --------------------------------------------------------------------------- opening


def proceed(
    checked: Checked,
    *,
    client_code: str,
    redaction_acknowledged: bool,
    errand: Errand,
) -> Opened | Held:
    """Open the session of a right password, or hold it for the prompt that is due.

    :raises service.InvalidCredentialsError: if the account was locked or disabled meanwhile.
    """
    account = admit(checked)
    session = edge.session()
    facts = prompts.Facts(
        password_checked=True,
        filer=registry.is_filer(session, subject=account.subject),
        redaction_acknowledged=redaction_acknowledged,
    )
    due = prompts.first_due(facts)
    if due is None:
        return open_session(account, client_code=client_code, acknowledged=redaction_acknowledged)
    token = service.hold_signin(
        session,
        account=account,
        client_code=client_code,
        psc_court_id=errand.psc_court_id,
        appurl=errand.appurl,
        wall=edge.wall(),
    )
    return Held(due, token)


def admit(checked: Checked) -> Account:
    """Look at the account again in the writing transaction, and renew its hash.

    :raises service.InvalidCredentialsError: if it was locked or disabled meanwhile.
    """
    try:
        account = service.admit(
            edge.session(),
            candidate=checked.candidate,
            address=edge.remote_address(),
            wall=edge.wall(),
        )
    except service.InvalidCredentialsError as error:
        raise refusal(checked.candidate, error.reason) from None
    if checked.new_hash is not None:
        account.password_hash = checked.new_hash
    return account


def pending() -> PendingSignin | None:
    """Return the half-finished sign-in of this browser."""
    with edge.runtime().database.reading() as session:
        return queries.pending_by_token(
            session, token=request.cookies.get(PENDING_COOKIE, ""), wall=edge.wall()
        )


def confirm_pending() -> tuple[Opened, PendingSignin] | None:
    """Open the session of a half-finished sign-in whose prompt was answered, once."""
    held = service.take_pending(
        edge.session(), token=request.cookies.get(PENDING_COOKIE, ""), wall=edge.wall()
    )
    if held is None:
        return None
    opened = open_session(
        held.account,
        client_code=held.client_code,
        acknowledged=True,
        auth_time=held.auth_time,
    )
    return opened, held


def open_session(
    account: Account,
    *,
    client_code: str,
    acknowledged: bool,
    via: str = "web",
    auth_time: datetime | None = None,
) -> Opened:
    """Open a session in this request, and end that of another person in the same browser."""
    session, wall = edge.session(), edge.wall()
    visitor = idp_edge.visitor()
    previous = None
    if via == "web" and visitor.session_id:
        previous = queries.session_by_id(session, visitor.session_id)
    signed = service.open_session(
        session,
        account=account,
        wall=wall,
        hours=idp_edge.settings().session_hours,
        client_code=client_code,
        redaction_acknowledged=acknowledged,
        via=via,
        address=edge.remote_address(),
        user_agent=clean(request.headers.get("User-Agent", "")),
        previous=previous,
        auth_time=auth_time,
    )
    wants_token = via != "web" or edge.family() == "gateway"
    cso_token = service.issue_cso_token(session, signed.row, wall) if wants_token else ""
    promised = None
    if signed.previous is not None:
        promised = _close(session, signed.previous, "replaced", wall)
    record(
        session,
        tag="signin:success",
        actor=f"pacer:{account.user_name}",
        subject=f"pacer:{account.user_name}",
        now=edge.now(),
        wall=wall,
        detail={
            "via": via,
            "address": edge.remote_address(),
            "search_disabled": signed.row.search_disabled,
        },
        world=account.world,
    )
    edge.split()
    _tell(promised)
    return Opened(signed.row.id, signed.token, cso_token, client_code, signed.warning)


def token_for_gateway() -> str:
    """Return a token for the cookies of a live session, empty if the browser has a good one."""
    session, wall = edge.session(), edge.wall()
    visitor = idp_edge.visitor()
    known = queries.session_by_cso_token(
        session, token=idp_edge.cso_cookie(), wall=wall, idle=idle()
    )
    if known is not None and known.id == visitor.session_id:
        return ""
    row = queries.session_by_id(session, visitor.session_id)
    return "" if row is None else service.issue_cso_token(session, row, wall)


# --------------------------------------------------------------------------- closing


def end_session(session_id: int, *, reason: str) -> None:
    """Close a session and tell the courts."""
    session, wall = edge.session(), edge.wall()
    row = queries.session_by_id(session, session_id)
    if row is None:
        edge.undo()
        return
    promised = _close(session, row, reason, wall)
    edge.split()
    _tell(promised)


def visits_shown(session_id: int) -> tuple[visits.VisitShown, ...]:
    """Return what became of every member that an ended session had visited; none for no session."""
    if not session_id:
        return ()
    with edge.runtime().database.reading() as reading:
        return visits.show(
            queries.visits_of(reading, session_id), edge.runtime().federation, edge.family()
        )


def _close(session: Session, row: SsoSession, reason: str, wall: datetime) -> Any:
    service.close_session(session, row, reason, wall)
    record(
        session,
        tag="signin:closed",
        actor=f"pacer:{row.account.user_name}",
        subject=f"pacer:{row.account.user_name}",
        now=edge.now(),
        wall=wall,
        detail={"reason": reason},
        world=row.world,
    )
    return _announcer().promise(session, row, wall=wall)


def _tell(promised: Any) -> None:
    if promised is not None:
        _announcer().tell(promised)


def _announcer() -> Announcer:
    return cast(Announcer, current_app.extensions[ANNOUNCER])


# --------------------------------------------------------------------------- cookies


def set_session_cookies(response: Response, opened: Opened) -> None:
    """Give the browser its session; on the real host names also the parent domain's cookies."""
    _set(response, SSO_COOKIE, opened.token)
    _delete(response, PENDING_COOKIE)
    set_gateway_cookies(response, opened.cso_token, opened.client_code)


def set_gateway_cookies(response: Response, cso_token: str, client_code: str) -> None:
    """Give the browser the token that every court of the parent domain honours (facts.md 1.1)."""
    if edge.family() != "gateway" or not cso_token:
        return
    domain = edge.runtime().federation.gateway_cookie_domain
    for name in TOKEN_COOKIES:
        _set(response, name, cso_token, domain=domain)
    if client_code:
        _set(response, CLIENT_CODE_COOKIE, client_code, domain=domain)
    else:
        _delete(response, CLIENT_CODE_COOKIE, domain=domain)


def set_pending_cookie(response: Response, token: str) -> None:
    """Let the browser go on with a half-finished sign-in."""
    _set(response, PENDING_COOKIE, token, max_age=int(service.PENDING_FOR.total_seconds()))


def clear_cookies(response: Response) -> None:
    """Take every sign-on cookie from the browser."""
    _delete(response, SSO_COOKIE)
    _delete(response, PENDING_COOKIE)
    if edge.family() == "gateway":
        domain = edge.runtime().federation.gateway_cookie_domain
        for name in (*TOKEN_COOKIES, CLIENT_CODE_COOKIE):
            _delete(response, name, domain=domain)


def _secure() -> bool:
    return edge.runtime().federation.secure and edge.family() == "own"


def _set(
    response: Response,
    name: str,
    value: str,
    *,
    domain: str | None = None,
    max_age: int | None = None,
) -> None:
    response.set_cookie(
        name,
        value,
        max_age=max_age,
        domain=domain,
        path="/",
        secure=_secure(),
        httponly=True,
        samesite="Lax",
    )


def _delete(response: Response, name: str, *, domain: str | None = None) -> None:
    response.delete_cookie(
        name, domain=domain, path="/", secure=_secure(), httponly=True, samesite="Lax"
    )


def slow_down(error: service.InvalidCredentialsError) -> str:
    """Return the hint for an address from which too many failures came, empty for others."""
    return texts.SLOW_DOWN if error.reason == "slowed" else ""
