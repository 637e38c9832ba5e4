"""Correcting the words of a docket entry so that everyone sees that it was done (facts 3.3)."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

#: (Last, First) Modified on 1/5/2018 (Clerk, Name). (Entered: 01/05/2018)
_SIGNED: Final = re.compile(
    r"(?P<by>\([^()]*\))(?P<changes>(?: Modified on [\d/]+ \([^()]*\)\.)*)"
    r"(?P<entered> \(Entered: \d\d/\d\d/\d{4}\))$"
)
#: [3355063] [21-1975] [Entered: 03/03/2021 04:06 PM]
_BRACKETS: Final = re.compile(r"(?P<by>)(?P<changes>)(?P<entered>(?: \[[^\]]*\])+)$")


def said(text: str) -> str:
    """Return what an entry says, without who signed and when it was entered."""
    found = _ending(text)
    return text if found is None else text[: found.start()]


def corrected(text: str, words: str, *, by: str, on: date) -> str:
    """Return an entry with other words; the ending tells that it was modified, by whom, when.

    :param words: what it shall say; its ending stays as it was.
    """
    found = _ending(text)
    change = f" Modified on {on.month}/{on.day}/{on.year} ({by})."
    if found is None:
        return f"{words}{change}"
    ending = f"{found['by']}{found['changes']}"
    # In brackets nothing stands between the words and the numbers but the change itself.
    return f"{words}{ending}{change}{found['entered']}"


def _ending(text: str) -> re.Match[str] | None:
    return _SIGNED.search(text) or _BRACKETS.search(text)
