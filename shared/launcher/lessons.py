"""Exercises as the identity provider reads them, for the command line."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any, Final

from shared.datafiles import DataFileError
from shared.errors import Refusal

#: The room of whoever keeps exercises: named, not imported, as the factories of members are.
ROOM: Final = "idp.exercises"


@dataclass(frozen=True, slots=True)
class Checked:
    """What there is to say of a file: problems, each with its line, or what is in it."""

    problems: tuple[str, ...] = ()
    summary: str = ""


def check(file: Path) -> Checked:
    """Read a file as an exercise.

    :raises Refusal: code `unreadable` if it is no text.
    """
    try:
        text = file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError):
        raise Refusal("unreadable", f"{file} cannot be read as text.") from None
    try:
        found = _module("format").read(text, file.name)
    except DataFileError as error:
        return Checked(tuple(str(replace(each, source=str(file))) for each in error.problems))
    return Checked(
        summary=f"“{found.title}”, {_many(len(found.steps), 'step')}, "
        f"{_many(len(found.mistakes), 'mistake')}, {_many(found.most, 'point')}. Nothing to mend."
    )


def _many(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def listed(folder: Path | None) -> Sequence[dict[str, Any]]:
    """Return the exercises that there are.

    :raises Refusal: code `exercise`, with what is wrong, if one cannot be used.
    """
    try:
        found = _module("format").library(folder)
    except DataFileError as error:
        raise Refusal("exercise", str(error)) from None
    return list(_module("manual").as_rows(found))


def _module(name: str) -> Any:
    return importlib.import_module(f"{ROOM}.{name}")
