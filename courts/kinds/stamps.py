"""The line that a court writes at the head of each page when it hands a paper out (facts 3.10)."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

_SERIAL: Final = re.compile(r"\[(\d{6,9})\]")


@dataclass(frozen=True, slots=True)
class Stamped:
    """What the line tells; `attachment` 0 is the main document, `entered` court time.

    `claim` is how the claims register calls a paper of its own ("1-1"), `serial` its dlsid.
    """

    case: str
    document: str
    attachment: int
    filed: date
    entered: datetime | None = None
    description: str = ""
    text: str = ""
    serial: int = 0
    claim: str = ""


Line = Callable[[Stamped, int, int], str]


@dataclass(frozen=True, slots=True)
class PaperStyle:
    """How a kind of court hands papers out.

    `line` writes the head of page n of m. `counts_main` numbers attachments from 2, because the
    main document is 1 of the list; `claims` gives `goDLS` its ten arguments.
    """

    line: Line
    counts_main: bool = False
    claims: bool = False


def district(paper: Stamped, page: int, pages: int) -> str:
    """Case 3:19-cv-00021-RBX   Document 1-1   Filed 01/07/19   Page 1 of 12."""
    return "   ".join(
        (
            f"Case {paper.case}",
            f"Document {_numbered(paper)}",
            f"Filed {paper.filed:%m/%d/%y}",
            f"Page {page} of {pages}",
        )
    )


def bankruptcy(paper: Stamped, page: int, pages: int) -> str:
    """Case 21-30101    Doc 1    Filed 03/01/21    Entered 03/01/21 10:00:00    Page 1 of 8."""
    if paper.claim:
        middle = [f"Claim {paper.claim}", f"Filed {paper.filed:%m/%d/%y}"]
    else:
        middle = [f"Doc {_numbered(paper)}", f"Filed {paper.filed:%m/%d/%y}"]
        if paper.entered is not None:
            middle.append(f"Entered {paper.entered:%m/%d/%y %H:%M:%S}")
    if paper.attachment and paper.description:
        middle.append(f"Desc {paper.description[:40]}")
    return "    ".join((f"Case {paper.case}", *middle, f"Page {page} of {pages}"))


def appellate(paper: Stamped, page: int, pages: int) -> str:
    """Case: 21-1001, 05/03/2021, 3090001, DktEntry: 1.1, Page 1 of 3."""
    found = _SERIAL.search(paper.text)
    serial = found[1] if found else str(paper.serial)
    return (
        f"Case: {paper.case}, {paper.filed:%m/%d/%Y}, {serial}, "
        f"DktEntry: {paper.document or serial}.{paper.attachment + 1}, Page {page} of {pages}"
    )


def _numbered(paper: Stamped) -> str:
    number = paper.document or str(paper.serial)
    return f"{number}-{paper.attachment}" if paper.attachment else number
