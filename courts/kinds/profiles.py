"""The catalogue of court profiles by kind."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final

from courts.kinds import appellate, bankruptcy, district
from courts.kinds.profile import CourtProfile

PROFILES: Final = MappingProxyType(
    {each.kind: each for each in (district.PROFILE, bankruptcy.PROFILE, appellate.PROFILE)}
)


def profile(kind: str) -> CourtProfile:
    """The profile of a kind of court.

    :raises KeyError: for a kind that no profile describes; the launcher checks the federation
        before any court starts.
    """
    return PROFILES[kind]
