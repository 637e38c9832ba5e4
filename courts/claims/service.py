"""Writing claims and the mailing matrix."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courts.cases.models import Case
from courts.claims import amounts
from courts.claims.models import Claim, ClaimEvent, Creditor
from courts.docket.models import Document
from courts.docket.service import estimated_size
from courts.kinds.drafts import ClaimDraft, ClaimEventDraft, CreditorDraft
from courts.kinds.filings import Paper
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


# --------------------------------------------------------------------------- live claims

WITHDRAWN: Final = "Withdrawn"


@dataclass(frozen=True, slots=True)
class Statement:
    """What a proof of claim says: whose it is, rows of label and cents, and what the filer adds.

    `filed_by` is CR, DE, TR or AT (facts 4), `entered_by` the name that the register prints.
    """

    creditor: str
    address: tuple[str, ...]
    amounts: tuple[tuple[str, int], ...]
    filed_by: str
    entered_by: str
    signature: str
    creditor_id: int | None = None
    description: str = ""
    remarks: str = ""


@dataclass(frozen=True, slots=True)
class Registered:
    """A claim in the register, the line of its history that was added, and its paper."""

    claim: Claim
    event: ClaimEvent
    document: Document | None

    @property
    def label(self) -> str:
        """How the register calls the filing: `4-1`, or `4-w` for its withdrawal."""
        return self.document.label if self.document is not None else str(self.claim.number)


def add_creditor(session: Session, case: Case, name: str, lines: Sequence[str]) -> Creditor:
    """Put somebody on the mailing matrix; who stands there with the same name is not added."""
    key = name.lower()
    known = select(Creditor).where(Creditor.case_id == case.id, Creditor.name_key == key)
    found = session.scalars(known.order_by(Creditor.id)).first()
    if found is not None and list(found.lines) == list(lines):
        return found
    made = Creditor(case_id=case.id, name=name, name_key=key, lines=list(lines))
    session.add(made)
    session.flush()
    return made


def file_claim(
    session: Session, case: Case, statement: Statement, paper: Paper, *, today: date
) -> Registered:
    """Register a claim under the next number.

    :param case: locked (`cases.service.lock_case`), so that numbers have neither gap nor clash.
    """
    last = session.scalar(select(func.max(Claim.number)).where(Claim.case_id == case.id))
    claim = Claim(
        case_id=case.id,
        number=(last or 0) + 1,
        creditor_id=statement.creditor_id,
        creditor=statement.creditor,
        creditor_key=statement.creditor.lower(),
        address=list(statement.address),
        filed_by=statement.filed_by,
        entered_by=statement.entered_by,
        filed_on=today,
        entered_on=today,
        modified_on=today,
    )
    session.add(claim)
    session.flush()
    return _stated(session, claim, statement, paper, amendment=1, today=today)


def amend_claim(
    session: Session, case: Case, claim: Claim, statement: Statement, paper: Paper, *, today: date
) -> Registered:
    """Register an amendment: the claim keeps its number, `4-1` is followed by `4-2`.

    :param case: locked.
    """
    last = session.scalar(
        select(func.max(ClaimEvent.amendment)).where(ClaimEvent.claim_id == claim.id)
    )
    claim.modified_on, claim.filed_by = today, statement.filed_by
    return _stated(session, claim, statement, paper, amendment=(last or 0) + 1, today=today)


def _stated(
    session: Session,
    claim: Claim,
    statement: Statement,
    paper: Paper,
    *,
    amendment: int,
    today: date,
) -> Registered:
    label = f"{claim.number}-{amendment}"
    claim.amounts = [[name, cents, None] for name, cents in statement.amounts]
    claim.description = _added(claim.description, label, statement.description)
    claim.remarks = _added(claim.remarks, label, statement.remarks)
    total = next((cents for name, cents in statement.amounts if name == amounts.LABELS[0]), 0)
    start = "Claim" if amendment == 1 else "Amended Claim"
    text = (
        f"{start} #{claim.number} filed by {claim.creditor}, Amount claimed: "
        f"{amounts.plain(total)} ({statement.signature} )"
    )
    document = _claim_paper(claim, text, paper, label, place=amendment - 1, today=today)
    session.add(document)
    session.flush()
    event = ClaimEvent(
        claim_id=claim.id,
        amendment=amendment,
        filed_on=today,
        entered_on=today,
        text=text,
        document_id=document.id,
    )
    session.add(event)
    session.flush()
    return Registered(claim, event, document)


def _added(before: str, label: str, said: str) -> str:
    return " ".join(part for part in (before, f"({label}) {said}" if said else "") if part)


def _claim_paper(
    claim: Claim, text: str, paper: Paper, label: str, *, place: int, today: date
) -> Document:
    return Document(
        case_id=claim.case_id,
        claim_id=claim.id,
        place=place,
        category=paper.category,
        description=text[:400],
        kind=paper.kind,
        pages=paper.pages,
        size=paper.size,
        access=paper.access,
        filename=paper.filename,
        digest=paper.digest,
        label=label,
        filed_on=today,
    )


def withdraw_claim(
    session: Session, claim: Claim, text: str, paper: Paper, *, today: date
) -> Registered:
    """Mark a claim as withdrawn by a paper of the register alone: `4-w`."""
    claim.status = WITHDRAWN
    return _paper_on_claim(session, claim, text, paper, f"{claim.number}-w", today=today)


def supplement_claim(
    session: Session, claim: Claim, text: str, paper: Paper, *, today: date
) -> Registered:
    """Add a paper that supplements a claim (Rules 3001(c), 3002.1): `4-s1`, `4-s2`.

    :param claim: of a case that is locked, so that labels do not clash.
    """
    known = select(func.count()).where(
        Document.claim_id == claim.id, Document.label.startswith(f"{claim.number}-s")
    )
    label = f"{claim.number}-s{(session.scalar(known) or 0) + 1}"
    return _paper_on_claim(session, claim, text, paper, label, today=today)


def _paper_on_claim(
    session: Session, claim: Claim, text: str, paper: Paper, label: str, *, today: date
) -> Registered:
    event = note_on_claim(session, claim, text, today=today)
    papers = session.scalar(select(func.count()).where(Document.claim_id == claim.id)) or 0
    document = _claim_paper(claim, text, paper, label, place=papers, today=today)
    session.add(document)
    session.flush()
    event.document_id = document.id
    session.flush()
    return Registered(claim, event, document)


def note_on_claim(session: Session, claim: Claim, text: str, *, today: date) -> ClaimEvent:
    """Add a line to a claim's history that is no filing of the claim itself."""
    claim.modified_on = today
    event = ClaimEvent(claim_id=claim.id, amendment=0, filed_on=today, entered_on=today, text=text)
    session.add(event)
    session.flush()
    return event
