"""Parties as the screens of a filing keep them, those too that come to the docket with it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

from courts.kinds.drafts import LEAD, NOTICED, PartyDraft

#: What parties of each family of cases are called.
ROLES: Final[Mapping[str, tuple[str, ...]]] = {
    "civil": (
        "Amicus",
        "Claimant",
        "Consol Defendant",
        "Consol Plaintiff",
        "Counter Claimant",
        "Counter Defendant",
        "Cross Claimant",
        "Cross Defendant",
        "Defendant",
        "Interested Party",
        "Intervenor",
        "Movant",
        "Petitioner",
        "Plaintiff",
        "Respondent",
        "ThirdParty Defendant",
        "ThirdParty Plaintiff",
    ),
    "criminal": ("Defendant", "Interested Party", "Intervenor", "Movant", "Plaintiff"),
    "bankruptcy": (
        "Creditor",
        "Debtor",
        "Interested Party",
        "Joint Debtor",
        "Petitioning Creditor",
        "Trustee",
        "U.S. Trustee",
    ),
    "adversary": ("Defendant", "Interested Party", "Intervenor", "Plaintiff", "Trustee"),
}
#: Ids of parties that exist on the screens only, until the filing is committed.
FIRST_NEW: Final = -1

Data = Mapping[str, Any]


def new_parties(data: Data) -> dict[int, PartyDraft]:
    """Return the parties that were made up on the screens, by the ids that they have there."""
    return {
        FIRST_NEW - place: PartyDraft(**{**told, "address": tuple(told.get("address", ()))})
        for place, told in enumerate(data.get("new_parties", ()))
    }


def kept_party(party: PartyDraft) -> dict[str, Any]:
    """Return a new party as it is kept between the screens."""
    found = asdict(party)
    kept = ("role", "name", "first", "middle", "last", "generation", "extra", "address")
    return {name: found[name] for name in kept}


def appears_for(data: Data) -> tuple[tuple[int, tuple[str, ...]], ...]:
    """Return for whom the filer appears from now on; boxes that stay empty do nothing."""
    found = []
    for party, boxes in data.get("appears", {}).items():
        if boxes.get("represents"):
            roles = tuple(r for r, name in ((LEAD, "lead"), (NOTICED, "notice")) if boxes.get(name))
            found.append((int(party), roles))
    return tuple(found)
