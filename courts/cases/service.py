"""Storing cases. Generated, hand-written and filed cases all go through here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import insert, select
from sqlalchemy.orm import Session

from courts.cases.models import Case, CaseLink, Counsel, Count, Party, Setting
from courts.kinds.drafts import CaseDraft, PartyDraft


@dataclass(frozen=True, slots=True)
class Known:
    """Who of the personas has what in this court: ids by the keys of personas."""

    users: Mapping[str, int]
    subjects: Mapping[str, str]


def plant_case(session: Session, draft: CaseDraft, *, known: Known, world: int) -> int:
    """Store a case without its docket and return its id.

    Ties are stored as text first; `join_links` finds the cases once all are there.
    """
    number = draft.number
    case = Case(
        world=world,
        family=draft.family,
        type=number.type,
        office=number.office,
        year=number.year,
        serial=number.serial,
        judge_initials=number.judge,
        referred_initials=number.referred,
        judge=draft.judge,
        referred=draft.referred,
        caption=draft.caption,
        caption_key=draft.caption.lower(),
        filed_on=draft.filed_on,
        terminated_on=draft.terminated_on,
        last_filed_on=draft.last_filed_on,
        nature=draft.nature,
        chapter=draft.chapter,
        flags=list(draft.flags),
        sealed=draft.sealed,
        restricted=draft.restricted,
        opening=draft.opening,
        facts=draft.facts.to_json(),
    )
    session.add(case)
    session.flush()
    for seq, party in enumerate(draft.parties, start=1):
        _plant_party(session, case.id, seq, party, known)
    _rows(
        session,
        Setting,
        (
            {
                "case_id": case.id,
                "kind": s.kind,
                "name": s.name,
                "due_on": s.due_on,
                "time": s.time,
                "place": s.place,
                "entry_seq": s.seq,
                "status": s.status,
                "ended_on": s.ended_on,
            }
            for s in draft.settings
        ),
    )
    return case.id


def _plant_party(session: Session, case_id: int, seq: int, party: PartyDraft, known: Known) -> None:
    row = Party(
        case_id=case_id,
        seq=seq,
        role=party.role,
        name=party.name,
        first=party.first,
        middle=party.middle,
        last=party.last,
        generation=party.generation,
        name_key=(party.last or party.name).lower(),
        first_key=party.first.lower(),
        extra=party.extra,
        address=list(party.address),
        county=party.county,
        email=party.email,
        tax=list(party.tax),
        aliases=[list(pair) for pair in party.aliases],
        offense_opening=party.offense_opening,
        offense_terminated=party.offense_terminated,
        defendant=party.defendant,
        subject=known.subjects.get(party.persona, ""),
        started_on=party.started_on,
        terminated_on=party.terminated_on,
    )
    session.add(row)
    session.flush()
    _rows(
        session,
        Counsel,
        (
            {
                "case_id": case_id,
                "party_id": row.id,
                "seq": place,
                "name": counsel.name,
                "contact": list(counsel.contact),
                "roles": list(counsel.roles),
                "user_id": known.users.get(counsel.persona),
                "started_on": counsel.started_on,
                "terminated_on": counsel.terminated_on,
            }
            for place, counsel in enumerate(party.counsel, start=1)
        ),
    )
    _rows(
        session,
        Count,
        (
            {
                "case_id": case_id,
                "party_id": row.id,
                "seq": place,
                "status": count.status,
                "name": count.name,
                "disposition": count.disposition,
            }
            for place, count in enumerate(party.counts, start=1)
        ),
    )


def join_links(
    session: Session,
    drafts: Iterable[tuple[int, CaseDraft]],
    *,
    written: Callable[[Any], str],
) -> None:
    """Store the ties of cases that are all stored by now.

    :param written: writes a case number in this court's style.
    """
    found = {
        (row.type, row.office, row.year, row.serial): row.id
        for row in session.execute(
            select(Case.type, Case.office, Case.year, Case.serial, Case.id)
        ).all()
    }
    rows = []
    for case_id, draft in drafts:
        for link in draft.links:
            key = (link.number.type, link.number.office, link.number.year, link.number.serial)
            rows.append(
                {
                    "case_id": case_id,
                    "kind": link.kind,
                    "other_id": None if link.court else found.get(key),
                    "court": link.court,
                    "number": written(link.number),
                    "since": link.since,
                }
            )
    _rows(session, CaseLink, rows)


def _rows(session: Session, table: type[Any], rows: Iterable[dict[str, Any]]) -> None:
    listed = list(rows)
    if listed:
        session.execute(insert(table), listed)
