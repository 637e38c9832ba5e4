"""Document ids: three digits of the court, a flag digit, the serial (facts 3.10, clients.md 3.4).

Flag 0 leads to the attachment menu, 1 to the document; both mean the same paper.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Final

#: Serials begin above every threshold below which readers count attachments differently.
BASE: Final = 30_000_000
MENU: Final = 0
PAPER: Final = 1
_ID: Final = re.compile(r"(?P<prefix>\d{3})(?P<flag>\d)(?P<serial>\d{5,12})")


@dataclass(frozen=True, slots=True)
class DocId:
    """A document id in its parts; `document` is the row id of the paper."""

    prefix: str
    flag: int
    document: int

    def __str__(self) -> str:
        """Return the id as addresses carry it."""
        return written(self.prefix, self.document, self.flag)


def written(prefix: str, document: int, flag: int = MENU) -> str:
    """Return the id of a paper as addresses carry it: 041030000017."""
    return f"{prefix}{flag}{document + BASE}"


def read(text: str) -> DocId | None:
    """Read an id from an address; None if it is none."""
    found = _ID.fullmatch(text)
    if found is None or int(found["serial"]) <= BASE:
        return None
    return DocId(found["prefix"], int(found["flag"]), int(found["serial"]) - BASE)


def dlsid(document: int) -> int:
    """Return the serial of a paper, as `goDLS` and the check boxes of menus carry it."""
    return BASE + document
