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


FIND_A_CASE: Final = NotBuilt("/pcl/pages/search/findCase.jsf", "Find a Case", 3)

PAGES: Final = (FIND_A_CASE,)
