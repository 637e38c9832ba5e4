"""Writing what the courts tell about e-file accounts; every function may run twice."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from idp.registry import queries
from idp.registry.models import CourtRegistration


def note_link(
    session: Session,
    *,
    court: str,
    subject: str,
    login_name: str,
    display_name: str,
    role: str,
    since: datetime,
    world: int,
    origin: str = "linked",
    status: str = "active",
) -> CourtRegistration:
    """Note that a person has an e-file account in a court under this login."""
    row = queries.registration(session, court=court, subject=subject)
    if row is None:
        row = CourtRegistration(court=court, subject=subject, since=since, world=world)
        session.add(row)
    row.login_name = login_name
    row.display_name = display_name
    row.role = role
    row.origin = origin
    row.status = status
    session.flush()
    return row


def note_status(
    session: Session,
    *,
    court: str,
    subject: str,
    status: str,
    role: str,
    changed_at: datetime,
    world: int,
    display_name: str = "",
) -> CourtRegistration:
    """Note what became of a person's e-file account; an unknown one was made by registration."""
    row = queries.registration(session, court=court, subject=subject)
    if row is None:
        row = CourtRegistration(
            court=court, subject=subject, role=role, since=changed_at, world=world
        )
        row.origin = "registered"
        session.add(row)
    row.status = status
    if role:
        row.role = role
    if display_name:
        row.display_name = display_name
    session.flush()
    return row
