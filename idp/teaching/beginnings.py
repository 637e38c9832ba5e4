"""Start states that exercises bring, and which cases of a seat an exercise means. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from idp.classroom.starts import Player, Start, StartCase
from idp.exercises.format import Exercise
from shared.casting import copied_number, whole_number
from shared.personas import Persona

#: What stands in the place of the name of a start state: that of the first exercise, and what all
#: exercises need together.
FIRST, TOGETHER = "first", "together"
TITLES: Final = {
    TOGETHER: "What the exercises need, together",
    FIRST: "What the first exercise needs",
}
#: Ten numbers for each seat: nobody in a class has two cases of one number before them.
PER_SEAT: Final = 10


@dataclass(frozen=True, slots=True)
class Brought:
    """Where the start states of exercises come from: all personas, and the courts' ids."""

    personas: Mapping[str, Persona]
    courts: Collection[str]

    def staff(self) -> tuple[Player, ...]:
        """Return the clerks of all courts: they work for the class."""
        return tuple(
            Player(key)
            for key, person in self.personas.items()
            if any(court in self.courts for court in person.staff_of)
        )

    def start(self, exercises: Sequence[Exercise]) -> Start:
        """Return the start state of seats that are given exercises, at the time of the first.

        Who is wanted by a later exercise of another time has what they have at that time. Clerks
        never sit in a seat: one copy of each works for the whole class.
        """
        first = exercises[0]
        staff = self.staff()
        clerks = {player.persona for player in staff}
        cast: dict[str, Player] = {}
        cases: dict[tuple[str, str], StartCase] = {}
        for each in exercises:
            at = "" if each.start.at == first.start.at else each.start.at
            for persona in each.start.cast:
                if persona not in clerks:
                    cast.setdefault(persona, Player(persona, at=at))
            for court, number in _cases(each):
                counsel = each.start.counsel
                cases.setdefault((court, number), StartCase(court, number, counsel))
        return Start(
            title=", ".join(each.title for each in exercises),
            at=first.start.at,
            cast=tuple(cast.values()),
            staff=staff,
            cases=tuple(cases.values()),
        )


def own_numbers(exercises: Iterable[Exercise], start: Start, seat: int) -> dict[str, str]:
    """Return the numbers of a seat's own copies, by those of reference cases as exercises write.

    :param seat: its number.
    """
    own = [case for case in start.cases if not case.shared]
    shared = [case for case in start.cases if case.shared]
    copies = {
        (case.court, whole_number(case.copy)): copied_number(case.copy, number * PER_SEAT + place)
        for number, cases in ((0, shared), (seat, own))
        for place, case in enumerate(cases, start=1)
    }
    return {
        written: copies[court, whole_number(written)]
        for each in exercises
        for court, numbers in each.start.cases.items()
        for written in numbers
        if (court, whole_number(written)) in copies
    }


def _cases(exercise: Exercise) -> list[tuple[str, str]]:
    return [
        (court, whole_number(written))
        for court, numbers in exercise.start.cases.items()
        for written in numbers
    ]
