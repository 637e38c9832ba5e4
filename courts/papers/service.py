"""Writing about papers: what was made of them, and which free looks were used."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from courts.docket.models import Document, FreeLook, FreeLookUse
from shared.documents import Stored


def note_made(session: Session, document_id: int, stored: Stored) -> None:
    """Note where a paper that was just made lies, and what it really weighs."""
    session.execute(
        update(Document)
        .where(Document.id == document_id)
        .values(digest=stored.digest, size=stored.size)
    )


def use_free_look(session: Session, look: FreeLook, document_id: int, *, now: datetime) -> bool:
    """Note that a paper was looked at for free; False if somebody was first with the same link."""
    try:
        with session.begin_nested():
            session.execute(
                insert(FreeLookUse).values(look_id=look.id, document_id=document_id, used_at=now)
            )
    except IntegrityError:
        return False
    return True
