"""Old court logins and their passwords: shapes, assigned names, temporary passwords."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection
from typing import Final

# facts 1.11: an old login name with one of these cannot be linked; the password may have them.
SPECIAL_CHARACTERS: Final = "&@$*"
MAXIMUM_LENGTH: Final = 128

TEMPORARY_LENGTH: Final = 10
# Without 0 O 1 l I: the holder types it from a notice.
TEMPORARY_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"

_LETTERS: Final = "abcdefghijklmnopqrstuvwxyz"
_DIGITS: Final = 10


def special_characters(login: str) -> tuple[str, ...]:
    """The characters of a login name that keep it from being linked, each once."""
    return tuple(each for each in SPECIAL_CHARACTERS if each in login)


def fits(login: str, shape: str) -> bool:
    """Whether a login has its court's shape; case does not matter.

    Letters stand for themselves, ``?`` for a letter, ``#`` for a digit; a run of ``#`` is the
    width that is assigned today, older logins may have more or fewer digits (seed 000: ``ct``
    and digits).
    """
    body = shape.removesuffix("+")
    letters = body.rstrip("#")
    pattern = "".join("[a-z]" if each == "?" else re.escape(each) for each in letters)
    return re.fullmatch(f"{pattern}[0-9]+", login, re.IGNORECASE | re.ASCII) is not None


def describe_shape(shape: str) -> str:
    """The shape in words for the clerk's form and the guides."""
    letters = shape.removesuffix("+").rstrip("#")
    fixed = letters.rstrip("?")
    free = len(letters) - len(fixed)
    parts = [f'"{fixed}"'] if fixed else []
    if free:
        parts.append("one letter" if free == 1 else f"{free} letters")
    return " and ".join([*parts, "digits"])


def assigned_login(shape: str, *, number: int, last_name: str = "") -> str:
    """The login that the court assigns to its n-th account, with letters of the last name."""
    body = shape.removesuffix("+")
    letters = body.rstrip("#")
    width = len(body) - len(letters)
    name = [each for each in last_name.casefold() if each in _LETTERS]
    filled = "".join((name.pop(0) if name else "x") if each == "?" else each for each in letters)
    return f"{filled}{number:0{width}d}"


def free_login(shape: str, *, taken: Collection[str], start: int = 1, last_name: str = "") -> str:
    """The first assigned login from ``start`` on that nobody has."""
    held = {each.casefold() for each in taken}
    number = start
    while assigned_login(shape, number=number, last_name=last_name) in held:
        number += 1
    return assigned_login(shape, number=number, last_name=last_name)


def normal(login: str) -> str:
    """A login as it is compared: old CM/ECF logins know no case and no outer spaces."""
    return login.strip().casefold()


def temporary_password(draw: Callable[[int], int]) -> str:
    """An assigned password of letters and digits; ``draw(n)`` gives a random number below n.

    It holds a letter and a digit always, so that it satisfies the court's own rule.
    """
    letters = TEMPORARY_LETTERS[:-8]
    digits = TEMPORARY_LETTERS[-8:]
    middle = "".join(
        TEMPORARY_LETTERS[draw(len(TEMPORARY_LETTERS))] for _ in range(TEMPORARY_LENGTH - 2)
    )
    return f"{letters[draw(len(letters))]}{middle}{digits[draw(len(digits))]}"


def login_problem(new: str, *, taken: Collection[str] = ()) -> str:
    """What is wrong with a login name that a person or the clerk chose; empty when nothing is."""
    login = normal(new)
    if not login:
        return "The login must not be empty."
    if any(each.isspace() for each in login):
        return "The login must not contain spaces."
    if len(login) > MAXIMUM_LENGTH:
        return f"The login must not be longer than {MAXIMUM_LENGTH} characters."
    if login in {normal(each) for each in taken}:
        return "Another account of this court has this login."
    return ""


def password_problems(new: str, *, login: str, minimum: int) -> tuple[str, ...]:
    """Every reason for which a court refuses a password of its own, none if it is good.

    The courts' own rules before NextGen are not public: these are ours, by policy and date.
    """
    found = []
    if len(new) < minimum:
        found.append(f"The password must have at least {minimum} characters.")
    if len(new) > MAXIMUM_LENGTH:
        found.append(f"The password must not be longer than {MAXIMUM_LENGTH} characters.")
    if new and normal(new) == normal(login):
        found.append("The password must not be the login.")
    if new and set(new) == {"*"}:
        found.append("The password must not be asterisks only: they stand for the present one.")
    return tuple(found)
