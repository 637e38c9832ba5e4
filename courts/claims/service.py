"""Writing claims and the mailing matrix."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from courts.claims.models import Claim, ClaimEvent, Creditor
from courts.docket.models import Document
from courts.docket.service import estimated_size
from courts.kinds.drafts import ClaimDraft, ClaimEventDraft, CreditorDraft
from courts.tables import Writer


def plant_claims(
    batch: Writer,
    case_id: int,
    claims: Sequence[ClaimDraft],
    creditors: Sequence[CreditorDraft],
) -> None:
    """Keep the register and the matrix of a case for storing."""
    ids: dict[str, int] = {}
    for each in creditors:
        ids[each.name] = batch.add(
            Creditor,
            {
                "case_id": case_id,
                "name": each.name,
                "name_key": each.name.lower(),
                "lines": list(each.lines),
                "kind": each.kind,
            },
        )
    for claim in claims:
        _plant_claim(batch, case_id, claim, ids.get(claim.creditor))


def _plant_claim(batch: Writer, case_id: int, draft: ClaimDraft, creditor_id: int | None) -> None:
    first = draft.history[0]
    claim_id = batch.add(
        Claim,
        {
            "case_id": case_id,
            "number": draft.number,
            "creditor_id": creditor_id,
            "creditor": draft.creditor,
            "creditor_key": draft.creditor.lower(),
            "address": list(draft.address),
            "amounts": [[a.label, a.claimed, a.allowed] for a in draft.amounts],
            "status": draft.status,
            "filed_by": draft.filed_by,
            "entered_by": draft.entered_by,
            "filed_on": first.filed_on,
            "entered_on": first.entered_on,
            "modified_on": draft.modified_on,
            "description": draft.description,
            "remarks": draft.remarks,
        },
    )
    for place, event in enumerate(draft.history):
        batch.add(
            ClaimEvent,
            {
                "claim_id": claim_id,
                "amendment": event.amendment,
                "filed_on": event.filed_on,
                "entered_on": event.entered_on,
                "text": event.text,
                "document_id": batch.add(
                    Document,
                    {"case_id": case_id, "claim_id": claim_id, "place": place}
                    | _paper(draft, event),
                )
                if event.pages
                else None,
            },
        )


def _paper(draft: ClaimDraft, event: ClaimEventDraft) -> dict[str, Any]:
    """Return the paper of a claim; it looks like those of entries, but belongs to none."""
    return {
        "entry_id": None,
        "category": "",
        "description": event.text,
        "kind": "pdf",
        "pages": event.pages,
        "size": estimated_size(event.pages),
        "access": "",
        "filename": "",
        "label": f"{draft.number}-{event.amendment}",
        "filed_on": event.filed_on,
    }
