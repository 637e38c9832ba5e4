"""What a sign-in still has to ask, in order: one tuple, and the first prompt that is due."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class Facts:
    """Where a sign-in stands.

    `session` is a live sign-on that the browser brought; `fresh` asks for credentials all the
    same; `filer` holds an active e-file account in a court.
    """

    session: bool = False
    fresh: bool = False
    password_checked: bool = False
    filer: bool = False
    redaction_acknowledged: bool = False


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


PASSWORD: Final = Prompt("password", _password_due)
REDACTION: Final = Prompt("redaction", _redaction_due)
PROMPTS: Final = (PASSWORD, REDACTION)


def first_due(facts: Facts) -> Prompt | None:
    """Return the first prompt that is due; None when the session may begin, or go on."""
    return next((prompt for prompt in PROMPTS if prompt.due(facts)), None)
