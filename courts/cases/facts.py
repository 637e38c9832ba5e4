"""A case as the access decision sees it: who belongs to it, and whether it is secret."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Protocol

from courts.access.deciding import CaseFacts, Person


class CaseRow(Protocol):
    """The columns of a case that the decision reads."""

    @property
    def sealed(self) -> bool:
        """Say whether nobody outside the court may know of the case."""

    @property
    def restricted(self) -> str:
        """Return social_security, immigration or nothing."""

    @property
    def opening(self) -> bool:
        """Say whether the case is not open yet."""

    @property
    def filed_on(self) -> date:
        """Return the day on which it was filed."""


class WholeCase(Protocol):
    """A case with its parties (`queries.CaseView`)."""

    @property
    def case(self) -> Any:
        """Return the row of the case."""

    @property
    def parties(self) -> Sequence[Any]:
        """Return its parties with their counsel."""


def case_facts(view: WholeCase) -> CaseFacts:
    """Return the facts of a case that was read whole."""
    return facts_of(view.case, (person_of(each.party, each.counsel) for each in view.parties))


def facts_of(case: CaseRow, people: Iterable[Person] = ()) -> CaseFacts:
    """Return the facts of a case row; without `people` everybody is a stranger to it.

    Enough for anonymous channels; pages ask `queries.facts`, which reads who belongs to a case.
    """
    return CaseFacts(
        sealed=case.sealed,
        restricted=case.restricted,
        opening=case.opening,
        people=tuple(person for person in people if person.user_ids or person.subjects),
        filed_on=case.filed_on,
    )


def person_of(party: Any, counsel: Iterable[Any]) -> Person:
    """Return a party with the accounts that may act for it; whoever has left the case is out.

    Entries call a filer by the party's name or, for what counsel file for themselves, by theirs.
    """
    present = [each for each in counsel if each.terminated_on is None]
    gone = party.terminated_on is not None
    return Person(
        names=frozenset({party.name, *(each.name for each in present)}),
        user_ids=frozenset(
            each.user_id for each in present if each.user_id is not None and not gone
        ),
        subjects=frozenset({party.subject} - {""} if not gone else ()),
    )


def people_by_case(
    parties: Iterable[Any], counsel: Iterable[Any]
) -> Mapping[int, tuple[Person, ...]]:
    """Return who belongs to each of several cases."""
    by_party: dict[int, list[Any]] = {}
    for each in counsel:
        by_party.setdefault(each.party_id, []).append(each)
    found: dict[int, list[Person]] = {}
    for party in parties:
        found.setdefault(party.case_id, []).append(person_of(party, by_party.get(party.id, ())))
    return {case_id: tuple(people) for case_id, people in found.items()}
