"""Reading what came in through ePOC."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courts.docket.models import Document
from courts.epoc.models import EpocFiling


def filing(session: Session, token: str) -> EpocFiling | None:
    """Return a filing by the token of its form, which only its filer knows."""
    return session.scalar(select(EpocFiling).where(EpocFiling.token == token))


def count_since(session: Session, address: str, since: datetime) -> int:
    """Return how often somebody filed lately."""
    statement = select(func.count()).where(EpocFiling.address == address, EpocFiling.at >= since)
    return session.scalar(statement) or 0


def document(session: Session, filed: EpocFiling) -> Document | None:
    """Return the form that a filing made."""
    return session.get(Document, filed.document_id)
