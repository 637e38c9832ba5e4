"""Invented people: unmistakable, and the same from the same seed."""

from __future__ import annotations

import re

from courts.kinds import captions, people
from courts.kinds.dice import Dice


def test_the_same_seed_makes_the_same_people() -> None:
    def made() -> list[str]:
        dice = Dice("people")
        return [people.human(dice).name for _ in range(20)] + [people.company(dice)]

    assert made() == made()
    assert len(set(made())) > 15


def test_nothing_of_them_is_reachable_or_real() -> None:
    dice = Dice("unreal")
    for _ in range(200):
        who, firm = people.human(dice, people.COUNSEL), people.law_firm(dice)
        assert re.fullmatch(r"[a-z.]+@[a-z]+\.test", people.mail(who, firm))
        assert re.fullmatch(r"203-555-01\d\d", people.phone(dice, "203"))
        assert people.place(dice, "CT").lines[1].endswith("CT 00000")
        assert re.fullmatch(r"xxx-xx-\d{4}", people.last_four(dice))
        assert who.last in people.COUNSEL


def test_lists_sort_a_company_by_its_first_word_and_a_person_by_the_last() -> None:
    dice = Dice("sorting")
    for _ in range(100):
        firm, bank = people.company(dice), people.bank(dice)
        assert captions.surname(firm) == firm
        assert captions.surname(bank) == bank
        who = people.Human("Ada", "Remand", "Q.", "Jr.")
        assert captions.surname(who.name) == "Remand Jr., Ada Q."
    assert who.sorted_name == "Remand, Ada"


def test_no_name_stands_twice_in_a_list() -> None:
    for names in (people.FIRST, people.LAST, people.COUNSEL, people.JUDGES):
        assert len(set(names)) == len(names)
    assert not set(people.LAST) & set(people.COUNSEL)
