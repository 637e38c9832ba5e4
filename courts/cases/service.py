"""Storing cases. Generated, hand-written and filed cases all go through here."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from courts.cases.models import Case, CaseLink, Counsel, Count, Party, Setting
from courts.cases.names import name_key
from courts.kinds.drafts import CaseDraft, PartyDraft
from courts.kinds.numbers import CaseNumber
from courts.tables import Batch

#: What tells the numbers of one court apart: type, office, year, serial.
Key = tuple[str, str, int, int]


@dataclass(frozen=True, slots=True)
class Known:
    """Who of the personas has what in this court: ids by the keys of personas."""

    users: Mapping[str, int]
    subjects: Mapping[str, str]


def plant_case(batch: Batch, draft: CaseDraft, *, known: Known, world: int) -> int:
    """Keep a case without its docket for storing and return its id.

    Ties wait until all cases are stored: `join_links`.
    """
    number = draft.number
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
            "facts": draft.facts.to_json(),
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


def _plant_party(batch: Batch, case_id: int, seq: int, party: PartyDraft, known: Known) -> None:
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


def join_links(
    session: Session,
    drafts: Iterable[tuple[int, CaseDraft]],
    *,
    written: Callable[[Any], str],
) -> None:
    """Store the ties of cases that are all stored by now, among themselves and to earlier ones.

    :param written: writes a case number in this court's style.
    """
    stored = list(drafts)
    found = {_key(draft.number): case_id for case_id, draft in stored}
    wanted = {_key(link.number) for _, draft in stored for link in draft.links if not link.court}
    for key in wanted - found.keys():
        earlier = session.scalar(_with(key))
        if earlier is not None:
            found[key] = earlier
    batch = Batch(session)
    for case_id, draft in stored:
        for link in draft.links:
            batch.add(
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
    batch.flush()


def _with(key: Key) -> Select[Any]:
    kind, office, year, serial = key
    return select(Case.id).where(
        Case.type == kind, Case.office == office, Case.year == year, Case.serial == serial
    )


def _key(number: CaseNumber) -> Key:
    return number.type, number.office, number.year, number.serial
