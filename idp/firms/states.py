"""The states of a membership, and what may become of it (facts.md 1.7 and 11.2)."""

from __future__ import annotations

from types import MappingProxyType
from typing import Final, Literal

State = Literal["invited", "accepted", "declined", "rescinded", "removed", "left"]
Deed = Literal["accept", "decline", "rescind", "remove", "leave"]

INVITED: Final = "invited"
ACCEPTED: Final = "accepted"
#: What the two lists call a state.
LABELS: Final = MappingProxyType(
    {
        "invited": "Pending",
        "accepted": "Accepted",
        "declined": "Declined",
        "rescinded": "Rescinded",
        "removed": "Removed by the PAA",
        "left": "Removed by the account holder",
    }
)
#: What a deed needs, and what it makes of it.
MOVES: Final = MappingProxyType(
    {
        "accept": ("invited", "accepted"),
        "decline": ("invited", "declined"),
        "rescind": ("invited", "rescinded"),
        "remove": ("accepted", "removed"),
        "leave": ("accepted", "left"),
    }
)
