"""Writing claims and the mailing matrix."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import insert
from sqlalchemy.orm import Session

from courts.claims.models import Claim, ClaimEvent, Creditor
from courts.docket.models import Document
from courts.docket.service import estimated_size
from courts.kinds.drafts import ClaimDraft, CreditorDraft


def plant_claims(
    session: Session,
    case_id: int,
    claims: Sequence[ClaimDraft],
    creditors: Sequence[CreditorDraft],
) -> None:
    """Store the register and the matrix of a case."""
    ids: dict[str, int] = {}
    for each in creditors:
        row = Creditor(
            case_id=case_id,
            name=each.name,
            name_key=each.name.lower(),
            lines=list(each.lines),
            kind=each.kind,
        )
        session.add(row)
        session.flush()
        ids[each.name] = row.id
    for claim in claims:
        _plant_claim(session, case_id, claim, ids.get(claim.creditor))


def _plant_claim(
    session: Session, case_id: int, draft: ClaimDraft, creditor_id: int | None
) -> None:
    first = draft.history[0]
    row = Claim(
        case_id=case_id,
        number=draft.number,
        creditor_id=creditor_id,
        creditor=draft.creditor,
        creditor_key=draft.creditor.lower(),
        address=list(draft.address),
        amounts=[[a.label, a.claimed, a.allowed] for a in draft.amounts],
        status=draft.status,
        filed_by=draft.filed_by,
        entered_by=draft.entered_by,
        filed_on=first.filed_on,
        entered_on=first.entered_on,
        modified_on=draft.modified_on,
        description=draft.description,
        remarks=draft.remarks,
    )
    session.add(row)
    session.flush()
    events = []
    for place, event in enumerate(draft.history):
        paper = None
        if event.pages:
            paper = Document(
                case_id=case_id,
                claim_id=row.id,
                place=place,
                description=event.text,
                pages=event.pages,
                size=estimated_size(event.pages),
                label=f"{draft.number}-{event.amendment}",
                filed_on=event.filed_on,
            )
            session.add(paper)
            session.flush()
        events.append(
            {
                "claim_id": row.id,
                "amendment": event.amendment,
                "filed_on": event.filed_on,
                "entered_on": event.entered_on,
                "text": event.text,
                "document_id": None if paper is None else paper.id,
            }
        )
    session.execute(insert(ClaimEvent), events)
