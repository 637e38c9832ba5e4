"""The creditor matrix as text: labels for people, lines with bars for programs (facts 4)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

BAR: Final = "|"
_INSTEAD: Final = "/"
Address = tuple[str, Sequence[str]]


def raw(addresses: Iterable[Address]) -> str:
    """Return one line per creditor, its parts between bars: `First Bank|P.O. Box 12|Town`.

    A bar or a line end within a part would break the line, so it becomes something else.
    """
    return "".join(
        BAR.join(_clean(part) for part in (name, *lines)) + "\n" for name, lines in addresses
    )


def labels(addresses: Iterable[Address]) -> str:
    """Return the blocks of the matrix file: a name, its lines, an empty line between two."""
    blocks = ("\n".join(_straight(part) for part in (name, *lines)) for name, lines in addresses)
    return "\n\n".join(blocks) + "\n"


def _straight(part: str) -> str:
    return " ".join(part.split())


def _clean(part: str) -> str:
    return _straight(part).replace(BAR, _INSTEAD)
