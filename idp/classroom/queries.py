"""Reading the classroom."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from idp.classroom.models import Trainer


def is_trainer(session: Session, *, subject: str) -> bool:
    """Say whether a person may train others."""
    return session.scalar(select(Trainer.id).where(Trainer.subject == subject)) is not None
