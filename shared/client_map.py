"""The map for client programs: where real host names are answered, and what to ask for there."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, Final

from shared import personas
from shared.errors import Refusal
from shared.federation import Federation, Member, host_of

#: The persona of client programs: it may search and has no second factor.
PERSONA: Final = "client"


def in_order(
    courts: Sequence[Member], seed: int, *, live: Callable[[Member], bool]
) -> list[Member]:
    """Return the courts, beginning with another one for each seed.

    Those that PACER signs people in to come first: before its go-live a court has a login page of
    its own, where client programs of today do not get on.
    """
    first = seed % len(courts)
    return sorted([*courts[first:], *courts[:first]], key=lambda court: not live(court))


def written(
    federation: Federation,
    targets: Mapping[str, Mapping[str, str]],
    *,
    address: Callable[[Member], str],
) -> dict[str, Any]:
    """Return the map: the address of each host, a persona, and a target per kind of court.

    :param address: of a member, for a program that is to connect to it.
    """
    person = personas.by_key(personas.load())[PERSONA].pacer
    if person is None:
        raise Refusal("persona", f"The persona {PERSONA} has no PACER account.")
    idp = federation.idp
    known = {
        idp.gateway["pacer"],
        idp.gateway["pcl"],
        *(court.gateway["ecf"] for court in federation.courts),
    }
    return {
        "login": address(idp),
        "pcl": address(idp),
        "courts": {court.id: address(court) for court in federation.courts},
        "hosts": {
            host_of(origin): address(member)
            for member in federation.members
            for origin in member.gateway.values()
            if origin not in known
        },
        "default": None,
        "user": person.user_name,
        "password": person.password,
        "totp_secret": person.totp_secret or None,
        "targets": {kind: dict(told) for kind, told in targets.items()},
    }
