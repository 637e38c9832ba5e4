"""Sending requests to courts and noting their answers; every message may come twice."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from idp.accounts.models import Account
from idp.efile import letters, offers, queries
from idp.efile.models import EfileRequest, EfileStep
from idp.registry import queries as registry
from shared import outbox, registration
from shared.audit import record
from shared.clock import court_date
from shared.errors import Refusal
from shared.federation import Member
from shared.ids import new_uuid
from shared.mail.senders import Postman
from shared.wire import (
    DeactivationAsked,
    Message,
    RegistrationAnswered,
    RegistrationDecided,
    RegistrationSubmitted,
)

TWICE: Final = "A request of yours waits for this court already. See it under Check E-File Status."
NO_QUESTION: Final = "The court asks for nothing more about this request."
NOTHING_HELD: Final = "You hold no active e-file account in this court."
#: What the form asks for and the message carries.
CARRIED: Final = (
    "first_name",
    "middle_name",
    "last_name",
    "generation",
    "firm",
    "phone",
    "email",
    "email_frequency",
    "email_format",
    "bar_number",
    "bar_state",
    "case_number",
    "remark",
)


@dataclass(frozen=True, slots=True)
class Counter:
    """Where requests are taken: the mail desk, the address of the status page, and the times."""

    postman: Postman
    status_url: str
    now: datetime
    wall: datetime


# --------------------------------------------------------------------------- who may ask


def holder_of(account: Account) -> offers.Holder:
    """Return what decides whether an account may register anywhere."""
    return offers.Holder(account.kind, account.status, account.legacy)


def refusal_in(
    session: Session, *, account: Account, court: Member, attorney: bool, now: datetime
) -> tuple[str, str] | None:
    """Return why somebody cannot register in a court, at once and in words; None if they can."""
    held = registry.registration(session, court=court.id, subject=account.subject)
    enabled = court.registration
    return offers.court_refusal(
        offers.Here(
            court=court.full_name,
            go_live=court_date(court.live_at, court.timezone),
            contact="" if enabled is None else enabled.contact,
            live=offers.is_live(court, now),
            offered=offers.is_offered(court, attorney=attorney),
            held=_held(None if held is None else held.status, "" if held is None else held.origin),
            role="" if held is None else held.role,
            pending=queries.open_request(session, subject=account.subject, court=court.id)
            is not None,
            attorney=attorney,
        )
    )


def _held(status: str | None, origin: str) -> str:
    if status is None:
        return "none"
    if status != "active":
        return "inactive"
    return "registered" if origin == "registered" else "linked"


# --------------------------------------------------------------------------- asking


def submit(
    session: Session,
    *,
    account: Account,
    court: Member,
    kind: str,
    registration_type: str,
    role: str,
    typed: Mapping[str, str],
    address: str,
    counter: Counter,
) -> EfileRequest:
    """Send a registration to a court (facts.md 1.5).

    :raises Refusal: if the account registers nowhere, or not in this court now.
    """
    against = offers.holder_refusal(holder_of(account))
    if against is not None:
        raise Refusal(against.code, against.text)
    attorney = kind == registration.ATTORNEY
    here = refusal_in(session, account=account, court=court, attorney=attorney, now=counter.now)
    if here is not None:
        raise Refusal(*here)
    _check_enabled(court, kind, registration_type, role)
    carried = {name: typed.get(name, "") for name in CARRIED}
    request = _open(
        session,
        account=account,
        court=court,
        kind=kind,
        registration_type=registration_type,
        role=role,
        email=carried["email"],
        typed={**carried, "address": address},
        counter=counter,
    )
    message = RegistrationSubmitted(
        court=court.id,
        request_id=request.request_id,
        kind=kind,
        registration_type=registration_type,
        role=role,
        subject=account.subject,
        account_number=account.account_number,
        user_name=account.user_name,
        address=address,
        submitted_at=counter.now.isoformat(),
        world=account.world,
        **carried,
    )
    return _send(session, request, message, account=account, court=court, counter=counter)


def _check_enabled(court: Member, kind: str, registration_type: str, role: str) -> None:
    enabled = court.registration or registration.Registration()
    if kind == registration.ATTORNEY and registration_type not in enabled.types:
        words = "Choose a type of registration that this court enables."
        raise Refusal("type", words, field="registration_type")
    if kind == registration.NON_ATTORNEY and role not in enabled.roles:
        raise Refusal("role", "Choose a role that this court enables.", field="role")


def ask_deactivation(
    session: Session, *, account: Account, court: Member, reason: str, counter: Counter
) -> EfileRequest:
    """Ask a court to deactivate one's e-file account there (facts.md 1.6).

    :raises Refusal: if there is no active account, or if that was asked already.
    """
    held = registry.registration(session, court=court.id, subject=account.subject)
    if held is None or held.status != "active":
        raise Refusal("nothing_held", NOTHING_HELD)
    request = _open(
        session,
        account=account,
        court=court,
        kind=registration.DEACTIVATION,
        registration_type="",
        role=held.role,
        email=account.email,
        typed={"remark": reason},
        counter=counter,
    )
    message = DeactivationAsked(
        court=court.id,
        request_id=request.request_id,
        subject=account.subject,
        account_number=account.account_number,
        user_name=account.user_name,
        first_name=account.first_name,
        last_name=account.last_name,
        email=account.email,
        reason=reason,
        asked_at=counter.now.isoformat(),
        world=account.world,
    )
    return _send(session, request, message, account=account, court=court, counter=counter)


def _open(
    session: Session,
    *,
    account: Account,
    court: Member,
    kind: str,
    registration_type: str,
    role: str,
    email: str,
    typed: Mapping[str, str],
    counter: Counter,
) -> EfileRequest:
    deactivation = kind == registration.DEACTIVATION
    if queries.open_request(
        session, subject=account.subject, court=court.id, deactivation=deactivation
    ):
        raise Refusal("pending", TWICE)
    request = EfileRequest(
        request_id=new_uuid(),
        subject=account.subject,
        court=court.id,
        kind=kind,
        registration_type=registration_type,
        role=role,
        email=email,
        typed=json.dumps(dict(typed), sort_keys=True),
        state=offers.SUBMITTED,
        submitted_at=counter.now,
        changed_at=counter.now,
        open_key=queries.open_key(account.subject, court.id, deactivation=deactivation),
        world=account.world,
    )
    try:
        with session.begin_nested():
            session.add(request)
    except IntegrityError:
        # Submit was pressed twice at once: the first one went to the court.
        raise Refusal("pending", TWICE) from None
    _note(session, request, state=offers.SUBMITTED, text=typed.get("remark", ""), at=counter.now)
    return request


def answer(
    session: Session,
    *,
    account: Account,
    request_id: str,
    court: Member,
    text: str,
    counter: Counter,
) -> EfileRequest:
    """Answer a court that asked for more; it goes back into the court's queue.

    :raises Refusal: if the court asks for nothing, or nothing is answered.
    """
    request = queries.by_request_id(session, request_id, subject=account.subject, lock=True)
    if request is None or request.state != offers.MORE_INFO:
        raise Refusal("no_question", NO_QUESTION)
    if not text.strip():
        raise Refusal("answer", "Enter your answer.", field="answer")
    request.state, request.changed_at, request.reason = offers.ANSWERED, counter.now, ""
    _note(session, request, state=offers.ANSWERED, text=text.strip(), at=counter.now)
    message = RegistrationAnswered(
        court=court.id,
        request_id=request.request_id,
        text=text.strip(),
        answered_at=counter.now.isoformat(),
        world=request.world,
    )
    return _send(session, request, message, account=account, court=court, counter=counter)


def _send(
    session: Session,
    request: EfileRequest,
    message: Message,
    *,
    account: Account,
    court: Member,
    counter: Counter,
) -> EfileRequest:
    """Promise the court what the applicant says, and the applicant a mail about it."""
    outbox.enqueue(session, destination=court.id, message=message, wall=counter.wall)
    _mail(session, request, court=court, name=account.display_name, counter=counter)
    return request


# --------------------------------------------------------------------------- what the court says


def note_decision(
    session: Session,
    *,
    message: RegistrationDecided,
    court: Member,
    account: Account | None,
    counter: Counter,
) -> EfileRequest | None:
    """Note what a court did with a request and tell the applicant; nothing follows a decision."""
    request = queries.by_request_id(session, message.request_id, lock=True)
    if request is None or request.court != message.court or request.state in offers.FINAL:
        return None
    known = (request.state, request.reason) == (message.state, message.reason)
    if message.state not in offers.STATES or known:
        return None
    if message.state == offers.RECEIVED and request.state != offers.SUBMITTED:
        return None
    at = datetime.fromisoformat(message.decided_at)
    request.state, request.reason, request.changed_at = message.state, message.reason, at
    if message.state in offers.FINAL:
        request.open_key = None
    _note(session, request, state=message.state, text=message.reason, at=at)
    record(
        session,
        tag=f"efile:{message.state}",
        actor=f"member:{court.id}",
        subject="pacer:" + ("" if account is None else account.user_name),
        now=counter.now,
        wall=counter.wall,
        detail={"request": request.request_id, "court": court.id, "reason": message.reason},
        world=request.world,
    )
    name = "" if account is None else account.display_name
    _mail(session, request, court=court, name=name, counter=counter)
    return request


def typed_of(request: EfileRequest) -> dict[str, str]:
    """Return what was sent with a request, by field name."""
    found: dict[str, Any] = json.loads(request.typed)
    return {name: str(value) for name, value in found.items()}


def _note(session: Session, request: EfileRequest, *, state: str, text: str, at: datetime) -> None:
    session.flush()
    session.add(
        EfileStep(efile_request_id=request.id, at=at, state=state, text=text, world=request.world)
    )
    session.flush()


def _mail(
    session: Session, request: EfileRequest, *, court: Member, name: str, counter: Counter
) -> None:
    enabled = court.registration or registration.Registration()
    words = letters.letter(request.kind, request.state, days=enabled.days)
    counter.postman.send(
        session,
        template="efile_status",
        recipient=request.email,
        values={
            "subject_line": f"{words.subject} - {court.name}",
            "says": words.says,
            "name": name,
            "court_name": court.full_name,
            "what": registration.what_label(request.kind, request.registration_type, request.role),
            "state": offers.STATES[request.state],
            "reason": request.reason,
            "contact": enabled.contact,
            "status_url": counter.status_url,
        },
        now=counter.now,
        wall=counter.wall,
        world=request.world,
    )
