"""Reading papers: one by its id with its case and entry, several of a case, free looks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from courts.access.deciding import CaseFacts, ItemFacts
from courts.cases import queries as cases
from courts.cases.models import Case
from courts.docket.facts import claim_paper_item, paper_item
from courts.docket.models import Document, Entry, FreeLook, FreeLookUse
from courts.docket.queries import EntryView
from shared.db import every_world

#: The largest row id that a database has: ids from addresses may be anything.
LARGEST: Final = 2**31 - 1


@dataclass(frozen=True, slots=True)
class PaperView:
    """A paper with its case, and the entry that it belongs to (None for a claim's)."""

    document: Document
    case: Case
    entry: EntryView | None
    facts: CaseFacts
    #: How many papers the entry has besides.
    siblings: int = 0

    @property
    def item(self) -> ItemFacts:
        """What the access decision looks at of the paper."""
        return self.item_of(self.document)

    def item_of(self, document: Document) -> ItemFacts:
        """What it looks at of another paper of the same entry."""
        if self.entry is None:
            return claim_paper_item(document)
        return paper_item(self.entry.entry, document)


def paper(session: Session, document_id: int, *, anywhere: bool = False) -> PaperView | None:
    """Return a paper of a case that the session's world holds: five queries.

    :param anywhere: also those of other worlds: the request carries proof that it may look.
    """
    document = session.get(Document, document_id) if 0 < document_id <= LARGEST else None
    if document is None:
        return None
    statement = select(Case).where(Case.id == document.case_id)
    case = session.scalar(every_world(statement) if anywhere else statement)
    if case is None:
        return None
    entry = None
    if document.entry_id is not None:
        row = session.get(Entry, document.entry_id)
        entry = None if row is None else with_its_papers(session, row)
    return PaperView(document, case, entry, cases.facts(session, (case,))[case.id])


def with_its_papers(session: Session, entry: Entry) -> EntryView:
    """Return an entry with its own papers only, however many the case has."""
    papers = session.scalars(
        select(Document).where(Document.entry_id == entry.id).order_by(Document.place)
    ).all()
    return EntryView(entry, tuple(papers))


def of_case(
    session: Session, case: Case, *, seqs: Sequence[int] = (), documents: Sequence[int] = ()
) -> tuple[PaperView, ...]:
    """Return papers of a case, by entries or one by one, in the order of the docket."""
    found = session.execute(
        select(Document, Entry)
        .join(Entry, Document.entry_id == Entry.id)
        .where(Entry.case_id == case.id, or_(Entry.seq.in_(seqs), Document.id.in_(documents)))
        .order_by(Entry.seq, Document.place)
    ).all()
    facts = cases.facts(session, (case,))[case.id]
    return tuple(
        PaperView(document, case, EntryView(entry, (document,)), facts) for document, entry in found
    )


def of_claim(session: Session, case: Case, claim_id: int, label: str) -> Document | None:
    """Return the paper of a claim by the register's number: claim 1, amendment 1 is `1-1`."""
    statement = select(Document).where(Document.case_id == case.id, Document.claim_id == claim_id)
    if label:
        statement = statement.where(Document.label == label)
    return session.scalars(statement.order_by(Document.place)).first()


def of_entry(session: Session, case: Case, seq: int, place: int = 0) -> Document | None:
    """Return a paper of an entry by the entry's sequence number and its own place."""
    found: Document | None = session.scalar(
        select(Document)
        .join(Entry, Document.entry_id == Entry.id)
        .where(Entry.case_id == case.id, Entry.seq == seq, Document.place == place)
    )
    return found


def numbered(session: Session, case: Case, number: int) -> EntryView | None:
    """Return the entry with a document number; of several the first."""
    row = session.scalars(
        select(Entry).where(Entry.case_id == case.id, Entry.number == number).order_by(Entry.seq)
    ).first()
    return None if row is None else with_its_papers(session, row)


def free_look(session: Session, magic: str) -> FreeLook | None:
    """Return the free look that a link carries."""
    return session.scalar(select(FreeLook).where(FreeLook.magic == magic))


def of_look(session: Session, look: FreeLook) -> tuple[PaperView, ...]:
    """Return the papers of the entry that a free look is for, whosever world they are of."""
    entry = session.get(Entry, look.entry_id)
    if entry is None:
        return ()
    case = session.scalar(every_world(select(Case).where(Case.id == entry.case_id)))
    if case is None:
        return ()
    view = with_its_papers(session, entry)
    facts = cases.facts(session, (case,))[case.id]
    return tuple(PaperView(document, case, view, facts) for document in view.documents)


def is_used(session: Session, look_id: int, document_id: int) -> bool:
    """Say whether a paper was looked at by a free look before."""
    found = select(FreeLookUse.id).where(
        FreeLookUse.look_id == look_id, FreeLookUse.document_id == document_id
    )
    return session.scalar(found) is not None
