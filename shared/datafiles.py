"""Where things stand in a TOML text; tomllib keeps no lines, and a mistake needs one."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong in a data file, with its line; line 0 where there is no text."""

    source: str
    line: int
    message: str

    def __str__(self) -> str:
        """The problem as ``source:line: message``."""
        place = f"{self.source}:{self.line}" if self.line else self.source
        return f"{place}: {self.message}"


class DataFileError(ValueError):
    """A data file that cannot be used, with all its problems at once."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = problems


def syntax_line(error: tomllib.TOMLDecodeError, text: str) -> int:
    """The line of a syntax error: it has none of its own before Python 3.14, only its words."""
    found = re.search(r"at line (\d+)", str(error))
    return int(found.group(1)) if found else len(text.splitlines()) or 1


class Lines:
    """Where the keys of a TOML text stand."""

    def __init__(self, text: str) -> None:
        self._lines = text.splitlines()

    def of(self, name: str, entry: int | None = None, inner: str | None = None) -> int:
        """The line of a key, of its n-th ``[[table]]``, or of a key inside that one; 0 if none."""
        if entry is None:
            return self._first(rf"\s*(\[+\s*)?[\"']?{re.escape(name)}[\"']?\s*(=|\])")
        headers = list(self._all(rf"\s*\[\[\s*[\"']?{re.escape(name)}[\"']?\s*\]\]"))
        if entry >= len(headers):
            # An array of inline tables: the best that can be said is where the key stands.
            return self.of(name)
        header = headers[entry]
        if inner is None:
            return header
        return self._inside(header, inner) or header

    def of_table(self, name: str, inner: str | None = None) -> int:
        """The line of ``[name]``, or of a key inside it; 0 if there is no such thing."""
        header = self._first(rf"\s*\[\s*{re.escape(name)}\s*\]")
        return self._inside(header, inner) if header and inner else header

    def _inside(self, header: int, inner: str) -> int:
        for number, line in enumerate(self._lines[header:], start=header + 1):
            if re.match(r"\s*\[", line):
                return 0
            if re.match(rf"\s*[\"']?{re.escape(inner)}[\"']?\s*=", line):
                return number
        return 0

    def _first(self, pattern: str) -> int:
        return next(self._all(pattern), 0)

    def _all(self, pattern: str) -> Iterator[int]:
        return (
            number
            for number, line in enumerate(self._lines, start=1)
            if re.match(pattern, line) is not None
        )
