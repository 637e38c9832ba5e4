"""Events in their owner's words, and the names under which an account is found."""

from __future__ import annotations

import pytest

from idp.activity import words
from idp.activity.words import Renaming, Span


def test_an_account_that_was_never_renamed_has_one_name() -> None:
    assert words.spans([Renaming(5, "other", "another")], "rita") == (Span("rita", 0),)


def test_each_name_counts_for_its_own_time() -> None:
    """Rita was `rr` until event 10; somebody else is `rr` since event 20, and was `rita` before."""
    changes = [
        Renaming(3, "rita", "gone"),
        Renaming(10, "rr", "rita"),
        Renaming(20, "third", "rr"),
    ]
    assert words.spans(changes, "rita") == (Span("rita", 9), Span("rr", 0, 11))
    assert words.spans(changes, "rr") == (Span("rr", 19), Span("third", 0, 21))
    assert words.spans(changes, "gone") == (Span("gone", 2), Span("rita", 0, 4))


def test_a_name_that_somebody_gave_up_begins_with_its_new_owner() -> None:
    assert words.spans([Renaming(7, "rita", "elsewhere")], "rita") == (Span("rita", 7),)


def test_there_and_back_again() -> None:
    changes = [Renaming(4, "a", "b"), Renaming(8, "b", "a")]
    assert words.spans(changes, "a") == (Span("a", 7), Span("b", 3, 9), Span("a", 0, 5))


@pytest.mark.parametrize(
    ("tag", "detail", "said"),
    [
        ("signin:success", {"via": "web"}, "You signed in."),
        ("signin:success", {"via": "cso-auth"}, "A program signed in with your account."),
        (
            "signin:refused",
            {"reason": "password"},
            "A sign-in was refused: the password was wrong.",
        ),
        (
            "signin:refused",
            {"reason": "slowed"},
            "A sign-in with your user name was refused.",
        ),
        ("link:court_linked", {}, "Link: court linked."),
        ("seeded", {}, "Seeded."),
    ],
)
def test_words(tag: str, detail: dict[str, str], said: str) -> None:
    assert words.sentence(tag, detail) == said


def test_nothing_like_a_secret_is_shown() -> None:
    shown = dict(words.shown({"address": "10.0.0.9", "new_password": "x", "totp_secret": "y"}))
    assert shown == {
        "address": "10.0.0.9",
        "new_password": words.HIDDEN,
        "totp_secret": words.HIDDEN,
    }
    assert words.read("{") == {}
    assert words.read("[1]") == {}
