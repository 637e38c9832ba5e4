"""Reading who is counsel in which account, which appearances wait, and whom a filing reaches."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from courts.accounts.models import CourtUser
from courts.briefing.drafting import Place
from courts.cases.models import PENDING, Appearance, Case, Party
from courts.cases.queries import CaseView
from courts.docket.models import Entry
from courts.notices import queries as notices

#: The clerk's notice that a filing has to be cured.
DEFECTIVE: Final = "ap_defective"


def subjects(session: Session, user_ids: Collection[int]) -> Mapping[int, str]:
    """Return the PACER subjects that file with accounts, by account."""
    if not user_ids:
        return {}
    statement = select(CourtUser.id, CourtUser.linked_subject).where(CourtUser.id.in_(user_ids))
    return {user: subject for user, subject in session.execute(statement) if subject}


def accounts(session: Session, pacer: Collection[str]) -> Mapping[str, CourtUser]:
    """Return the accounts of this court with which PACER accounts file, by subject."""
    if not pacer:
        return {}
    statement = select(CourtUser).where(CourtUser.linked_subject.in_(pacer))
    return {str(u.linked_subject): u for u in session.scalars(statement.order_by(CourtUser.world))}


def entries(session: Session, case_id: int, seqs: Collection[int]) -> Sequence[Entry]:
    """Return entries of a case by their seqs, in order."""
    statement = select(Entry).where(Entry.case_id == case_id, Entry.seq.in_(seqs))
    return session.scalars(statement.order_by(Entry.seq)).all()


def last_entry(session: Session, case_id: int) -> tuple[int, str]:
    """Return seq and text of the last entry of a case; 0 and nothing if it has none."""
    statement = select(Entry.seq, Entry.text).where(Entry.case_id == case_id)
    found = session.execute(statement.order_by(Entry.seq.desc()).limit(1)).first()
    return (found[0], found[1]) if found else (0, "")


def appeals_of(session: Session, court: str, entry_id: int) -> Sequence[Case]:
    """Return the appeals that a notice of appeal in another court has opened."""
    statement = select(Case).where(
        Case.family == "appellate",
        Case.facts["origin_court"].as_string() == court,
        Case.facts["origin_entry_id"].as_integer() == entry_id,
    )
    return session.scalars(statement).all()


def roles(session: Session, case_id: int) -> Mapping[int, str]:
    """Return the roles of the parties of a case, by id."""
    statement = select(Party.id, Party.role).where(Party.case_id == case_id)
    return {party: role for party, role in session.execute(statement)}


def places(session: Session, family: str) -> Sequence[Place]:
    """Return the judges who have cases of a family, with their offices, by initials."""
    statement = (
        select(Case.office, Case.judge, Case.judge_initials)
        .where(Case.family == family, Case.judge_initials != "")
        .group_by(Case.office, Case.judge, Case.judge_initials)
        .order_by(Case.judge_initials, Case.office)
    )
    return [
        Place(office, judge, initials) for office, judge, initials in session.execute(statement)
    ]


# --------------------------------------------------------------------------- appearances


@dataclass(frozen=True, slots=True)
class Waiting:
    """An appearance with its case, its counsel, and the entry by which it was filed."""

    appearance: Appearance
    case: Case
    user: CourtUser
    entry: Entry | None


def waiting(session: Session) -> int:
    """Count the appearances that nobody has looked at."""
    statement = select(func.count(Appearance.id)).join(Case, Case.id == Appearance.case_id)
    return session.scalar(statement.where(Appearance.state == PENDING)) or 0


def listed(session: Session, states: Collection[str], *, limit: int = 200) -> Sequence[Waiting]:
    """Return the appearances of some states in visible cases, the oldest first: one query."""
    statement = (
        select(Appearance, Case, CourtUser, Entry)
        .join(Case, Case.id == Appearance.case_id)
        .join(CourtUser, CourtUser.id == Appearance.user_id)
        .outerjoin(Entry, Entry.id == Appearance.entry_id)
        .where(Appearance.state.in_(states))
        .order_by(Appearance.filed_at, Appearance.id)
        .limit(limit)
    )
    return [Waiting(*row) for row in session.execute(statement).all()]


def one(session: Session, appearance_id: int) -> Waiting | None:
    """Return an appearance of a visible case."""
    statement = (
        select(Appearance, Case, CourtUser, Entry)
        .join(Case, Case.id == Appearance.case_id)
        .join(CourtUser, CourtUser.id == Appearance.user_id)
        .outerjoin(Entry, Entry.id == Appearance.entry_id)
        .where(Appearance.id == appearance_id)
    )
    found = session.execute(statement).first()
    return None if found is None else Waiting(*found)


def appearance_of(session: Session, case_id: int, user_id: int) -> Appearance | None:
    """Return the appearance of an account in a case, locked for a change."""
    statement = select(Appearance).where(
        Appearance.case_id == case_id, Appearance.user_id == user_id
    )
    return session.scalar(statement.with_for_update())


def found_defective(session: Session, case_id: int) -> frozenset[int]:
    """Return the numbers of the entries of a case that the clerk has found defective: two queries.

    Filing such a paper again is its repair.
    """
    told = session.scalars(
        select(Entry.refers).where(Entry.case_id == case_id, Entry.event == DEFECTIVE)
    )
    seqs = {seq for refers in told for seq in refers}
    numbers = session.scalars(
        select(Entry.number).where(Entry.case_id == case_id, Entry.seq.in_(seqs))
    )
    return frozenset(number for number in numbers if number is not None)


# --------------------------------------------------------------------------- service


@dataclass(frozen=True, slots=True)
class Recipient:
    """Somebody who is to be served: by the system, or by the filer in another way.

    `user_id` is the account by which the system reaches them, 0 without one.
    """

    name: str
    behalf: str = ""
    user_id: int = 0
    emails: tuple[str, ...] = ()

    @property
    def line(self) -> str:
        """Who it is and for whom: Ada Pleader, for Defendant - Appellee Beta Gadgets LLC."""
        return f"{self.name}, for {self.behalf}" if self.behalf else self.name


def recipients(session: Session, view: CaseView) -> tuple[Recipient, ...]:
    """Return everybody who is to be served in a case, first those whom the system reaches."""
    told = notices.service_list(session, view)
    reached = [
        Recipient(each.name, each.behalf, each.account.user_id, tuple(each.addresses))
        for each in told.electronic
    ]
    return (*reached, *(Recipient(each.name, each.behalf) for each in told.other))
