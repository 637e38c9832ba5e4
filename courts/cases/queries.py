"""Reading cases: by id, by what somebody typed, and whole, with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from operator import itemgetter
from types import MappingProxyType
from typing import Final, NamedTuple, cast

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from courts.access.deciding import CaseFacts
from courts.cases.facts import facts_of, people_by_case
from courts.cases.models import (
    APPROVED,
    Alias,
    Appearance,
    Case,
    CaseLink,
    Counsel,
    Count,
    Party,
    Setting,
    numbered,
)
from courts.cases.names import last_first
from courts.cases.search import ATTORNEY, PARTY, Criteria
from courts.cases.typed import Days
from courts.kinds.drafts import FACTS, AppellateFacts, BankruptcyFacts, CivilFacts
from courts.kinds.numbers import CaseNumber, Wanted

_NOBODY: Final[Mapping[int, str]] = MappingProxyType({})


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
    #: Accounts whose appearance the court has not approved, each with its state (courts of
    #: appeals): they get no notices, and file nothing but an appearance.
    unreviewed: Mapping[int, str] = field(default_factory=lambda: _NOBODY)

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
    """Return a case with its parties and ties: five queries, whatever its size.

    Where the court reviews appearances it is one more.
    """
    reviews = case.family == "appellate"
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
        unreviewed=unreviewed(session, case.id) if reviews else {},
    )


def unreviewed(session: Session, case_id: int) -> Mapping[int, str]:
    """Return accounts of counsel whose appearance the court has not approved (facts 5).

    Each with its state: due, pending or rejected. One query.
    """
    statement = select(Appearance.user_id, Appearance.state).where(
        Appearance.case_id == case_id, Appearance.state != APPROVED
    )
    return {user_id: state for user_id, state in session.execute(statement)}


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


# --------------------------------------------------------------------------- searching


class CaseLine(NamedTuple):
    """What a line of a search needs of a case: bare values, a search may have hundreds of lines."""

    id: int
    year: int
    serial: int
    type: str
    office: str
    judge_initials: str
    referred_initials: str
    caption: str
    filed_on: date
    terminated_on: date | None
    nature: str
    chapter: str
    sealed: bool
    restricted: str
    opening: bool

    @property
    def number(self) -> CaseNumber:
        """The number with the judges' initials."""
        return numbered(self)


_LINE: Final = tuple(getattr(Case, name) for name in CaseLine._fields)


@dataclass(frozen=True, slots=True)
class Hit:
    """A line of a search: a case, and the person by whom it was found; `kind` is pty or aty."""

    case: Case | CaseLine
    name: str = ""
    kind: str = ""
    role: str = ""


def by_ids(session: Session, ids: Sequence[int]) -> Sequence[Case]:
    """Return the cases of several ids that the session's world holds."""
    return session.scalars(select(Case).where(Case.id.in_(ids)).order_by(*_NUMBERED)).all()


def found(
    session: Session, wanted: Criteria, *, secret: bool, limit: int
) -> tuple[tuple[Hit, ...], bool]:
    """Return the lines of a search, and whether there are more than `limit`.

    :param secret: whether sealed cases and those not open yet are among them.
    """
    tests = _case_tests(wanted, secret=secret)
    if not wanted.by_person:
        chosen = select(*_LINE).where(*tests).order_by(*_NUMBERED).limit(limit + 1)
        hits = [Hit(case) for case in map(CaseLine._make, session.execute(chosen))]
    else:
        hits = []
        for kind, search in ((PARTY, _parties), (PARTY, _aliases), (ATTORNEY, _attorneys)):
            if wanted.person_type in ("", kind):
                hits += search(session, wanted, tests, limit + 1)
    return tuple(hits[:limit]), len(hits) > limit


_NUMBERED: Final = (Case.year, Case.type, Case.office, Case.serial, Case.id)


def _parties(
    session: Session, wanted: Criteria, tests: Sequence[ColumnElement[bool]], limit: int
) -> list[Hit]:
    names = [
        begins(session, column, typed.lower(), exact=wanted.exact)
        for column, typed in ((Party.name_key, wanted.last), (Party.first_key, wanted.first))
        if typed
    ]
    if wanted.middle:
        names.append(func.lower(Party.middle).startswith(wanted.middle.lower(), autoescape=True))
    order = (Party.name_key, Party.first_key, Party.case_id, Party.seq)
    told = (Party.role, Party.name, Party.last, Party.first, Party.middle, Party.generation)
    statement = (
        select(*_LINE, *told, *order)
        .join(Party, Party.case_id == Case.id)
        .where(*names, *tests)
        .order_by(*order)
        .limit(limit)
    )
    found = []
    for row in session.execute(statement):
        case = CaseLine._make(row[: len(_LINE)])
        role, *name = row[len(_LINE) : -len(order)]
        last, first, _, seq = row[-len(order) :]
        place = (last, first, *_place(case), seq)
        found.append((place, Hit(case, _listed(*name), PARTY, role)))
    return [hit for _, hit in sorted(found, key=itemgetter(0))]


def _place(case: CaseLine) -> tuple[int | str, ...]:
    """Return where a case stands among those of one name.

    The database reads in the order of its index and so may stop at the limit: by number, it would
    read all cases of a name first, of which a common one has tens of thousands.
    """
    return case.year, case.type, case.office, case.serial, case.id


def _aliases(
    session: Session, wanted: Criteria, tests: Sequence[ColumnElement[bool]], limit: int
) -> list[Hit]:
    """Return the cases in which a party is also known by the name; aliases have no middle name."""
    if wanted.middle:
        return []
    names = [
        begins(session, column, typed.lower(), exact=wanted.exact)
        for column, typed in ((Alias.name_key, wanted.last), (Alias.first_key, wanted.first))
        if typed
    ]
    order = (Alias.name_key, Alias.first_key, Alias.id)
    statement = (
        select(*_LINE, Alias.last, Alias.first, Party.role)
        .join(Alias, Alias.case_id == Case.id)
        .join(Party, Alias.party_id == Party.id)
        .where(*names, *tests)
        .order_by(*order)
        .limit(limit)
    )
    found = []
    for row in session.execute(statement):
        last, first, role = row[len(_LINE) :]
        name = ", ".join(filter(None, (last, first)))
        found.append(Hit(CaseLine._make(row[: len(_LINE)]), name, PARTY, role))
    return found


def _listed(name: str, last: str, first: str, middle: str, generation: str) -> str:
    """Return a party's name as lists of people have it, last name first."""
    if not last:
        return name
    last = f"{last} {generation}" if generation else last
    rest = f"{first} {middle}".strip()
    return f"{last}, {rest}" if rest else last


def _attorneys(
    session: Session, wanted: Criteria, tests: Sequence[ColumnElement[bool]], limit: int
) -> list[Hit]:
    key = wanted.last.lower()
    if wanted.first:
        key = f"{key}, {' '.join(p for p in (wanted.first, wanted.middle) if p).lower()}"
    elif wanted.exact:
        key = f"{key},"
    order = (Counsel.name_key, Counsel.name, Case.id)
    statement = (
        select(*_LINE, *order)
        .join(Counsel, Counsel.case_id == Case.id)
        .where(begins(session, Counsel.name_key, key), *tests)
        .group_by(*order)
        .order_by(*order)
        .limit(limit)
    )
    found = []
    for row in session.execute(statement):
        case, (key, name, _) = CaseLine._make(row[: len(_LINE)]), row[len(_LINE) :]
        found.append(((key, *_place(case)), Hit(case, last_first(name), ATTORNEY, "Attorney")))
    return [hit for _, hit in sorted(found, key=itemgetter(0))]


def begins(
    session: Session, column: InstrumentedAttribute[str], key: str, *, exact: bool = False
) -> ColumnElement[bool]:
    """Return the test that a column in lower case begins with a text, or is it.

    SQLite uses an index for a span of texts, PostgreSQL for LIKE (see the types of the models).
    """
    if exact:
        return column == key
    if session.get_bind().dialect.name == "sqlite":
        return and_(column >= key, column < f"{key}\U0010ffff")
    return column.startswith(key, autoescape=True)


def _case_tests(wanted: Criteria, *, secret: bool) -> list[ColumnElement[bool]]:
    tests: list[ColumnElement[bool]] = []
    if not secret:
        tests += [Case.sealed.is_(False), Case.opening.is_(False)]
    if wanted.status == "open":
        tests.append(Case.terminated_on.is_(None))
    if wanted.status == "closed":
        tests.append(Case.terminated_on.is_not(None))
    tests += between(Case.filed_on, wanted.filed)
    tests += between(Case.last_filed_on, wanted.last_entry)
    for chosen, column in ((wanted.natures, Case.nature), (wanted.chapters, Case.chapter)):
        if chosen:
            tests.append(column.in_(chosen))
    if wanted.causes:
        cause = Case.facts["cause"].as_string()
        tests.append(
            or_(*(cause.startswith(f"{code} ", autoescape=True) for code in wanted.causes))
        )
    return tests


def between(column: InstrumentedAttribute[date], span: Days) -> list[ColumnElement[bool]]:
    """Return the tests that a column lies within a span of days."""
    tests: list[ColumnElement[bool]] = []
    if span.first is not None:
        tests.append(column >= span.first)
    if span.last is not None:
        tests.append(column <= span.last)
    return tests
