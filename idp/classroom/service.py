"""Writing the classroom."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from idp.classroom import queries
from idp.classroom.models import Trainer


def make_trainer(session: Session, *, subject: str, now: datetime) -> None:
    """Make a person a trainer; once is enough."""
    if not queries.is_trainer(session, subject=subject):
        session.add(Trainer(subject=subject, since=now))
        session.flush()
