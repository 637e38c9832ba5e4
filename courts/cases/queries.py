"""Reading cases: by id, by what somebody typed, and whole, with a fixed number of queries."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import lru_cache
from operator import itemgetter
from types import MappingProxyType
from typing import Any, Final, NamedTuple, TypeVar, cast

from sqlalchemy import ColumnElement, Select, and_, bindparam, func, or_, select
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
from shared.db import SHARED_WORLD, tables, world_of
from shared.seating import SPAN, is_class, visible

Ended = TypeVar("Ended", Case, Party, Counsel)
Row = TypeVar("Row", Case, Party, Counsel, Setting)
_NOBODY: Final[Mapping[int, str]] = MappingProxyType({})
#: Above every character that a name has.
_HIGHEST: Final = "\U0010ffff"


@dataclass(frozen=True, slots=True)
class PartyView:
    """A party with its counsel and counts, in docket order."""

    party: Party
    counsel: tuple[Counsel, ...]
    counts: tuple[Count, ...]


class Reached(NamedTuple):
    """How far a docket has come by a day: the day and the seq of its last entry; None and 0 before
    the first.
    """

    day: date | None
    seq: int


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
    #: How far the docket has come, if part of it is still to come.
    reached: Reached | None = None

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


#: Days of a case on which something happened; all others may be set for a day to come.
_HAPPENED: Final = (
    *("converted_on", "plan_confirmed_on", "discharged_on", "joint_discharged_on"),
    *("dismissed_on", "disposed_on"),
)


def as_of(view: CaseView, today: date, reached: Reached) -> CaseView:
    """Return a case as it stood on a day, in copies that no session knows.

    In an earlier era the reference cases are there, but not all that became of them.
    """
    parties = (
        PartyView(
            _until(each.party, today),
            tuple(_until(row, today) for row in each.counsel if _is_there(row, today)),
            each.counts,
        )
        for each in view.parties
        if _is_there(each.party, today)
    )
    last = reached.day or view.case.filed_on
    return replace(
        view,
        case=case_as_of(view.case, today, last_filed_on=last),
        parties=tuple(parties),
        others={key: _until(other, today) for key, other in view.others.items()},
        reached=reached,
    )


def case_as_of(case: Case, today: date, **instead: Any) -> Case:
    """Return a case without what became of it after a day: the row itself if nothing did.

    :param instead: values of columns to be told in place of its own.
    """
    late = {name for name in _HAPPENED if case.facts.get(name, "") > today.isoformat()}
    if late:
        gone = late | ({"disposition"} if "disposed_on" in late else set())
        instead["facts"] = {name: v for name, v in case.facts.items() if name not in gone}
    return _until(case, today, **instead)


def _is_there(row: Party | Counsel, today: date) -> bool:
    return row.started_on is None or row.started_on <= today


def _until(row: Ended, today: date, **instead: Any) -> Ended:
    """Return a row, or a copy of it if it ended later than on a day."""
    ended = row.terminated_on is not None and row.terminated_on > today
    if not ended and not instead:
        return row
    return _copy(row, **instead, **({"terminated_on": None} if ended else {}))


def _copy(row: Row, **instead: Any) -> Row:
    values = {column.key: getattr(row, column.key) for column in row.__table__.columns}
    return type(row)(**{**values, **instead})


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


def settings_of(session: Session, view: CaseView, today: date) -> Sequence[Setting]:
    """Return the deadlines and hearings of a case as it stands on a day, the earliest first."""
    rows = settings(session, view.case.id)
    if view.reached is None:
        return rows
    there = (row for row in rows if row.entry_seq <= view.reached.seq)
    return [
        _copy(row, status="", ended_on=None) if row.ended_on and row.ended_on > today else row
        for row in there
    ]


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
_WIDTH: Final = len(_LINE)


class Hit(NamedTuple):
    """A line of a search: a case, and the person by whom it was found; `kind` is pty or aty."""

    case: Case | CaseLine
    name: str = ""
    kind: str = ""
    role: str = ""


def by_ids(session: Session, ids: Sequence[int]) -> Sequence[Case]:
    """Return the cases of several ids that the session's world holds."""
    return session.scalars(select(Case).where(Case.id.in_(ids)).order_by(*_NUMBERED)).all()


_NUMBERED: Final = (Case.year, Case.type, Case.office, Case.serial, Case.id)
_COUNSEL_ORDER: Final = (Counsel.name_key, Counsel.name, Case.id)
#: What searches read. Databases read in the order of their index and so may stop at the limit: by
#: number, they would read all cases of a name first, of which a common one has tens of thousands.
_CASE_LINES: Final = select(*_LINE).order_by(*_NUMBERED)
_PARTY_LINES: Final = (
    select(*_LINE, Party.name_key, Party.first_key, Party.seq, Party.role)
    .add_columns(Party.name, Party.last, Party.first, Party.middle, Party.generation)
    .join(Party, Party.case_id == Case.id)
    .order_by(Party.name_key, Party.first_key, Party.case_id, Party.seq)
)
_ALIAS_LINES: Final = (
    select(*_LINE, Alias.last, Alias.first, Party.role)
    .join(Alias, Alias.case_id == Case.id)
    .join(Party, Alias.party_id == Party.id)
    .order_by(Alias.name_key, Alias.first_key, Alias.id)
)
_COUNSEL_LINES: Final = (
    select(*_LINE, Counsel.name_key, Counsel.name)
    .join(Counsel, Counsel.case_id == Case.id)
    .group_by(*_COUNSEL_ORDER)
    .order_by(*_COUNSEL_ORDER)
)


def begins(column: InstrumentedAttribute[str], key: Any, end: Any = None) -> ColumnElement[bool]:
    """Return the test that a column in lower case begins with a text.

    A span of texts is found by an index where columns are compared by their bytes, as those of
    `models` are; LIKE would be looked at again for every row, and planned anew each time.

    :param end: the end of the span, for a `key` that is no text yet.
    """
    return and_(column >= key, column < (f"{key}{_HIGHEST}" if end is None else end))


def _beginning(column: InstrumentedAttribute[str], name: str) -> ColumnElement[bool]:
    return begins(column, bindparam(name), bindparam(f"{name}_end"))


#: What a search may ask, by the names of its values.
_CASE_TESTS: Final[Mapping[str, ColumnElement[bool]]] = MappingProxyType(
    {
        "public": and_(Case.sealed.is_(False), Case.opening.is_(False)),
        "worlds": Case.world.in_(bindparam("worlds", expanding=True)),
        "class_world": or_(
            Case.world == SHARED_WORLD,
            Case.world.between(bindparam("class_world"), bindparam("class_world") + (SPAN - 1)),
        ),
        "open": or_(Case.terminated_on.is_(None), Case.terminated_on > bindparam("open")),
        "closed": Case.terminated_on <= bindparam("closed"),
        "filed_from": Case.filed_on >= bindparam("filed_from"),
        "filed_to": Case.filed_on <= bindparam("filed_to"),
        "entry_from": Case.last_filed_on >= bindparam("entry_from"),
        "entry_to": Case.last_filed_on <= bindparam("entry_to"),
        "natures": Case.nature.in_(bindparam("natures", expanding=True)),
        "chapters": Case.chapter.in_(bindparam("chapters", expanding=True)),
    }
)
_PARTY_TESTS: Final[Mapping[str, ColumnElement[bool]]] = MappingProxyType(
    {
        "last": _beginning(Party.name_key, "last"),
        "first": _beginning(Party.first_key, "first"),
        "exact_last": Party.name_key == bindparam("exact_last"),
        "exact_first": Party.first_key == bindparam("exact_first"),
        "middle": func.substr(func.lower(Party.middle), 1, func.length(bindparam("middle")))
        == bindparam("middle"),
    }
)
_ALIAS_TESTS: Final[Mapping[str, ColumnElement[bool]]] = MappingProxyType(
    {
        "last": _beginning(Alias.name_key, "last"),
        "first": _beginning(Alias.first_key, "first"),
        "exact_last": Alias.name_key == bindparam("exact_last"),
        "exact_first": Alias.first_key == bindparam("exact_first"),
    }
)
_COUNSEL_TESTS: Final[Mapping[str, ColumnElement[bool]]] = MappingProxyType(
    {"last": _beginning(Counsel.name_key, "last")}
)


@dataclass(frozen=True, slots=True, eq=False)
class _Lines:
    """The lines that a search reads, and what may be asked of them besides the case."""

    statement: Select[Any]
    tests: Mapping[str, ColumnElement[bool]]


_CASES: Final = _Lines(_CASE_LINES, MappingProxyType({}))
_PARTIES: Final = _Lines(_PARTY_LINES, _PARTY_TESTS)
_ALIASES: Final = _Lines(_ALIAS_LINES, _ALIAS_TESTS)
_COUNSEL: Final = _Lines(_COUNSEL_LINES, _COUNSEL_TESTS)


@lru_cache(maxsize=200)
def _asking(lines: _Lines, names: tuple[str, ...], causes: tuple[str, ...]) -> Select[Any]:
    """Return the statement of searches of one form: making it anew takes longer than to run it."""
    known = {**_CASE_TESTS, **lines.tests}
    statement = lines.statement.where(*(known[name] for name in names)).limit(bindparam("limit"))
    if causes:
        cause = Case.facts["cause"].as_string()
        statement = statement.where(
            or_(*(cause.startswith(f"{code} ", autoescape=True) for code in causes))
        )
    return statement


@dataclass(frozen=True, slots=True)
class _Seek:
    """A search: its session, the values that are asked of the case, and where to stop."""

    session: Session
    wanted: Criteria
    values: Mapping[str, Any]
    limit: int

    def lines(self, lines: _Lines, **more: str) -> Iterator[tuple[CaseLine, tuple[Any, ...]]]:
        """Yield the case of each row, and what the row has besides.

        Asked on tables: objects of five hundred rows cost more than finding them.
        """
        values = {**self.values, **{name: value for name, value in more.items() if value}}
        statement = _asking(lines, tuple(values), self.wanted.causes)
        ends = {f"{name}_end": f"{value}{_HIGHEST}" for name, value in more.items()}
        given = {**values, **ends, "limit": self.limit}
        for row in tables(self.session).execute(statement, given):
            yield CaseLine._make(row[:_WIDTH]), row[_WIDTH:]

    def named(self) -> dict[str, str]:
        """Return the values that are asked of a name."""
        how = "exact_" if self.wanted.exact else ""
        return {
            f"{how}last": self.wanted.last.lower(),
            f"{how}first": self.wanted.first.lower(),
        }


def found(
    session: Session, wanted: Criteria, *, secret: bool, limit: int, today: date
) -> tuple[tuple[Hit, ...], bool]:
    """Return the lines of a search, and whether there are more than `limit`.

    :param secret: whether sealed cases and those not open yet are among them.
    :param today: the court's day, on which cases are open or closed.
    """
    seek = _Seek(session, wanted, _asked_of_case(session, wanted, secret, today), limit + 1)
    hits: list[Hit] = []
    if not wanted.by_person:
        hits += [Hit(case) for case, _ in seek.lines(_CASES)]
    if wanted.by_person and wanted.person_type in ("", PARTY):
        hits += _parties(seek)
        hits += _aliases(seek)
    if wanted.by_person and wanted.person_type in ("", ATTORNEY):
        hits += _attorneys(seek)
    return tuple(hits[:limit]), len(hits) > limit


def _asked_of_case(session: Session, wanted: Criteria, secret: bool, today: date) -> dict[str, Any]:
    values: dict[str, Any] = {
        "public": not secret,
        "open": today if wanted.status == "open" else None,
        "closed": today if wanted.status == "closed" else None,
        "filed_from": wanted.filed.first,
        "filed_to": wanted.filed.last,
        "entry_from": wanted.last_entry.first,
        "entry_to": wanted.last_entry.last,
        "natures": wanted.natures,
        "chapters": wanted.chapters,
    }
    asked = {name: value for name, value in values.items() if value}
    return {**_seen_from(world_of(session)), **asked}


def _seen_from(world: int | None) -> dict[str, Any]:
    """Return what is asked so that only cases come that somebody in a world sees."""
    if world is None:
        return {}
    if is_class(world):
        return {"class_world": world}
    return {"worlds": [each.start for each in visible(world)]}


def _parties(seek: _Seek) -> list[Hit]:
    middle = seek.wanted.middle.lower()
    placed = []
    for case, (last, first, seq, role, *name) in seek.lines(
        _PARTIES, **seek.named(), middle=middle
    ):
        hit = Hit(case, _listed(*name), PARTY, role)
        placed.append(((last, first, *_place(case), seq), hit))
    return _in_place(placed)


def _place(case: CaseLine) -> tuple[int | str, ...]:
    """Return where a case stands among those of one name: by number."""
    return case.year, case.type, case.office, case.serial, case.id


def _in_place(placed: list[tuple[tuple[Any, ...], Hit]]) -> list[Hit]:
    placed.sort(key=itemgetter(0))
    return [hit for _, hit in placed]


def _listed(name: str, last: str, first: str, middle: str, generation: str) -> str:
    """Return a party's name as lists of people have it, last name first."""
    if not last:
        return name
    last = f"{last} {generation}" if generation else last
    rest = f"{first} {middle}".strip()
    return f"{last}, {rest}" if rest else last


def _aliases(seek: _Seek) -> list[Hit]:
    """Return the cases in which a party is also known by the name; aliases have no middle name."""
    if seek.wanted.middle:
        return []
    return [
        Hit(case, ", ".join(filter(None, (last, first))), PARTY, role)
        for case, (last, first, role) in seek.lines(_ALIASES, **seek.named())
    ]


def _attorneys(seek: _Seek) -> list[Hit]:
    wanted = seek.wanted
    sought = wanted.last.lower()
    if wanted.first:
        sought = f"{sought}, {' '.join(p for p in (wanted.first, wanted.middle) if p).lower()}"
    elif wanted.exact:
        sought = f"{sought},"
    return _in_place(
        [
            ((key, *_place(case)), Hit(case, last_first(name), ATTORNEY, "Attorney"))
            for case, (key, name) in seek.lines(_COUNSEL, last=sought)
        ]
    )


def between(column: InstrumentedAttribute[date], span: Days) -> list[ColumnElement[bool]]:
    """Return the tests that a column lies within a span of days."""
    tests: list[ColumnElement[bool]] = []
    if span.first is not None:
        tests.append(column >= span.first)
    if span.last is not None:
        tests.append(column <= span.last)
    return tests
