"""Finding cases and parties; every condition reaches a party through its visible case."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any, Final

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from idp.billing.models import LedgerEntry
from idp.locator import places
from idp.locator.criteria import (
    CASE_SORTS,
    MOST_BATCH_ROWS,
    PAGE_ROWS,
    PARTY_SORTS,
    CaseWanted,
    NumberWanted,
    PartyWanted,
    Search,
    Span,
)
from idp.locator.models import LocatorCase, LocatorParty, LocatorReport
from shared.federation import Member

#: The jurisdiction that means all cases of multi-district litigations.
MDL: Final = "mdl"
#: The type of their lead cases.
MDL_TYPE: Final = "md"
Condition = ColumnElement[bool]
Orders = Sequence[tuple[str, bool]]
_CHUNK: Final = 500
_LONGEST_ID: Final = 9
#: Above every character that a name has.
_HIGHEST: Final = "\U0010ffff"


def begins(session: Session, column: InstrumentedAttribute[str], text: str) -> Condition:
    """Return the condition that a key begins with a text, in the form that can use an index."""
    if session.get_bind().dialect.name == "sqlite":
        return and_(column >= text, column < text + _HIGHEST)
    return column.startswith(text, autoescape=True)


def booking(session: Session, *, account_id: int, key: str) -> LedgerEntry | None:
    """Return what an account was charged for a search."""
    statement = select(LedgerEntry).where(
        LedgerEntry.account_id == account_id, LedgerEntry.entry_key == key
    )
    return session.scalar(statement)


def master_case(session: Session, jpml: str) -> LocatorCase | None:
    """Return the lead case of a litigation by the number that the judicial panel gave it."""
    if not jpml:
        return None
    statement = select(LocatorCase).where(
        LocatorCase.mdl_number == jpml, LocatorCase.type == MDL_TYPE
    )
    return session.scalar(statement.order_by(LocatorCase.id).limit(1))


# --------------------------------------------------------------------------- conditions


def _case_conditions(
    session: Session, wanted: CaseWanted, courts: Sequence[Member]
) -> list[Condition]:
    found: list[Condition] = []
    if wanted.courts:
        ids = frozenset().union(*(places.of(code, courts) for code in wanted.courts))
        found.append(LocatorCase.court.in_(ids))
    if wanted.number_full is not None:
        found.append(_numbered(wanted.number_full))
    if wanted.title:
        found.append(begins(session, LocatorCase.title_key, wanted.title))
    same: tuple[tuple[Any, Any], ...] = (
        (LocatorCase.jurisdiction, "" if wanted.jurisdiction == MDL else wanted.jurisdiction),
        (LocatorCase.office, wanted.office),
        (LocatorCase.mdl_number, wanted.jpml),
        (LocatorCase.joint, wanted.joint),
        (LocatorCase.case_id, wanted.case_id),
        (LocatorCase.number, wanted.number),
        (LocatorCase.year, wanted.year),
    )
    found += [column == value for column, value in same if value not in ("", None)]
    if wanted.jurisdiction == MDL:
        found.append(LocatorCase.mdl_number != "")
    listed: tuple[tuple[Any, tuple[str, ...]], ...] = (
        (LocatorCase.type, wanted.types),
        (LocatorCase.chapter, wanted.chapters),
        (LocatorCase.nature, wanted.natures),
    )
    found += [column.in_(values) for column, values in listed if values]
    return found + _ranges(wanted)


def _numbered(wanted: NumberWanted) -> Condition:
    """Return the condition of a number; type and office mean nothing in a court of appeals."""
    same = [LocatorCase.year == wanted.year, LocatorCase.number == wanted.serial]
    trial: list[Condition] = []
    if wanted.type:
        trial.append(LocatorCase.type == wanted.type)
    if wanted.office:
        trial.append(LocatorCase.office == wanted.office)
    if trial:
        same.append(or_(LocatorCase.jurisdiction == "ap", and_(*trial)))
    return and_(*same)


def _ranges(wanted: CaseWanted) -> list[Condition]:
    found: list[Condition] = []
    if wanted.year_from is not None:
        found.append(LocatorCase.year >= wanted.year_from)
    if wanted.year_to is not None:
        found.append(LocatorCase.year <= wanted.year_to)
    spans: tuple[tuple[Any, Span], ...] = (
        (LocatorCase.filed, wanted.filed),
        (LocatorCase.closed, wanted.closed),
        (LocatorCase.dismissed, wanted.dismissed),
        (LocatorCase.discharged, wanted.discharged),
        (LocatorCase.joint_dismissed, wanted.joint_dismissed),
        (LocatorCase.joint_discharged, wanted.joint_discharged),
    )
    for column, span in spans:
        if span.first is not None:
            found.append(column >= span.first)
        if span.last is not None:
            found.append(column <= span.last)
    if wanted.reopened:  # no court of this federation tells when a case was reopened
        found.append(LocatorCase.id < 0)
    return found


def _party_conditions(session: Session, wanted: PartyWanted) -> list[Condition]:
    found: list[Condition] = []
    for column, text in (
        (LocatorParty.last_key, wanted.last),
        (LocatorParty.first_key, wanted.first),
        (LocatorParty.middle_key, wanted.middle),
    ):
        if text:
            found.append(column == text if wanted.exact else begins(session, column, text))
    for exact_column, value in (
        (LocatorParty.generation, wanted.generation),
        (LocatorParty.kind, wanted.kind),
        (LocatorParty.ssn4, wanted.ssn4),
        (LocatorParty.alias_type, wanted.alias_type),
    ):
        if value:
            found.append(exact_column == value)
    for place_column, place in (
        (LocatorParty.seq, wanted.seq),
        (LocatorParty.alias_seq, wanted.alias_seq),
    ):
        if place is not None:
            found.append(place_column == place)
    if wanted.roles:
        # A search with a role never returns appellate cases (facts.md 7.2).
        found += [LocatorParty.role.in_(wanted.roles), LocatorCase.jurisdiction != "ap"]
    return found


def _selected(
    session: Session, search: Search, courts: Sequence[Member], what: Select[Any]
) -> Select[Any]:
    """Return a selection with the conditions of a search."""
    conditions = _case_conditions(session, search.case, courts)
    party = [] if search.party is None else _party_conditions(session, search.party)
    if search.parties:
        joined = what.select_from(LocatorParty).join(
            LocatorCase, LocatorCase.id == LocatorParty.case_pk
        )
        return joined.where(*conditions, *party)
    if party:
        conditions.append(
            select(LocatorParty.id)
            .where(LocatorParty.case_pk == LocatorCase.id, *party)
            .correlate(LocatorCase)
            .exists()
        )
    return what.select_from(LocatorCase).where(*conditions)


def _ordered(statement: Select[Any], search: Search, orders: Orders) -> Select[Any]:
    columns: list[Any] = []
    for name, descends in orders:
        if search.parties and PARTY_SORTS.get(name):
            column = getattr(LocatorParty, PARTY_SORTS[name])
        elif CASE_SORTS.get(name):
            column = getattr(LocatorCase, CASE_SORTS[name])
        else:
            continue
        # Days that a case does not have come last, on every database.
        columns += [column.is_(None), column.desc() if descends else column.asc()]
    last = LocatorParty.id if search.parties else LocatorCase.id
    return statement.order_by(*columns, last)


# --------------------------------------------------------------------------- finding


def count(session: Session, search: Search, courts: Sequence[Member]) -> int:
    """Return how many rows a search has."""
    what = select(func.count(LocatorParty.id if search.parties else LocatorCase.id))
    return int(session.scalar(_selected(session, search, courts, what)) or 0)


def page(
    session: Session, search: Search, courts: Sequence[Member], *, orders: Orders, number: int
) -> Sequence[tuple[Any, ...]]:
    """Return the rows of a page: (case,), or (party, case)."""
    what: Any = select(LocatorParty, LocatorCase) if search.parties else select(LocatorCase)
    statement = _ordered(_selected(session, search, courts, what), search, orders)
    found = session.execute(statement.limit(PAGE_ROWS).offset(number * PAGE_ROWS)).all()
    return [tuple(row) for row in found]


def keys(
    session: Session, search: Search, courts: Sequence[Member], *, orders: Orders
) -> list[int]:
    """Return the keys of all rows of a search in their order, as many as a report may have."""
    key: Any = LocatorParty.id if search.parties else LocatorCase.id
    statement = _ordered(_selected(session, search, courts, select(key)), search, orders)
    return list(session.scalars(statement.limit(MOST_BATCH_ROWS)))


def rows_of(session: Session, wanted: Iterable[int], *, parties: bool) -> list[tuple[Any, ...]]:
    """Return rows by their keys in this order; those that are gone are left out."""
    listed = list(wanted)
    found: dict[int, tuple[Any, ...]] = {}
    for start in range(0, len(listed), _CHUNK):
        some = listed[start : start + _CHUNK]
        statement: Any
        if parties:
            statement = (
                select(LocatorParty, LocatorCase)
                .join(LocatorCase, LocatorCase.id == LocatorParty.case_pk)
                .where(LocatorParty.id.in_(some))
            )
        else:
            statement = select(LocatorCase).where(LocatorCase.id.in_(some))
        found.update({row[0].id: tuple(row) for row in session.execute(statement)})
    return [found[key] for key in listed if key in found]


def case_of(session: Session, *, court: str, case_ids: Sequence[int]) -> dict[int, LocatorCase]:
    """Return the cases that a court has told of, by their ids there."""
    statement = select(LocatorCase).where(
        LocatorCase.court == court, LocatorCase.case_id.in_(case_ids)
    )
    return {row.case_id: row for row in session.scalars(statement)}


# --------------------------------------------------------------------------- reports


def report(session: Session, *, account_id: int, told: str, kind: str = "") -> LocatorReport | None:
    """Return somebody's own report by the number that was told, of a kind if one is given."""
    if not (told.isascii() and told.isdigit() and len(told) <= _LONGEST_ID):
        return None
    statement = select(LocatorReport).where(
        LocatorReport.id == int(told), LocatorReport.account_id == account_id
    )
    if kind:
        statement = statement.where(LocatorReport.kind == kind)
    return session.scalar(statement)


def reports(session: Session, *, account_id: int, kind: str = "") -> Sequence[LocatorReport]:
    """Return somebody's reports, the newest first."""
    statement = select(LocatorReport).where(LocatorReport.account_id == account_id)
    if kind:
        statement = statement.where(LocatorReport.kind == kind)
    return session.scalars(statement.order_by(LocatorReport.id.desc())).all()
