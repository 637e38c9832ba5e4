"""Cases of a load that are told again after others: the same docket of other people."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from courts.kinds.dice import Dice
from courts.kinds.drafts import CaseDraft
from courts.worlds.retelling import Told
from courts.worlds.writing import BLOCK, WINDOW, Origin, Size, World
from tests.unit.courts.worlds.test_worlds import EASTERN, UNTIL, dense, holds

RETOLD = (("ctd", "district"), ("ctb", "bankruptcy"))


def load(court: str, kind: str) -> World:
    return World(Origin(court, kind, 3, Size.LOAD, UNTIL, EASTERN))


def names(draft: CaseDraft) -> set[str]:
    """Return the people of a case."""
    return {party.name for party in draft.parties if party.last}


@pytest.mark.parametrize(("court", "kind"), RETOLD)
def test_a_case_told_again_holds_and_is_by_itself(court: str, kind: str) -> None:
    """What holds for every case; and the same bytes whichever case was written before it."""
    whole = load(court, kind)
    places = [*range(WINDOW, WINDOW + 120), *range(whole.count - 36, whole.count)]
    for place in places:
        draft = whole.case(place)
        holds(draft, EASTERN, UNTIL)
        assert dense(draft)
    for place in places[::17]:
        assert load(court, kind).case(place) == whole.case(place)


@pytest.mark.parametrize(("court", "kind"), RETOLD)
def test_told_again_means_other_people_and_days(court: str, kind: str) -> None:
    """Same events on the same weekdays, but neither names, number nor days of the first telling."""
    told = load(court, kind)
    groups: dict[tuple[str, ...], list[CaseDraft]] = {}
    for place in range(WINDOW * 2, WINDOW * 2 + 60 * BLOCK):
        draft = told.case(place)
        if len(draft.entries) > 4:
            events = (
                *(f"{entry.event} {entry.documents}" for entry in draft.entries),
                str(draft.filed_on.weekday()),
            )
            groups.setdefault(events, []).append(draft)
    pairs = [pair for group in groups.values() for pair in pairwise(group)]
    assert len(pairs) > 100
    for first, second in pairs:
        assert first.number != second.number
        texts = "\n".join(entry.text for entry in second.entries)
        for name in names(first) - names(second):
            if name not in {c.name for p in second.parties for c in p.counsel}:
                assert name not in texts
        for one, other in zip(first.entries, second.entries, strict=True):
            assert one.refers == other.refers
            assert (other.filed_on - one.filed_on).days % 7 == 0
            assert other.text.count("Entered: ") == one.text.count("Entered: ")
            local = other.entered_at.astimezone(EASTERN)
            assert f"(Entered: {local:%m/%d/%Y})" in other.text
    changed = sum(names(first) != names(second) for first, second in pairs if names(first))
    assert changed > len([pair for pair in pairs if names(pair[0])]) * 0.95


def test_small_worlds_are_told_from_dice_alone() -> None:
    """A class sees as many stories as it has cases."""
    small = World(Origin("ctd", "district", 3, Size.CLASS, UNTIL, EASTERN))
    stories = [tuple(entry.event for entry in draft.entries) for draft in small]
    long = [story for story in stories if len(story) > 12]
    assert len(set(long)) == len(long)


def test_two_parties_of_one_name_are_told_from_dice() -> None:
    """A third party may have the name of a defendant: who is who could not be put in anew."""
    lead = load("ctd", "district")
    draft = lead.case(WINDOW)
    twice = replace(draft, parties=(*draft.parties, *draft.parties))
    told = Told(twice, "3:04-cv-00001", EASTERN, UNTIL)
    number = replace(draft.number, serial=2)
    assert told.again(Dice("twice"), number, "3:04-cv-00002", draft.filed_on, ()) is None
