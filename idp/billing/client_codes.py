"""Client codes: whether one is required, and the format that it has to have (facts.md 1.8)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from shared.errors import Refusal

LONGEST: Final = 32
HINT: Final = (
    "9 stands for a digit, A for a letter, X for either; everything else stands for itself. "
    "99999-9999 takes 12345-0001. Empty: any code."
)


@dataclass(frozen=True, slots=True)
class ClientCodeRule:
    """What a login of an account needs; `pattern` is a mask, empty for any code."""

    required: bool = False
    pattern: str = ""

    def fits(self, code: str) -> bool:
        """Say whether a code has the format; an empty one is a matter of `required` only."""
        return not code or (len(code) <= LONGEST and fits(self.pattern, code))


ANY: Final = ClientCodeRule()


def fits(pattern: str, code: str) -> bool:
    """Say whether a code follows a mask of 9, A, X and literal characters."""
    if not pattern:
        return True
    pairs = zip(pattern, code, strict=False)
    return len(pattern) == len(code) and all(_one(mark, letter) for mark, letter in pairs)


def _one(mark: str, letter: str) -> bool:
    if mark == "9":
        return letter.isascii() and letter.isdigit()
    if mark == "A":
        return letter.isascii() and letter.isalpha()
    if mark == "X":
        return letter.isascii() and letter.isalnum()
    return mark == letter


def check_pattern(pattern: str) -> str:
    """Return a mask without outer blanks.

    :raises Refusal: at the field, if no code could follow it.
    """
    pattern = pattern.strip()
    if len(pattern) > LONGEST or not pattern.isprintable():
        words = f"A format has {LONGEST} characters at most, as a client code has."
        raise Refusal("client_code_pattern", words, field="client_code_pattern")
    return pattern
