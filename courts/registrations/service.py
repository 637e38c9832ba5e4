"""Taking in registrations and deciding them; every message may come twice (facts.md 1.5, 11.2)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from courts.accounts import queries as account_queries
from courts.accounts.models import DISABLED, CourtUser
from courts.registrations import deciding, queries
from courts.registrations.models import RegistrationRequest, RegistrationStep
from shared import outbox
from shared.audit import record
from shared.errors import Refusal
from shared.federation import IDP
from shared.registration import ATTORNEY, DEACTIVATION
from shared.wire import (
    CourtAccountStatus,
    DeactivationAsked,
    RegistrationAnswered,
    RegistrationDecided,
    RegistrationSubmitted,
)

SYSTEM: Final = "court"
APPLICANT: Final = "applicant"
ONE_ACCOUNT: Final = (
    "The person got an e-file account in this court at the same moment: reject the request."
)


@dataclass(frozen=True, slots=True)
class Desk:
    """The court that decides, at this moment: `clerk` decides, `files` are the roles that file."""

    court: str
    clerk: str
    clerk_name: str
    live: bool
    files: tuple[str, ...]
    now: datetime
    wall: datetime


# --------------------------------------------------------------------------- what arrives


def take_registration(
    session: Session, *, message: RegistrationSubmitted, now: datetime, wall: datetime
) -> RegistrationRequest:
    """Put a registration into the queue and say so; reject it if the person has an account here."""
    known = queries.by_request_id(session, message.request_id)
    if known is not None:
        return known
    request = RegistrationRequest(
        request_id=message.request_id,
        kind=message.kind,
        registration_type=message.registration_type,
        role=message.role,
        subject=message.subject,
        account_number=message.account_number,
        user_name=message.user_name,
        first_name=message.first_name,
        middle_name=message.middle_name,
        last_name=message.last_name,
        generation=message.generation,
        firm=message.firm,
        address=message.address,
        phone=message.phone,
        email=message.email,
        email_frequency=message.email_frequency,
        email_format=message.email_format,
        bar_number=message.bar_number,
        bar_state=message.bar_state,
        case_number=message.case_number,
        remark=message.remark,
        submitted_at=datetime.fromisoformat(message.submitted_at),
        changed_at=now,
        world=message.world,
    )
    _arrive(session, request, court=message.court, now=now, wall=wall)
    if held_by(session, request) == "active":
        _decide(
            session,
            request,
            court=message.court,
            state=deciding.REJECTED,
            reason=deciding.HOLDS_ACCOUNT,
            by=SYSTEM,
            now=now,
            wall=wall,
        )
    return request


def take_deactivation(
    session: Session, *, message: DeactivationAsked, now: datetime, wall: datetime
) -> RegistrationRequest:
    """Put the wish to deactivate an e-file account into the same queue."""
    known = queries.by_request_id(session, message.request_id)
    if known is not None:
        return known
    request = RegistrationRequest(
        request_id=message.request_id,
        kind=DEACTIVATION,
        role=ATTORNEY,
        subject=message.subject,
        account_number=message.account_number,
        user_name=message.user_name,
        first_name=message.first_name,
        last_name=message.last_name,
        email=message.email,
        remark=message.reason,
        submitted_at=datetime.fromisoformat(message.asked_at),
        changed_at=now,
        world=message.world,
    )
    user = account_of(session, request)
    if user is not None:
        request.role, request.firm = user.role, user.firm
    _arrive(session, request, court=message.court, now=now, wall=wall)
    return request


def take_answer(
    session: Session, *, message: RegistrationAnswered, now: datetime, wall: datetime
) -> None:
    """Put what the applicant answered beside the question; after a decision it changes nothing.

    Question and answer may cross on their way, so an answer counts in every open state.
    """
    request = queries.by_request_id(session, message.request_id, lock=True)
    if request is None or request.state not in deciding.OPEN:
        return
    request.state, request.changed_at = deciding.RECEIVED, now
    _note(session, request, by=APPLICANT, what="answered", text=message.text, at=now)
    _audit(session, request, "registration:answered", APPLICANT, now=now, wall=wall)
    session.flush()


def _arrive(
    session: Session, request: RegistrationRequest, *, court: str, now: datetime, wall: datetime
) -> None:
    session.add(request)
    session.flush()
    _note(session, request, by=SYSTEM, what=deciding.RECEIVED, text="", at=now)
    _audit(session, request, "registration:received", f"member:{IDP}", now=now, wall=wall)
    _tell(session, request, court=court, state=deciding.RECEIVED, reason="", now=now, wall=wall)


# --------------------------------------------------------------------------- what is decided


def account_of(session: Session, request: RegistrationRequest) -> CourtUser | None:
    """Return the e-file account that the applicant has in this court."""
    return account_queries.user_of(session, request.subject)


def held_by(session: Session, request: RegistrationRequest) -> str:
    """Say what the applicant has in this court: none, active or disabled."""
    user = account_of(session, request)
    if user is None:
        return "none"
    return DISABLED if user.status == DISABLED else "active"


def facts_of(session: Session, request: RegistrationRequest, *, desk: Desk) -> deciding.Facts:
    """Return what a decision looks at."""
    return deciding.Facts(
        state=request.state,
        deactivation=request.kind == DEACTIVATION,
        court_live=desk.live,
        held=held_by(session, request),
        role_files=request.role in desk.files,
    )


def approve(session: Session, *, number: int, desk: Desk) -> RegistrationRequest:
    """Approve a request: the person may file from the next click on, or no more.

    :raises Refusal: with the first reason against it; codes of `deciding.APPROVAL_CHECKS`.
    """
    request = _locked(session, number)
    against = deciding.against_approval(facts_of(session, request, desk=desk))
    if against is not None:
        raise Refusal(against.code, against.text)
    if request.kind == DEACTIVATION:
        user = _deactivate(session, request)
    else:
        user = _open_account(session, request, desk)
    request.court_user_id = user.id
    session.flush()
    _decide(
        session,
        request,
        court=desk.court,
        state=deciding.APPROVED,
        reason="",
        by=desk.clerk_name,
        actor=desk.clerk,
        now=desk.now,
        wall=desk.wall,
    )
    _tell_registry(session, request, user, desk)
    return request


def approve_each(
    session: Session, *, numbers: Sequence[int], desk: Desk
) -> tuple[int, tuple[str, ...]]:
    """Approve requests one by one; return how many were, and why the others were not."""
    approved, refused = 0, []
    for number in numbers:
        try:
            with session.begin_nested():
                approve(session, number=number, desk=desk)
            approved += 1
        except Refusal as refusal:
            row = queries.by_number(session, number)
            refused.append(f"{'' if row is None else row.display_name}: {refusal.message}")
    return approved, tuple(refused)


def ask(session: Session, *, number: int, text: str, desk: Desk) -> RegistrationRequest:
    """Ask the applicant for more; the answer brings the request back into the queue.

    :raises Refusal: if it is decided, or if nothing is asked.
    """
    if not text.strip():
        raise Refusal("words", "Say what the applicant should add.", field="words")
    return _say(session, number=number, state=deciding.MORE_INFO, text=text, desk=desk)


def reject(session: Session, *, number: int, reason: str, desk: Desk) -> RegistrationRequest:
    """Turn a request down with the court's reason.

    :raises Refusal: if it is decided, or without a reason.
    """
    if not reason.strip():
        raise Refusal("words", "Give the applicant a reason.", field="words")
    return _say(session, number=number, state=deciding.REJECTED, text=reason, desk=desk)


def _say(
    session: Session, *, number: int, state: str, text: str, desk: Desk
) -> RegistrationRequest:
    request = _locked(session, number)
    if request.state not in deciding.OPEN:
        raise Refusal("decided", deciding.APPROVAL_CHECKS[0].text)
    _decide(
        session,
        request,
        court=desk.court,
        state=state,
        reason=text.strip(),
        by=desk.clerk_name,
        actor=desk.clerk,
        now=desk.now,
        wall=desk.wall,
    )
    return request


def _locked(session: Session, number: int) -> RegistrationRequest:
    request = queries.by_number(session, number, lock=True)
    if request is None:
        raise Refusal("gone", "There is no such request.")
    return request


def _open_account(session: Session, request: RegistrationRequest, desk: Desk) -> CourtUser:
    user = account_of(session, request)
    if user is None:
        user = CourtUser(
            origin="registered",
            created_at=desk.now,
            linked_subject=request.subject,
            linked_at=desk.now,
            world=request.world,
        )
        session.add(user)
    user.status = "active"
    user.role = request.role
    user.first_name, user.middle_name = request.first_name, request.middle_name
    user.last_name, user.generation = request.last_name, request.generation
    user.firm, user.address, user.phone = request.firm, request.address, request.phone
    user.primary_email = request.email
    user.bar_number = request.bar_number or user.bar_number or ""
    user.linked_account_number = request.account_number
    user.linked_name = request.display_name
    try:
        with session.begin_nested():
            session.flush()
    except IntegrityError:
        # The person linked an old account here at the same moment.
        raise Refusal("holds_account", ONE_ACCOUNT) from None
    return user


def _deactivate(session: Session, request: RegistrationRequest) -> CourtUser:
    user = account_of(session, request)
    if user is None:
        raise Refusal("nothing_held", deciding.APPROVAL_CHECKS[1].text)
    user.status = "disabled"
    return user


def _decide(
    session: Session,
    request: RegistrationRequest,
    *,
    court: str,
    state: str,
    reason: str,
    by: str,
    actor: str = SYSTEM,
    now: datetime,
    wall: datetime,
) -> None:
    request.state, request.reason, request.changed_at = state, reason, now
    if state not in deciding.OPEN:
        request.decided_by = by
    _note(session, request, by=by, what=state, text=reason, at=now)
    _audit(session, request, f"registration:{state}", actor, now=now, wall=wall)
    _tell(session, request, court=court, state=state, reason=reason, now=now, wall=wall)
    session.flush()


def _note(
    session: Session, request: RegistrationRequest, *, by: str, what: str, text: str, at: datetime
) -> None:
    session.add(
        RegistrationStep(
            registration_request_id=request.id,
            at=at,
            by=by,
            what=what,
            text=text,
            world=request.world,
        )
    )


def _tell(
    session: Session,
    request: RegistrationRequest,
    *,
    court: str,
    state: str,
    reason: str,
    now: datetime,
    wall: datetime,
) -> None:
    outbox.enqueue(
        session,
        destination=IDP,
        message=RegistrationDecided(
            court=court,
            request_id=request.request_id,
            state=state,
            reason=reason,
            decided_at=now.isoformat(),
            world=request.world,
        ),
        wall=wall,
    )


def _tell_registry(
    session: Session, request: RegistrationRequest, user: CourtUser, desk: Desk
) -> None:
    outbox.enqueue(
        session,
        destination=IDP,
        message=CourtAccountStatus(
            court=desk.court,
            subject=request.subject,
            status="inactive" if request.kind == DEACTIVATION else "active",
            role=user.role,
            changed_at=desk.now.isoformat(),
            world=user.world,
            display_name=user.display_name,
        ),
        wall=desk.wall,
    )


def _audit(
    session: Session,
    request: RegistrationRequest,
    tag: str,
    actor: str,
    *,
    now: datetime,
    wall: datetime,
) -> None:
    record(
        session,
        tag=tag,
        actor=actor,
        subject=f"pacer:{request.user_name}",
        now=now,
        wall=wall,
        detail={
            "request": request.request_id,
            "kind": request.kind,
            "role": request.role,
            "reason": request.reason,
        },
        world=request.world,
    )
