"""Password rules by era (facts.md 1.11): each refusal's words, and when a login asks anew."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from idp.accounts import password_rules as rules
from shared.errors import Refusal

EASTERN = ZoneInfo("America/New_York")
BEFORE = datetime(2025, 5, 10, 23, 59, tzinfo=EASTERN)
AFTER = datetime(2025, 5, 11, 0, 0, tzinfo=EASTERN)
OWNER = rules.Owner("Laura", "Barrister", "lbarrister9", "laura.b@examplelaw.test")


def said(password: str, *, owner: rules.Owner = OWNER, at: datetime = AFTER) -> str:
    with pytest.raises(Refusal) as refused:
        rules.check(password, owner=owner, now=at)
    assert refused.value.field == "password"
    return refused.value.message


@pytest.mark.parametrize(
    ("password", "words"),
    [
        ("Meadow-Thirte", "Your password has 13 characters; it needs at least 14."),
        ("Meadow-" + "x" * 39, "Your password has 46 characters; 45 is the most."),
        ("MEADOW-THIRTEEN", "Your password needs a lower-case letter (a to z)."),
        ("meadow-thirteen", "Your password needs an upper-case letter (A to Z)."),
        ("MeadowThirteens", "Your password needs a special character, such as # or -."),
        ("Meadow Thirteens", "Your password needs a special character, such as # or -."),
        ("My-LAURA-thirteen", "contains “laura”, which is a part of your first name."),
        ("My-barrister-Thirt", "contains “barrister”, which is a part of your last name."),
        ("My-lbarrister9-Th", "contains “lbarrister9”, which is a part of your user name."),
        ("My-ExampleLaw-Thir", "contains “examplelaw”, which is a part of your e-mail address."),
        ("Welcometothejungle1!", "one of the passwords that everybody tries first"),
    ],
)
def test_the_standard_of_2025_says_what_is_wrong(password: str, words: str) -> None:
    assert words in said(password)


@pytest.mark.parametrize("password", ["Meadow-Thirteen", "Zebra#" + "y" * 39, "Contest-of-Wills"])
def test_no_digit_is_needed_and_short_or_final_parts_do_not_count(password: str) -> None:
    rules.check(password, owner=OWNER, now=AFTER)


def test_everything_wrong_is_said_at_once() -> None:
    words = said("laura")
    assert "5 characters" in words
    assert "upper-case" in words
    assert "special" in words
    assert "“laura”" in words


def test_the_earlier_standard_wants_eight() -> None:
    rules.check("laura-b8", owner=OWNER, now=BEFORE)
    assert said("laura-b", at=BEFORE) == ("Your password has 7 characters; it needs at least 8.")
    assert "everybody tries first" in said("PassWord12", at=BEFORE)
    assert rules.standard_at(BEFORE) is rules.EARLIER
    assert rules.standard_at(AFTER) is rules.OF_2025


@pytest.mark.parametrize(
    ("changed", "now", "due"),
    [
        ((2010, 1, 1), (2025, 8, 24), False),
        ((2010, 1, 1), (2025, 8, 25), True),
        ((2025, 5, 10), (2025, 8, 25), True),
        ((2025, 5, 11), (2025, 8, 25), False),
        ((2025, 9, 1), (2026, 2, 28), False),
        ((2025, 9, 1), (2026, 3, 1), True),
    ],
)
def test_when_a_login_asks_for_a_new_password(
    changed: tuple[int, int, int], now: tuple[int, int, int], due: bool
) -> None:
    moment = datetime(*now, tzinfo=EASTERN)
    assert rules.overdue(datetime(*changed, tzinfo=EASTERN), moment) is due


def test_three_skips() -> None:
    assert [rules.skips_left(n) for n in range(5)] == [3, 2, 1, 0, 0]
    assert timedelta(days=180) == rules.LONGEST_AGE


def test_a_name_without_words_forbids_nothing() -> None:
    rules.check("Meadow-Thirteen", owner=rules.Owner("Al", "O", "", ""), now=AFTER)


@given(st.text(max_size=60))
def test_any_text_is_judged(password: str) -> None:
    found = rules.faults(password, owner=OWNER, standard=rules.OF_2025)
    assert all(sentence.endswith((".", "out.")) for sentence in found)
    if not found:
        assert 14 <= len(password) <= 45
