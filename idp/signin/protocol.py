"""The steps of signing in and out across their transactions: read, hash, write, tell.

A password is hashed and a court is told while no transaction is open (docs/architecture.md).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any, Final, Protocol, cast

from flask import Flask, Response, current_app, request
from sqlalchemy.orm import Session

from idp import edge as idp_edge
from idp.accounts import password_rules
from idp.accounts import queries as accounts
from idp.accounts import service as accounts_service
from idp.accounts.models import Account, full_name
from idp.accounts.names import LONGEST_NAME, clean
from idp.edge import PENDING_COOKIE, SSO_COOKIE, Visitor
from idp.mfa import protocol as mfa
from idp.mfa import service as mfa_service
from idp.mfa import texts as mfa_texts
from idp.mfa.policy import Step
from idp.registry import queries as registry
from idp.settings import Settings
from idp.signin import lockout, prompts, queries, service, texts, visits
from idp.signin.errands import Errand
from idp.signin.models import PendingSignin, SsoSession
from idp.signin.prompts import Prompt
from idp.signin.queries import Standing
from shared import witness
from shared.audit import record
from shared.errors import Refusal
from shared.web import edge, recorder, sightings
from shared.web.runtime import Runtime

TOKEN_COOKIES: Final = idp_edge.CSO_COOKIES
CLIENT_CODE_COOKIE: Final = "PacerClientCode"
TOUCH_EVERY: Final = timedelta(minutes=1)
LONGEST_PASSWORD: Final = 4096
ANNOUNCER: Final = "moot_announcer"


class SecondFactorMissingError(RuntimeError):
    """A session was about to begin without the code that its account needs."""


class Announcer(Protocol):
    """Tells courts of a log-out; the OpenID room, which stands above this one, installs it."""

    def promise(self, session: Session, sso: SsoSession, *, wall: datetime) -> Any:
        """Promise in the closing transaction that every visited court will be told."""

    def tell(self, promised: Any) -> None:
        """Tell them now, after the commit; the outbox goes on where this fails."""

    def clients_visited(self, session: Session, session_id: int) -> dict[str, tuple[str, str]]:
        """Return title and address of the visited clients that are no courts, by visit."""


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
    account_id: int


# --------------------------------------------------------------------------- who is it


def idle() -> timedelta:
    """Return how long a session may be left alone."""
    return timedelta(minutes=idp_edge.settings().session_idle_minutes)


def load_visitor(session: Session, *, wall: datetime) -> Visitor:
    """Return whoever a request's cookies stand for: ours, or the token on the real host names."""
    row = queries.standing_by_cookie(
        session, token=idp_edge.session_cookie(), wall=wall, idle=idle()
    )
    if row is None and edge.family() == "gateway":
        row = queries.standing_by_cso_token(
            session, token=idp_edge.cso_cookie(), wall=wall, idle=idle()
        )
    if row is None or row.status != "active":
        return Visitor()
    return _visitor_of(row, wall)


def _visitor_of(row: Standing, wall: datetime) -> Visitor:
    session_id: int = row.session_id
    if wall - row.last_seen >= TOUCH_EVERY:
        edge.keep(lambda kept: service.touch_session(kept, session_id, wall))
    return Visitor(
        account_id=row.account_id,
        subject=row.subject,
        account_number=row.account_number,
        user_name=row.user_name,
        display_name=full_name(row),
        email=row.email,
        kind=row.kind,
        legacy=row.legacy,
        session_id=session_id,
        sid=row.sid,
        auth_time=row.auth_time,
        amr=row.amr,
        acr=row.acr,
        client_code=row.client_code,
        trainer=row.trainer is not None,
        world=row.world,
        seat_offset_seconds=row.seat_offset_seconds,
    )


def visitor_by_token(
    session: Session, *, token: str, wall: datetime
) -> tuple[Visitor, SsoSession, datetime] | None:
    """Return whoever holds a `nextGenCSO` token, the session, and when its newest was made."""
    row = queries.session_by_cso_token(session, token=token, wall=wall, idle=idle())
    standing = queries.standing_by_cso_token(session, token=token, wall=wall, idle=idle())
    if row is None or standing is None or standing.status != "active":
        return None
    made = queries.newest_cso_token_at(session, session_id=row.id)
    return _visitor_of(standing, wall), row, made or wall


def renew_token(session: Session, row: SsoSession, *, wall: datetime) -> str:
    """Return one more token for a session; the old one goes on, other requests may be using it."""
    return service.issue_cso_token(session, row, wall)


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
    if candidate.account_id:
        edge.enter_world(candidate.world, candidate.seat_offset_seconds)
    if candidate.slowed:
        raise service.InvalidCredentialsError("slowed")
    passwords = idp_edge.passwords()
    right = passwords.verify(candidate.password_hash, password[:LONGEST_PASSWORD])
    reason = _fault(candidate, right and len(password) <= LONGEST_PASSWORD)
    if reason:
        no = refusal(candidate, reason)
        merged = reason == "disabled" and candidate.disabled_reason == service.MERGED
        raise service.MergedAwayError if merged else no
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
    witness.failed(f"signin-{_told(reason)}", texts.INVALID)
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
            world=candidate.world or None,
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
    :raises service.ClientCodeError: if the code has not the format of whoever pays.
    """
    account = admit(checked)
    session = edge.session()
    service.check_client_code_format(session, account=account, code=client_code)
    step_up = service.STEP_UP if errand.step_up else ""
    due = prompts.first_due(facts_of(account, acknowledged=redaction_acknowledged, step_up=step_up))
    _disable_if_missed(due, account)
    if due is None:
        return open_session(account, client_code=client_code, acknowledged=redaction_acknowledged)
    token = service.hold_signin(
        session,
        account=account,
        client_code=client_code,
        psc_court_id=errand.psc_court_id,
        appurl=errand.appurl,
        wall=edge.wall(),
        step_up=step_up,
    )
    return Held(due, token, account.id)


def step_up_session(errand: Errand) -> Held | None:
    """Ask a session that stands for its second factor only; None if it cannot give one.

    What is held is good with this session only: a code alone signs nobody in.
    """
    visitor, session = idp_edge.visitor(), edge.session()
    account = accounts.by_id(session, account_id=visitor.account_id)
    if account is None or not mfa.offered(account):
        edge.undo()
        return None
    step_up = service.STEP_UP_OF_SESSION
    due = prompts.first_due(
        facts_of(account, acknowledged=True, may_draw=False, step_up=step_up, renewal_put_off=True)
    )
    if due is None:
        edge.undo()
        return None
    token = service.hold_signin(
        session,
        account=account,
        client_code=visitor.client_code,
        psc_court_id=errand.psc_court_id,
        appurl=errand.appurl,
        wall=edge.wall(),
        step_up=step_up,
    )
    return Held(due, token, account.id)


def decline_step_up() -> Opened | Held | None:
    """Go on without the second factor that a relying party wished for; None if it is over."""
    held = _held(edge.session())
    if held is None or held.step_up != service.STEP_UP:
        edge.undo()
        return None
    held.step_up = service.STEP_UP_DECLINED
    edge.split()
    return resume()


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
        return _held(session)


def _held(session: Session) -> PendingSignin | None:
    """Return the half-finished sign-in of this browser, whose world the request enters."""
    token = request.cookies.get(PENDING_COOKIE, "")
    held = queries.pending_by_token(session, token=token, wall=edge.wall())
    if held is not None:
        edge.enter_world(held.account.world, held.account.seat_offset_seconds)
    return held


def facts_of(
    account: Account,
    *,
    acknowledged: bool,
    given: bool = False,
    key: str = "",
    may_draw: bool = True,
    renewal_put_off: bool = False,
    step_up: str = "",
) -> prompts.Facts:
    """Return where a sign-in stands whose password was right.

    :param given: whether it gave its second factor.
    :param key: of the half-finished sign-in, if it is one.
    :param may_draw: whether it takes part in the random selection for a second factor.
    :param renewal_put_off: whether this sign-in put off the change of an old password.
    :param step_up: whether a relying party wishes for a second factor (`PendingSignin.step_up`).
    """
    session = edge.session()
    filer = registry.is_filer(session, subject=account.subject)
    factor = mfa.step_at_login(account, filer=filer, may_draw=may_draw)
    wished = step_up in (service.STEP_UP, service.STEP_UP_OF_SESSION)
    if wished and factor is not Step.CODE and mfa.offered(account):
        factor = Step.ENROLL
    return prompts.Facts(
        password_checked=True,
        filer=filer,
        redaction_acknowledged=acknowledged,
        second_factor=factor,
        factor_given=given,
        put_off=not wished and mfa.was_put_off(session, account_id=account.id, key=key),
        password_overdue=not renewal_put_off
        and password_rules.overdue(account.password_changed_at, edge.now()),
    )


def resume(*, given: bool = False, acknowledged: bool = False) -> Opened | Held | None:
    """Go on with a half-finished sign-in, one of whose prompts was answered; None if it is over.

    What is still due is found out afresh, so that no prompt can be jumped over.
    """
    token, session, wall = request.cookies.get(PENDING_COOKIE, ""), edge.session(), edge.wall()
    held = _held(session)
    if held is None or held.account.status != "active" or not _of_this_session(held):
        return None
    of_session = held.step_up == service.STEP_UP_OF_SESSION
    acknowledged = acknowledged or of_session  # it was asked when the session began
    if given:
        held.amr = service.WITH_SECOND_FACTOR[0]
    passed = held.amr == service.WITH_SECOND_FACTOR[0]
    due = prompts.first_due(
        facts_of(
            held.account,
            acknowledged=acknowledged,
            given=passed,
            key=key_of(held),
            renewal_put_off=held.password_put_off or of_session,
            step_up=held.step_up,
        )
    )
    _disable_if_missed(due, held.account)
    if due is not None:
        session.flush()
        return Held(due, token, held.account_id)
    taken = service.take_pending(session, token=token, wall=wall)
    if taken is None:
        return None
    return open_session(
        taken.account,
        client_code=taken.client_code,
        acknowledged=acknowledged,
        auth_time=taken.auth_time,
        second_factor=passed,
    )


def _of_this_session(held: PendingSignin) -> bool:
    """Say whether the session still stands that a mere step-up belongs to."""
    if held.step_up != service.STEP_UP_OF_SESSION:
        return True
    visitor = idp_edge.visitor()
    return visitor.is_authenticated and visitor.account_id == held.account_id


def may_decline(held: PendingSignin) -> bool:
    """Say whether only a relying party asks for enrolment, and no rule of the house."""
    facts = facts_of(held.account, acknowledged=False, may_draw=False)
    edge.split()
    return bool(held.step_up) and facts.second_factor is not Step.ENROLL


def key_of(held: PendingSignin) -> str:
    """Return the name by which a half-finished sign-in holds what it does about its factor."""
    return f"pending {held.token_hash}"


def holder_of(held: PendingSignin) -> mfa.Holder:
    """Return a half-finished sign-in as somebody who adds an app."""
    return mfa.holder_of(held.account, key_of(held))


# --------------------------------------------------------------------------- an old password


def _disable_if_missed(due: Prompt | None, account: Account) -> None:
    """Disable an account whose old password was kept three times already (facts.md 1.11).

    :raises service.RenewalMissedError: if so.
    """
    if due is not prompts.RENEWAL or password_rules.skips_left(account.password_skips):
        return
    accounts_service.disable_for_old_password(edge.session(), account=account)
    _note_renewal("account:disabled", account, reason="password")
    edge.split()
    raise service.RenewalMissedError


def _note_renewal(tag: str, account: Account, **detail: Any) -> None:
    record(
        edge.session(),
        tag=tag,
        actor=f"pacer:{account.user_name}",
        subject=f"pacer:{account.user_name}",
        now=edge.now(),
        wall=edge.wall(),
        detail=detail,
        world=account.world,
    )


def _owes_renewal(held: PendingSignin) -> bool:
    passed = held.amr == service.WITH_SECOND_FACTOR[0]
    facts = facts_of(held.account, acknowledged=False, given=passed, may_draw=False)
    edge.split()
    return prompts.first_due(facts) is prompts.RENEWAL


def skip_renewal() -> Opened | Held | None:
    """Put the change of an old password off once more and go on; None if it is over."""
    held = pending()
    if held is None:
        return None
    if _owes_renewal(held) and not held.password_put_off:
        session = edge.session()
        row = _held(session)
        if row is None:
            return None
        left = accounts_service.skip_password_change(session, account=row.account)
        row.password_put_off = True
        _note_renewal("account:password_kept", row.account, left=left)
        edge.split()
    return resume()


def renew_password(password: str, again: str) -> Opened | Held | None:
    """Change the old password of a half-finished sign-in and go on; None if it is over.

    :raises Refusal: at the field, if the new one will not do.
    """
    held = pending()
    if held is None:
        return None
    if not _owes_renewal(held):
        return resume()
    password, again = clean(password), clean(again)
    owner = accounts_service.owner_of(held.account)
    password_rules.check(password, owner=owner, now=edge.now())
    if password != again:
        raise Refusal("password_again", texts.NOT_THE_SAME, field="password_again")
    passwords = idp_edge.passwords()
    if passwords.verify(held.account.password_hash, password):
        raise Refusal("password_same", texts.PRESENT_ONE, field="password")
    password_hash = passwords.hash(password)
    session = edge.session()
    account = accounts.by_id(session, account_id=held.account_id)
    if account is None or account.password_hash != held.account.password_hash:
        edge.undo()  # changed by another sign-in meanwhile
        return None
    accounts_service.set_password(
        session, account=account, password_hash=password_hash, now=edge.now(), wall=edge.wall()
    )
    promised = close_sessions(session, account_id=account.id, reason="password")
    _note_renewal("account:password_changed", account, ended=len(promised))
    edge.send_mail(
        template="password_changed",
        recipient=account.email,
        name=account.display_name,
        user_name=account.user_name,
    )
    edge.split()
    tell_courts(promised)
    return resume()


# --------------------------------------------------------------------------- second factor


def answer_code(typed: str) -> Opened | Held | None:
    """Take the second factor of the half-finished sign-in and go on; None if it is over.

    :raises service.InvalidCredentialsError: if the code is wrong, used, or one try too many.
    """
    held = pending()
    if held is None:
        return None
    if facts_of(held.account, acknowledged=False, may_draw=False).second_factor is not Step.CODE:
        return resume()
    check_code(held.account, typed)
    return resume(given=True)


def check_code(account: Account, typed: str) -> None:
    """Use up a passcode or backup code; a try is counted before it is looked at.

    :raises service.InvalidCredentialsError: the same for every reason.
    """
    wall, settings = edge.wall(), idp_edge.settings()
    if not typed.strip():
        raise _refused_code(account, "code missing")
    limits = service.code_limits(
        failures=settings.lockout_failures, minutes=settings.lockout_minutes
    )
    locked = service.count_code_try(
        edge.session(), user_key=account.user_key, limits=limits, wall=wall
    )
    edge.split()
    if locked:
        raise _refused_code(account, "code locked")
    session = edge.session()
    used = mfa_service.use_code(
        session, account_id=account.id, code=clean(typed), wall=wall, pepper=mfa.pepper()
    )
    if used is None:
        raise _refused_code(account, "code")
    service.give_back_code_try(session, user_key=account.user_key, wall=wall)
    mfa.note(account.user_name, "mfa:code-used", account.world, what=used)


def _told(reason: str) -> str:
    """Return why a sign-in failed as its own browser may know: not whether there is such a name."""
    return "credentials" if reason in ("unknown", "password") else reason.replace(" ", "-")


def _refused_code(account: Account, reason: str) -> service.InvalidCredentialsError:
    edge.undo()
    witness.failed(f"signin-{_told(reason)}", texts.INVALID)
    address, now, wall = edge.remote_address(), edge.now(), edge.wall()
    user_key, world = account.user_key, account.world

    def write(kept: Session) -> None:
        record(
            kept,
            tag="signin:refused",
            actor="anonymous",
            subject=f"pacer:{user_key[:LONGEST_NAME]}",
            now=now,
            wall=wall,
            detail={"reason": reason, "address": address},
            world=world,
        )

    edge.keep(write)
    return service.InvalidCredentialsError(reason)


def program_sign_in(
    checked: Checked, *, client_code: str, code: str, acknowledged: bool
) -> Opened | Prompt:
    """Open the session of a client program, or return the prompt that it cannot be shown.

    An old password is put off by each such login, as by a skip in the browser (facts.md 1.11).

    :raises service.InvalidCredentialsError: if the account needs a code and this is none.
    :raises service.ClientCodeError: if the client code has not the format of whoever pays.
    :raises service.RenewalMissedError: if the old password was put off three times already.
    """
    account = admit(checked)
    service.check_client_code_format(edge.session(), account=account, code=client_code)
    facts = facts_of(account, acknowledged=acknowledged, may_draw=False)
    given = facts.second_factor is Step.CODE
    if given:
        check_code(account, code)
        account = _again(account)
        facts = facts_of(account, acknowledged=acknowledged, given=True, may_draw=False)
    due = prompts.first_due_of_program(facts)
    if due is not None:
        return due
    warning = _put_renewal_off(account) if prompts.RENEWAL.due(facts) else ""
    opened = open_session(
        account,
        client_code=client_code,
        acknowledged=acknowledged,
        via="cso-auth",
        second_factor=given,
    )
    return replace(opened, warning=" ".join(filter(None, (opened.warning, warning))))


def _put_renewal_off(account: Account) -> str:
    """Count a login with an old password as a skip; return the warning that goes with it.

    :raises service.RenewalMissedError: if there is no skip left.
    """
    _disable_if_missed(prompts.RENEWAL, account)
    left = accounts_service.skip_password_change(edge.session(), account=account)
    _note_renewal("account:password_kept", account, left=left)
    return texts.RENEWAL_WARNING[left]


def _again(account: Account) -> Account:
    """Return an account in the current transaction, after an earlier one was committed.

    :raises service.InvalidCredentialsError: if it was disabled meanwhile.
    """
    found = accounts.by_id(edge.session(), account_id=account.id)
    if found is None or found.status != "active":
        raise _refused_code(account, "disabled")
    return found


def skip_enrollment() -> Opened | Held | None:
    """Put enrolment off, as a selected person may three times, and go on; None if it is over."""
    held = pending()
    if held is None:
        return None
    facts = facts_of(held.account, acknowledged=False, may_draw=False)
    if facts.second_factor is Step.INVITE:
        mfa.put_off(holder_of(held))
    return resume()


def prolong() -> PendingSignin | None:
    """Give the half-finished sign-in of this browser time to enrol; None if it is over."""
    session, wall = edge.session(), edge.wall()
    held = _held(session)
    if held is None:
        edge.undo()
        return None
    service.prolong_pending(session, held, wall=wall)
    edge.split()
    return held


def enrollment_due(held: PendingSignin) -> Prompt | None:
    """Return the prompt by which a half-finished sign-in may add an app; one owing a code has none.

    Somebody who put it off in this very sign-in may change their mind.
    """
    facts = facts_of(held.account, acknowledged=False, may_draw=False, step_up=held.step_up)
    edge.split()
    return {Step.ENROLL: prompts.ENROLL, Step.INVITE: prompts.INVITE}.get(facts.second_factor)


def confirm_password(user_name: str, password: str) -> None:
    """Ask for the password of a signed-in person once more, counting failures.

    :raises Refusal: if it is wrong, or the sign-in is locked.
    """
    try:
        admit(check_password(user_name, password))
    except service.InvalidCredentialsError:
        raise Refusal("password", mfa_texts.WRONG_CURRENT, field="password") from None


def install(app: Flask) -> None:
    """Let the room of the second factor, which stands below, ask for a password."""
    app.extensions[mfa.PASSWORD_CHECK] = confirm_password
    runtime: Runtime = app.extensions["moot"]
    settings = cast(Settings, runtime.settings)
    limit = timedelta(minutes=settings.session_idle_minutes)
    recorder.tell_holdings(app, partial(_holdings, limit=limit))
    sightings.tell_sessions(app, partial(_sessions_of_seats, limit=limit))


def _sessions_of_seats(
    session: Session, worlds: range, wall: datetime, *, limit: timedelta
) -> dict[int, list[str]]:
    """Tell who of a class has a session at the service center, by the seat's world."""
    found: dict[int, list[str]] = {}
    for row in queries.sessions_in(session, worlds):
        if queries.is_live(row, wall=wall, idle=limit):
            found.setdefault(row.account.world, []).append(row.account.user_name)
    return found


def _holdings(
    session: Session, whose: recorder.Whose, wall: datetime, *, limit: timedelta
) -> recorder.Holdings:
    """Tell what somebody has at the service center: sessions, and where they have been."""
    rows = queries.sessions_of(session, subject=whose.subject, world=whose.world)
    return recorder.Holdings(
        keys=frozenset({whose.subject}),
        names=frozenset({f"pacer:{whose.user_name}", f"pacer:{whose.user_name.lower()}"}),
        sessions=[
            recorder.session_line(
                row,
                source=row.via,
                opened=row.auth_time,
                live=queries.is_live(row, wall=wall, idle=limit),
                name=row.account.user_name,
            )
            for row in rows
        ],
    )


def open_session(
    account: Account,
    *,
    client_code: str,
    acknowledged: bool,
    via: str = "web",
    auth_time: datetime | None = None,
    second_factor: bool = False,
) -> Opened:
    """Open a session in this request, and end that of another person in the same browser.

    :raises SecondFactorMissingError: if the account is enrolled and gave no code: whoever opens
        sessions in some other way than a login does not get past it.
    """
    session, wall = edge.session(), edge.wall()
    witness.came(account.subject, account.world, f"pacer:{account.user_name}")
    if not second_factor and mfa.needs_code(session, account):
        raise SecondFactorMissingError(account.subject)
    visitor = idp_edge.visitor()
    previous = None
    if via == "web" and visitor.session_id:
        previous = queries.session_by_id(session, visitor.session_id)
    lapsed = accounts_service.lapse_search(session, account=account, now=edge.now())
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
        second_factor=second_factor,
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
            "search_lapsed": lapsed,
            "amr": signed.row.amr,
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


def close_sessions(
    session: Session, *, account_id: int, reason: str, keep: int = 0, only: int = 0
) -> list[Any]:
    """Close an account's sessions in this transaction, all but `keep` or just `only`.

    What comes back is to be given to `tell_courts` once the transaction is over.
    """
    wall = edge.wall()
    rows = queries.live_sessions(session, account_id=account_id, wall=wall, idle=idle())
    chosen = [row for row in rows if row.id != keep and only in (0, row.id)]
    return [_close(session, row, reason, wall) for row in chosen]


def tell_courts(promised: Sequence[Any]) -> None:
    """Tell the courts of sessions that were closed; no transaction is open."""
    for one in promised:
        _tell(one)


def visits_shown(session_id: int) -> tuple[visits.VisitShown, ...]:
    """Return what became of every member that an ended session had visited; none for no session."""
    if not session_id:
        return ()
    with edge.runtime().database.reading() as reading:
        return visits.show(
            queries.visits_of(reading, session_id),
            edge.runtime().federation,
            edge.family(),
            clients=_announcer().clients_visited(reading, session_id),
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
    # The row decides when it is over; it may be prolonged while somebody enrols.
    _set(response, PENDING_COOKIE, token, max_age=int(service.LONGEST_PENDING.total_seconds()))


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
