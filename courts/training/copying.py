"""Copies of reference cases for the seats of a class: the same docket, with people of the seat."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Final

from courts.kinds.drafts import CaseDraft, CounselDraft, LinkDraft, PartyDraft
from courts.kinds.numbers import CaseNumber, Style
from shared.casting import copied_serial
from shared.personas import Persona
from shared.wire import CaseTold

_EMAIL: Final = "Email: "


class NoSuchCaseError(LookupError):
    """A start state wants a copy of a case that the court does not have."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """One copy: of which draft, which of the class's copies it is, with whom in whose place."""

    draft: CaseDraft
    serial: int
    counsel: Mapping[str, str]


def wanted(
    told: Iterable[CaseTold], drafts: Sequence[CaseDraft], style: Style
) -> tuple[Wanted, ...]:
    """Return which copies are meant.

    :raises NoSuchCaseError: names the first number that no draft has.
    """
    by_number = {style.bare(draft.number): draft for draft in drafts}
    found = []
    for each in told:
        draft = by_number.get(each.copy)
        if draft is None:
            raise NoSuchCaseError(f"there is no reference case {each.copy}")
        found.append(Wanted(draft, each.serial, each.counsel))
    return tuple(found)


def copies(
    chosen: Sequence[Wanted],
    *,
    style: Style,
    people: Mapping[str, Persona],
    known: Mapping[str, Persona],
) -> tuple[CaseDraft, ...]:
    """Return the copies as drafts, tied to each other as their originals are.

    :param people: who sits in the seat, by the keys of the personas whose copies they are.
    :param known: all personas, by key.
    """
    numbers = {each.draft.number: _numbered(each, style) for each in chosen}
    return tuple(_copy(each, numbers, people, known) for each in chosen)


def _numbered(wanted: Wanted, style: Style) -> CaseNumber:
    number = wanted.draft.number
    serial = copied_serial(number.serial, wanted.serial, typed=style.typed)
    return replace(number, serial=serial)


def _copy(
    wanted: Wanted,
    numbers: Mapping[CaseNumber, CaseNumber],
    people: Mapping[str, Persona],
    known: Mapping[str, Persona],
) -> CaseDraft:
    draft = wanted.draft
    return replace(
        draft,
        number=numbers[draft.number],
        parties=tuple(_party(p, wanted.counsel, people, known) for p in draft.parties),
        links=tuple(_link(link, numbers) for link in draft.links),
    )


def _link(link: LinkDraft, numbers: Mapping[CaseNumber, CaseNumber]) -> LinkDraft:
    """Tie a copy to the copies of the others; what has none stays tied to the original."""
    return link if link.court else replace(link, number=numbers.get(link.number, link.number))


def _party(
    party: PartyDraft,
    instead: Mapping[str, str],
    people: Mapping[str, Persona],
    known: Mapping[str, Persona],
) -> PartyDraft:
    counsel = tuple(_counsel(each, instead, people, known) for each in party.counsel)
    return replace(party, counsel=counsel)


def _counsel(
    counsel: CounselDraft,
    instead: Mapping[str, str],
    people: Mapping[str, Persona],
    known: Mapping[str, Persona],
) -> CounselDraft:
    """Return counsel as the seat knows them: another persona, their address in the seat."""
    key = instead.get(counsel.persona, counsel.persona)
    person = people.get(key)
    if person is None or person.pacer is None:
        return counsel
    address = f"{_EMAIL}{person.pacer.email}"
    if key == counsel.persona:
        lines = (address if line.startswith(_EMAIL) else line for line in counsel.contact)
        return replace(counsel, contact=tuple(lines))
    at, name = person.pacer.address, known[key].display_name
    town = f"{at.city}, {at.state} {at.zip}"
    contact = (person.pacer.firm, at.street, town, person.pacer.phone, address)
    return replace(counsel, name=name, contact=contact, persona=key)
