"""Which courts a `courtId` means: a court, a district, a state, a circuit (facts.md 7.2)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType
from typing import Final

from shared.federation import Member

_FORM: Final = re.compile(r"[a-z0-9]{2,6}")
_STATES: Final = {
    "01": "ma me nh pr ri",
    "02": "ct ny vt",
    "03": "de nj pa vi",
    "04": "md nc sc va wv",
    "05": "la ms tx",
    "06": "ky mi oh tn",
    "07": "il in wi",
    "08": "ar ia mn mo ne nd sd",
    "09": "ak az ca gu hi id mt nmi nv or wa",
    "10": "co ks nm ok ut wy",
    "11": "al fl ga",
    "dc": "dc",
}
_CIRCUITS: Final[Mapping[str, str]] = MappingProxyType(
    {state: circuit for circuit, states in _STATES.items() for state in states.split()}
)


def is_code(text: str) -> bool:
    """Say whether a text has the form of a code, whatever it means."""
    return _FORM.fullmatch(text.strip().lower()) is not None


def of(code: str, courts: Iterable[Member]) -> frozenset[str]:
    """Return the ids of the courts of the federation that a `courtId` means, perhaps none.

    A court is meant by its own code (`ctdce`), without the final `e` (`ctdc`), as client programs
    cut and mend it (`ctd`, `ctddc`), and for a court of appeals by `02ca`.

    A code of a real court that is not of this federation means none.
    """
    wanted = code.strip().lower()
    return frozenset(court.id for court in courts if wanted in codes_of(court))


def codes_of(court: Member) -> frozenset[str]:
    """Return every code under which a court is found."""
    full = court.pcl_id.lower()
    plain = full.removesuffix("e")
    appeals = plain.endswith("ca") and plain[:2].isalnum() and plain[:1].isdigit()
    if appeals:
        return frozenset({full, plain, f"{plain[:2]}lca", court.id, plain[:2]})
    suffix = plain[-2:]
    district = court.id[:-1]
    state = district if district in _CIRCUITS else district[:2]
    circuit = _CIRCUITS.get(state, "")
    names = {full, plain, court.id, f"{court.id}{suffix}", district, state, circuit}
    return frozenset(names - {""})
