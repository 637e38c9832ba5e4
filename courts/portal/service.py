"""Changing the portal: accounts, sessions, resets, training, applications and their decisions."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final, Literal

from sqlalchemy import delete, or_, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from courts.accounts import queries as court_users
from courts.accounts import service as accounts
from courts.accounts.models import ACTIVE, DISABLED, UNPAID, CourtUser, MisuseReport
from courts.accounts.service import NewAccount
from courts.portal import queries, rules
from courts.portal.models import (
    PortalAccount,
    PortalApplication,
    PortalCounter,
    PortalReset,
    PortalSession,
    TrainingRecord,
)
from courts.portal.rules import Applied, Finished
from shared.audit import record
from shared.clock import court_date
from shared.db import KEEP_SPENT
from shared.errors import Refusal
from shared.ids import digest, new_token
from shared.mail.senders import Postman

SESSION_IDLE: Final = timedelta(minutes=30)
SESSION_FOR: Final = timedelta(hours=8)
RESET_FOR: Final = timedelta(hours=1)
MOST_RESETS: Final = 5
_NUMBER_LENGTH: Final = 8

LOCKED: Final = (
    "Too many wrong passwords were entered for this user name of the portal. Wait 15 minutes and "
    "try again, or ask for a new password."
)
ASKED_TOO_OFTEN: Final = (
    "PACER account number and name were wrong too often. Wait 15 minutes and try again."
)
NAME_TAKEN: Final = "Somebody has this user name already. Choose another."
RESET_SPENT: Final = (
    "This link to set a new portal password is not good any more: each is good for one hour, and "
    "once. Ask for a new one."
)
ONE_AT_A_TIME: Final = "An application of yours waits for the clerk's office already."
ALREADY_APPROVED: Final = (
    "Your application was approved already: you have a CM/ECF login of this court."
)
CLOSED: Final = (
    "The portal takes no applications any more, and none can be approved: since the court is on "
    "NextGen CM/ECF, applications go through Manage My Account at PACER."
)
DECIDED: Final = "This application was decided already."


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Who acts and when, and by whom mails go."""

    actor: str
    postman: Postman
    now: datetime
    wall: datetime

    def note(self, session: Session, tag: str, subject: str, **detail: Any) -> None:
        """Write an audit event."""
        record(
            session,
            tag=tag,
            actor=self.actor,
            subject=subject,
            now=self.now,
            wall=self.wall,
            detail=detail,
        )

    def mail(self, session: Session, template: str, recipient: str, **values: Any) -> None:
        """Promise a mail of the court."""
        self.postman.send(
            session,
            template=template,
            recipient=recipient,
            values={"court_name": self.postman.member.full_name, **values},
            now=self.now,
            wall=self.wall,
        )


# --------------------------------------------------------------------------- wrong tries


def reserve_attempt(session: Session, *, key: str, wall: datetime, locked: str = LOCKED) -> None:
    """Count a try before its answer is known; a right one is given back.

    Unknown user names count as well, so that the lock does not tell which exist.

    :raises Refusal: code `locked`.
    """
    accounts.count_try(
        session,
        find=lambda: queries.counter_of(session, key),
        new=PortalCounter(key=key, failures=0, last_at=wall),
        wall=wall,
        refusal=Refusal("locked", locked),
    )


def give_back_attempts(session: Session, *, key: str) -> None:
    """Forget the tries under a key: the last one was right."""
    accounts.forget_tries(session, queries.counter_of(session, key))


def login_key(user_name: str) -> str:
    """Return the key under which tries for a user name are counted; long ones by their hash."""
    return f"login:{digest(queries.user_key(user_name))}"


# --------------------------------------------------------------------------- accounts, sessions


def open_account(
    session: Session,
    *,
    user_name: str,
    password_hash: str,
    first_name: str,
    last_name: str,
    email: str,
    about: Circumstances,
) -> PortalAccount:
    """Open a portal account.

    :raises Refusal: code `user_name` if somebody has it.
    """
    account = PortalAccount(
        user_name=user_name,
        user_key=queries.user_key(user_name),
        password_hash=password_hash,
        first_name=first_name,
        last_name=last_name,
        email=email,
        created_at=about.now,
    )
    if queries.account_by_name(session, user_name) is not None:
        raise Refusal("user_name", NAME_TAKEN, field="user_name")
    try:
        with session.begin_nested():
            session.add(account)
    except IntegrityError:
        raise Refusal("user_name", NAME_TAKEN, field="user_name") from None
    about.note(session, "portal:account_opened", _portal_login(account))
    about.mail(
        session,
        "portal_welcome",
        account.email,
        name=account.display_name,
        user_name=account.user_name,
    )
    return account


def open_session(session: Session, *, account: PortalAccount, wall: datetime) -> str:
    """Open a session and return the cookie's value, which is stored hashed only."""
    token = new_token()
    session.add(
        PortalSession(
            token_hash=digest(token),
            account_id=account.id,
            password_version=account.password_version,
            opened_at=wall,
            last_seen=wall,
            expires_at=wall + SESSION_FOR,
        )
    )
    session.flush()
    return token


def touch(session: Session, session_id: int, *, wall: datetime) -> None:
    """Note that a session was used."""
    session.execute(
        update(PortalSession).where(PortalSession.id == session_id).values(last_seen=wall)
    )


def close_session(session: Session, *, token: str, wall: datetime) -> None:
    """End the session of a cookie."""
    session.execute(
        update(PortalSession)
        .where(PortalSession.token_hash == digest(token), PortalSession.closed_at.is_(None))
        .values(closed_at=wall)
    )


# --------------------------------------------------------------------------- resets


def start_reset(
    session: Session,
    *,
    user_name: str,
    email: str,
    misused: bool,
    token: str,
    link: str,
    about: Circumstances,
) -> bool:
    """Promise a one-time link, if user name and address belong together.

    The page says the same in every case; the answer is for the audit trail only.
    """
    account = queries.account_by_name(session, user_name)
    right = (
        account is not None
        and account.email.casefold() == email.strip().casefold()
        and queries.resets_since(session, account_id=account.id, since=about.wall - RESET_FOR)
        < MOST_RESETS
    )
    tag = "portal:reset_asked" if right else "portal:reset_refused"
    about.note(session, tag, f"portal-login:{queries.user_key(user_name)}")
    if account is None or not right:
        return False
    if misused:
        account.password_version += 1
        accounts.report_misuse(
            session,
            system="portal",
            login=account.user_name,
            display_name=account.display_name,
            now=about.now,
            wall=about.wall,
        )
    session.add(
        PortalReset(
            token_hash=digest(token),
            account_id=account.id,
            created_at=about.wall,
            expires_at=about.wall + RESET_FOR,
        )
    )
    about.mail(
        session,
        "portal_reset",
        account.email,
        name=account.display_name,
        user_name=account.user_name,
        link=link,
    )
    session.flush()
    return True


def account_of_reset(
    session: Session, *, token: str, wall: datetime, lock: bool = False
) -> PortalAccount:
    """Return the account for which a one-time link is still good.

    :raises Refusal: code `reset_spent`.
    """
    row = queries.reset_by_token(session, token, lock=lock)
    account = None
    if row is not None and row.used_at is None and row.expires_at > wall:
        account = queries.account_by_id(session, row.account_id, lock=lock)
    if account is None:
        raise Refusal("reset_spent", RESET_SPENT)
    return account


def finish_reset(
    session: Session, *, token: str, password_hash: str, about: Circumstances
) -> PortalAccount:
    """Set a new portal password by a one-time link; every link and session of before is spent.

    :raises Refusal: code `reset_spent`.
    """
    account = account_of_reset(session, token=token, wall=about.wall, lock=True)
    account.password_hash = password_hash
    account.password_version += 1
    session.execute(
        update(PortalReset)
        .where(PortalReset.account_id == account.id, PortalReset.used_at.is_(None))
        .values(used_at=about.wall)
    )
    give_back_attempts(session, key=login_key(account.user_name))
    about.note(session, "portal:reset", _portal_login(account))
    about.mail(
        session,
        "portal_password_changed",
        account.email,
        name=account.display_name,
        user_name=account.user_name,
    )
    session.flush()
    return account


# --------------------------------------------------------------------------- training


def declare_training(
    session: Session,
    *,
    track: str,
    first_name: str,
    last_name: str,
    email: str,
    about: Circumstances,
) -> TrainingRecord:
    """Keep that somebody declared a track of the training done, and mail the completion number."""
    done = TrainingRecord(
        number=new_token(_NUMBER_LENGTH).upper(),
        track=track,
        first_name=first_name,
        last_name=last_name,
        email=email,
        completed_at=about.now,
    )
    session.add(done)
    session.flush()
    about.note(session, "portal:training_declared", f"training:{done.number}", track=track)
    about.mail(
        session,
        "portal_training",
        email,
        name=f"{first_name} {last_name}",
        track=track,
        number=done.number,
        day=court_date(about.now, about.postman.member.timezone),
    )
    return done


def finished(session: Session, number: str) -> Finished | None:
    """Return what the rules look at of the training under a number."""
    found = queries.training_by_number(session, number)
    return None if found is None else Finished(found.track, found.last_name)


# --------------------------------------------------------------------------- applications


def standing_refusal(session: Session, *, account_id: int) -> str:
    """Return why a person cannot apply now at all; empty if they can."""
    states = {each.state for each in queries.applications_of(session, account_id)}
    if "approved" in states:
        return ALREADY_APPROVED
    return ONE_AT_A_TIME if states & set(queries.OPEN_STATES) else ""


def submit(
    session: Session,
    *,
    account_id: int,
    applied: Applied,
    particulars: Mapping[str, str],
    takes: bool,
    about: Circumstances,
) -> PortalApplication:
    """Hand an application to the clerk's office, decided again under the account's lock.

    :param particulars: name, firm, address, phone and verification phrase, as columns.
    :raises Refusal: code `closed`, `waiting`, or that of the first rule that is not kept.
    """
    account = queries.account_by_id(session, account_id, lock=True)
    if account is None or not takes:
        raise Refusal("closed", CLOSED)
    standing = standing_refusal(session, account_id=account.id)
    if standing:
        raise Refusal("waiting", standing)
    left = rules.problems(applied)
    if left or applied.pacer != "right":
        first = left[0] if left else None
        raise Refusal(
            first.code if first else "wrong_pacer_account",
            first.text if first else "A PACER account is mandatory.",
            field=first.field if first else "pacer_number",
        )
    here = applied.training == rules.HERE
    application = PortalApplication(
        account_id=account.id,
        kind=applied.kind,
        email=account.email,
        pacer_number=applied.pacer_number,
        bar=applied.bar,
        bar_number=applied.bar_number if applied.bar == rules.MEMBER else "",
        case_number=applied.case_number,
        training=applied.training,
        training_number=applied.training_number if here else "",
        court_kind="" if here else applied.court_kind,
        court_name="" if here else applied.court_name,
        submitted_at=about.now,
        **particulars,
    )
    session.add(application)
    session.flush()
    about.note(
        session,
        "portal:application_submitted",
        _subject(application),
        application_kind=applied.kind,
    )
    _mail_applicant(session, application, "portal_received", about)
    return application


def answer(
    session: Session, *, application_id: int, account_id: int, text: str, about: Circumstances
) -> PortalApplication:
    """Answer the clerk's question; the application waits again.

    :raises Refusal: code `not_asked`.
    """
    application = queries.application_by_id(session, application_id, lock=True)
    if application is None or application.account_id != account_id or application.state != "asked":
        raise Refusal("not_asked", "The clerk's office asks you nothing at present.")
    application.answer, application.state = text, "waiting"
    about.note(session, "portal:application_answered", _subject(application))
    session.flush()
    return application


def ask(
    session: Session, *, application_id: int, question: str, about: Circumstances
) -> PortalApplication:
    """Ask the applicant for more; the application does not wait for the clerk meanwhile.

    :raises Refusal: code `decided`.
    """
    application = _open_application(session, application_id)
    application.question, application.answer, application.state = question, "", "asked"
    about.note(session, "portal:application_asked", _subject(application))
    _mail_applicant(session, application, "portal_question", about, question=question)
    session.flush()
    return application


def reject(
    session: Session, *, application_id: int, reason: str, about: Circumstances
) -> PortalApplication:
    """Reject an application with a reason, which the applicant is told.

    :raises Refusal: code `decided`.
    """
    application = _open_application(session, application_id)
    _decide(application, "rejected", about)
    application.reason = reason
    about.note(session, "portal:application_rejected", _subject(application))
    _mail_applicant(session, application, "portal_rejected", about, reason=reason)
    session.flush()
    return application


def approve(
    session: Session,
    *,
    application_id: int,
    shape: str,
    temporary_password: str,
    password_hash: str,
    must_change: bool,
    takes: bool,
    about: Circumstances,
) -> tuple[PortalApplication, CourtUser]:
    """Approve an application: a CM/ECF login with a temporary password is made and mailed.

    :raises Refusal: code `decided`, or `closed` after go-live, when old accounts are not made.
    """
    if not takes:
        raise Refusal("closed", CLOSED)
    application = _open_application(session, application_id)
    user = accounts.create_old_account(
        session,
        account=NewAccount(
            role=application.kind,
            first_name=application.first_name,
            middle_name=application.middle_name,
            last_name=application.last_name,
            primary_email=application.email,
            firm=application.firm,
            address=application.address,
            phone=application.phone,
            bar_number=application.bar_number,
            verification_phrase=application.verification_phrase,
        ),
        shape=shape,
        temporary_password=temporary_password,
        password_hash=password_hash,
        must_change=must_change,
        actor=about.actor,
        postman=about.postman,
        now=about.now,
        wall=about.wall,
    )
    _decide(application, "approved", about)
    application.court_user_id = user.id
    about.note(
        session, "portal:application_approved", _subject(application), login=user.login_name or ""
    )
    if application.bar == rules.ADMIT:
        _ask_for_fee(session, application, about)
    session.flush()
    return application, user


def _ask_for_fee(session: Session, application: PortalApplication, about: Circumstances) -> None:
    due = about.now + timedelta(days=rules.FEE_DAYS)
    application.fee_state, application.fee_due_at = "due", due
    _mail_applicant(
        session,
        application,
        "portal_fee",
        about,
        amount=rules.FEE,
        due=court_date(due, about.postman.member.timezone),
        reference=f"ADM-{application.id:05d}",
    )


def settle_fee(
    session: Session,
    *,
    application_id: int,
    outcome: Literal["paid", "removed"],
    about: Circumstances,
) -> PortalApplication:
    """Note that the admission fee was paid, or take the filing menus of who did not pay it.

    :raises Refusal: code `fee` if none is due, or it is not overdue yet.
    """
    application = queries.application_by_id(session, application_id, lock=True)
    user = None
    if application is not None and application.court_user_id is not None:
        user = court_users.user_by_id(session, application.court_user_id, lock=True)
    if application is None or user is None or application.fee_state not in {"due", "removed"}:
        raise Refusal("fee", "No admission fee of this application is due.")
    due = application.fee_due_at or about.now
    if outcome == "removed" and (application.fee_state != "due" or due > about.now):
        raise Refusal("fee", "The admission fee is not overdue.")
    application.fee_state = outcome
    # The login stays good, so that its holder can see why; what the clerk has disabled stays so.
    if user.status != DISABLED:
        user.status = ACTIVE if outcome == "paid" else UNPAID
    about.note(session, f"portal:fee_{outcome}", _subject(application), login=user.login_name or "")
    session.flush()
    return application


def take_note(session: Session, *, report_id: int, about: Circumstances) -> None:
    """Note that the clerk's office has seen a report of misuse."""
    report = session.get(MisuseReport, report_id)
    if report is None or report.seen_at is not None:
        return
    report.seen_at, report.seen_by = about.now, about.actor
    about.note(session, "misuse:seen", f"{report.system}-login:{report.login}")
    session.flush()


def _open_application(session: Session, application_id: int) -> PortalApplication:
    application = queries.application_by_id(session, application_id, lock=True)
    if application is None or application.state not in queries.OPEN_STATES:
        raise Refusal("decided", DECIDED)
    return application


def _decide(application: PortalApplication, state: str, about: Circumstances) -> None:
    application.state = state
    application.decided_at, application.decided_by = about.now, about.actor


def _mail_applicant(
    session: Session,
    application: PortalApplication,
    template: str,
    about: Circumstances,
    **values: Any,
) -> None:
    about.mail(session, template, application.email, name=application.display_name, **values)


def _subject(application: PortalApplication) -> str:
    return f"portal-application:{application.id}"


def _portal_login(account: PortalAccount) -> str:
    return f"portal-login:{account.user_key}"


def sweep(session: Session, wall: datetime) -> None:
    """Delete sessions and reset links that ran out, and counters that count nothing any more."""
    old = wall - KEEP_SPENT
    session.execute(delete(PortalSession).where(PortalSession.expires_at < old))
    session.execute(delete(PortalReset).where(PortalReset.expires_at < old))
    session.execute(
        delete(PortalCounter).where(
            PortalCounter.last_at < old,
            or_(PortalCounter.locked_until.is_(None), PortalCounter.locked_until < wall),
        )
    )
