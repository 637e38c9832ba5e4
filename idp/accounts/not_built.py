"""The pages of the PACER Service Center that are not built yet (docs/decisions.md)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True)
class NotBuilt:
    """A page that exists as a link only; `issue` says which one of the five brings it."""

    path: str
    label: str
    issue: int
    back: str = "/"


PAGES: Final[tuple[NotBuilt, ...]] = ()
