"""What the clerk does with an account; every deed is audited, and its holder is told."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.orm import Session

from courts.accounts import queries as accounts_queries
from courts.accounts import service as accounts
from courts.accounts.models import CourtUser
from courts.accounts.service import NewAccount
from courts.signin import service as signin
from courts.staffing import queries, standing
from courts.staffing.standing import AccountState
from shared import outbox
from shared.audit import record
from shared.clock import court_stamp
from shared.errors import Refusal
from shared.federation import IDP
from shared.mail.senders import Postman
from shared.wire import CourtAccountStatus

GONE: Final = "There is no such account."
NAMESAKE: Final = (
    "An account of this name with this e-mail address exists already, under the login {login}."
)
VOIDED: Final = "voided by the clerk"
UNLINKED: Final = "unlinked by the clerk"


@dataclass(frozen=True, slots=True)
class Deed:
    """Who acts, when, and by whose mail desk."""

    actor: str
    postman: Postman
    contact: str
    now: datetime
    wall: datetime


def state_of(user: CourtUser) -> AccountState:
    """Return the facts of an account on which it depends what can be done."""
    return AccountState(user.login_name or "", user.linked_subject is not None, user.status)


def void_login(
    session: Session,
    *,
    user_id: int,
    temporary_password: str,
    password_hash: str,
    reason: str,
    by_mail: bool,
    deed: Deed,
) -> CourtUser:
    """Make a login void at once: its password and its sessions end, a temporary one is issued.

    :raises Refusal: codes `gone` and `login`.
    """
    user = _locked(session, user_id)
    bar = standing.login_bar(state_of(user))
    if bar:
        raise Refusal("login", bar)
    accounts.issue_temporary_password(
        session, user=user, password_hash=password_hash, wall=deed.wall
    )
    ended = signin.close_by_user(session, user_id=user.id, reason=VOIDED, wall=deed.wall)
    if by_mail:
        _mail(session, user, "login_voided", deed, temporary_password=temporary_password)
    _note(
        session, "account:voided", user, deed, reason=reason, sessions_ended=ended, by_mail=by_mail
    )
    return user


def rename(session: Session, *, user_id: int, login: str, deed: Deed) -> CourtUser:
    """Give an account another login: the only cure for & @ $ * (facts 2.2).

    :raises Refusal: codes `gone` and `login`.
    """
    user = _locked(session, user_id)
    bar = standing.login_bar(state_of(user))
    if bar:
        raise Refusal("login", bar)
    problem = standing.rename_problem(login)
    if problem:
        raise Refusal("login", problem, field="new_login")
    former = user.login_name or ""
    accounts.rename_login(session, user=user, login=login)
    _mail(session, user, "login_renamed", deed, former=former)
    _note(session, "account:renamed", user, deed, login_before=former, login_after=user.login_name)
    return user


def set_status(
    session: Session, *, user_id: int, active: bool, reason: str, court: str, deed: Deed
) -> CourtUser:
    """Disable or enable an account; PACER is told of one that is joined.

    :raises Refusal: codes `gone` and `status`.
    """
    user = _locked(session, user_id)
    status = "active" if active else "disabled"
    if user.status == status:
        raise Refusal("status", f"The account is {status} already.")
    user.status = status
    ended = 0
    if not active:
        ended = signin.close_by_user(
            session, user_id=user.id, reason="disabled by the clerk", wall=deed.wall
        )
    if user.linked_subject is not None:
        _tell_pacer(session, user, user.linked_subject, deed, status=status, court=court)
    session.flush()
    _mail(session, user, "account_status", deed, active=active, reason=reason)
    tag = "account:enabled" if active else "account:disabled"
    _note(session, tag, user, deed, reason=reason, sessions_ended=ended)
    return user


def unlink(
    session: Session,
    *,
    user_id: int,
    temporary_password: str,
    password_hash: str,
    reason: str,
    court: str,
    deed: Deed,
) -> CourtUser:
    """Undo the link of an old account, such as one that was linked to another's PACER account.

    The old login gets a temporary password, by which its holder links it anew.

    :raises Refusal: codes `gone` and `linked`.
    """
    user = _locked(session, user_id)
    bar = standing.unlink_bar(state_of(user))
    if bar:
        raise Refusal("linked", bar)
    subject, number = user.linked_subject or "", user.linked_account_number
    user.linked_subject = user.linked_at = None
    user.linked_account_number = user.linked_name = ""
    accounts.issue_temporary_password(
        session, user=user, password_hash=password_hash, wall=deed.wall
    )
    ended = signin.close_by_user(session, user_id=user.id, reason=UNLINKED, wall=deed.wall)
    _tell_pacer(session, user, subject, deed, status="unlinked", court=court)
    _mail(session, user, "account_unlinked", deed, temporary_password=temporary_password)
    _note(
        session,
        "account:unlinked",
        user,
        deed,
        reason=reason,
        account_number=number,
        sessions_ended=ended,
    )
    return user


def _tell_pacer(
    session: Session, user: CourtUser, subject: str, deed: Deed, *, status: str, court: str
) -> None:
    message = CourtAccountStatus(
        court=court,
        subject=subject,
        status=status,
        role=user.role,
        changed_at=deed.now.isoformat(),
        world=user.world,
    )
    outbox.enqueue(session, destination=IDP, message=message, wall=deed.wall)


def correct_email(session: Session, *, user_id: int, email: str, deed: Deed) -> CourtUser:
    """Correct the primary e-mail address; the clerk has checked name, address and phrase.

    Links to a new password that were promised to the former address are void.

    :raises Refusal: codes `gone` and `email`.
    """
    user = _locked(session, user_id)
    bar = standing.email_bar(state_of(user))
    if bar:
        raise Refusal("email", bar)
    former = user.primary_email
    if former.casefold() == email.casefold():
        raise Refusal("email", standing.SAME_EMAIL, field="new_email")
    accounts.void_resets(session, user=user, wall=deed.wall)
    user.primary_email = email
    session.flush()
    for recipient in filter(None, (email, former)):
        _mail(session, user, "email_corrected", deed, recipient=recipient, email=email)
    _note(session, "account:email_corrected", user, deed)
    return user


def create(
    session: Session,
    *,
    account: NewAccount,
    shape: str,
    temporary_password: str,
    password_hash: str,
    must_change: bool,
    deed: Deed,
) -> CourtUser:
    """Create an account with an assigned login; the notice with the password goes by mail.

    :raises Refusal: code `namesake`, at the address; `login` if the login was taken meanwhile.
    """
    same = queries.namesake(
        session, first=account.first_name, last=account.last_name, email=account.primary_email
    )
    if same is not None:
        words = NAMESAKE.format(login=same.login_name or "of PACER")
        raise Refusal("namesake", words, field="primary_email")
    return accounts.create_old_account(
        session,
        account=account,
        shape=shape,
        temporary_password=temporary_password,
        password_hash=password_hash,
        must_change=must_change,
        actor=deed.actor,
        postman=deed.postman,
        now=deed.now,
        wall=deed.wall,
    )


def _locked(session: Session, user_id: int) -> CourtUser:
    user = accounts_queries.user_by_id(session, user_id, lock=True)
    if user is None:
        raise Refusal("gone", GONE)
    return user


def _mail(
    session: Session,
    user: CourtUser,
    template: str,
    deed: Deed,
    *,
    recipient: str = "",
    **values: Any,
) -> None:
    told: Mapping[str, Any] = {
        "name": user.display_name,
        "login_name": user.login_name or "",
        "court_name": deed.postman.member.full_name,
        "contact": deed.contact,
        "court_time": court_stamp(deed.now, deed.postman.member.timezone),
        **values,
    }
    to = recipient or user.primary_email
    if to:
        deed.postman.send(
            session,
            template=template,
            recipient=to,
            values=told,
            now=deed.now,
            wall=deed.wall,
            world=user.world,
        )


def _note(session: Session, tag: str, user: CourtUser, deed: Deed, **detail: Any) -> None:
    record(
        session,
        tag=tag,
        actor=deed.actor,
        subject=f"court-user:{user.id}",
        now=deed.now,
        wall=deed.wall,
        detail={"login": user.login_name or "", **detail},
    )
