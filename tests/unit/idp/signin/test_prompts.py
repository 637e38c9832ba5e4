"""What a sign-in asks, and in which order (decisions: the redaction dialog is for filers)."""

import itertools
from dataclasses import replace

import pytest

from idp.mfa.policy import Step
from idp.signin.prompts import (
    CODE,
    ENROLL,
    INVITE,
    PASSWORD,
    REDACTION,
    Facts,
    Prompt,
    first_due,
    first_due_of_program,
)


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


@pytest.mark.parametrize(
    ("step", "due"), [(Step.CODE, CODE), (Step.ENROLL, ENROLL), (Step.INVITE, INVITE)]
)
def test_the_second_factor_stands_between_password_and_notice(step: Step, due: Prompt) -> None:
    for filer, read in itertools.product((False, True), repeat=2):
        asked = Facts(
            password_checked=True, filer=filer, redaction_acknowledged=read, second_factor=step
        )
        assert first_due(asked) is due
        given = replace(asked, factor_given=True)
        assert first_due(given) is (REDACTION if filer and not read else None)
        assert first_due(Facts(session=True, filer=filer, second_factor=step)) is None


def test_only_an_invitation_or_enrolment_can_be_put_off() -> None:
    for step in Step:
        facts = Facts(password_checked=True, second_factor=step, put_off=True)
        assert first_due(facts) is (CODE if step is Step.CODE else None)


@pytest.mark.parametrize(
    ("facts", "due"),
    [
        # What a browser would be invited to, or could put off, hides nothing that is owed.
        (Facts(password_checked=True, filer=True, second_factor=Step.INVITE), REDACTION),
        (Facts(password_checked=True, filer=True, password_overdue=True), REDACTION),
        (Facts(password_checked=True, second_factor=Step.INVITE, password_overdue=True), None),
        (Facts(password_checked=True, second_factor=Step.ENROLL, password_overdue=True), ENROLL),
        (Facts(password_checked=True, second_factor=Step.CODE, password_overdue=True), CODE),
    ],
)
def test_what_stops_a_program(facts: Facts, due: Prompt | None) -> None:
    assert first_due_of_program(facts) is due
