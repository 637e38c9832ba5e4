"""What a sign-in still has to ask, in order: one tuple, and the first prompt that is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from idp.mfa.policy import Step


@dataclass(frozen=True, slots=True)
class Facts:
    """Where a sign-in stands.

    `session` is a live sign-on that the browser brought; `fresh` asks for credentials all the
    same; `filer` holds an active e-file account in a court. `second_factor` is what the rules ask
    of the account, `factor_given` says that this sign-in gave it, `put_off` that it was skipped.
    `password_overdue`: the password has to be changed, and this sign-in did not put that off.
    """

    session: bool = False
    fresh: bool = False
    password_checked: bool = False
    filer: bool = False
    redaction_acknowledged: bool = False
    second_factor: Step = Step.NOTHING
    factor_given: bool = False
    put_off: bool = False
    password_overdue: bool = False


@dataclass(frozen=True, slots=True)
class Prompt:
    """One thing to ask, and when."""

    name: str
    due: Callable[[Facts], bool]


def _password_due(facts: Facts) -> bool:
    if facts.password_checked:
        return False
    return facts.fresh or not facts.session


def _redaction_due(facts: Facts) -> bool:
    """Ask filers at each login (docs/decisions.md): a live session was asked when it began."""
    return facts.password_checked and facts.filer and not facts.redaction_acknowledged


def _factor_due(facts: Facts, step: Step) -> bool:
    """Ask after the password: a live session was asked when it began (facts.md 1.13)."""
    return facts.password_checked and facts.second_factor is step and not facts.factor_given


def _code_due(facts: Facts) -> bool:
    return _factor_due(facts, Step.CODE)


def _renewal_due(facts: Facts) -> bool:
    """Ask before an enrolment, which would ask for a new password once more (facts.md 1.11)."""
    return facts.password_checked and facts.password_overdue


def _enroll_due(facts: Facts) -> bool:
    return _factor_due(facts, Step.ENROLL) and not facts.put_off


def _invite_due(facts: Facts) -> bool:
    return _factor_due(facts, Step.INVITE) and not facts.put_off


PASSWORD: Final = Prompt("password", _password_due)
CODE: Final = Prompt("code", _code_due)
RENEWAL: Final = Prompt("renewal", _renewal_due)
ENROLL: Final = Prompt("enroll", _enroll_due)
INVITE: Final = Prompt("invite", _invite_due)
REDACTION: Final = Prompt("redaction", _redaction_due)
PROMPTS: Final = (PASSWORD, CODE, RENEWAL, ENROLL, INVITE, REDACTION)
#: What may be put off in a browser. A program cannot be shown the page: it is warned instead.
MAY_BE_PUT_OFF: Final = (RENEWAL, INVITE)


def first_due(facts: Facts) -> Prompt | None:
    """Return the first prompt that is due; None when the session may begin, or go on."""
    return next((prompt for prompt in PROMPTS if prompt.due(facts)), None)


def first_due_of_program(facts: Facts) -> Prompt | None:
    """Return the first prompt that stops a client program; None when its session may begin."""
    asked = (prompt for prompt in PROMPTS if prompt not in MAY_BE_PUT_OFF)
    return next((prompt for prompt in asked if prompt.due(facts)), None)
