"""Reference cases written by hand: one per page shape of the client contract (clients.md 5).

They are the same in every world, whatever its seed, and come first, so that their ids are known:
new ones are added at the end of a court's list, never between. Everybody in them is invented.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Final

from courts.kinds.drafts import CaseDraft
from courts.worlds import reference_appellate, reference_bankruptcy, reference_district

_BY_COURT: Final[Mapping[str, tuple[Callable[[], CaseDraft], ...]]] = MappingProxyType(
    {
        "ctd": (
            reference_district.civil,
            reference_district.sealed,
            reference_district.social_security,
            reference_district.immigration,
            reference_district.opening,
            reference_district.terminated,
            reference_district.criminal,
            reference_district.lead,
            reference_district.member_one,
            reference_district.member_two,
            reference_district.miscellaneous,
            reference_district.magistrate,
            reference_district.secrecy,
        ),
        "cod": (
            reference_district.colorado_civil,
            reference_district.colorado_criminal,
            reference_district.colorado_social_security,
            reference_district.colorado_terminated,
        ),
        "ctb": (
            reference_bankruptcy.chapter_7,
            reference_bankruptcy.chapter_13,
            reference_bankruptcy.chapter_11,
            reference_bankruptcy.chapter_11_member,
            reference_bankruptcy.converted,
            reference_bankruptcy.adversary,
            reference_bankruptcy.involuntary,
            reference_bankruptcy.no_creditors,
            reference_bankruptcy.many_claims,
        ),
        "ca2": (
            reference_appellate.civil,
            reference_appellate.terminated,
            reference_appellate.agency,
            reference_appellate.empty,
            reference_appellate.bankruptcy,
        ),
    }
)


def cases(court: str) -> tuple[CaseDraft, ...]:
    """Return the reference cases of a court, in the order of their ids."""
    return tuple(make() for make in _BY_COURT.get(court, ()))
