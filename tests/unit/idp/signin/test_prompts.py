"""What a sign-in asks, and in which order (decisions: the redaction dialog is for filers)."""

import itertools

import pytest

from idp.signin.prompts import PASSWORD, REDACTION, Facts, Prompt, first_due


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        (Facts(), PASSWORD),
        (Facts(filer=True), PASSWORD),
        (Facts(session=True), None),
        (Facts(session=True, fresh=True), PASSWORD),
        # Linked for the first time while signed in: the notice waits for the next login.
        (Facts(session=True, filer=True), None),
        (Facts(password_checked=True), None),
        (Facts(password_checked=True, fresh=True), None),
        (Facts(password_checked=True, filer=True), REDACTION),
        (Facts(password_checked=True, filer=True, session=True, fresh=True), REDACTION),
        (Facts(password_checked=True, filer=True, redaction_acknowledged=True), None),
    ],
)
def test_first_prompt_that_is_due(facts: Facts, due: Prompt | None) -> None:
    assert first_due(facts) is due


def test_nobody_gets_in_without_a_password_or_a_session() -> None:
    for session, fresh, filer, read in itertools.product((False, True), repeat=4):
        facts = Facts(session, fresh, False, filer, read)
        if fresh or not session:
            assert first_due(facts) is PASSWORD


def test_acknowledging_is_enough_after_the_password() -> None:
    for session, fresh, filer in itertools.product((False, True), repeat=3):
        assert first_due(Facts(session, fresh, True, filer, True)) is None
