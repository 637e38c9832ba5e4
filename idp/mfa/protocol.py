"""The steps of the second factor within a request: mails, audit, and what holds them together."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, Final, Protocol, cast
from zoneinfo import ZoneInfo

from flask import current_app
from sqlalchemy.orm import Session

from idp import edge as idp_edge
from idp.accounts.models import Account
from idp.mfa import codes, policy, qr, queries, service, texts
from idp.mfa.policy import Step
from shared.audit import record
from shared.clock import court_stamp
from shared.errors import Refusal
from shared.web import edge

PASSWORD_CHECK: Final = "moot_password_check"  # noqa: S105 - the name of an extension
SEND: Final = "enrollForm:btnSend"
PROVE: Final = "enrollForm:btnOk"
ADD: Final = "enrollForm:btnAdd"


class PasswordCheck(Protocol):
    """Asks for the password once more; the sign-in room, which stands above, installs it."""

    def __call__(self, user_name: str, password: str) -> None:
        """Check a password, counting failures.

        :raises Refusal: if it is wrong, or the sign-in is locked.
        """


@dataclass(frozen=True, slots=True)
class Holder:
    """Whoever goes through the steps: a session, or a half-finished sign-in, of one account."""

    account_id: int
    key: str
    user_name: str
    display_name: str
    email: str
    world: int


@dataclass(frozen=True, slots=True)
class EnrollPage:
    """What the page of Add App shows: start, mail (enter the code) or app (scan, enter, name)."""

    stage: str
    secret: str = ""
    sent_to: str = ""
    full: bool = False


def holder_of(account: Account, key: str) -> Holder:
    """Return the holder of an account's steps; `key` is secret or unguessable."""
    return Holder(
        account.id, key, account.user_name, account.display_name, account.email, account.world
    )


def pepper() -> str:
    """Return the key under which short codes are hashed."""
    return str(idp_edge.settings().secret_key)


def day_of(account: Account) -> date:
    """Return the day of court time on the calendar of an account's seat."""
    shift = timedelta(seconds=account.seat_offset_seconds)
    zone = ZoneInfo(edge.runtime().member.timezone)
    return edge.now_in(account.world, shift=shift).astimezone(zone).date()


# --------------------------------------------------------------------------- at sign-in


def step_at_login(account: Account, *, filer: bool, may_draw: bool) -> Step:
    """Return what a login has to do about the second factor, drawing its lot if it takes part."""
    session = edge.session()
    row = queries.standing(session, account_id=account.id)
    facts = policy.Facts(
        day=day_of(account),
        filer=filer,
        enrolled=queries.is_enrolled(session, account_id=account.id),
        selected=row is not None and row.selected_on is not None,
        skips=row.skips if row is not None else 0,
    )
    if may_draw and policy.may_be_drawn(facts):
        selected = service.draw(
            session,
            account_id=account.id,
            subject=account.subject,
            day=facts.day,
            world=account.world,
        )
        if selected:
            note(account.user_name, "mfa:selected", account.world)
        facts = replace(facts, selected=selected)
    return policy.step(facts)


def needs_code(session: Session, account: Account) -> bool:
    """Say whether no session of an account may begin without its second factor."""
    return policy.offered(day_of(account)) and queries.is_enrolled(session, account_id=account.id)


def offered(account: Account) -> bool:
    """Say whether there is a second factor yet on the calendar of an account's seat."""
    return policy.offered(day_of(account))


def skips_left(account_id: int) -> int:
    """Return how often a selected account may still put it off."""
    with edge.runtime().database.reading() as session:
        row = queries.standing(session, account_id=account_id)
        return policy.skips_left(row.skips if row is not None else 0)


def was_put_off(session: Session, *, account_id: int, key: str) -> bool:
    """Say whether this very sign-in has put enrolment off."""
    row = queries.standing(session, account_id=account_id)
    return row is not None and bool(key) and row.skipped_by == key


def put_off(holder: Holder) -> None:
    """Put enrolment off for this sign-in."""
    skips = service.skip(
        edge.session(), account_id=holder.account_id, holder=holder.key, world=holder.world
    )
    note(holder.user_name, "mfa:skipped", holder.world, skips=skips)


# --------------------------------------------------------------------------- adding an app


def enroll_page(holder: Holder) -> EnrollPage:
    """Return where a holder stands on the way to a new app; it follows from the database."""
    wall = edge.wall()
    with edge.runtime().database.reading() as session:
        draft = queries.draft(session, account_id=holder.account_id, holder=holder.key, wall=wall)
        if draft is not None:
            return EnrollPage("app", codes.grouped(draft.secret))
        sent = queries.live_security_code(
            session,
            account_id=holder.account_id,
            holder=holder.key,
            purpose=service.ENROLL,
            wall=wall,
        )
        full = len(queries.apps(session, account_id=holder.account_id)) >= service.MOST_APPS
    return EnrollPage("mail" if sent else "start", "", texts.masked(holder.email), full)


def qr_of(holder: Holder) -> bytes | None:
    """Return the QR code of the app that a holder is adding, None if there is none."""
    with edge.runtime().database.reading() as session:
        draft = queries.draft(
            session, account_id=holder.account_id, holder=holder.key, wall=edge.wall()
        )
    if draft is None:
        return None
    return qr.as_svg(codes.address_for_app(draft.secret, user_name=holder.user_name))


def answer_enroll(holder: Holder, posted: Mapping[str, str], form: Any) -> bool:
    """Do what was pressed on the page of Add App; return whether the app is there now.

    :raises Refusal: if it cannot be done.
    """
    if ADD in posted:
        finish_app(holder, name=form.name.data or "", passcode=form.passcode.data or "")
        return True
    if PROVE in posted:
        prove(holder, service.ENROLL, form.code.data or "")
        begin_app(holder)
    else:
        send_code(holder, service.ENROLL)
    edge.split()
    return False


def send_code(holder: Holder, purpose: str) -> None:
    """Mail a security code.

    :raises Refusal: if five were sent within the hour, or there is no room for what it is for.
    """
    code = service.new_security_code(
        edge.session(),
        account_id=holder.account_id,
        holder=holder.key,
        purpose=purpose,
        wall=edge.wall(),
        pepper=pepper(),
        world=holder.world,
    )
    _mail(holder, "mfa_security_code", code=code, purpose=texts.PURPOSES[purpose])
    note(holder.user_name, "mfa:code-sent", holder.world, purpose=purpose)


def prove(holder: Holder, purpose: str, typed: str) -> None:
    """Use up the security code that was mailed to a holder; a try counts before it is looked at.

    :raises Refusal: if it is not the right one.
    """
    row_id = service.count_security_try(
        edge.session(),
        account_id=holder.account_id,
        holder=holder.key,
        purpose=purpose,
        wall=edge.wall(),
    )
    edge.split()
    try:
        service.use_security_code(
            edge.session(),
            row_id=row_id,
            account_id=holder.account_id,
            typed=typed,
            wall=edge.wall(),
            pepper=pepper(),
        )
    except service.SecurityCodeError:
        note_kept(holder, "mfa:code-refused", purpose=purpose)
        raise


def begin_app(holder: Holder) -> None:
    """Make the secret of a new app."""
    service.begin_app(
        edge.session(),
        account_id=holder.account_id,
        holder=holder.key,
        wall=edge.wall(),
        world=holder.world,
    )


def finish_app(holder: Holder, *, name: str, passcode: str) -> None:
    """Add the app, tell by mail, note it.

    :raises Refusal: if its passcode is wrong, its name taken, or the time over.
    """
    try:
        app = service.finish_app(
            edge.session(),
            account_id=holder.account_id,
            holder=holder.key,
            name=name,
            passcode=passcode,
            wall=edge.wall(),
            world=holder.world,
        )
    except service.PasscodeError:
        note_kept(holder, "mfa:app-refused")
        raise
    _mail(holder, "mfa_app_added", app_name=app.name)
    note(holder.user_name, "mfa:app-added", holder.world, app=app.name)


# --------------------------------------------------------------------------- codes and deletion


def new_codes(holder: Holder, typed: str) -> tuple[str, ...]:
    """Return ten new backup codes for the security code that was mailed.

    :raises Refusal: if it is not the right one.
    """
    prove(holder, service.NEW_CODES, typed)
    made = service.new_backup_codes(
        edge.session(),
        account_id=holder.account_id,
        wall=edge.wall(),
        pepper=pepper(),
        world=holder.world,
    )
    _mail(holder, "mfa_codes_made")
    note(holder.user_name, "mfa:codes-made", holder.world)
    return made


def delete_app(holder: Holder, app_id: int, password: str) -> None:
    """Delete an app for somebody who knows the password.

    :raises Refusal: if the password is wrong, or the app is gone.
    """
    check = cast(PasswordCheck, current_app.extensions[PASSWORD_CHECK])
    check(holder.user_name, password)
    session = edge.session()
    app = service.remove_app(
        session, account_id=holder.account_id, app_id=app_id, world=holder.world
    )
    if app is None:
        raise Refusal("mfa_app", texts.NO_APP)
    last = not queries.is_enrolled(session, account_id=holder.account_id)
    _mail(holder, "mfa_app_deleted", app_name=app.name, last=last)
    note(holder.user_name, "mfa:app-deleted", holder.world, app=app.name, last=last)


def note(user_name: str, tag: str, world: int, **detail: Any) -> None:
    """Note an event of an account in the current transaction."""
    _record(edge.session(), user_name, tag, world, detail)


def note_kept(holder: Holder, tag: str, **detail: Any) -> None:
    """Note an event that stays although the request is refused."""
    user_name, world = holder.user_name, holder.world
    edge.keep(lambda kept: _record(kept, user_name, tag, world, detail))


def _record(
    session: Session, user_name: str, tag: str, world: int, detail: Mapping[str, Any]
) -> None:
    record(
        session,
        tag=tag,
        actor=f"pacer:{user_name}",
        subject=f"pacer:{user_name}",
        now=edge.now(),
        wall=edge.wall(),
        detail={**detail, "address": edge.remote_address()},
        world=world,
    )


def _mail(holder: Holder, template: str, **values: Any) -> None:
    runtime = edge.runtime()
    runtime.postman.send(
        edge.session(),
        template=template,
        recipient=holder.email,
        values={
            "name": holder.display_name,
            "user_name": holder.user_name,
            "court_time": court_stamp(edge.now(), runtime.member.timezone),
            **values,
        },
        now=edge.now(),
        wall=edge.wall(),
        world=holder.world,
    )
