"""Refusals: what the program says no to, in the words of the person who asked."""

from __future__ import annotations


class Refusal(Exception):
    """A request that is turned down, with a stable code and a sentence for the person.

    :param code: stable, lower-case, for tests, logs and machine surfaces.
    :param message: a sentence in the user's words.
    :param field: name of the form field where it happened, if it happened at one.
    """

    def __init__(self, code: str, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.field = field


class ConfigurationError(Exception):
    """Settings or a data file that cannot be used; `problems` names every one of them."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems
