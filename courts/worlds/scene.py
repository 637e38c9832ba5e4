"""Who and what a court of a generated world has: judges, clerks, counsel, rooms.

Everything follows from the court's id and the seed; only the states and area codes are data.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from types import MappingProxyType
from typing import Final
from zoneinfo import ZoneInfo

from courts.kinds import people
from courts.kinds.dice import Dice
from courts.kinds.drafts import LEAD, NOTICED, PRO_HAC, CounselDraft, PartyDraft

#: Area codes of telephone numbers by state.
_AREAS: Final[Mapping[str, str]] = MappingProxyType({"CT": "203", "CO": "303", "NY": "212"})
#: Courts of appeals sit in a state that their ids do not name.
_STATES: Final[Mapping[str, str]] = MappingProxyType({"ca2": "NY", "ca10": "CO"})
_OFFICES: Final[Mapping[str, str]] = MappingProxyType({"ctd": "3", "cod": "1", "ctb": "3"})
_LAWYERS: Final = 60
_GOVERNMENT: Final = 8
_TRUSTEES: Final = 5
ROOMS: Final = ("Courtroom One", "Courtroom Two", "Courtroom Three", "Courtroom 715A")
HOURS: Final = ("09:00 AM", "09:30 AM", "10:00 AM", "11:00 AM", "01:30 PM", "02:00 PM", "03:00 PM")
REPORTERS: Final = ("T. Record", "S. Tenotype", "V. Erbatim", "P. Aragraph")


@dataclass(frozen=True, slots=True)
class Judge:
    """A judge with the initials that end case numbers."""

    name: str
    initials: str


@dataclass(frozen=True, slots=True)
class Lawyer:
    """Counsel; `by` is the signature of docket texts, `draft` what stands beside a party."""

    name: str
    by: str
    draft: CounselDraft

    def visiting(self) -> CounselDraft:
        """Return the counsel of one case only."""
        return replace(self.draft, roles=(PRO_HAC, NOTICED), persona="")

    def second(self) -> CounselDraft:
        """Return counsel who does not lead."""
        return replace(self.draft, roles=(NOTICED,))


@dataclass(frozen=True, slots=True)
class Scene:
    """A court of a generated world, up to the day on which the world was made."""

    court: str
    seed: str
    zone: ZoneInfo
    until: date
    state: str
    office: str
    judges: tuple[Judge, ...]
    magistrates: tuple[Judge, ...]
    lawyers: tuple[Lawyer, ...]
    personas: tuple[Lawyer, ...]
    government: tuple[Lawyer, ...]
    defenders: tuple[Lawyer, ...]
    trustees: tuple[PartyDraft, ...]
    clerks: tuple[str, ...]

    def dice(self, name: object) -> Dice:
        """Return the dice of a part of this world."""
        return Dice(f"{self.seed}/{name}")


def scene_of(court: str, seed: int, zone: ZoneInfo, until: date) -> Scene:
    """Return the scene of a court."""
    state = _STATES.get(court, court[:2].upper())
    start = f"moot/{seed}/{court}"
    lower = court.endswith("b")
    government = tuple(
        _lawyer(Dice(f"{start}/government/{n}"), state, firm="U.S. Attorney's Office")
        for n in range(_GOVERNMENT)
    )
    return Scene(
        court=court,
        seed=start,
        zone=zone,
        until=until,
        state=state,
        office=_OFFICES.get(court, "1"),
        judges=_bench(Dice(f"{start}/judges"), people.JUDGES, lower=lower),
        magistrates=_bench(Dice(f"{start}/magistrates"), people.COUNSEL[4:12], lower=lower),
        lawyers=tuple(_lawyer(Dice(f"{start}/counsel/{n}"), state) for n in range(_LAWYERS)),
        personas=tuple(_persona(each, state) for each in _PERSONAS if court in each[4]),
        government=government,
        defenders=tuple(
            _lawyer(Dice(f"{start}/defender/{n}"), state, firm="Office of the Public Defender")
            for n in range(_GOVERNMENT)
        ),
        trustees=tuple(_trustee(Dice(f"{start}/trustee/{n}"), state) for n in range(_TRUSTEES)),
        clerks=tuple(f"Clerk, {letter}" for letter in "ABDEFG"),
    )


#: Personas who are counsel of record in the first cases: key, name, street number, telephone,
#: courts in which they have an account.
_PERSONAS: Final = (
    ("attorney", "John Attorney", "1", "0101", ("ctd", "ctb", "ca2", "cod")),
    ("attorney_ctd", "Anna Advocate", "2", "0102", ("ctd", "ctb", "ca2")),
    ("attorney_everywhere", "Oscar Counsel", "4", "0104", ("ctd", "ctb", "ca2", "cod")),
)


def _persona(told: tuple[str, str, str, str, tuple[str, ...]], state: str) -> Lawyer:
    key, name, house, phone, _courts = told
    first, last = name.split()
    contact = (
        "Example Law LLP",
        f"{house} Example Street",
        f"Sampleton, {state} 00000",
        f"{_AREAS.get(state, '203')}-555-{phone}",
        f"Email: {first.lower()}.{last.lower()}@examplelaw.test",
    )
    draft = CounselDraft(name, contact, (LEAD, NOTICED), persona=key)
    return Lawyer(name, f"{last}, {first}", draft)


def _lawyer(dice: Dice, state: str, firm: str = "") -> Lawyer:
    who = people.human(dice, people.COUNSEL)
    firm = firm or people.law_firm(dice)
    contact = (
        firm,
        *people.place(dice, state).lines,
        people.phone(dice, _AREAS.get(state, "202")),
        f"Email: {people.mail(who, firm)}",
    )
    return Lawyer(who.name, who.sorted_name, CounselDraft(who.name, contact, (LEAD, NOTICED)))


def _bench(dice: Dice, names: tuple[str, ...], *, lower: bool) -> tuple[Judge, ...]:
    bench = []
    for last in dice.sample(names, 6):
        first, middle = dice.pick(people.FIRST), chr(ord("A") + dice.below(26))
        initials = f"{first[0]}{middle}{last[0]}"
        bench.append(Judge(f"{first} {middle}. {last}", initials.lower() if lower else initials))
    return tuple(bench)


def _trustee(dice: Dice, state: str) -> PartyDraft:
    who = people.human(dice, people.COUNSEL)
    return PartyDraft(
        "Trustee",
        who.name,
        first=who.first,
        middle=who.middle,
        last=who.last,
        generation=who.generation,
        address=("Trustee Office", *people.place(dice, state).lines),
    )
