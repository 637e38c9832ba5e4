"""Reading the audit trail, a page at a time, by a fixed number of queries."""

from __future__ import annotations

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import Session

from idp.activity import words
from idp.activity.words import Renaming, Span
from idp.classroom import queries as classroom
from shared.audit import AuditEvent
from shared.paging import Page, page_of


def renamings(session: Session) -> list[Renaming]:
    """Return all changes of user names; they are few."""
    rows = session.scalars(select(AuditEvent).where(AuditEvent.tag == words.RENAMED)).all()
    return [
        Renaming(
            row.id,
            row.subject.removeprefix("pacer:"),
            str(words.read(row.detail).get("user_name", "")),
        )
        for row in rows
    ]


def of_person(session: Session, *, user_name: str, number: int, size: int) -> Page[AuditEvent]:
    """Return a page of what an account did and what happened to it, under all of its names."""
    found = words.spans(renamings(session), user_name)
    chosen = select(AuditEvent).where(or_(*(_within(span) for span in found)))
    return page_of(session, chosen, key=AuditEvent.id, number=number, size=size)


def _within(span: Span) -> ColumnElement[bool]:
    # A refused sign-in is noted under the key of the name, the rest under the name as written.
    names = [f"pacer:{span.name}", f"pacer:{span.name.lower()}"]
    parts = [
        or_(AuditEvent.actor.in_(names), AuditEvent.subject.in_(names)),
        AuditEvent.id > span.after,
    ]
    if span.until is not None:
        parts.append(AuditEvent.id < span.until)
    return and_(*parts)


def search(
    session: Session, *, who: str, tag: str, trainer: str, number: int, size: int
) -> Page[AuditEvent]:
    """Return a page of events by part of a person's name and of a tag, none of another's class."""
    chosen = select(AuditEvent).where(classroom.not_anothers(AuditEvent.world, subject=trainer))
    if who:
        chosen = chosen.where(
            or_(
                func.lower(AuditEvent.actor).contains(who.lower(), autoescape=True),
                func.lower(AuditEvent.subject).contains(who.lower(), autoescape=True),
            )
        )
    if tag:
        chosen = chosen.where(AuditEvent.tag.startswith(tag, autoescape=True))
    return page_of(session, chosen, key=AuditEvent.id, number=number, size=size)
