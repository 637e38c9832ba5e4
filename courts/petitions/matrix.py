"""The list of creditors as a text file: blocks of a few lines each (facts 4)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from courts.kinds.drafts import CreditorDraft
from shared.errors import Refusal

LINES: Final = 5
WIDTH: Final = 40
#: More than so many bytes are no list of creditors.
BIGGEST: Final = 1_000_000
MOST: Final = 5_000
_TOWN: Final = re.compile(r"\S.*,? [A-Z]{2} \d{5}(-\d{4})?")
_ACCOUNT: Final = re.compile(r"(?:\d[ -]?){9,}|\b(?:acct|account)\b", re.IGNORECASE)
_PAGE: Final = re.compile(r"page \d+( of \d+)?|-? ?\d+ ?-?|creditor matrix|list of creditors", re.I)
_ODD: Final = re.compile(r"[^ -~]")
_BLANK: Final = re.compile(r"\n[ \t]*(?:\n[ \t]*)+")


class MatrixError(Refusal):
    """The file is none that can be read as a list of creditors."""

    def __init__(self, message: str) -> None:
        super().__init__("matrix", message, field="file")


@dataclass(frozen=True, slots=True)
class Finding:
    """What is not as the rules ask in one block; `cut` says that something was lost."""

    creditor: int
    line: int
    text: str
    message: str
    cut: bool = False


@dataclass(frozen=True, slots=True)
class Read:
    """The creditors of a file, and what was done to them without a word."""

    creditors: tuple[CreditorDraft, ...]
    findings: tuple[Finding, ...]


def text_of(content: bytes) -> str:
    """Return the text of an upload.

    :raises MatrixError: if it is empty, too big, or no plain text.
    """
    if len(content) > BIGGEST:
        raise MatrixError("The file is too big for a list of creditors.")
    if b"\0" in content or content.startswith(b"%PDF"):
        raise MatrixError("The file is no plain text. Save the list as a .txt file.")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = content.decode("cp1252", errors="replace")
    if not text.strip():
        raise MatrixError("The file is empty.")
    return text


def parse(text: str) -> Read:
    """Read a list: one block per creditor, an empty line between two.

    Lines that are too long are cut and surplus lines merged into the last, silently, as courts do;
    the findings say so to whoever trains. Nothing but an empty list is refused.

    :raises MatrixError: if there is no creditor, or an absurd number of them.
    """
    plain = text.replace("\r\n", "\n").replace("\r", "\n").replace("\f", "\n\n")
    blocks = [block for block in _BLANK.split(f"\n{plain}\n") if block.strip()]
    if not blocks:
        raise MatrixError("There is no creditor in it.")
    if len(blocks) > MOST:
        raise MatrixError(f"There are more than {MOST:,} creditors in it.")
    creditors, findings = [], []
    for place, block in enumerate(blocks, start=1):
        lines = [line for line in block.split("\n") if line.strip()]
        draft, found = _creditor(place, lines)
        creditors.append(draft)
        findings += found
    return Read(tuple(creditors), tuple(findings))


def _creditor(place: int, lines: Sequence[str]) -> tuple[CreditorDraft, list[Finding]]:
    found = [
        Finding(place, number, line, message)
        for number, line in enumerate(lines, start=1)
        for message in _wrong(number, len(lines), line)
    ]
    kept = [" ".join(_ODD.sub("", line).split()) for line in lines]
    if len(kept) > LINES:
        merged = " ".join(kept[LINES - 1 :])
        found.append(
            Finding(place, LINES, merged, f"more than {LINES} lines: the rest was merged", cut=True)
        )
        kept = [*kept[: LINES - 1], merged]
    for number, line in enumerate(kept, start=1):
        if len(line) > WIDTH:
            lost = line[WIDTH:]
            message = f"longer than {WIDTH} characters: “{lost}” was cut off"
            found.append(Finding(place, number, line, message, cut=True))
    cut = [line[:WIDTH].rstrip() for line in kept]
    return CreditorDraft(cut[0] or "-", tuple(line for line in cut[1:] if line)), found


def _wrong(number: int, count: int, line: str) -> list[str]:
    """Return what the rules say against a line, without anything being lost."""
    first, last = number == 1, number == count
    said = {
        "not left-justified": line[:1].isspace(),
        "special characters": _ODD.search(line) is not None,
        "a heading or page number": _PAGE.fullmatch(line.strip()) is not None,
        "an account number on the first or last line": (first or last)
        and _ACCOUNT.search(_TOWN.sub("", line) if last else line) is not None,
        "only one line: there is no address": count == 1,
        "the last line is not “City, ST ZIP”": last
        and count > 1
        and _TOWN.fullmatch(line.strip()) is None,
    }
    return [words for words, wrong in said.items() if wrong]
