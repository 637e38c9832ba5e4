"""Old logins: shapes, assigned names, temporary passwords, the courts' own password rules."""

from __future__ import annotations

from itertools import cycle

import pytest

from courts.accounts import logins


@pytest.mark.parametrize(
    ("login", "fits"),
    [
        ("ct04217", True),
        ("CT04217", True),
        ("ct9", True),
        ("ct", False),
        ("cx04217", False),
        ("ct04217x", False),
        ("ct٣", False),
    ],
)
def test_connecticut_s_logins_are_ct_and_digits(login: str, fits: bool) -> None:
    assert logins.fits(login, "ct#####") is fits


def test_shapes_with_letters_of_the_name() -> None:
    assert logins.assigned_login("??#+", number=7, last_name="O'Neil") == "on7"
    assert logins.assigned_login("????#+", number=12, last_name="Li") == "lixx12"
    assert logins.assigned_login("ct#####", number=4217) == "ct04217"
    assert logins.fits("on7", "??#+")
    assert not logins.fits("7on", "??#+")


def test_the_next_free_login_is_assigned() -> None:
    taken = ["ct00001", "ct00002", "ct00004"]
    assert logins.free_login("ct#####", taken=taken) == "ct00003"
    assert logins.free_login("ct#####", taken=["CT00001"]) == "ct00002"
    assert logins.free_login("ct#####", taken=(), start=300) == "ct00300"


@pytest.mark.parametrize(
    ("shape", "words"),
    [
        ("ct#####", '"ct" and digits'),
        ("??#+", "2 letters and digits"),
        ("?#", "one letter and digits"),
        ("###", "digits"),
    ],
)
def test_a_shape_in_words(shape: str, words: str) -> None:
    assert logins.describe_shape(shape) == words


def test_temporary_passwords_satisfy_the_court_s_rule() -> None:
    numbers = cycle(range(50))
    made = {logins.temporary_password(lambda below: next(numbers) % below) for _ in range(40)}
    assert len(made) > 1
    for password in made:
        assert len(password) == logins.TEMPORARY_LENGTH
        assert set(password) <= set(logins.TEMPORARY_LETTERS)
        assert password[0].isalpha()
        assert password[-1].isdigit()
        assert logins.password_problems(password, login="ct1", minimum=8) == ()


def test_every_problem_of_a_password_is_said() -> None:
    assert logins.password_problems("Ct1", login="ct1", minimum=8) == (
        "The password must have at least 8 characters.",
        "The password must not be the login.",
    )
    assert len(logins.password_problems("*" * 9, login="ct1", minimum=8)) == 1
    assert len(logins.password_problems("x" * 129, login="ct1", minimum=8)) == 1
    assert logins.password_problems("with & @ $ * in it", login="ct1", minimum=8) == ()


@pytest.mark.parametrize(
    ("login", "words"),
    [
        ("  ", "empty"),
        ("a b", "spaces"),
        ("x" * 129, "longer"),
        ("CT00001 ", "Another account"),
    ],
)
def test_chosen_logins(login: str, words: str) -> None:
    assert words in logins.login_problem(login, taken=["ct00001"])


def test_a_good_login_has_no_problem() -> None:
    assert logins.login_problem("jattorney", taken=["ct00001"]) == ""
    assert logins.special_characters("a&b@c&") == ("&", "@")
