"""Taking requests in, and deciding them."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from courts.accounts.models import CourtUser
from courts.changes import asked, queries
from courts.changes.models import ChangeRequest
from shared import outbox
from shared.audit import record
from shared.clock import court_stamp
from shared.errors import Refusal
from shared.federation import IDP
from shared.mail.senders import Postman
from shared.wire import ChangeDecided, ChangeRequested

NO_ACCOUNT = "You have no e-file account in this court that could be changed."
GONE = "There is no such request."
REASON_MISSING = "Say why the court rejects the change: the person reads it."


@dataclass(frozen=True, slots=True)
class Ruling:
    """What the clerk decided, and who did."""

    accept: bool
    reason: str
    actor: str
    court: str
    contact: str


def old_values(row: ChangeRequest) -> dict[str, str]:
    """Return what the account holds now, or held when the request was decided."""
    if row.before:
        kept: dict[str, str] = json.loads(row.before)
        return kept
    return {name: str(getattr(row.court_user, name)) for name in asked.FIELDS[row.kind]}


def new_values(row: ChangeRequest) -> dict[str, str]:
    """Return what the person asks for."""
    told: dict[str, str] = json.loads(row.asked)
    return told


def receive(
    session: Session, *, message: ChangeRequested, now: datetime, wall: datetime
) -> ChangeRequest | None:
    """Put a request into the queue, or answer at once if it cannot be fulfilled.

    It replaces an earlier one of the same kind that still waits.
    """
    known = queries.by_message(session, message.request_id)
    if known is not None:
        return known
    user = queries.joined_user(session, subject=message.subject, world=message.world)
    wrong = NO_ACCOUNT if user is None else asked.problem(message.kind, message.values)
    if user is None or wrong:
        _answer(
            session,
            request_id=message.request_id,
            court=message.court,
            subject=message.subject,
            world=message.world,
            state=asked.REJECTED,
            reason=wrong,
            now=now,
            wall=wall,
        )
        return None
    for earlier in queries.waiting_of(session, user_id=user.id, kind=message.kind):
        earlier.state, earlier.decided_at = asked.REPLACED, now
        earlier.before = json.dumps(old_values(earlier), sort_keys=True)
    row = ChangeRequest(
        message_id=message.request_id,
        court_user_id=user.id,
        court_user=user,
        kind=message.kind,
        asked=json.dumps(asked.known(message.kind, message.values), sort_keys=True),
        update_reason=message.update_reason,
        cases=message.cases if message.cases in asked.CASES else "none",
        asked_at=datetime.fromisoformat(message.asked_at),
        world=message.world,
    )
    session.add(row)
    session.flush()
    return row


def decide(
    session: Session,
    *,
    request_id: int,
    ruling: Ruling,
    postman: Postman,
    now: datetime,
    wall: datetime,
) -> ChangeRequest:
    """Accept a change, which writes it to the account, or reject it; PACER and the person hear.

    :raises Refusal: codes `gone`, `decided` and `reason`.
    """
    row = queries.request_of(session, request_id, lock=True)
    if row is None:
        raise Refusal("gone", GONE)
    if row.state != asked.PENDING:
        raise Refusal(
            "decided", f"This request needs no decision any more: {asked.STATES[row.state]}."
        )
    if not ruling.accept and not ruling.reason:
        raise Refusal("reason", REASON_MISSING, field="reason")
    user = row.court_user
    before, after = old_values(row), new_values(row)
    row.before = json.dumps(before, sort_keys=True)
    if ruling.accept:
        for name, value in after.items():
            setattr(user, name, value)
    row.state = asked.ACCEPTED if ruling.accept else asked.REJECTED
    row.decided_at, row.decided_by, row.reason = now, ruling.actor[:120], ruling.reason
    session.flush()
    _answer(
        session,
        request_id=row.message_id,
        court=ruling.court,
        subject=user.linked_subject or "",
        world=row.world,
        state=row.state,
        reason=row.reason,
        now=now,
        wall=wall,
    )
    _tell(session, row, before, ruling=ruling, postman=postman, now=now, wall=wall)
    _note(session, row, before, after, actor=ruling.actor, now=now, wall=wall)
    return row


def _answer(
    session: Session,
    *,
    request_id: str,
    court: str,
    subject: str,
    world: int,
    state: str,
    reason: str,
    now: datetime,
    wall: datetime,
) -> None:
    message = ChangeDecided(
        request_id=request_id,
        court=court,
        subject=subject,
        state=state,
        reason=reason,
        decided_at=now.isoformat(),
        world=world,
    )
    outbox.enqueue(session, destination=IDP, message=message, wall=wall)


def _tell(
    session: Session,
    row: ChangeRequest,
    before: Mapping[str, str],
    *,
    ruling: Ruling,
    postman: Postman,
    now: datetime,
    wall: datetime,
) -> None:
    """Write to the address on file; after an accepted change of it to both."""
    user = row.court_user
    sides = asked.side_by_side(row.kind, before, new_values(row))
    values: dict[str, Any] = {
        "name": user.display_name,
        "court_name": postman.member.full_name,
        "kind": asked.LABELS[row.kind],
        "accepted": ruling.accept,
        "reason": row.reason,
        "changes": [side for side in sides if side.changed],
        "contact": ruling.contact,
        "court_time": court_stamp(now, postman.member.timezone),
    }
    recipients = dict.fromkeys((user.primary_email, before.get("primary_email", "")))
    for recipient in filter(None, recipients):
        postman.send(
            session,
            template="change_decided",
            recipient=recipient,
            values=values,
            now=now,
            wall=wall,
            world=row.world,
        )


def _note(
    session: Session,
    row: ChangeRequest,
    before: Mapping[str, str],
    after: Mapping[str, str],
    *,
    actor: str,
    now: datetime,
    wall: datetime,
) -> None:
    user: CourtUser = row.court_user
    record(
        session,
        tag=f"change:{row.state}",
        actor=actor,
        subject=f"court-user:{user.id}",
        now=now,
        wall=wall,
        detail={
            "kind": row.kind,
            "fields": sorted(name for name in after if before.get(name, "") != after[name]),
            "cases": row.cases,
            "request": row.message_id,
        },
    )
