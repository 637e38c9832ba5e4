"""Faults of a running federation: its switchboard asked by service address (`moot fault`)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict
from typing import Any, Final

import requests

from shared import faults
from shared.errors import Refusal
from shared.faults import Wish
from shared.launcher.standing import Standing

PATH: Final = "/services/moot/switchboard"
NOT_FOUND: Final = 404
HEAD: Final = ("Id", "Fault", "For", "Times", "Amount", "Met so far")


def standing(found: Standing) -> list[dict[str, Any]]:
    """Return the faults that are on.

    :raises Refusal: `running`, or `faithful`.
    """
    return _ask(found, None)


def switch_on(found: Standing, wish: Wish) -> list[dict[str, Any]]:
    """Switch a fault on and return those that are on then.

    :raises Refusal: what is wrong with the wish, in the switchboard's words.
    """
    return _ask(found, {"set": asdict(faults.checked(wish))})


def switch_off(found: Standing, what: str) -> list[dict[str, Any]]:
    """Switch off a fault by its id or name, or `all`, and return those that are still on.

    :raises Refusal: `fault` if none of that name is on.
    """
    return _ask(found, {"clear": what})


def wish(name: str, whom: Mapping[str, str | None], times: int | None, amount: int | None) -> Wish:
    """Return what a command line asks for.

    :param whom: the value of each scope that was given.
    :raises Refusal: code `scope` if several were given.
    """
    given = [(scope, value) for scope, value in whom.items() if value is not None]
    if len(given) > 1:
        raise Refusal("scope", f"Give one of {', '.join('--' + scope for scope in whom)}.")
    scope, value = given[0] if given else (faults.EVERYBODY, "")
    return Wish(name, scope, value, times, amount)


def rows(found: list[dict[str, Any]]) -> list[tuple[str, ...]]:
    """Return faults that are on as lines of a table."""
    return [
        (
            each["id"],
            each["name"],
            f"{each['scope']} {each['value']}".strip(),
            str(each["times"] or "until cleared"),
            str(each["amount"] or ""),
            ", ".join(f"{member} {uses}" for member, uses in each["met"].items()) or "not yet",
        )
        for each in found
    ]


def _ask(found: Standing, payload: Mapping[str, Any] | None) -> list[dict[str, Any]]:
    try:
        answer = found.call(found.federation.idp, PATH, payload)
    except requests.RequestException:
        words = "PACER does not answer. Start the federation with `moot up`."
        raise Refusal("running", words) from None
    if answer.status_code == NOT_FOUND:
        raise Refusal("faithful", "This federation is faithful: there are no faults to switch on.")
    body: dict[str, Any] = answer.json()
    if not answer.ok:
        raise Refusal(body["error"], body["message"])
    listed: list[dict[str, Any]] = body["faults"]
    return listed
