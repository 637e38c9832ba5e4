"""Storing cases. Generated, hand-written and filed cases all go through here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from courts.cases.models import Alias, Case, CaseLink, Counsel, Count, Party, Setting, origin_key
from courts.cases.names import alias_parts, name_key
from courts.kinds.drafts import CaseDraft, PartyDraft
from courts.kinds.numbers import CaseNumber
from courts.tables import Batch, Rows, Writer
from shared.db import take_turn
from shared.errors import Refusal

#: What tells the numbers of one court apart: type, office, year, serial.
Key = tuple[str, str, int, int]


@dataclass(frozen=True, slots=True)
class Known:
    """Who of the personas has what in this court: ids by the keys of personas."""

    users: Mapping[str, int]
    subjects: Mapping[str, str]


def plant_case(batch: Writer, draft: CaseDraft, *, known: Known, world: int) -> int:
    """Keep a case without its docket for storing and return its id.

    Ties wait until all cases are stored: `join_links`.
    """
    number, facts = draft.number, draft.facts.to_json()
    case_id = batch.add(
        Case,
        {
            "world": world,
            "family": draft.family,
            "type": number.type,
            "office": number.office,
            "year": number.year,
            "serial": number.serial,
            "judge_initials": number.judge,
            "referred_initials": number.referred,
            "judge": draft.judge,
            "referred": draft.referred,
            "caption": draft.caption,
            "caption_key": draft.caption.lower(),
            "filed_on": draft.filed_on,
            "terminated_on": draft.terminated_on,
            "last_filed_on": draft.last_filed_on,
            "nature": draft.nature,
            "chapter": draft.chapter,
            "flags": draft.flags,
            "sealed": draft.sealed,
            "restricted": draft.restricted,
            "opening": draft.opening,
            "facts": facts,
            "origin_key": origin_key(facts),
        },
    )
    for seq, party in enumerate(draft.parties, start=1):
        _plant_party(batch, case_id, seq, party, known)
    for each in draft.settings:
        batch.add(
            Setting,
            {
                "case_id": case_id,
                "kind": each.kind,
                "name": each.name,
                "due_on": each.due_on,
                "time": each.time,
                "place": each.place,
                "entry_seq": each.seq,
                "status": each.status,
                "ended_on": each.ended_on,
            },
        )
    return case_id


def _plant_party(batch: Writer, case_id: int, seq: int, party: PartyDraft, known: Known) -> int:
    party_id = batch.add(
        Party,
        {
            "case_id": case_id,
            "seq": seq,
            "role": party.role,
            "name": party.name,
            "first": party.first,
            "middle": party.middle,
            "last": party.last,
            "generation": party.generation,
            "name_key": (party.last or party.name).lower(),
            "first_key": party.first.lower(),
            "extra": party.extra,
            "address": party.address,
            "county": party.county,
            "email": party.email,
            "tax": party.tax,
            "aliases": party.aliases,
            "offense_opening": party.offense_opening,
            "offense_terminated": party.offense_terminated,
            "defendant": party.defendant,
            "subject": known.subjects.get(party.persona, ""),
            "started_on": party.started_on,
            "terminated_on": party.terminated_on,
        },
    )
    for _, alias in party.aliases:
        last, first = alias_parts(alias, person=bool(party.last))
        batch.add(
            Alias,
            {
                "case_id": case_id,
                "party_id": party_id,
                "last": last,
                "first": first,
                "name_key": last.lower(),
                "first_key": first.lower(),
            },
        )
    for place, counsel in enumerate(party.counsel, start=1):
        batch.add(
            Counsel,
            {
                "case_id": case_id,
                "party_id": party_id,
                "seq": place,
                "name": counsel.name,
                "name_key": name_key(counsel.name),
                "contact": counsel.contact,
                "roles": counsel.roles,
                "user_id": known.users.get(counsel.persona),
                "started_on": counsel.started_on,
                "terminated_on": counsel.terminated_on,
            },
        )
    for place, count in enumerate(party.counts, start=1):
        batch.add(
            Count,
            {
                "case_id": case_id,
                "party_id": party_id,
                "seq": place,
                "status": count.status,
                "name": count.name,
                "disposition": count.disposition,
            },
        )
    return party_id


def add_party(session: Session, case: Case, party: PartyDraft) -> int:
    """Add a party to a case that is locked, after those that it has, and return its id."""
    last = session.scalar(select(func.max(Party.seq)).where(Party.case_id == case.id))
    return _plant_party(Rows(session), case.id, (last or 0) + 1, party, Known({}, {}))


class NoCaseError(Refusal):
    """The case is not there, or not in this world."""

    def __init__(self) -> None:
        super().__init__("no_case", "Case Number Not Found", field="case_number")


def lock_case(session: Session, case_id: int) -> Case:
    """Return a case that nobody else writes to until this transaction ends.

    :raises NoCaseError: if this world has no such case.
    """
    take_turn(session, f"case:{case_id}")
    statement = select(Case).where(Case.id == case_id)
    case = session.scalar(statement.execution_options(populate_existing=True))
    if case is None:
        raise NoCaseError
    return case


def next_serial(session: Session, *, world: int, number: CaseNumber, first: int = 1) -> int:
    """Return the next free serial number of a type, office and year; until this transaction ends
    nobody else gets one.

    :param number: whose type, office and year count; its serial does not matter.
    :param first: where this court begins to count what is filed with it.
    """
    take_turn(session, f"number:{world}:{number.type}:{number.office}:{number.year}")
    highest = session.scalar(
        select(func.max(Case.serial)).where(
            Case.type == number.type, Case.office == number.office, Case.year == number.year
        )
    )
    return max(first, (highest or 0) + 1)


def open_case(
    session: Session, draft: CaseDraft, *, known: Known, world: int, first: int = 1
) -> tuple[Case, CaseDraft]:
    """Store a new case without its docket and give it its number.

    :param draft: the case; the serial of its number is drawn here.
    :returns: the row, and the draft with its number, for `join_links` and the entries.
    """
    serial = next_serial(session, world=world, number=draft.number, first=first)
    numbered = replace(draft, number=replace(draft.number, serial=serial))
    case_id = plant_case(Rows(session), numbered, known=known, world=world)
    return lock_case(session, case_id), numbered


def join_links(
    session: Session,
    drafts: Iterable[tuple[int, CaseDraft]],
    *,
    written: Callable[[Any], str],
    batch: Batch | None = None,
) -> None:
    """Store the ties of cases that are all stored by now, among themselves and to earlier ones.

    :param written: writes a case number in this court's style.
    :param batch: with which the cases were stored, for its owner to flush; else one of its own.
    """
    stored = list(drafts)
    found = {_key(draft.number): case_id for case_id, draft in stored}
    wanted = {_key(link.number) for _, draft in stored for link in draft.links if not link.court}
    for key in wanted - found.keys():
        earlier = session.scalar(_with(key))
        if earlier is not None:
            found[key] = earlier
    kept = batch or Batch(session)
    for case_id, draft in stored:
        for link in draft.links:
            kept.add(
                CaseLink,
                {
                    "case_id": case_id,
                    "kind": link.kind,
                    "other_id": None if link.court else found.get(_key(link.number)),
                    "court": link.court,
                    "number": written(link.number),
                    "since": link.since,
                },
            )
    if batch is None:
        kept.flush()


def _with(key: Key) -> Select[Any]:
    kind, office, year, serial = key
    return select(Case.id).where(
        Case.type == kind, Case.office == office, Case.year == year, Case.serial == serial
    )


def _key(number: CaseNumber) -> Key:
    return number.type, number.office, number.year, number.serial
