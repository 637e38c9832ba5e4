"""Which old account of a court may be the applicant's own (seed-details, 2 of 5).

The clerk decides; the machine only points. A name, an e-mail address or a bar number is enough.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

NAME: Final = "name"
EMAIL: Final = "e-mail address"
BAR: Final = "bar number"


@dataclass(frozen=True, slots=True)
class Face:
    """By what somebody is known again in a court."""

    first_name: str
    last_name: str
    email: str
    bar_number: str = ""


@dataclass(frozen=True, slots=True)
class Likeness:
    """An old account that resembles the applicant, and in what."""

    user_id: int
    shared: tuple[str, ...]


def shared_by(applicant: Face, known: Face) -> tuple[str, ...]:
    """Return what two have in common; a middle name or a missing bar number says nothing."""
    found = []
    if _name(applicant) == _name(known):
        found.append(NAME)
    if applicant.email and applicant.email.casefold() == known.email.casefold():
        found.append(EMAIL)
    if plain(applicant.bar_number) and plain(applicant.bar_number) == plain(known.bar_number):
        found.append(BAR)
    return tuple(found)


def rank(applicant: Face, known: Iterable[tuple[int, Face]]) -> tuple[Likeness, ...]:
    """Return who resembles the applicant, the most alike first."""
    alike = [Likeness(user_id, shared_by(applicant, face)) for user_id, face in known]
    return tuple(
        sorted(
            (one for one in alike if one.shared), key=lambda one: (-len(one.shared), one.user_id)
        )
    )


def plain(bar_number: str) -> str:
    """Return a bar number as it is compared: letters and digits only, in small letters."""
    return "".join(c for c in bar_number.casefold() if c.isalnum())


def _name(face: Face) -> tuple[str, str]:
    return face.first_name.strip().casefold(), face.last_name.strip().casefold()
