"""Reading cases: by id, by what somebody typed, and whole, with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import cast

from sqlalchemy import select
from sqlalchemy.orm import Session

from courts.access.deciding import CaseFacts
from courts.cases.facts import facts_of, people_by_case
from courts.cases.models import Case, CaseLink, Counsel, Count, Party, Setting
from courts.kinds.drafts import FACTS, AppellateFacts, BankruptcyFacts, CivilFacts
from courts.kinds.numbers import Wanted


@dataclass(frozen=True, slots=True)
class PartyView:
    """A party with its counsel and counts, in docket order."""

    party: Party
    counsel: tuple[Counsel, ...]
    counts: tuple[Count, ...]


@dataclass(frozen=True, slots=True)
class CaseView:
    """A case with all that its header and its party list show."""

    case: Case
    parties: tuple[PartyView, ...]
    links: tuple[CaseLink, ...]
    #: The other cases of the ties that are of this court and visible, by id.
    others: Mapping[int, Case]

    @property
    def civil(self) -> CivilFacts:
        """The facts of a civil or criminal case."""
        return cast(CivilFacts, FACTS["civil"].from_json(self.case.facts))

    @property
    def bankruptcy(self) -> BankruptcyFacts:
        """The facts of a bankruptcy case or an adversary proceeding."""
        return cast(BankruptcyFacts, FACTS["bankruptcy"].from_json(self.case.facts))

    @property
    def appellate(self) -> AppellateFacts:
        """The facts of an appeal."""
        return cast(AppellateFacts, FACTS["appellate"].from_json(self.case.facts))

    @property
    def counsel_ids(self) -> frozenset[int]:
        """The e-file accounts of counsel of record who have not left."""
        return frozenset(
            counsel.user_id
            for each in self.parties
            for counsel in each.counsel
            if counsel.user_id is not None and counsel.terminated_on is None
        )

    @property
    def party_subjects(self) -> frozenset[str]:
        """The PACER subjects of parties who act for themselves."""
        return frozenset(
            each.party.subject
            for each in self.parties
            if each.party.subject and each.party.terminated_on is None
        )


def by_id(session: Session, case_id: int) -> Case | None:
    """Return a case that the session's world holds, sealed or not (see `access.deciding`)."""
    return session.scalar(select(Case).where(Case.id == case_id))


def matching(session: Session, wanted: Wanted, *, limit: int = 50) -> Sequence[Case]:
    """Return the cases that what was typed may mean, by office, type and serial."""
    statement = select(Case).where(Case.year == wanted.year, Case.serial == wanted.serial)
    if wanted.type is not None:
        statement = statement.where(Case.type == wanted.type)
    if wanted.office is not None:
        statement = statement.where(Case.office == wanted.office)
    return session.scalars(statement.order_by(Case.office, Case.type, Case.id).limit(limit)).all()


def whole(session: Session, case: Case) -> CaseView:
    """Return a case with its parties and ties: five queries, whatever its size."""
    parties = session.scalars(
        select(Party).where(Party.case_id == case.id).order_by(Party.seq)
    ).all()
    counsel: dict[int, list[Counsel]] = {}
    for row in session.scalars(
        select(Counsel).where(Counsel.case_id == case.id).order_by(Counsel.seq)
    ):
        counsel.setdefault(row.party_id, []).append(row)
    counts: dict[int, list[Count]] = {}
    for count in session.scalars(select(Count).where(Count.case_id == case.id).order_by(Count.seq)):
        counts.setdefault(count.party_id, []).append(count)
    links = session.scalars(
        select(CaseLink).where(CaseLink.case_id == case.id).order_by(CaseLink.id)
    ).all()
    ids = [link.other_id for link in links if link.other_id is not None]
    others = session.scalars(select(Case).where(Case.id.in_(ids))).all() if ids else ()
    return CaseView(
        case=case,
        parties=tuple(
            PartyView(party, tuple(counsel.get(party.id, ())), tuple(counts.get(party.id, ())))
            for party in parties
        ),
        links=tuple(links),
        others={other.id: other for other in others},
    )


def defendants(session: Session, case_id: int) -> Sequence[Party]:
    """Return the numbered defendants of a criminal case, in their order."""
    statement = select(Party).where(Party.case_id == case_id, Party.defendant > 0)
    return session.scalars(statement.order_by(Party.defendant)).all()


def settings(session: Session, case_id: int) -> Sequence[Setting]:
    """Return the deadlines and hearings of a case, the earliest first."""
    return session.scalars(
        select(Setting).where(Setting.case_id == case_id).order_by(Setting.due_on, Setting.id)
    ).all()


def facts(session: Session, rows: Sequence[Case]) -> Mapping[int, CaseFacts]:
    """Return what the access decision looks at of several cases, by id: two queries."""
    ids = [row.id for row in rows]
    parties = session.scalars(
        select(Party)
        .where(Party.case_id.in_(ids))
        .where(
            (Party.subject != "")
            | Party.id.in_(select(Counsel.party_id).where(Counsel.user_id.is_not(None)))
        )
    ).all()
    counsel = session.scalars(
        select(Counsel).where(Counsel.case_id.in_(ids), Counsel.user_id.is_not(None))
    ).all()
    people = people_by_case(parties, counsel)
    return {row.id: facts_of(row, people.get(row.id, ())) for row in rows}
