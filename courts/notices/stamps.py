"""The stamp of a file: what a notice says about its bytes, and how it is checked (facts 3.9).

The real algorithm is not known; ours is an HMAC by SHA-512 with a key of the court, over the date,
the number of the file and the digest of its bytes.
"""

from __future__ import annotations

import hmac
import re
from dataclasses import dataclass
from typing import Final

_WRITTEN: Final = re.compile(
    r"\[STAMP(?P<prefix>[a-z]{2,10})Stamp_ID=(?P<key>\d+)\[Date=(?P<date>[\d/]+)\]"
    r"\[FileNumber=(?P<file>\d+-\d+)\]\[(?P<code>[0-9a-f]{128})\]\]"
)
#: Where the lines of a stamp end in formatted mails.
_WIDTH: Final = 64


@dataclass(frozen=True, slots=True)
class Key:
    """The key of a court: its number stands in every stamp."""

    number: int
    secret: str


@dataclass(frozen=True, slots=True)
class Stamp:
    """A stamp in its parts; `file` is the number of the filing's main paper and the place."""

    prefix: str
    key: int
    date: str
    file: str
    code: str

    def __str__(self) -> str:
        """Return the stamp as a text mail shows it."""
        return (
            f"[STAMP {self.prefix}Stamp_ID={self.key} [Date={self.date}] "
            f"[FileNumber={self.file}] [{self.code}]]"
        )


def sealed_with(key: Key, *, prefix: str, date: str, file: str, digest: str) -> Stamp:
    """Return the stamp of a file.

    :param digest: of its bytes, as the court's store names them.
    """
    told = f"{prefix}|{date}|{file}|{digest}".encode()
    code = hmac.new(bytes.fromhex(key.secret), told, "sha512").hexdigest()
    return Stamp(prefix, key.number, date, file, code)


def read(text: str) -> Stamp | None:
    """Read a stamp that somebody copied from a mail, however its lines were broken."""
    found = _WRITTEN.search("".join(text.split()))
    if found is None:
        return None
    return Stamp(found["prefix"], int(found["key"]), found["date"], found["file"], found["code"])


def lines(text: str) -> tuple[str, ...]:
    """Break a stamp into the lines of a formatted mail."""
    return tuple(text[at : at + _WIDTH].strip() for at in range(0, len(text), _WIDTH))
