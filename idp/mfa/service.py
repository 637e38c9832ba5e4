"""Writing the second factor: apps, backup codes, mailed codes, random selection."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from typing import Final

from sqlalchemy import delete, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from idp.mfa import codes, policy, queries
from idp.mfa.models import AppDraft, BackupCode, MfaApp, MfaStanding, SecurityCode
from shared.db import KEEP_SPENT, every_world
from shared.errors import Refusal
from shared.ids import digest, new_token, same

MOST_APPS: Final = 5
BACKUP_CODES: Final = 10
LONGEST_NAME: Final = 40
SECURITY_CODE_FOR: Final = timedelta(minutes=10)
DRAFT_FOR: Final = timedelta(minutes=15)
MOST_MAILS: Final = 5
MAILS_WITHIN: Final = timedelta(hours=1)
ENROLL: Final = "enroll"
NEW_CODES: Final = "codes"

TOO_MANY_APPS: Final = (
    "Your account has five authenticator apps already, which is the most. Delete one first."
)
TOO_MANY_MAILS: Final = (
    "Five security codes were sent within the last hour. Use the newest, or try again later."
)
WRONG_SECURITY_CODE: Final = (
    "Invalid security code. Use the newest one that we mailed; it works once, for ten minutes."
)
WRONG_PASSCODE: Final = (
    "Invalid one-time passcode. Enter the six digits that the app shows now, and check that the "
    "clock of your telephone is right."
)
DRAFT_OVER: Final = "This took longer than fifteen minutes, so it was given up. Please start again."


class TooManyAppsError(Refusal):
    """A sixth app."""

    def __init__(self) -> None:
        super().__init__("mfa_apps", TOO_MANY_APPS)


class TooManyMailsError(Refusal):
    """A sixth security code within an hour."""

    def __init__(self) -> None:
        super().__init__("mfa_mails", TOO_MANY_MAILS)


class SecurityCodeError(Refusal):
    """A mailed code that is wrong, used, run out, or of somebody else."""

    def __init__(self) -> None:
        super().__init__("mfa_security_code", WRONG_SECURITY_CODE, field="code")


class PasscodeError(Refusal):
    """The first passcode of a new app is not of its secret."""

    def __init__(self) -> None:
        super().__init__("mfa_passcode", WRONG_PASSCODE, field="passcode")


class DraftOverError(Refusal):
    """The app that was to be added is not known (any more)."""

    def __init__(self) -> None:
        super().__init__("mfa_draft", DRAFT_OVER)


class AppNameError(Refusal):
    """A name that is none, or that another app of the account has."""

    def __init__(self, message: str) -> None:
        super().__init__("mfa_name", message, field="name")


# --------------------------------------------------------------------------- codes at sign-in


def use_code(
    session: Session, *, account_id: int, code: str, wall: datetime, pepper: str
) -> str | None:
    """Use up a passcode of an app or a backup code; return which it was, None for neither.

    A step is used by one atomic update, so that of two parallel logins only one passes, and a
    step before the last used one never does.
    """
    typed = codes.normal(code)
    if codes.is_passcode(typed):
        return "totp" if _use_passcode(session, account_id, typed, wall) else None
    used = session.execute(
        update(BackupCode)
        .where(
            BackupCode.account_id == account_id,
            BackupCode.code_hash == _backup_hash(pepper, account_id, typed),
            BackupCode.used_at.is_(None),
        )
        .values(used_at=wall)
        .returning(BackupCode.id)
        .execution_options(synchronize_session=False)
    ).all()
    return "backup" if used else None


def _use_passcode(session: Session, account_id: int, typed: str, wall: datetime) -> bool:
    for app in queries.apps(session, account_id=account_id):
        step = codes.step_of(app.secret, typed, at=wall.timestamp())
        if step is None:
            continue
        used = session.execute(
            update(MfaApp)
            .where(MfaApp.id == app.id, MfaApp.last_step < step)
            .values(last_step=step, last_used_at=wall)
            .returning(MfaApp.id)
            .execution_options(synchronize_session=False)
        ).all()
        if used:
            return True
    return False


def _backup_hash(pepper: str, account_id: int, typed: str) -> str:
    return codes.hashed(pepper, account_id=account_id, use="backup", code=typed)


# --------------------------------------------------------------------------- mailed codes


def new_security_code(
    session: Session,
    *,
    account_id: int,
    holder: str,
    purpose: str,
    wall: datetime,
    pepper: str,
    world: int,
) -> str:
    """Return a code to be mailed; an earlier one of the same holder and purpose is void.

    :raises TooManyMailsError: if the mailbox has had enough for an hour.
    :raises TooManyAppsError: if there is no room for the app that it is for.
    """
    _lock(session, account_id=account_id, world=world)
    if purpose == ENROLL:
        _check_room(session, account_id)
    since = wall - MAILS_WITHIN
    if queries.mails_since(session, account_id=account_id, moment=since) >= MOST_MAILS:
        raise TooManyMailsError
    session.execute(
        update(SecurityCode)
        .where(
            SecurityCode.account_id == account_id,
            SecurityCode.holder == holder,
            SecurityCode.purpose == purpose,
            SecurityCode.used_at.is_(None),
        )
        .values(used_at=wall)
        .execution_options(synchronize_session=False)
    )
    code = codes.mailed_from(new_token())
    session.add(
        SecurityCode(
            account_id=account_id,
            holder=holder,
            purpose=purpose,
            code_hash=codes.hashed(pepper, account_id=account_id, use=purpose, code=code),
            tries=0,
            sent_at=wall,
            expires_at=wall + SECURITY_CODE_FOR,
            world=world,
        )
    )
    session.flush()
    return code


def count_security_try(
    session: Session, *, account_id: int, holder: str, purpose: str, wall: datetime
) -> int:
    """Count a try at a mailed code before it is looked at; return its row, 0 if there is none."""
    live = queries.live_security_code(
        session, account_id=account_id, holder=holder, purpose=purpose, wall=wall
    )
    if live is None:
        return 0
    counted = session.execute(
        update(SecurityCode)
        .where(SecurityCode.id == live.id, SecurityCode.tries < queries.MOST_TRIES)
        .values(tries=SecurityCode.tries + 1)
        .returning(SecurityCode.id)
        .execution_options(synchronize_session=False)
    ).all()
    return live.id if counted else 0


def use_security_code(
    session: Session, *, row_id: int, account_id: int, typed: str, wall: datetime, pepper: str
) -> None:
    """Use up a mailed code, once.

    :raises SecurityCodeError: if it is not this one.
    """
    row = session.scalar(every_world(select(SecurityCode).where(SecurityCode.id == row_id)))
    if row is None or row.account_id != account_id:
        raise SecurityCodeError
    given = codes.hashed(pepper, account_id=account_id, use=row.purpose, code=codes.normal(typed))
    if not same(given, row.code_hash):
        raise SecurityCodeError
    used = session.execute(
        update(SecurityCode)
        .where(SecurityCode.id == row_id, SecurityCode.used_at.is_(None))
        .values(used_at=wall)
        .returning(SecurityCode.id)
        .execution_options(synchronize_session=False)
    ).all()
    if not used:
        raise SecurityCodeError


# --------------------------------------------------------------------------- apps


def begin_app(
    session: Session, *, account_id: int, holder: str, wall: datetime, world: int
) -> AppDraft:
    """Make the secret of a new app, to be shown to its holder."""
    session.execute(
        delete(AppDraft).where(AppDraft.account_id == account_id, AppDraft.holder == holder)
    )
    draft = AppDraft(
        account_id=account_id,
        holder=holder,
        secret=codes.secret_from(new_token()),
        expires_at=wall + DRAFT_FOR,
        world=world,
    )
    session.add(draft)
    session.flush()
    return draft


def finish_app(
    session: Session,
    *,
    account_id: int,
    holder: str,
    name: str,
    passcode: str,
    wall: datetime,
    world: int,
) -> MfaApp:
    """Add the app that a holder began, if its first passcode is right; that step is used up.

    :raises Refusal: if the draft is over, the passcode wrong, the name taken or five apps there.
    """
    _lock(session, account_id=account_id, world=world)
    draft = queries.draft(session, account_id=account_id, holder=holder, wall=wall)
    if draft is None:
        raise DraftOverError
    _check_room(session, account_id)
    step = codes.step_of(draft.secret, codes.normal(passcode), at=wall.timestamp())
    if step is None:
        raise PasscodeError
    app = plant_app(
        session, account_id=account_id, name=name, secret=draft.secret, wall=wall, world=world
    )
    app.last_step, app.last_used_at = step, wall
    session.delete(draft)
    session.flush()
    return app


def plant_app(
    session: Session, *, account_id: int, name: str, secret: str, wall: datetime, world: int
) -> MfaApp:
    """Add an app with a known secret.

    :raises AppNameError: if it has no name, or that of another one.
    """
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME or not name.isprintable():
        raise AppNameError(f"Name the app, in at most {LONGEST_NAME} characters.")
    key = name.casefold()
    if any(app.name_key == key for app in queries.apps(session, account_id=account_id)):
        raise AppNameError("Another app of your account has this name already.")
    app = MfaApp(
        account_id=account_id,
        name=name,
        name_key=key,
        secret=secret,
        last_step=0,
        added_at=wall,
        world=world,
    )
    session.add(app)
    session.flush()
    return app


def remove_app(session: Session, *, account_id: int, app_id: int, world: int) -> MfaApp | None:
    """Delete an app; with the last one go the backup codes. None if there is no such app."""
    _lock(session, account_id=account_id, world=world)
    app = queries.app(session, account_id=account_id, app_id=app_id)
    if app is None:
        return None
    session.delete(app)
    session.flush()
    if not queries.is_enrolled(session, account_id=account_id):
        session.execute(delete(BackupCode).where(BackupCode.account_id == account_id))
    return app


def _check_room(session: Session, account_id: int) -> None:
    if len(queries.apps(session, account_id=account_id)) >= MOST_APPS:
        raise TooManyAppsError


# --------------------------------------------------------------------------- backup codes


def new_backup_codes(
    session: Session, *, account_id: int, wall: datetime, pepper: str, world: int
) -> tuple[str, ...]:
    """Return ten new backup codes; the old set is void."""
    _lock(session, account_id=account_id, world=world)
    session.execute(delete(BackupCode).where(BackupCode.account_id == account_id))
    made = tuple(codes.backup_from(new_token()) for _ in range(BACKUP_CODES))
    for code in made:
        session.add(
            BackupCode(
                account_id=account_id,
                code_hash=_backup_hash(pepper, account_id, codes.normal(code)),
                made_at=wall,
                world=world,
            )
        )
    session.flush()
    return made


# --------------------------------------------------------------------------- random selection


def draw(session: Session, *, account_id: int, subject: str, day: date, world: int) -> bool:
    """Draw the lot of an account's login on a day; note and say whether it selects.

    The lot follows from account and day, so that a class can be repeated.
    """
    if not policy.drawn(int(digest(f"{subject} {day.isoformat()}"), 16)):
        return False
    row = _lock(session, account_id=account_id, world=world)
    if row.selected_on is None:
        row.selected_on = day
        session.flush()
    return True


def skip(session: Session, *, account_id: int, holder: str, world: int) -> int:
    """Put enrolment off for one sign-in, counted once; return how often that was done."""
    row = _lock(session, account_id=account_id, world=world)
    if row.skipped_by != holder and row.skips < policy.MOST_SKIPS:
        row.skips += 1
        row.skipped_by = holder
        session.flush()
    return row.skips


def _lock(session: Session, *, account_id: int, world: int) -> MfaStanding:
    """Return the account's row here, locked: what is counted per account happens one by one."""
    found = every_world(
        select(MfaStanding)
        .where(MfaStanding.account_id == account_id)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    row: MfaStanding | None = session.scalar(found)
    if row is not None:
        return row
    try:
        with session.begin_nested():
            session.add(MfaStanding(account_id=account_id, skips=0, skipped_by="", world=world))
    except IntegrityError:  # a parallel request was first: theirs is the row
        pass
    made: MfaStanding = session.scalars(found).one()
    return made


def sweep(session: Session, wall: datetime) -> None:
    """Delete mailed codes and unfinished apps that ran out long ago."""
    session.execute(delete(SecurityCode).where(SecurityCode.expires_at < wall - KEEP_SPENT))
    session.execute(delete(AppDraft).where(AppDraft.expires_at < wall - KEEP_SPENT))
