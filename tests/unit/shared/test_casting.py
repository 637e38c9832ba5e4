"""Copies of personas for seats: names, addresses and passwords of their own."""

from __future__ import annotations

from itertools import combinations

import pytest

from shared.casting import Chair, copied_number, seated, whole_number
from shared.personas import Persona, by_key, load, password_faults

PEOPLE = by_key(load())
SEVEN, EIGHT = Chair("k3f", 7, "4829"), Chair("k3f", 8, "7236")


def test_a_copy_is_named_after_its_seat() -> None:
    copy = seated(PEOPLE["attorney"], SEVEN, account_number="7500042")
    assert copy.key == "attorney.k3f-07"
    assert copy.display_name == "John Attorney"
    assert copy.pacer is not None
    assert copy.pacer.user_name == "jattorney.k3f-07"
    assert copy.pacer.password == "Maple-Harbor#17-4829"
    assert copy.pacer.account_number == "7500042"
    assert copy.pacer.email == "john.attorney@seat07.k3f.test"
    assert copy.pacer.firm == "Seat 07, class K3F"
    assert copy.courts["ctd"].login_name == "ct12345.k3f-07"
    assert copy.courts["ctd"].password == "maple-ctd-12-4829"
    assert copy.courts["ctd"].link == "unlinked"


def test_the_class_itself_has_no_number() -> None:
    copy = seated(PEOPLE["clerk_ctd"], Chair("k3f", 0, "1234"))
    assert copy.key == "clerk_ctd.k3f"
    assert copy.staff_of == ("ctd",)
    assert copy.pacer is not None
    assert copy.pacer.email.endswith("@class.k3f.test")


def test_two_addresses_of_one_person_stay_two() -> None:
    second = seated(PEOPLE["attorney_ctd_second"], SEVEN)
    assert second.same_person_as == "attorney_ctd.k3f-07"
    copy = seated(PEOPLE["shared"], SEVEN)
    assert copy.pacer is not None
    assert copy.courts["ctd"].primary_email == "paula.partner@seat07.k3f.test"
    wrong = seated(PEOPLE["forgot_wrong_mail"], SEVEN)
    assert wrong.pacer is not None
    apart = {account.primary_email for account in wrong.courts.values()} - {wrong.pacer.email}
    assert apart
    assert all(address.endswith(".seat07.k3f.test") for address in apart)


@pytest.mark.parametrize("link", ["linked", "unlinked"])
def test_a_link_may_differ_from_the_personas(link: str) -> None:
    copy = seated(PEOPLE["attorney_ctd"], SEVEN, links={"ctd": link})
    assert copy.courts["ctd"].link == link
    assert (copy.courts["ctd"].linked_on is None) == (link == "unlinked")


def test_whoever_never_had_an_old_login_is_not_there_without_a_link() -> None:
    assert "ctb" in seated(PEOPLE["filing_agent"], SEVEN).courts
    assert "ctb" not in seated(PEOPLE["filing_agent"], SEVEN, links={"ctb": "unlinked"}).courts


def test_no_two_seats_share_a_name_an_address_or_a_password() -> None:
    for left, right in combinations((SEVEN, EIGHT, Chair("k3g", 7, "9999")), 2):
        for persona in PEOPLE.values():
            one, other = seated(persona, left), seated(persona, right)
            assert not names(one) & names(other)


def names(person: Persona) -> set[str]:
    """Return what must be a seat's own."""
    found = {person.key}
    pacer = person.pacer
    if pacer is not None:
        found |= {pacer.user_name, pacer.password, pacer.email}
    for account in person.courts.values():
        found |= {str(account.login_name), str(account.password)} - {"None"}
        found |= {account.primary_email}
    return found


def test_the_passwords_meet_the_standard() -> None:
    for persona in PEOPLE.values():
        pacer = seated(persona, SEVEN).pacer
        if pacer is None or pacer.legacy:
            continue
        faults = password_faults(
            pacer.password, name=persona.name, user_name=pacer.user_name, email=pacer.email
        )
        assert faults == []


@pytest.mark.parametrize(
    ("written", "whole", "copy"),
    [
        ("3:19-cv-21", "3:19-cv-00021", "3:19-cv-20071"),
        ("3:19-cv-00021", "3:19-cv-00021", "3:19-cv-20071"),
        ("20-20108", "20-20108", "20-28071"),
        ("21-1001", "21-1001", "21-8071"),
    ],
)
def test_a_copy_of_a_case_has_a_number_above_all_others(
    written: str, whole: str, copy: str
) -> None:
    assert whole_number(written) == whole
    assert copied_number(written, 71) == copy


def test_what_is_no_number_of_a_case_has_no_copy() -> None:
    assert whole_number("the first") == "the first"
    with pytest.raises(ValueError, match="the first is no number"):
        copied_number("the first", 1)
